"""Rows below the headings that are no leads: blank ones, headings that come again, lines, descriptions, totals."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, cast

import numpy as np
import pandas as pd

from noojee_dq.arrow.cells import begins_and_ends_with, equals, fully_matches, is_blank
from noojee_dq.arrow.columns import Mask, Positions
from noojee_dq.fields import READ_PROBLEM
from noojee_dq.leads.descriptions import describes, is_below
from noojee_dq.leads.read_problems import EarlierProblems
from noojee_dq.words.counts import counted
from noojee_dq.words.spreadsheet import NotedRows

TOO_MANY_CELLS: Final = "too many cells"
TOO_FEW_CELLS: Final = "too few cells"

#: A line that separates (`----`, `+---+`, `|:---:|`).
_LINE_CHARACTERS: Final = b"-=_+*~:|"
_LINE: Final = "[-=_+*~:| ]{3,}"
#: Rows at the end of a file that can be totals and remarks.
_MOST_BELOW: Final = 10

_HEADINGS: Final = "headings"
_LINES: Final = "lines"
_DESCRIPTION: Final = "description"
_BELOW: Final = "below"
_SAID: Final = {
    _HEADINGS: "the headings once more",
    _LINES: "a line that only separates",
    _DESCRIPTION: "a description of the columns",
    _BELOW: "a total or a remark below the leads",
}


class LeadRows:
    """Tells the leads of a file from its other rows, a part after the other.

    Args:
        headings: of the file, as they stand.
        as_they_are: an earlier reading has left out all but the leads.
    """

    def __init__(self, headings: Sequence[str], *, as_they_are: bool = False) -> None:
        self._headings = headings
        self._as_they_are = as_they_are
        self._begun = False
        self._held: pd.DataFrame | None = None
        self._ragged = {kind: NotedRows() for kind in (TOO_MANY_CELLS, TOO_FEW_CELLS)}
        self._blank = NotedRows()
        self._earlier = EarlierProblems(headings, of_report=as_they_are)
        self._left_out = {kind: NotedRows() for kind in _SAID}

    def take(self, body: pd.DataFrame) -> pd.DataFrame:
        """Return the leads among some rows, after those that were held back before.

        Args:
            body: the next rows of the file, as the body of a `Table`.
        """
        return self._earlier.added_to(self._of(without_blank_rows(body, self._blank)))

    def _of(self, leads: pd.DataFrame) -> pd.DataFrame:
        """Return the leads among rows of which none is blank."""
        if self._as_they_are or leads.empty:
            return leads
        for kind, find in ((_HEADINGS, _headings_again), (_LINES, _lines)):
            leads = _without(leads, find(leads, self._headings), self._left_out[kind])
        leads = self._without_those_below(self._without_description(leads))
        return self._with_ragged_noted(leads)

    def notes(self) -> list[str]:
        """Say what was left out, and which leads are ragged, once all rows were taken."""
        if self._held is not None:
            self._left_out[_BELOW].add(self._held.index.tolist())
            self._held = None
        said = [
            f"{counted(rows.count, 'row has', 'rows have')} {kind}, see the column {READ_PROBLEM}: {rows}"
            for kind, rows in self._ragged.items()
            if rows.count
        ]
        if self._blank.count:
            said.append(f"{counted(self._blank.count, 'blank row was', 'blank rows were')} skipped: {self._blank}")
        said += self._earlier.notes()
        return [*said, *(f"{_SAID[kind]}, no lead: {rows}" for kind, rows in self._left_out.items() if rows.count)]

    def _without_description(self, leads: pd.DataFrame) -> pd.DataFrame:
        """Leave out the first row if it says what belongs into the columns."""
        if self._begun or leads.empty:
            return leads
        self._begun = True
        is_description = describes(_cells(leads, self._headings, 0), self._headings)
        return _without(leads, np.arange(int(is_description)), self._left_out[_DESCRIPTION])

    def _without_those_below(self, leads: pd.DataFrame) -> pd.DataFrame:
        """Hold back rows at the end that are no leads if none follows."""
        if leads.empty:
            return leads
        if self._held is not None:
            leads = pd.concat([self._held, leads])
            leads = leads.fillna("") if READ_PROBLEM in leads else leads
        below = 0
        while below < min(_MOST_BELOW, len(leads)) and is_below(_cells(leads, self._headings, -1 - below)):
            below += 1
        cut = len(leads) - below
        self._held = leads.iloc[cut:] if below else None
        return leads.iloc[:cut] if below else leads

    def _with_ragged_noted(self, leads: pd.DataFrame) -> pd.DataFrame:
        """Note rows whose number of cells is not that of the heading; where none is left, nothing is said of any."""
        if READ_PROBLEM not in leads:
            return leads
        for kind, rows in self._ragged.items():
            rows.add(leads.index[leads[READ_PROBLEM].str.startswith(kind)].tolist())
        return leads if leads[READ_PROBLEM].ne("").any() else leads.drop(columns=READ_PROBLEM)


def without_blank_rows(body: pd.DataFrame, blank: NotedRows) -> pd.DataFrame:
    """Return the rows of a body that hold anything.

    Args:
        body: of a table.
        blank: gets the numbers of the others.
    """
    return _without(body, _positions(body, body.columns, is_blank), blank)


def _without(body: pd.DataFrame, positions: Positions, noted: NotedRows) -> pd.DataFrame:
    if not len(positions):
        return body
    noted.add(body.index[positions].tolist())
    keep = np.ones(len(body), dtype=bool)
    keep[positions] = False
    return body[keep]


def _too_many(problem: str) -> bool:
    """Say whether a row has values beyond the headings: then it is no row of any other kind than a lead."""
    return problem.startswith(TOO_MANY_CELLS)


def _cells(body: pd.DataFrame, headings: Sequence[str], at: int) -> list[str]:
    """Return the cells of a row, and what was wrong with it if it holds more than these."""
    row = body.iloc[at]
    problem = str(row.get(READ_PROBLEM, ""))
    return [*(row[place].strip() for place in range(len(headings))), *([problem] if _too_many(problem) else [])]


def _positions(body: pd.DataFrame, labels: Iterable[Any], fits: Callable[[pd.Series], Mask]) -> Positions:
    """Return the rows all of whose cells fit."""
    # Column by column over the rows that fit so far: few are left after the first columns.
    positions = np.arange(len(body))
    for label in labels:
        column = body[label] if len(positions) == len(body) else body[label].iloc[positions]
        positions = positions[fits(column)]
        if not len(positions):
            break
    return positions


def _headings_again(body: pd.DataFrame, headings: Sequence[str]) -> Positions:
    """Return the rows that hold the headings, or some of them and nothing else."""
    places = range(len(headings))
    # Where files were joined, the mark of the second one stands before its first heading.
    written = [{heading, heading.strip()} for heading in headings]
    written[0].add(f"\ufeff{headings[0]}")
    positions = _positions(
        body, places, lambda column: is_blank(column) | _is_one_of(column, written[cast("int", column.name)])
    )
    filled = [~is_blank(body[place].iloc[positions]) for place in places if len(positions)]
    # A word that is one of the headings may be somebody's name.
    enough = min(2, sum(bool(heading.strip()) for heading in headings))
    return _of_whole_rows(body, positions[np.sum(filled, axis=0) >= enough] if filled else positions)


def _is_one_of(column: pd.Series, texts: Iterable[str]) -> Mask:
    return np.logical_or.reduce([equals(column, text) for text in texts])


def _lines(body: pd.DataFrame, headings: Sequence[str]) -> Positions:
    return _of_whole_rows(
        body, _positions(body, range(len(headings)), lambda column: is_blank(column) | _is_line(column))
    )


def _is_line(column: pd.Series) -> Mask:
    found = begins_and_ends_with(column, _LINE_CHARACTERS)
    if found.any():
        found[found] = fully_matches(column[found], _LINE)
    return found


def _of_whole_rows(body: pd.DataFrame, positions: Positions) -> Positions:
    if READ_PROBLEM not in body or not len(positions):
        return positions
    return positions[[not _too_many(problem) for problem in body[READ_PROBLEM].iloc[positions]]]
