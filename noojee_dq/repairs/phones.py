"""How a phone number is written: separators, decimal tails, lost zeros. Its digits are never guessed."""

from collections.abc import Iterator
from functools import cache

import numpy as np
import pandas as pd
import phonenumbers

from noojee_dq.arrow.cells import contains, replace_pattern
from noojee_dq.arrow.columns import Mask, Positions
from noojee_dq.batch.batch import Batch
from noojee_dq.repairs.fix import Doubt, Edit, Fix
from noojee_dq.repairs.readings import read_cells, readings

# Spaces of any width, marks without width, full stops, brackets, dashes: what people put between the digits.
_MARK = r"\p{Zs}\t\p{Cf}.()\[\]\p{Pd}\x{2212}"
_DIGITS_AND_MARKS = rf"^[{_MARK}]*\+?[{_MARK}]*[0-9][0-9{_MARK}]*$"

# One full stop with a digit or two behind it: a decimal fraction, for all that is known.
_FRACTION = r"^[^.]*[0-9]\.[0-9]{1,2}[^.0-9]*$"

_LOSSY = "its digits are gone: ask the supplier for the file with this column as text"
_NOT_VALID = "without its decimal tail it is no valid number"


def proposed(
    batch: Batch, heading: str, at: Positions, after: pd.Series, number: pd.Series | None = None
) -> tuple[Edit, Mask]:
    """Keep of some new texts for phone cells those that are right.

    Args:
        batch: the leads.
        heading: their phone column.
        at: the positions of the cells.
        after: their new texts.
        number: the E.164 number that each must mean; None = whatever it means is right, as its digits are those
            of the cell.

    Returns:
        The edit of the cells whose new text reaches that number, and whose old one reached it as well or reached
        nobody; and which cells these are. A cell that may end with a decimal fraction is not among them.
    """
    if not len(at):
        return Edit(heading, at, after), np.zeros(0, dtype=bool)
    as_is = readings(batch, heading).iloc[at]
    before = as_is["reached"].to_numpy(dtype=object)
    read = read_cells(batch, after, at)
    reached = read["reached"].to_numpy(dtype=object)
    meant = reached if number is None else number.fillna("").to_numpy(dtype=object)
    right = (reached != "") & ((reached == before) | ((before == "") & (reached == meant)))
    # libphonenumber reads the 0 of "0491 570 00.0" as a digit of the number; of a tail it is known to be none.
    tail = as_is["problem"].eq("excel_decimal").to_numpy()
    right &= tail | ~contains(batch.cells(heading, at), _FRACTION)
    return Edit(heading, at[right], after[right], read[right]), right


@cache
def _trunk_zero_pattern() -> str:
    """Match the numbers of countries that write a zero before the area code at home, and leave it out abroad."""
    codes = {
        phonenumbers.country_code_for_region(region)
        for region in phonenumbers.SUPPORTED_REGIONS
        if phonenumbers.ndd_prefix_for_region(region, True) == "0"
    }
    return rf"^([{_MARK}]*\+[{_MARK}]*(?:{'|'.join(map(str, sorted(codes)))})[{_MARK}]*?)(?:\(0\)|0)"


def _trunk_zero(batch: Batch) -> Iterator[Edit | Doubt]:
    pattern = _trunk_zero_pattern()
    for heading in batch.phone_headings:
        at = np.flatnonzero(contains(batch.text[heading], pattern))
        after = replace_pattern(batch.cells(heading, at), pattern, r"\1")
        yield proposed(batch, heading, at, after, readings(batch, heading)["e164"].iloc[at])[0]


def _decimal_tail(batch: Batch) -> Iterator[Edit | Doubt]:
    for heading in batch.phone_headings:
        problems = readings(batch, heading)["problem"]
        at = np.flatnonzero(problems.eq("excel_decimal"))
        after = replace_pattern(batch.cells(heading, at), r"[.,]0+[\s\x{A0}]*$", "")
        edit, right = proposed(batch, heading, at, after)
        lossy = np.flatnonzero(problems.eq("excel_lossy"))
        yield edit
        yield Doubt(heading, at[~right], _NOT_VALID)
        yield Doubt(heading, lossy, _LOSSY)


def _separators(batch: Batch) -> Iterator[Edit | Doubt]:
    for heading in batch.phone_headings:
        cells = batch.text[heading]
        wanted = contains(cells, rf"[{_MARK}]")
        wanted[wanted] = contains(cells[wanted], _DIGITS_AND_MARKS)
        # Their point is no separator: what stands behind it are no digits of the number.
        wanted &= ~readings(batch, heading)["problem"].isin(["excel_decimal", "excel_lossy"]).to_numpy()
        at = np.flatnonzero(wanted)
        after = replace_pattern(batch.cells(heading, at), rf"[{_MARK}]+", "")
        yield proposed(batch, heading, at, after)[0]


def _leading_zero(batch: Batch) -> Iterator[Edit | Doubt]:
    for heading in batch.phone_headings:
        now = readings(batch, heading)
        at = np.flatnonzero(now["problem"].eq("lost_zero"))
        after = replace_pattern(batch.cells(heading, at), r"^([^0-9]*)", r"\10")
        yield proposed(batch, heading, at, after, now["e164"].iloc[at])[0]


FIXES = (
    Fix(
        id="trunk-zero",
        title="the zero of +61 (0)4.. is taken out",
        example="`+61 (0)491 570 006` becomes `+61 491 570 006`",
        answers=(),
        scope="cell",
        work=_trunk_zero,
    ),
    Fix(
        id="decimal-tail",
        title="the .0 that a spreadsheet put behind a number is taken off",
        example="`491570006.0` becomes `491570006`",
        answers=("excel-repairable", "undialable-number", "bad-number-beside-good"),
        scope="cell",
        work=_decimal_tail,
    ),
    Fix(
        id="separators",
        title="spaces, brackets, dashes and invisible marks are taken out of a number",
        example="`(02) 5550-1234` becomes `0255501234`",
        answers=("invisible-characters", "no-phone", "undialable-number", "bad-number-beside-good"),
        scope="cell",
        work=_separators,
    ),
    Fix(
        id="leading-zero",
        title="the leading zero that a spreadsheet took away is put back",
        example="`491570006` becomes `0491570006`",
        answers=("excel-repairable", "no-phone"),
        scope="cell",
        work=_leading_zero,
    ),
)
