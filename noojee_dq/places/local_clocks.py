"""Which clocks are kept at an Australian place, as far as its state or its postcode tells."""

from typing import Final

from noojee_dq.places.postcodes import states_of
from noojee_dq.places.states import STATES

#: Postcodes with a clock of their own. Broken Hill's and Eucla's have places beside it that keep the clock of their
#: state; at the bases in the Antarctic, with the postcode of Macquarie Island, each keeps another.
_OWN_CLOCKS: Final[dict[int, tuple[str, ...]]] = {
    2880: ("Australia/Broken_Hill", "Australia/Sydney"),
    2898: ("Australia/Lord_Howe",),
    6443: ("Australia/Eucla", "Australia/Perth"),
    6798: ("Indian/Christmas",),
    6799: ("Indian/Cocos",),
    7151: (),
}


def local_clocks(state: str | None, postcode: int | None) -> frozenset[str]:
    """Return the zones that people at a place may live by.

    Args:
        state: the usual abbreviation; None = it is not known.
        postcode: likewise. Where it contradicts the state, either may be right.

    Returns:
        IANA zones; none where nothing is known of the place.

    Example:
        >>> sorted(local_clocks("WA", None)), sorted(local_clocks(None, 2880))
        (['Australia/Perth'], ['Australia/Broken_Hill', 'Australia/Sydney'])
        >>> sorted(local_clocks("NSW", 4383)), sorted(local_clocks("NSW", 6000)), sorted(local_clocks(None, None))
        (['Australia/Sydney'], ['Australia/Perth', 'Australia/Sydney'], [])
    """
    coded = frozenset() if postcode is None else states_of(postcode)
    if postcode in _OWN_CLOCKS and (state is None or state in coded):
        return frozenset(_OWN_CLOCKS[postcode])
    states = coded if state is None else {state} if state in coded else {state, *coded}
    return frozenset(STATES[one].zone for one in states)


def contradict(state: str | None, postcode: int | None) -> bool:
    """Say whether a place cannot be in this state with this postcode.

    Example:
        >>> contradict("NSW", 4350), contradict("NSW", 4383), contradict("NSW", None), contradict("NSW", 2899)
        (True, False, False, False)
    """
    coded = frozenset() if postcode is None else states_of(postcode)
    return state is not None and bool(coded) and state not in coded
