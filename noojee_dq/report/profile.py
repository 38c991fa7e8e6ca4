"""What each column holds, and what is wrong with it."""

from dataclasses import dataclass
from typing import Final

from noojee_dq.report.found import Found
from noojee_dq.words.counts import percentage
from noojee_dq.words.display import MAX_HEADING, shown

MAX_COLUMNS: Final = 40


@dataclass(frozen=True)
class ColumnProfile:
    """A column of the leads, as it is shown: share of cells that are filled, leads with errors and with warnings."""

    heading: str
    filled: str
    errors: int
    warnings: int
    checks: str


def profile_columns(found: Found, *, show_values: bool = False) -> tuple[ColumnProfile, ...]:
    """Describe the columns.

    Args:
        found: what a pre-flight found.
        show_values: show headings that hold a phone number as they are.

    Returns:
        In the order of the file; where there are many, those with findings first.

    Example:
        >>> import noojee_dq as nj, pandas as pd
        >>> leads = pd.DataFrame({"Name": ["Ann", ""], "Phone": ["0491 570 006", "12345"]})
        >>> columns = profile_columns(nj.check(leads, nj.Campaign(phone_fields=["Phone"])))
        >>> [(one.heading, one.filled, one.errors) for one in columns]
        [('Name', '50.0%', 0), ('Phone', '100.0%', 1)]
    """
    columns = list(found.column_tallies)
    if len(columns) > MAX_COLUMNS:
        columns.sort(key=lambda column: not column.checks)
    return tuple(
        ColumnProfile(
            heading=shown(column.heading, show_values=show_values, limit=MAX_HEADING),
            filled=percentage(column.filled, len(found.leads)),
            errors=column.errors,
            warnings=column.warnings,
            checks=", ".join(sorted(column.checks, key=lambda check: (-column.checks[check], check))),
        )
        for column in columns[:MAX_COLUMNS]
    )
