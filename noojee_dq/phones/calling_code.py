"""The country calling code of a number: written after a plus sign or an international prefix, or by itself."""

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import phonenumbers
import pyarrow as pa
import pyarrow.compute as pc

from noojee_dq.arrow.columns import Mask, Positions, as_mask, joined, lengths, matches, rewritten, selected, text
from noojee_dq.phones.digit_keys import POWERS, Keys, number_sizes
from noojee_dq.phones.metadata import plans_of_calling_code
from noojee_dq.phones.national import without_national_prefix
from noojee_dq.phones.numbering_plan import NumberingPlan

# A calling code has at most three digits.
_LEADING = 3


@dataclass(frozen=True, eq=False)
class Numbers:
    """Some numbers of a column.

    Args:
        rows: their places in the column.
        digits (pyarrow.LargeStringArray): their digits, in that order.
    """

    rows: Positions
    digits: Any

    def where(self, mask: Mask) -> "Numbers":
        """Return the numbers that a mask names."""
        return Numbers(self.rows[mask], selected(self.digits, mask))


@functools.cache
def _calling_codes() -> npt.NDArray[np.int16]:
    """Return the calling code that each three digits begin with, by those digits as a number; 0 = none."""
    return np.array([_calling_code(f"{leading:03}") for leading in range(10**_LEADING)], dtype=np.int16)


def _calling_code(leading: str) -> int:
    # The shortest that fits, as libphonenumber looks for it; none begins with 0.
    codes = [int(leading[:size]) for size in range(1, _LEADING + 1)] if leading[0] != "0" else []
    return next((code for code in codes if code in phonenumbers.COUNTRY_CODE_TO_REGION_CODE), 0)


def calling_codes(digits: Any) -> npt.NDArray[np.int16]:
    """Return the calling code that each number begins with.

    Args:
        digits (pyarrow.LargeStringArray): numbers of at least three digits.

    Returns:
        The codes; 0 where a number begins with none.

    Example:
        >>> calling_codes(pa.array(["61491570006", "0491570006"], pa.large_string())).tolist()
        [61, 0]
    """
    leading = pc.utf8_slice_codeunits(digits, 0, _LEADING)
    return _calling_codes()[leading.cast(pa.int64()).to_numpy()]


def calling_codes_of_keys(keys: Keys) -> npt.NDArray[np.int16]:
    """Return the calling code that the number of each key begins with; 0 for none, or fewer than three digits.

    Example:
        >>> calling_codes_of_keys(np.array([161491570006, 10491570006, 161])).tolist()
        [61, 0, 0]
    """
    more_digits = number_sizes(keys) - 1 - _LEADING
    leading = keys // POWERS[np.clip(more_digits, 0, None)] - POWERS[_LEADING]
    return np.where(more_digits >= 0, _calling_codes()[np.clip(leading, 0, None)], 0)


def by_calling_code(numbers: Numbers, codes: npt.NDArray[np.int16]) -> Iterator[tuple[NumberingPlan, Numbers]]:
    """Group numbers that begin with a calling code by that code, and take it off.

    Args:
        numbers: international numbers without plus sign or prefix.
        codes: the calling code of each.

    Yields:
        The main plan of a calling code, and its numbers; not those of a code whose plan is not compiled.
    """
    for code in np.unique(codes):
        if code and (plans := plans_of_calling_code(int(code))):
            group = numbers.where(codes == code)
            yield plans[0], Numbers(group.rows, pc.utf8_slice_codeunits(group.digits, len(plans[0].calling_code)))


def after_international_prefix(plan: NumberingPlan, digits: Any) -> tuple[Mask, Any]:
    """Take off what is dialled before a calling code in a region.

    Returns:
        Which numbers begin with it, and what follows it in those.
    """
    begins = matches(digits, plan.international_prefix) if plan.international_prefix else np.zeros(len(digits), bool)
    if not begins.any():
        return begins, text([])
    rest = rewritten(selected(digits, begins), plan.international_prefix, plan.international_rest)
    # No calling code begins with 0: such a number has no international prefix.
    international = ~as_mask(pc.starts_with(rest, "0"))
    begins[begins] = international
    return begins, selected(rest, international)


def own_calling_code(plan: NumberingPlan, digits: Any) -> tuple[Mask, Any]:
    """Find the numbers that begin with the region's own calling code, without plus sign or prefix.

    libphonenumber takes it for that only where the number as it stands does not fit the region and the rest
    does, or where it is too long as it stands.

    Returns:
        Which numbers begin with it, and those with calling code, without national prefix.
    """
    begins = as_mask(pc.starts_with(digits, plan.calling_code))
    if not begins.any():
        return begins, text([])
    whole = selected(digits, begins)
    rest = without_national_prefix(plan, pc.utf8_slice_codeunits(whole, len(plan.calling_code)))
    fits = ~matches(whole, plan.general.pattern) & matches(rest, plan.general.pattern)
    coded = fits | plan.too_long[lengths(whole)]
    begins[begins] = coded
    return begins, joined(plan.calling_code, selected(rest, coded))
