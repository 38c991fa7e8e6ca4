"""A column without leading zeros: damage by a spreadsheet, lead by lead, or how its country writes numbers."""

from pathlib import Path

import pandas as pd
import phonenumbers
import pytest
from pandera.errors import SchemaErrors

import noojee_dq as nj
from noojee_dq.batch.zero_habits import WITHOUT_ZERO
from noojee_dq.large import check_files
from tests.examples import mostly_long


def written_in(region: str, zeros: int, without: int, abroad: int = 0) -> list[str]:
    """Landlines of a country, some with their zero, some without, and some with their country code."""
    kind = phonenumbers.PhoneNumberType.FIXED_LINE
    example = phonenumbers.example_number_for_type(region, kind)
    assert example is not None
    national = phonenumbers.national_significant_number(example)
    numbers = [f"{national[:-3]}{last:03}" for last in range(zeros + without + abroad)]
    code = phonenumbers.country_code_for_region(region)
    plus = [f"+{code}{number}" for number in numbers[zeros + without :]]
    return [*(f"0{number}" for number in numbers[:zeros]), *numbers[zeros : zeros + without], *plus]


def campaign(region: str = "AU", column: str = "") -> nj.Campaign:
    return nj.Campaign(phone_fields=["Phone", "Mobile"], region=region, region_column=column, allow_duplicates=True)


def damaged(report: nj.Report) -> int:
    return int(report.findings["check"].eq("excel-repairable").sum())


def about_zeros(report: nj.Report) -> list[str]:
    return [note for note in report.notes if "leading zero" in note]


@pytest.mark.parametrize(
    ("region", "zeros", "without", "findings", "notes"),
    [
        ("IN", 0, 20, 0, 1),
        ("IN", 2, 18, 0, 1),
        ("IN", 3, 17, 17, 0),
        ("IN", 18, 2, 2, 0),
        ("IN", 20, 0, 0, 0),
        ("TR", 0, 1, 0, 1),
        ("AR", 1, 9, 0, 1),
        ("AU", 0, 20, 20, 0),
        ("NZ", 0, 20, 20, 0),
        ("GB", 1, 19, 19, 0),
        ("TH", 0, 20, 20, 0),
    ],
)
def test_nine_in_ten_without_zero_are_a_habit_where_people_write_so(
    region: str, zeros: int, without: int, findings: int, notes: int
) -> None:
    leads = pd.DataFrame({"Phone": written_in(region, zeros, without)})
    report = nj.check(leads, campaign(region))
    assert (damaged(report), len(about_zeros(report))) == (findings, notes)
    assert report.counts["ready"] == len(leads)


def test_columns_and_countries_are_judged_apart() -> None:
    countries = ["IN"] * 10 + ["TR"] * 10 + ["AU"] * 10
    phones = [*written_in("IN", 0, 10), *written_in("TR", 5, 5), *written_in("AU", 0, 10)]
    mobiles = [*written_in("IN", 5, 5), *written_in("TR", 1, 9), *[""] * 10]
    report = nj.check(
        pd.DataFrame({"Country": countries, "Phone": phones, "Mobile": mobiles}), campaign(column="Country")
    )
    found = report.findings.query("check == 'excel-repairable'")
    assert found.groupby("column")["row"].agg(lambda rows: rows.tolist()).to_dict() == {
        "Phone": [*range(15, 30)],
        "Mobile": [*range(5, 10)],
    }
    assert about_zeros(report) == [
        "Phone: 10 of 10 numbers of IN are written without the leading zero; that is usual there, so they are taken as "
        "they are",
        "Mobile: 9 of 10 numbers of TR are written without the leading zero; that is usual there, so they are taken as "
        "they are",
    ]


def test_a_decimal_tail_is_damage_whatever_the_habit() -> None:
    numbers = written_in("IN", 0, 19)
    report = nj.check(pd.DataFrame({"Phone": [*numbers[:18], f"{numbers[18]}.0"]}), campaign("IN"))
    assert report.findings.query("check == 'excel-repairable'")["row"].tolist() == [18]


def test_a_repair_leaves_a_habit_alone_and_is_done_at_once() -> None:
    leads = pd.DataFrame({"Phone": [*written_in("IN", 1, 17), "98100 12345", "9810012346.0"]})
    fixed = nj.repair(leads, campaign("IN"))
    assert fixed.leads["Phone"].tolist() == [*written_in("IN", 1, 17), "9810012345", "9810012346"]
    assert nj.repair(fixed.leads, campaign("IN")).changes.empty
    others = pd.DataFrame({"Phone": written_in("IN", 10, 5)})
    assert nj.repair(others, campaign("IN")).leads["Phone"].str.startswith("0").all()


def test_the_zeros_that_a_repair_brings_to_light_count() -> None:
    """Nine in ten are without zero as they stand, but not once decimal tails are off: then zeros were lost."""
    with_zero = [f"{number}.0" for number in written_in("IN", 10, 0)]
    leads = pd.DataFrame({"Phone": [*(number[:-1] + "9" for number in written_in("IN", 0, 9)), *with_zero]})
    fixed = nj.repair(leads, campaign("IN"))
    assert fixed.leads["Phone"].str.fullmatch(r"0\d{10}").all()
    assert nj.repair(fixed.leads, campaign("IN")).changes.empty


@pytest.mark.parametrize("part_rows", mostly_long([1, 4, 100], usual=[4]))
def test_a_check_in_parts_says_what_a_check_of_all_says(part_rows: int, tmp_path: Path) -> None:
    indian = written_in("IN", 1, 14)
    indian[3] += ".0"
    phones = [*indian, *written_in("TR", 7, 3), *written_in("AU", 2, 3)]
    leads = pd.DataFrame({"Phone": phones, "Country": ["IN"] * 15 + ["TR"] * 10 + ["AU"] * 5, "Mobile": ""})
    # The first parts alone would be judged otherwise.
    leads.iloc[::-1].to_csv(tmp_path / "leads.csv", index=False)
    report = nj.check(nj.read_leads(tmp_path / "leads.csv"), campaign(column="Country"))
    large = check_files(
        tmp_path / "leads.csv", campaign(column="Country"), out=tmp_path / "out", part_rows=part_rows, progress=False
    )
    findings = large.findings.to_table().to_pandas()
    assert findings[["row", "check", "column", "value"]].to_numpy().tolist() == (
        report.findings[["row", "check", "column", "value"]].to_numpy().tolist()
    )
    assert (damaged(report), len(about_zeros(report))) == (1 + 3 + 3, 1)
    assert large.notes == report.notes
    assert large.counts == report.counts


def test_a_schema_says_the_same() -> None:
    schema = nj.insert_schema(campaign("IN"), fail_on="warning")
    habit = pd.DataFrame({"Phone": written_in("IN", 0, 10), "Mobile": ""})
    assert len(schema.validate(habit, lazy=True)) == 10
    with pytest.raises(SchemaErrors) as caught:
        schema.validate(pd.DataFrame({"Phone": written_in("IN", 5, 5), "Mobile": ""}), lazy=True)
    assert caught.value.failure_cases["check"].eq("excel-repairable").sum() == 5


@pytest.mark.parametrize("region", WITHOUT_ZERO)
def test_libphonenumber_calls_the_zero_optional_there(region: str) -> None:
    metadata = phonenumbers.PhoneMetadata.metadata_for_region(region)
    assert metadata is not None
    assert any(form.national_prefix_optional_when_formatting for form in metadata.number_format)
    assert WITHOUT_ZERO[region]
    assert not {"AU", "NZ", "GB"} & set(WITHOUT_ZERO)
