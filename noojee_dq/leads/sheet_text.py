"""The values of a sheet's cells as text; what is a date in the workbook, as the lead API writes dates."""

import datetime as dt
from collections.abc import Iterator
from itertools import islice
from operator import itemgetter
from typing import Any, Final

from noojee_dq.leads.text import cell_text

_MOMENTS: Final = frozenset((dt.date, dt.datetime, dt.timedelta))


def texts(cells: list[list[Any]]) -> Iterator[list[str]]:
    """Return the cells of each row as text."""
    return (list(map(cell_text, row)) for row in cells)


def write_moments(cells: list[list[Any]], header: int) -> None:
    """Write dates, and durations, as text into their cells.

    In a column with times of day below the headings each date has one (`yyyy/MM/dd HH:mm`, midnight too, and seconds
    where there are any); in another none has (`yyyy/MM/dd`).

    Args:
        cells: rows of the same width.
        header: the position of the headings.

    Example:
        >>> cells = [["When"], [dt.datetime(2026, 3, 4, 9, 20)], [dt.date(2026, 3, 5)]]
        >>> write_moments(cells, 0)
        >>> cells
        [['When'], ['2026/03/04 09:20'], ['2026/03/05 00:00']]
    """
    for at in range(len(cells[0]) if cells else 0):
        of_column = itemgetter(at)
        if _MOMENTS.isdisjoint(map(type, map(of_column, cells))):
            continue
        has_times = any(map(_has_time, map(of_column, islice(cells, header + 1, None))))
        # A loop over the rows, in the few columns that hold dates.
        for row in cells:
            if type(row[at]) in _MOMENTS:
                row[at] = _moment_text(row[at], with_time=has_times or _has_time(row[at]))


def _has_time(value: Any) -> bool:
    return isinstance(value, dt.datetime) and value.time() != dt.time()


def _moment_text(value: dt.date | dt.timedelta, *, with_time: bool) -> str:
    if isinstance(value, dt.timedelta):
        return duration_text(value)
    day = f"{value.year:04}/{value.month:02}/{value.day:02}"
    if not with_time:
        return day
    time = value.time() if isinstance(value, dt.datetime) else dt.time()
    return f"{day} {time.isoformat('auto' if time.second or time.microsecond else 'minutes')}"


def duration_text(value: dt.timedelta) -> str:
    """Write a duration as a spreadsheet shows it.

    Example:
        >>> duration_text(dt.timedelta(days=1, hours=2, minutes=3))
        '26:03:00'
    """
    sign, value = ("-", -value) if value < dt.timedelta() else ("", value)
    seconds = value.days * 86_400 + value.seconds
    fraction = f".{value.microseconds:06}".rstrip("0") if value.microseconds else ""
    return f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{fraction}"
