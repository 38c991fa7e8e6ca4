"""Callback dates: the time that a cell names in the API's layout, and what can be read in any other."""

import re
from string import digits
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from noojee_dq.arrow.cells import contains, fully_matches, trimmed
from noojee_dq.arrow.columns import column_of, extract_groups

#: The API's layout (Noojee Contact API: Java's `yyyy/MM/dd HH:mm`).
_API_FORMAT = "%Y/%m/%d %H:%M"
_API_LAYOUT = r"[0-9]{4}/[0-9]{2}/[0-9]{2} [0-9]{2}:[0-9]{2}"

_CLOCK = (
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2})(?::(?P<second>\d{2}(?:\.\d+)?))?)?"
    r"(?: ?(?P<half>[AaPp])\.?[Mm]\.?)?(?: ?(?P<zone>[Zz]|UTC|GMT|[+-]\d{2}:?\d{2}))?"
)
_WEEKDAY = r"(?:(?i:(?P<weekday>mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6})\.?,? *)?"
_DATES = (
    r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})",
    r"(?P<one>\d{1,2})[-/.](?P<other>\d{1,2})[-/.](?P<year>\d{4})",
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[ -]?(?P<name>[A-Za-z]{3,9})\.?,?[ -]?(?P<year>\d{4}|\d{2})",
    r"(?P<name>[A-Za-z]{3,9})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})",
)
# A time stands behind its date or, where people write by hand, before it.
_CALLBACKS = [
    *(rf"{_WEEKDAY}{date}(?:(?:[ T]+|, *|,? +at +){_CLOCK})?" for date in _DATES),
    *(rf"{_CLOCK}(?:, *| +(?:on +)?){_WEEKDAY}{date}" for date in _DATES),
]
# RE2 takes each name of a group once.
_CALLBACK = "|".join(re.sub(r"\(\?P<(\w+)>", rf"(?P<\g<1>{place}>", one) for place, one in enumerate(_CALLBACKS))
_PARTS = ("year", "month", "day", "one", "other", "name", "hour", "minute", "second", "half", "zone", "weekday")
#: As pandas counts them.
_WEEKDAYS = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6}
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")  # fmt: skip
_MONTH_BY_NAME = {name[:length]: month for month, name in enumerate(_MONTHS, 1) for length in (3, 4, len(name))}

_UNREAD = "it is no date and time that can be read in one way only"
_AMBIGUOUS = "is it day/month or month/day?"
_NO_TIME = "it has no time of day"
_SECONDS = "its seconds would be lost"
_ZONE = "it has a time zone, and the PBX reads callbacks in the lead's contact hours"
_NO_DATE = "there is no such date or time"
_OTHER_WEEKDAY = "that date is another day of the week"
_SERIAL = "it is a spreadsheet's number for a day: give that column a date format and save it again"


def callback_times(cells: pd.Series) -> pd.Series:
    """Return the time that each callback names.

    Args:
        cells: text.

    Returns:
        Times without a zone (datetime64[s]) on the same index; missing where a cell is none, or is written in another
        layout than the API's.

    Example:
        >>> callback_times(pd.Series(["2026/03/04 09:30", "4.3.2026 9:30"])).notna().tolist()
        [True, False]
    """
    return _existing(cells[fully_matches(cells, _API_LAYOUT)]).reindex(cells.index)


def _existing(written: pd.Series) -> pd.Series:
    """Return the times of texts in the API's layout; missing where there is no such time."""
    times = pd.to_datetime(written, format=_API_FORMAT, errors="coerce").astype("datetime64[s]")
    # NumPy counts a year 0; the calendar begins with the year 1.
    return times.where(times.dt.year.ge(1))


def read_callbacks(cells: pd.Series) -> pd.DataFrame:
    """Read callback dates in any layout.

    Args:
        cells: text, on a range index; neither blank nor in the API's layout.

    Returns:
        Columns `rewritten` (the same in the API's layout; null where it cannot be read in one way only) and `reason`
        (why not; "" = it can).

    Example:
        >>> read_callbacks(pd.Series(["24 Dec 2026 9:30 pm", "03/04/2026 10:30"])).to_numpy().tolist()
        [['2026/12/24 21:30', ''], [nan, 'is it day/month or month/day?']]
    """
    written = trimmed(cells)
    parts = _parts(written)
    reason = _reason(written, parts)
    rewritten = pd.Series(None, index=cells.index, dtype="str")
    readable = reason.eq("").to_numpy()
    if readable.any():
        after, wrong = _in_api_layout(parts[readable])
        rewritten[readable] = after.where(wrong.eq(""))
        reason[readable] = wrong
    return pd.DataFrame({"rewritten": rewritten, "reason": reason})


def _parts(written: pd.Series) -> pd.DataFrame:
    """Return the parts of each date and time as text; null where there is none."""
    groups = extract_groups(column_of(written), f"^(?:{_CALLBACK})$")
    parts = {part: _one_of([groups[name] for name in groups if name.rstrip(digits) == part]) for part in _PARTS}
    return pa.table(parts).to_pandas().set_axis(written.index)


def _one_of(groups: list[Any]) -> Any:
    """Return one part: of its groups all but one are empty, as a cell is written in one layout."""
    joined = pc.binary_join_element_wise(*groups, pa.scalar("", pa.large_string()))
    return pc.if_else(pc.equal(joined, ""), pa.scalar(None, pa.large_string()), joined)


def _reason(written: pd.Series, parts: pd.DataFrame) -> pd.Series:
    """Say why a cell is left alone; "" = it can be read in one way only."""
    missing = {name: parts[name].isna().to_numpy() for name in ("year", "hour", "minute", "second", "half", "zone")}
    one, other = (parts[name].astype("float64").to_numpy() for name in ("one", "other"))
    # The first that holds prevails.
    reasons = {
        _SERIAL: missing["year"] & contains(written, r"^\d{5}(?:\.\d+)?$"),
        # Of "24/12/2026 10" nobody knows what the 10 is.
        _UNREAD: missing["year"] | (~missing["hour"] & missing["minute"] & missing["half"]),
        _NO_TIME: missing["hour"],
        _AMBIGUOUS: (one <= 12) & (other <= 12) & (one != other),
        _ZONE: ~missing["zone"],
        _SECONDS: ~(missing["second"] | contains(parts["second"].fillna("0"), r"^[0.]+$")),
    }
    which = np.select([*reasons.values()], range(len(reasons)), len(reasons))
    return pd.Series(pd.array([*reasons, ""], dtype="str").take(which), index=written.index)


def _in_api_layout(parts: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Write the dates and times in the API's layout, and say what is wrong with them ("" = nothing)."""
    number = {part: parts[part].astype("Int64") for part in ("year", "month", "day", "one", "other", "hour", "minute")}
    day_first = number["one"].gt(12) | number["one"].eq(number["other"])
    named = parts["name"].str.lower().map(_MONTH_BY_NAME).astype("Int64")
    month = number["month"].fillna(named).fillna(number["other"].where(day_first.fillna(False), number["one"]))
    day = number["day"].fillna(number["one"].where(day_first.fillna(False), number["other"]))
    hour, hour_exists = _hour(number["hour"], parts["half"])
    # Two digits stand for a year of this century: nobody is to be called back in another.
    year = number["year"].mask(parts["year"].str.len().eq(2), number["year"] + 2000)
    texts = [part.astype("str").str.zfill(width) for part, width in ((year, 4), (month, 2), (day, 2))]
    times = [part.astype("str").str.zfill(2) for part in (hour, number["minute"].fillna(0))]
    after = texts[0] + "/" + texts[1] + "/" + texts[2] + " " + times[0] + ":" + times[1]
    moments = _existing(after)
    weekday = parts["weekday"].str.lower().map(_WEEKDAYS)
    is_other = weekday.notna() & weekday.ne(moments.dt.day_of_week)
    exists = moments.notna() & hour_exists
    return after, is_other.map({True: _OTHER_WEEKDAY, False: ""}).where(exists, _NO_DATE)


def _hour(hour: pd.Series, half: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return the hour on the 24-hour clock, and whether there is such an hour."""
    twelve = half.notna()
    afternoon = half.str.lower().eq("p")
    return hour.where(~twelve, hour % 12 + 12 * afternoon), ~twelve | hour.between(1, 12).fillna(False)
