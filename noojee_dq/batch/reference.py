"""What leads are compared with: those that the campaign already holds (`known=`), and the do-not-call list (`dnc=`).

Both fail closed: each number that a person could read out of an entry counts, and what cannot be read is counted.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final, Literal, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from noojee_dq.arrow.cells import is_blank, is_no_change, replace_pattern
from noojee_dq.arrow.columns import Mask
from noojee_dq.batch.phone_column import phone_column
from noojee_dq.campaign import Campaign
from noojee_dq.errors import CampaignError
from noojee_dq.fields import CALLBACK, DISPOSITION, EXTERNAL_ID, SYSTEM_FIELDS
from noojee_dq.phones.guess import phone_guesses
from noojee_dq.phones.problems import DAMAGED
from noojee_dq.phones.readable import read_in_one_way, readable_numbers, reads_in_full
from noojee_dq.phones.regions import lead_regions
from noojee_dq.words.counts import counted
from noojee_dq.words.rows import row_label, rows_text
from noojee_dq.words.spreadsheet import DECIMAL_TAIL
from noojee_dq.words.suggest import plain_name

#: How they are given; `noojee_dq.words.for_people` has the words of a shell for it.
DNC_OPTION: Final = "dnc="
KNOWN_OPTION: Final = "known="

#: A date has ended everywhere on Earth when it has ended 12 hours west of Greenwich.
_LAST_ZONE = timedelta(hours=12)

#: Problems of an entry that may hold more numbers than the one that libphonenumber reads.
_SEVERAL = (*DAMAGED, "extension", "letters")

#: What to do about entries that cannot be read.
CORRECT_ENTRIES = "correct these entries; or take the list as it is: accept_partial_lists=True, --accept-partial-lists"

#: What an entry of a list has to hold to count as read.
_Wanted = Literal["digits", "valid", "whole"]

#: Rows of unread entries that are named.
_MOST_ROWS = 5


class Unread(NamedTuple):
    """The entries of a list of which no number could be read.

    Attributes:
        entries: how many.
        of: how many entries the list has.
        rows: labels of the first.
        accepted: a person takes the list as it is.
    """

    entries: int = 0
    of: int = 0
    rows: tuple[str, ...] = ()
    accepted: bool = False

    def told(self, name: str) -> str:
        """Say it of the list that is called so."""
        return f"no valid phone number is in {self} of the {name}"

    def __str__(self) -> str:
        return f"{self.entries:,} of {counted(self.of, 'entry', 'entries')} ({rows_text(self.rows, self.entries)})"


class SentBefore(NamedTuple):
    """What became of some leads, just as they are, in an earlier run.

    Attributes:
        journal: of the run.
        accepted: for each lead, whether the run has brought it in.
        in_doubt: for each lead, whether the run has sent it, and could not learn if it is in.
    """

    journal: Path
    accepted: Mask
    in_doubt: Mask


class Known(NamedTuple):
    """What a campaign holds. Each part is None where the export does not tell it."""

    ids: pd.Series | None = None
    numbers: pd.Series | None = None
    ids_without_disposition: pd.Series | None = None
    #: Leads that are to be called at a certain time.
    ids_with_callback: pd.Series | None = None
    #: Gives which lead (`id`) has which number (`number`), a line for each: only updates ask for it.
    holders: Callable[[], pd.DataFrame] | None = None
    #: Some export tells no ids of its leads, though another does.
    some_without_ids: bool = False
    #: Of leads whose fate an earlier run could not learn.
    ids_in_doubt: pd.Series | None = None
    numbers_in_doubt: pd.Series | None = None
    #: Journals of earlier runs that were asked.
    runs: int = 0
    #: What these runs have done with the very leads that are looked at, where that matters.
    sent: tuple[SentBefore, ...] = ()
    unread: Unread = Unread()


class Listed(NamedTuple):
    """A do-not-call list in force.

    Attributes:
        numbers: in the form in which they are compared.
        unread: entries without a number that can be read.
        undated: how many have no date under `Expires`; they never expire.
        expired: how many are no longer in force.
        elsewhere: further numbers are in force, which no lead that is looked at can have.
        washed: the oldest day under `Washed`; None = no entry has one.
        not_washed: how many entries in force have none.
    """

    numbers: pd.Series
    unread: Unread = Unread()
    undated: int = 0
    expired: int = 0
    elsewhere: bool = False
    washed: date | None = None
    not_washed: int = 0

    @property
    def in_force(self) -> bool:
        """Whether any number is in force."""
        return self.elsewhere or not self.numbers.empty


def known_leads(known: pd.DataFrame, campaign: Campaign) -> Known:
    """Return the external ids and phone numbers of leads that the campaign holds.

    Args:
        known: an all-text frame, with the campaign's field names or the headings of the lead file.
        campaign: gives phone fields, regions and headings.

    Returns:
        Ids and numbers in the form in which they are compared.

    Raises:
        CampaignError: the export tells neither ids nor numbers.

    Example:
        >>> held = pd.DataFrame({"njExternalLeadId": ["A1"], "Phone": ["0491 570 006"]})
        >>> known_leads(held, Campaign(phone_fields=["Phone"])).numbers.tolist()
        ['+61491570006']
    """
    fields = _fields_of(known, campaign)
    ids, disposition = fields.get(EXTERNAL_ID), fields.get(DISPOSITION)
    undecided = None
    if ids is not None and disposition is not None:
        undecided = ids[is_blank(disposition) & ids.ne("").to_numpy()]
    phones = [fields[name] for name in dict.fromkeys(campaign.phone_fields) if name in fields]
    if ids is None and not phones:
        raise CampaignError(
            f"the known leads have neither {EXTERNAL_ID} nor a phone field ({', '.join(campaign.phone_fields)}); "
            f"their columns are {', '.join(known.columns)}: rename them, or map them under [columns]"
        )
    # An export need not have the lead file's column of countries.
    regions = lead_regions(known, campaign) if campaign.region_column in known.columns else campaign.region
    read = [_read_numbers(cells, campaign, regions, "digits") for cells in phones]
    lines = pd.concat([lines for lines, _ in read], ignore_index=True) if phones else None
    return Known(
        ids=None if ids is None else ids[ids.ne("")],
        numbers=None if lines is None else lines["number"],
        ids_without_disposition=undecided,
        ids_with_callback=_with_callback(ids, fields.get(CALLBACK)),
        holders=None if ids is None or lines is None else partial(_holders, ids, lines),
        unread=_unread(np.logical_or.reduce([~comparable for _, comparable in read]), known.index)
        if phones
        else Unread(),
    )


def _fields_of(known: pd.DataFrame, campaign: Campaign) -> dict[str, pd.Series]:
    """Return the columns of an export by field, also under headings in another case: in doubt a lead is held."""
    fields = {campaign.field_of(heading): known[heading].str.strip() for heading in known.columns}
    plain = {plain_name(field): cells for field, cells in fields.items()}
    names = {name: name for name in (*campaign.phone_fields, *SYSTEM_FIELDS)} | campaign.columns
    return {field: plain[plain_name(name)] for name, field in names.items() if plain_name(name) in plain} | fields


def listed_numbers(dnc: pd.DataFrame, campaign: Campaign, now: datetime, *, allowed: bool = False) -> Listed:
    """Return the numbers of a do-not-call list that are in force, in normal form.

    Args:
        dnc: an all-text frame with the column `Phone` and, optionally, `Expires` (Noojee, "DNCR Import") and `Washed`,
            the day on which the entry was compared with the Do Not Call Register. The format of `Expires` is not
            documented: `yyyy-MM-dd` or `yyyy/MM/dd` is assumed, and an entry with anything else never expires.
        campaign: gives the region of numbers written without a country.
        now: the moment that decides what has expired, with its zone.
        allowed: its numbers may be called: in doubt about what an entry means, it is not read.

    Returns:
        Numbers in the form in which they are compared.

    Raises:
        CampaignError: the list has no column `Phone`.

    Example:
        >>> dnc = pd.DataFrame({"Phone": ["0491 570 006", "0491 570 156"], "Expires": ["", "2020-01-01"]})
        >>> from datetime import UTC
        >>> listed_numbers(dnc, Campaign(), datetime(2026, 1, 1, tzinfo=UTC)).numbers.tolist()
        ['+61491570006']
    """
    headings = number_headings(dnc, campaign, allowed=allowed)
    return merged_listed([listed_under(dnc, heading, campaign, now, allowed=allowed) for heading in headings])


def number_headings(dnc: pd.DataFrame, campaign: Campaign, *, allowed: bool = False) -> list[str]:
    """Return the columns of a do-not-call list that hold numbers, `Phone` first.

    Args:
        dnc: as for `listed_numbers`.
        campaign: likewise.
        allowed: likewise.

    Raises:
        CampaignError: the list has no column `Phone`.

    Example:
        >>> number_headings(pd.DataFrame({"Mobile": ["0491 570 006"], "phone": [""]}), Campaign())
        ['phone', 'Mobile']
    """
    phone = _heading_of(dnc, "phone")
    if phone is None:
        raise CampaignError(
            f"{named(dnc)}the list of numbers has no column 'Phone': give its number column that heading"
        )
    # In doubt a number is listed: lists have columns such as Mobile beside the vendor's Phone.
    guesses = [] if allowed or len(dnc.columns) == 1 else phone_guesses(dnc, campaign.region)
    return [phone, *(one.heading for one in guesses if (one.guessed or one.doubtful) and one.heading != phone)]


def _heading_of(dnc: pd.DataFrame, name: str) -> str | None:
    return {heading.strip().casefold(): heading for heading in dnc.columns}.get(name)


def listed_under(
    dnc: pd.DataFrame, heading: str, campaign: Campaign, now: datetime, *, allowed: bool = False
) -> Listed:
    """Return the numbers of one column of a do-not-call list, all else as `listed_numbers`."""
    filled = ~is_blank(dnc[heading])
    ends, dated = _ends(dnc, _heading_of(dnc, "expires"))
    expired = (ends + _LAST_ZONE <= pd.Timestamp(now)).to_numpy()
    cells = dnc[heading][~expired]
    wanted: _Wanted = "whole" if allowed else "valid"
    lines, read = _read_numbers(cells, campaign, campaign.region, wanted)
    if campaign.phone_patterns:
        # What a person reads in an entry counts beside what the PBX would make of it.
        unpatterned = campaign.model_copy(update={"phone_patterns": ()})
        as_written = _read_numbers(cells, unpatterned, campaign.region, wanted)
        lines, read = pd.concat([lines, as_written[0]]), read | as_written[1]
    if allowed:
        # Nobody can say whether such a permission still holds.
        undated = ~dated[~expired]
        lines, read = lines[~undated[lines["at"]]], read & ~undated
    washed = _days(dnc, _heading_of(dnc, "washed"))[filled & ~expired]
    return Listed(
        lines["number"].reset_index(drop=True),
        _unread(~read, cells.index),
        undated=int((filled & ~dated).sum()),
        expired=int((filled & expired).sum()),
        washed=None if washed.isna().all() else washed.min().date(),
        not_washed=int(washed.isna().sum()),
    )


def named(frame: pd.DataFrame) -> str:
    """Return the name of the file that a list was read from, before what is said of it; "" = a frame."""
    return f"{frame.attrs['source']}: " if frame.attrs.get("source") else ""


def merged_known(parts: Sequence[Known]) -> Known:
    """Put together what several exports tell; what one of them does not tell of its leads is told of none.

    Example:
        >>> merged_known([Known(ids=pd.Series(["A"])), Known(ids=pd.Series(["B"]))]).ids.tolist()
        ['A', 'B']
    """
    of_ids = [part for part in parts if part.ids is not None]
    holders = [part.holders for part in parts if part.holders is not None]
    return Known(
        ids=_together([part.ids for part in parts]),
        numbers=_together([part.numbers for part in parts]),
        ids_without_disposition=_of_all([part.ids_without_disposition for part in of_ids]),
        ids_with_callback=_of_all([part.ids_with_callback for part in of_ids]),
        holders=partial(_all_holders, holders) if holders else None,
        some_without_ids=any(part.some_without_ids for part in parts) or len(of_ids) < len(parts),
        ids_in_doubt=_together([part.ids_in_doubt for part in parts]),
        numbers_in_doubt=_together([part.numbers_in_doubt for part in parts]),
        runs=sum(part.runs for part in parts),
        sent=tuple(one for part in parts for one in part.sent),
        unread=_all_unread([part.unread for part in parts]),
    )


def merged_listed(parts: Sequence[Listed]) -> Listed:
    """Put several do-not-call lists together.

    Example:
        >>> merged_listed([Listed(pd.Series(["+61491570006"])), Listed(pd.Series(["+61491570156"]))]).numbers.tolist()
        ['+61491570006', '+61491570156']
    """
    numbers = _together([part.numbers for part in parts])
    return Listed(
        pd.Series([], dtype="str") if numbers is None else numbers,
        _all_unread([part.unread for part in parts]),
        sum(part.undated for part in parts),
        sum(part.expired for part in parts),
        any(part.elsewhere for part in parts),
        min((part.washed for part in parts if part.washed is not None), default=None),
        sum(part.not_washed for part in parts),
    )


def _together(columns: Iterable[pd.Series | None]) -> pd.Series | None:
    given = [column for column in columns if column is not None]
    return pd.concat(given, ignore_index=True) if given else None


def _of_all(columns: Sequence[pd.Series | None]) -> pd.Series | None:
    return _together(columns) if all(column is not None for column in columns) else None


def _all_holders(holders: Iterable[Callable[[], pd.DataFrame]]) -> pd.DataFrame:
    return pd.concat([of_part() for of_part in holders], ignore_index=True)


def _all_unread(parts: Sequence[Unread]) -> Unread:
    rows = tuple(row for part in parts for row in part.rows)[:_MOST_ROWS]
    accepted = any(part.accepted for part in parts)
    return Unread(sum(part.entries for part in parts), sum(part.of for part in parts), rows, accepted)


def _ends(dnc: pd.DataFrame, heading: str | None) -> tuple[pd.Series, Mask]:
    """When each entry ends, missing = never, and whether a date or nothing stands there."""
    days = _days(dnc, heading)
    dated = days.notna().to_numpy() | (heading is None or is_blank(dnc[heading]))
    return days + timedelta(days=1), dated


def _days(dnc: pd.DataFrame, heading: str | None) -> pd.Series:
    """Return the days of a column; missing where none is written yyyy-MM-dd or yyyy/MM/dd."""
    if heading is None:
        return pd.Series(pd.NaT, index=dnc.index, dtype="datetime64[s, UTC]")
    written = dnc[heading].str.strip().str.slice(0, 10).str.replace("/", "-")
    return pd.to_datetime(written, format="%Y-%m-%d", errors="coerce", utc=True)


def _unread(mask: Mask, labels: pd.Index) -> Unread:
    first = labels[np.flatnonzero(mask)[:_MOST_ROWS]]
    return Unread(int(mask.sum()), len(labels), tuple(map(row_label, first)))


def _read_numbers(
    cells: pd.Series, campaign: Campaign, regions: str | pd.Series, wanted: _Wanted
) -> tuple[pd.DataFrame, Mask]:
    """Read the numbers of a list.

    Args:
        cells: its entries.
        campaign: gives the PBX's phone patterns, and a further region that may be meant.
        regions: of numbers written without a country.
        wanted: what an entry has to hold: digits, valid numbers alone, or one whole number.

    Returns:
        A line for each number (`at`, the place of its entry, and `number`, in the form in which numbers are compared),
        and which entries are blank or were read.
    """
    phones = phone_column(_without_decimal_tail(cells), campaign, regions)
    blank = is_blank(cells) | is_no_change(cells)
    whole = phones.valid & ~phones.with_problem(*_SEVERAL)
    plain = pc.if_else(pa.array(~blank & (whole | (wanted != "whole"))), phones.number, "")
    lines = pd.DataFrame({"at": np.arange(len(cells)), "number": plain.to_pandas().astype("str")})
    lines = lines[lines["number"].ne("")]
    read = blank | whole | (phones.comparable & (wanted == "digits"))
    odd = np.flatnonzero(~blank & ~whole)
    own = np.full(len(odd), regions, dtype=object) if isinstance(regions, str) else regions.iloc[odd].to_numpy()
    several_ways = ~read_in_one_way(cells.iloc[odd]) | (own != campaign.region)
    odd, own = odd[several_ways], own[several_ways]
    further, in_full = _read_one_by_one(cells.iloc[odd], own, campaign.region)
    if wanted == "whole":
        in_full &= np.bincount(further["at"], minlength=len(odd)) == 1
        further = further[in_full[further["at"]]]
    read[odd] |= in_full
    return pd.concat([lines, further.assign(at=odd[further["at"]])], ignore_index=True), read


def _read_one_by_one(cells: pd.Series, regions: NDArray[np.object_], region: str) -> tuple[pd.DataFrame, Mask]:
    """Read all numbers that a person could, as lines by place, and say which cells are read in full."""
    codes, distinct = pd.factorize(pd.Series(list(zip(regions.tolist(), cells.tolist(), strict=True)), dtype=object))
    # Entries that are no plain number are few, and libphonenumber looks at one at a time.
    numbers = [sorted(readable_numbers(cell, (own, region))) for own, cell in distinct]
    in_full = np.array([reads_in_full(cell, (own, region)) for own, cell in distinct], dtype=bool)
    lines = pd.DataFrame({"at": np.arange(len(cells)), "number": pd.Series(numbers, dtype=object).reindex(codes).array})
    return lines.explode("number").dropna().astype({"number": "str"}), in_full[codes]


def _with_callback(ids: pd.Series | None, callbacks: pd.Series | None) -> pd.Series | None:
    return None if ids is None or callbacks is None else ids[~is_blank(callbacks) & ids.ne("").to_numpy()]


def _holders(ids: pd.Series, lines: pd.DataFrame) -> pd.DataFrame:
    held = pd.DataFrame({"id": ids.iloc[lines["at"]].array, "number": lines["number"].array})
    return held[held["id"].ne("")]


def _without_decimal_tail(cells: pd.Series) -> pd.Series:
    """Return the cells without the ".0" of a spreadsheet, which must not hide a number from the list."""
    return replace_pattern(cells, rf"^(\s*\+?[0-9]+){DECIMAL_TAIL}\s*$", r"\1", needs=b".,")
