"""What a run came to, or would come to, as JSON for programs."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from noojee_dq.campaign import Campaign
from noojee_dq.fields import API_ACTION, API_CODE, API_OUTCOME, DQ_SOURCE, ApiOutcome
from noojee_dq.journal.format import Run, State
from noojee_dq.sending.documents import (
    PlanCounts,
    PlanDocument,
    RunCounts,
    RunDocument,
    RunFacts,
    SentLine,
    StateCounts,
    StatusDocument,
    StatusFacts,
)
from noojee_dq.sending.results import annotated, is_of_run, whole_run
from noojee_dq.sending.start import has_row_numbers
from noojee_dq.sending.summary import exit_code as exit_code_of
from noojee_dq.show.document import CampaignUsed, written
from noojee_dq.show.json_lines import json_lines, json_list, json_numbers, json_rows, json_texts
from noojee_dq.words.for_people import for_shell
from noojee_dq.words.masking import mask_message
from noojee_dq.words.rows import rows_of_files

#: From here on an exit code means that a command could not do what it should.
_FAILED = 2


def results_json(
    results: pd.DataFrame,
    *,
    behind: int = 0,
    exit_code: int,
    error: str = "",
    at: datetime,
    rows: bool = False,
    used: CampaignUsed | None = None,
    notes: Sequence[str] = (),
) -> str:
    """Write what a run came to.

    Args:
        results: what `submit` or `resume` returned.
        behind: leads of the file that were not ready to be sent.
        exit_code: of the command.
        error: why it failed, where that is not why the run stopped.
        at: when, with its zone.
        rows: name every lead with what became of it.
        used: the campaign file; None = the settings are those of the journal.
        notes: on leads of the file that were not given to the run.

    Returns:
        One object, a `RunDocument`; no lead's values.

    Example:
        >>> import json
        >>> results = pd.DataFrame({"api_outcome": ["accepted"], "api_code": [0], "api_run": ["r1"]})
        >>> results.attrs["run"] = {
        ...     "id": "r1", "journal": "run.sqlite", "stopped": None, "left": 0, "withheld": 0, "sent_elsewhere": 0,
        ...     "absent": [], "notes": [], "nothing_now": False,
        ... }
        >>> json.loads(results_json(results, exit_code=0, at=datetime(2026, 3, 4, tzinfo=UTC)))["counts"]["accepted"]
        1
    """
    run = results.attrs["run"]
    stopped = run["stopped"] and mask_message(for_shell(run["stopped"]))
    behind += int((~is_of_run(results)).sum())
    results = whole_run(results)
    told = {name: run[name] for name in ("left", "withheld", "sent_elsewhere")}
    document = RunDocument(
        checked_at=at,
        ok=not (exit_code or run["left"] or behind),
        exit_code=exit_code,
        campaign=used,
        error=mask_message(for_shell(error)) or (stopped if exit_code >= _FAILED else None),
        run=RunFacts(id=run["id"], journal=run["journal"], stopped=stopped, nothing_now=run["nothing_now"]),
        counts=RunCounts(**outcome_counts(results[API_OUTCOME]), **told, behind=behind),
        by_code=by_code(results[API_CODE]),
        notes=[*notes, *run["notes"]],
        rows=None,
    )
    return written(document, **_rows(results, rows))


def plan_json(
    planned: pd.DataFrame,
    campaign: Campaign,
    *,
    behind: int = 0,
    exit_code: int,
    at: datetime,
    rows: bool = False,
    used: CampaignUsed,
    notes: Sequence[str] = (),
) -> str:
    """Write what a run would do.

    Args:
        planned: what a dry run of `submit` returned.
        campaign: where the leads would go.
        behind: leads of the file that were not chosen to be sent.
        exit_code: of the command.
        at: when, with its zone.
        rows: name every lead with what is known of it.
        used: the campaign file.
        notes: on leads of the file that were not given to the run.

    Returns:
        One object, a `PlanDocument`.
    """
    told, obstacle = planned.attrs["planned"], planned.attrs["obstacle"]
    behind += told["no_part_of_run"]
    counts = {name: told[name] for name in ("leads", "to_be_sent", "withheld", "sent_elsewhere")}
    document = PlanDocument(
        checked_at=at,
        ok=obstacle is None and not behind,
        exit_code=exit_code,
        campaign=used,
        error=obstacle and for_shell(obstacle),
        url=campaign.url,
        counts=PlanCounts(**counts, behind=behind),
        plain_cells=told["plain_cells"],
        notes=[*notes, *told["notes"]],
        rows=None,
    )
    return written(document, **_rows(planned, rows))


def nothing_json(
    campaign: Campaign,
    *,
    dry_run: bool,
    behind: int,
    exit_code: int,
    at: datetime,
    rows: bool = False,
    used: CampaignUsed,
    notes: Sequence[str] = (),
) -> str:
    """Write that nothing was sent, or would be, as no lead is ready: in the form of a run, or of a dry run.

    Example:
        >>> import json
        >>> moment = datetime(2026, 3, 4, tzinfo=UTC)
        >>> used = CampaignUsed(path=None, found=None)
        >>> json.loads(nothing_json(Campaign(), dry_run=True, behind=3, exit_code=1, at=moment, used=used))["counts"]
        {'leads': 0, 'to_be_sent': 0, 'withheld': 0, 'sent_elsewhere': 0, 'behind': 3}
    """
    head = {"checked_at": at, "ok": not (exit_code or behind), "exit_code": exit_code, "campaign": used}
    head["notes"] = list(notes)
    head["rows"] = [] if rows else None
    if dry_run:
        counts = PlanCounts(leads=0, to_be_sent=0, withheld=0, sent_elsewhere=0, behind=behind)
        return written(PlanDocument(**head, url=campaign.url, counts=counts, plain_cells=0))
    of_run = outcome_counts(pd.Series([], dtype="str"))
    none_sent = RunCounts(**of_run, left=0, withheld=0, sent_elsewhere=0, behind=behind)
    return written(RunDocument(**head, run=None, counts=none_sent, by_code={}))


def status_json(
    path: Path, run: Run, rows: pd.DataFrame, *, sending: bool, left: int, notes: Sequence[str] = (), at: datetime
) -> str:
    """Write what became of the leads of a run.

    Args:
        path: its journal.
        run: what is sent where.
        rows: the journal's rows.
        sending: whether a process is sending it.
        left: how many rows are still to be sent.
        notes: on other runs that have leads in them.
        at: when, with its zone.

    Returns:
        One object, a `StatusDocument`.
    """
    states = rows["state"].value_counts()
    of_state = {state.value: int(states.get(state, 0)) for state in State}
    answers = annotated(pd.DataFrame(index=rows.index), rows, run.id)
    document = StatusDocument(
        checked_at=at,
        ok=not (left or exit_code_of(answers)),
        exit_code=0,
        run=StatusFacts(
            id=run.id,
            journal=str(path),
            path=run.path,
            operation=run.operation,
            url=run.settings.url,
            started_at=datetime.fromtimestamp(int(run.started_at), UTC),
            sending=sending,
        ),
        counts=StateCounts(leads=len(rows), left=left, **of_state),
        by_code=by_code(rows["code"]),
        notes=list(notes),
    )
    return written(document)


def outcome_counts(outcomes: pd.Series) -> dict[str, int]:
    """Count leads by outcome, and all of them.

    Args:
        outcomes: `api_outcome` of each lead.

    Example:
        >>> outcome_counts(pd.Series(["accepted", "accepted"]))["accepted"]
        2
    """
    counts = outcomes.value_counts()
    return {"leads": len(outcomes)} | {outcome.value: int(counts.get(outcome, 0)) for outcome in ApiOutcome}


def by_code(codes: pd.Series) -> dict[str, int]:
    """Count leads by code, as documents have it; those without one are left out.

    Args:
        codes: of each lead.

    Example:
        >>> by_code(pd.Series([105, None, 0, 105]))
        {'0': 1, '105': 2}
    """
    counts = codes.dropna().astype(int).value_counts().sort_index()
    return {str(code): int(leads) for code, leads in counts.items()}


def _rows(results: pd.DataFrame, wanted: bool) -> dict[str, str]:
    """Return the list of leads, where it is wanted, as `written` takes it."""
    if not wanted:
        return {}
    columns = {
        "row": json_rows(_labels(results)),
        "outcome": json_texts(results[API_OUTCOME]),
        "code": json_numbers(results[API_CODE]),
        "action": json_texts(results[API_ACTION]),
    }
    return {"rows": json_list(json_lines(SentLine, columns))}


def _labels(results: pd.DataFrame) -> pd.Index:
    """Return what leads are called: by the labels they were given under, and by their files where these are several."""
    if DQ_SOURCE in results.columns and has_row_numbers(results):
        return rows_of_files(results.index, results[DQ_SOURCE])
    return results.index.to_flat_index()
