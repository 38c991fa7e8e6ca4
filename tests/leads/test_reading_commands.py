"""Every command that reads a lead file can be told how to; what has no use for the file is refused."""

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import noojee_dq as nj
from tests.conftest import Run

RunCli = Callable[..., Run]

TEXT = "Name^Phone^Country\nЮлия^0491 570 006^AU\nBob^202 555 0123^US\n"
SAID = ["--encoding", "cp1251", "--delimiter", "^"]


@pytest.fixture
def files(run: RunCli) -> None:
    """A text that nobody can read unasked, a workbook of several sheets, a plain list, and several numbers."""
    Path("odd.txt").write_bytes(TEXT.encode("cp1251"))
    Path("leads.csv").write_text("Phone\n0491570006\n")
    with pd.ExcelWriter("leads.xlsx", engine="xlsxwriter") as book:
        for name in ("Codes", "2026", "Leads"):
            pd.DataFrame({"Phone": ["0491570006"], name: ["x"]}).to_excel(book, sheet_name=name, index=False)


@pytest.mark.usefixtures("files")
def test_check_reads_as_it_is_told(run: RunCli) -> None:
    result = run(
        "check", "odd.txt", *SAID, "--phone-field", "Phone", "--region-column", "Country", "--ready", "ready.csv"
    )
    assert result.code == 0, result.err
    assert nj.read_leads("ready.csv")["Name"].tolist() == ["Юлия", "Bob"]


@pytest.mark.usefixtures("files")
def test_check_in_parts_reads_so_too(run: RunCli) -> None:
    result = run("check", "odd.txt", *SAID, "--region-column", "Country", "--out", "checked", "--format", "json")
    assert result.code == 0, result.err
    assert json.loads(result.out)["counts"]["ready"] == 2
    parts = nj.LargeReport.open("checked")
    assert parts.annotated.to_table()["Name"].to_pylist() == ["Юлия", "Bob"]
    assert "read as cp1251" in "\n".join(parts.notes)


@pytest.mark.usefixtures("files")
def test_repair_and_init_read_so_too(run: RunCli) -> None:
    assert run("repair", "odd.txt", *SAID, "-o", "fixed.csv", "--region-column", "Country").code == 0
    assert nj.read_leads("fixed.csv")["Phone"].tolist() == ["0491570006", "2025550123"]
    result = run("init", "odd.txt", *SAID, "--region-column", "Country")
    assert "noojee-dq check odd.txt --encoding cp1251 --delimiter" in result.err
    campaign = nj.Campaign.from_toml("campaign.toml")
    assert (campaign.phone_fields, campaign.region_column) == (("Phone",), "Country")


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(
    ("sheet", "column"),
    [
        ("Leads", "Leads"),
        ("1", "Codes"),
        pytest.param("3", "Leads", marks=pytest.mark.long),
        ("2026", "2026"),
        pytest.param("2", "2026", marks=pytest.mark.long),
    ],
)
def test_a_sheet_by_name_or_by_number(run: RunCli, sheet: str, column: str) -> None:
    assert run("check", "leads.xlsx", "--sheet", sheet, "--ready", "ready.csv").code == 0
    assert column in nj.read_leads("ready.csv").columns
    assert run("check", "leads.xlsx", "--sheet", sheet, "--out", "checked").code == 0
    assert column in nj.LargeReport.open("checked").annotated.schema.names


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["check", "leads.csv", "--sheet", "1"], 3, "leads.csv: a text file has no sheet: leave out --sheet"),
        (["check", "leads.csv", "--sheet", "1", "--out", "checked"], 3, "a text file has no sheet"),
        (["check", "leads.xlsx", "--delimiter", "tab"], 3, "a workbook has no delimiter"),
        (["check", "leads.xlsx", "--encoding", "utf-8", "--out", "checked"], 3, "a workbook has no encoding"),
        (["check", "leads.xlsx", "--sheet", "7"], 3, 'there is no sheet 7: counted from 1 the sheets are "Codes"'),
        (["check", "leads.csv", "--delimiter", "ab"], 2, "'ab' separates no cells"),
        (["check", "leads.csv", "--encoding", "klingon"], 2, "there is no encoding 'klingon': give cp1252, latin-1"),
        (["repair", "leads.csv", "-o", "x.csv", "--sheet", "1"], 3, "a text file has no sheet"),
        (["submit", "leads.csv", "--sheet", "1"], 3, "a text file has no sheet"),
        (["init", "--sheet", "1"], 2, "--sheet says how a lead file is to be read: name one, or leave it out"),
        (["analyse", "leads.csv", "--delimiter", ";"], 2, "--delimiter says how the file of --leads is to be read"),
        (["check", "odd.txt", *SAID, "--phone-field", "Phone", "--region-column", "Cuntry"], 2, "mean 'Country'?"),
        (["check", "odd.txt", *SAID, "--region-column", "Cuntry", "--out", "checked"], 2, "mean 'Country'?"),
        (["repair", "odd.txt", *SAID, "--region-column", "Cuntry", "-o", "x.csv"], 2, "mean 'Country'?"),
        (["init", "odd.txt", *SAID, "--region-column", "Cuntry"], 2, "mean 'Country'?"),
    ],
)
def test_what_has_no_use_is_refused(run: RunCli, arguments: list[str], code: int, said: str) -> None:
    result = run(*arguments)
    assert (result.code, said in result.err) == (code, True), result.err
