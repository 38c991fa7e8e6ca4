"""The contact hours of leads: the zone that each names, and its values beside the country of the lead."""

from typing import NamedTuple

import numpy as np
import pandas as pd
import pytz

from noojee_dq.arrow.cells import Distinct, is_blank
from noojee_dq.arrow.columns import Positions
from noojee_dq.batch.batch import Batch
from noojee_dq.fields import CONTACT_HOURS


def contact_zones(batch: Batch) -> Distinct:
    """Return the IANA zones of the leads; null where their contact hours are unknown.

    Leads that are inserted without contact hours get those of the template, where the campaign says which.

    Example:
        >>> from noojee_dq.campaign import Campaign
        >>> leads = pd.DataFrame({"njContactHours": ["West", "x"]})
        >>> contact_zones(Batch(leads, Campaign(contact_hours={"West": "Australia/Perth"}))).values.tolist()
        ['Australia/Perth', nan]
    """
    heading = batch.heading(CONTACT_HOURS)
    return batch.cached(("zones", heading), lambda: _zones_of(batch, heading))


def _zones_of(batch: Batch, heading: str | None) -> Distinct:
    default = _default_zone(batch)
    if heading is None:
        return Distinct(pd.Series([default], dtype="str"), np.zeros(len(batch), dtype=np.int32))
    hours, codes = batch.distinct(heading)
    known = batch.campaign.contact_hours
    zones = hours.map(known) if known else hours.where(hours.isin(pytz.all_timezones_set))
    return Distinct(zones.mask(is_blank(hours), default), codes)


def _default_zone(batch: Batch) -> str | None:
    """Return the zone of a lead without contact hours; an update without any keeps those that the PBX holds."""
    default = batch.campaign.default_contact_hours
    return batch.campaign.contact_hours.get(default, default) or None if batch.operation == "insert" else None


class HoursThere(NamedTuple):
    """A text in the place of contact hours, and the country of the leads that have it, as ISO code."""

    text: str
    country: str


def hours_there(batch: Batch, heading: str, at: Positions) -> tuple[list[HoursThere], Positions]:
    """Return the different contact hours of some leads with their countries, and for each lead the number of its own.

    Args:
        batch: the leads.
        heading: their column with contact hours.
        at: the positions of those that are wanted.

    Example:
        >>> from noojee_dq.campaign import Campaign
        >>> found, which = hours_there(Batch(pd.DataFrame({"njContactHours": ["x"] * 3}), Campaign()),
        ...                            "njContactHours", np.arange(3))
        >>> found, which.tolist()
        ([HoursThere(text='x', country='AU')], [0, 0, 0])
    """
    values, codes = batch.distinct_at(heading, at)
    regions = batch.regions(at)
    if isinstance(regions, str):
        return [HoursThere(value, regions) for value in values], codes
    countries, names = pd.factorize(regions)
    which, pairs = pd.factorize(codes.astype(np.int64) * len(names) + countries)
    places = [np.divmod(pair, len(names)) for pair in pairs]
    return [HoursThere(values.iloc[value], str(names[country])) for value, country in places], which
