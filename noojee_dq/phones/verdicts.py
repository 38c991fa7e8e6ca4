"""What is said of the cells of a phone column, as columns of codes."""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
import phonenumbers
import pyarrow as pa

from noojee_dq.arrow.columns import Mask, Positions
from noojee_dq.phones.problems import PROBLEM_CODES

#: Every region that a number can belong to; "001" stands for the calling codes of no region.
REGIONS: Final = (*sorted(phonenumbers.SUPPORTED_REGIONS), phonenumbers.REGION_CODE_FOR_NON_GEO_ENTITY)

#: The place of each region in `REGIONS`: columns of regions are kept as these.
REGION_CODES: Final = {region: code for code, region in enumerate(REGIONS)}

#: The code of nothing: no type, no region, no problem, or a region that libphonenumber does not know.
NONE: Final = -1


class Verdicts(NamedTuple):
    """What is said of each cell of a column.

    Args:
        undecided: which cells nothing is said of.
        type: the code of a valid number's type.
        region: the code of its region.
        problem: the code of a problem.
        e164 (pyarrow.LargeStringArray): the E.164 form of a valid number, else null.
        digits (pyarrow.LargeStringArray): the digits of the cell, in any script.
    """

    undecided: Mask
    type: npt.NDArray[np.int8]
    region: npt.NDArray[np.int16]
    problem: npt.NDArray[np.int8]
    e164: Any
    digits: Any


def concatenated(parts: Sequence[Verdicts]) -> Verdicts:
    """Put the verdicts on the parts of a column one after the other."""
    *codes, e164, digits = zip(*parts, strict=True)
    undecided, types, regions, problems = map(np.concatenate, codes)
    return Verdicts(undecided, types, regions, problems, pa.concat_arrays(e164), pa.concat_arrays(digits))


class Draft:
    """Verdicts that are being made, row by row of a column.

    Args:
        count: how many cells the column has.
    """

    def __init__(self, count: int) -> None:
        self.undecided = np.ones(count, dtype=bool)
        self.type = np.full(count, NONE, dtype=np.int8)
        self.region = np.full(count, NONE, dtype=np.int16)
        self.problem = np.full(count, NONE, dtype=np.int8)
        #: The length of the national number, 0 where none was found.
        self.size = np.zeros(count, dtype=np.int64)
        self._e164: list[tuple[Positions, Any]] = []

    def decide(self, rows: Positions, problem: str) -> None:
        """Decide that rows hold no valid number, and say why."""
        self.undecided[rows] = False
        self.problem[rows] = PROBLEM_CODES[problem]

    def add_e164(self, rows: Positions, forms: Any) -> None:
        """Give valid numbers their E.164 form."""
        self._e164.append((rows, forms))

    def finished(self, digits: Any) -> Verdicts:
        """Return the verdicts, with the digits of the cells; whatever is undecided has no codes."""
        place = np.full(len(self.undecided), NONE)
        start = 0
        for rows, forms in self._e164:
            place[rows] = np.arange(start, start + len(forms))
            start += len(forms)
        forms = pa.concat_arrays([pa.array([], pa.large_string()), *(forms for _, forms in self._e164)])
        e164 = forms.take(pa.array(place, mask=place == NONE))
        return Verdicts(self.undecided, self.type, self.region, self.problem, e164, digits)
