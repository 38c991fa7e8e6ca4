"""The contact hours of a lead: a name that the PBX knows, on a clock of the lead's part of the world."""

from collections.abc import Iterator
from typing import Final

import numpy as np
import pandas as pd
import pytz

from noojee_dq.arrow.columns import Mask, Positions
from noojee_dq.batch.batch import Batch
from noojee_dq.batch.contact_zones import HoursThere, contact_zones, hours_there
from noojee_dq.campaign import Campaign
from noojee_dq.checks.allowed import allowed_hours
from noojee_dq.checks.base import Check
from noojee_dq.codes import ResultCode
from noojee_dq.fields import CONTACT_HOURS
from noojee_dq.phones.verdicts import REGIONS
from noojee_dq.places.clocks import country_name, is_kept_in, offset_text, says_clock_alone, says_no_place
from noojee_dq.places.likely_hours import likely_hours
from noojee_dq.words.counts import first_of
from noojee_dq.words.suggest import one_of

#: Contact hours of the campaign that a hint names.
_MOST_NAMES: Final = 5
_NOT_LISTED: Final = "the campaign lists no such contact hours"
_NO_ZONE: Final = "no IANA zone, and the campaign lists no contact hours of the PBX"
_OF_UPDATE: Final = "; the PBX may refuse the update, or call the lead at the wrong time"


def _contact_hours(batch: Batch, heading: str) -> Mask:
    known = batch.campaign.contact_hours or pytz.all_timezones_set
    hours, codes = batch.distinct(heading)
    return batch.filled(heading) & ~hours.isin(known).to_numpy()[codes]


def _contact_hours_detail(batch: Batch, heading: str, at: Positions) -> pd.DataFrame:
    different, which = hours_there(batch, heading, at)
    hints = pd.Series([_hint(batch.campaign, hours) for hours in different], dtype="str")
    said = _NOT_LISTED if batch.campaign.contact_hours else _NO_ZONE
    message = said + (_OF_UPDATE if batch.operation == "update" else "")
    return pd.DataFrame({"message": message, "hint": hints.take(which).reset_index(drop=True)})


def _hint(campaign: Campaign, hours: HoursThere) -> str:
    known = campaign.contact_hours
    if names := likely_hours(hours.text, hours.country, known):
        return one_of(names)
    if not known:
        return "use an IANA zone, such as Australia/Perth"
    return f"use the name of a Contact Hours entry of the PBX: {first_of(map(repr, known), _MOST_NAMES)}"


def _foreign_clock(batch: Batch, heading: str) -> Mask:
    """Find contact hours that say a clock alone, which is kept neither where the lead is nor where its numbers are."""
    zones, codes = contact_zones(batch)
    bare = zones.dropna()[lambda known: known.map(says_clock_alone).astype(bool)]
    at = np.flatnonzero(np.isin(codes, bare.index) & batch.filled(heading))
    if not len(at):
        return batch.no_lead
    kept = np.zeros(len(at), dtype=bool)
    for countries in _countries(batch, at):
        pairs = pd.MultiIndex.from_arrays([zones.take(codes[at]), countries])
        which, different = pairs.factorize()
        # A few zones in a few countries.
        kept |= np.array([bool(country) and is_kept_in(zone, country) for zone, country in different])[which]
    foreign = np.zeros(len(batch), dtype=bool)
    foreign[at[~kept]] = True
    return foreign


def _countries(batch: Batch, at: Positions) -> Iterator[pd.Series]:
    """Give the countries of some leads, then those of their numbers, column by column; "" where there is none."""
    yield pd.Series(batch.regions(at), index=range(len(at)))
    for heading in batch.phone_headings:
        column = batch.phones(heading)
        # The place of none, -1, is the last.
        regions = pd.Series([*REGIONS, ""]).take(column.verdicts.region[at])
        yield regions.where(column.valid[at], "").reset_index(drop=True)


def _foreign_clock_detail(batch: Batch, heading: str, at: Positions) -> pd.DataFrame:
    different, which = hours_there(batch, heading, at)
    words = pd.DataFrame([_foreign_clock_words(batch.campaign, hours) for hours in different])
    return words.take(which).reset_index(drop=True)


def _foreign_clock_words(campaign: Campaign, hours: HoursThere) -> dict[str, str]:
    zone = campaign.contact_hours.get(hours.text, hours.text)
    sign = " (its sign is the other way round)" if says_no_place(zone) and "/" in zone else ""
    message = f"{zone} means {offset_text(zone)}{sign}, which no clock in {country_name(hours.country)} shows"
    if campaign.contact_hours:
        return {"message": message, "hint": f"correct the zone of {hours.text!r} in the campaign's contact_hours"}
    at_home = [name for name in likely_hours(zone, hours.country, {}) if is_kept_in(name, hours.country)]
    return {"message": message, "hint": one_of(at_home) if at_home else "name the zone of a city near the lead"}


def _undocumented(batch: Batch) -> str | None:
    return "the vendor does not say whether an update with unknown contact hours is refused (111): it is only warned of"


CHECKS = (
    Check(
        id="contact-hours",
        code=ResultCode.INVALID_TIMEZONE_SPECIFIED,
        scope="cell",
        fields=CONTACT_HOURS,
        operations=("insert",),
        title="njContactHours is the name of Contact Hours that the PBX knows, or an IANA zone",
        message=_NOT_LISTED,
        hint="use the name of a Contact Hours entry of the PBX, or an IANA zone where the campaign file lists none",
        supplier_hint="use contact hours that our system knows",
        allowed=allowed_hours,
        mask=_contact_hours,
        detail=_contact_hours_detail,
    ),
    Check(
        id="contact-hours-of-update",
        severity="warning",
        scope="cell",
        fields=CONTACT_HOURS,
        operations=("update",),
        title="njContactHours of an update is such a name too (whether the API checks it there is undocumented)",
        message=_NOT_LISTED + _OF_UPDATE,
        hint="use the name of a Contact Hours entry of the PBX, or an IANA zone where the campaign file lists none",
        supplier_hint="use contact hours that our system knows",
        allowed=allowed_hours,
        limits=_undocumented,
        mask=_contact_hours,
        detail=_contact_hours_detail,
    ),
    Check(
        id="contact-hours-abroad",
        severity="warning",
        scope="cell",
        fields=CONTACT_HOURS,
        title="njContactHours is no abbreviation (EST, UTC) or Etc/GMT+10 of a clock that the lead's country lacks",
        message="no clock in the lead's country shows the time of these contact hours",
        hint="name the zone of a city near the lead",
        mask=_foreign_clock,
        detail=_foreign_clock_detail,
    ),
)
