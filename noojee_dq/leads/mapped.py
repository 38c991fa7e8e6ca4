"""Leads that lie in a file instead of in memory, so that their text is no limit to how many there can be."""

import mmap
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.ipc

from noojee_dq.arrow.columns import Positions
from noojee_dq.errors import OutputError

#: Leads that are in memory at once while some of them are taken.
_AT_ONCE: Final = 100_000


def mapped(parts: Iterable[pd.DataFrame], folder: Path) -> pd.DataFrame:
    """Put leads one after the other into a file, and return them as they lie there: their text takes no memory.

    Nobody else can read the file, as it has no name (but on Windows). It is gone with the frame, and with the process,
    however that ends.

    Args:
        parts: some leads each, with the same columns; at least one.
        folder: where there is room for their text.

    Raises:
        OutputError: there is no room, or the folder cannot be written to.

    Example:
        >>> parts = [pd.DataFrame({"Phone": [number]}) for number in ("0491 570 006", "0491 570 156")]
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     mapped(parts, Path(folder))["Phone"].tolist()
        ['0491 570 006', '0491 570 156']
    """
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            _write(parts, file)
            content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except OSError as error:
        raise OutputError(
            f"{folder}: a run puts the text of its leads there while it lasts, and that cannot be written "
            f"({error.strerror or error}): make room there, and see that it can be written to"
        ) from None
    leads: pd.DataFrame = pa.ipc.open_file(pa.py_buffer(content)).read_all().to_pandas()
    return leads


def taken(leads: pd.DataFrame, at: Positions) -> pd.DataFrame:
    """Take some leads; where all of them lie in a file in the folder of their check, into another one there.

    Leads to which somebody has added values that are no text are in memory, and stay there: as such they are sent.

    Args:
        leads: one per row.
        at: the places of those that are wanted, in the order in which they are wanted.

    Raises:
        OutputError: as `mapped`.

    Example:
        >>> taken(pd.DataFrame({"Phone": ["0491 570 006", "none"]}), np.array([0]))["Phone"].tolist()
        ['0491 570 006']
    """
    if np.array_equal(at, np.arange(len(leads))):
        return leads
    path = leads.attrs.get("path")
    if path is None or not Path(path).is_dir() or not _come_back(leads):
        return leads.iloc[at]
    starts = range(0, max(len(at), 1), _AT_ONCE)
    found = mapped((leads.iloc[at[first : first + _AT_ONCE]] for first in starts), Path(path))
    found.attrs = leads.attrs
    return found


def _come_back(leads: pd.DataFrame) -> bool:
    """Say whether the values of leads are the same once they were in a file: of values of Python some are others."""
    own = all(isinstance(kind, pd.StringDtype | pd.Int64Dtype) for kind in leads.dtypes)
    return own and pd.api.types.is_integer_dtype(leads.index.dtype)


def _write(parts: Iterable[pd.DataFrame], file: IO[bytes]) -> None:
    tables = (pa.Table.from_pandas(part, preserve_index=True) for part in parts)
    first = next(tables)
    with pa.ipc.new_file(file, first.schema) as writer:
        writer.write_table(first)
        for table in tables:
            writer.write_table(table)
    file.flush()
