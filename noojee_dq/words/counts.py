"""Numbers with their nouns, the first of many names, and shares of a whole."""

from collections.abc import Iterable


def counted(number: int, noun: str, plural: str = "") -> str:
    """Write a number with its noun.

    Args:
        number: how many.
        noun: for one; words may follow it ("row has").
        plural: for several; "" = the noun with an s.

    Returns:
        Both, with thousands separators.

    Example:
        >>> counted(1, "lead"), counted(25600, "lead"), counted(2, "row has", "rows have")
        ('1 lead', '25,600 leads', '2 rows have')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def first_of(names: Iterable[object], most: int) -> str:
    """List names, the first ones of many, and how many more there are.

    Args:
        names: as they are to be written.
        most: how many are written.

    Example:
        >>> first_of(["Perth", "Sydney"], 5), first_of("abcd", 2), first_of([], 2)
        ('Perth, Sydney', 'a, b and 2 more', '')
    """
    written = [str(name) for name in names]
    more = f" and {len(written) - most:,} more" if len(written) > most else ""
    return ", ".join(written[:most]) + more


def percentage(part: float, whole: float) -> str:
    """Write a part of a whole in per cent.

    Example:
        >>> percentage(1, 3), percentage(1, 10_000), percentage(0, 3), percentage(0, 0)
        ('33.3%', '<0.1%', '0%', '0%')
        >>> percentage(0.973, 1)
        '97.3%'
    """
    percent = 100 * part / max(whole, 1)
    return "0%" if not part else "<0.1%" if percent < 0.1 else f"{percent:.1f}%"
