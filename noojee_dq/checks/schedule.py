"""When a lead is called: callback date, contact hours, priority."""

from typing import NamedTuple

import numpy as np
import pandas as pd
import pytz
from numpy.typing import NDArray

from noojee_dq.cells import Distinct, fully_matches
from noojee_dq.checks.batch import Batch
from noojee_dq.checks.check import Check, Mask
from noojee_dq.checks.suggest import nearest
from noojee_dq.codes import ResultCode

_CALLBACK = "njCallBackDate"
_HOURS = "njContactHours"
_PRIORITY = "njPriority"

_LAYOUT = "%Y/%m/%d %H:%M"
_LAYOUT_REGEX = r"[0-9]{4}/[0-9]{2}/[0-9]{2} [0-9]{2}:[0-9]{2}"

#: Other layouts of a date and time that leave no doubt, as regular expressions over the parts of a date.
_OTHER_LAYOUTS = (
    r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})[ T]+(?P<time>\d{1,2}:\d{2})(?::00(?:\.0+)?)?",
    r"(?P<day>1[3-9]|2\d|3[01])[-/.](?P<month>\d{1,2})[-/.](?P<year>\d{4})[ T]+(?P<time>\d{1,2}:\d{2})(?::00)?",
)
_WRITE_IT_LIKE = "write it like 2026/03/04 09:30, on the 24-hour clock"
_DAY_OR_MONTH = r"\s*\d{1,2}[-/.]\d{1,2}[-/.]\d{4}.*"

#: The zone in which a day ends last, for leads whose zone is not known: what is past there is past everywhere.
_LAST_ZONE = "Etc/GMT+12"


def _times(batch: Batch, heading: str) -> pd.Series:
    """The time that each different callback names; missing where it is none, or is written wrongly."""
    return batch.once(("times", heading), lambda: _parse(batch.distinct(heading).values))


def _parse(cells: pd.Series) -> pd.Series:
    written = cells[fully_matches(cells, _LAYOUT_REGEX)]
    times = pd.to_datetime(written, format=_LAYOUT, errors="coerce").astype("datetime64[s]")
    return times.reindex(cells.index)


def _has_callback(batch: Batch, heading: str) -> Mask:
    """Which leads have a callback time, in their own wall clock."""
    return _times(batch, heading).notna().to_numpy()[batch.distinct(heading).codes]


def _callback_format(batch: Batch, heading: str) -> Mask:
    return batch.filled(heading) & ~_has_callback(batch, heading)


def _callback_format_detail(batch: Batch, heading: str, at: NDArray[np.intp]) -> pd.DataFrame:
    cells = batch.text[heading].iloc[at].str.strip()
    rewritten = pd.Series("", index=cells.index, dtype="str")
    for layout in _OTHER_LAYOUTS:
        parts = cells.str.extract(f"^{layout}$")
        written = parts["year"] + "/" + parts["month"] + "/" + parts["day"] + " " + parts["time"]
        times = pd.to_datetime(written, format=_LAYOUT, errors="coerce")
        rewritten = rewritten.mask(times.notna(), times.dt.strftime(_LAYOUT))
    doubtful = cells.str.fullmatch(_DAY_OR_MONTH).to_numpy(dtype=bool)
    otherwise = np.where(doubtful, "is it day/month or month/day? write it as yyyy/MM/dd HH:mm", _WRITE_IT_LIKE)
    hints = ("in the API's layout this is " + rewritten).mask(rewritten.eq(""), pd.Series(otherwise, cells.index))
    return pd.DataFrame({"hint": hints})


def _zones(batch: Batch) -> Distinct:
    """The IANA zones of the leads; null where their contact hours are blank or unknown."""
    heading = batch.heading(_HOURS)
    if heading is None:
        return Distinct(pd.Series([None], dtype="str"), np.zeros(len(batch), dtype=np.int32))
    hours, codes = batch.distinct(heading)
    known = batch.campaign.contact_hours
    return Distinct(hours.map(known) if known else hours.where(hours.isin(pytz.all_timezones_set)), codes)


class Clock(NamedTuple):
    """Which callbacks, in the zone of their lead, are past, and which ones daylight saving leaves out or repeats."""

    past: Mask
    gap: Mask
    twice: Mask


def _on_the_clock(batch: Batch, heading: str) -> Clock:
    return batch.once(("clock", heading), lambda: _clock(batch, heading))


def _clock(batch: Batch, heading: str) -> Clock:
    times, zones = _times(batch, heading), _zones(batch)
    rows = np.flatnonzero(_has_callback(batch, heading))
    # Many leads have the same time in the same zone: each pair of them is looked up once.
    pairs = batch.distinct(heading).codes[rows].astype(np.int64) * len(zones.values) + zones.codes[rows]
    which, distinct = pd.factorize(pairs)
    time, zone = np.divmod(distinct, len(zones.values))
    found = _localize(times.take(time).reset_index(drop=True), zones.values.take(zone).reset_index(drop=True))
    flags = (found["moment"] < pd.Timestamp(batch.now), found["gap"], found["twice"])
    return Clock(*(_at(rows, flag.to_numpy(dtype=bool)[which], len(batch)) for flag in flags))


def _at(rows: NDArray[np.intp], flags: Mask, count: int) -> Mask:
    mask = np.zeros(count, dtype=bool)
    mask[rows] = flags
    return mask


def _localize(times: pd.Series, zones: pd.Series) -> pd.DataFrame:
    zones = zones.fillna(_LAST_ZONE)
    # One pass per zone: pandas localises a column in one zone at a time.
    clocks = [_in_zone(times[rows], str(zone)) for zone, rows in zones.groupby(zones).groups.items()]
    nowhere = pd.DataFrame({"moment": pd.Series(dtype="datetime64[s, UTC]"), "gap": False, "twice": False})
    return pd.concat(clocks or [nowhere]).sort_index()


def _in_zone(times: pd.Series, zone: str) -> pd.DataFrame:
    first = np.ones(len(times), dtype=bool)
    tz = pytz.timezone(zone)
    return pd.DataFrame(
        {
            "moment": times.dt.tz_localize(tz, ambiguous=first, nonexistent="shift_forward").dt.tz_convert("UTC"),
            "gap": times.dt.tz_localize(tz, ambiguous=first, nonexistent="NaT").isna(),
            "twice": times.dt.tz_localize(tz, ambiguous="NaT", nonexistent="shift_forward").isna(),
        }
    )


def _past(batch: Batch, heading: str) -> Mask:
    return _on_the_clock(batch, heading).past


def _in_gap(batch: Batch, heading: str) -> Mask:
    return _on_the_clock(batch, heading).gap


def _twice(batch: Batch, heading: str) -> Mask:
    return _on_the_clock(batch, heading).twice


def _without_zone(batch: Batch) -> str | None:
    heading = batch.heading(_CALLBACK)
    if heading is None:
        return None
    zones = _zones(batch)
    count = int((_has_callback(batch, heading) & zones.values.isna().to_numpy()[zones.codes]).sum())
    if not count:
        return None
    return f"callbacks of leads without known contact hours ({count:,}): the PBX reads them in a zone not known here"


def _contact_hours(batch: Batch, heading: str) -> Mask:
    known = batch.campaign.contact_hours or pytz.all_timezones_set
    hours, codes = batch.distinct(heading)
    return batch.filled(heading) & ~hours.isin(known).to_numpy()[codes]


def _contact_hours_detail(batch: Batch, heading: str, at: NDArray[np.intp]) -> pd.DataFrame:
    configured = batch.campaign.contact_hours
    hints = nearest(batch.text[heading].iloc[at], configured or pytz.common_timezones)
    otherwise = "use the name of a Contact Hours entry of the PBX" if configured else "use an IANA zone"
    return pd.DataFrame({"hint": hints.fillna(f"{otherwise}, such as {next(iter(configured), 'Australia/Perth')}")})


def _priority(batch: Batch, heading: str) -> Mask:
    priorities, codes = batch.distinct(heading)
    return batch.filled(heading) & ~fully_matches(priorities, r"\s*0*(?:[0-9]{1,2}|100)\s*")[codes]


CHECKS = (
    Check(
        id="callback-date-format",
        code=ResultCode.INVALID_CALLBACK_DATE_FORMAT,
        scope="cell",
        fields=_CALLBACK,
        title="njCallBackDate is a real date and time, written yyyy/MM/dd HH:mm",
        message="the callback date is no date and time written yyyy/MM/dd HH:mm",
        hint=_WRITE_IT_LIKE,
        mask=_callback_format,
        detail=_callback_format_detail,
    ),
    Check(
        id="contact-hours",
        code=ResultCode.INVALID_TIMEZONE_SPECIFIED,
        scope="cell",
        fields=_HOURS,
        operations=("insert",),
        title="njContactHours is the name of Contact Hours that the PBX knows, or an IANA zone",
        message="the PBX knows no such contact hours",
        hint="use the name of a Contact Hours entry of the PBX",
        mask=_contact_hours,
        detail=_contact_hours_detail,
    ),
    Check(
        id="callback-in-past",
        severity="warning",
        scope="cell",
        fields=_CALLBACK,
        title="a callback lies in the future, in the lead's contact-hours zone",
        message="the callback time is past: the lead is called at once",
        hint="set a later time, or blank it for a call in turn",
        limits=_without_zone,
        mask=_past,
    ),
    Check(
        id="callback-in-dst-gap",
        severity="warning",
        scope="cell",
        fields=_CALLBACK,
        title="a callback does not fall into the hour that daylight saving leaves out",
        message="there is no such time: clocks go forward over it on that day",
        hint="set it an hour later",
        limits=_without_zone,
        mask=_in_gap,
    ),
    Check(
        id="callback-in-dst-overlap",
        severity="warning",
        scope="cell",
        fields=_CALLBACK,
        title="a callback does not fall into the hour that comes twice when daylight saving ends",
        message="this time comes twice: clocks go back over it on that day",
        hint="set it an hour earlier or later",
        limits=_without_zone,
        mask=_twice,
    ),
    Check(
        id="priority-range",
        severity="warning",
        scope="cell",
        fields=_PRIORITY,
        title="njPriority is a whole number from 0 to 100",
        message="the priority is no whole number from 0 to 100",
        hint="use 0 (called first) to 100, or blank it for the default, 10",
        mask=_priority,
    ),
)
