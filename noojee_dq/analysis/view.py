"""An analysis as people read it: its texts, masked and cut, in sections that every form shows in the same order."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from noojee_dq.analysis import timeline as times
from noojee_dq.codes import ResultCode
from noojee_dq.report.overview import MAX_HEADING, MAX_ROWS, label_text, printable, shown
from noojee_dq.report.verdict import count
from noojee_dq.submit.summary import WORDS

if TYPE_CHECKING:
    from noojee_dq.analysis.analysis import Analysis

#: Codes in a table, and steps in a timeline, that are shown.
_MOST_CODES = 15
_MOST_STEPS = 12

#: Colour in the bar -> outcomes that it counts.
_BAR = {
    "ready": ("accepted", "accepted_inferred"),
    "drop": ("rejected", "conflict"),
    "review": ("unknown",),
    "fix": ("not_sent",),
}


class Column(NamedTuple):
    """A column of a table: whole numbers, or text."""

    head: str
    cells: list[str] | list[int]
    number: bool = False


@dataclass(frozen=True)
class Section:
    """A heading, sentences, and a table; either may be empty."""

    title: str
    lines: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()

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


def view(analysis: "Analysis") -> View:
    """Gather what the readable forms show.

    Args:
        analysis: of a run.

    Returns:
        The texts; each renderer escapes them for its own format.

    Example:
        >>> import noojee_dq as nj
        >>> results = pd.DataFrame({"api_code": [105], "api_outcome": ["rejected"], "api_action": ["drop"]})
        >>> view(nj.analyse(results)).verdict
        '1 lead: 1 refused.'
    """
    outcomes = analysis.outcomes
    words = [f"{outcomes[name]:,} {word}" for name, word in WORDS.items() if name in outcomes]
    sections = (
        Section("What to do next", lines=tuple(analysis.suggestions)),
        _by_code(analysis),
        _confusion(analysis),
        _accuracy(analysis),
        _surprises(analysis),
        _false_alarms(analysis),
        _to_act_on(analysis),
        _over_time(analysis),
        Section("Not known", lines=tuple(map(shown, analysis.not_checked))),
    )
    return View(
        source=shown(analysis.answers.source or "a data frame"),
        verdict=f"{count(len(analysis.answers.table), 'lead')}: {'; '.join(words)}." if words else "There is no lead.",
        facts=_facts(analysis),
        bar={name: sum(outcomes.get(one, 0) for one in which) for name, which in _BAR.items()},
        sections=tuple(section for section in sections if section.lines or section.rows),
    )


def _facts(analysis: "Analysis") -> str:
    facts = [] if analysis.requests is None else [count(analysis.requests, "request")]
    if analysis.duration is not None:
        facts.append(f"{analysis.duration.ceil('s')}".removeprefix("0 days "))
    if analysis.rate is not None:
        facts.append(f"{analysis.rate:,.1f} requests a second")
    return " · ".join(facts)


def _by_code(analysis: "Analysis") -> Section:
    lines = analysis.by_code
    left = len(lines) - _MOST_CODES
    more = (f"and {count(left, 'rarer code')}",) if left > 0 else ()
    lines = lines.head(_MOST_CODES)
    return Section(
        "What came back",
        more,
        (
            Column("Code", [_code(code) for code in lines["code"]]),
            Column("Meaning", _texts(lines["meaning"])),
            _counts("Leads", lines["count"]),
            Column("Share", [_percent(share) for share in lines["share"]], number=True),
            Column("What to do", _texts(lines["action"])),
        ),
    )


def _confusion(analysis: "Analysis") -> Section:
    matrix = analysis.confusion
    codes = matrix.sum(axis="index").add(matrix.sum(axis="columns")).nlargest(_MOST_CODES).index.sort_values()
    actual = [code for code in codes if matrix[code].any()]
    expected = [code for code in codes if matrix.loc[code].any()]
    chosen = matrix.loc[expected, actual]
    heads = [Column("Expected", [_code(code) for code in expected])]
    return Section(
        "Expected (down) against actual (across)",
        (),
        (*heads, *(_counts(_code(code), chosen[code]) for code in actual)),
    )


def _accuracy(analysis: "Analysis") -> Section:
    lines = analysis.accuracy.sort_values("actual", ascending=False, kind="stable").head(_MOST_CODES)
    shares = {"Precision": lines["precision"], "Recall": lines["recall"]}
    return Section(
        "How far the pre-flight was right",
        (),
        (
            Column("Code", [_code(code) for code in lines.index]),
            _counts("Expected", lines["expected"]),
            _counts("Actual", lines["actual"]),
            _counts("Both", lines["both"]),
            *(Column(head, [_percent(share) for share in cells], number=True) for head, cells in shares.items()),
        ),
    )


def _surprises(analysis: "Analysis") -> Section:
    lines = tuple(shown(str(pattern)) for pattern in analysis.patterns)
    return _leads("Surprises: expected to be accepted, yet refused", lines, analysis.surprise_codes, analysis)


def _false_alarms(analysis: "Analysis") -> Section:
    return _leads("False alarms: expected to be refused, yet accepted", (), analysis.alarm_codes, analysis)


def _leads(title: str, lines: tuple[str, ...], codes: pd.Series, analysis: "Analysis") -> Section:
    """Leads by a code, given by position: how many, and the rows of the first."""
    chosen = codes.value_counts().head(_MOST_CODES)
    first = [codes.index[codes.eq(code)][:MAX_ROWS] for code in chosen.index.tolist()]
    labels = analysis.answers.results.index
    return Section(
        title,
        lines,
        (
            Column("Code", [_code(code) for code in chosen.index]),
            Column("Name", [ResultCode(int(code)).name for code in chosen.index]),
            _counts("Leads", chosen),
            Column("First rows", [_rows(labels[positions.to_numpy()]) for positions in first]),
        ),
    )


def _to_act_on(analysis: "Analysis") -> Section:
    frames = {
        "Retry": (analysis.retry, "send again: they were not done"),
        "Fix": (analysis.fix, "correct, check and submit again"),
        "Hand over": (analysis.hand_over, "a person decides, or looks in the dialler; do not just send them again"),
    }
    if not any(len(frame) for frame, _ in frames.values()):
        return Section("Leads to act on")
    return Section(
        "Leads to act on",
        (),
        (
            Column("List", list(frames)),
            Column("Leads", [len(frame) for frame, _ in frames.values()], number=True),
            Column("What to do", [words for _, words in frames.values()]),
        ),
    )


def _over_time(analysis: "Analysis") -> Section:
    steps = times.timeline(analysis.known_requests, _MOST_STEPS)
    return Section(
        "Over time (UTC)",
        (),
        (
            Column("From", [f"{at:%Y-%m-%d %H:%M:%S}" for at in steps.index]),
            *(_counts(name.replace("_", " ").capitalize(), steps[name]) for name in ("requests", *times.RESULTS)),
            Column("A second", [f"{rate:,.1f}" for rate in steps["rate"]], number=True),
        ),
    )


def _counts(head: str, values: pd.Series) -> Column:
    return Column(head, [int(value) for value in values], number=True)


def _texts(values: Iterable[str]) -> list[str]:
    return [shown(value) for value in values]


def _code(code: float) -> str:
    return "none" if pd.isna(code) else str(int(code))


def _percent(share: float) -> str:
    return "" if pd.isna(share) else f"{100 * share:.1f} %"


def _rows(labels: pd.Index) -> str:
    return ", ".join(printable(label_text(label)[:MAX_HEADING]) for label in labels.to_flat_index())
