"""How a number is written in its own country: what shows that a leading zero is lost."""

import functools
import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import phonenumbers
import pyarrow.compute as pc
from phonenumbers import PhoneMetadata
from phonenumbers.phonemetadata import NumberFormat

from noojee_dq.arrow.columns import (
    Mask,
    as_mask,
    joined,
    matches,
    replaced,
    rewritten,
    selected,
)
from noojee_dq.phones.exact_patterns import NotCompiledError, compiled


@dataclass(frozen=True, eq=False)
class WrittenForm:
    """libphonenumber's `NumberFormat`, as far as digits go.

    Args:
        leading_digits: pattern of the first digits of the numbers written so; "" = any.
        whole: pattern of those numbers.
        pattern: the same, for the groups that `digits` names.
        digits: the replacement that leaves the digits of the national format.
        more_digits: how many more digits that has than the national number; None = not known beforehand.
    """

    leading_digits: str
    whole: str
    pattern: str
    digits: str
    more_digits: int | None


@functools.cache
def written_forms(calling_code: int) -> tuple[WrittenForm, ...] | None:
    """Compile the national formats of a calling code.

    Args:
        calling_code: a country calling code that libphonenumber knows.

    Returns:
        The formats in the order to try them; None where one cannot be compiled exactly.
    """
    region = phonenumbers.region_code_for_country_code(calling_code)
    metadata = PhoneMetadata.metadata_for_region_or_calling_code(calling_code, region)
    try:
        return None if metadata is None else tuple(map(_written_form, metadata.number_format))
    except NotCompiledError:
        return None


def may_have_lost_zero(
    forms: tuple[WrittenForm, ...], national_size: npt.NDArray[np.int64], written_size: npt.NDArray[np.int64]
) -> Mask:
    """Say for which numbers `lost_zero` is worth asking: formatting is dear, and most have too many or too few digits.

    Args:
        forms: the national formats of their calling code.
        national_size: the lengths of national numbers.
        written_size: how many digits their cells have.
    """
    more_digits = [0, *(form.more_digits for form in forms if form.more_digits is not None)]
    if len(more_digits) <= len(forms):
        return np.ones(len(national_size), dtype=bool)
    return np.isin(written_size + 1 - national_size, more_digits)


def lost_zero(forms: tuple[WrittenForm, ...], national: Any, written: Any) -> Mask:
    """Say which valid numbers are written as in their country, but for a zero in front.

    Args:
        forms: the national formats of their calling code.
        national (pyarrow.LargeStringArray): national numbers.
        written (pyarrow.LargeStringArray): the digits of their cells.

    Example:
        >>> import pyarrow as pa
        >>> national = pa.array(["491570006", "491570006"], pa.large_string())
        >>> lost_zero(written_forms(61), national, pa.array(["491570006", "0491570006"], pa.large_string())).tolist()
        [True, False]
    """
    return as_mask(pc.equal(_formatted(forms, national), joined("0", written)))


def _formatted(forms: tuple[WrittenForm, ...], national: Any) -> Any:
    formatted = national
    unformatted = np.ones(len(national), dtype=bool)
    # A dozen formats at most; the first that fits is the number's.
    for form in forms:
        fits = unformatted.copy()
        for pattern in filter(None, (form.leading_digits, form.whole)):
            fits[fits] = matches(selected(national, fits), pattern) if fits.any() else False
        if fits.any():
            formatted = replaced(formatted, fits, rewritten(selected(national, fits), form.pattern, form.digits))
        unformatted &= ~fits
    return formatted


def _written_form(form: NumberFormat) -> WrittenForm:
    if not form.pattern or not form.format:
        raise NotCompiledError("a format without pattern")
    leading = f"^(?:{form.leading_digits_pattern[-1]})" if form.leading_digits_pattern else ""
    template = form.format
    if form.national_prefix_formatting_rule:
        # The rule is the national way to write the first group of the format.
        template = re.sub(r"(\\\d)", form.national_prefix_formatting_rule, template, count=1)
    digits = "".join(re.findall(r"\\\d|\d", template))
    return WrittenForm(
        leading_digits=compiled(leading),
        whole=compiled(f"^(?:{form.pattern})$"),
        pattern=compiled(form.pattern),
        digits=digits,
        more_digits=_more_digits(form.pattern, digits),
    )


def _more_digits(pattern: str, digits: str) -> int | None:
    """Count the digits that a format adds, where every digit of a number is in one group, each group used once."""
    groups = [f"\\{group}" for group in range(1, re.compile(pattern).groups + 1)]
    if not re.fullmatch(r"(?:\([^()|]+\))+", pattern) or sorted(re.findall(r"\\\d", digits)) != groups:
        return None
    return len(re.sub(r"\\\d", "", digits))
