"""`LargeReport`: the report of a large check, which reads leads and findings from its folder when asked for."""

import os
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NoReturn, Self

import pandas as pd
import pyarrow.compute as pc
import pyarrow.dataset

from noojee_dq.campaign import Campaign
from noojee_dq.checks.evaluate import NotChecked
from noojee_dq.fields import DQ_STATUS, Operation
from noojee_dq.large.annotated_parts import annotated_frames, failing_frames
from noojee_dq.large.folder import ANNOTATED, FINDINGS, Folder
from noojee_dq.large.inputs import results_folder
from noojee_dq.large.ready_leads import ready_leads, refuse_other_campaign
from noojee_dq.large.samples import sampled
from noojee_dq.large.totals import Totals, read_totals
from noojee_dq.large.whole import of_check, result_files
from noojee_dq.leads.writing import MAX_SHEET_LEADS
from noojee_dq.report.callback_plot import plot_callbacks
from noojee_dq.report.check_results import refuse_unfit
from noojee_dq.report.formats import HTML, JSON, MARKDOWN, Audience
from noojee_dq.report.found import Found
from noojee_dq.report.not_ready import raise_if_failed, refuse_truth_value
from noojee_dq.report.profile import profile_frame
from noojee_dq.report.render_html import render_html_fragment
from noojee_dq.report.render_text import render_text
from noojee_dq.report.verdict import passes
from noojee_dq.show.output import deliver

if TYPE_CHECKING:
    from matplotlib.figure import Figure

#: What a `Report` has and leads in parts have not: why, and what to do instead.
_NEEDS_ALL: Final = {
    "repairs": "they are counted by a check of the repaired leads: use nj.check(nj.read_leads(file), "
    "campaign).repairs, file by file",
    "since": "all leads are compared with those before: use nj.check(nj.read_leads(file), campaign).since(before), "
    "file by file",
    "to_excel": f"a sheet of a workbook holds {MAX_SHEET_LEADS:,} leads: use nj.write_leads(part, path) for each part "
    "of report.frames(ready=False)",
    "explore": "it turns the pages of all leads at once: use report.failing(check), part by part",
    "to_csv": "it would hold all findings at once: use report.findings.to_table().to_pandas().to_csv(path), where they "
    "fit into memory",
}


class LargeReport:
    """What the API would say to each lead of some files; made by `noojee_dq.check_files`.

    It has what a `Report` has, but for what needs all leads at once: repairs, `since`, workbooks, findings as CSV.

    Args:
        folder: where the leads and findings lie.
        totals: what was found, in numbers.
    """

    def __init__(self, folder: Folder, totals: Totals) -> None:
        self.folder = folder.path
        self._folder = folder
        self._totals = totals

    @classmethod
    def open(cls, folder: str | os.PathLike[str]) -> Self:
        """Return the report that an earlier check has left in a folder.

        Args:
            folder: that was `out` of the check.

        Raises:
            LeadsError: it holds no whole check.
        """
        place = Folder(results_folder(folder))
        return cls(place, read_totals(place))

    def __getattr__(self, name: str) -> NoReturn:
        reason = f": {_NEEDS_ALL[name]}" if name in _NEEDS_ALL else ""
        raise AttributeError(f"a report on leads in parts has no {name}{reason}", name=name, obj=self)

    @property
    def ok(self) -> bool:
        """Whether there are leads, and no error; warnings may stand."""
        return passes(self.counts["leads"], self.summary["severity"])

    @property
    def counts(self) -> dict[str, int]:
        """Number of leads, as `Report.counts`."""
        return dict(self._totals.counts)

    @property
    def by_code(self) -> dict[str, int]:
        """Result code as text -> number of leads, as `Report.by_code`."""
        return dict(self._totals.by_code)

    @cached_property
    def summary(self) -> pd.DataFrame:
        """One line per check that found something, as `Report.summary`."""
        return self._totals.as_frame()

    @cached_property
    def checks(self) -> pd.DataFrame:
        """One line per check of the operation, as `Report.checks`."""
        return self._totals.check_results

    @property
    def profile(self) -> pd.DataFrame:
        """What each column holds, as `Report.profile`.

        Raises:
            LeadsError: the folder is damaged, or another check has written to it since.
        """
        return profile_frame(self.found)

    @property
    def not_checked(self) -> tuple[NotChecked, ...]:
        """Checks that could not run, and why."""
        return self._totals.not_checked

    @property
    def notes(self) -> tuple[str, ...]:
        """How the files were read."""
        return self._totals.notes

    @property
    def phone_columns(self) -> tuple[str, ...]:
        """The headings whose cells are masked wherever a report is shown."""
        return self._totals.phone_columns

    @cached_property
    def found(self) -> Found:
        """What the readable forms show: the numbers of all leads, and the first findings of each check.

        Raises:
            LeadsError: the folder is damaged, or another check has written to it since.
        """
        return sampled(self._folder, self._totals)

    def to_html(
        self,
        path: str | os.PathLike[str] | None = None,
        *,
        show_values: bool = False,
        results: pd.DataFrame | None = None,
    ) -> str | None:
        """Write the page of `Report.to_html`, of at most 200 KB; what repairs would do is not counted.

        Args:
            path: a file to write; None = return the text.
            show_values: show phone numbers as they are instead of masked.
            results: after a run, the leads with the API's answers: the page then shows them as well.

        Returns:
            The text, or None where a file was written.
        """
        return deliver(lambda: HTML.text(self.found, show_values=show_values, results=results), path, HTML.suffix)

    def to_json(self, path: str | os.PathLike[str] | None = None, *, show_values: bool = False) -> str | None:
        """Write the numbers as JSON, as `Report.to_json`, but for the findings: `findings_in` is their folder.

        Args:
            path: a file to write; None = return the text.
            show_values: show phone numbers as they are instead of masked.

        Returns:
            The text, or None where a file was written.
        """
        return deliver(lambda: JSON.text(self.found, show_values=show_values), path, JSON.suffix)

    def to_markdown(
        self,
        path: str | os.PathLike[str] | None = None,
        *,
        show_values: bool = False,
        audience: Audience = "team",
    ) -> str | None:
        """Write the report as Markdown, for a ticket, or for the supplier; arguments and result as of `Report`."""
        return deliver(
            lambda: MARKDOWN.text(self.found, show_values=show_values, audience=audience), path, MARKDOWN.suffix
        )

    def raise_if_failed(self) -> None:
        """Raise `LeadsNotReadyError` where there is an error or no lead, as `Report.raise_if_failed`."""
        raise_if_failed(self, self.found)

    def __bool__(self) -> NoReturn:
        refuse_truth_value()

    def plot(self) -> "Figure":
        """Draw when callbacks would ring, as `Report.plot`."""
        return plot_callbacks(self.found)

    def __repr__(self) -> str:
        return render_text(self.found)

    def _repr_html_(self) -> str:
        return render_html_fragment(self.found)

    @property
    def findings(self) -> Any:
        """The findings, as a dataset of pyarrow: columns of `Report.findings`, and `source` where files are several."""
        return self._dataset(FINDINGS)

    @property
    def annotated(self) -> Any:
        """The leads with their row numbers and `dq_*` columns, as a dataset of pyarrow."""
        return self._dataset(ANNOTATED)

    @property
    def ready(self) -> Any:
        """The annotated leads that the API is expected to accept, as a dataset of pyarrow."""
        return self.annotated.filter(pc.field(DQ_STATUS) == "ready")

    @property
    def rejected(self) -> Any:
        """The annotated leads that are not to be sent as they are, as a dataset of pyarrow."""
        return self.annotated.filter(pc.field(DQ_STATUS) != "ready")

    def ready_frames(self) -> Iterator[pd.DataFrame]:
        """Read the leads that are ready, part by part, under their row numbers; `dq_source` names the file of each."""
        return filter(len, self.frames(ready=True))

    def ready_leads(self) -> pd.DataFrame:
        """Take all leads that are ready as one frame, for `noojee_dq.submit`; else as `ready_frames`.

        Their text lies in a file of the folder, which has no name and is gone with the frame.

        Raises:
            LeadsError: a run of so many does not fit into memory, or as for `frames`.
            OutputError: the folder has no room for them, or cannot be written to.
        """
        return ready_leads(self._folder, self._totals, self.frames(ready=True))

    @property
    def dnc_files(self) -> tuple[str, ...]:
        """The do-not-call lists that the leads were compared with, as far as they were files."""
        return self._totals.campaign.dnc

    def refuse_other_campaign(self, campaign: Campaign, operation: Operation) -> None:
        """Make sure that the leads were checked for what is to be done with them now.

        Args:
            campaign: where the leads would go.
            operation: "insert" or "update".

        Raises:
            CampaignError: they were checked for something else.
        """
        refuse_other_campaign(self._folder, self._totals, campaign, operation)

    def frames(self, *, ready: bool) -> Iterator[pd.DataFrame]:
        """Read the annotated leads that are ready, or the others, part by part; some parts may have none.

        Args:
            ready: which.

        Returns:
            At least one frame, under the row numbers of each file; where files are several, `dq_source` names it.

        Raises:
            LeadsError: the folder is damaged, or another check has written to it since; at the end, leads are missing.
        """
        wanted = pc.field(DQ_STATUS) == "ready" if ready else pc.field(DQ_STATUS) != "ready"
        expected = self.counts["ready"] if ready else self.counts["leads"] - self.counts["ready"]
        return annotated_frames(self._folder, self._totals, lambda _: wanted, expected)

    def failing(self, check: str) -> Iterator[pd.DataFrame]:
        """Read the annotated leads that fail a check, part by part, as `frames`; none of it is empty.

        Args:
            check: its id, as `checks` and `findings` have it.

        Raises:
            CampaignError: there is no such check (the text names the nearest), or it did not run.
        """
        refuse_unfit(check, self.checks, self._totals.operation)
        return failing_frames(self._folder, self._totals, check)

    def _dataset(self, name: str) -> Any:
        with of_check(self._folder, self._totals):
            return pyarrow.dataset.dataset(result_files(self._folder, name), format="parquet")
