"""What callers give beside leads and campaign: known leads, do-not-call lists, allowed numbers, the moment."""

import os
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from noojee_dq.arrow.cells import contains, is_in
from noojee_dq.batch.batch import Batch
from noojee_dq.batch.keys import ID_KEY, NUMBER_KEY
from noojee_dq.batch.reference import (
    CORRECT_ENTRIES,
    Known,
    Listed,
    Unread,
    known_leads,
    listed_numbers,
    merged_known,
    merged_listed,
    named,
)
from noojee_dq.campaign import Campaign
from noojee_dq.errors import CampaignError, LeadsError
from noojee_dq.fields import READ_PROBLEM, Operation
from noojee_dq.journal.reader import is_sqlite
from noojee_dq.journal.sent_before import sent_before
from noojee_dq.leads import as_text, is_misread, read_leads
from noojee_dq.leads.kinds import SUFFIXES
from noojee_dq.leads.own_sheets import NAME_A_SHEET
from noojee_dq.leads.workbook import UNREAD_SHEETS
from noojee_dq.words.arguments import is_other_frame, kind_shown
from noojee_dq.words.counts import counted
from noojee_dq.words.rows import row_label, rows_text

_File = str | os.PathLike[str]
#: Leads that the campaign holds: a frame, a lead file, the journal of an earlier run, or several of these.
KnownLeads = pd.DataFrame | _File | Sequence[pd.DataFrame | _File]
#: Phone numbers: a frame or file with the column `Phone` and, optionally, `Expires`, the numbers themselves, or several
#: of these.
NumberList = pd.DataFrame | _File | pd.Series | Collection[Any]

#: One list of those that are given: a frame, or a file.
ListPart = pd.DataFrame | _File
#: For what a list of numbers can be given.
NumbersOption = Literal["dnc", "allow"]

#: What an entry of a sequence can be beside a number.
_SOURCES = (pd.DataFrame, pd.Series, os.PathLike)
_SUFFIXES = (*(suffix for suffixes in SUFFIXES.values() for suffix in sorted(suffixes)), ".sqlite")
#: What an entry of a sequence looks like that is taken for the name of a file; no phone number ends like that.
_FILE_NAME = rf"(?i)(?:{'|'.join(map(re.escape, _SUFFIXES))})\s*$"


@dataclass(frozen=True, eq=False)
class Lists:
    """What leads are compared with, for any number of batches; made by `read_lists`.

    Args:
        known: what exports tell of the campaign's leads.
        journals: of earlier runs. They are asked anew for each batch, as they can say only of given leads whether they
            were accepted.
        dnc: the do-not-call list; None = none was given.
        told_at: when the youngest file of known leads was written, in seconds since 1970.
        allowed: numbers that may be called all the same, which are no longer in `dnc`; None = none were given.

    Example:
        >>> Lists().dnc is None
        True
    """

    known: Known = Known()  # noqa: RUF009 - a tuple of nothing, which cannot change
    journals: tuple[Path, ...] = ()
    dnc: Listed | None = None
    told_at: float = 0.0
    allowed: pd.Series | None = None

    def __deepcopy__(self, _: dict[int, Any]) -> "Lists":
        # Nothing changes them, and they can be large.
        return self

    @property
    def has_known(self) -> bool:
        """Whether known leads were given, in whatever form."""
        return bool(self.journals) or self.known.ids is not None or self.known.numbers is not None

    @property
    def told(self) -> frozenset[str]:
        """The kinds of keys of which an export tells whether the campaign holds them; a journal tells of some leads."""
        kinds = {NUMBER_KEY: self.known.numbers, ID_KEY: self.known.ids}
        return frozenset(kind for kind, held in kinds.items() if held is not None)

    @property
    def unread(self) -> dict[str, Unread]:
        """The entries of which no number can be read, by what the list is called."""
        return {"do-not-call list": self.dnc.unread if self.dnc else Unread(), "known leads": self.known.unread}

    def held(self, leads: pd.DataFrame, campaign: Campaign, operation: Operation) -> Known:
        """Return what the campaign holds, as far as it concerns some leads.

        Args:
            leads: the caller's frame.
            campaign: what the campaign expects.
            operation: the API call that the leads are meant for.

        Raises:
            JournalError: a journal is missing, or none.
            CampaignError: a journal is that of another campaign.
        """
        if not self.journals:
            return self.known
        batch = Batch(leads, campaign, operation=operation)
        runs = [sent_before(journal, batch) for journal in self.journals]
        if operation == "insert":
            return merged_known([self.known, *runs])
        # A journal is no export: of an update's lead it cannot say that the campaign does not hold it.
        seen = merged_known(runs)
        in_doubt = {name: getattr(seen, name) for name in ("ids_in_doubt", "numbers_in_doubt", "runs")}
        return self.known._replace(**in_doubt)

    def batch(self, leads: pd.DataFrame, campaign: Campaign, operation: Operation, **options: Any) -> Batch:
        """Make a batch of leads that are compared with these lists.

        Args:
            leads: the caller's frame.
            campaign: what the campaign expects.
            operation: the API call that the leads are meant for.
            options: what else `Batch` takes.

        Raises:
            CampaignError, LeadsError, JournalError: as `Batch` and `held`.

        Example:
            >>> len(Lists().batch(pd.DataFrame({"Phone": ["1"]}), Campaign(phone_fields=["Phone"]), "insert"))
            1
        """
        known = self.held(leads, campaign, operation)
        return Batch(leads, campaign, operation=operation, known=known, dnc=self.dnc, **options)


class ListReader:
    """Reads each list as a whole, into memory.

    Args:
        campaign: gives phone fields, regions and headings.
        now: the moment that decides which entries have expired, with its zone.
        accept_empty: take a list that holds nothing.

    Example:
        >>> reader = ListReader(Campaign(), datetime.now(UTC))
        >>> reader.listed(pd.DataFrame({"Phone": ["0491 570 006"]}), "dnc").numbers.tolist()
        ['+61491570006']
    """

    def __init__(self, campaign: Campaign, now: datetime, *, accept_empty: bool = False) -> None:
        self.campaign = campaign
        self.now = now
        self.accept_empty = accept_empty

    def known(self, part: ListPart) -> Known:
        """Return what an export tells of the campaign's leads.

        Raises:
            CampaignError, LeadsError: as `read_lists`.
        """
        return known_leads(self._frame(part, "known"), self.campaign)

    def listed(self, part: ListPart, option: NumbersOption) -> Listed:
        """Return the numbers of a list that are in force; `option` says for what it was given.

        Raises:
            CampaignError, LeadsError: as `read_lists`.
        """
        return listed_numbers(self._frame(part, option), self.campaign, self.now, allowed=option == "allow")

    def _frame(self, part: ListPart, option: str) -> pd.DataFrame:
        """Return a list as text under its row numbers."""
        with errors_of_list(option):
            frame = as_text(part) if isinstance(part, pd.DataFrame) else read_leads(part)
        self.refuse_unfit(frame, option)
        if frame.empty and not self.accept_empty:
            raise CampaignError(
                f"{option}: {named(frame)}holds no entry, so that it would find nobody: give the list, or take it as "
                "it is with accept_empty_lists=True, --accept-empty-lists"
            )
        return frame

    def refuse_unfit(self, frame: pd.DataFrame, option: str) -> None:
        """Refuse a list of which sheets were not read, or rows not as they are meant.

        Args:
            frame: its rows, or those of them with which the reader had trouble.
            option: for what it was given.

        Raises:
            CampaignError: there are such.
        """
        name = f"{option}: {named(frame)}"
        unread_sheets = next((note for note in frame.attrs.get("notes", ()) if UNREAD_SHEETS in note), None)
        if unread_sheets:
            raise CampaignError(f"{name}{unread_sheets}: give each sheet as a list of its own, or take it out")
        if READ_PROBLEM not in frame:
            return
        misread = frame.index[is_misread(frame[READ_PROBLEM])]
        _refuse_rows(name, misread, "the number of cells is not that of the headings: correct the list")
        if option == "allow":
            # On any other list a hidden entry makes nobody called who would not be.
            hidden = frame.index[frame[READ_PROBLEM].ne("")]
            _refuse_rows(name, hidden, "hidden in the sheet: show all rows, and delete those that do not count")


def _refuse_rows(name: str, rows: pd.Index, why: str) -> None:
    if len(rows):
        raise CampaignError(f"{name}{rows_text(list(map(row_label, rows[:5])), len(rows))}: {why}")


@contextmanager
def errors_of_list(option: str) -> Iterator[None]:
    """Let errors of reading say for what a list was given."""
    try:
        yield
    except LeadsError as error:
        raise LeadsError(f"{option}: {str(error).removesuffix(NAME_A_SHEET)}") from None


def read_lists(
    known: KnownLeads | None,
    dnc: NumberList | None,
    campaign: Campaign,
    now: datetime,
    *,
    allow: NumberList | None = None,
    accept_empty: bool = False,
    accept_partial: bool = False,
    reader: ListReader | None = None,
) -> Lists:
    """Read what leads are to be compared with: what is given here, and what the campaign names.

    Args:
        known: the leads that the campaign already holds; None = not given.
        dnc: numbers not to be called; None = not given.
        campaign: gives phone fields, regions, headings, and lists of its own.
        now: the moment that decides which entries have expired, with its zone.
        allow: numbers that may be called although they are on the do-not-call list (the vendor's client list).
        accept_empty: take a list that holds nothing.
        accept_partial: take a list although some entries of it cannot be read.
        reader: reads each list; None = into memory.

    Raises:
        CampaignError: a list holds nothing that can be used, has not the columns that it needs, or is required and
            was not given.
        LeadsError: a file cannot be read.

    Example:
        >>> read_lists(None, ["0491 570 006"], Campaign(), datetime.now(UTC)).dnc.numbers.tolist()
        ['+61491570006']
    """
    exports = [*list_parts(known, "known"), *campaign.known]
    journals = tuple(Path(part) for part in exports if not isinstance(part, pd.DataFrame) and is_sqlite(part))
    dnc_parts = [*list_parts(dnc, "dnc"), *campaign.dnc]
    allowed_parts = [*list_parts(allow, "allow"), *campaign.allow]
    _refuse_missing(campaign, {"known": bool(exports), "dnc": bool(dnc_parts)})
    reader = reader or ListReader(campaign, now, accept_empty=accept_empty)
    held = merged_known(
        [reader.known(part) for part in exports if isinstance(part, pd.DataFrame) or not is_sqlite(part)]
    )
    listed = merged_listed([_listed(part, reader) for part in dnc_parts]) if dnc_parts else None
    allowed = _allowed(allowed_parts, reader, accept_partial) if allowed_parts else None
    if listed is not None and allowed is not None:
        listed = listed._replace(numbers=listed.numbers[~is_in(listed.numbers, allowed)])
    if accept_partial:
        held = held._replace(unread=held.unread._replace(accepted=True))
        listed = listed and listed._replace(unread=listed.unread._replace(accepted=True))
    told_at = max((Path(part).stat().st_mtime for part in exports if not isinstance(part, pd.DataFrame)), default=0.0)
    return Lists(held, journals, listed, told_at, allowed)


def _listed(part: ListPart, reader: ListReader) -> Listed:
    found = reader.listed(part, "dnc")
    if not found.in_force and not found.expired and (found.unread.entries or not reader.accept_empty):
        source = named(part) if isinstance(part, pd.DataFrame) else f"{Path(part).name}: "
        raise CampaignError(
            f"{source}the do-not-call list holds no number that can be read "
            f"({counted(found.unread.of, 'entry', 'entries')}): nobody on it would be found; give it with its numbers "
            "as text in the column 'Phone'"
        )
    return found


def _allowed(parts: Sequence[ListPart], reader: ListReader, accept_partial: bool) -> pd.Series:
    """Return the numbers that may be called all the same; in doubt about an entry, none of it may."""
    found = merged_listed([reader.listed(part, "allow") for part in parts])
    if found.unread.entries and not accept_partial:
        raise CampaignError(f"{found.unread.told('list of numbers that may be called')}: {CORRECT_ENTRIES}")
    return found.numbers


def files_of(*given: KnownLeads | NumberList | None) -> list[Path]:
    """Return the files among what was given as lists.

    Args:
        given: known leads and lists of numbers, as `noojee_dq.check` takes them.

    Example:
        >>> files_of(["dnc.csv", "0491 570 006"], None)
        [PosixPath('dnc.csv')]
    """
    parts = [part for one in given for part in list_parts(one, "dnc")]
    return [Path(part) for part in parts if isinstance(part, str | os.PathLike)]


def together(first: Iterable[str | Path], second: Iterable[str | Path]) -> tuple[str, ...]:
    """Put the files of lists together, each once, by where they are.

    Example:
        >>> together(["/a.csv"], [Path("/a.csv"), "/b.csv"])
        ('/a.csv', '/b.csv')
    """
    return tuple(dict.fromkeys(str(Path(file).absolute()) for file in (*first, *second)))


def list_parts(given: KnownLeads | NumberList | None, option: str) -> list[Any]:
    """Return the frames and files of what was given, with the numbers among it as a frame of their own.

    Args:
        given: as for `known`, `dnc` or `allow` of `noojee_dq.check`.
        option: for what it was given.

    Raises:
        CampaignError: it is something else.

    Example:
        >>> [type(part).__name__ for part in list_parts(["dnc.csv", "0491 570 006"], "dnc")]
        ['str', 'DataFrame']
    """
    if given is None:
        return []
    if isinstance(given, str) and not given.strip():
        raise CampaignError(f"{option}: the name of the list is empty")
    if isinstance(given, pd.DataFrame | str | os.PathLike):
        return [given]
    if is_other_frame(given) or not isinstance(given, pd.Series | Collection):
        raise CampaignError(f"{option} is a frame, a file, or a list of these or of numbers; not {kind_shown(given)}")
    entries = [given] if isinstance(given, pd.Series) else list(given)
    if (other := next(filter(is_other_frame, entries), None)) is not None:
        raise CampaignError(f"{option} is a list of frames, files or numbers; one of them is {kind_shown(other)}")
    kinds = tuple(kind for kind in set(map(type, entries)) if issubclass(kind, _SOURCES))
    alone = [entry for entry in entries if not isinstance(entry, kinds)]
    columns = [entry for entry in entries if isinstance(entry, pd.Series)]
    columns += [pd.Series(alone, dtype=object)] if alone else []
    sources = [entry for entry in entries if isinstance(entry, kinds) and not isinstance(entry, pd.Series)]
    numbers = []
    for texts in (as_text(column.to_frame("Phone")) for column in columns):
        is_file = contains(texts["Phone"], _FILE_NAME)
        sources += texts["Phone"][is_file].tolist()
        if texts.empty or not is_file.all():
            numbers.append(texts[~is_file])
    if numbers and option == "known":
        raise CampaignError("known is a frame, a file or a journal, or several of these; numbers alone are none")
    return [*sources, *numbers] or [pd.DataFrame({"Phone": pd.Series([], dtype="str")})]


def list_files(
    known: KnownLeads | None, dnc: NumberList | None, allow: NumberList | None, campaign: Campaign
) -> list[Path]:
    """Return the files that `read_lists` reads.

    Args:
        known: as for `read_lists`.
        dnc: as for `read_lists`.
        allow: as for `read_lists`.
        campaign: names lists of its own.

    Example:
        >>> [file.name for file in list_files(None, ["dnc.csv", "0491 570 006"], "allow.csv", Campaign())]
        ['dnc.csv', 'allow.csv']
    """
    given = [*list_parts(known, "known"), *list_parts(dnc, "dnc"), *list_parts(allow, "allow")]
    own = (*campaign.known, *campaign.dnc, *campaign.allow)
    return [Path(part) for part in (*given, *own) if not isinstance(part, pd.DataFrame)]


def _refuse_missing(campaign: Campaign, given: dict[str, bool]) -> None:
    for name in campaign.require:
        if not given[name]:
            raise CampaignError(
                f"the campaign requires the list {name!r}, and it was not given: "
                f"give it with --{name} ({name}= in Python), or name it in [lists]"
            )


def moment(now: datetime | None) -> datetime:
    """Return the moment against which leads are judged: the given one, or this one.

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
    if not isinstance(now, datetime) or now.tzinfo is None:
        raise CampaignError("now needs a time zone, such as datetime(2026, 3, 4, tzinfo=UTC)")
    return now
