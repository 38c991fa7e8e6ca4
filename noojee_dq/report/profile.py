"""What each column holds, and what is wrong with it."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from noojee_dq.arrow.cells import is_blank
from noojee_dq.fields import READ_PROBLEM
from noojee_dq.leads.text import is_arrow_text
from noojee_dq.report.findings import Findings
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


def profile_columns(found: Findings, *, show_values: bool = False) -> tuple[ColumnProfile, ...]:
    """Describe the columns.

    Args:
        found: what a pre-flight found.
        show_values: show headings that hold a phone number as they are.

    Returns:
        In the order of the file; where there are many, those with findings first.

    Example:
        >>> import noojee_dq as nj
        >>> leads = pd.DataFrame({"Name": ["Ann", ""], "Phone": ["0491 570 006", "12345"]})
        >>> columns = profile_columns(nj.check(leads, nj.Campaign(phone_fields=["Phone"])))
        >>> [(one.heading, one.filled, one.errors) for one in columns]
        [('Name', '50.0%', 0), ('Phone', '100.0%', 1)]
    """
    findings = found.findings[["column", "severity", "check"]].assign(position=found.positions)
    findings = findings[findings["position"] >= 0]
    leads = findings.drop_duplicates(["column", "severity", "position"]).value_counts(["column", "severity"])
    checks = findings.value_counts(["column", "check"]).reset_index().groupby("column")["check"].agg(", ".join)
    places = [at for at, label in enumerate(found.leads.columns) if label != READ_PROBLEM]
    if len(places) > MAX_COLUMNS:
        places.sort(key=lambda at: str(found.leads.columns[at]) not in checks.index)
    return tuple(
        ColumnProfile(
            heading=shown(label, show_values=show_values, limit=MAX_HEADING),
            filled=percentage(_filled(found.leads.iloc[:, at]), len(found.leads)),
            errors=int(leads.get((label, "error"), 0)),
            warnings=int(leads.get((label, "warning"), 0)),
            checks=str(checks.get(label, "")),
        )
        for at in places[:MAX_COLUMNS]
        for label in [str(found.leads.columns[at])]
    )


def _filled(cells: pd.Series) -> int:
    """Count the cells that are not blank."""
    if is_arrow_text(cells):
        return int(np.count_nonzero(~is_blank(cells.fillna(""))))
    blank = cells.isna() | cells.astype("object").map(lambda value: isinstance(value, str) and not value.strip())
    return int(np.count_nonzero(~blank))
