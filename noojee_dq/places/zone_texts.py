"""Which zones a text means, written as people do: an offset, a place, a Windows name, an abbreviation, misspelled."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from functools import cache, lru_cache
from typing import Final, NamedTuple

from noojee_dq.places.clocks import clock_of, main_name, offsets_of, standard_offset, zones_of
from noojee_dq.places.zone_words import Zones, cities, iana_names, places_of, plain, zones_meant
from noojee_dq.words.spelling import is_misspelling

_NOTHING: Final[Zones] = frozenset()
_MINUSES: Final = str.maketrans("\u2212\u2013\u2014", "---")
_OFFSET: Final = re.compile(
    r"(?:\b(?:etc/)?(?:gmt|utc)|^|(?<=[\s(])) ?(?P<sign>[+-]) ?(?P<hours>\d{1,2})"
    r"(?:(?::?(?P<minutes>\d\d))|\.(?P<tenths>\d))?(?![\d:.])"
)
#: An offset that is none, as some systems write it for a zone without.
_NO_OFFSET: Final = re.compile(r"\b(?:gmt|utc)[+-]\d{5,}")
#: A word; a full stop belongs to it, as in "W. Australia".
_WORD: Final = re.compile(r"[^\s,;()\[\]|]+")
_IDLE_WORDS: Final = frozenset({"time", "zone", "timezone", "tz", "-", "&", "and", "or"})
_LONGEST_PHRASE: Final = 6
#: Letters of a text that can name zones; a longer one is something else.
_LONGEST_TEXT: Final = 120
#: How many zones are worth naming.
FEW: Final = 4


class _ZoneText(NamedTuple):
    """A text taken apart: the offset that it names, if any, and its words."""

    offset: timedelta | None
    words: tuple[str, ...]


def zones_in(text: str, country: str) -> Zones:
    """Find the zones that a text may mean, as somebody of a country would write it; else those it nearly spells.

    Where it names several places, a zone that fits them all goes before those that fit one. No zone is returned whose
    clock differs from an offset that the text names, but where a zone in full has an offset of another season.

    Args:
        text: whatever stands in the place of a zone.
        country: ISO code of the country of the lead.

    Returns:
        IANA names; none where nothing fits.

    Example:
        >>> sorted(zones_in("GMT+8", "AU")), sorted(zones_in("Australia/Melborne", "AU")), sorted(zones_in("X", "AU"))
        (['Australia/Perth'], ['Australia/Melbourne'], [])
    """
    read = _read(text if len(text) <= _LONGEST_TEXT else "")
    if not read.words:
        return _at(read.offset, zones_of(country)) if read.offset is not None else _NOTHING
    zones = _by_meaning(read.words, country)
    if zones is None:
        zones = _by_spelling(" ".join(read.words), country)
    if read.offset is None:
        return zones
    in_full = " ".join(read.words) in iana_names()
    return _at(read.offset, zones) or (_nearly_at(read.offset, zones) if in_full else _NOTHING)


def worth_naming(zones: Iterable[str], country: str) -> list[str]:
    """Return zones to be named in a hint: a few; where a country has more, its first of each clock; else none.

    Example:
        >>> worth_naming(["Europe/Oslo"], "AU"), worth_naming(zones_of("AU"), "AU")
        (['Europe/Oslo'], [])
    """
    found = sorted(zones)
    if len(found) > FEW and set(found) <= set(zones_of(country)):
        main_last = sorted(found, key=zones_of(country).index, reverse=True)
        found = sorted({clock_of(zone): zone for zone in main_last}.values())
    return found if len(found) <= FEW else []


def _read(text: str) -> _ZoneText:
    rest = _NO_OFFSET.sub(" ", plain(text.translate(_MINUSES)))
    written = _OFFSET.search(rest)
    if written is None:
        return _ZoneText(None, _words(rest))
    minutes = int(written["minutes"] or 0) + 6 * int(written["tenths"] or 0)
    offset = timedelta(hours=int(written["hours"]), minutes=minutes)
    return _ZoneText(-offset if written["sign"] == "-" else offset, _words(_OFFSET.sub(" ", rest, count=1)))


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text))


def _at(offset: timedelta, zones: Iterable[str]) -> Zones:
    return frozenset(zone for zone in zones if offset in offsets_of(zone))


def _nearly_at(offset: timedelta, zones: Iterable[str]) -> Zones:
    """Zones that are an hour off: the offset may be of another season, or of a year before their law changed."""
    return frozenset(zone for zone in zones if abs(standard_offset(zone) - offset) <= timedelta(hours=1))


def _by_meaning(words: tuple[str, ...], country: str) -> Zones | None:
    """Find the zones that words stand for; None where one of them says nothing."""
    found = []
    for zones in _phrases(words, country):
        if not zones:
            return None
        found.append(zones)
    return (frozenset.intersection(*found) or frozenset.union(*found)) if found else None


def _phrases(words: tuple[str, ...], country: str) -> Iterator[Zones]:
    """Find the zones of each phrase, the longest first; of a word that says nothing none."""
    while words:
        for length in range(min(_LONGEST_PHRASE, len(words)), 0, -1):
            if zones := _phrase(" ".join(words[:length]), country):
                break
        if zones or words[0] not in _IDLE_WORDS:
            yield zones
        words = words[length:]


@lru_cache
def _phrase(phrase: str, country: str) -> Zones:
    zones = zones_meant(phrase, country)
    area, slash, city = phrase.partition("/")
    if zones or not slash:
        return zones
    if area in _cities_by_area():
        return frozenset(zone for zone in zones_meant(city, country) if plain(zone).startswith(f"{area}/"))
    one, other = zones_meant(area, country), zones_meant(city, country)
    return (one & other) or (one | other if one and other else _NOTHING)


def _by_spelling(text: str, country: str) -> Zones:
    area, slash, city = text.rpartition("/")
    if not slash:
        return _misspelled(text, places_of(country))
    if area in _cities_by_area():
        return _misspelled(city, _cities_by_area()[area])
    near = tuple(f"{known}/" for known in _cities_by_area() if is_misspelling(area, known))
    return frozenset(zone for zone in cities().get(city, _NOTHING) if plain(zone).startswith(near))


@cache
def _cities_by_area() -> dict[str, dict[str, Zones]]:
    found: dict[str, dict[str, Zones]] = {}
    for name, zone in iana_names().items():
        area, slash, city = name.rpartition("/")
        if slash:
            found.setdefault(area, {})[city] = frozenset({main_name(zone)})
    return found


def _misspelled(word: str, names: Mapping[str, Zones]) -> Zones:
    return frozenset[str]().union(*(zones for name, zones in names.items() if is_misspelling(word, name)))
