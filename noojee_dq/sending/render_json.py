"""What a run came to, or would come to, as JSON for programs."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from noojee_dq.campaign import Campaign
from noojee_dq.fields import API_CODE, API_OUTCOME, ApiOutcome
from noojee_dq.journal.format import Run, State
from noojee_dq.sending.results import is_of_run, whole_run
from noojee_dq.words.masking import mask_message

_SCHEMA_VERSION = 1


def results_json(results: pd.DataFrame, *, behind: int = 0, exit_code: int) -> str:
    """Write what a run came to.

    Args:
        results: what `submit` or `resume` returned.
        behind: leads of the file that were not ready to be sent.
        exit_code: of the command.

    Returns:
        One object: `schema_version, run, counts, by_code, exit_code`; no lead's values. `run` says whether
        `nothing_now` was sent, as nothing was left that could be. Of the `leads` of the run as many are `left` to be
        sent, as many `withheld`, since they are on a do-not-call list, and as many left out as they were
        `sent_elsewhere`: by another run; `behind` are those of the file that are not ready, or no part of the run.

    Example:
        >>> results = pd.DataFrame({"api_outcome": ["accepted"], "api_code": [0], "api_run": ["r1"]})
        >>> results.attrs["run"] = {
        ...     "id": "r1", "journal": "run.sqlite", "stopped": None, "left": 0, "withheld": 0, "sent_elsewhere": 0,
        ...     "absent": [], "notes": [], "nothing_now": False,
        ... }
        >>> json.loads(results_json(results, exit_code=0))["counts"]
        {'leads': 1, 'left': 0, 'withheld': 0, 'sent_elsewhere': 0, 'behind': 0, 'accepted': 1}
    """
    run = results.attrs["run"]
    stopped = run["stopped"] and mask_message(run["stopped"])
    behind += int((~is_of_run(results)).sum())
    results = whole_run(results)
    outcomes = results[API_OUTCOME].value_counts()
    counts = {"leads": len(results)} | {name: run[name] for name in ("left", "withheld", "sent_elsewhere")}
    counts["behind"] = behind
    counts |= {outcome.value: int(outcomes[outcome]) for outcome in ApiOutcome if outcome in outcomes}
    head = {"id": run["id"], "journal": run["journal"], "stopped": stopped, "notes": run["notes"]}
    head["nothing_now"] = run["nothing_now"]
    return _written(run=head, counts=counts, by_code=_by_code(results[API_CODE]), exit_code=exit_code)


def plan_json(planned: pd.DataFrame, campaign: Campaign, *, behind: int = 0, exit_code: int) -> str:
    """Write what a run would do.

    Args:
        planned: what a dry run of `submit` returned.
        campaign: where the leads would go.
        behind: leads of the file that were not chosen to be sent.
        exit_code: of the command.

    Returns:
        One object: `schema_version, dry_run, url, problem, notes, plain_cells, counts, exit_code`; `counts` as in
        `results_json`, and `plain_cells` the phone cells that go as plain digits, which the file has in another form.
    """
    told = planned.attrs["planned"]
    counts = {name: told[name] for name in ("leads", "to_be_sent", "withheld", "sent_elsewhere")}
    counts["behind"] = behind + told["no_part_of_run"]
    head = {"dry_run": True, "url": campaign.url, "problem": planned.attrs["obstacle"], "notes": told["notes"]}
    head["plain_cells"] = told["plain_cells"]
    return _written(**head, counts=counts, exit_code=exit_code)


def nothing_json(campaign: Campaign, *, dry_run: bool, behind: int, exit_code: int) -> str:
    """Write that nothing was sent, or would be, as no lead is ready: in the form of a run, or of a dry run.

    Example:
        >>> json.loads(nothing_json(Campaign(), dry_run=True, behind=3, exit_code=1))["counts"]
        {'leads': 0, 'to_be_sent': 0, 'withheld': 0, 'sent_elsewhere': 0, 'behind': 3}
    """
    if dry_run:
        counts = {"leads": 0, "to_be_sent": 0, "withheld": 0, "sent_elsewhere": 0, "behind": behind}
        return _written(dry_run=True, url=campaign.url, problem=None, notes=[], counts=counts, exit_code=exit_code)
    counts = {"leads": 0, "left": 0, "withheld": 0, "sent_elsewhere": 0, "behind": behind}
    return _written(run=None, counts=counts, by_code={}, exit_code=exit_code)


def status_json(
    path: Path, run: Run, rows: pd.DataFrame, *, sending: bool, left: int, notes: Sequence[str] = ()
) -> str:
    """Write what became of the leads of a run.

    Args:
        path: its journal.
        run: what is sent where.
        rows: the journal's rows.
        sending: whether a process is sending it.
        left: how many rows are still to be sent.
        notes: on other runs that have leads in them.

    Returns:
        One object: `schema_version, run, counts, by_code, exit_code`; `counts` is by the states of the journal.
    """
    states = rows["state"].value_counts()
    counts = {"leads": len(rows), "left": left}
    counts |= {state.value: int(states[state]) for state in State if state in states}
    head = {
        "id": run.id,
        "journal": str(path),
        "path": run.path,
        "operation": run.operation,
        "url": run.settings.url,
        "started_at": datetime.fromtimestamp(run.started_at, UTC).isoformat(timespec="seconds"),
        "sending": sending,
        "notes": list(notes),
    }
    return _written(run=head, counts=counts, by_code=_by_code(rows["code"]), exit_code=0)


def _by_code(codes: pd.Series) -> dict[str, int]:
    counts = codes.dropna().astype(int).value_counts().sort_index()
    return {str(code): int(leads) for code, leads in counts.items()}


def _written(**document: Any) -> str:
    return json.dumps({"schema_version": _SCHEMA_VERSION, **document}, ensure_ascii=False)
