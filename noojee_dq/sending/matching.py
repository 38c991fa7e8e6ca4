"""Which leads are which rows of a run: the run may be taken up with its file sorted anew, saved anew, or changed."""

import os
import shlex
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from noojee_dq.arrow.columns import Mask
from noojee_dq.campaign import Campaign
from noojee_dq.fields import Operation
from noojee_dq.journal.format import State
from noojee_dq.journal.reader import reading, run_of
from noojee_dq.sending.bodies import Bodies
from noojee_dq.sending.resumption import to_send
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
        salt = run_of(database).salt
        digests = [digest for (digest,) in database.execute("SELECT digest FROM rows ORDER BY position")]
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


def as_in_frame(rows: pd.DataFrame, match: Match, name: str) -> pd.DataFrame:
    """Return the rows of a run in the order of the leads, and for a lead that is none of them one that was not sent.

    Args:
        rows: the journal's rows.
        match: which is which.
        name: of the journal.
    """
    found = rows.iloc[np.maximum(match.rows, 0)].reset_index(drop=True)
    blank = dict.fromkeys(["code", "http_status", "sent_at", "resend_at", "expected"])
    strangers = found.assign(**blank, state=State.PENDING.value, attempts=0, message=f"no part of the run in {name}")
    return found.where(pd.Series(~match.strange), strangers) if match.strange.any() else found


def differences(rows: pd.DataFrame, match: Match, leads: pd.DataFrame, journal: str, file: str) -> list[str]:
    """Say what of the leads is not as it was when the run began, and what to do about it.

    Args:
        rows: the journal's rows.
        match: which is which.
        leads: those that were given.
        journal: its path.
        file: what to call the file of the leads.

    Returns:
        Lines of text for a person, without a lead's values.
    """
    labels = leads.index if leads.index.name == "row" else pd.RangeIndex(1, len(leads) + 1)
    numbers = rows["row"].where(rows["row"].notna(), rows["position"] + 1)
    strange = pd.Index(labels[match.strange])
    is_open = rows["position"].isin(to_send(rows)["position"]).to_numpy()
    changed = match.absent & numbers.isin(strange).to_numpy()
    added = strange[~strange.isin(numbers[changed])]
    anew = shlex.join(["noojee-dq", "submit", file, "--only-new", journal])
    back = f"put them back as they were, and `resume`; or send them as new leads: {anew} --send"
    found = {
        f"changed since the run began, and not sent: {back}": numbers[changed & is_open],
        "no longer among the leads, and still to be sent: give them as they were, and `resume`": numbers[
            match.absent & ~changed & is_open
        ],
        "changed or gone since, but settled before that: nothing more is done about them": numbers[
            match.absent & ~is_open
        ],
        f"no part of the run, and not sent: {anew} --send": added,
    }
    return [_line(list(which), words) for words, which in found.items() if len(which)]


def _line(numbers: list[object], words: str) -> str:
    named = rows_text(tuple(row_label(number) for number in numbers[:_MOST_ROWS]), len(numbers))
    return f"{counted(len(numbers), 'lead')} ({named}): {words}"
