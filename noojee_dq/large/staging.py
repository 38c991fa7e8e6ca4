"""Lead files of any kind as Parquet files of parts, which every pass reads."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from noojee_dq.errors import LeadsError
from noojee_dq.fields import READ_PROBLEM
from noojee_dq.large.folder import Folder
from noojee_dq.large.parts import ROW, Files, Part
from noojee_dq.leads import read_leads

_STAGED: Final = "leads"

#: Leads of a part: a frame of them takes some tens of megabytes, and a check of it five times as much.
PART_ROWS: Final = 250_000


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
        leads = read_leads(path)
        headings = _agreed(headings, leads, path, paths[0])
        notes += [f"{path}: {note}" if len(paths) > 1 else note for note in leads.attrs["notes"]]
        last_rows.append(int(leads.index.max()) if len(leads) else 0)
        for start in range(0, max(len(leads), 1), part_rows):
            parts.append(_stage(leads.iloc[start : start + part_rows], 1 + len(parts), file, folder))
    return Staged(Files(tuple(paths), tuple(last_rows)), parts, headings, tuple(notes))


def _stage(leads: pd.DataFrame, number: int, file: int, folder: Folder) -> Part:
    columns = [str(place) for place in range(leads.shape[1])]
    table = pa.Table.from_pandas(leads.set_axis(columns, axis="columns"), preserve_index=False)
    table = table.append_column(ROW, pa.array(leads.index.to_numpy(dtype=np.int64)))
    path = folder.keep(table, _STAGED, f"{number:06}.arrow")
    return Part(number, file, str(path), tuple(zip(columns, leads.columns, strict=True)))


def _agreed(known: tuple[str, ...], leads: pd.DataFrame, path: str, first: str) -> tuple[str, ...]:
    """Return the columns of all files so far; the reader's own comes last."""
    own = [str(heading) for heading in leads.columns if heading != READ_PROBLEM]
    problems = [READ_PROBLEM] if READ_PROBLEM in {*known, *leads.columns} else []
    expected = [heading for heading in known if heading != READ_PROBLEM] or own
    for of, headings, others in ((path, own, expected), (first, expected, own)):
        missing = [heading for heading in others if heading not in headings]
        if missing:
            raise LeadsError(
                f"{of} has no column {missing[0]!r}, which {first if of == path else path} has: files that are checked "
                "together need the same headings"
            )
    return (*expected, *problems)
