"""Which callbacks ring when nobody may call, and why: as they are written, or by the clock of the lead's place."""

from collections.abc import Sequence, Set
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
import pytz
from numpy.typing import NDArray

from noojee_dq.arrow.columns import Mask
from noojee_dq.places.public_holidays import holiday_names
from noojee_dq.settings.calling_hours import CallingHours

#: The day of public holidays, behind the weekdays from Monday = 0.
HOLIDAY: Final = 7
_NO_DAY: Final = -1


class RulesInForce(NamedTuple):
    """The hours in which one may call, and the country whose public holidays count (ISO code)."""

    hours: CallingHours
    country: str


class Reason(NamedTuple):
    """Why nobody may call.

    Attributes:
        zone: by whose clock; "" = as the callback is written.
        day: by the hours of which day, Monday = 0 or `HOLIDAY`.
        holiday: the name of the public holiday; "" = it is none.
    """

    zone: str
    day: int
    holiday: str


class ForbiddenTimes(NamedTuple):
    """For each callback the number of the reason why nobody may call then, -1 = one may; and the reasons."""

    which: NDArray[np.intp]
    reasons: list[Reason]


def forbidden_times(callbacks: pd.DataFrame, clocks: Sequence[Set[str]], rules: RulesInForce) -> ForbiddenTimes:
    """Find the callbacks at times when nobody may call.

    A callback is judged as it is written, which is the time of the lead's contact hours; then by the clock of the
    lead's place, where that is another. Where a place may have one of several, all of them must forbid the call.

    Args:
        callbacks: on a range index, columns `wall` (the time as it is written), `zone` (of the contact hours; null =
            not known), `moment` (UTC), `state` (whose own public holidays count; "" = none's), `place` (its number).
        clocks: for each place the zones by which people there may live; none = not known.
        rules: what is permitted.

    Example:
        >>> week = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
        >>> hours = CallingHours(**dict.fromkeys(week, "09:00-20:00"))
        >>> wall = pd.to_datetime(pd.Series(["2026-11-27 10:00", "2026-11-27 20:00"]))
        >>> callbacks = pd.DataFrame({"wall": wall, "zone": "Australia/Melbourne", "state": "", "place": 0,
        ...                           "moment": wall.dt.tz_localize("Australia/Melbourne").dt.tz_convert("UTC")})
        >>> forbidden_times(callbacks, [{"Australia/Perth"}], RulesInForce(hours, "AU")).reasons
        [Reason(zone='', day=4, holiday=''), Reason(zone='Australia/Perth', day=4, holiday='')]
    """
    as_written = _by_clock(callbacks["wall"], callbacks["state"], "", rules)
    open_still = callbacks.drop(as_written.index)[lambda others: others["zone"].notna()]
    # There are some ten clocks in a country.
    elsewhere = [
        _by_clocks(open_still[open_still["place"].eq(place)], sorted(clocks[place]), rules)
        for place in open_still["place"].unique().tolist()
        if clocks[place]
    ]
    found = pd.concat([as_written, *elsewhere])
    which = np.full(len(callbacks), -1, dtype=np.intp)
    which[found.index] = found.groupby(list(found.columns), sort=False).ngroup()
    return ForbiddenTimes(which, [Reason(*one) for one in found.drop_duplicates().itertuples(index=False)])


def _by_clocks(callbacks: pd.DataFrame, zones: Sequence[str], rules: RulesInForce) -> pd.DataFrame:
    """As `_by_clock`, of callbacks that are permitted as they are written, where all of some clocks forbid the call."""
    forbidden = callbacks[~callbacks["zone"].isin(zones)]
    for zone in reversed(zones):
        wall = forbidden["moment"].dt.tz_convert(pytz.timezone(zone)).dt.tz_localize(None)
        reasons = _by_clock(wall, forbidden["state"], zone, rules)
        forbidden = forbidden.loc[reasons.index]
    return reasons


def _by_clock(wall: pd.Series, states: pd.Series, zone: str, rules: RulesInForce) -> pd.DataFrame:
    """Return the fields of a `Reason` for each time when nobody may call, on the index of that time."""
    on_holidays, weekday = rules.hours.on_holidays, wall.dt.day_of_week.to_numpy()
    minute = (wall.dt.hour * 60 + wall.dt.minute).to_numpy()
    opens, closes = np.array(rules.hours.by_weekday).T
    day = np.where((opens[weekday] <= minute) & (minute < closes[weekday]), _NO_DAY, weekday)
    names = np.full(len(wall), "", dtype=object)
    if on_holidays is not None:
        names = _holidays(wall, states, rules.country)
        shut = (minute < on_holidays.opens) | (minute >= on_holidays.closes)
        day[(names != "") & shut] = HOLIDAY
    forbidden = day != _NO_DAY
    reasons = {"zone": zone, "day": day[forbidden], "holiday": np.where(day == HOLIDAY, names, "")[forbidden]}
    return pd.DataFrame(reasons, index=wall.index[forbidden])


def _holidays(wall: pd.Series, states: pd.Series, country: str) -> NDArray[np.object_]:
    days = wall.to_numpy().astype("datetime64[D]")
    names = np.full(len(wall), "", dtype=object)
    for state in states.unique():
        there: Mask = states.eq(state).to_numpy()
        names[there] = holiday_names(days[there], country, state)
    return names
