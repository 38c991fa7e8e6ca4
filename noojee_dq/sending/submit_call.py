"""`SubmitCall`: what one call to `submit` was given, and how its leads are read."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from noojee_dq.batch.keys import claimed_keys
from noojee_dq.batch.reference import CORRECT_ENTRIES, SentBefore, named
from noojee_dq.campaign import Campaign, refuse_no_campaign
from noojee_dq.checks.base import NO_PHONES
from noojee_dq.errors import CampaignError, JournalError, LeadsError
from noojee_dq.fields import DQ_CODES, MADE_FROM, OPERATIONS, TOLD, Operation
from noojee_dq.journal.sent_before import sent_before
from noojee_dq.journal.writer import Journal
from noojee_dq.lists import KnownLeads, Lists, NumberList, files_of, moment, read_lists, together
from noojee_dq.returned_runs import ReturnedRuns, returned_runs, runs_beside
from noojee_dq.sending.bodies import Bodies
from noojee_dq.sending.kin import kin_of, older_versions, others, taken_over
from noojee_dq.sending.matching import Match, matched, none_among, ways_on
from noojee_dq.sending.other_folder import open_in_other_folders
from noojee_dq.sending.prepared_leads import PreparedLeads
from noojee_dq.sending.reread import with_lists_of
from noojee_dq.sending.resumption import is_unfinished, nothing_left
from noojee_dq.sending.start import new_path
from noojee_dq.words.arguments import path_of, refuse_no_frame, refuse_unknown


class Accepted(NamedTuple):
    """What is taken as it is: do-not-call lists that are empty, or read in part; leads of the run that are gone."""

    empty: bool = False
    partial: bool = False
    gone: bool = False


# Without a text of its own: what names a call in a message would show leads.
@dataclass(slots=True, repr=False)
class SubmitCall:
    """What one call to `submit`, `asubmit` or `resume` was given.

    Args:
        leads, campaign, operation, journal, send_dnc, known, dnc, allow: as for `submit`.
        accepted: what is taken as it is.

    Raises:
        CampaignError, LeadsError: an argument is of another kind, or there is no such operation.

    Example:
        >>> call = SubmitCall(pd.DataFrame({"Phone": ["0491 570 006"]}), Campaign(), "insert")
        >>> len(call.prepared().batch)
        1
    """

    leads: pd.DataFrame
    campaign: Campaign
    operation: Operation
    journal: str | os.PathLike[str] | None = None
    send_dnc: bool = False
    known: KnownLeads | None = None
    dnc: NumberList | None = None
    allow: NumberList | None = None
    accepted: Accepted = field(default_factory=Accepted)

    def __post_init__(self) -> None:
        refuse_no_frame(self.leads)
        refuse_no_campaign(self.campaign)
        if self.journal is not None:
            path_of(self.journal, "journal", "run.sqlite", CampaignError)
        refuse_unknown("operation", self.operation, OPERATIONS)
        # Whoever goes on working with the frame while it is being sent must not change what is sent. pandas copies
        # columns only when they are written to.
        self.leads = self.leads.copy(deep=False)

    def prepared(self) -> PreparedLeads:
        """Read the leads and the lists anew, in the order of the leads.

        Raises:
            LeadsError: there is no lead.
            CampaignError: the lists cannot be used.
        """
        if self.leads.empty:
            raise LeadsError(
                f"{named(self.leads)}there is no lead to send: give the file or frame that holds the leads"
            )
        came_back = returned_runs(self.leads, self.campaign, self.operation, self.known, self.journal)
        known = came_back.beside(self.known)
        beside = self._beside(known)
        lists = self._lists(beside.beside(known))
        prepared = self._compared(lists)
        # Of leads that were checked the report has said it.
        said = () if self._is_checked else came_back.notes
        said = (*said, *beside.notes)
        there = open_in_other_folders(lists.journals, Path(self.journal or new_path(Path.cwd())), prepared.batch)
        return prepared._replace(elsewhere=self._elsewhere(prepared), open_there=there, came_back=said)

    def in_order_of(self, journal: Journal, prepared: PreparedLeads) -> PreparedLeads:
        """Put what was read in the order of a run, by what is sent for each lead; the leads themselves stay.

        Args:
            journal: of the run.
            prepared: from `prepared`.

        Raises:
            JournalError: the run has none of the leads.
        """
        match = matched(journal.digests(), prepared.bodies.digests(journal.run.salt))
        if match.strange.all():
            raise JournalError(none_among(journal.path.name, ways_on(journal.path, journal.run, self.leads)))
        found = taken_over(journal.path, journal.run, journal.rows())
        over = tuple(older_versions(found, self.leads, match.leads, self.campaign, self.operation))
        if np.array_equal(match.leads, np.arange(len(self.leads))):
            return prepared._replace(over=over)
        return prepared.in_order(match)._replace(over=over)

    def _beside(self, known: KnownLeads | None) -> ReturnedRuns:
        """Find the runs that nobody has named, and that have leads of this one; a run that is done sends no more."""
        if self.journal is not None and nothing_left(self.journal, send_dnc=self.send_dnc):
            return ReturnedRuns()
        own = self.journal or new_path(Path.cwd())
        return runs_beside(self.leads, self.campaign, self.operation, known, own)

    def with_lists_given(self) -> Campaign:
        """Return the campaign as the run keeps it: with the lists that were given beside it, to be looked at anew."""
        return self.campaign.model_copy(update={"dnc": together(self.campaign.dnc, files_of(self.dnc))})

    def made_from(self, journals: Sequence[Path]) -> list[str]:
        """Return the files that the run is made from, beside that of the leads: lists, and journals of other runs."""
        named = [*files_of(self.known, self.dnc, self.allow), *journals, *self.leads.attrs.get(MADE_FROM, ())]
        lists = [*self.campaign.known, *self.campaign.dnc, *self.campaign.allow]
        return [str(Path(file).absolute()) for file in dict.fromkeys(map(str, [*named, *lists]))]

    def _compared(self, lists: Lists) -> PreparedLeads:
        batch = lists.batch(self.leads, self.campaign, self.operation)
        if batch.dnc is not None and not batch.phone_headings:
            raise CampaignError(f"no lead can be compared with the do-not-call list: {NO_PHONES}")
        bodies = Bodies(self.leads, self.campaign, self.operation)
        told = lists.told.union(self.leads.attrs.get(TOLD, ()))
        return PreparedLeads(batch, bodies, claimed_keys(batch), told, lists, Match.in_order(len(self.leads)))

    def _elsewhere(self, prepared: PreparedLeads) -> tuple[SentBefore, ...]:
        """Find what other runs have done with the leads: those that were named and, of a begun run, its kin."""
        named = prepared.batch.known.sent
        if self.journal is None or not is_unfinished(self.journal, send_dnc=self.send_dnc):
            return named
        own = Path(self.journal)
        unnamed = others(kin_of(own), [own, *prepared.lists.journals])
        by_kin = [one for journal in unnamed for one in sent_before(journal, prepared.batch).sent]
        return (*(one for one in named if others([one.journal], [own])), *by_kin)

    @property
    def _is_checked(self) -> bool:
        return DQ_CODES in self.leads.columns

    def _lists(self, known: KnownLeads | None) -> Lists:
        """Read the lists, as they are now; those of a begun run too."""
        # Leads that were checked were compared with what is required.
        required = () if self._is_checked else tuple(name for name in self.campaign.require if name == "dnc")
        campaign = self.campaign.model_copy(update={"require": required})
        if self.journal is not None and is_unfinished(self.journal, send_dnc=self.send_dnc):
            campaign = with_lists_of(campaign, [self.journal], others_named=self.dnc is not None)
        accept_empty = self.accepted.empty
        lists = read_lists(known, self.dnc, campaign, moment(None), allow=self.allow, accept_empty=accept_empty)
        for name, unread in lists.unread.items():
            if unread.entries and not self.accepted.partial:
                raise CampaignError(f"{unread.told(name)}: {CORRECT_ENTRIES}")
        return lists
