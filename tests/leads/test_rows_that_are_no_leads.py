"""Rows among the leads that are none are left out and named; a lead that looks a little like one never is."""

from pathlib import Path

import openpyxl  # type: ignore[import-untyped]  # it ships no types
import pytest

import noojee_dq as nj
from noojee_dq.fields import READ_PROBLEM
from tests.leads.alike import assert_read_alike

HEAD = "Name,Phone,Suburb\n"
ANN = "Ann,0491570006,Kew\n"
BOB = "Bob,0491570156,Kew\n"


@pytest.mark.parametrize(
    ("text", "rows", "note"),
    [
        pytest.param(HEAD + ANN + HEAD + BOB, [2, 4], "the headings once more, no lead: row 3", id="headings again"),
        pytest.param(HEAD + HEAD + ANN, [3], "the headings once more, no lead: row 2", id="directly below"),
        pytest.param(HEAD + ANN + "Name,Phone\n" + BOB, [2, 4], "once more, no lead: row 3", id="cut short"),
        pytest.param(" Name ,Phone\nAnn,1\nName,Phone\n", [2], "once more, no lead: row 3", id="with white space"),
        pytest.param(HEAD + ANN + "\ufeff" + HEAD + BOB, [2, 4], "once more, no lead: row 3", id="of a joined file"),
        pytest.param("Phone\n1\nPhone\n2\n", [2, 4], "once more, no lead: row 3", id="of one column"),
        pytest.param(HEAD + "----,-----,------\n" + ANN, [3], "a line that only separates, no lead: row 2", id="line"),
        pytest.param(HEAD + "====,,\n" + ANN, [3], "only separates, no lead: row 2", id="a shorter line"),
        pytest.param("|Name|Phone|\n|:---|---:|\n|Ann|1|\n", [3], "only separates, no lead: row 2", id="Markdown"),
        pytest.param(
            "+------+-------+\n| Name | Phone |\n+------+-------+\n| Ann  | 1     |\n+------+-------+\n1 row in set\n",
            [4],
            "only separates, no lead: rows 3 and 5",
            id="a terminal's table",
        ),
        pytest.param(
            " name | phone\n------+------\n Ann | 1\n(1 row)\n", [3], "below the leads, no lead: row 4", id="psql"
        ),
        pytest.param(
            HEAD + "text,text(20),optional\n" + ANN, [3], "a description of the columns, no lead: row 2", id="types"
        ),
        pytest.param(HEAD + "(required),(digits only),\n" + ANN, [3], "no lead: row 2", id="in brackets"),
        pytest.param(HEAD + "Full name,phone number,Suburb or town\n" + ANN, [3], "no lead: row 2", id="in words"),
        pytest.param(HEAD + "e.g. Ann Lee,e.g. 0491 570 006,e.g. Kew\n" + ANN, [3], "no lead: row 2", id="example"),
        pytest.param(
            HEAD + "\n----,,\ntext,digits,text\n" + ANN,
            [5],
            "a description of the columns, no lead: row 4",
            id="below a line",
        ),
        pytest.param(HEAD + ANN + BOB + "Total,2,\n", [2, 3], "below the leads, no lead: row 4", id="total"),
        pytest.param(
            HEAD + ANN + "TOTAL:,,\n,,\n", [2], "below the leads, no lead: row 3", id="total without a number"
        ),
        pytest.param(HEAD + ANN + "Total\n", [2], "below the leads, no lead: row 3", id="total alone in its row"),
        pytest.param(HEAD + ANN + ',Grand Total,"1,250"\n', [2], "below the leads, no lead: row 3", id="grand total"),
        pytest.param(
            HEAD + ANN + "Sum,1,\nCount,1,\nTotals,$12.50,50%\n",
            [2],
            "below the leads, no lead: rows 3, 4 and 5",
            id="several",
        ),
        pytest.param(
            HEAD + ANN + "Total records: 1,,\n",
            [2],
            "below the leads, no lead: row 3",
            id="total and number in one cell",
        ),
        pytest.param(
            HEAD + ANN + "Total 1\n1 lead exported\n", [2], "below the leads, no lead: rows 3 and 4", id="in words"
        ),
        pytest.param(HEAD + ANN + "\nExported by Ann Lee on 1/3/2026,,\n", [2], "no lead: row 4", id="a remark"),
        pytest.param(HEAD + ANN + "Total,1,\n*** End of report ***\nPage 1 of 1\n", [2], "rows 3, 4 and 5", id="three"),
        pytest.param(HEAD + ANN + HEAD + "Total,,1\n", [2], "below the leads, no lead: row 4", id="below headings"),
    ],
)
def test_they_are_left_out_and_named(tmp_path: Path, text: str, rows: list[int], note: str) -> None:
    path = tmp_path / "leads.csv"
    path.write_text(text)
    leads = nj.read_leads(path)
    assert leads.index.tolist() == rows
    assert note in "\n".join(leads.attrs["notes"])
    assert READ_PROBLEM not in leads
    assert not [said for said in leads.attrs["notes"] if READ_PROBLEM in said]
    for block in (1, 24, 1000):
        assert_read_alike(path, block)


@pytest.mark.parametrize(
    "last",
    [
        pytest.param("Total,0491570006,", id="a person named Total"),
        pytest.param("Total,491570006,", id="whose number lost its zero"),
        pytest.param("Total,5550 1234,", id="whose number lacks its area code"),
        pytest.param("Total,(02) 5550 1234,", id="whose number has brackets"),
        pytest.param("Total,,Kew", id="of whom the suburb is known"),
        pytest.param("Total,none,", id="without a number"),
        pytest.param("Total,491570.06,", id="whose number a spreadsheet has cut"),
        pytest.param("Sum,,", id="a person named Sum"),
        pytest.param("Count Dracula,1,", id="a person named Count"),
        pytest.param("Total Plumbing,12,", id="a company"),
        pytest.param("Total Plumbing 12,,", id="another"),
        pytest.param("Exported by Ann,0491570006,", id="a remark with a number"),
        pytest.param("Page,,", id="a person named Page"),
        pytest.param("Total,2,,more", id="with a cell too many"),
        pytest.param("Name,,", id="a person named as a heading"),
        pytest.param("Name,0491570006,Suburb", id="with a number"),
        pytest.param("name,phone,suburb", id="in other letters"),
        pytest.param("Name,Phone,Suburb,x", id="headings with a cell too many"),
        pytest.param("-,-,-", id="dashes for what is not known"),
        pytest.param("----,0491570006,", id="a line for a name"),
        pytest.param("Text,optional,", id="words of types, but not in the first row"),
    ],
)
def test_a_lead_stays(tmp_path: Path, last: str) -> None:
    path = tmp_path / "leads.csv"
    path.write_text(HEAD + ANN + last + "\n")
    leads = nj.read_leads(path)
    assert leads.index.tolist() == [2, 3]
    assert "no lead" not in "\n".join(leads.attrs["notes"])
    assert_read_alike(path, 24)


@pytest.mark.parametrize(
    "first",
    ["Ann,none,", "Min,,Yes", "Text,0491570006,text", "(Ann),(0491570006),", "Ann,text,text", "Name,,", "Kew,,Kew K"],
)
def test_the_first_lead_stays(tmp_path: Path, first: str) -> None:
    path = tmp_path / "leads.csv"
    path.write_text(HEAD + first + "\n" + BOB)
    assert nj.read_leads(path).index.tolist() == [2, 3]
    assert_read_alike(path, 24)


def test_a_total_above_a_lead_is_a_lead(tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_text(HEAD + ANN + "Total,1,\n\n" + BOB + "Total,2,\n")
    assert nj.read_leads(path).index.tolist() == [2, 3, 5]
    for block in range(1, 60):
        assert_read_alike(path, block)


def test_more_totals_than_a_file_has_are_leads(tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_text(HEAD + "Total,1,\n" * 25)
    assert len(nj.read_leads(path)) == 15
    for block in (1, 24, 100):
        assert_read_alike(path, block)


def test_a_column_that_only_a_total_fills_goes_with_it(tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_text("Name,Phone,\nAnn,0491570006,\nTotal,,1\n")
    assert nj.read_leads(path).columns.tolist() == ["Name", "Phone"]
    assert_read_alike(path, 24)


def test_the_same_in_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    headings = ["Name", "Phone"]
    for row in (headings, ["----", "----"], ["Ann", "0491570006"], headings, [], ["Bob", "0491570156"], ["Total", 2]):
        book.active.append(row)
    book.save(tmp_path / "leads.xlsx")
    leads = nj.read_leads(tmp_path / "leads.xlsx")
    assert leads["Name"].to_dict() == {3: "Ann", 6: "Bob"}
    assert leads.attrs["notes"][1:] == [
        "1 blank row was skipped: row 5",
        "the headings once more, no lead: row 4",
        "a line that only separates, no lead: row 2",
        "a total or a remark below the leads, no lead: row 7",
    ]
    assert_read_alike(tmp_path / "leads.xlsx", 24)


def test_a_list_ends_before_its_total(tmp_path: Path) -> None:
    (tmp_path / "dnc.csv").write_text("Phone\n0491570006\nTotal 1\n(1 row)\n")
    assert nj.read_leads(tmp_path / "dnc.csv").index.tolist() == [2]
    (tmp_path / "leads.csv").write_text(HEAD + ANN + BOB)
    report = nj.check(
        nj.read_leads(tmp_path / "leads.csv"), nj.Campaign(phone_fields=["Phone"]), dnc=tmp_path / "dnc.csv"
    )
    assert report.annotated["dq_codes"].tolist() == ["104", ""]
