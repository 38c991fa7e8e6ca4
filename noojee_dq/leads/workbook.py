"""Workbooks: which sheet, and its cells as text."""

import difflib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetMetadata,
    SheetVisibleEnum,
)

from noojee_dq.errors import LeadsError
from noojee_dq.leads.header import chosen_header
from noojee_dq.leads.records import table_from_records
from noojee_dq.leads.table import Table
from noojee_dq.leads.text import cell_text

_PROTECTED: Final = (
    "the workbook has a password: open it in Excel, remove it (File, Info, Protect Workbook), save, and run again"
)
_DAMAGED: Final = "the workbook is damaged: open it in Excel, let Excel repair it, and save it under a new name"


def read_workbook(data: bytes, path: Path, sheet: str | int | None, header_row: int | None, notes: list[str]) -> Table:
    """Read one sheet of a workbook, of which `data` are the bytes."""
    with _calamine_errors():
        workbook = _open(data, path)
        sheets = {page.name: workbook.get_sheet_by_name(page.name) for page in workbook.sheets_metadata}
        filled = _filled(workbook.sheets_metadata, sheets)
        name = filled[0] if sheet is None else _chosen(list(sheets), sheet)
        # From the sheet's row 1 on, so that the rows count as Excel shows them.
        cells = sheets[name].to_python(skip_empty_area=False)
    notes.append(_sheet_note(name, filled))
    records = [list(map(cell_text, row)) for row in cells]
    return table_from_records(records, chosen_header(records, header_row), "comma", notes)


@contextmanager
def _calamine_errors() -> Iterator[None]:
    try:
        yield
    except PasswordError:
        raise LeadsError(_PROTECTED) from None
    except CalamineError:
        raise LeadsError(_DAMAGED) from None
    except BaseException as error:
        # At some damaged .xls files calamine panics, and that is neither an Exception nor can it be imported.
        if type(error).__name__ != "PanicException":
            raise
        raise LeadsError(_DAMAGED) from None


def _open(data: bytes, path: Path) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except CalamineError:
        # By content calamine tries every format and says nothing of a password; by the suffix it tries one.
        return CalamineWorkbook.from_path(path)


def _filled(pages: list[SheetMetadata], sheets: dict[str, CalamineSheet]) -> list[str]:
    visible_first = sorted(pages, key=lambda page: page.visible != SheetVisibleEnum.Visible)
    filled = [page.name for page in visible_first if sheets[page.name].height]
    if not filled:
        raise LeadsError("the workbook is empty: no sheet holds any cells")
    return filled


def _chosen(names: list[str], sheet: str | int) -> str:
    listed = ", ".join(f'"{name}"' for name in names)
    if isinstance(sheet, int):
        if 0 <= sheet < len(names):
            return names[sheet]
        raise LeadsError(f"there is no sheet {sheet}: counted from 0 the sheets are {listed}")
    if sheet in names:
        return sheet
    nearest = difflib.get_close_matches(sheet, names, n=1, cutoff=0)[0]
    raise LeadsError(f'there is no sheet "{sheet}": did you mean "{nearest}"? The sheets are {listed}')


def _sheet_note(name: str, filled: list[str]) -> str:
    others = ", ".join(f'"{other}"' for other in filled if other != name)
    return f'read the sheet "{name}"' + (f"; not read, though they hold cells: {others}" if others else "")
