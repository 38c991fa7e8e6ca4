"""Read a column by interval tables, where it is long enough to pay for them, and by the compiled path otherwise."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from noojee_dq.arrow.columns import Mask, Positions, lengths, selected
from noojee_dq.phones.calling_code import calling_codes_of_keys
from noojee_dq.phones.compiled import compiled_verdicts, may_be_several
from noojee_dq.phones.digit_keys import Keys, digit_keys, keys_without
from noojee_dq.phones.digits import FEWEST_DIGITS, may_hold_marks, simply_written
from noojee_dq.phones.intervals import IntervalTable, international_table, national_table
from noojee_dq.phones.metadata import LONGEST_CELL, plan_of_region
from noojee_dq.phones.verdicts import NONE, REGIONS, Verdicts, undecided_verdicts

#: Fewer cells of a region do not pay for its tables: to make them takes as long as reading some 200,000 without, and
#: a file has more than one phone column.
FEWEST_CELLS: Final = 100_000


@dataclass(frozen=True, eq=False)
class Tables:
    """The tables that a column is read by.

    Args:
        national: those of regions, by their codes, for numbers without plus sign.
        international: those of calling codes.
    """

    national: dict[int, IntervalTable]
    international: dict[int, IntervalTable]


def tables_for(regions: npt.NDArray[np.int16]) -> Tables:
    """Return the tables of the regions that enough cells are read in.

    Args:
        regions: the code of the region that each cell is read in.

    Example:
        >>> tables_for(np.zeros(10, dtype=np.int16)).national
        {}
    """
    counts = np.bincount(regions[regions != NONE], minlength=1)
    tables = Tables({}, {})
    for region in np.flatnonzero(counts >= FEWEST_CELLS).tolist():
        if (national := national_table(REGIONS[region])) is not None:
            tables.national[region] = national
        plan = plan_of_region(REGIONS[region])
        if plan is not None and (international := international_table(int(plan.calling_code))) is not None:
            tables.international[int(plan.calling_code)] = international
    return tables


def verdicts_by_tables(cells: Any, regions: npt.NDArray[np.int16], tables: Tables) -> Verdicts:
    """Say of the cells of a column what `compiled_verdicts` says, sooner.

    Args:
        cells (pyarrow.LargeStringArray): phone cells without nulls.
        regions: the code of the region that each is read in.
        tables: what to read them by; the cells for which they do not serve are read by the compiled path.

    Example:
        >>> cells = pa.array(["0491 570 006"] * FEWEST_CELLS, pa.large_string())
        >>> regions = np.full(len(cells), REGIONS.index("AU"), dtype=np.int16)
        >>> verdicts_by_tables(cells, regions, tables_for(regions)).number[0]
        np.int64(61491570006)
    """
    if not tables.national and not tables.international:
        return compiled_verdicts(cells, regions)
    verdicts = undecided_verdicts(cells)
    _look_up(verdicts, regions, tables)
    rest = np.flatnonzero(verdicts.undecided)
    if len(rest):
        verdicts.put(rest, compiled_verdicts(cells.take(pa.array(rest)), regions[rest]))
    return verdicts


def _look_up(verdicts: Verdicts, regions: npt.NDArray[np.int16], tables: Tables) -> None:
    keys, usual, plus = _written_keys(verdicts.cells)
    usual &= regions != NONE
    abroad = [np.flatnonzero(usual & plus)]
    for region, table in tables.national.items():
        rows = np.flatnonzero(usual & ~plus & (regions == region))
        prefixes = table.abroad[_tell(verdicts, rows, keys[rows], table)]
        prefixed = prefixes > 0
        abroad.append(rows[prefixed])
        keys[rows[prefixed]] = keys_without(keys[rows[prefixed]], prefixes[prefixed])
    rows = np.concatenate(abroad)
    codes = calling_codes_of_keys(keys[rows])
    for code, table in tables.international.items():
        of_code = rows[codes == code]
        _tell(verdicts, of_code, keys[of_code], table)


def _written_keys(cells: Any) -> tuple[Keys, Mask, Mask]:
    """Return the key of each cell, whether it can be read by that, and whether it has a plus sign."""
    marked = may_hold_marks(cells)
    keys = np.zeros(len(cells), dtype=np.int64) if marked.all() else digit_keys(cells)
    usual = (lengths(cells) >= FEWEST_DIGITS) & (lengths(cells) <= LONGEST_CELL)
    plus = np.zeros(len(cells), dtype=bool)
    with_marks = selected(cells, marked)
    written = simply_written(with_marks)
    keys[marked] = digit_keys(written.digits)
    several = may_be_several(lengths(written.digits), lengths(with_marks))
    usual[marked] = written.simple & ~written.excel_decimal & ~several
    plus[marked] = written.plus
    return keys, usual, plus


def _tell(verdicts: Verdicts, rows: Positions, keys: Keys, table: IntervalTable) -> Positions:
    """Say of rows what the intervals of their keys say, and return those."""
    places = table.places(keys)
    verdicts.undecided[rows] = table.undecided[places]
    verdicts.type[rows] = table.type[places]
    verdicts.region[rows] = table.region[places]
    verdicts.problem[rows] = table.problem[places]
    verdicts.number[rows] = np.where(table.type[places] != NONE, keys + table.delta[places], 0)
    return places
