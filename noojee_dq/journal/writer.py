"""The journal of a run: an SQLite file that knows of every lead what was sent and what came back.

It is what makes a run resumable after any crash: an attempt is in the file, on the disk, before its first byte is sent.
The tables are described in `noojee_dq.journal.format`.
"""

import os
import shlex
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, fields
from pathlib import Path
from typing import NamedTuple, Self

import pandas as pd
from filelock import FileLock, Timeout

from noojee_dq.errors import JournalError
from noojee_dq.journal.format import TABLES, USER_VERSION, Run, State
from noojee_dq.journal.reader import foreign, rows_frame, run_of

#: Seconds that a run waits for a lock: `is_locked` takes it for an instant.
_LOCK_PATIENCE = 0.2

_CLAIM = "UPDATE rows SET state = 'in_flight', attempts = attempts + 1, sent_at = :at WHERE position = :position"
_CLAIM_ATTEMPT = """
INSERT INTO attempts (position, attempt, started_at)
SELECT position, attempts, sent_at FROM rows WHERE position = :position
"""
_SETTLE = """
UPDATE rows SET state = :state, resend_at = :resend_at, doubts = :doubts, code = :code, http_status = :http_status,
    message = :message WHERE position = :position
"""
_SETTLE_ATTEMPT = """
UPDATE attempts SET ended_at = :at, kind = :kind, code = :code, http_status = :http_status, message = :message
WHERE position = :position AND attempt = (SELECT attempts FROM rows WHERE position = :position)
"""
_WITHHOLD = "UPDATE rows SET state = 'withheld' WHERE position = ? AND state IN ('pending', 'waiting')"
_DOUBT_FOR_GOOD = "UPDATE rows SET resend_at = NULL WHERE position = ? AND state = 'unknown'"


class NewRow(NamedTuple):
    """A lead at the start of a run."""

    position: int
    row: int | None
    digest: bytes
    expected: int | None
    guarded: bool
    explained: bool
    state: State


class Key(NamedTuple):
    """The salted hash of a lead's phone number or external id."""

    position: int
    kind: str
    hash: bytes


class Claim(NamedTuple):
    """A row that is about to be sent."""

    position: int
    at: float


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
        create: make the file, or take an empty one that a crash left.

    Raises:
        JournalError: another process holds it, it is no journal, or it cannot be read or written.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder, Journal(Path(folder, "run.sqlite"), create=True) as journal:
        ...     journal.run is None
        True
    """

    def __init__(self, path: str | os.PathLike[str], *, create: bool = False) -> None:
        self.path = Path(path)
        self._lock = FileLock(_lock_path(self.path), mode=0o600, thread_local=False)
        self._take_lock(create)
        try:
            with self._explained():
                self._database = _connect(self.path)
                self.run = run_of(self._database)
        except BaseException:
            self._lock.release()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file, and let other processes have it."""
        self._database.close()
        self._lock.release()

    def start(self, run: Run, rows: Iterable[NewRow], keys: Iterable[Key]) -> None:
        """Write a run and all its rows in one transaction: after a crash there is all of it, or nothing.

        Args:
            run: what is sent where.
            rows: every lead of the run, in order.
            keys: hashes of what the leads claim.

        Raises:
            JournalError: it cannot be written.
        """
        with self._transaction() as database:
            marks = ", ".join("?" * len(fields(Run)))
            database.execute(f"INSERT INTO run VALUES ({marks})", astuple(run))  # noqa: S608 - question marks only
            names = ", ".join(NewRow._fields)
            database.executemany(f"INSERT INTO rows ({names}) VALUES (?, ?, ?, ?, ?, ?, ?)", rows)  # noqa: S608
            database.executemany("INSERT INTO keys VALUES (?, ?, ?)", keys)
        self.run = run

    def write(self, settled: Sequence[Settled], claims: Sequence[Claim]) -> None:
        """Write what attempts led to, and which rows are sent next; on return both are on the disk.

        Raises:
            JournalError: it cannot be written; none of it is then in the file.
        """
        with self._transaction() as database:
            done = [line._asdict() for line in settled]
            database.executemany(_SETTLE_ATTEMPT, done)
            database.executemany(_SETTLE, done)
            begun = [line._asdict() for line in claims]
            database.executemany(_CLAIM, begun)
            database.executemany(_CLAIM_ATTEMPT, begun)

    def withhold(self, positions: Sequence[int]) -> None:
        """Let rows that are not settled go out no more: they are on the do-not-call list now.

        A row in doubt stays in doubt, since its first attempt may have landed.

        Raises:
            JournalError: it cannot be written.
        """
        with self._transaction() as database:
            database.executemany(_WITHHOLD, [(position,) for position in positions])
            database.executemany(_DOUBT_FOR_GOOD, [(position,) for position in positions])

    def digests(self) -> list[bytes]:
        """Return the digest of each row, in order."""
        return [digest for (digest,) in self._query("SELECT digest FROM rows ORDER BY position")]

    def rows(self) -> pd.DataFrame:
        """Return the table `rows` without its digests, by position."""
        return rows_frame(self._database)

    def _query(self, query: str) -> list[tuple[bytes]]:
        with self._explained():
            return self._database.execute(query).fetchall()

    def _take_lock(self, create: bool) -> None:
        if not create and not self.path.exists():
            raise JournalError(f"{self.path}: there is no such journal")
        if not self.path.parent.is_dir():
            raise JournalError(f"{self.path}: there is no folder {self.path.parent}: create it or choose another")
        try:
            self._lock.acquire(timeout=_LOCK_PATIENCE)
        except Timeout:
            raise JournalError(
                f"{self.path} is in use: another process is sending this run. Wait until it has ended "
                f"(noojee-dq status {shlex.quote(str(self.path))} says how far it is)"
            ) from None
        except OSError as error:
            raise JournalError(f"{self.path}: cannot be written ({error.strerror})") from None

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._explained(), self._database:
            self._database.execute("BEGIN IMMEDIATE")
            yield self._database

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise JournalError(
                f"{self.path}: cannot be written or read ({error}). Nothing is sent without a journal: make room on "
                "the disk or give the file another place"
            ) from None


def is_locked(path: Path) -> bool:
    """Say whether a process is sending the run of a journal at this moment.

    Example:
        >>> is_locked(Path("missing.sqlite"))
        False
    """
    if not _lock_path(path).exists():
        return False
    try:
        with FileLock(_lock_path(path), mode=0o600, timeout=0):
            return False
    except Timeout:
        return True
    except OSError:
        # Where nothing can be written, no run can be sent.
        return False


def _lock_path(path: Path) -> Path:
    # A link to a journal leads to the same run, so it must lead to the same lock.
    real = path.resolve()
    return real.with_name(f"{real.name}.lock")


def _connect(path: Path) -> sqlite3.Connection:
    # Created here, since SQLite would let everybody read it; its side files take over the mode.
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    database = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    try:
        _prepare(database, path.name)
    except BaseException:
        database.close()
        raise
    return database


def _prepare(database: sqlite3.Connection, name: str) -> None:
    version = database.execute("PRAGMA user_version").fetchone()[0]
    empty = database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
    if version != USER_VERSION and (version or not empty):
        raise JournalError(foreign(name, database))
    # Only now: this changes the file, and it might have been somebody else's.
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    if version != USER_VERSION:
        database.executescript(f"BEGIN; {TABLES} PRAGMA user_version = {USER_VERSION}; COMMIT;")
