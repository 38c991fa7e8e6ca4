"""What to do about each different value of a column of names, such as contact hours, in one line each."""

from typing import Final

import pandas as pd

from noojee_dq.checks import check_of
from noojee_dq.fields import CONTACT_HOURS, DISPOSITION
from noojee_dq.report.found import Found
from noojee_dq.words.counts import counted
from noojee_dq.words.display import MAX_VALUE, shown
from noojee_dq.words.masked_values import mask_values

_NAMES_OF_PBX: Final = (CONTACT_HOURS, DISPOSITION)
#: Values that are listed, and lines, of one check.
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
    if lines["hint"].nunique() == 1:
        return (f"In the file: {_quoted(found, lines, show_values)}",)
    # Those that share a hint stand in one line.
    groups = [part for _, part in lines.groupby("hint", sort=False)]
    told = [f"{_quoted(found, part, show_values)}: {_hint(part, show_values)}" for part in groups[:MOST_VALUES]]
    others = sum(map(len, groups[MOST_VALUES:]))
    return (*told, *([f"and {counted(others, 'other value')}"] if others else []))


def _quoted(found: Found, lines: pd.DataFrame, show_values: bool) -> str:
    first = lines.head(MOST_VALUES)
    values = first["value"] if show_values else mask_values(first["value"], first["column"], found.phone_columns)
    quoted = ", ".join(f"'{shown(str(value), show_values=True, limit=MAX_VALUE)}'" for value in values)
    return quoted + (f" and {counted(len(lines) - len(first), 'other value')}" if len(lines) > len(first) else "")


def _hint(lines: pd.DataFrame, show_values: bool) -> str:
    return shown(str(lines["hint"].iloc[0]), show_values=show_values)
