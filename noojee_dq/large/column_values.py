"""What each column of a large check holds, by its different values: counted on disk, kept in a file of its own."""

from collections.abc import Iterator
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet

from noojee_dq.fields import OWN_PREFIXES
from noojee_dq.large.folder import ANNOTATED, PROFILE, WORKING, Folder
from noojee_dq.large.settings import Settings
from noojee_dq.report.column_facts import ColumnFacts, facts_of_values, facts_together

#: Different values that are in memory at a time.
_VALUES: Final = 2**17
_CELL: Final = "cell"
_SCHEMA: Final = pa.schema(
    {
        "heading": pa.string(),
        "distinct": pa.int64(),
        "frequent": pa.list_(pa.struct({"value": pa.string(), "leads": pa.int64()})),
        "longest": pa.int64(),
        "written": pa.map_(pa.string(), pa.int64()),
        "odd": pa.int64(),
        "headings": pa.int64(),
    }
)


def write_column_values(settings: Settings, phone_columns: list[str], database: Any) -> None:
    """Count what is in each column, as `noojee_dq.report.column_facts` does in memory, and write it.

    Args:
        settings: what the leads were checked against; the annotated leads are written.
        phone_columns: headings of those with phone numbers.
        database: a connection of DuckDB.
    """
    leads = settings.folder.files(WORKING, ANNOTATED)
    columns = pyarrow.parquet.read_schema(leads[0]).names
    lines = [
        _line(_facts(leads, columns.index(heading), heading, database, is_phone=heading in phone_columns))
        for heading in settings.headings
        if not heading.startswith(OWN_PREFIXES)
    ]
    settings.folder.write(pa.Table.from_pylist(lines, schema=_SCHEMA), WORKING, PROFILE)


def read_column_values(folder: Folder) -> tuple[ColumnFacts, ...]:
    """Read what `write_column_values` has written.

    Args:
        folder: of the check.
    """
    lines = pyarrow.parquet.read_table(folder.path / PROFILE).to_pylist()
    return tuple(
        ColumnFacts(
            **line
            | {
                "frequent": tuple((one["value"], one["leads"]) for one in line["frequent"]),
                "written": dict(line["written"]),
            }
        )
        for line in lines
    )


def _line(facts: ColumnFacts) -> dict[str, Any]:
    frequent = [{"value": value, "leads": leads} for value, leads in facts.frequent]
    return facts._asdict() | {"frequent": frequent, "written": list(facts.written.items())}


def _facts(leads: list[str], place: int, heading: str, database: Any, *, is_phone: bool) -> ColumnFacts:
    return facts_together(
        [
            facts_of_values(heading, group[_CELL].cast(pa.large_string()), group["leads"].to_numpy(), is_phone=is_phone)
            for group in _values(leads, place, database)
        ]
    )


def _values(leads: list[str], place: int, database: Any) -> Iterator[Any]:
    """Return the different values of a column with the number of leads that have each, in groups, at least one."""
    yield pa.RecordBatch.from_pylist([], pa.schema({_CELL: pa.string(), "leads": pa.int64()}))
    # The names of DuckDB know no upper case: columns go by their place.
    names = ", ".join([*(f"column_{before}" for before in range(place)), _CELL])
    yield from database.sql(_GROUPED.format(names=names), params={"leads": leads}).to_arrow_reader(_VALUES)


_GROUPED: Final = """
SELECT cell, count(*) AS leads FROM read_parquet($leads, hive_partitioning = false) AS annotated({names})
WHERE cell IS NOT NULL GROUP BY cell
"""
