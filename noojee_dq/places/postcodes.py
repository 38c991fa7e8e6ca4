"""Australia Post's ranges of postcodes: the state of each, and the states next to it."""

from collections.abc import Iterable
from functools import cache
from typing import Final

#: First and last postcode of each range, and its state. 2899 is Norfolk Island, with a country code of its own.
POSTCODES: Final = (
    (200, 299, "ACT"),
    (800, 999, "NT"),
    (1000, 2599, "NSW"),
    (2600, 2618, "ACT"),
    (2619, 2898, "NSW"),
    (2900, 2920, "ACT"),
    (2921, 2999, "NSW"),
    (3000, 3999, "VIC"),
    (4000, 4999, "QLD"),
    (5000, 5999, "SA"),
    (6000, 6999, "WA"),
    (7000, 7999, "TAS"),
    (8000, 8999, "VIC"),
    (9000, 9999, "QLD"),
)

#: Ranges near a border, and the states behind it. Drawn wide: some of their places lie in these states.
BORDERS: Final = (
    (200, 299, ("NSW",)),
    (800, 851, ("WA", "SA")),
    (852, 899, ("WA", "SA", "QLD")),
    (2360, 2372, ("QLD",)),
    (2387, 2411, ("QLD",)),
    (2469, 2490, ("QLD",)),
    (2540, 2540, ("ACT",)),
    (2545, 2551, ("VIC",)),
    (2600, 2626, ("ACT", "NSW")),
    (2627, 2633, ("ACT", "NSW", "VIC")),
    (2640, 2647, ("VIC",)),
    (2648, 2648, ("VIC", "SA")),
    (2649, 2739, ("VIC",)),
    (2820, 2835, ("QLD",)),
    (2836, 2836, ("QLD", "SA")),
    (2837, 2877, ("QLD",)),
    (2878, 2897, ("QLD", "SA", "VIC")),
    (2900, 2920, ("NSW",)),
    (3270, 3325, ("SA",)),
    (3390, 3424, ("SA",)),
    (3460, 3489, ("NSW",)),
    (3490, 3512, ("NSW", "SA")),
    (3513, 3749, ("NSW",)),
    (3860, 3909, ("NSW",)),
    (4207, 4479, ("NSW",)),
    (4480, 4499, ("NSW", "SA")),
    (4700, 4830, ("NT", "SA")),
    (5253, 5345, ("VIC", "NSW")),
    (5417, 5440, ("NSW",)),
    (5690, 5690, ("WA",)),
    (5700, 5740, ("NSW", "QLD", "NT", "WA")),
    (6425, 6452, ("SA", "NT")),
    (6725, 6797, ("SA", "NT")),
)

#: Postcodes of places in several states, beside the state of their range. Any other has one state alone.
SHARED: Final = {
    872: ("SA", "WA"),
    2406: ("QLD",),
    2540: ("ACT",),
    2611: ("NSW",),
    2618: ("NSW",),
    2620: ("ACT",),
    3585: ("NSW",),
    3586: ("NSW",),
    3644: ("NSW",),
    3691: ("NSW",),
    3707: ("NSW",),
    4375: ("NSW",),
    4377: ("NSW",),
    4380: ("NSW",),
    4383: ("NSW",),
    4385: ("NSW",),
    4825: ("NT",),
}


def state_of(postcode: int) -> str | None:
    """Return the state of a postcode, None where there is no such postcode.

    Example:
        >>> state_of(800), state_of(2620), state_of(2899)
        ('NT', 'NSW', None)
    """
    return next((state for first, last, state in POSTCODES if first <= postcode <= last), None)


@cache
def states_of(postcode: int) -> frozenset[str]:
    """Return all states in which a postcode has places; none where there is no such postcode.

    Example:
        >>> sorted(states_of(4383)), sorted(states_of(4350)), sorted(states_of(0))
        (['NSW', 'QLD'], ['QLD'], [])
    """
    main = state_of(postcode)
    return frozenset() if main is None else frozenset((main, *SHARED.get(postcode, ())))


def states_next_to(postcode: int) -> frozenset[str]:
    """Return the states behind a border near which a postcode lies, none where it lies inland.

    Example:
        >>> sorted(states_next_to(2648)), sorted(states_next_to(2000))
        (['SA', 'VIC'], [])
    """
    return frozenset(state for first, last, states in BORDERS if first <= postcode <= last for state in states)


def is_within(postcode: int, ranges: Iterable[tuple[int, int]]) -> bool:
    """Say whether a postcode lies in one of some ranges.

    Example:
        >>> is_within(2648, [(2600, 2618), (2640, 2650)])
        True
    """
    return any(first <= postcode <= last for first, last in ranges)
