"""Looking into a journal, also while a run writes it."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pandas as pd

from noojee_dq.errors import JournalError
from noojee_dq.journal.format import USER_VERSION, Run

_ROWS = """
SELECT position, row, expected, guarded, explained, state, resend_at, doubts, attempts, code, http_status, message,
    sent_at
FROM rows ORDER BY position
"""

#: How every SQLite file begins (SQLite, "Database File Format").
_MAGIC = b"SQLite format 3\0"


def is_sqlite(path: str | os.PathLike[str]) -> bool:
    """Say whether a file is an SQLite database, going by its first bytes.

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
    """Say why an SQLite file is not taken for a journal, for a person."""
    version = database.execute("PRAGMA user_version").fetchone()[0]
    if version > USER_VERSION:
        return f"{name}: was written by a newer noojee-dq (format {version}): update noojee-dq"
    return f"{name}: is an SQLite file, but no journal of noojee-dq: give another name"


def run_of(database: sqlite3.Connection) -> Run | None:
    """Return the run of an open journal; None = it holds none."""
    line = database.execute("SELECT * FROM run").fetchone()
    return None if line is None else Run(*line)


def rows_frame(database: sqlite3.Connection) -> pd.DataFrame:
    """Return the table `rows` of an open journal without its digests, by position."""
    frame = pd.read_sql_query(_ROWS, database)
    whole = ["row", "expected", "code", "http_status"]
    return frame.astype(dict.fromkeys(whole, "Int64") | {"guarded": bool, "explained": bool})
