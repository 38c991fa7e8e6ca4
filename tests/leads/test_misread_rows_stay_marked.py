"""A row that was misread once does not become ready by its way through a file that we wrote."""

from pathlib import Path

import openpyxl  # type: ignore[import-untyped]  # it ships no types
import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.fields import READ_PROBLEM
from noojee_dq.leads import read_leads, write_leads
from noojee_dq.report.files import write_rejected
from tests.examples import mostly_long
from tests.leads.alike import assert_read_alike

CAMPAIGN = nj.Campaign(phone_fields=["Phone", "Mobile"])
SHIFTED = (
    "Name,Phone,Mobile\nSmith, Ann,0255501234,0491570006\nRoe,,0491570156\nPoe,0491570157\nLee,0491570158,0491570159\n"
)


@pytest.fixture
def misread(tmp_path: Path) -> pd.DataFrame:
    (tmp_path / "shift.csv").write_text(SHIFTED)
    return read_leads(tmp_path / "shift.csv")


def found(leads: pd.DataFrame) -> list[list[object]]:
    findings = nj.check(leads, CAMPAIGN).findings
    ragged = findings["check"].isin(["too-many-cells", "too-few-cells"])
    return findings.loc[ragged, ["row", "check", "message"]].to_numpy().tolist()


@pytest.mark.parametrize("suffix", mostly_long([".csv", ".tsv", ".xlsx", ".parquet"], usual=[".csv", ".xlsx"]))
def test_repaired_and_read_again(tmp_path: Path, misread: pd.DataFrame, suffix: str) -> None:
    first = found(misread)
    assert [row[:2] for row in first] == [[2, "too-many-cells"], [4, "too-few-cells"]]
    path = tmp_path / f"fixed{suffix}"
    write_leads(nj.repair(misread, CAMPAIGN).leads, path)
    again = read_leads(path)
    assert found(again) == first
    assert any("the first reading had trouble with rows 2 and 4: see that" in note for note in again.attrs["notes"])
    write_leads(nj.repair(again, CAMPAIGN).leads, path)
    assert found(read_leads(path)) == first
    assert_read_alike(path, 24)
    pytest.importorskip("duckdb")
    report = nj.check_files([path], CAMPAIGN, out=tmp_path / "out")
    assert "too-many-cells" in report.findings.to_table()["check"].to_pylist()


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_rejected_and_read_again(tmp_path: Path, misread: pd.DataFrame, suffix: str) -> None:
    path = tmp_path / f"rejected{suffix}"
    write_rejected(nj.check(misread, CAMPAIGN), path)
    assert [row[1] for row in found(read_leads(path))] == ["too-many-cells"]


def test_an_emptied_cell_ends_it(tmp_path: Path, misread: pd.DataFrame) -> None:
    misread[READ_PROBLEM] = ""
    write_leads(misread, tmp_path / "looked.csv")
    again = read_leads(tmp_path / "looked.csv")
    assert (found(again), READ_PROBLEM in again) == ([], False)


def test_misread_in_both_readings(tmp_path: Path, misread: pd.DataFrame) -> None:
    write_leads(misread, tmp_path / "fixed.csv")
    lines = (tmp_path / "fixed.csv").read_text().splitlines()
    lines[1] += ",more"
    (tmp_path / "fixed.csv").write_text("\n".join(lines))
    assert [row[1] for row in found(read_leads(tmp_path / "fixed.csv"))] == ["too-many-cells", "too-few-cells"]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".parquet"])
def test_a_number_that_was_cut_off(tmp_path: Path, suffix: str) -> None:
    book = openpyxl.Workbook()
    for row in (["njExternalLeadId", "Phone"], [12345678901234567, "0491570006"], ["A1", "0491570156"]):
        book.active.append(row)
    book.save(tmp_path / "ids.xlsx")
    campaign = nj.Campaign(phone_fields=["Phone"])
    write_leads(nj.repair(read_leads(tmp_path / "ids.xlsx"), campaign).leads, tmp_path / f"fixed{suffix}")
    findings = nj.check(read_leads(tmp_path / f"fixed{suffix}"), campaign).findings
    assert findings[["row", "check"]].to_numpy().tolist() == [[2, "external-id-lossy"]]
