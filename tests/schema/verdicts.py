"""What a schema and a check say of the same leads, in the same terms."""

import warnings
from collections.abc import Hashable
from typing import Any

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors, SchemaWarning

import noojee_dq as nj

#: Row label (None = the whole file), column, check.
Verdict = tuple[Hashable | None, str, str]

CAMPAIGN = nj.Campaign(
    # The callbacks of these tests lie years ahead.
    calling={"rules": "au-telemarketing", "max_days_ahead": 36525},
    template_id=41,
    campaign_id=41,
    allocation_id=38,
    phone_fields=["Phone", "Mobile"],
    dispositions=["Sale"],
)
GOOD = "0491 570 006"
OTHER = "0491 570 156"


def cases_of(schema: pa.DataFrameSchema, leads: pd.DataFrame, **options: Any) -> pd.DataFrame:
    """The failure cases of a lazy validation; none where it passes. Warnings are left aside."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SchemaWarning)
        try:
            schema.validate(leads, lazy=True, **options)
        except SchemaErrors as errors:
            return errors.failure_cases
    return pd.DataFrame(columns=["column", "check", "failure_case", "index", "code", "result", "severity"])


def verdicts(cases: pd.DataFrame) -> set[Verdict]:
    """The failure cases as a set."""
    rows = cases["index"].astype(object).where(cases["index"].notna(), None)
    return set(zip(rows, cases["column"], cases["check"], strict=True))


def findings(report: nj.Report, *severities: str) -> set[Verdict]:
    """The findings of a report as a set."""
    found = report.findings
    found = found[found["severity"].isin(severities or ("error", "warning"))]
    rows = found["row"].astype(object).where(found["row"].notna(), None)
    return set(zip(rows, found["column"], found["check"], strict=True))
