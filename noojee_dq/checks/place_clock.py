"""Does the lead ring by the clock of its place: contact hours beside what state and postcode tell.

A phone number tells no clock: a mobile number none at all, and libphonenumber gives Queensland the zone of Sydney.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from noojee_dq.arrow.cells import is_blank
from noojee_dq.arrow.columns import Mask, Positions
from noojee_dq.batch.addresses import address_columns
from noojee_dq.batch.aggregate import Aggregate
from noojee_dq.batch.batch import Batch
from noojee_dq.batch.place_clocks import OtherClock, other_clocks, place_clocks
from noojee_dq.checks.base import Check, FileProblem
from noojee_dq.fields import CONTACT_HOURS
from noojee_dq.places.clocks import offset_at_noon
from noojee_dq.places.likely_hours import hours_in
from noojee_dq.words.counts import counted
from noojee_dq.words.suggest import one_of

#: The country whose states and postcodes are known here.
STATES_KNOWN_OF: Final = "AU"
#: Zones that the note on leads without contact hours names.
_MOST_ZONES: Final = 4


class _Counts(NamedTuple):
    """What is counted of the clocks of leads.

    Attributes:
        nowhere: leads at a place that is not known.
        without_hours: leads that get the contact hours of the template.
        elsewhere: of these, how many are in which zone with another clock.
    """

    nowhere: int
    without_hours: int
    elsewhere: Counter[str]


def _other_clock(batch: Batch, heading: str) -> Mask:
    return (other_clocks(batch).which >= 0) & batch.filled(heading)


def _other_clock_detail(batch: Batch, _: str, at: Positions) -> pd.DataFrame:
    found = other_clocks(batch)
    # A few zones on the days of callbacks.
    words = pd.DataFrame([_words(batch, one) for one in found.distinct])
    return words.take(found.which[at]).reset_index(drop=True)


def _words(batch: Batch, clock: OtherClock) -> dict[str, str]:
    places = sorted(clock.at_place)
    message = (
        f"these contact hours go by the clock of {clock.zone}, and the lead's state or postcode is in "
        f"{' or '.join(places)}, {_apart(clock)} on {clock.day:%Y/%m/%d}"
    )
    names = hours_in(clock.at_place, batch.campaign.contact_hours) if batch.campaign.contact_hours else places
    no_name = "have Contact Hours made on the PBX for that zone, and correct state or postcode if these are wrong"
    return {"message": message, "hint": one_of(names) if names else no_name}


def _apart(clock: OtherClock) -> str:
    """Say how far the clock of a place is from that of the contact hours; of several, the nearest."""
    own = offset_at_noon(clock.zone, clock.day)
    gaps = [offset_at_noon(zone, clock.day) - own for zone in clock.at_place]
    gap = min(gaps, key=abs)
    hours = f"{abs(gap) / timedelta(hours=1):g}"
    return f"{hours} {'hour' if hours == '1' else 'hours'} {'behind' if gap < timedelta() else 'ahead'}"


def _count(batch: Batch) -> _Counts:
    places = place_clocks(batch)
    nowhere = int((~places.known).sum())
    heading = batch.heading(CONTACT_HOURS)
    without = ~batch.no_lead if heading is None else is_blank(batch.text[heading])
    found = other_clocks(batch)
    clocks, counts = np.unique(found.which[without & (found.which >= 0)], return_counts=True)
    elsewhere: Counter[str] = Counter()
    for clock, leads in zip(clocks.tolist(), counts.tolist(), strict=True):
        elsewhere[" or ".join(sorted(found.distinct[clock].at_place))] += leads
    return _Counts(nowhere, int(without.sum()), elsewhere)


def _together(parts: Sequence[_Counts]) -> _Counts:
    elsewhere = sum((part.elsewhere for part in parts), Counter[str]())
    return _Counts(sum(part.nowhere for part in parts), sum(part.without_hours for part in parts), elsewhere)


#: What is counted of the clocks of all leads.
PLACE_CLOCKS: Final = Aggregate("clocks of places", _count, _together)


def needs_australia(batch: Batch) -> str | None:
    """Say why nothing follows from the states and postcodes of leads; None = it does, at least for some.

    Example:
        >>> from noojee_dq.campaign import Campaign
        >>> needs_australia(Batch(pd.DataFrame({"State": ["WA"]}), Campaign(region="US")))
        'states and postcodes are known here of Australia alone'
    """
    if batch.campaign.region == STATES_KNOWN_OF or batch.campaign.region_column:
        return None
    return "states and postcodes are known here of Australia alone"


def _needs_places(batch: Batch) -> str | None:
    if address_columns(batch):
        return needs_australia(batch)
    return needs_australia(batch) or "the file has no column State or Postcode that says where the leads are"


def _unplaced(batch: Batch) -> str | None:
    nowhere = PLACE_CLOCKS.of(batch).nowhere
    if not nowhere:
        return None
    return f"{counted(nowhere, 'lead')} of which no Australian state or postcode says where they are"


def _all_have_hours(batch: Batch) -> str | None:
    # A schema asks before there are leads.
    some = PLACE_CLOCKS.of(batch).without_hours or not batch.total
    return None if some else "no lead is without contact hours"


def _needs_default(batch: Batch) -> str | None:
    if missing := needs_australia(batch):
        return missing
    if not batch.campaign.default_contact_hours:
        without = PLACE_CLOCKS.of(batch).without_hours
        leads = counted(without, "lead") if without else "leads"
        return (
            f"{leads} without contact hours: the campaign file does not say which these get "
            "([campaign] default_contact_hours)"
        )
    return _needs_places(batch)


def _by_default(batch: Batch) -> list[FileProblem]:
    zones = PLACE_CLOCKS.of(batch).elsewhere
    if not zones:
        return []
    default = batch.campaign.default_contact_hours
    named = ", ".join(f"{leads:,} in {zone}" for zone, leads in zones.most_common(_MOST_ZONES))
    more = f", and in {counted(len(zones) - _MOST_ZONES, 'more zone')}" if len(zones) > _MOST_ZONES else ""
    message = (
        f"{counted(zones.total(), 'lead')} without contact hours would ring by the clock of {default!r}, the "
        f"template's default, which is not that of their state or postcode: {named}{more}"
    )
    return [FileProblem("", message, f"give these leads contact hours of their own, as {CONTACT_HOURS}")]


CHECKS = (
    Check(
        id="contact-hours-elsewhere",
        severity="warning",
        scope="cell",
        fields=CONTACT_HOURS,
        title="njContactHours has the clock of the lead's state or postcode on the day of the call (in Australia)",
        message="the contact hours go by another clock than the lead's place",
        hint="take the contact hours of the lead's place",
        needs=_needs_places,
        limits=_unplaced,
        mask=_other_clock,
        detail=_other_clock_detail,
    ),
    Check(
        id="default-contact-hours",
        severity="warning",
        scope="file",
        operations=("insert",),
        title="leads without njContactHours are where the clock of the template's default is kept (in Australia)",
        unasked=_all_have_hours,
        needs=_needs_default,
        limits=_unplaced,
        problems=_by_default,
    ),
)
