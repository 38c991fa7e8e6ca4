"""How much room a large check takes, said before it begins."""

import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

import pyarrow as pa
import pyarrow.parquet

from noojee_dq.errors import OutputError
from noojee_dq.memory import in_words

#: Bytes that the folder takes while the check runs, at most, for each byte of text, cell and lead: measured on leads of
#: 1 to 30 columns. A cell needs its place in the text, a lead its keys, its verdict and what is found of it.
_OF_TEXT: Final = 2
_OF_CELL: Final = 8
_OF_LEAD: Final = 110
#: A number of eleven bytes is kept with two keys, and its row as long as the list is read.
_OF_LISTS: Final = 8.0
#: A workbook is a packed text: what is taken for its text suffices for its cells and leads too.
_OF_WORKBOOK: Final = 10
#: Bytes by which the leads of a text are counted, and what may stand between their cells.
_SAMPLE: Final = 1 << 16
_SAMPLE_LEADS: Final = 1_000
_DELIMITERS: Final = (b",", b";", b"\t", b"|")


class _Size(NamedTuple):
    """Of a file: the bytes of its text, its leads and their cells, as far as the latter are counted."""

    text: float
    leads: float = 0
    cells: float = 0


def room_needed(paths: Sequence[str]) -> int:
    """Estimate the bytes that the folder of a check takes while it runs.

    Args:
        paths: of the lead files; one that cannot be read counts for nothing.
    """
    sizes = [_size(Path(path)) for path in paths]
    return int(sum(_OF_TEXT * size.text + _OF_LEAD * size.leads + _OF_CELL * size.cells for size in sizes))


def room_for_lists(paths: Sequence[Path]) -> int:
    """Estimate the bytes that lists take there beside the leads; arguments as for `room_needed`."""
    return int(_OF_LISTS * sum(_size(path).text for path in paths))


def refuse_full_disk(folder: Path, needed: int) -> None:
    """Refuse to begin where the folder has not as much room.

    Args:
        folder: that will be written to; it need not exist.
        needed: bytes.

    Raises:
        OutputError: it has not.
    """
    existing = next(place for place in (folder.absolute(), *folder.absolute().parents) if place.exists())
    free = shutil.disk_usage(existing).free
    if free < needed:
        raise OutputError(
            f"{folder}: the check needs about {in_words(needed)} there while it runs, and {in_words(free)} are free: "
            "make room, or name another folder"
        )


def _size(path: Path) -> _Size:
    with suppress(pa.ArrowException, OSError):
        return _size_of_parquet(path)
    try:
        size = path.stat().st_size
        if path.suffix.lower().startswith((".xls", ".ods")):
            return _Size(size * _OF_WORKBOOK)
        with path.open("rb") as file:
            return _size_by_sample(size, file.read(_SAMPLE))
    except OSError:
        return _Size(0)


def _size_of_parquet(path: Path) -> _Size:
    with pyarrow.parquet.ParquetFile(path, buffer_size=_SAMPLE) as file:
        metadata = file.metadata
        stored = sum(metadata.row_group(at).total_byte_size for at in range(metadata.num_row_groups))
        # A value that repeats is stored once, and is text in each of its cells.
        first = next(file.iter_batches(batch_size=_SAMPLE_LEADS), None)
    text = first.nbytes * metadata.num_rows / len(first) if first else 0
    return _Size(max(stored, text), metadata.num_rows, metadata.num_rows * metadata.num_columns)


def _size_by_sample(size: int, sample: bytes) -> _Size:
    """Count the lines and delimiters at the start of a text, and take the rest for the same."""
    lines, delimiters = sample.count(b"\n"), max(map(sample.count, _DELIMITERS))
    share = size / max(len(sample), 1)
    return _Size(size, lines * share, (lines + delimiters) * share)
