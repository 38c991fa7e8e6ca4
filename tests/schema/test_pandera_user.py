"""What a user of pandera does with any schema, done with this one."""

import warnings
from typing import Any

import pandas as pd
import pandera.pandas as pa
import pytest
from pandera.errors import SchemaError, SchemaErrors, SchemaInitError, SchemaWarning
from pandera.typing import DataFrame, Series

import noojee_dq as nj
import noojee_dq.validators  # registers pa.Check.lead and the others
from tests.schema.verdicts import CAMPAIGN, GOOD, OTHER, cases_of, findings, verdicts

SCHEMA = nj.insert_schema(CAMPAIGN)
LEADS = pd.DataFrame({"Phone": [GOOD, "", OTHER], "Mobile": "", "njCallBackDate": ["", "", "tomorrow"]})


def test_good_leads_come_back_as_they_were() -> None:
    leads = pd.DataFrame({"Phone": [GOOD], "Mobile": [None], "Name": ["Ann"]}, index=["a"])
    pd.testing.assert_frame_equal(SCHEMA.validate(leads, lazy=True), leads)
    pd.testing.assert_frame_equal(SCHEMA(leads), leads)


def test_without_lazy_the_first_rule_that_fails_is_raised_with_its_cases() -> None:
    with pytest.raises(SchemaError, match=r"114 INVALID_CALLBACK_DATE_FORMAT .*: 1 of 3 leads failed") as caught:
        SCHEMA.validate(LEADS)
    assert caught.value.failure_cases.to_dict("records") == [
        {"column": "njCallBackDate", "index": 2, "failure_case": "tomorrow"}
    ]


def test_warnings_warn_and_fail_only_when_asked() -> None:
    leads = LEADS.head(1).assign(njPriority="300")
    with pytest.warns(SchemaWarning, match=r"\[priority-range\]: 1 of 1 lead failed"):
        SCHEMA.validate(leads, lazy=True)
    cases = cases_of(nj.insert_schema(CAMPAIGN, fail_on="warning"), leads)
    assert cases[["check", "severity"]].to_numpy().tolist() == [["priority-range", "warning"]]


def test_no_text_holds_a_value() -> None:
    leads = pd.DataFrame(
        {"Phone": ["9234 1234", GOOD, GOOD], "Mobile": ["", "", "4.12346E+08"], "njPriority": "777777"}
    )
    schema = nj.insert_schema(CAMPAIGN, fail_on="warning", dnc=[GOOD])
    with warnings.catch_warnings(record=True) as warned, pytest.raises(SchemaError) as eager:  # noqa: PT012
        warnings.simplefilter("always")
        nj.insert_schema(CAMPAIGN, dnc=[GOOD]).validate(leads)
    with pytest.raises(SchemaErrors) as lazy:
        schema.validate(leads, lazy=True)
    errors = [eager.value, lazy.value, *lazy.value.schema_errors]
    texts = [str(one) for one in [*errors, *(warning.message for warning in warned)]]
    assert len(texts) > 5
    assert not [text for text in texts for value in ("9234", "570 006", "4.12346", "777777") if value in text]


def test_a_column_alone_and_in_another_schema() -> None:
    leads = LEADS.assign(njPriority=["1", "2", "300"])
    column = SCHEMA.columns["njCallBackDate"]
    for schema in (column, pa.DataFrameSchema({"njCallBackDate": column})):
        with pytest.raises(SchemaErrors) as caught:
            schema.validate(leads, lazy=True)
        assert verdicts(caught.value.failure_cases) == {(2, "njCallBackDate", "callback-date-format")}


def test_a_phone_column_in_another_schema_sees_the_whole_lead() -> None:
    leads = pd.DataFrame({"Phone": ["9234 1234", "9234 1234"], "Mobile": [GOOD, ""]})
    schema = pa.DataFrameSchema({"Phone": SCHEMA.columns["Phone"]})
    with pytest.warns(SchemaWarning, match="bad-number-beside-good"), pytest.raises(SchemaErrors) as caught:
        schema.validate(leads, lazy=True)
    assert verdicts(caught.value.failure_cases) == {(1, "Phone", "undialable-number")}


def test_the_checks_of_whole_leads_in_another_schema() -> None:
    assert verdicts(cases_of(pa.DataFrameSchema(checks=SCHEMA.checks), LEADS)) == {(1, "Phone", "no-phone")}


def test_a_rule_on_a_series() -> None:
    schema = pa.SeriesSchema(checks=pa.Check.lead("priority-range", CAMPAIGN), name="njPriority")
    with pytest.raises(SchemaError) as caught:
        schema.validate(pd.Series([10, 300], name="njPriority"))
    assert caught.value.failure_cases["index"].tolist() == [1]


@pytest.mark.parametrize("column", ["Prio", "Note"])
def test_a_rule_on_a_column_that_the_campaign_does_not_send_as_its_field_fails(column: str) -> None:
    schema = pa.DataFrameSchema({column: pa.Column(checks=pa.Check.lead("priority-range", CAMPAIGN))})
    with pytest.raises(SchemaError, match=f"does not send column '{column}' as njPriority"):
        schema.validate(pd.DataFrame({column: ["1"]}))


def test_columns_and_own_checks_can_be_added() -> None:
    grown = SCHEMA.add_columns({"Age": pa.Column(int, pa.Check.ge(18))})
    grown.checks.append(pa.Check(lambda leads: leads["Phone"].str.len() < 13, name="short"))
    leads = LEADS.assign(Age=[17, 18, 19])
    cases = cases_of(grown, leads)
    assert isinstance(grown, type(SCHEMA))
    assert {check for _, _, check in verdicts(cases)} == {
        "no-phone", "callback-date-format", "greater_than_or_equal_to(18)"
    }  # fmt: skip
    own = cases[cases["check"].str.startswith("greater")].iloc[0]
    assert (own["column"], own["failure_case"], own["severity"], own["result"]) == ("Age", 17, "error", "")
    assert pd.isna(own["code"])


def test_columns_can_be_updated_and_removed() -> None:
    with pytest.raises(SchemaErrors, match="njPriority"):
        SCHEMA.update_column("njPriority", required=True).validate(LEADS.head(1), lazy=True)
    assert len(SCHEMA.remove_columns(["njCallBackDate"]).validate(LEADS.drop(index=1), lazy=True)) == 2
    assert list(SCHEMA.select_columns(["Phone"]).columns) == ["Phone"]


@pytest.mark.parametrize("of", ["frame", "column"])
def test_parsers_run_before_the_rules(of: str) -> None:
    # The last lead is reached on the mobile number, once that is parsed.
    leads = pd.DataFrame(
        {"Phone": [f"tel {GOOD} home", OTHER, "9234 1234"], "Mobile": ["none", GOOD, "m 0491 570 157"]}
    )

    def plain(cells: pd.Series) -> pd.Series:
        return cells.str.replace("[a-z]", "", regex=True).str.strip()

    schema = SCHEMA
    if of == "column":
        schema = SCHEMA.update_columns({name: {"parsers": pa.Parser(plain)} for name in ("Phone", "Mobile")})
    else:
        schema = SCHEMA.select_columns(list(SCHEMA.columns))
        schema.parsers = [pa.Parser(lambda frame: frame.apply(plain))]
    parsed = leads.apply(plain)
    assert verdicts(cases_of(schema, leads)) == findings(nj.check(parsed, CAMPAIGN), "error") == {
        (1, "Mobile", "duplicate-number")
    }  # fmt: skip


def test_what_is_coerced_is_judged_after_its_parser() -> None:
    schema = SCHEMA.update_column("njPriority", parsers=pa.Parser(lambda cells: cells * 10), dtype=float, coerce=True)
    leads = LEADS.head(1).assign(njPriority=["7"])
    with pytest.warns(SchemaWarning, match="priority-range"):
        assert schema.validate(leads, lazy=True)["njPriority"].tolist() == [7777777777.0]


def test_a_schema_within_the_check_of_another() -> None:
    inner = nj.insert_schema(CAMPAIGN)

    def first_is_fine(leads: pd.DataFrame) -> bool:
        return len(inner.validate(leads.head(1))) == 1

    schema = nj.insert_schema(CAMPAIGN)
    schema.checks.insert(0, pa.Check(first_is_fine))
    assert verdicts(cases_of(schema, LEADS)) == findings(nj.check(LEADS, CAMPAIGN), "error")


def test_strict_knows_the_columns_of_the_campaign() -> None:
    campaign = CAMPAIGN.model_copy(update={"fields": ("Name",), "columns": {"Ref": "njExternalLeadId"}})
    schema = nj.insert_schema(campaign)
    schema.strict = True
    leads = pd.DataFrame({"Phone": [GOOD], "Mobile": [""], "Name": ["Ann"], "Ref": ["A1"], "njPriority": ["5"]})
    assert len(schema.validate(leads, lazy=True)) == 1
    with pytest.raises(SchemaErrors, match="column 'Nmae' not in"):
        schema.validate(leads.rename(columns={"Name": "Nmae"}), lazy=True)


def test_columns_of_several_levels_are_refused_in_words() -> None:
    leads = pd.DataFrame([[GOOD]], columns=pd.MultiIndex.from_tuples([("Phone", "home")]))
    with pytest.raises(nj.LeadsError, match="the columns have several levels"):
        SCHEMA.validate(leads, lazy=True)


@pytest.mark.parametrize(("part", "rows"), [({"head": 2}, [0, 1]), ({"tail": 2}, [2, 3])])
def test_a_part_of_the_leads_is_judged_alone(part: dict[str, int], rows: list[int]) -> None:
    leads = pd.DataFrame({"Phone": ["", GOOD, GOOD, ""]})
    expected = findings(nj.check(leads.iloc[rows], CAMPAIGN), "error")
    assert verdicts(cases_of(SCHEMA, leads, **part)) == expected
    assert len(expected) == 1


def test_a_sample_of_the_leads_is_judged_alone() -> None:
    leads = pd.DataFrame({"Phone": ["", GOOD, GOOD, ""]})
    part = leads.sample(2, random_state=7)
    cases = cases_of(SCHEMA, leads, sample=2, random_state=7)
    assert verdicts(cases) == findings(nj.check(part, CAMPAIGN), "error")


def test_check_input_and_check_types() -> None:
    class Leads(pa.DataFrameModel):
        Tel: Series[str] = pa.Field(dialable={"region": "AU"})
        Prio: Series[int] = pa.Field(priority={})

        class Config:
            lead = ("no-phone", nj.Campaign(phone_fields=["Tel"]))

    @pa.check_types
    def typed(leads: DataFrame[Leads]) -> int:
        return len(leads)

    @pa.check_input(SCHEMA)
    def checked(leads: pd.DataFrame) -> int:
        return len(leads)

    good = pd.DataFrame({"Tel": [GOOD], "Prio": [5]})
    assert typed(good) == 1  # type: ignore[arg-type]
    for column, value, rule in (("Tel", "9234 1234", "dialable"), ("Prio", 101, "priority"), ("Tel", "", "no-phone")):
        with pytest.raises(SchemaError, match=rule):
            typed(good.assign(**{column: value}))  # type: ignore[arg-type]
    assert checked(LEADS.head(1)) == 1
    with pytest.raises(SchemaError, match="114"):
        checked(LEADS)


def test_a_model_of_the_whole_schema() -> None:
    class Leads(pa.DataFrameModel):
        @classmethod
        def to_schema(cls) -> Any:
            return SCHEMA

    @pa.check_types(lazy=True)
    def typed(leads: DataFrame[Leads]) -> int:
        return len(leads)

    with pytest.raises(SchemaErrors) as caught:
        typed(LEADS)  # type: ignore[arg-type]
    assert "code" in caught.value.failure_cases.columns


def test_a_rule_that_does_not_exist_is_refused() -> None:
    with pytest.raises(nj.CampaignError, match="did you mean 'no-phone'"):
        pa.Check.lead("no-phones", CAMPAIGN)
    with pytest.raises(SchemaInitError, match="not available"):
        pa.Field(dialabel={})


def test_schemas_are_equal_by_what_they_hold() -> None:
    assert nj.insert_schema(CAMPAIGN) == nj.insert_schema(CAMPAIGN)
    assert nj.insert_schema(CAMPAIGN) != nj.insert_schema(CAMPAIGN, keep="last")
