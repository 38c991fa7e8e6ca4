"""External ids as spreadsheets leave them."""

from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]  # it ships no types
import pandas as pd
import pytest

import noojee_dq as nj

CAMPAIGN = nj.Campaign(phone_fields=["Phone"], columns={"Ref": "njExternalLeadId"})
#: As a file has it -> as an export has it, where the two are one.
SPELLINGS = [
    ("1001.0", "1001"),
    ("1001.00 ", "1001"),
    ("1001,0", "1001"),
    ('="88"', "88"),
    ('="A-1"', "A-1"),
    ('="1001.0"', "1001"),
    ("'99", "99"),
    ("' 99", "99"),
    ('="00017"', "00017"),
    ('"0017"', "0017"),
    ("\u20190017", "0017"),
    ("\u20180018\u2019", "0018"),
    ("`0019", "0019"),
    ("0020,", "0020"),
    ("'0021,;", "0021"),
    ('="0022",', "0022"),
    ("1002.0,", "1002"),
]
OTHERS = [
    "012",
    "A-1.0",
    "1001.5",
    "1.001",
    "=88",
    "O'Neil",
    "''",
    '=""',
    "'",
    ".0",
    "1001.",
    "17;18",
    "a, b",
    ",",
    '","',
    "\u2019",
]


def checked(ids: list[Any], **options: Any) -> nj.Report:
    numbers = [f"03555010{at:02}" for at in range(len(ids))]
    return nj.check(pd.DataFrame({"Phone": numbers, "Ref": ids}), CAMPAIGN, **options)


@pytest.mark.parametrize(("written", "meant"), SPELLINGS)
def test_what_a_spreadsheet_added_hides_no_duplicate(written: str, meant: str) -> None:
    known = pd.DataFrame({"njExternalLeadId": [meant]})
    assert checked([written], known=known).by_code == {"112": 1}
    assert checked([meant, written]).annotated["dq_codes"].tolist() == ["", "112"]
    assert "external-id-repairable" in checked([written]).findings["check"].tolist()


def test_it_is_taken_off_and_a_second_repair_changes_nothing() -> None:
    numbers = [f"03555010{at:02}" for at in range(len(SPELLINGS))]
    leads = pd.DataFrame({"Phone": numbers, "Ref": [written for written, _ in SPELLINGS]})
    repaired = nj.repair(leads, CAMPAIGN).leads
    assert repaired["Ref"].tolist() == [meant for _, meant in SPELLINGS]
    assert nj.repair(repaired, CAMPAIGN).changes.empty
    assert set(nj.check(repaired, CAMPAIGN).findings["check"]) == {"duplicate-external-id"}


def test_other_references_are_left_alone() -> None:
    leads = pd.DataFrame({"Phone": [f"03555010{at:02}" for at in range(len(OTHERS))], "Ref": OTHERS})
    assert nj.repair(leads, CAMPAIGN).leads["Ref"].tolist() == OTHERS
    assert "external-id-repairable" not in nj.check(leads, CAMPAIGN).findings["check"].tolist()
    assert checked(OTHERS, known=pd.DataFrame({"njExternalLeadId": ["12", "1001", "88", "1"]})).by_code == {}


def test_digits_that_are_gone_are_not_repaired() -> None:
    left = nj.repair(pd.DataFrame({"Phone": ["0355501001"], "Ref": ["1.2E+11"]}), CAMPAIGN).left
    assert left[["column", "fix"]].to_numpy().tolist() == [["Ref", "external-id"]]


def test_a_frame_of_numbers_and_its_own_file_say_the_same(tmp_path: Path) -> None:
    known = pd.DataFrame({"njExternalLeadId": ["1001"]})
    leads = pd.DataFrame({"Phone": ["0355501001", "0355501002"], "Ref": [1001.0, None]})
    leads.to_csv(tmp_path / "leads.csv", index=False)
    assert "1001.0" in (tmp_path / "leads.csv").read_text("utf-8")
    for frame in (leads, nj.read_leads(tmp_path / "leads.csv")):
        assert nj.check(frame, CAMPAIGN, known=known).annotated["dq_codes"].tolist() == ["112", ""]


@pytest.mark.parametrize(
    ("cell", "lossy"),
    [
        (1234567890123456, True),
        (123456789012345678, True),
        ("1234567890123456", False),
        (123456789012345, False),
        ("A1", False),
    ],
)
def test_a_reference_that_a_workbook_cannot_hold_as_a_number_is_found(tmp_path: Path, cell: Any, lossy: bool) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    for row in (["Ref", "Phone", "Other"], [cell, "0355501001", 1234567890123456], ["A2", "0355501002", "x"]):
        sheet.append(row)
    workbook.save(tmp_path / "leads.xlsx")
    leads = nj.read_leads(tmp_path / "leads.xlsx")
    report = nj.check(leads, CAMPAIGN)
    found = report.findings.query("check == 'external-id-lossy'")
    assert found["row"].tolist() == [2] * lossy
    assert any('a number of more than 15 digits under "Other"' in note for note in report.notes)


def test_a_frame_of_floats_cannot_hold_it_either() -> None:
    report = checked([12345678901234567.0, 1001.0])
    assert report.positions[report.findings["check"].eq("external-id-lossy")].tolist() == [0]
    assert checked([12345678901234567, 1001]).findings.empty
