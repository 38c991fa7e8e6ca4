"""Every code on its own row, whatever the frame looks like; and nothing is sent but the leads' own columns."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.sending.results import annotated
from tests.examples import mostly_long
from tests.sending.support import CAMPAIGN, Bench, outcomes, some_leads

NewBench = Callable[..., Bench]

_CODES = [0, 105, 102, 114, 0, 112, 108, 0]


def mixed_leads() -> pd.DataFrame:
    """Leads of which each is answered what `_CODES` says, on a campaign that holds `_KNOWN`."""
    leads = some_leads(8, ids=True)
    leads.loc[2, "Phone"] = "n/a"
    leads["njCallBackDate"] = ["", "", "", "tomorrow", "2031/03/04 10:00", "", "", ""]
    leads["Note"] = ["", "", "", "", "", "", "<NO CHANGE>", ""]
    return leads


_KNOWN = pd.DataFrame({"Phone": ["0491500001", "0491570156"], "njExternalLeadId": ["other", "A5"]})


def _reordered(leads: pd.DataFrame) -> pd.DataFrame:
    return leads[leads.columns[::-1]]


def _levels(leads: pd.DataFrame) -> pd.DataFrame:
    return leads.set_axis(pd.MultiIndex.from_product([["a", "b"], [1, 1, 2, 2]], names=["list", None]))


_FRAMES: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
    "plain": lambda leads: leads,
    "duplicate labels": lambda leads: leads.set_axis([7] * 8),
    "text labels": lambda leads: leads.set_axis(list("hgfedcba")),
    "levels": _levels,
    "missing labels": lambda leads: leads.set_axis([None, 1.5, "x", None, np.nan, 2, 3, 4]),
    "dates as labels": lambda leads: leads.set_axis(pd.date_range("2026-03-04", periods=8, tz="UTC")),
    "columns reordered": _reordered,
    "object": lambda leads: leads.astype(object).replace("", None),
    "missing": lambda leads: leads.replace("", np.nan),
    "categories": lambda leads: leads.astype({"Note": "category", "njCallBackDate": "category"}),
    "arrow": lambda leads: leads.astype("string[pyarrow]"),
    "a slice": lambda leads: pd.concat([leads, leads]).iloc[8:],
}


@pytest.mark.parametrize("frame", mostly_long(_FRAMES, ["plain", "levels", "missing labels", "categories"]))
def test_every_code_is_on_its_own_row(bench: NewBench, frame: str) -> None:
    run = bench(known=_KNOWN)
    leads = _FRAMES[frame](mixed_leads())
    leads.attrs["path"] = "leads.csv"
    before = leads.copy(deep=True)
    results = run.submit(leads)
    assert results["api_code"].tolist() == _CODES
    assert results.loc[:, list(before.columns)].equals(before)
    pd.testing.assert_index_equal(results.index, before.index)
    pd.testing.assert_frame_equal(leads, before)
    assert leads.attrs == before.attrs == {"path": "leads.csv"}
    assert run.times_in(before) == [int(code == 0) for code in _CODES]


def test_numbers_are_sent_as_the_text_that_a_person_would_write(bench: NewBench) -> None:
    run = bench()
    leads = pd.DataFrame(
        {"Phone": [61491500001.0, np.nan, 61491500003.0], "Ref": [1, 2, 3], "Score": [0.5, 1.0, np.nan]}
    )
    results = run.submit(leads)
    assert results["api_code"].tolist() == [0, 102, 0]
    sent = run.pbx.leads.sort_values("Ref").drop(columns="lead_id").astype(object)
    rows = [{name: value for name, value in row.items() if not pd.isna(value)} for row in sent.to_dict("records")]
    assert [row["Phone"] for row in rows] == ["+61491500001", "+61491500003"]
    assert [row["Ref"] for row in rows] == ["1", "3"]
    assert [row.get("Score") for row in rows] == ["0.5", None]


def test_our_own_columns_and_the_index_are_never_sent(bench: NewBench) -> None:
    run = bench()
    leads = some_leads(3).set_index(pd.Index([5, 6, 7], name="row"))
    first = run.submit(nj.check(leads, run.pbx.campaign).annotated)
    again = first.assign(api_outcome="not_sent", api_run="")
    # Else it would tell that they were sent.
    run.journal.unlink()
    second = run.submit(again, journal=run.journal.with_name("again.sqlite"))
    assert {"dq_status", "api_code"} <= set(first.columns)
    assert list(second.columns) == list(first.columns)
    assert outcomes(first) == ["accepted"] * 3
    assert outcomes(second) == ["rejected"] * 3
    assert set(run.pbx.leads.columns) == {"Phone", "Ref", "lead_id"}


def test_what_is_said_of_a_lead(bench: NewBench) -> None:
    run = bench(known=_KNOWN)
    before = pd.Timestamp.now(tz="UTC")
    results = run.submit(mixed_leads())
    expected: dict[str, list[Any]] = {
        "api_result": ["OK", "DUPLICATE", "NO_PHONE_FIELDS", "INVALID_CALLBACK_DATE_FORMAT"],
        "api_message": ["OK", "DUPLICATE", "NO_PHONE_FIELDS", "INVALID_CALLBACK_DATE_FORMAT"],
        "api_http_status": [200, 400, 400, 400],
        "api_outcome": ["accepted", "rejected", "rejected", "rejected"],
        "api_action": ["none", "drop", "fix", "fix"],
        "api_attempts": [1, 1, 1, 1],
    }
    assert results.iloc[:4][list(expected)].to_dict("list") == expected
    assert results["api_sent_at"].between(before.floor("ms"), pd.Timestamp.now(tz="UTC")).all()
    assert results["api_run"].eq(results.attrs["run"]["id"]).all()
    assert results.attrs["run"]["exit_code"] == 1


def test_columns_are_renamed_as_the_campaign_says(bench: NewBench) -> None:
    campaign = CAMPAIGN.model_copy(update={"columns": {"Mobile No": "Phone", "Ref No": "njExternalLeadId"}})
    run = bench(campaign)
    leads = pd.DataFrame({"Mobile No": ["0491570006"], "Ref No": ["A1"], "Blank": [" "]})
    assert outcomes(run.submit(leads)) == ["accepted"]
    assert set(run.pbx.leads.columns) == {"Phone", "njExternalLeadId", "lead_id"}


def test_an_unknown_code_beside_leads_without_one() -> None:
    """Numbers beside missing ones easily become floats, and 999.0 is no code."""
    known = {"message": None, "attempts": 1, "sent_at": None, "number_taken": "untold", "id_taken": "untold"}
    lines = [("rejected", 999, 400), ("rejected", 105, 400), ("pending", None, None)]
    rows = pd.DataFrame([known | {"state": state, "code": code, "http_status": http} for state, code, http in lines])
    results = annotated(pd.DataFrame({"Phone": ["1", "2", "3"]}), rows, "r1")
    assert results["api_code"].tolist() == [999, 105, pd.NA]
    assert results["api_action"].tolist() == ["review", "drop", "retry"]
