"""The quick way through a sheet's XML finds what the whole way finds, however the XML is cut into blocks."""

import pytest
from hypothesis import given, strategies as st

from noojee_dq.leads.sheet_facts import SheetFacts
from noojee_dq.leads.xlsx_facts import read_whole_sheet
from noojee_dq.leads.xlsx_tags import NotPlainError, rows_columns_and_errors
from tests.examples import examples

ROW = '<{p}row r="{row}"{hides}>{cells}</{p}row>'
CELLS = {
    "text": '<{p}c r="A{row}" t="inlineStr"><{p}is><{p}t>row hidden="1" t="e"</{p}t></{p}is></{p}c>',
    "error": '<{p}c r="B{row}" s="1" t="e"><{p}f>NA()</{p}f><{p}v>#N/A</{p}v></{p}c>',
    "blank error": '<{p}c r="C{row}" t="e"/>',
    "number": '<{p}c r="D{row}"><{p}v>5</{p}v></{p}c>',
    "shared": "<{p}c r='E{row}' t='s'><{p}v>0</{p}v></{p}c>",
}
#: Attributes of a row, and whether they hide it.
HIDES = {
    "": False,
    ' hidden="1"': True,
    " hidden = 'true'": True,
    ' ht="0" customHeight="1"': True,
    ' hidden="0"': False,
    ' spans="1:5" ht="15"': False,
}
FORMATS = '<{p}conditionalFormatting sqref="A1"><{p}cfRule type="x"/></{p}conditionalFormatting>'


def sheet_of(prefix: str, rows: list[tuple[str, list[str]]]) -> str:
    written = "".join(
        ROW.format(p=prefix, row=row, hides=hides, cells="".join(CELLS[cell] for cell in cells)).format(
            p=prefix, row=row
        )
        for row, (hides, cells) in enumerate(rows, 1)
    )
    column = f'<{prefix}cols><{prefix}col min="2" max="3" hidden="1"/></{prefix}cols>'
    data = f"{column}<{prefix}sheetData>{written}</{prefix}sheetData>{FORMATS.format(p=prefix) * 20}"
    return f'<?xml version="1.0"?><{prefix}worksheet xmlns:x="urn">{data}</{prefix}worksheet>'


def in_blocks(xml: str, size: int) -> list[bytes]:
    return [xml.encode()[at : at + size] for at in range(0, len(xml), size)]


@examples(60)
@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(HIDES)), st.lists(st.sampled_from(sorted(CELLS)), unique=True)), max_size=12
    ),
    st.sampled_from(["", "x:"]),
    st.integers(100, 700),
)
def test_the_quick_way_finds_the_same(rows: list[tuple[str, list[str]]], prefix: str, size: int) -> None:
    xml = sheet_of(prefix, rows)
    quick = read_whole_sheet(rows_columns_and_errors(iter(in_blocks(xml, size))))
    assert quick == read_whole_sheet(iter([xml.encode()]))
    assert quick.hidden_rows == [(row, row) for row, (hides, _) in enumerate(rows) if HIDES[hides]]
    assert quick.texts == {(row, 1): "#N/A" for row, (_, cells) in enumerate(rows) if "error" in cells}


@pytest.mark.parametrize(
    "xml",
    [
        '<worksheet><!-- <row r="9" hidden="1"/> --><row r="1"/></worksheet>',
        '<worksheet><row r="1"><c><t><![CDATA[<row r="9" hidden="1"/>]]></t></c></row></worksheet>',
        '<worksheet><row><c><v>1</v></c><c t="e"><v>#N/A</v></c></row></worksheet>',
        "<chartsheet/>",
        "",
    ],
)
def test_what_is_not_plain_takes_the_whole_way(xml: str) -> None:
    with pytest.raises(NotPlainError):
        list(rows_columns_and_errors(iter([xml.encode()])))


def test_a_comment_hides_nothing() -> None:
    xml = b'<worksheet><!-- <row r="9" hidden="1"/> --><row r="1"/></worksheet>'
    assert read_whole_sheet(iter([xml])) == SheetFacts([], [], {})
