"""Lead files of any size: their rows in bodies that fit into memory, and what is said of the file once all are read."""

import codecs
import csv
import io
import os
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Final

import pandas as pd
import pyarrow as pa
import pyarrow.parquet

from noojee_dq.arrow.cells import is_blank
from noojee_dq.errors import LeadsError
from noojee_dq.fields import READ_PROBLEM
from noojee_dq.leads.delimited import DELIMITERS, SAMPLE_BYTES, find_layout, reading_notes
from noojee_dq.leads.encodings import blocks_as_utf8, find_encoding
from noojee_dq.leads.header import chosen_header
from noojee_dq.leads.kinds import ARCHIVES, PARQUET, kind_of, suffix_notes
from noojee_dq.leads.parquet import DAMAGED, body_of_parquet, headings_of_parquet
from noojee_dq.leads.quoting import check_quotes, read_records
from noojee_dq.leads.reading import errors_of, read_leads
from noojee_dq.leads.records import Ragged, body_from_records, preamble_notes
from noojee_dq.leads.regular import read_regular_lines
from noojee_dq.leads.table import blank_row_notes, body_of, name_columns, without_blank_rows
from noojee_dq.words.spreadsheet import NotedRows

#: Bytes of text that are read at a time: some 400,000 leads.
BLOCK_BYTES: Final = 48 << 20
#: Of the leads at a file's start.
_FIRST_ROWS: Final = 10_000
_FIRST_BYTES: Final = 1 << 20


class LeadStream:
    """The leads of a file, in bodies (see `Table`) without blank rows, one after the other.

    Args:
        path: of the file.
        bodies: gives them; blank rows are taken out here.
        headings: as they stand in the file.
        notes: gives what is to be said of the file; asked when all bodies have been read.
    """

    def __init__(
        self, path: Path, bodies: Iterator[pd.DataFrame], headings: list[str], notes: Callable[[], list[str]]
    ) -> None:
        self._path = path
        self._bodies = bodies
        self._headings = headings
        self._notes = notes
        self._blank_rows = NotedRows()
        self._empty = {at for at, heading in enumerate(headings) if not heading.strip()}
        self.last_row = 0

    def __iter__(self) -> Iterator[pd.DataFrame]:
        while (whole := self._next()) is not None:
            body = without_blank_rows(whole, self._blank_rows)
            self._empty = {at for at in self._empty if is_blank(body[at]).all()}
            if len(whole):
                self.last_row = int(whole.index[-1])
            if len(body):
                yield body

    def _next(self) -> pd.DataFrame | None:
        with errors_of(self._path):
            return next(self._bodies, None)

    def certain_names(self) -> dict[int, str] | None:
        """Return the names that `finish` will give; None = a column without heading has held nothing so far.

        Raises:
            LeadsError: as `finish`.
        """
        return None if self._empty else self._names([])

    def finish(self) -> tuple[dict[int, str], list[str]]:
        """Return the name of each column that stays, by its position, and what is to be said of the file.

        Raises:
            LeadsError: a heading is a phone number.
        """
        notes = [*self._notes(), *blank_row_notes(self._blank_rows)]
        return self._names(notes), notes

    def _names(self, notes: list[str]) -> dict[int, str]:
        with errors_of(self._path):
            return name_columns(self._headings, self._empty.__contains__, notes)


def open_leads(path: str | os.PathLike[str], *, rows: int, block_bytes: int = BLOCK_BYTES) -> LeadStream:
    """Open a lead file to be read in parts: as `read_leads` reads it, to the value.

    Args:
        path: of the file. A workbook, which holds a million rows at most, is read at once.
        rows: of a Parquet file that are read at a time.
        block_bytes: of a text file, likewise.

    Raises:
        LeadsError: as `read_leads`.
    """
    path = Path(path)
    with errors_of(path):
        with path.open("rb") as file:
            start = file.read(SAMPLE_BYTES)
        if not start.startswith(ARCHIVES):
            kind = kind_of(start)
            notes = suffix_notes(path.suffix, kind)
            return _stream_parquet(path, rows, notes) if kind == PARQUET else _Text(path, block_bytes, notes).stream()
    return _whole(path)


def reads_in_parts(path: str | os.PathLike[str]) -> bool:
    """Say whether `open_leads` reads a file in parts, and not as a whole.

    Args:
        path: of the file.

    Raises:
        LeadsError: it cannot be opened.
    """
    path = Path(path)
    with errors_of(path), path.open("rb") as file:
        return not file.read(SAMPLE_BYTES).startswith(ARCHIVES)


def refuse_unreadable(path: str | os.PathLike[str]) -> None:
    """Refuse what is no file of leads, as far as its first bytes tell.

    Args:
        path: of the file.

    Raises:
        LeadsError: it is missing, no file, or of a kind that holds no leads.
    """
    path = Path(path)
    with errors_of(path):
        if path.exists() and not path.is_file() and not path.is_dir():
            raise LeadsError("this is a pipe, which can be read only once: write it to a file first")
        with path.open("rb") as file:
            start = file.read(SAMPLE_BYTES)
        if not start.startswith(ARCHIVES):
            kind_of(start)


def first_leads(path: str | os.PathLike[str]) -> pd.DataFrame:
    """Read the leads at the start of a file, under its headings.

    Args:
        path: of the file.

    Raises:
        LeadsError: it cannot be read, or holds no lead.
    """
    stream = open_leads(path, rows=_FIRST_ROWS, block_bytes=_FIRST_BYTES)
    body = next(iter(stream), None)
    if body is None:
        raise LeadsError(f"{Path(path).name}: holds headings but no lead")
    names, _ = stream.finish()
    leads = body[list(names)]
    leads.columns = pd.Index(list(names.values()), dtype="str")
    return leads


def _whole(path: Path) -> LeadStream:
    leads = read_leads(path)
    if not (
        pd.api.types.is_integer_dtype(leads.index.dtype)
        and leads.index.is_monotonic_increasing
        and leads.index.is_unique
    ):
        raise LeadsError(f"{path.name}: its rows are not numbered from the first to the last: check it by itself")
    positions = {heading: at for at, heading in enumerate(leads.columns) if heading != READ_PROBLEM}
    notes: list[str] = leads.attrs["notes"]
    return LeadStream(path, iter([leads.rename(columns=positions)]), list(positions), lambda: notes)


def _stream_parquet(path: Path, rows: int, notes: list[str]) -> LeadStream:
    try:
        file = pyarrow.parquet.ParquetFile(path)
    except (pa.ArrowException, OSError, ValueError):
        raise LeadsError(DAMAGED) from None

    def bodies() -> Iterator[pd.DataFrame]:
        row = 2
        try:
            for batch in file.iter_batches(rows):
                body = body_of_parquet(pa.Table.from_batches([batch]), row)
                row += len(body)
                yield body
        except (pa.ArrowException, OSError):
            raise LeadsError(DAMAGED) from None

    return LeadStream(path, bodies(), headings_of_parquet(file.schema_arrow), lambda: [*notes, "read as Parquet"])


class _Text:
    """A text file, read in blocks that end where a record does."""

    def __init__(self, path: Path, block_bytes: int, notes: list[str]) -> None:
        self._path = path
        self._block_bytes = block_bytes
        with path.open("rb") as file:
            self._codec, encoding = find_encoding(file.read(1024), self._raw())
        self._delimiter = find_layout(self._start()).delimiter
        self._header = self._find_header()
        self._headings = next(islice(read_records(self._utf8(), self._delimiter), self._header, None))
        self._notes = [*notes, *reading_notes(encoding, self._delimiter), *preamble_notes(self._header)]
        self._ragged = Ragged.none_yet()
        self._quotes_are_sound = False

    def stream(self) -> LeadStream:
        """Return its leads."""
        return LeadStream(self._path, self._bodies(), self._headings, lambda: [*self._notes, *self._ragged.notes()])

    def _raw(self) -> Iterator[bytes]:
        with self._path.open("rb") as file:
            while block := file.read(self._block_bytes):
                yield block

    def _utf8(self) -> Iterator[bytes]:
        return blocks_as_utf8(self._raw(), self._codec)

    def _start(self) -> bytes:
        start = b""
        for block in self._utf8():
            start += block
            if len(start) >= SAMPLE_BYTES:
                break
        return start

    def _find_header(self) -> int:
        try:
            return chosen_header(read_records(self._utf8(), self._delimiter), None)
        except csv.Error:
            check_quotes(self._utf8, self._delimiter)
            raise

    def _bodies(self) -> Iterator[pd.DataFrame]:
        row, above = self._header + 2, self._header + 1
        blocks = _ending_in_lines(self._utf8())
        for block in blocks:
            # Of each block it is proved anew that its records are one line each; then the next begins with a record.
            table = None
            # A mark that begins a block is a character of a value, and Arrow would leave it out.
            if not block.startswith(codecs.BOM_UTF8):
                table = read_regular_lines(block, self._delimiter, len(self._headings))
            if table is not None:
                skipped = min(above, table.num_rows)
                body = body_of(table.slice(skipped), row)
            else:
                records = self._exact_records(block, blocks)
                skipped = sum(1 for _ in islice(records, above))
                body = body_from_records(records, self._headings, row, DELIMITERS[self._delimiter], self._ragged)
            above -= skipped
            row += len(body)
            yield body

    def _exact_records(self, block: bytes, following: Iterator[bytes]) -> Iterator[list[str]]:
        """Read the records of a block, and as much of the next ones as belongs to the last of them."""
        if not self._quotes_are_sound:
            check_quotes(self._utf8, self._delimiter)
            self._quotes_are_sound = True
        lines = _BlockLines(block, following)
        for record in csv.reader(lines, delimiter=self._delimiter):
            yield record
            if lines.at_end_of_block:
                return


class _BlockLines:
    """The lines of a block, and of those that follow where they are asked for."""

    def __init__(self, block: bytes, following: Iterator[bytes]) -> None:
        self._following = following
        self._take(block)

    def _take(self, block: bytes) -> None:
        text = block.decode("utf-8")
        self._text, self._size = io.StringIO(text, newline=""), len(text)

    @property
    def at_end_of_block(self) -> bool:
        return self._text.tell() == self._size

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        while not (line := self._text.readline()):
            self._take(next(self._following))
        return line


def _ending_in_lines(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """Cut a text behind line ends alone; its byte order mark is gone."""
    left: list[bytes] = []
    first = True
    for block in blocks:
        # Where no line ends in a line feed, carriage returns end them; after the last one a line feed may follow.
        end = block.rfind(b"\n") + 1 or block.rfind(b"\r", 0, -1) + 1
        if end:
            lines = b"".join([*left, block[:end]])
            yield lines.removeprefix(codecs.BOM_UTF8) if first else lines
            left, first = [], False
        left.append(block[end:])
    if rest := b"".join(left):
        yield rest.removeprefix(codecs.BOM_UTF8) if first else rest
