"""What the XML of a sheet of an .xlsx or .xlsm workbook tells beside its values."""

import posixpath
from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree
from xml.parsers import expat

from noojee_dq.leads.package import Package
from noojee_dq.leads.sheet_facts import SheetFacts
from noojee_dq.leads.xlsx_tags import NotPlainError, rows_columns_and_errors

_WORKBOOK: Final = "xl/workbook.xml"
_TRUE: Final = ("1", "true")


def facts_of_xlsx(package: Package, sheet: str) -> SheetFacts:
    """Read what is hidden in a sheet, and the texts of its errors.

    Args:
        package: the workbook.
        sheet: its name.

    Raises:
        KeyError, xml.parsers.expat.ExpatError, xml.etree.ElementTree.ParseError, ValueError: the workbook is not
            written as the format asks for.
    """
    part = parts_of_sheets(package, _WORKBOOK, _sheet_ids(package))[sheet]
    try:
        return read_whole_sheet(rows_columns_and_errors(package.blocks(part)))
    except NotPlainError:
        return read_whole_sheet(package.blocks(part))


def read_whole_sheet(blocks: Iterator[bytes]) -> SheetFacts:
    """Read what is hidden in a sheet, and the texts of its errors, out of its XML.

    Raises:
        xml.parsers.expat.ExpatError, ValueError: it is not written as the format asks for.
    """
    return _SheetReader().read(blocks)


def parts_of_sheets(package: Package, workbook: str, ids: dict[str, str]) -> dict[str, str]:
    """Return the part that each sheet is in.

    Args:
        package: of the workbook.
        workbook: the part that lists the sheets.
        ids: by the name of a sheet that of its relationship.
    """
    folder, name = posixpath.split(workbook)
    relations = _parsed(package, f"{folder}/_rels/{name}.rels")
    targets = {relation.get("Id", ""): relation.get("Target", "") for relation in relations}
    return {
        sheet: posixpath.normpath(posixpath.join("/", folder, targets[identity].replace("\\", "/"))).lstrip("/")
        for sheet, identity in ids.items()
    }


def _sheet_ids(package: Package) -> dict[str, str]:
    sheets = _parsed(package, _WORKBOOK).findall("{*}sheets/{*}sheet")
    # The relationship's id stands in a namespace, of which there are several; the sheet's own attributes in none.
    return {
        sheet.attrib["name"]: next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
        for sheet in sheets
    }


def _parsed(package: Package, part: str) -> ElementTree.Element:
    # Its parser, expat, limits what entities may grow to, and reads none from elsewhere.
    return ElementTree.fromstring(package.read(part))  # noqa: S314


class _SheetReader:
    """Follows the elements of a sheet.

    Rows that `zeroHeight` hides have no element, hence no cell; where a row has one, that alone counts.
    """

    def __init__(self) -> None:
        self._row = -1
        self._reference = ""
        self._cells_since = 0
        self._hidden_rows: list[tuple[int, int]] = []
        self._hidden_columns: list[tuple[int, int]] = []
        self._texts: dict[tuple[int, int], str] = {}
        self._characters: list[str] = []
        self._value = ""
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._begin
        self._starts = {"row": self._row_starts, "c": self._cell_starts, "col": self._column_starts}

    def read(self, blocks: Iterator[bytes]) -> SheetFacts:
        for block in blocks:
            self._parser.Parse(block, False)
        self._parser.Parse(b"", True)
        return SheetFacts(self._hidden_rows, self._hidden_columns, self._texts)

    def _begin(self, root: str, _: dict[str, str]) -> None:
        prefix = root.removesuffix("worksheet")
        self._starts = {prefix + name: start for name, start in self._starts.items()}
        self._parser.StartElementHandler = self._element_starts

    def _element_starts(self, name: str, attributes: dict[str, str]) -> None:
        if start := self._starts.get(name):
            start(attributes)

    def _row_starts(self, attributes: dict[str, str]) -> None:
        self._row = int(attributes["r"]) - 1 if "r" in attributes else self._row + 1
        self._reference, self._cells_since = "", 0
        if _is_hidden(attributes, "ht"):
            self._hidden_rows.append((self._row, self._row))

    def _column_starts(self, attributes: dict[str, str]) -> None:
        if _is_hidden(attributes, "width"):
            self._hidden_columns.append((int(attributes["min"]) - 1, int(attributes["max"]) - 1))

    def _cell_starts(self, attributes: dict[str, str]) -> None:
        if reference := attributes.get("r"):
            self._reference, self._cells_since = reference, 0
        else:
            self._cells_since += 1
        if attributes.get("t") == "e":
            self._characters, self._value = [], ""
            self._parser.CharacterDataHandler = self._characters.append
            self._parser.EndElementHandler = self._element_ends

    def _element_ends(self, name: str) -> None:
        if self._starts.get(name) != self._cell_starts:
            # Of a formula's text and the value behind it, the latter counts.
            self._value, self._characters[:] = "".join(self._characters), []
            return
        if self._value:
            self._texts[self._row, _column(self._reference) + self._cells_since] = self._value
        self._parser.CharacterDataHandler = self._parser.EndElementHandler = None


def _is_hidden(attributes: dict[str, str], size: str) -> bool:
    return attributes.get("hidden") in _TRUE or (size in attributes and float(attributes[size]) == 0)


def _column(reference: str) -> int:
    """Return the column of a reference like "AB12", counted from 0; -1 of none."""
    column = 0
    for letter in reference.rstrip("0123456789").upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1
