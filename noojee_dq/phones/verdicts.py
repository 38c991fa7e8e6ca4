"""What is said of the cells of a phone column, as columns of codes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import phonenumbers

from noojee_dq.arrow.columns import Mask, Positions
from noojee_dq.phones.digit_keys import e164_of
from noojee_dq.phones.digits import digits_in_any_script
from noojee_dq.phones.problems import PROBLEM_CODES

#: Every region that a number can belong to; "001" stands for the calling codes of no region.
REGIONS: Final = (*sorted(phonenumbers.SUPPORTED_REGIONS), phonenumbers.REGION_CODE_FOR_NON_GEO_ENTITY)

#: The place of each region in `REGIONS`: columns of regions are kept as these.
REGION_CODES: Final = {region: code for code, region in enumerate(REGIONS)}

#: The code of nothing: no type, no region, no problem, or a region that libphonenumber does not know.
NONE: Final = -1


@dataclass(frozen=True, eq=False)
class Verdicts:
    """What is said of each cell of a column.

    Args:
        cells (pyarrow.LargeStringArray): the cells.
        undecided: which cells nothing is said of.
        type: the code of a valid number's type.
        region: the code of its region.
        problem: the code of a problem.
        number: the E.164 form of a valid number, without its plus sign; 0 = none.
    """

    cells: Any
    undecided: Mask
    type: npt.NDArray[np.int8]
    region: npt.NDArray[np.int16]
    problem: npt.NDArray[np.int8]
    number: npt.NDArray[np.int64]

    @property
    def e164(self) -> Any:
        """The E.164 form of a valid number, as Arrow text, else null; made anew each time, like `digits`."""
        return e164_of(self.number)

    @property
    def digits(self) -> Any:
        """The digits of the cell, in any script, as Arrow text."""
        return digits_in_any_script(self.cells)

    def put(self, rows: Positions, others: "Verdicts") -> None:
        """Put the verdicts on some rows in the place of what was said of them."""
        for mine, theirs in zip(self._columns(), others._columns(), strict=True):
            mine[rows] = theirs

    def _columns(self) -> tuple[npt.NDArray[Any], ...]:
        return self.undecided, self.type, self.region, self.problem, self.number


def undecided_verdicts(cells: Any) -> Verdicts:
    """Return verdicts that say nothing yet.

    Args:
        cells (pyarrow.LargeStringArray): phone cells without nulls.

    Example:
        >>> import pyarrow as pa
        >>> undecided_verdicts(pa.array(["0491 570 006"], pa.large_string())).undecided.tolist()
        [True]
    """
    count = len(cells)
    return Verdicts(
        cells,
        undecided=np.ones(count, dtype=bool),
        type=np.full(count, NONE, dtype=np.int8),
        region=np.full(count, NONE, dtype=np.int16),
        problem=np.full(count, NONE, dtype=np.int8),
        number=np.zeros(count, dtype=np.int64),
    )


def concatenated(cells: Any, parts: Sequence[Verdicts]) -> Verdicts:
    """Put the verdicts on the parts of a column one after the other.

    Args:
        cells (pyarrow.LargeStringArray): the cells of all parts.
        parts: what is said of them.
    """
    columns = zip(*(part._columns() for part in parts), strict=True)
    return Verdicts(cells, *map(np.concatenate, columns))


class Draft:
    """Verdicts that are being made, row by row of a column.

    Args:
        cells (pyarrow.LargeStringArray): the cells of the column.
    """

    def __init__(self, cells: Any) -> None:
        self.verdicts = undecided_verdicts(cells)
        self.undecided = self.verdicts.undecided
        self.type, self.region, self.problem = self.verdicts.type, self.verdicts.region, self.verdicts.problem
        self.number = self.verdicts.number
        #: The length of the national number, 0 where none was found.
        self.size = np.zeros(len(cells), dtype=np.int64)

    def decide(self, rows: Positions, problem: str) -> None:
        """Decide that rows hold no valid number, and say why."""
        self.undecided[rows] = False
        self.problem[rows] = PROBLEM_CODES[problem]
