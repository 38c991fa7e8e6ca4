"""Which zones a word or phrase stands for: an IANA name, one of Windows, a city, a state, an abbreviation."""

import re
from collections import defaultdict
from functools import cache
from typing import Final

import pytz

from noojee_dq.places.clocks import abbreviations_of, main_name, says_no_place, zones_of, zones_of_the_world
from noojee_dq.places.states import STATES, state_named
from noojee_dq.places.zone_names import AUSTRALIAN_TOWNS, CITIES_ABROAD, WINDOWS_NAMES
from noojee_dq.words.suggest import plain_name

Zones = frozenset[str]

#: Last parts of IANA names that are no cities: `Australia/West`, `US/Central`.
_NO_CITIES: Final = frozenset({"north", "south", "west", "east", "central", "eastern", "general"})
#: "Australian Central Time" and the like; the letters that stand for it.
_WORDED: Final = re.compile(
    r"(?:australian? )?(?P<side>eastern|central|western)(?: (?P<season>s(?=tandard)|d(?=aylight))[a-z]+)? time"
)
#: "CST" and "AET"; not "ACT", which is a state.
_SHORT: Final = re.compile("(?!act)(?:a|(?=[ecw][sd]))(?P<side>[ecw])(?P<season>[sd]?)t")


def zones_meant(phrase: str, country: str) -> Zones:
    """Find the zones that a phrase stands for, as somebody of a country would mean it.

    Args:
        phrase: in small letters, with single spaces in place of white space and underscores.
        country: ISO code of the country of the lead.

    Returns:
        IANA names; none where it stands for no zone.

    Example:
        >>> sorted(zones_meant("western australia", "AU")), sorted(zones_meant("acst", "AU"))
        (['Australia/Perth'], ['Australia/Adelaide', 'Australia/Broken_Hill', 'Australia/Darwin'])
    """
    if phrase in iana_names():
        return frozenset({main_name(iana_names()[phrase])})
    if phrase == pytz.country_names.get(country, "").casefold():
        return frozenset(zones_of(country))
    found = [_windows(phrase), _local(phrase, country), _clock(phrase, country), cities().get(phrase, frozenset())]
    at_home = frozenset[str]().union(*found) & frozenset(zones_of(country))
    return at_home or next((zones for zones in found if zones), frozenset())


@cache
def iana_names() -> dict[str, str]:
    """Return all IANA names that say a place or UTC, by their spelling in small letters with spaces for underscores."""
    return {plain(zone): zone for zone in pytz.all_timezones if not says_no_place(zone)}


@cache
def cities() -> dict[str, Zones]:
    """Return the zones that are named after each city, by its spelling like that of `iana_names`."""
    found = {city: frozenset({zone}) for city, zone in CITIES_ABROAD.items()}
    for zone in filter(_names_city, pytz.all_timezones):
        city = plain(zone.partition("/")[2])
        found[city] = found.get(city, frozenset()) | {main_name(zone)}
    return found


def _names_city(zone: str) -> bool:
    """Whether a zone is `Area/City`, or was; Knox is a part of Melbourne sooner than `America/Indiana/Knox`."""
    area, _, city = zone.partition("/")
    same_area = main_name(zone).startswith(f"{area}/")
    return (
        same_area and area != "Antarctica" and "/" not in city and not (plain(city) in _NO_CITIES or state_named(city))
    )


@cache
def places_of(country: str) -> dict[str, Zones]:
    """Return the names of cities and states of a country, by their spelling like that of `iana_names`."""
    home = frozenset(zones_of(country))
    names = {city: zones & home for city, zones in cities().items() if zones & home}
    if country == "AU":
        names |= {town: frozenset({zone}) for town, zone in AUSTRALIAN_TOWNS.items()}
        names |= {plain(state.name): frozenset({state.zone}) for state in STATES.values()}
    return names


def plain(text: str) -> str:
    """Return a text as `plain_name` does, with spaces for underscores.

    Example:
        >>> plain(" America/New_York ")
        'america/new york'
    """
    return plain_name(text.replace("_", " "))


def _windows(phrase: str) -> Zones:
    return frozenset({WINDOWS_NAMES[phrase]} if phrase in WINDOWS_NAMES else ())


def _local(phrase: str, country: str) -> Zones:
    state = state_named(phrase) if country == "AU" else None
    return frozenset({STATES[state].zone}) if state else places_of(country).get(phrase, frozenset())


def _clock(phrase: str, country: str) -> Zones:
    """Find the zones with a clock of this abbreviation, or these words: those of the country, else of the world."""
    names = _abbreviations(phrase) if country == "AU" else frozenset({phrase})
    at_home = frozenset(zone for zone in zones_of(country) if not names.isdisjoint(abbreviations_of(zone)))
    return at_home or _zones_by_abbreviation().get(phrase, frozenset())


@cache
def _zones_by_abbreviation() -> dict[str, Zones]:
    zones: defaultdict[str, set[str]] = defaultdict(set)
    for zone in zones_of_the_world():
        for name in abbreviations_of(zone):
            zones[name].add(zone)
    return {name: frozenset(found) for name, found in zones.items()}


def _abbreviations(phrase: str) -> frozenset[str]:
    """Return the usual abbreviations behind what Australians write: without its A (CST), or its season (AET)."""
    written = _WORDED.fullmatch(phrase) or _SHORT.fullmatch(phrase)
    if written is None:
        return frozenset({phrase})
    return frozenset(f"a{written['side'][:1]}{season}t" for season in (written["season"] or "sd")[:2])
