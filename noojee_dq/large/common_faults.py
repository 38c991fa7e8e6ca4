"""What many errors of a large check share, kept in a file: to count it takes a database, to show it does not."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, get_args

import pandas as pd
import pyarrow as pa
import pyarrow.parquet

from noojee_dq.large.folder import FINDINGS, SHARED, WORKING, Folder
from noojee_dq.large.parts import Part, lead_label
from noojee_dq.large.settings import Settings
from noojee_dq.large.totals import LINES
from noojee_dq.report.shared_faults import COLUMNS, FIRST_LEADS, MOST_SHARED, Shared


def write_common_faults(settings: Settings, parts: Sequence[Part], database: Any) -> None:
    """Count what errors share, as `noojee_dq.report.shared_faults` does in memory, and write it.

    Args:
        settings: what the leads were checked against; the findings are written.
        parts: of the leads.
        database: a connection of DuckDB.
    """
    sources = {part.number: settings.files.source_of(part.file) for part in parts}
    findings = settings.folder.files(WORKING, FINDINGS)
    kinds = pd.concat([_asked(database, findings, shared, sources) for shared in get_args(Shared)], ignore_index=True)
    settings.folder.write(pa.Table.from_pandas(kinds, preserve_index=False), WORKING, SHARED)


def read_common_faults(folder: Folder) -> pd.DataFrame:
    """Read what `write_common_faults` has written.

    Args:
        folder: of the check.
    """
    return pyarrow.parquet.read_table(folder.path / SHARED).to_pandas()


def _asked(database: Any, findings: list[str], shared: Shared, sources: Mapping[int, str | None]) -> pd.DataFrame:
    values = {"findings": findings, "most": MOST_SHARED, "first": FIRST_LEADS}
    lines = database.execute(LINES + _SHARED.format(shared=shared), values).fetchall()
    found = pd.DataFrame(lines, columns=[name for name in COLUMNS if name != "shared"]).assign(shared=shared)
    # A few leads of each of a few hundred.
    found["rows"] = [[lead_label(row, sources[part]) for part, row in leads] for leads in found["rows"]]
    return found[list(COLUMNS)]


#: A lead with the same fault twice counts once, where it has it first.
_SHARED: Final = """
, errors AS (
    SELECT "check", coalesce("column", '') AS "column", coalesce({shared}, '') AS same, lead, place
    FROM lines WHERE severity = 'error' AND lead IS NOT NULL
), most AS (
    SELECT "check", "column", same, count(DISTINCT lead) AS leads, min(place) AS begins
    FROM errors GROUP BY ALL ORDER BY leads DESC, begins LIMIT $most
), named AS (
    SELECT begins, arg_min(lead, place, $first) AS first_leads
    FROM (
        SELECT begins, lead, min(errors.place) AS place
        FROM errors JOIN most USING ("check", "column", same) GROUP BY ALL
    ) GROUP BY begins
)
SELECT most."check", most."column", coalesce(value, ''), coalesce(message, ''), leads,
    [(one >> 32, one & 4294967295) FOR one IN first_leads]
FROM most JOIN named USING (begins) JOIN lines ON lines.place = begins ORDER BY leads DESC, begins
"""
