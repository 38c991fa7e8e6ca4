"""A sample of the filled cells of any column, and how much of it reads as phone numbers."""

from functools import cached_property
from typing import Final

import numpy as np
import pandas as pd

from noojee_dq.arrow.cells import is_blank, is_no_change
from noojee_dq.codes import MIN_PHONE_DIGITS
from noojee_dq.phones.cell_kinds import CellKind, cell_kinds
from noojee_dq.phones.digits import digits
from noojee_dq.phones.parse import parse_phones
from noojee_dq.words.spreadsheet import DECIMAL_TAIL

#: Filled cells that are looked at: enough to tell a share of half from one of four fifths.
_CELLS: Final = 500
_WORD: Final = r"[^\W\d_]{2,}"
#: "Contact Ann on 02 5550 1234" is one, "Ann Lee 02 5550 1234" is none.
_WORDS_OF_PROSE: Final = 3


class SampledCells:
    """Filled cells from all over a column: neither blank, nor `<NO CHANGE>`, nor a word for nothing.

    Args:
        column: text.
        region: ISO 3166 code of the country of numbers written without one.

    Attributes:
        written: the cells.

    Example:
        >>> cells = SampledCells(pd.Series(["0491 570 006", "9234 1234", "n/a", ""]), "AU")
        >>> len(cells.written), cells.numbers, cells.valid
        (2, 1.0, 0.5)
    """

    def __init__(self, column: pd.Series, region: str) -> None:
        self._region = region
        sample = sampled(column)
        kinds = sample.map(cell_kinds(sample)).astype("str")
        written = kinds.ne(CellKind.NOTHING).to_numpy(dtype=bool)
        self.written, self._kinds = sample[written], kinds[written]

    @cached_property
    def numbers(self) -> float:
        """The share of cells that read as numbers, good or bad."""
        moments = self._are(CellKind.MOMENT)
        # Where a country has numbers of such digits, they are numbers.
        bare = moments & self.written.str.isdecimal()
        meant = bare & self._valid if bare.any() else bare
        return float((self._are(CellKind.NUMBER) | meant).mean())

    @property
    def moments(self) -> float:
        """The share of dates and times."""
        return float(self._are(CellKind.MOMENT).mean())

    @property
    def valid(self) -> float:
        """The share of numbers that can be dialled."""
        return float((self._are(CellKind.NUMBER) & self._valid).mean())

    @property
    def prose(self) -> float:
        """The share of cells with so many words that they are sentences, which may name a number."""
        return float(self.written.str.count(_WORD).ge(_WORDS_OF_PROSE).mean())

    @cached_property
    def _valid(self) -> pd.Series:
        # What a spreadsheet puts behind a number says nothing about it.
        written = self.written.str.replace(rf"{DECIMAL_TAIL}\s*$", "", regex=True)
        return parse_phones(written, self._region)["valid"]

    def _are(self, kind: CellKind) -> pd.Series:
        return self._kinds.eq(kind)


def sampled(column: pd.Series) -> pd.Series:
    """Return some cells from all over a column that hold anything of their own.

    Args:
        column: text.

    Example:
        >>> sampled(pd.Series(["", "a", "<No Change>", "b"])).tolist()
        ['a', 'b']
    """
    filled = np.flatnonzero(~(is_blank(column) | is_no_change(column)))
    spread = np.unique(np.linspace(0, max(len(filled) - 1, 0), min(_CELLS, len(filled))).astype(int))
    return column.iloc[filled[spread]]


def times_of_one_number(column: pd.Series) -> int:
    """Count how often the number stands in a column that stands there most often.

    Args:
        column: phone cells as text.

    Example:
        >>> times_of_one_number(pd.Series(["03 5550 1234", "0355501234", "0491 570 006", "0000 000 000"]))
        2
    """
    numbers = digits(column)
    counts = numbers[numbers.str.len().ge(MIN_PHONE_DIGITS)].value_counts()
    # 0000000000 and 0400000000 are what people type who have no number.
    return next((int(count) for number, count in counts.items() if len(set(str(number))) > 2), 0)
