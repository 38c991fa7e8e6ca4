"""Rows as a list manager sees them in a spreadsheet: their labels, and lists of them."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from noojee_dq.fields import DQ_SOURCE
from noojee_dq.words.counts import counted
from noojee_dq.words.display import printable
from noojee_dq.words.masking import mask_message

#: A whole number with more digits is no row number of a spreadsheet: it may be a phone number.
_LARGEST_ROW: Final = 9_999_999
#: Rows that are named.
MOST_ROWS: Final = 5


def row_label(label: Any, *, show_values: bool = False) -> str:
    """Return a row's label as text.

    Args:
        label: an index label; a tuple where the index has several levels.
        show_values: show phone numbers as they are instead of masked.

    Returns:
        The text; row numbers of any spreadsheet stay as they are.

    Example:
        >>> row_label(1048576), row_label("0412345678"), row_label(("NSW", 7))
        ('1048576', '04•••••678', 'NSW, 7')
        >>> row_label("7 of leads_20260304.csv")
        '7 of leads_20260304.csv'
    """
    if isinstance(label, tuple):
        return ", ".join(row_label(part, show_values=show_values) for part in label)
    text = "no label" if pd.isna(label) else str(label)
    return text if show_values or is_row_number(label) else mask_message(text)


def row_labels(labels: pd.Index, *, show_values: bool = False) -> pd.Series:
    """Rows' labels as texts, as `row_label` gives each, in printable characters.

    Args:
        labels: index labels, in any order.
        show_values: show phone numbers as they are instead of masked.

    Returns:
        Text on a range index.

    Example:
        >>> row_labels(pd.Index([7, 3])).tolist(), row_labels(pd.Index(["0412345678"])).tolist()
        (['7', '3'], ['04•••••678'])
    """
    if pd.api.types.is_integer_dtype(labels.dtype) and (show_values or not len(labels) or _are_row_numbers(labels)):
        return pd.Series(labels.astype("str").array, dtype="str")
    # Labels of other kinds can be anything, so each is written by itself.
    texts = [printable(row_label(label, show_values=show_values)) for label in labels.to_flat_index()]
    return pd.Series(texts, dtype="str")


def lead_labels(leads: pd.DataFrame) -> pd.Index:
    """Return what leads are called: by their own labels, or by their rows and files where these are several.

    Args:
        leads: under the rows of files, which `dq_source` names, or any others.

    Example:
        >>> rows = pd.Index([2, 2], name="row")
        >>> lead_labels(pd.DataFrame({"dq_source": ["a.csv", "b.csv"]}, index=rows)).tolist()
        ['2 of a.csv', '2 of b.csv']
    """
    if leads.index.name != "row" or DQ_SOURCE not in leads.columns:
        return leads.index
    return rows_of_files(leads.index, leads[DQ_SOURCE])


def labels_repeat(leads: pd.DataFrame) -> bool:
    """Say whether leads cannot be told apart by what they are called, as where frames were put one below another.

    Example:
        >>> labels_repeat(pd.DataFrame({"Phone": ["a", "b"]}, index=[0, 0]))
        True
    """
    return not lead_labels(leads).is_unique


def _are_row_numbers(labels: pd.Index) -> bool:
    return bool(max(labels.max(), -labels.min()) <= _LARGEST_ROW)


def exact_labels(index: pd.Index) -> pd.Series:
    """Return the labels of rows as exact text, for files that come back: nothing is masked or cut.

    Args:
        index: of the leads.

    Returns:
        Text on that index.

    Example:
        >>> exact_labels(pd.Index([2, 3])).tolist(), exact_labels(pd.MultiIndex.from_tuples([("NSW", 7)])).tolist()
        (['2', '3'], ["('NSW', 7)"])
    """
    return pd.Series([str(label) for label in index.to_flat_index()], index=index, dtype="object")


def is_row_number(label: Any) -> bool:
    """Say whether a label can be the number of a row, and is no phone number.

    Args:
        label: an index label.

    Returns:
        True for a whole number of up to seven digits.

    Example:
        >>> is_row_number(1048576), is_row_number(412345678), is_row_number("7")
        (True, False, False)
    """
    return isinstance(label, int | np.integer) and abs(int(label)) <= _LARGEST_ROW


def rows_of_files(rows: pd.Index, files: pd.Series) -> pd.Index:
    """Return what rows of several files are called: by their numbers and their files.

    Args:
        rows: their numbers.
        files: the name of the file of each; a row whose file is missing or "" is called by its number.

    Example:
        >>> rows_of_files(pd.Index([2, 2, 3, 4]), pd.Series(["a.csv", "b.csv", None, ""])).tolist()
        ['2 of a.csv', '2 of b.csv', 3, 4]
    """
    names = files.astype("str").fillna("").to_numpy(dtype=object)
    alone = names == ""
    if alone.all():
        return rows
    named = rows.astype("str") + " of " + names
    return pd.Index(np.where(alone, rows.astype("object"), named.astype("object")))


def rows_text(first: Sequence[object], total: int) -> str:
    """Put rows in words: the first few, and how many more.

    Args:
        first: labels of the first rows.
        total: how many rows there are.

    Example:
        >>> rows_text([3], 1), rows_text([3, 7], 2), rows_text([3, 7], 9), rows_text([], 0)
        ('row 3', 'rows 3 and 7', 'rows 3, 7 and 7 more', 'the whole file')
    """
    return listed("row", first, total) if first else "the whole file"


def leads_at(labels: Sequence[object] | pd.Index, when: str = "", total: int | None = None) -> str:
    """Put leads in words: how many, and where the first few stand.

    Args:
        labels: of their rows.
        when: they stood there, where the file may have changed.
        total: how many there are, where these are but the first `MOST_ROWS` or more of them.

    Example:
        >>> leads_at([3]), leads_at([3, 4, 5, 6, 7, 8], "now")
        ('1 lead (row 3)', '6 leads (rows 3, 4, 5, 6, 7 and 1 more, now)')
    """
    total = len(labels) if total is None else total
    first = tuple(row_label(label) for label in labels[:MOST_ROWS])
    return f"{counted(total, 'lead')} ({rows_text(first, total)}{when and f', {when}'})"


def listed(noun: str, first: Sequence[object], total: int) -> str:
    """Put things of one kind in words: the first few, and how many more.

    Example:
        >>> listed("column", ["C", "F"], 2)
        'columns C and F'
    """
    items = [*map(str, first), *([f"{total - len(first):,} more"] if len(first) < total else [])]
    *others, last = items
    return f"{noun}s {', '.join(others)} and {last}" if others else f"{noun} {last}"
