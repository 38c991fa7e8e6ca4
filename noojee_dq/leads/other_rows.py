"""Rows that are no leads, wherever they stand: blank ones, the headings once more, lines, totals and remarks."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, cast

import numpy as np
import pandas as pd

from noojee_dq.arrow.cells import (
    begins_and_ends_with,
    begins_with_pair,
    equals,
    fully_matches,
    is_blank,
    pairs_of,
    starts_with_any,
)
from noojee_dq.arrow.columns import Mask, Positions, taken
from noojee_dq.fields import READ_PROBLEM
from noojee_dq.leads.descriptions import COUNT, REMARK_STARTS, is_among

TOO_MANY_CELLS: Final = "too many cells"
TOO_FEW_CELLS: Final = "too few cells"

#: A line that separates (`----`, `+---+`, `|:---:|`).
_LINE_CHARACTERS: Final = b"-=_+*~:|"
#: Suspects are few if not more than one row in so many is one.
_FEW: Final = 4
_LINE: Final = "[-=_+*~:| ]{3,}"


def suspects(body: pd.DataFrame, headings: Sequence[str], starts: tuple[str, ...] = REMARK_STARTS) -> Positions:
    """Return the rows that may be no leads, by how their first cell begins: nearly always none, or few.

    Whatever any other function here finds is among them; all rows are, where they are many.

    Args:
        body: of a `Table`.
        headings: of the file.
        starts: how such rows begin, as `starts_with_any` takes them.

    Example:
        >>> suspects(pd.DataFrame({0: ["Ann", "Bob", "Subtotal", "Cleo"]}, dtype="str"), ["Name"]).tolist()
        [2]
    """
    every = np.arange(len(body))
    if not headings:
        return every
    at = every[begins_with_pair(body[body.columns[0]], _suspect_pairs(headings[0], starts))]
    return every if _FEW * len(at) > len(body) else at


def _suspect_pairs(heading: str, starts: tuple[str, ...]) -> Mask:
    """Say which first two bytes may begin a blank cell, a line, some texts, or the heading in any case."""
    byte = np.arange(256)
    begins_blank, of_line = (byte <= 0x20) | (byte >= 0x7F), np.isin(byte, list(_LINE_CHARACTERS + b" "))
    # The other case of a letter, and a mark before a heading, can be beyond ASCII.
    pairs = begins_blank[:, np.newaxis] | (byte >= 0x7F) | (of_line[:, np.newaxis] & of_line)
    return pairs.ravel() | pairs_of((*starts, heading, heading.strip()))


def rows_at(body: pd.DataFrame, at: Positions) -> pd.DataFrame:
    """Return the rows at some positions, sooner than pandas where they are few."""
    if len(at) == len(body):
        return body
    columns = {label: _cells_at(body, label, at) for label in body.columns}
    return pd.DataFrame(columns, columns=body.columns, copy=False).set_axis(body.index[at])


def _cells_at(body: pd.DataFrame, label: Any, at: Positions) -> pd.Series:
    if len(at) == len(body):
        return body[label]
    return taken(body[label], at).to_pandas().astype("str").rename(label)


def blank_rows(body: pd.DataFrame) -> Positions:
    """Return the rows of a body that hold nothing."""
    return _positions(body, body.columns, is_blank)


def has_too_many_cells(problem: str) -> bool:
    """Say whether a row has values beyond the headings: then it is no row of any other kind than a lead."""
    return problem.startswith(TOO_MANY_CELLS)


def _positions(body: pd.DataFrame, labels: Iterable[Any], fits: Callable[[pd.Series], Mask]) -> Positions:
    """Return the rows all of whose cells fit."""
    # Column by column over the rows that fit so far: few are left after the first columns.
    positions = np.arange(len(body))
    for label in labels:
        positions = positions[fits(_cells_at(body, label, positions))]
        if not len(positions):
            break
    return positions


def headings_again(body: pd.DataFrame, headings: Sequence[str]) -> Positions:
    """Return the rows that hold the headings in any case, or some of them and nothing else."""
    places = range(len(headings))
    # Where files were joined, the mark of the second one stands before its first heading.
    written = [{heading, heading.strip()} for heading in headings]
    written[0].add(f"\ufeff{headings[0]}")
    positions = _positions(
        body, places, lambda column: is_blank(column) | _is_one_of(column, written[cast("int", column.name)])
    )
    filled = [~is_blank(_cells_at(body, place, positions)) for place in places if len(positions)]
    # A word that is one of the headings may be somebody's name.
    enough = min(2, sum(bool(heading.strip()) for heading in headings))
    return _of_whole_rows(body, positions[np.sum(filled, axis=0) >= enough] if filled else positions)


def _is_one_of(column: pd.Series, texts: Iterable[str]) -> Mask:
    return np.logical_or.reduce([equals(column, text, any_case=True) for text in texts])


def lines(body: pd.DataFrame, headings: Sequence[str]) -> Positions:
    """Return the rows that only separate."""
    return whole_rows_of(body, headings, lambda column: is_blank(column) | _is_line(column))


def whole_rows_of(body: pd.DataFrame, headings: Sequence[str], fits: Callable[[pd.Series], Mask]) -> Positions:
    """Return the rows of which each cell fits and that have no more cells than the headings.

    Args:
        body: of a `Table`.
        headings: of the file.
        fits: says which cells of a column do.
    """
    return _of_whole_rows(body, _positions(body, range(len(headings)), fits))


def _is_line(column: pd.Series) -> Mask:
    found = begins_and_ends_with(column, _LINE_CHARACTERS)
    if found.any():
        found[found] = fully_matches(column[found], _LINE)
    return found


def _of_whole_rows(body: pd.DataFrame, positions: Positions) -> Positions:
    if READ_PROBLEM not in body or not len(positions):
        return positions
    return positions[[not has_too_many_cells(problem) for problem in body[READ_PROBLEM].iloc[positions]]]


def remarks(body: pd.DataFrame, headings: Sequence[str]) -> Positions:
    """Return the rows that are totals or remarks although leads follow them, such as those at the end of a page."""
    found = _beginning_as_remarks(body, len(headings))
    if not len(found):
        return found
    chosen = rows_at(body, found)
    # Few rows are left: those of a few words and counts alone.
    alone = found[_positions(chosen, range(len(headings)), _may_be_of_remark)]
    cells = ([body[place].iloc[at].strip() for place in range(len(headings))] for at in alone)
    are_remarks = (is_among(of_row, headings) for of_row in cells)
    return _of_whole_rows(body, alone[np.fromiter(are_remarks, dtype=bool, count=len(alone))])


def _beginning_as_remarks(body: pd.DataFrame, width: int) -> Positions:
    """Return the rows whose first filled cell begins as a remark does."""
    left = np.arange(len(body))
    found = [left[:0]]
    # In most files every row fills the first column, so that no other is looked at.
    for place in range(width):
        column = _cells_at(body, place, left)
        found.append(left[starts_with_any(column, REMARK_STARTS)])
        left = left[is_blank(column)]
        if not len(left):
            break
    return np.sort(np.concatenate(found))


def _may_be_of_remark(column: pd.Series) -> Mask:
    return is_blank(column) | starts_with_any(column, REMARK_STARTS) | fully_matches(column, COUNT)
