"""`report.repairs`: what each fix would unlock, proven by a check of the repaired leads."""

from datetime import UTC, datetime
from importlib import resources
from typing import Any

import pandas as pd
import pytest
from hypothesis import example, given, strategies as st

import noojee_dq as nj
from noojee_dq.repairs import FIXES
from tests.examples import examples

CAMPAIGN = nj.Campaign(phone_fields=["Phone", "Mobile"])
NOW = datetime(2026, 3, 4, tzinfo=UTC)


def proven(report: nj.Report, leads: pd.DataFrame, campaign: nj.Campaign, **options: Any) -> None:
    """Every line of `report.repairs` is what a check of all the repaired leads says."""
    was = report.annotated["dq_status"].eq("ready").to_numpy()
    for line in report.repairs.itertuples():
        given = {name: options[name] for name in ("known", "dnc", "keep") if name in options}
        repaired = nj.repair(leads, campaign, fixes=[str(line.fix)], **given)
        now = nj.check(repaired.leads, campaign, **options).annotated["dq_status"].eq("ready").to_numpy()
        assert line.cells == len(repaired.changes)
        assert (line.leads_unlocked, line.leads_refused) == ((now & ~was).sum(), (was & ~now).sum())


def test_each_fix_that_would_change_something_has_a_line() -> None:
    leads = pd.DataFrame(
        {
            "Phone": ["491570006.0", "491570156", "0491 570 157", "5550 1234", "9550 1234"],
            "State": "NSW",
            "njCallBackDate": ["", "2030-01-01T10:00", "2030-01-01 10:00", "", ""],
        }
    )
    report = nj.check(leads, CAMPAIGN, now=NOW)
    assert report.repairs[["fix", "asked_for", "cells", "leads_unlocked", "leads_refused"]].to_numpy().tolist() == [
        ["decimal-tail", False, 1, 1, 0],
        ["separators", False, 1, 0, 0],
        ["leading-zero", False, 1, 0, 0],
        ["area-code", True, 1, 1, 0],
        ["callback-layout", False, 2, 2, 0],
    ]
    proven(report, leads, CAMPAIGN, now=NOW)


def test_a_repair_can_show_that_a_lead_is_a_duplicate() -> None:
    leads = pd.DataFrame({"Phone": ["491570006.0", "0491570006"], "Mobile": ["0491570156", ""]})
    report = nj.check(leads, CAMPAIGN)
    assert report.counts["ready"] == 2
    assert report.repairs[["fix", "leads_unlocked", "leads_refused"]].to_numpy().tolist() == [["decimal-tail", 0, 1]]
    proven(report, leads, CAMPAIGN)


def test_the_lists_of_the_check_hold_for_the_repaired_leads() -> None:
    leads = pd.DataFrame({"Phone": ["9550 1234", "9550 1235", "9550 1236"], "State": "NSW"})
    options: dict[str, Any] = {"dnc": pd.Series(["0295501234"]), "known": pd.DataFrame({"Phone": ["0295501235"]})}
    report = nj.check(leads, CAMPAIGN, **options)
    assert report.repairs["leads_unlocked"].tolist() == [1]
    proven(report, leads, CAMPAIGN, **options)


def test_blanking_no_change_is_no_repair_of_an_update() -> None:
    leads = pd.DataFrame({"njExternalLeadId": ["A1"], "Phone": ["<No Change>"], "njDisposition": ["Sale"]})
    assert nj.check(leads, CAMPAIGN, operation="update").repairs.empty
    assert nj.check(leads, CAMPAIGN).repairs["fix"].tolist() == ["blank-no-change"]


def test_no_leads_no_repairs() -> None:
    repairs = nj.check(pd.DataFrame({"Phone": []}), CAMPAIGN).repairs
    assert repairs.empty
    assert list(repairs) == ["fix", "title", "asked_for", "checks", "cells", "leads_unlocked", "leads_refused"]


@pytest.mark.long
def test_the_sample() -> None:
    with resources.as_file(resources.files("noojee_dq") / "sample") as folder:
        campaign = nj.Campaign.from_toml(folder / "campaign.toml")
        leads, known, dnc = (nj.read_leads(folder / name) for name in ("leads.csv", "known.csv", "dnc.csv"))
    options: dict[str, Any] = {"known": known, "dnc": dnc, "now": NOW}
    report = nj.check(leads, campaign, **options)
    proven(report, leads, campaign, **options)
    assert report.repairs["leads_unlocked"].sum() >= 5


NUMBERS = ["0491570006", "491570006.0", "491570006", "0491570156", "491570156.0", "9550 1234", "0295501234", "", "1"]


@examples(1)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(NUMBERS),
            st.sampled_from(NUMBERS),
            st.sampled_from(["A", " A", "B", "", "<No Change>"]),
            st.sampled_from(["", "2030-01-01 10:00", "2030/01/01 10:00"]),
        ),
        min_size=6,
        max_size=15,
    ),
    st.sampled_from(["first", "last"]),
)
@example(
    [
        ("491570156.0", "491570006.0", "A", ""),
        *[("0491570006", "0491570006", "A", "")] * 3,
        ("9550 1234", "0491570156", "<No Change>", "2030-01-01 10:00"),
        ("", "0491570006", "<No Change>", ""),
        ("0491570006", "491570006.0", " A", ""),
        ("1", "491570156.0", " A", "2030/01/01 10:00"),
        ("0491570156", "", "B", ""),
    ],
    "last",
)
def test_the_numbers_are_those_of_a_real_check(rows: list[tuple[str, str, str, str]], keep: Any) -> None:
    columns = ["Phone", "Mobile", "njExternalLeadId", "njCallBackDate"]
    leads = pd.DataFrame(rows, columns=columns, dtype="str").assign(State="NSW")
    report = nj.check(leads, CAMPAIGN, keep=keep, now=NOW)
    assert set(report.repairs["fix"]) <= {fix.id for fix in FIXES}
    proven(report, leads, CAMPAIGN, keep=keep, now=NOW)
