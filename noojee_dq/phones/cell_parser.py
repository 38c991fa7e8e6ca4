"""One phone cell at a time, by phonenumbers itself: what every other way of reading a cell must agree with."""

import re
from typing import NamedTuple

import phonenumbers
from phonenumbers import (
    NumberParseException,
    PhoneMetadata,
    PhoneNumber,
    PhoneNumberFormat,
    PhoneNumberType,
    ValidationResult,
)

from noojee_dq.phones.misread import has_lookalikes, is_exponential, remarked, written_out
from noojee_dq.phones.several_numbers import is_valid_text, numbers_apart
from noojee_dq.phones.written_marks import PLAINLY_WRITTEN
from noojee_dq.words.spreadsheet import DECIMAL_TAIL

#: libphonenumber's types of numbers by its own value of each, as `parse_phones` writes them.
TYPES: dict[int, str] = {value: name.lower() for name, value in vars(PhoneNumberType).items() if name.isupper()}

#: What is wrong with a number of a length that is not possible; any other length is "unassigned".
LENGTH_PROBLEMS: dict[int, str] = {
    ValidationResult.TOO_SHORT: "too_short",
    ValidationResult.TOO_LONG: "too_long",
    ValidationResult.INVALID_LENGTH: "too_long",
    ValidationResult.IS_POSSIBLE_LOCAL_ONLY: "no_area_code",
}

_DECIMAL = re.compile(rf"\+?\d+{DECIMAL_TAIL}")
_PLAINLY_WRITTEN = re.compile(PLAINLY_WRITTEN)
_PARSE_FAILURES = {
    NumberParseException.TOO_LONG: "too_long",
    NumberParseException.TOO_SHORT_AFTER_IDD: "too_short",
    NumberParseException.TOO_SHORT_NSN: "too_short",
}


class Parsed(NamedTuple):
    """What `parse_phones` says of one cell, by the names of its columns."""

    e164: str | None
    valid: bool
    type: str | None
    region: str | None
    problem: str | None


def parse_cell(cell: str, region: str) -> Parsed:
    """Parse one phone cell; `parse_phones` gives the same for a column, faster.

    Args:
        cell: the cell's text.
        region: ISO 3166 code of the country of a number written without one; an unknown code, or "", leaves
            only international numbers readable.

    Returns:
        The columns of `parse_phones`.

    Example:
        >>> parse_cell("0491 570 006", "AU")
        Parsed(e164='+61491570006', valid=True, type='mobile', region='AU', problem=None)
    """
    known = region in phonenumbers.SUPPORTED_REGIONS
    oddity = _oddity(cell, region)
    given = without_words_behind(cell, region)
    try:
        number = phonenumbers.parse(given, region if known else None)
    except NumberParseException as failure:
        return Parsed(None, False, None, None, oddity or _unparsed(given, failure, known))
    if not phonenumbers.is_valid_number(number):
        return Parsed(None, False, None, None, oddity or _invalidity(given, region, number))
    return Parsed(
        phonenumbers.format_number(number, PhoneNumberFormat.E164),
        True,
        TYPES[phonenumbers.number_type(number)],
        phonenumbers.region_code_for_number(number),
        oddity or _blemish(cell, number),
    )


def without_words_behind(cell: str, region: str) -> str:
    """Return what of a cell is given to libphonenumber, which would take letters behind a number for digits.

    Args:
        cell: the cell's text.
        region: as for `parse_cell`.

    Example:
        >>> without_words_behind("0491 570 006 (Ann)", "AU"), without_words_behind("1300 FLOWER", "AU")
        ('0491 570 006', '1300 FLOWER')
    """
    words = remarked(cell)
    if words is None:
        return cell
    return words.number if words.bracketed or not is_valid_text(cell, region) else cell


def _oddity(cell: str, region: str) -> str | None:
    """Say what is odd about a cell, whatever libphonenumber makes of it."""
    if not cell.strip():
        return "blank"
    if is_exponential(cell):
        return "excel_exponent" if written_out(cell) else "excel_lossy"
    if _DECIMAL.fullmatch(cell.strip()):
        return "excel_decimal"
    if has_lookalikes(cell):
        return "lookalike_letters"
    return "several_numbers" if numbers_apart(cell, region) else None


def _unparsed(cell: str, failure: NumberParseException, known_region: bool) -> str:
    if not known_region and any(map(str.isdecimal, cell)):
        return "unknown_region"
    return _PARSE_FAILURES.get(failure.error_type, "not_a_number")


def _invalidity(cell: str, region: str, number: PhoneNumber) -> str:
    """Say why a number that can be parsed is not valid."""
    metadata = PhoneMetadata.metadata_for_region(region, None)
    if metadata is not None and metadata.fixed_line is not None and "+" not in cell:
        length = len(phonenumbers.national_significant_number(number))
        nothing_taken_off = len(phonenumbers.normalize_digits_only(cell)) == length
        # A length that may also be a special number's is "possible" to libphonenumber.
        if nothing_taken_off and length in metadata.fixed_line.possible_length_local_only:
            return "no_area_code"
    return LENGTH_PROBLEMS.get(phonenumbers.is_possible_number_with_reason(number), "unassigned")


def _blemish(cell: str, number: PhoneNumber) -> str | None:
    """Say what is odd about the writing of a valid number."""
    if number.extension:
        return "extension"
    if any(map(str.isalpha, cell)):
        return "letters"
    if not _PLAINLY_WRITTEN.fullmatch(cell):
        return "stray_marks"
    written = phonenumbers.normalize_digits_only(cell)
    national = phonenumbers.normalize_digits_only(phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL))
    return "lost_zero" if national == f"0{written}" else None
