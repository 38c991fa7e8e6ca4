"""The fast way for regular text files: Arrow reads them, once it is proved that it reads them right."""

import csv
from itertools import islice

import numpy as np
import pyarrow as pa
import pyarrow.csv

from noojee_dq.arrow.columns import bytes_of
from noojee_dq.arrow.threads import side_by_side
from noojee_dq.leads.header import HEAD, find_header
from noojee_dq.leads.table import Table, body_of

_BLOCK_BYTES = 16 << 20
#: Cells that are measured together.
_RUN = 512


def read_regular(data: bytes, delimiter: str, width: int) -> Table | None:
    """Return the table of UTF-8 text if its records are one line each under a heading in row 1."""
    table = read_regular_lines(data, delimiter, width)
    # Arrow keeps for itself what its threads were reading with: a good part of the file's size.
    pa.default_memory_pool().release_unused()
    if table is None:
        return None
    head = list(zip(*table.slice(0, HEAD).to_pydict().values(), strict=True))
    if find_header(head) != 0:
        return None
    return Table(headings=list(head[0]), body=body_of(table.slice(1), first_row=2))


def read_regular_lines(data: bytes, delimiter: str, width: int) -> pa.Table | None:
    """Return the records of UTF-8 text if they are one line each, of as many cells; else None."""
    if b"\r" in data and data.count(b"\r") != data.count(b"\r\n"):
        return None
    table = _parse(data, delimiter, width)
    return table if table is not None and _is_regular(table, data, delimiter) else None


def _parse(data: bytes, delimiter: str, width: int) -> pa.Table | None:
    names = [str(position) for position in range(width)]
    try:
        return pa.csv.read_csv(
            pa.BufferReader(data),
            read_options=pa.csv.ReadOptions(column_names=names, block_size=_BLOCK_BYTES),
            # Without quotation marks no value runs over a line's end, and Arrow may cut the file at any of them.
            parse_options=pa.csv.ParseOptions(delimiter=delimiter, newlines_in_values=b'"' in data),
            convert_options=pa.csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.large_string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:
        return None


def _is_regular(table: pa.Table, data: bytes, delimiter: str) -> bool:
    # A record takes at least one line, so as many records as lines proves that no line is blank and that no
    # value runs over a line's end. Only the last line may still end inside quotes.
    lines = _line_ends(data, table.num_rows) + (not data.endswith(b"\n"))
    return table.num_rows == lines and _last_line_is_sound(data, delimiter) and not _has_long_value(table)


def _line_ends(data: bytes, rows: int) -> int:
    # numpy counts what stands often several times as fast as `bytes.count`; in blocks, as it notes each byte's answer.
    written = np.frombuffer(data, dtype=np.uint8)
    blocks = [written[at : at + _BLOCK_BYTES] for at in range(0, len(written), _BLOCK_BYTES)]
    return sum(side_by_side(lambda block: int(np.count_nonzero(block == ord("\n"))), blocks, rows))


def _last_line_is_sound(data: bytes, delimiter: str) -> bool:
    start = data.rfind(b"\n", 0, len(data) - 1) + 1
    # A byte order mark is one at the file's start only; elsewhere it is a character of the value.
    line = data[start:].decode("utf-8" if start else "utf-8-sig")
    try:
        return len(list(islice(csv.reader([line], delimiter=delimiter, strict=True), 2))) == 1
    except csv.Error:
        return False


def _has_long_value(table: pa.Table) -> bool:
    # The csv module refuses such a value, as a quotation mark is then probably amiss; so must this way.
    return any(_holds_longer(part, csv.field_size_limit()) for column in table.columns for part in column.chunks)


def _holds_longer(part: pa.LargeStringArray, limit: int) -> bool:
    ends, _ = bytes_of(part)
    # A cell is no longer than the run of cells that it is in, and hardly any run is as long as that.
    longest_run = np.diff(ends[::_RUN], append=ends[-1]).max()
    return bool(longest_run > limit and np.diff(ends).max() > limit)
