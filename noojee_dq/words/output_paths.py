"""Why a file cannot be written under a name: said alike by commands and by methods."""

from collections.abc import Sequence
from pathlib import Path


def path_problem(path: Path, suffixes: Sequence[str] = ()) -> str | None:
    """Say why no file can be written under a name; None = nothing speaks against it.

    Args:
        path: of the file.
        suffixes: that its name may have, in lower case; none = it may have any.

    Example:
        >>> path_problem(Path("report.pdf"), [".html"]), path_problem(Path("report.html"), [".html"])
        ('report.pdf: the name must end with .html', None)
    """
    if suffixes and path.suffix.lower() not in suffixes:
        return f"{path}: the name must end with {'one of ' if len(suffixes) > 1 else ''}{', '.join(suffixes)}"
    if not path.parent.is_dir():
        return f"{path}: there is no folder {path.parent}: create it or choose another"
    return None
