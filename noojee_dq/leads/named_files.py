"""The files that a person names: by a path, a pattern, or a URL."""

import glob
import os
import re
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit
from urllib.request import url2pathname

from noojee_dq.errors import LeadsError
from noojee_dq.words.arguments import path_of

#: A drive of Windows has one letter; of two slashes a `Path` keeps one.
_URL: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):/+(.*)", re.DOTALL)


def named(path: str | os.PathLike[str]) -> str:
    """Return what a person names: a path, or a URL; a URL of a file on this computer is its path.

    Args:
        path: as it was given.

    Raises:
        LeadsError: it is no path.

    Example:
        >>> named("leads.csv"), named("file:///leads/a%20b.csv"), named("memory:/leads.csv")
        ('leads.csv', '/leads/a b.csv', 'memory://leads.csv')
    """
    path_of(path, "what is named", "leads.csv")
    text = os.fspath(path)
    found = None if Path(text).exists() else _URL.fullmatch(text)
    if found is None:
        return text
    return url2pathname(urlsplit(text).path) if found[1].lower() == "file" else f"{found[1]}://{found[2]}"


def is_url(name: str) -> bool:
    """Say whether what `named` returns is a URL.

    Example:
        >>> is_url("s3://lists/leads.csv"), is_url("C:/leads.csv")
        (True, False)
    """
    return _URL.fullmatch(name) is not None and not Path(name).exists()


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
    path = named(path)
    if is_url(path) or Path(path).exists() or not glob.has_magic(path):
        return [path]
    found = sorted(glob.glob(path))  # noqa: PTH207 - Path.glob asks where the pattern begins
    if not found:
        raise no_match(path)
    return found


def no_match(pattern: str) -> LeadsError:
    """Return the error of a pattern that means no file."""
    return LeadsError(f"{pattern}: no file has such a name")
