"""Workbooks as some writers make them: read, or refused with what to do; never read in part."""

import struct
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]  # it ships no types
import pytest

from noojee_dq.errors import LeadsError
from noojee_dq.leads import read_leads
from tests.leads.spreadsheets import (
    ods,
    ods_row,
    parts_of,
    xlsb,
    xlsb_cell,
    xlsb_record,
    xlsb_sheet,
    xlsb_text,
    xlsb_texts,
    zipped,
)

CASES = Path(__file__).parents[3] / "shared" / "cases"
LEADS = [["Name", "Phone"], ["Ann", "0491 570 006"], ["Bob", "0491 570 156"]]


def saved(folder: Path, name: str, data: bytes) -> Path:
    (folder / name).write_bytes(data)
    return folder / name


def is_whole(file: Path) -> bool:
    leads = read_leads(file)
    return [leads.columns.tolist(), *leads.to_numpy().tolist()] == LEADS and leads.index.tolist() == [2, 3]


@pytest.mark.parametrize(
    "renamed",
    [
        pytest.param(lambda name: name.replace("/", "\\"), id="backslashes"),
        pytest.param(lambda name: f"/{name}", id="from the root"),
        pytest.param(lambda name: f"./{name}", id="from here"),
        pytest.param(lambda name: f".\\{name}".replace("/", "\\"), id="from here, with backslashes"),
    ],
)
@pytest.mark.parametrize("suffix", [".xlsx", ".xlsb", ".ods"])
def test_parts_are_found_whatever_slashes_their_names_have(tmp_path: Path, suffix: str, renamed) -> None:  # type: ignore[no-untyped-def]
    book = openpyxl.Workbook()
    for row in LEADS:
        book.active.append(row)
    book.save(tmp_path / "leads.xlsx")
    data = {
        ".xlsx": (tmp_path / "leads.xlsx").read_bytes(),
        ".xlsb": xlsb({"Leads": xlsb_sheet(xlsb_texts(*row) for row in LEADS)}),
        ".ods": ods({"Leads": "".join(ods_row(*row) for row in LEADS)}),
    }[suffix]
    parts = {renamed(name): part for name, part in parts_of(data).items()}
    assert is_whole(saved(tmp_path, f"odd{suffix}", zipped(parts)))


@pytest.mark.parametrize("indent", ["\n", "\r\n\t\t", "  "])
def test_indented_open_document_is_read(tmp_path: Path, indent: str) -> None:
    file = saved(tmp_path, "leads.ods", ods({"Leads": "".join(ods_row(*row) for row in LEADS)}, indent=indent))
    assert is_whole(file)


def test_white_space_within_a_paragraph_is_kept(tmp_path: Path) -> None:
    spans = "<text:p><text:span>Ann</text:span> <text:span>&lt;Lee&gt; &amp; Co</text:span></text:p>"
    cell = f'<table:table-cell office:value-type="string">{spans}</table:table-cell>'
    rows = "\n".join(ods_row(*row) for row in (["Name", "Phone"], [cell, "0491 570 006"]))
    assert read_leads(saved(tmp_path, "leads.ods", ods({"Leads": rows})))["Name"].tolist() == ["Ann <Lee> & Co"]


def test_folders_in_the_archive_do_no_harm(tmp_path: Path) -> None:
    parts = parts_of(ods({"Leads": "".join(ods_row(*row) for row in LEADS)}))
    assert is_whole(saved(tmp_path, "leads.ods", zipped({**parts, "Thumbnails/": b"", "META-INF/": b""})))


# --- .xlsb --------------------------------------------------------------------------------------------------


def short(kind: int, value: bytes) -> bytes:
    """A cell that follows the one before, without naming its column."""
    return xlsb_record(kind, struct.pack("<I", 0) + value)


@pytest.mark.parametrize(
    "cell",
    [
        pytest.param(short(17, xlsb_text("0491 570 006")), id="text"),
        pytest.param(short(16, struct.pack("<d", 491570006)), id="number"),
        pytest.param(short(13, struct.pack("<I", 4 << 2 | 2)), id="whole number"),
        pytest.param(short(15, b"\x01"), id="truth"),
        pytest.param(short(14, b"\x2a"), id="error"),
        pytest.param(short(18, struct.pack("<I", 0)), id="shared text"),
        pytest.param(
            xlsb_record(62, struct.pack("<II", 1, 0) + b"\0" + xlsb_text("0491 570 006")), id="formatted text"
        ),
    ],
)
def test_an_xlsb_whose_cells_would_be_lost_is_refused(tmp_path: Path, cell: bytes) -> None:
    sheet = xlsb_sheet([xlsb_texts("Name", "Phone"), [xlsb_texts("Ann")[0], cell]])
    file = saved(tmp_path, "leads.xlsb", xlsb({"Leads": sheet}))
    with pytest.raises(LeadsError, match=r'^leads\.xlsb: some cells of the sheet "Leads".*save it as .*\.xlsx'):
        read_leads(file)


def test_blank_cells_and_all_kinds_of_an_xlsb_are_read(tmp_path: Path) -> None:
    cells = [
        xlsb_cell(1, 0, b""),
        xlsb_cell(2, 1, struct.pack("<I", 491570006 << 2 & 0xFFFFFFFF | 2)),
        xlsb_cell(4, 2, b"\x01"),
        xlsb_cell(5, 3, struct.pack("<d", 1.5)),
        xlsb_cell(8, 4, xlsb_text("of a formula") + bytes(10)),
    ]
    file = saved(tmp_path, "a.xlsb", xlsb({"Leads": xlsb_sheet([xlsb_texts("A", "B", "C", "D", "E"), cells])}))
    assert read_leads(file).to_numpy().tolist() == [["", "491570006", "TRUE", "1.5", "of a formula"]]


CHART = xlsb_record(129) + xlsb_record(130)


def test_a_sheet_of_an_xlsb_that_is_a_chart_is_passed_over(tmp_path: Path) -> None:
    leads = xlsb_sheet(xlsb_texts(*row) for row in LEADS)
    for sheets in ({"Leads": leads, "Chart": CHART}, {"Chart": CHART, "Leads": leads}):
        file = saved(tmp_path, "leads.xlsb", xlsb(sheets))
        assert is_whole(file)
        assert read_leads(file).attrs["notes"] == ['read the sheet "Leads"']
    with pytest.raises(LeadsError, match='the sheet "Chart" is empty: choose one of "Leads"'):
        read_leads(file, sheet="Chart")
    with pytest.raises(LeadsError, match="the workbook is empty"):
        read_leads(saved(tmp_path, "chart.xlsb", xlsb({"Chart": CHART})))


def test_part_of_an_xlsb_sheet_is_refused(tmp_path: Path) -> None:
    sheet = xlsb_sheet(xlsb_texts(*row) for row in LEADS)
    for size in range(1, len(sheet) - 4):
        file = saved(tmp_path, "leads.xlsb", xlsb({"Leads": sheet[:size]}))
        with pytest.raises(LeadsError, match=r"^leads\.xlsb: .*(damaged|empty)"):
            read_leads(file)


def test_a_row_that_no_sheet_has_is_damage(tmp_path: Path) -> None:
    sheet = xlsb_sheet([xlsb_texts(*row) for row in LEADS])
    far = sheet.replace(struct.pack("<IIHB", 2, 0, 0x140, 0), struct.pack("<IIHB", 1 << 21, 0, 0x140, 0))
    with pytest.raises(LeadsError, match=r"^leads\.xlsb: the \.xlsb workbook is damaged"):
        read_leads(saved(tmp_path, "leads.xlsb", xlsb({"Leads": far})))


# --- the files that once failed -----------------------------------------------------------------------------


@pytest.mark.skipif(not CASES.is_dir(), reason="the folder ../shared/cases is not here")
def test_files_that_once_failed() -> None:
    hidden = read_leads(CASES / "hidden_filtered_rows_ready.xlsx")
    assert any("row 3 is hidden" in note for note in hidden.attrs["notes"])
    for name in ("xlsb_sheetjs_columns_lost.xlsb", "xlsb_with_chart_sheet_oserror.xlsb"):
        with pytest.raises(LeadsError, match=r"save it as an Excel workbook \(\.xlsx\)"):
            read_leads(CASES / name)
    assert len(read_leads(CASES / "xlsx_backslash_zip_names_refused.xlsx")) == 3
    assert len(read_leads(CASES / "ods_indented_xml_called_damaged.ods")) == 2
    with pytest.raises(LeadsError, match="web page"):
        read_leads(CASES / "html_xls_starting_with_meta.xls")
