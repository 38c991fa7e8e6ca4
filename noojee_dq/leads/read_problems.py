"""What is wrong with a row, as the reading of its file found it: the texts of READ_PROBLEM, and how they last."""

import re
from collections.abc import Sequence
from typing import Final

import pandas as pd

from noojee_dq.arrow.cells import contains, is_blank
from noojee_dq.arrow.columns import Mask
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


def says(said: pd.Series, kind: str) -> Mask:
    """Say which texts of READ_PROBLEM name a problem of a kind, alone or among others.

    Args:
        said: the texts.
        kind: how the text of such a problem begins.

    Example:
        >>> says(pd.Series(["too few cells: 1; hidden row: ...", ""]), "hidden row").tolist()
        [True, False]
    """
    return contains(said, f"(?:^|; ){re.escape(kind)}")


class EarlierProblems:
    """What an earlier reading said of rows, and this one cannot see: it stands until a person empties the cell.

    Args:
        headings: of a table; one of them may be READ_PROBLEM.
        is_told: notes name these rows; else that is done elsewhere.
    """

    def __init__(self, headings: Sequence[str], *, is_told: bool = True) -> None:
        self._columns = problem_columns(headings)
        self._is_told = is_told
        self._misread = NotedRows()
        self._hidden = NotedRows()

    def added_to(self, body: pd.DataFrame) -> pd.DataFrame:
        """Return a body with these problems in READ_PROBLEM."""
        for at in self._columns:
            filled = ~is_blank(body[at])
            now = body.get(READ_PROBLEM, pd.Series("", index=body.index, dtype="str"))
            rows = body.index[filled & body[at].ne(now).to_numpy()]
            self._misread.add(body.index[filled & is_misread(body[at]).to_numpy()].tolist())
            self._hidden.add(body.index[says(body[at], HIDDEN_ROW)].tolist())
            if len(rows):
                body = with_problem(body, rows, body.loc[rows, at])
        return body

    def notes(self) -> list[str]:
        """Say which rows they are, and what to do."""
        if not self._is_told:
            return []
        said = [misread_note(str(self._misread))] if self._misread.count else []
        if self._hidden.count:
            were = "was" if self._hidden.count == 1 else "were"
            advice = f"once it is clear that they are meant, empty their cells in {READ_PROBLEM}"
            said.append(f"{self._hidden} {were} hidden in the file that was read first: {advice}")
        return said


def misread_note(rows: str) -> str:
    """Say what to do with rows, in words, whose values the first reading could not place."""
    return (
        f"the first reading had trouble with {rows}: see that each value is in its column, "
        f"then empty the cell in {READ_PROBLEM}"
    )


def problem_columns(headings: Sequence[str]) -> list[int]:
    """Return the positions of the columns in which an earlier reading said what was wrong with rows."""
    return [at for at, heading in enumerate(headings) if heading.strip() == READ_PROBLEM]
