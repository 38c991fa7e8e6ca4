"""`repair`: the fixes, one after the other, with every change logged."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import get_args

import pandas as pd

from noojee_dq.arrow.columns import Positions
from noojee_dq.batch.batch import Batch, Keep
from noojee_dq.batch.reference import CORRECT_ENTRIES
from noojee_dq.campaign import Campaign, refuse_no_campaign
from noojee_dq.errors import CampaignError
from noojee_dq.fields import OPERATIONS, Operation
from noojee_dq.lists import KnownLeads, Lists, NumberList, moment, read_lists
from noojee_dq.repairs.catalogue import FIXES
from noojee_dq.repairs.fix import Fix
from noojee_dq.repairs.frames import log, with_changes, with_labels
from noojee_dq.repairs.readings import readings
from noojee_dq.repairs.rounds import Made, make_fixes
from noojee_dq.repairs.view import render_repaired
from noojee_dq.words.arguments import kind_shown, refuse_no_frame, refuse_unknown
from noojee_dq.words.counts import counted
from noojee_dq.words.rows import lead_labels
from noojee_dq.words.suggest import did_you_mean


@dataclass(frozen=True, eq=False)
class Repaired:
    """What `repair` made of leads.

    Args:
        leads: the leads under the caller's index, in the caller's order; columns without a change are as they were.
        changes: one line for each change of a cell, in file order: `row` (index label), `column`, `before`, `after`,
            `fix`. Where a cell was changed twice, the second change goes on from what the first has left.
        left: cells that a fix looked at in the end, and left alone: `row`, `column`, `value`, `fix`, `reason`.
        positions: for each change the position of its lead.
        phone_columns: headings whose cells are masked where the repair is shown.
        asked_for: ids of fixes that are made only when asked for, and were not: `left` says nothing of them.
    """

    leads: pd.DataFrame
    changes: pd.DataFrame
    left: pd.DataFrame
    positions: Positions
    phone_columns: tuple[str, ...] = ()
    asked_for: tuple[str, ...] = ()

    def __repr__(self) -> str:
        counts = ", ".join(
            (
                counted(len(self.leads), "lead"),
                counted(len(self.changes), "change"),
                counted(len(self.left), "cell") + " left alone",
            )
        )
        return f"Repaired({counts})"

    def _repr_html_(self) -> str:
        return render_repaired(self.changes, self.left, self.asked_for, self.phone_columns)


def repair(
    leads: pd.DataFrame,
    campaign: Campaign,
    *,
    fixes: Sequence[str] | None = None,
    known: KnownLeads | None = None,
    dnc: NumberList | None = None,
    allow: NumberList | None = None,
    keep: Keep = "first",
    operation: Operation = "insert",
    accept_empty_lists: bool = False,
    accept_partial_lists: bool = False,
) -> Repaired:
    """Repair what can be repaired without loss; no digit is ever guessed.

    Args:
        leads: one lead per row; any index, columns of any dtype. The frame is not changed.
        campaign: names the phone fields, their country, the PBX's phone patterns and contact hours.
        fixes: ids of the fixes to make; None = all of `FIXES` but those that must be asked for by name.
        known: the leads that the campaign already holds, as for `noojee_dq.check`; those of the campaign come on top.
        dnc: numbers not to be called, likewise.
        allow: numbers that may be called although they are on the do-not-call list, likewise.
        keep: "first" or "last": which of several leads that share a number keeps it, as for `noojee_dq.check`.
        operation: "insert" or "update": the call that the leads are meant for; some fixes are for one alone.
        accept_empty_lists: take a list that holds nothing.
        accept_partial_lists: take a list although some entries of it cannot be read.

    Returns:
        The repaired leads, every change, and what was left alone by the fixes that were made: a notebook shows the
            first of each, masked. A second repair with the same fixes changes nothing, and leaves the same alone.

    Raises:
        CampaignError: there is no such fix (the text names the nearest), or not for this call, a list is wrong, or one
            that a fix needs is missing.
        LeadsError: `leads` is no frame, its headings are ambiguous, or a list cannot be read.
        EndlessRepairError: fixes undo each other.
        CheckCrashedError: a fix itself failed.

    Example:
        >>> leads = pd.DataFrame({"Phone": ["491 570 006", "4.12E+08"]})
        >>> repaired = repair(leads, Campaign(phone_fields=["Phone"]))
        >>> repaired.leads["Phone"].tolist()
        ['0491570006', '4.12E+08']
        >>> repaired.changes["fix"].tolist(), repaired.left["row"].tolist()
        (['separators', 'leading-zero'], [1])
    """
    refuse_no_frame(leads)
    refuse_no_campaign(campaign)
    refuse_unknown("keep", keep, get_args(Keep))
    refuse_unknown("operation", operation, OPERATIONS)
    wanted = _wanted(fixes, operation)
    lists = Lists()
    if any(fix.uses_lists for fix in wanted) or not (known is None and dnc is None and allow is None):
        unrequired = campaign.model_copy(update={"require": ()})
        lists = read_lists(
            known,
            dnc,
            unrequired,
            moment(None),
            allow=allow,
            accept_empty=accept_empty_lists,
            accept_partial=accept_partial_lists,
        )
        _refuse_unread(lists)
    batch = lists.batch(leads, campaign, operation, keep=keep)
    _refuse_impossible(batch, wanted)
    made = _repaired(leads, batch, make_fixes(batch, wanted))
    asked_for = (fix.id for fix in FIXES if fix.asked_for and operation in fix.operations and fix not in wanted)
    return replace(made, asked_for=tuple(asked_for))


def unasked_fixes(operation: Operation) -> list[Fix]:
    """Return the fixes that are made without being asked for.

    Args:
        operation: the call that the leads are meant for.

    Example:
        >>> unasked_fixes("update")[0].id
        'outer-blanks'
    """
    return [fix for fix in FIXES if not fix.asked_for and operation in fix.operations]


def repair_with_each(batch: Batch, fixes: Iterable[Fix]) -> Iterator[tuple[Fix, Repaired]]:
    """Make each of some fixes alone, on the leads as they are; those that change nothing or cannot are left out.

    The numbers of the leads are read once for all of them.
    """
    for heading in batch.phone_headings:
        readings(batch, heading)
    for fix in fixes:
        if fix.needs(batch) is not None:
            continue
        repaired = batch.copy()
        made = make_fixes(repaired, [fix])
        if made.changes:
            yield fix, _repaired(batch.leads, repaired, made)


def repair_with_all(batch: Batch, fixes: Iterable[Fix]) -> Repaired:
    """Make some fixes together, on the leads as they are; those that cannot be made are left out."""
    repaired = batch.copy()
    return _repaired(batch.leads, repaired, make_fixes(repaired, [fix for fix in fixes if fix.needs(batch) is None]))


def _repaired(leads: pd.DataFrame, batch: Batch, done: Made) -> Repaired:
    changes, doubts = done
    headings = list(batch.text.columns)
    made = log(changes, ["column", "before", "after", "fix"], headings)
    left = log(doubts, ["column", "value", "fix", "reason"], headings)
    return Repaired(
        leads=with_changes(leads, batch.text, made),
        changes=with_labels(made, lead_labels(leads)),
        left=with_labels(left, lead_labels(leads)),
        positions=made["position"].to_numpy(),
        phone_columns=tuple(batch.phone_headings),
    )


def _refuse_unread(lists: Lists) -> None:
    for name, unread in lists.unread.items():
        if unread.entries and not unread.accepted:
            raise CampaignError(f"{unread.told(name)}: {CORRECT_ENTRIES}")


def _refuse_impossible(batch: Batch, fixes: Iterable[Fix]) -> None:
    for fix in fixes:
        if reason := fix.needs(batch):
            raise CampaignError(f"the fix {fix.id!r} cannot be made: {reason}")


def _wanted(fixes: Sequence[str] | None, operation: Operation) -> list[Fix]:
    if fixes is None:
        return unasked_fixes(operation)
    if isinstance(fixes, str):
        raise CampaignError(f"fixes is a list of names: fixes=[{fixes!r}]")
    if not isinstance(fixes, Iterable):
        raise CampaignError(f"fixes is a list of names, such as fixes=['leading-zero'], not {kind_shown(fixes)}")
    known = [fix.id for fix in FIXES]
    wanted = list(fixes)
    for name in wanted:
        if name not in known:
            hint = did_you_mean(str(name), known) or f"; known are {', '.join(known)}"
            raise CampaignError(f"there is no fix {name!r}{hint}")
    found = [fix for fix in FIXES if fix.id in wanted]
    if unfit := next((fix for fix in found if operation not in fix.operations), None):
        raise CampaignError(f"the fix {unfit.id!r} cannot be made: it is for an {unfit.operations[0]} alone")
    return found
