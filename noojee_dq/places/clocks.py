"""What the IANA zones say: which are one, which clock each keeps this year, and who lives by it."""

import re
from collections.abc import Set
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Final

import pytz

#: A name that says a clock and no place: `EST`, `EST5EDT`, `Etc/GMT+10`.
_BARE: Final = re.compile(r"[A-Z]{3}(?:[0-9][A-Z]{3})?|Etc/GMT[+-][0-9]+")
#: Kept for a handful of people: nobody who writes of a clock alone means them.
_HARDLY_ANYBODY: Final = re.compile("Antarctica/.*|Australia/Lindeman")


@cache
def main_name(zone: str) -> str:
    """Return the name by which a zone is known today: its own where it is a place's, else that of what it stands for.

    Example:
        >>> [main_name(zone) for zone in ("Australia/NSW", "Asia/Calcutta", "Europe/Oslo", "Etc/Zulu")]
        ['Australia/Sydney', 'Asia/Kolkata', 'Europe/Oslo', 'UTC']
    """
    if zone in _zones_of_places():
        return zone
    linked = _links().get(zone, zone)
    short = linked.removeprefix("Etc/")
    return short if short in pytz.all_timezones_set else linked


@cache
def _zones_of_places() -> frozenset[str]:
    return frozenset(zone for zones in pytz.country_timezones.values() for zone in zones)


@cache
def _links() -> dict[str, str]:
    with pytz.open_resource("tzdata.zi") as file:  # type: ignore[attr-defined]  # its stubs leave it out
        words = [line.split() for line in file.read().decode().splitlines()]
    return {line[2]: line[1] for line in words if line[:1] == ["L"]}


@cache
def zones_of(country: str) -> tuple[str, ...]:
    """Return the zones that people of a country live by.

    Args:
        country: ISO code; one that is not known has none.

    Example:
        >>> zones_of("NZ"), "Antarctica/Macquarie" in zones_of("AU")
        (('Pacific/Auckland', 'Pacific/Chatham'), False)
    """
    return tuple(zone for zone in pytz.country_timezones.get(country, ()) if not _HARDLY_ANYBODY.fullmatch(zone))


@cache
def zones_of_the_world() -> tuple[str, ...]:
    """Return the zones of all countries, each once; where one only stands for another, the other."""
    links = _links()
    return tuple(sorted(zone for zone in _zones_of_places() - links.keys() if not _HARDLY_ANYBODY.fullmatch(zone)))


@cache
def clock_of(zone: str) -> tuple[timedelta, ...]:
    """Return how far ahead of UTC a zone is in each week of this year: zones with the same have one clock.

    Example:
        >>> clock_of("Australia/Sydney") == clock_of("Australia/Hobart") != clock_of("Australia/Brisbane")
        True
    """
    return tuple(week.astimezone(pytz.timezone(zone)).utcoffset() or timedelta() for week in _weeks())


@cache
def offset_at_noon(zone: str, day: date) -> timedelta:
    """Return how far ahead of UTC a zone is at noon of a day: the hours of calling lie behind any change of the clock.

    Example:
        >>> [str(offset_at_noon("Australia/Sydney", date(2026, 10, day))) for day in (3, 4)]
        ['10:00:00', '11:00:00']
    """
    return pytz.timezone(zone).localize(datetime.combine(day, time(12))).utcoffset() or timedelta()


def offsets_of(zone: str) -> Set[timedelta]:
    """Return how far ahead of UTC a zone is in the course of this year: one offset, or two with summer time."""
    return frozenset(clock_of(zone))


@cache
def abbreviations_of(zone: str) -> frozenset[str]:
    """Return how people abbreviate the clock of a zone in the course of this year, in small letters.

    Example:
        >>> sorted(abbreviations_of("Australia/Adelaide"))
        ['acdt', 'acst']
    """
    clock = pytz.timezone(zone)
    names = {week.astimezone(clock).tzname() for week in _weeks()}
    return frozenset(name.casefold() for name in names if name)


def standard_offset(zone: str) -> timedelta:
    """Return how far ahead of UTC a zone is without summer time."""
    return min(offsets_of(zone))


@cache
def _weeks() -> tuple[datetime, ...]:
    new_year = datetime(datetime.now(UTC).year, 1, 1, tzinfo=UTC)
    return tuple(new_year + timedelta(weeks=week) for week in range(52))


def says_no_place(zone: str) -> bool:
    """Say whether an IANA name is an abbreviation or an offset, other than UTC itself, which may mean another clock.

    Example:
        >>> [says_no_place(zone) for zone in ("EST", "Etc/GMT+10", "UTC", "Australia/Perth")]
        [True, True, False, False]
    """
    return _BARE.fullmatch(zone) is not None and offsets_of(zone) != {timedelta()}


def says_clock_alone(zone: str) -> bool:
    """Say whether an IANA name is that of a clock and no place, UTC and its other names included.

    Example:
        >>> [says_clock_alone(zone) for zone in ("EST", "Etc/Zulu", "GMT", "Africa/Accra")]
        [True, True, True, False]
    """
    return says_no_place(zone) or main_name(zone) in ("UTC", "GMT")


@cache
def is_kept_in(zone: str, country: str) -> bool:
    """Say whether some place of a country has the time of a zone in the course of the year.

    Args:
        zone: IANA name.
        country: ISO code; of one that is not known nothing can be denied.

    Example:
        >>> is_kept_in("EST", "AU"), is_kept_in("EST", "US"), is_kept_in("Etc/GMT-10", "AU")
        (False, True, True)
    """
    places = pytz.country_timezones.get(country)
    return places is None or any(not offsets_of(zone).isdisjoint(offsets_of(place)) for place in places)


def country_name(country: str) -> str:
    """Return the English name of a country with this ISO code.

    Example:
        >>> country_name("NZ")
        'New Zealand'
    """
    return pytz.country_names.get(country, country)


def offset_text(zone: str) -> str:
    """Write how far ahead of UTC a zone is without summer time.

    Example:
        >>> offset_text("EST"), offset_text("Etc/GMT-10"), offset_text("Australia/Adelaide")
        ('UTC-05:00', 'UTC+10:00', 'UTC+09:30')
    """
    minutes = standard_offset(zone) // timedelta(minutes=1)
    return f"UTC{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
