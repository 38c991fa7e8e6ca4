"""Where an Australian lead is, by its columns with a state or a postcode."""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from noojee_dq.arrow.columns import Positions
from noojee_dq.batch.batch import Batch
from noojee_dq.places.postcodes import state_of, states_next_to
from noojee_dq.places.states import STATES, state_named
from noojee_dq.words.headings import POSTCODE_HEADING

_STATE_HEADING: Final = re.compile(r"(?:.*[^a-z])?state(?:[^a-z].*)?", re.IGNORECASE)

_NOWHERE: Final = "no state and no postcode say where the lead is"
_NO_PLACE: Final = "its state or its postcode is none of Australia's"
_CONTRADICTION: Final = "its columns name different states"


class Place(NamedTuple):
    """Where leads are.

    Args:
        states: the states that their columns name; several only near a border.
        next_to: the states next to it, for all that is known.
        postcodes: the postcodes that their columns name.
        doubt: why the place is not known; "" = it is.
    """

    states: frozenset[str]
    next_to: frozenset[str]
    postcodes: tuple[int, ...] = ()
    doubt: str = ""


def places(batch: Batch, at: Positions) -> tuple[list[Place], NDArray[np.intp]]:
    """Find out where some leads are.

    Args:
        batch: the leads.
        at: the positions of those that are wanted.

    Returns:
        The distinct places, and for each lead the number of its place.

    Example:
        >>> from noojee_dq.campaign import Campaign
        >>> found, which = places(Batch(pd.DataFrame({"State": ["Vic"]}), Campaign()), np.arange(1))
        >>> sorted(found[which[0]].states), found[which[0]].postcodes
        (['VIC'], ())
    """
    state_headings = [heading for heading in headings_of_states(batch) if _names_states(batch.text[heading])]
    headings = state_headings + headings_of_postcodes(batch)
    if not headings:
        return [_unknown(_NOWHERE)], np.zeros(len(at), dtype=np.intp)
    cells = pd.MultiIndex.from_frame(batch.text[headings].iloc[at])
    which, distinct = cells.factorize()
    # A few thousand combinations at most: there are no more postcodes.
    return [_place(one[: len(state_headings)], one[len(state_headings) :]) for one in distinct], which


def headings_of_states(batch: Batch) -> list[str]:
    """Return the columns that are headed as states, or sent as such.

    Example:
        >>> from noojee_dq.campaign import Campaign
        >>> headings_of_states(Batch(pd.DataFrame(columns=["State/Province", "Statement", "Zip Code"]), Campaign()))
        ['State/Province']
    """
    return _headings(batch, _STATE_HEADING)


def headings_of_postcodes(batch: Batch) -> list[str]:
    """Return the columns that are headed as postcodes, or sent as such.

    Example:
        >>> from noojee_dq.campaign import Campaign
        >>> headings_of_postcodes(Batch(pd.DataFrame(columns=["State", "Postal Postcode", "Zip Code"]), Campaign()))
        ['Postal Postcode', 'Zip Code']
    """
    return _headings(batch, POSTCODE_HEADING)


def address_of(batch: Batch, heading: str) -> str:
    """Return which address of a lead a column with states or postcodes belongs to, in small letters; "" = its own.

    Example:
        >>> from noojee_dq.campaign import Campaign
        >>> batch = Batch(pd.DataFrame(), Campaign(columns={"PLZ": "Work postcode"}))
        >>> [address_of(batch, heading) for heading in ("Postal_State", "Postal Post Code", "State/Province", "PLZ")]
        ['postal', 'postal', 'province', 'work']
    """
    says_it = _STATE_HEADING.fullmatch(heading) or POSTCODE_HEADING.fullmatch(heading)
    name = heading if says_it else batch.campaign.field_of(heading)
    word = r"(?<![a-z])(?:state|(?:post|postal|zip)[ _-]?code)(?![a-z])"
    return " ".join(re.sub(r"[^a-z0-9]+", " ", re.sub(word, " ", name.casefold())).split())


def _headings(batch: Batch, pattern: re.Pattern[str]) -> list[str]:
    return [
        heading
        for heading in batch.text.columns
        if pattern.fullmatch(heading) or pattern.fullmatch(batch.campaign.field_of(heading))
    ]


def _names_states(cells: pd.Series) -> bool:
    """Whether a column headed "state" holds states: it may as well hold the state of an order."""
    return any(state_named(cell) for cell in cells.unique())


def _place(state_cells: Iterable[str], postcode_cells: Iterable[str]) -> Place:
    named = {state_named(cell) for cell in state_cells if cell.strip()}
    postcodes = tuple(postcode_named(cell) for cell in postcode_cells if cell.strip())
    coded = {state_of(postcode) for postcode in postcodes}
    states = frozenset(state for state in named | coded if state)
    if not named | coded:
        return _unknown(_NOWHERE)
    if None in named | coded:
        return _unknown(_NO_PLACE)
    # A state alone may mean any place of it, and so any border.
    next_to = frozenset[str]().union(*map(states_next_to, postcodes)) if postcodes else frozenset(STATES)
    if len(states) > 1 and not states <= coded | next_to:
        return _unknown(_CONTRADICTION)
    return Place(states, next_to, postcodes)


def _unknown(doubt: str) -> Place:
    return Place(frozenset(), frozenset(), doubt=doubt)


def postcode_named(cell: str) -> int:
    """Read a postcode; those of Darwin may have lost their leading zero, and any may have a decimal tail.

    Args:
        cell: text.

    Returns:
        The postcode; 0 = it is none.

    Example:
        >>> [postcode_named(cell) for cell in ("0800", "800", " 3000.0", "3000-1", "")]
        [800, 800, 3000, 0, 0]
    """
    written = re.fullmatch(r"\s*([0-9]{3,4})(?:\.0)?\s*", cell)
    return int(written[1]) if written else 0
