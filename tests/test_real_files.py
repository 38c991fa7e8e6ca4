"""Real lead files: rows, row numbers, and no false alarm. Skipped where the folder is absent."""

import json
import subprocess
import sys
from pathlib import Path

import phonenumbers
import pytest

import noojee_dq as nj
from tests.examples import mostly_long

FILES = {
    "au_libraries.csv": (["phone"], 1423, 2, 1424),
    "nsw_schools.csv": (["Phone", "Fax", "Operational_directorate_office_phone"], 2216, 2, 2217),
    "vic_libraries_preamble.csv": (["Phone"], 263, 4, 266),
    "vic_schools.csv": (["Full_Phone_No"], 2299, 2, 2300),
    "au_hospitals_cr.csv": (["Phone number"], 1011, 2, 1012),
    "shops_73_countries.csv": (["Phone Number"], 25600, 2, 25601),
}
#: What the default run asks the command about.
SMALL = ("vic_libraries_preamble.csv",)


@pytest.mark.parametrize("name", FILES)
def test_rows_and_their_numbers_are_those_of_a_spreadsheet(shared_data: Path, name: str) -> None:
    _, count, first, last = FILES[name]
    leads = nj.read_leads(shared_data / name)
    assert (len(leads), leads.index[0], leads.index[-1]) == (count, first, last)
    assert leads.index.name == "row"


@pytest.mark.parametrize("name", mostly_long(FILES, SMALL))
def test_the_command_ends_with_a_verdict(shared_data: Path, name: str, tmp_path: Path) -> None:
    options = [option for column in FILES[name][0] for option in ("--phone-field", column)]
    command = [sys.executable, "-m", "noojee_dq", "check", str(shared_data / name), *options, "--format", "json"]
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)  # noqa: S603
    assert ended.returncode in (0, 1)
    assert "Traceback" not in ended.stderr
    assert json.loads(ended.stdout)["counts"]["leads"] == FILES[name][1]


def test_the_library_after_the_preamble_is_alexandra_in_row_4(shared_data: Path) -> None:
    leads = nj.read_leads(shared_data / "vic_libraries_preamble.csv")
    assert leads.loc[4, "Suburb/Town"] == "Alexandra"


def test_no_hospital_number_that_libphonenumber_accepts_is_refused(shared_data: Path) -> None:
    leads = nj.read_leads(shared_data / "au_hospitals_cr.csv")
    campaign = nj.Campaign(phone_fields=["Phone number"], allow_duplicates=True)
    refused = nj.check(leads, campaign).rejected["Phone number"]
    assert not [cell for cell in refused if _accepted(cell)]
    assert len(refused) < 10


def test_the_street_addresses_in_the_phone_column_are_findings(shared_data: Path) -> None:
    report = nj.check(nj.read_leads(shared_data / "au_libraries.csv"), nj.Campaign(phone_fields=["phone"]))
    assert {366, 493, 530} <= set(report.findings.query("severity == 'error'")["row"])


def _accepted(cell: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(cell, "AU"))
    except phonenumbers.NumberParseException:
        return False
