"""Several files as one list, and leads from standard input."""

import csv
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import noojee_dq as nj
from tests.conftest import Run

A = "Name,Phone\nAnn,0491 570 006\nBob,0491 570 156\n"
B = "Phone,Name\n0491570006,Ann\n1,Cy\n"


def write(name: str, text: str) -> str:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return name


def feed(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    """Let the next command find this on its standard input."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), "utf-8"))


def test_duplicates_hold_across_files_and_each_row_names_its_file(run: Callable[..., Run]) -> None:
    files = [write("a.csv", A), write("lists/b.csv", B)]
    ended = run("check", *files, "--format", "json", "--rows", "--ready", "ready.csv", "--rejected", "rejected.csv")
    found = json.loads(ended.out)
    assert (ended.code, found["source"], found["counts"]["ready"]) == (1, "a.csv, lists/b.csv", 2)
    assert found["sources"] == files
    assert [(line["row"], line["code"], line["message"].split(" of ")[-1]) for line in found["findings"]] == [
        ("2 of lists/b.csv", 105, "a.csv"),
        ("3 of lists/b.csv", 102, found["findings"][1]["message"]),
    ]
    assert [line["row"] for line in found["rows"]] == [
        "2 of a.csv",
        "3 of a.csv",
        "2 of lists/b.csv",
        "3 of lists/b.csv",
    ]
    assert "lists/b.csv: read as UTF-8, comma-separated" in found["notes"]
    assert Path("ready.csv").read_text("utf-8") == A
    rejected = list(csv.DictReader(io.StringIO(Path("rejected.csv").read_text("utf-8"))))
    assert [(row["dq_row"], row["dq_source"], row["Name"]) for row in rejected] == [
        ("2", "lists/b.csv", "Ann"),
        ("3", "lists/b.csv", "Cy"),
    ]


@pytest.mark.parametrize(
    ("files", "form", "place"),
    [
        (["a.csv"], "github", "::error file=a.csv,title=required-column-missing::"),
        (["a.csv", "b.csv"], "github", "::error title=required-column-missing::"),
        (["a.csv", "b.csv", "--out", "checked"], "github", "::error title=required-column-missing::"),
        (["a.csv"], "sarif", '"uri": "a.csv"'),
        (["a.csv", "b.csv"], "sarif", '"level": "error"'),
    ],
)
def test_what_concerns_several_files_names_no_file_that_is_not_there(
    run: Callable[..., Run], files: list[str], form: str, place: str
) -> None:
    write("a.csv", A)
    write("b.csv", "Name,Phone\nCy,0491 570 157\n")
    write("campaign.toml", '[phone]\nfields = ["Phone"]\n[fields]\nrequired = ["Postcode"]\n')
    said = run("check", *files, "--format", form).out
    assert place in said
    assert not any(both in said for both in ("a.csv, b.csv", "a.csv%2C b.csv", "a.csv%2C%20b.csv"))


def test_the_verdict_is_that_of_the_files_in_parts(run: Callable[..., Run]) -> None:
    files = [write("a.csv", A), write("b.csv", B)]
    at_once = json.loads(run("check", *files, "--format", "json").out)
    in_parts = json.loads(run("check", *files, "--format", "json", "--out", "checked").out)
    assert {name: at_once[name] for name in ("counts", "by_code")} == {
        name: in_parts[name] for name in ("counts", "by_code")
    }
    findings = nj.LargeReport.open("checked").findings.to_table().to_pylist()
    lines = [(f"{line['row']} of {line['source']}", line["message"]) for line in findings]
    assert [(line["row"], line["message"]) for line in at_once["findings"]] == lines


@pytest.mark.parametrize("form", ["table", "csv", "jsonl", "markdown", "github", "junit", "sarif"])
def test_every_form_names_the_file_of_a_row(form: str, run: Callable[..., Run]) -> None:
    out = run("check", write("a.csv", A), write("b.csv", B), "--format", form).out
    assert "b.csv" in out


@pytest.mark.parametrize("report", ["report.html", "report.xlsx"])
def test_reports_name_the_file_of_a_row(report: str, run: Callable[..., Run]) -> None:
    assert run("check", write("a.csv", A), write("b.csv", B), "--report", report).code == 1
    if report.endswith("html"):
        assert "b.csv" in Path(report).read_text("utf-8")
    else:
        assert "b.csv" in pd.read_excel(report, "Drop", engine="calamine").to_string()


@pytest.mark.parametrize(
    ("files", "options", "code", "said"),
    [
        ({"a.csv": A, "b.csv": "Phone,Nam\n0491570006,Ann\n"}, [], 3, "b.csv has no column 'Name', which a.csv has"),
        ({"a.csv": A, "./a.csv": A}, [], 3, "a.csv is named twice"),
        ({"a.csv": A, "b.csv": "dq_row,Phone,Name\n2,0491570006,Ann\n"}, [], 3, "b.csv: a report wrote this file"),
        ({"a.csv": "Name,Phone\n", "b.csv": "Name,Phone\n"}, [], 3, "a.csv: "),
        ({"a.csv": A, "b.csv": B}, ["--audience", "supplier", "--format", "markdown"], 2, "is about one file"),
        ({"a.csv": A, "none.csv": ""}, [], 3, "none.csv: the file is empty"),
    ],
)
def test_files_that_are_no_one_list_are_refused(
    files: dict[str, str], options: list[str], code: int, said: str, run: Callable[..., Run]
) -> None:
    ended = run("check", *(write(name, text) and name for name, text in files.items()), *options)
    assert (ended.code, ended.out) == (code, "")
    assert said in ended.err


def test_a_file_without_a_lead_is_said(run: Callable[..., Run]) -> None:
    ended = run("check", write("none.csv", "Name,Phone\n"), write("a.csv", A), "--format", "json")
    assert ended.code == 0
    assert any(note.startswith("none.csv: ") and "nothing of it" in note for note in json.loads(ended.out)["notes"])


def xlsx() -> bytes:
    book = io.BytesIO()
    pd.read_csv(io.StringIO(B), dtype=str).to_excel(book, index=False)
    return book.getvalue()


def parquet() -> bytes:
    table = io.BytesIO()
    pd.read_csv(io.StringIO(B), dtype=str).to_parquet(table)
    return table.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        B.encode(),
        B.encode("utf-16"),
        b'[{"Phone": "0491570006", "Name": "Ann"}, {"Phone": "1", "Name": "Cy"}]',
        xlsx(),
        parquet(),
    ],
)
def test_leads_from_another_program_are_read_as_those_of_a_file(
    data: bytes, run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    feed(monkeypatch, data)
    ended = run("check", "-", "--format", "json")
    found = json.loads(ended.out)
    assert (ended.code, found["source"], found["by_code"]) == (1, "stdin", {"102": 1})
    feed(monkeypatch, data)
    both = json.loads(run("check", write("a.csv", A), "-", "--format", "json").out)
    assert both["by_code"] == {"102": 1, "105": 1}
    assert both["findings"][0]["row"].endswith(" of stdin")


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (["-", "--out", "checked"], 2, "needs a file, and - is none"),
        (["-", "-"], 2, "- was given several times"),
        (["-", "--sheet", "2"], 3, "stdin: a text file has no sheet"),
    ],
)
def test_what_needs_a_file_says_so(
    options: list[str], code: int, said: str, run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    feed(monkeypatch, A.encode())
    ended = run("check", *options)
    assert (ended.code, ended.out) == (code, "")
    assert said in ended.err


def test_several_files_are_repaired_into_a_folder(run: Callable[..., Run]) -> None:
    a, b = write("a.csv", "Name,Phone\nAnn,491570006\n"), write("lists/b.tsv", "Phone\tName\n491570006.0\tBob\n")
    none = write("none.csv", "Name,Phone\n")
    ended = run("repair", a, b, none, "-o", "fixed", "--changes", "changes.csv", "--format", "json")
    assert ended.code == 0
    assert json.loads(ended.out)["counts"]["ready_after"] == 1
    assert Path("fixed/a.csv").read_text("utf-8") == "Name,Phone\nAnn,0491570006\n"
    assert Path("fixed/b.tsv").read_text("utf-8") == "Name\tPhone\nBob\t0491570006\n"
    assert Path("fixed/none.csv").read_text("utf-8") == "Name,Phone\n"
    assert "2 of lists/b.tsv,Phone,491570006.0" in Path("changes.csv").read_text("utf-8")


def test_of_several_files_it_is_said_where_rows_shift(run: Callable[..., Run]) -> None:
    blank = write("blank.csv", "Name,Phone\nAnn,491570006\n\nBob,491570156\n")
    said = run("repair", blank, write("whole.csv", A), "-o", "fixed").err
    shifted = "leads have other row numbers than before; repaired alone, it keeps them in dq_row"
    assert [f"in {Path('fixed', name)} {shifted}" in said for name in ("blank.csv", "whole.csv")] == [True, False]
    assert shifted not in run("repair", blank, "-o", "alone.csv").err


def test_leads_from_another_program_are_repaired(run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch) -> None:
    feed(monkeypatch, b"Name,Phone\nAnn,491570006\n")
    assert run("repair", "-", "-o", "fixed.csv").code == 0
    assert Path("fixed.csv").read_text("utf-8") == "Name,Phone\nAnn,0491570006\n"


@pytest.mark.parametrize(
    ("files", "output", "said"),
    [
        (["a.csv", "b.csv"], "c.csv", "c.csv is a file: name a folder"),
        (["a.csv", "x/a.csv"], "fixed", "several files would be written to fixed/a.csv"),
        (["a.csv", "b.csv"], ".", "a.csv is an input"),
    ],
)
def test_a_repair_of_several_files_overwrites_none(
    files: list[str], output: str, said: str, run: Callable[..., Run]
) -> None:
    write("c.csv", A)
    ended = run("repair", *(write(name, A) for name in files), "-o", output)
    assert (ended.code, said in ended.err) == (2, True)
    assert Path("a.csv").read_text("utf-8") == A
