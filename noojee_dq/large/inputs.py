"""The lead files of a large check: which are meant, and whether they can be read, before anything is written."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from noojee_dq.errors import CampaignError, LeadsError
from noojee_dq.journal.reader import made_from
from noojee_dq.large.remote_files import LeadFile, remote_files, without_secrets
from noojee_dq.leads.named_files import is_url, matching, named
from noojee_dq.leads.streaming import refuse_unreadable
from noojee_dq.words.arguments import is_other_frame, kind_shown

#: A path, a pattern, or several of these.
Paths = str | os.PathLike[str] | Sequence[str | os.PathLike[str]]


def lead_files(files: Paths) -> list[LeadFile]:
    """Return the files that are meant, each once, all of which can be opened.

    Args:
        files: paths, URLs and patterns; the files of a pattern are taken in the order of their names.

    Raises:
        LeadsError: there is none, one is named twice, or is no lead file.

    Example:
        >>> lead_files([])
        Traceback (most recent call last):
        ...
        noojee_dq.errors.LeadsError: no file is named: give a path, a pattern, or a list of these
    """
    if isinstance(files, pd.DataFrame):
        raise LeadsError("files must be paths, not a frame, which nj.check(leads, campaign) checks")
    if is_other_frame(files):
        raise LeadsError(f"files must be paths, not {kind_shown(files)}, which nj.check(leads, campaign) checks")
    given: list[Any] = list(files) if isinstance(files, Iterable) and not isinstance(files, str) else [files]
    found = [file for one in given for file in _meant(named(one))]
    if not found:
        raise LeadsError("no file is named: give a path, a pattern, or a list of these")
    for file in found:
        if file.system is None:
            refuse_unreadable(file.place)
    _refuse_twice(found)
    return found


def _meant(name: str) -> list[LeadFile]:
    return remote_files(name) if is_url(name) else [LeadFile(path, path) for path in matching(name)]


def _refuse_twice(files: Iterable[LeadFile]) -> None:
    """Refuse a file that is named twice, however its path is spelled."""
    seen: dict[object, str] = {}
    for file in files:
        key = _identity(file)
        if key in seen:
            same = "" if seen[key] == file.name else f" (as {seen[key]})"
            raise LeadsError(f"{file.name} is named twice{same}: every lead of it would be a duplicate of itself")
        seen[key] = file.name


def _identity(file: LeadFile) -> object:
    if file.system is not None:
        # Its name stands for it in all results.
        return file.name
    # Hard links too lead to the same file, and no path tells that.
    found = Path(file.place).stat()
    return found.st_dev, found.st_ino


def results_folder(folder: str | os.PathLike[str]) -> Path:
    """Return the path of a folder for results.

    Args:
        folder: its path, or `file:` URL.

    Raises:
        CampaignError: it is another URL, where no file can be locked or renamed.

    Example:
        >>> results_folder("file:///leads/checked")
        PosixPath('/leads/checked')
    """
    name = named(folder)
    if is_url(name):
        raise CampaignError(
            f"{without_secrets(name)}: results need a folder on a disk, or one that is mounted like a disk: name such "
            "a folder, and copy it when the check is done"
        )
    return Path(name).absolute()


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
