"""What the XML of an OpenDocument spreadsheet tells beside its values."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final
from xml.parsers import expat

from noojee_dq.leads.package import CONTENT, Package
from noojee_dq.leads.sheet_facts import SheetFacts
from noojee_dq.leads.sheet_text import duration_text

#: Bytes of which the content holds some if rows or columns are hidden, or calamine gives cells otherwise.
_MARKS: Final = (
    b"visibility=",
    b"-group",
    b'type="error',
    b"type='error",
    b"boolean-value=",
    b"time-value=",
    b">#",
    b">Err:",
)
_LONGEST_MARK: Final = max(map(len, _MARKS))
_DURATION: Final = re.compile(r"PT([0-9]+)H([0-9]+)M([0-9]+)(?:[.,][0-9]+)?S")
#: Ways of writing truth that the format does not know, and some writers use.
_TRUTHS: Final = {"1": "TRUE", "0": "FALSE"}
_ERROR: Final = re.compile(r"#(?:N/A|[A-Z][A-Z_/0]+[!?])|Err:[0-9]{3}")


def facts_of_ods(package: Package, sheet: str) -> SheetFacts:
    """Read what is hidden in a sheet, and the texts of its errors.

    Args:
        package: the workbook.
        sheet: its name.

    Raises:
        KeyError, xml.parsers.expat.ExpatError, ValueError: the workbook is not written as the format asks for.
    """
    if not _holds_a_mark(package.blocks(CONTENT)):
        return SheetFacts()
    return _ContentReader(sheet).read(package.blocks(CONTENT))


def _holds_a_mark(blocks: Iterator[bytes]) -> bool:
    before = b""
    for block in blocks:
        seen = before + block
        if any(mark in seen for mark in _MARKS):
            return True
        before = seen[-_LONGEST_MARK:]
    return False


class _ContentReader:
    """Follows the elements of one table of the content."""

    def __init__(self, sheet: str) -> None:
        self._sheet = sheet
        self._tables: list[str] = []
        self._is_there = False
        #: Of each group of rows or columns that is open, whether it is hidden.
        self._groups: list[bool] = []
        self._row = self._column = 0
        self._row_repeats = self._cell_repeats = 1
        self._duration = self._truth = ""
        self._is_error = False
        self._annotations = 0
        self._paragraphs: list[str] = []
        self._hidden_rows: list[tuple[int, int]] = []
        self._hidden_columns: list[tuple[int, int]] = []
        self._texts: dict[tuple[int, int], str] = {}
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._element_starts
        self._parser.EndElementHandler = self._element_ends
        self._starts = {
            "table:table-row-group": self._group_starts,
            "table:table-column-group": self._group_starts,
            "table:table-column": self._column_starts,
            "table:table-row": self._row_starts,
            "table:table-cell": self._cell_starts,
            "table:covered-table-cell": self._cell_starts,
            "office:annotation": self._annotation_starts,
            "text:p": self._paragraph_starts,
        }
        self._ends = {
            "table:table-row-group": self._group_ends,
            "table:table-column-group": self._group_ends,
            "table:table-row": self._row_ends,
            "table:table-cell": self._cell_ends,
            "table:covered-table-cell": self._cell_ends,
            "office:annotation": self._annotation_ends,
            "text:p": self._paragraph_ends,
        }

    def read(self, blocks: Iterator[bytes]) -> SheetFacts:
        for block in blocks:
            self._parser.Parse(block, False)
        self._parser.Parse(b"", True)
        if not self._is_there:
            raise KeyError(self._sheet)
        return SheetFacts(self._hidden_rows, self._hidden_columns, self._texts)

    def _element_starts(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table:table":
            self._tables.append(attributes.get("table:name", ""))
            self._row = self._column = 0
            self._is_there = self._is_there or self._tables == [self._sheet]
        elif self._tables == [self._sheet] and (start := self._starts.get(name)):
            start(attributes)

    def _element_ends(self, name: str) -> None:
        if name == "table:table":
            self._tables.pop()
        elif self._tables == [self._sheet] and (end := self._ends.get(name)):
            end()

    def _group_starts(self, attributes: dict[str, str]) -> None:
        self._groups.append(attributes.get("table:display") == "false")

    def _group_ends(self) -> None:
        self._groups.pop()

    def _is_hidden(self, attributes: dict[str, str]) -> bool:
        return any(self._groups) or attributes.get("table:visibility", "visible") != "visible"

    def _column_starts(self, attributes: dict[str, str]) -> None:
        first, repeats = self._column, int(attributes.get("table:number-columns-repeated", 1))
        self._column += repeats
        if self._is_hidden(attributes):
            self._hidden_columns.append((first, first + repeats - 1))

    def _row_starts(self, attributes: dict[str, str]) -> None:
        self._column = 0
        self._row_repeats = int(attributes.get("table:number-rows-repeated", 1))
        if self._is_hidden(attributes):
            self._hidden_rows.append((self._row, self._row + self._row_repeats - 1))

    def _row_ends(self) -> None:
        self._row += self._row_repeats

    def _cell_starts(self, attributes: dict[str, str]) -> None:
        self._cell_repeats = int(attributes.get("table:number-columns-repeated", 1))
        self._duration = attributes.get("office:time-value", "")
        self._truth = attributes.get("office:boolean-value", "").upper()
        self._is_error = attributes.get("calcext:value-type") == "error"
        self._paragraphs = []

    def _cell_ends(self) -> None:
        if text := self._text():
            rows, columns = range(self._row, self._row + self._row_repeats), range(self._cell_repeats)
            self._texts |= {(row, self._column + column): text for row in rows for column in columns}
        self._column += self._cell_repeats

    def _text(self) -> str:
        """Return the text of a cell that calamine gives otherwise; "" of any other."""
        shown = "\n".join(self._paragraphs)
        # Other writers than LibreOffice show the error, and say of the value that it is 0.
        if self._is_error or _ERROR.fullmatch(shown):
            return shown
        if (time := _DURATION.fullmatch(self._duration)) and int(time[1]) >= 24:
            return duration_text(dt.timedelta(hours=int(time[1]), minutes=int(time[2]), seconds=int(time[3])))
        return _TRUTHS.get(self._truth, self._truth)

    def _annotation_starts(self, _: dict[str, str]) -> None:
        self._annotations += 1

    def _annotation_ends(self) -> None:
        self._annotations -= 1

    def _paragraph_starts(self, _: dict[str, str]) -> None:
        if not self._annotations:
            self._paragraphs.append("")
            self._parser.CharacterDataHandler = self._characters

    def _paragraph_ends(self) -> None:
        self._parser.CharacterDataHandler = None

    def _characters(self, text: str) -> None:
        self._paragraphs[-1] += text
