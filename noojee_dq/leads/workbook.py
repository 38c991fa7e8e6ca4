"""Workbooks: which sheet, and its cells as text."""

import difflib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pandas as pd
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetMetadata,
    SheetVisibleEnum,
)

from noojee_dq.arrow.cells import fully_matches
from noojee_dq.errors import LeadsError
from noojee_dq.fields import READ_PROBLEM
from noojee_dq.leads.header import HEAD, chosen_header, find_header
from noojee_dq.leads.records import table_from_records
from noojee_dq.leads.returned import is_returned
from noojee_dq.leads.table import Table
from noojee_dq.leads.text import cell_text
from noojee_dq.words.spreadsheet import row_numbers_text

#: What is said of a number that was too long for its cell.
LONG_NUMBER: Final = "a number of more than 15 digits"
_LONG: Final = "-?[0-9]{16,}"

_PROTECTED: Final = (
    "the workbook has a password: open it in Excel, remove it (File, Info, Protect Workbook), save, and run again"
)
_DAMAGED: Final = "the workbook is damaged: open it in Excel, let Excel repair it, and save it under a new name"

#: In a note: what of a workbook was left out.
UNREAD_SHEETS = "not read, though they hold cells"


def read_workbook(
    data: bytes, path: Path, sheet: str | int | None, header_row: int | None, notes: list[str]
) -> list[Table]:
    """Read one sheet of a workbook, of which `data` are the bytes, or all lead sheets of one that a report wrote."""
    with _calamine_errors():
        workbook = _open(data, path)
        sheets = {page.name: workbook.get_sheet_by_name(page.name) for page in workbook.sheets_metadata}
        filled = _filled(workbook.sheets_metadata, sheets)
        names = [filled[0] if sheet is None else _chosen(list(sheets), sheet)]
        if sheet is None and header_row is None:
            names = [name for name in filled if _is_lead_sheet(sheets[name])] or names
        notes.append(_sheet_note(names, filled))
        return [_table(sheets[name], header_row, notes) for name in names]


def _table(sheet: CalamineSheet, header_row: int | None, notes: list[str]) -> Table:
    cells = _cells(sheet)
    records = _as_text(cells)
    table = table_from_records(records, chosen_header(records, header_row), "comma", notes)
    body = _with_long_numbers(table, cells, notes)
    return replace(table, body=body, of_report=is_returned(table.headings))


def _with_long_numbers(table: Table, cells: list[list[Any]], notes: list[str]) -> pd.DataFrame:
    """Return the rows, with a word on numbers of more digits than a spreadsheet keeps: the last ones are gone."""
    body = table.body
    for place, heading in enumerate(table.headings):
        long = body.index[fully_matches(body[place], _LONG)]
        # Few cells are that long; a text of as many digits is whole.
        rows = [row for row in long if isinstance(cells[row - 1][place], int | float)]
        if rows:
            kept = f'{LONG_NUMBER} under "{heading.strip()}", of which a spreadsheet keeps only 15'
            notes.append(f"{kept}: {row_numbers_text(rows)}; give that column as text")
            said = body.get(READ_PROBLEM, pd.Series("", index=body.index, dtype="str")).copy()
            before = said[rows].where(said[rows].eq(""), said[rows] + "; ")
            said[rows] = before + kept
            body = body.assign(**{READ_PROBLEM: said})
    return body


def _cells(sheet: CalamineSheet, rows: int | None = None) -> list[list[Any]]:
    # From the sheet's row 1 on, so that the rows count as Excel shows them.
    return sheet.to_python(skip_empty_area=False, nrows=rows)


def _as_text(cells: list[list[Any]]) -> list[list[str]]:
    return [list(map(cell_text, row)) for row in cells]


def _is_lead_sheet(sheet: CalamineSheet) -> bool:
    first = _as_text(_cells(sheet, rows=HEAD))
    header = find_header(first)
    return header is not None and is_returned(first[header])


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
    listed = _quoted(names)
    if isinstance(sheet, int):
        if 0 <= sheet < len(names):
            return names[sheet]
        raise LeadsError(f"there is no sheet {sheet}: counted from 0 the sheets are {listed}")
    if sheet in names:
        return sheet
    if sheet.isdecimal():
        if 0 < int(sheet) <= len(names):
            return names[int(sheet) - 1]
        raise LeadsError(f"there is no sheet {sheet}: counted from 1 the sheets are {listed}")
    nearest = difflib.get_close_matches(sheet, names, n=1, cutoff=0)[0]
    raise LeadsError(f'there is no sheet "{sheet}": did you mean "{nearest}"? The sheets are {listed}')


def _sheet_note(names: list[str], filled: list[str]) -> str:
    sheets = "sheet" if len(names) == 1 else "sheets"
    others = _quoted([name for name in filled if name not in names])
    return f"read the {sheets} {_quoted(names)}" + (f"; {UNREAD_SHEETS}: {others}" if others else "")


def _quoted(names: list[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
