"""Cells of a workbook that are no text: dates, times, durations, truth values, errors."""

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]  # it ships no types
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904  # type: ignore[import-untyped]

import noojee_dq as nj
from noojee_dq.leads import read_leads
from tests.leads.spreadsheets import (
    ods,
    ods_cell,
    ods_row,
    xls,
    xls_error,
    xls_failed_formula,
    xls_sheet,
    xls_text,
    xlsb,
    xlsb_cell,
    xlsb_sheet,
    xlsb_texts,
)

NINE = dt.datetime(2026, 3, 4, 9, 20)
DAY = dt.date(2026, 3, 4)


def column_of(folder: Path, cells: list[Any], *, mac: bool = False, heading: Any = "When") -> list[str]:
    """Save a workbook with a column of cells, and read that."""
    book = openpyxl.Workbook()
    if mac:
        book.epoch = CALENDAR_MAC_1904
    for row in [("Name", heading), *(("x", cell) for cell in cells)]:
        book.active.append(row)
    book.save(folder / "leads.xlsx")
    return read_leads(folder / "leads.xlsx").iloc[:, 1].tolist()


@pytest.mark.parametrize("mac", [False, True])
@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        pytest.param([NINE, DAY], ["2026/03/04 09:20", "2026/03/04 00:00"], id="midnight beside a time"),
        pytest.param([NINE, dt.datetime(2026, 3, 4)], ["2026/03/04 09:20", "2026/03/04 00:00"], id="midnight itself"),
        pytest.param([DAY, dt.date(1999, 12, 31)], ["2026/03/04", "1999/12/31"], id="dates alone"),
        pytest.param([DAY, None, "soon", 5], ["2026/03/04", "", "soon", "5"], id="a date among others"),
        pytest.param([NINE.replace(second=30), DAY], ["2026/03/04 09:20:30", "2026/03/04 00:00"], id="seconds stay"),
        pytest.param([NINE.replace(microsecond=500_000)], ["2026/03/04 09:20:00.500000"], id="half a second stays"),
        pytest.param([dt.time(5, 6), dt.time(5, 6, 7)], ["05:06:00", "05:06:07"], id="times alone"),
        pytest.param([dt.time(5, 6), NINE, DAY], ["05:06:00", "2026/03/04 09:20", "2026/03/04 00:00"], id="a time"),
        pytest.param([dt.timedelta(hours=26, minutes=3), DAY], ["26:03:00", "2026/03/04"], id="a duration"),
        pytest.param([dt.date(1904, 1, 2), dt.date(9999, 12, 31)], ["1904/01/02", "9999/12/31"], id="far away"),
        pytest.param(["2026-03-04 05:06:00", NINE], ["2026-03-04 05:06:00", "2026/03/04 09:20"], id="text stays"),
    ],
)
def test_dates_are_written_as_the_api_writes_them(
    tmp_path: Path, cells: list[Any], expected: list[str], mac: bool
) -> None:
    assert column_of(tmp_path, cells, mac=mac) == expected


def test_a_date_for_a_heading_does_not_decide(tmp_path: Path) -> None:
    assert column_of(tmp_path, [DAY], heading=NINE) == ["2026/03/04"]
    assert read_leads(tmp_path / "leads.xlsx").columns.tolist() == ["Name", "2026/03/04 09:20"]


def test_callbacks_of_a_workbook_need_no_repair(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    rows = [("Phone", "njCallBackDate"), ("0491 570 006", NINE), ("0491 570 156", DAY), ("0491 570 157", None)]
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "leads.xlsx")
    now = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    assert nj.check(read_leads(tmp_path / "leads.xlsx"), nj.Campaign(phone_fields=["Phone"]), now=now).by_code == {}


def test_values_of_open_document(tmp_path: Path) -> None:
    def cell(text: str, kind: str, value: str) -> str:
        name = {"boolean": "boolean-value", "date": "date-value", "time": "time-value"}.get(kind, "value")
        return ods_cell(text, f'office:value-type="{kind}" office:{name}="{value}"')

    cells = {
        cell("WAHR", "boolean", "true"): "TRUE",
        cell("FALSCH", "boolean", "false"): "FALSE",
        cell("WAHR", "boolean", "1"): "TRUE",
        cell("4.3.1850", "date", "1850-03-04"): "1850/03/04 00:00",
        cell("4.3.26 9:20", "date", "2026-03-04T09:20:00"): "2026/03/04 09:20",
        cell("5:06", "time", "PT05H06M00S"): "05:06:00",
        cell("26:03", "time", "PT26H03M00S"): "26:03:00",
        cell("$5.00", "currency", "5"): "5",
        ods_cell("#N/A", 'office:value-type="string" office:string-value="" calcext:value-type="error"'): "#N/A",
        ods_cell("Err:502", 'office:value-type="string" office:string-value="" calcext:value-type="error"'): "Err:502",
        ods_cell("#DIV/0!", 'office:value-type="float" office:value="0"'): "#DIV/0!",
        ods_cell("#5", 'office:value-type="float" office:value="5"'): "5",
    }
    note = "<office:annotation><text:p>#REF!</text:p></office:annotation>"
    annotated = f'<table:table-cell office:value-type="string">{note}<text:p>Ann</text:p></table:table-cell>'
    other = ods_row("Name") + ods_row(ods_cell("#REF!", 'office:value-type="float" office:value="0"'))
    rows = ods_row("Name", "Value") + "".join(ods_row("x", cell) for cell in cells) + ods_row("x", annotated)
    (tmp_path / "leads.ods").write_bytes(ods({"Other": other, "Leads": rows}))
    assert read_leads(tmp_path / "leads.ods", sheet="Leads")["Value"].tolist() == [*cells.values(), "Ann"]


def test_repeated_rows_and_cells_of_open_document_keep_their_places(tmp_path: Path) -> None:
    twice = 'table:number-columns-repeated="2" office:value-type="float" office:value="0"'
    rows = (
        ods_row("Name", "A", "B", "C")
        + ods_row(
            "x", '<table:table-cell table:number-columns-repeated="2"/>', attributes='table:number-rows-repeated="2"'
        )
        + ods_row("y", ods_cell("#REF!", twice), "z", attributes='table:number-rows-repeated="2"')
    )
    (tmp_path / "leads.ods").write_bytes(ods({"Leads": rows}))
    twice_each = [["x", "", "", ""]] * 2 + [["y", "#REF!", "#REF!", "z"]] * 2
    assert read_leads(tmp_path / "leads.ods").to_numpy().tolist() == twice_each


def errors_of_xlsx() -> bytes:
    book = openpyxl.Workbook()
    for row in (["Name", "Phone"], ["#N/A", "0491 570 006"], ["Bob", "#REF!"]):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def errors_of_xlsb() -> bytes:
    texts = xlsb_texts("#N/A", "0491 570 006")
    texts[0] = xlsb_cell(3, 0, b"\x2a")
    formula = xlsb_cell(11, 1, b"\x17" + bytes(10))
    return xlsb({"Leads": xlsb_sheet([xlsb_texts("Name", "Phone"), texts, [xlsb_texts("Bob")[0], formula]])})


def errors_of_xls() -> bytes:
    cells = [(0, 0, "Name"), (0, 1, "Phone"), (1, 1, "0491 570 006"), (2, 0, "Bob")]
    errors = xls_error(1, 0, 0x2A), xls_failed_formula(2, 1, 0x17)
    return xls({"Leads": xls_sheet(*(xls_text(*cell) for cell in cells), *errors)})


def errors_of_ods() -> bytes:
    error = 'office:value-type="string" office:string-value="" calcext:value-type="error"'
    rows = (["Name", "Phone"], [ods_cell("#N/A", error), "0491 570 006"], ["Bob", ods_cell("#REF!", error)])
    return ods({"Leads": "".join(ods_row(*row) for row in rows)})


@pytest.mark.parametrize("workbook", [errors_of_xlsx, errors_of_xlsb, errors_of_xls, errors_of_ods])
def test_errors_of_formulas_are_findings_and_no_blanks(tmp_path: Path, workbook: Callable[[], bytes]) -> None:
    file = tmp_path / f"leads.{workbook.__name__.rpartition('_')[2]}"
    file.write_bytes(workbook())
    leads = read_leads(file)
    assert leads.to_numpy().tolist() == [["#N/A", "0491 570 006"], ["Bob", "#REF!"]]
    findings = nj.check(leads, nj.Campaign(phone_fields=["Phone"])).findings
    found = findings.loc[findings["check"].eq("spreadsheet-error"), ["row", "column", "severity"]]
    assert found.to_numpy().tolist() == [[2, "Name", "error"], [3, "Phone", "error"]]
