"""One sheet of a workbook as a table: its values as text, and a word on rows that a person may not have meant."""

from dataclasses import replace
from typing import Any, Final

import numpy as np
import pandas as pd
from python_calamine import CalamineSheet

from noojee_dq.arrow.cells import fully_matches, is_blank
from noojee_dq.leads.delimiters import SAMPLE_RECORDS
from noojee_dq.leads.header import HEAD, chosen_header, find_header
from noojee_dq.leads.other_rows import blank_rows
from noojee_dq.leads.own_sheets import SheetHead
from noojee_dq.leads.read_problems import HIDDEN_ROW, with_problem
from noojee_dq.leads.records import table_from_records
from noojee_dq.leads.returned import with_rows_named
from noojee_dq.leads.sheet_facts import SheetFacts
from noojee_dq.leads.sheet_text import texts, write_moments
from noojee_dq.leads.table import Table
from noojee_dq.leads.whole_lines import refuse_whole_lines
from noojee_dq.words.spreadsheet import columns_text, row_numbers_text

#: What is said of a number that was too long for its cell.
LONG_NUMBER: Final = "a number of more than 15 digits"
_LONG: Final = "-?[0-9]{16,}"


def read_sheet(sheet: CalamineSheet, facts: SheetFacts | None, header_row: int | None, notes: list[str]) -> Table:
    """Read a sheet.

    Args:
        sheet: with its values.
        facts: what it tells beside them; None = that cannot be told.
        header_row: the row of the headings; None finds it.
        notes: gets what is to be said.

    Raises:
        LeadsError: it is blank, or the row holds no headings.
    """
    cells = _cells(sheet)
    if facts is None:
        notes.append("whether rows or columns are hidden, and cells hold errors, cannot be told of this workbook")
        facts = SheetFacts()
    # Before the headings are looked for: an error is no blank cell.
    for (row, column), text in facts.texts.items():
        if row < len(cells) and column < len(cells[row]):
            cells[row][column] = text
    header = chosen_header(texts(cells), header_row)
    write_moments(cells, header)
    refuse_whole_lines(texts(cells[header : header + SAMPLE_RECORDS]))
    table = table_from_records(texts(cells), header, "comma", notes)
    table = _with_hidden_rows(table, facts)
    _note_hidden_columns(table, facts, notes)
    body = _with_long_numbers(table, cells, notes)
    return replace(table, body=body)


def head_of(sheet: CalamineSheet, name: str) -> SheetHead:
    """Return how a sheet of some name begins."""
    first = list(texts(_cells(sheet, rows=HEAD)))
    title = next((cell for cells in first for cell in cells if cell.strip()), "")
    header = find_header(first)
    if header is None:
        return SheetHead(name, title, [], has_rows=False)
    below = any(cell.strip() for cells in first[header + 1 :] for cell in cells)
    return SheetHead(name, title, with_rows_named(first[header]), below or sheet.height > HEAD)


def _cells(sheet: CalamineSheet, rows: int | None = None) -> list[list[Any]]:
    # From the sheet's row 1 on, so that the rows count as Excel shows them.
    return sheet.to_python(skip_empty_area=False, nrows=rows)


def _with_hidden_rows(table: Table, facts: SheetFacts) -> Table:
    """Return the table with a word on rows that a filter or a person has hidden, and that may not be meant."""
    body = table.body
    if body.empty or not facts.hidden_rows:
        return table
    hidden = np.zeros(int(body.index[-1]) + 1, dtype=bool)
    for first, last in facts.hidden_rows:
        hidden[first + 1 : last + 2] = True
    rows = _rows_with_anything(body[hidden[body.index]])
    return replace(table, body=with_problem(body, rows, HIDDEN_ROW)) if len(rows) else table


def _rows_with_anything(body: pd.DataFrame) -> pd.Index:
    return body.index.delete(blank_rows(body))


def _note_hidden_columns(table: Table, facts: SheetFacts, notes: list[str]) -> None:
    hidden = [
        at
        for at, heading in enumerate(table.headings)
        if any(first <= at <= last for first, last in facts.hidden_columns)
        and (heading.strip() or not is_blank(table.body[at]).all())
    ]
    if hidden:
        are = "is hidden in the sheet, and was" if len(hidden) == 1 else "are hidden in the sheet, and were"
        notes.append(f"{columns_text(hidden)} {are} read all the same")


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
            body = with_problem(body, pd.Index(rows), kept)
    return body
