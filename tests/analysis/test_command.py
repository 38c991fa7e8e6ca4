"""`noojee-dq analyse`: exit codes, streams, files."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import noojee_dq as nj
from noojee_dq import cli
from noojee_dq.submit.results import write_results
from tests.analysis.results import results
from tests.analysis.run import Sent


class Run(NamedTuple):
    """One run of the command line."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Callable[..., Run]:
    monkeypatch.chdir(tmp_path)

    def analyse(*arguments: object) -> Run:
        monkeypatch.setattr(sys, "argv", ["noojee-dq", "analyse", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        captured = capsys.readouterr()
        return Run(ended.value.code if isinstance(ended.value.code, int) else 0, captured.out, captured.err)

    return analyse


@pytest.mark.parametrize(("lines", "code"), [([(0, 0)], 0), ([(0, 0), (0, 104)], 1), ([(0, 0), (0, 109)], 0)])
def test_exit_codes(run: Callable[..., Run], lines: list[Any], code: int) -> None:
    write_results(results(*lines, Phone="0491 570 006"), "results.csv")
    done = run("results.csv")
    assert (done.code, done.err) == (code, "")
    assert "What came back" in done.out


def test_files_that_cannot_be_read(run: Callable[..., Run]) -> None:
    assert run("missing.csv").code == 3
    Path("leads.csv").write_text("Phone\n0491570006\n")
    done = run("leads.csv")
    assert (done.code, done.out) == (3, "")
    assert "these are no results of a run" in done.err


def test_json(run: Callable[..., Run]) -> None:
    write_results(results((0, 0), (0, 104), Phone="0491 570 006"), "results.xlsx")
    assert json.loads(run("results.xlsx", "--format", "json").out)["outcomes"] == {"accepted": 1, "rejected": 1}


def test_outputs(run: Callable[..., Run], run_of_2000: Sent) -> None:
    write_results(run_of_2000.results, "results.csv")
    options = ["--html", "a.html", "--xlsx", "a.xlsx", "--retry", "r.csv", "--fix", "f.xlsx", "--hand-over", "h.csv"]
    done = run("results.csv", *options)
    analysis = nj.analyse(run_of_2000.results)
    assert done.code == 1
    assert done.err.splitlines() == [
        "wrote a.html",
        "wrote a.xlsx",
        "wrote r.csv: 0 leads",
        f"wrote f.xlsx: {len(analysis.fix)} leads",
        f"wrote h.csv: {len(analysis.hand_over)} leads",
    ]
    assert nj.read_leads("f.xlsx")["Ref"].tolist() == analysis.fix["Ref"].tolist()
    assert nj.read_leads("h.csv")["Ref"].tolist() == analysis.hand_over["Ref"].tolist()
    assert "0455 0" not in done.out


def test_a_journal(run: Callable[..., Run], run_of_2000: Sent) -> None:
    done = run(run_of_2000.journal)
    assert done.code == 1
    assert f"{run_of_2000.calls:,} requests" in done.out
    refused = run(run_of_2000.journal, "--fix", "fix.csv")
    assert (refused.code, refused.out) == (2, "")
    assert "--leads" in refused.err
    nj.write_leads(run_of_2000.report.leads, "leads.csv")
    given = run(run_of_2000.journal, "--leads", "leads.csv", "--fix", "fix.csv")
    assert given.code == 1
    assert "begins with 0455" in given.out
    assert len(nj.read_leads("fix.csv")) > 100


@pytest.mark.parametrize(
    ("options", "text"),
    [
        (["--html", "results.csv"], "is an input"),
        (["--html", "a.pdf"], "must end with one of .html"),
        (["--fix", "a.csv", "--retry", "a.csv"], "another output"),
        (["--xlsx", "no/a.xlsx"], "there is no folder"),
    ],
)
def test_outputs_that_are_refused(run: Callable[..., Run], options: list[str], text: str) -> None:
    write_results(results((0, 0), Phone=""), "results.csv")
    done = run("results.csv", *options)
    assert (done.code, done.out) == (2, "")
    assert text in done.err
