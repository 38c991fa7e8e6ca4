"""Parquet files."""

import io
import os
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import Final

import pandas as pd
import pyarrow as pa
import pyarrow.parquet

from noojee_dq.errors import LeadsError
from noojee_dq.leads.table import Table
from noojee_dq.leads.text import as_text

#: The number of the first row: the headings stand above it, as in a sheet.
FIRST_ROW: Final = 2
#: What is said of a file that is none.
DAMAGED: Final = "the Parquet file is damaged: ask for it again"
_UNREADABLE: Final = "the Parquet file has a column of lists or the like that cannot be read: write it as plain text"
#: What pandas has no type for, and what holds the same.
_PLAIN: Final = {pa.string_view(): pa.large_string(), pa.binary_view(): pa.large_binary()}


def read_parquet(data: bytes, notes: list[str]) -> Table:
    """Read a Parquet file's bytes; its rows count as if it were a sheet with the headings in row 1."""
    try:
        table = pyarrow.parquet.read_table(io.BytesIO(data))
    except (pa.ArrowException, OSError, ValueError, LookupError, TypeError):
        raise LeadsError(DAMAGED) from None
    body = body_of_parquet(table, FIRST_ROW)
    notes.append("read as Parquet")
    return Table(headings=headings_of_parquet(table.schema), body=body)


def headings_of_parquet(schema: pa.Schema) -> list[str]:
    """Return the headings of a Parquet file: its columns but those that were the index of a frame.

    Raises:
        LeadsError: pandas has no type for a column.
    """
    try:
        return [str(label) for label in schema.empty_table().to_pandas().columns]
    except NotImplementedError:
        raise LeadsError(_UNREADABLE) from None


def body_of_parquet(table: pa.Table, first_row: int) -> pd.DataFrame:
    """Return rows of a Parquet file as text, as the body of a `Table` whose first row has this number.

    Raises:
        LeadsError: the file is damaged, or pandas has no type for a column.
    """
    try:
        table.validate(full=True)
        # Arrow's own types: numpy's would make floats of whole numbers beside a missing one.
        frame = _without_views(table).to_pandas(types_mapper=pd.ArrowDtype)
        frame.columns = pd.RangeIndex(frame.shape[1])
        frame.index = pd.RangeIndex(first_row, first_row + len(frame), name="row")
        body = as_text(frame)
    except NotImplementedError:
        raise LeadsError(_UNREADABLE) from None
    except (pa.ArrowException, OSError, ValueError, LookupError, TypeError):
        raise LeadsError(DAMAGED) from None
    body.columns = pd.RangeIndex(body.shape[1])
    return body


def _without_views(table: pa.Table) -> pa.Table:
    for at, field in enumerate(table.schema):
        if kind := _PLAIN.get(field.type):
            table = table.set_column(at, field.with_type(kind), table.column(at).cast(kind))
    return table


class RowGroups:
    """The row groups of a Parquet file: where its rows can be read from, again and again.

    Args:
        file: the file.
    """

    def __init__(self, file: pyarrow.parquet.ParquetFile) -> None:
        metadata, schema = file.metadata, file.schema_arrow
        sizes = [metadata.row_group(at).num_rows for at in range(metadata.num_row_groups)]
        self._ends = list(accumulate(sizes, initial=0))
        texts = all(pa.types.is_string(kind) or pa.types.is_large_string(kind) for kind in schema.types)
        self._as_they_are = texts and len(schema) == len(headings_of_parquet(schema))

    def stretches(self, rows: int) -> Iterator[range]:
        """Put groups together as long as they have no more rows than this; a larger one stands alone."""
        first = 0
        for at in range(1, len(self._ends)):
            if at > first + 1 and self._ends[at] - self._ends[first] > rows:
                yield range(first, at - 1)
                first = at - 1
        if len(self._ends) > 1:
            yield range(first, len(self._ends) - 1)

    def holding(self, rows: range) -> range:
        """Return the groups that hold some rows, from 0."""
        return range(bisect_right(self._ends, rows.start) - 1, bisect_left(self._ends, rows.stop))

    def start(self, group: int) -> int:
        """Return the first row of a group."""
        return self._ends[group]

    def are(self, rows: range) -> bool:
        """Say whether rows are whole groups of text, so that to read them again takes no more than to read a copy."""
        groups = self.holding(rows)
        whole = self._ends[groups.start] == rows.start and self._ends[groups.stop] == rows.stop
        return whole and self._as_they_are


def rows_of_parquet(path: str | os.PathLike[str], rows: range) -> pd.DataFrame:
    """Return some rows of a Parquet file, from 0, as the body of a `Table`.

    Raises:
        LeadsError: the file is damaged, or has not these rows any more.
        OSError: it cannot be opened.
    """
    try:
        with pyarrow.parquet.ParquetFile(path) as file:
            groups = RowGroups(file)
            holding = groups.holding(rows)
            table = file.read_row_groups(list(holding)).slice(rows.start - groups.start(holding.start), len(rows))
    except (pa.ArrowException, ValueError, IndexError):
        raise LeadsError(DAMAGED) from None
    if len(table) < len(rows):
        raise LeadsError(DAMAGED)
    return body_of_parquet(table, FIRST_ROW + rows.start)
