"""What the campaign file asks of single fields."""

from typing import Any

import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.fields import Operation

PHONE = {"Phone": ["0491 570 006"]}


def check(leads: dict[str, Any], operation: Operation = "insert", **settings: Any) -> nj.Report:
    columns = settings.pop("columns", {})
    campaign = nj.Campaign(phone_fields=["Phone"], columns=columns, field_rules=settings)
    return nj.check(pd.DataFrame(PHONE | leads), campaign, operation=operation)


@pytest.mark.parametrize(
    ("leads", "rules", "message", "hint"),
    [
        ({"Name": [" "]}, {"required": ["Name"]}, "the campaign requires this field, and it is blank", "fill it in"),
        ({"Name": ["Zoë Ann"]}, {"max_length": {"Name": 6}}, "7 characters, and the field takes 6", "shorten it"),
        (
            {"State": ["nsw"]},
            {"choices": {"State": ["NSW", "VIC"]}},
            "this is none of the values that the campaign allows here",
            "did you mean 'NSW'?",
        ),
        (
            {"State": ["Ontario"]},
            {"choices": {"State": ["NSW", "VIC"]}},
            "this is none of the values that the campaign allows here",
            "use one of 'NSW', 'VIC'",
        ),
        (
            {"Nmae": ["Ann"]},
            {"required": ["Name"]},
            "[fields] required names 'Name', and the file has no such column; did you mean 'Nmae'?",
            "add the column, map it under [columns], or take the name out of [fields] required",
        ),
    ],
)
def test_what_is_said(leads: dict[str, Any], rules: dict[str, Any], message: str, hint: str) -> None:
    report = check(leads, **rules)
    said = report.findings[["message", "hint", "severity"]]
    assert said.to_numpy().tolist() == [[message, hint, "error"]]
    assert report.findings["code"].isna().all()
    assert report.ready.empty


@pytest.mark.parametrize(
    ("leads", "columns", "name", "column"),
    [
        ({"Nom": [""]}, {"Nom": "Name"}, "Name", "Nom"),
        ({"Nom": [""]}, {"Nom": "Name"}, "Nom", "Nom"),
        ({"Phone": [""]}, {}, "Phone", "Phone"),
        # A name of both is that of the field.
        ({"Name": ["x"], "Nom": [""]}, {"Name": "Full name", "Nom": "Name"}, "Name", "Nom"),
        ({"Name": [""], "Nom": ["x"]}, {"Name": "Full name", "Nom": "Name"}, "Full name", "Name"),
    ],
)
def test_a_rule_names_a_field_or_a_heading(leads: Any, columns: dict[str, str], name: str, column: str) -> None:
    findings = check(leads, columns=columns, required=[name]).findings
    assert findings[findings["check"].eq("required-blank")]["column"].tolist() == [column]


def test_an_update_may_lack_the_column_and_says_so() -> None:
    report = check({"njExternalLeadId": ["A"], "njDisposition": "Sale"}, "update", required=["Name"])
    assert "required-column-missing" not in report.findings["check"].tolist()
    assert ("required-blank", None, "the file has no column for 'Name': the leads keep what the PBX holds") in [
        one[:3] for one in report.not_checked
    ]


@pytest.mark.parametrize("rule", [{"max_length": {"Name": 3}}, {"choices": {"Name": ["Ann"]}}])
def test_a_rule_on_a_column_that_the_file_lacks_is_not_checked(rule: dict[str, Any]) -> None:
    reasons = [one.reason for one in check({}, **rule).not_checked]
    assert f"the file has no column for 'Name', which [fields] {next(iter(rule))} names" in reasons


@pytest.mark.parametrize("cell", ["", " ", "<No Change>"])
def test_a_blank_is_neither_too_long_nor_none_of_the_choices(cell: str) -> None:
    found = check({"Name": [cell]}, max_length={"Name": 1}, choices={"Name": ["Ann"]}).findings["check"].tolist()
    assert not {"value-too-long", "value-not-allowed"} & set(found)
