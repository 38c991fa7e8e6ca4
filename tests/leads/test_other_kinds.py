"""Files that are no list, whatever their name says: each is named, with the way to a list."""

from pathlib import Path

import openpyxl  # type: ignore[import-untyped]  # it ships no types
import pytest

from noojee_dq.errors import LeadsError
from noojee_dq.leads import read_leads
from noojee_dq.leads.streaming import open_leads
from tests.leads.spreadsheets import ODF, ods, ods_row, ole, parts_of, xls, xls_sheet, xls_text, zipped

TABLE = "<table><tr><td>Name</td><td>Phone</td></tr><tr><td>Ann</td><td>0491 570 006</td></tr></table>"
EXCEL_2003 = '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet/></Workbook>'
WEB_PAGE = r"^leads\.xls: this is a web page \(HTML\).*export the list as \.xlsx or CSV.*leading zero"


@pytest.mark.parametrize(
    "begin",
    [
        "",
        "\ufeff",
        "\n\r\n \t",
        "<html>",
        "<HTML lang=en>",
        "<!DOCTYPE html>",
        '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN">',
        '<meta http-equiv="Content-Type" content="text/html; charset=utf-8">',
        "<head>",
        "<style>td { mso-number-format: '@' }</style>",
        "<div class=report>",
        "<body>",
        "<center>",
        "<!-- exported -->",
        "<!-- exported > by\n the CRM -->\n<!-- again -->",
        "<![if supportMisalignedColumns]>",
        '<?xml version="1.0" encoding="utf-8"?>\n<html xmlns="http://www.w3.org/1999/xhtml">',
        "<h1>Leads of March</h1>",
        "<p>Leads of <b>March</b></p><br>",
        "<font size=2>",
        '<x:html xmlns:x="urn">',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_web_page_is_no_workbook(tmp_path: Path, begin: str, encoding: str) -> None:
    file = tmp_path / "leads.xls"
    file.write_text(begin + TABLE, encoding)
    for read in (read_leads, lambda path: open_leads(path, rows=10)):
        with pytest.raises(LeadsError, match=WEB_PAGE) as caught:
            read(file)
        assert "0491" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "name", "message"),
    [
        ("MIME-Version: 1.0\nContent-Type: multipart/related;\n", "leads.xls", "web page with its parts"),
        ("From: <Saved by Blink>\nSubject: x\n y\nMIME-Version: 1.0\n", "leads.mht", "web page with its parts"),
        (
            f'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n{EXCEL_2003}',
            "leads.xls",
            "of Excel 2003",
        ),
        (EXCEL_2003.replace("Workbook", "ss:Workbook"), "leads.xml", "of Excel 2003"),
        (f'<?xml version="1.0"?><office:document xmlns:office="{ODF}">', "leads.fods", "open it in LibreOffice"),
        ('<?xml version="1.0"?><leads><lead/></leads>', "leads.xls", "an XML file"),
        ('<?xml version="1.0"?>', "leads.xml", "an XML file"),
    ],
)
def test_markup_is_named(tmp_path: Path, text: str, name: str, message: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(LeadsError, match=message):
        read_leads(tmp_path / name)


@pytest.mark.parametrize(
    "text",
    [
        "<NO CHANGE>,Phone\nx,0491 570 006\n",
        "<b>Name</b>,Phone\nAnn,0491 570 006\n",
        "<Name>;<Phone>\nAnn;0491 570 006\n",
        "<!-- list -->,Phone\nAnn,0491 570 006\n",
        "Note,Phone\n<html><table><tr>,0491 570 006\n",
        "Content-Type: x,Phone\nAnn,0491 570 006\n",
        "ID;Phone\n7;0491 570 006\n",
        "<,Phone\nAnn,0491 570 006\n",
    ],
)
def test_a_list_that_holds_markup_is_read(tmp_path: Path, text: str) -> None:
    (tmp_path / "leads.csv").write_text(text, "utf-8")
    assert read_leads(tmp_path / "leads.csv").iloc[0, 1] == "0491 570 006"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"%PDF-1.7\n", "this is a PDF"),
        (b"\r\n%PDF-1.7\n", "this is a PDF"),
        (b"II*\x00\x08", "an image"),
        (b"MM\x00*\x00", "an image"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "an image"),
        (b"\x00\x00\x00\x18ftypheic", "an image"),
        (b"BZh91AY&SY", r"packed file \(bzip2\)"),
        (b"\xfd7zXZ\x00\x00", r"packed file \(xz\)"),
        (b"\x28\xb5\x2f\xfd\x00", r"packed file \(Zstandard\)"),
        (b"7z\xbc\xaf\x27\x1c", r"packed file \(7-Zip\)"),
        (b"SQLite format 3\x00", r"database \(SQLite\).*export its table"),
        (b"\x00\x01\x00\x00Standard ACE DB\x00", r"database \(Access\)"),
        (b"\x09\x08\x08\x00\x00\x05\x10\x00", "Excel before 1997"),
        (b"ID;PWXL;N;E\r\n", "SYLK"),
        (zipped({"leads.csv": "Name,Phone\n"}), r"packed file \(zip\): unpack it"),
        (zipped({"word/document.xml": "x"}), "Word document"),
        (zipped({"word\\document.xml": "x"}), "Word document"),
        (zipped({"ppt/presentation.xml": "x"}), "presentation"),
        (zipped({"Index/Document.iwa": "x"}), "Apple Numbers.*export"),
        (zipped({"Index.zip": "x", "preview.jpg": "x"}), "Apple Numbers"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}), "no spreadsheet"),
        (zipped({"encrypted-package": "x", "mimetype": "x"}), "has a password"),
        (ole({"WordDocument": b"x"}), "Word document"),
        (ole({"PowerPoint Document": b"x"}), "presentation"),
        (ole({"EncryptedPackage": b"x", "EncryptionInfo": b"y"}), "has a password"),
        (ole({"__properties_version1.0": b"x"}), "e-mail"),
    ],
)
def test_other_kinds_are_named(tmp_path: Path, data: bytes, message: str) -> None:
    for name in ("leads.xlsx", "leads.csv"):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(LeadsError, match=message):
            read_leads(tmp_path / name)


def test_an_open_document_with_a_password_is_refused(tmp_path: Path) -> None:
    parts = parts_of(ods({"Leads": ods_row("Name")}))
    parts["META-INF/manifest.xml"] = parts["META-INF/manifest.xml"].replace(
        b"/></manifest", b"><manifest:encryption-data/></manifest:file-entry></manifest"
    )
    for name in ("leads.ods", "leads.xlsx"):
        (tmp_path / name).write_bytes(zipped(parts))
        with pytest.raises(LeadsError, match="has a password: open it"):
            read_leads(tmp_path / name)


def test_words_in_cells_make_no_other_kind(tmp_path: Path) -> None:
    words = ["WordDocument", "EncryptedPackage", "<html>", "__properties_version1.0"]
    book = openpyxl.Workbook()
    for word in ["Name", *words]:
        book.active.append([word])
    book.save(tmp_path / "leads.xlsx")
    assert read_leads(tmp_path / "leads.xlsx")["Name"].tolist() == words
    wide = [xls_text(row, 0, "".join(f"{letter}\0" for letter in word)) for row, word in enumerate(words, 1)]
    (tmp_path / "leads.xls").write_bytes(xls({"Leads": xls_sheet(xls_text(0, 0, "Name"), *wide)}))
    assert len(read_leads(tmp_path / "leads.xls")) == len(words)
