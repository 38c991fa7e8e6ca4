"""Text files: which way to read them."""

import pandas as pd

from noojee_dq.leads.delimiters import Layout, layout_of, sample_records, word_of
from noojee_dq.leads.encodings import Encoding, as_utf8
from noojee_dq.leads.header import chosen_header
from noojee_dq.leads.json_records import is_json, json_note, records_of
from noojee_dq.leads.kinds import TEXT
from noojee_dq.leads.no_tables import refuse_no_table
from noojee_dq.leads.odd_characters import OddCharacters
from noojee_dq.leads.options import Reading
from noojee_dq.leads.quoting import check_quotes, read_records
from noojee_dq.leads.records import table_from_records
from noojee_dq.leads.regular import read_regular
from noojee_dq.leads.table import Table
from noojee_dq.leads.whole_lines import refuse_whole_lines

# Below the csv module's limit for one value (131,072), so that no sample can break it.
SAMPLE_BYTES = 100_000


def read_text(data: bytes, reading: Reading, notes: list[str]) -> Table:
    """Read a text file's bytes: a table, or records in JSON."""
    reading.refuse(TEXT, "sheet")
    data, encoding = as_utf8(data, reading.encoding)
    sample = sample_of(data)
    if is_json(sample):
        records = records_of(data, reading)
        table = Table(records.headings, pd.concat(records.bodies()))
        notes += [json_note(encoding.name), *encoding.notes]
        return _with_odd_noted(table, [], data, encoding, notes)
    refuse_no_table(sample)
    layout = table_layout(sample, reading.delimiter)
    notes += reading_notes(encoding, layout)
    table = _read_table(data, layout, reading.header_row, notes)
    return _with_odd_noted(table, table.headings, data, encoding, notes)


def _with_odd_noted(table: Table, headings: list[str], data: bytes, encoding: Encoding, notes: list[str]) -> Table:
    odd = OddCharacters(encoding)
    odd.look(data)
    odd.note(headings, table.body)
    notes += odd.notes()
    return table


def table_layout(sample: str, delimiter: str | None) -> Layout:
    """Return the layout of a text that is a table.

    Args:
        sample: how it begins.
        delimiter: what separates the cells, if somebody has said so; the text itself can do so, too.

    Raises:
        LeadsError: its lines were read as one cell each.
    """
    layout = layout_of(sample, delimiter)
    if delimiter is None and not layout.above:
        refuse_whole_lines(sample_records(sample, layout.delimiter), sample)
    return layout


def _read_table(data: bytes, layout: Layout, header_row: int | None, notes: list[str]) -> Table:
    if header_row in (None, 1) and not layout.above:
        table = read_regular(data, layout.delimiter, layout.width)
        if table is not None:
            return table
    check_quotes(lambda: [data], layout.delimiter)
    records = read_records([data], layout.delimiter)
    header = chosen_header(records, header_row, above=layout.above)
    return table_from_records(read_records([data], layout.delimiter), header, word_of(layout.delimiter), notes)


def sample_of(start: bytes) -> str:
    """Return the first characters of a UTF-8 text, of whose beginning these are the bytes; all may be given."""
    return start[:SAMPLE_BYTES].decode("utf-8-sig", errors="ignore")


def reading_notes(encoding: Encoding, layout: Layout) -> list[str]:
    """Say how a text is read."""
    hint = (
        ["row 1 says what separates the cells: Excel shows the rows without it, each one lower"] if layout.above else []
    )
    return [f"read as {encoding.name}, {word_of(layout.delimiter)}-separated", *encoding.notes, *hint]
