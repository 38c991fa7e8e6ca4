"""What to do about each different value of a column of names, such as contact hours, in one line each."""

from typing import Final

from noojee_dq.checks import check_of
from noojee_dq.fields import CONTACT_HOURS, DISPOSITION
from noojee_dq.report.found import Found
from noojee_dq.words.counts import counted
from noojee_dq.words.display import MAX_VALUE, shown
from noojee_dq.words.masked_values import mask_values

_NAMES_OF_PBX: Final = (CONTACT_HOURS, DISPOSITION)
#: Values of one check that are listed.
MOST_VALUES: Final = 5


def hints_by_value(found: Found, check: str, *, show_values: bool = False) -> tuple[str, ...]:
    """Say of the different values that a check has found what to do about each.

    Args:
        found: what a pre-flight found.
        check: the id of the check; nothing is listed but for columns of names of the PBX.
        show_values: show phone numbers as they are instead of masked.

    Example:
        >>> import noojee_dq as nj, pandas as pd
        >>> leads = pd.DataFrame({"Phone": ["0491 570 006"], "njContactHours": ["Sydney time"]})
        >>> hints_by_value(nj.check(leads, nj.Campaign(phone_fields=["Phone"])), "contact-hours")
        ("In the file: 'Sydney time'",)
    """
    declared = check_of(check)
    if declared is None or declared.scope != "cell" or declared.fields not in _NAMES_OF_PBX:
        return ()
    lines = found.findings[found.findings["check"].eq(check)].drop_duplicates(["value", "hint"]).fillna({"value": ""})
    first = lines.head(MOST_VALUES)
    values = first["value"] if show_values else mask_values(first["value"], first["column"], found.phone_columns)
    quoted = [f"'{shown(str(value), show_values=True, limit=MAX_VALUE)}'" for value in values]
    hints = [shown(str(hint), show_values=show_values) for hint in first["hint"]]
    rest = f"and {counted(len(lines) - len(first), 'other value')}" if len(lines) > len(first) else ""
    if lines["hint"].nunique() == 1:
        return (" ".join(filter(None, [f"In the file: {', '.join(quoted)}", rest])),)
    told = (f"{value}: {hint}" for value, hint in zip(quoted, hints, strict=True))
    return tuple(filter(None, [*told, rest]))
