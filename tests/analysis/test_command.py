"""`noojee-dq analyse`: exit codes, streams, files."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.sending.results import write_results
from tests.analysis.results import results
from tests.analysis.run import Sent
from tests.conftest import Run
from tests.documents import not_zero

pytestmark = pytest.mark.slow


@pytest.fixture
def analyse(run: Callable[..., Run]) -> Callable[..., Run]:
    """Runs `noojee-dq analyse`."""
    return lambda *arguments: run("analyse", *map(str, arguments))


@pytest.mark.parametrize(("lines", "code"), [([(0, 0)], 0), ([(0, 0), (0, 104)], 1), ([(0, 0), (0, 109)], 0)])
def test_exit_codes(analyse: Callable[..., Run], lines: list[Any], code: int) -> None:
    write_results(results(*lines, Phone="0491 570 006"), "results.csv")
    done = analyse("results.csv")
    assert (done.code, done.err) == (code, "")
    assert "What came back" in done.out


def test_files_that_cannot_be_read(analyse: Callable[..., Run]) -> None:
    assert analyse("missing.csv").code == 3
    Path("leads.csv").write_text("Phone\n0491570006\n")
    done = analyse("leads.csv")
    assert (done.code, done.out) == (3, "")
    assert "these are no results of a run" in done.err


def test_json(analyse: Callable[..., Run]) -> None:
    write_results(results((0, 0), (0, 104), Phone="0491 570 006"), "results.xlsx")
    found = json.loads(analyse("results.xlsx", "--format", "json").out)
    assert not_zero(found["counts"]) == {"leads": 2, "accepted": 1, "rejected": 1}
    assert (found["by_code"], found["ok"]) == ({"0": 1, "104": 1}, False)


def test_outputs(analyse: Callable[..., Run], run_of_200: Sent) -> None:
    write_results(run_of_200.results, "results.csv")
    options = ["--html", "a.html", "--xlsx", "a.xlsx", "--retry", "r.csv", "--fix", "f.xlsx", "--hand-over", "h.csv"]
    done = analyse("results.csv", *options)
    analysis = nj.analyse(run_of_200.results)
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


def test_a_journal(analyse: Callable[..., Run], run_of_200: Sent) -> None:
    done = analyse(run_of_200.journal)
    assert done.code == 1
    assert f"{run_of_200.calls:,} requests" in done.out
    refused = analyse(run_of_200.journal, "--fix", "fix.csv")
    assert (refused.code, refused.out) == (2, "")
    assert "--leads" in refused.err
    nj.write_leads(run_of_200.report.leads, "leads.csv")
    given = analyse(run_of_200.journal, "--leads", "leads.csv", "--fix", "fix.csv")
    assert given.code == 1
    assert "begins with 0455" in given.out
    changed = run_of_200.report.leads
    changed.loc[[4, 9], "Source"] = "other"
    nj.write_leads(changed, "leads.csv")
    other = analyse(run_of_200.journal, "--leads", "leads.csv")
    said = " ".join(other.out.split())
    assert (other.code, "2 leads (rows 4 and 9, when the run began): changed or gone since, so only what" in said) == (
        1,
        True,
    )
    assert "or leave --leads out, or analyse a file of results" in said
    assert "--leads" in analyse("fix.csv", "--leads", "leads.csv").err
    assert len(nj.read_leads("fix.csv")) == len(nj.analyse(run_of_200.results).fix) > 10


@pytest.mark.parametrize(
    ("options", "text"),
    [
        (["--html", "results.csv"], "is an input"),
        (["--html", "a.pdf"], "must end with .html"),
        (["--fix", "a.csv", "--retry", "a.csv"], "another output"),
        (["--xlsx", "no/a.xlsx"], "there is no folder"),
    ],
)
def test_outputs_that_are_refused(analyse: Callable[..., Run], options: list[str], text: str) -> None:
    write_results(results((0, 0), Phone=""), "results.csv")
    done = analyse("results.csv", *options)
    assert (done.code, done.out) == (2, "")
    assert text in done.err


@pytest.mark.parametrize("order", [["a.csv", "b.csv"], ["b.csv", "a.csv"]])
def test_the_leads_of_a_run_may_lie_in_several_files(
    order: list[str], run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, number in (("a.csv", "0491 570 006"), ("b.csv", "0491 570 157")):
        Path(name).write_text(f"Phone\n{number}\n", "utf-8")
    with nj.Sandbox(nj.Campaign(phone_fields=["Phone"]), dnc=["0491 570 157"]) as pbx:
        Path("campaign.toml").write_text(pbx.campaign.to_toml(), "utf-8")
        monkeypatch.setenv("NOOJEE_API_KEY", pbx.api_key)
        sent = run("submit", "a.csv", "b.csv", "--send", "--journal", "run.sqlite", "-q")
    assert sent.code == 1
    leads = [part for name in order for part in ("--leads", name)]
    ended = run("analyse", "run.sqlite", *leads, "--hand-over", "look.csv", "--fix", "fix.csv", "--format", "json")
    assert (ended.code, json.loads(ended.out)["by_code"]) == (1, {"0": 1, "104": 1})
    assert "the journal holds no values of leads" not in ended.out
    alone = run("analyse", "run.sqlite", "--leads", "a.csv", "--format", "json")
    assert "1 lead (row 2 of b.csv, when the run began): changed or gone since" in alone.out
    assert json.loads(alone.out)["by_code"] == {"0": 1, "104": 1}
    Path("c.csv").write_text("Phone\n0491 570 158\n", "utf-8")
    none = run("analyse", "run.sqlite", "--leads", "c.csv")
    assert (none.code, "these are not the 2 leads of this run" in none.err) == (3, True)


@pytest.mark.parametrize("changed", [[], [1], [1, 2]])
def test_a_journal_and_results_of_a_run_with_changed_leads_count_alike(
    run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch, changed: list[int]
) -> None:
    leads = pd.DataFrame({"Phone": ["0491 570 006", "0491 570 157", "0491 570 158"], "Name": ["A", "B", "C"]})
    leads.to_csv("leads.csv", index=False)

    def to_do(*options: str) -> tuple[int, int]:
        found = json.loads(run("analyse", *options, "--format", "json").out)["counts"]
        return found["retry"], found["hand_over"]

    with nj.Sandbox(nj.Campaign(phone_fields=["Phone"])) as pbx:
        Path("campaign.toml").write_text(pbx.campaign.to_toml(), "utf-8")
        monkeypatch.setenv("NOOJEE_API_KEY", pbx.api_key)
        assert run("submit", "leads.csv", "--send", "--journal", "run.sqlite", "--limit", "1").code == 0
        leads.loc[changed, "Name"] = "other"
        leads.to_csv("leads.csv", index=False)
        for options in ([], ["--leads", "leads.csv"]):
            assert to_do("run.sqlite", *options) == (2 - len(changed), len(changed))
        run("resume", "run.sqlite", "--results", "results.csv")
    for options in (["run.sqlite"], ["run.sqlite", "--leads", "leads.csv"], ["results.csv"]):
        assert to_do(*options) == (0, len(changed))
    said = "left, and changed in their file since, or gone from it, so the run does not send them"
    assert (said in run("analyse", "run.sqlite", "--format", "json").out) == bool(changed)
    Path("leads.csv").unlink()
    unread = "whether leads that are left were changed, or are gone, since the run began"
    assert (unread in run("analyse", "run.sqlite", "--format", "json").out) == bool(changed)
