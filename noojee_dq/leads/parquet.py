"""Parquet files."""

import io

import pandas as pd
import pyarrow as pa
import pyarrow.parquet

from noojee_dq.errors import LeadsError
from noojee_dq.leads.table import Table
from noojee_dq.leads.text import as_text


def read_parquet(data: bytes, notes: list[str]) -> Table:
    """Read a Parquet file's bytes; its rows count as if it were a sheet with the headings in row 1."""
    try:
        table = pyarrow.parquet.read_table(io.BytesIO(data))
        table.validate(full=True)
        # Arrow's own types: numpy's would make floats of whole numbers beside a missing one.
        frame = table.to_pandas(types_mapper=pd.ArrowDtype)
        headings = [str(label) for label in frame.columns]
        frame.columns = pd.RangeIndex(len(headings))
        frame.index = pd.RangeIndex(2, len(frame) + 2, name="row")
        body = as_text(frame)
    except (pa.ArrowException, OSError, ValueError, LookupError, TypeError):
        raise LeadsError("the Parquet file is damaged: ask for it again") from None
    notes.append("read as Parquet")
    body.columns = pd.RangeIndex(len(headings))
    return Table(headings=headings, body=body)
