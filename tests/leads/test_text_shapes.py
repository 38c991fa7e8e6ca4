"""Text files in all the shapes that programs give them: the leads that went in come out, under their rows."""

import csv
import io
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given, strategies as st

import noojee_dq as nj
from noojee_dq.fields import READ_PROBLEM
from noojee_dq.leads.delimiters import DELIMITERS
from tests.examples import examples
from tests.leads.alike import assert_read_alike

HEADINGS = ["Name", "Phone", "Note", "State"]
#: Cells by which the delimiter is found, and others for which it has to be said.
PLAIN = ["Ann", "0491 570 006", "+61491570156", "Zoë", "O'Hara", 'say "hi"', "VIC", "5", "-", "(02) 5550 1234", "x\ny"]
WILD = [*PLAIN, "Lee, Ann", "a;b", "1|2", "c\td", "~", '"', " ", "a\r\nb", "sep=;", "Total", "Phone"]


class Shape(NamedTuple):
    """A text file, and what is to come out of it."""

    content: bytes
    options: dict[str, Any]
    leads: dict[int, list[str]]


def cells_of(said: str) -> st.SearchStrategy[list[str]]:
    """Draw the cells of a lead; the first is no word that stands in a total, so that each is a lead."""
    others = st.sampled_from(["", *(PLAIN if said == "found" else WILD)])
    return st.tuples(st.sampled_from(["Ann", "Bob", "Zoë"]), others, others, others).map(list)


@st.composite
def shapes(draw: st.DrawFn) -> Shape:
    """Draw a file."""
    said = draw(st.sampled_from(["found", "hint", "given"]))
    delimiter = draw(st.sampled_from(list(DELIMITERS)))
    titles = draw(st.sampled_from([[], [["Leads of March"]], [["Leads of March"], []]])) if said != "hint" else []
    records: list[list[str]] = [*titles, HEADINGS]
    leads: dict[int, list[str]] = {}
    between = st.sampled_from(["lead", "lead", "lead", "blank", "blank cells", "headings", "line"])
    for kind in draw(st.lists(between, min_size=1, max_size=8)):
        other = {"blank": [], "blank cells": [" ", "", "\xa0", ""], "headings": HEADINGS, "line": ["----"] * 4}
        cells = other[kind] if kind in other else draw(cells_of(said))
        if kind == "lead":
            leads[len(records) + 1] = cells
        records.append(cells)
    records += draw(st.sampled_from([[], [["Total", "", "", "5"]], [["", "Total:", "12", ""], []]])) if leads else []
    hint = [f"sep={delimiter}"] if said == "hint" else []
    leads = {row + len(hint): cells for row, cells in leads.items()}
    content = written(draw, records, delimiter, hint)
    return Shape(content, {"delimiter": delimiter} if said == "given" else {}, leads)


def written(draw: st.DrawFn, records: list[list[str]], delimiter: str, above: list[str]) -> bytes:
    """Write records as one program or the other does."""
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    # The csv module puts no quotes around a line feed where its own lines end otherwise.
    quoting: Any = csv.QUOTE_ALL if end == "\r" else draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    file = io.StringIO(newline="")
    file.writelines(line + end for line in above)
    csv.writer(file, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(records)
    text = file.getvalue()
    if draw(st.booleans()) and records[-1]:
        text = text.removesuffix(end)
    return text.encode(draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"])))


@examples(30)
@given(shapes(), st.integers(1, 300))
def test_leads_come_out_as_they_went_in(tmp_path_factory: pytest.TempPathFactory, shape: Shape, block: int) -> None:
    path = tmp_path_factory.mktemp("shape") / "leads.csv"
    path.write_bytes(shape.content)
    leads = nj.read_leads(path, **shape.options)
    assert leads.columns.tolist() == HEADINGS
    assert dict(zip(leads.index.tolist(), leads.to_numpy().tolist(), strict=True)) == shape.leads
    assert_read_alike(path, block, **shape.options)


@examples(12)
@given(st.lists(st.integers(1, 6), min_size=1, max_size=5), st.sampled_from([",", ";", "\t"]))
def test_no_ragged_row_is_lost(tmp_path_factory: pytest.TempPathFactory, widths: list[int], delimiter: str) -> None:
    path: Path = tmp_path_factory.mktemp("ragged") / "leads.csv"
    rows = [delimiter.join(["Ann", "0491570006", "x", "y", "z", "!"][:width]) for width in widths]
    path.write_text("\n".join([delimiter.join(HEADINGS), *rows, "Total"]))
    leads = nj.read_leads(path, delimiter=delimiter)
    problems = leads.get(READ_PROBLEM)
    assert leads.index.tolist() == list(range(2, len(widths) + 2))
    assert [width == 4 for width in widths] == (
        problems.eq("").tolist() if problems is not None else [True] * len(leads)
    )
    assert_read_alike(path, 7, delimiter=delimiter)
