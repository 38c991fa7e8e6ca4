"""Numbers without what people put between and around their digits: the form in which they are sent."""

from functools import lru_cache
from typing import Any, Final

import numpy as np
import pandas as pd
import phonenumbers
import pyarrow as pa
import pyarrow.compute as pc
from phonenumbers import CountryCodeSource

from noojee_dq.arrow.columns import Mask, Positions, column_of, holding, matches, replaced
from noojee_dq.phones.calling_code import calling_codes_of_keys
from noojee_dq.phones.cell_parser import parse_cell, without_words_behind
from noojee_dq.phones.digit_keys import NO_KEY, POWERS, Keys, digit_keys, number_sizes
from noojee_dq.phones.digits import ascii_digits, simply_written
from noojee_dq.phones.parse import phone_verdicts
from noojee_dq.phones.problems import DAMAGED, PROBLEM_CODES
from noojee_dq.phones.verdicts import NONE, Verdicts
from noojee_dq.phones.written_marks import FRACTION, bare_number

#: Cells of which nobody can say for certain that one number alone is meant, and which of their signs belong to it.
_IN_DOUBT: Final = ("extension", *DAMAGED)


def plain_numbers(verdicts: Verdicts, regions: "str | pd.Series") -> Any:
    """Return each cell that holds one valid number for certain as its digits, and every other one as it is written.

    Args:
        verdicts: what is said of the cells.
        regions: ISO code of the country of numbers written without one, or one for each cell, as they were read.

    Returns:
        Arrow text: digits as they are dialled in the country, or E.164 where a country code is written. It reads as the
        same number as the cell.

    Example:
        >>> from noojee_dq.phones import phone_verdicts
        >>> cells = pd.Series(["(02) 5550-1234", "61 491 570 006", "tel:0491570006", "0491 570 006 ext 3", "5550 1234"])
        >>> plain_numbers(phone_verdicts(cells, "AU"), "AU").to_pylist()
        ['0255501234', '+61491570006', '0491570006', '0491 570 006 ext 3', '5550 1234']
    """
    plain, rest = _of_simple(verdicts)
    return _with_rest(plain, verdicts, regions, rest) if len(rest) else plain


def _of_simple(verdicts: Verdicts) -> tuple[Any, Positions]:
    """Return the plain form of cells that are simply written, and which others hold a number for certain."""
    certain = _read_for_certain(verdicts)
    written = simply_written(verdicts.cells)
    simple = np.flatnonzero(certain & written.simple & ~written.excel_decimal)
    numbers, plus = verdicts.number[simple], written.plus[simple]
    keys = digit_keys(written.digits.take(pa.array(simple)))
    with_code, undecided = _with_calling_code(keys, numbers)
    as_dialled = _mask(len(certain), simple[~plus & ~with_code & ~undecided])
    e164 = _mask(len(certain), simple[plus & (keys == _keys_of(numbers))])
    rewritten = simple[(plus | with_code) & ~e164[simple]]
    e164[rewritten] = _reads_as(verdicts.e164.take(pa.array(rewritten)), verdicts.number[rewritten])
    plain = pc.if_else(pa.array(as_dialled), written.digits, verdicts.cells)
    plain = pc.if_else(pa.array(e164), verdicts.e164, plain)
    return plain, np.flatnonzero(certain & ~as_dialled & ~e164)


def _read_for_certain(verdicts: Verdicts) -> Mask:
    certain = verdicts.type != NONE
    certain &= ~np.isin(verdicts.problem, [PROBLEM_CODES[name] for name in _IN_DOUBT])
    pointed = np.flatnonzero(certain & holding(verdicts.cells, b"."))
    certain[pointed] = ~matches(verdicts.cells.take(pa.array(pointed)), FRACTION)
    return certain


def _mask(count: int, at: Positions) -> Mask:
    mask = np.zeros(count, dtype=bool)
    mask[at] = True
    return mask


def _keys_of(numbers: Keys) -> Keys:
    return numbers + POWERS[number_sizes(numbers)]


def _reads_as(texts: Any, numbers: Keys) -> Mask:
    """Say which E.164 forms are read as the numbers that they stand for: a few are not, as in Belarus."""
    # A number with plus sign is read alike in every country.
    return phone_verdicts(texts.to_pandas().astype("str")).number == numbers


def _with_calling_code(keys: Keys, numbers: Keys) -> tuple[Mask, Mask]:
    """Say which digits without plus sign begin with a calling code, and of which only phonenumbers can tell.

    Args:
        keys: of the digits.
        numbers: the E.164 numbers that they mean, without plus sign.
    """
    size, whole = number_sizes(numbers), number_sizes(keys) - 1
    code = calling_codes_of_keys(_keys_of(numbers)).astype(np.int64)
    code_size = number_sizes(code)
    ends_with_all = (whole >= size) & (keys % POWERS[size] == numbers)
    # What is dialled before a number at home is shorter than its calling code, or another number of as many digits.
    before = whole - (size - code_size)
    prefix = keys // POWERS[np.maximum(size - code_size, 0)] - POWERS[np.maximum(before, 0)]
    at_home = (before < code_size) | ((before == code_size) & (prefix != code))
    return ends_with_all & (keys != NO_KEY), (~ends_with_all & ~at_home) | (keys == NO_KEY)


def _with_rest(plain: Any, verdicts: Verdicts, regions: "str | pd.Series", rest: Positions) -> Any:
    """Put in the cells that are written in other ways, each distinct one once."""
    own = np.full(len(rest), regions, dtype=object) if isinstance(regions, str) else regions.iloc[rest].to_numpy()
    written = pd.DataFrame({"cell": verdicts.cells.take(pa.array(rest)).to_pandas(), "region": own})
    codes = written.groupby(["cell", "region"], sort=False, dropna=False).ngroup().to_numpy()
    first = ~written.duplicated().to_numpy()
    forms = _without_surroundings(written["cell"][first], written["region"][first], verdicts.number[rest[first]])
    return replaced(plain, _mask(len(plain), rest), forms.take(pa.array(codes)))


def _without_surroundings(cells: pd.Series, regions: pd.Series, numbers: Keys) -> Any:
    """Return the plain form of the digits in each cell, if they are read as its number by themselves."""
    # What stands around a number is matched by a pattern that only Python's own can say, once for each distinct cell.
    given = [without_words_behind(cell, region) for cell, region in zip(cells, regions, strict=True)]
    bare = pd.Series([bare_number(cell) or "" for cell in given], dtype="str")
    texts = column_of(bare)
    plus = np.where(holding(texts, b"+"), "+", "")
    undressed = phone_verdicts(pd.Series(plus, dtype="str") + ascii_digits(texts).to_pandas().astype("str"), regions)
    forms, undecided = _of_simple(undressed)
    same = (undressed.number == numbers) & (undressed.type != NONE)
    forms = pc.if_else(pa.array(same), forms, column_of(cells))
    # Only phonenumbers can tell what a few countries dial before a number.
    undecided = undecided[same[undecided]]
    exact = [_plain_number(cells.iloc[at], bare.iloc[at], regions.iloc[at]) for at in undecided]
    return replaced(forms, _mask(len(cells), undecided), pa.array(exact, pa.large_string()))


@lru_cache(maxsize=100_000)
def _plain_number(cell: str, bare: str, region: str) -> str:
    known = region if region in phonenumbers.SUPPORTED_REGIONS else None
    e164 = parse_cell(cell, region).e164
    try:
        number = phonenumbers.parse(bare, known, keep_raw_input=True)
    except phonenumbers.NumberParseException:
        return cell
    digits = phonenumbers.normalize_digits_only(bare)
    at_home = number.country_code_source == CountryCodeSource.FROM_DEFAULT_COUNTRY
    forms = [digits] if at_home else [str(e164), f"+{digits}"]
    return next((form for form in forms if e164 and parse_cell(form, region).e164 == e164), cell)
