"""A workbook or a list of refused leads goes to a person and comes back, whatever was done to it on the way."""

import csv
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest

import noojee_dq as nj
from noojee_dq.errors import LeadsError
from noojee_dq.leads.streaming import open_leads
from noojee_dq.report.files import write_rejected
from tests.conftest import Run
from tests.leads.libreoffice import Edit, LibreOffice, needs_libreoffice, quoted, typed

CAMPAIGN = nj.Campaign(phone_fields=["Phone"])
#: Rows 3 and 4 are to be fixed, row 5 repeats row 2.
LEADS = "Name,Phone\nAnn,0491570006\nBob,\nCy,none\nDee,0491570006\nEve,0491570158\n"
#: On the sheet Fix our columns are A to E, Name is F, Phone is G; Cy stands in row 3.
SHEETS = ("Fix", "Drop", "Ready")

Step = tuple[Any, ...]
CORRECTED: Step = ("type", "Fix", "G3", "0491570156")
WAYS = [".xlsx", ".csv"]
OFFICE_WAYS = [".xlsx", ".ods", ".xls", ".csv"]
KEPT: dict[str, list[Step]] = {
    "corrected": [],
    "sorted": [("sort", "Fix")],
    "renamed": [("rename", "Fix", "To do"), ("rename", "Summary", "About")],
    "a column added": [("type", "Fix", "H1", "Agent"), ("type", "Fix", "H2", "Sue")],
    "a column added on the left": [("insert", "Fix"), ("type", "Fix", "A1", "Agent"), ("type", "Fix", "A2", "Sue")],
    "a heading renamed": [("type", "Fix", "F1", "Full name")],
    "our other columns deleted": [("delete", "Fix", 2, 4), ("delete", "Ready", 2, 4)],
    "a lead added": [("type", "Fix", "F4", "Flo"), ("type", "Fix", "G4", "0491570159")],
}
REFUSED: dict[str, list[Step]] = {
    "our columns deleted": [("delete", sheet, 1, 5) for sheet in SHEETS],
    "dq_row deleted": [("delete", sheet, 1, 1) for sheet in SHEETS],
    "dq_row deleted on one sheet": [("delete", "Fix", 1, 1)],
    "our columns deleted and sheets renamed": [
        *(("delete", sheet, 1, 5) for sheet in SHEETS),
        ("rename", "Summary", "About"),
    ],
}


def check_in(folder: Path) -> Path:
    """Write a list and the workbook of its check; return the latter."""
    (folder / "leads.csv").write_text(LEADS, "utf-8")
    report = nj.check(nj.read_leads(folder / "leads.csv"), CAMPAIGN)
    report.to_excel(folder / "checked.xlsx")
    return folder / "checked.xlsx"


@pytest.fixture(scope="module")
def checked_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return check_in(tmp_path_factory.mktemp("once")).parent


@pytest.fixture
def checked(checked_once: Path, tmp_path: Path) -> Path:
    return shutil.copytree(checked_once, tmp_path, dirs_exist_ok=True) / "checked.xlsx"


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what LibreOffice has saved: it takes longer to start than to do all of this."""
    folder = tmp_path_factory.mktemp("edited")
    checked = check_in(folder)
    cases = {case: [CORRECTED, *steps] for case, steps in KEPT.items()} | REFUSED
    edits = [
        in_libreoffice(checked, folder / f"{case}{suffix}", steps)
        for case, steps in cases.items()
        for suffix in OFFICE_WAYS
    ]
    LibreOffice(folder).edit(*edits)
    return folder


def by_openpyxl(file: Path, target: Path, steps: Sequence[Step]) -> Path:
    """Do to a workbook what a person does; a text file gets the sheet of what is to be fixed."""
    book = openpyxl.load_workbook(file)
    do: dict[str, Callable[..., Any]] = {
        "type": lambda sheet, cell, text: sheet.__setitem__(cell, text),
        "sort": _sort,
        "rename": lambda sheet, name: setattr(sheet, "title", name),
        "delete": lambda sheet, first, count: sheet.delete_cols(first, count),
        "insert": lambda sheet: sheet.insert_cols(1),
    }
    fix = book["Fix"]
    for name, sheet, *rest in steps:
        do[name](book[sheet], *rest)
    if target.suffix == ".csv":
        with target.open("w", newline="", encoding="utf-8") as text:
            csv.writer(text).writerows(fix.values)
    else:
        book.save(target)
    return target


def _sort(sheet: Any) -> None:
    rows = sorted(list(sheet.values)[1:], reverse=True)
    for at, cells in enumerate(rows, 2):
        for column, value in enumerate(cells, 1):
            sheet.cell(at, column, value)


def in_libreoffice(file: Path, target: Path, steps: Sequence[Step]) -> Edit:
    """The same, typed into LibreOffice."""
    line: dict[str, Callable[..., str]] = {
        "type": typed,
        "sort": lambda sheet: f"SortBy({quoted(sheet)}, 0)",
        "rename": lambda sheet, name: f"Sheet({quoted(sheet)}).Name = {quoted(name)}",
        "delete": lambda sheet, first, count: f"Sheet({quoted(sheet)}).Columns.removeByIndex({first - 1}, {count})",
        "insert": lambda sheet: f"Sheet({quoted(sheet)}).Columns.insertByIndex(0, 1)",
    }
    lines = [line[name](*rest) for name, *rest in steps]
    # Of a text the sheet that is shown is saved; by its place, for it may have another name by now.
    show = "document.CurrentController.setActiveSheet(document.Sheets.getByIndex(1))"
    return Edit(file, target, [*lines, show])


def assert_kept(back: Path, checked: Path, case: str) -> None:
    leads = nj.read_leads(back)
    expected = {3: "", 4: "0491570156"}
    said = "1 of 3 fixed, 0 new; 1 taken out, 1 still to do"
    if back.suffix != ".csv":
        expected = {2: "0491570006", **expected, 5: "0491570006", 6: "0491570158"}
        said = "1 of 3 fixed, 0 new; 2 still to do"
    if case == "a lead added":
        # Nobody takes it for a lead that was deleted, or that stands in another sheet.
        expected[9_000_001] = "0491570159"
    assert leads["Phone"].to_dict() == expected
    assert str(nj.check(leads, CAMPAIGN).since(checked)) == said


@pytest.mark.parametrize("suffix", WAYS)
@pytest.mark.parametrize("case", KEPT)
def test_it_comes_back_from_openpyxl(checked: Path, case: str, suffix: str) -> None:
    back = by_openpyxl(checked, checked.with_name(f"back{suffix}"), [CORRECTED, *KEPT[case]])
    assert_kept(back, checked, case)


@needs_libreoffice
@pytest.mark.parametrize("suffix", OFFICE_WAYS)
@pytest.mark.parametrize("case", KEPT)
def test_it_comes_back_from_libreoffice(edited: Path, checked: Path, case: str, suffix: str) -> None:
    assert_kept(edited / f"{case}{suffix}", checked, case)


@pytest.mark.parametrize("case", REFUSED)
def test_a_workbook_without_dq_row_is_refused(checked: Path, case: str, run: Callable[..., Run]) -> None:
    back = by_openpyxl(checked, checked.with_name("back.xlsx"), REFUSED[case])
    result = run("check", str(back), "--phone-field", "Phone")
    assert result.code == 3
    assert "dq_row" in result.err
    assert "take the workbook as it was written" in result.err


@needs_libreoffice
@pytest.mark.parametrize("suffix", OFFICE_WAYS[:-1])
@pytest.mark.parametrize("case", REFUSED)
def test_so_it_is_after_libreoffice(edited: Path, case: str, suffix: str) -> None:
    with pytest.raises(LeadsError, match="dq_row"):
        nj.read_leads(edited / f"{case}{suffix}")


def test_a_list_of_refused_leads_comes_back_as_text(checked: Path, run: Callable[..., Run]) -> None:
    rejected = checked.with_name("rejected.csv")
    assert run("check", str(checked.with_name("leads.csv")), "--rejected", str(rejected), "--phone-field", "Phone").code
    lines = rejected.read_text("utf-8").replace(",none\n", ",0491570156\n").splitlines()
    rejected.with_name("back.csv").write_text("\n".join([lines[0], *lines[:0:-1]]), "utf-8")
    result = run("check", "back.csv", "--phone-field", "Phone", "--since", str(rejected))
    assert "Since rejected.csv: 1 of 3 fixed, 0 new; 1 still to do, 1 unchanged" in result.out
    again = run("repair", "back.csv", "--phone-field", "Phone", "-o", "repaired.csv")
    assert again.code == 0
    assert nj.read_leads("repaired.csv").to_dict() == nj.read_leads("back.csv").to_dict()


def test_leads_that_were_added_stay_apart_through_a_repair(checked: Path, run: Callable[..., Run]) -> None:
    back = by_openpyxl(checked, checked.with_name("back.csv"), [CORRECTED, *KEPT["a lead added"]])
    assert run("repair", str(back), "--phone-field", "Phone", "-o", "repaired.csv").code == 0
    report = nj.check(nj.read_leads("repaired.csv"), CAMPAIGN)
    assert str(report.since(checked)) == "1 of 3 fixed, 0 new; 1 taken out, 1 still to do"


def test_an_added_column_hides_no_unchanged_duplicate(checked: Path) -> None:
    rejected = checked.with_name("rejected.csv")
    write_rejected(nj.check(nj.read_leads(checked.with_name("leads.csv")), CAMPAIGN), rejected)
    leads = nj.read_leads(rejected).assign(Agent="Sue")
    assert nj.check(leads, CAMPAIGN).since(rejected).unjudged == 1


def test_rows_of_several_files_are_kept_apart(tmp_path: Path) -> None:
    """As `check --out` writes those that are not ready."""
    before = tmp_path / "rejected.csv"
    head = "dq_row,dq_source,dq_status,dq_codes,Phone\n"
    before.write_text(f"{head}3,b.csv,fix,102,\n2,a.csv,fix,102,\n3,a.csv,fix,102,\n", "utf-8")
    after = tmp_path / "fixed.csv"
    after.write_text(f"{head}3,b.csv,fix,102,0491570156\n3,a.csv,fix,102,\n2,a.csv,fix,102,\n", "utf-8")
    leads = nj.read_leads(after)
    assert leads.reset_index().to_numpy().tolist() == [[3, "b.csv", "0491570156"], [2, "a.csv", ""], [3, "a.csv", ""]]
    assert str(nj.check(leads, CAMPAIGN).since(before)) == "1 of 3 fixed, 0 new; 2 still to do"


def test_in_parts_rows_are_those_of_the_file_itself(checked: Path) -> None:
    back = by_openpyxl(checked, checked.with_name("back.csv"), [CORRECTED])
    stream = open_leads(back, rows=10)
    assert [row for body in stream for row in body.index] == [2, 3]
    assert any("its rows are its own, not those of dq_row" in note for note in stream.finish()[1])
