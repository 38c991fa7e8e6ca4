"""From a table to leads: blank rows out, every column under a name of its own."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import pandas as pd
import pyarrow as pa

from noojee_dq.arrow.cells import is_blank
from noojee_dq.errors import LeadsError
from noojee_dq.fields import DQ_POSITION, DQ_ROW, DQ_SOURCE, READ_PROBLEM
from noojee_dq.leads.lead_rows import LeadRows
from noojee_dq.leads.read_problems import hidden_notes, hidden_rows, problem_columns
from noojee_dq.leads.returned import is_returned, with_rows_named
from noojee_dq.words.spreadsheet import column_letter, columns_text

_PHONE_NUMBER: Final = re.compile(r"[+(]{0,2}[0-9](?:[ ().-]{0,2}[0-9]){7,14}")


@dataclass(frozen=True)
class Table:
    """A file's headings as they stand, and its rows.

    The body's columns are the positions 0, 1, ... of the headings, and after them READ_PROBLEM if any row has
    a problem; its index is the spreadsheet's row number, named "row". The sheet of a workbook has a name.
    """

    headings: list[str]
    body: pd.DataFrame
    sheet: str = ""

    def __post_init__(self) -> None:
        named = with_rows_named(self.headings)
        is_index = named != self.headings
        object.__setattr__(self, "headings", named)
        if is_index and not {DQ_POSITION, DQ_SOURCE}.intersection(named):
            self._tell_repeated_labels_apart()

    def _tell_repeated_labels_apart(self) -> None:
        """Give each row its place where pandas wrote an index whose labels repeat."""
        labels = self.body[self.headings.index(DQ_ROW)]
        labelled = labels.str.strip().ne("")
        if not labels[labelled].duplicated().any():
            return
        places = pd.Series(self.body.index.astype("str"), self.body.index, dtype="str").where(labelled, "")
        body = self.body.copy()
        body.insert(len(self.headings), len(self.headings), places)
        object.__setattr__(self, "headings", [*self.headings, DQ_POSITION])
        object.__setattr__(self, "body", body)

    @property
    def is_returned(self) -> bool:
        """Whether it holds leads as a report wrote them."""
        return is_returned(self.headings)


def body_of(table: pa.Table, first_row: int) -> pd.DataFrame:
    """Return an Arrow table of text as the body of a Table whose first row has this number."""
    body = table.to_pandas()
    body.columns = pd.RangeIndex(table.num_columns)
    body.index = pd.RangeIndex(first_row, first_row + len(body), name="row")
    return body


def leads_of(table: Table, notes: list[str]) -> pd.DataFrame:
    """Return the table as leads, and add to the notes what was left out or renamed."""
    rows = LeadRows(table.headings, tells_earlier=not table.is_returned)
    body = rows.take(table.body)
    # Of one that a report wrote they are named later, by the rows of the original file.
    hidden = [] if table.is_returned else hidden_rows(table.body).intersection(body.index).tolist()
    notes += hidden_notes(hidden)
    notes += rows.notes()
    names = name_columns(table.headings, lambda at: bool(is_blank(body[at]).all()), notes)
    problems = [READ_PROBLEM] if READ_PROBLEM in body.columns else []
    leads = body[[*names, *problems]]
    leads.columns = pd.Index([*names.values(), *problems], dtype="str")
    return leads


def name_columns(headings: list[str], is_empty: Callable[[int], bool], notes: list[str]) -> dict[int, str]:
    """Give each column that stays a name of its own.

    Args:
        headings: as they stand in the file.
        is_empty: says of a column without heading whether it holds nothing, and goes.
        notes: gets what was left out or renamed.

    Returns:
        Names by position.

    Raises:
        LeadsError: a heading is a phone number.
    """
    stripped = _strip(headings, notes)
    _refuse_numbers(stripped)
    positions = _kept(stripped, is_empty, notes)
    return _unique(_name_blank(stripped, positions, notes), notes)


def _refuse_numbers(headings: list[str]) -> None:
    """Refuse a phone number for a heading: the first lead would be taken for the headings, and be lost."""
    numbers = [at for at, heading in enumerate(headings) if _PHONE_NUMBER.fullmatch(heading)]
    if numbers:
        raise LeadsError(
            f"{columns_text(numbers)} of the heading row holds a phone number: the file seems to have no headings; "
            "put a row with a heading for each column above the leads"
        )


def _strip(headings: list[str], notes: list[str]) -> list[str]:
    stripped = [heading.strip() for heading in headings]
    changed = [at for at, heading in enumerate(headings) if heading != stripped[at] != ""]
    if changed:
        notes.append(f"white space around the heading was removed: {columns_text(changed)}")
    return stripped


def _kept(headings: list[str], is_empty: Callable[[int], bool], notes: list[str]) -> list[int]:
    ours = problem_columns(headings)
    empty = [at for at, heading in enumerate(headings) if not heading and is_empty(at)]
    if empty:
        notes.append(f"neither heading nor values, left out: {columns_text(empty)}")
    return [at for at in range(len(headings)) if at not in {*ours, *empty}]


def _name_blank(headings: list[str], positions: list[int], notes: list[str]) -> dict[int, str]:
    names = {at: headings[at] or f"Unnamed: {column_letter(at)}" for at in positions}
    blank = [at for at in positions if not headings[at]]
    if blank:
        listed = columns_text(blank)
        notes.append(
            f'values without a heading are now under "Unnamed: " and the letter: {listed}; a heading that is merged '
            "over several columns names the first one alone"
        )
    return names


def _unique(names: dict[int, str], notes: list[str]) -> dict[int, str]:
    taken = set(names.values())
    first: dict[str, int] = {}
    unique = {}
    for at, name in names.items():
        unique[at] = name
        if name in first:
            unique[at] = _free_name(name, taken)
            taken.add(unique[at])
            both = columns_text([first[name], at])
            notes.append(f'{both} are both headed "{name}": the second is now "{unique[at]}"')
        first.setdefault(name, at)
    return unique


def _free_name(name: str, taken: set[str]) -> str:
    number = 1
    while f"{name}.{number}" in taken:
        number += 1
    return f"{name}.{number}"
