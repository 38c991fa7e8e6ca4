"""`check`: the API's verdict on every lead, before anything is sent."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import get_args

import pandas as pd

from noojee_dq.batch.batch import Batch, Keep
from noojee_dq.batch.column_proposals import column_proposals
from noojee_dq.batch.pbx_ids import PbxIds
from noojee_dq.batch.zero_habits import zero_counts
from noojee_dq.campaign import Campaign
from noojee_dq.checks.catalogue import CHECKS
from noojee_dq.checks.coverage import checks_applied, leads_checked
from noojee_dq.checks.evaluate import evaluate, not_checked
from noojee_dq.checks.failures import findings_of
from noojee_dq.checks.phones import require_phone_fields
from noojee_dq.errors import CampaignError
from noojee_dq.fields import DQ_COLUMNS, OPERATIONS, TOLD, Operation
from noojee_dq.lists import KnownLeads, NumberList, moment, read_lists
from noojee_dq.report.report import Report
from noojee_dq.returned_runs import returned_runs
from noojee_dq.words.arguments import kind_shown, refuse_no_frame, refuse_unknown
from noojee_dq.words.counts import counted
from noojee_dq.words.log import log


def check(
    leads: pd.DataFrame,
    campaign: Campaign,
    *,
    operation: Operation = "insert",
    known: KnownLeads | None = None,
    dnc: NumberList | None = None,
    allow: NumberList | None = None,
    keep: Keep = "first",
    now: datetime | None = None,
    pbx_ids: PbxIds | None = None,
    accept_empty_lists: bool = False,
    accept_partial_lists: bool = False,
) -> Report:
    """Say what the Noojee lead API would answer to each lead. Nothing is sent.

    Args:
        leads: one lead per row; any index, columns of any dtype. The frame is not changed.
        campaign: what the campaign expects.
        operation: "insert" or "update".
        known: the leads that the campaign already holds: a frame, the path of a lead file, or the journal of an
            earlier run, whose accepted leads are found by their salted hashes (which can be undone by trying all
            phone numbers, so only the owner can read a journal), and of an insert those too that it has sent just as
            they are, where the campaign takes a number twice; or several of these. Those of the campaign come on top,
            and the journal of the run that stands in the leads' own `api_run`, if it is beside their file or in the
            working folder.
        dnc: numbers not to be called: a frame or file with the column `Phone` and, optionally, `Expires`, a Series or
            list of numbers, or several of these. Those of the campaign come on top.
        allow: numbers that may be called although they are on the do-not-call list, likewise.
        keep: "first" or "last": which of several leads that share a number or an id survives.
        now: the moment against which callbacks and do-not-call entries are judged, with its zone; None = now.
        pbx_ids: what the PBX says of the campaign's ids, from `noojee_dq.client.ping`; None = it was not asked.
        accept_empty_lists: take a list that holds nothing; else it is an error, as nobody on it would be found.
        accept_partial_lists: take a list although some entries of it cannot be read; else no lead is ready.

    Returns:
        The findings and all that follows from them.

    Raises:
        CampaignError: the campaign names no phone fields (`noojee_dq.guess_phone_columns` finds them), or an option or
            a reference list is wrong.
        LeadsError: the headings of the frame are ambiguous, or a reference file cannot be read.
        CheckCrashedError: a check itself failed; there is no verdict.

    Example:
        >>> leads = pd.DataFrame({"Phone": ["0491 570 006", "0491570006", "9234 1234"]})
        >>> report = check(leads, Campaign(phone_fields=["Phone"]))
        >>> report.annotated[["dq_status", "dq_expected_code"]]
          dq_status  dq_expected_code
        0     ready                 0
        1      drop               105
        2       fix                 0
    """
    refuse_no_frame(leads)
    refuse_unknown("operation", operation, OPERATIONS)
    refuse_unknown("keep", keep, get_args(Keep))
    require_phone_fields(campaign)
    judged_at = moment(now)
    came_back = returned_runs(leads, campaign, operation, known)
    lists = read_lists(
        came_back.beside(known),
        dnc,
        campaign,
        judged_at,
        allow=allow,
        accept_empty=accept_empty_lists,
        accept_partial=accept_partial_lists,
    )
    refuse_unheard(pbx_ids)
    # The journal of a run says only of given leads whether they were accepted: it is asked again for repaired ones.
    batch_of = partial(lists.batch, campaign=campaign, operation=operation, keep=keep, now=judged_at, pbx_ids=pbx_ids)
    report = _report(batch_of(leads), batch_of, lists.told, came_back.notes)
    found = counted(len(report.findings), "finding")
    log(f"checked {counted(len(leads), 'lead')} of {report.source or 'a frame'} for {operation}: {found}")
    return report


def _report(
    batch: Batch, batch_of: Callable[[pd.DataFrame], Batch], told: frozenset[str], of_runs: Sequence[str]
) -> Report:
    failed = evaluate(batch)
    findings, positions = findings_of(batch, failed)
    leads = batch.leads
    checked = leads.copy(deep=False)
    checked.attrs[TOLD] = sorted(told)
    return Report(
        leads=checked,
        findings=findings,
        positions=positions,
        operation=batch.operation,
        not_checked=not_checked(batch),
        phone_columns=tuple(batch.phone_headings),
        checked_at=batch.now,
        source=str(leads.attrs.get("source", "")),
        notes=(
            *of_runs,
            *batch.campaign.guesses,
            *proposed_columns(batch),
            *replaced_columns(batch.leads.columns),
            *leads.attrs.get("notes", ()),
            *confirmed_ids(batch),
            *_habits(batch),
        ),
        campaign=batch.campaign,
        batch_of=batch_of,
        applied=checks_applied(batch, leads_checked(batch, failed)),
    )


def replaced_columns(headings: Iterable[str]) -> list[str]:
    """Say which columns of the leads the verdicts of this check stand in the place of."""
    replaced = [f'"{name}"' for name in headings if name in DQ_COLUMNS]
    if not replaced:
        return []
    which = f"column {replaced[0]} is" if len(replaced) == 1 else f"columns {', '.join(replaced)} are"
    return [f"{which} replaced by what this check says; if you need what was there, give it another heading"]


def _habits(batch: Batch) -> list[str]:
    """Say in which columns all numbers are written without their leading zero."""
    counts = [count for heading in batch.phone_headings for count in zero_counts(batch, heading)]
    return [str(count) for count in counts if count.is_habit]


def confirmed_ids(batch: Batch) -> list[str]:
    """Say which of the campaign's ids the PBX knows, if it was asked."""
    return [f"confirmed on the PBX: {batch.pbx_ids.confirmed}"] if batch.pbx_ids and batch.pbx_ids.found else []


def proposed_columns(batch: Batch) -> list[str]:
    """Say which columns seem to be fields of the API under other names."""
    return [proposal.note for proposal in column_proposals(batch.text, batch.campaign, batch.operation)]


def refuse_unheard(pbx_ids: PbxIds | None) -> None:
    """Refuse what the PBX says of an id where no check would pass it on.

    Args:
        pbx_ids: what it says; None = it was not asked.

    Raises:
        CampaignError: no check does, or it is something else.
    """
    if not isinstance(pbx_ids, PbxIds | None):
        raise CampaignError(f"pbx_ids must be what noojee_dq.client.ping returned, not {kind_shown(pbx_ids)}")
    codes = {check.code for check in CHECKS if check.problems is not None}
    for problem in pbx_ids.problems if pbx_ids else ():
        if problem.code not in codes:
            raise CampaignError(f"the PBX refuses the campaign with {problem.code.value}: {problem.message}")
