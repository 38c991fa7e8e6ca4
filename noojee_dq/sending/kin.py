"""Other runs that have to do with a run: what they have done with its leads, and hence what it leaves out."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from noojee_dq.arrow.columns import Mask
from noojee_dq.batch.batch import Batch
from noojee_dq.batch.reference import SentBefore
from noojee_dq.campaign import Campaign
from noojee_dq.checks.answered import accepted_before, in_doubt_before
from noojee_dq.errors import JournalError
from noojee_dq.fields import API_OUTCOME, Operation
from noojee_dq.journal.format import Run, State
from noojee_dq.journal.reader import files_named, is_sqlite, reading, rows_frame, run_of
from noojee_dq.sending.matching import Match, is_new, labels_of_rows
from noojee_dq.sending.next_commands import resume_of
from noojee_dq.words.rows import leads_at

_OPEN = (State.PENDING, State.WAITING)
_SENT = (State.ACCEPTED, State.ACCEPTED_INFERRED, State.UNKNOWN, State.IN_FLIGHT, State.SENT_ELSEWHERE)


class TakenOver(NamedTuple):
    """A run made from another one that has leads in rows which are open there.

    Attributes:
        journal: of the later run.
        rows: for each row of the earlier run, whether it is such a one.
    """

    journal: Path
    rows: Mask


class OwnAnswers(NamedTuple):
    """What the leads' own columns say of the rows of a run, where they are results of another one.

    Attributes:
        accepted: the PBX has taken the lead.
        in_doubt: nobody knows whether it has, or may take it again.
    """

    accepted: Mask
    in_doubt: Mask

    @classmethod
    def of(cls, batch: Batch, match: Match) -> Self:
        """Read them.

        Args:
            batch: the leads.
            match: which leads are which rows.
        """
        return cls(match.of_rows(accepted_before(batch)), match.of_rows(in_doubt_before(batch)))


def runs_made_from(journal: Path) -> list[Path]:
    """Return the journals beside one that name it among what their runs were made from.

    Args:
        journal: of the earlier run.

    Example:
        >>> runs_made_from(Path("missing.sqlite"))
        []
    """
    real = journal.resolve()
    if not real.exists():
        return []
    beside = [file for file in sorted(real.parent.iterdir()) if file.is_file() and file != real]
    return [file for file in beside if is_made_from(file, real)]


def is_made_from(later: Path, journal: Path) -> bool:
    """Say whether a file is the journal of a run that was made from another one.

    Args:
        later: the file.
        journal: of the earlier run.

    Example:
        >>> is_made_from(Path("missing.sqlite"), Path("run.sqlite"))
        False
    """
    return any(_is(Path(one), journal.resolve()) for one in files_named(later))


def kin_of(journal: Path) -> list[Path]:
    """Return the journals that a run was made from, as far as they are there, and those that were made from it.

    Args:
        journal: of the run.

    Example:
        >>> kin_of(Path("missing.sqlite"))
        []
    """
    return [*(Path(one) for one in files_named(journal) if is_sqlite(one)), *runs_made_from(journal)]


def _is(named: Path, real: Path) -> bool:
    """Say whether a file that a run was made from is this one, which may have been moved with its folder since."""
    return named.resolve() == real or (named.name == real.name and not named.exists())


def others(journals: Iterable[Path], without: Iterable[Path]) -> list[Path]:
    """Return journals, each once, without some, by where they are.

    Example:
        >>> others([Path("a.sqlite"), Path("b.sqlite"), Path("a.sqlite")], [Path("b.sqlite")])
        [PosixPath('a.sqlite')]
    """
    left_out = {one.resolve() for one in without}
    return list({one.resolve(): one for one in journals if one.resolve() not in left_out}.values())


def taken_over(journal: Path, run: Run, rows: pd.DataFrame) -> list[TakenOver]:
    """Find the open rows of a run in which a run made from it has sent a lead, or is about to.

    It was made to send what was corrected since, so the lead that stands in such a row is likely an older version of
    that one. Rows tell this only of the same file.

    Args:
        journal: of the earlier run.
        run: what it holds.
        rows: its rows.
    """
    is_open = rows["state"].isin(_OPEN).to_numpy()
    if run.path is None or not is_open.any():
        return []
    found = []
    for other in runs_made_from(journal):
        with reading(other) as database:
            later, theirs = run_of(database), rows_frame(database)
        same = (later.path, later.read_with.sheet, later.operation) == (run.path, run.read_with.sheet, run.operation)
        has = theirs[theirs["state"].isin([*_OPEN, *_SENT]) & theirs["row"].notna()]
        mask = is_open & rows["row"].notna().to_numpy() & labels_of_rows(rows).isin(labels_of_rows(has))
        if same and mask.any():
            found.append(TakenOver(other, mask))
    return found


def older_versions(
    found: Sequence[TakenOver], leads: pd.DataFrame, places: NDArray[np.intp], campaign: Campaign, operation: Operation
) -> list[TakenOver]:
    """Leave out rows whose lead the later run has just as it is: which of the two sends it first makes no difference.

    Args:
        found: from `taken_over`.
        leads: those that were given.
        places: for each row of the run the place of its lead, -1 = it is not among them.
        campaign: gives the field names.
        operation: "insert" or "update".
    """
    kept = []
    for one in found:
        at = np.flatnonzero(one.rows & (places >= 0))
        mask = np.zeros(len(one.rows), dtype=bool)
        mask[at] = is_new(leads.iloc[places[at]], campaign, operation, [one.journal])
        if mask.any():
            kept.append(TakenOver(one.journal, mask))
    return kept


def held_back(rows: pd.DataFrame, elsewhere: Sequence[SentBefore], over: Sequence[TakenOver], own: OwnAnswers) -> Mask:
    """Find the open rows that are not sent now: another run has them in doubt, or has taken them over.

    Args:
        rows: of the run.
        elsewhere: what other runs have done with its leads.
        over: from `older_versions`.
        own: what the leads' own columns say.
    """
    masks = [one.in_doubt for one in elsewhere] + [one.rows for one in over]
    return np.logical_or.reduce([own.in_doubt, *masks]) & rows["state"].isin(_OPEN).to_numpy()


def notes_on_others(
    rows: pd.DataFrame, labels: pd.Index, elsewhere: Sequence[SentBefore], over: Sequence[TakenOver], own: OwnAnswers
) -> list[str]:
    """Say which rows are left out, or wait, because of other runs, and what to do about it.

    Args:
        rows: of the run.
        labels: what they are called.
        elsewhere: what other runs have done with its leads.
        over: from `older_versions`.
        own: what the leads' own columns say.

    Returns:
        Lines of text for a person, without a lead's values.
    """
    is_open = rows["state"].isin(_OPEN).to_numpy()
    left_out = rows["state"].eq(State.SENT_ELSEWHERE).to_numpy()
    said = [
        (own.accepted & left_out, f"left out, as their {API_OUTCOME} says that the PBX has them already"),
        *((one.accepted & left_out, f"left out, as {one.journal.name} has sent these very leads") for one in elsewhere),
        *(
            (
                one.in_doubt & is_open,
                f"not sent now, as {one.journal.name} could not learn whether the PBX has taken these very leads: "
                f"finish that run first: {resume_of(one.journal)}",
            )
            for one in elsewhere
        ),
        *(
            (
                one.rows & is_open,
                f"not sent, as {one.journal.name} has other leads in their rows, such as corrected ones. To send these "
                "too, put them into a file of their own, and submit that",
            )
            for one in over
        ),
        (
            own.in_doubt & is_open,
            f"not sent now, as their {API_OUTCOME} leaves open whether the PBX has taken them, or may take them again: "
            "look for them in the dialler; to send one all the same, empty that cell, and give the file again",
        ),
    ]
    return [f"{leads_at(labels[mask])}: {words}" for mask, words in said if mask.any()]


def notes_of_status(journal: Path, run: Run, rows: pd.DataFrame) -> tuple[list[str], int]:
    """Say of open rows which later runs have sent leads in them, and how many rows that concerns.

    Args:
        journal: of the run.
        run: what it holds.
        rows: its rows.
    """
    try:
        found = taken_over(journal, run, rows)
    except JournalError as error:
        # What is known of this run can be told all the same.
        return [f"a run was made from this one, and its journal cannot be read: {error}"], 0
    lines = [
        f"{leads_at(labels_of_rows(rows[one.rows]))}: {one.journal.name} has leads in their rows too, as they are or "
        "corrected: `resume` sends none a second time"
        for one in found
    ]
    return lines, int(np.logical_or.reduce([np.zeros(len(rows), dtype=bool), *(one.rows for one in found)]).sum())
