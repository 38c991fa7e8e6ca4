"""The compiled path: what can be said of a whole column without phonenumbers, and which cells it must leave alone."""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from noojee_dq.arrow.columns import Mask, Positions, joined, lengths, selected
from noojee_dq.phones.assignment import assignments
from noojee_dq.phones.calling_code import (
    Numbers,
    after_international_prefix,
    by_calling_code,
    calling_codes,
    own_calling_code,
)
from noojee_dq.phones.digits import blank, simply_written, without_digit
from noojee_dq.phones.metadata import plan_of_region, plans_of_calling_code
from noojee_dq.phones.national import national_numbers
from noojee_dq.phones.numbering_plan import NumberingPlan
from noojee_dq.phones.problems import PROBLEM_CODES
from noojee_dq.phones.several_numbers import MOST_DIGITS
from noojee_dq.phones.verdicts import NONE, REGION_CODES, REGIONS, Draft, Verdicts
from noojee_dq.phones.written_forms import lost_zero, may_have_lost_zero, written_forms

# libphonenumber refuses to parse a number with fewer digits, or without as many after an international prefix.
_FEWEST_DIGITS: Final = 2
_FEWEST_DIGITS_ABROAD: Final = 3


def compiled_verdicts(cells: Any, regions: npt.NDArray[np.int16]) -> Verdicts:
    """Say of the cells of a column what can be said for certain without phonenumbers.

    Args:
        cells (pyarrow.LargeStringArray): phone cells without nulls.
        regions: the code of the region that each is read in.

    Returns:
        The same as `parse_cell` gives, but for the undecided cells.

    Example:
        >>> cells = pa.array(["0491 570 006", "0491 570 006 ext. 4"], pa.large_string())
        >>> compiled_verdicts(cells, np.full(2, REGION_CODES["AU"], dtype=np.int16)).undecided.tolist()
        [False, True]
    """
    written = simply_written(cells)
    draft = Draft(cells)
    numbers = Numbers(np.flatnonzero(written.simple), selected(written.digits, written.simple))
    for plan, some in _by_plan(draft, numbers, written.plus, regions):
        _assign(draft, plan, some, written.digits)
    nothing_taken_off = lengths(written.digits) == draft.size
    _find_missing_area_codes(draft, ~written.plus & nothing_taken_off, regions)
    _judge_unknown_regions(draft, numbers.rows[regions[numbers.rows] == NONE], written.plus)
    draft.problem[written.excel_decimal & ~draft.undecided] = PROBLEM_CODES["excel_decimal"]
    _decide_without_number(draft, cells)
    draft.undecided[written.simple & may_be_several(lengths(written.digits), lengths(cells))] = True
    return draft.verdicts


def may_be_several(digits: npt.NDArray[np.int64], characters: npt.NDArray[np.int64]) -> Mask:
    """Say which cells may hold several numbers: they have too many digits for one, and marks between them.

    Args:
        digits: how many digits each has.
        characters: how many characters.
    """
    return (digits > MOST_DIGITS) & (characters > digits)


def _by_plan(
    draft: Draft, numbers: Numbers, plus: Mask, regions: npt.NDArray[np.int16]
) -> Iterator[tuple[NumberingPlan, Numbers]]:
    """Group numbers without calling code, each with the plan to read them by."""
    with_plus = plus[numbers.rows]
    abroad = [numbers.where(with_plus)]
    at_home = numbers.where(~with_plus)
    # As many rounds as the column has regions: some tens in a world-wide list.
    for region in np.unique(regions[at_home.rows]):
        plan = plan_of_region(REGIONS[region]) if region != NONE else None
        if plan is not None:
            some = at_home.where(regions[at_home.rows] == region)
            for calling_code in (after_international_prefix, own_calling_code):
                begins, rest = calling_code(plan, some.digits)
                abroad.append(Numbers(some.rows[begins], rest))
                some = some.where(~begins)
            yield plan, some
    yield from _by_calling_code(draft, abroad, plus)


def _by_calling_code(draft: Draft, abroad: list[Numbers], plus: Mask) -> Iterator[tuple[NumberingPlan, Numbers]]:
    rows = np.concatenate([numbers.rows for numbers in abroad])
    numbers = Numbers(rows, pa.concat_arrays([numbers.digits for numbers in abroad]))
    numbers = numbers.where(lengths(numbers.digits) >= _FEWEST_DIGITS_ABROAD)
    codes = calling_codes(numbers.digits)
    # After a plus sign, libphonenumber tries once more without it.
    draft.decide(numbers.rows[(codes == 0) & ~plus[numbers.rows]], "not_a_number")
    yield from by_calling_code(numbers, codes)


def _assign(draft: Draft, plan: NumberingPlan, numbers: Numbers, written: Any) -> None:
    """Decide the numbers of one calling code, read by one plan."""
    plans = plans_of_calling_code(int(plan.calling_code))
    forms = written_forms(int(plan.calling_code))
    numbers = numbers.where(lengths(numbers.digits) >= _FEWEST_DIGITS)
    if not plans or forms is None or not len(numbers.rows):
        return
    rows, national = numbers.rows, national_numbers(plan, numbers.digits)
    size = lengths(national)
    place, types = assignments(plans, national)
    valid = types != NONE
    draft.undecided[rows] = False
    draft.size[rows] = size
    draft.type[rows] = types
    draft.region[rows] = np.array([*(REGION_CODES[plan.region] for plan in plans), NONE], dtype=np.int16)[place]
    draft.problem[rows] = np.where(valid, NONE, plans[0].length_problems[size])
    draft.number[rows[valid]] = joined(plan.calling_code, selected(national, valid)).cast(pa.int64())
    asked = valid & may_have_lost_zero(forms, size, lengths(written)[rows])
    if asked.any():
        lost = lost_zero(forms, selected(national, asked), written.take(pa.array(rows[asked])))
        draft.decide(rows[asked][lost], "lost_zero")


def _decide_without_number(draft: Draft, cells: Any) -> None:
    rows = np.flatnonzero(draft.undecided)
    others = cells.take(pa.array(rows))
    draft.decide(rows[blank(others)], "blank")
    draft.decide(rows[without_digit(others)], "not_a_number")


def _find_missing_area_codes(draft: Draft, at_home: Mask, regions: npt.NDArray[np.int16]) -> None:
    """Find invalid numbers, written as they are, as long as a fixed line of the lead's region less its area code."""
    invalid = np.flatnonzero((draft.size > 0) & (draft.type == NONE) & at_home & (regions != NONE))
    for region in np.unique(regions[invalid]):
        plan = plan_of_region(REGIONS[region])
        rows = invalid[regions[invalid] == region]
        if plan is not None:
            draft.decide(rows[plan.local_only[draft.size[rows]]], "no_area_code")


def _judge_unknown_regions(draft: Draft, rows: Positions, plus: Mask) -> None:
    draft.decide(rows[~plus[rows]], "unknown_region")
    # Whether such a number can be parsed at all decides between two problems, and phonenumbers knows its limits.
    ends = [PROBLEM_CODES["too_short"], PROBLEM_CODES["too_long"]]
    draft.undecided[rows[np.isin(draft.problem[rows], ends)]] = True
