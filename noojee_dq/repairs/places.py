"""Where an Australian lead is, by its columns with a state or a postcode."""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from noojee_dq.arrow.columns import Positions
from noojee_dq.batch.batch import Batch
from noojee_dq.repairs.districts import BORDER_POSTCODES, POSTCODES, STATES

_STATE_HEADING: Final = re.compile(r"(?:.*[^a-z])?state(?:[^a-z].*)?", re.IGNORECASE)
_POSTCODE_HEADING: Final = re.compile(r"(?:.*[^a-z])?(?:post|postal|zip)[ _-]?code(?:[^a-z].*)?", re.IGNORECASE)

_NOWHERE: Final = "no state and no postcode say where the lead is"
_NO_PLACE: Final = "its state or its postcode is none of Australia's"
_CONTRADICTION: Final = "its columns name different states"


class Place(NamedTuple):
    """Where leads are.

    Args:
        states: the states that their columns name; several only near a border.
        near_border: numbers of a neighbouring state may be in use there, for all that is known.
        doubt: why the place is not known; "" = it is.
    """

    states: frozenset[str]
    near_border: bool
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
        >>> sorted(found[which[0]].states), found[which[0]].near_border
        (['VIC'], True)
    """
    state_headings = [heading for heading in _headings(batch, _STATE_HEADING) if _names_states(batch.text[heading])]
    headings = state_headings + _headings(batch, _POSTCODE_HEADING)
    if not headings:
        return [Place(frozenset(), True, _NOWHERE)], np.zeros(len(at), dtype=np.intp)
    cells = pd.MultiIndex.from_frame(batch.text[headings].iloc[at])
    which, distinct = cells.factorize()
    # A few thousand combinations at most: there are no more postcodes.
    return [_place(one[: len(state_headings)], one[len(state_headings) :]) for one in distinct], which


def _headings(batch: Batch, pattern: re.Pattern[str]) -> list[str]:
    return [heading for heading in batch.text.columns if pattern.fullmatch(heading)]


def _names_states(cells: pd.Series) -> bool:
    """Whether a column headed "state" holds states: it may as well hold the state of an order."""
    return any(_plain(cell) in STATES for cell in cells.unique())


def _place(state_cells: Iterable[str], postcode_cells: Iterable[str]) -> Place:
    named = [STATES.get(_plain(cell)) for cell in state_cells if cell.strip()]
    postcodes = [_postcode(cell) for cell in postcode_cells if cell.strip()]
    coded = [_state_of(postcode) for postcode in postcodes]
    near_border = not coded or any(_within(postcode, BORDER_POSTCODES) for postcode in postcodes)
    states = {*named, *coded}
    if not states:
        return Place(frozenset(), True, _NOWHERE)
    if None in states:
        return Place(frozenset(), True, _NO_PLACE)
    if len(states) > 1 and not (coded and near_border):
        return Place(frozenset(), True, _CONTRADICTION)
    return Place(frozenset(state for state in states if state), near_border)


def _plain(cell: str) -> str:
    return " ".join(cell.replace(".", "").split()).casefold()


def _postcode(cell: str) -> int:
    """Read the postcode; those of Darwin may have lost their leading zero."""
    return int(cell) if re.fullmatch(r"\s*[0-9]{3,4}\s*", cell) else 0


def _state_of(postcode: int) -> str | None:
    return next((state for first, last, state in POSTCODES if first <= postcode <= last), None)


def _within(postcode: int, ranges: Iterable[tuple[int, int]]) -> bool:
    return any(first <= postcode <= last for first, last in ranges)
