"""A check that has nothing to hold leads against passes nobody: it says why it did not run."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.checks import CHECKS
from noojee_dq.fields import Operation

GOOD = "0491 570 006"
LEADS = pd.DataFrame({"Phone": [GOOD], "Name": "Ann"})

#: By a campaign that sets nothing but the phone field, of a file with a name and a number, without any list.
RUN_ALWAYS = {
    "unknown-field",
    "too-many-cells",
    "too-few-cells",
    "hidden-row",
    "no-phone",
    "undialable-number",
    "bad-number-beside-good",
    "excel-lossy",
    "excel-repairable",
    "odd-writing",
    "premium-number",
    "foreign-number",
    "phone-field-missing",
    "placeholder-number",
    "marked-do-not-call",
    "number-marked-do-not-call",
    "spreadsheet-error",
    "unsendable-value",
    "invisible-characters",
}
RUN: dict[Operation, set[str]] = {
    "insert": RUN_ALWAYS | {"allocation-size", "duplicate-number", "no-change-on-insert"},
    "update": RUN_ALWAYS | {"external-id-missing", "disposition-missing"},
}
UNASKED_ALWAYS = {
    "list-partly-unread",
    "mapped-column-missing",
    "wash-age-required",
    "marked-not-sent",
    "mark-unclear",
    "number-marked-not-sent",
    "number-mark-unclear",
    "country-unused",
    "in-doubt-before",
    "callback-forbidden",
    "spreadsheet-error-beside",
    "required-blank",
    "value-too-long",
    "value-not-allowed",
}
UNASKED: dict[Operation, set[str]] = {
    "insert": UNASKED_ALWAYS
    | {"crowded-number", "id-sent-by-earlier-run", "accepted-before", "required-column-missing"},
    "update": UNASKED_ALWAYS,
}


def check(leads: Mapping[str, Any], operation: Operation = "insert", **settings: Any) -> nj.Report:
    frame = pd.DataFrame({"Phone": [GOOD], **leads})
    return nj.check(frame, nj.Campaign(phone_fields=["Phone"], **settings), operation=operation)


@pytest.mark.parametrize("operation", ["insert", "update"])
def test_what_a_campaign_without_settings_has_checked(operation: Operation) -> None:
    report = check({"Name": "Ann"}, operation)
    lines = report.checks.set_index("check")
    assert set(lines.index[lines["checked"].gt(0)]) == RUN[operation]
    assert lines.loc[lines["checked"].eq(0), "why_not"].ne("").all()
    assert lines.loc[lines["checked"].eq(0), "passed"].eq(0).all()
    named = {one.check for one in report.not_checked}
    of_operation = {one.id for one in CHECKS if operation in one.operations}
    assert of_operation - named - set(lines.index[lines["why_not"].eq("")]) == UNASKED[operation]


#: What a check has nothing to look at by; what it says of that; whether it is a gap that stands under `not_checked`.
WHY_NOT: list[tuple[str, dict[str, Any], dict[str, Any], str, bool]] = [
    ("list-partly-unread", {}, {}, "no list was given (dnc=, known=)", False),
    ("wash-age", {}, {"require_wash_days": 7}, "has require_wash_days", False),
    ("wash-age-required", {}, {"dnc_washed": "2026-11-01"}, "sets no require_wash_days", False),
    ("duplicate-number", {}, {"allow_duplicates": True}, "allows duplicate phone numbers", True),
    ("duplicate-out-of-sight", {}, {"allow_duplicates": True}, "allows duplicate phone numbers", False),
    ("crowded-number", {}, {}, "does not allow duplicate phone numbers", False),
    ("callback-forbidden", {"njCallBackDate": ""}, {}, "severity is 'warning', not 'error'", False),
    (
        "callback-forbidden",
        {"njCallBackDate": ""},
        {"calling": {"severity": "error"}},
        "no calling rules are set",
        True,
    ),
    (
        "callback-outside-hours",
        {"njCallBackDate": ""},
        {"calling": {"rules": "us-tcpa", "severity": "error"}},
        "severity is 'error', not 'warning'",
        False,
    ),
    ("default-contact-hours", {}, {}, "1 lead without contact hours", True),
    ("default-contact-hours", {}, {"default_contact_hours": "Australia/Perth"}, "no column State or Postcode", True),
    ("default-contact-hours", {"njContactHours": "Australia/Perth"}, {}, "no lead is without contact hours", False),
    ("contact-hours-elsewhere", {"njContactHours": ""}, {}, "no column State or Postcode", True),
    ("state-postcode", {"State": "WA"}, {}, "no columns State and Postcode", True),
    ("state-postcode", {"Postcode": "6000"}, {}, "no columns State and Postcode", True),
    ("country-unused", {"State": "WA"}, {}, "no column of the file is headed as one of countries", False),
    ("country-unused", {"Country": "NZ"}, {"region_column": "Country"}, "[phone] region_column", False),
    ("marked-not-sent", {"Opt Out": "yes"}, {}, "marked_do_not_call is 'warning'", False),
    ("marked-do-not-call", {"Opt Out": "yes"}, {"marked_do_not_call": "error"}, "is 'error', not 'warning'", False),
    ("number-mark-unclear", {"Opt Out": "yes"}, {}, "marked_do_not_call is 'warning'", False),
    ("required-column-missing", {}, {}, "no field under [fields] required", False),
    ("required-blank", {}, {"field_rules": {"max_length": {"Phone": 9}}}, "no field under [fields] required", False),
    ("required-blank", {}, {"field_rules": {"required": ["Name"]}}, "no column for 'Name'", True),
    ("value-too-long", {}, {"field_rules": {"max_length": {"Name": 9}}}, "no column for 'Name'", True),
    ("value-not-allowed", {}, {"field_rules": {"choices": {"Name": ["A"]}}}, "no column for 'Name'", True),
]


@pytest.mark.parametrize(("rule", "leads", "settings", "why_not", "is_gap"), WHY_NOT)
def test_what_has_nothing_to_check_against_did_not_run(
    rule: str, leads: dict[str, Any], settings: dict[str, Any], why_not: str, is_gap: bool
) -> None:
    report = check(leads, **settings)
    line = report.checks.set_index("check").loc[rule]
    assert why_not in line["why_not"]
    assert (line["checked"], line["passed"], line["failed"]) == (0, 0, 0)
    assert (rule in {one.check for one in report.not_checked}) is is_gap
    with pytest.raises(nj.CampaignError, match="did not run"):
        report.failing(rule)


def test_a_list_of_which_nothing_is_in_force_is_none() -> None:
    expired = pd.DataFrame({"Phone": [GOOD], "Expires": "2020-01-01"})
    line = (
        nj.check(LEADS, nj.Campaign(phone_fields=["Phone"]), dnc=expired).checks.set_index("check").loc["do-not-call"]
    )
    assert (line["checked"], line["why_not"]) == (0, "no number of the do-not-call list is in force (1 expired)")


@pytest.mark.parametrize(
    ("rule", "leads", "settings"),
    [
        ("required-blank", {"Name": "Ann"}, {"field_rules": {"required": ["Name", "Age"]}}),
        ("value-too-long", {"Name": "Ann"}, {"field_rules": {"max_length": {"Name": 9, "Age": 2}}}),
        ("crowded-number", {}, {"allow_duplicates": True}),
        ("marked-do-not-call", {"Opt Out": "no"}, {}),
        ("accepted-before", {"api_outcome": "rejected"}, {}),
        ("state-postcode", {"State": "WA", "Postcode": "6000"}, {}),
        ("spreadsheet-error-beside", {"Name": "Ann"}, {"fields": ["Age"]}),
        ("default-contact-hours", {"State": "WA"}, {"default_contact_hours": "Australia/Perth"}),
        ("mapped-column-missing", {}, {"columns": {"Ref": "njExternalLeadId"}}),
    ],
)
def test_what_is_asked_for_runs(rule: str, leads: dict[str, Any], settings: dict[str, Any]) -> None:
    line = check(leads, **settings).checks.set_index("check").loc[rule]
    assert (line["checked"], line["passed"]) == (1, 1)


def test_a_schema_keeps_the_rules_that_only_some_files_give_work() -> None:
    schema = nj.insert_schema(nj.Campaign(phone_fields=["Phone"], default_contact_hours="Australia/Perth"))
    rules = {one.rule for one in schema.checks}
    assert {
        "marked-do-not-call",
        "country-unused",
        "accepted-before",
        "state-postcode",
        "default-contact-hours",
    } <= rules
    assert "required-blank" not in rules
    assert "under [fields] required" in schema.metadata["not_checked"]["required-blank"]
