"""How long ago the leads were washed against the Do Not Call Register, when they are called."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import noojee_dq as nj

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
LIST = pd.DataFrame({"Phone": ["0491 570 007", "0491 570 110"], "Washed": ["2026-11-01", "2026/11/20"]})


def said(callback: str = "", dnc: pd.DataFrame | None = None, **settings: Any) -> list[tuple[str, str]]:
    """Severity and message of what is said of the wash."""
    leads = pd.DataFrame({"Phone": ["0491 570 006"], "njCallBackDate": [callback]})
    report = nj.check(leads, nj.Campaign(phone_fields=["Phone"], **settings), now=NOW, dnc=dnc)
    lines = report.findings[report.findings["check"].str.startswith("wash-age")]
    return list(lines[["severity", "message"]].itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("washed", "callback", "days", "words"),
    [
        ("2026-10-24", "", None, None),
        ("2026-10-23", "", None, "31 days ago: a wash holds for 30 days"),
        (date(2026, 11, 20), "2026/12/20 10:00", None, None),
        (
            date(2026, 11, 20),
            "2026/12/21 10:00",
            None,
            "1 lead is called back more than 30 days later, the last on 2026-12-21",
        ),
        ("2026-11-25", "", None, "which is yet to come"),
        # It may be tomorrow already where the leads are.
        ("2026-11-24", "", None, None),
        ("2026-11-13", "", 10, None),
        ("2026-11-12", "", 10, "11 days ago: a wash holds for 10 days"),
        ("2026-10-14", "", 40, None),
        (None, "", 30, "nobody says when the leads were washed"),
    ],
)
def test_a_wash_by_its_age(washed: object, callback: str, days: int | None, words: str | None) -> None:
    found = said(callback, dnc_washed=washed, require_wash_days=days)
    assert [severity for severity, _ in found] == ([] if words is None else ["error" if days else "warning"])
    assert all(str(words) in message for _, message in found)


def test_an_error_of_the_wash_holds_all_leads_back() -> None:
    campaign = nj.Campaign(phone_fields=["Phone"], require_wash_days=30)
    assert nj.check(pd.DataFrame({"Phone": ["0491 570 006"]}), campaign).ready.empty


@pytest.mark.parametrize(
    ("dnc", "settings", "words"),
    [
        (LIST, {}, "on 2026-11-01, and 1 lead"),
        (LIST, {"dnc_washed": "2026-11-22"}, None),
        (LIST.assign(Washed=["", "2026-11-01"]), {}, "on 2026-11-01, and 1 lead"),
        (LIST.assign(Washed="1/11/2026"), {}, None),
        (LIST.assign(Expires=["2026-11-02", ""]), {}, None),
    ],
    ids=["oldest", "setting first", "some without", "unread", "expired"],
)
def test_the_list_can_say_when(dnc: pd.DataFrame, settings: dict[str, Any], words: str | None) -> None:
    found = said("2026/12/10 10:00", dnc=dnc, **settings)
    assert len(found) == (words is not None)
    assert all(str(words) in message for _, message in found)


@pytest.mark.parametrize(
    ("dnc", "settings", "reason"),
    [
        (None, {}, "nobody says when"),
        (LIST.drop(columns="Washed"), {}, "nobody says when"),
        (LIST.assign(Washed="soon"), {}, "nobody says when"),
        (LIST.assign(Washed=["2026-11-20", ""]), {}, "1 entry of the do-not-call list with no date under Washed"),
        (LIST, {}, None),
        (LIST.assign(Washed=["2026-11-20", ""]), {"dnc_washed": "2026-11-22"}, None),
        (None, {"require_wash_days": 30}, None),
    ],
)
def test_what_is_not_known_is_named(dnc: pd.DataFrame | None, settings: dict[str, Any], reason: str | None) -> None:
    campaign = nj.Campaign(phone_fields=["Phone"], **settings)
    report = nj.check(pd.DataFrame({"Phone": ["0491 570 006"]}), campaign, now=NOW, dnc=dnc)
    reasons = [one.reason for one in report.not_checked if one.check.startswith("wash-age")]
    assert len(reasons) == (reason is not None)
    assert all(str(reason) in one for one in reasons)


@pytest.mark.parametrize("washed", ["2026-10-01", "9999-12-31"])
def test_lists_read_in_parts_say_the_same(tmp_path: Path, washed: str) -> None:
    leads, listed = tmp_path / "leads.csv", tmp_path / "dnc.csv"
    leads.write_text("Phone\n0491 570 006\n", "utf-8")
    LIST.assign(Washed=[washed, ""]).to_csv(listed, index=False)
    campaign = nj.Campaign(phone_fields=["Phone"])
    large = nj.check_files(leads, campaign, out=tmp_path / "out", now=NOW, dnc=listed, part_rows=1, progress=False)
    report = nj.check(nj.read_leads(leads), campaign, now=NOW, dnc=listed)
    assert large.not_checked == report.not_checked
    assert large.findings.to_table()["message"].to_pylist() == report.findings["message"].tolist() != []
