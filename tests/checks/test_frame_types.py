"""Columns of a frame that are no text: what each field makes of them, for the check and in what is sent."""

import datetime as dt
from decimal import Decimal
from typing import Any, Final

import numpy as np
import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.batch.payload import payloads
from noojee_dq.leads import read_leads

GOOD: Final = "0491 570 006"
MOMENT: Final = dt.datetime(2031, 3, 4, 9, 30)
SENT: Final = "2031/03/04 09:30"
NOW: Final = dt.datetime(2031, 1, 1, tzinfo=dt.UTC)
HOURS: Final = {"1": "Australia/Perth", "TRUE": "Australia/Perth"}
CAMPAIGN = nj.Campaign(phone_fields=["Phone"], contact_hours=HOURS)
LATE = "its seconds would be lost"
ZONED = "it has a time zone, and the PBX reads callbacks in the lead's contact hours"
NO_TIME = "it has no time of day"

#: Field, its column, what is sent ("" = nothing), the check that finds it ("" = none).
TABLE: list[tuple[str, Any, str, str]] = [
    ("Phone", pd.Series([61491570006]), "+61491570006", ""),
    ("Phone", pd.Series([61491570006.0]), "+61491570006", ""),
    ("Phone", pd.Series([491570006]), "491570006", "excel-repairable"),
    ("Phone", pd.Series([491570006.0, None]), "491570006", "excel-repairable"),
    ("Phone", pd.Series([61491570006, None], dtype="Int64"), "+61491570006", ""),
    ("Phone", pd.Series([61491570006, None], dtype="int64[pyarrow]"), "+61491570006", ""),
    ("Phone", pd.Series([Decimal("61491570006")]), "+61491570006", ""),
    ("Phone", pd.Series([Decimal("61491570006.00")]), "+61491570006", ""),
    ("Phone", pd.Series(["0491570006"], dtype="category"), "0491570006", ""),
    ("Phone", pd.Series([61491570006], dtype="category"), "+61491570006", ""),
    ("Phone", pd.Series([True]), "TRUE", "no-phone"),
    ("Phone", pd.Series([pd.NA], dtype=object), "", "no-phone"),
    ("Phone", pd.Series([np.inf]), "inf", "unsendable-value"),
    ("njCallBackDate", pd.Series([MOMENT]), SENT, ""),
    ("njCallBackDate", pd.Series([MOMENT, None]), SENT, ""),
    ("njCallBackDate", pd.Series([MOMENT], dtype=object), SENT, ""),
    ("njCallBackDate", pd.Series([pd.Timestamp(MOMENT), pd.NA], dtype=object), SENT, ""),
    ("njCallBackDate", pd.Series([MOMENT], dtype="datetime64[s]"), SENT, ""),
    ("njCallBackDate", pd.Series([MOMENT], dtype="datetime64[ns]"), SENT, ""),
    ("njCallBackDate", pd.Series([MOMENT], dtype="timestamp[us][pyarrow]"), SENT, ""),
    ("njCallBackDate", pd.Series([MOMENT]).astype("category"), SENT, ""),
    ("njCallBackDate", pd.Series([SENT], dtype="category"), SENT, ""),
    ("njCallBackDate", pd.Series([pd.NaT]), "", ""),
    ("njCallBackDate", pd.Series([MOMENT.replace(hour=0, minute=0)]), "2031/03/04 00:00", "callback-at-midnight"),
    ("njCallBackDate", pd.Series([MOMENT.replace(second=5)]), "2031-03-04 09:30:05", "callback-date-format"),
    ("njCallBackDate", pd.Series([MOMENT]).dt.tz_localize("UTC"), "2031-03-04 09:30:00+00:00", "callback-date-format"),
    ("njCallBackDate", pd.Series([MOMENT.date()]), "2031-03-04", "callback-date-format"),
    ("njCallBackDate", pd.Series([45000]), "45000", "callback-date-format"),
    ("njCallBackDate", pd.Series([True]), "TRUE", "callback-date-format"),
    ("njPriority", pd.Series([5]), "5", ""),
    ("njPriority", pd.Series([5.0, None]), "5", ""),
    ("njPriority", pd.Series([5, None], dtype="Int64"), "5", ""),
    ("njPriority", pd.Series([Decimal("5.0")]), "5", ""),
    ("njPriority", pd.Series([5], dtype="category"), "5", ""),
    ("njPriority", pd.Series([5.5]), "5.5", "priority-range"),
    ("njPriority", pd.Series([True]), "TRUE", "priority-range"),
    ("njExternalLeadId", pd.Series([1001]), "1001", ""),
    ("njExternalLeadId", pd.Series([1001.0, None]), "1001", ""),
    ("njExternalLeadId", pd.Series([Decimal("1001")]), "1001", ""),
    ("njExternalLeadId", pd.Series([1001], dtype="category"), "1001", ""),
    ("njExternalLeadId", pd.Series([pd.NA, "A"], dtype="string"), "", ""),
    ("njContactHours", pd.Series([1]), "1", ""),
    ("njContactHours", pd.Series([True]), "TRUE", ""),
    ("njContactHours", pd.Series([2]), "2", "contact-hours"),
    ("njContactHours", pd.Series(["1"], dtype="category"), "1", ""),
    ("Name", pd.Series([MOMENT]), SENT, ""),
    ("Name", pd.Series([False]), "FALSE", ""),
    ("Name", pd.Series([Decimal("1.50")]), "1.50", ""),
]  # fmt: skip


def _leads(field: str, column: pd.Series) -> pd.DataFrame:
    others = {} if field == "Phone" else {"Phone": [f"04915701{lead:02}" for lead in range(50, 50 + len(column))]}
    return pd.DataFrame({**others, field: column})


@pytest.mark.parametrize(("field", "column", "sent", "check"), TABLE)
def test_a_column_of_another_type(field: str, column: pd.Series, sent: str, check: str) -> None:
    leads = _leads(field, column)
    findings = nj.check(leads, CAMPAIGN, now=NOW).findings
    own = findings[findings["row"].eq(0)]
    assert check in [*own["check"], ""] if check else own.empty
    assert payloads(leads, CAMPAIGN, "insert")[0].get(field, "") == sent


@pytest.mark.parametrize(
    ("column", "reason"),
    [
        (pd.Series([MOMENT.replace(second=5)]), LATE),
        (pd.Series([MOMENT]).dt.tz_localize("Australia/Perth"), ZONED),
        (pd.Series([MOMENT.date()]), NO_TIME),
    ],
)
def test_what_the_layout_would_lose_is_said(column: pd.Series, reason: str) -> None:
    findings = nj.check(_leads("njCallBackDate", column), CAMPAIGN, now=NOW).findings
    said = findings.loc[findings["check"].eq("callback-date-format"), "message"].item()
    assert said == f"the callback date is no date and time written yyyy/MM/dd HH:mm: {reason}"


@pytest.mark.parametrize("suffix", ["parquet", "xlsx"])
def test_a_file_of_real_dates_reads_as_the_api_writes_them(suffix: str, tmp_path: Any) -> None:
    leads, path = _leads("njCallBackDate", pd.Series([MOMENT, None])), tmp_path / f"leads.{suffix}"
    leads.to_parquet(path) if suffix == "parquet" else leads.to_excel(path, index=False)
    assert read_leads(path)["njCallBackDate"].tolist() == [SENT, ""]


def test_what_is_ready_is_still_so_when_it_comes_back(tmp_path: Any) -> None:
    report = nj.check(_leads("njCallBackDate", pd.Series([MOMENT])), CAMPAIGN, now=NOW)
    report.to_excel(tmp_path / "checked.xlsx")
    assert nj.check(nj.read_leads(tmp_path / "checked.xlsx"), CAMPAIGN, now=NOW).ok
