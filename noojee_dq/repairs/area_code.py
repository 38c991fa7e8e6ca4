"""The area code of an Australian landline, where the lead's state and postcode leave no doubt about it."""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from noojee_dq.arrow.cells import contains, replace_pattern
from noojee_dq.arrow.columns import Mask, Positions
from noojee_dq.batch.batch import Batch
from noojee_dq.phones import parse_phones
from noojee_dq.repairs.districts import AREA_CODES, DISTRICTS
from noojee_dq.repairs.fix import Doubt, Edit, Fix
from noojee_dq.repairs.phones import proposed
from noojee_dq.repairs.places import Place, places
from noojee_dq.repairs.readings import readings

_SEVERAL = "numbers like it are in use there under several area codes"
_NONE = "no landline there begins like this"


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
    at = np.flatnonzero(readings(batch, heading)["problem"].eq("no_area_code"))
    at = at[pd.Series(batch.regions(at), index=range(len(at))).eq("AU").to_numpy()]
    return at[contains(batch.cells(heading, at), r"^[^0-9\pL+]*(?:[0-9][^0-9\pL+]*){8}$")]


def _codes(local: pd.Series, distinct_places: Sequence[Place], which: NDArray[np.intp]) -> tuple[pd.Series, pd.Series]:
    """Find the area code of each number, null where it is not certain, and why it is not."""
    possible = {code: _in_use(code, local, distinct_places, which) & _is_valid(code, local) for code in AREA_CODES}
    count = np.sum(list(possible.values()), axis=0)
    code = pd.Series(None, index=local.index, dtype="str")
    for digit, mask in possible.items():
        code[mask & (count == 1)] = digit
    doubts = np.array([place.doubt for place in distinct_places], dtype=object)[which]
    reason = np.where(doubts != "", doubts, np.where(count > 1, _SEVERAL, _NONE))
    return code, pd.Series(reason, index=local.index, dtype="str")


def _in_use(code: str, local: pd.Series, distinct_places: Sequence[Place], which: NDArray[np.intp]) -> Mask:
    used = np.zeros(len(local), dtype=bool)
    for district in DISTRICTS:
        if district.area_code == code:
            there = np.array([district.reaches(place.states, place.near_border) for place in distinct_places])
            used |= there[which] & contains(local, f"^(?:{district.heads})")
    return used


def _is_valid(code: str, local: pd.Series) -> Mask:
    parsed = parse_phones("+61" + code + local)
    return (parsed["valid"] & parsed["type"].eq("fixed_line")).to_numpy(dtype=bool)


FIXES = (
    Fix(
        id="area-code",
        title="the area code is put before an Australian landline, where state and postcode leave no doubt",
        example="`5550 1234` becomes `0355501234` in Victoria",
        answers=("undialable-number", "bad-number-beside-good"),
        # Whether a column holds states is seen from all of it.
        scope="file",
        asked_for=True,
        work=_area_code,
    ),
)
