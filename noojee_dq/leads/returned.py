"""Files of a report that come back from a person: their leads as one list, under the rows of the original file."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from noojee_dq.arrow.columns import Mask
from noojee_dq.errors import LeadsError
from noojee_dq.fields import API_PREFIX, DQ_COLUMNS, DQ_POSITION, DQ_ROW, DQ_SOURCE, RETURNED
from noojee_dq.words.counts import counted
from noojee_dq.words.rows import exact_labels, row_label
from noojee_dq.words.spreadsheet import DECIMAL_TAIL, row_numbers_text

#: Rows that somebody added get numbers from here on: no file that a report writes leads of has as many rows, and what
#: became of the rows that are not in it any more cannot be told.
FIRST_ADDED: Final = 9_000_001
#: A row number, also as a column of numbers with blanks among them is saved.
_ROW_NUMBER: Final = f"(0|[1-9][0-9]{{0,14}})({DECIMAL_TAIL})?"
#: What pandas writes above the labels of rows: the name that `read_leads` gives them, or none.
_INDEX: Final = ("row", "")


def is_returned(headings: Sequence[str]) -> bool:
    """Say whether a table with these headings holds leads as a report wrote them: of its columns it needs `dq_row`.

    Example:
        >>> is_returned(["dq_row ", "Phone"]), is_returned(["Phone"])
        (True, False)
    """
    return DQ_ROW in {heading.strip() for heading in headings}


def with_rows_named(headings: Sequence[str]) -> list[str]:
    """Call the rows of a report's frame that pandas wrote (`to_csv`, `to_excel`) as they are called in our own files.

    Args:
        headings: of a table; those of a run's results are left as they are, since such leads may not be sent again.

    Example:
        >>> with_rows_named(["row", "Phone", "dq_status", "dq_expected_code", "dq_codes", "dq_reasons"])[0]
        'dq_row'
        >>> with_rows_named(["row", "Phone"])
        ['row', 'Phone']
    """
    is_of_report = set(DQ_COLUMNS) <= set(headings) and DQ_ROW not in headings
    if not is_of_report or headings[0] not in _INDEX or any(one.startswith(API_PREFIX) for one in headings):
        return list(headings)
    return [DQ_ROW, *headings[1:]]


def in_original_order(tables: list[pd.DataFrame], notes: list[str], sheets: Sequence[str] = ("",)) -> pd.DataFrame:
    """Join the tables of a file that a report wrote.

    Args:
        tables: the leads of each, all text, with the column `dq_row`.
        notes: gets a note of rows that had no `dq_row`.
        sheets: the name of the sheet of each.

    Returns:
        The leads under the rows of the original file, and in their order where these are numbers, file by file if they
        are of several (`dq_source`); a row that somebody added gets a number that no row of the original file can have.
        `dq_row` is gone. Where all are numbers, `attrs` says from which on they were added.

    Raises:
        LeadsError: two rows have the same `dq_row`.

    Example:
        >>> fix = pd.DataFrame({"dq_row": ["7", ""], "Phone": ["a", "new"]})
        >>> ready = pd.DataFrame({"dq_row": ["2.0"], "Phone": ["b"]})
        >>> in_original_order([fix, ready], [], ["Fix", "Ready"])["Phone"].to_dict()
        {2: 'b', 7: 'a', 9000001: 'new'}
    """
    leads = pd.concat(tables, ignore_index=True).fillna("")
    labels = leads.pop(DQ_ROW).str.strip()
    repeat = _repeat(labels, leads, _places(tables, sheets))
    given = labels.ne("")
    if not labels[given].str.fullmatch(_ROW_NUMBER).all():
        leads.index = pd.Index(labels, name="row")
        return _by_position(leads)
    numbers = labels.str.extract(_ROW_NUMBER)[0][given].astype("int64")
    first_free = max(FIRST_ADDED, max(numbers, default=1) + 1)
    added = pd.Series(range(first_free, first_free + int((~given).sum())), labels.index[~given])
    if len(added):
        were = counted(len(added), "row without dq_row was", "rows without dq_row were")
        notes.append(f"{were} added: numbered from row {first_free} on, as none of the original file is")
    rows = pd.concat([numbers, added]).sort_index()
    leads.index = pd.Index(rows, name="row", dtype="int64")
    sources = pd.factorize(leads[DQ_SOURCE])[0] if DQ_SOURCE in leads else np.zeros(len(leads))
    leads = _by_position(leads) if repeat else leads.iloc[np.lexsort((rows, sources))]
    leads.attrs = {RETURNED: first_free}
    return leads


def _by_position(leads: pd.DataFrame) -> pd.DataFrame:
    """Sort leads whose rows tell no order by their place in the file; one that somebody added comes last."""
    if DQ_POSITION not in leads:
        return leads
    places = pd.to_numeric(leads[DQ_POSITION], errors="coerce").fillna(np.inf)
    return leads.iloc[np.argsort(places.to_numpy(), kind="stable")]


def _places(tables: list[pd.DataFrame], sheets: Sequence[str]) -> pd.DataFrame:
    """Return the sheet and the row in it of each lead."""
    return pd.DataFrame(
        {
            "sheet": np.repeat(np.array(sheets, dtype=object), [len(table) for table in tables]),
            "row": np.concatenate([table.index for table in tables]),
        }
    )


def _repeat(labels: pd.Series, leads: pd.DataFrame, stand: pd.DataFrame) -> bool:
    """Say whether leads at several places have the same label.

    Raises:
        LeadsError: two rows say to be the same one of the original file: a copied row is another lead, or none.
    """
    whole = labels.str.replace(f"{DECIMAL_TAIL}$", "", regex=True)
    known = pd.DataFrame({"row": whole, "file": leads.get(DQ_SOURCE, "")})
    alike = known["row"].ne("") & known.duplicated(keep=False)
    places = leads.get(DQ_POSITION, pd.Series("", leads.index)).str.replace(f"{DECIMAL_TAIL}$", "", regex=True)
    repeated = alike & (known.assign(place=places).duplicated(keep=False) | places.eq(""))
    if not repeated.any():
        return bool(alike.any())
    row, file = known[repeated].iloc[0]
    name = row_label(int(row) if row.isdecimal() else row) + (f" of {file}" if file else "")
    there = stand[repeated & known["row"].eq(row) & known["file"].eq(file)]
    where = _places_text(there, several_sheets=stand["sheet"].nunique() > 1)
    raise LeadsError(
        f"{DQ_ROW} {name} stands in {where}: leave it in the row that it belongs to, and empty the cell in a row that "
        "was added"
    )


def _places_text(places: pd.DataFrame, *, several_sheets: bool) -> str:
    return " and ".join(
        f"{row_numbers_text(rows.tolist())} of " + (f'the sheet "{sheet}"' if several_sheets else "this file")
        for sheet, rows in places.groupby("sheet", sort=False)["row"]
    )


def to_come_back(leads: pd.DataFrame) -> pd.DataFrame:
    """Return leads of a file that a report wrote with their rows of the original file again; others as they are.

    Args:
        leads: as they were read, changed or not.

    Example:
        >>> leads = pd.DataFrame({"Phone": ["a"]}, index=[7])
        >>> leads.attrs[RETURNED] = 8
        >>> to_come_back(leads).to_dict("list")
        {'dq_row': ['7'], 'Phone': ['a']}
    """
    if RETURNED not in leads.attrs:
        return leads
    rows = exact_labels(leads.index).mask(is_added(leads), "")
    return pd.concat([rows.rename(DQ_ROW), leads], axis="columns")


def under_their_rows(leads: pd.DataFrame) -> pd.DataFrame:
    """Return leads of a file as they are written into another one, so that each is still known by its row.

    Args:
        leads: as they were read, changed or not.

    Returns:
        With `dq_row` where a report wrote their file, or where a row would get another number: a file of leads has its
        headings in the first row, and no blank rows.

    Example:
        >>> leads = pd.DataFrame({"Phone": ["a", "b"]}, index=pd.Index([2, 4], name="row"))
        >>> under_their_rows(leads).to_dict("list"), under_their_rows(leads.iloc[:1]).to_dict("list")
        ({'dq_row': ['2', '4'], 'Phone': ['a', 'b']}, {'Phone': ['a']})
    """
    if RETURNED in leads.attrs or not rows_shift(leads):
        return to_come_back(leads)
    return pd.concat([exact_labels(leads.index).rename(DQ_ROW), leads], axis="columns")


def rows_shift(leads: pd.DataFrame) -> bool:
    """Say whether leads of a file would get other row numbers in another one.

    Args:
        leads: as they were read, changed or not.

    Example:
        >>> leads = pd.DataFrame({"Phone": ["a", "b"]}, index=pd.Index([2, 4], name="row"))
        >>> rows_shift(leads), rows_shift(leads.iloc[:1])
        (True, False)
    """
    return leads.index.name == "row" and not leads.index.equals(pd.RangeIndex(2, len(leads) + 2))


def is_added(leads: pd.DataFrame) -> Mask:
    """Say which leads of a file that a report wrote somebody has added to it: their rows are none of the original file.

    Args:
        leads: as they were read, changed or not; of others none was added.

    Example:
        >>> leads = pd.DataFrame({"Phone": ["a", "b"]}, index=[7, 8])
        >>> leads.attrs[RETURNED] = 8
        >>> is_added(leads).tolist()
        [False, True]
    """
    if RETURNED not in leads.attrs or not pd.api.types.is_integer_dtype(leads.index.dtype):
        return np.zeros(len(leads), dtype=bool)
    return np.asarray(leads.index >= leads.attrs[RETURNED])
