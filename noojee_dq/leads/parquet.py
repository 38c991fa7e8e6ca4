"""Parquet files."""

import io
from typing import Final

import pandas as pd
import pyarrow as pa
import pyarrow.parquet

from noojee_dq.errors import LeadsError
from noojee_dq.leads.table import Table
from noojee_dq.leads.text import as_text

#: What is said of a file that is none.
DAMAGED: Final = "the Parquet file is damaged: ask for it again"


def read_parquet(data: bytes, notes: list[str]) -> Table:
    """Read a Parquet file's bytes; its rows count as if it were a sheet with the headings in row 1."""
    try:
        table = pyarrow.parquet.read_table(io.BytesIO(data))
    except (pa.ArrowException, OSError, ValueError, LookupError, TypeError):
        raise LeadsError(DAMAGED) from None
    body = body_of_parquet(table, first_row=2)
    notes.append("read as Parquet")
    return Table(headings=headings_of_parquet(table.schema), body=body)


def headings_of_parquet(schema: pa.Schema) -> list[str]:
    """Return the headings of a Parquet file: its columns but those that were the index of a frame."""
    return [str(label) for label in schema.empty_table().to_pandas().columns]


def body_of_parquet(table: pa.Table, first_row: int) -> pd.DataFrame:
    """Return rows of a Parquet file as text, as the body of a `Table` whose first row has this number.

    Raises:
        LeadsError: the file is damaged.
    """
    try:
        table.validate(full=True)
        # Arrow's own types: numpy's would make floats of whole numbers beside a missing one.
        frame = table.to_pandas(types_mapper=pd.ArrowDtype)
        frame.columns = pd.RangeIndex(frame.shape[1])
        frame.index = pd.RangeIndex(first_row, first_row + len(frame), name="row")
        body = as_text(frame)
    except (pa.ArrowException, OSError, ValueError, LookupError, TypeError):
        raise LeadsError(DAMAGED) from None
    body.columns = pd.RangeIndex(body.shape[1])
    return body
