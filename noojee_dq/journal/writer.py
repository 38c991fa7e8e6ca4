"""The journal of a run: an SQLite file that knows of every lead what was sent and what came back.

It is what makes a run resumable after any crash: an attempt is in the file, on the disk, before its first byte is sent.
The tables are described in `noojee_dq.journal.format`.
"""

import errno
import os
import secrets
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple, Self

import pandas as pd

from noojee_dq.errors import JournalError
from noojee_dq.journal.creation import NewRun, create
from noojee_dq.journal.format import State, Taken
from noojee_dq.journal.lock import JournalLock
from noojee_dq.journal.reader import digests_of, no_journal, require_whole, rows_frame, run_of, trouble
from noojee_dq.journal.side_file import wal_of
from noojee_dq.words.output_paths import path_problem

#: Not by SQLite itself, so that the file says how far it goes.
_WRITES_BETWEEN_FLUSHES = 100

_NOTHING_MORE = "Nothing is sent without a journal"

# Claims and results are conditional on what stands in the file: of two processes that both believe the run to be
# theirs, one finds other rows than it expects.
_CLAIM = """
UPDATE rows SET state = 'in_flight', attempts = attempts + 1, sent_at = :at
WHERE position = :position AND attempts = :attempts AND state IN ('pending', 'waiting', 'unknown', 'withheld')
"""
_CLAIM_ATTEMPT = """
INSERT INTO attempts (position, attempt, started_at)
SELECT position, attempts, sent_at FROM rows WHERE position = :position
"""
_SETTLE = """
UPDATE rows SET state = :state, resend_at = :resend_at, doubts = :doubts, code = :code, http_status = :http_status,
    message = :message WHERE position = :position AND state = 'in_flight'
"""
_SETTLE_ATTEMPT = """
UPDATE attempts SET ended_at = :at, kind = :kind, code = :code, http_status = :http_status, message = :message
WHERE position = :position AND attempt = (SELECT attempts FROM rows WHERE position = :position)
"""
_WITHHOLD = "UPDATE rows SET state = 'withheld' WHERE position = ? AND state IN ('pending', 'waiting')"
_LEAVE_OUT = """
UPDATE rows SET state = 'sent_elsewhere' WHERE position = ? AND state IN ('pending', 'waiting', 'withheld')
"""
_TELL_NUMBER = "UPDATE rows SET number_taken = ? WHERE position = ? AND number_taken = 'untold'"
_TELL_ID = "UPDATE rows SET id_taken = ? WHERE position = ? AND id_taken = 'untold'"
_DOUBT_FOR_GOOD = "UPDATE rows SET resend_at = NULL WHERE position = ? AND state = 'unknown'"


class Claim(NamedTuple):
    """A row that is about to be sent, after so many attempts."""

    position: int
    at: float
    attempts: int


class Settled(NamedTuple):
    """What an attempt led to."""

    position: int
    at: float
    state: State
    resend_at: float | None
    doubts: int
    kind: str | None
    code: int | None
    http_status: int | None
    message: str


class Journal:
    """An open journal, locked for this process until it is closed.

    Args:
        path: the file.
        new: gives the run that it begins with, if there is no file yet; None = there must be one.

    Attributes:
        path: the file.
        run: what is sent where.
        is_new: whether the run begins now.

    Raises:
        JournalError: another process holds it, it is no journal, not all of it or beside another's `-wal`, or it cannot
            be read or written.

    Example:
        >>> import tempfile
        >>> from noojee_dq.journal.creation import NewRow
        >>> from noojee_dq.journal.format import Run, Taken
        >>> run = Run("r1", 0.0, "insert", "{}", 1, b"salt", None)
        >>> rows = [NewRow(0, 2, b"digest", None, True, Taken.UNTOLD, Taken.UNTOLD, State.PENDING)]
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     with Journal(Path(folder, "run.sqlite"), lambda: NewRun(run, rows, [])) as journal:
        ...         journal.rows()["state"].tolist()
        ['pending']
    """

    def __init__(self, path: str | os.PathLike[str], new: Callable[[], NewRun] | None = None) -> None:
        self.path = Path(path)
        if new is None and not self.path.exists():
            raise JournalError(no_journal(self.path))
        problem = path_problem(self.path)
        if problem:
            raise JournalError(problem)
        self._lock = JournalLock(self.path)
        try:
            self.is_new = new is not None and not self.path.exists()
            if new is not None and self.is_new:
                _refuse_left_over(self.path)
                with self._explained():
                    create(self.path, new())
            require_whole(self.path)
            self._open()
        except BaseException:
            self._lock.release()
            raise

    def _open(self) -> None:
        """Take possession of the run; who had it before, should he still be there, can write nothing from now on."""
        self._owner, self._before = secrets.token_hex(8), None
        with self._explained():
            self._database = _connect(self.path)
            self._identity = _identity(self.path)
            try:
                self.run = run_of(self._database)
                (self._before,) = self._database.execute("SELECT owner FROM run").fetchone()
                self._database.execute("UPDATE run SET owner = ?", [self._owner])
                # So that the file itself says that it is open, should it be found without its `-wal`.
                self._mark_flushed()
            except BaseException:
                self._shut()
                raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file, which then holds everything itself, and let other processes have it."""
        self._shut()
        self._lock.release()

    def _shut(self) -> None:
        # What cannot be written any more stays in the `-wal`, and the file says that it was not closed.
        closed = self._say_closed()
        self._database.close()
        if not closed and not wal_of(self.path).exists() and _identity(self.path) == self._identity:
            # The disk was full, and SQLite has made room by taking everything into the file.
            with suppress(sqlite3.Error):
                self._database = _connect(self.path)
                self._say_closed()
                self._database.close()

    def _say_closed(self) -> bool:
        """Note in the file that all of the run is in it; False = that cannot be written, and `-wal` holds the rest."""
        try:
            ours = self._database.execute(
                "UPDATE run SET owner = NULL WHERE owner IN (?, ?)", [self._owner, self._before]
            )
            if not ours.rowcount:
                return False  # another process has taken the run over since, and only that one may flush it
            self._flush()
        except (sqlite3.Error, OSError):
            return False
        # So that who looks into it needs no other file; not while somebody does.
        with suppress(sqlite3.Error):
            self._database.execute("PRAGMA journal_mode = DELETE")
        return True

    def _mark_flushed(self) -> None:
        """Note in the file itself that all of the run is in it so far; what is written then is in `-wal` alone."""
        self._unflushed = 0
        if not self._is_ours():
            return  # what another process writes since would be in the file, and not said to be
        self._flush()
        self._database.execute("UPDATE run SET flushed = writes")
        self._flush()

    def _is_ours(self) -> bool:
        return bool(self._database.execute("SELECT owner FROM run").fetchone() == (self._owner,))

    def _flush(self) -> None:
        """Bring all that was written into the file itself."""
        # Not so that `-wal` is empty then: an empty one is one that was lost.
        busy, *_ = self._database.execute("PRAGMA wal_checkpoint(FULL)").fetchone()
        if busy:
            raise OSError(errno.EBUSY, "somebody is reading it")

    def require_there(self) -> None:
        """Make sure that the file has not been deleted or replaced while it is open.

        Raises:
            JournalError: it has.
        """
        if _identity(self.path) != self._identity:
            raise JournalError(
                f"{self.path}: was deleted, moved or replaced while its run was being sent. {_NOTHING_MORE}"
            )

    def write(self, settled: Sequence[Settled], claims: Sequence[Claim]) -> None:
        """Write what attempts led to, and which rows are sent next; on return both are on the disk.

        Raises:
            JournalError: it cannot be written; none of it is then in the file.
        """
        with self._transaction() as database:
            done = [line._asdict() for line in settled]
            database.executemany(_SETTLE_ATTEMPT, done)
            if done and database.executemany(_SETTLE, done).rowcount != len(done):
                raise self._lost()
            begun = [line._asdict() for line in claims]
            if begun and database.executemany(_CLAIM, begun).rowcount != len(begun):
                raise self._lost()
            database.executemany(_CLAIM_ATTEMPT, begun)
        self._unflushed += 1
        if self._unflushed >= _WRITES_BETWEEN_FLUSHES:
            # Where the disk is full, or somebody is reading, all of it is in `-wal` all the same.
            with suppress(sqlite3.Error, OSError):
                self._mark_flushed()

    def withhold(self, positions: Sequence[int]) -> None:
        """Let rows that are not settled go out no more: they are on the do-not-call list now.

        A row in doubt stays in doubt, since its first attempt may have landed.

        Raises:
            JournalError: it cannot be written.
        """
        self._hold(_WITHHOLD, positions)

    def leave_out(self, positions: Sequence[int]) -> None:
        """Let rows that are not settled never go out: another run has brought these very leads in.

        A row in doubt stays in doubt, since its first attempt may have landed too.

        Raises:
            JournalError: it cannot be written.
        """
        self._hold(_LEAVE_OUT, positions)

    def _hold(self, query: str, positions: Sequence[int]) -> None:
        with self._transaction() as database:
            database.executemany(query, [(position,) for position in positions])
            database.executemany(_DOUBT_FOR_GOOD, [(position,) for position in positions])

    def tell(self, number_taken: Sequence[Taken], id_taken: Sequence[Taken]) -> None:
        """Keep what is told now of numbers and ids of which nobody had told.

        Args:
            number_taken: for each row in order, who else has its number.
            id_taken: likewise, its id.

        Raises:
            JournalError: it cannot be written.
        """
        with self._transaction() as database:
            for query, taken in ((_TELL_NUMBER, number_taken), (_TELL_ID, id_taken)):
                database.executemany(query, [(one, position) for position, one in enumerate(taken)])

    def digests(self) -> list[bytes]:
        """Return the digest of each row, in order."""
        with self._explained():
            return digests_of(self._database)

    def rows(self) -> pd.DataFrame:
        """Return the table `rows` without its digests, by position."""
        with self._explained():
            return rows_frame(self._database)

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        self.require_there()
        with self._explained(), self._database:
            self._database.execute("BEGIN IMMEDIATE")
            # Counted in the line of the run, so that each `-wal` says of which run it is, and how far that was.
            if not self._database.execute("UPDATE run SET writes = writes + 1 WHERE owner = ?", [self._owner]).rowcount:
                raise self._lost()
            yield self._database

    def _lost(self) -> JournalError:
        return JournalError(f"{self.path}: another process has taken this run over, and sends what is left of it")

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise JournalError(f"{self.path}: {trouble(error)}. {_NOTHING_MORE}") from None


def _refuse_left_over(path: Path) -> None:
    """Refuse to begin a run beside the last answers of an earlier one: SQLite would take them for the new one's."""
    rollback = path.resolve().with_name(f"{path.resolve().name}-journal")
    for file in (wal_of(path), rollback):
        if file.exists():
            raise JournalError(
                f"{path}: is not there, but {file.name} is, with the last answers of an earlier run: put that run's "
                "journal back beside it; or move it away, if you know that no lead of this list was sent"
            )


def _connect(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    try:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = FULL")
        database.execute("PRAGMA wal_autocheckpoint = 0")
    except BaseException:
        database.close()
        raise
    return database


def _identity(path: Path) -> tuple[int, int] | None:
    """Return what tells a file from another one of its name; None = there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
