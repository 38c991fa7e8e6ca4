"""Which contact hours of a campaign, or IANA zones, somebody may have meant by a text that names none of them."""

from collections.abc import Mapping

from noojee_dq.places.clocks import clock_of, main_name
from noojee_dq.places.zone_texts import FEW, worth_naming, zones_in
from noojee_dq.places.zone_words import Zones, plain
from noojee_dq.words.spelling import is_misspelling


def likely_hours(text: str, country: str, contact_hours: Mapping[str, str]) -> list[str]:
    """Find the names that a text may stand for: by their spelling, or by a zone that the text means.

    Args:
        text: what stands in the place of contact hours.
        country: ISO code of the country of the lead.
        contact_hours: name of a Contact Hours entry on the PBX -> IANA zone; empty = IANA zones are named.

    Returns:
        A few names that would be right; none where nothing is likely, or too much.

    Example:
        >>> likely_hours("W. Australia Standard Time", "AU", {"West": "Australia/Perth", "East": "Australia/Sydney"})
        ['West']
    """
    if not contact_hours:
        return worth_naming(zones_in(text, country), country)
    same = [name for name in contact_hours if plain(name) == plain(text)]
    zones = zones_in(text, country)
    if zones and not same:
        found = hours_in(zones, contact_hours)
    else:
        found = same or [name for name in contact_hours if is_misspelling(plain(text), plain(name))]
    return found if len(found) <= FEW else []


def hours_in(zones: Zones, contact_hours: Mapping[str, str]) -> list[str]:
    """Return the contact hours in one of some zones; where there are none, those whose clock goes like one of them.

    Example:
        >>> hours_in(frozenset({"Australia/Hobart"}), {"East": "Australia/Sydney", "West": "Australia/Perth"})
        ['East']
    """
    clocks = {clock_of(zone) for zone in zones}
    there = [name for name, zone in contact_hours.items() if main_name(zone) in zones]
    return there or [name for name, zone in contact_hours.items() if clock_of(zone) in clocks]
