"""Row numbers and hidden rows are those of LibreOffice, which writes and opens the files here."""

import csv
import datetime
import io
import random
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.fields import READ_PROBLEM
from tests.leads.libreoffice import NEEDED, LibreOffice

pytestmark = NEEDED

_SEEDS = range(8)
#: Read a text as Excel would: cells of this separator (its code), quotation marks, UTF-8, from row 1.
_TEXT_FILTER = "--infilter=Text - txt - csv (StarCalc):{},34,76,1"


def fill(sheet: Any, rng: random.Random) -> tuple[list[int], list[int]]:
    """Fill a sheet with leads below a preamble, blank rows between them; return their rows, and those hidden."""
    above = rng.randrange(3)
    for row in range(1, above + 1):
        sheet.cell(row, 1, "a list of leads")
    for column, heading in enumerate(("Phone", "Name", "When"), 1):
        sheet.cell(above + 1, column, heading)
    rows: list[int] = []
    hidden: list[int] = []
    row = above + 1
    for lead in range(30):
        row += 1 + (rng.random() < 0.15)
        when = datetime.datetime(2031, 1 + lead % 12, 3, 10, 30) if lead % 3 else None
        for column, value in enumerate((f"04915{lead:05d}", f"Name {lead}", when), 1):
            sheet.cell(row, column, value)
        rows.append(row)
        if rng.random() < 0.2:
            sheet.row_dimensions[row].hidden = True
            hidden.append(row)
    return rows, hidden


def test_of_workbooks_that_it_has_written(tmp_path: Path) -> None:
    expected = {}
    for seed in _SEEDS:
        book = openpyxl.Workbook()
        expected[f"{seed}"] = fill(book.active, random.Random(seed))  # noqa: S311 - the same at each run
        book.save(tmp_path / f"{seed}.xlsx")
    files = [tmp_path / f"{name}.xlsx" for name in expected]
    for kind in ("xlsx", "ods", "xls"):
        written = LibreOffice(tmp_path).convert(files, kind)
        for name, (rows, hidden) in expected.items():
            leads = nj.read_leads(written / f"{name}.{kind}")
            assert leads.index.tolist() == rows
            marked = leads[READ_PROBLEM].ne("") if READ_PROBLEM in leads else pd.Series(False, index=leads.index)
            assert leads.index[marked].tolist() == hidden
            assert set(leads["When"]) <= {"", *(f"2031/{month:02d}/03 10:30" for month in range(1, 13))}


def text_of_leads(rng: random.Random, delimiter: str) -> str:
    """Write leads as a program might: line breaks within cells, blank lines, a line about the separator."""
    text = io.StringIO()
    rows = csv.writer(text, delimiter=delimiter, lineterminator=rng.choice(["\n", "\r\n"]))
    if rng.random() < 0.5:
        text.write(f"sep={delimiter}\n")
    rows.writerow(["Phone", "Name", "Note"])
    for lead in range(30):
        if rng.random() < 0.15:
            text.write("\n")
        rows.writerow([f"04915{lead:05d}", f"Name {lead}", rng.choice(["", "two\nlines", f"a{delimiter}b", 'a "b"'])])
    return text.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_of_texts_that_it_has_opened(tmp_path: Path, delimiter: str) -> None:
    files = [tmp_path / f"{seed}.csv" for seed in _SEEDS]
    for seed, file in enumerate(files):
        file.write_bytes(text_of_leads(random.Random(seed), delimiter).encode())  # noqa: S311 - the same at each run
    opened = LibreOffice(tmp_path).convert(files, "xlsx", _TEXT_FILTER.format(ord(delimiter)))
    for file in files:
        sheet = openpyxl.load_workbook(opened / f"{file.stem}.xlsx").active
        names = {row: value for row, (_, value, *_) in enumerate(sheet.values, 1) if str(value).startswith("Name ")}
        assert nj.read_leads(file)["Name"].to_dict() == names
