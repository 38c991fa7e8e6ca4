"""What a file is, by its first bytes: names lie more often than content does."""

import io
import zipfile
from typing import Final

from noojee_dq.errors import LeadsError

TEXT: Final = "a text file"
WORKBOOK: Final = "an Excel workbook"
PARQUET: Final = "a Parquet file"

_SUFFIXES: Final = {
    WORKBOOK: {".xlsx", ".xlsm", ".xls", ".xlsb", ".xltx", ".xltm", ".ods"},
    PARQUET: {".parquet", ".pq"},
}
_READ_AS: Final = {TEXT: "text", WORKBOOK: "a workbook", PARQUET: "Parquet"}

_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: How a workbook begins, and what it is told apart from by all of its bytes.
ARCHIVES: Final = (*_ZIP, _OLE)
_OLE_WORD: Final = "WordDocument".encode("utf-16-le")

_SAVE_AS_XLSX: Final = "open it in Excel and save it as an Excel workbook (.xlsx)"
_WORD: Final = "this is a Word document: copy its table into Excel and save that as a workbook (.xlsx)"
_IMAGE: Final = "this is an image: ask for the list itself, as a workbook or a CSV file"
_PACKED: Final = "this is a packed file ({}): unpack it and give the file that is inside"
_HTML: Final = f"this is a web page (HTML), whatever its name says: {_SAVE_AS_XLSX}"

_UNREADABLE: Final = {
    b"%pdf-": "this is a PDF: ask for the list itself, as a workbook or a CSV file",
    b"\x89png": _IMAGE,
    b"\xff\xd8\xff": _IMAGE,
    b"gif8": _IMAGE,
    b"\x1f\x8b": _PACKED.format("gzip"),
    b"7z\xbc\xaf": _PACKED.format("7-Zip"),
    b"rar!\x1a": _PACKED.format("RAR"),
    b"{\\rtf": _WORD,
    b"<!doctype html": _HTML,
    b"<html": _HTML,
    b"<table": _HTML,
    b"<?xml": f"this is an XML file, not a table: {_SAVE_AS_XLSX}",
}


def kind_of(data: bytes) -> str:
    """Return TEXT, WORKBOOK or PARQUET; refuse, with advice, what cannot hold leads."""
    if data.startswith(_ZIP):
        return _kind_of_zip(data)
    if data.startswith(_OLE):
        return _kind_of_ole(data)
    if data.startswith(b"PAR1"):
        return PARQUET
    start = data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for signature, advice in _UNREADABLE.items():
        if start.startswith(signature):
            raise LeadsError(advice)
    return TEXT


def suffix_notes(suffix: str, kind: str) -> list[str]:
    """Return a note if the file's name promises another kind of file."""
    suffix = suffix.lower()
    promised = next((known for known, suffixes in _SUFFIXES.items() if suffix in suffixes), TEXT)
    if promised == kind:
        return []
    return [f"named {suffix or 'without a suffix'} but is {kind}: read as {_READ_AS[kind]}"]


def _kind_of_zip(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError):
        raise LeadsError(f"the file is damaged or only half copied: ask for it again, or {_SAVE_AS_XLSX}") from None
    if any(name.startswith("word/") for name in names):
        raise LeadsError(_WORD)
    if "Index/Document.iwa" in names:
        raise LeadsError("this is an Apple Numbers file: export it from Numbers as Excel or CSV")
    if "content.xml" in names or any(name.startswith("xl/") for name in names):
        return WORKBOOK
    raise LeadsError(_PACKED.format("zip"))


def _kind_of_ole(data: bytes) -> str:
    if _OLE_WORD in data:
        raise LeadsError(_WORD)
    return WORKBOOK
