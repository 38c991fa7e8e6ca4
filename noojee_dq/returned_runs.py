"""Runs that had some leads before, by `api_run` or just as they are: their journals count as known leads unasked."""

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final, NamedTuple

import pandas as pd

from noojee_dq.batch.batch import Batch
from noojee_dq.batch.keys import claimed_keys
from noojee_dq.batch.payload import row_digest, row_texts
from noojee_dq.campaign import Campaign
from noojee_dq.errors import CampaignError, JournalError
from noojee_dq.fields import API_RUN, LEAD_FOLDERS, Operation
from noojee_dq.journal.format import Run
from noojee_dq.journal.reader import digests_of, may_be_journal, reading, run_of, trouble
from noojee_dq.journal.sent_before import require_same_place, share_sent
from noojee_dq.lists import KnownLeads, files_of
from noojee_dq.words.display import file_shown
from noojee_dq.words.rows import leads_at

#: A list of which a run knows more numbers and ids than this share is a version of the list of that run.
SAME_LIST: Final = 0.5

_UNREADABLE: Final = (
    "It lies where runs of these leads are looked for, and nobody can say which of them its run has sent: if it has "
    "sent none, or they may be sent again, move it to another folder"
)


class ReturnedRuns(NamedTuple):
    """The runs from which leads come back.

    Attributes:
        journals: those that were found, and that nobody has named.
        notes: sentences on what was found, and what was not.
        same_list: the journals of runs of the same list, of which a lead may be here in a newer version.
    """

    journals: tuple[Path, ...] = ()
    notes: tuple[str, ...] = ()
    same_list: tuple[Path, ...] = ()

    def beside(self, known: KnownLeads | None) -> KnownLeads | None:
        """Return known leads with these journals.

        Args:
            known: as for `noojee_dq.check`; None = not given.

        Example:
            >>> ReturnedRuns((Path("run.sqlite"),)).beside("export.csv")
            ['export.csv', PosixPath('run.sqlite')]
        """
        if not self.journals:
            return known
        if known is None:
            return list(self.journals)
        given: list[Any] = [known] if isinstance(known, pd.DataFrame | str | os.PathLike) else list(known)
        return [*given, *self.journals]


def returned_runs(
    leads: pd.DataFrame,
    campaign: Campaign,
    operation: Operation,
    known: KnownLeads | None,
    own: str | os.PathLike[str] | None = None,
) -> ReturnedRuns:
    """Find the journals of the runs in the leads' `api_run`: beside their file, or in the working folder.

    Args:
        leads: one per row.
        campaign: where they are to go; a run to another place tells nothing of it.
        operation: what is to be done with them.
        known: what was named as known leads; a journal among these is not looked for.
        own: the journal of the run that the leads are sent with, which is no other run to itself.

    Returns:
        What was found; nothing where an export of known leads is required, for which a journal is no substitute.

    Raises:
        JournalError: a journal among those that are looked at cannot be read.

    Example:
        >>> leads = pd.DataFrame({"Phone": ["0491 570 006"], "api_run": ["20260304-050607-ab12"]})
        >>> print(returned_runs(leads, Campaign(), "insert", None).notes[0].partition(", that")[0])
        1 lead (row 0): the journal of the run from which it comes back (api_run) is not there
    """
    # Headings that repeat are refused by who reads the leads.
    if list(leads.columns).count(API_RUN) != 1:
        return ReturnedRuns()
    runs = runs_of(leads)
    found = found_runs(set(runs.unique()) - {""}, leads, campaign, operation, known, own)
    lost = leads.index[runs.isin(found.lost).to_numpy(dtype=bool)]
    return found.told(lost, len(lost))


def runs_beside(
    leads: pd.DataFrame,
    campaign: Campaign,
    operation: Operation,
    known: KnownLeads | None,
    own: str | os.PathLike[str],
    others: Iterable[Path] = (),
    more_than: float = 1,
) -> ReturnedRuns:
    """Find the runs that have some of these leads: beside their file or their own journal, or where we work.

    A list that is sent by another journal, or under another name, is known by the leads that are just as they were, and
    by its numbers and ids: where a column was added, no lead is. An update may be sent again.

    Args:
        leads, campaign, operation, known: as for `returned_runs`.
        own: the journal of the run that the leads are sent with.
        others: journals that are looked at anyway.
        more_than: share of the numbers and ids by which a run is one of the same list, and counts even if it has no
            lead just as it is; 1 = none is.

    Raises:
        JournalError: a journal among those that are looked at cannot be read.

    Example:
        >>> runs_beside(pd.DataFrame({"Phone": ["0491 570 006"]}), Campaign(), "update", None, "run.sqlite").journals
        ()
    """
    if operation != "insert" or _export_wanted(campaign, known):
        return ReturnedRuns()
    named = [*files_of(known), *map(Path, campaign.known), Path(own), *others]
    taken = {one.resolve() for one in named}
    candidates = [*_beside(leads), *_files_in(Path(own).parent)]
    journals = {file.resolve(): file for file in reversed(candidates) if file.resolve() not in taken}.values()
    runs = _runs(journals)
    inserts = {one: run for one, run in runs.items() if run.operation == operation and _is_of(one, run, campaign)}
    just_so = _with_some_of(inserts, row_texts(leads, campaign, operation))
    share = _shares(inserts, Batch(leads, campaign, operation=operation)) if inserts and more_than < 1 else {}
    same_list = tuple(one for one in inserts if share.get(one, 0) > more_than)
    found = tuple(one for one in inserts if one in just_so or one in same_list)
    return ReturnedRuns(found, tuple(_has_them(one, just_so=one in just_so) for one in found), same_list)


class FoundRuns(NamedTuple):
    """What was found of the runs that leads name.

    Attributes:
        journals: those of runs to where the leads are to go, and that nobody has named.
        notes: sentences on these and on the others.
        lost: the runs whose journals were not found.
    """

    journals: tuple[Path, ...] = ()
    notes: tuple[str, ...] = ()
    lost: frozenset[str] = frozenset()

    def told(self, first: Sequence[object] | pd.Index, total: int) -> ReturnedRuns:
        """Say of which leads the journals were not found.

        Args:
            first: labels of all of them, or at least of the first `MOST_ROWS`.
            total: how many there are.
        """
        notes = (*self.notes, *([_not_found(first, total)] if total else []))
        return ReturnedRuns(self.journals, notes, self.journals)


def found_runs(
    runs: Set[str],
    leads: pd.DataFrame,
    campaign: Campaign,
    operation: Operation,
    known: KnownLeads | None,
    own: str | os.PathLike[str] | None = None,
) -> FoundRuns:
    """Find the journals of some runs.

    Args:
        runs: that leads name.
        leads: the leads, or a frame of their columns without any; its `attrs` say where their files are.
        campaign: as for `returned_runs`.
        operation: as for `returned_runs`.
        known: as for `returned_runs`.
        own: as for `returned_runs`.

    Raises:
        JournalError: a journal among those that are looked at cannot be read.

    Example:
        >>> found_runs({"20260304-050607-ab12"}, pd.DataFrame(), Campaign(), "insert", None).lost
        frozenset({'20260304-050607-ab12'})
    """
    if not runs or _export_wanted(campaign, known):
        return FoundRuns()
    named = [*files_of(known), *map(Path, campaign.known)]
    ids = runs - _runs_in([*named, *([] if own is None else [Path(own)])])
    beside = _runs(_beside(leads) if ids else [])
    # Of copies the likeliest, which comes first.
    found = {run.id: journal for journal, run in reversed(beside.items()) if run.id in ids}
    journals = [journal for journal in beside if journal in found.values()]
    same = [journal for journal in journals if _is_of(journal, beside[journal], campaign)]
    notes = [_about(journal, counts=journal in same) for journal in journals]
    return FoundRuns(tuple(same), tuple(notes), frozenset(ids - found.keys()))


def runs_of(leads: pd.DataFrame) -> pd.Series:
    """Return the run of each lead, by its `api_run`; "" = none.

    Example:
        >>> runs_of(pd.DataFrame({"api_run": [" r1 ", ""]})).tolist()
        ['r1', '']
    """
    return leads[API_RUN].astype("str").fillna("").str.strip()


def _export_wanted(campaign: Campaign, known: KnownLeads | None) -> bool:
    """Say whether an export of known leads is required and not given, for which a journal is no substitute."""
    return "known" in campaign.require and known is None and not campaign.known


def _with_some_of(runs: Mapping[Path, Run], texts: Iterable[bytes]) -> set[Path]:
    """Return the journals of the runs that have some leads just as they are."""
    rows: dict[Path, set[bytes]] = {}
    for journal in runs:
        with _found(journal) as database:
            rows[journal] = set(digests_of(database))
    found: set[Path] = set()
    # What is hashed is made once for all of them: that takes longer than the hashes.
    for text in texts if rows else ():
        some = [journal for journal, digests in rows.items() if row_digest(text, runs[journal].salt) in digests]
        found.update(some)
        for journal in some:
            del rows[journal]
        if not rows:
            break
    return found


def _shares(runs: Mapping[Path, Run], batch: Batch) -> dict[Path, float]:
    """Return of how many numbers and ids of the leads each run knows."""
    keys, shares = claimed_keys(batch), {}
    for journal, run in runs.items():
        with _found(journal) as database:
            shares[journal] = share_sent(database, run.salt, keys)
    return shares


@contextmanager
def _found(journal: Path) -> Iterator[sqlite3.Connection]:
    """Look into a journal that nobody has named; of one that cannot be read, say what that means for the leads."""
    try:
        with reading(journal) as database:
            yield database
    except JournalError as error:
        raise JournalError(f"{error}. {_UNREADABLE}") from None
    except OSError as error:
        raise JournalError(f"{journal}: {trouble(error)}. {_UNREADABLE}") from None


def _runs_in(named: Iterable[Path]) -> set[str]:
    """Return the runs of the journals among files; who needs one that cannot be read says what is wrong with it."""
    found: set[str] = set()
    for file in filter(may_be_journal, named):
        with suppress(JournalError, OSError), reading(file) as database:
            found.add(run_of(database).id)
    return found


def _runs(files: Iterable[Path]) -> dict[Path, Run]:
    """Return the runs of the journals among files that nobody has named."""
    found: dict[Path, Run] = {}
    for file in filter(may_be_journal, files):
        with _found(file) as database:
            found[file] = run_of(database)
    return found


def _beside(leads: pd.DataFrame) -> list[Path]:
    """Return the files among which a journal of the leads' runs is looked for, the likeliest first."""
    # What `submit` returned says itself where its journal is.
    told = leads.attrs.get("run")
    journal = told.get("journal") if isinstance(told, dict) else None
    path = leads.attrs.get("path")
    folders = [*([] if path is None else [Path(path).parent]), *map(Path, leads.attrs.get(LEAD_FOLDERS, ())), Path()]
    distinct = {folder.resolve(): folder for folder in reversed(folders)}.values()
    return [*([Path(journal)] if journal else []), *(file for folder in distinct for file in _files_in(folder))]


def _files_in(folder: Path) -> list[Path]:
    with suppress(OSError):
        return [file for file in sorted(folder.iterdir()) if file.is_file()]
    return []


def _is_of(journal: Path, run: Run, campaign: Campaign) -> bool:
    """Say whether a run went to where the leads are to go, as it is judged when known leads are read."""
    try:
        require_same_place(journal.name, run.campaign, campaign)
    except CampaignError:
        return False
    return True


def _about(journal: Path, *, counts: bool) -> str:
    name, whence = file_shown(journal.name), f"leads of the file come back from its run ({API_RUN})"
    if counts:
        return f"{name}: {whence}, so it counts as if named with --known (known= in Python): nothing goes out twice"
    return f"{name}: {whence}, but that went to another place, so it does not count here"


def _has_them(journal: Path, *, just_so: bool) -> str:
    has = "leads of this list, just as they are" if just_so else "the numbers or ids of this list, in another version"
    return (
        f"{file_shown(journal.name)}: its run has {has}, so it counts as if named with "
        "--known (known= in Python): nothing goes out twice. To insert them once more all the same, move that journal "
        "to another folder"
    )


def _not_found(first: Sequence[object] | pd.Index, total: int) -> str:
    it, comes = ("it", "comes") if total == 1 else ("they", "come")
    return (
        f"{leads_at(first, total=total)}: the journal of the run from which {it} {comes} back ({API_RUN}) is not "
        "there, that is, neither beside the file nor in the working folder: name it with --known (known= in Python), "
        "so that no lead goes out twice"
    )
