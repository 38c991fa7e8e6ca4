"""What the records of a sheet of an .xlsb workbook ([MS-XLSB]) tell beside its values."""

import struct
from collections.abc import Iterator
from typing import Final, NamedTuple

from noojee_dq.leads.package import Package
from noojee_dq.leads.sheet_facts import ERRORS_BY_CODE, SheetFacts
from noojee_dq.leads.xlsx_facts import parts_of_sheets
from noojee_dq.words.spreadsheet import SHEET_ROWS

#: The part that lists the sheets.
XLSB_WORKBOOK: Final = "xl/workbook.bin"
# Types of records.
_BUNDLE_SHEET: Final = 156
_SHEET_DATA: Final = 145
_ROW: Final = 0
_COLUMNS: Final = 60
_ERROR_CELLS: Final = (3, 11)
#: Cells that calamine passes over: those that do not name their column but follow the one before, and formatted text.
_UNREAD_CELLS: Final = frozenset((*range(12, 19), 62))


class XlsbSheet(NamedTuple):
    """A sheet of an .xlsb workbook.

    Attributes:
        facts: what is hidden in it, and the texts of its errors.
        has_cells: whether it can hold cells; a sheet of a chart cannot.
        is_readable: whether calamine reads all of its cells.
    """

    facts: SheetFacts
    has_cells: bool
    is_readable: bool


def sheets_of_xlsb(package: Package) -> dict[str, str]:
    """Return the part of each sheet, by its name.

    Raises:
        KeyError, IndexError, struct.error, UnicodeDecodeError, xml.etree.ElementTree.ParseError: the workbook is not
            written as the format asks for.
    """
    ids = {}
    for kind, record in _records(package.read(XLSB_WORKBOOK)):
        if kind == _BUNDLE_SHEET:
            identity, rest = _text(record[8:])
            ids[_text(rest)[0]] = identity
    return parts_of_sheets(package, XLSB_WORKBOOK, ids)


def read_xlsb_sheet(data: bytes) -> XlsbSheet:
    """Read what the records of a sheet tell.

    Args:
        data: the sheet's part.

    Raises:
        IndexError, struct.error, ValueError: it is cut off, or damaged.
    """
    row = 0
    has_cells, is_readable = False, True
    hidden_rows, hidden_columns, texts = [], [], {}
    # A loop over the records, whose sizes differ.
    for kind, record in _records(data):
        if kind == _ROW:
            row = struct.unpack_from("<I", record)[0]
            if row >= SHEET_ROWS:
                # Calamine would end there without a word.
                raise ValueError("no sheet has such a row")
            if record[11] & 0x10:
                hidden_rows.append((row, row))
        elif kind in _UNREAD_CELLS:
            is_readable = False
        elif kind in _ERROR_CELLS:
            texts[row, struct.unpack_from("<I", record)[0]] = ERRORS_BY_CODE.get(record[8], "#N/A")
        elif kind == _COLUMNS and record[16] & 1:
            hidden_columns.append(struct.unpack_from("<II", record))
        elif kind == _SHEET_DATA:
            has_cells = True
    return XlsbSheet(SheetFacts(hidden_rows, hidden_columns, texts), has_cells, is_readable)


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Return the type and the content of each record."""
    at = 0
    while at < len(data):
        kind, at = data[at], at + 1
        if kind & 0x80:
            kind, at = kind & 0x7F | (data[at] & 0x7F) << 7, at + 1
        size = shift = 0
        while (byte := data[at]) & 0x80:
            size, shift, at = size | (byte & 0x7F) << shift, shift + 7, at + 1
        size, at = size | byte << shift, at + 1
        yield kind, data[at : at + size]
        at += size


def _text(data: bytes) -> tuple[str, bytes]:
    """Return a text that begins with its length, and what follows it."""
    end = 4 + 2 * struct.unpack_from("<I", data)[0]
    return data[4:end].decode("utf-16-le"), data[end:]
