"""Lead files of any kind in parts, which every pass reads: files of ours, or rows of a Parquet file that was given."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from noojee_dq.errors import LeadsError
from noojee_dq.fields import READ_PROBLEM
from noojee_dq.large.folder import KEPT, Folder
from noojee_dq.large.parts import ROW, SOURCE, Files, Part, version_of
from noojee_dq.leads.one_list import refuse_other_headings
from noojee_dq.leads.options import Reading
from noojee_dq.leads.reading import errors_of
from noojee_dq.leads.streaming import NO_LEAD, open_leads

#: Where in the working folder the parts are.
LEADS: Final = "leads"

#: Leads of a part: a frame of them takes some tens of megabytes, and a check of it five times as much.
PART_ROWS: Final = 500_000


class Staged(NamedTuple):
    """Lead files in parts.

    Attributes:
        files: which they were.
        parts: in order.
        headings: the columns of all.
        notes: how they were read.
    """

    files: Files
    parts: list[Part]
    headings: tuple[str, ...]
    notes: tuple[str, ...]


class Staging:
    """Lead files that are read while their first parts are worked on already.

    Args:
        names: of the files.
        paths: where they lie.
        folder: of the check.
        part_rows: how many leads a part has at most.
        reading: what was said of how the files are to be read.
    """

    def __init__(
        self, names: Sequence[str], paths: Sequence[str], folder: Folder, part_rows: int, reading: Reading
    ) -> None:
        self._names = names
        self._paths = paths
        self._reading = reading
        self._folder = folder
        self._part_rows = part_rows
        self._parts: list[Part] = []
        self._headings: tuple[str, ...] = ()
        self._notes: list[str] = []
        self._last_rows: list[int] = []

    def parts(self) -> Iterator[Part]:
        """Read the leads in parts, and give each as soon as it is there.

        Raises:
            LeadsError: a file cannot be read, holds no lead, or its headings are not those of the first.
        """
        for file, (name, path) in enumerate(zip(self._names, self._paths, strict=True)):
            of_file = FileInParts(
                path,
                self._folder,
                self._part_rows,
                LEADS,
                self._reading,
                before=len(self._parts),
                offset=self._offset,
                file=file,
                in_place=True,
            )
            for part in of_file:
                self._parts.append(self._agreeing(part))
                yield self._parts[-1]
            self._agree(of_file.headings, name)
            notes = of_file.notes
            if of_file.parts == 0:
                # By itself it would be refused: nobody means to check no lead.
                notes = [*notes, f"{NO_LEAD}: nothing of it was checked"]
            self._notes += [f"{name}: {note}" if len(self._names) > 1 else note for note in notes]
            self._last_rows.append(of_file.last_row)
        if not self._parts:
            raise LeadsError(f"{self._names[0]}: {NO_LEAD}")

    def finish(self) -> Staged:
        """Return what was read once all parts are there."""
        files = Files(tuple(self._names), tuple(self._last_rows))
        problems = [READ_PROBLEM] if any(part.is_odd for part in self._parts) else []
        return Staged(files, self._parts, (*self._headings, *problems), tuple(self._notes))

    @property
    def _offset(self) -> int:
        return sum(last + 1 for last in self._last_rows)

    def _agreeing(self, part: Part) -> Part:
        """Return a part with its columns in the order of the first file."""
        names = {name: column for column, name in part.names}
        self._agree([name for name in names if name != READ_PROBLEM], self._names[part.file])
        order = [*self._headings, *([READ_PROBLEM] if part.is_odd else [])]
        return replace(part, names=tuple((names[heading], heading) for heading in order))

    def _agree(self, headings: Sequence[str], name: str) -> None:
        """Refuse headings that are not those of the first file, or of the results."""
        _refuse_reserved(headings, name, several=len(self._names) > 1)
        self._headings = self._headings or tuple(headings)
        refuse_other_headings(self._names[0], self._headings, name, headings)


class FileInParts:
    """A lead file, or a list, whose rows are put into parts while it is iterated over.

    Args:
        path: of the file.
        folder: of the check.
        part_rows: how many rows a part has at most.
        place: in the working folder.
        reading: what was said of how it is to be read; None = nothing.
        before: how many parts there are of other files.
        offset: how many positions the rows of other files take.
        file: its place among all files.
        in_place: parts are not copied that can be read from the file itself as they are.

    Attributes:
        headings: its columns; it is known, like all that follow, once all parts are there.
        notes: how it was read.
        last_row: the number of its last row.
        parts: how many parts it has.

    Raises:
        LeadsError: it cannot be read.
    """

    def __init__(
        self,
        path: str,
        folder: Folder,
        part_rows: int,
        place: str,
        reading: Reading | None = None,
        *,
        before: int = 0,
        offset: int = 0,
        file: int = 0,
        in_place: bool = False,
    ) -> None:
        self._path = Path(path).absolute()
        with errors_of(self._path):
            self._version = version_of(self._path)
        self._in_place = in_place
        self._stream = open_leads(path, rows=part_rows, reading=reading)
        self._folder = folder
        self._part_rows = part_rows
        self._place = place
        self._before = before
        self._offset = offset
        self._file = file
        self.headings: list[str] = []
        self.notes: list[str] = []
        self.last_row = 0
        self.parts = 0

    def __iter__(self) -> Iterator[Part]:
        waiting: list[Part] = []
        for body in _cut(self._stream, self._part_rows):
            self.parts += 1
            waiting.append(self._part(body, self._before + self.parts))
            names = self._stream.certain_names()
            if names is not None:
                yield from (_named(part, names) for part in waiting)
                waiting = []
        names, self.notes = self._stream.finish()
        yield from (_named(part, names) for part in waiting)
        self.headings, self.last_row = list(names.values()), self._stream.last_row

    def _part(self, body: pd.DataFrame, number: int) -> Part:
        """Return a part whose columns have no names yet but that of the reader's own."""
        rows = self._stream.rows_in_file(body) if self._in_place else None
        if rows is None:
            return self._written(body, number)
        return Part(number, self._file, self._offset, str(self._path), (), rows, self._version)

    def _written(self, body: pd.DataFrame, number: int) -> Part:
        table = pa.Table.from_pandas(body.rename(columns=str), preserve_index=False)
        table = table.append_column(ROW, pa.array(body.index.to_numpy(dtype=np.int64)))
        path = self._folder.keep(table, self._place, f"{number:06}{KEPT}")
        own = [READ_PROBLEM] if READ_PROBLEM in body.columns else []
        return Part(number, self._file, self._offset, str(path), tuple((name, name) for name in own))


def _named(part: Part, names: dict[int, str]) -> Part:
    return replace(part, names=(*((str(at), name) for at, name in names.items()), *part.names))


def _refuse_reserved(headings: Iterable[str], name: str, *, several: bool) -> None:
    reserved = (ROW, SOURCE) if several else (ROW,)
    taken = next((heading for heading in headings if heading in reserved), None)
    if taken:
        raise LeadsError(f"{name} has a column {taken!r}, as the results have one of their own: rename it")


def _cut(bodies: Iterable[pd.DataFrame], part_rows: int) -> Iterator[pd.DataFrame]:
    """Cut bodies into parts that are as long as each other: what a check costs beside its leads, it costs for each."""
    for body in bodies:
        parts = -(-len(body) // part_rows)
        cuts = [len(body) * part // parts for part in range(parts + 1)]
        yield from (body.iloc[start:end] for start, end in pairwise(cuts))
