"""Which leads are which rows of a run: the run may be taken up with its file sorted anew, saved anew, or changed."""

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from noojee_dq.arrow.columns import Mask
from noojee_dq.batch.payload import DIGEST_SIZE, row_digest, row_texts
from noojee_dq.campaign import Campaign
from noojee_dq.errors import JournalError
from noojee_dq.fields import GIVEN, ApiOutcome, Operation
from noojee_dq.journal.format import Run, State
from noojee_dq.journal.reader import digests_of, is_sqlite, reading, rows_frame, run_of
from noojee_dq.sending.bodies import Bodies
from noojee_dq.sending.changed_since import CHANGED_SINCE
from noojee_dq.sending.next_commands import as_given_now, resume_command, submit_command
from noojee_dq.sending.results import outcomes
from noojee_dq.sending.resumption import to_send
from noojee_dq.sending.start import has_row_numbers
from noojee_dq.words.rows import lead_labels, leads_at, rows_of_files


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

    def of_rows(self, leads: Mask) -> Mask:
        """Say of the rows of the run what is said of the leads; of a row whose lead is not there nothing is said."""
        return leads[self.leads] & ~self.absent


def matched(rows: Iterable[bytes], leads: Iterable[bytes]) -> Match:
    """Find the rows of a run among leads; those that are alike are taken in order.

    Args:
        rows: the digests of the rows, in order.
        leads: those of the leads.

    Example:
        >>> a, b, c = (letter * 16 for letter in (b"a", b"b", b"c"))
        >>> matched([a, b, a], [a, c, a])
        Match(leads=array([ 0, -1,  2]), rows=array([ 0, -1,  2]))
    """
    was, now = (_numbered(digests) for digests in (rows, leads))
    found = was.merge(now, on=["first", "second", "nth"], how="left", suffixes=("_was", "_now"))["place_now"]
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
        >>> match_of("missing.sqlite", pd.DataFrame({"Phone": []}), Campaign(), "insert")  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        ...
        noojee_dq.errors.JournalError: missing.sqlite: there is no such journal...
    """
    with reading(journal) as database:
        salt, digests = run_of(database).salt, digests_of(database)
    return matched(digests, Bodies(leads, campaign, operation).digests(salt))


def states_in(
    journal: str | os.PathLike[str], leads: pd.DataFrame, campaign: Campaign, operation: Operation
) -> pd.Series:
    """Return where some leads stand in a run, without taking it up.

    Args:
        journal: the run's journal.
        leads: the leads, one per row.
        campaign: gives the field names.
        operation: "insert" or "update".

    Returns:
        A `State` for each lead, on their index; "" = it is no part of the run as it is.

    Raises:
        JournalError: it is no journal.
    """
    match = match_of(journal, leads, campaign, operation)
    with reading(journal) as database:
        states = rows_frame(database)["state"]
    return states.take(np.maximum(match.rows, 0)).mask(match.strange, "").set_axis(leads.index)


def _numbered(digests: Iterable[bytes]) -> pd.DataFrame:
    # As two numbers each, since a million objects of Python take ten times the room.
    halves = np.fromiter(digests, dtype=f"V{DIGEST_SIZE}").view(np.uint64).reshape(-1, 2)
    frame = pd.DataFrame({"first": halves[:, 0], "second": halves[:, 1]})
    return frame.assign(nth=frame.groupby(["first", "second"]).cumcount(), place=np.arange(len(frame)))


def as_in_frame(rows: pd.DataFrame, match: Match, leads: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return the rows of a run in the order of the leads.

    Args:
        rows: the journal's rows.
        match: which is which.
        leads: those that were given.
        name: of the journal.

    Returns:
        A row for each lead; one that is no part of the run as it is has the `position` -1. It may be a lead of the run
        that was changed or another in its place, which nobody can tell, so nothing of the run is said of it.
    """
    found = rows.iloc[np.maximum(match.rows, 0)].reset_index(drop=True)
    if not match.strange.any():
        return found
    blank = dict.fromkeys(["code", "http_status", "sent_at", "resend_at", "expected"])
    strangers = found.assign(**blank, position=-1, state=State.PENDING.value, attempts=0)
    message = f"no part of the run in {name}, and not sent" + _what_stood_there(rows[match.absent], labels_of(leads))
    return found.where(pd.Series(~match.strange), strangers.assign(message=message))


def _what_stood_there(gone: pd.DataFrame, labels: pd.Index) -> pd.Series:
    """Say what became of the lead of the run that stood in a row and is gone; "" where there was none."""
    became = outcomes(gone["state"]).map({outcome.value: outcome.words for outcome in ApiOutcome})
    said = ("; what stood in this row when the run began: " + became).set_axis(labels_of_rows(gone))
    # A run of a frame can have had two leads under one label.
    return said[~said.index.duplicated(keep=False)].reindex(labels).fillna("").reset_index(drop=True)


class Ways(NamedTuple):
    """How to go on: with leads as they were, and with leads that the run does not know."""

    resume: str
    anew: str


def ways_on(journal: Path, run: Run, leads: pd.DataFrame) -> Ways:
    """Return how to go on with a run.

    Args:
        journal: its file.
        run: what it holds.
        leads: those that were given.

    Example:
        >>> run = Run("r1", 0.0, "update", "{}", 2, b"", path="leads.csv")
        >>> leads = pd.DataFrame(index=pd.RangeIndex(2, 4, name="row"))
        >>> leads.attrs["path"] = "moved.csv"
        >>> print(*ways_on(Path("run.sqlite"), run, leads), sep="\\n")
        noojee-dq resume run.sqlite moved.csv
        noojee-dq submit moved.csv --operation update --only-new run.sqlite
    """
    run, path = as_given_now(run, leads), leads.attrs.get("path")
    if path is None or not has_row_numbers(leads):
        in_shell = GIVEN in leads.attrs
        before = f"--known {journal}" if in_shell else f"known={str(journal)!r}"
        anew = f"check them with {before}, and submit what is ready with that too, and with another journal"
        call = f"noojee_dq.resume({str(journal)!r}, leads, campaign)"
        return Ways(resume_command(journal, run) if in_shell else call, anew)
    resume = resume_command(journal, run, *([] if str(path) == run.path else [str(path)]))
    try:
        only_new = [*earlier_runs(run), str(journal)]
    except JournalError as error:
        return Ways(resume, f"find the journal first that left out what went before ({error})")
    return Ways(resume, submit_command(run, str(path), only_new=only_new))


def earlier_runs(run: Run) -> list[str]:
    """Return the journals of the runs whose leads a run left out, as far as they did the same.

    Args:
        run: from a journal.

    Raises:
        JournalError: a file that the run was made from is no longer there, and may be one.

    Example:
        >>> earlier_runs(Run("r1", 0.0, "insert", "{}", 2, b"", path=None))
        []
    """
    campaign = run.settings
    numbers = {str(Path(one).absolute()) for one in (*campaign.dnc, *campaign.allow)}
    files = [one for one in json.loads(run.inputs) if one not in numbers]
    if gone := [one for one in files if not Path(one).exists()]:
        raise JournalError(
            f"{gone[0]}: is no longer there, and a run was made from it: put it back, it may be a journal"
        )
    found = []
    for one in filter(is_sqlite, files):
        with reading(one) as database:
            if run_of(database).operation == run.operation:
                found.append(one)
    return found


def with_earlier(journals: Iterable[Path]) -> list[Path]:
    """Return some journals, and before each those of the runs whose leads it left out.

    Args:
        journals: of runs.

    Raises:
        JournalError: one is no journal, or a file that its run was made from is no longer there.

    Example:
        >>> with_earlier([])
        []
    """
    found = []
    for journal in journals:
        with reading(journal) as database:
            found += [*map(Path, earlier_runs(run_of(database))), journal]
    return list({journal.resolve(): journal for journal in found}.values())


def is_new(
    leads: pd.DataFrame, campaign: Campaign, operation: Operation, journals: Iterable[str | os.PathLike[str]]
) -> Mask:
    """Say which leads earlier runs do not know as they are; of several that are alike they know all.

    Args:
        leads: one per row.
        campaign: gives the field names.
        operation: "insert" or "update".
        journals: of the runs.

    Raises:
        JournalError: one is no journal.

    Example:
        >>> is_new(pd.DataFrame({"Phone": ["0491 570 006"]}), Campaign(), "insert", []).tolist()
        [True]
    """
    known: list[tuple[bytes, set[bytes]]] = []
    for journal in journals:
        with reading(journal) as database:
            known.append((run_of(database).salt, set(digests_of(database))))
    if not known:
        return np.ones(len(leads), dtype=bool)
    # The texts are what takes time, so they are made once for all journals.
    texts = row_texts(leads, campaign, operation)
    is_strange = (all(row_digest(text, salt) not in digests for salt, digests in known) for text in texts)
    return np.fromiter(is_strange, dtype=bool, count=len(leads))


def differences(
    rows: pd.DataFrame, match: Match, leads: pd.DataFrame, ways: Ways, *, given_up: Mask, changed: Mask
) -> list[str]:
    """Say what of the leads is not as it was when the run began, and what to do about it.

    Args:
        rows: the journal's rows.
        match: which is which.
        leads: those that were given.
        ways: how to go on.
        given_up: the rows whose leads are said to be gone on purpose.
        changed: the leads that are newer versions of some that the run has sent.

    Returns:
        Lines of text for a person, without a lead's values.
    """
    in_doubt = rows["state"].isin([State.UNKNOWN, State.IN_FLIGHT]).to_numpy()
    is_open = rows["position"].isin(to_send(rows)["position"]).to_numpy() & ~in_doubt & ~given_up
    before = {
        "in doubt, and changed or gone since: do not send them anew, but look for them in the dialler; or give them as "
        f"they were: {ways.resume}": match.absent & in_doubt,
        "changed, gone or no longer ready since the run began, and not sent: give them as they were, unless they went "
        f"with another run since: {ways.resume}; if they are not to be sent any more, give --accept-gone with that "
        "(accept_gone=True in Python), and they count as done with": match.absent & is_open,
        "changed, gone or no longer ready since the run began, not sent, and given up (--accept-gone)": given_up,
        "changed, gone or no longer ready since, but settled before that: nothing more is done about them": match.absent
        & ~is_open
        & ~in_doubt
        & ~given_up,
    }
    lines = [
        f"{leads_at(labels_of_rows(rows[which]), 'when the run began')}: {words}"
        for words, which in before.items()
        if which.any()
    ]
    changed = changed & match.strange
    if changed.any():
        lines.append(f"{leads_at(labels_of(leads)[changed], 'now')}: {CHANGED_SINCE}")
    if (strange := match.strange & ~changed).any():
        lines += [
            f"{leads_at(labels_of(leads)[strange], 'now')}: no part of the run (not ready when it began, or added or "
            "changed since), and not sent",
            f"To send what is ready of these as new leads, unless another run has since: {ways.anew}",
        ]
    return lines


def none_among(name: str, ways: Ways) -> str:
    """Say that no lead is one of a run, and what to do about it.

    Args:
        name: of the journal.
        ways: how to go on.

    Example:
        >>> print(none_among("run.sqlite", Ways("", "noojee-dq submit new.csv --only-new run.sqlite")).splitlines()[-1])
        noojee-dq submit new.csv --only-new run.sqlite
    """
    return (
        f"{name}: holds a run of other leads: none of these is among them. A column that was added, taken out or "
        "changed makes every lead another one: to go on with the run, give the leads as they were when it began. "
        "To send leads that the run does not know, and none of it a second time:\n"
        f"{ways.anew}"
    )


def labels_of_rows(rows: pd.DataFrame) -> pd.Index:
    """Return what rows of a run are called: by their numbers, with their files where these are several, or by places.

    Args:
        rows: the journal's rows; those of a run that has none yet have no `source`.

    Example:
        >>> rows = pd.DataFrame({"position": [0, 1], "row": pd.array([2, None], "Int64")})
        >>> labels_of_rows(rows).tolist(), labels_of_rows(rows.assign(source="b.csv")).tolist()
        ([2, 2], ['2 of b.csv', '2 of b.csv'])
    """
    numbers = pd.Index(rows["row"].fillna(rows["position"] + 1).astype("int64"))
    return rows_of_files(numbers, rows["source"]) if "source" in rows.columns else numbers


def labels_in_run(rows: pd.DataFrame, match: Match, leads: pd.DataFrame) -> pd.Index:
    """Return what the rows of a run are called now; those whose leads are gone, as they were when the run began.

    Args:
        rows: the journal's rows.
        match: which is which.
        leads: those that were given.

    Example:
        >>> rows = pd.DataFrame({"position": [0, 1], "row": pd.array([2, 3], "Int64"), "source": "a.csv"})
        >>> leads = pd.DataFrame({"dq_source": ["b.csv"]}, index=pd.Index([3], name="row"))
        >>> labels_in_run(rows, Match(np.array([-1, 0]), np.array([1])), leads).tolist()
        ['2 of a.csv', '3 of b.csv']
    """
    then = labels_of_rows(rows)
    if leads.empty:
        return then
    return pd.Index(np.where(match.absent, then.astype("object"), labels_of(leads).astype("object")[match.leads]))


def labels_of(leads: pd.DataFrame) -> pd.Index:
    """Return what leads are called: by their rows, with their files where these are several, or by their places from 1.

    Example:
        >>> rows = pd.Index([2, 2], name="row")
        >>> labels_of(pd.DataFrame({"dq_source": ["a.csv", "b.csv"]}, index=rows)).tolist()
        ['2 of a.csv', '2 of b.csv']
    """
    if not has_row_numbers(leads):
        return pd.RangeIndex(1, len(leads) + 1)
    return lead_labels(leads)
