"""Where Australian geographic numbers are in use, as far as an area code follows from a state or a postcode.

From the numbering plan: charging districts by area code and first two digits, drawn wide where states meet. What a
neighbour may have adds a doubt and never decides by itself, since a wrong area code calls a stranger.
"""

from collections.abc import Collection, Set
from typing import Final, NamedTuple

from noojee_dq.places.postcodes import is_within, state_of

#: Australia's area codes, without their zero.
AREA_CODES: Final = ("2", "3", "7", "8")

#: Postcodes beyond a border whose landlines hang on exchanges of the state before it.
_WITH_ALBURY: Final = ((3685, 3709), (3749, 3749))
_NORTH_OF_THE_MURRAY: Final = ((2647, 2648), (2710, 2717), (2731, 2739))


class District(NamedTuple):
    """Numbers that begin alike.

    Args:
        area_code: the first digit behind the zero.
        heads: pattern of the first two digits after the area code.
        states: states that use them anywhere.
        border_states: states that may use them near their border with one of `states`.
        beyond: ranges of postcodes of another state that use them for certain.
    """

    area_code: str
    heads: str
    states: tuple[str, ...]
    border_states: tuple[str, ...] = ()
    beyond: tuple[tuple[int, int], ...] = ()

    def may_reach(self, states: Set[str], next_to: Set[str], postcodes: Collection[int]) -> bool:
        """Whether its numbers may be in use at a place in one of these states, next to others.

        Example:
            >>> darwin = District("8", "[78]9", ("NT",), ("QLD",))
            >>> darwin.may_reach({"QLD"}, {"NT"}, [4825]), darwin.may_reach({"QLD"}, {"NSW"}, [4380])
            (True, False)
        """
        over_border = not states.isdisjoint(self.border_states) and not next_to.isdisjoint(self.states)
        return not states.isdisjoint(self.states) or over_border or self.reaches_beyond(states, postcodes)

    def reaches_beyond(self, states: Set[str], postcodes: Collection[int]) -> bool:
        """Whether its numbers are in use for certain in another state: at one of these postcodes, or anywhere in it."""
        if postcodes:
            return any(is_within(postcode, self.beyond) for postcode in postcodes)
        return any(state_of(first) in states for first, _ in self.beyond)


DISTRICTS: Final = (
    District("2", "[34].|[56][359]", ("NSW", "ACT")),
    District("2", "[56][678]", ("NSW",), ("QLD",)),
    District("2", "[56]0", ("NSW",), ("ACT", "VIC"), beyond=_WITH_ALBURY),
    District("2", "[56]4", ("NSW",), ("ACT", "VIC")),
    District("2", "[56][12]", ("ACT", "NSW")),
    District("2", "[789].", ("NSW",)),
    District("3", "[45][0478]", ("VIC",), ("NSW", "SA"), beyond=_NORTH_OF_THE_MURRAY),
    District("3", "[45][135]", ("VIC",), ("NSW", "SA")),
    District("3", "[45][269]|[789].", ("VIC",)),
    District("3", "6.", ("TAS",)),
    District("7", "2.|3.|4[0-389]|5[2-4]", ("QLD",)),
    District("7", "4[47]", ("QLD",), ("NT",)),
    District("7", "4[56]|5[567]|7.", ("QLD",), ("NSW", "SA")),
    District("8", "5[15]|6.|9.", ("WA",), ("NT", "SA")),
    # Adelaide's, and dialled like this from Darwin and Perth, where no other number begins like it.
    District("8", "7[0-4]", ("SA", "NT", "WA")),
    District("8", "8[1-4]", ("SA",)),
    District("8", "[78][5-8]", ("SA",), ("NSW", "VIC", "QLD", "NT", "WA")),
    District("8", "[78]9", ("NT",), ("QLD", "SA", "WA")),
    # Broken Hill, which is in New South Wales, and whose exchanges belong to South Australia.
    District("8", "80", ("SA",), ("NSW", "QLD")),
)


def own_area_codes(states: Set[str]) -> frozenset[str]:
    """Return the area codes of some states, without those that only their borders see.

    Example:
        >>> sorted(own_area_codes({"NT"})), sorted(own_area_codes({"NSW", "VIC"}))
        (['8'], ['2', '3'])
    """
    return frozenset(district.area_code for district in DISTRICTS if not states.isdisjoint(district.states))
