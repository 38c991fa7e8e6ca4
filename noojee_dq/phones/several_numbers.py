"""Where one number of a cell ends and the next begins."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

import phonenumbers

from noojee_dq.codes import MIN_PHONE_DIGITS
from noojee_dq.phones.written_marks import BETWEEN_NUMBERS, LONGEST

#: The longest number has so many digits (ITU E.164): a cell with more of them holds several, if any.
MOST_DIGITS: Final = 15

_BETWEEN: Final = re.compile(BETWEEN_NUMBERS)
_MARKS: Final = re.compile(r"\D+")


@lru_cache(maxsize=100_000)
def numbers_apart(cell: str, region: str) -> tuple[str, ...]:
    r"""Return the parts of a cell that holds several numbers, each with what is written around it; else nothing.

    What people put between numbers parts them, be they right or wrong. Where anything else stands there, as a blank or
    a name, the cell must have more digits than a number can have, and fall into valid ones.

    Args:
        cell: as it is written.
        region: ISO code of the country of numbers written without one.

    Example:
        >>> numbers_apart("0491570006;0491570157", "AU"), numbers_apart("w 02 5550 1234 m 0491 570 006", "AU")
        (('0491570006', '0491570157'), ('w 02 5550 1234', 'm 0491 570 006'))
        >>> numbers_apart("0491570006;ext=123456", "AU"), numbers_apart("0491 570 006", "AU")
        ((), ())
    """
    parts = tuple(part.strip() for part in _BETWEEN.split(cell) if _digits(part))
    if sum(map(_is_long_enough, parts)) > 1:
        return parts
    if len(cell) > LONGEST or _digits(cell) <= MOST_DIGITS:
        return ()
    words = tuple(cell.split())
    if len(words) > 1 and all(map(_is_long_enough, words)):
        return words
    return next(_valid_parts(cell, region), ())


def _valid_parts(cell: str, region: str) -> Iterator[tuple[str, ...]]:
    """Give the ways in which a cell falls into valid numbers at marks or words."""
    for marks in _MARKS.finditer(cell):
        first, rest = cell[: marks.start()].strip(), cell[marks.start() :].strip()
        if is_valid_text(first, region):
            parts = (rest,) if is_valid_text(rest, region) else numbers_apart(rest, region)
            if parts:
                yield first, *parts


def _digits(text: str) -> int:
    return sum(map(str.isdecimal, text))


def _is_long_enough(text: str) -> bool:
    return _digits(text) >= MIN_PHONE_DIGITS


def is_valid_text(text: str, region: str) -> bool:
    """Say whether libphonenumber calls a text one valid number, without an extension.

    Args:
        text: as it is written.
        region: as for `numbers_apart`.

    Example:
        >>> is_valid_text("0491 570 006", "AU"), is_valid_text("0491 570 006 ext 3", "AU")
        (True, False)
    """
    try:
        number = phonenumbers.parse(text, region if region in phonenumbers.SUPPORTED_REGIONS else None)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_valid_number(number) and not number.extension
