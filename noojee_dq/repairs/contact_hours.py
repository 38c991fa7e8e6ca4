"""Contact hours under another spelling: case, an IANA zone or a Windows name for it, an abbreviation."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta
from typing import NamedTuple

import numpy as np
import pandas as pd
import pytz

from noojee_dq.batch.batch import Batch
from noojee_dq.batch.contact_zones import HoursThere, hours_there
from noojee_dq.fields import CONTACT_HOURS
from noojee_dq.places.clocks import abbreviations_of, main_name, standard_offset
from noojee_dq.places.likely_hours import hours_in, likely_hours
from noojee_dq.places.zone_names import WINDOWS_NAMES
from noojee_dq.places.zone_texts import zones_in
from noojee_dq.places.zone_words import iana_names, plain
from noojee_dq.repairs.fix import Doubt, Edit, Fix
from noojee_dq.words.suggest import one_of

_WITH_OFFSET = re.compile(r"(?:gmt|utc) ?([+-])(\d{1,2}):?(\d{2})[ ,)]+(\S.*)")

_SEVERAL = "several contact hours of the campaign fit it"
_SEVERAL_ZONES = "several IANA zones fit it"
_NO_HOURS = "no contact hours of the campaign fit it for certain"
_NO_ZONE = "no IANA zone fits it for certain"


class Renamed(NamedTuple):
    """The right name for a wrong one, or "" and why there is none."""

    name: str
    doubt: str = ""


def _spelling(batch: Batch) -> Iterator[Edit | Doubt]:
    return _renamed(batch, _by_spelling)


def _abbreviation(batch: Batch) -> Iterator[Edit | Doubt]:
    return _renamed(batch, _by_abbreviation)


def _renamed(batch: Batch, rename: Callable[[HoursThere, Mapping[str, str]], Renamed]) -> Iterator[Edit | Doubt]:
    heading = batch.heading(CONTACT_HOURS)
    if heading is None:
        return
    known = batch.campaign.contact_hours
    at = np.flatnonzero(batch.filled(heading) & ~batch.text[heading].isin(known or pytz.all_timezones_set).to_numpy())
    different, which = hours_there(batch, heading, at)
    names_found = [_with_likely_names(rename(hours, known), hours, known) for hours in different]
    names = pd.Series([one.name for one in names_found], dtype="str").take(which)
    doubts = pd.Series([one.doubt for one in names_found], dtype="str").take(which)
    certain = names.ne("").to_numpy()
    yield Edit(heading, at[certain], names[certain])
    yield Doubt(heading, at[~certain], doubts[~certain])


def _with_likely_names(renamed: Renamed, hours: HoursThere, contact_hours: Mapping[str, str]) -> Renamed:
    """Add to the reason why a text is left alone what it may stand for."""
    names = likely_hours(hours.text, hours.country, contact_hours) if renamed.doubt else []
    return Renamed("", f"{renamed.doubt}: {one_of(names)}") if names else renamed


def _by_spelling(hours: HoursThere, contact_hours: Mapping[str, str]) -> Renamed:
    """Find the entry of this name in another case, else the only entry with the zone that it names."""
    text = plain(hours.text)
    if same := [name for name in contact_hours if plain(name) == text]:
        return _only(same, contact_hours)
    zone = _zone(text)
    # A name of Windows may mean something else at home: Eastern Standard Time.
    if zone is None or zones_in(hours.text, hours.country) != {main_name(zone)}:
        return _only((), contact_hours)
    if not contact_hours:
        return Renamed(zone)
    same_zone = (name for name, other in contact_hours.items() if main_name(other) == main_name(zone))
    return _only(same_zone, contact_hours)


def _by_abbreviation(hours: HoursThere, contact_hours: Mapping[str, str]) -> Renamed:
    """Find the only entry whose clock goes by this abbreviation in the course of a year."""
    zones = zones_in(hours.text, hours.country)
    names = hours_in(zones, contact_hours) if contact_hours else zones
    called_so = (name for name in names if plain(hours.text) in abbreviations_of(contact_hours.get(name, name)))
    return _only(called_so, contact_hours)


def _only(names: Iterable[str], contact_hours: Mapping[str, str]) -> Renamed:
    found = list(names)
    if len(found) == 1:
        return Renamed(found[0])
    several, none = (_SEVERAL, _NO_HOURS) if contact_hours else (_SEVERAL_ZONES, _NO_ZONE)
    return Renamed("", several if found else none)


def _zone(text: str) -> str | None:
    """Find the IANA zone that a text names, alone or behind an offset from UTC that agrees with it."""
    if named := iana_names().get(text, WINDOWS_NAMES.get(text)):
        return named
    written = _WITH_OFFSET.fullmatch(text.lstrip("("))
    if written is None or written[4] not in iana_names():
        return None
    offset = timedelta(hours=int(written[2]), minutes=int(written[3])) * (-1 if written[1] == "-" else 1)
    zone = iana_names()[written[4]]
    return zone if offset == standard_offset(zone) else None


FIXES = (
    Fix(
        id="contact-hours",
        title="contact hours in another case, or named by their IANA or Windows zone, get the name that the PBX knows",
        example="`melbourne`; `Australia/Perth`, where one entry of the campaign alone has that zone",
        answers=("contact-hours",),
        scope="cell",
        work=_spelling,
    ),
    Fix(
        id="contact-hours-abbreviation",
        title="contact hours like AEST get the only name whose clock is called so in summer or winter",
        example="`AWST`; strictly, AEST has no summer time",
        answers=("contact-hours",),
        scope="cell",
        asked_for=True,
        work=_abbreviation,
    ),
)
