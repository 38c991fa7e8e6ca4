"""Files of a run that come in as leads: its results, the list of what was not done, the rows for a person."""

import json
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.sandbox import Sandbox
from tests.conftest import Run
from tests.examples import mostly_long
from tests.sending.support import CAMPAIGN, Bench, outcomes, some_leads

pytestmark = pytest.mark.slow

NewBench = Callable[..., Bench]
RunCli = Callable[..., Run]

KEY = "3f0c9c1e-made-up-key"
#: Takes the same number as often as it comes: nothing but the project keeps a lead from going out twice.
ALLOWING = CAMPAIGN.model_copy(update={"allow_duplicates": True})
COUNT = 12
JOURNAL = "noojee-run-leads.sqlite"


@pytest.fixture
def pbx(run: RunCli, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    """A PBX that allows duplicates, a dozen leads without ids, and a run that has sent four of them."""
    monkeypatch.setenv("NOOJEE_API_KEY", KEY)
    with Sandbox(ALLOWING, api_key=KEY, time_scale=0.01) as pbx:
        Path("campaign.toml").write_text(pbx.campaign.to_toml(), "utf-8")
        some_leads(COUNT).to_csv("leads.csv", index=False)
        assert run("submit", "leads.csv", "--send", "--limit", "4", "--results", "results.csv").code == 0
        yield pbx


def times_in(pbx: Sandbox) -> list[int]:
    return [pbx.inserts("Ref").get(ref, 0) for ref in some_leads(COUNT)["Ref"]]


def test_in_a_shell_a_list_of_what_was_not_done_sends_no_lead_twice(pbx: Sandbox, run: RunCli) -> None:
    said = run("analyse", JOURNAL, "--leads", "leads.csv", "--retry", "retry.csv")
    assert "send again" not in said.out
    assert "`resume` sends them" in " ".join(said.out.split())
    assert f"wrote retry.csv: 8 leads; but `noojee-dq resume {JOURNAL}` sends them" in said.err
    submitted = run("submit", "retry.csv", "--send")
    assert submitted.code == 0
    assert f"{JOURNAL}: leads of the file come back from its run (api_run), so it counts" in submitted.err
    for command in (["resume", JOURNAL], ["submit", "retry.csv", "--send"], ["submit", "leads.csv", "--send"]):
        assert run(*command).code == 0
        assert times_in(pbx) == [1] * COUNT


@pytest.mark.parametrize("first", ["resume", "submit"])
def test_in_a_shell_whichever_comes_first_results_go_in_once(pbx: Sandbox, run: RunCli, first: str) -> None:
    commands = {"resume": ["resume", JOURNAL], "submit": ["submit", "results.csv", "--send", "--all"]}
    for name in sorted(commands, key=lambda name: name != first):
        run(*commands[name])
    assert times_in(pbx) == [1] * COUNT


def test_in_a_shell_a_file_of_results_says_what_is_done_with_its_rows(pbx: Sandbox, run: RunCli) -> None:
    for found, said in ((True, "sent-by-earlier-run"), (False, "accepted-before")):
        if not found:
            pd.read_csv("results.csv", dtype=str).drop(columns="api_run").to_csv("bare.csv", index=False)
        checked = run("check", "results.csv" if found else "bare.csv", "--format", "json")
        errors = {one["check"] for one in json.loads(checked.out)["findings"] if one["severity"] == "error"}
        assert (checked.code, errors) == (1, {said})
    Path(JOURNAL).rename("moved.sqlite")
    Path("away").mkdir()
    Path("moved.sqlite").rename("away/moved.sqlite")
    lost = run("submit", "results.csv", "--all")
    assert "12 leads (rows 2, 3, 4, 5, 6 and 7 more): the journal of the run from which they come back" in lost.err
    assert "name it with --known" in lost.err
    assert "left out: 4 leads that another run has sent" in lost.out
    named = run("submit", "results.csv", "--known", "away/moved.sqlite")
    assert "is not there" not in named.err


def test_in_a_shell_the_journal_counts_from_every_folder(
    pbx: Sandbox, run: RunCli, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("elsewhere").mkdir()
    monkeypatch.chdir("elsewhere")
    beside = run("check", "../results.csv", "-c", "../campaign.toml", "--verbose")
    assert f"{JOURNAL}: leads of the file come back" in " ".join((beside.out + beside.err).split())
    monkeypatch.chdir("..")
    Path("elsewhere/r.csv").write_bytes(Path("results.csv").read_bytes())
    assert f"{JOURNAL}: leads of the file come back" in run("submit", "elsewhere/r.csv").err


@pytest.mark.parametrize("from_folder", mostly_long([".", "lists"], usual=["lists"]))
def test_in_a_shell_a_run_of_another_folder_sends_its_own_leads_itself(
    pbx: Sandbox, run: RunCli, monkeypatch: pytest.MonkeyPatch, from_folder: str
) -> None:
    """It looks beside itself for runs that were made from it."""
    Path("lists").mkdir()
    run("analyse", JOURNAL, "--leads", "leads.csv", "--retry", "lists/retry.csv")
    up = Path().resolve()
    monkeypatch.chdir(from_folder)
    submit = ["submit", str(up / "lists" / "retry.csv"), "-c", str(up / "campaign.toml"), "--known", str(up / JOURNAL)]
    assert "to be sent: 0 of 8 leads" in run(*submit).out
    waiting = run(*submit, "--send")
    assert (waiting.code, pbx.inserted) == (1, 4)
    assert "8 leads (rows 6, 7, 8, 9, 10 and 3 more): not sent, as noojee-run-leads.sqlite still has" in waiting.err
    assert run("resume", str(up / JOURNAL)).code == 0
    assert run(*submit, "--send").code == 0
    assert times_in(pbx) == [1] * COUNT


def test_in_a_shell_the_run_of_another_campaign_does_not_count(pbx: Sandbox, run: RunCli) -> None:
    other = pbx.campaign.model_copy(update={"campaign_id": 77})
    Path("other.toml").write_text(other.to_toml(), "utf-8")
    result = run("submit", "results.csv", "-c", "other.toml")
    assert "that went to another place, so it does not count here" in result.err
    assert "to be sent: 8 of 8 leads" in result.out


def test_what_the_rows_say_holds_in_python_too(bench: NewBench, tmp_path: Path) -> None:
    """Without the journal, which lies elsewhere: `submit` sends what it is given, but never knowingly twice."""
    at, leads = bench(ALLOWING), some_leads(6)
    results = at.submit(leads)
    results.attrs = {}
    (tmp_path / "elsewhere").mkdir()
    at.journal.rename(tmp_path / "elsewhere" / "run.sqlite")
    outcome = ["accepted", "unknown", "conflict", "accepted_inferred", "not_sent", "rejected"]
    again = at.submit(results.assign(api_outcome=outcome), journal=tmp_path / "again.sqlite")
    assert outcomes(again) == ["not_sent"] * 4 + ["accepted"] * 2
    assert again["api_action"].tolist()[0] == "drop"
    told = again.attrs["run"]
    assert (told["left"], told["resumable"], told["exit_code"], told["sent_elsewhere"]) == (3, 0, 1, 1)
    assert any(line.startswith("1 lead (row 1): left out, as their api_outcome") for line in told["notes"])
    assert any("3 leads (rows 2, 3 and 4): not sent now, as their api_outcome" in line for line in told["notes"])
    # Somebody has looked into the dialler.
    seen = results.assign(api_outcome=["accepted", "", "", "", "accepted", "accepted"])
    assert at.submit(seen, journal=tmp_path / "again.sqlite").attrs["run"]["left"] == 0


def test_what_the_journal_says_by_now_counts_more_than_old_results(bench: NewBench) -> None:
    at, leads = bench(ALLOWING), some_leads(3)
    results = at.submit(leads).assign(api_outcome=["accepted", "unknown", "not_sent"])
    report = nj.check(results, at.pbx.campaign)
    assert report.annotated["dq_status"].tolist() == ["drop"] * 3
    assert report.findings.query("severity == 'error'")["check"].tolist() == ["sent-by-earlier-run"] * 3


def test_a_frame_of_results_tells_where_its_journal_is(bench: NewBench, tmp_path: Path) -> None:
    at, leads = bench(ALLOWING), some_leads(6)
    results = at.submit(leads, limit=2)
    at.resume(leads)
    again = at.submit(nj.analyse(results).retry, journal=tmp_path / "again.sqlite")
    assert (outcomes(again), at.times_in(leads)) == (["not_sent"] * 4, [1] * 6)
    assert "run.sqlite: leads of the file come back from its run" in again.attrs["run"]["notes"][0]


def test_a_frame_of_results_is_the_same_run_with_the_same_journal(bench: NewBench) -> None:
    at, leads = bench(ALLOWING), some_leads(6)
    results = at.submit(leads, limit=2)
    again = at.submit(results)
    assert (outcomes(again), at.times_in(leads)) == (["accepted"] * 6, [1] * 6)
    assert not again.attrs["run"]["notes"]
    assert nj.check(results, at.pbx.campaign).counts["drop"] == 6
    results.attrs = {}
    assert nj.check(results, at.pbx.campaign).counts["drop"] == 2


def test_accepted_updates_may_be_sent_again_and_those_in_doubt_wait(bench: NewBench, tmp_path: Path) -> None:
    at, leads = bench(ALLOWING), some_leads(2, ids=True)
    at.submit(leads)
    given = leads.assign(njDisposition="Sale", api_outcome=["accepted", "unknown"])
    sent = at.submit(given, operation="update", journal=tmp_path / "updates.sqlite")
    assert outcomes(sent) == ["accepted", "not_sent"]


def test_a_command_that_a_note_names_can_be_typed(pbx: Sandbox, run: RunCli) -> None:
    said = run("submit", "results.csv", "--limit", "1", "--send").out.splitlines()[-1]
    command = shlex.split(said.removeprefix("Next: noojee-dq "))
    assert command[0] == "resume"
    assert run(*command).code == 0
    assert pd.Series(times_in(pbx)).eq(1).all()
