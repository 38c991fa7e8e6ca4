"""The contact hours of a lead: a name that the PBX knows."""

import pandas as pd
import pytz

from noojee_dq.arrow.columns import Mask, Positions
from noojee_dq.batch.batch import Batch
from noojee_dq.checks.base import Check
from noojee_dq.codes import ResultCode
from noojee_dq.fields import CONTACT_HOURS
from noojee_dq.words.hints import nearest_hints


def _contact_hours(batch: Batch, heading: str) -> Mask:
    known = batch.campaign.contact_hours or pytz.all_timezones_set
    hours, codes = batch.distinct(heading)
    return batch.filled(heading) & ~hours.isin(known).to_numpy()[codes]


def _contact_hours_detail(batch: Batch, heading: str, at: Positions) -> pd.DataFrame:
    configured = batch.campaign.contact_hours
    values, codes = batch.distinct_at(heading, at)
    hints = nearest_hints(values, configured or pytz.common_timezones).take(codes).reset_index(drop=True)
    otherwise = "use the name of a Contact Hours entry of the PBX" if configured else "use an IANA zone"
    return pd.DataFrame({"hint": hints.fillna(f"{otherwise}, such as {next(iter(configured), 'Australia/Perth')}")})


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
        message="the PBX knows no such contact hours",
        hint="use the name of a Contact Hours entry of the PBX",
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
        message="the PBX knows no such contact hours; it may refuse the update, or call the lead at the wrong time",
        hint="use the name of a Contact Hours entry of the PBX",
        limits=_undocumented,
        mask=_contact_hours,
        detail=_contact_hours_detail,
    ),
)
