"""Australia's states, as people write them, and the clock of each."""

from typing import Final, NamedTuple


class StateFacts(NamedTuple):
    """A state or territory.

    Args:
        name: in full.
        zone: the IANA zone that all of it keeps, but for places of their own (Broken Hill, Eucla, Lord Howe).
        others: other ways to write it, in small letters without full stops.
    """

    name: str
    zone: str
    others: tuple[str, ...] = ()


#: Usual abbreviation -> state.
STATES: Final = {
    "NSW": StateFacts("New South Wales", "Australia/Sydney"),
    "ACT": StateFacts(
        "Australian Capital Territory",
        "Australia/Sydney",
        # Its numbers, its clock and the postcode of its neighbour go with the capital's territory.
        others=("jbt", "jervis bay territory"),
    ),
    "VIC": StateFacts("Victoria", "Australia/Melbourne"),
    "QLD": StateFacts("Queensland", "Australia/Brisbane"),
    "SA": StateFacts("South Australia", "Australia/Adelaide"),
    "WA": StateFacts("Western Australia", "Australia/Perth", others=("west australia",)),
    "TAS": StateFacts("Tasmania", "Australia/Hobart"),
    "NT": StateFacts("Northern Territory", "Australia/Darwin"),
}

_BY_SPELLING: Final = {
    spelling: abbreviation
    for abbreviation, state in STATES.items()
    for spelling in (abbreviation.casefold(), state.name.casefold(), *state.others)
}


def state_named(text: str) -> str | None:
    """Find the state that a text names, in any case, with or without full stops, also by its ISO code.

    Args:
        text: one cell, or a part of it.

    Returns:
        The usual abbreviation; None where it names no state.

    Example:
        >>> [state_named(text) for text in ("N.S.W.", " western  australia", "AU-VIC", "Auckland")]
        ['NSW', 'WA', 'VIC', None]
    """
    plain = " ".join(text.replace(".", "").split()).casefold()
    return _BY_SPELLING.get(plain.removeprefix("au-"))
