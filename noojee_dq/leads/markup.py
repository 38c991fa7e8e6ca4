"""Web pages and XML, which many systems give as .xls: what they are, and how to get the list itself."""

import codecs
import re
from typing import Final

from noojee_dq.errors import LeadsError
from noojee_dq.leads.archives import SAVE_AS_XLSX
from noojee_dq.leads.delimiters import DELIMITERS

_EXPORT: Final = (
    "export the list as .xlsx or CSV where it comes from, or open it in Excel, see that no phone number lost its "
    "leading zero, and save it as an Excel workbook (.xlsx)"
)
_HTML: Final = f"this is a web page (HTML), whatever its name says: {_EXPORT}"
_MHT: Final = f"this is a web page with its parts (MHT) or an e-mail, whatever its name says: {_EXPORT}"
_EXCEL_2003: Final = f"this is an XML spreadsheet of Excel 2003, whatever its name says: {SAVE_AS_XLSX}"
_FLAT: Final = "this is a flat OpenDocument file: open it in LibreOffice and save it as an Excel workbook (.xlsx)"
_XML: Final = f"this is an XML file, not a table: {SAVE_AS_XLSX}"

_BEFORE_ELEMENTS: Final = re.compile(r"(?:\s|<\?.*?\?>|<!--.*?-->|<!(?!--|doctype\s+html)[^>]*>)*", re.DOTALL)
_ELEMENT: Final = re.compile(r"<(?:!doctype\s+)?([a-z][\w.-]*:)?([a-z][\w.-]*)")
_DELIMITER: Final = f"[{re.escape(''.join(DELIMITERS))}]"
#: Behind the name of an element; what a delimiter follows is a heading in angle brackets (`<Title>,<Name>`).
_IN_A_PAGE: Final = rf"(?!> *{_DELIMITER})"
#: Elements that no list begins with.
_OF_PAGES: Final = re.compile(
    "<(?:!doctype\\s+)?"
    "(?:html|head|meta|title|base|link|style|script|body|div|table|caption|colgroup|thead|tbody|tr|form|center)"
    rf"(?![\w.:-]){_IN_A_PAGE}"
)
#: Others, which a web page can begin with too; a list can hold them, in its texts.
_MARKER_OF_PAGES: Final = re.compile(rf"(?<!\S{_DELIMITER})<(?:html|body|table|tr)(?=[\s>]){_IN_A_PAGE}")
_HEADER_OF_MHT: Final = re.compile(
    r"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?(?:mime-version:|content-type:\s*multipart/related)"
)


def refuse_markup(start: bytes) -> None:
    """Refuse a web page or an XML file, by its first bytes, and say what it is.

    Args:
        start: some hundreds of bytes at least; more tell more.

    Raises:
        LeadsError: it is one.

    Example:
        >>> refuse_markup(b"Name,Phone")
        >>> refuse_markup(b"<meta charset=utf-8><table>")
        Traceback (most recent call last):
        noojee_dq.errors.LeadsError: this is a web page (HTML), whatever its name says: export the list ...
    """
    text = _decoded(start).lstrip("\ufeff").lower()
    has_declaration = text.lstrip().startswith("<?xml")
    text = text[_BEFORE_ELEMENTS.match(text).end() :]  # type: ignore[union-attr]  # it matches the empty text
    if _HEADER_OF_MHT.match(text):
        raise LeadsError(_MHT)
    element = _ELEMENT.match(text)
    if not element:
        if has_declaration:
            raise LeadsError(_XML)
        return
    prefix, name = element.groups()
    if _OF_PAGES.match(text) or _MARKER_OF_PAGES.search(text):
        raise LeadsError(_HTML)
    if name == "workbook" and "urn:schemas-microsoft-com:office:spreadsheet" in text:
        raise LeadsError(_EXCEL_2003)
    if prefix == "office:" and name.startswith("document"):
        raise LeadsError(_FLAT)
    if has_declaration:
        raise LeadsError(_XML)


def _decoded(start: bytes) -> str:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if start.startswith(mark):
            return start.removeprefix(mark).decode(encoding, "replace")
    return start.decode("latin-1")
