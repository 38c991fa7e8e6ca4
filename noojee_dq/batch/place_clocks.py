"""The clock of the place where a lead is, beside that of its contact hours."""

from datetime import date
from functools import reduce
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from noojee_dq.arrow.columns import Mask
from noojee_dq.batch.addresses import Addresses, address_columns, addresses
from noojee_dq.batch.batch import Batch
from noojee_dq.batch.call_days import first_call_days
from noojee_dq.batch.contact_zones import contact_zones
from noojee_dq.places.clocks import offset_at_noon
from noojee_dq.places.local_clocks import local_clocks


class PlaceClocks(NamedTuple):
    """By which zones the people at the places of leads may live.

    Attributes:
        zones: the different sets of zones; that of places which are not known is empty.
        which: for each lead the number of its set.
    """

    zones: list[frozenset[str]]
    which: NDArray[np.intp]

    @property
    def known(self) -> Mask:
        """Whether anything is known of the place of each lead."""
        return np.array([bool(zones) for zones in self.zones], dtype=bool)[self.which]


def place_clocks(batch: Batch) -> PlaceClocks:
    """Find by which zones leads may live, by all their columns with states and postcodes.

    Where these tell of several places, as near a border or of a postal address, any of them may be that of the lead.

    Example:
        >>> from noojee_dq.campaign import Campaign
        >>> leads = pd.DataFrame({"State": ["WA", "", "NSW"], "Postcode": ["", "", "4383"]})
        >>> found = place_clocks(Batch(leads, Campaign()))
        >>> [sorted(found.zones[number]) for number in found.which]
        [['Australia/Perth'], [], ['Australia/Sydney']]
    """
    return batch.cached(("place clocks",), lambda: _place_clocks(batch))


def _place_clocks(batch: Batch) -> PlaceClocks:
    found = [_clocks_of(addresses(batch, columns)) for columns in address_columns(batch)]
    nowhere = PlaceClocks([frozenset()], np.zeros(len(batch), dtype=np.intp))
    return reduce(_either, found) if found else nowhere


def _clocks_of(found: Addresses) -> PlaceClocks:
    codes, zones = pd.factorize(pd.Series([local_clocks(*one) for one in found.distinct], dtype=object))
    return PlaceClocks(list(zones), codes[found.which])


def _either(one: PlaceClocks, other: PlaceClocks) -> PlaceClocks:
    which, pairs = pd.factorize(one.which * len(other.zones) + other.which)
    sets = [one.zones[pair // len(other.zones)] | other.zones[pair % len(other.zones)] for pair in pairs.tolist()]
    return PlaceClocks(sets, which)


class OtherClock(NamedTuple):
    """Contact hours on another clock than that of the place: the zones of both, and the day of the call."""

    zone: str
    at_place: frozenset[str]
    day: date


class OtherClocks(NamedTuple):
    """The different `OtherClock`s of some leads, and for each lead the number of its own; -1 = it has none."""

    distinct: list[OtherClock]
    which: NDArray[np.intp]


def other_clocks(batch: Batch) -> OtherClocks:
    """Find the leads whose contact hours go by another clock than that of their place, on the day of their call.

    Of leads whose contact hours or place are not known nothing is found.

    Example:
        >>> from noojee_dq.campaign import Campaign
        >>> leads = pd.DataFrame({"State": "Qld", "njCallBackDate": ["2026/07/01 09:30", "2026/12/01 09:30"]})
        >>> other_clocks(Batch(leads, Campaign(default_contact_hours="Australia/Sydney"))).which.tolist()
        [-1, 0]
    """
    return batch.cached(("other clocks",), lambda: _other_clocks(batch))


def _other_clocks(batch: Batch) -> OtherClocks:
    zones, places = contact_zones(batch), place_clocks(batch)
    # Nearly all have the zone of their place: the others are few, and on few days.
    pairs_of_all = [_may_differ(zone, at_place) for zone in zones.values for at_place in places.zones]
    differ = np.array(pairs_of_all, dtype=bool).reshape(len(zones.values), len(places.zones))
    at = np.flatnonzero(differ[zones.codes, places.which])
    days, day_of = np.unique(first_call_days(batch, at), return_inverse=True)
    shape = len(zones.values), len(places.zones), len(days)
    where, different = pd.factorize(np.ravel_multi_index((zones.codes[at], places.which[at], day_of), shape))
    clocks = [
        OtherClock(str(zones.values.iloc[zone]), places.zones[place], days[day].item())
        for zone, place, day in zip(*np.unravel_index(different, shape), strict=True)
    ]
    other = np.array([_is_other(clock) for clock in clocks], dtype=bool)
    which = np.full(len(batch), -1, dtype=np.intp)
    which[at] = np.where(other, np.cumsum(other) - 1, -1)[where]
    return OtherClocks([clock for clock, is_other in zip(clocks, other, strict=True) if is_other], which)


def _may_differ(zone: object, at_place: frozenset[str]) -> bool:
    return isinstance(zone, str) and bool(at_place) and zone not in at_place


def _is_other(clock: OtherClock) -> bool:
    own = offset_at_noon(clock.zone, clock.day)
    return all(offset_at_noon(zone, clock.day) != own for zone in clock.at_place)
