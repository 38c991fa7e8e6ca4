"""Checks of ours for anybody's pandera schema; they are registered when this is imported.

`pa.Check.dialable(region="AU")`, `callback_date()`, `contact_hours(names=...)`, `priority()`, `not_no_change()` and
`not_on_list(path=... | numbers=...)` stand on a column; `pa.Check.lead(rule=..., campaign=...)` is any check of
`noojee_dq.checks.CHECKS`. Import this before a schema that holds them is read from YAML, JSON or a script.
"""

import pandera.pandas as pa

from noojee_dq.validators.column_checks import (
    callback_date,
    contact_hours,
    dialable,
    not_no_change,
    not_on_list,
    priority,
)
from noojee_dq.validators.lead_check import LeadCheck

__all__ = ["LeadCheck", "callback_date", "contact_hours", "dialable", "not_no_change", "not_on_list", "priority"]

# Not by `register_check_method`: its checks can be neither pickled nor registered anew when a module is reloaded.
pa.Check.REGISTERED_CUSTOM_CHECKS.update(
    {
        LeadCheck.registered: LeadCheck,
        **{check.__name__: check for check in (callback_date, contact_hours, dialable, not_no_change, priority)},
        not_on_list.__name__: not_on_list,
    }
)
