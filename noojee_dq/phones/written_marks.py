"""What stands between the digits of a number, around it, and between two numbers of a cell."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

#: libphonenumber reads nothing longer.
LONGEST: Final = 250

#: What people put between the digits of one number, inside a set: spaces of any width, full stops, brackets, slashes,
#: dashes, and marks without width.
SEPARATORS: Final = (
    " \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000.()\\[\\]/\\-\u2010-\u2015\u2212\ufe58\ufe63\uff0d"
    "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
)
#: A cell of digits and separators alone, with a plus sign at most before them.
PLAINLY_WRITTEN: Final = rf"[{SEPARATORS}\r\n]*\+?[{SEPARATORS}]*[0-9][0-9{SEPARATORS}\r\n]*"
#: One full stop with a digit or two behind it: a decimal fraction, for all that is known.
FRACTION: Final = r"^[^.]*[0-9]\.[0-9]{1,2}[^.0-9]*$"
#: What people, and Google's contacts (`:::`), put between two numbers. Behind `;` a link may name something (`;ext=`);
#: a plus sign belongs to the number behind it, but for one between blanks or before a zero.
BETWEEN_NUMBERS: Final = (
    r";(?!\s*[A-Za-z-]+=)|[,/|&\\_\r\n\t]|:::|(?<=\d):(?=\d)|\s(?i:or|and)\s"
    r"|(?<=[\d)])(?:\s*\+(?=[\s(]*0)|\s+\+\s+(?=[\d(])|\s*(?=\+[\s(]*\d))"
)

#: What spreadsheets, lists and links leave on either side of a number.
_LEFT_OVER: Final = rf"[{SEPARATORS}\r\n='\"`\u00b4\u2018-\u201f\u00ab\u00bb,;:|\\&_~*#<>{{}}^]"
#: Words for a number that somebody can call; of a fax, say, nothing is taken off, as that says more than the number.
_LABEL: Final = (
    r"(?:(?:t[e\u00e9]l(?:[e\u00e9](?:ph|f)on[eo]?)?|phone|ph|m[o\u00f3]bile?|mob|m[o\u00f3]vil|cel(?:l|lular|ular)?|handy"
    r"|gsm|home|work|business|office|private|direct|main|landline|callto|sms|whatsapp)(?![a-z])|[bchmptw](?![a-z0-9]))"
)
_ONE_NUMBER: Final = re.compile(
    rf"(?:{_LEFT_OVER}|\+)*?(?:{_LABEL}{_LEFT_OVER}*?){{0,2}}"
    rf"(?P<number>[(\[]{{0,2}}\+?[(\[ ]{{0,2}}[0-9][0-9{SEPARATORS}]*)"
    rf"{_LEFT_OVER}*(?:{_LABEL}{_LEFT_OVER}*)?",
    re.IGNORECASE,
)
#: From a full-width sign to the ASCII one that it stands for.
_FULL_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


@lru_cache(maxsize=100_000)
def bare_number(cell: str) -> str | None:
    r"""Return the number of a cell without what was left over around it, in ASCII digits as they are separated there.

    Args:
        cell: as it is written.

    Returns:
        None = the cell holds anything else beside one number.

    Example:
        >>> bare_number('="0491570006"'), bare_number("tel:+61-491-570-006"), bare_number("0491 570 006 (home),")
        ('0491570006', '+61-491-570-006', '0491 570 006')
        >>> bare_number("\uff10\uff14\uff19\uff11 570 006"), bare_number("0491 570 006;ext=3")
        ('0491 570 006', None)
    """
    if len(cell) > LONGEST:
        return None
    found = _ONE_NUMBER.fullmatch("".join(map(_digit, cell.translate(_FULL_WIDTH))))
    return None if found is None else found["number"].rstrip(" .-/([").strip()


def _digit(character: str) -> str:
    """Return a digit of any script as the ASCII one, and other characters as they are."""
    return character if character.isascii() else str(unicodedata.decimal(character, character))
