"""Real lead files: no digit invented, nothing left to do for a second repair, no ready lead lost."""

from pathlib import Path
from typing import Any

import pandas as pd
import phonenumbers
import pytest

import noojee_dq as nj
from noojee_dq.repairs import FIXES, repair
from tests.examples import mostly_long

EVERYTHING = [fix.id for fix in FIXES if fix.id != "blank-listed"]  # there is no such list
SHOPS = {"region_column": "Country", "columns": {"Timezone": "njContactHours"}}
FILES: dict[str, tuple[list[str], dict[str, Any]]] = {
    "au_libraries.csv": (["phone"], {}),
    "nsw_schools.csv": (["Phone", "Fax"], {}),
    "vic_libraries_preamble.csv": (["Phone"], {}),
    "vic_schools.csv": (["Full_Phone_No"], {}),
    "au_hospitals_cr.csv": (["Phone number"], {}),
    "shops_73_countries.csv": (["Phone Number"], SHOPS),
}
#: The default run takes the others.
LARGE = ("nsw_schools.csv", "vic_schools.csv", "shops_73_countries.csv")
NAMES = [pytest.param(name, marks=[pytest.mark.long] if name in LARGE else []) for name in FILES]
#: Files of numbers with area code, and their columns of number, state and postcode.
COMPLETE = {
    "vic_schools.csv": ("Full_Phone_No", "Address_State", "Address_Postcode"),
    "au_hospitals_cr.csv": ("Phone number", "State", "Postcode"),
    "nsw_schools.csv": ("Phone", "", "Postcode"),
}


def leads_and_campaign(folder: Path, name: str) -> tuple[pd.DataFrame, nj.Campaign]:
    phone_fields, settings = FILES[name]
    return nj.read_leads(folder / name), nj.Campaign(phone_fields=phone_fields, **settings)


def e164(cell: str, region: str = "AU") -> str:
    """What phonenumbers itself makes of a cell; "" unless it is a valid number."""
    try:
        number = phonenumbers.parse(cell, region)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def certified(before: str, fix: str, region: str) -> set[str]:
    """The numbers that the rule of a fix allows, from the cell as it was."""
    if fix == "area-code":
        digits = "".join(filter(str.isdigit, before))
        return {e164(f"0{code}{digits}") for code in "2378"} if len(digits) == 8 else set()
    if fix == "decimal-tail":
        return {e164(before.replace(",", ".").partition(".")[0], region)}
    if fix == "split-numbers":
        return {e164(part, region) for mark in ("/", ";", ",", " or ") for part in before.split(mark)}
    return {e164(before, region)}


@pytest.mark.parametrize("fixes", mostly_long([None, EVERYTHING], [EVERYTHING]), ids=["unasked", "everything"])
@pytest.mark.parametrize("name", NAMES)
def test_every_changed_number_is_the_one_that_was_written(
    shared_data: Path, name: str, fixes: list[str] | None
) -> None:
    leads, campaign = leads_and_campaign(shared_data, name)
    repaired = repair(leads, campaign, fixes=fixes)
    regions = leads[campaign.region_column] if campaign.region_column else pd.Series("AU", index=leads.index)
    phones = repaired.changes[repaired.changes["column"].isin(campaign.phone_fields)]
    numbers = phones[phones["fix"] != "outer-blanks"]
    assert not numbers.empty
    for row, before, after, fix in numbers[["row", "before", "after", "fix"]].to_numpy().tolist():
        number = e164(after, regions[row])
        assert number
        assert number in certified(before, fix, regions[row])


@pytest.mark.parametrize("fixes", mostly_long([None, EVERYTHING], [EVERYTHING]), ids=["unasked", "everything"])
@pytest.mark.parametrize("name", NAMES)
def test_a_second_repair_changes_nothing_and_no_ready_lead_is_lost(
    shared_data: Path, name: str, fixes: list[str] | None
) -> None:
    leads, campaign = leads_and_campaign(shared_data, name)
    once = repair(leads, campaign, fixes=fixes).leads
    assert repair(once, campaign, fixes=fixes).changes.empty
    assert nj.check(once, campaign).counts["ready"] >= nj.check(leads, campaign).counts["ready"]


@pytest.mark.parametrize("name", COMPLETE)
@pytest.mark.parametrize(
    "places", mostly_long([["State", "Postcode"], ["Postcode"], ["State"]], [["State", "Postcode"]]), ids=" ".join
)
def test_an_area_code_that_was_taken_off_comes_back_or_none(shared_data: Path, name: str, places: list[str]) -> None:
    phone, state, postcode = COMPLETE[name]
    leads = nj.read_leads(shared_data / name)
    numbers = nj.parse_phones(leads[phone])
    landlines = numbers["type"].eq("fixed_line") & numbers["region"].eq("AU")
    known = pd.DataFrame({"State": leads[state] if state else "NSW", "Postcode": leads[postcode]})[places]
    local = known.assign(Phone=numbers["e164"].str[-8:])[landlines]
    repaired = repair(local, nj.Campaign(phone_fields=["Phone"]), fixes=["area-code"]).leads["Phone"]
    found = repaired.str.len().eq(10)
    assert ("+61" + repaired[found].str[1:]).tolist() == numbers["e164"][landlines][found].tolist()
    # In the file of New South Wales only schools near a border have an area code.
    assert found.mean() > (0.3 if name == "nsw_schools.csv" else 0.7)


@pytest.mark.parametrize("name", mostly_long(["vic_schools.csv", "au_hospitals_cr.csv"], ["au_hospitals_cr.csv"]))
@pytest.mark.parametrize("damaged", ["{national}.0", "{national}", "+61 (0){national}", "0{first}\u200b{rest}\u00a0"])
def test_damage_is_undone_on_every_number(shared_data: Path, name: str, damaged: str) -> None:
    leads = nj.read_leads(shared_data / name)
    numbers = nj.parse_phones(leads[FILES[name][0][0]])
    whole = numbers["e164"][numbers["type"].eq("fixed_line") & numbers["region"].eq("AU")]
    cells = [damaged.format(national=one[3:], first=one[3:5], rest=one[5:]) for one in whole]
    repaired = repair(pd.DataFrame({"Phone": cells}), nj.Campaign(phone_fields=["Phone"])).leads["Phone"]
    assert repaired.isin(("0" + whole.str[3:]).tolist() + whole.tolist()).all()
    assert nj.parse_phones(repaired)["e164"].tolist() == whole.tolist()
