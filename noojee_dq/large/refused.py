"""Numbers of marked leads that other leads have, among leads that no memory holds."""

from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa

from noojee_dq.batch.batch import Batch
from noojee_dq.batch.refusals import lead_marks
from noojee_dq.batch.refused_numbers import Refused, refused_of


def mark_lines(batch: Batch) -> pa.Table:
    """List the leads of a part that bear a mark: `position` and `mark`.

    Args:
        batch: leads of a part.
    """
    marks = lead_marks(batch)
    at = np.flatnonzero(marks)
    return pa.table({"position": batch.positions[at].astype(np.int64), "mark": marks[at].astype(np.int64)})


def settle_refused(database: Any, marks: list[str], lines: list[str], refused: str) -> None:
    """Find the lines with a number of another lead that is marked, more so than their own.

    Args:
        database: a connection of DuckDB.
        marks: Parquet files of `mark_lines`.
        lines: Parquet files of `number_lines`, or of `claim_lines` that has numbers.
        refused: the Parquet file to write: `position`, `column`, `mark` and `holder` (the first lead with that mark and
            number), in order.
    """
    database.execute(_REFUSED, {"marks": marks, "lines": lines, "refused": refused})


def remember_refused(batch: Batch, refused: pd.DataFrame) -> None:
    """Let the checks of a batch find which of its leads have a number of a marked one.

    Args:
        batch: leads of a part.
        refused: their lines of what `settle_refused` wrote.
    """
    lines = refused.assign(lead=np.searchsorted(batch.positions, refused["position"].to_numpy()))
    found: Refused = refused_of(batch, lines)
    batch.remember(("refused numbers",), found)


#: Ids among the lines stand in no phone column.
_REFUSED: Final = """
COPY (
    WITH marks AS MATERIALIZED (SELECT * FROM read_parquet($marks, hive_partitioning = false)),
    lines AS NOT MATERIALIZED (
        SELECT position, "column", key, text FROM read_parquet($lines, hive_partitioning = false) WHERE "column" >= 0
    ), marked AS (
        SELECT key, text, mark, min(position) AS holder FROM lines JOIN marks USING (position) GROUP BY ALL
    )
    SELECT lines.position, lines."column", marked.mark, marked.holder
    FROM lines JOIN marked USING (key, text) LEFT JOIN marks AS own ON own.position = lines.position
    WHERE marked.mark > coalesce(own.mark, 0) ORDER BY lines.position, lines."column"
) TO $refused (FORMAT PARQUET)
"""
