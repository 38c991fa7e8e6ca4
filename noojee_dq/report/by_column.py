"""What each column holds, and what is wrong with it."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
import pyarrow.compute as pc

from noojee_dq.leads.text import is_arrow_text
from noojee_dq.phones.re2 import column_of
from noojee_dq.report.overview import MAX_HEADING, share, shown
from noojee_dq.report.report import Report

MAX_COLUMNS: Final = 40


@dataclass(frozen=True)
class Column:
    """A column of the leads, as it is shown: share of cells that are filled, leads with errors and with warnings."""

    heading: str
    filled: str
    errors: int
    warnings: int
    checks: str


def by_column(report: Report, *, show_values: bool = False) -> tuple[Column, ...]:
    """Describe the columns.

    Args:
        report: the report of a pre-flight.
        show_values: show headings that hold a phone number as they are.

    Returns:
        In the order of the file; where there are many, those with findings first.

    Example:
        >>> import noojee_dq as nj
        >>> leads = pd.DataFrame({"Name": ["Ann", ""], "Phone": ["0491 570 006", "12345"]})
        >>> columns = by_column(nj.check(leads, nj.Campaign(phone_fields=["Phone"])))
        >>> [(one.heading, one.filled, one.errors) for one in columns]
        [('Name', '50.0%', 0), ('Phone', '100.0%', 1)]
    """
    findings = report.findings[["column", "severity", "check"]].assign(position=report.positions)
    findings = findings[findings["position"] >= 0]
    leads = findings.drop_duplicates(["column", "severity", "position"]).value_counts(["column", "severity"])
    checks = findings.value_counts(["column", "check"]).reset_index().groupby("column")["check"].agg(", ".join)
    places = [at for at, label in enumerate(report.leads.columns) if label != "dq_read_problem"]
    if len(places) > MAX_COLUMNS:
        places.sort(key=lambda at: str(report.leads.columns[at]) not in checks.index)
    return tuple(
        Column(
            heading=shown(label, show_values=show_values, limit=MAX_HEADING),
            filled=share(_filled(report.leads.iloc[:, at]), len(report.leads)),
            errors=int(leads.get((label, "error"), 0)),
            warnings=int(leads.get((label, "warning"), 0)),
            checks=str(checks.get(label, "")),
        )
        for at in places[:MAX_COLUMNS]
        for label in [str(report.leads.columns[at])]
    )


def _filled(cells: pd.Series) -> int:
    """How many cells are not blank."""
    if is_arrow_text(cells):
        return int(pc.sum(pc.not_equal(pc.utf8_trim_whitespace(column_of(cells)), "")).as_py() or 0)
    blank = cells.isna() | cells.astype("object").map(lambda value: isinstance(value, str) and not value.strip())
    return int(np.count_nonzero(~blank))
