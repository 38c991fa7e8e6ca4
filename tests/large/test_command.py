"""`check --out` in a shell."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import noojee_dq as nj
from tests.conftest import Run

Command = Callable[..., Run]


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    (tmp_path / "a.csv").write_text("Phone,Name\n0491 570 006,Ann\n0491 570 156,Bob\n", "utf-8")
    (tmp_path / "b.csv").write_text("Phone,Name\n0491570006,Ann\n", "utf-8")
    return [str(tmp_path / "a.csv"), str(tmp_path / "b.csv")]


@pytest.mark.parametrize("option", [["--memory", "1GB"], ["--force"]])
def test_options_of_out_alone_are_refused(option: list[str], run: Command, files: list[str]) -> None:
    ended = run("check", files[0], *option)
    assert (ended.code, ended.out) == (2, "")
    assert f"{option[0]} goes with --out: name a folder for the results, or leave it out" in ended.err


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


def test_good_leads_end_with_0_and_the_table_says_so(run: Command, files: list[str], tmp_path: Path) -> None:
    ended = run("check", files[0], "--out", str(tmp_path / "checked"))
    assert ended.code == 0
    assert "All 2 leads are ready to send." in ended.out
    assert "0491" not in ended.out + ended.err


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ([], "2 files are checked together with --out FOLDER: name a folder for the results"),
        (["--out", "checked", "--ready", "ready.csv"], "has all its results in a folder (checked): leave out --ready"),
        (["--out", "checked", "--format", "csv"], "is printed as table, json, markdown: for csv read checked/findings"),
        (["--out", "checked", "--memory", "much"], "memory='much' is no amount of memory: write it like 4GB"),
    ],
)
def test_what_does_not_fit_together_is_refused(
    options: list[str], message: str, run: Command, files: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    ended = run("check", *files, *options)
    assert (ended.code, ended.out) == (2, "")
    assert message in ended.err
