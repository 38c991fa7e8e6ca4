"""The words of a column's heading, however it is written: `phoneNumber`, `PHONE_NO`, `Téléphone (bureau)`."""

import re
import unicodedata
from typing import Final

from noojee_dq.words.suggest import without_invisible

_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
#: Accents and the like, which people leave out.
_MARKS: Final = re.compile("[\u0300-\u036f]")
#: Latin letters that are no letter with an accent to Unicode: of Turkish, Polish, Danish and Croatian.
_LETTERS: Final = str.maketrans("\u0131\u0142\u00f8\u0111", "ilod")
#: A/H, H/P: a stroke between single letters abbreviates, any other parts.
_ABBREVIATED: Final = re.compile(r"\b([a-z])\s*/\s*([a-z])\b")
#: D.N.C., P.O.: so do dots.
_DOTTED: Final = re.compile(r"(?<!\w)(?:[^\W\d_]\.)+[^\W\d_](?!\w)\.?")
_OPT_OUT: Final = re.compile(r"\bopt(?:ed)?[\s_-]+out\b")
_APOSTROPHE: Final = re.compile(r"(?<=\w)['\u2019](?=\w)")
#: Latin letters and others are not of one word: TEL番号.
_WORD: Final = re.compile(r"[a-z]+|[^\W\da-z_]+|\d+|#")
_PARTS: Final = re.compile(r"[/&+|,;]|\b(?:or|and|oder|und|ou|et)\b")

#: Of a column of postcodes.
POSTCODE_HEADING: Final = re.compile(r"(?:.*[^a-z])?(?:post|postal|zip)[ _-]?code(?:[^a-z].*)?", re.IGNORECASE)


def without_accents(text: str) -> str:
    """Return a text in lower case, in the compatibility form of its characters, without accents.

    Example:
        >>> without_accents("Téléphone")
        'telephone'
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFKC", _MARKS.sub("", decomposed)).translate(_LETTERS)


def without_dots(text: str) -> str:
    """Return a text in which single letters with dots between them are one word.

    Example:
        >>> without_dots("D.N.C. since 1.5.2026")
        'DNC since 1.5.2026'
    """
    return _DOTTED.sub(lambda letters: letters[0].replace(".", ""), text)


def heading_words(heading: str) -> list[str]:
    """Return the words of a heading in lower case, without accents; a number is a word, and so is #.

    Example:
        >>> heading_words("homePhone2"), heading_words("Ext. Ref #")
        (['home', 'phone', '2'], ['ext', 'ref', '#'])
    """
    return _WORD.findall(_lowered(heading))


def heading_parts(heading: str) -> list[list[str]]:
    """Return the words of each part of a heading that names several things.

    Example:
        >>> heading_parts("Email / Phone No."), heading_parts("Phone (A/H)")
        ([['email'], ['phone', 'no']], [['phone', 'ah']])
    """
    return [words for part in _PARTS.split(_lowered(heading)) if (words := _WORD.findall(part))]


def _lowered(heading: str) -> str:
    text = without_accents(_CAMEL.sub(" ", unicodedata.normalize("NFKC", without_dots(without_invisible(heading)))))
    return _OPT_OUT.sub("optout", _ABBREVIATED.sub(r"\1\2", _APOSTROPHE.sub("", text)))
