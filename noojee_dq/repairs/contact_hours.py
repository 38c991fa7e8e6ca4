"""Contact hours under another spelling: case, an IANA zone or a Windows name for it, an abbreviation."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd
import pytz

from noojee_dq.batch.batch import Batch
from noojee_dq.fields import CONTACT_HOURS
from noojee_dq.repairs.fix import Doubt, Edit, Fix

#: Names of Windows -> IANA zone (Unicode CLDR, windowsZones), of the dialler's own part of the world.
_WINDOWS_NAMES = {
    "aus eastern standard time": "Australia/Sydney",
    "e. australia standard time": "Australia/Brisbane",
    "tasmania standard time": "Australia/Hobart",
    "cen. australia standard time": "Australia/Adelaide",
    "aus central standard time": "Australia/Darwin",
    "w. australia standard time": "Australia/Perth",
    "aus central w. standard time": "Australia/Eucla",
    "lord howe standard time": "Australia/Lord_Howe",
    "norfolk standard time": "Pacific/Norfolk",
    "new zealand standard time": "Pacific/Auckland",
}
_WITH_OFFSET = re.compile(r"(?:gmt|utc) ?([+-])(\d{1,2}):?(\d{2})[ ,)]+(\S+)")

_SEVERAL = "several contact hours of the campaign fit it"
_NO_ZONE = "no contact hours of the campaign fit it for certain"


class Renamed(NamedTuple):
    """The right name for a wrong one, or "" and why there is none."""

    name: str
    doubt: str = ""


def _spelling(batch: Batch) -> Iterator[Edit | Doubt]:
    return _renamed(batch, _by_spelling)


def _abbreviation(batch: Batch) -> Iterator[Edit | Doubt]:
    return _renamed(batch, _by_abbreviation)


def _renamed(batch: Batch, rename: Callable[[str, Mapping[str, str]], Renamed]) -> Iterator[Edit | Doubt]:
    heading = batch.heading(CONTACT_HOURS)
    if heading is None:
        return
    cells = batch.text[heading]
    known = batch.campaign.contact_hours
    at = np.flatnonzero(batch.filled(heading) & ~cells.isin(known or pytz.all_timezones_set).to_numpy())
    which, distinct = pd.factorize(batch.cells(heading, at))
    # Only distinct values are looked up.
    names_found = [rename(" ".join(value.split()).casefold(), known) for value in distinct]
    names = pd.Series([one.name for one in names_found], dtype="str").take(which)
    doubts = pd.Series([one.doubt for one in names_found], dtype="str").take(which)
    certain = names.ne("").to_numpy()
    yield Edit(heading, at[certain], names[certain])
    yield Doubt(heading, at[~certain], doubts[~certain])


def _by_spelling(value: str, contact_hours: Mapping[str, str]) -> Renamed:
    """Find the entry of this name in another case, else the only entry with the zone that it names."""
    same = [name for name in contact_hours or pytz.all_timezones if " ".join(name.split()).casefold() == value]
    if same:
        return _only(same)
    zone = _zone(value)
    if zone is None or not contact_hours:
        return Renamed(zone or "", "" if zone else _NO_ZONE)
    return _only(name for name, other in contact_hours.items() if _clock(other) == _clock(zone))


def _by_abbreviation(value: str, contact_hours: Mapping[str, str]) -> Renamed:
    """Find the only entry whose clock goes by this abbreviation in the course of a year."""
    zones = contact_hours or {zone: zone for zone in pytz.common_timezones}
    return _only(name for name, zone in zones.items() if value in _abbreviations(zone))


def _only(names: Iterable[str]) -> Renamed:
    found = list(names)
    if len(found) == 1:
        return Renamed(found[0])
    return Renamed("", _SEVERAL if found else _NO_ZONE)


def _zone(value: str) -> str | None:
    """Find the IANA zone that a value names, alone or behind an offset from UTC that agrees with it."""
    zones = _zones_by_plain_name()
    if value in zones:
        return zones[value]
    if value in _WINDOWS_NAMES:
        return _WINDOWS_NAMES[value]
    written = _WITH_OFFSET.fullmatch(value.lstrip("("))
    if written is None or written[4] not in zones:
        return None
    offset = timedelta(hours=int(written[2]), minutes=int(written[3])) * (-1 if written[1] == "-" else 1)
    zone = zones[written[4]]
    return zone if offset == _standard_offset(zone) else None


@cache
def _zones_by_plain_name() -> dict[str, str]:
    return {zone.casefold(): zone for zone in pytz.all_timezones}


@cache
def _clock(zone: str) -> bytes:
    """Return what two names of one zone have in common."""
    with pytz.open_resource(zone) as file:  # type: ignore[attr-defined]  # its stubs leave it out
        content: bytes = file.read()
    return content


def _seasons() -> Collection[datetime]:
    year = datetime.now(UTC).year
    return [datetime(year, month, 1, tzinfo=UTC) for month in (1, 7)]


def _abbreviations(zone: str) -> set[str]:
    names = (moment.astimezone(pytz.timezone(zone)).tzname() for moment in _seasons())
    return {name.casefold() for name in names if name}


def _standard_offset(zone: str) -> timedelta:
    moments = [moment.astimezone(pytz.timezone(zone)) for moment in _seasons()]
    return min(moment.utcoffset() or timedelta() for moment in moments)


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
