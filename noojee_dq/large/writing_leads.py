"""The leads of a large check as files: those ready to be sent, and the others, written part by part."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

import pandas as pd
import pyarrow as pa
import pyarrow.parquet

from noojee_dq.errors import LeadsError
from noojee_dq.large.folder import written_aside
from noojee_dq.large.large_report import LargeReport
from noojee_dq.leads.text import as_text
from noojee_dq.leads.writing import MAX_SHEET_LEADS, SUFFIX_DELIMITERS, unwritable, write_delimited
from noojee_dq.report.files import as_ready, as_rejected

#: The suffixes of files that can be written part by part.
SUFFIXES: Final = (*SUFFIX_DELIMITERS, ".parquet")
#: Why a workbook is none of them.
NO_WORKBOOK: Final = f"leads checked in parts go into no workbook, whose sheets hold {MAX_SHEET_LEADS:,} leads at most"

_Write = Callable[[pd.DataFrame], None]


def write_ready_parts(report: LargeReport, path: str | os.PathLike[str]) -> int:
    """Write the leads that are ready, under their own columns alone, as `report.files.write_ready` does.

    Args:
        report: of a large check.
        path: the file, .csv, .tsv or .parquet; it is replaced if it exists.

    Returns:
        Number of leads written.

    Raises:
        LeadsError: the file cannot be written, or is of another kind, or as for `LargeReport.frames`.
    """
    return _write(map(as_ready, report.frames(ready=True)), Path(path))


def write_rejected_parts(report: LargeReport, path: str | os.PathLike[str]) -> int:
    """Write the leads that are not ready, with row, file, verdict and reasons at the left; else as the above."""
    return _write(map(as_rejected, report.frames(ready=False)), Path(path))


def _write(parts: Iterable[pd.DataFrame], path: Path) -> int:
    if path.suffix.lower() not in SUFFIXES:
        raise LeadsError(f"{path.name}: {NO_WORKBOOK}: end the name with one of {', '.join(SUFFIXES)}")
    written = 0
    try:
        with written_aside(path) as aside:
            delimiter = SUFFIX_DELIMITERS.get(path.suffix.lower())
            opened = _parquet(aside) if delimiter is None else _delimited(aside, delimiter)
            with opened as write:
                for part in parts:
                    write(as_text(part))
                    written += len(part)
    except OSError:
        raise unwritable(path) from None
    return written


@contextmanager
def _delimited(path: Path, delimiter: str) -> Iterator[_Write]:
    write = partial(write_delimited, path=path, delimiter=delimiter)
    yield lambda part: write(part, more=path.exists())


@contextmanager
def _parquet(path: Path) -> Iterator[_Write]:
    writers: list[pyarrow.parquet.ParquetWriter] = []

    def write(part: pd.DataFrame) -> None:
        table = pa.Table.from_pandas(part, preserve_index=False)
        if not writers:
            writers.append(pyarrow.parquet.ParquetWriter(path, table.schema))
        writers[0].write_table(table)

    try:
        yield write
    finally:
        for writer in writers:
            writer.close()
