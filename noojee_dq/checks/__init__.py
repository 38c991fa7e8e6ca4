"""The checks: pure functions from columns to masks, one file per concern, each declared with code and wording.

What lives here does not read files, knows no pandera and renders nothing.
"""

from noojee_dq.checks import (
    campaign,
    disposition,
    dnc,
    duplicates,
    identity,
    phones,
    ragged,
    schedule,
    sentinel,
    values,
)
from noojee_dq.checks.batch import SYSTEM_FIELDS, Batch, Keep
from noojee_dq.checks.check import Check, Operation
from noojee_dq.checks.reference import Known, Listed, known_leads, listed_numbers

__all__ = [
    "CHECKS",
    "SYSTEM_FIELDS",
    "Batch",
    "Check",
    "Keep",
    "Known",
    "Listed",
    "Operation",
    "known_leads",
    "listed_numbers",
]

#: Every check, in the order in which findings of one lead are listed.
CHECKS: tuple[Check, ...] = (
    *campaign.CHECKS,
    *ragged.CHECKS,
    *phones.CHECKS,
    *dnc.CHECKS,
    *duplicates.CHECKS,
    *identity.CHECKS,
    *disposition.CHECKS,
    *schedule.CHECKS,
    *sentinel.CHECKS,
    *values.CHECKS,
)
