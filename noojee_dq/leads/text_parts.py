"""Text files of any size, read in blocks that end where a record does."""

import codecs
import csv
import io
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pandas as pd

from noojee_dq.leads.delimited import SAMPLE_BYTES, reading_notes, sample_of, table_layout
from noojee_dq.leads.delimiters import word_of
from noojee_dq.leads.encodings import blocks_as_utf8, find_encoding
from noojee_dq.leads.header import chosen_header
from noojee_dq.leads.odd_characters import OddCharacters
from noojee_dq.leads.options import Reading
from noojee_dq.leads.quoting import check_quotes, read_records
from noojee_dq.leads.records import beyond_notes, body_from_records, preamble_notes
from noojee_dq.leads.regular import read_regular_lines
from noojee_dq.leads.table import body_of
from noojee_dq.words.spreadsheet import NotedRows


class TextBlocks:
    """A text file in blocks of UTF-8, to be gone through as often as one likes.

    Args:
        path: of the file.
        block_bytes: bytes of the file that are read at a time.
        given: its encoding, if somebody has said so.

    Raises:
        LeadsError: it is not in its encoding.
    """

    def __init__(self, path: Path, block_bytes: int, given: str | None) -> None:
        self._path = path
        self._block_bytes = block_bytes
        with path.open("rb") as file:
            self.encoding = find_encoding(file.read(1024), self._raw(), given)

    def __call__(self) -> Iterator[bytes]:
        """Return the blocks from the start of the file."""
        return blocks_as_utf8(self._raw(), self.encoding)

    def _raw(self) -> Iterator[bytes]:
        with self._path.open("rb") as file:
            while block := file.read(self._block_bytes):
                yield block

    def sample(self) -> str:
        """Return how the text begins."""
        start = b""
        for block in self():
            start += block
            if len(start) >= SAMPLE_BYTES:
                break
        return sample_of(start)


class TextParts:
    """A table in a text file, part after part.

    Args:
        blocks: of the file.
        reading: what was said of it.
    """

    def __init__(self, blocks: TextBlocks, reading: Reading) -> None:
        self._blocks = blocks
        self._layout = table_layout(blocks.sample(), reading.delimiter)
        self._header = self._find_header()
        self.headings = next(islice(read_records(blocks(), self._layout.delimiter), self._header, None))
        self._odd = OddCharacters(blocks.encoding)
        self._beyond = NotedRows()
        self._quotes_are_sound = False

    def notes(self) -> list[str]:
        """Say how the file was read, once all of it has been."""
        return [
            *reading_notes(self._blocks.encoding, self._layout),
            *preamble_notes(self._header),
            *beyond_notes(self._beyond),
            *self._odd.notes(),
        ]

    def _find_header(self) -> int:
        try:
            return chosen_header(read_records(self._blocks(), self._layout.delimiter), None, above=self._layout.above)
        except csv.Error:
            check_quotes(self._blocks, self._layout.delimiter)
            raise

    def bodies(self) -> Iterator[pd.DataFrame]:
        """Return the rows below the headings, each time as the body of a `Table`."""
        row, above = self._header + 2, self._header + 1
        blocks = self._looked_at(_ending_in_lines(self._blocks()))
        headings = self.headings
        for block in blocks:
            # Of each block it is proved anew that its records are one line each; then the next begins with a record.
            table = None
            # A mark that begins a block is a character of a value, and Arrow would leave it out.
            if not block.startswith(codecs.BOM_UTF8):
                table = read_regular_lines(block, self._layout.delimiter, len(self.headings))
            if table is not None:
                skipped = min(above, table.num_rows)
                body = body_of(table.slice(skipped), row)
            else:
                records = self._exact_records(block, blocks)
                skipped = sum(1 for _ in islice(records, above))
                body = body_from_records(records, self.headings, row, word_of(self._layout.delimiter), self._beyond)
            above -= skipped
            row += len(body)
            self._odd.note([] if above else headings, body)
            headings = headings if above else []
            yield body

    def _looked_at(self, blocks: Iterator[bytes]) -> Iterator[bytes]:
        for block in blocks:
            self._odd.look(block)
            yield block

    def _exact_records(self, block: bytes, following: Iterator[bytes]) -> Iterator[list[str]]:
        """Read the records of a block, and as much of the next ones as belongs to the last of them."""
        if not self._quotes_are_sound:
            check_quotes(self._blocks, self._layout.delimiter)
            self._quotes_are_sound = True
        lines = _BlockLines(block, following)
        for record in csv.reader(lines, delimiter=self._layout.delimiter):
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
            lines = b"".join([*left, memoryview(block)[:end]])
            yield lines.removeprefix(codecs.BOM_UTF8) if first else lines
            left, first = [], False
        left.append(block[end:])
    if rest := b"".join(left):
        yield rest.removeprefix(codecs.BOM_UTF8) if first else rest
