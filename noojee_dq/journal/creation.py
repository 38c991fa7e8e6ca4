"""Making a journal: it appears under its name with all of its run in it, or not at all."""

import os
import sqlite3
import tempfile
from collections.abc import Iterable
from contextlib import closing
from dataclasses import astuple, fields
from pathlib import Path
from typing import NamedTuple

from noojee_dq.journal.format import TABLES, USER_VERSION, Run, State, Taken


class NewRow(NamedTuple):
    """A lead at the start of a run."""

    position: int
    row: int | None
    digest: bytes
    expected: int | None
    guarded: bool
    number_taken: Taken
    id_taken: Taken
    state: State


class Key(NamedTuple):
    """The salted hash of a lead's phone number or external id."""

    position: int
    kind: str
    hash: bytes


class NewRun(NamedTuple):
    """All that a journal holds when its run begins.

    Attributes:
        run: what is sent where.
        rows: every lead of the run, in order.
        keys: hashes of what the leads claim.
    """

    run: Run
    rows: Iterable[NewRow]
    keys: Iterable[Key]


def create(path: Path, new: NewRun) -> None:
    """Write a journal aside, and give it its name when it is on the disk: a crash before that leaves none.

    Args:
        path: its name, which no file has; links are followed.
        new: what it holds.

    Raises:
        sqlite3.Error, OSError: it cannot be written.
    """
    path = path.resolve()
    # Created here, for its owner alone, since SQLite would let everybody read it; its side files take over the mode.
    descriptor, name = tempfile.mkstemp(prefix=f"{path.name}.", dir=path.parent)
    os.close(descriptor)
    aside = Path(name)
    try:
        with closing(sqlite3.connect(aside, isolation_level=None)) as database:
            _fill(database, new)
        aside.rename(path)
    finally:
        aside.unlink(missing_ok=True)
    _flush_folder(path.parent)


def _fill(database: sqlite3.Connection, new: NewRun) -> None:
    database.execute("PRAGMA synchronous = FULL")
    database.executescript(f"BEGIN; {TABLES} PRAGMA user_version = {USER_VERSION};")
    names = ", ".join(field.name for field in fields(Run))
    marks = ", ".join("?" * len(fields(Run)))
    database.execute(f"INSERT INTO run ({names}) VALUES ({marks})", astuple(new.run))  # noqa: S608 - our own names
    names = ", ".join(NewRow._fields)
    database.executemany(f"INSERT INTO rows ({names}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", new.rows)  # noqa: S608
    database.executemany("INSERT INTO keys VALUES (?, ?, ?)", new.keys)
    database.execute("COMMIT")


def _flush_folder(folder: Path) -> None:
    """Have the new name on the disk too, where folders can be flushed."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
