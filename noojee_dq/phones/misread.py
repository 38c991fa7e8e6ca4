"""What libphonenumber would take for another number: letters for digits, words behind a number, powers of ten."""

import re
from decimal import Decimal
from typing import Final, NamedTuple

from noojee_dq.phones.phone_headings import names_other_thing, refuses_calls
from noojee_dq.phones.written_marks import SEPARATORS

#: Letters that people type, and scanners read, for digits.
LOOKS_LIKE: Final = {"O": "0", "o": "0", "I": "1", "l": "1"}
_LIKE_DIGITS: Final = "".join(LOOKS_LIKE)
#: A letter that touches no digit is a word.
_LOOKALIKES: Final = re.compile(
    rf"(?=.*(?:[0-9][{_LIKE_DIGITS}]|[{_LIKE_DIGITS}][0-9]))\+?[0-9{_LIKE_DIGITS}{SEPARATORS}]+"
)
_TO_DIGITS: Final = str.maketrans(LOOKS_LIKE)
#: One digit before the point, or up to three where the power is a multiple of three.
_EXPONENT: Final = re.compile(r"\d{1,3}(?:[.,](?P<decimals>\d+))?[eE]\+?(?P<power>\d{1,2})")
_WORDS_BEHIND: Final = re.compile(r"(?P<number>[^A-Za-z]*\d)(?P<marks>[^\w+#;]+)(?P<words>[^\W\d_]\D*)")
#: With fewer digits, letters may belong to the number: 1300 (FLOWER).
_FEWEST_BEFORE_WORDS: Final = 8


class Remarked(NamedTuple):
    """A number with words behind it.

    Attributes:
        number: the number, without the words.
        bracketed: the words stand in brackets, and so belong to no number.
    """

    number: str
    bracketed: bool


def remarked(cell: str) -> Remarked | None:
    """Take words off that stand behind a number, as libphonenumber takes off those before it.

    Args:
        cell: as it is written.

    Returns:
        None = there are no such words, or they say that it is the number of something else, or not to be called.

    Example:
        >>> remarked("0491 570 006 (Ann)"), remarked("1300 FLOWER"), remarked("0491 570 006 (fax)")
        (Remarked(number='0491 570 006', bracketed=True), None, None)
    """
    found = _WORDS_BEHIND.fullmatch(cell.strip())
    if found is None or sum(map(str.isdecimal, found["number"])) < _FEWEST_BEFORE_WORDS:
        return None
    if refuses_calls(found["words"]) or names_other_thing(found["words"]):
        return None
    return Remarked(found["number"], found["marks"][-1] in "([{")


def has_lookalikes(cell: str) -> bool:
    """Say whether a cell holds digits, and among them letters that look like some.

    Example:
        >>> has_lookalikes("O491 57O OO6"), has_lookalikes("1300 FLOWER")
        (True, False)
    """
    return _LOOKALIKES.fullmatch(cell.strip()) is not None


def lookalikes_as_digits(cell: str) -> str:
    """Return a cell with the digits in the place of the letters that look like them.

    Example:
        >>> lookalikes_as_digits("O491 57O OO6")
        '0491 570 006'
    """
    return cell.translate(_TO_DIGITS)


def is_exponential(cell: str) -> bool:
    """Say whether a cell is a number of a spreadsheet with its power of ten.

    Example:
        >>> is_exponential("4.12E+08"), is_exponential("412")
        (True, False)
    """
    return _EXPONENT.fullmatch(cell.strip()) is not None


def written_out(cell: str, *, dropped: int = 0) -> str | None:
    """Write out a number of a spreadsheet whose digits are all there.

    Args:
        cell: as it is written.
        dropped: how many zeros at the end of its decimals may have been left out.

    Returns:
        None = it is no such number, digits are gone, or it is no whole number.

    Example:
        >>> written_out("4.91570006E+08"), written_out("4.9157E+08"), written_out("4.91570006E+07")
        ('491570006', None, None)
    """
    found = _EXPONENT.fullmatch(cell.strip())
    if found is None or len(found["decimals"] or "") + dropped < int(found["power"]):
        return None
    amount = Decimal(cell.strip().replace(",", "."))
    return f"{amount:.0f}" if amount == amount.to_integral_value() else None
