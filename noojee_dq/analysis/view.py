"""An analysis as people read it: its texts, masked and cut, in sections that every form shows in the same order."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from noojee_dq.analysis import timeline as times
from noojee_dq.analysis.outcomes import Outcomes
from noojee_dq.codes import ResultCode
from noojee_dq.fields import DQ_SOURCE, ApiOutcome
from noojee_dq.report.overview import MAX_ROWS
from noojee_dq.words.counts import counted, percentage
from noojee_dq.words.display import MAX_HEADING, file_shown, printable, shown
from noojee_dq.words.rows import row_label, rows_of_files

#: Codes in a table, and steps in a timeline, that are shown.
_MOST_CODES = 15
_MOST_STEPS = 12

#: Colour in the bar -> outcomes that it counts.
_BAR = {
    "ready": (ApiOutcome.ACCEPTED, ApiOutcome.ACCEPTED_INFERRED),
    "drop": (ApiOutcome.REJECTED, ApiOutcome.CONFLICT),
    "review": (ApiOutcome.UNKNOWN,),
    "fix": (ApiOutcome.NOT_SENT,),
}


class TableColumn(NamedTuple):
    """A column of a table: whole numbers, or text."""

    head: str
    cells: list[str] | list[int]
    number: bool = False


@dataclass(frozen=True)
class Section:
    """A heading, sentences, and a table; either may be empty. A compact table fits on a narrow screen as it is."""

    title: str
    lines: tuple[str, ...] = ()
    columns: tuple[TableColumn, ...] = ()
    compact: bool = False

    @property
    def rows(self) -> list[tuple[str | int, ...]]:
        """The cells of the table, row by row."""
        return list(zip(*(column.cells for column in self.columns), strict=True))


@dataclass(frozen=True)
class View:
    """What the readable forms of an analysis show."""

    source: str
    verdict: str
    facts: str
    bar: dict[str, int]
    sections: tuple[Section, ...]


def view(run: Outcomes) -> View:
    """Gather what the readable forms show.

    Args:
        run: what became of its leads.

    Returns:
        The texts; each renderer escapes them for its own format.

    Example:
        >>> import noojee_dq as nj
        >>> results = pd.DataFrame({"api_code": [105], "api_outcome": ["rejected"], "api_action": ["drop"]})
        >>> view(nj.analyse(results)).verdict
        '1 lead: 1 refused.'
    """
    outcomes = run.outcomes
    words = [f"{outcomes[outcome]:,} {outcome.words}" for outcome in ApiOutcome if outcome in outcomes]
    words += [f"{run.in_flight:,} in flight"] if run.in_flight else []
    sections = (
        Section("What to do next", lines=tuple(run.suggestions)),
        _by_code(run),
        _confusion(run),
        _accuracy(run),
        _surprises(run),
        _false_alarms(run),
        _to_act_on(run),
        _over_time(run),
        Section("Not known", lines=tuple(map(shown, run.not_checked))),
    )
    return View(
        source=file_shown(run.source or "a data frame"),
        verdict=f"{counted(len(run.table), 'lead')}: {'; '.join(words)}." if words else "There is no lead.",
        facts=_facts(run),
        bar={name: sum(outcomes.get(one, 0) for one in which) for name, which in _BAR.items()},
        sections=tuple(section for section in sections if section.lines or section.rows),
    )


def _facts(run: Outcomes) -> str:
    facts = [] if run.requests is None else [counted(run.requests, "request")]
    if run.duration is not None:
        facts.append(f"{run.duration.ceil('s')}".removeprefix("0 days "))
    if run.rate is not None:
        facts.append(f"{run.rate:,.1f} requests a second")
    return " · ".join(facts)


def _by_code(run: Outcomes) -> Section:
    lines = run.by_code
    left = len(lines) - _MOST_CODES
    more = (f"and {counted(left, 'rarer code')}",) if left > 0 else ()
    lines = lines.head(_MOST_CODES)
    return Section(
        "What came back",
        more,
        (
            TableColumn("Code", [_code(code) for code in lines["code"]]),
            TableColumn("Meaning", _texts(lines["meaning"])),
            _counts("Leads", lines["count"]),
            TableColumn("Share", [_percent(share) for share in lines["share"]], number=True),
            TableColumn("What to do", _texts(lines["action"])),
        ),
    )


def _confusion(run: Outcomes) -> Section:
    matrix = run.confusion
    codes = matrix.sum(axis="index").add(matrix.sum(axis="columns")).nlargest(_MOST_CODES).index.sort_values()
    actual = [code for code in codes if matrix[code].any()]
    expected = [code for code in codes if matrix.loc[code].any()]
    chosen = matrix.loc[expected, actual]
    heads = [TableColumn("Expected", [_code(code) for code in expected])]
    return Section(
        "Expected (down) against actual (across)",
        (),
        (*heads, *(_counts(_code(code), chosen[code]) for code in actual)),
    )


def _accuracy(run: Outcomes) -> Section:
    lines = run.accuracy.sort_values("actual", ascending=False, kind="stable").head(_MOST_CODES)
    shares = {"Precision": lines["precision"], "Recall": lines["recall"]}
    return Section(
        "How far the pre-flight was right",
        (),
        (
            TableColumn("Code", [_code(code) for code in lines.index]),
            _counts("Expected", lines["expected"]),
            _counts("Actual", lines["actual"]),
            _counts("Both", lines["both"]),
            *(TableColumn(head, [_percent(share) for share in cells], number=True) for head, cells in shares.items()),
        ),
    )


def _surprises(run: Outcomes) -> Section:
    lines = tuple(shown(str(pattern)) for pattern in run.patterns)
    return _leads("Surprises: expected to be accepted, yet refused", lines, run.surprise_codes, run)


def _false_alarms(run: Outcomes) -> Section:
    return _leads("False alarms: expected to be refused, yet accepted", (), run.alarm_codes, run)


def _leads(title: str, lines: tuple[str, ...], codes: pd.Series, run: Outcomes) -> Section:
    """Show leads by a code, given by position: how many, and the rows of the first."""
    chosen = codes.value_counts().head(_MOST_CODES)
    first = [codes.index[codes.eq(code)][:MAX_ROWS] for code in chosen.index.tolist()]
    labels = run.results.index
    if DQ_SOURCE in run.results.columns:
        labels = rows_of_files(labels, run.results[DQ_SOURCE])
    return Section(
        title,
        lines,
        (
            # Who was expected to be refused without a code is one whom the check held back.
            TableColumn("Code", [_code(code) if code else "none" for code in chosen.index]),
            TableColumn("Name", [ResultCode(int(code)).name if code else "held back" for code in chosen.index]),
            _counts("Leads", chosen),
            TableColumn("First rows", [_rows(labels[positions.to_numpy()]) for positions in first]),
        ),
    )


def _to_act_on(run: Outcomes) -> Section:
    frames = {
        "Retry": (run.retry, "not done: `resume` sends them, so send no list of them beside it"),
        "Fix": (run.fix, "correct, check and submit again"),
        "Hand over": (run.hand_over, "a person decides, or looks in the dialler; do not just send them again"),
    }
    if not any(len(frame) for frame, _ in frames.values()):
        return Section("Leads to act on")
    return Section(
        "Leads to act on",
        (),
        (
            TableColumn("List", list(frames)),
            TableColumn("Leads", [len(frame) for frame, _ in frames.values()], number=True),
            TableColumn("What to do", [words for _, words in frames.values()]),
        ),
    )


def _over_time(run: Outcomes) -> Section:
    steps = times.timeline(run.known_requests, _MOST_STEPS)
    days = {f"{at:%Y-%m-%d}" for at in steps.index}
    day, at_time = (f", {min(days)}", "%H:%M:%S") if len(days) == 1 else ("", "%Y-%m-%d %H:%M:%S")
    came = [name for name in times.RESULTS if steps[name].any()]
    return Section(
        f"Over time (UTC{day})",
        (),
        (
            TableColumn("From", [f"{at:{at_time}}" for at in steps.index]),
            *(_counts(name.replace("_", " ").capitalize(), steps[name]) for name in ("requests", *came)),
            TableColumn("A second", [f"{rate:,.1f}" for rate in steps["rate"]], number=True),
        ),
        compact=True,
    )


def _counts(head: str, values: pd.Series) -> TableColumn:
    return TableColumn(head, [int(value) for value in values], number=True)


def _texts(values: Iterable[str]) -> list[str]:
    return [shown(value) for value in values]


def _code(code: float) -> str:
    return "none" if pd.isna(code) else str(int(code))


def _percent(share: float) -> str:
    return "" if pd.isna(share) else percentage(share, 1)


def _rows(labels: pd.Index) -> str:
    return ", ".join(printable(row_label(label)[:MAX_HEADING]) for label in labels.to_flat_index())
