"""Where the outcomes of a run come from: a frame, a file of results, or a journal."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pandas as pd

from noojee_dq.analysis.journal_source import LeadSource, Source, journal_outcomes
from noojee_dq.analysis.outcomes import Outcomes
from noojee_dq.errors import JournalError, LeadsError
from noojee_dq.fields import DQ_EXPECTED_CODE, DQ_STATUS, ApiOutcome
from noojee_dq.journal.reader import is_sqlite, no_journal
from noojee_dq.large.large_report import LargeReport
from noojee_dq.leads import as_text, read_leads
from noojee_dq.leads.reading import read_returned
from noojee_dq.phones import guess_phone_columns
from noojee_dq.report.findings import Findings
from noojee_dq.report.results_table import results_table
from noojee_dq.words.arguments import path_of

#: Rows from which phone columns are guessed, where nobody names them.
_SAMPLE = 1000

_NO_EXPECTED = (
    "expected against actual: the results have no dq_expected_code, as they came from no check (in Python give report=)"
)
_ONLY_READY = "precision and recall of refusals: only leads that were expected to be accepted were sent"
_NO_TIMES = "duration and rate: the results have no api_sent_at"
_LAST_REQUESTS = "requests over time: results hold the last one of each lead; the run's journal holds all"
_NO_ATTEMPTS = "number of requests: the results have no api_attempts"


#: The pre-flight of leads: at once, or in parts.
CheckReport = Findings | LargeReport


def read_outcomes(results: Source, report: CheckReport | None, leads: LeadSource | None) -> Outcomes:
    """Read what became of the leads of a run.

    Args:
        results: what `submit` returned, a file of it, or a journal.
        report: the pre-flight of the same leads, where `results` does not say what was expected; of one in parts those
            that are ready.
        leads: the leads of a journal: a frame, a file, or several files.

    Returns:
        The outcomes.

    Raises:
        LeadsError: a file cannot be read or holds no results, or `report` or `leads` are of other leads.
        JournalError: the journal cannot be read, or holds no run.
    """
    if not isinstance(results, pd.DataFrame):
        path_of(results, "results, where they are no frame,", "results.xlsx")
    if not isinstance(results, pd.DataFrame) and is_sqlite(results):
        outcomes = journal_outcomes(Path(results), leads)
    elif leads is not None:
        if not isinstance(results, pd.DataFrame) and not Path(results).exists():
            raise JournalError(no_journal(Path(results)))
        raise LeadsError(
            "--leads (leads= in Python) goes with a journal alone: results hold their leads, so leave it out"
        )
    elif isinstance(results, pd.DataFrame):
        outcomes = _frame_outcomes(results, "")
    else:
        outcomes = _file_outcomes(Path(results))
    return _completed(outcomes, report)


def _file_outcomes(path: Path) -> Outcomes:
    try:
        return _frame_outcomes(_text_of(path), path.name)
    except LeadsError as error:
        raise LeadsError(f"{path.name}: {error}") from None


def _text_of(path: Path) -> pd.DataFrame:
    # Leads are read without the verdicts in their workbook, and those are wanted here.
    with suppress(LeadsError):
        return read_returned(path)
    return read_leads(path)


def _frame_outcomes(results: pd.DataFrame, source: str) -> Outcomes:
    table, gaps = results_table(results)
    return Outcomes(results, table, None, (), source or str(results.attrs.get("source", "")), tuple(gaps))


def _completed(outcomes: Outcomes, report: CheckReport | None) -> Outcomes:
    """Add what the report expected, the phone columns, and all that is then still not known."""
    table = outcomes.table
    if report is not None and table["expected"].isna().all():
        table = table.assign(**_verdicts_of(report, outcomes))
    phones = outcomes.phone_columns or (report.phone_columns if report is not None else _guessed(outcomes.own))
    gaps = outcomes.not_checked + _gaps(table, outcomes.request_log)
    return replace(outcomes, table=table, phone_columns=tuple(phones), not_checked=gaps)


def _gaps(table: pd.DataFrame, requests: pd.DataFrame | None) -> tuple[str, ...]:
    if table.empty:
        return ()
    gaps = {
        _NO_EXPECTED: table["expected"].isna().all(),
        _ONLY_READY: table["expected"].notna().any() and not table["expected"].gt(0).any(),
        _NO_ATTEMPTS: table["attempts"].isna().all(),
        _NO_TIMES: requests is None
        and table["sent_at"].isna().all()
        and not table["outcome"].eq(ApiOutcome.NOT_SENT).all(),
        _LAST_REQUESTS: requests is None and table["sent_at"].notna().any(),
    }
    return tuple(gap for gap, holds in gaps.items() if holds)


def _guessed(own: pd.DataFrame) -> list[str]:
    return guess_phone_columns(as_text(own.head(_SAMPLE)))


def _verdicts_of(report: CheckReport, outcomes: Outcomes) -> dict[str, pd.Series]:
    """Return what the report said of each lead, where it is sure which lead is which."""
    for part in _frames_of(report):
        for chosen in (_by_label(part, outcomes.results.index), part):
            if chosen is not None and _same_leads(chosen, outcomes.own):
                said = chosen.reset_index(drop=True)
                return {"expected": said[DQ_EXPECTED_CODE].astype("Int64"), "status": said[DQ_STATUS]}
    raise LeadsError("report= is of other leads than the results: give the report whose leads were submitted")


def _frames_of(report: CheckReport) -> Iterator[pd.DataFrame]:
    """Return the leads of a report that may have been submitted."""
    if isinstance(report, LargeReport):
        yield report.ready_leads()
        return
    yield report.annotated
    yield report.ready


def _by_label(part: pd.DataFrame, labels: pd.Index) -> pd.DataFrame | None:
    if not part.index.is_unique or part.index.nlevels != labels.nlevels:
        return None
    places = part.index.get_indexer(labels)
    return None if (places < 0).any() else part.iloc[places]


def _same_leads(part: pd.DataFrame, own: pd.DataFrame) -> bool:
    """Say whether rows are those of the results, going by all columns that both have; by labels where none is."""
    if len(part) != len(own):
        return False
    text = as_text(own)
    shared = [heading for heading in text.columns if heading in part.columns.astype("str")]
    if not shared:
        return part.index.equals(own.index)
    before = as_text(part.set_axis(part.columns.astype("str"), axis="columns")[shared])
    return all(before[heading].array.equals(text[heading].array) for heading in shared)
