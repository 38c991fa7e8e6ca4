"""`Findings`: what a pre-flight found, and what follows from it; views and renderers take it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final

import numpy as np
import pandas as pd

from noojee_dq.arrow.columns import Mask, Positions
from noojee_dq.batch.batch import Batch
from noojee_dq.campaign import Campaign
from noojee_dq.checks.coverage import Applied
from noojee_dq.checks.evaluate import NotChecked
from noojee_dq.fields import DQ_COLUMNS, DQ_STATUS, Operation
from noojee_dq.report.annotation import verdict_columns
from noojee_dq.report.callback_tally import CallbackTally, callback_counts
from noojee_dq.report.check_results import check_results
from noojee_dq.report.check_tallies import check_tallies, summary_of
from noojee_dq.report.column_facts import ColumnFacts, column_facts
from noojee_dq.report.corrections import Corrections, corrections
from noojee_dq.report.gain_together import gain_together, relieved_together
from noojee_dq.report.repair_gains import RepairGains, repair_gains
from noojee_dq.report.shared_faults import shared_faults
from noojee_dq.report.tallies import (
    ColumnTally,
    SliceTally,
    column_tallies,
    held_by_one_check,
    leads_by_code,
    slice_tallies,
)
from noojee_dq.report.verdict import passes
from noojee_dq.words.rows import is_row_number, lead_labels

#: Repairs are counted by making them and checking again, which takes its time with more leads.
MAX_LEADS_FOR_REPAIRS: Final = 100_000


@dataclass(frozen=True, eq=False, repr=False)
class Findings:
    """What a pre-flight found, and what follows from it: the data of a `Report`.

    Args:
        leads: the caller's frame, as it was given.
        findings: one line per problem, in file order; columns `row` (index label), `column`, `value`, `code`
            (null where the API would accept), `result`, `check`, `severity` ("error" or "warning"), `message`,
            `hint`. Values stand here as they are: `to_html` and the other forms mask them.
        positions: for each finding the position of its lead; -1 = it concerns the whole file.
        operation: "insert" or "update".
        not_checked: checks that could not run, and why.
        applied: all checks of the operation, with the number of leads that each looked at.
        phone_columns: headings whose cells are masked wherever a report is shown.
        checked_at: when, with its zone.
        source: name of the file; "" = a frame.
        notes: how the file was read.
        campaign: what the leads were checked against.
        batch_of: makes a batch of other leads for the same check, with the same lists and at the same moment.

    """

    leads: pd.DataFrame
    findings: pd.DataFrame
    positions: Positions
    operation: Operation
    not_checked: tuple[NotChecked, ...]
    phone_columns: tuple[str, ...]
    checked_at: datetime
    source: str = ""
    notes: tuple[str, ...] = ()
    campaign: Campaign | None = None
    batch_of: Callable[[pd.DataFrame], Batch] | None = None
    applied: tuple[Applied, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether there are leads, and no error; warnings may stand."""
        return passes(len(self.leads), self.findings["severity"])

    @cached_property
    def counts(self) -> dict[str, int]:
        """Number of leads: all, those that can be sent, and the others by `dq_status`.

        An error of the whole file (a wrong id of the campaign) leaves none to be sent.
        """
        statuses = self.annotated[DQ_STATUS][~self.is_held_back].value_counts()
        others = {name: int(statuses.get(name, 0)) for name in ("fix", "drop", "review")}
        return {"leads": len(self.leads), "ready": int(self.is_ready.sum())} | others

    @cached_property
    def by_code(self) -> dict[str, int]:
        """Result code as text -> number of leads for which it holds; codes of the whole file count as 1."""
        return leads_by_code(self.findings, self.positions)

    @property
    def noted(self) -> int:
        """Number of leads with a finding, a warning or more."""
        return len(np.unique(self.positions[self.positions >= 0]))

    @cached_property
    def summary(self) -> pd.DataFrame:
        """One line per check that found something; errors first, then the most leads.

        Columns: `check, code, result, severity, leads, findings, message, hint`.
        """
        return summary_of(check_tallies(self.findings, self.positions))

    @cached_property
    def checks(self) -> pd.DataFrame:
        """One line per check of the operation, also of those that all leads passed, and of those that did not run.

        Columns: `check`, `code`, `severity`; `checked` (leads that it looked at: of a check of cells those that hold
        something there, or should), `passed` and `failed` (of these; a problem of the whole file is one of every
        lead), `share` (of those checked that failed, from 0 to 1; null where none was); `why_not` (why it did not run,
        or not in full; "" = it did). Checks that do not concern the list or the campaign have a `why_not` too, and
        are not among `not_checked`.
        """
        return check_results(self.applied, self.summary, self.not_checked, len(self.leads))

    @cached_property
    def annotated(self) -> pd.DataFrame:
        """The leads with `dq_status`, `dq_expected_code`, `dq_codes`, `dq_reasons`; own columns and index kept.

        Where an error of the whole file holds good leads back, their status is "review".
        """
        kept = self.leads.drop(columns=[name for name in DQ_COLUMNS if name in self.leads.columns])
        return kept.assign(**verdict_columns(self.findings, self.positions, len(kept)))

    @property
    def ready(self) -> pd.DataFrame:
        """The annotated leads that the API is expected to accept, warnings or not."""
        return self.annotated[self.is_ready]

    @property
    def rejected(self) -> pd.DataFrame:
        """The annotated leads that are not to be sent as they are."""
        return self.annotated[~self.is_ready]

    @property
    def repairs(self) -> pd.DataFrame:
        """What `noojee_dq.repair` could do: one line per fix that would change something.

        Columns: `fix`, `title`, `asked_for` (bool: it is made only when asked for by name), `checks` (ids of the
        checks whose findings it answers, "; " between them), `cells`, `leads_unlocked` (leads that would be ready
        and are not), `leads_refused` (leads that are ready and would not be: their number turns out to be a
        duplicate). Both are counted by a check of the repaired leads.
        """
        return self._repair_gains.lines

    @cached_property
    def is_ready(self) -> Mask:
        """Leads without an error of their own; none where an error concerns the whole file."""
        return self._is_without_error & ~self.is_held_back

    @cached_property
    def is_held_back(self) -> Mask:
        """Leads that nothing but an error of the whole file keeps from being ready."""
        of_file = self.positions[self.findings["severity"].eq("error").to_numpy()] < 0
        return self._is_without_error & of_file.any()

    @property
    def findings_in(self) -> str:
        """Where all findings lie; "" = here."""
        return ""

    @property
    def held_back(self) -> int:
        """Number of leads that nothing but an error of the whole file keeps from being ready."""
        return int(self.is_held_back.sum())

    @cached_property
    def held_by_one_check(self) -> dict[str, int]:
        """For each check the number of leads that nothing but its errors keeps from being ready."""
        return held_by_one_check(self.findings, self.positions, len(self.leads))

    @cached_property
    def left_by_repairs(self) -> dict[str, int]:
        """As `held_by_one_check`, without the leads that a repair makes ready, where repairs are counted."""
        if not self.held_by_one_check or self.counted_repairs is None:
            return self.held_by_one_check
        left = ~self._repair_gains.unlocked[self.positions]
        return held_by_one_check(self.findings[left], self.positions[left], len(self.leads))

    @cached_property
    def shared_faults(self) -> pd.DataFrame:
        """What many errors share: one value of a column, or one message of a check."""
        return shared_faults(self.findings, self.positions)

    @cached_property
    def column_tallies(self) -> tuple[ColumnTally, ...]:
        """What was counted of each column."""
        return column_tallies(self.leads, self.findings, self.positions)

    @cached_property
    def column_facts(self) -> tuple[ColumnFacts, ...]:
        """What is in each column, by its different values; our own columns are left out."""
        return column_facts(self.leads, self.phone_columns)

    @cached_property
    def slice_tallies(self) -> tuple[SliceTally, ...]:
        """What was counted of each slice of the file."""
        return slice_tallies(self.annotated[DQ_STATUS], lead_labels(self.leads), len(self.leads))

    @cached_property
    def callback_tally(self) -> CallbackTally:
        """When callbacks would ring, and when they may."""
        campaign = self.campaign or Campaign()
        return CallbackTally(callback_counts(self.leads, campaign), campaign.calling)

    @property
    def corrections(self) -> Corrections:
        """What the supplier of the list can correct."""
        return corrections(self.findings, self.positions, self._row_numbers)

    @property
    def counted_repairs(self) -> pd.DataFrame | None:
        """`repairs`, but for large files, and where no check made this; None = that is not counted."""
        quick = self.batch_of is not None and len(self.leads) <= MAX_LEADS_FOR_REPAIRS
        return self.repairs if quick or "_repair_gains" in vars(self) else None

    @cached_property
    def unasked_gain(self) -> int:
        """How many more leads all repairs together that are made unasked would make ready; 0 = not counted as well."""
        repairs = self.counted_repairs
        if self.batch_of is None or repairs is None or repairs["asked_for"].all():
            return 0
        return gain_together(self.batch_of, self.leads, self.is_ready)

    @cached_property
    def _repair_gains(self) -> RepairGains:
        if self.batch_of is None:
            raise ValueError("this report was not made by noojee_dq.check")
        return repair_gains(self.batch_of, self.leads, self.is_ready)

    @cached_property
    def unasked_relief(self) -> int:
        """Of how many ready leads these repairs together would take a warning away; 0 = not counted as well."""
        if self.batch_of is None or len(self.leads) > MAX_LEADS_FOR_REPAIRS:
            return 0
        of_leads = self.findings["severity"].eq("warning").to_numpy() & (self.positions >= 0)
        warned = self.findings.loc[of_leads, ["check", "column"]].assign(position=self.positions[of_leads])
        return relieved_together(self.batch_of, self.leads, self.is_ready, warned)

    def _row_numbers(self, at: Positions) -> list[int]:
        """Return the rows as a spreadsheet shows them; where labels are none, counted from 1: a label can be a name."""
        labels = self.leads.index.to_flat_index().take(at).tolist()
        return labels if all(map(is_row_number, labels)) else [int(place) + 1 for place in at]

    @cached_property
    def _is_without_error(self) -> Mask:
        errors = self.positions[self.findings["severity"].eq("error").to_numpy()]
        without = np.ones(len(self.leads), dtype=bool)
        without[errors[errors >= 0]] = False
        return without
