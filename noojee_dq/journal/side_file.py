"""The file `-wal` beside a journal that was not closed: the last answers of its run, and of no other."""

import sqlite3
import struct
from contextlib import closing
from pathlib import Path
from typing import Final, NamedTuple

_RIGHT_ONE: Final = "put the one back that was there last. Without it, leads that the PBX has taken would be sent again"
#: The header of a `-wal`: a magic number, a format and the size of a page come first; and that of each page in it, in
#: bytes (SQLite, "Database File Format", 4.1).
_HEADER: Final = struct.Struct(">III20x")
_MAGIC: Final = (0x377F0682, 0x377F0683)
_FRAME_HEADER: Final = 24


class _Line(NamedTuple):
    """What tells how far a run was written: parts of the line of the table `run`."""

    run: str
    owner: str | None
    writes: int
    flushed: int


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


def wrong_wal(path: Path) -> str | None:
    """Say what is wrong with the `-wal` beside a journal, or that it is missing; None = it is the right one.

    SQLite takes over whatever lies there under that name: the file of another run, or one kept from an earlier time.
    Not noticed: one that lacks its last pages, as if the disk had lost what was written last.

    Args:
        path: a journal.

    Raises:
        sqlite3.Error: the journal itself cannot be read.
    """
    wal = wal_of(path)
    alone = _line(path, with_wal=False)
    lost = _lost(wal)
    if lost:
        # Where a viewer of databases has opened the journal since, SQLite has taken the file in, and needs it no more.
        return _without(wal, lost) if alone.owner is not None and alone.writes == alone.flushed else None
    try:
        together = _line(path, with_wal=True)
    except sqlite3.Error:
        return f"{wal.name} beside it is damaged, or not its own: {_RIGHT_ONE}"
    if together.run != alone.run:
        return f"{wal.name} beside it holds the last answers of another run ({together.run}): {_RIGHT_ONE}"
    if together.writes < alone.writes or together.flushed < alone.flushed:
        closed = f"take {wal.name} away: the journal was closed in order, and needs none"
        return f"{wal.name} beside it is older than the journal: {_RIGHT_ONE if alone.owner else closed}"
    if alone.writes < together.flushed:
        return f"it is older than {wal.name} beside it: put the journal back that was there with it"
    return None


def _line(path: Path, *, with_wal: bool) -> _Line:
    with closing(left_alone(path, with_wal=with_wal)) as database:
        return _Line(*database.execute("SELECT id, owner, writes, flushed FROM run").fetchone())


def _lost(wal: Path) -> str:
    """Say what has become of the content of a `-wal`; "" = it is there."""
    if not wal.exists():
        return "is missing beside it"
    with wal.open("rb") as file:
        header = file.read(_HEADER.size)
    if len(header) < _HEADER.size:
        return "is empty"
    magic, _, page = _HEADER.unpack(header)
    if magic not in _MAGIC:
        return "holds something else"
    # A process that is killed leaves whole pages, or the header of one that it was about to write.
    rest = (wal.stat().st_size - _HEADER.size) % (_FRAME_HEADER + page)
    return "" if rest in (0, _FRAME_HEADER) else "lacks its end"


def _without(wal: Path, lost: str) -> str:
    return (
        f"was not closed in order, so the last answers are in {wal.name}, and that file {lost}: {_RIGHT_ONE}. If it "
        "cannot be found, only the dialler knows which leads are in: begin a new run (--journal with another name) "
        "with an export of the campaign (--known)"
    )
