"""What many errors of a large check share: counted part by part, added up on disk, and kept in a file to be shown."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, get_args

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet

from noojee_dq.arrow.columns import Positions
from noojee_dq.large.folder import SHARED, WORKING, Folder
from noojee_dq.large.parts import Part, lead_label
from noojee_dq.large.settings import Settings
from noojee_dq.report.shared_faults import COLUMNS, FIRST_LEADS, MOST_SHARED, Shared, fault_groups

#: Where in the working folder each part has its own.
FAULTS: Final = "faults"
_BITS: Final = 32
_BELOW: Final = (1 << _BITS) - 1


def write_part_faults(settings: Settings, part: Part, findings: pd.DataFrame, positions: Positions) -> None:
    """Write what errors of a part share.

    Args:
        settings: what the leads were checked against.
        part: which.
        findings: of its leads.
        positions: for each finding the position of its lead.
    """
    # The number of the part stands above those of its rows and findings: each tells a lead, or a finding, from all.
    above = part.number << _BITS
    groups = fault_groups(findings.assign(row=findings["row"].astype("int64") + above), positions)
    place = groups.column_names.index("place")
    groups = groups.set_column(place, "place", pc.add(groups["place"], above))
    settings.folder.write(groups, WORKING, FAULTS, part.name)


def write_common_faults(settings: Settings, parts: Sequence[Part], database: Any) -> None:
    """Add up what errors share, as `noojee_dq.report.shared_faults` counts it in memory, and write it.

    Args:
        settings: what the leads were checked against.
        parts: of the leads; `write_part_faults` has written of each.
        database: a connection of DuckDB.
    """
    sources = {part.number: settings.files.source_of(part.file) for part in parts}
    groups = settings.folder.files(WORKING, FAULTS)
    kinds = pd.concat([_asked(database, groups, shared, sources) for shared in get_args(Shared)], ignore_index=True)
    settings.folder.write(pa.Table.from_pandas(kinds, preserve_index=False), WORKING, SHARED)


def read_common_faults(folder: Folder) -> pd.DataFrame:
    """Read what `write_common_faults` has written.

    Args:
        folder: of the check.
    """
    return pyarrow.parquet.read_table(folder.path / SHARED).to_pandas()


def _asked(database: Any, groups: list[str], shared: Shared, sources: Mapping[int, str | None]) -> pd.DataFrame:
    values = {"groups": groups, "shared": shared, "most": MOST_SHARED, "first": FIRST_LEADS}
    lines = database.execute(_SHARED.format(shared=shared), values).fetchall()
    found = pd.DataFrame(lines, columns=[name for name in COLUMNS if name != "shared"]).assign(shared=shared)
    # A few leads of each of a few hundred.
    found["rows"] = [[lead_label(row & _BELOW, sources[row >> _BITS]) for row in rows] for rows in found["rows"]]
    return found[list(COLUMNS)]


#: Parts hold the first leads of each group, so those of the first parts are among them.
_SHARED: Final = """
WITH groups AS (
    SELECT * FROM read_parquet($groups, hive_partitioning = false) WHERE shared = $shared
), most AS (
    SELECT "check", "column", {shared}, sum(leads)::BIGINT AS leads, min(place) AS begins
    FROM groups GROUP BY ALL ORDER BY leads DESC, begins LIMIT $most
), named AS (
    SELECT begins, flatten(list("rows" ORDER BY place))[:$first] AS first_leads
    FROM groups JOIN most USING ("check", "column", {shared}) GROUP BY begins
)
SELECT most."check", most."column", groups.value, groups.message, most.leads, first_leads
FROM most JOIN named USING (begins) JOIN groups ON groups.place = begins ORDER BY most.leads DESC, begins
"""
