"""Which leads are which rows of a run: the run may be taken up with its file sorted anew, saved anew, or changed."""

import os
import shlex
from collections.abc import Iterable, Sequence
from typing import NamedTuple, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from noojee_dq.arrow.columns import Mask
from noojee_dq.campaign import Campaign
from noojee_dq.fields import Operation
from noojee_dq.journal.format import State
from noojee_dq.journal.reader import digests_of, reading, run_of
from noojee_dq.sending.bodies import Bodies
from noojee_dq.sending.resumption import to_send
from noojee_dq.sending.start import has_row_numbers
from noojee_dq.words.counts import counted
from noojee_dq.words.rows import row_label, rows_text

#: Rows that are named.
_MOST_ROWS = 5


class Match(NamedTuple):
    """Which of some leads are which rows of a run; made by `matched`.

    Attributes:
        leads: for each row of the run the place of its lead, from 0; -1 = it is not among them as it was.
        rows: for each lead the position of its row; -1 = the run has none that is just like it.
    """

    leads: NDArray[np.intp]
    rows: NDArray[np.intp]

    @classmethod
    def in_order(cls, count: int) -> Self:
        """Return that of leads which are the rows, in their order."""
        return cls(np.arange(count), np.arange(count))

    @property
    def absent(self) -> Mask:
        """The rows of the run that are not among the leads as they were."""
        return self.leads < 0

    @property
    def strange(self) -> Mask:
        """The leads that are no row of the run as they are."""
        return self.rows < 0


def matched(rows: Iterable[bytes], leads: Iterable[bytes]) -> Match:
    """Find the rows of a run among leads; those that are alike are taken in order.

    Args:
        rows: the digests of the rows, in order.
        leads: those of the leads.

    Example:
        >>> matched([b"a", b"b", b"a"], [b"a", b"c", b"a"])
        Match(leads=array([ 0, -1,  2]), rows=array([ 0, -1,  2]))
    """
    was, now = (_numbered(digests) for digests in (rows, leads))
    found = was.merge(now, on=["digest", "nth"], how="left", suffixes=("_was", "_now"))["place_now"]
    of_row = found.fillna(-1).to_numpy(dtype=np.intp)
    of_lead = np.full(len(now), -1, dtype=np.intp)
    of_lead[of_row[of_row >= 0]] = np.flatnonzero(of_row >= 0)
    return Match(of_row, of_lead)


def match_of(journal: str | os.PathLike[str], leads: pd.DataFrame, campaign: Campaign, operation: Operation) -> Match:
    """Find the rows of a run among some leads, without taking it up.

    Args:
        journal: the run's journal.
        leads: the leads, one per row.
        campaign: gives the field names.
        operation: "insert" or "update".

    Raises:
        JournalError: it is no journal.

    Example:
        >>> match_of("missing.sqlite", pd.DataFrame({"Phone": []}), Campaign(), "insert")
        Traceback (most recent call last):
        ...
        noojee_dq.errors.JournalError: missing.sqlite: there is no such journal
    """
    with reading(journal) as database:
        salt, digests = run_of(database).salt, digests_of(database)
    return matched(digests, Bodies(leads, campaign, operation).digests(salt))


def _numbered(digests: Iterable[bytes]) -> pd.DataFrame:
    frame = pd.DataFrame({"digest": pd.Series(list(digests), dtype=object)})
    return frame.assign(nth=frame.groupby("digest").cumcount(), place=np.arange(len(frame)))


def as_in_run(leads: pd.DataFrame, match: Match) -> pd.DataFrame:
    """Return the leads in the order of the run; a row that is not among them is blank, so that it claims nothing.

    Example:
        >>> leads = pd.DataFrame({"Phone": ["1", "2"]})
        >>> as_in_run(leads, matched([b"b", b"x", b"a"], [b"a", b"b"]))["Phone"].tolist()
        ['2', None, '1']
    """
    taken = leads.iloc[np.maximum(match.leads, 0)]
    if not match.absent.any():
        return taken
    # As objects, since a missing value would turn whole numbers into fractions.
    return taken.astype(object).mask(np.broadcast_to(match.absent[:, np.newaxis], taken.shape), None)


def as_in_frame(rows: pd.DataFrame, match: Match, leads: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return the rows of a run in the order of the leads.

    Args:
        rows: the journal's rows.
        match: which is which.
        leads: those that were given.
        name: of the journal.

    Returns:
        A row for each lead. A lead that is none of the run as it is was not sent; where the lead that stood in its row
        when the run began was tried, what became of that.
    """
    found = rows.iloc[np.maximum(match.rows, 0)].reset_index(drop=True)
    if not match.strange.any():
        return found
    blank = dict.fromkeys(["code", "http_status", "sent_at", "resend_at", "expected"])
    strangers = found.assign(**blank, state=State.PENDING.value, attempts=0, message=f"no part of the run in {name}")
    found = found.where(pd.Series(~match.strange), strangers)
    # Where a number stands twice, nobody can say which of the leads it was.
    tried = rows[match.absent & rows["attempts"].gt(0) & ~_numbers(rows).duplicated(keep=False)]
    before = _numbers(tried).get_indexer(_labels(leads))
    at = np.flatnonzero((before >= 0) & match.strange)
    if not len(at):
        return found
    as_it_was: pd.DataFrame = tried.iloc[before[at]].set_axis(at)
    others: pd.DataFrame = found.drop(index=at.tolist())
    return pd.concat([others, as_it_was.assign(message="of the lead as it was before it was changed")]).sort_index()


def only_new_command(file: str, journals: Sequence[str], operation: Operation) -> str:
    """Return the command that takes the leads which some runs do not know, without its other options.

    Example:
        >>> only_new_command("leads.csv", ["run.sqlite"], "update")
        'noojee-dq submit leads.csv --operation update --only-new run.sqlite'
    """
    options = ["--operation", operation] if operation != "insert" else []
    options += [part for journal in journals for part in ("--only-new", journal)]
    return shlex.join(["noojee-dq", "submit", file, *options])


def differences(rows: pd.DataFrame, match: Match, leads: pd.DataFrame, anew: str) -> list[str]:
    """Say what of the leads is not as it was when the run began, and what to do about it.

    Args:
        rows: the journal's rows.
        match: which is which.
        leads: those that were given.
        anew: the command that takes leads which the run does not know.

    Returns:
        Lines of text for a person, without a lead's values.
    """
    numbers, strange = _numbers(rows), pd.Index(_labels(leads)[match.strange])
    in_doubt = rows["state"].isin([State.UNKNOWN, State.IN_FLIGHT]).to_numpy()
    is_open = rows["position"].isin(to_send(rows)["position"]).to_numpy() & ~in_doubt
    changed = match.absent & numbers.isin(strange)
    added = strange[~strange.isin(numbers[changed])]
    with_options = f"{anew} (with the options of this run)"
    found = {
        "in doubt, and changed or gone since: do not send them anew; give them as they were and `resume`, or look for "
        "them in the dialler": numbers[match.absent & in_doubt],
        "changed since the run began, and not sent: put them back as they were, and `resume`; or send them as new "
        f"leads: {with_options}": numbers[changed & is_open],
        "no longer among the leads, and still to be sent: give them as they were, and `resume`": numbers[
            match.absent & ~changed & is_open
        ],
        "changed or gone since, but settled before that: nothing more is done about them": numbers[
            match.absent & ~is_open & ~in_doubt
        ],
        f"no part of the run, and not sent: {with_options}": added,
    }
    return [_line(list(which), words) for words, which in found.items() if len(which)]


def _numbers(rows: pd.DataFrame) -> pd.Index:
    """Return the numbers of a run's rows in their file, or their places from 1."""
    return pd.Index(rows["row"].fillna(rows["position"] + 1).astype("int64"))


def _labels(leads: pd.DataFrame) -> pd.Index:
    return leads.index if has_row_numbers(leads) else pd.RangeIndex(1, len(leads) + 1)


def _line(numbers: list[object], words: str) -> str:
    named = rows_text(tuple(row_label(number) for number in numbers[:_MOST_ROWS]), len(numbers))
    return f"{counted(len(numbers), 'lead')} ({named}): {words}"
