"""Entries of lists that memory need not hold: in the working folder, from which each part of the leads takes its own.

An entry is kept with two keys, each an integer by which leads find it. What is found is all that `check` would find
in the whole list, and perhaps some more entries, which then equal nothing that a lead has.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from noojee_dq.arrow.columns import column_of
from noojee_dq.arrow.repeats import NumberSet, fingerprints, numbers_among
from noojee_dq.batch.batch import Batch
from noojee_dq.batch.external_ids import alike_ids, ids_of, plain_ids
from noojee_dq.batch.phone_column import LONG, PhoneColumn, number_keys
from noojee_dq.checks.dnc import oddly_written
from noojee_dq.large.folder import KEPT, WORKING, Folder, read_kept
from noojee_dq.phones.digit_keys import Keys, number_sizes
from noojee_dq.phones.readable import Sought, national_keys, sought_in

#: Where in the working folder they are, each kind in a folder of its own: parts of `Known`, and numbers by option.
LISTS: Final = "lists"
ID_KINDS: Final = ("ids", "ids_without_disposition", "ids_with_callback")
NUMBER_KINDS: Final = ("numbers", "holders", "dnc", "allow")
KINDS: Final = (*ID_KINDS, *NUMBER_KINDS)

_KEY: Final = "key"
_OTHER_KEY: Final = "other_key"

#: The key of nothing.
_NONE: Final = 0


class Wanted(NamedTuple):
    """The keys by which some leads find entries: `keys` of what they have, `other_keys` of what they may have."""

    keys: NumberSet
    other_keys: NumberSet


def keep_numbers(folder: Folder, kind: str, name: str, numbers: pd.Series, **columns: pd.Series) -> None:
    """Keep numbers of a list.

    Args:
        folder: of the check.
        kind: what sort of entries these are.
        name: which of them, in order.
        numbers: in the form in which numbers are compared.
        columns: what else is kept of each.
    """
    texts = column_of(numbers)
    keys = number_keys(numbers)
    keys[keys == LONG] = _prints(texts.filter(pa.array(keys == LONG)))
    _keep(folder, kind, name, {"number": texts, **columns}, keys, national_keys(numbers))


def keep_ids(folder: Folder, kind: str, name: str, ids: pd.Series) -> None:
    """Keep external ids of an export; arguments as for `keep_numbers`."""
    # An id can be that of a lead with what a spreadsheet has added to it, or without.
    _keep(folder, kind, name, {"id": column_of(ids)}, _id_keys(plain_ids(ids)), _id_keys(ids))


def numbers_wanted(batch: Batch, sizes: Iterable[int] = ()) -> Wanted:
    """Return by what some leads find the numbers of lists.

    Args:
        batch: the leads.
        sizes: how many digits the national parts of the numbers have that a person may read out of odd cells; none
            where only the numbers count that the PBX would compare.
    """
    keys = [_keys_of(batch.phones(heading)) for heading in batch.phone_headings]
    sought = [_sought(batch, heading, sizes) for heading in batch.phone_headings] if sizes else []
    keys += [number_keys(one.numbers) for one in sought]
    return Wanted(_set_of(keys), _set_of([one.national for one in sought]))


def ids_wanted(batch: Batch) -> Wanted:
    """Return by what some leads find the external ids of exports."""
    ids = ids_of(batch)
    found = _set_of([_id_keys(ids[ids.ne("")])])
    return Wanted(found, found)


def has_entries(folder: Folder) -> bool:
    """Say whether any list has left entries in the folder."""
    return any(folder.files(WORKING, LISTS, kind, suffix=KEPT) for kind in KINDS)


def entries_for(folder: Folder, kind: str, wanted: Wanted) -> pd.DataFrame | None:
    """Read the entries that some leads may find; None = no list has any of this kind.

    Args:
        folder: of the check.
        kind: what sort of entries.
        wanted: by what they are found.
    """
    found = []
    for path in folder.files(WORKING, LISTS, kind, suffix=KEPT):
        table = read_kept(Path(path))
        among = wanted.keys.holds(table[_KEY].to_numpy()) | wanted.other_keys.holds(table[_OTHER_KEY].to_numpy())
        found.append(table.drop_columns([_KEY, _OTHER_KEY]).filter(pa.array(among)))
    return pa.concat_tables(found).to_pandas().astype("str") if found else None


def national_sizes(folder: Folder) -> tuple[int, ...]:
    """Return how many digits the national parts of the numbers have that are not to be called, or may be."""
    paths = [path for kind in ("dnc", "allow") for path in folder.files(WORKING, LISTS, kind, suffix=KEPT)]
    # The 1 before its digits is no digit of a number.
    sizes = [number_sizes(read_kept(Path(path))[_OTHER_KEY].to_numpy()) - 1 for path in paths]
    return tuple(sorted({int(size) for part in sizes for size in np.flatnonzero(np.bincount(part[part > 0]))}))


def has_numbers_beside(folder: Folder, allowed: pd.Series) -> bool:
    """Say whether do-not-call lists in the folder have a number that may not be called all the same.

    Args:
        folder: of the check.
        allowed: numbers that may be called, beside those of lists in the folder.
    """
    permitted = [read_kept(Path(path))[_KEY].to_numpy() for path in folder.files(WORKING, LISTS, "allow", suffix=KEPT)]
    permitted.append(number_keys(allowed))
    for path in folder.files(WORKING, LISTS, "dnc", suffix=KEPT):
        left = read_kept(Path(path))[_KEY].to_numpy()
        for keys in permitted:
            left = left[~numbers_among(left, keys)]
        if len(left):
            return True
    return False


def _sought(batch: Batch, heading: str, sizes: Iterable[int]) -> Sought:
    odd = np.flatnonzero(oddly_written(batch, heading))
    return sought_in(batch.cells(heading, odd), batch.regions(odd), batch.campaign.region, sizes)


def _set_of(keys: list[Keys]) -> NumberSet:
    return NumberSet(np.concatenate([np.array([], dtype=np.int64), *keys]))


def _id_keys(ids: pd.Series) -> Keys:
    return _prints(column_of(alike_ids(ids)))


def _keys_of(column: PhoneColumn) -> Keys:
    """Return the keys of a column, and of numbers too long for one what their digits make."""
    keys = column.key
    long = keys == LONG
    if long.any():
        keys[long] = _prints(column.number.filter(pa.array(long)))
    return keys


def _prints(texts: Any) -> NDArray[np.int64]:
    prints = fingerprints(texts).view(np.int64)
    # An id of zeros alone is an id all the same.
    return np.where(prints == _NONE, 1, prints)


def _keep(folder: Folder, kind: str, name: str, columns: dict[str, Any], keys: Keys, other_keys: Keys) -> None:
    table = pa.table({**columns, _KEY: keys, _OTHER_KEY: other_keys})
    folder.keep(table, LISTS, kind, f"{name}{KEPT}")
