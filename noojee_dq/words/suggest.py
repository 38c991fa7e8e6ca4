"""Which known name a wrong one was probably meant to be, as the end of a message."""

import difflib
from collections.abc import Collection, Sequence


def did_you_mean(name: str, known: Collection[str]) -> str:
    """Write the end of an error message that names the nearest known name, or nothing.

    Example:
        >>> did_you_mean("Australia/Sidney", ["Australia/Sydney"])
        "; did you mean 'Australia/Sydney'?"
    """
    nearest = difflib.get_close_matches(name, sorted(known), n=1)
    return f"; did you mean {nearest[0]!r}?" if nearest else ""


def one_of(names: Sequence[str]) -> str:
    """Write the question which of some names was meant.

    Example:
        >>> one_of(["Sale", "No Sale", "Callback"])
        "did you mean 'Sale', 'No Sale' or 'Callback'?"
    """
    *others, last = map(repr, names)
    return f"did you mean {', '.join(others)} or {last}?" if others else f"did you mean {last}?"
