"""What to do about all leads of a check is not what to do about one of them."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.checks import CHECKS

#: Check, field, cells, settings, the hint for all; the first and the most frequent one is that of its own rows alone.
TABLE: list[tuple[str, str, list[str], dict[str, Any], str]] = [
    (
        "value-not-allowed",
        "State",
        ["nsw"] * 11 + ["Erewhon"],
        {"field_rules": {"choices": {"State": ["NSW", "VIC"]}}},
        "use one of the values that the campaign allows, written just so",
    ),
    (
        "value-not-allowed",
        "State",
        ["nsw"] * 2,
        {"field_rules": {"choices": {"State": ["NSW", "VIC"]}}},
        "did you mean 'NSW'?",
    ),
    (
        "contact-hours",
        "njContactHours",
        ["melbourne"] * 11 + ["nowhere"],
        {"contact_hours": {"Melbourne": "Australia/Melbourne"}},
        "use the name of a Contact Hours entry of the PBX, or an IANA zone where the campaign file lists none",
    ),
    (
        "callback-date-format",
        "njCallBackDate",
        ["2031-03-04 09:30"] * 11 + ["tomorrow"],
        {},
        "write it like 2026/03/04 09:30, on the 24-hour clock",
    ),
]


def _leads(field: str, cells: list[str]) -> pd.DataFrame:
    return pd.DataFrame({"Phone": [f"04915701{lead:02}" for lead in range(50, 50 + len(cells))], field: cells})


@pytest.mark.parametrize(("check", "field", "cells", "settings", "hint"), TABLE)
@pytest.mark.parametrize("in_parts", [False, True])
def test_a_hint_for_all(
    check: str, field: str, cells: list[str], settings: dict[str, Any], hint: str, in_parts: bool, tmp_path: Path
) -> None:
    leads, campaign = _leads(field, cells), nj.Campaign(phone_fields=["Phone"], **settings)
    report: nj.Report | nj.LargeReport = nj.check(leads, campaign)
    if in_parts:
        leads.to_csv(tmp_path / "leads.csv", index=False)
        report = nj.check_files(tmp_path / "leads.csv", campaign, out=tmp_path / "out", part_rows=5, progress=False)
    assert report.summary.set_index("check").loc[check, "hint"] == hint


def test_a_check_whose_rows_have_hints_of_their_own_has_one_for_all() -> None:
    assert [check.id for check in CHECKS if check.detail and check.severity == "error" and not check.hint] == []
