"""What the readable forms of a report share: its texts, masked and cut, with the first rows of each check."""

from collections import Counter, defaultdict
from collections.abc import Hashable
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from typing import Any

import pandas as pd
from numpy.typing import NDArray

from noojee_dq.checks import remedy_of
from noojee_dq.codes import ResultCode
from noojee_dq.report.found import Found
from noojee_dq.report.value_hints import hints_by_value
from noojee_dq.report.verdict import verdict
from noojee_dq.words.counts import percentage
from noojee_dq.words.display import MAX_HEADING, MAX_VALUE, cut, file_shown, shown
from noojee_dq.words.for_people import for_people
from noojee_dq.words.masked_values import mask_values
from noojee_dq.words.rows import row_label, rows_text

#: Samples of findings that are shown for a code, and row numbers for a check.
MAX_SAMPLES = 10
MAX_ROWS = 5
MAX_NOTES = 20

_GROUP = ["check", "severity"]


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
    """What one check found: a line of the table, its samples, and what to do about each value of names of the PBX.

    `code` is "" where the API would accept.
    """

    check: str
    code: str
    name: str
    severity: str
    action: str
    leads: str
    share: str
    message: str
    hint: str
    rows: str
    samples: tuple[Sample, ...]
    by_value: tuple[str, ...]

    @property
    def in_short(self) -> str:
        """Its code, and how many leads it is about."""
        leads = self.leads if self.of_file else f"{self.leads} {'lead' if self.leads == '1' else 'leads'}"
        return f"code {self.code}, {leads}" if self.code else leads

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
    """A check that did not run in full, as it is shown.

    Attributes:
        check: its name.
        code: "" = none.
        named: the check, with its code, and whether it ran in part.
        reason: why it did not run.
        in_part: whether it ran in part.
    """

    check: str
    code: str
    named: str
    reason: str
    in_part: bool = False

    @property
    def why(self) -> str:
        """The reason, after whether the check ran in part."""
        return f"in part: {self.reason}" if self.in_part else self.reason


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


def overview(found: Found, *, show_values: bool = False, in_python: bool = False) -> Overview:
    """Gather what the readable forms of a report show.

    Args:
        found: what a pre-flight found.
        show_values: show phone numbers as they are instead of masked.
        in_python: whoever reads it works in Python: `dnc=` is not written as `--dnc`.

    Returns:
        The texts; each renderer escapes them for its own format.

    Example:
        >>> import noojee_dq as nj
        >>> leads = pd.DataFrame({"Phone": ["0491 570 006", "12345"]}, index=[2, 3])
        >>> problem = overview(nj.check(leads, nj.Campaign(phone_fields=["Phone"]))).problems[0]
        >>> problem.code, problem.rows, problem.share, problem.samples[0].value
        ('102', 'row 3', '50.0%', '••••5')
    """
    say = _Words(show_values, in_python)
    return Overview(
        source=file_shown(found.source or "a data frame", show_values=show_values),
        checked_at=_time_text(found.checked_at),
        operation=found.operation,
        verdict=verdict(found),
        counts=found.counts,
        problems=_problems(found, say),
        not_checked=_not_checked(found, say),
        notes=tuple(map(say, found.notes[:MAX_NOTES])),
        show_values=show_values,
    )


@dataclass(frozen=True)
class _Words:
    """Writes sentences for whoever reads them."""

    show_values: bool
    in_python: bool

    def __call__(self, text: Any) -> str:
        """Return a sentence as it is shown; "" where there is none."""
        sentence = _text(text)
        return shown(for_people(sentence, in_python=self.in_python), show_values=self.show_values)


def _not_checked(found: Found, say: _Words) -> tuple[Unchecked, ...]:
    """Name what was not checked: the do-not-call list before all, then what the API would refuse."""
    ordered = sorted(found.not_checked, key=lambda one: (not one.check.startswith("do-not-call"), one.code is None))
    return tuple(Unchecked(one.check, _code_text(one.code), one.named, say(one.reason), one.in_part) for one in ordered)


def _time_text(time: datetime) -> str:
    offset = time.utcoffset()
    return f"{time:%Y-%m-%d %H:%M}" + ("" if offset is None else f" ({timezone(offset)})")


def _code_text(code: Any) -> str:
    return "" if pd.isna(code) else str(int(code))


def _problems(found: Found, say: _Words) -> tuple[Problem, ...]:
    rows = _first_rows(found, say.show_values)
    samples = _samples(found, say)
    problems = []
    shown_of_code: Counter[str] = Counter()
    # One line per check: a handful, whatever the number of leads.
    for line in found.summary.to_dict("records"):
        group = line["check"], line["severity"]
        by_value = hints_by_value(found, line["check"], show_values=say.show_values)
        problem = _problem(line, len(found.leads), rows[group], samples[group], by_value, say)
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
    by_value: tuple[str, ...],
    say: _Words,
) -> Problem:
    code = _code_text(line["code"])
    return Problem(
        check=line["check"],
        code=code,
        name=ResultCode(int(code)).name if code else "",
        severity=line["severity"],
        action=_action(line["check"], line["severity"], code, whole_file=not rows),
        leads=f"{line['leads']:,}" if rows else "whole file",
        share=percentage(line["leads"], leads) if rows else "",
        message=say(line["message"]),
        hint=say(line["hint"]),
        rows=rows_text(rows, line["leads"]),
        samples=samples,
        by_value=by_value,
    )


def _action(check: str, severity: str, code: str, *, whole_file: bool) -> str:
    """Say what to do about a finding, in the words of `dq_status`."""
    if severity != "error":
        return "look"
    if whole_file and not code:
        return "fix the file"
    return remedy_of(check, int(code) if code else None).replace("_", " ")


def _text(value: Any) -> str:
    return "" if pd.isna(value) else str(value)


def _first_rows(found: Found, show_values: bool) -> dict[tuple[str, str], list[str]]:
    """Return the labels of the first leads of each check and severity; a lead with several findings counts once."""
    leads = pd.DataFrame({"group": _groups(found), "position": found.positions})
    leads = leads[leads["position"] >= 0].drop_duplicates()
    places = leads.groupby("group").head(MAX_ROWS).index
    rows: dict[tuple[str, str], list[str]] = defaultdict(list)
    # A few rows of each check.
    for line in found.findings.iloc[places].to_dict("records"):
        rows[line["check"], line["severity"]].append(_label(line["row"], show_values))
    return rows


def _samples(found: Found, say: _Words) -> dict[tuple[str, str], tuple[Sample, ...]]:
    """Return the first findings of each check and severity."""
    groups = pd.Series(_groups(found))
    places = groups.groupby(groups).head(MAX_SAMPLES).index
    first = found.findings.iloc[places].assign(position=found.positions[places])
    if not say.show_values:
        first["value"] = mask_values(first["value"], first["column"], found.phone_columns)
    samples: dict[tuple[str, str], tuple[Sample, ...]] = defaultdict(tuple)
    # A few findings of each check.
    for line in first.to_dict("records"):
        samples[line["check"], line["severity"]] += (_sample(line, say),)
    return samples


def _groups(found: Found) -> NDArray[Any]:
    return found.findings.groupby(_GROUP, sort=False, observed=True).ngroup().to_numpy()


def _sample(line: dict[Hashable, Any], say: _Words) -> Sample:
    column = _text(line["column"])
    value = _text(line["value"])
    blank = "(blank)" if column else ""
    return Sample(
        row="whole file" if line["position"] < 0 else _label(line["row"], say.show_values),
        column=shown(column, show_values=say.show_values, limit=MAX_HEADING),
        value=cut(value, MAX_VALUE) if value.strip() else blank,
        message=say(line["message"]),
        hint=say(line["hint"]),
    )


def _label(label: Any, show_values: bool) -> str:
    return cut(row_label(label, show_values=show_values), MAX_HEADING)
