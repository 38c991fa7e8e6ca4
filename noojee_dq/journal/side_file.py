"""The file `-wal` beside a journal that was not closed: the last answers of its run, and of no other."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from noojee_dq.errors import JournalError


class _Seen(NamedTuple):
    run: str
    owner: str | None
    writes: int


def wal_of(path: Path) -> Path:
    """Return the file beside a journal that holds the last answers of a run which was not closed.

    Example:
        >>> wal_of(Path("run.sqlite")).name
        'run.sqlite-wal'
    """
    real = path.resolve()
    return real.with_name(f"{real.name}-wal")


def left_alone(path: Path, *, with_wal: bool) -> sqlite3.Connection:
    """Open a journal so that nothing is made beside it.

    Args:
        path: the journal.
        with_wal: look into it together with its `-wal`, where there is one; else into the file alone.
    """
    # A file alone is read without any other: to open it in another way could already make a new `-wal`.
    how = "mode=ro" if with_wal and wal_of(path).exists() else "immutable=1"
    return sqlite3.connect(f"{path.resolve().as_uri()}?{how}", uri=True)


def require_wal_of_run(path: Path) -> None:
    """Make sure that the `-wal` beside a journal is not that of another run, which SQLite would take over as it is.

    Args:
        path: a journal, which a process may be writing.

    Raises:
        JournalError: it is another run's.
    """
    try:
        alone, together = _seen(path, with_wal=False), _seen(path, with_wal=True)
    except sqlite3.Error:
        # While a run writes it, the file alone may be half written; who reads both together is told what is wrong.
        return
    if together.run != alone.run:
        wal = wal_of(path).name
        raise JournalError(
            f"{path}: {wal} beside it holds the last answers of another run ({together.run}, not {alone.run}): put the "
            f"{wal} back that belongs to it. Without that, leads that the PBX has taken would be sent again"
        )


def require_newest_wal(path: Path) -> None:
    """Make sure that the `-wal` beside a journal is not one that was kept from an earlier time.

    Not noticed: one that lacks its end, as after a disk that has lost what was written last.

    Args:
        path: a journal that no other process is writing.

    Raises:
        JournalError: it is older than the journal.
        sqlite3.Error: one of the two cannot be read.
    """
    alone, together = _seen(path, with_wal=False), _seen(path, with_wal=True)
    # A process that was killed while it took the run up has written nothing but its token, and one that was killed
    # while it closed the journal has taken its token away.
    of_another_opening = together.owner not in (alone.owner, None) and together.writes != alone.writes
    if of_another_opening or together.writes < alone.writes:
        raise JournalError(
            f"{path}: {wal_of(path).name} beside it is older than the journal: put back the one that was there last. "
            "With it, leads that the PBX has taken would be sent again"
        )


def _seen(path: Path, *, with_wal: bool) -> _Seen:
    with closing(left_alone(path, with_wal=with_wal)) as database:
        return _Seen(*database.execute("SELECT id, owner, writes FROM run").fetchone())
