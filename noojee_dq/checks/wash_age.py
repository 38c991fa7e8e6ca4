"""How long ago the leads were compared with the Do Not Call Register, at their call.

A call is defensible when the list was washed in the 30 days before it, and the number was not registered then
(Australia's Do Not Call Register, donotcall.gov.au).
"""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import Final, NamedTuple

import numpy as np

from noojee_dq.batch.aggregate import Aggregate
from noojee_dq.batch.batch import Batch
from noojee_dq.batch.call_days import callback_days
from noojee_dq.checks.base import Check, FileProblem, no_need
from noojee_dq.words.counts import counted

#: For how many days a wash holds.
WASH_DAYS: Final = 30

_UNKNOWN = (
    "nobody says when the leads were washed against the Do Not Call Register: [lists] dnc_washed, in a shell "
    "--dnc-washed, or a column Washed of the do-not-call list (yyyy-MM-dd)"
)
_WASH_AGAIN = "wash them again, and not more than {} days before the last call"


class _Late(NamedTuple):
    """How many callbacks come when the wash no longer holds, and the day of the last."""

    leads: int
    last: date | None


def _washed(batch: Batch) -> date | None:
    listed = batch.dnc.washed if batch.dnc else None
    return batch.campaign.dnc_washed or listed


def _holds_for(batch: Batch) -> int:
    return batch.campaign.require_wash_days or WASH_DAYS


def _late(batch: Batch) -> _Late:
    washed = _washed(batch)
    if washed is None:
        return _Late(0, None)
    days = callback_days(batch, np.arange(len(batch)))
    late = days[days > np.datetime64(washed) + _holds_for(batch)]
    return _Late(len(late), late.max().item() if len(late) else None)


def _together(parts: Sequence[_Late]) -> _Late:
    last = max((part.last for part in parts if part.last is not None), default=None)
    return _Late(sum(part.leads for part in parts), last)


#: What is counted of the callbacks of all leads.
LATE_CALLBACKS: Final = Aggregate("callbacks after the wash", _late, _together)


def _unasked(batch: Batch, *, required: bool) -> str | None:
    is_required = batch.campaign.require_wash_days is not None
    says = "sets no require_wash_days" if required else "has require_wash_days"
    return None if is_required is required else f"[lists] of the campaign {says}"


def _why_unknown(batch: Batch) -> str | None:
    return _UNKNOWN if _washed(batch) is None else None


def _not_washed(batch: Batch) -> str | None:
    entries = batch.dnc.not_washed if batch.dnc and batch.campaign.dnc_washed is None else 0
    if not entries:
        return None
    return f"{counted(entries, 'entry', 'entries')} of the do-not-call list with no date under Washed"


def _too_old(batch: Batch) -> list[FileProblem]:
    message, hint = _judged(batch, _washed(batch), batch.now.date())
    return [FileProblem("", message, hint)] if message else []


def _judged(batch: Batch, washed: date | None, now: date) -> tuple[str, str]:
    """Say what is wrong with the day of the wash, and what to do about it; "" = nothing is wrong."""
    holds_for = _holds_for(batch)
    hint = _WASH_AGAIN.format(holds_for)
    if washed is None:
        return _UNKNOWN, "give the day; where there was no wash, wash the leads"
    on = f"the leads were washed against the Do Not Call Register on {washed}"
    # Where the day begins first it is tomorrow already.
    if washed > now + timedelta(days=1):
        return f"{on}, which is yet to come", "correct the date"
    if (now - washed).days > holds_for:
        return f"{on}, {(now - washed).days} days ago: a wash holds for {holds_for} days", hint
    late = LATE_CALLBACKS.of(batch)
    if late.leads:
        calls = counted(late.leads, "lead is", "leads are")
        return f"{on}, and {calls} called back more than {holds_for} days later, the last on {late.last}", hint
    return "", ""


def _check(check_id: str, *, required: bool) -> Check:
    days = "so many days as [lists] require_wash_days says" if required else f"{WASH_DAYS} days"
    return Check(
        id=check_id,
        severity="error" if required else "warning",
        scope="file",
        title=f"the leads were washed against the Do Not Call Register within {days} before their call",
        message="the wash against the Do Not Call Register is too old",
        unasked=partial(_unasked, required=required),
        needs=no_need if required else _why_unknown,
        limits=_not_washed,
        problems=_too_old,
    )


CHECKS = (_check("wash-age", required=False), _check("wash-age-required", required=True))
