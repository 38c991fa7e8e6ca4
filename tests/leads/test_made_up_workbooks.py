"""Made-up workbooks of every format: as many leads come out as went in, under the rows that a spreadsheet shows."""

import datetime as dt
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

import openpyxl  # type: ignore[import-untyped]  # it ships no types
import pytest

from noojee_dq.fields import READ_PROBLEM
from noojee_dq.leads import HIDDEN_ROW, read_leads
from tests.leads.spreadsheets import (
    ods,
    ods_cell,
    ods_row,
    xls,
    xls_row,
    xls_sheet,
    xls_text,
    xlsb,
    xlsb_sheet,
    xlsb_texts,
)

Cell = str | dt.datetime | dt.date | None


@dataclass(frozen=True)
class Sheet:
    """A sheet: its rows from the first on, which of them are hidden, and whether it is hidden itself."""

    name: str
    rows: list[list[Cell]]
    hidden: frozenset[int]
    is_hidden: bool = False


def made_up(random: Random, *, dates: bool) -> list[Sheet]:
    """Sheets of which the first that is visible and holds anything has the leads."""
    sheets = [_leads(random, dates=dates)]
    if random.random() < 0.5:
        sheets.append(Sheet("Old", [["Code", "Meaning"], ["x", "y"]], frozenset([1]), random.random() < 0.5))
    if random.random() < 0.5:
        sheets.insert(0, Sheet("Codes", [["Code"], ["7"]], frozenset(), is_hidden=True))
    return sheets


def _leads(random: Random, *, dates: bool) -> Sheet:
    above: list[list[Cell]] = [[]] * random.choice([0, 0, 0, 2])
    rows: list[list[Cell]] = [*above, ["Name", "Phone", "When"]]
    times = random.random() < 0.5
    for number in range(random.randint(1, 12)):
        when = dt.datetime(2026, 3, 1 + number, 9 * times, 30 * times) if dates else "2026/03/01"
        cells: list[Cell] = [f"Lead {number}", f"0491 570 {156 + number}", random.choice([when, None])]
        rows.append(random.choice([cells, cells, cells, [None, None, None], [" ", None, None]]))
    rows.append(["Last", "0491 570 006", None])
    hidden = frozenset(row for row in range(len(rows)) if random.random() < 0.3)
    return Sheet("Leads", rows, hidden)


def expected(sheet: Sheet) -> tuple[dict[int, list[str]], list[int]]:
    """The leads by their rows, and those of them that are hidden."""
    header = next(at for at, row in enumerate(sheet.rows) if row)
    filled = {
        at: row for at, row in enumerate(sheet.rows) if at > header and any(str(cell or "").strip() for cell in row)
    }
    moments = [cell for row in filled.values() for cell in row if isinstance(cell, dt.datetime)]
    layout = "%Y/%m/%d %H:%M" if any(moment.time() != dt.time() for moment in moments) else "%Y/%m/%d"
    leads = {
        at + 1: [cell.strftime(layout) if isinstance(cell, dt.datetime) else str(cell or "") for cell in row]
        for at, row in filled.items()
    }
    return leads, [at + 1 for at in filled if at in sheet.hidden]


def as_xlsx(sheets: list[Sheet]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        page.sheet_state = "hidden" if sheet.is_hidden else "visible"
        for row, cells in enumerate(sheet.rows, 1):
            for column, cell in enumerate(cells, 1):
                page.cell(row, column, cell)
            page.row_dimensions[row].hidden = row - 1 in sheet.hidden
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def as_ods(sheets: list[Sheet]) -> bytes:
    return ods(
        {
            sheet.name: "".join(_row_of_ods(sheet, row) for row in range(len(sheet.rows)))
            for sheet in sheets
            if not sheet.is_hidden
        }
    )


def _row_of_ods(sheet: Sheet, row: int) -> str:
    cells = [_cell_of_ods(cell) for cell in sheet.rows[row]] or ["<table:table-cell/>"]
    return ods_row(*cells, attributes='table:visibility="collapse"' if row in sheet.hidden else "")


def _cell_of_ods(cell: Cell) -> str:
    if isinstance(cell, dt.datetime):
        return ods_cell("shown", f'office:value-type="date" office:date-value="{cell.isoformat()}"')
    return "<table:table-cell/>" if cell is None else ods_cell(str(cell))


def as_xlsb(sheets: list[Sheet]) -> bytes:
    return xlsb({sheet.name: _sheet_of_xlsb(sheet) for sheet in sheets if not sheet.is_hidden})


def _sheet_of_xlsb(sheet: Sheet) -> bytes:
    rows = [xlsb_texts(*(str(cell or "") for cell in cells)) for cells in sheet.rows]
    return xlsb_sheet(rows, hidden_rows=sorted(sheet.hidden))


def as_xls(sheets: list[Sheet]) -> bytes:
    states = {sheet.name: int(sheet.is_hidden) for sheet in sheets}
    return xls({sheet.name: _sheet_of_xls(sheet) for sheet in sheets}, states=states)


def _sheet_of_xls(sheet: Sheet) -> bytes:
    rows = [xls_row(row, hidden=row in sheet.hidden) for row in range(len(sheet.rows))]
    cells = [
        xls_text(row, at, str(cell))
        for row, cells in enumerate(sheet.rows)
        for at, cell in enumerate(cells)
        if cell is not None
    ]
    return xls_sheet(*rows, *cells)


@pytest.mark.parametrize(
    ("suffix", "write", "dates"),
    [(".xlsx", as_xlsx, True), (".ods", as_ods, True), (".xlsb", as_xlsb, False), (".xls", as_xls, False)],
)
@pytest.mark.parametrize("seeds", [range(8), pytest.param(range(8, 300), marks=pytest.mark.long)])
def test_leads_in_are_leads_out(
    tmp_path: Path, suffix: str, write: Callable[[list[Sheet]], bytes], dates: bool, seeds: range
) -> None:
    for seed in seeds:
        sheets = made_up(Random(seed), dates=dates)  # noqa: S311 - no secret comes of it
        file = tmp_path / f"leads{suffix}"
        file.write_bytes(write(sheets))
        leads = read_leads(file)
        rows, hidden = expected(next(sheet for sheet in sheets if not sheet.is_hidden))
        said = leads.pop(READ_PROBLEM) if READ_PROBLEM in leads else leads["Name"].mask(leads["Name"].ne(""), "")
        assert dict(zip(leads.index.tolist(), leads.to_numpy().tolist(), strict=True)) == rows, seed
        assert leads.index[said.eq(HIDDEN_ROW)].tolist() == hidden, seed
