"""A line of several values that was read as one cell is an error that says what to do, and no phone cell."""

from collections.abc import Callable
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]  # it ships no types
import pytest

import noojee_dq as nj
from noojee_dq.errors import LeadsError
from noojee_dq.leads.streaming import open_leads
from tests.conftest import Run

RunCli = Callable[..., Run]
QUOTED = "quotation marks stand around whole lines"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('"Name,Phone"\n"A,0491570006"\n"B,0491570156"\n', f"a comma, but {QUOTED}"),
        ('"Name;Phone"\n"A;0491570006"\n', f"a semicolon, but {QUOTED}"),
        ('"Name\tPhone"\n"A\t0491570006"\n', f"a tab, but {QUOTED}"),
        ('"Name^Phone"\n"A^0491570006"\n', f'"^", but {QUOTED}'),
        ('"Name,""Phone"""\n"A,""0491570006"""\n"B,""1,2"""\n', f"a comma, but {QUOTED}"),
        ('"Name,Phone",\n"A,0491570006",\n', f"a comma, but {QUOTED}"),
        ("Name:Phone\nA:0491570006\nB:0491570156\n", "--delimiter ':'"),
        ("Name^Phone\nA^0491570006\nB^0491570156\n", "--delimiter '^' (delimiter=\"^\")"),
        ("Name^Phone^Suburb\nA^0491570006^Kew\n\nB^0491570156^Kew\n", "--delimiter '^'"),
        ("Name#Phone\nA#0491570006\n", "--delimiter '#'"),
        ("Name\u00a6Phone\nA\u00a60491570006\n", "by \"\u00a6\": open it in Excel"),
        ("Name       Phone\nAnn Lee    0491 570 006\nB          02 5550 1234\n", "by blanks: open it in Excel"),
        ("Name - Phone\nAnn - 0491570006\n", "by a dash: open it in Excel"),
        ('"Leads of May"\n"Name,Phone"\n"A,0491570006"\n', f"a comma, but {QUOTED}"),
        ("Leads of 2026\n\nName^Phone\nA^0491570006\n", "--delimiter '^'"),
        ("Name^Phone\n" + "A^0491570006\n" * 9 + "A^0491570006^^\n", "--delimiter '^'"),
    ],
)  # fmt: skip
def test_whole_lines_are_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "leads.csv"
    path.write_text(text)
    for read in (nj.read_leads, lambda path: open_leads(path, rows=10, block_bytes=24)):
        with pytest.raises(LeadsError) as error:
            read(path)
        assert "each line was read as one cell" in str(error.value)
        assert said in str(error.value)


@pytest.mark.parametrize(
    "text",
    [
        "Phone\n02 5550 1234\n0491 570 006\n",
        "Phone\n0491570006:home\n0491570156:work\n",
        "Phone\nhome: 0491570006\nwork: 0491570156\n",
        "Phone/Fax\n02 5550 1234/02 5550 1235\n",
        "phone_number\n0491_570006\n",
        "E-mail\na-b@example.com\n",
        "Phone:\ntel:0491570006\n",
        "Phone (home)\n(02) 5550 1234\n",
        "Phone number\n02  5550 1234\n",
        "Name & Phone\nAnn & 0491570006\n",
        "Name^Phone\n0491570006\n0491570156\n",
        "Name^Phone\n",
        "Name,Phone\nA,0491570006\n",
        '"Name","Phone: home"\n"A","0491570006"\n',
    ],
)
def test_a_real_column_is_read(tmp_path: Path, text: str) -> None:
    (tmp_path / "leads.csv").write_text(text)
    nj.read_leads(tmp_path / "leads.csv")


def test_what_a_person_says_wins(tmp_path: Path) -> None:
    (tmp_path / "leads.csv").write_text("Name^Phone\nA^0491570006\n")
    assert nj.read_leads(tmp_path / "leads.csv", delimiter="^").columns.tolist() == ["Name", "Phone"]
    assert nj.read_leads(tmp_path / "leads.csv", delimiter=",").columns.tolist() == ["Name^Phone"]


def test_whole_lines_in_a_sheet_are_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for line in ("Name,Phone", "A,0491570006", "B,0491570156"):
        book.active.append([line])
    book.save(tmp_path / "leads.xlsx")
    with pytest.raises(LeadsError, match=r"separated by a comma: split that column in Excel \(Data, Text to Columns\)"):
        nj.read_leads(tmp_path / "leads.xlsx")


def test_the_command_ends_with_3(run: RunCli) -> None:
    Path("leads.csv").write_text("Name^Phone\nA^0491570006\n")
    result = run("check", "leads.csv")
    assert (result.code, "give --delimiter '^'" in result.err) == (3, True)
    assert run("check", "leads.csv", "--delimiter", "^").code == 0
