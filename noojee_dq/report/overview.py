"""What the readable forms of a report share: its texts, masked and cut, with the first rows of each check."""

from collections import Counter, defaultdict
from collections.abc import Hashable
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from noojee_dq.checks import CHECKS
from noojee_dq.codes import ResultCode, preflight_remedy
from noojee_dq.report.masking import mask_text, mask_values
from noojee_dq.report.report import Report
from noojee_dq.report.verdict import verdict

#: Samples of findings that are shown for a code, and row numbers for a check.
MAX_SAMPLES = 10
MAX_ROWS = 5
#: Longest texts, in characters: a value, a heading or a row label; a sentence.
MAX_VALUE = 80
MAX_HEADING = 40
MAX_SENTENCE = 300
MAX_NOTES = 20

CHECKS_BY_ID = {check.id: check for check in CHECKS}
_GROUP = ["check", "severity"]

#: A whole number with more digits is no row number of a spreadsheet: it may be a phone number.
_LARGEST_ROW = 9_999_999


@dataclass(frozen=True)
class Sample:
    """One finding, as it is shown."""

    row: str
    column: str
    value: str
    message: str
    hint: str


@dataclass(frozen=True)
class Problem:
    """What one check found: a line of the table, and its samples. `code` is "" where the API would accept."""

    check: str
    code: str
    name: str
    meaning: str
    severity: str
    action: str
    leads: str
    share: str
    message: str
    hint: str
    rows: str
    samples: tuple[Sample, ...]

    @property
    def of_file(self) -> bool:
        """Whether it concerns the file as a whole."""
        return not self.share

    @property
    def example(self) -> str:
        """The first value that is shown."""
        return next((sample.value for sample in self.samples), "")

    @property
    def sample_columns(self) -> dict[str, str]:
        """Attributes of the samples and their headings; message and hint where samples differ."""
        columns = {"row": "Row", "column": "Column", "value": "Value"}
        if len({sample.message for sample in self.samples}) > 1:
            columns["message"] = "What is wrong"
        if len({sample.hint for sample in self.samples}) > 1:
            columns["hint"] = "What to do"
        return columns


@dataclass(frozen=True)
class Unchecked:
    """A check that did not run, as it is shown."""

    check: str
    code: str
    reason: str


@dataclass(frozen=True)
class Overview:
    """A report as people read it: every text is masked (unless asked otherwise), printable and cut."""

    source: str
    checked_at: str
    operation: str
    verdict: str
    counts: dict[str, int]
    problems: tuple[Problem, ...]
    not_checked: tuple[Unchecked, ...]
    notes: tuple[str, ...]
    show_values: bool


def overview(report: Report, *, show_values: bool = False) -> Overview:
    """Gather what the readable forms of a report show.

    Args:
        report: the report of a pre-flight.
        show_values: show phone numbers as they are instead of masked.

    Returns:
        The texts; each renderer escapes them for its own format.

    Example:
        >>> import noojee_dq as nj
        >>> leads = pd.DataFrame({"Phone": ["0491 570 006", "12345"]}, index=[2, 3])
        >>> problem = overview(nj.check(leads, nj.Campaign(phone_fields=["Phone"]))).problems[0]
        >>> problem.code, problem.rows, problem.share, problem.samples[0].value
        ('102', 'row 3', '50.0%', '••••5')
    """
    return Overview(
        source=shown(report.source or "a data frame", show_values=show_values, limit=MAX_VALUE),
        checked_at=_time_text(report.checked_at),
        operation=report.operation,
        verdict=verdict(report),
        counts=report.counts,
        problems=_problems(report, show_values),
        not_checked=tuple(
            Unchecked(one.check, _code_text(one.code), shown(one.reason, show_values=show_values))
            for one in report.not_checked
        ),
        notes=tuple(shown(note, show_values=show_values) for note in report.notes[:MAX_NOTES]),
        show_values=show_values,
    )


def label_text(label: Any, *, show_values: bool = False) -> str:
    """A row's label as text.

    Args:
        label: an index label; a tuple where the index has several levels.
        show_values: show phone numbers as they are instead of masked.

    Returns:
        The text; row numbers of any spreadsheet stay as they are.

    Example:
        >>> label_text(1048576), label_text("0412345678"), label_text(("NSW", 7))
        ('1048576', '04•••••678', 'NSW, 7')
    """
    if isinstance(label, tuple):
        return ", ".join(label_text(part, show_values=show_values) for part in label)
    text = "no label" if pd.isna(label) else str(label)
    return text if show_values or is_row_number(label) else mask_text(text)


def is_row_number(label: Any) -> bool:
    """Whether a label can be the number of a row, and is no phone number.

    Args:
        label: an index label.

    Returns:
        True for a whole number of up to seven digits.

    Example:
        >>> is_row_number(1048576), is_row_number(412345678), is_row_number("7")
        (True, False, False)
    """
    return isinstance(label, int | np.integer) and abs(int(label)) <= _LARGEST_ROW


def shown(text: str, *, show_values: bool = False, limit: int = MAX_SENTENCE) -> str:
    """A text as a report shows it: masked unless asked otherwise, printable and cut.

    Example:
        >>> shown("ring 0412345678"), shown("abcdef", limit=4)
        ('ring 04•••••678', 'abc…')
    """
    return _display(text if show_values else mask_text(text), limit)


def _display(text: str, limit: int) -> str:
    visible = printable(text[: limit + 1])
    return visible if len(visible) <= limit else visible[: limit - 1] + "…"


def printable(text: str, *, keep: str = "") -> str:
    r"""The text with visible escapes for what a screen would hide or obey: NUL, bidi marks, newlines.

    Args:
        text: any.
        keep: characters that stay as they are.

    Returns:
        Printable characters, and those of `keep`.

    Example:
        >>> printable("a\x00b")
        'a\\x00b'
    """
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() or char in keep else char.encode("unicode_escape").decode() for char in text
    )


def _time_text(time: datetime) -> str:
    offset = time.utcoffset()
    return f"{time:%Y-%m-%d %H:%M}" + ("" if offset is None else f" ({timezone(offset)})")


def _code_text(code: Any) -> str:
    return "" if pd.isna(code) else str(int(code))


def _problems(report: Report, show_values: bool) -> tuple[Problem, ...]:
    rows = _first_rows(report, show_values)
    samples = _samples(report, show_values)
    problems = []
    shown_of_code: Counter[str] = Counter()
    # One line per check: a handful, whatever the number of leads.
    for line in report.summary.to_dict("records"):
        group = line["check"], line["severity"]
        problem = _problem(line, len(report.leads), rows[group], samples[group], show_values)
        # Several checks may share a code; each check without one has its own samples.
        name = problem.code or problem.check
        problem = replace(problem, samples=problem.samples[: MAX_SAMPLES - shown_of_code[name]])
        shown_of_code[name] += len(problem.samples)
        problems.append(problem)
    # What keeps every lead from being sent comes before all.
    return tuple(sorted(problems, key=lambda problem: not (problem.of_file and problem.severity == "error")))


def _problem(
    line: dict[Hashable, Any],
    leads: int,
    rows: list[str],
    samples: tuple[Sample, ...],
    show_values: bool,
) -> Problem:
    code = _code_text(line["code"])
    message = shown(_text(line["message"]), show_values=show_values)
    return Problem(
        check=line["check"],
        code=code,
        name=ResultCode(int(code)).name if code else "",
        meaning=ResultCode(int(code)).meaning if code else message,
        severity=line["severity"],
        action=_action(line["severity"], code, whole_file=not rows),
        leads=f"{line['leads']:,}" if rows else "whole file",
        share=share(line["leads"], leads) if rows else "",
        message=message,
        hint=_general_hint(line["check"], samples) or shown(_text(line["hint"]), show_values=show_values),
        rows=rows_text(rows, line["leads"]),
        samples=samples,
    )


def _general_hint(check: str, samples: tuple[Sample, ...]) -> str:
    """The hint of a check for all leads, where its findings have hints of their own."""
    own = {sample.hint for sample in samples}
    return CHECKS_BY_ID[check].hint if len(own) > 1 and check in CHECKS_BY_ID else ""


def _action(severity: str, code: str, *, whole_file: bool) -> str:
    """What to do about a finding, in the words of `dq_status`."""
    if severity != "error":
        return "look"
    return (
        "fix the file" if whole_file and not code else preflight_remedy(int(code) if code else None).replace("_", " ")
    )


def _text(value: Any) -> str:
    return "" if pd.isna(value) else str(value)


def share(part: int, whole: int) -> str:
    """A part of a whole in per cent.

    Example:
        >>> share(1, 3), share(1, 10_000), share(0, 3), share(0, 0)
        ('33.3%', '<0.1%', '0%', '0%')
    """
    percent = 100 * part / max(whole, 1)
    return "0%" if not part else "<0.1%" if percent < 0.1 else f"{percent:.1f}%"


def rows_text(first: list[str], leads: int) -> str:
    """Rows in words: the first few, and how many more.

    Example:
        >>> rows_text(["3"], 1), rows_text(["3", "7"], 9)
        ('row 3', 'rows 3, 7 and 7 more')
    """
    if not first:
        return "the whole file"
    if len(first) < leads:
        return f"rows {', '.join(first)} and {leads - len(first):,} more"
    *others, last = first
    return f"rows {', '.join(others)} and {last}" if others else f"row {last}"


def _first_rows(report: Report, show_values: bool) -> dict[tuple[str, str], list[str]]:
    """For each check and severity the labels of its first leads; a lead with several findings counts once."""
    leads = pd.DataFrame({"group": _groups(report), "position": report.positions})
    leads = leads[leads["position"] >= 0].drop_duplicates()
    places = leads.groupby("group").head(MAX_ROWS).index
    rows: dict[tuple[str, str], list[str]] = defaultdict(list)
    # A few rows of each check.
    for line in report.findings.iloc[places].to_dict("records"):
        rows[line["check"], line["severity"]].append(_label(line["row"], show_values))
    return rows


def _samples(report: Report, show_values: bool) -> dict[tuple[str, str], tuple[Sample, ...]]:
    """For each check and severity its first findings."""
    groups = pd.Series(_groups(report))
    places = groups.groupby(groups).head(MAX_SAMPLES).index
    first = report.findings.iloc[places].assign(position=report.positions[places])
    if not show_values:
        first["value"] = mask_values(first["value"], first["column"], report.phone_columns)
    samples: dict[tuple[str, str], tuple[Sample, ...]] = defaultdict(tuple)
    # A few findings of each check.
    for line in first.to_dict("records"):
        samples[line["check"], line["severity"]] += (_sample(line, show_values),)
    return samples


def _groups(report: Report) -> NDArray[Any]:
    return report.findings.groupby(_GROUP, sort=False, observed=True).ngroup().to_numpy()


def _sample(line: dict[Hashable, Any], show_values: bool) -> Sample:
    column = _text(line["column"])
    value = _text(line["value"])
    blank = "(blank)" if column else ""
    return Sample(
        row="whole file" if line["position"] < 0 else _label(line["row"], show_values),
        column=shown(column, show_values=show_values, limit=MAX_HEADING),
        value=_display(value, MAX_VALUE) if value.strip() else blank,
        message=shown(_text(line["message"]), show_values=show_values),
        hint=shown(_text(line["hint"]), show_values=show_values),
    )


def _label(label: Any, show_values: bool) -> str:
    return _display(label_text(label, show_values=show_values), MAX_HEADING)
