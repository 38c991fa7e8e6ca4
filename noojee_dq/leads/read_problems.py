"""What is wrong with a row, as the reading of its file found it: the texts of READ_PROBLEM, and how they last."""

import re
from collections.abc import Sequence
from typing import Final

import pandas as pd

from noojee_dq.arrow.cells import contains, is_blank
from noojee_dq.fields import READ_PROBLEM
from noojee_dq.words.spreadsheet import NotedRows, row_numbers_text

#: What is said of a row that the sheet does not show.
HIDDEN_ROW: Final = "hidden row: a filter or a person has hidden it in the sheet"


def with_problem(body: pd.DataFrame, rows: pd.Index, problem: str | pd.Series) -> pd.DataFrame:
    """Return a body with a problem noted for some rows, behind what is said of them already.

    Args:
        body: of a table.
        rows: their numbers.
        problem: the text, or one for each of them.
    """
    said = body.get(READ_PROBLEM, pd.Series("", index=body.index, dtype="str")).copy()
    said[rows] = said[rows].where(said[rows].eq(""), said[rows] + "; ") + problem
    return body.assign(**{READ_PROBLEM: said})


def hidden_rows(body: pd.DataFrame) -> pd.Index:
    """Return the rows of the body of a table that its sheet does not show."""
    if READ_PROBLEM not in body:
        return body.index[:0]
    return body.index[contains(body[READ_PROBLEM], re.escape(HIDDEN_ROW))]


def hidden_notes(rows: list[int]) -> list[str]:
    """Say which rows of this sheet are hidden, if any.

    Example:
        >>> hidden_notes([3])
        ['row 3 is hidden in the sheet, and was read all the same: see the warnings']
    """
    are = "is hidden in the sheet, and was" if len(rows) == 1 else "are hidden in the sheet, and were"
    return [f"{row_numbers_text(rows)} {are} read all the same: see the warnings"] if rows else []


def is_misread(said: pd.Series) -> pd.Series:
    """Say of which rows, by the texts of READ_PROBLEM, the values may not be those of the file: not of hidden ones."""
    return said.ne("") & said.ne(HIDDEN_ROW)


def with_earlier_problems(
    body: pd.DataFrame, headings: Sequence[str], marked: NotedRows, *, of_report: bool = False
) -> pd.DataFrame:
    """Return a body with what an earlier reading said of its rows and this one cannot see, in READ_PROBLEM.

    Args:
        body: of a table.
        headings: of its columns; one of them may be READ_PROBLEM.
        marked: gets the rows that the first file hid.
        of_report: a report wrote the table: whatever its first reading said stands until a person empties the cell.
    """
    for at in problem_columns(headings):
        holds = ~is_blank(body[at]) if of_report else contains(body[at], f"^{re.escape(HIDDEN_ROW)}")
        hidden_again = body[READ_PROBLEM].eq(HIDDEN_ROW) if READ_PROBLEM in body else False
        rows = body.index[holds & ~(body[at].eq(HIDDEN_ROW) & hidden_again)]
        if len(rows):
            body = with_problem(body, rows, body.loc[rows, at])
        if not of_report:
            marked.add(body.index[holds].tolist())
    return body


def earlier_notes(marked: NotedRows) -> list[str]:
    """Say which rows the first file hid, if any."""
    were = "was" if marked.count == 1 else "were"
    advice = f"once it is clear that they are meant, empty their cells in {READ_PROBLEM}"
    return [f"{marked} {were} hidden in the file that was read first: {advice}"] if marked.count else []


def problem_columns(headings: Sequence[str]) -> list[int]:
    """Return the positions of the columns in which an earlier reading said what was wrong with rows."""
    return [at for at, heading in enumerate(headings) if heading.strip() == READ_PROBLEM]
