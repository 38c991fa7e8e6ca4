"""The zip archive that a workbook is, by the names of its parts, and without what trips calamine."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import IO, Final
from xml import sax
from xml.sax.saxutils import XMLGenerator

#: How such an archive begins.
ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
#: The part of an OpenDocument file that holds its sheets.
CONTENT: Final = "content.xml"

_BLOCK_BYTES: Final = 1 << 20
_AT_ROOT: Final = re.compile(r"^(?:\.?/)+")
_BETWEEN_ELEMENTS: Final = re.compile(rb"[^?]>\s+<")


class Package:
    """The parts of a zipped workbook, whatever slashes and capitals its writer took.

    Args:
        data: the file's bytes.

    Raises:
        zipfile.BadZipFile: it is damaged.

    Example:
        >>> data = io.BytesIO()
        >>> with zipfile.ZipFile(data, "w") as archive:
        ...     archive.writestr("xl\\\\workbook.xml", "<workbook/>")
        >>> package = Package(data.getvalue())
        >>> package.names, package.read("xl/Workbook.xml")
        (['xl/workbook.xml'], b'<workbook/>')
    """

    def __init__(self, data: bytes) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        self._entries = self._archive.infolist()
        #: Of the parts, with plain slashes, in the order of the archive.
        self.names = [_plain_name(entry.filename) for entry in self._entries]
        self._entry_of = {name.lower(): entry for name, entry in zip(self.names, self._entries, strict=True)}

    def open(self, name: str) -> IO[bytes]:
        """Open a part.

        Raises:
            KeyError: there is none of this name.
            zipfile.BadZipFile: it is damaged, has a password, or is packed in a way that is not known.
        """
        entry = self._entry_of[name.lower()]
        try:
            return self._archive.open(entry)
        except (ValueError, RuntimeError) as error:
            raise zipfile.BadZipFile(str(error)) from None

    def read(self, name: str) -> bytes:
        """Return a part's bytes; KeyError if there is none of this name."""
        with self.open(name) as part:
            return part.read()

    def blocks(self, name: str) -> Iterator[bytes]:
        """Return a part's bytes, a megabyte at a time; KeyError if there is none of this name."""
        with self.open(name) as part:
            while block := part.read(_BLOCK_BYTES):
                yield block

    def is_plain(self) -> bool:
        """Say whether calamine finds and reads the parts as they are."""
        return self.names == [entry.filename for entry in self._entries] and not self._is_indented()

    def rewritten(self) -> bytes:
        """Return the archive with plain names, and with OpenDocument sheets that are not indented."""
        data = io.BytesIO()
        with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for name in self.names:
                part = self.read(name)
                archive.writestr(name, _without_indents(part) if name == CONTENT else part)
        return data.getvalue()

    def _is_indented(self) -> bool:
        # A writer that indents does so from the first elements on.
        return CONTENT in self.names and bool(_BETWEEN_ELEMENTS.search(next(self.blocks(CONTENT), b"")))


def _plain_name(name: str) -> str:
    # Some writers for Windows separate folders by backslashes, others begin at the root.
    return _AT_ROOT.sub("", name.replace("\\", "/"))


def _without_indents(xml: bytes) -> bytes:
    compact = io.BytesIO()
    # Its parser, expat, limits what entities may grow to, and reads none from elsewhere.
    sax.parseString(xml, _Compact(compact))  # noqa: S317
    return compact.getvalue()


class _Compact(XMLGenerator):
    """Writes an OpenDocument as it comes, without white space between elements; that in paragraphs is text."""

    def __init__(self, out: IO[bytes]) -> None:
        super().__init__(out, encoding="utf-8", short_empty_elements=True)
        self._paragraphs = 0

    def startElement(self, name: str, attrs: sax.xmlreader.AttributesImpl) -> None:  # noqa: N802 - the name is SAX's
        self._paragraphs += name.endswith((":p", ":h"))
        super().startElement(name, attrs)

    def endElement(self, name: str) -> None:  # noqa: N802 - the name is SAX's
        self._paragraphs -= name.endswith((":p", ":h"))
        super().endElement(name)

    def characters(self, content: str) -> None:
        if self._paragraphs or content.strip():
            super().characters(content)
