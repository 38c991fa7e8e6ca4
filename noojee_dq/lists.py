"""What callers give beside leads and campaign: known leads (`known=`), do-not-call list (`dnc=`), moment, choices."""

import os
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from noojee_dq.batch.batch import Batch
from noojee_dq.batch.reference import Known, Listed, known_leads, listed_numbers
from noojee_dq.campaign import Campaign
from noojee_dq.errors import CampaignError
from noojee_dq.fields import Operation
from noojee_dq.journal.accepted import accepted_before
from noojee_dq.journal.reader import is_sqlite
from noojee_dq.leads import as_text, read_leads
from noojee_dq.words.suggest import did_you_mean

#: Leads that the campaign holds: a frame, a lead file, or the journal of an earlier run.
KnownLeads = pd.DataFrame | str | os.PathLike[str]
#: Numbers not to be called: a frame or file with the column `Phone`, or the numbers themselves.
DncList = pd.DataFrame | str | os.PathLike[str] | pd.Series | Collection[str]


@dataclass(frozen=True, eq=False)
class Lists:
    """What leads are compared with, for any number of batches; made by `read_lists`.

    Args:
        known: what an export tells of the campaign's leads.
        journal: the journal of an earlier run; None = none was given. It is asked anew for each batch, as it can say
            only of given leads whether they were accepted.
        dnc: the do-not-call list; None = none was given.

    Example:
        >>> Lists().dnc is None
        True
    """

    known: Known = Known()  # noqa: RUF009 - a tuple of nothing, which cannot change
    journal: Path | None = None
    dnc: Listed | None = None

    def __deepcopy__(self, _: dict[int, Any]) -> "Lists":
        # Nothing changes them, and they can be large.
        return self

    @property
    def has_known(self) -> bool:
        """Whether known leads were given, in whatever form."""
        return self.journal is not None or any(part is not None for part in self.known)

    def held(self, leads: pd.DataFrame, campaign: Campaign, operation: Operation) -> Known:
        """What the campaign holds, as far as it concerns some leads.

        Args:
            leads: the caller's frame.
            campaign: what the campaign expects.
            operation: the API call that the leads are meant for.

        Raises:
            JournalError: the journal is missing, or none.
            CampaignError: the journal is that of another campaign.
        """
        if self.journal is None:
            return self.known
        # A journal is no export: of an update's lead it cannot say that the campaign does not hold it.
        return accepted_before(self.journal, Batch(leads, campaign)) if operation == "insert" else Known()


def read_lists(known: KnownLeads | None, dnc: DncList | None, campaign: Campaign, now: datetime) -> Lists:
    """Read what leads are to be compared with.

    Args:
        known: the leads that the campaign already holds; None = not given.
        dnc: numbers not to be called; None = not given.
        campaign: gives phone fields, regions and headings.
        now: the moment that decides which entries of the do-not-call list have expired, with its zone.

    Raises:
        CampaignError: a list has not the columns that it needs.
        LeadsError: a file cannot be read.

    Example:
        >>> read_lists(None, ["0491 570 006"], Campaign(), datetime.now(UTC)).dnc.numbers.tolist()
        ['+61491570006']
    """
    listed = None if dnc is None else listed_numbers(_dnc_frame(dnc), campaign, now)
    if known is None:
        return Lists(dnc=listed)
    if not isinstance(known, pd.DataFrame) and is_sqlite(known):
        return Lists(journal=Path(known), dnc=listed)
    frame = as_text(known) if isinstance(known, pd.DataFrame) else read_leads(known)
    return Lists(known_leads(frame.reset_index(drop=True), campaign), dnc=listed)


def moment(now: datetime | None) -> datetime:
    """The moment against which leads are judged: the given one, or this one.

    Args:
        now: with its zone; None = now.

    Raises:
        CampaignError: it has no zone.

    Example:
        >>> moment(datetime(2026, 3, 4, tzinfo=UTC)).isoformat()
        '2026-03-04T00:00:00+00:00'
    """
    if now is None:
        return datetime.now(UTC)
    if now.tzinfo is None:
        raise CampaignError("now needs a time zone, such as datetime(2026, 3, 4, tzinfo=UTC)")
    return now


def refuse_unknown(option: str, value: str, known: Collection[str]) -> None:
    """Refuse a value that an option does not have.

    Raises:
        CampaignError: it is none of them; the text names them all.

    Example:
        >>> refuse_unknown("keep", "frist", ("first", "last"))
        Traceback (most recent call last):
        ...
        noojee_dq.errors.CampaignError: keep is 'first' or 'last'; did you mean 'first'?
    """
    if value not in known:
        raise CampaignError(f"{option} is {' or '.join(map(repr, known))}{did_you_mean(str(value), known)}")


def _dnc_frame(dnc: DncList) -> pd.DataFrame:
    if isinstance(dnc, str | os.PathLike):
        frame = read_leads(dnc)
    elif isinstance(dnc, pd.DataFrame):
        frame = as_text(dnc)
    else:
        frame = as_text(pd.DataFrame({"Phone": list(dnc)}))
    return frame.reset_index(drop=True)
