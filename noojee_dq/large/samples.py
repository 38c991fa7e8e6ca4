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
    """A large check as `Found`: its numbers, and the findings of the first leads of each check.

    Args:
        totals: its numbers.
        findings: of the first leads.
        positions: a number for each lead; -1 = it concerns the files as a whole.
    """

    totals: Totals
    findings: pd.DataFrame
    positions: Positions

    @property
    def leads(self) -> range:
        """As many numbers as there are leads."""
        return range(self.totals.counts["leads"])

    @property
    def operation(self) -> Operation:
        """Which API call the leads are meant for."""
        return self.totals.operation

    @property
    def not_checked(self) -> tuple[NotChecked, ...]:
        """Checks that could not run."""
        return self.totals.not_checked

    @property
    def phone_columns(self) -> tuple[str, ...]:
        """Headings whose cells are masked."""
        return self.totals.phone_columns

    @property
    def checked_at(self) -> datetime:
        """When it was checked."""
        return self.totals.checked_at

    @property
    def source(self) -> str:
        """The file, or the first of them and how many more."""
        first, *others = self.totals.sources
        return f"{first} and {counted(len(others), 'more file')}" if others else first

    @property
    def notes(self) -> tuple[str, ...]:
        """How the files were read."""
        return self.totals.notes

    @property
    def counts(self) -> dict[str, int]:
        """Number of leads by what can be done with them."""
        return dict(self.totals.counts)

    @property
    def by_code(self) -> dict[str, int]:
        """Number of leads by result code."""
        return dict(self.totals.by_code)

    @property
    def summary(self) -> pd.DataFrame:
        """One line per check that found something."""
        return self.totals.as_frame()

    @property
    def noted(self) -> int:
        """Number of leads with a finding."""
        return self.totals.noted


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
    return Sampled(totals, first, positions)
