"""When a lead is to be called: a real date and time in the API's layout, on the clock of the lead's contact hours."""

from typing import Final, NamedTuple

import numpy as np
import pandas as pd
import pytz

from noojee_dq.arrow.columns import Mask, Positions
from noojee_dq.batch.aggregate import Aggregate
from noojee_dq.batch.batch import Batch
from noojee_dq.batch.call_days import callback_times_of
from noojee_dq.batch.callback_dates import read_callbacks
from noojee_dq.batch.contact_zones import contact_zones
from noojee_dq.checks.base import Check
from noojee_dq.codes import ResultCode
from noojee_dq.fields import CALLBACK, CONTACT_HOURS

_WRITE_IT_LIKE = "write it like 2026/03/04 09:30, on the 24-hour clock"

#: The zone in which a day ends last, for leads whose zone is not known: what is past there is past everywhere.
_LAST_ZONE = "Etc/GMT+12"


def _has_callback(batch: Batch, heading: str) -> Mask:
    """Say which leads have a callback time, in their own wall clock."""
    codes = batch.distinct(heading).codes
    return batch.cached(("has callback", heading), lambda: callback_times_of(batch, heading).notna().to_numpy()[codes])


def _callback_format(batch: Batch, heading: str) -> Mask:
    return batch.filled(heading) & ~_has_callback(batch, heading)


def _callback_format_detail(batch: Batch, heading: str, at: Positions) -> pd.DataFrame:
    values, codes = batch.distinct_at(heading, at)
    read = read_callbacks(values)
    why_not = read["reason"] + np.where(read["reason"].str.endswith("?"), " ", "; ") + _WRITE_IT_LIKE
    hints = ("in the API's layout this is " + read["rewritten"]).fillna(why_not)
    return pd.DataFrame({"hint": hints.take(codes)})


class Clock(NamedTuple):
    """Which callbacks, in the zone of their lead, are past, and which ones daylight saving leaves out or repeats."""

    past: Mask
    gap: Mask
    twice: Mask


def _on_the_clock(batch: Batch, heading: str) -> Clock:
    return batch.cached(("clock", heading, CONTACT_HOURS), lambda: _clock(batch, heading))


def _clock(batch: Batch, heading: str) -> Clock:
    times, zones = callback_times_of(batch, heading), contact_zones(batch)
    rows = np.flatnonzero(_has_callback(batch, heading))
    # Many leads have the same time in the same zone: each pair of them is looked up once.
    pairs = batch.distinct(heading).codes[rows].astype(np.int64) * len(zones.values) + zones.codes[rows]
    which, distinct = pd.factorize(pairs)
    time, zone = np.divmod(distinct, len(zones.values))
    found = _localize(times.take(time).reset_index(drop=True), zones.values.take(zone).reset_index(drop=True))
    flags = (found["moment"] < pd.Timestamp(batch.now), found["gap"], found["twice"])
    return Clock(*(_at(rows, flag.to_numpy(dtype=bool)[which], len(batch)) for flag in flags))


def _at(rows: Positions, flags: Mask, count: int) -> Mask:
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


def _count_without_zone(batch: Batch) -> int:
    heading = batch.heading(CALLBACK)
    if heading is None:
        return 0
    zones = contact_zones(batch)
    return int((_has_callback(batch, heading) & zones.values.isna().to_numpy()[zones.codes]).sum())


#: How many callbacks there are of leads whose contact hours name no zone.
CALLBACKS_WITHOUT_ZONE: Final = Aggregate[int]("callbacks without zone", _count_without_zone, sum)


def _without_zone(batch: Batch) -> str | None:
    count = CALLBACKS_WITHOUT_ZONE.of(batch)
    if not count:
        return None
    return f"callbacks of leads without known contact hours ({count:,}): the PBX reads them in a zone not known here"


FORMAT_CHECKS = (
    Check(
        id="callback-date-format",
        code=ResultCode.INVALID_CALLBACK_DATE_FORMAT,
        scope="cell",
        fields=CALLBACK,
        title="njCallBackDate is a real date and time, written yyyy/MM/dd HH:mm",
        message="the callback date is no date and time written yyyy/MM/dd HH:mm",
        hint=_WRITE_IT_LIKE,
        mask=_callback_format,
        detail=_callback_format_detail,
    ),
)

CLOCK_CHECKS = (
    Check(
        id="callback-in-past",
        severity="warning",
        scope="cell",
        fields=CALLBACK,
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
        fields=CALLBACK,
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
        fields=CALLBACK,
        title="a callback does not fall into the hour that comes twice when daylight saving ends",
        message="this time comes twice: clocks go back over it on that day",
        hint="set it an hour earlier or later",
        limits=_without_zone,
        mask=_twice,
    ),
)
