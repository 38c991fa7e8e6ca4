"""Texts as people are shown them: masked, printable, and cut."""

from typing import Final

from noojee_dq.words.masking import mask_message

#: Longest texts, in characters: a value, a heading or a row label; a sentence.
MAX_VALUE: Final = 80
MAX_HEADING: Final = 40
MAX_SENTENCE: Final = 300


def shown(text: str, *, show_values: bool = False, limit: int = MAX_SENTENCE) -> str:
    """Return a text as people are shown it: masked unless asked otherwise, printable and cut.

    Args:
        text: any.
        show_values: show phone numbers as they are instead of masked.
        limit: characters at most.

    Example:
        >>> shown("ring 0412345678"), shown("abcdef", limit=4)
        ('ring 04•••••678', 'abc…')
    """
    return cut(text if show_values else mask_message(text), limit)


def file_shown(name: str, *, show_values: bool = False) -> str:
    """Return the name of a file as people are shown it: with the dates in it, so that the file can be found.

    Args:
        name: of the file, or another word for where leads come from.
        show_values: show phone numbers as they are instead of masked.

    Example:
        >>> file_shown("leads_20260304.csv"), file_shown("0412345678")
        ('leads_20260304.csv', '04•••••678')
    """
    return cut(name if show_values else mask_message(name), MAX_VALUE)


def cut(text: str, limit: int) -> str:
    """Return a text in printable characters, and at most so many of them.

    Example:
        >>> cut("abcdef", 4)
        'abc…'
    """
    visible = printable(text[: limit + 1])
    return visible if len(visible) <= limit else visible[: limit - 1] + "…"


def printable(text: str, *, keep: str = "") -> str:
    r"""Return the text with visible escapes for what a screen would hide or obey: NUL, bidi marks, newlines.

    Args:
        text: any.
        keep: characters that stay as they are.

    Returns:
        Printable characters, and those of `keep`.

    Example:
        >>> printable("a\x00b")
        'a\\x00b'
    """
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() or char in keep else char.encode("unicode_escape").decode() for char in text
    )
