"""`analyse` and `Analysis`: what a run came to, against what was expected of it."""

from dataclasses import dataclass
from functools import cached_property
from os import PathLike
from typing import TYPE_CHECKING

import pandas as pd

from noojee_dq.analysis import tables
from noojee_dq.analysis import timeline as times
from noojee_dq.analysis.answers import OUTCOMES, Answers
from noojee_dq.analysis.journals import Source
from noojee_dq.analysis.patterns import Pattern, patterns
from noojee_dq.analysis.sources import read_answers
from noojee_dq.analysis.suggestions import suggestions
from noojee_dq.codes import Remedy, ResultCode
from noojee_dq.leads import as_text
from noojee_dq.report import Report
from noojee_dq.report.report import deliver

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def analyse(results: Source, report: Report | None = None, leads: Source | None = None) -> "Analysis":
    """Say what a run came to, where the pre-flight was wrong, and what to do next.

    Args:
        results: what `submit` or `resume` returned; a file of it (`submit --results`: CSV, xlsx, Parquet); or the run's
            journal.
        report: the pre-flight of the same leads, where the results do not hold `dq_expected_code`.
        leads: with a journal: the leads of the run, a frame or a file. Without them `retry`, `fix` and `hand_over` hold
            row numbers alone.

    Returns:
        The analysis. What it cannot say for want of a column stands in its `not_checked`.

    Raises:
        LeadsError: a file cannot be read or holds no results, or `report` or `leads` are of other leads.
        JournalError: the journal cannot be read, or holds no run.

    Example:
        >>> results = pd.DataFrame({
        ...     "Phone": ["0491 570 006", "0491 570 156"], "dq_expected_code": [0, 0],
        ...     "api_code": [0, 104], "api_outcome": ["accepted", "rejected"], "api_action": ["none", "drop"],
        ... })
        >>> analysis = analyse(results)
        >>> analysis.confusion.loc[0].to_dict(), analysis.suggestions
        ({0: 1, 104: 1}, ['1 of 1 surprise is 104: give the do-not-call list as `dnc=`'])
    """
    return Analysis(read_answers(results, report, leads))


@dataclass(frozen=True, eq=False, repr=False)
class Analysis:
    """What a run came to; made by `noojee_dq.analyse`.

    Frames of leads keep the index and all columns of the results. Values stand in them as they are: `to_html`, `repr`
    and the other forms show them masked.

    Args:
        answers: what became of each lead.
    """

    answers: Answers

    @cached_property
    def outcomes(self) -> dict[str, int]:
        """`api_outcome` -> number of leads; those that do not occur are left out."""
        counts = self.answers.table["outcome"].value_counts()
        return {name: int(counts[name]) for name in OUTCOMES if name in counts}

    @cached_property
    def by_code(self) -> pd.DataFrame:
        """A line for each code that came back last: `code, result, meaning, count, share, action`; most frequent first.

        The line without a code counts the leads that were not sent or are in doubt.
        """
        return tables.by_code(self.answers.table)

    @cached_property
    def confusion(self) -> pd.DataFrame:
        """Leads by expected code (down) and actual code (across); only leads on which the API gave its verdict."""
        return tables.confusion(self._judged)

    @cached_property
    def accuracy(self) -> pd.DataFrame:
        """For each code `expected`, `actual`, `both`, and the `precision` and `recall` of the pre-flight.

        Where only ready leads were submitted, a refusal was never expected, and its recall is 0 by construction.
        """
        return tables.accuracy(self.confusion)

    @cached_property
    def surprises(self) -> pd.DataFrame:
        """The leads that were expected to be accepted (`dq_expected_code` 0), and were refused."""
        return self._rows(self.surprise_codes.index)

    @cached_property
    def patterns(self) -> list[Pattern]:
        """What the surprises of a code share, and the other leads do not: a few, the clearest of each code first."""
        judged = self.answers.table["outcome"].isin(tables.JUDGED).to_numpy(dtype=bool)
        text = as_text(self.answers.own.reset_index(drop=True))
        return patterns(text, self.surprise_codes, judged, self.answers.phone_columns)

    @cached_property
    def false_alarms(self) -> pd.DataFrame:
        """The leads that were expected to be refused, and were accepted."""
        return self._rows(self.alarm_codes.index)

    @property
    def retry(self) -> pd.DataFrame:
        """The leads that were surely not done, and can be sent again as they are."""
        return self._asking_for(Remedy.RETRY)

    @property
    def fix(self) -> pd.DataFrame:
        """The leads that are to be corrected first."""
        return self._asking_for(Remedy.FIX)

    @property
    def hand_over(self) -> pd.DataFrame:
        """The leads for a person: `api_action` review, or check_in_dialler. None of them may just be sent again."""
        return self._asking_for(Remedy.REVIEW, Remedy.CHECK_IN_DIALLER)

    @cached_property
    def requests(self) -> int | None:
        """How many requests were made, repeated ones included; None = not known."""
        attempts = self.answers.table["attempts"]
        return None if attempts.isna().any() else int(attempts.sum())

    @cached_property
    def duration(self) -> pd.Timedelta | None:
        """From the first known request to the last, pauses included; None = none is known."""
        return times.duration(self.known_requests)

    @property
    def rate(self) -> float | None:
        """Known requests a second, over the whole duration; None = no two moments are known."""
        seconds = self.duration.total_seconds() if self.duration is not None else 0
        return len(self.known_requests) / seconds if seconds else None

    @cached_property
    def timeline(self) -> pd.DataFrame:
        """Requests over time (UTC): `requests, accepted, refused, in_doubt, not_done, rate` (requests a second).

        A journal knows every request; other results know the last one of each lead.
        """
        return times.timeline(self.known_requests)

    @cached_property
    def suggestions(self) -> list[str]:
        """What to do next, in sentences."""
        answers = self.answers
        return suggestions(answers.table, answers.requests, self.surprise_codes, self.alarm_codes)

    @property
    def not_checked(self) -> tuple[str, ...]:
        """What could not be said, and why."""
        return self.answers.gaps

    def to_html(self, path: str | PathLike[str] | None = None) -> str | None:
        """The analysis as one self-contained HTML page without scripts, masked.

        Args:
            path: a file to write; None = return the text.

        Returns:
            The text, or None where a file was written.
        """
        from noojee_dq.analysis.render_html import render_html

        return deliver(render_html(self), path)

    def to_json(self, path: str | PathLike[str] | None = None) -> str | None:
        """The analysis as JSON, without values of leads; arguments and result as `to_html`."""
        from noojee_dq.analysis.render_json import render_json

        return deliver(render_json(self), path)

    def to_excel(self, path: str | PathLike[str]) -> None:
        """The analysis as a workbook: a summary, and the leads to retry, to fix and to hand over, values as they are.

        Args:
            path: the file, .xlsx; it is replaced if it exists.

        Raises:
            LeadsError: the file cannot be written, or a value is longer than a cell can hold.
        """
        from noojee_dq.analysis.render_excel import write_excel

        write_excel(self, path)

    def plot(self) -> "Figure":
        """Draw the codes, expected against actual, and the rate over time.

        Returns:
            The figure, which a notebook shows.

        Raises:
            ImportError: matplotlib is not installed: `pip install 'noojee-dq[notebook]'`.
        """
        from noojee_dq.analysis.plot import plot

        return plot(self)

    def _repr_html_(self) -> str:
        from noojee_dq.analysis.render_html import render_html_fragment

        return render_html_fragment(self)

    def __repr__(self) -> str:
        from noojee_dq.analysis.render_text import render_text

        return render_text(self)

    @cached_property
    def _judged(self) -> pd.DataFrame:
        return tables.judged(self.answers.table)

    @cached_property
    def surprise_codes(self) -> pd.Series:
        """The actual codes of the surprises, by their position in the results."""
        pairs = self._judged
        return pairs["actual"][pairs["expected"].eq(ResultCode.OK) & pairs["actual"].ne(ResultCode.OK)]

    @cached_property
    def alarm_codes(self) -> pd.Series:
        """The expected codes of the false alarms, by their position in the results."""
        pairs = self._judged
        return pairs["expected"][pairs["expected"].ne(ResultCode.OK) & pairs["actual"].eq(ResultCode.OK)]

    @cached_property
    def known_requests(self) -> pd.DataFrame:
        """A line per request: `started_at`, `ended_at` (UTC), `result`; of results without a journal the last ones."""
        return times.requests_of(self.answers)

    def _asking_for(self, *remedies: Remedy) -> pd.DataFrame:
        return self.answers.results[self.answers.table["action"].isin(remedies).to_numpy(dtype=bool)]

    def _rows(self, positions: pd.Index) -> pd.DataFrame:
        return self.answers.results.iloc[positions.to_numpy()]
