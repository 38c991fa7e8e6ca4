"""Countries as people write them, and what becomes of leads in them."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa
import phonenumbers
import pytest
import pytz
from typer.testing import CliRunner

import noojee_dq as nj
import noojee_dq.validators
from noojee_dq.cli.app import app
from noojee_dq.places.countries import country_code
from noojee_dq.sandbox.phone_reader import PhoneReader

PHONES = pd.Series(["0491 570 006"], name="Phone")
WRITTEN = {
    "AU": "AU",
    " nz ": "NZ",
    "DEU": "DE",
    "usa": "US",
    "U.S.A.": "US",
    "U.S.": "US",
    "U.K.": "GB",
    "N.Z.": "NZ",
    "Aust.": "AU",
    "UAE": "AE",
    "U.A.E.": "AE",
    "England": "GB",
    "Scotland": "GB",
    "wales": "GB",
    "Northern Ireland": "GB",
    "Republic of Ireland": "IE",
    "Éire": "IE",
    "Holland": "NL",
    "Netherlands, The": "NL",
    "Russian Federation": "RU",
    "Korea, Republic of": "KR",
    "Korea (Republic of)": "KR",
    "Korea, Democratic People's Republic of": "KP",
    "Iran, Islamic Republic of": "IR",
    "Tanzania, United Republic of": "TZ",
    "Congo, The Democratic Republic of the": "CD",
    "Republic of the Congo": "CG",
    "Türkiye": "TR",
    "Turkey": "TR",
    "Bosnia": "BA",
    "Côte d'Ivoire": "CI",
    "Macedonia": "MK",
    "St. Lucia": "LC",
    "NA": "NA",
    "GB": "GB",
    "UK": "GB",
    "United Kingdom": "GB",
    "Britain (UK)": "GB",
    "Great Britain": "GB",
    "United States": "US",
    "The United States of America": "US",
    "South Korea": "KR",
    "Korea (South)": "KR",
    "korea": "KR",
    "Cote d'Ivoire": "CI",
    "Ivory Coast": "CI",
    "Czech Republic": "CZ",
    "Czechia": "CZ",
    "Trinidad & Tobago": "TT",
    "Trinidad and Tobago": "TT",
    "Hong Kong": "HK",
    "Viet Nam": "VN",
    "Vietnam": "VN",
    "Netherlands": "NL",
    "The Netherlands": "NL",
    # Without numbers of their own
    "AQ": "",
    "Antarctica": "",
    # None
    "": "",
    "n/a": "",
    "n.a.": "",
    "61": "",
    "+61": "",
    "NSW": "",
    "Europe": "",
    "XX": "",
}


@pytest.mark.parametrize("written", WRITTEN)
def test_how_people_write_countries(written: str) -> None:
    assert country_code(written) == WRITTEN[written]


def test_every_country_is_known_by_code_and_name() -> None:
    named = {code: name for code, name in pytz.country_names.items() if code in phonenumbers.SUPPORTED_REGIONS}
    assert {country_code(code.lower()) for code in phonenumbers.SUPPORTED_REGIONS} == phonenumbers.SUPPORTED_REGIONS
    assert {code: country_code(name) for code, name in named.items()} == {code: code for code in named}


NUMBERS = {"Australia": "0491 570 006", "Germany": "030 901820", "UK": "020 7946 0123", "FRA": "01 99 00 12 34"}
LEADS = pd.DataFrame({"Phone": NUMBERS.values(), "Country": NUMBERS.keys()})
CAMPAIGN = nj.Campaign(phone_fields=["Phone"], region_column="Country")


def test_numbers_are_read_in_the_country_of_the_lead_by_its_name() -> None:
    assert nj.check(LEADS, CAMPAIGN).ok


def test_the_sandbox_reads_them_likewise() -> None:
    reader = PhoneReader(CAMPAIGN)
    leads = [{"Phone": phone, "Country": country} for country, phone in NUMBERS.items()]
    read = ["+61491570006", "+4930901820", "+442079460123", "+33199001234"]
    assert [reader.of(lead)["Phone"] for lead in leads] == read
    assert nj.check(LEADS.assign(Phone=read), CAMPAIGN, known=LEADS).annotated["dq_codes"].eq("105").all()


#: Cells under a heading; the column that is proposed as `region_column`.
PROPOSED: list[tuple[dict[str, Any], str]] = [
    ({"Country": ["AU", "NZ", ""]}, "Country"),
    ({"COUNTRY_CODE": ["au", "us", "gb"]}, "COUNTRY_CODE"),
    ({"Billing Country": ["Australia", "New Zealand", "Erewhon"]}, ""),
    ({"Country/Region": ["Australia", "New Zealand", "Fiji"]}, "Country/Region"),
    # Nothing to gain
    ({"Country": ["AU", "Australia", "AUS"]}, ""),
    ({"Country": ["", "", ""]}, ""),
    ({"Country": ["Australia", "UAE", "Northern Ireland"]}, "Country"),
    ({"Country": ["N/A", "NZ", "-"]}, "Country"),
    ({"Country": ["N/A", "unknown", "-"]}, ""),
    # Other things
    ({"Country Code": ["61", "64", "+44"]}, ""),
    ({"Country": ["yes", "no", "no"]}, ""),
    ({"Countrywide": ["NZ", "US", "GB"]}, ""),
    ({"State": ["WA", "SA", "NT"]}, ""),
    # Nobody knows which.
    ({"Home Country": ["NZ", "US", "GB"], "Mailing Country": ["NZ", "US", "AU"]}, ""),
    ({"Home Country": ["NZ", "US", "GB"], "Mailing Country": ["AU", "AU", "AU"]}, "Home Country"),
]


@pytest.mark.parametrize(("columns", "proposed"), PROPOSED)
def test_the_column_that_is_proposed(columns: dict[str, Any], proposed: str) -> None:
    leads = pd.DataFrame({"Phone": ["0491 570 006", "0491 570 156", "0491 570 157"], **columns})
    campaign = nj.propose_campaign(leads)
    assert campaign.region_column == proposed
    unused = nj.check(leads, nj.Campaign(phone_fields=["Phone"])).summary["check"].eq("country-unused").any()
    assert unused == bool(proposed) or len(columns) == 2
    assert not nj.check(leads, campaign).summary["check"].eq("country-unused").any() or len(columns) == 2


@pytest.mark.parametrize(("unknown", "proposed"), [(1, "Country"), (2, "")])
def test_a_column_is_proposed_only_where_nearly_all_cells_are_known(unknown: int, proposed: str) -> None:
    countries = [*["NZ"] * (50 - unknown), *["Erewhon"] * unknown]
    leads = pd.DataFrame({"Phone": [f"04915700{at:02}" for at in range(50)], "Country": countries})
    assert nj.propose_campaign(leads).region_column == proposed
    checks = nj.check(leads, nj.Campaign(phone_fields=["Phone"])).summary["check"]
    assert checks.eq("country-unused").any()


@pytest.mark.parametrize("country", ["", "N/A", "n.a.", "-", "--", "?", "unknown", "Unknown ", "none"])
def test_what_says_no_country_leaves_the_number_in_the_country_of_the_campaign(country: str) -> None:
    leads = pd.DataFrame({"Phone": ["0491 570 006"], "Country": [country]})
    assert nj.check(leads, CAMPAIGN).ok


def test_a_foreign_number_does_not_become_an_australian_one() -> None:
    leads = pd.DataFrame({"Phone": ["491570006", "211234567"], "Country": ["Australia", "New Zealand"]})
    fixed = nj.repair(leads, nj.propose_campaign(leads))
    assert fixed.leads["Phone"].tolist() == ["0491570006", "0211234567"]
    unaware = nj.check(leads, nj.Campaign(phone_fields=["Phone"]))
    line = unaware.findings[unaware.findings["check"].eq("country-unused")].iloc[0]
    assert line["column"] == "Country"
    assert line["message"].startswith("1 lead is in another country than Australia (New Zealand 1), and their numbers")
    assert "region_column = 'Country'" in line["hint"]


def test_leads_in_parts_are_told_of_alike(tmp_path: Path) -> None:
    LEADS.to_csv(tmp_path / "leads.csv", index=False)
    campaign = nj.Campaign(phone_fields=["Phone"])
    large = nj.check_files(tmp_path / "leads.csv", campaign, out=tmp_path / "out", part_rows=2, progress=False)
    report = nj.check(nj.read_leads(tmp_path / "leads.csv"), campaign)
    said = [one.summary.set_index("check").loc["country-unused", "message"] for one in (large, report)]
    assert str(said[0]) == str(said[1])
    assert "(Germany 1, France 1, Britain (UK) 1)" in str(said[0])


def test_init_writes_the_column_into_the_campaign_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    LEADS.to_csv("leads.csv", index=False)
    done = CliRunner().invoke(app, ["init", "leads.csv"])
    assert done.exit_code == 0
    assert nj.Campaign.from_toml("campaign.toml").region_column == "Country"
    assert '"Country" names the country of each lead' in done.stderr


#: Everywhere a person gives the country of numbers without one: what an Australian number is told by.
TAKES_A_REGION: dict[str, Callable[[str], object]] = {
    "Campaign": lambda region: nj.Campaign(region=region).region == "AU",
    "parse_phones": lambda region: nj.parse_phones(PHONES, region)["valid"].all(),
    "parse_phones, a Series": lambda region: nj.parse_phones(PHONES, pd.Series([region]))["valid"].all(),
    "guess_phone_columns": lambda region: nj.guess_phone_columns(PHONES.to_frame("Phone"), region) == ["Phone"],
    "propose_campaign": lambda region: nj.propose_campaign(PHONES.to_frame("Phone"), region=region).region == "AU",
    "dialable": lambda region: pa.SeriesSchema(str, pa.Check.dialable(region=region)).validate(PHONES) is not None,
    "not_on_list": lambda region: (
        pa.Check.not_on_list(numbers=["+61491570006"], region=region).statistics["region"] == "AU"
    ),
    "--region": lambda region: _ready_by_command("--region", region),
    "campaign file": lambda region: _ready_by_command("-c", _campaign_file(region)),
}


@pytest.mark.parametrize("region", ["AU", "AUS", "au", "Australia", " australia "])
@pytest.mark.parametrize("where", TAKES_A_REGION)
def test_a_region_is_given_by_the_same_names_everywhere(
    where: str, region: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert TAKES_A_REGION[where](region)


@pytest.mark.parametrize(
    ("region", "meant"), [("Erewhon", ""), ("Austraalia", "; did you mean 'Australia'?"), ("XX", ""), ("", "")]
)
@pytest.mark.parametrize("where", [one for one in TAKES_A_REGION if one not in ("--region", "campaign file")])
def test_what_names_no_country_is_refused_everywhere(where: str, region: str, meant: str) -> None:
    if where == "parse_phones, a Series":
        # There it is a cell of a list.
        assert not nj.parse_phones(PHONES, pd.Series([region]))["valid"].any()
        return
    said = f"no country has the ISO code or English name '{region}'{meant}"
    with pytest.raises(nj.CampaignError, match=re.escape(said) + "$"):
        TAKES_A_REGION[where](region)


def _campaign_file(region: str) -> str:
    Path("campaign.toml").write_text(f'[phone]\nfields = ["Phone"]\nregion = "{region}"\n', "utf-8")
    return "campaign.toml"


def _ready_by_command(*options: str) -> bool:
    PHONES.to_csv("leads.csv", index=False)
    return CliRunner().invoke(app, ["check", "leads.csv", *options]).exit_code == 0
