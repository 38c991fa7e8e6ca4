"""The entries of lists in the folder of a check that concern some leads: each part of the leads takes its own."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd

from noojee_dq.arrow.cells import is_in
from noojee_dq.batch.batch import Batch
from noojee_dq.batch.reference import Known, Listed
from noojee_dq.large.folder import Folder
from noojee_dq.large.list_entries import (
    ID_KINDS,
    Wanted,
    entries_for,
    has_entries,
    has_numbers_beside,
    ids_wanted,
    numbers_wanted,
)
from noojee_dq.lists import Lists


def add_entries(batch: Batch, folder: Folder, sizes: tuple[int, ...], allowed: pd.Series | None) -> None:
    """Let leads be compared with the entries in the folder too, as far as these concern them.

    Args:
        batch: the leads; its `known` and `dnc` hold what was read into memory.
        folder: of the check.
        sizes: as for `numbers_wanted`.
        allowed: numbers that may be called all the same, of lists that were read into memory.
    """
    if not has_entries(folder):
        return
    numbers = numbers_wanted(batch, sizes)
    batch.known = _with_entries(batch.known, folder, ids_wanted(batch), numbers)
    if batch.dnc is not None:
        batch.dnc = _listed(batch.dnc, folder, numbers, allowed)


def without_allowed(lists: Lists, folder: Folder) -> Lists:
    """Say of lists whether any number of those in the folder is in force, once some may be called all the same.

    Args:
        lists: what was read into memory.
        folder: of the check.
    """
    if lists.dnc is None or lists.allowed is None:
        return lists
    elsewhere = lists.dnc.elsewhere and has_numbers_beside(folder, lists.allowed)
    return replace(lists, dnc=lists.dnc._replace(elsewhere=elsewhere))


def _with_entries(known: Known, folder: Folder, ids: Wanted, numbers: Wanted) -> Known:
    wanted = {**dict.fromkeys(ID_KINDS, ids), "numbers": numbers}
    # What one of several exports does not tell is told of none.
    told = {kind: by for kind, by in wanted.items() if getattr(known, kind) is not None}
    found: dict[str, Any] = {kind: _and_of(getattr(known, kind), folder, kind, by) for kind, by in told.items()}
    if known.holders is not None:
        found["holders"] = partial(_holders, known.holders, folder, numbers)
    return known._replace(**found)


def _holders(in_memory: Callable[[], pd.DataFrame], folder: Folder, numbers: Wanted) -> pd.DataFrame:
    return pd.concat([in_memory(), entries_for(folder, "holders", numbers)], ignore_index=True)


def _listed(dnc: Listed, folder: Folder, wanted: Wanted, allowed: pd.Series | None) -> Listed:
    numbers = _and_of(dnc.numbers, folder, "dnc", wanted)
    # Those in memory are not on the list in memory any more.
    for permitted in (allowed, _and_of(None, folder, "allow", wanted)):
        numbers = numbers[~is_in(numbers, permitted)]
    return dnc._replace(numbers=numbers)


def _and_of(in_memory: pd.Series | None, folder: Folder, kind: str, wanted: Wanted) -> pd.Series:
    entries = entries_for(folder, kind, wanted)
    columns = [column for column in (in_memory, None if entries is None else entries.iloc[:, 0]) if column is not None]
    return pd.concat(columns, ignore_index=True) if columns else pd.Series([], dtype="str")
