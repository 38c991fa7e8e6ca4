"""Where Australian geographic numbers are in use, as far as an area code follows from a state or a postcode.

From the numbering plan (charging districts by area code and first two digits) and Australia Post's ranges of
postcodes. Both are drawn wide where states meet: a doubt more costs nothing, a wrong area code calls a stranger.
"""

from collections.abc import Set
from typing import Final, NamedTuple

#: Australia's area codes, without their zero.
AREA_CODES: Final = ("2", "3", "7", "8")

#: How a state is written, in small letters without full stops -> its usual abbreviation.
STATES: Final = {
    "nsw": "NSW",
    "new south wales": "NSW",
    "act": "ACT",
    "australian capital territory": "ACT",
    "vic": "VIC",
    "victoria": "VIC",
    "qld": "QLD",
    "queensland": "QLD",
    "sa": "SA",
    "south australia": "SA",
    "wa": "WA",
    "western australia": "WA",
    "tas": "TAS",
    "tasmania": "TAS",
    "nt": "NT",
    "northern territory": "NT",
}


class District(NamedTuple):
    """Numbers that begin alike.

    Args:
        area_code: the first digit behind the zero.
        heads: pattern of the first two digits after the area code.
        states: states that use them anywhere.
        border_states: states that use them near a border alone.
    """

    area_code: str
    heads: str
    states: tuple[str, ...]
    border_states: tuple[str, ...] = ()

    def reaches(self, states: Set[str], near_border: bool) -> bool:
        """Whether its numbers are in use in one of these states, or near a border of it."""
        return not states.isdisjoint(self.states + (self.border_states if near_border else ()))


DISTRICTS: Final = (
    District("2", "3.|4[0-9]|5[359]|6[359]", ("NSW",), ("ACT",)),
    District("2", "5[678]|6[678]", ("NSW",), ("QLD",)),
    District("2", "5[04]|6[04]", ("NSW",), ("ACT", "VIC")),
    District("2", "5[12]|6[12]", ("ACT", "NSW")),
    District("2", "[789].", ("NSW",)),
    District("3", "[45][0478]", ("VIC",), ("NSW", "SA")),
    District("3", "[45][135]", ("VIC",), ("NSW", "SA")),
    District("3", "[45][269]|[789].", ("VIC",)),
    District("3", "6.", ("TAS",)),
    District("7", "2.|3.|4[0-389]|5[2-4]", ("QLD",)),
    District("7", "4[47]", ("QLD",), ("NT",)),
    District("7", "4[56]|5[567]|7.", ("QLD",), ("NSW", "SA", "NT")),
    District("8", "5[15]|6.|9.", ("WA",), ("NT", "SA")),
    District("8", "7[0-4]|8[1-4]", ("SA",)),
    District("8", "7[5-8]|8[5-8]", ("SA",), ("NSW", "VIC", "QLD", "NT", "WA")),
    District("8", "[78]9", ("NT",), ("QLD", "SA", "WA")),
    District("8", "80", (), ("NSW", "SA", "QLD")),
)

#: First and last postcode of each range, and its state.
POSTCODES: Final = (
    (200, 299, "ACT"),
    (800, 999, "NT"),
    (1000, 2599, "NSW"),
    (2600, 2618, "ACT"),
    (2619, 2897, "NSW"),
    (2900, 2920, "ACT"),
    (2921, 2999, "NSW"),
    (3000, 3999, "VIC"),
    (4000, 4999, "QLD"),
    (5000, 5999, "SA"),
    (6000, 6797, "WA"),
    (7000, 7999, "TAS"),
    (8000, 8999, "VIC"),
    (9000, 9999, "QLD"),
)

#: Ranges in which numbers of a neighbouring district may be in use.
BORDER_POSTCODES: Final = (
    (800, 999),
    (2340, 2411),
    (2460, 2490),
    (2545, 2551),
    (2618, 2739),
    (2820, 2897),
    (3270, 3424),
    (3460, 3749),
    (3860, 3909),
    (4207, 4499),
    (4700, 4830),
    (5253, 5345),
    (5400, 5740),
    (6425, 6452),
    (6725, 6797),
)
