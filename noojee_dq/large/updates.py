"""Rows of an update that are meant for one lead, among more rows than memory holds."""

from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from noojee_dq.arrow.columns import column_of
from noojee_dq.arrow.repeats import fingerprints
from noojee_dq.batch.batch import Batch
from noojee_dq.batch.external_ids import ids_of
from noojee_dq.batch.payload import sent_cells
from noojee_dq.checks.disposition import sets_disposition
from noojee_dq.checks.repeated_updates import Repeats, given_dispositions

_LINES: Final = pa.schema(
    [
        ("position", pa.int64()),
        ("id", pa.large_string()),
        # What would be sent, as two numbers of 64 bits that no two bodies of one lead have in common by chance.
        ("body", pa.uint64()),
        ("body2", pa.uint64()),
        ("disposition", pa.large_string()),
        ("faulty", pa.bool_()),
        ("sets", pa.bool_()),
    ]
)
#: Odd numbers without pattern in their bits: multiplying spreads each bit over the higher ones.
_SALTS: Final = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F))
_HALF: Final = np.uint64(32)


def update_lines(batch: Batch) -> pa.Table:
    """List the rows of a part that name a lead.

    Args:
        batch: leads of an update, of which `refused_alone` and `faulty_alone` are known.

    Returns:
        Columns `position`, `id`, `body` and `body2`, `disposition` (that the row sets; null = none), `faulty` (it is
        not to be sent as it is), `sets` (the lead has a disposition after it).
    """
    ids = ids_of(batch)
    at = np.flatnonzero(ids.ne(""))
    sent = sent_cells(batch)
    bodies = [one[at] for one in _bodies(sent)]
    faulty = batch.no_lead if batch.faulty_alone is None else batch.faulty_alone
    dispositions = column_of(given_dispositions(batch, at).astype("str"))
    values = [batch.positions[at], column_of(ids).take(pa.array(at)), *bodies, dispositions, faulty[at]]
    values.append(sets_disposition(batch)[at])
    return pa.table(dict(zip(_LINES.names, values, strict=True)), schema=_LINES)


def _bodies(sent: pd.DataFrame) -> NDArray[np.uint64]:
    """Return two numbers for each row, which tell apart what would be sent."""
    bodies = np.zeros((len(_SALTS), len(sent)), dtype=np.uint64)
    for heading in sent.columns:
        cells = fingerprints(column_of(sent[heading]))
        for salt, body in zip(_SALTS, bodies, strict=True):
            # What stands under one heading counts otherwise than under the next.
            body ^= cells
            body *= salt
            body ^= body >> _HALF
    return bodies


def settle_updates(database: Any, lines: list[str], repeated: str, *, keep: str) -> None:
    """Find what rows that share an id have to do with each other.

    Args:
        database: a connection of DuckDB.
        lines: Parquet files of `update_lines`.
        repeated: the Parquet file to write: `position`, and the columns of `Repeats` and `set_before`, in order.
        keep: "first" or "last": which of the rows that would be sent alike stays.
    """
    database.execute(_REPEATED, {"lines": lines})
    database.execute(_KEPT, {"last": keep == "last"})
    database.execute(_SETTLED, {"repeated": repeated})


def remember_repeats(batch: Batch, repeated: pd.DataFrame) -> None:
    """Let the checks of a batch find what other rows do to its leads.

    Args:
        batch: the leads of a part.
        repeated: their lines of what `settle_updates` wrote.
    """
    at = np.searchsorted(batch.positions, repeated["position"].to_numpy())
    found = Repeats(batch.positions.copy(), *np.zeros((3, len(batch)), dtype=bool))
    set_before = np.zeros(len(batch), dtype=bool)
    found.kept[at] = repeated["kept"]
    for name, mask in (("varied", found.varied), ("disputed", found.disputed), ("set_before", set_before)):
        mask[at] = repeated[name]
    found.again[at] = repeated["kept"] != repeated["position"]
    batch.remember(("repeated updates",), found)
    batch.remember(("disposition set before",), set_before)


_REPEATED: Final = """
CREATE TABLE repeated AS
WITH ids AS (SELECT id FROM read_parquet($lines, hive_partitioning = false) GROUP BY id HAVING count(*) > 1)
SELECT * FROM read_parquet($lines, hive_partitioning = false) SEMI JOIN ids USING (id)
"""

#: Between two rows that are alike another may change what the later of them changes back: each such row is a turn.
_KEPT: Final = """
CREATE TABLE kept AS
WITH turned AS (
    SELECT *, (body, body2) IS DISTINCT FROM (
        lag(body) OVER (PARTITION BY id, faulty ORDER BY position),
        lag(body2) OVER (PARTITION BY id, faulty ORDER BY position)
    ) AS other FROM repeated
), turns AS (
    SELECT *, sum(other::INT) OVER (PARTITION BY id, faulty ORDER BY position) AS turn FROM turned
)
SELECT *, CASE WHEN $last THEN max(position) OVER of_turn ELSE min(position) OVER of_turn END AS kept
FROM turns WINDOW of_turn AS (PARTITION BY id, faulty, turn)
"""

_SETTLED: Final = """
COPY (
    SELECT position, kept,
        NOT faulty AND count(DISTINCT (body, body2)) FILTER (WHERE NOT faulty) OVER of_lead > 1 AS varied,
        count(DISTINCT disposition) OVER of_lead > 1 AS disputed,
        coalesce(bool_or(sets AND kept = position) OVER (
            PARTITION BY id ORDER BY position ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ), false) AS set_before
    FROM kept WINDOW of_lead AS (PARTITION BY id) ORDER BY position
) TO $repeated (FORMAT PARQUET)
"""
