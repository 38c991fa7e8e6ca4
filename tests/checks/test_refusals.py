"""Columns by which a file itself says that leads are not to be called."""

from typing import Any

import pandas as pd
import pytest

import noojee_dq as nj

YES = [
    "Yes",
    "y",
    "TRUE",
    "1",
    "1.0",
    "x",
    "X",
    "\u2713",
    "Opted out",
    "DNC",
    "do not call",
    "Yes - by phone",
    "no calls please",
    "Yes, 01/05/2026",
    "Y 01.05.2026",
    "YES 0491570156",
    "do not call - asked 2026-05-01",
    "DNC 0491 570 156",
]
NO = [
    "",
    " ",
    "No",
    "n",
    "false",
    "0",
    "0.0",
    "-",
    "n/a",
    "Not listed",
    "not on the register",
    "no restrictions",
    "OK",
    "Clear",
    "opt-in",
]
UNCLEAR = [
    "no longer wants calls",
    "no (asked 3/11 to be removed)",
    "No thanks",
    "not interested",
    "no contact",
    "not ok",
    "never",
    "0491570156",
    "2026-05-01",
    "01/05/2026",
    "perhaps",
    "asked on 1 May 2026",
]


def marked(heading: str, cells: list[str]) -> list[str]:
    """The cells that are warned of."""
    leads = pd.DataFrame({"Phone": [f"04915701{n:02}" for n in range(len(cells))], heading: cells})
    report = nj.check(leads, nj.Campaign(phone_fields=["Phone"]))
    assert len(report.ready) == len(leads)
    return report.findings.query("check == 'marked-do-not-call'")["value"].tolist()


@pytest.mark.parametrize(
    "heading",
    [
        "Do Not Call",
        "DO_NOT_CALL",
        "doNotCall",
        "Don't call",
        "DNC",
        "D.N.C.",
        "dnc_flag",
        "Is DNC?",
        "Do not contact",
        "DoNotPhone",
    ],
)
def test_a_cell_that_says_yes_is_warned_of(heading: str) -> None:
    assert marked(heading, YES + NO + UNCLEAR) == YES + UNCLEAR


@pytest.mark.parametrize("heading", ["Opt Out", "opt-out", "Opted Out", "OptOut", "Unsubscribed", "Opt out date"])
def test_the_day_of_an_opt_out_is_one(heading: str) -> None:
    days = ["2026-05-01", "01/05/2026", "2026-05-01T10:00:00", "1 May 2026"]
    assert marked(heading, ["no", *days, "", "0000-00-00", "Yes"]) == [*days, "Yes"]


REFUSALS = ["Opted out", "DNC", "do not call", "no calls please", "do not call - asked 2026-05-01", "DNC 0491 570 156"]


@pytest.mark.parametrize(
    "heading",
    ["Opt-in", "Opted in", "Called?", "DNC washed", "Called", "Contact", "Not on DNC", "Old",
     "Disposition", "Invalid", "DNCR check", "Blocks", "Never called"],
)  # fmt: skip
def test_in_other_columns_only_words_of_a_refusal_count(heading: str) -> None:
    assert marked(heading, YES + NO + UNCLEAR) == REFUSALS


@pytest.mark.parametrize("heading", ["Email opt out", "Do not mail", "SMS Opt Out", "Email consent"])
def test_who_wants_no_mail_may_be_called(heading: str) -> None:
    assert marked(heading, YES + NO + UNCLEAR) == REFUSALS[1:]


@pytest.mark.parametrize(
    ("cell", "check", "message"),
    [
        ("Opted out", "marked-not-sent", "the file says of this lead that it is not to be called"),
        ("said do not call", "mark-unclear", "some words of this cell seem to say that the lead is not to be called"),
    ],
)
@pytest.mark.parametrize("heading", ["Note", "Status", "Mobile"])
def test_a_cell_of_any_column_can_be_a_mark(heading: str, cell: str, check: str, message: str) -> None:
    leads = pd.DataFrame({"Phone": ["0491570006", "0491570156"], heading: [cell, ""]})
    campaign = nj.Campaign(phone_fields=["Phone", "Mobile"], marked_do_not_call="error")
    report = nj.check(leads, campaign)
    assert len(report.ready) == 1
    found = report.findings.query("check == @check").iloc[0]
    assert (found["column"], found["message"]) == (heading, message)
    warned = nj.check(leads, nj.Campaign(phone_fields=["Phone", "Mobile"]))
    assert len(warned.ready) == 2
    assert message in warned.findings.query("check == 'marked-do-not-call'")["message"].tolist()


def test_what_is_neither_yes_nor_no_is_said() -> None:
    leads = pd.DataFrame({"Phone": ["0491570006"], "DNC": ["perhaps"]})
    finding = nj.check(leads, nj.Campaign(phone_fields=["Phone"])).findings.iloc[0]
    assert finding["message"] == "the column says who is not to be called, and this cell says neither yes nor no"


def test_a_phone_field_of_the_campaign_is_no_mark() -> None:
    leads = pd.DataFrame({"Do not call mobile": ["0491570006"]})
    assert nj.check(leads, nj.Campaign(phone_fields=["Do not call mobile"])).findings.empty


def test_a_campaign_can_have_marked_leads_not_sent() -> None:
    cells = ["Yes, 01/05/2026", "perhaps", "no"]
    leads = pd.DataFrame({"Phone": ["0491570006", "0491570156", "0491570157"], "Do Not Call": cells})
    campaign = nj.Campaign(phone_fields=["Phone"], marked_do_not_call="error")
    report = nj.check(leads, campaign)
    assert report.annotated["dq_status"].tolist() == ["drop", "review", "ready"]
    assert not report.ok
    assert report.findings["check"].tolist() == ["marked-not-sent", "mark-unclear"]
    warned = nj.check(leads, nj.Campaign(phone_fields=["Phone"]))
    assert warned.ok
    assert 'marked_do_not_call = "error" under [lists]' in warned.findings["hint"].iloc[0]


@pytest.mark.parametrize(
    ("heading", "settings", "is_read"),
    [
        ("Opt Out", {}, True),
        ("Do Not Call", {}, True),
        ("Country", {"region_column": "Country"}, True),
        ("Agreed", {"calling": {"consent_column": "Agreed"}}, True),
        ("State", {}, True),
        ("Postcode", {}, True),
        ("Age", {"field_rules": {"required": ["Age"]}}, True),
        ("Nom", {"field_rules": {"max_length": {"Full name": 9}}, "columns": {"Nom": "Full name"}}, True),
        ("Email Opt Out", {}, False),
        ("Age", {}, False),
    ],
)
def test_nobody_is_told_to_take_out_a_column_that_the_check_reads(
    heading: str, settings: dict[str, Any], is_read: bool
) -> None:
    leads = pd.DataFrame({"Phone": ["0491570006"], heading: "1"})
    findings = nj.check(leads, nj.Campaign(phone_fields=["Phone"], fields=["Name"], **settings)).findings
    hint = findings.loc[findings["check"].eq("unknown-field"), "hint"].item()
    told = "leave it in the file: this check reads it" if is_read else "take it out, or map it under [columns]"
    assert hint == told
