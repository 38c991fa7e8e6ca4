"""When a lead is called: callback date, contact hours, priority."""

import numpy as np
import pandas as pd
import pytz
from numpy.typing import NDArray

from noojee_dq.checks.batch import Batch
from noojee_dq.checks.cells import fully_matches
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


def _callbacks(batch: Batch, heading: str) -> pd.Series:
    """Callback times in the lead's own wall clock; missing where there is none or it is written wrongly."""
    return batch.once(("callbacks", heading), lambda: _parse(batch.text[heading]))


def _parse(cells: pd.Series) -> pd.Series:
    written = cells[fully_matches(cells, _LAYOUT_REGEX)]
    times = pd.to_datetime(written, format=_LAYOUT, errors="coerce").astype("datetime64[s]")
    return times.reindex(cells.index)


def _callback_format(batch: Batch, heading: str) -> Mask:
    return batch.filled(heading) & _callbacks(batch, heading).isna().to_numpy()


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


def _zones(batch: Batch) -> pd.Series:
    """The IANA zone of each lead; null where its contact hours are blank or unknown."""
    hours = batch.field(_HOURS)
    if batch.campaign.contact_hours:
        return hours.map(batch.campaign.contact_hours)
    return hours.where(hours.isin(pytz.all_timezones_set))


def _on_the_clock(batch: Batch, heading: str) -> pd.DataFrame:
    """Callbacks in the zone of each lead: `moment` (UTC), and whether daylight saving makes it a `gap` or `twice`."""
    return batch.once(("clock", heading), lambda: _localize(_callbacks(batch, heading), _zones(batch)))


def _localize(times: pd.Series, zones: pd.Series) -> pd.DataFrame:
    zones = zones.fillna(_LAST_ZONE)[times.notna()]
    # One pass per zone: pandas localises a column in one zone at a time.
    clocks = [_in_zone(times[rows], str(zone)) for zone, rows in zones.groupby(zones).groups.items()]
    nowhere = pd.DataFrame({"moment": pd.Series(dtype="datetime64[s, UTC]"), "gap": False, "twice": False})
    clock = pd.concat(clocks or [nowhere]).reindex(times.index)
    return clock.assign(gap=clock["gap"].eq(True), twice=clock["twice"].eq(True))


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
    return (_on_the_clock(batch, heading)["moment"] < pd.Timestamp(batch.now)).to_numpy()


def _in_gap(batch: Batch, heading: str) -> Mask:
    return _on_the_clock(batch, heading)["gap"].to_numpy()


def _twice(batch: Batch, heading: str) -> Mask:
    return _on_the_clock(batch, heading)["twice"].to_numpy()


def _without_zone(batch: Batch) -> str | None:
    heading = batch.heading(_CALLBACK)
    if heading is None:
        return None
    count = int((_callbacks(batch, heading).notna() & _zones(batch).isna()).sum())
    if not count:
        return None
    return f"callbacks of leads without known contact hours ({count:,}): the PBX reads them in a zone not known here"


def _contact_hours(batch: Batch, heading: str) -> Mask:
    known = batch.campaign.contact_hours or pytz.all_timezones_set
    return batch.filled(heading) & ~batch.text[heading].isin(known).to_numpy()


def _contact_hours_detail(batch: Batch, heading: str, at: NDArray[np.intp]) -> pd.DataFrame:
    configured = batch.campaign.contact_hours
    hints = nearest(batch.text[heading].iloc[at], configured or pytz.common_timezones)
    otherwise = "use the name of a Contact Hours entry of the PBX" if configured else "use an IANA zone"
    return pd.DataFrame({"hint": hints.fillna(f"{otherwise}, such as {next(iter(configured), 'Australia/Perth')}")})


def _priority(batch: Batch, heading: str) -> Mask:
    return batch.filled(heading) & ~fully_matches(batch.text[heading], r"\s*0*(?:[0-9]{1,2}|100)\s*")


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
