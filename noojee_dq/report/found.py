"""What the readable forms of a report show: of all its findings, or of the first ones and the numbers of the rest."""

from collections.abc import Sized
from datetime import datetime
from typing import Protocol

import pandas as pd

from noojee_dq.arrow.columns import Positions
from noojee_dq.campaign import Campaign
from noojee_dq.checks.evaluate import NotChecked
from noojee_dq.fields import Operation
from noojee_dq.report.callback_tally import CallbackTally
from noojee_dq.report.column_facts import ColumnFacts
from noojee_dq.report.corrections import Corrections
from noojee_dq.report.tallies import ColumnTally, SliceTally


class Found(Protocol):
    """What a pre-flight found, as far as it is shown; see `Findings` for what each attribute holds.

    Of `findings` and `positions`, those of the first leads of each check suffice; the numbers are those of all.
    """

    @property
    def leads(self) -> Sized:
        """All leads, if only to count them."""
        ...

    @property
    def findings(self) -> pd.DataFrame:
        """One line per problem, in file order."""
        ...

    @property
    def positions(self) -> Positions:
        """For each finding the position of its lead; -1 = it concerns the whole file."""
        ...

    @property
    def operation(self) -> Operation:
        """Which API call the leads are meant for."""
        ...

    @property
    def campaign(self) -> Campaign | None:
        """What the leads were checked against; None = that is not known."""
        ...

    @property
    def not_checked(self) -> tuple[NotChecked, ...]:
        """Checks that could not run."""
        ...

    @property
    def checks(self) -> pd.DataFrame:
        """One line per check of the operation."""
        ...

    @property
    def phone_columns(self) -> tuple[str, ...]:
        """Headings whose cells are masked."""
        ...

    @property
    def checked_at(self) -> datetime:
        """When it was checked, with its zone."""
        ...

    @property
    def source(self) -> str:
        """Name of the file; "" = a frame."""
        ...

    @property
    def notes(self) -> tuple[str, ...]:
        """How the file was read."""
        ...

    @property
    def counts(self) -> dict[str, int]:
        """Number of leads by what can be done with them."""
        ...

    @property
    def by_code(self) -> dict[str, int]:
        """Number of leads by result code."""
        ...

    @property
    def summary(self) -> pd.DataFrame:
        """One line per check that found something."""
        ...

    @property
    def noted(self) -> int:
        """Number of leads with a finding."""
        ...

    @property
    def findings_in(self) -> str:
        """Where all findings lie; "" = `findings` has them all."""
        ...

    @property
    def held_back(self) -> int:
        """Number of leads that nothing but an error of the whole file keeps from being ready."""
        ...

    @property
    def held_by_one_check(self) -> dict[str, int]:
        """For each check the number of leads that nothing but its errors keeps from being ready."""
        ...

    @property
    def left_by_repairs(self) -> dict[str, int]:
        """As `held_by_one_check`, without the leads that a repair makes ready, where repairs are counted."""
        ...

    @property
    def shared_faults(self) -> pd.DataFrame:
        """What many errors share: see `noojee_dq.report.shared_faults`."""
        ...

    @property
    def column_tallies(self) -> tuple[ColumnTally, ...]:
        """What was counted of each column."""
        ...

    @property
    def column_facts(self) -> tuple[ColumnFacts, ...]:
        """What is in each column, by its different values; our own columns are left out."""
        ...

    @property
    def slice_tallies(self) -> tuple[SliceTally, ...]:
        """What was counted of each slice of the file; empty where there is no lead."""
        ...

    @property
    def callback_tally(self) -> CallbackTally:
        """When callbacks would ring, and when they may."""
        ...

    @property
    def counted_repairs(self) -> pd.DataFrame | None:
        """What repairs could do, one line per fix; None = that is not counted."""
        ...

    @property
    def unasked_gain(self) -> int:
        """How many more leads all repairs together that are made unasked would make ready; 0 = not counted as well."""
        ...

    @property
    def unasked_relief(self) -> int:
        """Of how many ready leads these repairs together would take a warning away; 0 = not counted as well."""
        ...

    @property
    def corrections(self) -> Corrections:
        """What the supplier of the list can correct."""
        ...
