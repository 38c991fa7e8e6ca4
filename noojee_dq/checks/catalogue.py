"""Every check, in the order in which findings of one lead are listed."""

from typing import Final

from noojee_dq.checks import (
    answered,
    callback,
    calling_hours,
    contact_hours,
    countries,
    crowded_numbers,
    disposition,
    dnc,
    duplicates,
    external_id,
    field_rules,
    hidden_rows,
    in_doubt,
    no_change,
    phones,
    place_clock,
    placeholders,
    priority,
    ragged,
    refusals,
    repeated_updates,
    sent_by_run,
    side_effects,
    spreadsheet_errors,
    state_postcode,
    values,
    wash_age,
    whole_file,
)
from noojee_dq.checks.base import Check
from noojee_dq.codes import Remedy, preflight_remedy

#: Whoever has a check of their own appends it: it then runs in `check`, and in schemas that are made from then on.
CHECKS: list[Check] = [
    *whole_file.CHECKS,
    *wash_age.CHECKS,
    *ragged.CHECKS,
    *hidden_rows.CHECKS,
    *phones.CHECKS,
    *countries.CHECKS,
    *placeholders.CHECKS,
    *dnc.CHECKS,
    *refusals.CHECKS,
    *duplicates.CHECKS,
    *crowded_numbers.CHECKS,
    *external_id.CHECKS,
    *in_doubt.CHECKS,
    *sent_by_run.CHECKS,
    *answered.CHECKS,
    *repeated_updates.CHECKS,
    *side_effects.CHECKS,
    *disposition.CHECKS,
    *callback.FORMAT_CHECKS,
    *contact_hours.CHECKS,
    *place_clock.CHECKS,
    *callback.CLOCK_CHECKS,
    *calling_hours.CHECKS,
    *priority.CHECKS,
    *no_change.CHECKS,
    *spreadsheet_errors.CHECKS,
    *values.CHECKS,
    *field_rules.CHECKS,
    *state_postcode.CHECKS,
]


#: The checks that come with the project; others, which a person has added, may not be fit for threads.
SHIPPED: Final = frozenset(CHECKS)


def check_of(check_id: str) -> Check | None:
    """Return the check of this name; None = there is none.

    Example:
        >>> check_of("no-phone").code.name
        'NO_PHONE_FIELDS'
    """
    return next((check for check in CHECKS if check.id == check_id), None)


def remedy_of(check_id: str, code: int | None) -> Remedy:
    """Say what an error asks for: the value of `dq_status`.

    Args:
        check_id: the check that found it; one that is no longer there asks for a fix.
        code: its result code; None = the API would accept the lead.

    Example:
        >>> str(remedy_of("duplicate-number", 105)), str(remedy_of("undialable-number", None))
        ('drop', 'fix')
    """
    declared = check_of(check_id)
    return (declared.remedy if declared else None) or preflight_remedy(code)
