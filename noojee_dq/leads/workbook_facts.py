"""What the sheets of a workbook tell beside their values, whatever its format."""

import struct
import zipfile
import zlib
from typing import Final
from xml.etree import ElementTree
from xml.parsers import expat

from noojee_dq.errors import LeadsError
from noojee_dq.leads.archives import SAVE_AS_XLSX
from noojee_dq.leads.ods_facts import facts_of_ods
from noojee_dq.leads.package import CONTENT, ZIP, Package
from noojee_dq.leads.sheet_facts import SheetFacts
from noojee_dq.leads.xls_facts import facts_of_xls
from noojee_dq.leads.xlsb_facts import XLSB_WORKBOOK, XlsbSheet, read_xlsb_sheet, sheets_of_xlsb
from noojee_dq.leads.xlsx_facts import facts_of_xlsx

#: What a workbook raises that is not written as its format asks for.
_MALFORMED: Final = (
    KeyError,
    IndexError,
    ValueError,
    OSError,
    EOFError,
    struct.error,
    zlib.error,
    zipfile.BadZipFile,
    expat.ExpatError,
    ElementTree.ParseError,
)


class WorkbookFacts:
    """What the sheets of a workbook tell beside their values.

    Args:
        data: the workbook's bytes.
        names: of its sheets, in order.
    """

    def __init__(self, data: bytes, names: list[str]) -> None:
        self._data = data
        self._names = names
        self._package = Package(data) if data.startswith(ZIP) else None
        self._xlsb_sheets: dict[str, XlsbSheet] = {}

    def of(self, sheet: str) -> SheetFacts | None:
        """Return what a sheet tells; None = this cannot be told.

        Raises:
            LeadsError: not all cells of the sheet can be read.
        """
        try:
            if self._package is None:
                return facts_of_xls(self._data, self._names.index(sheet))
            if CONTENT in self._package.names:
                return facts_of_ods(self._package, sheet)
            if (read := self._xlsb(sheet)) is None:
                return facts_of_xlsx(self._package, sheet)
        except _MALFORMED:
            return None
        if not read.is_readable:
            raise LeadsError(
                f'some cells of the sheet "{sheet}" are written in a way of .xlsb that cannot be read: {SAVE_AS_XLSX}'
            )
        return read.facts

    def may_hold_cells(self, sheet: str) -> bool:
        """Say whether a sheet may hold cells: of an .xlsb, calamine fails at one that is a chart.

        Raises:
            LeadsError: it is a sheet of an .xlsb that is damaged.
        """
        read = self._xlsb(sheet)
        return read is None or read.has_cells

    def _xlsb(self, sheet: str) -> XlsbSheet | None:
        """Return what the records of a sheet tell; None where the workbook is no .xlsb."""
        if self._package is None or XLSB_WORKBOOK not in self._package.names:
            return None
        if sheet not in self._xlsb_sheets:
            try:
                part = sheets_of_xlsb(self._package)[sheet]
                self._xlsb_sheets[sheet] = read_xlsb_sheet(self._package.read(part))
            except _MALFORMED:
                raise LeadsError(f"the .xlsb workbook is damaged, or written in an odd way: {SAVE_AS_XLSX}") from None
        return self._xlsb_sheets[sheet]
