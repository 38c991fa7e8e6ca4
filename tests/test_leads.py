"""Lead files in and out: what a list manager may rely on, whatever program wrote the file."""

import csv
import datetime as dt
import gzip
import io
import json
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import msoffcrypto.format.ooxml  # type: ignore[import-untyped]  # it ships no types
import numpy as np
import openpyxl  # type: ignore[import-untyped]  # it ships no types
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, strategies as st
from python_calamine import CalamineWorkbook

from noojee_dq.errors import LeadsError
from noojee_dq.fields import READ_PROBLEM
from noojee_dq.leads import TOO_FEW_CELLS, TOO_MANY_CELLS, as_text, read_leads, write_leads
from noojee_dq.leads.delimiters import find_delimiter
from noojee_dq.leads.header import find_header
from noojee_dq.leads.quoting import check_quotes, read_records
from noojee_dq.leads.records import table_from_records
from noojee_dq.leads.regular import read_regular
from noojee_dq.leads.table import leads_of
from tests.examples import examples

REAL = Path(__file__).parents[2] / "shared" / "data"

Read = Callable[..., pd.DataFrame]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Write content to a file and read it as a user does."""

    def read_content(content: str | bytes, name: str = "leads.csv", **options: object) -> pd.DataFrame:
        file = tmp_path / name
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        leads = read_leads(file, **options)  # type: ignore[arg-type]
        assert_all_text(leads)
        assert leads.index.name == "row"
        assert leads.index.dtype == "int64"
        assert leads.attrs["source"] == name
        assert json.loads(json.dumps(leads.attrs)) == leads.attrs
        return leads

    return read_content


def assert_all_text(leads: pd.DataFrame) -> None:
    assert all(dtype == "str" for dtype in leads.dtypes)
    assert not leads.isna().any(axis=None)


def rows_of(leads: pd.DataFrame) -> dict[int, list[str]]:
    return dict(zip(leads.index.tolist(), leads.to_numpy().tolist(), strict=True))


def notes_of(leads: pd.DataFrame) -> str:
    return "\n".join(leads.attrs["notes"])


# --- values and row numbers -------------------------------------------------------------------------------


def test_values_stay_as_they_are(read: Read) -> None:
    leads = read("A,B\n0412, NA \nnull,None\nnan,007\n#N/A,TRUE\n1e5,\n")
    assert rows_of(leads) == {
        2: ["0412", " NA "],
        3: ["null", "None"],
        4: ["nan", "007"],
        5: ["#N/A", "TRUE"],
        6: ["1e5", ""],
    }


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param("A,B\n1,2\n3,4\n", {2: ["1", "2"], 3: ["3", "4"]}, id="LF"),
        pytest.param("A,B\r\n1,2\r\n3,4\r\n", {2: ["1", "2"], 3: ["3", "4"]}, id="CRLF"),
        pytest.param("A,B\r1,2\r3,4\r", {2: ["1", "2"], 3: ["3", "4"]}, id="CR"),
        pytest.param("A,B\r\n1,2\r3,4\n5,6", {2: ["1", "2"], 3: ["3", "4"], 4: ["5", "6"]}, id="mixed"),
        pytest.param("A,B\n1,2\n\n3,4\n", {2: ["1", "2"], 4: ["3", "4"]}, id="a blank line is a row"),
        pytest.param('A,B\n"1\nx",2\n3,4\n', {2: ["1\nx", "2"], 3: ["3", "4"]}, id="LF in a value"),
        pytest.param('A,B\n"1\r\nx",2\n3,4\n', {2: ["1\r\nx", "2"], 3: ["3", "4"]}, id="CRLF in a value"),
        pytest.param('A,B\r"1\rx",2\r3,4\r', {2: ["1\rx", "2"], 3: ["3", "4"]}, id="CR in a value"),
        pytest.param('A,B\n"a ""b"" c",5" pipe\n', {2: ['a "b" c', '5" pipe']}, id="quotes in a value"),
        pytest.param('A,B\n"Bob" Lee,2\n', {2: ["Bob Lee", "2"]}, id="text after a closing quote, as Excel"),
        pytest.param("A,B\n1\x00,2\n", {2: ["1\x00", "2"]}, id="a NUL is a character"),
        pytest.param("A\n1\n2", {2: ["1"], 3: ["2"]}, id="one column"),
    ],
)
def test_rows_count_as_in_a_spreadsheet(read: Read, content: str, expected: dict[int, list[str]]) -> None:
    assert rows_of(read(content)) == expected


def test_blank_rows_are_left_out_and_counted(read: Read) -> None:
    leads = read("A,B\n1,2\n , \xa0\n\n,\n3,4\n")
    assert rows_of(leads) == {2: ["1", "2"], 6: ["3", "4"]}
    assert "3 blank rows were skipped: rows 3, 4 and 5" in notes_of(leads)


def test_many_rows_in_a_note_are_cut_short(read: Read) -> None:
    leads = read("A,B\n1,2\n" + "\n" * 1252 + "3,4\n")
    assert "1,252 blank rows were skipped: rows 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 1,242 more" in notes_of(leads)


def test_a_heading_alone_gives_no_leads(read: Read) -> None:
    for leads in (read("Name,Phone\n"), read("Name;Phone\r")):
        assert leads.columns.tolist() == ["Name", "Phone"]
        assert len(leads) == 0


@pytest.mark.parametrize("content", [b"", b"\n\r\n\n", b"\xef\xbb\xbf", b",,\n,,\n", b" \n"])
def test_an_empty_file_is_refused(read: Read, content: bytes) -> None:
    with pytest.raises(LeadsError, match=r"^leads\.csv: the file is empty"):
        read(content)


# --- encodings and delimiters -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encoding", "note"),
    [
        ("utf-8", "read as UTF-8, comma-separated"),
        ("utf-8-sig", "read as UTF-8, comma-separated"),
        ("utf-16", "read as UTF-16, comma-separated"),
        ("cp1252", "not UTF-8: read as Windows-1252 (cp1252); check accented letters"),
    ],
)
@pytest.mark.parametrize("text", ["Name,Phone\nZoë,0412\n", "Name,Phone\n\nZoë,0412\n"])
def test_the_encoding_is_found(read: Read, encoding: str, note: str, text: str) -> None:
    leads = read(text.encode(encoding))
    assert leads.to_dict("list") == {"Name": ["Zoë"], "Phone": ["0412"]}
    assert note in leads.attrs["notes"]


def test_utf16_of_either_byte_order(read: Read) -> None:
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        assert rows_of(read(mark + "A\tB\nñ\t2\n".encode(encoding))) == {2: ["ñ", "2"]}


def test_the_encoding_can_be_given(read: Read) -> None:
    leads = read("Name,Phone\nЖ,1\n".encode("cp1251"), encoding="cp1251")
    assert leads["Name"].tolist() == ["Ж"]
    assert leads.attrs["notes"] == ["read as cp1251, comma-separated"]


@pytest.mark.parametrize(
    ("content", "encoding", "message"),
    [
        (b"A,B\n\x81\xff,1\n", None, "neither UTF-8 nor Windows-1252: .*CSV UTF-8.*encoding="),
        ("A,B\n1,2\n".encode("utf-16-le"), None, "UTF-16 without the mark"),
        ("A,B\n1,2\n".encode("utf-16-be"), None, "UTF-16 without the mark"),
        (b"\xff\xfeA\x00,", None, "not whole UTF-16"),
        (b"A,B\n\xe9,1\n", "utf-8", "cannot be read as utf-8"),
        (b"A,B\n1,1\n", "klingon", "there is no encoding 'klingon'"),
    ],
)
def test_an_unreadable_encoding_says_what_to_do(read: Read, content: bytes, encoding: str | None, message: str) -> None:
    with pytest.raises(LeadsError, match=message):
        read(content, encoding=encoding)


@pytest.mark.parametrize(
    ("delimiter", "word"), [(",", "comma"), ("\t", "tab"), (";", "semicolon"), ("|", "pipe"), ("~", "tilde")]
)
def test_the_delimiter_is_found_whatever_the_suffix(read: Read, delimiter: str, word: str) -> None:
    content = "Name,Phone,Note\nAnn,1,x\nBob,2,y\n".replace(",", delimiter)
    for name in ("leads.csv", "leads.txt", "leads.tsv"):
        leads = read(content, name)
        assert leads.columns.tolist() == ["Name", "Phone", "Note"]
        assert leads.attrs["notes"] == [f"read as UTF-8, {word}-separated"]


@pytest.mark.parametrize(
    ("sample", "delimiter"),
    [
        ("Name;Address, full;Phone\nA;1 High St, Kew;1\nB;2 Low St, Kew;2\n", ";"),
        ("Name\tNote\nA\tred, blue, green\nB\tred; blue\n", "\t"),
        ("A,B|C\n1,2|3\n", ","),
        ('"A;x";"B"\n"1, 2";"3, 4"\n', ";"),
        ("List of March, 2026, final\nName;Phone;Mobile;Note\nA;1;2;3\nB;1;2;3\n", ";"),
        ("Phone\n0412\n", ","),
        ("", ","),
    ],
)
def test_prose_does_not_beat_a_delimiter(sample: str, delimiter: str) -> None:
    assert find_delimiter(sample) == delimiter


# --- the heading ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("records", "header"),
    [
        ([["Name", "Phone"], ["Ann", "1"]], 0),
        ([["List of March"], ["Name", "Phone"], ["Ann", "1"]], 1),
        ([["List of March", ""], [], ["Name", "Phone"], ["Ann", "1"]], 2),
        ([["", ""], ["Name", "Phone"]], 1),
        ([["Phone"], ["1"], ["2"]], 0),
        ([["sep=;", ""], ["Name", "Phone"]], 1),
        ([["A", "B"], ["1", "2", "3", "4", "5", "6"]], 1),
        ([["A", "B", "C"], ["1", "2", "3", "4", "5", "6"]], 0),
        ([["Phone"], *([[str(n)] for n in range(30)]), ["1", "2"]], 0),
        ([[], [" "]], None),
        ([], None),
    ],
)
def test_only_what_is_no_heading_is_passed_over(records: list[list[str]], header: int | None) -> None:
    assert find_header(records) == header


def test_rows_above_the_headings_are_noted(read: Read) -> None:
    one = read("Leads of March,,\nA,B,C\n1,2,3\n")
    two = read("Leads of March\n\nA,B,C\n1,2,3\n")
    assert "the headings are taken from row 2; row 1 before them was skipped" in notes_of(one)
    assert "the headings are taken from row 3; rows 1 to 2 before them were skipped" in notes_of(two)
    assert rows_of(one) == {3: ["1", "2", "3"]}
    assert rows_of(two) == {4: ["1", "2", "3"]}


def test_the_header_row_can_be_given(read: Read) -> None:
    leads = read("x,y\nA,B\n1,2\n", header_row=2)
    assert leads.columns.tolist() == ["A", "B"]
    assert rows_of(leads) == {3: ["1", "2"]}
    assert read("x\nA,B\n1,2\n", header_row=1)[READ_PROBLEM].str.startswith(TOO_MANY_CELLS).all()


@pytest.mark.parametrize(
    ("header_row", "message"), [(0, "rows count from 1"), (2, "row 2 is blank"), (9, "row 9 is blank")]
)
def test_a_header_row_that_is_none_is_refused(read: Read, header_row: int, message: str) -> None:
    with pytest.raises(LeadsError, match=message):
        read("A,B\n\n1,2\n", header_row=header_row)


@pytest.mark.parametrize(
    ("content", "columns", "note"),
    [
        (" A ,\xa0B\n1,2\n", ["A", "B"], "white space around the heading was removed: columns A and B"),
        ("A,B,A\n1,2,3\n", ["A", "B", "A.1"], 'columns A and C are both headed "A": the second is now "A.1"'),
        ("A,A,A.1\n1,2,3\n", ["A", "A.2", "A.1"], 'the second is now "A.2"'),
        ("A,A,A\n1,2,3\n", ["A", "A.1", "A.2"], 'columns A and C are both headed "A"'),
        ("A,,B,\n1,,3,\n", ["A", "B"], "neither heading nor values, left out: columns B and D"),
        ("A,,B\n1,2,3\n", ["A", "Unnamed: B", "B"], '"Unnamed: " and the letter: column B'),
        ("A,,B\n1,\xa0,3\n", ["A", "B"], "neither heading nor values, left out: column B"),
        ("A,Unnamed: C,\n1,2,3\n", ["A", "Unnamed: C", "Unnamed: C.1"], "are both headed"),
        ("dq_x,api_y\n1,2\n", ["dq_x", "api_y"], "read as"),
        ("A,B,dq_read_problem\n1,2, \n", ["A", "B"], "read as"),
        ("A,B,dq_read_problem\n1,2,old\n", ["A", "B", "dq_read_problem"], "the first reading had trouble with row 2"),
    ],
)
def test_every_column_has_a_name_of_its_own(read: Read, content: str, columns: list[str], note: str) -> None:
    leads = read(content)
    assert leads.columns.tolist() == columns
    assert leads.columns.dtype == "str"
    assert note in notes_of(leads)


# --- rows of another width --------------------------------------------------------------------------------


def test_too_many_cells_lose_nothing_and_shift_nothing(read: Read) -> None:
    leads = read('A,B\n1,2\n1,2,x,,"y ""z"""\n')
    assert rows_of(leads)[2] == ["1", "2", ""]
    assert rows_of(leads)[3][:2] == ["1", "2"]
    assert leads.loc[3, READ_PROBLEM] == (
        'too many cells: 5 where the heading has 2; the extra ones are "x", "", "y "z"" '
        "(a comma in a value needs quotes)"
    )
    assert "1 row has too many cells, see the column dq_read_problem: row 3" in notes_of(leads)


def test_too_few_cells_are_read_as_blank(read: Read) -> None:
    leads = read("A;B;C\n1;2\n1\n1;2;3\n")
    assert rows_of(leads) == {
        2: ["1", "2", "", "too few cells: 2 where the heading has 3; the last one was read as blank"],
        3: ["1", "", "", "too few cells: 1 where the heading has 3; the last 2 were read as blank"],
        4: ["1", "2", "3", ""],
    }
    assert leads[READ_PROBLEM].str.startswith(TOO_FEW_CELLS).tolist() == [True, True, False]


def test_values_beyond_the_headings_alone_keep_a_row(read: Read) -> None:
    leads = read("A,B\n,,x\n1,2\n")
    assert leads.index.tolist() == [2, 3]
    assert leads[READ_PROBLEM].str.contains('"x"').tolist() == [True, False]


def test_blank_cells_beyond_the_headings_are_only_noted(read: Read) -> None:
    leads = read("A,B\n1,2,, \n3,4\n,,,\n")
    assert rows_of(leads) == {2: ["1", "2"], 3: ["3", "4"]}
    assert "blank cells beyond the last heading were left out: row 2" in notes_of(leads)


def test_cells_under_blank_headings_are_not_missed(read: Read) -> None:
    leads = read("A,B,,\n1,2\n3,4,,\n")
    assert rows_of(leads) == {2: ["1", "2"], 3: ["3", "4"]}


# --- quotation marks --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "row"),
    [
        pytest.param('A,B\n1,2\n3,"x\n4,y\n', 3, id="never closes"),
        pytest.param('A,B\n1,2\n3,"x', 3, id="never closes, at the end of the file"),
        pytest.param('A,B\n1,"x"y\n3,"x', 3, id="never closes, after text behind a quote"),
        pytest.param('A,B\n1,"x\n4,"y"\n5,z\n', 2, id="swallows a lead and closes inside the next value"),
        pytest.param('A,B\n1,"' + "x" * 200_000 + '"\n', 2, id="longer than the csv module takes"),
        pytest.param('A,B\n1,"y"y\n1,"' + "x" * 200_000 + '"\n', 3, id="longer, after text behind a quote"),
    ],
)
def test_a_runaway_quotation_mark_is_refused_by_its_row(read: Read, content: str, row: int) -> None:
    limit = csv.field_size_limit()
    with pytest.raises(LeadsError, match=rf"^leads\.csv: row {row}: a quotation mark opens") as caught:
        read(content)
    assert caught.value.__cause__ is None
    assert csv.field_size_limit() == limit


# --- the fast way equals the slow way ---------------------------------------------------------------------


def slowly(data: bytes) -> tuple[pd.DataFrame, list[str]]:
    check_quotes(lambda: [data], ",")
    header = find_header(read_records([data], ","))
    assert header is not None
    notes: list[str] = []
    leads = leads_of(table_from_records(read_records([data], ","), header, "comma", notes), notes)
    return leads, notes


def assert_fast_equals_slow(text: str) -> None:
    data = text.encode()
    width = len(next(csv.reader(io.StringIO(text, newline="")), []))
    table = read_regular(data, ",", width)
    if table is not None:
        notes: list[str] = []
        leads = leads_of(table, notes)
        slow, slow_notes = slowly(data)
        pd.testing.assert_frame_equal(leads, slow, check_index_type=False)
        assert notes == slow_notes


@examples(40)
@given(st.text(alphabet='a,"\n\r ;0', max_size=30), st.sampled_from(["", "h,k\n", "h,k\r\n", "h\n"]))
def test_raw_text_reads_alike_on_both_ways(text: str, heading: str) -> None:
    assert_fast_equals_slow(heading + text)


@examples(60)
@given(
    st.lists(st.lists(st.text(alphabet='a,"\n\r ;0é\x00\xa0', max_size=4), min_size=1, max_size=3), max_size=6),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_written_records_read_alike_on_both_ways(records: list[list[str]], end: str) -> None:
    file = io.StringIO(newline="")
    csv.writer(file, lineterminator=end).writerows(records)
    assert_fast_equals_slow(file.getvalue())


@examples(40)
@given(
    st.lists(st.tuples(st.text(alphabet='ab,";0 é', min_size=1), st.text(alphabet='ab,";0 é')), min_size=1, max_size=5)
)
def test_one_line_records_take_the_fast_way(records: list[tuple[str, str]]) -> None:
    file = io.StringIO(newline="")
    csv.writer(file, lineterminator="\n").writerows([("h", "k"), *records])
    assert read_regular(file.getvalue().encode(), ",", 2) is not None
    assert_fast_equals_slow(file.getvalue())


# --- files that are something else ------------------------------------------------------------------------


def zipped(**members: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"%PDF-1.7\n", "leads.csv", "this is a PDF: ask for the list itself"),
        (b"\x89PNG\r\n\x1a\n", "leads.csv", "an image"),
        (b"\xff\xd8\xff\xe0", "leads.csv", "an image"),
        (b"GIF89a", "leads.csv", "an image"),
        (gzip.compress(b"A,B\n1,2\n", mtime=0), "leads.csv.gz", r"packed file \(gzip\): unpack it"),
        (zipped(leads="A,B\n"), "leads.zip", r"packed file \(zip\): unpack it"),
        (zipped(word__document="x"), "leads.xlsx", "Word document: copy its table into Excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "leads.xls", "Word document"),
        (b"\n <!DOCTYPE HTML><html>", "leads.xls", r"web page \(HTML\).*save it as an Excel workbook"),
        (b"<html xmlns:x='urn'><table>", "leads.xls", r"web page \(HTML\)"),
        (b"<?xml version='1.0'?><Workbook>", "leads.xls", "XML file"),
        (b"PK\x03\x04" + b"x" * 60, "leads.xlsx", "damaged or only half copied"),
        (zipped(xl__workbook="x"), "leads.xlsx", "the workbook is damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "leads.xls", "the workbook is damaged"),
        (b"PAR1" + b"x" * 60, "leads.parquet", "the Parquet file is damaged"),
    ],
)
def test_what_holds_no_leads_is_named(read: Read, content: bytes, name: str, message: str) -> None:
    with pytest.raises(LeadsError, match=message) as caught:
        read(content, name)
    assert caught.value.__cause__ is None
    assert str(caught.value).startswith(f"{name}: ")


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(LeadsError, match=r"^no\.csv: there is no such file"):
        read_leads(tmp_path / "no.csv")
    with pytest.raises(LeadsError, match="this is a folder"):
        read_leads(str(tmp_path))


def test_a_wrong_suffix_is_noted(tmp_path: Path) -> None:
    leads = pd.DataFrame({"A": ["1"], "B": ["2"]})
    for suffix, named, note in (
        (".xlsx", "a.csv", "named .csv but is an Excel workbook: read as a workbook"),
        (".csv", "a.xls", "named .xls but is a text file: read as text"),
        (".parquet", "a.txt", "named .txt but is a Parquet file: read as Parquet"),
    ):
        write_leads(leads, tmp_path / f"right{suffix}")
        (tmp_path / f"right{suffix}").rename(tmp_path / named)
        again = read_leads(tmp_path / named)
        assert note in again.attrs["notes"]
        assert rows_of(again) == {2: ["1", "2"]}


@pytest.mark.parametrize(
    ("suffix", "options"),
    [
        (".csv", {"sheet": "Leads"}),
        (".xlsx", {"encoding": "utf-8"}),
        (".parquet", {"sheet": 0}),
        (".parquet", {"header_row": 1}),
    ],
)
def test_an_option_that_does_not_fit_is_refused(tmp_path: Path, suffix: str, options: dict[str, object]) -> None:
    write_leads(pd.DataFrame({"A": ["1"]}), tmp_path / f"a{suffix}")
    with pytest.raises(LeadsError, match=f"leave out {next(iter(options))}="):
        read_leads(tmp_path / f"a{suffix}", **options)  # type: ignore[arg-type]
    with pytest.raises(LeadsError, match="a data frame has no"):
        read_leads(pd.DataFrame(), **options)  # type: ignore[arg-type]


# --- workbooks --------------------------------------------------------------------------------------------


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    book.create_sheet("Empty")
    hidden = book.create_sheet("Codes")
    hidden.append(["Code"])
    hidden.sheet_state = "hidden"
    book.create_chartsheet("Chart")
    leads = book.create_sheet("Leads")
    leads["A2"] = "Leads of March"
    for at, value in enumerate(["Phone", "Phone", "When", None, None], start=2):
        leads.cell(3, at, value)
    cells = [412345678, "0412", dt.datetime(2026, 3, 4, 5, 6), True, 1.5]
    for at, cell in enumerate(cells, start=2):
        leads.cell(4, at, cell)
    cells = [61412345678.0, "NA", dt.date(2026, 3, 4), False, None]
    for at, cell in enumerate(cells, start=2):
        leads.cell(6, at, cell)
    leads.cell(7, 4, dt.time(5, 6))
    other = book.create_sheet("Old")
    other.append(["Name", "Phone"])
    book.save(tmp_path / "leads.xlsx")
    return tmp_path / "leads.xlsx"


def test_a_sheet_reads_as_text_under_its_own_row_numbers(workbook: Path) -> None:
    leads = read_leads(workbook)
    assert_all_text(leads)
    assert leads.columns.tolist() == ["Phone", "Phone.1", "When", "Unnamed: E", "Unnamed: F"]
    assert rows_of(leads) == {
        4: ["412345678", "0412", "2026/03/04 05:06", "TRUE", "1.5"],
        6: ["61412345678", "NA", "2026/03/04 00:00", "FALSE", ""],
        7: ["", "", "05:06:00", "", ""],
    }
    assert leads.attrs == {
        "source": "leads.xlsx",
        "path": str(workbook),
        "reading": {},
        "notes": [
            'read the sheet "Leads"; not read, though they hold cells: "Old", "Codes" (hidden)',
            "the headings are taken from row 3; rows 1 to 2 before them were skipped",
            "1 blank row was skipped: row 5",
            "neither heading nor values, left out: column A",
            'values without a heading are now under "Unnamed: " and the letter: columns E and F; a heading that is '
            "merged over several columns names the first one alone",
            'columns B and C are both headed "Phone": the second is now "Phone.1"',
        ],
    }


def test_a_sheet_can_be_given_by_name_or_position(workbook: Path) -> None:
    assert read_leads(workbook, sheet="Old").columns.tolist() == ["Name", "Phone"]
    assert read_leads(workbook, sheet=1).columns.tolist() == ["Code"]
    assert read_leads(workbook, sheet="Leads", header_row=3).index.tolist() == [4, 6, 7]


def test_a_sheet_that_is_none_is_refused_with_those_there_are(workbook: Path) -> None:
    with pytest.raises(LeadsError, match=r'did you mean "Leads".*"Empty", "Codes", "Chart", "Leads", "Old"'):
        read_leads(workbook, sheet="leads")
    for position in (5, -1):
        with pytest.raises(LeadsError, match='counted from 0 the sheets are "Empty"'):
            read_leads(workbook, sheet=position)
    with pytest.raises(LeadsError, match="is empty"):
        read_leads(workbook, sheet="Empty")


def test_a_workbook_without_cells_is_refused(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "a.xlsx")
    with pytest.raises(LeadsError, match="the workbook is empty"):
        read_leads(tmp_path / "a.xlsx")


def test_a_workbook_with_a_password_is_refused(workbook: Path) -> None:
    locked = workbook.with_name("locked.xlsx")
    with workbook.open("rb") as plain, locked.open("wb") as out:
        msoffcrypto.format.ooxml.OOXMLFile(plain).encrypt("secret", out)
    with pytest.raises(LeadsError, match="has a password: open it in Excel, remove it") as caught:
        read_leads(locked)
    assert caught.value.__cause__ is None


def test_part_of_a_workbook_is_refused(workbook: Path) -> None:
    with workbook.open("rb") as plain, workbook.with_name("locked.xlsx").open("wb") as out:
        msoffcrypto.format.ooxml.OOXMLFile(plain).encrypt("secret", out)
    part = workbook.with_name("part.xls")
    # The second is of the same container as an old .xls; at some of its parts calamine panics.
    for content in (workbook.read_bytes(), workbook.with_name("locked.xlsx").read_bytes()):
        for size in range(8, len(content) - 512, 256):
            part.write_bytes(content[:size])
            with pytest.raises(LeadsError, match="damaged"):
                read_leads(part)


# --- Parquet and frames -----------------------------------------------------------------------------------


def test_parquet_rows_count_as_in_a_sheet_and_keep_whole_numbers(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {" Phone": pd.array([2**60 + 1, None, None], dtype="Int64"), "When": [dt.date(2026, 3, 4), None, None]},
        index=pd.Index([7, 7, 9], name="key"),
    )
    frame["Name"] = ["a", "NA", None]
    frame.to_parquet(tmp_path / "a.parquet")
    leads = read_leads(tmp_path / "a.parquet")
    assert_all_text(leads)
    assert leads.columns.tolist() == ["Phone", "When", "Name"]
    assert rows_of(leads) == {2: [str(2**60 + 1), "2026-03-04", "a"], 3: ["", "", "NA"]}
    assert leads.attrs["notes"] == [
        "read as Parquet",
        "1 blank row was skipped: row 4",
        "white space around the heading was removed: column A",
    ]


def test_a_frame_gives_a_copy_with_its_own_index_and_attrs() -> None:
    index = pd.MultiIndex.from_tuples([("a", 1), ("a", 1)])
    frame = pd.DataFrame({"Phone": [412345678.0, None], 7: [True, "x "]}, index=index)
    frame.attrs = {"batch": ["March"]}
    before = frame.copy()
    leads = read_leads(frame)
    assert_all_text(leads)
    assert leads.to_dict("list") == {"Phone": ["412345678", ""], "7": ["TRUE", "x "]}
    assert leads.index.equals(index)
    assert leads.attrs == {"batch": ["March"]}
    leads.attrs["batch"].append("April")
    leads.iloc[0, 0] = "changed"
    pd.testing.assert_frame_equal(frame, before)
    assert frame.attrs == {"batch": ["March"]}


HALF_A_SECOND = ["2026/03/04 00:00", "2026-03-04 05:06:00.500000"]
SEVEN_SECONDS = ["2026-03-04 05:06:07", "2026/03/04 05:06"]
SYDNEY = pd.Series(["2026-03-04 05:06:00", None], dtype="datetime64[us]").dt.tz_localize("Australia/Sydney")


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (pd.Series([412345678, -1]), ["412345678", "-1"]),
        (pd.Series([2**64 - 1], dtype="uint64"), [str(2**64 - 1)]),
        (
            pd.Series([61412345678.0, np.nan, 1.5, np.inf, -np.inf, -0.0, 1e20, 1e-7]),
            ["61412345678", "", "1.5", "inf", "-inf", "0", "100000000000000000000", "1e-07"],
        ),
        (pd.Series([0.1, 2], dtype="float32"), ["0.1", "2"]),
        (pd.Series([0.1, 2], dtype="float16"), ["0.1", "2"]),
        (pd.Series([1.5, None, 3], dtype="Float64"), ["1.5", "", "3"]),
        (pd.Series([1.5, None, 3], dtype="double[pyarrow]"), ["1.5", "", "3"]),
        (pd.Series([1, None], dtype="Int64"), ["1", ""]),
        (pd.Series([1, None], dtype="int64[pyarrow]"), ["1", ""]),
        (pd.Series([True, False]), ["TRUE", "FALSE"]),
        (pd.Series([True, None], dtype="boolean"), ["TRUE", ""]),
        (pd.Series([True, None], dtype="bool[pyarrow]"), ["TRUE", ""]),
        (pd.Series(["2026-03-04 05:06:00", None], dtype="datetime64[us]"), ["2026/03/04 05:06", ""]),
        (pd.Series(["2026-03-04 05:06:07", "2026-03-04 05:06:00"]).astype("datetime64[s]"), SEVEN_SECONDS),
        (pd.Series([dt.datetime(2026, 3, 4, 5, 6, 7), dt.datetime(2026, 3, 4, 5, 6)], dtype=object), SEVEN_SECONDS),
        (pd.Series(["2026-03-04 05:06:00"], dtype="object"), ["2026-03-04 05:06:00"]),
        (pd.Series(["2026-03-04", None], dtype="datetime64[ns]"), ["2026/03/04 00:00", ""]),
        (pd.Series(["2026-03-04", "2026-03-04 05:06:00.5"], dtype="datetime64[ns]"), HALF_A_SECOND),
        (pd.Series(["2026-03-04", "2026-03-04 05:06:00.5"], dtype="timestamp[us][pyarrow]"), HALF_A_SECOND),
        (SYDNEY, ["2026-03-04 05:06:00+11:00", ""]),
        (SYDNEY.convert_dtypes(dtype_backend="pyarrow"), ["2026-03-04 05:06:00+11:00", ""]),
        (pd.Series([dt.date(2026, 3, 4)], dtype=pd.ArrowDtype(pa.date32())), ["2026-03-04"]),
        (pd.Series(["a", None, " b"], dtype="category"), ["a", "", " b"]),
        (pd.Series([2.0, None, True], dtype="category"), ["2", "", "TRUE"]),
        (pd.Series(["a", None], dtype="string"), ["a", ""]),
        (pd.Series(["\ud800a", None], dtype="string[python]"), ["\ufffda", ""]),
        (pd.Series(["a", None], dtype=pd.ArrowDtype(pa.large_string())), ["a", ""]),
        (pd.Series([Decimal("1.50"), None], dtype=pd.ArrowDtype(pa.decimal128(9, 2))), ["1.50", ""]),
        (pd.Series([[1], None], dtype=pd.ArrowDtype(pa.list_(pa.int64()))), ["[1]", ""]),
        (pd.Series(pd.arrays.SparseArray([1.0, np.nan])), ["1", ""]),
        (pd.Series(pd.period_range("2026-01", periods=1, freq="M")), ["2026-01"]),
        (pd.Series([1, 1.0, True, "1", b"1"], dtype=object), ["1", "1", "TRUE", "1", "1"]),
        (pd.Series([None, np.nan, pd.NaT, pd.NA, Decimal("NaN")], dtype=object), [""] * 5),
        (pd.Series([Decimal("5.00"), Decimal("1E+3"), Decimal("1.5")]), ["5", "1000", "1.5"]),
        (pd.Series([Decimal("sNaN"), Decimal("Infinity")]), ["", "Infinity"]),
        (
            pd.Series([[1, None], {"a": 1}, b"\xff", "x\udfff"], dtype=object),
            ["[1, None]", "{'a': 1}", "\ufffd", "x\ufffd"],
        ),
        (pd.Series([], dtype=object), []),
    ],
)
def test_any_column_becomes_text(column: pd.Series, expected: list[str]) -> None:
    text = as_text(column.to_frame("A"))
    assert_all_text(text)
    assert text["A"].tolist() == expected


MOMENTS = st.datetimes(dt.datetime(1700, 1, 1), dt.datetime(2200, 1, 1))
DAYS_AND_MOMENTS = st.one_of(
    MOMENTS, MOMENTS.map(lambda moment: moment.replace(microsecond=0)), st.dates().map(pd.Timestamp)
)
NUMBERS = st.one_of(st.floats(), st.integers(-(2**40), 2**40).map(float), st.sampled_from([0.1, 1.5, -0.0, 1e20]))
WHOLE = st.integers(-(2**63), 2**63 - 1)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "datetime64[s]": DAYS_AND_MOMENTS,
    "datetime64[ms]": DAYS_AND_MOMENTS,
    "datetime64[us]": DAYS_AND_MOMENTS,
    "datetime64[ns]": MOMENTS,
    "datetime64[us, UTC]": DAYS_AND_MOMENTS,
    "datetime64[us, Australia/Sydney]": MOMENTS,
    "timestamp[us][pyarrow]": DAYS_AND_MOMENTS,
    "float64": NUMBERS,
    "float32": NUMBERS.filter(lambda number: not 1e38 < abs(number) < np.inf),
    "Float64": NUMBERS,
    "double[pyarrow]": NUMBERS,
    "Int64": WHOLE,
    "int64[pyarrow]": WHOLE,
    "boolean": st.booleans(),
    "category": NUMBERS,
    "object": st.one_of(NUMBERS, WHOLE, st.booleans(), st.decimals(), DAYS_AND_MOMENTS, st.text(max_size=3)),
}


@pytest.mark.parametrize("dtype", VALUES)
@examples(6)
@given(data=st.data())
def test_the_text_of_a_value_does_not_depend_on_the_others(dtype: str, data: st.DataObject) -> None:
    values = data.draw(st.lists(st.one_of(VALUES[dtype], st.none()), max_size=5))
    frame = column_of(values, dtype).to_frame("A")
    first, last = data.draw(st.integers(0, 5)), data.draw(st.integers(0, 5))
    part = slice(first, last)
    assert as_text(frame.iloc[part])["A"].tolist() == as_text(frame)["A"].iloc[part].tolist()


def column_of(values: list[Any], dtype: str) -> pd.Series:
    _, _, zone = dtype.partition(", ")
    if zone:
        return pd.Series(values, dtype="datetime64[us]").dt.tz_localize("UTC").dt.tz_convert(zone.rstrip("]"))
    return pd.Series(values, dtype=dtype)


def test_text_is_passed_on_without_a_copy() -> None:
    frame = pd.DataFrame({"A": pd.Series(["x"] * 5, dtype="str")})
    here, there = (pa.array(part["A"]).buffers()[2].address for part in (frame, as_text(frame)))
    assert here == there


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ([1, "1"], 'columns with the same heading: "1"'),
        (["A", "A"], 'columns with the same heading: "A"'),
        (pd.MultiIndex.from_tuples([("a", "b"), ("a", "c")]), "several levels"),
    ],
)
def test_columns_without_a_name_of_their_own_are_refused(columns: list[object], message: str) -> None:
    with pytest.raises(LeadsError, match=message):
        as_text(pd.DataFrame([[1, 2]], columns=columns))


# --- writing ----------------------------------------------------------------------------------------------

HOSTILE = [
    '=HYPERLINK("x")', "+1-1", "@x", "-1", "00123", "1e5", "NA", "TRUE", "http://x.au", "mailto:a@b.au", "a\nb",
    "a\r\nb", "a\rb", "😀", " both ", "\ttab", "_x0001_", "a\x00b", "\x1b", "\x7f\x85", "<&>\"'", "a,b;c\td|e~f", "",
    "<r><t>x</t></r>", "<r></r>", "<r>a & b</r>", "_x005F_x0041_",
]  # fmt: skip


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".xlsx", ".parquet", ".CSV"])
def test_what_is_written_reads_back_the_same(tmp_path: Path, suffix: str) -> None:
    leads = pd.DataFrame({"Name": HOSTILE, "Note": HOSTILE[::-1], "Key": "k"}, dtype="str")
    leads.attrs = {"notes": [object()]}
    file = tmp_path / f"leads{suffix}"
    write_leads(leads, file)
    again = read_leads(file)
    assert rows_of(again) == dict(enumerate(leads.to_numpy().tolist(), start=2))
    assert again.columns.tolist() == ["Name", "Note", "Key"]


@examples(24, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="_\ufffe\uffff"), max_size=6),
        min_size=1,
        max_size=5,
    ),
    st.sampled_from([".csv", ".tsv", ".xlsx", ".parquet"]),
)
def test_any_text_reads_back_the_same(tmp_path: Path, values: list[str], suffix: str) -> None:
    leads = pd.DataFrame({"Value": values, "Key": "k"}, dtype="str")
    write_leads(leads, tmp_path / f"leads{suffix}")
    assert read_leads(tmp_path / f"leads{suffix}")["Value"].tolist() == values


def test_csv_is_minimal_and_without_the_index(tmp_path: Path) -> None:
    write_leads(pd.DataFrame({"A": ["1", "x,y"], "B": [5.0, None]}, index=[8, 9]), tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_bytes() == b'A,B\n1,5\n"x,y",\n'


def test_a_workbook_holds_text_only_under_a_fixed_heading(tmp_path: Path) -> None:
    write_leads(pd.DataFrame({"=1+1": HOSTILE, "B": "0412"}), tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}
    assert all(cell.hyperlink is None for row in sheet.iter_rows() for cell in row)
    assert sheet["B2"].number_format == "@"
    assert sheet["A1"].font.bold
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:B{len(HOSTILE) + 1}"
    assert CalamineWorkbook.from_path(tmp_path / "a.xlsx").sheet_names == ["Leads"]


@pytest.mark.parametrize(
    ("leads", "message"),
    [
        (pd.DataFrame({"A": ["x"], "B": ["x" * 32_768]}), "column B has a value of over 32,767 characters"),
        (pd.DataFrame({"A": ["😀" * 16_384]}), "column A has a value of over 32,767 characters"),
        (pd.DataFrame({"A": [""] * 1_048_576}), "1,048,576 leads of 1 columns do not fit.*write a .csv"),
    ],
)
def test_what_excel_cannot_hold_is_refused(tmp_path: Path, leads: pd.DataFrame, message: str) -> None:
    with pytest.raises(LeadsError, match=message):
        write_leads(leads, tmp_path / "a.xlsx")
    assert not (tmp_path / "a.xlsx").exists()


def test_the_longest_cell_of_excel_is_written(tmp_path: Path) -> None:
    write_leads(pd.DataFrame({"A": ["x" * 32_767]}), tmp_path / "a.xlsx")
    assert read_leads(tmp_path / "a.xlsx")["A"].str.len().tolist() == [32_767]


def test_a_file_that_cannot_be_written_says_why(tmp_path: Path) -> None:
    leads = pd.DataFrame({"A": ["1"]})
    with pytest.raises(LeadsError, match=r"unknown suffix: end the name with one of .csv, .tsv, .xlsx, .parquet"):
        write_leads(leads, tmp_path / "a.doc")
    with pytest.raises(LeadsError, match="there is no folder"):
        write_leads(leads, tmp_path / "no" / "a.csv")
    for suffix in (".csv", ".xlsx", ".parquet"):
        (tmp_path / f"a{suffix}").mkdir()
        with pytest.raises(LeadsError, match="cannot be written: close it in Excel"):
            write_leads(leads, tmp_path / f"a{suffix}")


def test_a_problem_of_an_earlier_reading_is_not_read_as_data(read: Read, tmp_path: Path) -> None:
    write_leads(read("A,B\n1\n"), tmp_path / "again.csv")
    assert rows_of(read_leads(tmp_path / "again.csv")) == {
        2: ["1", "", "too few cells: 1 where the heading has 2; the last one was read as blank"]
    }


# --- real files -------------------------------------------------------------------------------------------


@pytest.mark.skipif(not REAL.is_dir(), reason="the folder ../shared/data of real files is not here")
@pytest.mark.parametrize(
    ("name", "rows", "first", "last"),
    [
        ("au_hospitals_cr.csv", 1011, 2, 1012),
        ("au_libraries.csv", 1423, 2, 1424),
        pytest.param("nsw_schools.csv", 2216, 2, 2217, marks=pytest.mark.long),
        pytest.param("shops_73_countries.csv", 25600, 2, 25601, marks=pytest.mark.long),
        ("vic_libraries_preamble.csv", 263, 4, 266),
        pytest.param("vic_schools.csv", 2299, 2, 2300, marks=pytest.mark.long),
    ],
)
def test_real_files(tmp_path: Path, name: str, rows: int, first: int, last: int) -> None:
    leads = read_leads(REAL / name)
    assert_all_text(leads)
    assert (len(leads), leads.index[0], leads.index[-1]) == (rows, first, last)
    assert READ_PROBLEM not in leads
    for suffix in (".csv", ".xlsx"):
        write_leads(leads, tmp_path / f"a{suffix}")
        assert read_leads(tmp_path / f"a{suffix}").to_numpy().tolist() == leads.to_numpy().tolist()


@pytest.mark.parametrize("text", ["Ann,0491570006\nBob,0491570156\n", "+61 491 570 006,Ann\n0491 570 156,Bob\n"])
def test_a_file_without_headings_is_refused_rather_than_lose_its_first_lead(tmp_path: Path, text: str) -> None:
    file = tmp_path / "leads.csv"
    file.write_text(text, "utf-8")
    with pytest.raises(LeadsError, match="seems to have no headings") as caught:
        read_leads(file)
    assert "491" not in str(caught.value)
