"""Numbers that many leads have, among leads that no memory holds."""

from typing import Any, Final

import numpy as np
import pandas as pd

from noojee_dq.batch.batch import Batch
from noojee_dq.checks.crowded_numbers import Crowds, crowds_of
from noojee_dq.large.claims import note_repeated


def settle_crowds(database: Any, lines: list[str], crowded: str, *, most: int) -> None:
    """Find the lines with a number that many leads have.

    Args:
        database: a connection of DuckDB.
        lines: Parquet files of `number_lines`.
        crowded: the Parquet file to write: `position`, `column`, and `leads` (how many have the number), in order.
        most: how many leads may have a number.
    """
    note_repeated(database, lines)
    database.execute(_CROWDED, {"lines": lines, "crowded": crowded, "most": most})


def remember_crowds(batch: Batch, crowded: pd.DataFrame) -> None:
    """Let the checks of a batch find which of its leads have a number that many have.

    Args:
        batch: leads of a part.
        crowded: their lines of what `settle_crowds` wrote.
    """
    lines = crowded.assign(lead=np.searchsorted(batch.positions, crowded["position"].to_numpy()))
    found: Crowds = crowds_of(batch, lines)
    batch.remember(("crowds",), found)


#: A lead that has a number twice counts once.
_CROWDED: Final = """
COPY (
    WITH lines AS MATERIALIZED (
        SELECT position, "column", key, text
        FROM read_parquet($lines, hive_partitioning = false) SEMI JOIN repeated USING (key)
    ), counts AS (
        SELECT key, text, count(DISTINCT position) AS leads FROM lines GROUP BY key, text HAVING leads > $most
    )
    SELECT position, "column", leads FROM lines JOIN counts USING (key, text) ORDER BY position, "column"
) TO $crowded (FORMAT PARQUET)
"""
