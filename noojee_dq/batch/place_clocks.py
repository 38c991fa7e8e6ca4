"""The clock of the place where a lead is, beside that of its contact hours."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from noojee_dq.arrow.columns import Mask
from noojee_dq.batch.addresses import Addresses, address_columns, addresses
from noojee_dq.batch.batch import Batch
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
    clocks = PlaceClocks([frozenset()], np.zeros(len(batch), dtype=np.intp))
    for columns in address_columns(batch):
        clocks = _either(clocks, _clocks_of(addresses(batch, columns)))
    return clocks


def _clocks_of(found: Addresses) -> PlaceClocks:
    codes, zones = pd.factorize(pd.Series([local_clocks(*one) for one in found.distinct], dtype=object))
    return PlaceClocks(list(zones), codes[found.which])


def _either(one: PlaceClocks, other: PlaceClocks) -> PlaceClocks:
    which, pairs = pd.factorize(one.which * len(other.zones) + other.which)
    sets = [one.zones[pair // len(other.zones)] | other.zones[pair % len(other.zones)] for pair in pairs.tolist()]
    return PlaceClocks(sets, which)


class OtherClock(NamedTuple):
    """Contact hours on another clock than that of the place: both zones, and the day (as numpy's) that tells."""

    zone: str
    at_place: frozenset[str]
    day: np.datetime64


class OtherClocks(NamedTuple):
    """The different `OtherClock`s of some leads, and for each lead the number of its own; -1 = it has none."""

    distinct: list[OtherClock]
    which: NDArray[np.intp]


def other_clocks(zones: pd.Series, codes: NDArray[np.signedinteger], places: PlaceClocks, days: NDArray) -> OtherClocks:
    """Find the leads whose contact hours go by another clock than that of their place, on a day of theirs.

    Args:
        zones: IANA zones of contact hours; null = not known, and then nothing is found.
        codes: for each lead the place of its zone among them.
        places: where the leads are.
        days: for each lead (datetime64[D]).

    Example:
        >>> places = PlaceClocks([frozenset({"Australia/Brisbane"})], np.zeros(2, dtype=np.intp))
        >>> found = other_clocks(pd.Series(["Australia/Sydney"]), np.zeros(2, dtype=np.intp), places,
        ...                      np.array(["2026-07-01", "2026-12-01"], "datetime64[D]"))
        >>> found.which.tolist(), found.distinct[0].zone
        ([-1, 0], 'Australia/Sydney')
    """
    # Nearly all have the zone of their place: the others are few, and on few days.
    differ = np.array([[_may_differ(zone, at_place) for at_place in places.zones] for zone in zones], dtype=bool)
    at = np.flatnonzero(differ.reshape(len(zones), len(places.zones))[codes, places.which])
    frame = pd.DataFrame({"zone": codes[at], "place": places.which[at], "day": days[at]})
    which_pair = frame.groupby(["zone", "place", "day"], sort=False).ngroup().to_numpy()
    pairs = [OtherClock(str(zones.iloc[zone]), places.zones[place], np.datetime64(day, "D"))
             for zone, place, day in frame.drop_duplicates().itertuples(index=False)]
    other = np.array([_is_other(pair) for pair in pairs], dtype=bool)
    numbers = np.where(other, np.cumsum(other) - 1, -1)
    which = np.full(len(codes), -1, dtype=np.intp)
    which[at] = numbers[which_pair]
    return OtherClocks([pair for pair, is_other in zip(pairs, other, strict=True) if is_other], which)


def _may_differ(zone: object, at_place: frozenset[str]) -> bool:
    return isinstance(zone, str) and bool(at_place) and zone not in at_place


def _is_other(pair: OtherClock) -> bool:
    day = pair.day.item()
    return all(offset_at_noon(pair.zone, day) != offset_at_noon(zone, day) for zone in pair.at_place)
