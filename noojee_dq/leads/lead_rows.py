"""Rows below the headings that are no leads: blank ones, headings that come again, lines, descriptions, totals."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

import numpy as np
import pandas as pd

from noojee_dq.arrow.columns import Positions
from noojee_dq.fields import READ_PROBLEM
from noojee_dq.leads.descriptions import REMARK_STARTS, describes, is_below, is_signature
from noojee_dq.leads.example_rows import EXAMPLE_STARTS, example_rows
from noojee_dq.leads.other_rows import (
    TOO_FEW_CELLS,
    TOO_MANY_CELLS,
    blank_rows,
    has_too_many_cells,
    headings_again,
    lines,
    remarks,
    rows_at,
    suspects,
)
from noojee_dq.leads.read_problems import EarlierProblems
from noojee_dq.leads.returned import is_returned
from noojee_dq.words.counts import counted
from noojee_dq.words.spreadsheet import NotedRows

#: Rows at the end of a file that can be totals and remarks.
_MOST_BELOW: Final = 10

_HEADINGS: Final = "headings"
_LINES: Final = "lines"
_EXAMPLES: Final = "examples"
_DESCRIPTION: Final = "description"
_BELOW: Final = "below"
_AMONG: Final = "among"
_SAID: Final = {
    _HEADINGS: "the headings once more",
    _LINES: "a line that only separates",
    _EXAMPLES: "an example of how to fill in the leads",
    _DESCRIPTION: "a description of the columns",
    _BELOW: "a total or a remark below the leads",
    _AMONG: "a total or a remark among the leads",
}


class LeadRows:
    """Tells the leads of a file from its other rows, a part after the other.

    Args:
        headings: of the file, as they stand.
        as_they_are: they have been read before.
        tells_earlier: notes name the rows that an earlier reading had trouble with.
    """

    def __init__(self, headings: Sequence[str], *, as_they_are: bool = False, tells_earlier: bool = True) -> None:
        self._headings = headings
        self._as_they_are = as_they_are
        self._begun = False
        self._held: pd.DataFrame | None = None
        self._ragged = {kind: NotedRows() for kind in (TOO_MANY_CELLS, TOO_FEW_CELLS)}
        self._blank = NotedRows()
        self._earlier = EarlierProblems(headings, is_told=tells_earlier)
        self._left_out = {kind: NotedRows() for kind in _SAID}

    def take(self, body: pd.DataFrame) -> pd.DataFrame:
        """Return the leads among some rows, after those that were held back before.

        Args:
            body: the next rows of the file, as the body of a `Table`.
        """
        at = suspects(body, self._headings, (*REMARK_STARTS, *EXAMPLE_STARTS))
        leads = self._without_suspects(body, at)
        if self._as_they_are:
            return self._earlier.added_to(leads)
        if is_returned(self._headings):
            return self._earlier.added_to(self._with_ragged_noted(leads))
        more_can_be_remarks = len(at) > 0 or self._held is not None
        leads = self._without_those_below(self._without_description(leads))
        if more_can_be_remarks:
            leads = _without(leads, remarks(leads, self._headings), self._left_out[_AMONG])
        return self._earlier.added_to(self._with_ragged_noted(leads))

    def _without_suspects(self, body: pd.DataFrame, at: Positions) -> pd.DataFrame:
        """Leave out which of the rows at some positions are blank, and else no leads; a report wrote leads alone."""
        if not len(at):
            return body
        finds: list[tuple[Callable[[pd.DataFrame], Positions], NotedRows]] = [(blank_rows, self._blank)]
        if not (self._as_they_are or is_returned(self._headings)):
            finds += [
                (partial(headings_again, headings=self._headings), self._left_out[_HEADINGS]),
                (partial(lines, headings=self._headings), self._left_out[_LINES]),
                (partial(example_rows, headings=self._headings), self._left_out[_EXAMPLES]),
            ]
        some, left = rows_at(body, at), at
        for find, noted in finds:
            found = find(some)
            some, left = _without(some, found, noted), np.delete(left, found)
        if len(left) == len(at):
            return body
        return some if len(at) == len(body) else body[~np.isin(np.arange(len(body)), np.setdiff1d(at, left))]

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
        below = int(len(leads) > 1 and self._is_signed(leads))
        while below < min(_MOST_BELOW, len(leads)) and self._is_below(leads, -1 - below):
            below += 1
        cut = len(leads) - below
        self._held = leads.iloc[cut:] if below else None
        return leads.iloc[:cut] if below else leads

    def _is_signed(self, leads: pd.DataFrame) -> bool:
        above, last = (_cells(leads, self._headings, at) for at in (-2, -1))
        return is_signature(above, last, self._headings)

    def _is_below(self, leads: pd.DataFrame, at: int) -> bool:
        return is_below(_cells(leads, self._headings, at), self._headings)

    def _with_ragged_noted(self, leads: pd.DataFrame) -> pd.DataFrame:
        """Note rows whose number of cells is not that of the heading; where none is left, nothing is said of any."""
        if READ_PROBLEM not in leads:
            return leads
        for kind, rows in self._ragged.items():
            rows.add(leads.index[leads[READ_PROBLEM].str.startswith(kind)].tolist())
        return leads if leads[READ_PROBLEM].ne("").any() else leads.drop(columns=READ_PROBLEM)


def _without(body: pd.DataFrame, positions: Positions, noted: NotedRows) -> pd.DataFrame:
    if not len(positions):
        return body
    noted.add(body.index[positions].tolist())
    keep = np.ones(len(body), dtype=bool)
    keep[positions] = False
    return body[keep]


def _cells(body: pd.DataFrame, headings: Sequence[str], at: int) -> list[str]:
    """Return the cells of a row, and what was wrong with it if it holds more than these."""
    row = body.iloc[at]
    problem = str(row.get(READ_PROBLEM, ""))
    return [
        *(row[place].strip() for place in range(len(headings))),
        *([problem] if has_too_many_cells(problem) else []),
    ]
