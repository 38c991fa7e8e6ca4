"""A run of several files, and of leads from another program: one list, that is taken up as such."""

import csv
import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import noojee_dq as nj
from noojee_dq.sandbox import Sandbox
from tests.conftest import Run

pytestmark = pytest.mark.slow

RunCli = Callable[..., Run]

KEY = "3f0c9c1e-made-up-key"
CAMPAIGN = nj.Campaign(
    template_id=41, campaign_id=41, allocation_id=38, phone_fields=["Phone"], columns={"Ref": "njExternalLeadId"}
)
FILES = ["a.csv", "lists/b.csv"]
JOURNAL = "noojee-run-a-and-1-more.sqlite"


@pytest.fixture
def pbx(run: RunCli, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    """A PBX, and a working folder with two files of leads and the campaign file for it."""
    monkeypatch.setenv("NOOJEE_API_KEY", KEY)
    with Sandbox(CAMPAIGN, api_key=KEY, time_scale=0.01) as pbx:
        Path("campaign.toml").write_text(pbx.campaign.to_toml(), "utf-8")
        Path("lists").mkdir()
        Path("a.csv").write_text("Ref,Phone\nA,0491 570 006\nB,0491 570 156\n", "utf-8")
        Path("lists/b.csv").write_text("Ref,Phone\nC,0491570006\nD,0491 570 157\n", "utf-8")
        yield pbx


def sent(pbx: Sandbox) -> list[str]:
    return sorted(pbx.inserts())


def test_several_files_are_one_run(pbx: Sandbox, run: RunCli) -> None:
    planned = run("submit", *FILES)
    assert (planned.code, sent(pbx), Path(JOURNAL).exists()) == (0, [], False)
    ended = run("submit", *FILES, "--send", "--results", "results.csv", "--format", "json")
    assert (ended.code, sent(pbx)) == (0, ["A", "B", "D"])
    assert Path(JOURNAL).exists()
    results = list(csv.DictReader(io.StringIO(Path("results.csv").read_text("utf-8"))))
    named = [(one["dq_row"], one["dq_source"], one["api_outcome"]) for one in results]
    assert named == [(row, file, "accepted") for row, file in (("2", "a.csv"), ("3", "a.csv"), ("3", "lists/b.csv"))]
    again = run("submit", *FILES, "--send")
    assert (again.code, sent(pbx)) == (0, ["A", "B", "D"])


def test_a_run_of_several_files_goes_on(pbx: Sandbox, run: RunCli, monkeypatch: pytest.MonkeyPatch) -> None:
    run("submit", *FILES, "--send", "--limit", "1")
    assert len(sent(pbx)) == 1
    Path("elsewhere").mkdir()
    monkeypatch.chdir("elsewhere")
    ended = run("resume", f"../{JOURNAL}")
    assert (ended.code, sent(pbx)) == (0, ["A", "B", "D"])


def test_files_that_were_moved_are_named(pbx: Sandbox, run: RunCli) -> None:
    run("submit", *FILES, "--send", "--limit", "1")
    Path("a.csv").rename("moved.csv")
    refused = run("resume", JOURNAL)
    assert (refused.code, "name all files of it where they are now" in refused.err) == (2, True)
    ended = run("resume", JOURNAL, "moved.csv", "lists/b.csv")
    assert (ended.code, sent(pbx)) == (0, ["A", "B", "D"])


def test_no_file_of_a_run_is_written_over(pbx: Sandbox, run: RunCli) -> None:
    run("submit", *FILES, "--send", "--limit", "1")
    before = Path("lists/b.csv").read_text("utf-8")
    refused = run("resume", JOURNAL, "--results", "lists/b.csv")
    assert (refused.code, Path("lists/b.csv").read_text("utf-8")) == (2, before)


def test_leads_from_another_program_need_a_journal(pbx: Sandbox, run: RunCli, monkeypatch: pytest.MonkeyPatch) -> None:
    def feed() -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(Path("a.csv").read_bytes()), "utf-8"))

    feed()
    refused = run("submit", "-", "--send")
    assert (refused.code, sent(pbx)) == (2, [])
    assert "name one with --journal" in refused.err
    ended = run("submit", "-", "--send", "--limit", "1", "--journal", "run.sqlite")
    assert (ended.code, len(sent(pbx))) == (0, 1)
    refused = run("resume", "run.sqlite")
    assert (refused.code, "does not say which file the leads came from" in refused.err) == (2, True)
    feed()
    again = run("submit", "-", "--send", "--journal", "run.sqlite")
    assert (again.code, sent(pbx)) == (0, ["A", "B"])


def test_a_folder_is_submitted_by_itself(pbx: Sandbox, run: RunCli) -> None:
    refused = run("submit", "lists", "a.csv")
    assert (refused.code, "submit it by itself" in refused.err) == (2, True)
