"""Text files: which character separates the cells, and which way to read them."""

import csv
import io
from itertools import islice
from typing import Final, NamedTuple

from noojee_dq.leads.encodings import CP1252, as_utf8
from noojee_dq.leads.header import chosen_header, find_header
from noojee_dq.leads.quoting import check_quotes, read_records
from noojee_dq.leads.records import table_from_records
from noojee_dq.leads.regular import read_regular
from noojee_dq.leads.table import Table

DELIMITERS: Final = {",": "comma", "\t": "tab", ";": "semicolon", "|": "pipe", "~": "tilde"}
_SAMPLE_RECORDS: Final = 100
# Below the csv module's limit for one value (131,072), so that no sample can break it.
SAMPLE_BYTES: Final = 100_000


def read_delimited(data: bytes, encoding: str | None, header_row: int | None, notes: list[str]) -> Table:
    """Read a text file's bytes."""
    data, name = as_utf8(data, encoding)
    layout = find_layout(data)
    notes += reading_notes(name, layout.delimiter)
    if header_row in (None, 1):
        table = read_regular(data, layout.delimiter, layout.width)
        if table is not None:
            return table
    check_quotes(lambda: [data], layout.delimiter)
    header = chosen_header(read_records([data], layout.delimiter), header_row)
    return table_from_records(read_records([data], layout.delimiter), header, DELIMITERS[layout.delimiter], notes)


class Layout(NamedTuple):
    """What separates the cells of a text, and how many the first record has."""

    delimiter: str
    width: int


def find_layout(start: bytes) -> Layout:
    """Return the layout of a UTF-8 text, by its first bytes; all of them may be given."""
    sample = start[:SAMPLE_BYTES].decode("utf-8-sig", errors="ignore")
    delimiter = find_delimiter(sample)
    return Layout(delimiter, _width(sample, delimiter))


def reading_notes(encoding: str, delimiter: str) -> list[str]:
    """Say how a text is read."""
    how = f"read as {encoding}, {DELIMITERS[delimiter]}-separated"
    return [how, f"not UTF-8: read as {CP1252}; check accented letters"] if encoding == CP1252 else [how]


def find_delimiter(sample: str) -> str:
    """Return the delimiter that gives most records as many cells as the heading; a comma if none does."""
    return max(DELIMITERS, key=lambda delimiter: _fit(sample, delimiter))


def _fit(sample: str, delimiter: str) -> tuple[int, int]:
    records = _sample_records(sample, delimiter)
    header = find_header(records)
    width = 0 if header is None else len(records[header])
    if width < 2:
        return 0, 0
    # The width decides among equals: prose in a semicolon file can have one comma in every row.
    return sum(len(cells) == width for cells in records[header:]), width


def _width(sample: str, delimiter: str) -> int:
    return len(next(iter(_sample_records(sample, delimiter)), []))


def _sample_records(sample: str, delimiter: str) -> list[list[str]]:
    lines = io.StringIO(sample, newline="")
    return list(islice(csv.reader(lines, delimiter=delimiter), _SAMPLE_RECORDS))
