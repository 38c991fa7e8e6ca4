"""Rows, columns and sheets that a filter or a person has hidden: read, and never without a word."""

from collections.abc import Callable, Mapping
from pathlib import Path
from xml.sax.saxutils import quoteattr

import openpyxl  # type: ignore[import-untyped]  # it ships no types
import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.errors import CampaignError
from noojee_dq.fields import READ_PROBLEM
from noojee_dq.leads import HIDDEN_ROW, read_leads, write_leads
from noojee_dq.leads.streaming import open_leads
from tests.leads.spreadsheets import (
    ods,
    ods_row,
    parts_of,
    xls,
    xls_hidden_columns,
    xls_row,
    xls_sheet,
    xls_text,
    xlsb,
    xlsb_sheet,
    xlsb_texts,
    zipped,
)

CAMPAIGN = nj.Campaign(phone_fields=["Phone"])
LEADS = [
    ["Name", "Phone", "Note"],
    ["Ann", "0491 570 006", "call"],
    ["Bob", "0491 570 156", "DO NOT CALL"],
    ["Cyd", "0491 570 157", "call"],
]
NOTE_OF_ROW = "row 3 is hidden in the sheet, and was read all the same: see the warnings"
NOTE_OF_COLUMN = "column C is hidden in the sheet, and was read all the same"


def xlsx_of(folder: Path, change: Callable[[openpyxl.worksheet.worksheet.Worksheet], object]) -> Path:
    """Save LEADS as a workbook, with something changed in its sheet."""
    book = openpyxl.Workbook()
    for row in LEADS:
        book.active.append(row)
    change(book.active)
    book.save(folder / "leads.xlsx")
    return folder / "leads.xlsx"


def hidden_row_of_xlsx(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
    sheet.auto_filter.ref = "A1:C4"
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True


def saved(folder: Path, name: str, data: bytes) -> Path:
    (folder / name).write_bytes(data)
    return folder / name


def table_of_ods(row: str = 'table:visibility="filter"', before: str = "", behind: str = "") -> bytes:
    rows = [ods_row(*cells, attributes=row if cells[0] == "Bob" else "") for cells in LEADS]
    rows[2] = f"{before}{rows[2]}{behind}"
    columns = '<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>'
    return ods({"Leads": columns + "".join(rows)})


def table_of_xlsb() -> bytes:
    return xlsb({"Leads": xlsb_sheet((xlsb_texts(*row) for row in LEADS), hidden_rows=[2], hidden_columns=[2])})


def table_of_xls() -> bytes:
    cells = [xls_text(row, at, cell) for row, cells in enumerate(LEADS) for at, cell in enumerate(cells)]
    rows = [xls_row(row, hidden=row == 2) for row in range(len(LEADS))]
    return xls({"Leads": xls_sheet(xls_hidden_columns(2, 2), *rows, *cells)})


WORKBOOKS: Mapping[str, Callable[[Path], Path]] = {
    "xlsx": lambda folder: xlsx_of(folder, hidden_row_of_xlsx),
    "xlsm": lambda folder: xlsx_of(folder, hidden_row_of_xlsx).rename(folder / "leads.xlsm"),
    "ods, filtered": lambda folder: saved(folder, "leads.ods", table_of_ods()),
    "ods, by hand": lambda folder: saved(folder, "leads.ods", table_of_ods('table:visibility="collapse"')),
    "ods, outline": lambda folder: saved(
        folder,
        "leads.ods",
        table_of_ods("", '<table:table-row-group table:display="false">', "</table:table-row-group>"),
    ),
    "xlsb": lambda folder: saved(folder, "leads.xlsb", table_of_xlsb()),
    "xls": lambda folder: saved(folder, "leads.xls", table_of_xls()),
}


@pytest.mark.parametrize("kind", WORKBOOKS)
def test_each_lead_in_a_hidden_row_is_warned_of(tmp_path: Path, kind: str) -> None:
    leads = read_leads(WORKBOOKS[kind](tmp_path))
    assert leads["Name"].to_dict() == {2: "Ann", 3: "Bob", 4: "Cyd"}
    assert leads[READ_PROBLEM].to_dict() == {2: "", 3: HIDDEN_ROW, 4: ""}
    assert leads.attrs["notes"][1:] == [NOTE_OF_COLUMN, NOTE_OF_ROW]
    report = nj.check(leads, CAMPAIGN)
    found = report.findings[["row", "check", "severity"]].to_numpy().tolist()
    assert found == [[3, "hidden-row", "warning"], [3, "marked-do-not-call", "warning"]]
    assert report.ready.index.tolist() == [2, 3, 4]


@pytest.mark.parametrize(
    "attributes", ['hidden="1"', "hidden='true'", 'ht="0" customHeight="1"', 'ht="15" collapsed="1" hidden="1"']
)
def test_rows_are_hidden_in_several_ways(tmp_path: Path, attributes: str) -> None:
    parts = parts_of(xlsx_of(tmp_path, lambda sheet: None).read_bytes())
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b'<row r="3"', b'<row r="3" ' + attributes.encode())
    leads = read_leads(saved(tmp_path, "hidden.xlsx", zipped(parts)))
    assert leads[READ_PROBLEM].ne("").tolist() == [False, True, False]


def unused_rows(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
    sheet.sheet_format.zeroHeight = True


def blank_rows_and_columns(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
    sheet.row_dimensions[9].hidden = True
    sheet.column_dimensions["E"].hidden = True
    sheet.column_dimensions["E"].max = 16_384
    sheet["B8"] = " "
    sheet.row_dimensions[8].hidden = True


def headings(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
    sheet.row_dimensions[1].hidden = True


def headings_again(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
    sheet.append(LEADS[0])
    sheet.append(["Eve", "0491 570 158", "call"])
    sheet.row_dimensions[5].hidden = True


def total(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
    sheet.append(["Total", None, "3"])
    sheet.row_dimensions[5].hidden = True


def line(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
    sheet.append(["----", "-----", "----"])
    sheet.row_dimensions[5].hidden = True


def words(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
    sheet["C2"] = 'hidden="1"'
    sheet.auto_filter.ref = "A1:C4"
    sheet.auto_filter.add_filter_column(2, ["call"])


@pytest.mark.parametrize("change", [unused_rows, blank_rows_and_columns, headings, headings_again, total, line, words])
def test_what_hides_no_lead_is_no_finding(
    tmp_path: Path, change: Callable[[openpyxl.worksheet.worksheet.Worksheet], None]
) -> None:
    leads = read_leads(xlsx_of(tmp_path, change))
    assert READ_PROBLEM not in leads
    assert not [note for note in leads.attrs["notes"] if "hidden" in note]


def test_odd_but_lawful_xml_is_read_alike(tmp_path: Path) -> None:
    """Prefixes, single quotes, rows and cells without references, attributes in any order."""
    parts = parts_of(xlsx_of(tmp_path, hidden_row_of_xlsx).read_bytes())
    rows = ["".join(f"<x:c t='inlineStr'><x:is><x:t>{cell}</x:t></x:is></x:c>" for cell in cells) for cells in LEADS]
    rows[1] += "<x:c t='e'><x:f>NA()</x:f><x:v>#N/A</x:v></x:c>"
    written = "".join(
        f"<x:row spans='1:3'{hides}>{row}</x:row>"
        for hides, row in zip(["", "", " hidden = 'true'", ""], rows, strict=True)
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f"<?xml version='1.0'?><x:worksheet xmlns:x='{main}'><x:sheetData>{written}</x:sheetData></x:worksheet>"
    leads = read_leads(saved(tmp_path, "odd.xlsx", zipped({**parts, "xl/worksheets/sheet1.xml": sheet})))
    assert leads[READ_PROBLEM].tolist() == ["", HIDDEN_ROW, ""]
    assert leads.iloc[:, 3].tolist() == ["#N/A", "", ""]


def test_hidden_sheets_are_said(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for title, state in (("Leads", "visible"), ("Old", "hidden"), ("Codes", "veryHidden")):
        sheet = book.create_sheet(title)
        sheet.append(["Name", "Phone"])
        sheet.sheet_state = state
    book.save(tmp_path / "leads.xlsx")
    note = 'read the sheet "Leads"; not read, though they hold cells: "Old" (hidden), "Codes" (very hidden)'
    assert read_leads(tmp_path / "leads.xlsx").attrs["notes"] == [note]
    chosen = read_leads(tmp_path / "leads.xlsx", sheet="Old").attrs["notes"][0]
    assert chosen.startswith('read the sheet "Old" (hidden); not read')


@pytest.mark.parametrize("name", ["A & B", "Zoë's <leads>", "Sheet 1"])
def test_sheets_are_found_by_any_name(tmp_path: Path, name: str) -> None:
    hides = 'table:visibility="filter"'
    rows = [ods_row(*cells, attributes=hides if cells[0] == "Bob" else "") for cells in LEADS]
    written = quoteattr(name).strip("\"'")
    book = openpyxl.load_workbook(xlsx_of(tmp_path, hidden_row_of_xlsx))
    book.active.title = name
    book.save(tmp_path / "named.xlsx")
    sheet = xlsb_sheet((xlsb_texts(*row) for row in LEADS), hidden_rows=[2])
    for file in (
        tmp_path / "named.xlsx",
        saved(tmp_path, "named.ods", ods({written: "".join(rows)})),
        saved(tmp_path, "named.xlsb", xlsb({name: sheet})),
    ):
        leads = read_leads(file, sheet=name)
        assert leads[READ_PROBLEM].tolist() == ["", HIDDEN_ROW, ""]


def test_what_cannot_be_told_is_said(tmp_path: Path) -> None:
    parts = parts_of(xlsx_of(tmp_path, hidden_row_of_xlsx).read_bytes())
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b'min="3"', b'min="C"')
    leads = read_leads(saved(tmp_path, "odd.xlsx", zipped(parts)))
    assert len(leads) == 3
    assert "whether rows or columns are hidden, and cells hold errors, cannot be told" in leads.attrs["notes"][1]


# --- a mark stays until a person has looked -----------------------------------------------------------------


@pytest.fixture
def hidden(tmp_path: Path) -> pd.DataFrame:
    return read_leads(xlsx_of(tmp_path, hidden_row_of_xlsx))


def rows_warned_of(leads: pd.DataFrame) -> list[int]:
    findings = nj.check(leads, CAMPAIGN).findings
    return findings.loc[findings["check"].eq("hidden-row"), "row"].tolist()


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".parquet"])
def test_a_repaired_file_still_says_so(tmp_path: Path, hidden: pd.DataFrame, suffix: str) -> None:
    repaired = nj.repair(hidden, CAMPAIGN).leads
    assert rows_warned_of(repaired) == [3]
    write_leads(repaired, tmp_path / f"fixed{suffix}")
    again = read_leads(tmp_path / f"fixed{suffix}")
    assert rows_warned_of(again) == [3]
    assert any("row 3 was hidden in the file that was read first" in note for note in again.attrs["notes"])
    stream = open_leads(tmp_path / f"fixed{suffix}", rows=2, block_bytes=64)
    assert [row for body in stream for row in body.index[body.get(READ_PROBLEM, pd.Series("", body.index)).ne("")]] == [
        3
    ]
    assert stream.finish()[1] == again.attrs["notes"]


def test_the_workbook_of_a_report_still_says_so(tmp_path: Path, hidden: pd.DataFrame) -> None:
    nj.check(hidden, CAMPAIGN).to_excel(tmp_path / "checked.xlsx")
    again = read_leads(tmp_path / "checked.xlsx")
    assert rows_warned_of(again) == [3]
    assert any(note.startswith("hidden in the sheet: row 3: see whether") for note in again.attrs["notes"])
    book = openpyxl.load_workbook(tmp_path / "checked.xlsx")
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value == HIDDEN_ROW:
                    cell.value = None
    book.save(tmp_path / "looked.xlsx")
    assert rows_warned_of(read_leads(tmp_path / "looked.xlsx")) == []


def test_a_row_that_is_hidden_twice_is_marked_once(tmp_path: Path, hidden: pd.DataFrame) -> None:
    nj.check(hidden, CAMPAIGN).to_excel(tmp_path / "checked.xlsx")
    book = openpyxl.load_workbook(tmp_path / "checked.xlsx")
    for row in range(2, 5):
        book["Ready"].row_dimensions[row].hidden = True
    book.save(tmp_path / "filtered.xlsx")
    again = read_leads(tmp_path / "filtered.xlsx")
    assert again[READ_PROBLEM].tolist() == [HIDDEN_ROW] * 3


def test_files_beyond_memory_say_so_too(tmp_path: Path) -> None:
    pytest.importorskip("duckdb")
    report = nj.check_files([str(xlsx_of(tmp_path, hidden_row_of_xlsx))], CAMPAIGN, out=tmp_path / "out")
    found = report.findings.to_table(columns=["row", "check"]).to_pandas()
    assert found.loc[found["check"].eq("hidden-row"), "row"].tolist() == [3]


# --- lists --------------------------------------------------------------------------------------------------


def test_hidden_entries_of_a_do_not_call_list_count(tmp_path: Path) -> None:
    listed = xlsx_of(tmp_path, hidden_row_of_xlsx)
    leads = pd.DataFrame({"Phone": ["0491 570 156"]})
    assert nj.check(leads, CAMPAIGN, dnc=listed).by_code == {"104": 1}
    with pytest.raises(CampaignError, match="row 3: hidden in the sheet: show all rows"):
        nj.check(leads, CAMPAIGN, dnc=listed, allow=listed)
