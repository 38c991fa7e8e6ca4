"""Patterns of file names, for shells that do not expand them, and for Python."""

import glob
from pathlib import Path

from noojee_dq.errors import LeadsError


def matching(path: str) -> list[str]:
    """Return the files that a path or a pattern means, those of a pattern in the order of their names.

    Args:
        path: of a file, whether it is there or not; or a pattern such as "leads/*.csv".

    Raises:
        LeadsError: no file has such a name.

    Example:
        >>> matching("missing.csv")
        ['missing.csv']
    """
    if Path(path).exists() or not glob.has_magic(path):
        return [path]
    found = sorted(glob.glob(path))  # noqa: PTH207 - Path.glob asks where the pattern begins
    if not found:
        raise LeadsError(f"{path}: no file has such a name")
    return found
