"""Reading lists that memory need not hold: in parts, as leads are, each of which leaves its entries in the folder."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

import pandas as pd

from noojee_dq.batch.reference import (
    Known,
    Listed,
    known_leads,
    listed_under,
    merged_known,
    merged_listed,
    number_headings,
)
from noojee_dq.campaign import Campaign
from noojee_dq.fields import READ_PROBLEM
from noojee_dq.large.folder import Folder
from noojee_dq.large.list_entries import ID_KINDS, keep_ids, keep_numbers
from noojee_dq.large.parts import Part
from noojee_dq.large.staging import FileInParts
from noojee_dq.large.workers import Shown
from noojee_dq.leads.streaming import reads_in_parts
from noojee_dq.lists import ListPart, ListReader, NumbersOption, errors_of_list

#: Where in the working folder the parts of a list are while it is read.
LIST_ROWS: Final = "list rows"

_READING: Final = "reading lists"


class _OneList(NamedTuple):
    """What is the same for all parts of a list.

    Attributes:
        folder: of the check.
        number: of the list among all.
        option: for what it was given.
        source: the name of its file.
        campaign: gives phone fields, regions and headings.
        now: the moment that decides which entries have expired.
        headings: the columns that hold numbers, where it is a list of numbers.
        wants_holders: whether it matters which lead of an export has which number.
    """

    folder: Folder
    number: int
    option: str
    source: str
    campaign: Campaign
    now: datetime
    headings: tuple[str, ...] = ()
    wants_holders: bool = False

    def rows(self, part: Part) -> pd.DataFrame:
        """Read the rows of a part."""
        rows = part.leads()
        rows.attrs["source"] = self.source
        return rows

    def name(self, part: Part, column: int = 0) -> str:
        """Return what the entries of a part are called."""
        return f"{self.number:06}-{column:03}-{part.number:06}"


class PartwiseReader(ListReader):
    """Reads lists in parts, but for frames, numbers and workbooks, which are in memory anyway.

    Args:
        folder: where the entries go.
        part_rows: how many entries are held in memory at a time.
        workers: who read them.
        wants_holders: whether it matters which lead of an export has which number.
        options: of `ListReader`.
    """

    def __init__(self, folder: Folder, part_rows: int, workers: Shown, *, wants_holders: bool, **options: Any) -> None:
        super().__init__(**options)
        self._folder = folder
        self._part_rows = part_rows
        self._workers = workers
        self._wants_holders = wants_holders
        self._lists = 0

    def known(self, part: ListPart) -> Known:
        """Return what an export tells but for its ids and numbers, which lie in the folder."""
        read = self._staged(part, "known")
        if read is None:
            return super().known(part)
        export, parts = read
        told = self._workers.map(_keep_known, export, parts, _READING)
        _forget(parts)
        return merged_known(told)

    def listed(self, part: ListPart, option: NumbersOption) -> Listed:
        """Return what is to be said of a list of numbers but for these, which lie in the folder."""
        read = self._staged(part, option)
        if read is None:
            return super().listed(part, option)
        numbers, parts = read
        guessed = self._workers.map(_number_headings, numbers, parts, _READING)
        # Columns of numbers are told by their first entries: in doubt by those of any part.
        headings = tuple(dict.fromkeys(heading for part_of in guessed for heading in part_of))
        told = self._workers.map(_keep_listed, numbers._replace(headings=headings), parts, _READING)
        _forget(parts)
        # Rows that cannot be read are named column by column.
        return merged_listed([merged_listed(of_column) for of_column in zip(*told, strict=True)])

    def _staged(self, part: ListPart, option: str) -> tuple[_OneList, list[Part]] | None:
        """Write the rows of a list in parts; None = it is read as a whole."""
        if isinstance(part, pd.DataFrame):
            return None
        path = Path(part)
        with errors_of_list(option):
            if not reads_in_parts(path):
                return None
            parts = list(FileInParts(str(path), self._folder, self._part_rows, LIST_ROWS))
        self._lists += 1
        one = _OneList(self._folder, self._lists, option, path.name, self.campaign, self.now)
        odd = [one.rows(rows)[[READ_PROBLEM]] for rows in parts if rows.is_odd]
        if odd:
            misread = pd.concat(odd)
            misread.attrs["source"] = path.name
            self.refuse_unfit(misread, option)
        # Of a list without entries all is said by who reads it as a whole.
        return (one._replace(wants_holders=self._wants_holders), parts) if parts else None


def _keep_known(export: _OneList, part: Part) -> Known:
    """Keep what a part of an export tells of its leads, and return the rest."""
    told = known_leads(export.rows(part), export.campaign)
    kept: dict[str, Any] = {}
    for kind in ID_KINDS:
        ids = getattr(told, kind)
        if ids is not None:
            keep_ids(export.folder, kind, export.name(part), ids)
            kept[kind] = _NO_ENTRY
    if told.numbers is not None:
        keep_numbers(export.folder, "numbers", export.name(part), told.numbers)
        kept["numbers"] = _NO_ENTRY
    if told.holders is not None:
        if export.wants_holders:
            held = told.holders()
            keep_numbers(export.folder, "holders", export.name(part), held["number"], id=held["id"])
        kept["holders"] = _NO_HOLDERS
    return told._replace(**kept)


def _number_headings(numbers: _OneList, part: Part) -> list[str]:
    return number_headings(numbers.rows(part), numbers.campaign, allowed=numbers.option == "allow")


def _keep_listed(numbers: _OneList, part: Part) -> list[Listed]:
    """Keep the numbers of a part of a list, and return the rest for each of its columns."""
    rows, allowed = numbers.rows(part), numbers.option == "allow"
    told = []
    for column, heading in enumerate(numbers.headings):
        found = listed_under(rows, heading, numbers.campaign, numbers.now, allowed=allowed)
        keep_numbers(numbers.folder, numbers.option, numbers.name(part, column), found.numbers)
        told.append(found._replace(numbers=_NO_ENTRY, elsewhere=found.in_force))
    return told


def _forget(parts: Iterable[Part]) -> None:
    """Delete the rows of a list whose entries are kept."""
    for part in parts:
        Path(part.path).unlink(missing_ok=True)


_NO_ENTRY: Final = pd.Series([], dtype="str")
_NO_HOLDERS: Final = partial(pd.DataFrame, {"id": _NO_ENTRY, "number": _NO_ENTRY})
