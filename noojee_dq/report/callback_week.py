"""The picture of when callbacks would ring: hours by weekdays, with the hours in which one may call."""

from dataclasses import dataclass
from typing import Final

from noojee_dq.report.callback_tally import HOURS_OF_DAY, CallbackTally
from noojee_dq.report.found import Found
from noojee_dq.settings.calling_hours import WEEKDAYS
from noojee_dq.words.counts import counted

_OUTSIDE: Final = ("callback-outside-hours", "callback-forbidden")


@dataclass(frozen=True)
class CallbackHour:
    """An hour of the week in which callbacks would ring: weekday from Monday = 0, how many, as a share of the most."""

    weekday: int
    hour: int
    callbacks: int
    share: float
    words: str


@dataclass(frozen=True)
class OpenHours:
    """The hours of a weekday (Monday = 0) in which one may call, in hours since midnight."""

    weekday: int
    opens: float
    closes: float


@dataclass(frozen=True)
class CallbackWeek:
    """When callbacks would ring, and when they may."""

    hours: tuple[CallbackHour, ...]
    open: tuple[OpenHours, ...]
    words: str
    rules: str
    days: tuple[str, ...] = tuple(day.capitalize() for day in WEEKDAYS)


def callback_week(found: Found) -> CallbackWeek | None:
    """Lay out when callbacks would ring.

    Args:
        found: what a pre-flight found.

    Returns:
        The picture; None where no lead has a callback.

    Example:
        >>> import noojee_dq as nj, pandas as pd
        >>> leads = pd.DataFrame({"Phone": ["0491 570 006"], "njCallBackDate": ["2026/11/23 09:30"]})
        >>> callback_week(nj.check(leads, nj.Campaign(phone_fields=["Phone"]))).words
        '1 callback, as the list has it; most on Mondays from 9:00 (1).'
    """
    tally = found.callback_tally
    most = max(tally.counts, default=0)
    if not most:
        return None
    hours = tuple(_hour(at, number, most) for at, number in enumerate(tally.counts) if number)
    fullest = max(hours, key=lambda hour: hour.callbacks)
    words = (
        f"{counted(sum(tally.counts), 'callback')}, as the list has {'it' if sum(tally.counts) == 1 else 'them'}; "
        f"most on {WEEKDAYS[fullest.weekday].capitalize()}s from {fullest.hour}:00 ({fullest.callbacks:,})."
    )
    return CallbackWeek(hours, _open_hours(tally), words, _rules(found))


def _hour(at: int, callbacks: int, most: int) -> CallbackHour:
    weekday, hour = divmod(at, HOURS_OF_DAY)
    words = f"{WEEKDAYS[weekday].capitalize()}, {hour}:00 to {hour + 1}:00: {counted(callbacks, 'callback')}"
    # By the root: else the fullest hour would leave all others without a colour.
    return CallbackHour(weekday, hour, callbacks, (callbacks / most) ** 0.5, words)


def _open_hours(tally: CallbackTally) -> tuple[OpenHours, ...]:
    hours = tally.calling.hours_in_force
    windows = hours.by_weekday if hours else ()
    return tuple(
        OpenHours(day, window.opens / 60, window.closes / 60)
        for day, window in enumerate(windows)
        if not window.is_shut
    )


def _rules(found: Found) -> str:
    calling = found.callback_tally.calling
    if calling.hours_in_force is None:
        return "No calling rules are set, so nothing is said of these times."
    summary = found.summary
    leads = summary.loc[summary["check"].isin(_OUTSIDE), "leads"].sum()
    whose = "hours of the campaign" if calling.rules == "none" else calling.rules
    return (
        f"The frames are the hours in which one may call ({whose}). {counted(int(leads), 'lead')} would ring when "
        "nobody may call: outside them, on a public holiday, or by the clock of the lead's place."
    )
