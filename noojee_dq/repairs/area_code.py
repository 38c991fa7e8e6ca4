"""The area code of an Australian landline, where the lead's state and postcode leave no doubt about it."""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from noojee_dq.arrow.cells import contains, replace_pattern
from noojee_dq.arrow.columns import Mask, Positions
from noojee_dq.batch.batch import Batch
from noojee_dq.batch.lead_places import Place, places
from noojee_dq.phones import parse_phones
from noojee_dq.places.districts import AREA_CODES, DISTRICTS, own_area_codes
from noojee_dq.repairs.fix import BAD_NUMBER, Doubt, Edit, Fix
from noojee_dq.repairs.phones import proposed
from noojee_dq.repairs.readings import readings

#: What is said of numbers without area code; those of Canberra, Hobart and Perth may begin like +61.
_LOCAL = ("no_area_code", "unassigned")

_SEVERAL = "numbers like it are in use there under several area codes"
_NONE = "no landline there begins like this"
_NEIGHBOUR = "the only landlines that begin like this are those of a neighbouring state"


def _area_code(batch: Batch) -> Iterator[Edit | Doubt]:
    for heading in batch.phone_headings:
        at = _local_numbers(batch, heading)
        if not len(at):
            continue
        local = replace_pattern(batch.cells(heading, at), "[^0-9]", "")
        code, reason = _codes(local, *places(batch, at))
        edit, right = proposed(batch, heading, at, ("0" + code + local).fillna(""), "+61" + code + local)
        yield edit
        yield Doubt(heading, at[~right], reason[~right])


def _local_numbers(batch: Batch, heading: str) -> Positions:
    """Where a cell holds the eight digits of an Australian landline and nothing else."""
    at = np.flatnonzero(readings(batch, heading)["problem"].isin(_LOCAL))
    at = at[pd.Series(batch.regions(at), index=range(len(at))).eq("AU").to_numpy()]
    return at[contains(batch.cells(heading, at), r"^[^0-9\pL+]*(?:[0-9][^0-9\pL+]*){8}$")]


def _codes(local: pd.Series, distinct_places: Sequence[Place], which: NDArray[np.intp]) -> tuple[pd.Series, pd.Series]:
    """Find the area code of each number, null where it is not certain, and why it is not."""
    code = pd.Series(None, index=local.index, dtype="str")
    count = np.zeros(len(local), dtype=int)
    for digit in AREA_CODES:
        possible, certain = _in_use(digit, local, distinct_places, which)
        valid = _is_valid(digit, local)
        count += possible & valid
        code[certain & valid] = digit
    doubts = np.array([place.doubt for place in distinct_places], dtype=object)[which]
    unsure = np.select([doubts != "", count > 1, count == 1], [doubts, _SEVERAL, _NEIGHBOUR], _NONE)
    return code.where(count == 1), pd.Series(unsure, index=local.index, dtype="str")


def _in_use(
    code: str, local: pd.Series, distinct_places: Sequence[Place], which: NDArray[np.intp]
) -> tuple[Mask, Mask]:
    """Say which numbers may be in use under an area code where the lead is, and which would be so for certain."""
    possible, certain = np.zeros((2, len(local)), dtype=bool)
    own = np.array([code in own_area_codes(place.states) for place in distinct_places])
    for district in DISTRICTS:
        if district.area_code == code:
            alike = contains(local, f"^(?:{district.heads})")
            reached = np.array([district.may_reach(*place[:3]) for place in distinct_places])
            beyond = np.array([district.reaches_beyond(place.states, place.postcodes) for place in distinct_places])
            possible |= reached[which] & alike
            certain |= (reached & own | beyond)[which] & alike
    return possible, certain


def _is_valid(code: str, local: pd.Series) -> Mask:
    parsed = parse_phones("+61" + code + local)
    return (parsed["valid"] & parsed["type"].eq("fixed_line")).to_numpy(dtype=bool)


FIXES = (
    Fix(
        id="area-code",
        title="the area code is put before an Australian landline, where state and postcode leave no doubt",
        example="`5550 1234` becomes `0355501234` in Victoria",
        answers=BAD_NUMBER,
        # Whether a column holds states is seen from all of it.
        scope="file",
        asked_for=True,
        work=_area_code,
    ),
)
