"""A large check as its readable forms show it: the numbers, and the first findings of each check."""

from dataclasses import dataclass
from datetime import datetime

import pandas as pd
import pyarrow.parquet

from noojee_dq.arrow.columns import Positions
from noojee_dq.checks.evaluate import NotChecked
from noojee_dq.fields import Operation
from noojee_dq.large.first_findings import LEAD, SAMPLES
from noojee_dq.large.folder import Folder
from noojee_dq.large.parts import SOURCE
from noojee_dq.large.totals import Totals
from noojee_dq.words.counts import counted


@dataclass(frozen=True)
class Sampled:
    """A large check as `Found`: its numbers, and the findings of the first leads of each check."""

    leads: range
    findings: pd.DataFrame
    positions: Positions
    operation: Operation
    not_checked: tuple[NotChecked, ...]
    phone_columns: tuple[str, ...]
    checked_at: datetime
    source: str
    notes: tuple[str, ...]
    counts: dict[str, int]
    by_code: dict[str, int]
    summary: pd.DataFrame
    noted: int


def sampled(folder: Folder, totals: Totals) -> Sampled:
    """Read the first findings of each check.

    Args:
        folder: of the check.
        totals: its numbers.
    """
    first = pyarrow.parquet.read_table(folder.path / SAMPLES).to_pandas().astype({"row": "Int64"})
    positions = first.pop(LEAD).to_numpy()
    if SOURCE in first:
        of_lead = first["row"].astype("str") + " of " + first[SOURCE].astype("str")
        first["row"] = of_lead.where(first["row"].notna())
    source, *others = totals.sources
    same = ("operation", "not_checked", "phone_columns", "checked_at", "notes", "counts", "by_code", "noted")
    return Sampled(
        leads=range(totals.counts["leads"]),
        findings=first,
        positions=positions,
        source=f"{source} and {counted(len(others), 'more file')}" if others else source,
        summary=totals.as_frame(),
        **{name: getattr(totals, name) for name in same},
    )
