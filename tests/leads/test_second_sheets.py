"""A second sheet with leads is never left out unseen: one of the two has to be named."""

from pathlib import Path

import openpyxl  # type: ignore[import-untyped]  # it ships no types
import pytest

import noojee_dq as nj
from tests.test_documents import RunCli

ANN = [["Name", "Phone"], ["Ann", "0491570006"]]


def saved(path: Path, *sheets: list[list[str]], hidden: bool = False) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for at, rows in enumerate(sheets):
        sheet = book.create_sheet(f"Leads {at}")
        for row in rows:
            sheet.append(row)
        sheet.sheet_state = "hidden" if at and hidden else "visible"
    book.save(path / "leads.xlsx")
    return path / "leads.xlsx"


@pytest.mark.parametrize(
    "other",
    [
        pytest.param([["Name", "Phone"], ["Bob", "0491570156"]], id="the same headings"),
        pytest.param([["phone ", " NAME"], ["0491570156", "Bob"]], id="in other case and order"),
        pytest.param([["Leads of November"], ["Name", "Phone"], ["Bob", "0491570156"]], id="below a title"),
        pytest.param([["Name", "Phone", "Suburb", "Notes"], ["Bob", "0491570156", "Kew", ""]], id="and others"),
        pytest.param([["Name", "Phone"], *([["", ""]] * 60), ["Bob", "0491570156"]], id="far below"),
    ],
)
def test_it_is_refused_unless_one_is_named(tmp_path: Path, other: list[list[str]]) -> None:
    path = saved(tmp_path, ANN, other)
    said = 'leads.xlsx: the sheets "Leads 0", "Leads 1" share headings, and only one would be read: put all'
    for header_row in (None, 1):
        with pytest.raises(nj.LeadsError, match=said):
            nj.read_leads(path, header_row=header_row)
    assert nj.read_leads(path, sheet="Leads 0")["Name"].tolist() == ["Ann"]
    assert nj.read_leads(path, sheet=1)["Phone" if "Phone" in str(other) else "phone"].tolist() == ["0491570156"]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param([["Name", "Phone"]], id="headings alone"),
        pytest.param([["State", "Count"], ["NSW", "2"]], id="a summary"),
        pytest.param([["Name", "Count", "Share"], ["Ann", "2", "50%"]], id="a summary by name"),
        pytest.param([["Name", "Desk"], ["Ann", "4"]], id="agents"),
        pytest.param([["Phone"], ["0491570156"]], id="one column"),
        pytest.param([["Code"], ["A"]], id="codes"),
        pytest.param([["Read me"]], id="a cover"),
    ],
)
def test_a_sheet_of_another_kind_is_noted(tmp_path: Path, other: list[list[str]]) -> None:
    leads = nj.read_leads(saved(tmp_path, ANN, other))
    assert leads.attrs["notes"] == ['read the sheet "Leads 0"; not read, though they hold cells: "Leads 1"']


@pytest.mark.parametrize(
    ("first", "second", "is_refused"),
    [
        pytest.param(["Phone"], ["phone"], True, id="one column, the same"),
        pytest.param(["Kontakt", "Ort"], ["Kontakt", "Ort", "Art"], True, id="no heading of phones is known"),
        pytest.param(["Name", "Phone", "State"], ["Name", "Phone", "Notes"], True, id="two of three"),
        pytest.param(["Name", "State", "Phone"], ["Name", "State", "Desk"], False, id="two of three without phones"),
        pytest.param(["Name", "Phone", "State", "Suburb"], ["Name", "Phone"], False, id="half"),
    ],
)
def test_shared_headings_tell(tmp_path: Path, first: list[str], second: list[str], is_refused: bool) -> None:
    path = saved(tmp_path, *([one, ["0491570156"] * len(one)] for one in (first, second)))
    if is_refused:
        with pytest.raises(nj.LeadsError, match="share headings"):
            nj.read_leads(path)
    else:
        assert nj.read_leads(path).columns.tolist() == first


def test_one_that_nobody_sees_is_noted(tmp_path: Path) -> None:
    leads = nj.read_leads(saved(tmp_path, ANN, ANN, hidden=True))
    assert leads.attrs["notes"] == ['read the sheet "Leads 0"; not read, though they hold cells: "Leads 1" (hidden)']


def test_every_command_refuses_it(run: RunCli, tmp_path: Path) -> None:
    path = str(saved(tmp_path, ANN, ANN, ANN))
    for command in (["check"], ["check", "--out", "checked"], ["submit"], ["repair", "-o", "fixed.csv"], ["init"]):
        result = run(command[0], path, *command[1:])
        assert (result.code, 'the sheets "Leads 0", "Leads 1", "Leads 2" share' in result.err) == (3, True), result.err
    assert run("check", path, "--sheet", "3").code == 0


def test_a_workbook_that_a_report_wrote_has_several(tmp_path: Path) -> None:
    path = saved(tmp_path, [*ANN, ["Bob", "none"]])
    nj.check(nj.read_leads(path), nj.Campaign(phone_fields=["Phone"])).to_excel(tmp_path / "checked.xlsx")
    assert nj.read_leads(tmp_path / "checked.xlsx")["Name"].tolist() == ["Ann", "Bob"]
