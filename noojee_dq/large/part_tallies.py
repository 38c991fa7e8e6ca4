"""What the page counts of leads in parts: counted part by part, as in memory, and added up."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from noojee_dq.arrow.columns import Positions
from noojee_dq.large.parts import Part, lead_label
from noojee_dq.large.settings import Settings
from noojee_dq.report.callback_tally import callback_counts, counts_together
from noojee_dq.report.tallies import (
    ColumnTally,
    SliceTally,
    column_tallies,
    columns_together,
    held_by_one_check,
    slice_tallies,
    slices_together,
)


class Tallies(NamedTuple):
    """What is counted of some leads; see `Found` for what each attribute holds."""

    held_by_one_check: dict[str, int]
    columns: tuple[ColumnTally, ...]
    slices: tuple[SliceTally, ...]
    callbacks: tuple[int, ...]


class Standing(NamedTuple):
    """Where the leads of a part stand: `start` leads before them, `total` in all."""

    start: int
    total: int


def tallies_of(
    settings: Settings,
    part: Part,
    standing: Standing,
    leads: pd.DataFrame,
    status: pd.Series,
    findings: pd.DataFrame,
    positions: Positions,
) -> Tallies:
    """Count what the page shows of a part.

    Args:
        settings: what the leads were checked against.
        part: which.
        standing: where its leads stand.
        leads: of the part.
        status: their `dq_status`.
        findings: of these leads.
        positions: for each finding the position of its lead.
    """
    source = settings.files.source_of(part.file)
    slices = slice_tallies(status, leads.index, standing.total, standing.start)
    return Tallies(
        held_by_one_check(findings, positions, len(leads)),
        column_tallies(leads, findings, positions),
        tuple(one._replace(first=lead_label(one.first, source), last=lead_label(one.last, source)) for one in slices),
        callback_counts(leads, settings.campaign),
    )


def tallies_together(parts: Sequence[Tallies]) -> Tallies:
    """Add up what was counted of all parts, in order."""
    return Tallies(
        dict(sum((Counter(part.held_by_one_check) for part in parts), Counter())),
        columns_together(part.columns for part in parts),
        slices_together(part.slices for part in parts),
        counts_together(part.callbacks for part in parts),
    )
