"""The file format of a journal, and how it is looked into; `noojee_dq.submit.journal` writes it.

`user_version` 1:

    run       one line: what was sent where (`Run`)
    rows      a line per lead of the run, by `position` (from 0) in its frame; `state` as in `outcome.State`;
              `resend_at`: when a row that waits or is in doubt may be sent again, null = never by itself;
              `guarded`, `explained`, `doubts` as in `outcome.Lead`; `expected`: the code that the pre-flight foretold;
              `code`, `http_status`, `message`, `sent_at`: of the last attempt
    attempts  a line per request, never erased: `kind` as in `client.Kind`; null = no answer was seen
    keys      salted hashes of the leads' phone numbers and external ids (`noojee_dq.checks.accepted`)

Times are seconds since 1970, UTC. The file holds no API key, and of leads only row numbers and hashes; since a hash
of a phone number can be undone by trying all numbers, only its owner may read it.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pandas as pd

from noojee_dq.errors import JournalError

USER_VERSION = 1

TABLES = """
CREATE TABLE run (
    id TEXT NOT NULL, started_at REAL NOT NULL, operation TEXT NOT NULL, campaign TEXT NOT NULL, leads INTEGER NOT NULL,
    salt BLOB NOT NULL, path TEXT, sheet TEXT
);
CREATE TABLE rows (
    position INTEGER PRIMARY KEY, row INTEGER, digest BLOB NOT NULL, expected INTEGER, guarded INTEGER NOT NULL,
    explained INTEGER NOT NULL, state TEXT NOT NULL, resend_at REAL, doubts INTEGER NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0, code INTEGER, http_status INTEGER, message TEXT, sent_at REAL
);
CREATE TABLE attempts (
    position INTEGER NOT NULL, attempt INTEGER NOT NULL, started_at REAL NOT NULL, ended_at REAL, kind TEXT,
    code INTEGER, http_status INTEGER, message TEXT, PRIMARY KEY (position, attempt)
) WITHOUT ROWID;
CREATE TABLE keys (position INTEGER NOT NULL, kind TEXT NOT NULL, hash BLOB NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Run:
    """What a run sends, and where: the line of the table `run`.

    Attributes:
        id: the run's name, by its start.
        started_at: in seconds since 1970.
        operation: "insert" or "update".
        campaign: the settings of the campaign, as JSON; no secret can stand in them.
        leads: how many.
        salt: of the hashes.
        path: the file that the leads were read from; None = a frame.
        sheet: of the workbook, by name or by number; None = the first with cells.
    """

    id: str
    started_at: float
    operation: Literal["insert", "update"]
    campaign: str
    leads: int
    salt: bytes
    path: str | None
    sheet: str | int | None


_ROWS = """
SELECT position, row, expected, guarded, explained, state, resend_at, doubts, attempts, code, http_status, message,
    sent_at
FROM rows ORDER BY position
"""

#: How every SQLite file begins (SQLite, "Database File Format").
_MAGIC = b"SQLite format 3\0"


def is_sqlite(path: str | os.PathLike[str]) -> bool:
    """Whether a file is an SQLite database, going by its first bytes.

    Example:
        >>> is_sqlite(__file__)
        False
    """
    try:
        with Path(path).open("rb") as file:
            return file.read(len(_MAGIC)) == _MAGIC
    except OSError:
        return False


@contextmanager
def reading(path: str | os.PathLike[str]) -> Iterator[sqlite3.Connection]:
    """Look into a journal without changing it, even while a run writes it.

    Args:
        path: the file.

    Raises:
        JournalError: it is missing, or no journal.

    Example:
        >>> with reading("missing.sqlite"):
        ...     pass
        Traceback (most recent call last):
        ...
        noojee_dq.errors.JournalError: missing.sqlite: there is no such journal
    """
    path = Path(path)
    if not path.exists():
        raise JournalError(f"{path}: there is no such journal")
    try:
        with closing(sqlite3.connect(path)) as database:
            database.execute("PRAGMA query_only = ON")
            if database.execute("PRAGMA user_version").fetchone()[0] != USER_VERSION:
                raise JournalError(foreign(path.name, database))
            yield database
    except sqlite3.DatabaseError as error:
        raise JournalError(f"{path}: is no journal that can be read ({error})") from None


def foreign(name: str, database: sqlite3.Connection) -> str:
    """Why an SQLite file is not taken for a journal, for a person."""
    version = database.execute("PRAGMA user_version").fetchone()[0]
    if version > USER_VERSION:
        return f"{name}: was written by a newer noojee-dq (format {version}): update noojee-dq"
    return f"{name}: is an SQLite file, but no journal of noojee-dq: give another name"


def run_of(database: sqlite3.Connection) -> Run | None:
    """The run of an open journal; None = it holds none."""
    line = database.execute("SELECT * FROM run").fetchone()
    return None if line is None else Run(*line)


def rows_frame(database: sqlite3.Connection) -> pd.DataFrame:
    """The table `rows` of an open journal without its digests, by position."""
    frame = pd.read_sql_query(_ROWS, database)
    whole = ["row", "expected", "code", "http_status"]
    return frame.astype(dict.fromkeys(whole, "Int64") | {"guarded": bool, "explained": bool})
