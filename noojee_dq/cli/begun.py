"""Words that a shell may complete, where an option or an argument has a list of them."""

from collections.abc import Callable, Iterable


def begun_by(known: Callable[[], Iterable[tuple[str, str]]]) -> Callable[[str], list[tuple[str, str]]]:
    """Return what completes a word.

    Args:
        known: gives the words that it may be, each with a few that explain it.

    Example:
        >>> begun_by(lambda: [("json", ""), ("junit", ""), ("table", "")])("j")
        [('json', ''), ('junit', '')]
    """

    def complete(incomplete: str) -> list[tuple[str, str]]:
        return [(word, said) for word, said in known() if word.startswith(incomplete)]

    return complete
