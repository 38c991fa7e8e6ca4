"""`analyse` and `Analysis`: what a run came to, against what was expected of it, in all its forms."""

from dataclasses import fields
from datetime import datetime
from os import PathLike
from typing import TYPE_CHECKING

from noojee_dq.analysis.journal_source import LeadSource, Source
from noojee_dq.analysis.outcomes import Outcomes
from noojee_dq.analysis.plot import plot
from noojee_dq.analysis.render_excel import write_excel
from noojee_dq.analysis.render_html import render_html, render_html_fragment
from noojee_dq.analysis.render_json import render_json
from noojee_dq.analysis.render_text import render_text
from noojee_dq.analysis.sources import CheckReport, read_outcomes
from noojee_dq.show.output import deliver, workbook_path

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class Analysis(Outcomes):
    """What a run came to; made by `noojee_dq.analyse`.

    Attributes and arguments are those of `Outcomes`.

    Example:
        >>> import pandas as pd
        >>> results = pd.DataFrame({"api_code": [105], "api_outcome": ["rejected"], "api_action": ["drop"]})
        >>> analyse(results).outcomes
        {'rejected': 1}
    """

    def to_html(self, path: str | PathLike[str] | None = None) -> str | None:
        """Write the analysis as one self-contained HTML page without scripts, masked.

        Args:
            path: a file to write; None = return the text.

        Returns:
            The text, or None where a file was written.
        """
        return deliver(lambda: render_html(self), path, ".html")

    def to_json(self, path: str | PathLike[str] | None = None, *, now: datetime | None = None) -> str | None:
        """Write the analysis as JSON, without values of leads.

        Args:
            path: a file to write; None = return the text.
            now: the moment that it names, with its zone; None = now.

        Returns:
            The text, or None where a file was written.
        """
        return deliver(lambda: render_json(self, now=now), path, ".json")

    def to_excel(self, path: str | PathLike[str], *, overwrite: bool = False) -> None:
        """Write the analysis as a workbook: a summary, and the leads to retry, fix and hand over, values as they are.

        Args:
            path: the file, .xlsx.
            overwrite: write over a file that is there, with all that somebody may have corrected in it.

        Raises:
            OutputError: its name has another suffix, its folder does not exist, or the file exists.
            LeadsError: the file cannot be written, or a value is longer than a cell can hold.
        """
        write_excel(self, workbook_path(path, overwrite=overwrite))

    def plot(self) -> "Figure":
        """Draw the codes, expected against actual, and the rate over time.

        Returns:
            The figure, which a notebook shows.

        Raises:
            ImportError: matplotlib is not installed: `pip install 'noojee-dq[notebook]'`.
        """
        return plot(self)

    def _repr_html_(self) -> str:
        return render_html_fragment(self)

    def __repr__(self) -> str:
        return render_text(self)


def analyse(results: Source, report: CheckReport | None = None, leads: LeadSource | None = None) -> Analysis:
    """Say what a run came to, where the pre-flight was wrong, and what to do next.

    Args:
        results: what `submit` or `resume` returned; a file of it (`submit --results`: CSV, xlsx, Parquet); or the run's
            journal.
        report: the pre-flight of the same leads, where the results do not hold `dq_expected_code`: from `check`, or
            from `check_files`, whose leads that are ready these must be then.
        leads: with a journal: the leads of the run, a frame, a file or several files. Without them `retry`, `fix` and
            `hand_over` hold row numbers alone.

    Returns:
        The analysis. What it cannot say for want of a column stands in its `not_checked`.

    Raises:
        LeadsError: a file cannot be read or holds no results, or `report` or `leads` are of other leads.
        JournalError: the journal cannot be read, or holds no run.

    Example:
        >>> import pandas as pd
        >>> results = pd.DataFrame({
        ...     "Phone": ["0491 570 006", "0491 570 156"], "dq_expected_code": [0, 0],
        ...     "api_code": [0, 104], "api_outcome": ["accepted", "rejected"], "api_action": ["none", "drop"],
        ... })
        >>> analysis = analyse(results)
        >>> analysis.confusion.loc[0].to_dict(), analysis.suggestions
        ({0: 1, 104: 1}, ['1 of 1 surprise is 104: give the do-not-call list as `dnc=`'])
    """
    read = read_outcomes(results, report, leads)
    return Analysis(**{field.name: getattr(read, field.name) for field in fields(read)})
