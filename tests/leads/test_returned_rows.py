"""Files of a report that come back: each row is called by the row of the original file, or by one that this has not."""

from pathlib import Path

import openpyxl  # type: ignore[import-untyped]  # it ships no types
import pytest

import noojee_dq as nj


def saved(path: Path, text: str) -> Path:
    (path / "back.csv").write_text(text)
    return path / "back.csv"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(["7", "3"], [3, 7], id="none added"),
        pytest.param(["7", "", "3"], [3, 7, 9_000_001], id="one added"),
        pytest.param(["", "7", " "], [7, 9_000_001, 9_000_002], id="blank or white space"),
        pytest.param(["7.0", "9000001", ""], [7, 9_000_001, 9_000_002], id="and another one in a later round"),
        pytest.param(["9000007", ""], [9_000_007, 9_000_008], id="behind the last one"),
    ],
)
def test_an_added_row_has_no_number_of_the_original_file(tmp_path: Path, rows: list[str], expected: list[int]) -> None:
    text = "dq_row,Phone\n" + "".join(f"{row},{at}\n" for at, row in enumerate(rows))
    assert nj.read_leads(saved(tmp_path, text)).index.tolist() == expected


def test_it_is_called_so_everywhere(tmp_path: Path) -> None:
    leads = nj.read_leads(saved(tmp_path, "dq_row,Phone\n7,0491570006\n,0491570006\n"))
    report = nj.check(leads, nj.Campaign(phone_fields=["Phone"]))
    assert report.rejected.index.tolist() == [9_000_001]
    for text in (str(report), report.to_markdown(), report.to_json(), report.to_html()):
        assert "9000001" in str(text)
    assert any("numbered from row 9000001 on" in note for note in leads.attrs["notes"])
    assert "numbered from row 9000001 on" in str(report.to_html())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("dq_row,Phone\n7,1\n7,2\n", "dq_row 7 stands in rows 2 and 3 of this file", id="twice"),
        pytest.param("dq_row,Phone\n7,1\n\n8,2\n7.0,3\n", "dq_row 7 stands in rows 2 and 5", id="as a number"),
        pytest.param("dq_row,Phone\na,1\na,2\n", "dq_row a stands in rows 2 and 3", id="a label"),
        pytest.param(
            "dq_row,dq_source,Phone\n7,a.csv,1\n7,b.csv,2\n7,b.csv,3\n",
            "dq_row 7 of b.csv stands in rows 3 and 4",
            id="of one file",
        ),
        pytest.param("dq_row,Phone\n0491570006,1\n0491570006,2\n", "dq_row 49••••006 stands", id="masked"),
    ],
)
def test_a_row_that_stands_there_twice_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(nj.LeadsError, match=said):
        nj.read_leads(saved(tmp_path, text))


def test_where_sheets_repeat_a_row_they_are_named(tmp_path: Path) -> None:
    (tmp_path / "leads.csv").write_text("Name,Phone\nAnn,none\nBob,none\n")
    report = nj.check(nj.read_leads(tmp_path / "leads.csv"), nj.Campaign(phone_fields=["Phone"]))
    report.to_excel(tmp_path / "back.xlsx")
    book = openpyxl.load_workbook(tmp_path / "back.xlsx")
    book.copy_worksheet(book["Fix"]).title = "Fix too"
    book.save(tmp_path / "back.xlsx")
    said = 'dq_row 2 stands in row 2 of the sheet "Fix" and row 2 of the sheet "Fix too": leave it in the row'
    for read in (nj.read_leads, report.since):
        with pytest.raises(nj.LeadsError, match=said):
            read(tmp_path / "back.xlsx")


def test_the_same_row_of_two_files_is_none(tmp_path: Path) -> None:
    leads = nj.read_leads(saved(tmp_path, "dq_row,dq_source,Phone\n7,a.csv,1\n7,b.csv,2\n"))
    assert leads.index.tolist() == [7, 7]


def test_notes_say_whose_rows_they_name(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["dq_row", "Phone"], ["19", "0491570006"], [], ["25", "0491570156"], ["", "0491570110"]):
        book.active.append(row)
    book.active.row_dimensions[4].hidden = True
    book.save(tmp_path / "back.xlsx")
    notes = nj.read_leads(tmp_path / "back.xlsx").attrs["notes"]
    assert notes == [
        'read the sheet "Sheet"',
        "1 blank row was skipped: row 3 (as this file counts)",
        "a report wrote this file: the rows are those of the original one; dq_ columns are left out",
        "1 row without dq_row was added: numbered from row 9000001 on, as none of the original file is",
        "hidden in the sheet: row 25: see whether they are meant to be called, then show the row, where it still is "
        "hidden, and empty the cell in dq_read_problem",
    ]
