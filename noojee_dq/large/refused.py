"""Numbers of marked leads that other leads have, among leads that no memory holds."""

from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa

from noojee_dq.batch.batch import Batch
from noojee_dq.batch.refusals import lead_marks
from noojee_dq.batch.refused_numbers import Refused, other_readings, refused_of
from noojee_dq.large.claims import number_lines

_LINES: Final = pa.schema(
    [
        ("position", pa.int64()),
        ("column", pa.int16()),
        ("key", pa.int64()),
        ("text", pa.large_string()),
        ("mark", pa.int64()),
    ]
)


def mark_lines(batch: Batch) -> pa.Table:
    """List the numbers of the leads of a part that bear a mark, and what `other_readings` finds: a line for each.

    Args:
        batch: leads of a part.

    Returns:
        Columns `position`, `column`, `key` and `text` (as of `number_lines`), `mark` (0 = the lead has none).
    """
    marks, others = lead_marks(batch), other_readings(batch)
    lines = others.assign(position=batch.positions[others["lead"]], text="")
    if marks.any():
        numbers = number_lines(batch).select(["position", "column", "key", "text"]).to_pandas()
        lines = pd.concat([numbers[np.isin(numbers["position"], batch.positions[marks > 0])], lines], ignore_index=True)
    lines["mark"] = marks[np.searchsorted(batch.positions, lines["position"])]
    return pa.Table.from_pandas(lines[_LINES.names], schema=_LINES, preserve_index=False)


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
    marked AS (SELECT key, text, mark, min(position) AS holder FROM marks WHERE mark > 0 GROUP BY ALL),
    own AS (SELECT DISTINCT position, mark FROM marks)
    SELECT lines.position, "column", marked.mark, holder
    FROM (
        SELECT position, "column", key, text FROM read_parquet($lines, hive_partitioning = false) WHERE "column" >= 0
        UNION ALL SELECT position, "column", key, text FROM marks
    ) AS lines
    JOIN marked USING (key, text) LEFT JOIN own ON own.position = lines.position
    WHERE marked.mark > coalesce(own.mark, 0) ORDER BY lines.position, "column"
) TO $refused (FORMAT PARQUET)
"""
