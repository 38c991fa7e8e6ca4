"""Sheets of a workbook for people: leads under a frozen heading, and small tables. All text, nothing runs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, Final

import pandas as pd

from noojee_dq.fields import DQ_CODES, DQ_EXPECTED_CODE, DQ_REASONS, DQ_ROW, DQ_STATUS
from noojee_dq.leads.writing import MAX_SHEET_LEADS
from noojee_dq.words.display import printable
from noojee_dq.words.rows import exact_labels
from noojee_dq.words.spreadsheet import column_letter

#: Notes on cells in one workbook: a spreadsheet grows slow with many more. The colour and `dq_reasons` stay.
MAX_CELL_NOTES: Final = 10_000

_WIDTHS: Final = {DQ_ROW: 8, DQ_STATUS: 10, DQ_EXPECTED_CODE: 17, DQ_CODES: 10, DQ_REASONS: 60}
_NARROWEST, _WIDEST = 9, 40
_ROWS_FOR_WIDTH = 500
#: A spreadsheet's numbers are exact up to 15 digits; a larger label stands as text.
_LARGEST_NUMBER = 10**15
#: Points of a line of text, the most lines that are shown of a cell, and the part of a line that words fill.
_LINE_HEIGHT, _MOST_LINES, _FILLED = 15, 20, 0.9
_NOTE_SIZE = {"x_scale": 2.2, "y_scale": 1.1}

_MARK = ["position", "column", "severity", "note"]
_FILLS = {"error": ("#FFC7CE", "#7A0010"), "warning": ("#FFEB9C", "#6B4500")}


@dataclass(frozen=True)
class Styles:
    """The formats of a workbook; made by `styles_of`."""

    title: Any
    strong: Any
    bold: Any
    heading: Any
    text: Any
    wrapped: Any
    number: Any
    marked: dict[str, Any]


def styles_of(workbook: Any) -> Styles:
    """Add the formats that every workbook of ours uses.

    Args:
        workbook: as `noojee_dq.leads.writing.text_workbook` opens it.

    Returns:
        The formats; `marked` by severity.
    """
    as_text = {"num_format": "@", "valign": "top"}
    return Styles(
        title=workbook.add_format({"bold": True, "font_size": 14}),
        strong=workbook.add_format({"bold": True}),
        bold=workbook.add_format(as_text | {"bold": True, "text_wrap": True}),
        heading=workbook.add_format(as_text | {"bold": True, "bg_color": "#E4E9F0", "bottom": 1, "text_wrap": True}),
        text=workbook.add_format(as_text),
        wrapped=workbook.add_format(as_text | {"text_wrap": True}),
        number=workbook.add_format({"num_format": "#,##0", "valign": "top"}),
        marked={
            severity: workbook.add_format(as_text | {"bg_color": fill, "font_color": ink})
            for severity, (fill, ink) in _FILLS.items()
        },
    )


def write_lead_sheets(
    workbook: Any, name: str, leads: pd.DataFrame, styles: Styles, marks: pd.DataFrame | None = None
) -> None:
    """Write leads on a sheet, and on further ones where there are more than a sheet holds.

    Args:
        workbook: as `noojee_dq.leads.writing.text_workbook` opens it.
        name: of the sheet; the further ones get a number behind it.
        leads: text and whole numbers; a label for each column.
        styles: of this workbook.
        marks: cells to colour: `position` of the lead, `column` by position, `severity`, `note` ("" = none).
    """
    marks = pd.DataFrame(columns=_MARK) if marks is None else marks
    for part, start in enumerate(range(0, max(len(leads), 1), MAX_SHEET_LEADS), start=1):
        sheet = workbook.add_worksheet(name if part == 1 else f"{name} {part}")
        end = start + MAX_SHEET_LEADS
        here = marks[marks["position"].between(start, end - 1)]
        _write_sheet(sheet, leads.iloc[start:end], styles, here.assign(position=here["position"] - start))


def set_widths(sheet: Any, widths: Sequence[int]) -> None:
    """Set the widths of the first columns of a sheet, in characters."""
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)


def write_table(
    sheet: Any,
    at: int,
    heads: Sequence[str],
    lines: Iterable[Sequence[object]],
    styles: Styles,
    widths: Sequence[int],
) -> int:
    """Write a small table.

    Args:
        sheet: of a workbook; all above row `at` is written.
        at: the row of the headings, from 0.
        heads: the headings.
        lines: text, and whole numbers, which are written as numbers.
        styles: of this workbook.
        widths: of the columns, in characters: a longer text is wrapped, and its row gets higher.

    Returns:
        The first row below it, one left blank.
    """
    for column, head in enumerate(heads):
        sheet.write_string(at, column, head, styles.heading)
    for line in lines:
        at += 1
        _set_height(sheet, at, zip(line, widths, strict=False))
        for column, value in enumerate(line):
            if isinstance(value, int):
                sheet.write_number(at, column, value, styles.number)
            else:
                sheet.write_string(at, column, str(value), styles.wrapped)
    return at + 2


def row_cells(index: pd.Index) -> list[int | str]:
    """Return the labels of leads as the cells of `dq_row`: whole numbers as such, others as text.

    Example:
        >>> row_cells(pd.Index([2, 3])), row_cells(pd.Index(["a"]))
        ([2, 3], ['a'])
    """
    if pd.api.types.is_integer_dtype(index.dtype) and (
        not len(index) or max(index.max(), -index.min()) < _LARGEST_NUMBER
    ):
        return index.tolist()
    return exact_labels(index).tolist()


def _set_height(sheet: Any, row: int, cells: Iterable[tuple[object, int]]) -> None:
    """Make a row as high as its wrapped texts need: LibreOffice does not by itself."""
    lines = max((ceil(len(str(cell)) / (width * _FILLED)) for cell, width in cells), default=1)
    if lines > 1:
        sheet.set_row(row, _LINE_HEIGHT * min(lines, _MOST_LINES))


def _write_sheet(sheet: Any, leads: pd.DataFrame, styles: Styles, marks: pd.DataFrame) -> None:
    last = max(len(leads.columns) - 1, 0)
    for at, label in enumerate(leads.columns):
        wrapped = styles.wrapped if label == DQ_REASONS else styles.text
        sheet.set_column(at, at, _width(leads.iloc[:_ROWS_FOR_WIDTH, at], label), wrapped)
        sheet.write_string(0, at, label, styles.heading)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    sheet.autofilter(0, 0, len(leads), last)
    # Else a green corner on every phone number says that it is a number stored as text, which is the purpose.
    sheet.ignore_errors({"number_stored_as_text": f"A1:{column_letter(last)}{len(leads) + 1}"})
    marked: dict[int, dict[int, tuple[str, str]]] = {}
    for row, column, severity, note in zip(*(marks[name] for name in _MARK), strict=True):
        marked.setdefault(row, {})[column] = severity, note
    reasons = leads.columns.get_loc(DQ_REASONS) if DQ_REASONS in leads.columns else None
    # A loop over the cells: XlsxWriter takes one at a time, and in constant memory row after row.
    for row, cells in enumerate(leads.itertuples(index=False, name=None)):
        if reasons is not None:
            _set_height(sheet, row + 1, [(cells[reasons], _WIDTHS[DQ_REASONS])])
        if row in marked:
            _write_marked(sheet, row + 1, cells, marked[row], styles)
        else:
            _write_row(sheet, row + 1, cells)


def _write_row(sheet: Any, row: int, cells: Sequence[object]) -> None:
    for column, cell in enumerate(cells):
        if isinstance(cell, int):
            sheet.write_number(row, column, cell)
        elif cell:
            sheet.write_string(row, column, cell)


def _write_marked(
    sheet: Any, row: int, cells: Sequence[object], marks: dict[int, tuple[str, str]], styles: Styles
) -> None:
    _write_row(sheet, row, cells)
    for column, (severity, note) in marks.items():
        sheet.write_string(row, column, str(cells[column]), styles.marked[severity])
        if note:
            sheet.write_comment(row, column, printable(note, keep="\n"), _NOTE_SIZE)


def _width(cells: pd.Series, label: str) -> int:
    longest = max([len(label) + 3, *cells.astype("str").str.len()])
    return _WIDTHS.get(label, min(max(longest, _NARROWEST), _WIDEST))
