"""An analysis as JSON: counts, codes and texts of ours; of leads only masked patterns."""

import json
from datetime import datetime
from typing import Any

import pandas as pd
from pydantic import AwareDatetime, NonNegativeInt

from noojee_dq.analysis.outcomes import Outcomes
from noojee_dq.lists import moment
from noojee_dq.sending.documents import OutcomeCounts
from noojee_dq.sending.render_json import by_code, outcome_counts
from noojee_dq.show.document import ByCode, Document, JsonPart, written
from noojee_dq.words.masking import mask_message, mask_text


class AnalysedCounts(OutcomeCounts):
    """Leads by what became of them, and by what to do next."""

    in_flight: NonNegativeInt
    """Their calls are under way: the run is being sent at this moment."""
    retry: NonNegativeInt
    fix: NonNegativeInt
    hand_over: NonNegativeInt


class AnalysedRun(JsonPart):
    """How the run went."""

    sending: bool
    """Whether a process is sending it right now."""
    requests: NonNegativeInt | None
    """Repeated ones included; null = not known."""
    duration_seconds: float | None
    rate: float | None
    """Requests a second."""


class CodeLine(JsonPart):
    """Leads for which a code came back last."""

    code: int | None
    """Null = none came: not sent, or in doubt."""
    result: str
    meaning: str
    leads: NonNegativeInt
    share: float
    """Of all leads, 0 to 1."""
    action: str
    """All that these leads ask for."""


class ConfusionLine(JsonPart):
    """Leads with an expected and an actual code."""

    expected: int
    actual: int
    leads: NonNegativeInt


class AccuracyLine(JsonPart):
    """How right the pre-flight was about a code."""

    code: int
    result: str
    expected: NonNegativeInt
    actual: NonNegativeInt
    both: NonNegativeInt
    precision: float | None
    recall: float | None


class PatternLine(JsonPart):
    """What surprises share, and other leads do not."""

    code: int
    column: str
    kind: str
    value: str
    leads: NonNegativeInt
    of: NonNegativeInt
    share_of_others: float
    text: str


class Surprises(JsonPart):
    """Leads that were expected to be accepted, and were refused."""

    leads: NonNegativeInt
    patterns: list[PatternLine]


class FalseAlarms(JsonPart):
    """Leads that were expected to be refused, and were accepted."""

    leads: NonNegativeInt


class TimelineLine(JsonPart):
    """Requests of a stretch of time, by what they came to."""

    at: AwareDatetime
    requests: NonNegativeInt
    accepted: NonNegativeInt
    refused: NonNegativeInt
    in_doubt: NonNegativeInt
    not_done: NonNegativeInt
    rate: float


class AnalysisDocument(Document):
    """What `analyse` says."""

    source: str
    """Name of the file; empty = a frame."""
    run: AnalysedRun
    counts: AnalysedCounts
    by_code: ByCode
    """Leads by the code that came back last."""
    codes: list[CodeLine]
    confusion: list[ConfusionLine]
    accuracy: list[AccuracyLine]
    surprises: Surprises
    false_alarms: FalseAlarms
    timeline: list[TimelineLine]
    suggestions: list[str]
    """What to do next."""
    not_known: list[str]
    """What is not known of the run, and why."""


def render_json(run: Outcomes, *, now: datetime | None = None) -> str:
    """Write the analysis as JSON.

    Args:
        run: what became of each lead.
        now: the moment that it names, with its zone; None = now.

    Returns:
        One object, an `AnalysisDocument`.

    Example:
        >>> import noojee_dq as nj
        >>> results = pd.DataFrame({"api_code": [105], "api_outcome": ["rejected"], "api_action": ["drop"]})
        >>> json.loads(render_json(nj.analyse(results)))["by_code"]
        {'105': 1}
    """
    document = AnalysisDocument(
        checked_at=moment(now),
        ok=not (run.exit_code or len(run.retry) or run.in_flight or len(run.hand_over)),
        exit_code=run.exit_code,
        source=mask_message(run.source),
        run=_run(run),
        counts=_counts(run),
        by_code=by_code(run.table["code"]),
        codes=[CodeLine(**line) for line in _lines(run.by_code.rename(columns={"count": "leads"}))],
        confusion=_confusion(run.confusion),
        accuracy=[AccuracyLine(**line) for line in _lines(run.accuracy.reset_index())],
        surprises=Surprises(
            leads=len(run.surprises),
            patterns=[PatternLine(**one._asdict(), text=str(one)) for one in run.patterns],
        ),
        false_alarms=FalseAlarms(leads=len(run.false_alarms)),
        timeline=[TimelineLine(**line) for line in _lines(run.timeline.reset_index())],
        suggestions=run.suggestions,
        not_known=[mask_text(gap) for gap in run.not_checked],
    )
    return written(document)


def _run(run: Outcomes) -> AnalysedRun:
    duration = run.duration
    seconds = None if duration is None else duration.total_seconds()
    return AnalysedRun(sending=run.sending, requests=run.requests, duration_seconds=seconds, rate=run.rate)


def _counts(run: Outcomes) -> AnalysedCounts:
    todo = {"retry": len(run.retry), "fix": len(run.fix), "hand_over": len(run.hand_over)}
    return AnalysedCounts(**outcome_counts(run.table["outcome"]), in_flight=run.in_flight, **todo)


def _lines(table: pd.DataFrame) -> list[dict[str, Any]]:
    # A few lines, whatever the number of leads.
    lines: list[dict[str, Any]] = json.loads(table.to_json(orient="records", date_format="iso", date_unit="ms"))
    return lines


def _confusion(matrix: pd.DataFrame) -> list[ConfusionLine]:
    """List the cells that are not 0."""
    cells = matrix.reset_index().melt(id_vars="expected", value_name="leads")
    return [ConfusionLine(**line) for line in _lines(cells[cells["leads"] > 0])]
