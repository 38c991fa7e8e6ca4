"""What leads are compared with: those that the campaign already holds (`known=`), and the do-not-call list (`dnc=`).

Both fail closed: each number that a person could read out of an entry counts, and what cannot be read is counted.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from noojee_dq.arrow.cells import is_blank, is_no_change, replace_pattern
from noojee_dq.arrow.columns import Mask
from noojee_dq.batch.phone_column import phone_column
from noojee_dq.campaign import Campaign
from noojee_dq.errors import CampaignError
from noojee_dq.fields import CALLBACK, DISPOSITION, EXTERNAL_ID
from noojee_dq.phones.readable import read_in_one_way, readable_numbers
from noojee_dq.phones.regions import lead_regions
from noojee_dq.words.counts import counted
from noojee_dq.words.rows import row_label, rows_text

#: A date has ended everywhere on Earth when it has ended 12 hours west of Greenwich.
_LAST_ZONE = timedelta(hours=12)

#: Problems of an entry that may hold more numbers than the one that libphonenumber reads.
_SEVERAL = ("several_numbers", "extension", "letters")

#: What to do about entries that cannot be read.
CORRECT_ENTRIES = "correct these entries; or take the list as it is: accept_partial_lists=True, --accept-partial-lists"

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
        return f"no number can be read out of {self} of the {name}"

    def __str__(self) -> str:
        return f"{self.entries:,} of {counted(self.of, 'entry', 'entries')} ({rows_text(self.rows, self.entries)})"


class Known(NamedTuple):
    """What a campaign holds. Each part is None where the export does not tell it."""

    ids: pd.Series | None = None
    numbers: pd.Series | None = None
    ids_without_disposition: pd.Series | None = None
    #: Leads that are to be called at a certain time.
    ids_with_callback: pd.Series | None = None
    #: Gives which lead (`id`) has which number (`number`), a line for each: only updates ask for it.
    holders: Callable[[], pd.DataFrame] | None = None
    unread: Unread = Unread()


class Listed(NamedTuple):
    """A do-not-call list in force.

    Attributes:
        numbers: in the form in which they are compared.
        unread: entries without a number that can be read.
        undated: how many have no date under `Expires`; they never expire.
        expired: how many are no longer in force.
    """

    numbers: pd.Series
    unread: Unread = Unread()
    undated: int = 0
    expired: int = 0


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
    fields = {campaign.field_of(heading): known[heading].str.strip() for heading in known.columns}
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
    read = [_read_numbers(cells, campaign, regions) for cells in phones]
    return Known(
        None if ids is None else ids[ids.ne("")],
        pd.concat([numbers for numbers, _ in read], ignore_index=True) if phones else None,
        undecided,
        _with_callback(ids, fields.get(CALLBACK)),
        None if ids is None or not phones else partial(_holders, ids, phones, campaign, regions),
        _unread(np.logical_or.reduce([~comparable for _, comparable in read]), known.index) if phones else Unread(),
    )


def listed_numbers(dnc: pd.DataFrame, campaign: Campaign, now: datetime) -> Listed:
    """Return the numbers of a do-not-call list that are in force, in normal form.

    Args:
        dnc: an all-text frame with the column `Phone` and, optionally, `Expires` (Noojee, "DNCR Import"). The
            format of `Expires` is not documented: `yyyy-MM-dd` or `yyyy/MM/dd` is assumed, and an entry with
            anything else never expires.
        campaign: gives the region of numbers written without a country.
        now: the moment that decides what has expired, with its zone.

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
    headings = {heading.strip().casefold(): heading for heading in dnc.columns}
    if "phone" not in headings:
        raise CampaignError("the do-not-call list has no column 'Phone': give its number column that heading")
    filled = ~is_blank(dnc[headings["phone"]])
    ends, dated = _ends(dnc, headings.get("expires"))
    expired = (ends + _LAST_ZONE <= pd.Timestamp(now)).to_numpy()
    cells = dnc[headings["phone"]][~expired]
    numbers, read = _read_numbers(cells, campaign, campaign.region, valid_alone=True)
    if campaign.phone_patterns:
        # What a person reads in an entry counts beside what the PBX would make of it.
        as_written = _read_numbers(
            cells, campaign.model_copy(update={"phone_patterns": ()}), campaign.region, valid_alone=True
        )
        numbers, read = pd.concat([numbers, as_written[0]], ignore_index=True), read | as_written[1]
    return Listed(numbers, _unread(~read, cells.index), int((filled & ~dated).sum()), int((filled & expired).sum()))


def merged_known(parts: Sequence[Known]) -> Known:
    """Put together what several exports tell; what one of them does not tell of its leads is told of none.

    Example:
        >>> merged_known([Known(ids=pd.Series(["A"])), Known(ids=pd.Series(["B"]))]).ids.tolist()
        ['A', 'B']
    """
    of_ids = [part for part in parts if part.ids is not None]
    holders = [part.holders for part in parts if part.holders is not None]
    return Known(
        _together([part.ids for part in parts]),
        _together([part.numbers for part in parts]),
        _of_all([part.ids_without_disposition for part in of_ids]),
        _of_all([part.ids_with_callback for part in of_ids]),
        partial(_all_holders, holders) if holders else None,
        _all_unread([part.unread for part in parts]),
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
    return Unread(sum(part.entries for part in parts), sum(part.of for part in parts), rows)


def _ends(dnc: pd.DataFrame, heading: str | None) -> tuple[pd.Series, Mask]:
    """When each entry ends, missing = never, and whether a date or nothing stands there."""
    if heading is None:
        return pd.Series(pd.NaT, index=dnc.index, dtype="datetime64[s, UTC]"), np.ones(len(dnc), dtype=bool)
    written = dnc[heading].str.strip().str.slice(0, 10).str.replace("/", "-")
    ends = pd.to_datetime(written, format="%Y-%m-%d", errors="coerce", utc=True) + timedelta(days=1)
    return ends, (ends.notna() | written.eq("")).to_numpy()


def _unread(mask: Mask, labels: pd.Index) -> Unread:
    first = labels[np.flatnonzero(mask)[:_MOST_ROWS]]
    return Unread(int(mask.sum()), len(labels), tuple(map(row_label, first)))


def _read_numbers(
    cells: pd.Series, campaign: Campaign, regions: str | pd.Series, *, valid_alone: bool = False
) -> tuple[pd.Series, Mask]:
    """Read the numbers of a list.

    Args:
        cells: its entries.
        campaign: gives the PBX's phone patterns, and a further region that may be meant.
        regions: of numbers written without a country.
        valid_alone: an entry is read only where a number of it is valid; else digits will do.

    Returns:
        All numbers in the form in which they are compared, and which entries are blank or were read.
    """
    phones = phone_column(_without_decimal_tail(cells), campaign, regions)
    blank = is_blank(cells) | is_no_change(cells)
    whole = phones.valid & ~phones.with_problem(*_SEVERAL)
    numbers = pc.if_else(~blank, phones.number, "")
    same_region = (
        np.full(len(cells), regions == campaign.region)
        if isinstance(regions, str)
        else regions.eq(campaign.region).to_numpy()
    )
    odd = np.flatnonzero(~blank & ~whole & ~(same_region & read_in_one_way(cells)))
    of = np.full(len(odd), regions, dtype=object) if isinstance(regions, str) else regions.iloc[odd].to_numpy()
    # Entries that are no plain number are few, and libphonenumber looks at one at a time.
    more = [readable_numbers(cell, (region, campaign.region)) for cell, region in zip(cells.iloc[odd], of, strict=True)]
    read = blank | whole | (phones.comparable & (not valid_alone))
    read[odd] |= np.array([bool(found) for found in more], dtype=bool)
    further = pd.Series([number for found in more for number in sorted(found)], dtype="str")
    return pd.concat([_filled(numbers), further], ignore_index=True), read


def _with_callback(ids: pd.Series | None, callbacks: pd.Series | None) -> pd.Series | None:
    return None if ids is None or callbacks is None else ids[~is_blank(callbacks) & ids.ne("").to_numpy()]


def _holders(ids: pd.Series, columns: list[pd.Series], campaign: Campaign, region: str | pd.Series) -> pd.DataFrame:
    numbers = [phone_column(_without_decimal_tail(cells), campaign, region).number for cells in columns]
    lines = pd.DataFrame({"id": pd.concat([ids] * len(columns)).array, "number": pa.concat_arrays(numbers).to_pandas()})
    return lines[lines["id"].ne("") & lines["number"].ne("")]


def _filled(numbers: Any) -> pd.Series:
    return numbers.filter(pc.not_equal(numbers, "")).to_pandas().astype("str")


def _without_decimal_tail(cells: pd.Series) -> pd.Series:
    """Return the cells without the ".0" of a spreadsheet, which must not hide a number from the list."""
    return replace_pattern(cells, r"^(\s*\+?[0-9]+)[.,]0+\s*$", r"\1")
