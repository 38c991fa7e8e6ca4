"""A note to the supplier of a list: which rows and columns to correct. It holds no value of any lead."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from noojee_dq.checks import CHECKS
from noojee_dq.codes import ResultCode
from noojee_dq.report.overview import MAX_HEADING, is_row_number, overview, shown
from noojee_dq.report.render_markdown import markdown_text
from noojee_dq.report.report import Report
from noojee_dq.report.verdict import count

#: Spans of rows that are listed for one problem.
MAX_SPANS: Final = 100

#: What the supplier can do nothing about, or has no business knowing: who is on our do-not-call list or already our
#: lead, and how our campaign is set up.
_OURS: Final = frozenset({ResultCode.DNC, ResultCode.DUPLICATE, ResultCode.DUPLICATE_EXTERNAL_ID})
_OUR_SCOPES: Final = frozenset({"file", "cross"})
#: Warnings that only the supplier can clear up.
_LOSSES: Final = frozenset({"excel-lossy", "excel-repairable", "external-id-lossy", "too-few-cells"})

_ADVICE: Final = (
    "Please send the list again with these rows corrected:\n\n"
    "- keep every row where it is, so that the numbers above stay right;\n"
    "- one phone number to a cell, with its area code or with + and the country code;\n"
    "- phone columns as text (in Excel: Format Cells, Text, before the numbers are pasted), so that no leading zero "
    "and no digit is lost;\n"
    "- as an Excel workbook (.xlsx), or as CSV in UTF-8."
)


def render_supplier(report: Report) -> str:
    """Write what the supplier of the list should correct, as Markdown.

    Args:
        report: the report of a pre-flight.

    Returns:
        The text. It holds headings and row numbers, no cell of any lead, and nothing about what the campaign holds.

    Example:
        >>> import noojee_dq as nj, pandas as pd
        >>> leads = pd.DataFrame({"Phone": ["12345", "", "none"]}, index=[2, 3, 4])
        >>> print(render_supplier(nj.check(leads, nj.Campaign(phone_fields=["Phone"]))).split("\\n\\n")[3])
        Rows 2 to 4
    """
    view = overview(report)
    problems = _problems(report)
    title = f"# Please correct: {markdown_text(view.source)}"
    leads = count(len(report.leads), "row")
    if not problems:
        return f"{title}\n\nWe checked {leads} on {view.checked_at}, and found nothing for you to correct.\n"
    rows = len(np.unique(np.concatenate([at for *_, at in problems])))
    verb = "needs" if rows == 1 else "need"
    head = f"We checked {leads} on {view.checked_at}. {count(rows, 'row')} {verb} your attention."
    sections = [_section(report, *problem) for problem in problems]
    return "\n\n".join([title, head, *sections, "## How to send it back", _ADVICE]) + "\n"


def _problems(report: Report) -> list[tuple[str, str, str, NDArray[np.int64]]]:
    """What the supplier can correct: heading, what is wrong, what to do, and the positions of the rows."""
    checks = {check.id: check for check in CHECKS if _is_theirs(check)}
    findings = report.findings.assign(position=report.positions)
    theirs = findings[findings["check"].isin(list(checks)) & findings["position"].ge(0)]
    found = [
        (str(column), checks[str(name)].message, _hint(checks[str(name)]), np.unique(lines["position"].to_numpy()))
        for (name, column), lines in theirs.groupby(["check", "column"], sort=False)
    ]
    return sorted(found, key=lambda problem: -len(problem[-1]))


def _is_theirs(check: Any) -> bool:
    if check.scope in _OUR_SCOPES or check.code in _OURS:
        return False
    return check.severity == "error" or check.id in _LOSSES


def _hint(check: Any) -> str:
    return "send this column again, as text" if check.id in _LOSSES and "lossy" in check.id else check.hint


def _section(report: Report, column: str, message: str, hint: str, at: NDArray[np.int64]) -> str:
    title = f"## {count(len(at), 'row')}: {markdown_text(_heading(report, column) + message)}"
    return f"{title}\n\n{rows_text(_row_numbers(report, at))}\n\nTo do: {markdown_text(hint)}"


def _heading(report: Report, column: str) -> str:
    return f"column “{shown(column, limit=MAX_HEADING)}”: " if column in report.leads.columns else ""


def _row_numbers(report: Report, at: NDArray[np.int64]) -> list[int]:
    """The rows as a spreadsheet shows them; where labels are none, counted from 1, since a label can be a name."""
    labels = report.leads.index.to_flat_index().take(at).tolist()
    return labels if all(map(is_row_number, labels)) else [int(place) + 1 for place in at]


def rows_text(rows: Sequence[int]) -> str:
    """Rows with runs in short.

    Args:
        rows: row numbers, ascending.

    Returns:
        At most `MAX_SPANS` runs, and how many rows are left.

    Example:
        >>> rows_text([2, 3, 4, 9, 12, 13])
        'Rows 2 to 4, 9, 12, 13'
    """
    spans = list(_spans(rows))
    texts = [text for span in spans[:MAX_SPANS] for text in _span_text(span)]
    rest = sum(map(len, spans[MAX_SPANS:]))
    more = f" and {rest:,} more" if rest else ""
    return ("Row " if len(rows) == 1 else "Rows ") + ", ".join(texts) + more


def _spans(rows: Sequence[int]) -> Iterable[list[int]]:
    for _, run in groupby(enumerate(rows), key=lambda numbered: numbered[1] - numbered[0]):
        yield [row for _, row in run]


def _span_text(span: list[int]) -> list[str]:
    return [f"{span[0]} to {span[-1]}"] if len(span) > 2 else [str(row) for row in span]
