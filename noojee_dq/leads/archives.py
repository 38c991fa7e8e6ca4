"""What an archive holds: a workbook, or what cannot be read as a list."""

import io
import struct
import zipfile
import zlib
from typing import Final

import olefile  # type: ignore[import-untyped]  # it ships no types

from noojee_dq.errors import LeadsError
from noojee_dq.leads.package import CONTENT, Package

OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SAVE_AS_XLSX: Final = "open it in Excel and save it as an Excel workbook (.xlsx)"
WORD: Final = "this is a Word document: copy its table into Excel and save that as a workbook (.xlsx)"
PACKED: Final = "this is a packed file ({}): unpack it and give the file that is inside"
PROTECTED: Final = (
    "the workbook has a password: open it in Excel, remove it (File, Info, Protect Workbook), save, and run again"
)

_SLIDES: Final = "this is a presentation: copy its table into Excel and save that as a workbook (.xlsx)"
_APPLE: Final = "this is an Apple Numbers file: export it from Numbers as Excel or CSV"
#: Folders and files that tell what a zip archive is; the first that is there decides.
_IN_ZIP: Final = {
    "word/": WORD,
    "ppt/": _SLIDES,
    "Index/Document.iwa": _APPLE,
    "Index.zip": _APPLE,
    "index.apxl": _APPLE,
    "encrypted-package": PROTECTED,
}
#: Streams that tell what an OLE file is.
_IN_OLE: Final = {
    "WordDocument": WORD,
    "PowerPoint Document": _SLIDES,
    "EncryptedPackage": PROTECTED,
    "__properties_version1.0": "this is an e-mail of Outlook: save the list that is attached to it, and give that",
}
#: Of a Word document of which the directory is damaged or cut off.
_OLE_WORD: Final = "WordDocument".encode("utf-16-le")
#: What olefile raises at a file that is damaged.
OLE_MALFORMED: Final = (OSError, ValueError, IndexError, KeyError, OverflowError, struct.error)
_SHEETS: Final = ("application/vnd.oasis.opendocument.spreadsheet", "application/vnd.sun.xml.calc")


def refuse_other_zip(data: bytes) -> None:
    """Refuse a zip archive that is no workbook, or has a password, and say what it is."""
    try:
        package = Package(data)
        _refuse_other_package(package)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError):
        raise LeadsError(f"the file is damaged or only half copied: ask for it again, or {SAVE_AS_XLSX}") from None


def _refuse_other_package(package: Package) -> None:
    for name, advice in _IN_ZIP.items():
        if any(part == name or (name.endswith("/") and part.startswith(name)) for part in package.names):
            raise LeadsError(advice)
    if CONTENT in package.names:
        _refuse_other_document(package)
    elif not any(name.lower().startswith("xl/") for name in package.names):
        raise LeadsError(PACKED.format("zip"))


def _refuse_other_document(package: Package) -> None:
    kind = package.read("mimetype").decode("ascii", "replace").strip() if "mimetype" in package.names else ""
    if kind and not kind.startswith(_SHEETS):
        raise LeadsError(
            f"this is no spreadsheet but another document ({kind}): copy its table into one, save as .xlsx"
        )
    manifest = "META-INF/manifest.xml"
    if manifest in package.names and b"encryption-data" in package.read(manifest):
        raise LeadsError(PROTECTED)


def refuse_other_ole(data: bytes) -> None:
    """Refuse an OLE file that is no workbook, or has a password, and say what it is."""
    streams = _ole_streams(data)
    for stream, advice in _IN_OLE.items():
        if stream in streams:
            raise LeadsError(advice)
    if _OLE_WORD in data and "Workbook" not in streams:
        raise LeadsError(WORD)


def _ole_streams(data: bytes) -> set[str]:
    """Return the names of the streams that are there as a whole."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            return {entry[0] for entry in file.listdir() if len(file.openstream(entry).read()) == file.get_size(entry)}
    except OLE_MALFORMED:
        return set()
