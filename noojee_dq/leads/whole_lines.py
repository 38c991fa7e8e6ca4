"""Lines that were read as one cell each, although a person sees several values in them."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from noojee_dq.errors import LeadsError
from noojee_dq.leads.delimiters import DELIMITERS, SAMPLE_RECORDS, is_delimiter, word_of

#: So many of the lines must hold as many values as the heading: a value can hold what separates the others, too.
_SHARE: Final = 0.8
#: Signs of headings and values themselves (`E-mail`, `Phone/Fax`, `phone_number`), which separate nothing.
_WITHIN_VALUES: Final = "-/.()+&'\"_@"
#: Lines above the headings; below one, headings have no digit and their leads do, so that no lead is taken for them.
_MOST_TITLES: Final = 2
_BLANKS: Final = re.compile(r"\s{2,}")
_DASH: Final = re.compile(r"\s[-\u2013\u2014]\s")


def refuse_whole_lines(records: Iterable[Sequence[str]], text: str | None = None) -> None:
    """Refuse records of one cell, if their heading and nearly all others hold as many values, separated alike.

    Args:
        records: from the headings on.
        text: that they were read from; None = a sheet.

    Raises:
        LeadsError: they are such; its text says what to do.

    Example:
        >>> refuse_whole_lines([["Name^Phone"], ["Ann^0491570006"]], "Name^Phone")
        Traceback (most recent call last):
        ...
        noojee_dq.errors.LeadsError: each line was read as one cell, its values seem to be separated by "^": give \
--delimiter '^' (delimiter="^")
        >>> refuse_whole_lines([["Phone"], ["02 5550 1234"]])
    """
    lines = _lines(list(islice(records, SAMPLE_RECORDS)))
    marks = (mark for table in _tables(lines) for mark in _candidates(table[0]) if _separates(mark, table))
    mark = next(marks, None)
    if mark is not None:
        raise LeadsError(_in_sheet(mark) if text is None else _in_text(mark, text))


def _lines(records: Sequence[Sequence[str]]) -> list[str]:
    """Return the cells of records that hold one each; none if others hold more."""
    filled = [[cell.strip() for cell in cells if cell.strip()] for cells in records]
    filled = [cells for cells in filled if cells]
    alone = [cells[0] for cells in filled if len(cells) == 1]
    is_one_column = bool(filled) and len(filled[0]) == 1 and len(alone) >= _SHARE * len(filled)
    return alone if is_one_column else []


def _tables(lines: list[str]) -> Iterator[list[str]]:
    """Return the lines from each on that may be that of the headings."""
    for at in range(min(_MOST_TITLES + 1, len(lines) - 1)):
        with_digits = sum(any(map(str.isdigit, line)) for line in lines[at + 1 :])
        is_headings = not any(map(str.isdigit, lines[at])) and with_digits >= _SHARE * (len(lines) - at - 1)
        if at == 0 or is_headings:
            yield lines[at:]


def _candidates(heading: str) -> list[str | re.Pattern[str]]:
    signs = [sign for sign in dict.fromkeys(heading) if not (sign.isalnum() or sign.isspace())]
    others = [sign for sign in signs if sign not in {*DELIMITERS, *_WITHIN_VALUES}]
    return [*DELIMITERS, *others, _BLANKS, _DASH]


def _separates(mark: str | re.Pattern[str], lines: list[str]) -> bool:
    headings, *others = (_values(line, mark) for line in lines)
    named = len(headings) > 1 and all(any(map(str.isalpha, heading)) for heading in headings)
    return named and sum(len(values) == len(headings) for values in others) >= _SHARE * len(others)


def _values(line: str, mark: str | re.Pattern[str]) -> list[str]:
    if isinstance(mark, re.Pattern):
        return mark.split(line)
    # A value may be in quotation marks within those of the line.
    return next(csv.reader([line], delimiter=mark), []) if is_delimiter(mark) else line.split(mark)


def _in_sheet(mark: str | re.Pattern[str]) -> str:
    return (
        f"each row holds a whole line in one cell, its values seem to be separated by {_named(mark)}: split that "
        "column in Excel (Data, Text to Columns), save, and run again"
    )


def _in_text(mark: str | re.Pattern[str], text: str) -> str:
    said = f"each line was read as one cell, its values seem to be separated by {_named(mark)}"
    if isinstance(mark, re.Pattern) or not is_delimiter(mark):
        return (
            f"{said}: open it in Excel (Data, From Text), see that each value has a cell of its own, and save it as CSV"
        )
    if all(sum(map(bool, _values(line, mark))) < 2 for line in text.splitlines()[:SAMPLE_RECORDS]):
        return f"{said}, but quotation marks stand around whole lines: save the list anew without them"
    return f"{said}: give --delimiter '{mark}' (delimiter=\"{mark}\")"


def _named(mark: str | re.Pattern[str]) -> str:
    if isinstance(mark, re.Pattern):
        return "blanks" if mark is _BLANKS else "a dash"
    return f"a {word_of(mark)}" if mark in DELIMITERS else word_of(mark)
