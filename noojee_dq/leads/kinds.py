"""What a file is, by its first bytes: names lie more often than content does."""

from typing import Final

from noojee_dq.errors import LeadsError
from noojee_dq.leads.archives import OLE, PACKED, SAVE_AS_XLSX, WORD, refuse_other_ole, refuse_other_zip
from noojee_dq.leads.markup import refuse_markup
from noojee_dq.leads.package import ZIP

TEXT: Final = "a text file"
WORKBOOK: Final = "an Excel workbook"
PARQUET: Final = "a Parquet file"

#: How the names of files end; what ends in any other way is taken for a text too.
SUFFIXES: Final = {
    TEXT: {".csv", ".tsv", ".tab", ".psv", ".txt", ".json", ".jsonl", ".ndjson"},
    WORKBOOK: {".xlsx", ".xlsm", ".xls", ".xlsb", ".xltx", ".xltm", ".ods"},
    PARQUET: {".parquet", ".pq"},
}
_READ_AS: Final = {TEXT: "text", WORKBOOK: "a workbook", PARQUET: "Parquet"}

#: How a workbook begins, and what it is told apart from by all of its bytes.
ARCHIVES: Final = (*ZIP, OLE)

_ASK: Final = "ask for the list itself, as a workbook or a CSV file"
_IMAGE: Final = f"this is an image: {_ASK}"
_DATABASE: Final = "this is a database ({}), not a list: export its table as a workbook or a CSV file"
_OLD_EXCEL: Final = f"this is a workbook of an Excel before 1997: {SAVE_AS_XLSX}"

#: How files begin that hold no leads, in small letters.
_UNREADABLE: Final = {
    b"%pdf-": f"this is a PDF: {_ASK}",
    b"\x89png": _IMAGE,
    b"\xff\xd8\xff": _IMAGE,
    b"gif8": _IMAGE,
    b"ii*\x00": _IMAGE,
    b"mm\x00*": _IMAGE,
    b"\x1f\x8b": PACKED.format("gzip"),
    b"7z\xbc\xaf": PACKED.format("7-Zip"),
    b"rar!\x1a": PACKED.format("RAR"),
    b"bzh91ay": PACKED.format("bzip2"),
    b"\xfd7zxz\x00": PACKED.format("xz"),
    b"\x28\xb5\x2f\xfd": PACKED.format("Zstandard"),
    b"{\\rtf": WORD,
    b"sqlite format 3\x00": _DATABASE.format("SQLite"),
    b"\x00\x01\x00\x00standard jet db": _DATABASE.format("Access"),
    b"\x00\x01\x00\x00standard ace db": _DATABASE.format("Access"),
    b"\x09\x00\x04\x00": _OLD_EXCEL,
    b"\x09\x02\x06\x00": _OLD_EXCEL,
    b"\x09\x04\x06\x00": _OLD_EXCEL,
    b"\x09\x08\x08\x00": _OLD_EXCEL,
    b"id;pwxl": f"this is a SYLK file, whatever its name says: {SAVE_AS_XLSX}",
}
_HEIC: Final = (b"ftypheic", b"ftypheix", b"ftypmif1")
#: Of a file, enough to tell what it is.
_START_BYTES: Final = 64 << 10


def kind_of(data: bytes) -> str:
    """Return TEXT, WORKBOOK or PARQUET; refuse, with advice, what cannot hold leads."""
    if data.startswith(ZIP):
        refuse_other_zip(data)
        return WORKBOOK
    if data.startswith(OLE):
        refuse_other_ole(data)
        return WORKBOOK
    if data.startswith(b"PAR1"):
        return PARQUET
    start = data[:_START_BYTES]
    _refuse_unreadable(start.lower())
    refuse_markup(start)
    return TEXT


def _refuse_unreadable(start: bytes) -> None:
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip(b" \r\n")
    for signature, advice in _UNREADABLE.items():
        if start.startswith(signature) or text.startswith(signature):
            raise LeadsError(advice)
    # These formats begin with their size.
    if start[4:12] in _HEIC or (start.startswith(b"riff") and start[8:12] == b"webp"):
        raise LeadsError(_IMAGE)


def suffix_notes(suffix: str, kind: str) -> list[str]:
    """Return a note if the file's name promises another kind of file."""
    suffix = suffix.lower()
    promised = next((known for known, suffixes in SUFFIXES.items() if suffix in suffixes), TEXT)
    if promised == kind:
        return []
    return [f"named {suffix or 'without a suffix'} but is {kind}: read as {_READ_AS[kind]}"]
