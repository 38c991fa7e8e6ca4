"""A large check as its readable forms show it: the numbers, and the first findings of each check."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet

from noojee_dq.arrow.columns import Positions
from noojee_dq.campaign import Campaign
from noojee_dq.checks.evaluate import NotChecked
from noojee_dq.fields import Operation
from noojee_dq.large.column_values import read_column_values
from noojee_dq.large.common_faults import read_common_faults
from noojee_dq.large.first_findings import LEAD
from noojee_dq.large.folder import FINDINGS, SAMPLES, Folder
from noojee_dq.large.parts import SOURCE, lead_label
from noojee_dq.large.totals import Totals
from noojee_dq.large.whole import of_check, result_files
from noojee_dq.report.callback_tally import CallbackTally
from noojee_dq.report.column_facts import ColumnFacts
from noojee_dq.report.corrections import Corrections, corrections, corrections_together
from noojee_dq.report.tallies import ColumnTally, SliceTally
from noojee_dq.words.counts import counted


@dataclass(frozen=True)
class Sampled:
    """A large check as `Found`: its numbers, and the findings of the first leads of each check.

    Repairs are not counted: to make them and check again needs all leads at once.
    """

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
    checks: pd.DataFrame
    noted: int
    findings_in: str
    held_back: int
    held_by_one_check: dict[str, int]
    left_by_repairs: dict[str, int]
    shared_faults: pd.DataFrame
    column_tallies: tuple[ColumnTally, ...]
    column_facts: tuple[ColumnFacts, ...]
    slice_tallies: tuple[SliceTally, ...]
    callback_tally: CallbackTally
    campaign: Campaign
    folder: Folder
    totals: Totals
    counted_repairs: None = None
    unasked_gain: int = 0
    unasked_relief: int = 0

    @cached_property
    def corrections(self) -> Corrections:
        """What the supplier of the lists can correct: read from the findings of each part, when asked for."""
        with of_check(self.folder, self.totals):
            return corrections_together(map(_corrections_of, result_files(self.folder, FINDINGS)))


def _corrections_of(file: str) -> Corrections:
    lines = pyarrow.parquet.read_table(file).to_pandas()
    # What concerns the files as a whole has no row; a lead has one that no other of its part has.
    rows = lines["row"].fillna(-1).to_numpy(dtype=np.int64)
    source = lines[SOURCE].iloc[0] if SOURCE in lines and len(lines) else ""
    return corrections(lines, rows, np.ndarray.tolist, "" if pd.isna(source) else source)


def sampled(folder: Folder, totals: Totals) -> Sampled:
    """Read the first findings of each check.

    Args:
        folder: of the check.
        totals: its numbers.

    Raises:
        LeadsError: the folder is damaged, or another check has written to it since.
    """
    with of_check(folder, totals):
        return _sampled(folder, totals)


def _sampled(folder: Folder, totals: Totals) -> Sampled:
    first = pyarrow.parquet.read_table(folder.path / SAMPLES).to_pandas().astype({"row": "Int64"})
    positions = first.pop(LEAD).to_numpy()
    if SOURCE in first:
        # Some ten of each check; what concerns the files as a whole has no row.
        rows = [
            None if pd.isna(row) else lead_label(row, source)
            for row, source in zip(first["row"], first[SOURCE], strict=True)
        ]
        first["row"] = pd.Series(rows, dtype="str")
    source, *others = (Path(source).name for source in totals.sources)
    same = ("operation", "not_checked", "phone_columns", "checked_at", "notes", "counts", "by_code", "noted")
    counts = totals.counts
    return Sampled(
        leads=range(counts["leads"]),
        findings=first,
        positions=positions,
        source=f"{source} and {counted(len(others), 'more file')}" if others else source,
        summary=totals.as_frame(),
        checks=totals.check_results,
        findings_in=str(folder.path / FINDINGS),
        held_back=counts["leads"] - sum(counts[name] for name in ("ready", "fix", "drop", "review")),
        held_by_one_check=totals.held_by_one_check,
        left_by_repairs=totals.held_by_one_check,
        shared_faults=read_common_faults(folder),
        column_tallies=totals.columns,
        column_facts=read_column_values(folder),
        slice_tallies=totals.slices,
        callback_tally=CallbackTally(totals.callbacks, totals.campaign.calling),
        campaign=totals.campaign,
        folder=folder,
        totals=totals,
        **{name: getattr(totals, name) for name in same},
    )
