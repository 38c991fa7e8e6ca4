"""What each column of a large check holds, by its different values: counted on disk, kept in a file of its own."""

from collections.abc import Iterator
from typing import Any, Final

import pyarrow as pa
import pyarrow.dataset
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
    leads = pyarrow.dataset.dataset(settings.folder.files(WORKING, ANNOTATED), format="parquet")
    lines = [
        _line(_facts(leads, heading, database, is_phone=heading in phone_columns))
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


def _facts(leads: Any, heading: str, database: Any, *, is_phone: bool) -> ColumnFacts:
    groups = _values(leads, heading, database)
    return facts_together(
        [
            facts_of_values(heading, group[_CELL].cast(pa.large_string()), group["leads"].to_numpy(), is_phone=is_phone)
            for group in groups
        ]
    )


def _values(leads: Any, heading: str, database: Any) -> Iterator[Any]:
    """Return the different values of a column with the number of leads that have each, in groups, at least one."""
    yield pa.RecordBatch.from_pylist([], pa.schema({_CELL: pa.string(), "leads": pa.int64()}))
    # The names of DuckDB know no upper case: the column goes by another one.
    cells = leads.scanner(columns={_CELL: pyarrow.dataset.field(heading)}).to_reader()
    database.register("cells", cells)
    yield from database.sql(_GROUPED).to_arrow_reader(_VALUES)
    database.unregister("cells")


_GROUPED: Final = "SELECT cell, count(*) AS leads FROM cells WHERE cell IS NOT NULL GROUP BY cell"
