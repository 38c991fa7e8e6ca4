"""The lead files of a large check: which are meant, and whether they can be read, before anything is written."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from noojee_dq.errors import CampaignError, LeadsError
from noojee_dq.journal.reader import made_from
from noojee_dq.leads.named_files import matching
from noojee_dq.leads.streaming import refuse_unreadable

#: A path, a pattern, or several of these.
Paths = str | os.PathLike[str] | Sequence[str | os.PathLike[str]]


def lead_files(files: Paths) -> list[str]:
    """Return the files that are meant, each once, all of which can be opened.

    Args:
        files: paths and patterns; the files of a pattern are taken in the order of their names.

    Raises:
        LeadsError: there is none, one is named twice, or is no lead file.

    Example:
        >>> lead_files([])
        Traceback (most recent call last):
        ...
        noojee_dq.errors.LeadsError: no file is named: give a path, a pattern, or a list of these
    """
    given = [files] if isinstance(files, str | os.PathLike) else list(files)
    paths = [path for one in given for path in matching(os.fspath(one))]
    if not paths:
        raise LeadsError("no file is named: give a path, a pattern, or a list of these")
    for path in paths:
        refuse_unreadable(path)
    _refuse_twice(paths)
    return paths


def _refuse_twice(paths: Iterable[str]) -> None:
    """Refuse a file that is named twice, however its path is spelled."""
    seen: dict[tuple[int, int], str] = {}
    for path in paths:
        # Hard links too lead to the same file, and no path tells that.
        found = Path(path).stat()
        key = found.st_dev, found.st_ino
        if key in seen:
            same = "" if seen[key] == path else f" (as {seen[key]})"
            raise LeadsError(f"{path} is named twice{same}: every lead of it would be a duplicate of itself")
        seen[key] = path


def refuse_inputs_within(folder: Path, paths: Iterable[str | os.PathLike[str]]) -> None:
    """Refuse to empty a folder in which files lie that are to be read.

    Args:
        folder: for the results.
        paths: of files.

    Raises:
        CampaignError: one lies there.
    """
    for path in paths:
        if folder.resolve() in Path(path).resolve().parents:
            raise CampaignError(f"{path} lies in {folder}, which is emptied first: name another folder for the results")


def refuse_folder_of_a_run(folder: Path, lists: Iterable[Path]) -> None:
    """Refuse to replace a folder from which a run was made whose journal is among the lists: its leads would be gone.

    Args:
        folder: for the results.
        lists: files that are read; some may be journals.

    Raises:
        CampaignError: it is such a folder.
    """
    for path in lists:
        if folder.resolve() in (one.resolve() for one in made_from(path)):
            raise CampaignError(
                f"{folder} is a folder that the run in {path} was made from: name another folder for the results, so "
                "that it is not lost"
            )
