"""Which region and type a national number is assigned to."""

from typing import Any

import numpy as np
import numpy.typing as npt

from noojee_dq.arrow.columns import Mask, lengths, matches, selected
from noojee_dq.phones.metadata import TYPE_CODES
from noojee_dq.phones.numbering_plan import NumberDesc, NumberingPlan

_UNKNOWN = -1


def assignments(plans: tuple[NumberingPlan, ...], numbers: Any) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.int8]]:
    """Find the region and type of national numbers of one calling code.

    Args:
        plans: the plans that share the calling code, in libphonenumber's order.
        numbers (pyarrow.LargeStringArray): national numbers.

    Returns:
        For each number, the place of its region's plan in `plans`, and the code of its type; both -1 where
        the number is not valid.

    Example:
        >>> import pyarrow as pa
        >>> from noojee_dq.phones.metadata import plans_of_calling_code
        >>> plan, kind = assignments(plans_of_calling_code(61), pa.array(["891621234"], pa.large_string()))
        >>> plan.tolist(), kind.tolist() == [TYPE_CODES["fixed_line"]]
        ([1], True)
    """
    place = np.full(len(numbers), _UNKNOWN, dtype=np.int8)
    kind = np.full(len(numbers), _UNKNOWN, dtype=np.int8)
    open_rows = np.arange(len(numbers))
    # A handful of regions share a calling code; each round leaves fewer numbers to place.
    for at, plan in enumerate(plans):
        found, kinds = _in_region(plan, numbers, sole=len(plans) == 1)
        place[open_rows[found]], kind[open_rows[found]] = at, kinds[found]
        if found.all():
            break
        open_rows, numbers = open_rows[~found], selected(numbers, ~found)
    place[kind == _UNKNOWN] = _UNKNOWN
    return place, kind


def _in_region(plan: NumberingPlan, numbers: Any, sole: bool) -> tuple[Mask, npt.NDArray[np.int8]]:
    """Find the region's numbers, and their types: leading digits make one the region's, valid or not."""
    if not plan.leading_digits or sole:
        kinds = _kinds(plan, numbers)
        return kinds != _UNKNOWN, kinds
    kinds = np.full(len(numbers), _UNKNOWN, dtype=np.int8)
    found = matches(numbers, plan.leading_digits)
    if found.any():
        kinds[found] = _kinds(plan, selected(numbers, found))
    return found, kinds


def _kinds(plan: NumberingPlan, numbers: Any) -> npt.NDArray[np.int8]:
    kinds = np.full(len(numbers), _UNKNOWN, dtype=np.int8)
    size = lengths(numbers)
    untyped = _matching(plan.general, numbers, size, np.ones(len(numbers), dtype=bool))
    # A dozen types at most; the first that a number matches is its type.
    for code, desc in plan.types:
        matching = _matching(desc, numbers, size, untyped)
        kinds[matching] = code
        untyped &= ~matching
    fixed = _matching(plan.fixed_line, numbers, size, untyped)
    mobile = _matching(plan.mobile, numbers, size, untyped)
    kinds[mobile] = TYPE_CODES["mobile"]
    kinds[fixed] = TYPE_CODES["fixed_line"]
    kinds[fixed & (mobile | plan.same_mobile_and_fixed_line)] = TYPE_CODES["fixed_line_or_mobile"]
    return kinds


def _matching(desc: NumberDesc | None, numbers: Any, size: npt.NDArray[np.int64], among: Mask) -> Mask:
    if desc is None:
        return np.zeros(len(numbers), dtype=bool)
    candidates = among & desc.lengths[size]
    if candidates.any():
        candidates[candidates] = matches(selected(numbers, candidates), desc.pattern)
    return candidates
