"""What leads are compared with: those that the campaign already holds (`known=`), and the do-not-call list (`dnc=`)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any, NamedTuple

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from noojee_dq.arrow.cells import is_blank, replace_pattern
from noojee_dq.batch.phone_column import phone_column
from noojee_dq.campaign import Campaign
from noojee_dq.errors import CampaignError
from noojee_dq.fields import CALLBACK, DISPOSITION, EXTERNAL_ID
from noojee_dq.phones.regions import lead_regions

#: A date has ended everywhere on Earth when it has ended 12 hours west of Greenwich.
_LAST_ZONE = timedelta(hours=12)

#: Problems of an entry that may hold more numbers than the one that libphonenumber reads.
_SEVERAL = ("several_numbers", "extension", "letters")


class Known(NamedTuple):
    """What a campaign holds. Each part is None where the export does not tell it."""

    ids: pd.Series | None = None
    numbers: pd.Series | None = None
    ids_without_disposition: pd.Series | None = None
    #: Leads that are to be called at a certain time.
    ids_with_callback: pd.Series | None = None
    #: Gives which lead (`id`) has which number (`number`), a line for each: only updates ask for it.
    holders: Callable[[], pd.DataFrame] | None = None


class Listed(NamedTuple):
    """A do-not-call list in normal form, and how many entries hold no single number, or no date under `Expires`."""

    numbers: pd.Series
    unread: int
    undated: int


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
    return Known(
        None if ids is None else ids[ids.ne("")],
        _normal_forms(phones, campaign, regions) if phones else None,
        undecided,
        _with_callback(ids, fields.get(CALLBACK)),
        None if ids is None or not phones else partial(_holders, ids, phones, campaign, regions),
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
    in_force, undated = dnc, 0
    if "expires" in headings:
        written = dnc[headings["expires"]].str.strip().str.slice(0, 10).str.replace("/", "-")
        ends = pd.to_datetime(written, format="%Y-%m-%d", errors="coerce", utc=True) + timedelta(days=1)
        undated = int((ends.isna() & written.ne("") & ~is_blank(dnc[headings["phone"]])).sum())
        in_force = dnc[~(ends + _LAST_ZONE <= pd.Timestamp(now)).to_numpy()]
    cells = _without_decimal_tail(in_force[headings["phone"]])
    phones = phone_column(cells, campaign, campaign.region)
    unread = ~is_blank(cells) & ~(phones.valid & ~phones.with_problem(*_SEVERAL))
    return Listed(_filled(phones.number), int(unread.sum()), undated)


def _normal_forms(columns: list[pd.Series], campaign: Campaign, region: str | pd.Series) -> pd.Series:
    numbers = [phone_column(_without_decimal_tail(cells), campaign, region).number for cells in columns]
    return _filled(pa.concat_arrays(numbers))


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
