"""What the records of a sheet of an old .xls workbook ([MS-XLS]) tell beside its values."""

import io
import struct
from collections.abc import Iterator
from typing import Final

import olefile  # type: ignore[import-untyped]  # it ships no types

from noojee_dq.leads.sheet_facts import ERRORS_BY_CODE, SheetFacts

# Types of records.
_SHEET: Final = 0x85
_BEGIN: Final = 0x809
_END: Final = 0x0A
_ROW: Final = 0x208
_COLUMNS: Final = 0x7D
_TRUTH_OR_ERROR: Final = 0x205
_FORMULA: Final = 0x06


def facts_of_xls(data: bytes, position: int) -> SheetFacts:
    """Read what is hidden in a sheet, and the texts of its errors.

    Args:
        data: the file's bytes.
        position: of the sheet, from 0.

    Raises:
        OSError, IndexError, struct.error: the workbook is not written as the format asks for.
    """
    stream = _stream(data)
    sheets = [struct.unpack_from("<I", record)[0] for kind, record in _records(stream, 0) if kind == _SHEET]
    hidden_rows, hidden_columns, texts = [], [], {}
    # A loop over the records, of at most 65,536 rows.
    for kind, record in _records(stream, sheets[position]):
        if kind == _ROW and record[12] & 0x20:
            row = struct.unpack_from("<H", record)[0]
            hidden_rows.append((row, row))
        elif kind == _COLUMNS and record[8] & 1:
            hidden_columns.append(struct.unpack_from("<HH", record))
        elif kind in (_TRUTH_OR_ERROR, _FORMULA) and (code := _error_code(kind, record)) is not None:
            texts[struct.unpack_from("<HH", record)] = ERRORS_BY_CODE.get(code, "#N/A")
    return SheetFacts(hidden_rows, hidden_columns, texts)


def _stream(data: bytes) -> bytes:
    with olefile.OleFileIO(io.BytesIO(data)) as file:
        name = "Workbook" if file.exists("Workbook") else "Book"
        stream: bytes = file.openstream(name).read()
    return stream


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Return the type and the content of each record of a sheet, without those of the charts in it."""
    depth = 0
    while at < len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        depth += (kind == _BEGIN) - (kind == _END)
        if not depth:
            return
        if depth == 1:
            yield kind, stream[at + 4 : at + 4 + size]
        at += 4 + size


def _error_code(kind: int, record: bytes) -> int | None:
    if kind == _TRUTH_OR_ERROR:
        return record[6] if record[7] else None
    # A formula's result is a number, unless its last bytes say otherwise.
    return record[8] if record[12:14] == b"\xff\xff" and record[6] == 2 else None
