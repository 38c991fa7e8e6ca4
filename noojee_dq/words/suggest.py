"""Which known name a wrong one was probably meant to be, as the end of a message."""

import difflib
import unicodedata
from collections.abc import Collection, Sequence


def did_you_mean(name: str, known: Collection[str]) -> str:
    """Write the end of an error message that names the nearest known name, or nothing.

    Example:
        >>> did_you_mean("Australia/Sidney", ["Australia/Sydney"]), did_you_mean("PHONE", ["Phone"])
        ("; did you mean 'Australia/Sydney'?", "; did you mean 'Phone'?")
    """
    nearest = nearest_name(name, known)
    return "" if nearest is None else f"; did you mean {nearest!r}?"


def nearest_name(name: str, known: Collection[str]) -> str | None:
    """Return the known name that a wrong one was probably meant to be; None = none is near.

    Example:
        >>> nearest_name("no  sale\u200b", ["Sale", "No Sale"]), nearest_name("xyz", ["Sale"])
        ('No Sale', None)
    """
    plain = {plain_name(one): one for one in sorted(known, reverse=True)}
    wanted = plain_name(name)
    nearest = [wanted] if wanted in plain else difflib.get_close_matches(wanted, sorted(plain), n=1)
    return plain[nearest[0]] if nearest else None


def one_of(names: Sequence[str]) -> str:
    """Write the question which of some names was meant.

    Example:
        >>> one_of(["Sale", "No Sale", "Callback"])
        "did you mean 'Sale', 'No Sale' or 'Callback'?"
    """
    *others, last = map(repr, names)
    return f"did you mean {', '.join(others)} or {last}?" if others else f"did you mean {last}?"


def plain_name(name: str) -> str:
    """Return a name without what people take no notice of: case, outer and repeated blanks, invisible marks.

    Example:
        >>> plain_name(" Contact  No"), plain_name("\ufeffPHONE")
        ('contact no', 'phone')
    """
    return " ".join(unicodedata.normalize("NFKC", without_invisible(name)).split()).casefold()


def without_invisible(name: str) -> str:
    """Return a name without marks that nobody sees: byte order marks, zero-width spaces.

    Example:
        >>> without_invisible("\ufeffPhone")
        'Phone'
    """
    return name if name.isascii() else "".join(char for char in name if unicodedata.category(char) != "Cf")
