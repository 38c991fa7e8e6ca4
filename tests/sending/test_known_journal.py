"""`check(known=journal)`: what an earlier run had accepted is a duplicate now."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import noojee_dq as nj
from tests.sending.support import Bench, some_leads


def test_what_was_accepted_before_is_expected(bench: Callable[..., Bench]) -> None:
    at = bench()
    at.submit(some_leads(3, ids=True).iloc[:2])
    again = pd.DataFrame({"Phone": ["+61 491 500 000", "0491500009", "0491500008"], "Id": ["B0", "A1", "B2"]})
    campaign = at.pbx.campaign
    report = nj.check(again, campaign, known=at.journal)
    assert report.annotated["dq_codes"].tolist() == ["105", "112", ""]


def test_what_was_refused_before_is_not(bench: Callable[..., Bench]) -> None:
    at = bench()
    refused = some_leads(1, ids=True).assign(njContactHours="Nowhere")
    assert at.submit(refused)["api_code"].tolist() == [111]
    assert nj.check(some_leads(1, ids=True), at.pbx.campaign, known=at.journal).ok


def test_a_journal_says_nothing_of_updates(bench: Callable[..., Bench]) -> None:
    at = bench()
    at.submit(some_leads(1, ids=True))
    updates = some_leads(2, ids=True).assign(njDisposition="<No Change>")
    report = nj.check(updates, at.pbx.campaign, operation="update", known=at.journal)
    assert report.findings.query("severity == 'error'").empty
    assert "external-id-unknown" in {line.check for line in report.not_checked}


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"url": "https://other.example.com"}, "another url"),
        ({"template_id": 7}, "another template_id"),
        ({"campaign_id": 7}, "another campaign_id"),
    ],
)
def test_the_journal_of_another_campaign_is_refused(
    bench: Callable[..., Bench], changed: dict[str, Any], named: str
) -> None:
    at = bench()
    at.submit(some_leads(1))
    other = at.pbx.campaign.model_copy(update=changed)
    with pytest.raises(nj.CampaignError, match=f"{at.journal.name}: its leads went to {named} .*: give a journal"):
        nj.check(some_leads(1), other, known=at.journal)


@pytest.mark.parametrize("unset", [{"url": "", "template_id": None, "campaign_id": None}, {"campaign_id": " 42 "}])
def test_what_the_campaign_leaves_open_or_writes_otherwise_does_not_differ(
    bench: Callable[..., Bench], unset: dict[str, Any]
) -> None:
    at = bench()
    at.submit(some_leads(1))
    campaign = at.pbx.campaign.model_copy(update={"url": f"{at.pbx.campaign.url}/", **unset})
    assert nj.check(some_leads(1), campaign, known=at.journal).by_code == {"105": 1}


def test_another_database_is_no_journal(tmp_path: Path, bench: Callable[..., Bench]) -> None:
    at = bench()
    sqlite3.connect(tmp_path / "other.sqlite").execute("CREATE TABLE t (a)").connection.close()
    with pytest.raises(nj.JournalError, match="no journal of noojee-dq"):
        nj.check(some_leads(1, ids=True), at.pbx.campaign, known=tmp_path / "other.sqlite")


def test_a_repair_unlocks_no_lead_that_was_accepted_before(bench: Callable[..., Bench]) -> None:
    at = bench()
    at.submit(pd.DataFrame({"Phone": ["0491570006"]}))
    damaged = pd.DataFrame({"Phone": ["491570006.0", "491570156.0"]})
    gains = nj.check(damaged, at.pbx.campaign, known=at.journal).repairs
    assert gains.set_index("fix").loc["decimal-tail", "leads_unlocked"] == 1


@pytest.mark.parametrize("state", ["in_flight", "unknown"])
@pytest.mark.parametrize("operation", ["insert", "update"])
def test_a_lead_that_a_run_left_in_doubt_is_to_be_reviewed(
    bench: Callable[..., Bench], state: str, operation: Any
) -> None:
    at, leads = bench(), some_leads(4, ids=True).assign(njDisposition="<No Change>")
    at.submit(leads.drop(columns="njDisposition"), limit=1)
    with closing(sqlite3.connect(at.journal)) as database, database:
        database.execute("UPDATE rows SET state = ? WHERE position IN (1, 2)", [state])
    # One is known again by its number, one by its id.
    again = leads.assign(Id=["A0", "X1", "A2", "A3"], Phone=["0491500000", "0491500001", "0491500022", "0491500003"])
    checked = again if operation == "update" else again.drop(columns="njDisposition")
    report = nj.check(checked, at.pbx.campaign, operation=operation, known=at.journal)
    first = "drop" if operation == "insert" else "ready"
    assert report.annotated["dq_status"].tolist() == [first, "review", "review", "ready"]
    assert report.findings.query("check == 'in-doubt-since-run'")["row"].tolist() == [1, 2]
