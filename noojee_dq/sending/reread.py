"""The leads of a run, read from its file once more."""

import json
import os
import shlex
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from noojee_dq.campaign import Campaign
from noojee_dq.errors import CampaignError, JournalError, LeadsError
from noojee_dq.journal.format import Run
from noojee_dq.journal.reader import is_sqlite, reading, rows_frame, run_of
from noojee_dq.large.large_report import LargeReport
from noojee_dq.leads.mapped import taken
from noojee_dq.leads.one_list import one_list
from noojee_dq.leads.options import Reading
from noojee_dq.leads.reading import read_file
from noojee_dq.lists import together
from noojee_dq.sending.matching import earlier_runs, is_new, match_of


def with_lists_of(campaign: Campaign, journals: Iterable[str | os.PathLike[str]], *, others_named: bool) -> Campaign:
    """Return a campaign with the do-not-call lists that some runs began with beside its own.

    What may be called all the same (`allow`) is not taken over: such a permission counts only while it is given.

    Args:
        campaign: of now.
        journals: of the runs.
        others_named: other lists are given now, which stand in for those that are no longer there.

    Raises:
        JournalError: one is no journal.
        CampaignError: a list of a run is no longer there, and no other was named.

    Example:
        >>> with_lists_of(Campaign(dnc=["dnc.csv"]), [], others_named=False).dnc
        ('dnc.csv',)
    """
    for journal in journals:
        with reading(journal) as database:
            of_run = run_of(database).settings.dnc
        campaign = with_lists(campaign, of_run, "the run began with", others_named=others_named)
    return campaign


def with_lists(campaign: Campaign, files: Sequence[str], whose: str, *, others_named: bool) -> Campaign:
    """Return a campaign with earlier do-not-call lists beside its own.

    Args:
        campaign: of now.
        files: of the lists.
        whose: what they were there for, in words.
        others_named: other lists are given now, which stand in for those that are no longer there.

    Raises:
        CampaignError: one is no longer there, and no other was named.

    Example:
        >>> with_lists(Campaign(), ["gone.csv"], "the run began with", others_named=True).dnc
        ()
    """
    there = [one for one in files if Path(one).exists()]
    gone = [one for one in files if one not in there]
    if gone and not others_named:
        raise CampaignError(
            f"{gone[0]}: a do-not-call list that {whose} is no longer there: put it back, or name one that "
            "counts now (dnc=; in a shell --dnc, for `resume` also a campaign file that does so, with -c)"
        )
    return campaign.model_copy(update={"dnc": together(campaign.dnc, there)})


def reread(
    journal: str | os.PathLike[str], files: Sequence[str | os.PathLike[str]] = (), said: Reading | None = None
) -> tuple[pd.DataFrame, Campaign]:
    """Read the leads of a run from its file again, to take the run up.

    Args:
        journal: the run's journal.
        files: where the leads are now; none = where they were when the run began.
        said: how the file is to be read, if somebody has said so now: as it was then, but for a sheet where none was
            named.

    Returns:
        The leads of the file, also those that are no part of the run, but for those that earlier runs know, if it was
        one of new leads alone; and the campaign that they go to.

    Raises:
        JournalError: it is no journal, its leads came from no file, that is not there, or was read otherwise.
        LeadsError: the file cannot be read.

    Example:
        >>> reread("missing.sqlite")  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        ...
        noojee_dq.errors.JournalError: missing.sqlite: there is no such journal...
    """
    with reading(journal) as database:
        run, numbers = run_of(database), rows_frame(database)["row"]
    campaign = run.settings
    leads = _read(_files_of(run, numbers, journal, files), _with_sheet(journal, run, said), run.read_with)
    return _without_earlier(leads, journal, run, campaign), campaign


def _with_sheet(journal: str | os.PathLike[str], run: Run, said: Reading | None) -> Reading:
    """Return how the file of a run is to be read now: as it was then, from a sheet that had not to be named then."""
    if said is None or said.sheet is None or run.read_with.sheet is not None:
        return agreed(journal, run, said)
    # Another one may have come into the workbook since; leads of another sheet are found out by their digests.
    return agreed(journal, run, said._replace(sheet=None))._replace(sheet=said.sheet)


def _read(paths: Sequence[str], now: Reading, then: Reading) -> pd.DataFrame:
    try:
        return one_list([(path, read_to_send(Path(path), now)) for path in paths])
    except LeadsError as error:
        if not then.given():
            raise
        raise LeadsError(f"{error} (the run read its file with {shlex.join(then.as_options())})") from None


def agreed(journal: str | os.PathLike[str], run: Run, said: Reading | None) -> Reading:
    """Return how the file of a run is to be read: as it was when the run began.

    Args:
        journal: its file.
        run: what it holds.
        said: what somebody says now, if anything.

    Raises:
        JournalError: that is something else: the leads would be others.

    Example:
        >>> run = Run("r1", 0.0, "insert", "{}", 2, b"", path="leads.csv", reading='{"encoding": "cp1251"}')
        >>> agreed("run.sqlite", run, Reading(encoding="windows-1251")).encoding
        'cp1251'
        >>> agreed("run.sqlite", run, Reading(encoding="utf-8"))  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        ...
        noojee_dq.errors.JournalError: run.sqlite: this run read its file with encoding 'cp1251'...
    """
    then = run.read_with
    if said is not None and (name := said.exact().unlike(then)):
        before = f"with {name} {then.given()[name]!r}" if name in then.given() else f"without a {name}"
        raise JournalError(
            f"{journal}: this run read its file {before}, not {said.given()[name]!r}: leave out --{name}"
        )
    return then


def refuse_otherwise(journal: str | os.PathLike[str], said: Reading) -> None:
    """Refuse to read the file of a run otherwise than when the run began.

    Args:
        journal: its file; any other file is let pass.
        said: how the leads are to be read.

    Raises:
        JournalError: they were read otherwise.

    Example:
        >>> refuse_otherwise("results.csv", Reading(sheet="Old"))
    """
    if said.given() and is_sqlite(journal):
        with reading(journal) as database:
            agreed(journal, run_of(database), said)


def _without_earlier(
    leads: pd.DataFrame, journal: str | os.PathLike[str], run: Run, campaign: Campaign
) -> pd.DataFrame:
    """Leave out leads that are none of the run, as they went with one before it."""
    try:
        earlier = earlier_runs(run)
    except JournalError:
        return leads  # a list that is gone stops no run; nobody can say then which these are
    of_run = ~match_of(journal, leads, campaign, run.operation).strange
    if not earlier or not of_run.any():
        return leads
    return taken(leads, np.flatnonzero(of_run | is_new(leads, campaign, run.operation, earlier)))


def read_to_send(path: Path, how: Reading) -> pd.DataFrame:
    """Read the leads of a file; of the folder of a check in parts those that are ready.

    Args:
        path: of the file, or the folder.
        how: it is to be read.

    Raises:
        LeadsError: it cannot be read.

    Example:
        >>> read_to_send(Path("missing.csv"), Reading())
        Traceback (most recent call last):
        ...
        noojee_dq.errors.LeadsError: missing.csv: there is no such file: check its name and its folder
    """
    return LargeReport.open(path).ready_leads() if path.is_dir() else read_file(path, how)


def _files_of(
    run: Run, numbers: pd.Series, journal: str | os.PathLike[str], files: Sequence[str | os.PathLike[str]]
) -> list[str]:
    if numbers.isna().any():
        raise JournalError(
            f"{journal}: the leads of this run came from a frame: take it up in Python, with "
            "noojee_dq.resume(journal, leads, campaign)"
        )
    if files:
        return [os.fspath(file) for file in files]
    paths = [run.path] if run.path else _several(run)
    if not paths:
        raise JournalError(f"{journal}: does not say which file the leads came from: name it after the journal")
    for path in paths:
        if not Path(path).exists():
            where = "name all files of it where they are now" if len(paths) > 1 else "name it where it is now"
            raise JournalError(f"{path}: the file of this run is no longer there: {where}, after the journal")
    return paths


def _several(run: Run) -> list[str]:
    """Return the files of a run of several, as far as it says where each of them was."""
    names = dict.fromkeys(name for name, _ in json.loads(run.sources))
    inputs = json.loads(run.inputs)
    found = [next((path for path in inputs if _is_named(path, name)), None) for name in names]
    return [] if None in found else [path for path in found if path]


def _is_named(path: str, name: str) -> bool:
    """Say whether a file is the one that was named so when the run began."""
    return Path(path) == Path(name) or (not Path(name).is_absolute() and Path(path).match(name))
