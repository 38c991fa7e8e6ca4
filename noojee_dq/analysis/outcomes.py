"""`Outcomes`: what became of each lead of a run, and what follows from it; views and renderers take it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import pandas as pd

from noojee_dq.analysis import timeline as times
from noojee_dq.analysis.patterns import Pattern, patterns
from noojee_dq.analysis.suggestions import in_shell, suggestions
from noojee_dq.codes import Remedy, ResultCode
from noojee_dq.fields import JUDGED, OWN_PREFIXES, ApiOutcome
from noojee_dq.leads import as_text
from noojee_dq.report import run_tables
from noojee_dq.sending.summary import exit_code

#: In the place of an `api_outcome` where the run is being sent: the lead's call is under way.
IN_FLIGHT: Final = "in_flight"
_SENDING: Final = (
    "this run is being sent right now, and these figures are of this moment: wait until it has ended (`status` says "
    "how far it is) before anything is done about its leads"
)


@dataclass(frozen=True, eq=False, repr=False)
class Outcomes:
    """What became of each lead of a run: the data of an `Analysis`.

    Frames of leads keep the index and all columns of the results. Values stand in them as they are: `to_html`, `repr`
    and the other forms show them masked.

    Args:
        results: the leads with their `api_*` columns, under the caller's index; a journal alone gives these columns
            without the leads' own.
        table: the same rows by position, from `noojee_dq.report.results_table`; of a journal also
            `suggestions.SETTLES`.
        request_log: a line per request, from a journal: `started_at`, `ended_at` (UTC), `kind`, `code`; None = not
            known.
        phone_columns: headings whose cells are masked wherever they are shown.
        source: name of the file; "" = a frame.
        not_checked: what is not known of the run, and why.
        sending: whether the run is being sent at this moment; `table` then asks for nothing that the run itself will
            do, and the outcome of a lead whose call is under way is `IN_FLIGHT`.
        on_command_line: whether options are called as the command line calls them.
    """

    results: pd.DataFrame
    table: pd.DataFrame
    request_log: pd.DataFrame | None
    phone_columns: tuple[str, ...]
    source: str
    not_checked: tuple[str, ...]
    sending: bool = False
    on_command_line: bool = False

    @property
    def own(self) -> pd.DataFrame:
        """The leads' own columns."""
        names = self.results.columns.astype("str")
        return self.results.loc[:, ~names.str.startswith(OWN_PREFIXES)]

    @cached_property
    def outcomes(self) -> dict[str, int]:
        """`api_outcome` -> number of leads; those that do not occur are left out."""
        counts = self.table["outcome"].value_counts()
        return {outcome.value: int(counts[outcome]) for outcome in ApiOutcome if outcome in counts}

    @property
    def in_flight(self) -> int:
        """How many leads' calls are under way: none, unless the run is being sent at this moment."""
        return int(self.table["outcome"].eq(IN_FLIGHT).sum())

    @property
    def exit_code(self) -> int:
        """What `analyse` ends with: 1 if a lead was refused, or must be looked up; a call under way is not in doubt."""
        return exit_code(self.results[self.table["outcome"].ne(IN_FLIGHT).to_numpy()])

    @cached_property
    def by_code(self) -> pd.DataFrame:
        """A line for each code that came back last: `code, result, meaning, count, share, action`; most frequent first.

        The line without a code counts the leads that were not sent or are in doubt.
        """
        return run_tables.by_code(self.table)

    @cached_property
    def confusion(self) -> pd.DataFrame:
        """Leads by expected code (down) and actual code (across); only leads on which the API gave its verdict."""
        return run_tables.confusion(self._judged)

    @cached_property
    def accuracy(self) -> pd.DataFrame:
        """For each code `expected`, `actual`, `both`, and the `precision` and `recall` of the pre-flight.

        Where only ready leads were submitted, a refusal was never expected, and its recall is 0 by construction.
        """
        return run_tables.accuracy(self.confusion)

    @cached_property
    def surprises(self) -> pd.DataFrame:
        """The leads that were expected to be accepted (`dq_expected_code` 0), and were refused."""
        return self._rows(self.surprise_codes.index)

    @cached_property
    def patterns(self) -> list[Pattern]:
        """What the surprises of a code share, and the other leads do not: a few, the clearest of each code first."""
        judged = self.table["outcome"].isin(JUDGED).to_numpy(dtype=bool)
        text = as_text(self.own.reset_index(drop=True))
        return patterns(text, self.surprise_codes, judged, self.phone_columns)

    @cached_property
    def false_alarms(self) -> pd.DataFrame:
        """The leads that were expected to be refused, or that the check held back without a code, and were accepted."""
        return self._rows(self.alarm_codes.index)

    @property
    def retry(self) -> pd.DataFrame:
        """The leads that were surely not done: the run sends them when it is taken up, they need no other."""
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
        attempts = self.table["attempts"]
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
        found = suggestions(self.table, self.request_log, self.surprise_codes, self.alarm_codes)
        found = [in_shell(one) for one in found] if self.on_command_line else found
        return [_SENDING, *found] if self.sending else found

    @cached_property
    def _judged(self) -> pd.DataFrame:
        return run_tables.judged(self.table)

    @cached_property
    def surprise_codes(self) -> pd.Series:
        """The actual codes of the surprises, by their position in the results."""
        pairs = self._judged
        return pairs["actual"][pairs["expected"].eq(ResultCode.OK) & pairs["actual"].ne(ResultCode.OK)]

    @cached_property
    def alarm_codes(self) -> pd.Series:
        """The expected codes of the false alarms, by their position in the results; 0 = held back without a code."""
        accepted = self._judged.query("actual == 0")
        held_back = ~self.table.loc[accepted.index, "status"].isin(["", "ready"])
        return accepted["expected"][accepted["expected"].ne(ResultCode.OK) | held_back]

    @cached_property
    def known_requests(self) -> pd.DataFrame:
        """A line per request: `started_at`, `ended_at` (UTC), `result`; of results without a journal the last ones."""
        return times.requests_of(self.table, self.request_log)

    def _asking_for(self, *remedies: Remedy) -> pd.DataFrame:
        return self.results[self.table["action"].isin(remedies).to_numpy(dtype=bool)]

    def _rows(self, positions: pd.Index) -> pd.DataFrame:
        return self.results.iloc[positions.to_numpy()]
