"""What the cells of any column look like: phone numbers, right or wrong ones, dates and times, or something else."""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum, auto
from typing import Final

from noojee_dq.codes import MIN_PHONE_DIGITS
from noojee_dq.words.nothing import bare, says_nothing


class CellKind(StrEnum):
    """What a cell looks like.

    Attributes:
        NUMBER: it holds 6 to 15 digits, as a phone number has.
        MOMENT: a date or a time, or digits that are one as well: 20261103, 1762128000.
        NOTHING: blank, or a word for it.
        OTHER: anything else.
    """

    NUMBER = auto()
    MOMENT = auto()
    NOTHING = auto()
    OTHER = auto()


#: The longest number has so many digits (ITU E.164).
_MOST_DIGITS: Final = 15
#: Of longer cells, all of which are prose, no more is looked at.
_LONGEST: Final = 200

#: 0000 and 9999 stand for no date, 1899 for day 0 of a spreadsheet.
_YEAR: Final = r"(?:1[89]\d\d|20\d\d|0000|9999)"
_MONTH: Final = r"(?:0[1-9]|1[0-2])"
_DAY: Final = r"(?:0[1-9]|[12]\d|3[01])"
_TIME: Final = r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s?[ap]\.?m\b\.?)?(?:\s?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})(?!\d))?"
_MONTH_NAME: Final = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATE: Final = (
    rf"(?:{_YEAR}([-/._])\d{{1,2}}\1\d{{1,2}}|\d{{1,2}}([-/._])\d{{1,2}}\2(?:{_YEAR}|\d\d)"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?[ -]?{_MONTH_NAME},?[ -]?(?:{_YEAR}|\d\d)"
    rf"|{_MONTH_NAME} (?:\d{{1,2}}(?:st|nd|rd|th)?(?:,? {_YEAR})?|{_YEAR}))"
)
#: Further digits before or behind it make it a phone number: 01.23.45.67.89.
_WRITTEN_MOMENT: Final = re.compile(
    rf"(?<!\d)(?<!\d[-/.])(?:{_DATE}(?:(?:\s*T\s*|[\s,]+){_TIME})?|{_TIME})(?![-/.]?\d)", re.IGNORECASE
)
#: Days and times as digits alone, seconds and milliseconds since 1970 (of 2014 to 2027), days of a spreadsheet.
_BARE_MOMENT: Final = re.compile(
    rf"{_YEAR}{_MONTH}{_DAY}(?:[T ]?\d{{4}}(?:\d{{2}})?Z?)?|{_DAY}{_MONTH}{_YEAR}"
    rf"|(?:0?[1-9]|1[0-2])[-/.]{_YEAR}|{_YEAR}[-/.](?:0?[1-9]|1[0-2])"
    r"|1[4-7]\d{8}(?:\.\d+)?|1[4-7]\d{11}|[34]\d{4}\.\d+"
)
_RUN: Final = re.compile(r"\d(?:[\s().\-/,+_*\u00b7\u2010-\u2015]*\d)*")
_BETWEEN: Final = re.compile(r"[/,]")
#: A number of which a spreadsheet shows the power of ten.
_EXPONENT: Final = re.compile(r"\d(?:[.,]\d+)?E\+?(?:[5-9]|0[5-9]|1[0-4])", re.IGNORECASE)


def cell_kind(cell: str) -> CellKind:
    """Say what one cell looks like.

    Example:
        >>> [cell_kind(one).name for one in ("9234 1234", "2025-03-01 00:00:00", "n/a", "yes", "4.12E+08")]
        ['NUMBER', 'MOMENT', 'NOTHING', 'OTHER', 'NUMBER']
    """
    text = bare(cell[:_LONGEST])
    if says_nothing(text):
        return CellKind.NOTHING
    if _BARE_MOMENT.fullmatch(text):
        return CellKind.MOMENT
    left, dates = _WRITTEN_MOMENT.subn(" ; ", text)
    if _EXPONENT.fullmatch(text) or any(map(_is_number, _runs(left))):
        return CellKind.NUMBER
    return CellKind.MOMENT if dates else CellKind.OTHER


def cell_kinds(cells: Iterable[str]) -> dict[str, CellKind]:
    """Say what each different cell looks like.

    Example:
        >>> cell_kinds(["9234 1234", "9234 1234"])
        {'9234 1234': <CellKind.NUMBER: 'number'>}
    """
    return {cell: cell_kind(cell) for cell in dict.fromkeys(cells)}


def _runs(text: str) -> Iterator[str]:
    """Return the digits that stand together, and those of each part where several numbers may do so."""
    for run in _RUN.findall(text):
        yield run
        yield from _BETWEEN.split(run)
        yield from run.split()


def _is_number(run: str) -> bool:
    return MIN_PHONE_DIGITS <= sum(map(str.isdecimal, run)) <= _MOST_DIGITS
