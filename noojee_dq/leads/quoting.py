"""Records of a text file by the csv module, and the quotation marks that it cannot be trusted with."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator

from noojee_dq.errors import LeadsError

#: Gives a text in UTF-8 from its start, in blocks: of one read at once, or of many that are read one after the other.
Blocks = Callable[[], Iterable[bytes]]


def read_records(blocks: Iterable[bytes], delimiter: str, *, strict: bool = False) -> Iterator[list[str]]:
    """Return the records of a UTF-8 text, one for each row that a spreadsheet shows."""
    file = io.BufferedReader(_BlocksFile(blocks), buffer_size=1 << 20)
    lines = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    return csv.reader(lines, delimiter=delimiter, strict=strict)


def check_quotes(blocks: Blocks, delimiter: str) -> None:
    """Refuse a text in which a quotation mark may have swallowed the rows below it."""
    row = 1
    try:
        for _ in read_records(blocks(), delimiter, strict=True):
            row += 1
    except csv.Error as error:
        # The csv module has one exception for everything, so only its words tell the harmless case.
        if "expected after" not in str(error):
            raise _runaway_quote(row) from None
        _refuse_line_ends(blocks(), delimiter)


def _refuse_line_ends(blocks: Iterable[bytes], delimiter: str) -> None:
    row = 1
    try:
        for cells in read_records(_with_last_line_end(blocks), delimiter):
            if any("\n" in cell or "\r" in cell for cell in cells):
                raise _runaway_quote(row)
            row += 1
    except csv.Error:
        raise _runaway_quote(row) from None


def _with_last_line_end(blocks: Iterable[bytes]) -> Iterator[bytes]:
    # After a last line end, a quotation mark that never closes shows as a value with a line end in it.
    last = b""
    for block in blocks:
        yield block
        last = block[-1:] or last
    if last not in (b"\n", b"\r"):
        yield b"\n"


def _runaway_quote(row: int) -> LeadsError:
    return LeadsError(
        f"row {row}: a quotation mark opens and the value runs on over the next lines, so leads may be lost "
        "in it: remove or double the quotation marks inside the values of this row, save, and run again"
    )


class _BlocksFile(io.RawIOBase):
    """Blocks as a file."""

    def __init__(self, blocks: Iterable[bytes]) -> None:
        self._blocks = iter(blocks)
        self._left = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        while not self._left:
            block = next(self._blocks, None)
            if block is None:
                return 0
            self._left = memoryview(block)
        size = min(len(buffer), len(self._left))
        buffer[:size] = self._left[:size]
        self._left = self._left[size:]
        return size
