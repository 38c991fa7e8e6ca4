"""A schema says of leads what `check` says of them."""

from datetime import UTC, datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa
import pytest
from hypothesis import given, settings, strategies as st

import noojee_dq as nj
from noojee_dq.arrow.columns import Mask
from noojee_dq.batch.batch import Batch
from noojee_dq.checks import CHECKS, Check
from noojee_dq.checks.base import Severity
from noojee_dq.fields import OPERATIONS, Operation
from tests.schema.verdicts import CAMPAIGN, GOOD, OTHER, cases_of, findings, verdicts

NOW = datetime(2026, 3, 4, tzinfo=UTC)
SCHEMAS = {"insert": nj.insert_schema, "update": nj.update_schema}

PHONES = st.sampled_from(
    ["", GOOD, OTHER, "0491570006", "9234 1234", "4.12E+08", "none", "<No Change>", "+64211234567"]
)
LEADS = st.lists(
    st.fixed_dictionaries(
        {
            "Phone": PHONES,
            "Mobile": PHONES,
            "njExternalLeadId": st.sampled_from(["", "A1", "A2", "1.2E+11", "<no change>"]),
            "njCallBackDate": st.sampled_from(
                ["", "2031/03/04 09:30", "2020/03/04 09:30", "2231/03/09 00:00", "4/3/2031"]
            ),
            "njContactHours": st.sampled_from(["", "Australia/Perth", "AEST"]),
            "njDisposition": st.sampled_from(["", "Sale", "Sold", "<NO CHANGE>"]),
            "njPriority": st.sampled_from(["", "10", "300"]),
            "njPriorty": st.just("1"),
            "Note": st.sampled_from(["", "<NO CHANGE>", "zero\u200bwidth", "NUL\x00"]),
        }
    ),
    min_size=1,
    max_size=12,
).map(pd.DataFrame)
LISTS: dict[str, dict[str, Any]] = {
    "none": {},
    "dnc": {"dnc": [GOOD]},
    "known": {"known": pd.DataFrame({"njExternalLeadId": ["A1"], "njDisposition": [""], "Phone": [OTHER]})},
    "both": {"known": pd.DataFrame({"Phone": [OTHER]}), "dnc": pd.DataFrame({"Phone": [GOOD, "junk"]}), "keep": "last"},
}


@cache
def schema_of(operation: Operation, lists: str) -> pa.DataFrameSchema:
    return SCHEMAS[operation](CAMPAIGN, now=NOW, fail_on="warning", **LISTS[lists])


ANY_CALL = {"leads": LEADS, "operation": st.sampled_from(OPERATIONS), "lists": st.sampled_from(sorted(LISTS))}


@settings(max_examples=4, deadline=None)
@given(**ANY_CALL)
def test_of_any_leads(leads: pd.DataFrame, operation: Operation, lists: str) -> None:
    agree(leads, operation, lists)


@pytest.mark.long
@settings(max_examples=500, deadline=None)
@given(**ANY_CALL)
def test_of_many_leads(leads: pd.DataFrame, operation: Operation, lists: str) -> None:
    agree(leads, operation, lists)


def agree(leads: pd.DataFrame, operation: Operation, lists: str) -> None:
    report = nj.check(leads, CAMPAIGN, operation=operation, now=NOW, **LISTS[lists])
    assert verdicts(cases_of(schema_of(operation, lists), leads)) == findings(report)


@pytest.mark.parametrize("file", ["leads.csv", "updates.csv"])
@pytest.mark.parametrize(
    ("with_lists", "fail_on"), [pytest.param(False, "error", marks=pytest.mark.long), (True, "warning")]
)
def test_of_the_sample(file: str, with_lists: bool, fail_on: Severity) -> None:
    sample = Path(str(resources.files("noojee_dq").joinpath("sample")))
    campaign, leads = nj.Campaign.from_toml(sample / "campaign.toml"), nj.read_leads(sample / file)
    operation: Operation = "insert" if file == "leads.csv" else "update"
    lists: dict[str, Any] = {"known": sample / "known.csv", "dnc": sample / "dnc.csv"} if with_lists else {}
    report = nj.check(leads, campaign, operation=operation, now=NOW, **lists)
    cases = cases_of(SCHEMAS[operation](campaign, now=NOW, fail_on=fail_on, **lists), leads)
    assert verdicts(cases) == findings(report, "error", fail_on)
    assert len(cases) == len(set(verdicts(cases)))


def test_failure_cases_have_value_code_result_and_severity() -> None:
    leads = pd.DataFrame({"Phone": [GOOD, OTHER], "njCallBackDate": ["", "tomorrow"], "Note": ["", "<NO CHANGE>"]})
    cases = cases_of(nj.insert_schema(CAMPAIGN), leads.set_axis(["a", "b"]))
    assert cases[["index", "column", "failure_case", "code", "result", "severity"]].to_numpy().tolist() == [
        ["b", "Note", "<NO CHANGE>", 108, "IMPORT_BUT_NOCHANGE_SPECIFIED", "error"],
        ["b", "njCallBackDate", "tomorrow", 114, "INVALID_CALLBACK_DATE_FORMAT", "error"],
    ]


def test_a_lead_that_is_missing_everywhere_is_found() -> None:
    leads = pd.DataFrame({"Phone": [GOOD, None], "Name": ["Ann", None]})
    assert (1, "Phone", "no-phone") in verdicts(cases_of(nj.insert_schema(CAMPAIGN), leads))


def test_headings_that_are_no_text() -> None:
    campaign = nj.Campaign(phone_fields=["0"], columns={"1": "njPriority"})
    leads = pd.DataFrame({0: [GOOD, "9234 1234"], 1: ["300", ""]})
    cases = cases_of(nj.insert_schema(campaign, fail_on="warning"), leads)
    assert verdicts(cases) == findings(nj.check(leads, campaign))


@pytest.mark.parametrize(
    "index", [[7, 7, 7], ["a", "b", "a"], pd.MultiIndex.from_tuples([("x", 1), ("x", 2), ("y", 1)])]
)
def test_labels_that_repeat_or_have_several_levels(index: Any) -> None:
    leads = pd.DataFrame({"Phone": ["", GOOD, GOOD]}, index=index)
    cases = cases_of(nj.insert_schema(CAMPAIGN), leads)
    found = nj.check(leads, CAMPAIGN).findings.query("severity == 'error'")
    assert cases["index"].astype("str").tolist() == found["row"].astype("str").tolist()


def test_there_is_a_check_for_each_declared_one_or_a_reason() -> None:
    campaign = nj.Campaign(phone_fields=["Phone"])
    for operation, make in SCHEMAS.items():
        schema = make(campaign)
        rules = [check.rule for check in schema.checks]
        rules += [check.rule for column in schema.columns.values() for check in column.checks]
        declared = {check.id for check in CHECKS if operation in check.operations}
        assert len(rules) == len(set(rules))
        assert declared - set(rules) <= set(schema.metadata["not_checked"]) <= declared


def test_what_is_not_checked_is_said_with_its_reason() -> None:
    inserts = nj.insert_schema(nj.Campaign(phone_fields=["Phone"])).metadata["not_checked"]
    assert inserts["campaign-id"] == "the campaign has no campaign_id"
    assert inserts["do-not-call"] == "no do-not-call list was given (dnc=)"
    assert inserts["duplicate-number"].startswith("only within the file")
    updates = nj.update_schema(nj.Campaign(phone_fields=["Phone"])).metadata["not_checked"]
    assert updates["disposition-unknown"] == "the campaign names no dispositions"
    assert updates["external-id-unknown"].endswith("(known=)")
    known = pd.DataFrame({"njExternalLeadId": ["A1"], "njDisposition": ["Sale"], "Phone": [GOOD]})
    everything = nj.insert_schema(CAMPAIGN, known=known, dnc=[GOOD])
    gaps = {"duplicate-out-of-sight", "wash-age", "in-doubt-since-run", "sent-by-earlier-run", "default-contact-hours"}
    assert set(everything.metadata["not_checked"]) == gaps | {
        "mapped-column-missing",
        "wash-age-required",
        "crowded-number",
        "callback-forbidden",
        "spreadsheet-error-beside",
        "marked-not-sent",
        "mark-unclear",
        "number-marked-not-sent",
        "number-mark-unclear",
        "id-sent-by-earlier-run",
        "required-column-missing",
        "required-blank",
        "value-too-long",
        "value-not-allowed",
    }


def test_a_check_that_was_appended_is_in_schemas_made_from_then_on() -> None:
    leads = pd.DataFrame({"Phone": [GOOD, OTHER], "Age": ["42", "7"]})
    before = nj.insert_schema(CAMPAIGN)

    def is_child(batch: Batch, heading: str) -> Mask:
        return batch.text[heading].str.len().lt(2).to_numpy(dtype=bool)

    adult = Check(id="adult", scope="cell", fields="Age", title="a lead is of age", mask=is_child)
    CHECKS.append(adult)
    try:
        schema = nj.insert_schema(CAMPAIGN)
        assert [check.rule for check in schema.columns["Age"].checks] == ["adult"]
        assert verdicts(cases_of(schema, leads)) == {(1, "Age", "adult")}
        assert verdicts(cases_of(before, leads)) == set()
    finally:
        CHECKS.remove(adult)


def test_an_option_that_does_not_exist_is_refused() -> None:
    with pytest.raises(nj.CampaignError, match="fail_on is 'error' or 'warning'"):
        nj.insert_schema(CAMPAIGN, fail_on="warnings")  # type: ignore[arg-type]
    with pytest.raises(nj.CampaignError, match="keep is 'first' or 'last'"):
        nj.insert_schema(CAMPAIGN, keep="frist")  # type: ignore[arg-type]
    with pytest.raises(nj.CampaignError, match="now needs a time zone"):
        nj.insert_schema(CAMPAIGN, now=datetime(2026, 3, 4))
