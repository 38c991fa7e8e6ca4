"""Cells that are filled in, and say that there is nothing to fill in."""

import unicodedata
from typing import Final

_NOTHING: Final = (
    "n/a", "na", "n.a.", "n.a", "#n/a", "#na", "<na>", "none", "nil", "null", "nan", "unknown", "not known", "missing",
    "empty", "blank", "tba", "tbc", "private", "withheld",
)  # fmt: skip


def says_nothing(cell: str) -> bool:
    """Say whether a cell is blank, or holds a word or marks that stand for nothing.

    Example:
        >>> [says_nothing(one) for one in ("", "N/A", "-", "Unknown", "Erewhon")]
        [True, True, True, True, False]
    """
    text = bare(cell)
    return not any(map(str.isalnum, text)) or text.casefold() in _NOTHING


def bare(cell: str) -> str:
    """Return a cell in the compatibility form of its characters, without the blanks and quotation marks around it.

    Example:
        >>> bare(" 'n/a' ")
        'n/a'
    """
    return unicodedata.normalize("NFKC", cell).strip(" \t\r\n\"'=\u2019`")
