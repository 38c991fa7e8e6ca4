"""Headings in two lines are read from the lower one; no lead is ever taken for headings."""

from pathlib import Path

import openpyxl  # type: ignore[import-untyped]  # it ships no types
import pytest

import noojee_dq as nj
from tests.leads.alike import assert_read_alike

TWO_LINES = (
    "Customer,,Contact numbers,,\nFirst,Last,Home,Work,Mobile\nA,B,0255501234,,0491570006\n"
    "C,D,,03 5550 1111,0491570156\n"
)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        (TWO_LINES, 3),
        ("Leads of May,,,,\n" + TWO_LINES, 4),
        ("Customer,,Contact\nFirst,Last,Phone\nA,B,0255501234\n", 3),
        ("Customer,,Phones,\nFirst,Last,Phone 1,Phone 2\nA,B,0255501234,\nC,D,,0491 570 006\n", 3),
        (",Customer,,Contact,\nID,First,Last,Mobile no.,E-mail\n7,A,B,0491570006,\n", 3),
        ("Customer;;Contact\nFirst;Last;Phone number\nA;B;0255501234\n", 3),
    ],
)
def test_the_lower_line_names_the_columns(tmp_path: Path, text: str, first: int) -> None:
    path = tmp_path / "leads.csv"
    path.write_text(text)
    leads = nj.read_leads(path)
    assert (leads.index[0], leads.iloc[0]["First"], leads.iloc[0]["Last"]) == (first, "A", "B")
    assert f"the headings are taken from row {first - 1}" in "\n".join(leads.attrs["notes"])
    for block in (1, 24, 1000):
        assert_read_alike(path, block)


def test_so_in_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for line in TWO_LINES.splitlines():
        book.active.append([cell or None for cell in line.split(",")])
    book.active.merge_cells("A1:B1")
    book.active.merge_cells("C1:E1")
    book.save(tmp_path / "leads.xlsx")
    leads = nj.read_leads(tmp_path / "leads.xlsx")
    assert leads.columns.tolist() == ["First", "Last", "Home", "Work", "Mobile"]
    assert leads.index.tolist() == [3, 4]


@pytest.mark.parametrize(
    "first",
    [
        "Ann,none,Kew",
        "Ann,no phone,Kew",
        "Ann,not at home,Kew",
        "Ann,no number,Kew",
        "Ann,unlisted,Kew",
        "Ann,disconnected,Kew",
        "Ann,private,Kew",
        "Ann,ask,Kew",
        "Ann,wrong number,Kew",
        "Ann,0491570157,Kew",
        "Ann,,Home",
        "Home,none,Work",
    ],
)
@pytest.mark.parametrize("headings", ["Name,Phone,", "Name,,Suburb"])
def test_the_first_lead_is_no_heading(tmp_path: Path, headings: str, first: str) -> None:
    (tmp_path / "leads.csv").write_text(f"{headings}\n{first}\nBob,0491570006,Kew\nCyd,0491570156,Kew\n")
    assert nj.read_leads(tmp_path / "leads.csv").index.tolist() == [2, 3, 4]


def test_a_column_of_numbers_without_a_heading_is_said(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["Name", "Phone", None], ["Ann", "0255501234", "0491570006"], ["Bob", "0255501235", "0491570156"]):
        book.active.append(row)
    book.active.merge_cells("B1:C1")
    book.save(tmp_path / "leads.xlsx")
    leads = nj.read_leads(tmp_path / "leads.xlsx")
    report = nj.check(leads, nj.Campaign(phone_fields=["Phone"]))
    assert 'values without a heading are now under "Unnamed: " and the letter: column C' in "\n".join(report.notes)
    assert "a heading that is merged over several columns names the first one alone" in "\n".join(report.notes)
