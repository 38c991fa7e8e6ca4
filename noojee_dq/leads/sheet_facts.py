"""What a sheet tells beside its values: what is hidden in it, and which cells hold an error."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

#: What stands in a cell whose formula failed, by its code in Excel's binary formats ([MS-XLS] 2.5.10 BErr).
ERRORS_BY_CODE: Final[Mapping[int, str]] = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}


class SheetFacts(NamedTuple):
    """What a sheet tells beside its values; rows and columns are counted from 0.

    Attributes:
        hidden_rows: by a filter, an outline or by hand: the first and last of each run.
        hidden_columns: likewise.
        texts: by row and column what calamine gives otherwise: errors, and durations of more than a day.
    """

    hidden_rows: Sequence[tuple[int, int]] = ()
    hidden_columns: Sequence[tuple[int, int]] = ()
    texts: Mapping[tuple[int, int], str] = {}
