"""Workbooks of each format, as bytes, for what no library at hand writes."""

import io
import struct
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

ODF = "urn:oasis:names:tc:opendocument:xmlns:"
NAMESPACES = (
    f'xmlns:office="{ODF}office:1.0" xmlns:table="{ODF}table:1.0" xmlns:style="{ODF}style:1.0" '
    f'xmlns:text="{ODF}text:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)
SHEETS_OF_ODF = "application/vnd.oasis.opendocument.spreadsheet"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """Zip parts by their names."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return file.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    """The parts of a zip archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


# --- .ods ---------------------------------------------------------------------------------------------------


def ods(tables: Mapping[str, str], *, styles: str = "", indent: str = "", **parts: str) -> bytes:
    """A workbook of tables whose XML is given; `indent` is put between all elements of the content."""
    body = "".join(f'<table:table table:name="{name}">{table}</table:table>' for name, table in tables.items())
    content = (
        f"<office:document-content {NAMESPACES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    )
    if indent:
        content = content.replace("><", f">{indent}<")
    entry = f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{SHEETS_OF_ODF}"/>'
    manifest = f'<manifest:manifest xmlns:manifest="{ODF}manifest:1.0">{entry}</manifest:manifest>'
    return zipped({"mimetype": SHEETS_OF_ODF, "META-INF/manifest.xml": manifest, "content.xml": content, **parts})


def ods_row(*cells: str, attributes: str = "") -> str:
    """A row of an .ods table; a cell without markup is text."""
    written = (cell if cell.startswith("<") else ods_cell(cell) for cell in cells)
    return f"<table:table-row {attributes}>{''.join(written)}</table:table-row>"


def ods_cell(text: str, attributes: str = 'office:value-type="string"') -> str:
    """A cell of an .ods table that shows a text."""
    return f"<table:table-cell {attributes}><text:p>{escape(text)}</text:p></table:table-cell>"


# --- .xlsb --------------------------------------------------------------------------------------------------


def xlsb(sheets: Mapping[str, bytes]) -> bytes:
    """A workbook of sheets whose records are given."""
    ids = {name: f"rId{number}" for number, name in enumerate(sheets, 1)}
    bundle = b"".join(
        xlsb_record(156, struct.pack("<II", 0, number) + xlsb_text(ids[name]) + xlsb_text(name))
        for number, name in enumerate(sheets, 1)
    )
    workbook = xlsb_record(131) + xlsb_record(143) + bundle + xlsb_record(144) + xlsb_record(132)
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    relations = "".join(
        f'<Relationship Id="{identity}" Type="{office}" Target="worksheets/{identity}.bin"/>'
        for identity in ids.values()
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.bin": workbook,
        "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{RELATIONS}">{relations}</Relationships>',
    }
    return zipped(parts | {f"xl/worksheets/{ids[name]}.bin": sheet for name, sheet in sheets.items()})


def xlsb_sheet(
    rows: Iterable[Sequence[bytes]], *, hidden_rows: Sequence[int] = (), hidden_columns: Sequence[int] = ()
) -> bytes:
    """A sheet of rows of cells; what is hidden counts from 0."""
    rows = list(rows)
    size = struct.pack("<IIII", 0, len(rows) - 1, 0, max(map(len, rows)) - 1)
    columns = b"".join(xlsb_record(60, struct.pack("<IIIIH", column, column, 0, 0, 1)) for column in hidden_columns)
    data = b"".join(
        xlsb_record(0, struct.pack("<IIHBBB", row, 0, 0x140, 0, 0x10 * (row in hidden_rows), 0) + bytes(4))
        + b"".join(cells)
        for row, cells in enumerate(rows)
    )
    return (
        xlsb_record(129) + xlsb_record(148, size)
        + (xlsb_record(390) + columns + xlsb_record(391) if columns else b"")
        + xlsb_record(145) + data + xlsb_record(146) + xlsb_record(130)
    )  # fmt: skip


def xlsb_cell(kind: int, column: int, value: bytes) -> bytes:
    """A cell of a kind that names its column."""
    return xlsb_record(kind, struct.pack("<II", column, 0) + value)


def xlsb_texts(*texts: str) -> list[bytes]:
    """A row of texts."""
    return [xlsb_cell(6, column, xlsb_text(text)) for column, text in enumerate(texts)]


def xlsb_text(text: str) -> bytes:
    """A text behind its length."""
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb_record(kind: int, content: bytes = b"") -> bytes:
    """A record: its type, its size, its content."""
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size = len(content)
    return head + (bytes([size]) if size < 128 else bytes([size & 0x7F | 0x80, size >> 7])) + content


# --- .xls ---------------------------------------------------------------------------------------------------


def xls(sheets: Mapping[str, bytes], *, states: Mapping[str, int] | None = None) -> bytes:
    """An Excel 97 workbook of sheets whose records are given; a state of 1 hides a sheet, 2 hides it well."""
    begin = xls_record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 1997, 0, 0)) + xls_record(0x42, b"\xb0\x04")
    bound = [
        (name, struct.pack("<BB", (states or {}).get(name, 0), 0) + struct.pack("<BB", len(name), 0) + name.encode())
        for name in sheets
    ]
    offset = len(begin) + sum(8 + len(record) for _, record in bound) + 4
    entries = b""
    for name, record in bound:
        entries += xls_record(0x85, struct.pack("<I", offset) + record)
        offset += len(sheets[name])
    return ole({"Workbook": begin + entries + xls_record(0x0A) + b"".join(sheets.values())})


def xls_sheet(*records: bytes) -> bytes:
    """A sheet of records."""
    begin = xls_record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 1997, 0, 0))
    return begin + b"".join(records) + xls_record(0x0A)


def xls_row(row: int, *, hidden: bool = False) -> bytes:
    """The record of a row."""
    return xls_record(0x208, struct.pack("<HHHHHHI", row, 0, 9, 0xFF, 0, 0, 0x20 * hidden | 0x100))


def xls_hidden_columns(first: int, last: int) -> bytes:
    """The record of hidden columns."""
    return xls_record(0x7D, struct.pack("<HHHHHH", first, last, 0, 0, 1, 0))


def xls_text(row: int, column: int, text: str) -> bytes:
    """A cell of text."""
    return xls_record(0x204, struct.pack("<HHHHB", row, column, 0, len(text), 0) + text.encode("latin-1"))


def xls_error(row: int, column: int, code: int) -> bytes:
    """A cell of an error."""
    return xls_record(0x205, struct.pack("<HHHBB", row, column, 0, code, 1))


def xls_failed_formula(row: int, column: int, code: int) -> bytes:
    """A cell whose formula failed."""
    result = bytes([2, 0, code, 0, 0, 0, 0xFF, 0xFF])
    return xls_record(0x06, struct.pack("<HHH", row, column, 0) + result + struct.pack("<HIH", 0, 0, 0))


def xls_record(kind: int, content: bytes = b"") -> bytes:
    """A record: its type, its size, its content."""
    return struct.pack("<HH", kind, len(content)) + content


def ole(streams: Mapping[str, bytes]) -> bytes:
    """An OLE file: a sector of the allocation table, one of the directory, then the streams, each of 4 KiB at least."""
    chains: list[int] = [0xFFFFFFFD, 0xFFFFFFFE]
    entries = [_ole_entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1)]
    body = b""
    for number, (name, stream) in enumerate(streams.items(), 1):
        padded = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
        start = len(chains)
        chains += [*range(start + 1, start + len(padded) // 512), 0xFFFFFFFE]
        entries.append(_ole_entry(name, 2, start, len(padded), right=number + 1 if number < len(streams) else None))
        body += padded
    table = b"".join(struct.pack("<I", entry) for entry in chains).ljust(512, b"\xff")
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<I", 0).ljust(436, b"\xff")
    return header + table + b"".join(entries).ljust(512, b"\0") + body


def _ole_entry(name: str, kind: int, start: int, size: int, *, child: int | None = None, right: Any = None) -> bytes:
    none = 0xFFFFFFFF
    encoded = name.encode("utf-16-le") + b"\0\0"
    siblings = struct.pack("<III", none, none if right is None else right, none if child is None else child)
    head = encoded.ljust(64, b"\0") + struct.pack("<HBB", len(encoded), kind, 1) + siblings
    return head + bytes(36) + struct.pack("<IQ", start, size)
