"""How a phone number is written: separators, decimal tails, lost zeros. Its digits are never guessed."""

from collections.abc import Callable, Iterator
from functools import cache

import numpy as np
import pandas as pd
import phonenumbers

from noojee_dq.arrow.cells import contains, distinct, replace_pattern
from noojee_dq.arrow.columns import Mask, Positions
from noojee_dq.batch.batch import Batch
from noojee_dq.batch.zero_habits import count_zeros, habits_of, in_regions
from noojee_dq.codes import MIN_PHONE_DIGITS
from noojee_dq.phones import digits, phone_verdicts
from noojee_dq.phones.exit_codes import behind_exit_code
from noojee_dq.phones.near_misses import MAY_BE_NEAR
from noojee_dq.phones.plain_form import plain_numbers
from noojee_dq.phones.problems import DAMAGED
from noojee_dq.phones.written_marks import FRACTION, PLAINLY_WRITTEN, SEPARATORS, bare_number
from noojee_dq.repairs.fix import BAD_NUMBER, Doubt, Edit, Fix
from noojee_dq.repairs.readings import read_cells, readings
from noojee_dq.words.spreadsheet import DECIMAL_TAIL

_DIGITS_AND_MARKS = rf"^{PLAINLY_WRITTEN}$"

_LOSSY = "its digits are gone: ask the supplier for the file with this column as text"
_EXTENSION = "an extension cannot be told to the PBX, and taking it off would lose it: put it into another column"
#: Problems of a cell that is one number as it stands, or of which another fix takes care.
_OF_OTHERS = ("blank", *DAMAGED, "extension", "lost_zero")
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
    right &= tail | ~contains(batch.cells(heading, at), FRACTION)
    return Edit(heading, at[right], after[right], read[right]), right


def rewritten(cells: pd.Series, rewrite: Callable[[str], str | None]) -> pd.Series:
    """Rewrite odd cells, each distinct one once: they are few.

    Args:
        cells: text.
        rewrite: gives the new text of a cell; None = there is none.

    Example:
        >>> rewritten(pd.Series(["a", "b", "a"]), {"a": "A"}.get).tolist()
        ['A', nan, 'A']
    """
    values, codes = distinct(cells)
    return pd.Series([rewrite(cell) for cell in values], dtype="str").take(codes).reset_index(drop=True)


@cache
def _trunk_zero_pattern() -> str:
    """Match the numbers of countries that write a zero before the area code at home, and leave it out abroad."""
    codes = {
        phonenumbers.country_code_for_region(region)
        for region in phonenumbers.SUPPORTED_REGIONS
        if phonenumbers.ndd_prefix_for_region(region, True) == "0"
    }
    return rf"^([{SEPARATORS}]*\+[{SEPARATORS}]*(?:{'|'.join(map(str, sorted(codes)))})[{SEPARATORS}]*?)(?:\(0\)|0)"


def _trunk_zero(batch: Batch) -> Iterator[Edit | Doubt]:
    pattern = _trunk_zero_pattern()
    for heading in batch.phone_headings:
        at = np.flatnonzero(contains(batch.text[heading], pattern))
        if not len(at):
            continue
        after = replace_pattern(batch.cells(heading, at), pattern, r"\1")
        yield proposed(batch, heading, at, after, readings(batch, heading)["e164"].iloc[at])[0]


def _decimal_tail(batch: Batch) -> Iterator[Edit | Doubt]:
    for heading in batch.phone_headings:
        problems = readings(batch, heading)["problem"]
        lossy = np.flatnonzero(problems.eq("excel_lossy"))
        at = np.flatnonzero(problems.eq("excel_decimal"))
        if len(at):
            after = replace_pattern(batch.cells(heading, at), rf"{DECIMAL_TAIL}[\s\x{{A0}}]*$", "")
            edit, right = proposed(batch, heading, at, after)
            yield edit
            yield Doubt(heading, at[~right], _NOT_VALID)
        yield Doubt(heading, lossy, _LOSSY)


def _separators(batch: Batch) -> Iterator[Edit | Doubt]:
    for heading in batch.phone_headings:
        cells = batch.text[heading]
        wanted = contains(cells, rf"[{SEPARATORS}]")
        if not wanted.any():
            continue
        wanted[wanted] = contains(cells[wanted], _DIGITS_AND_MARKS)
        # There the point, or the stroke, is no separator: what stands behind it are no digits of the number.
        wanted &= ~readings(batch, heading)["problem"].isin(DAMAGED).to_numpy()
        at = np.flatnonzero(wanted)
        after = replace_pattern(batch.cells(heading, at), rf"[{SEPARATORS}]+", "")
        yield proposed(batch, heading, at, after)[0]


def _left_over(batch: Batch) -> Iterator[Edit | Doubt]:
    for heading in batch.phone_headings:
        problems = readings(batch, heading)["problem"]
        yield Doubt(heading, np.flatnonzero(problems.eq("extension")), _EXTENSION)
        odd = np.flatnonzero(problems.notna() & ~problems.isin(_OF_OTHERS))
        if not len(odd):
            continue
        at = odd[~contains(batch.cells(heading, odd), _DIGITS_AND_MARKS)]
        # No pattern of Arrow turns digits of all scripts into ASCII ones.
        bare = rewritten(batch.cells(heading, at), bare_number)
        found = bare.notna().to_numpy()
        at, bare = at[found], bare[found].reset_index(drop=True)
        edit, right = proposed(batch, heading, at, bare)
        yield edit
        yield _without_marks(batch, heading, at[~right], bare[~right].reset_index(drop=True))


def _without_marks(batch: Batch, heading: str, at: Positions, bare: pd.Series) -> Edit:
    """Keep of the texts that reach nobody those of cells that did not either: marks alone hide no number."""
    reaches_nobody = readings(batch, heading)["reached"].iloc[at].eq("").to_numpy()
    has_letters = contains(batch.cells(heading, at), r"\p{L}")
    harmless = reaches_nobody & ~has_letters & digits(bare).str.len().ge(MIN_PHONE_DIGITS).to_numpy()
    return Edit(heading, at[harmless], bare[harmless])


def _country_code(batch: Batch) -> Iterator[Edit | Doubt]:
    for heading in batch.phone_headings:
        now, cells = readings(batch, heading), batch.text[heading]
        # A number at home has fewer digits than with its country code; the few exceptions are told apart below.
        enough = digits(cells).str.len().ge(now["e164"].str.len() - 1).to_numpy(dtype=bool)
        at = np.flatnonzero(enough & ~contains(cells, r"\+"))
        if len(at):
            regions = batch.regions(at)
            plain = plain_numbers(phone_verdicts(batch.cells(heading, at), regions), regions).to_pandas().astype("str")
            coded = plain.str.startswith("+").to_numpy(dtype=bool)
            yield proposed(batch, heading, at[coded], plain[coded].reset_index(drop=True))[0]
        at = np.flatnonzero(now["problem"].isin(MAY_BE_NEAR))
        if len(at):
            abroad = behind_exit_code(batch.cells(heading, at), batch.regions(at))
            found = abroad.notna().to_numpy()
            yield proposed(batch, heading, at[found], abroad[found].reset_index(drop=True))[0]


def _leading_zero(batch: Batch) -> Iterator[Edit | Doubt]:
    for heading in batch.phone_headings:
        now = readings(batch, heading)
        without = now["problem"].eq("lost_zero").to_numpy(dtype=bool)
        if not without.any():
            continue
        single = now["e164"].notna() & now["problem"].ne("several_numbers")
        counts = count_zeros(heading, single.to_numpy(dtype=bool), without, batch.region)
        habits = habits_of(counts).get(heading, frozenset())
        at = np.flatnonzero(without & ~in_regions(batch.region, habits, len(batch)))
        after = replace_pattern(batch.cells(heading, at), r"^([^0-9]*)", r"\10")
        yield proposed(batch, heading, at, after, now["e164"].iloc[at])[0]


FIXES = (
    Fix(
        id="leftovers",
        title="what spreadsheets, lists and links leave around a number is taken off",
        example='`="0491570006"`, `\'0491570006`, `0491570006,`, `tel:0491570006` become `0491570006`',
        answers=("odd-writing", "no-phone", *BAD_NUMBER),
        scope="cell",
        work=_left_over,
    ),
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
        answers=("excel-repairable", *BAD_NUMBER),
        scope="cell",
        work=_decimal_tail,
    ),
    Fix(
        id="separators",
        title="spaces, brackets, dashes and invisible marks are taken out of a number",
        example="`(02) 5550-1234` becomes `0255501234`",
        answers=("invisible-characters", "no-phone", *BAD_NUMBER),
        scope="cell",
        work=_separators,
    ),
    Fix(
        id="leading-zero",
        title="the leading zero that a spreadsheet took away is put back",
        example="`491570006` becomes `0491570006`",
        answers=("excel-repairable", "no-phone"),
        # How all numbers of a column are written decides.
        scope="file",
        work=_leading_zero,
    ),
    Fix(
        id="country-code",
        title="a country code without its + gets it, also behind 00",
        example="`61491570006`, `0011 61 491 570 006`, `0061491570006` become `+61491570006`",
        answers=BAD_NUMBER,
        scope="cell",
        work=_country_code,
    ),
)
