"""`Report`: the findings of a pre-flight in all their forms; it stands on top of what else is here."""

from os import PathLike
from typing import TYPE_CHECKING, NoReturn

import numpy as np
import pandas as pd

from noojee_dq.report.callback_plot import plot_callbacks
from noojee_dq.report.check_results import refuse_unfit
from noojee_dq.report.explore import Explorer
from noojee_dq.report.findings import Findings
from noojee_dq.report.formats import CSV, EXCEL, HTML, JSON, MARKDOWN, Audience
from noojee_dq.report.not_ready import raise_if_failed, refuse_truth_value
from noojee_dq.report.profile import profile_frame
from noojee_dq.report.render_html import render_html_fragment
from noojee_dq.report.render_text import render_text
from noojee_dq.report.since import Since, since
from noojee_dq.show.output import deliver, workbook_path

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class Report(Findings):
    """What the API would say to each lead; made by `noojee_dq.check`.

    Attributes and arguments are those of `Findings`.

    Example:
        >>> import noojee_dq as nj
        >>> leads = pd.DataFrame({"Phone": ["0491 570 006", "none"]})
        >>> report = nj.check(leads, nj.Campaign(phone_fields=["Phone"]))
        >>> report.ok, report.counts["ready"], report.by_code
        (False, 1, {'102': 1})
    """

    def failing(self, check: str) -> pd.DataFrame:
        """Return the annotated leads that fail a check.

        Args:
            check: its id, as `checks` and `findings` have it.

        Raises:
            CampaignError: there is no such check (the text names the nearest), or it did not run.

        Example:
            >>> import noojee_dq as nj
            >>> leads = pd.DataFrame({"Phone": ["0491 570 006", "none"]}, index=[2, 3])
            >>> nj.check(leads, nj.Campaign(phone_fields=["Phone"])).failing("no-phone").index.tolist()
            [3]
        """
        refuse_unfit(check, self.checks, self.operation)
        at = np.unique(self.positions[self.findings["check"].eq(check).to_numpy(dtype=bool)])
        return self.annotated if -1 in at else self.annotated.iloc[at]

    @property
    def profile(self) -> pd.DataFrame:
        """What each column holds: one line per column, under its heading; values are masked.

        Columns: `filled` (leads with a value), `distinct` (different values), `most_frequent` (values that several
        leads have, with how many), `longest` (characters of the longest value), `kinds` (of a phone column how its
        numbers are written, `#` for a digit, `A` for a letter, `*` for any other sign beyond ASCII; of any column
        characters that nobody sees, and the heading where it stands among the leads).

        Example:
            >>> import noojee_dq as nj
            >>> leads = pd.DataFrame({"Phone": ["0491 570 006", "0491570156", "0491 570 006", ""]})
            >>> line = nj.check(leads, nj.Campaign(phone_fields=["Phone"])).profile.loc["Phone"]
            >>> int(line["filled"]), int(line["distinct"]), line["most_frequent"], line["kinds"]
            (3, 2, '04•• ••• 006 (2)', '0### ### ### (2); 0#########')
        """
        return profile_frame(self)

    def to_json(self, path: str | PathLike[str] | None = None, *, show_values: bool = False) -> str | None:
        """Write the report as JSON, as `check --format json` does: `noojee-dq schema check` prints its schema.

        Args:
            path: a file to write; None = return the text.
            show_values: show phone numbers as they are instead of masked.

        Returns:
            The text, or None where a file was written.

        Example:
            >>> import json, noojee_dq as nj
            >>> leads = pd.DataFrame({"Phone": ["0491 570 006"]})
            >>> report = nj.check(leads, nj.Campaign(phone_fields=["Phone"]))
            >>> json.loads(report.to_json())["counts"]["ready"]
            1
        """
        return deliver(lambda: JSON.text(self, show_values=show_values), path, JSON.suffix)

    def to_markdown(
        self,
        path: str | PathLike[str] | None = None,
        *,
        show_values: bool = False,
        audience: Audience = "team",
    ) -> str | None:
        """Write the report as Markdown, for a ticket or an e-mail.

        Args:
            path: a file to write; None = return the text.
            show_values: show phone numbers as they are instead of masked.
            audience: "team" = the whole report; "supplier" = a note to the supplier of the list, with the rows and
                columns to correct and no value of any lead.

        Returns:
            The text, or None where a file was written.
        """
        return deliver(lambda: MARKDOWN.text(self, show_values=show_values, audience=audience), path, MARKDOWN.suffix)

    def to_csv(self, path: str | PathLike[str] | None = None, *, show_values: bool = False) -> str | None:
        """Write the findings as CSV, one line each; arguments and result as `to_json`."""
        return deliver(lambda: CSV.text(self, show_values=show_values), path, ".csv")

    def to_html(
        self,
        path: str | PathLike[str] | None = None,
        *,
        show_values: bool = False,
        results: pd.DataFrame | None = None,
    ) -> str | None:
        """Write the report as one self-contained HTML page without scripts.

        Args:
            path: a file to write; None = return the text.
            show_values: show phone numbers as they are instead of masked.
            results: after a run, the leads with the API's answers: the page then shows them as well.

        Returns:
            The text, or None where a file was written.
        """
        return deliver(lambda: HTML.text(self, show_values=show_values, results=results), path, HTML.suffix)

    def to_excel(self, path: str | PathLike[str], *, overwrite: bool = False) -> None:
        """Write the leads as a workbook to put right by hand: a sheet per action, a summary, values as they are.

        `noojee_dq.read_leads` reads it back: all its leads, in the original order.

        Args:
            path: the file, .xlsx.
            overwrite: write over a file that is there, with all that somebody may have corrected in it.

        Raises:
            OutputError: its name has another suffix, its folder does not exist, or the file exists.
            LeadsError: the file cannot be written, or a value is longer than a cell can hold.
        """
        EXCEL.to_file(self, workbook_path(path, overwrite=overwrite))

    def plot(self) -> "Figure":
        """Draw when callbacks would ring, hours by weekdays, with the hours in which one may call.

        Returns:
            A figure of matplotlib.

        Raises:
            ImportError: matplotlib is not installed: `pip install 'noojee-dq[notebook]'`.
        """
        return plot_callbacks(self)

    def explore(self) -> Explorer:
        """Look into the report in a notebook: pick a check and see its rows, try a repair, write what is ready.

        Values are masked, nothing is changed or sent, and the leads are written only where one asks for it.

        Returns:
            The report with its tools below it; the report alone where widgets do not run, as on a page that was made
            of the notebook, or where ipywidgets is not installed: `pip install 'noojee-dq[notebook]'`.

        Example:
            >>> import noojee_dq as nj
            >>> leads = pd.DataFrame({"Phone": ["0491 570 006", "none"]})
            >>> view = nj.check(leads, nj.Campaign(phone_fields=["Phone"])).explore()
            >>> print(str(view).splitlines()[-4])
            1 of 2 leads is not ready to send: 1 to fix.
        """
        return Explorer(self)

    def since(self, before: Findings | str | PathLike[str]) -> Since:
        """Say what became of the leads that an earlier report refused; its text is like "3 of 4 fixed, 0 new".

        Args:
            before: the earlier report, or the file that it wrote with `to_excel` or of the leads not ready.

        Returns:
            The numbers; leads are matched by their row (index label).

        Raises:
            LeadsError: the file cannot be read, or a report did not write it.
        """
        return since(self, before)

    def raise_if_failed(self) -> None:
        """Raise where there is an error, or no lead at all, so that a script ends; warnings may stand.

        Raises:
            LeadsNotReadyError: there is an error, or no lead; its `report` is this one, its text is masked.

        Example:
            >>> import noojee_dq as nj
            >>> leads = pd.DataFrame({"Phone": ["0491 570 006"]})
            >>> nj.check(leads, nj.Campaign(phone_fields=["Phone"])).raise_if_failed()
        """
        raise_if_failed(self, self)

    def __bool__(self) -> NoReturn:
        refuse_truth_value()

    def _repr_html_(self) -> str:
        return render_html_fragment(self)

    def __repr__(self) -> str:
        return render_text(self)
