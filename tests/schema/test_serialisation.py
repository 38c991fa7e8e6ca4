"""Schemas written out and read back: the rules come back, the lists never do."""

import importlib
import pickle
import warnings
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa
import pytest
from pandera.errors import SchemaDefinitionError, SchemaErrors

import noojee_dq as nj
import noojee_dq.validators
from noojee_dq.schema import LeadSchema
from tests.schema.verdicts import CAMPAIGN, GOOD, OTHER, cases_of, findings, verdicts

LEADS = pd.DataFrame(
    {
        "Phone": [GOOD, "", OTHER, OTHER, GOOD],
        "Mobile": ["", "", "", "9234 1234", ""],
        "njExternalLeadId": ["A1", "A2", "A3", "A4", "A5"],
        "njCallBackDate": ["", "", "2031/03/04 09:30", "", "tomorrow"],
    }
)
KNOWN = pd.DataFrame({"njExternalLeadId": ["A1"], "njDisposition": ["Sale"], "Phone": [OTHER]})
RICH = nj.Campaign(
    phone_fields=["Phone", "Mobile"],
    phone_patterns=[nj.PhonePattern(pattern="0XXXXXXXXX"), nj.PhonePattern(pattern="NXXXXXXXX", prefix="0")],
    contact_hours={"Perth": "Australia/Perth"},
    columns={"Ref": "njExternalLeadId"},
)


def by_script(schema: pa.DataFrameSchema) -> Any:
    scope: dict[str, Any] = {}
    with warnings.catch_warnings():
        # pandera's scripts import from a module that pandera itself warns of.
        warnings.simplefilter("ignore", FutureWarning)
        exec(str(schema.to_script()), scope)  # noqa: S102 - that is what a script is for
    return scope["schema"]


WAYS = {
    "yaml": lambda schema: pa.DataFrameSchema.from_yaml(schema.to_yaml()),
    "json": lambda schema: LeadSchema.from_json(schema.to_json()),
    "script": by_script,
    "pickle": lambda schema: pickle.loads(pickle.dumps(schema)),  # noqa: S301 - our own
}


@pytest.mark.parametrize(
    ("way", "campaign", "make"),
    [
        ("yaml", RICH, nj.insert_schema),
        pytest.param("script", RICH, nj.insert_schema, marks=pytest.mark.long),
        ("pickle", RICH, nj.insert_schema),
        pytest.param("json", RICH, nj.insert_schema, marks=pytest.mark.long),
        pytest.param("yaml", CAMPAIGN, nj.update_schema, marks=pytest.mark.long),
    ],
)
def test_the_rules_come_back(way: str, campaign: nj.Campaign, make: Any) -> None:
    schema = make(campaign, keep="last", now=datetime(2026, 3, 4, tzinfo=UTC))
    loaded = WAYS[way](schema)
    assert loaded.checks == schema.checks
    assert {name: column.checks for name, column in loaded.columns.items()} == {
        name: column.checks for name, column in schema.columns.items()
    }
    assert verdicts(cases_of(loaded, LEADS)) == verdicts(cases_of(schema, LEADS))


def test_a_script_of_a_model_is_refused_as_pandera_leaves_rules_out_of_it() -> None:
    with pytest.raises(SchemaDefinitionError, match="type 'schema', or YAML"):
        nj.insert_schema(CAMPAIGN).to_script(script_type="model")


def test_writing_out_changes_nothing() -> None:
    schema = nj.insert_schema(CAMPAIGN)
    assert schema.to_json() == schema.to_json()
    assert schema == nj.insert_schema(CAMPAIGN)


def test_a_lead_schema_read_back_keeps_the_codes(tmp_path: Path) -> None:
    file = tmp_path / "schema.yaml"
    nj.insert_schema(CAMPAIGN).to_yaml(file)
    cases = cases_of(LeadSchema.from_yaml(file), LEADS)
    assert set(cases["code"]) == {102, 105, 114}


#: Rules that compare leads with each other.
COMPARING = ("duplicate-number", "duplicate-bad-number", "duplicate-external-id", "number-marked-do-not-call")
OF_DNC = ("do-not-call", "do-not-call-beside-another", "do-not-call-partly")


@pytest.mark.parametrize(
    ("way", "lists", "rules"),
    [
        # Whether a lead stands in the way of another depends on whether the list keeps it out.
        ("yaml", {"dnc": [GOOD]}, {*OF_DNC, *COMPARING, "list-partly-unread"}),
        ("script", {"known": KNOWN}, {*COMPARING, "list-partly-unread"}),
    ],
    ids=["dnc", "known"],
)
def test_a_rule_read_back_without_its_list_fails_and_says_so(way: str, lists: dict[str, Any], rules: set[str]) -> None:
    clean = LEADS.iloc[[2]]
    schema = nj.insert_schema(CAMPAIGN, **lists)
    cases = cases_of(WAYS[way](schema), clean)
    assert set(cases["check"]) == rules
    assert cases["failure_case"].str.contains(f"made with {next(iter(lists))}=, and lists are never written out").all()
    assert cases["index"].isna().all()


def test_an_update_read_back_without_known_leads_fails() -> None:
    leads = pd.DataFrame({"njExternalLeadId": ["A1"], "njDisposition": ["<No Change>"], "Phone": ["<No Change>"]})
    schema = nj.update_schema(CAMPAIGN, known=KNOWN)
    assert cases_of(schema, leads).empty
    loaded = LeadSchema.from_yaml(schema.to_yaml())
    assert set(cases_of(loaded, leads)["check"]) == {
        "external-id-unknown",
        "disposition-missing",
        "disposition-not-set",
        "number-of-another-lead",
        "updated-alike",
        "disputed-disposition",
        "updated-twice",
        "number-marked-do-not-call",
        "list-partly-unread",
    }


def test_rows_are_not_dropped_for_want_of_a_list() -> None:
    loaded = LeadSchema.from_yaml(nj.insert_schema(CAMPAIGN, dnc=[GOOD]).to_yaml())
    loaded.drop_invalid_rows = True
    with pytest.raises(SchemaErrors, match="never written out"):
        loaded.validate(LEADS, lazy=True)


def test_no_list_is_written_out() -> None:
    listed = pd.DataFrame({"Phone": ["0491 570 110"]})
    known = pd.DataFrame({"njExternalLeadId": ["SECRET"], "Phone": ["0491 570 157"]})
    schema = nj.insert_schema(CAMPAIGN, known=known, dnc=listed)
    for text in (schema.to_yaml(), schema.to_json(), schema.to_script(), repr(schema), str(schema)):
        assert not [value for value in ("570110", "570 110", "570157", "570 157", "SECRET") if value in str(text)]


def test_lists_travel_with_a_pickle() -> None:
    lists: dict[str, Any] = {"known": KNOWN, "dnc": [GOOD]}
    schema = pickle.loads(pickle.dumps(nj.insert_schema(CAMPAIGN, **lists)))  # noqa: S301 - our own
    expected = findings(nj.check(LEADS, CAMPAIGN, **lists), "error")
    assert verdicts(cases_of(schema, LEADS)) == expected
    assert {"do-not-call", "duplicate-number"} <= {check for _, _, check in expected}


def test_a_rule_made_by_hand_without_its_list_fails() -> None:
    schema = pa.DataFrameSchema(checks=pa.Check.lead("do-not-call", CAMPAIGN))
    with pytest.raises(SchemaErrors, match="no do-not-call list was given"):
        schema.validate(LEADS.head(1), lazy=True)


def test_columns_can_be_added_to_a_schema_with_lists() -> None:
    schema = nj.insert_schema(CAMPAIGN, dnc=[GOOD]).add_columns({"Age": pa.Column(int)})
    assert "do-not-call" in set(cases_of(schema, LEADS.assign(Age=1))["check"])


def test_named_checks_come_back(tmp_path: Path) -> None:
    schema = pa.DataFrameSchema(
        {
            "Tel": pa.Column(checks=[pa.Check.dialable(region="NZ"), pa.Check.not_no_change(raise_warning=True)]),
            "When": pa.Column(checks=pa.Check.callback_date()),
            "Hours": pa.Column(checks=[pa.Check.contact_hours(names={"Perth": "Australia/Perth"})]),
            "Zone": pa.Column(checks=[pa.Check.contact_hours(), pa.Check.contact_hours(["Perth"], name="ours")]),
            "Prio": pa.Column(checks=pa.Check.priority(error="0 to 100")),
            "Mob": pa.Column(checks=[pa.Check.not_on_list(numbers=[GOOD]), pa.Check.not_on_list(path=tmp_path)]),
            "Own": pa.Column(
                checks=pa.Check.not_on_list(
                    [pd.DataFrame({"Phone": [GOOD], "Expires": ["2099-01-01"]}), "0491 570 110"]
                )
            ),
        }
    )
    for way, read_back in WAYS.items():
        loaded = read_back(schema)
        for name, column in schema.columns.items():
            assert loaded.columns[name].checks == column.checks, (way, name)


def test_the_checks_can_be_registered_anew() -> None:
    before = pa.Check.dialable()
    importlib.reload(noojee_dq.validators)
    assert pa.Check.dialable() == before
