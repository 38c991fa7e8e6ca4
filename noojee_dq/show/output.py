"""Where the text of a report or an analysis goes: to the caller, or into a file."""

from os import PathLike
from pathlib import Path


def deliver(text: str, path: str | PathLike[str] | None) -> str | None:
    """Return the text itself, or nothing where it is written to a file.

    Example:
        >>> deliver("text", None)
        'text'
    """
    if path is None:
        return text
    Path(path).write_text(text, "utf-8", newline="\n")
    return None
