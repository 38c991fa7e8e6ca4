"""Every command that uses a file says what of it was not read; where no column fits, it says where it looked."""

from collections.abc import Callable
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]  # it ships no types
import pandas as pd
import pytest

import noojee_dq as nj
from tests.conftest import Run
from tests.examples import mostly_long

RunCli = Callable[..., Run]
CAMPAIGN = "[campaign]\ntemplate_id = 1\ncampaign_id = 1\nallocation_id = 1\n[phone]\nfields = ['Phone']\n"


@pytest.fixture
def book(run: RunCli) -> Path:
    """A title, leads of which one is hidden, a blank row, a second column `Phone`, and another sheet."""
    book = openpyxl.Workbook()
    book.active.title = "NSW"
    title, headings = ["Leads of May"], ["Name", "Phone", "Phone"]
    for row in (title, headings, ["Ann", "0491570006"], ["Bob", "0491570156"], [], ["Cyd", "1900 654 321"]):
        book.active.append(row)
    book.active.row_dimensions[4].hidden = True
    book.create_sheet("VIC").append(["Name", "Phone"])
    book.save("leads.xlsx")
    Path("campaign.toml").write_text(CAMPAIGN + "[server]\nurl = 'https://pbx.example.com'\n")
    return Path("leads.xlsx")


SAID = (
    'not read, though they hold cells: "VIC"',
    "the headings are taken from row 2",
    "row 4 is hidden in the sheet",
    "1 blank row was skipped: row 5",
    'the second is now "Phone.1"',
)


@pytest.mark.parametrize(
    "command", [["submit"], ["repair", "-o", "fixed.csv"], ["check", "--format", "csv"], ["init", "-o", "new.toml"]]
)
def test_what_was_not_read_is_said(run: RunCli, book: Path, command: list[str]) -> None:
    result = run(command[0], str(book), *command[1:])
    assert [said for said in SAID if result.err.count(said) != 1] == [], result.err


def test_a_dry_run_names_the_warnings_of_what_it_would_send(run: RunCli, book: Path) -> None:
    warnings = "hidden-row (1 lead), placeholder-number (1 lead), premium-number (1 lead)"
    assert f"2 of the 3 leads to send have warnings: {warnings}" in run("submit", str(book)).err


def test_leads_without_warnings_are_not_spoken_of(run: RunCli, book: Path) -> None:
    Path("good.csv").write_text("Phone\n0491570006\n")
    assert "with warnings" not in run("submit", "good.csv").err


@pytest.fixture
def cover(run: RunCli) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "Read me"
    book.active.append(["This workbook holds the leads of May."])
    book.active.append(["Contact Ann on 02 5550 1234"])
    data = book.create_sheet("Data")
    for row in (["Name", "Phone"], ["Ann", "0491570006"]):
        data.append(row)
    book.save("readme.xlsx")
    return Path("readme.xlsx")


@pytest.mark.parametrize(
    "command",
    mostly_long(
        [["check"], ["repair", "-o", "fixed.csv"], ["submit"], ["init"], ["check", "--out", "checked"]],
        usual=[["check"], ["repair", "-o", "fixed.csv"], ["check", "--out", "checked"]],
    ),
)
def test_a_cover_sheet_is_no_list(run: RunCli, cover: Path, command: list[str]) -> None:
    result = run(command[0], str(cover), *command[1:])
    assert result.code == 2
    for said in (
        "no column looks like phone numbers",
        'the headings that were read: "This workbook holds the leads of May."',
        'read the sheet "Read me"; not read, though they hold cells: "Data"',
        "if the leads stand in another sheet, name it with --sheet",
    ):
        assert result.err.count(said) == 1, result.err
    assert run("check", str(cover), "--sheet", "Data").code == 0


def test_sentences_are_no_phone_cells() -> None:
    frame = pd.DataFrame({
        "A": ["Contact Ann on 02 5550 1234", "Please call 0491 570 006 after five"],
        "B": ["Ann Lee 02 5550 1234", "Bob 0491 570 006"],
    })  # fmt: skip
    assert nj.guess_phone_columns(frame) == ["B"]
    assert nj.guess_phone_columns(frame[["A"]]) == []
