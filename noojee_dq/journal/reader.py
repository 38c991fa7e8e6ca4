"""Looking into a journal, also while a run writes it."""

import errno
import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import fields
from pathlib import Path
from typing import Any, Final

import pandas as pd

from noojee_dq.errors import JournalError
from noojee_dq.journal.format import USER_VERSION, Run
from noojee_dq.journal.side_file import left_alone, wrong_wal

#: The columns of `rows` that are read, and what they are in a frame.
_TYPES: Final[dict[str, Any]] = {
    "position": "int64",
    "row": "Int64",
    "expected": "Int64",
    "guarded": "bool",
    "number_taken": "str",
    "id_taken": "str",
    "state": "str",
    "resend_at": "float64",
    "doubts": "int64",
    "attempts": "int64",
    "code": "Int64",
    "http_status": "Int64",
    "message": "str",
    "sent_at": "float64",
}
_ROWS = f"SELECT {', '.join(_TYPES)} FROM rows ORDER BY position"  # noqa: S608 - our own names
_ROWS_AT_ONCE = 50_000
#: Every format of a journal has had both.
_OWN_TABLES = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name IN ('run', 'rows')"

#: How every SQLite file begins (SQLite, "Database File Format").
_MAGIC = b"SQLite format 3\0"
#: Bytes by which a file that was zeroed is known.
_HEAD = 4096

#: What the errors of SQLite ("Result and Error Codes") and of the system mean, by the beginnings of their names.
_TROUBLES = (
    (("SQLITE_FULL", "ENOSPC", "EDQUOT"), "the disk is full: make room on it"),
    (
        ("SQLITE_IOERR_WRITE", "SQLITE_IOERR_FSYNC"),
        "the disk takes nothing more: make room on it, or see whether it is sound",
    ),
    (
        ("SQLITE_BUSY", "SQLITE_LOCKED", "EBUSY"),
        "is locked by another program (a backup, a viewer of databases): close that",
    ),
    (
        ("SQLITE_CORRUPT", "SQLITE_NOTADB"),
        "is damaged: put a copy of it in its place, with the file -wal that belongs to that",
    ),
    (
        ("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "EACCES", "EPERM", "EROFS"),
        "cannot be written: see who may write it, and into its folder",
    ),
)


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


def may_be_journal(path: str | os.PathLike[str]) -> bool:
    """Say whether a file is a journal, of whatever format, or so damaged a database that nobody can say.

    Args:
        path: any file.

    Example:
        >>> may_be_journal(__file__)
        False
    """
    if not is_sqlite(path):
        return False
    try:
        with closing(left_alone(Path(path), with_wal=False)) as database:
            return len(database.execute(_OWN_TABLES).fetchall()) > 1
    except sqlite3.Error:
        return Path(path).exists()


@contextmanager
def reading(path: str | os.PathLike[str]) -> Iterator[sqlite3.Connection]:
    """Look into a journal without changing it, even while a run writes it.

    Args:
        path: the file.

    Raises:
        JournalError: it is missing, or no journal.

    Example:
        >>> with reading("missing.sqlite"):  # doctest: +ELLIPSIS
        ...     pass
        Traceback (most recent call last):
        ...
        noojee_dq.errors.JournalError: missing.sqlite: there is no such journal...
    """
    path = Path(path)
    require_whole(path)
    try:
        # Another connection would, when it is closed, take the `-wal` of a run that was killed into the file.
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
            yield database
    except sqlite3.Error as error:
        raise JournalError(f"{path}: {trouble(error)}") from None


def require_whole(path: Path) -> None:
    """Make sure that a file is a journal, and that all of it is there; nothing of it is changed.

    A run that was not closed in order has its last answers in the file `-wal` beside the journal: without that, leads
    that are in would go out again.

    Args:
        path: the file.

    Raises:
        JournalError: it is missing, no journal, lacks its `-wal`, or has another one.

    Example:
        >>> require_whole(Path("missing.sqlite"))  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        ...
        noojee_dq.errors.JournalError: missing.sqlite: there is no such journal...
    """
    _require_journal(path)
    try:
        # Twice: a run may begin, or bring what it wrote into the file, just while the two are compared.
        wrong = wrong_wal(path) and wrong_wal(path)
    except sqlite3.Error as error:
        raise JournalError(f"{path}: {trouble(error)}") from None
    if wrong:
        raise JournalError(f"{path}: {wrong}")


def _require_journal(path: Path) -> None:
    if not path.exists():
        raise JournalError(no_journal(path))
    if not is_sqlite(path):
        raise JournalError(f"{path}: {_no_database(path)}")
    try:
        with closing(left_alone(path, with_wal=False)) as database:
            version = database.execute("PRAGMA user_version").fetchone()[0]
            if version != USER_VERSION:
                raise JournalError(f"{path.name}: {_foreign(version)}")
            run = database.execute("SELECT 1 FROM run").fetchone()
    except sqlite3.Error as error:
        raise JournalError(f"{path}: {trouble(error)}") from None
    if run is None:
        raise JournalError(f"{path}: holds no run: it is damaged, or somebody has changed it")


def no_journal(path: Path) -> str:
    """Say that a journal is missing, and where journals are.

    Example:
        >>> no_journal(Path("missing.sqlite"))[:40]
        'missing.sqlite: there is no such journal'
    """
    return (
        f"{path}: there is no such journal: look how it is called. `noojee-dq submit --send` writes it beside the file "
        "of leads, as noojee-run-FILE.sqlite, unless --journal (journal= in Python) names another"
    )


def files_named(path: Path) -> list[str]:
    """Return the files that a run was made from, even if the last answers of its journal are missing.

    Args:
        path: any file.

    Returns:
        Their paths, that of the leads first; none where it is no journal that can be read. Nothing but files is opened:
        what comes through a pipe could not be read again.

    Example:
        >>> files_named(Path(__file__))
        []
    """
    if not path.is_file() or not is_sqlite(path):
        return []
    try:
        with closing(left_alone(path, with_wal=True)) as database:
            run = database.execute("SELECT path, inputs FROM run").fetchone()
    except sqlite3.Error:
        return []
    return [str(one) for one in (run[0], *json.loads(run[1])) if one] if run else []


def _no_database(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(_HEAD)
    except OSError as error:
        return f"cannot be read ({error.strerror})"
    if content.strip(b"\0"):
        return "is no journal of noojee-dq: give another name"
    return (
        "is empty: what stood in it is lost, so nobody can say which leads were sent. If none was, delete it; else "
        "look in the dialler first"
    )


def _foreign(version: int) -> str:
    if version > USER_VERSION:
        return f"was written by a newer noojee-dq (format {version}): update noojee-dq"
    if version:
        return f"was written by an older noojee-dq (format {version}): finish its run with that"
    return "is an SQLite file, but no journal of noojee-dq: give another name"


def trouble(error: sqlite3.Error | OSError) -> str:
    """Say for a person what is wrong with a journal that cannot be read or written, and what to do.

    Example:
        >>> trouble(OSError(28, "No space left on device"))
        'the disk is full: make room on it'
    """
    name = getattr(error, "sqlite_errorname", "") or errno.errorcode.get(getattr(error, "errno", None) or 0, "")
    words = next((words for names, words in _TROUBLES if name.startswith(names)), None)
    return words or f"cannot be written or read ({error})"


def run_of(database: sqlite3.Connection) -> Run:
    """Return the run of an open journal."""
    names = ", ".join(field.name for field in fields(Run))
    return Run(*database.execute(f"SELECT {names} FROM run").fetchone())  # noqa: S608 - our own names


def made_from(path: str | os.PathLike[str]) -> list[Path]:
    """Return the files that the run in a journal was made from, and those of the runs among them in turn.

    Args:
        path: any file.

    Returns:
        Files of leads, campaign files, lists and journals, each once, whether they are still there or not; none of a
        file that is no journal.

    Example:
        >>> made_from("missing.sqlite")
        []
    """
    found: dict[Path, None] = {}
    unread = [Path(path)]
    while unread:
        journal = unread.pop()
        # Who needs the journal itself says what is wrong with it.
        with suppress(OSError):
            new = [one for one in map(Path, files_named(journal)) if one not in found]
            found |= dict.fromkeys(new)
            unread += new
    return list(found)


def digests_of(database: sqlite3.Connection) -> list[bytes]:
    """Return the digest of each row of an open journal, by position."""
    return [digest for (digest,) in database.execute("SELECT digest FROM rows ORDER BY position")]


def rows_frame(database: sqlite3.Connection) -> pd.DataFrame:
    """Return the table `rows` of an open journal without its digests, by position, with the file of each (`source`).

    Where the leads come from one file, `source` is missing.
    """
    # Not by pandas, whose own error says less; and never all at once, as values of Python take five times the room.
    found = database.execute(_ROWS)
    parts = [_rows(found.fetchmany(_ROWS_AT_ONCE))]
    while some := found.fetchmany(_ROWS_AT_ONCE):
        parts.append(_rows(some))
    rows = pd.concat(parts, ignore_index=True)
    return rows.assign(source=_sources(run_of(database), len(rows)))


def _rows(values: list[tuple[object, ...]]) -> pd.DataFrame:
    # Column by column: a frame of values of Python that is converted afterwards takes three times as long.
    columns = zip(*values, strict=True) if values else ((),) * len(_TYPES)
    typed = zip(_TYPES.items(), columns, strict=True)
    return pd.DataFrame({name: pd.array(column, dtype=kind) for (name, kind), column in typed}, copy=False)


def _sources(run: Run, rows: int) -> pd.Categorical:
    """Return the file of each row of a run, which a few names stand for."""
    names, counts = zip(*(json.loads(run.sources) or [(None, rows)]), strict=True)
    return pd.Categorical(names).repeat(counts)
