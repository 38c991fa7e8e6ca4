"""What a person may say of a file: its encoding, its delimiter, its sheet; and what is said where that goes amiss."""

from pathlib import Path

import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.errors import LeadsError
from noojee_dq.leads.delimiters import delimiter_of
from noojee_dq.leads.options import Reading
from tests.leads.alike import assert_read_alike

ODD = "characters that no list has"


def noted(path: Path, **options: object) -> str:
    """The notes of a file, which are the same where it is read in parts."""
    assert_read_alike(path, 24, **options)
    return "\n".join(nj.read_leads(path, **options).attrs["notes"])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "delimiter"),
    [
        (";", ";"), ("|", "|"), ("\t", "\t"), ("\\t", "\t"), ("tab", "\t"), ("TAB", "\t"), ("comma", ","), (" ", " "),
        ("space", " "), ("semicolon", ";"), ("pipe", "|"), ("^", "^"), (":", ":"),
    ],
)  # fmt: skip
def test_a_delimiter_can_be_written_in_several_ways(tmp_path: Path, written: str, delimiter: str) -> None:
    path = tmp_path / "leads.csv"
    path.write_text(f"Name{delimiter}Phone\nAnn{delimiter}0491570006\n")
    leads = nj.read_leads(path, delimiter=written)
    assert leads.to_dict("list") == {"Name": ["Ann"], "Phone": ["0491570006"]}
    assert leads.attrs["reading"] == {"delimiter": delimiter}
    assert_read_alike(path, 7, delimiter=written)


@pytest.mark.parametrize("written", ["", "ab", "a", "5", '"', "\n", "\r", "é", "tabs"])
def test_what_separates_nothing_is_refused(tmp_path: Path, written: str) -> None:
    (tmp_path / "leads.csv").write_text("A\n1\n")
    with pytest.raises(LeadsError, match="separates no cells: the delimiter is one character, or one of comma, tab"):
        nj.read_leads(tmp_path / "leads.csv", delimiter=written)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        pytest.param("sep=;\nPhone\n0491 570 006\n1\n", {3: "0491 570 006", 4: "1"}, id="one column"),
        pytest.param("sep=,\r\nPhone\r\n1\r\n", {3: "1"}, id="CRLF"),
        pytest.param("SEP=|\rPhone|Name\r1|a\r", {3: "1"}, id="CR and capitals"),
        pytest.param('"sep=;"\nPhone;Name\n1;a\n', {3: "1"}, id="in quotes"),
        pytest.param("sep=;;\nPhone;Name\n1;a\n", {3: "1"}, id="padded by a spreadsheet"),
        pytest.param("sep=\t\nPhone\tName\n1\ta, b\n", {3: "1"}, id="tab"),
        pytest.param("sep=^\nPhone^Name\n1^a\n", {3: "1"}, id="a delimiter that is not looked for"),
        pytest.param("\ufeffsep=;\nPhone\n1\n", {3: "1"}, id="with a mark"),
        pytest.param("sep=;\nLeads of March;;\nPhone;Name;State\n1;a;b\n", {4: "1"}, id="above a title"),
        pytest.param("sep=;\n\nPhone;Name\n1;a\n", {4: "1"}, id="above a blank row"),
        pytest.param("sep=;\nPhone, name\n1, a\n", {3: "1, a"}, id="commas in the only column"),
        pytest.param("Phone\nsep=;\n1\n", {2: "sep=;", 3: "1"}, id="not in the first row"),
        pytest.param("sep=\n1\n", {2: "1"}, id="without a delimiter"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_line_can_say_what_separates_the_cells(
    tmp_path: Path, text: str, rows: dict[int, str], encoding: str
) -> None:
    path = tmp_path / "leads.csv"
    path.write_bytes(text.encode(encoding))
    assert nj.read_leads(path).iloc[:, 0].to_dict() == rows
    for block in (1, 24):
        assert_read_alike(path, block)


def test_who_says_a_delimiter_is_believed_before_the_file(tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_text("sep=;\nPhone,Name\n1,a;b\n")
    assert nj.read_leads(path, delimiter=",").to_dict("index") == {3: {"Phone": "1", "Name": "a;b"}}
    assert "Excel shows the rows without it, each one lower" in noted(path, delimiter=",")


@pytest.mark.parametrize(
    ("content", "encoding", "rows"),
    [
        pytest.param("A,B\nZo\ufffd,1\nx,2\nb\ufffdb,3\n".encode(), None, "rows 2 and 4", id="lost before"),
        pytest.param("A,B\n\x93x\x94,1\n".encode(), None, "row 2", id="cp1252 that was taken for Latin-1"),
        pytest.param(b"A,B\n\x93x\x94,1\n", "latin-1", "row 2", id="cp1252 read as Latin-1"),
        pytest.param("A,B\nx,1\n".encode("utf-16-le"), "latin-1", "row", id="UTF-16 read as Latin-1"),
        pytest.param("Zo\ufffd,B\nx,1\n".encode(), None, "row 1", id="in the heading"),
        pytest.param("t,,\nZo\ufffd,B,C\nx,1,\ufffd\n".encode(), None, "rows 2 and 3", id="in a heading below a title"),
        pytest.param("a title that fills it,,\nZo\ufffd,B,C\nx,1,2\n".encode(), None, "row 2:", id="in a later part"),
        pytest.param(("A,B\n" + "x,1\n" * 30 + "\ufffd,1\n").encode(), None, "row 32", id="far below"),
    ],
)  # fmt: skip
def test_rows_that_a_wrong_encoding_has_spoilt_are_named(
    tmp_path: Path, content: bytes, encoding: str | None, rows: str
) -> None:
    path = tmp_path / "leads.csv"
    path.write_bytes(content)
    notes = noted(path, **({"encoding": encoding} if encoding else {}))
    assert f"{rows}" in notes
    assert ODD in notes
    assert ("--encoding" if encoding else "ask for it again") in notes


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("A,B\nZoë €,1\n".encode(), None),
        ("A,B\nZoë €,1\n".encode("cp1252"), None),
        ("A,B\nЖ,1\n".encode("cp1251"), "cp1251"),
        ("A,B\n名,1\n".encode("shift_jis"), "shift_jis"),
        ("A,B\nZoë,1\n".encode("utf-16"), None),
        (b"A,B\nx\x00\x07,1\n", None),
    ],
)
def test_letters_are_not_taken_for_damage(tmp_path: Path, content: bytes, encoding: str | None) -> None:
    path = tmp_path / "leads.csv"
    path.write_bytes(content)
    notes = noted(path, **({"encoding": encoding} if encoding else {}))
    assert ODD not in notes
    assert "as well as" not in notes


def test_utf_8_that_is_read_otherwise_is_noted(tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_bytes("A,B\nZoë,1\n".encode())
    assert "the text is UTF-8 as well as cp1252: if letters look wrong, leave out" in noted(path, encoding="cp1252")
    for encoding in ("utf-8", "UTF8", "utf-8-sig"):
        assert "as well as" not in noted(path, encoding=encoding)


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_what_an_error_advises_helps(tmp_path: Path, codec: str) -> None:
    path = tmp_path / "leads.csv"
    path.write_bytes("Name,Phone\nZoë,1\n".encode(codec))
    with pytest.raises(LeadsError, match=f"without the mark that says so: .*--encoding {codec}"):
        nj.read_leads(path)
    assert nj.read_leads(path, encoding=codec)["Name"].tolist() == ["Zoë"]
    assert_read_alike(path, 7, encoding=codec)


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        *((name, f"there is no encoding '{name}'") for name in ("klingon", "hex", "rot13", "undefined", "")),
        ("utf-32", "the file cannot be read as utf-32"),
    ],
)
def test_an_encoding_that_is_none_is_refused_alike(tmp_path: Path, encoding: str, words: str) -> None:
    path = tmp_path / "leads.csv"
    path.write_bytes("A,B\nZoë,1\n".encode())
    with pytest.raises(LeadsError, match=words):
        nj.read_leads(path, encoding=encoding)
    assert_read_alike(path, 7, encoding=encoding)


def test_sheets_count_from_0_as_in_pandas_and_from_1_as_text(tmp_path: Path) -> None:
    path = tmp_path / "leads.xlsx"
    with pd.ExcelWriter(path, engine="xlsxwriter") as book:
        for name in ("First", "1", "2026"):
            pd.DataFrame({name: ["x"]}).to_excel(book, sheet_name=name, index=False)
    read = {sheet: nj.read_leads(path, sheet=sheet).columns[0] for sheet in (0, 1, 2, "1", "2", "3", "2026")}
    assert read == {0: "First", 1: "1", 2: "2026", "1": "1", "2": "1", "3": "2026", "2026": "2026"}
    for sheet in ("0", "4"):
        with pytest.raises(LeadsError, match=f'there is no sheet {sheet}: counted from 1 the sheets are "First", "1"'):
            nj.read_leads(path, sheet=sheet)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("leads.csv", {"sheet": "Leads"}),
        ("leads.xlsx", {"encoding": "utf-8"}),
        ("leads.xlsx", {"delimiter": ","}),
        ("leads.parquet", {"encoding": "utf-8"}),
        ("leads.parquet", {"delimiter": ","}),
        ("leads.parquet", {"sheet": "Leads"}),
    ],
)
def test_an_option_without_use_is_refused(tmp_path: Path, name: str, options: dict[str, str]) -> None:
    nj.write_leads(pd.DataFrame({"A": ["1"]}), tmp_path / name)
    with pytest.raises(LeadsError, match=f"leave out {next(iter(options))}= .--{next(iter(options))}"):
        nj.read_leads(tmp_path / name, **options)  # type: ignore[arg-type]
    assert_read_alike(tmp_path / name, 7, **options)


def test_options_are_the_same_by_what_they_mean() -> None:
    assert Reading(encoding="latin-1", delimiter=delimiter_of("tab")).unlike(
        Reading(encoding="ISO-8859-1", delimiter="\t")
    ) is None  # fmt: skip
    assert Reading(encoding="utf-8").unlike(Reading(encoding="cp1252")) == "encoding"
    for sheet, written in ((0, "1"), (1, "2"), ("Leads", "Leads"), ("latin-1", "latin-1")):
        assert Reading(sheet=written).unlike(Reading(sheet=sheet)) is None
        assert Reading(sheet=sheet).unlike(Reading(sheet=written)) is None
    for sheet, other in (("latin-1", "ISO-8859-1"), ("UTF8", "utf-8"), (0, "0"), (0, "2"), (0, None)):
        assert Reading(sheet=sheet).unlike(Reading(sheet=other)) == "sheet"
    assert Reading(delimiter=",").unlike(Reading(delimiter="comma")) is None
    assert Reading(header_row=2).unlike(Reading(header_row=3)) == "header_row"
