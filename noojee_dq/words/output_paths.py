"""Names of files that are written: why one cannot be taken, said alike by commands and methods, and which is free."""

from collections.abc import Sequence
from itertools import count
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


def worked_on(path: Path, another: str, way: str) -> str:
    """Say why a file that is given out to be worked on is not written over, and what to do.

    Args:
        path: of the file, which exists.
        another: what else can be given in its place.
        way: how it is written over all the same.

    Example:
        >>> worked_on(Path("checked.xlsx"), "name", "overwrite=True")
        'checked.xlsx exists, and somebody may have worked on it: give another name, or overwrite=True to write over it'
    """
    return f"{path} exists, and somebody may have worked on it: give another {another}, or {way} to write over it"


def free_path(path: Path) -> Path:
    """Return a path under which nothing is lost: as it is where nothing stands there, else the next one with a number.

    Args:
        path: of a file, or of a folder.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     _ = Path(folder, "fixed.xlsx").write_text("")
        ...     free_path(Path(folder, "fixed.xlsx")).name, free_path(Path(folder, "other.xlsx")).name
        ('fixed-2.xlsx', 'other.xlsx')
    """
    return next_free_path(path) if path.exists() else path


def next_free_path(path: Path) -> Path:
    """Return the next path with a number under which nothing is lost, whether something stands under this one or not.

    Args:
        path: of a file, or of a folder.

    Example:
        >>> next_free_path(Path("nowhere/fixed.xlsx")).name
        'fixed-2.xlsx'
    """
    numbered = (path.with_stem(f"{path.stem}-{number}") for number in count(2))
    return next(one for one in numbered if not one.exists())
