"""How much room a large check takes, said before it begins."""

import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet

from noojee_dq.errors import OutputError
from noojee_dq.memory import in_words

#: Bytes that the folder takes while the check runs, for each byte of text: measured, and a little more.
_OF_LEADS: Final = 3.5
#: A number of eleven bytes is kept with two keys, and its row as long as the list is read.
_OF_LISTS: Final = 8.0
#: A workbook is a packed text.
_OF_WORKBOOK: Final = 10


def room_needed(paths: Sequence[str]) -> int:
    """Estimate the bytes that the folder of a check takes while it runs; a tenth of them stays.

    Args:
        paths: of the lead files; one that cannot be read counts for nothing.
    """
    return int(_OF_LEADS * sum(map(_text_bytes, map(Path, paths))))


def room_for_lists(paths: Sequence[Path]) -> int:
    """Estimate the bytes that lists take there beside the leads; arguments as for `room_needed`."""
    return int(_OF_LISTS * sum(map(_text_bytes, paths)))


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


def _text_bytes(path: Path) -> float:
    with suppress(pa.ArrowException, OSError):
        metadata = pyarrow.parquet.read_metadata(path)
        return sum(metadata.row_group(at).total_byte_size for at in range(metadata.num_row_groups))
    try:
        size = path.stat().st_size
        return size * (_OF_WORKBOOK if path.suffix.lower().startswith((".xls", ".ods")) else 1)
    except OSError:
        return 0
