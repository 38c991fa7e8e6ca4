"""`parse_phones`: what libphonenumber says of every cell of a phone column, and what is odd about the cell."""

import re
from typing import NamedTuple

import numpy as np
import pandas as pd
import phonenumbers
import pyarrow as pa
import pyarrow.compute as pc
from phonenumbers import (
    NumberParseException,
    PhoneMetadata,
    PhoneNumber,
    PhoneNumberFormat,
    PhoneNumberType,
    ValidationResult,
)

from noojee_dq.campaign import did_you_mean
from noojee_dq.errors import CampaignError
from noojee_dq.leads import as_text

#: What can be odd about a phone cell: the values of the column `problem`, in plain words.
PROBLEMS: dict[str, str] = {
    "blank": "no number",
    "excel_lossy": "a spreadsheet has cut its digits off (like 4.12E+08)",
    "excel_decimal": "a spreadsheet has put a decimal tail behind it (like 412345678.0)",
    "not_a_number": "not a phone number",
    "unknown_region": "no country code, and no known country for the lead",
    "too_short": "too short",
    "too_long": "too long",
    "no_area_code": "no area code",
    "unassigned": "no such number: its prefix is not in use for this length",
    "several_numbers": "several numbers in one cell",
    "extension": "a number with an extension",
    "letters": "letters in the number",
    "lost_zero": "the leading zero is lost",
}

_LOSSY = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d{1,2}")
_DECIMAL = re.compile(r"\+?\d+[.,]0+")
_SEPARATOR = re.compile(r"[;,/|&\n]|\s(?:or|and)\s", re.IGNORECASE)
_REASONS = {
    ValidationResult.TOO_SHORT: "too_short",
    ValidationResult.TOO_LONG: "too_long",
    ValidationResult.INVALID_LENGTH: "too_long",
    ValidationResult.IS_POSSIBLE_LOCAL_ONLY: "no_area_code",
}
_PARSE_FAILURES = {
    NumberParseException.TOO_LONG: "too_long",
    NumberParseException.TOO_SHORT_AFTER_IDD: "too_short",
    NumberParseException.TOO_SHORT_NSN: "too_short",
}


def parse_phones(numbers: pd.Series, region: "str | pd.Series" = "AU") -> pd.DataFrame:
    """Parse a column of phone numbers as libphonenumber does.

    Args:
        numbers: phone cells of any dtype; missing and blank cells are `blank`.
        region: ISO 3166 code of the country of numbers written without one, or a Series of such codes, one for
            each number (in the same order); a blank or unknown code leaves only international numbers readable.

    Returns:
        A frame with the index of `numbers` and the columns `e164` (null unless valid), `valid` (bool,
        `phonenumbers.is_valid_number`), `type` ("mobile", "fixed_line", "toll_free", "premium_rate", ...; null
        unless valid), `region` (ISO code of the number itself; null unless valid) and `problem` (a key of
        `PROBLEMS`, null = none). `problem` is ours alone and may stand beside a valid number.

    Raises:
        CampaignError: libphonenumber knows no region of that name.

    Example:
        >>> parse_phones(pd.Series(["0491 570 006", "9234 1234"]))[["e164", "valid", "problem"]]
                   e164  valid       problem
        0  +61491570006   True           NaN
        1           NaN  False  no_area_code
    """
    text = as_text(numbers.to_frame(name="number"))["number"]
    if isinstance(region, str):
        if region not in phonenumbers.SUPPORTED_REGIONS:
            hint = did_you_mean(region.upper(), phonenumbers.SUPPORTED_REGIONS)
            raise CampaignError(f"no country has the ISO code {region!r}{hint}")
        regions = np.full(len(text), region, dtype=object)
    else:
        regions = region.astype("str").fillna("").str.strip().str.upper().to_numpy(dtype=object)
    codes, distinct = pd.MultiIndex.from_arrays([text.to_numpy(dtype=object), regions]).factorize()
    # libphonenumber takes one number at a time, so each distinct cell is parsed once.
    parsed = pd.DataFrame([_parse(*pair) for pair in distinct], columns=list(_Parsed._fields))
    typed = parsed.astype(dict.fromkeys(("e164", "type", "region", "problem"), "str") | {"valid": bool})
    return typed.take(codes).set_axis(numbers.index)


def digits(numbers: pd.Series) -> pd.Series:
    """The digits of each cell, in any script, without what stands between them.

    Example:
        >>> digits(pd.Series(["(03) 5550 1234", "none"])).tolist()
        ['0355501234', '']
    """
    folded = pc.utf8_normalize(pa.array(numbers, type=pa.large_string()), form="NFKC")
    kept = pc.replace_substring_regex(folded, pattern=r"\P{Nd}+", replacement="")
    return kept.to_pandas().astype("str").set_axis(numbers.index)


class _Parsed(NamedTuple):
    e164: str | None
    valid: bool
    type: str | None
    region: str | None
    problem: str | None


_TYPES = {value: name.lower() for name, value in vars(PhoneNumberType).items() if isinstance(value, int)}


def _parse(cell: str, region: str) -> _Parsed:
    known = region in phonenumbers.SUPPORTED_REGIONS
    try:
        number = phonenumbers.parse(cell, region if known else None)
    except NumberParseException as failure:
        return _Parsed(None, False, None, None, _oddity(cell) or _unparsed(cell, failure, known))
    if not phonenumbers.is_valid_number(number):
        return _Parsed(None, False, None, None, _oddity(cell) or _invalidity(cell, region, number))
    return _Parsed(
        phonenumbers.format_number(number, PhoneNumberFormat.E164),
        True,
        _TYPES[phonenumbers.number_type(number)],
        phonenumbers.region_code_for_number(number),
        _oddity(cell) or _blemish(cell, number),
    )


def _oddity(cell: str) -> str | None:
    """What is odd about a cell, whatever libphonenumber makes of it."""
    if not cell.strip():
        return "blank"
    if _LOSSY.fullmatch(cell.strip()):
        return "excel_lossy"
    if _DECIMAL.fullmatch(cell.strip()):
        return "excel_decimal"
    numbers = [part for part in _SEPARATOR.split(cell) if sum(map(str.isdecimal, part)) >= 6]
    return "several_numbers" if len(numbers) > 1 else None


def _unparsed(cell: str, failure: NumberParseException, known_region: bool) -> str:
    if not known_region and any(map(str.isdecimal, cell)):
        return "unknown_region"
    return _PARSE_FAILURES.get(failure.error_type, "not_a_number")


def _invalidity(cell: str, region: str, number: PhoneNumber) -> str:
    """Why a number that can be parsed is not valid."""
    metadata = PhoneMetadata.metadata_for_region(region, None)
    if metadata is not None and metadata.fixed_line is not None and "+" not in cell:
        length = len(phonenumbers.national_significant_number(number))
        # A length that may also be a special number's is "possible" to libphonenumber.
        if length in metadata.fixed_line.possible_length_local_only:
            return "no_area_code"
    return _REASONS.get(phonenumbers.is_possible_number_with_reason(number), "unassigned")


def _blemish(cell: str, number: PhoneNumber) -> str | None:
    """What is odd about the writing of a valid number."""
    if number.extension:
        return "extension"
    if any(map(str.isalpha, cell)):
        return "letters"
    written = phonenumbers.normalize_digits_only(cell)
    national = phonenumbers.normalize_digits_only(phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL))
    return "lost_zero" if national == f"0{written}" else None
