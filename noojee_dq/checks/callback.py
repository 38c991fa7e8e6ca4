"""When a lead is to be called: a real date and time in the API's layout, on the clock of the lead's contact hours."""

from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from noojee_dq.arrow.columns import Mask, Positions
from noojee_dq.batch.aggregate import Aggregate
from noojee_dq.batch.batch import Batch
from noojee_dq.batch.call_days import callback_times_of
from noojee_dq.batch.callback_dates import read_callbacks
from noojee_dq.batch.callback_moments import callback_moments, has_callback
from noojee_dq.batch.contact_zones import contact_zones
from noojee_dq.checks.base import Check
from noojee_dq.codes import ResultCode
from noojee_dq.fields import CALLBACK, CONTACT_HOURS

_WRITE_IT_LIKE = "write it like 2026/03/04 09:30, on the 24-hour clock"
_OTHER_LAYOUT = "it is in another layout"
_NOT_SO_WRITTEN = "the callback date is no date and time written yyyy/MM/dd HH:mm"


def _callback_format(batch: Batch, heading: str) -> Mask:
    return batch.filled(heading) & ~has_callback(batch, heading)


def _callback_format_detail(batch: Batch, heading: str, at: Positions) -> pd.DataFrame:
    values, codes = batch.distinct_at(heading, at)
    read = read_callbacks(values)
    messages = _NOT_SO_WRITTEN + ": " + read["reason"].where(read["rewritten"].isna(), _OTHER_LAYOUT)
    hints = ("in the API's layout this is " + read["rewritten"]).fillna(_WRITE_IT_LIKE)
    return pd.DataFrame({"message": messages.take(codes), "hint": hints.take(codes)})


class Clock(NamedTuple):
    """Which callbacks, in the zone of their lead, are past or far ahead, and which ones daylight saving touches."""

    past: Mask
    far: Mask
    gap: Mask
    twice: Mask


def _on_the_clock(batch: Batch, heading: str) -> Clock:
    return batch.cached(("clock", heading, CONTACT_HOURS), lambda: _clock(batch, heading))


def _clock(batch: Batch, heading: str) -> Clock:
    rows, which, lines = callback_moments(batch, heading)
    now = pd.Timestamp(batch.now)
    last = now + pd.Timedelta(days=batch.campaign.calling.max_days_ahead)
    flags = (lines["moment"] < now, lines["moment"] > last, lines["gap"], lines["twice"])
    return Clock(*(_at(rows, flag.to_numpy(dtype=bool)[which], len(batch)) for flag in flags))


def _at(rows: Positions, flags: Mask, count: int) -> Mask:
    mask = np.zeros(count, dtype=bool)
    mask[rows] = flags
    return mask


def _past(batch: Batch, heading: str) -> Mask:
    return _on_the_clock(batch, heading).past


def _far_ahead(batch: Batch, heading: str) -> Mask:
    return _on_the_clock(batch, heading).far


def _far_ahead_detail(batch: Batch, heading: str, at: Positions) -> pd.DataFrame:
    days = batch.campaign.calling.max_days_ahead
    return pd.DataFrame({"message": [f"the callback lies more than {days:,} days ahead"] * len(at)})


def _at_midnight(batch: Batch, heading: str) -> Mask:
    times = callback_times_of(batch, heading)
    return times.eq(times.dt.normalize()).to_numpy()[batch.distinct(heading).codes]


def _in_gap(batch: Batch, heading: str) -> Mask:
    return _on_the_clock(batch, heading).gap


def _twice(batch: Batch, heading: str) -> Mask:
    return _on_the_clock(batch, heading).twice


def _count_without_zone(batch: Batch) -> int:
    heading = batch.heading(CALLBACK)
    if heading is None:
        return 0
    zones = contact_zones(batch)
    return int((has_callback(batch, heading) & zones.values.isna().to_numpy()[zones.codes]).sum())


#: How many callbacks there are of leads whose contact hours name no zone.
CALLBACKS_WITHOUT_ZONE: Final = Aggregate[int]("callbacks without zone", _count_without_zone, sum)


def without_zone(batch: Batch) -> str | None:
    """Say of how many callbacks the moment is not known; None = of none.

    Args:
        batch: the leads.
    """
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
        message=_NOT_SO_WRITTEN,
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
        limits=without_zone,
        mask=_past,
    ),
    Check(
        id="callback-far-ahead",
        severity="warning",
        scope="cell",
        fields=CALLBACK,
        title="a callback lies at most a year ahead, or as many days as the campaign says",
        message="the callback lies further ahead than any should",
        hint="correct the year; if it is meant, raise max_days_ahead in [calling] of the campaign file",
        mask=_far_ahead,
        detail=_far_ahead_detail,
    ),
    Check(
        id="callback-at-midnight",
        severity="warning",
        scope="cell",
        fields=CALLBACK,
        title="a callback has a time of its own: not midnight sharp, as a day without a time becomes",
        message="the callback is at midnight sharp: it may have been a day without a time",
        hint="set the time at which the lead wants to be called",
        mask=_at_midnight,
    ),
    Check(
        id="callback-in-dst-gap",
        severity="warning",
        scope="cell",
        fields=CALLBACK,
        title="a callback does not fall into the hour that daylight saving leaves out",
        message="there is no such time: clocks go forward over it on that day",
        hint="set it an hour later",
        limits=without_zone,
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
        limits=without_zone,
        mask=_twice,
    ),
)
