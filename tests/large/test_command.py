"""`check --out` in a shell."""

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import noojee_dq as nj
from tests.conftest import Run

pytestmark = pytest.mark.slow

Command = Callable[..., Run]


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    (tmp_path / "a.csv").write_text("Phone,Name\n0491 570 006,Ann\n0491 570 156,Bob\n", "utf-8")
    (tmp_path / "b.csv").write_text("Phone,Name\n0491570006,Ann\n", "utf-8")
    return [str(tmp_path / "a.csv"), str(tmp_path / "b.csv")]


@pytest.mark.parametrize(
    ("option", "said"),
    [
        (["--memory", "1GB"], "--memory goes with --out: name a folder for the results, or leave it out"),
        (["--force"], "--force goes with --out, --rejected or a workbook of --report"),
        (["--force", "--report", "page.html", "--ready", "ready.csv"], "nothing else needs it, leave it out"),
    ],
)
def test_options_that_have_no_use_are_refused(option: list[str], said: str, run: Command, files: list[str]) -> None:
    ended = run("check", files[0], *option)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err


def test_several_files_are_checked_together(run: Command, files: list[str], tmp_path: Path) -> None:
    out = tmp_path / "checked"
    ended = run("check", *files, "--out", str(out), "--format", "json")
    said = json.loads(ended.out)
    assert ended.code == 1
    assert said["counts"] == {"leads": 3, "ready": 2, "fix": 0, "drop": 1, "review": 0}
    assert said["findings_in"] == str(out / "findings")
    assert "phone columns, guessed: Phone" in ended.err
    assert f"wrote {out}: 2 leads are ready" in ended.err
    findings = nj.LargeReport.open(out).findings.to_table().to_pylist()
    assert [line["message"] for line in findings if line["code"]] == [f"the same phone number as row 2 of {files[0]}"]


def test_a_first_file_without_leads_hides_no_phone_column(run: Command, files: list[str], tmp_path: Path) -> None:
    (tmp_path / "none.csv").write_text("Phone,Name\n", "utf-8")
    ended = run("check", str(tmp_path / "none.csv"), *files, "--out", str(tmp_path / "checked"), "--format", "json")
    assert json.loads(ended.out)["counts"]["leads"] == 3


def test_reports_and_leads_are_written_beside_the_folder(run: Command, files: list[str], tmp_path: Path) -> None:
    names = ("page.html", "note.md", "all.json", "ready.csv", "rejected.tsv")
    page, note, everything, ready, rejected = (tmp_path / name for name in names)
    options = [part for one in (page, note, everything) for part in ("--report", str(one))]
    options += ["--ready", str(ready), "--rejected", str(rejected), "--out", str(tmp_path / "checked")]
    ended = run("check", *files, *options)
    assert ended.code == 1
    assert [f"wrote {tmp_path / name}" in ended.err for name in names] == [True] * 5
    verdict = "1 of 3 leads is not ready to send: 1 to drop."
    assert verdict in page.read_text("utf-8")
    assert verdict in note.read_text("utf-8")
    assert json.loads(everything.read_text("utf-8"))["counts"]["leads"] == 3
    assert ready.read_text("utf-8") == "Phone,Name\n0491 570 006,Ann\n0491 570 156,Bob\n"
    assert rejected.read_text("utf-8").splitlines() == [
        "dq_row\tdq_source\tdq_status\tdq_expected_code\tdq_codes\tdq_reasons\tPhone\tName",
        f"2\t{files[1]}\tdrop\t105\t105\tPhone: the same phone number as row 2 of {files[0]}\t0491570006\tAnn",
    ]


def test_files_can_be_told_apart_by_the_dates_in_their_names(
    run: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    names = ("export_20261028.csv", "export_20261128.xls.csv", "0491570006.csv")
    for name in names:
        (tmp_path / name).write_text("Phone,Mobile\n0491 570 006,123\n", "utf-8")
    page = tmp_path / "page.html"
    ended = run("check", *names, "--out", str(tmp_path / "checked"), "--report", str(page), "--format", "markdown")
    for shown in (page.read_text("utf-8"), ended.out):
        assert [name in shown for name in names] == [True, True, False]


@pytest.mark.parametrize("pattern", ["*.csv", "[ab].csv"])
def test_a_pattern_that_the_shell_has_left_is_taken(
    pattern: str, run: Command, files: list[str], tmp_path: Path
) -> None:
    ended = run("check", str(tmp_path / pattern), "--out", str(tmp_path / "checked"), "--format", "json")
    assert json.loads(ended.out)["counts"]["leads"] == 3
    ended = run("check", str(tmp_path / "no*.csv"), "--out", str(tmp_path / "checked"))
    assert ended.code == 3
    assert "no*.csv: no file has such a name" in ended.err


def test_columns_that_may_be_fields_of_the_api_are_named_once(run: Command, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Phone,Callback\n0491 570 006,tomorrow\n0491 570 156,today\n", "utf-8")
    ended = run("check", str(tmp_path / "a.csv"), "--out", str(tmp_path / "checked"), "--format", "json")
    assert ended.err.count('"Callback" may be callback date (njCallBackDate)') == 1
    assert any("njCallBackDate" in note for note in json.loads(ended.out)["notes"])


def test_a_file_that_memory_cannot_hold_gets_a_folder_beside_it(
    run: Command, files: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = Path(files[0]).stat().st_size
    monkeypatch.setattr("noojee_dq.cli.in_parts.memory_of_computer", lambda: 8 * size + 1)
    assert run("check", files[0]).code == 0
    assert not (tmp_path / "a-checked").exists()
    monkeypatch.setattr("noojee_dq.cli.in_parts.memory_of_computer", lambda: 8 * size)
    ended = run("check", files[0], "--report", str(tmp_path / "page.html"))
    assert ended.code == 0
    assert "a.csv (0.1 MB) may not fit into memory (0.1 MB): checked in parts" in ended.err
    assert nj.LargeReport.open(tmp_path / "a-checked").counts["ready"] == 2
    assert "All 2 leads are ready to send." in (tmp_path / "page.html").read_text("utf-8")
    again = run("check", files[0])
    assert again.code == 2
    assert "a-checked holds a check already: name another folder, or replace it with" in again.err
    assert run("check", files[0], "--force").code == 0


def test_several_files_that_memory_cannot_hold_need_a_folder(
    run: Command, files: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    size = sum(Path(file).stat().st_size for file in files)
    monkeypatch.setattr("noojee_dq.cli.in_parts.memory_of_computer", lambda: 8 * size)
    ended = run("check", *files)
    assert (ended.code, ended.out) == (2, "")
    assert "2 files (0.1 MB) may not fit into memory (0.1 MB): name a folder for the results with --out" in ended.err


def test_good_leads_end_with_0_and_the_table_says_so(run: Command, files: list[str], tmp_path: Path) -> None:
    ended = run("check", files[0], "--out", str(tmp_path / "checked"))
    assert ended.code == 0
    assert "All 2 leads are ready to send." in ended.out
    assert "0491" not in ended.out + ended.err


def test_a_file_that_is_damaged_further_down_is_named(run: Command, files: list[str], tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.parquet"
    names = pd.Series(range(300)).astype("str").radd("Ann ")
    pd.DataFrame({"Phone": "0491 570 156", "Name": names}).to_parquet(damaged, row_group_size=100, compression=None)
    data = bytearray(damaged.read_bytes())
    at = data.index(b"Ann 150")
    data[at - 100 : at + 100] = b"\xff" * 200
    damaged.write_bytes(data)
    ended = run("check", files[0], str(damaged), "--out", str(tmp_path / "checked"))
    assert (ended.code, ended.out) == (3, "")
    assert "damaged.parquet: the Parquet file is damaged: ask for it again" in ended.err
    assert [path.name for path in (tmp_path / "checked").iterdir()] == [".noojee-dq"]


def test_a_file_that_is_named_twice_is_refused(run: Command, files: list[str], tmp_path: Path) -> None:
    for twice in ([files[0], files[0]], [*files, str(tmp_path / "." / "a.csv")]):
        ended = run("check", *twice, "--out", str(tmp_path / "checked"))
        assert (ended.code, ended.out) == (3, "")
        assert "a.csv is named twice: every lead of it would be a duplicate of itself" in ended.err


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            ["--out", "checked", "--ready", "ready.xlsx"],
            "leads checked in parts go into no workbook, whose sheets hold 1,048,575 leads at most: end the name with",
        ),
        (["--out", "checked", "--since", "a.csv"], "--since needs all leads at once, and these are checked in parts"),
        (
            ["--out", "checked", "--format", "csv"],
            "take one of table, json, markdown, html, github, junit, sarif; all findings will lie in",
        ),
        (["--out", "checked", "--report", "report.xlsx"], "leads checked in parts have no report as excel"),
        (["--out", "checked", "--report", "a.csv"], "a.csv is an input"),
        (["--out", "checked", "--memory", "much"], "--memory 'much' is no amount of memory: write it like 4GB"),
    ],
)
def test_what_does_not_fit_together_is_refused(
    options: list[str], message: str, run: Command, files: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    ended = run("check", *files, *options)
    assert (ended.code, ended.out) == (2, "")
    assert message in ended.err
