"""Workbooks: which sheet, and its cells as text."""

import difflib
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final
from xml import sax

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetMetadata,
    SheetVisibleEnum,
)

from noojee_dq.errors import LeadsError
from noojee_dq.leads.archives import PROTECTED
from noojee_dq.leads.example_rows import without_left_examples
from noojee_dq.leads.own_sheets import SheetHead, refuse_second_list, returned_sheets
from noojee_dq.leads.package import ZIP, Package
from noojee_dq.leads.sheet import head_of, read_sheet
from noojee_dq.leads.table import Table
from noojee_dq.leads.workbook_facts import WorkbookFacts
from noojee_dq.words.spreadsheet import SHEET_ROWS

_EMPTY: Final = "the workbook is empty: no sheet holds any cells"
_NO_LEADS: Final = "the sheet of the leads is gone: only sheets that speak of them are left in the workbook"
_DAMAGED: Final = "the workbook is damaged: open it in Excel, let Excel repair it, and save it under a new name"

#: In a note: what of a workbook was left out.
UNREAD_SHEETS = "not read, though they hold cells"


def read_workbook(
    data: bytes, path: Path, sheet: str | int | None, header_row: int | None, notes: list[str]
) -> list[Table]:
    """Read one sheet of a workbook, of which `data` are the bytes, or all lead sheets of one that a report wrote."""
    with _calamine_errors():
        data = _as_calamine_reads(data)
        workbook = _open(data, path)
        pages = workbook.sheets_metadata
        facts = WorkbookFacts(data, [page.name for page in pages])
        sheets = {page.name: workbook.get_sheet_by_name(page.name) for page in pages if facts.may_hold_cells(page.name)}
        _refuse_impossible(sheets.values())
        filled = [page for page in _visible_first(pages) if page.name in sheets and sheets[page.name].height]
        heads = [head_of(sheets[page.name], page.name) for page in filled]
        of_leads = [page for page, head in zip(filled, heads, strict=True) if not head.speaks_of_leads]
        returned = returned_sheets(heads) if sheet is None and header_row is None else []
        chosen = [page for page in filled if page.name in returned]
        if sheet is not None:
            chosen = [_asked_for(pages, filled, sheet)]
        elif not chosen:
            chosen = [_only_list(of_leads, heads, whole=filled)]
        notes.append(_sheet_note(chosen, of_leads))
        tables = [
            replace(read_sheet(sheets[page.name], facts.of(page.name), header_row, notes), sheet=page.name)
            for page in chosen
        ]
    if any(head.explains_columns for head in heads):
        return [replace(one, body=without_left_examples(one.body, one.headings, notes)) for one in tables]
    return tables


def _only_list(of_leads: list[SheetMetadata], heads: list[SheetHead], *, whole: list[SheetMetadata]) -> SheetMetadata:
    """Return the first sheet of leads where no other one that a person sees holds leads as well."""
    if not of_leads:
        raise LeadsError(_NO_LEADS if whole else _EMPTY)
    seen = {page.name for page in of_leads[1:] if page.visible == SheetVisibleEnum.Visible}
    by_name = {head.name: head for head in heads}
    refuse_second_list(by_name[of_leads[0].name], [head for head in heads if head.name in seen])
    return of_leads[0]


def _as_calamine_reads(data: bytes) -> bytes:
    if not data.startswith(ZIP):
        return data
    package = Package(data)
    return data if package.is_plain() else package.rewritten()


def _refuse_impossible(sheets: Iterable[CalamineSheet]) -> None:
    """Refuse a row that no sheet has: a damaged number of one would make millions of blank rows."""
    if any(sheet.end and sheet.end[0] >= SHEET_ROWS for sheet in sheets):
        raise LeadsError(_DAMAGED)


@contextmanager
def _calamine_errors() -> Iterator[None]:
    try:
        yield
    except PasswordError:
        raise LeadsError(PROTECTED) from None
    # At what it does not know of an .xlsb calamine raises errors of the system, which are about this file all the same.
    except (CalamineError, OSError, EOFError, zipfile.BadZipFile, zlib.error, sax.SAXException):
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


def _visible_first(pages: list[SheetMetadata]) -> list[SheetMetadata]:
    return sorted(pages, key=lambda page: page.visible != SheetVisibleEnum.Visible)


def _asked_for(pages: list[SheetMetadata], filled: list[SheetMetadata], sheet: str | int) -> SheetMetadata:
    if not filled:
        raise LeadsError(_EMPTY)
    chosen = _named(pages, sheet)
    if chosen not in filled:
        raise LeadsError(f'the sheet "{chosen.name}" is empty: choose one of {_quoted([page.name for page in filled])}')
    return chosen


def _named(pages: list[SheetMetadata], sheet: str | int) -> SheetMetadata:
    names = [page.name for page in pages]
    if isinstance(sheet, int):
        if 0 <= sheet < len(names):
            return pages[sheet]
        raise LeadsError(f"there is no sheet {sheet}: counted from 0 the sheets are {_quoted(names)}")
    if sheet in names:
        return pages[names.index(sheet)]
    if sheet.isdecimal():
        if 0 < int(sheet) <= len(names):
            return pages[int(sheet) - 1]
        raise LeadsError(f"there is no sheet {sheet}: counted from 1 the sheets are {_quoted(names)}")
    nearest = difflib.get_close_matches(sheet, names, n=1, cutoff=0)[0]
    raise LeadsError(f'there is no sheet "{sheet}": did you mean "{nearest}"? The sheets are {_quoted(names)}')


def _sheet_note(chosen: list[SheetMetadata], filled: list[SheetMetadata]) -> str:
    sheets = "sheet" if len(chosen) == 1 else "sheets"
    others = ", ".join(_described(page) for page in filled if page not in chosen)
    read = ", ".join(map(_described, chosen))
    return f"read the {sheets} {read}" + (f"; {UNREAD_SHEETS}: {others}" if others else "")


def _described(page: SheetMetadata) -> str:
    if page.visible == SheetVisibleEnum.Visible:
        return f'"{page.name}"'
    return f'"{page.name}" (hidden)' if page.visible == SheetVisibleEnum.Hidden else f'"{page.name}" (very hidden)'


def _quoted(names: list[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
