"""Public holidays of countries and their states, with the days kept in place of them."""

import re
from datetime import date
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

#: The last working day of a week, from Monday = 1.
_FRIDAY: Final = 5
#: The language of names: without one it is that of the machine.
_LANGUAGE: Final = "en_US"
#: What says at the end of a name that the day is kept for another.
_KEPT: Final = re.compile(r" \([^()]*\)$")


def holiday_names(days: NDArray[np.datetime64], country: str, state: str = "") -> NDArray[np.object_]:
    """Name the public holidays among some days, as the package `holidays` knows them.

    A day counts for the whole country, which is the careful reading, where any of its states keeps it in place of a
    national holiday that falls on a weekend.

    Args:
        days: datetime64[D].
        country: ISO code; of one that is not known nothing is a holiday.
        state: whose own holidays count too, by its usual abbreviation; "" = none's.

    Returns:
        The name of each day; "" = it is no holiday.

    Example:
        >>> holiday_names(np.array(["2026-04-25", "2026-04-27", "2026-04-28"], "datetime64[D]"), "AU").tolist()
        ['ANZAC Day', 'the day kept for ANZAC Day in some states', '']
    """
    different, which = np.unique(days, return_inverse=True)
    # Callbacks are on few days. NumPy gives a number for one after the year 9999.
    names = [
        _holidays(country, state, day.year).get(day, "") if isinstance(day, date) else "" for day in different.tolist()
    ]
    return np.array(names, dtype=object)[which]


def has_known_holidays(country: str) -> bool:
    """Say whether the public holidays of a country are known.

    Example:
        >>> has_known_holidays("AU"), has_known_holidays("001")
        (True, False)
    """
    return _of(country, 2026) is not None


@cache
def _holidays(country: str, state: str, year: int) -> dict[date, str]:
    national = _of(country, year)
    if national is None:
        return {}
    of_states = {one: _of(country, year, one) for one in national.subdivisions}
    names = {name for day, name in national.items() if day.isoweekday() > _FRIDAY}
    kept = {
        day: f"the day kept for {_KEPT.sub('', name)} in some states"
        for of_state in of_states.values()
        for day, name in of_state.items()
        if _KEPT.sub("", name) in names
    }
    return {**of_states.get(state, {}), **kept, **national}


def _of(country: str, year: int, state: str | None = None) -> Any:
    # Most campaigns have no calling rules, and it takes a twentieth of a second to import.
    import holidays

    try:
        return holidays.country_holidays(country, subdiv=state, years=year, language=_LANGUAGE)
    except NotImplementedError:
        return None
