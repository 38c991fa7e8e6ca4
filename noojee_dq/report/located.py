"""Findings as tools for code show them: at a line of a file, of each check the first ones."""

import re
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from noojee_dq.checks.evaluate import NotChecked
from noojee_dq.fields import DQ_SOURCE
from noojee_dq.report.found import Found
from noojee_dq.report.overview import MAX_SAMPLES
from noojee_dq.words.counts import counted
from noojee_dq.words.display import MAX_HEADING, MAX_VALUE, cut, printable, shown
from noojee_dq.words.for_people import for_people
from noojee_dq.words.masked_values import mask_values
from noojee_dq.words.masking import mask_message
from noojee_dq.words.rows import is_row_number, row_label

#: How a lead is called where there are several files.
_OF_FILE: Final = re.compile("(?P<row>[1-9][0-9]*) of (?P<file>.+)", re.DOTALL)


@dataclass(frozen=True)
class Located:
    """A finding at its place.

    Attributes:
        file: where it stands; "" = in a frame.
        line: number of the row as a spreadsheet shows it; None = the whole file, or a row without a number.
        check: id of the check.
        severity: "error" or "warning".
        label: the result code with its name; "" = none.
        text: what is wrong and what to do, in printable characters.
    """

    file: str
    line: int | None
    check: str
    severity: str
    label: str
    text: str


def located(found: Found, *, file: str, show_values: bool) -> list[Located]:
    """Return the findings of the first leads of each check: the first of every check, then the second, errors before.

    Args:
        found: what a pre-flight found.
        file: that was checked, as it was named; "" = take the name that the report has, if it is of one file.
        show_values: show phone numbers as they are instead of masked.

    Example:
        >>> import noojee_dq as nj
        >>> report = nj.check(pd.DataFrame({"Phone": ["12345"]}, index=[2]), nj.Campaign(phone_fields=["Phone"]))
        >>> [(one.file, one.line, one.label) for one in located(report, file="leads.csv", show_values=False)]
        [('leads.csv', 2, '102 NO_PHONE_FIELDS')]
    """
    turn = turns(found.findings, found.positions)
    order = np.lexsort([turn, found.findings["severity"].to_numpy(dtype=str)])
    first = found.findings.iloc[order[turn[order] <= MAX_SAMPLES]]
    values = first["value"]
    if not show_values:
        values = mask_values(values, first["column"], found.phone_columns)
    # Of leads of several files, or in parts, each row names its file, and the report's name may be that of several.
    several = isinstance(found.leads, pd.DataFrame) and DQ_SOURCE in found.leads.columns
    file = file or ("" if found.findings_in or several else found.source)
    return [
        _located(line, value, file, show_values)
        for line, value in zip(first.itertuples(index=False), values, strict=True)
    ]


def turns(findings: pd.DataFrame, leads: NDArray[np.int64]) -> NDArray[np.int64]:
    """Count the leads of each check and severity: 1 for the findings of its first lead, and so on.

    Args:
        findings: in file order.
        leads: for each finding what tells its lead from others.

    Example:
        >>> findings = pd.DataFrame({"check": ["a", "a", "b", "a"], "severity": "error"})
        >>> turns(findings, np.array([0, 0, 0, 3])).tolist()
        [1, 1, 1, 2]
    """
    of_check = findings.groupby(["check", "severity"], sort=False).ngroup().to_numpy()
    order = np.argsort(of_check, kind="stable")
    first = np.diff(of_check[order], prepend=-1) != 0
    # Leads stand in order, so that each new one counts up.
    turn = np.cumsum(first | (np.diff(leads[order], prepend=0) != 0))
    numbered = np.empty(len(order), dtype=np.int64)
    numbered[order] = turn - np.maximum.accumulate(np.where(first, turn, 1)) + 1
    return numbered


def unlisted(found: Found) -> list[str]:
    """Say of which checks not all leads are listed.

    Args:
        found: what a pre-flight found.
    """
    more = found.summary[found.summary["leads"] > MAX_SAMPLES]
    where = f"; all findings lie in {found.findings_in}" if found.findings_in else ""
    return [
        f"{check}: {counted(leads, 'lead')}, of which the first {MAX_SAMPLES} are listed{where}"
        for check, leads in zip(more["check"], more["leads"], strict=True)
    ]


def not_checked_text(one: NotChecked, *, show_values: bool) -> str:
    """Say that a check could not run, or not in full, and why.

    Example:
        >>> not_checked_text(NotChecked("do-not-call", 104, "no list was given"), show_values=False)
        'not checked: do-not-call (104): no list was given'
    """
    return f"not checked: {one.named}: {shown(for_people(one.reason), show_values=show_values)}"


def file_text(file: str, *, show_values: bool) -> str:
    """Return the name of a file in printable characters, phone numbers masked unless asked otherwise.

    Example:
        >>> file_text("lists/0412345678.csv", show_values=False)
        'lists/04•••••678.csv'
    """
    return printable(file if show_values else mask_message(file))


def _located(finding: Any, value: Any, file: str, show_values: bool) -> Located:
    """Put a line of the findings in words."""
    line, of_file = _place(finding.row)
    where = "" if pd.isna(finding.column) else shown(str(finding.column), show_values=show_values, limit=MAX_HEADING)
    if where and not pd.isna(value) and str(value).strip():
        where += f": {cut(str(value), MAX_VALUE)}"
    row = "" if line is not None or pd.isna(finding.row) else f"row {row_label(finding.row, show_values=show_values)}"
    details = ", ".join(filter(None, [cut(row, MAX_HEADING), where]))
    text = shown(for_people(finding.message), show_values=show_values) + (f" ({details})" if details else "")
    if not pd.isna(finding.hint) and finding.hint:
        text += f". To do: {shown(for_people(finding.hint), show_values=show_values)}"
    return Located(
        file=file_text(of_file or file, show_values=show_values),
        line=line,
        check=finding.check,
        severity=finding.severity,
        label="" if pd.isna(finding.code) else f"{finding.code} {finding.result}",
        text=text,
    )


def _place(row: Any) -> tuple[int | None, str]:
    """Return the number of a row, and its file where there are several."""
    if is_row_number(row):
        return int(row), ""
    of_file = _OF_FILE.fullmatch(row) if isinstance(row, str) else None
    return (int(of_file["row"]), of_file["file"]) if of_file else (None, "")
