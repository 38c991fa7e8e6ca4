"""Lead files of any kind as Parquet files of parts, which every pass reads."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from noojee_dq.errors import LeadsError
from noojee_dq.fields import READ_PROBLEM
from noojee_dq.large.folder import KEPT, Folder
from noojee_dq.large.parts import ROW, SOURCE, Files, Part
from noojee_dq.leads.streaming import open_leads

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


def stage(paths: Sequence[str], folder: Folder, part_rows: int) -> Staged:
    """Read lead files, and write their leads in parts.

    Args:
        paths: of the files.
        folder: of the check.
        part_rows: how many leads a part has at most.

    Raises:
        LeadsError: a file cannot be read, or its headings are not those of the first.
    """
    parts: list[Part] = []
    notes: list[str] = []
    last_rows: list[int] = []
    headings: tuple[str, ...] = ()
    for file, path in enumerate(paths):
        read = stage_file(path, folder, part_rows, place=LEADS, file=file, before=len(parts))
        _refuse_reserved(read.headings, path, several=len(paths) > 1)
        headings = _agreed(headings, read.headings, path, paths[0])
        notes += [f"{path}: {note}" if len(paths) > 1 else note for note in read.notes]
        last_rows.append(read.last_row)
        parts += read.parts
    if not parts:
        raise LeadsError(f"{paths[0]}: holds headings but no lead")
    return Staged(Files(tuple(paths), tuple(last_rows)), parts, headings, tuple(notes))


class StagedFile(NamedTuple):
    """One file in parts.

    Attributes:
        parts: in order.
        headings: its columns.
        notes: how it was read.
        last_row: the number of its last row.
    """

    parts: list[Part]
    headings: list[str]
    notes: list[str]
    last_row: int


def _refuse_reserved(headings: Iterable[str], path: str, *, several: bool) -> None:
    reserved = (ROW, SOURCE) if several else (ROW,)
    taken = next((heading for heading in headings if heading in reserved), None)
    if taken:
        raise LeadsError(f"{path} has a column {taken!r}, as the results have one of their own: rename it")


def stage_file(path: str, folder: Folder, part_rows: int, *, place: str, file: int = 0, before: int = 0) -> StagedFile:
    """Read a file of leads, or a list, and write its rows in parts.

    Args:
        path: of the file.
        folder: of the check.
        part_rows: how many rows a part has at most.
        place: in the working folder.
        file: its place among all files.
        before: how many parts there are of other files.

    Raises:
        LeadsError: it cannot be read.
    """
    stream = open_leads(path, rows=part_rows)
    bodies = enumerate(_cut(stream, part_rows), start=before + 1)
    written = [(number, *_write(body, folder, place, number)) for number, body in bodies]
    names, notes = stream.finish()
    columns = tuple((str(at), name) for at, name in names.items())
    parts = [
        Part(number, file, str(where), (*columns, (READ_PROBLEM, READ_PROBLEM)) if odd else columns)
        for number, where, odd in written
    ]
    problems = [READ_PROBLEM] if any(odd for _, _, odd in written) else []
    return StagedFile(parts, [*names.values(), *problems], notes, stream.last_row)


def _cut(bodies: Iterable[pd.DataFrame], part_rows: int) -> Iterator[pd.DataFrame]:
    for body in bodies:
        for start in range(0, len(body), part_rows):
            yield body.iloc[start : start + part_rows]


def _write(body: pd.DataFrame, folder: Folder, place: str, number: int) -> tuple[Path, bool]:
    """Write the rows of a part, and say whether the reader had trouble with some."""
    table = pa.Table.from_pandas(body.rename(columns=str), preserve_index=False)
    table = table.append_column(ROW, pa.array(body.index.to_numpy(dtype=np.int64)))
    return folder.keep(table, place, f"{number:06}{KEPT}"), READ_PROBLEM in body.columns


def _agreed(known: tuple[str, ...], headings: Sequence[str], path: str, first: str) -> tuple[str, ...]:
    """Return the columns of all files so far; the reader's own comes last."""
    own = [heading for heading in headings if heading != READ_PROBLEM]
    problems = [READ_PROBLEM] if READ_PROBLEM in {*known, *headings} else []
    expected = [heading for heading in known if heading != READ_PROBLEM] or own
    for of, found, others in ((path, own, expected), (first, expected, own)):
        missing = [heading for heading in others if heading not in found]
        if missing:
            raise LeadsError(
                f"{of} has no column {missing[0]!r}, which {first if of == path else path} has: files that are checked "
                "together need the same headings"
            )
    return (*expected, *problems)
