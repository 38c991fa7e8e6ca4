"""Submitting in a shell: nothing is sent unasked, nothing twice, and the exit code tells what came of it."""

import json
import os
import shlex
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.sandbox import Faults, Sandbox
from tests.conftest import Run
from tests.documents import not_zero
from tests.sending.support import OK, Scripted, ScriptedPbx, next_command, some_leads

RunCli = Callable[..., Run]

KEY = "3f0c9c1e-made-up-key"
CAMPAIGN = nj.Campaign(
    template_id=41, campaign_id=41, allocation_id=38, phone_fields=["Phone"], columns={"Ref": "njExternalLeadId"}
)
LEADS = "Ref,Phone\nA,0491 570 006\nB,0491 570 156\n\nC,0491 570 157\nD,\nE,0491 570 006\n"
READY, UNREADY = ["A", "B", "C"], ["D", "E"]


@pytest.fixture
def pbx(run: RunCli, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    """A PBX, and a working folder with leads and the campaign file for it."""
    monkeypatch.setenv("NOOJEE_API_KEY", KEY)
    with Sandbox(CAMPAIGN, api_key=KEY, time_scale=0.01) as pbx:
        Path("campaign.toml").write_text(pbx.campaign.to_toml(), "utf-8")
        Path("leads.csv").write_text(LEADS, "utf-8")
        yield pbx


def sent(pbx: Sandbox) -> list[str]:
    return sorted(pbx.inserts())


def test_without_send_nothing_is_sent_and_nothing_is_written(pbx: Sandbox, run: RunCli) -> None:
    result = run("submit", "leads.csv")
    assert (result.code, pbx.log.empty) == (0, True)
    assert {path.name for path in Path().iterdir()} == {"campaign.toml", "leads.csv"}
    assert "2 of 5 leads are not ready to send: 1 to fix, 1 to drop" in result.err
    assert "to be sent: 3 of 3 leads" in result.out
    assert "3 phone cells as plain digits, which the file has in another form" in result.out
    assert "04•••••006" in result.out
    assert "0491570006" not in result.out + result.err
    assert next_command(result) == ["submit", "leads.csv", "--send"]


def test_from_another_folder_the_same_file_is_the_same_run(
    pbx: Sandbox, run: RunCli, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("submit", "leads.csv", "--send")
    calls = pbx.calls
    Path("elsewhere").mkdir()
    monkeypatch.chdir("elsewhere")
    result = run("submit", "../leads.csv", "-c", "../campaign.toml", "--send")
    assert (result.code, pbx.calls) == (0, calls)


def test_send_sends_what_is_ready_and_says_what_stays_behind(pbx: Sandbox, run: RunCli) -> None:
    result = run("submit", "leads.csv", "--send", "--results", "results.csv")
    assert (result.code, sent(pbx)) == (0, READY)
    assert "They stay behind" in result.err
    assert "3 leads: 3 accepted" in result.out
    results = pd.read_csv("results.csv", dtype=str)
    assert results[["dq_row", "api_code", "api_outcome", "Ref"]].to_numpy().tolist() == [
        ["2", "0", "accepted", "A"],
        ["3", "0", "accepted", "B"],
        ["5", "0", "accepted", "C"],
    ]
    assert next_command(result) == ["analyse", "noojee-run-leads.sqlite"]
    assert KEY not in result.out + result.err


def test_the_same_command_twice_sends_nothing_twice(pbx: Sandbox, run: RunCli) -> None:
    run("submit", "leads.csv", "--send")
    again = run("submit", "leads.csv", "--send")
    assert (again.code, pbx.inserted, len(pbx.counts)) == (0, 3, 1)
    assert "3 accepted" in again.out


def test_all_has_the_pbx_judge_the_others_too(pbx: Sandbox, run: RunCli) -> None:
    result = run("submit", "leads.csv", "--send", "--all")
    assert (result.code, pbx.counts) == (1, {0: 3, 102: 1, 105: 1})
    for line in ("102 NO_PHONE_FIELDS: 1", "105 DUPLICATE: 1"):
        assert line in result.out
        assert line in run("status", "noojee-run-leads.sqlite").out


def test_leads_on_the_do_not_call_list_go_only_when_that_is_said(pbx: Sandbox, run: RunCli) -> None:
    Path("dnc.csv").write_text("Phone\n0491570006\n", "utf-8")
    options = ["--send", "--all", "--dnc", "dnc.csv"]
    run("submit", "leads.csv", *options, "--journal", "one.sqlite")
    assert sent(pbx) == ["B", "C"]
    assert "2 withheld" in run("status", "one.sqlite").out
    run("submit", "leads.csv", *options, "--journal", "two.sqlite", "--send-dnc")
    assert sent(pbx) == READY


def test_a_run_with_a_limit_goes_on_with_the_command_that_it_names(pbx: Sandbox, run: RunCli) -> None:
    Path("the key.txt").write_text(KEY, "utf-8")
    files = ["--journal", "my run.sqlite", "--results", "the results.xlsx", "--api-key-file", "the key.txt"]
    first = run("submit", "leads.csv", "--send", "--limit", "2", *files)
    assert (first.code, sent(pbx)) == (0, ["A", "B"])
    of_key = ["--api-key-file", str(Path("the key.txt").absolute())]
    assert next_command(run("status", "my run.sqlite")) == ["resume", "my run.sqlite", *of_key]
    second = run(*next_command(first))
    assert (second.code, sent(pbx)) == (0, READY)
    results = nj.read_leads("the results.xlsx")
    assert results["Ref"].tolist() == READY
    assert results["api_outcome"].tolist() == ["accepted"] * 3
    assert "nothing is left" in run("status", "my run.sqlite").out


def test_results_in_a_workbook_are_text_that_no_spreadsheet_runs(pbx: Sandbox, run: RunCli) -> None:
    Path("leads.csv").write_text("Ref,Phone,Note\nA,0491 570 006,=1+1\n", "utf-8")
    run("submit", "leads.csv", "--send", "--results", "results.xlsx")
    assert nj.read_leads("results.xlsx")["Note"].tolist() == ["=1+1"]


def test_a_run_is_resumed_from_a_file_that_was_moved(pbx: Sandbox, run: RunCli) -> None:
    run("submit", "leads.csv", "--send", "--limit", "1", "--journal", "run.sqlite")
    Path("leads.csv").rename("moved.csv")
    lost = run("resume", "run.sqlite")
    assert (lost.code, "leads.csv: the file of this run is no longer there" in lost.err) == (2, True)
    assert run("resume", "run.sqlite", "moved.csv").code == 0
    assert sent(pbx) == READY


def test_a_run_is_resumed_from_the_same_sheet(pbx: Sandbox, run: RunCli) -> None:
    with pd.ExcelWriter("leads.xlsx", engine="xlsxwriter") as book:
        pd.DataFrame({"Ref": ["X"], "Phone": ["0491570110"]}).to_excel(book, sheet_name="old", index=False)
        pd.DataFrame({"Ref": READY, "Phone": ["0491570006", "0491570156", "0491570157"]}).to_excel(
            book, sheet_name="new", index=False
        )
    first = run("submit", "leads.xlsx", "--sheet", "new", "--send", "--limit", "1")
    assert run(*next_command(first)).code == 0
    assert sent(pbx) == READY


def test_a_journal_of_other_leads_is_not_touched_and_the_message_says_what_to_do(pbx: Sandbox, run: RunCli) -> None:
    run("submit", "leads.csv", "--send", "--journal", "run.sqlite", "--limit", "1")
    Path("others.csv").write_text("Ref,Phone\nX,0491 570 110\n", "utf-8")
    result = run("submit", "others.csv", "--send", "--journal", "run.sqlite")
    assert (result.code, sent(pbx)) == (2, ["A"])
    assert "holds a run of other leads: none of these is among them" in result.err


def test_the_run_of_a_frame_is_resumed_in_python(pbx: Sandbox, run: RunCli) -> None:
    leads = pd.DataFrame({"Ref": ["A", "B"], "Phone": ["0491570006", "0491570156"]})
    leads.noojee.submit(pbx.campaign, journal="run.sqlite", limit=1, progress=False)
    assert "noojee_dq.resume('run.sqlite', leads, campaign)" in run("status", "run.sqlite").out
    result = run("resume", "run.sqlite", "leads.csv")
    assert (result.code, "came from a frame" in result.err) == (2, True)


@pytest.mark.parametrize("options", [[], ["--all"], ["--send"], ["--send", "--all"]], ids=" ".join)
def test_a_file_for_which_the_campaign_is_wrong_is_not_sent(pbx: Sandbox, run: RunCli, options: list[str]) -> None:
    wrong = pbx.campaign.model_copy(update={"template_id": 0})
    Path("campaign.toml").write_text(wrong.to_toml(), "utf-8")
    result = run("submit", "leads.csv", *options)
    assert (result.code, pbx.log.empty) == (2, True)
    assert "no lead can be sent\n  template-id" in result.err


def test_ids_that_the_pbx_does_not_know_leave_no_journal_behind(pbx: Sandbox, run: RunCli) -> None:
    Path("campaign.toml").write_text(pbx.campaign.model_copy(update={"allocation_id": 7}).to_toml(), "utf-8")
    result = run("submit", "leads.csv", "--send", "--journal", "run.sqlite")
    assert (result.code, Path("run.sqlite").exists()) == (2, False)
    assert "allocation_id 7 is not on this PBX" in result.err


def test_a_file_without_a_ready_lead_is_not_sent(pbx: Sandbox, run: RunCli) -> None:
    Path("leads.csv").write_text("Ref,Phone\nA,\n", "utf-8")
    result = run("submit", "leads.csv", "--send")
    assert (result.code, pbx.log.empty) == (1, True)
    assert "noojee-dq check leads.csv --campaign ./campaign.toml --rejected rejected.xlsx" in result.err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["submit", "none.csv"], 3),
        (["submit", "leads.csv", "-c", "none.toml"], 2),
        (["submit", "leads.csv", "--results", "leads.csv"], 2),
        (["submit", "leads.csv", "--results", "results.pdf"], 2),
        (["submit", "leads.csv", "--results", "nowhere/results.csv"], 2),
        (["submit", "leads.csv", "--journal", "leads.csv"], 2),
        (["submit", "leads.csv", "--journal", "results.csv", "--results", "results.csv"], 2),
        (["submit", "leads.csv", "--limit", "0"], 2),
        (["submit", "leads.csv", "--send", "--api-key-file", "none.txt"], 2),
        (["resume", "none.sqlite"], 2),
        (["status", "none.sqlite"], 2),
        (["status", "leads.csv"], 2),
    ],
)
def test_mistakes_are_said_and_nothing_is_sent(pbx: Sandbox, run: RunCli, arguments: list[str], code: int) -> None:
    result = run(*arguments)
    assert (result.code, pbx.log.empty) == (code, True)
    assert result.err
    assert "defect" not in result.err
    assert Path("leads.csv").read_text("utf-8") == LEADS


def test_without_a_key_nothing_is_sent(pbx: Sandbox, run: RunCli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOOJEE_API_KEY")
    result = run("submit", "leads.csv", "--send")
    assert (result.code, "NOOJEE_API_KEY" in result.err, pbx.log.empty) == (2, True, True)
    assert run("submit", "leads.csv").code == 0


@pytest.mark.parametrize("broken", ["wrong key", "no server"])
def test_a_pbx_that_cannot_be_used_is_exit_code_4(
    pbx: Sandbox, run: RunCli, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    if broken == "no server":
        pbx.stop()
    else:
        monkeypatch.setenv("NOOJEE_API_KEY", "another-made-up-key")
    result = run("submit", "leads.csv", "--send")
    assert (result.code, sent(pbx)) == (4, [])
    assert not list(Path().glob("*.sqlite"))


def test_a_run_that_stops_writes_its_results_and_can_go_on(pbx: Sandbox, run: RunCli) -> None:
    pbx.faults = Faults(script={"B": "http_401", "C": "http_401"})
    stopped = run("submit", "leads.csv", "--send", "--results", "results.csv")
    assert (stopped.code, sent(pbx)) == (4, ["A"])
    assert "Stopped: the PBX refused the API key" in stopped.out
    assert "RunStoppedWarning" not in stopped.err
    assert pd.read_csv("results.csv")["api_outcome"].tolist() == ["accepted", "not_sent", "not_sent"]
    pbx.faults = Faults()
    assert run(*next_command(stopped)).code == 0
    assert sent(pbx) == READY


def test_results_that_cannot_be_written_are_not_lost(pbx: Sandbox, run: RunCli) -> None:
    Path("results.csv").mkdir()
    result = run("submit", "leads.csv", "--send", "--results", "results.csv")
    assert (result.code, sent(pbx)) == (2, READY)
    command = shlex.split(result.err.partition("the journal has every answer: noojee-dq ")[2])
    assert run(*command).code == 0
    assert len(pd.read_csv("other.csv")) == 3
    assert pbx.inserted == 3


@pytest.fixture
def slow_run(pbx: Sandbox) -> Iterator[subprocess.Popen[str]]:
    """`submit --send` of 70 leads in a process of its own, of which some are in."""
    rows = [f"R{place},04915{place:05d}" for place in range(70)]
    Path("leads.csv").write_text("\n".join(["Ref,Phone", *rows]), "utf-8")
    command = [sys.executable, "-m", "noojee_dq", "submit", "leads.csv", "--send", "--results", "results.csv"]
    with Sandbox(CAMPAIGN, api_key=KEY, concurrency=4) as slow:
        Path("campaign.toml").write_text(slow.campaign.to_toml(), "utf-8")
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)  # noqa: S603
        until = time.monotonic() + 20
        while slow.inserted < 8 and time.monotonic() < until:
            time.sleep(0.02)
        yield process
        process.kill()
        process.communicate()


@pytest.mark.long
@pytest.mark.skipif(os.name != "posix", reason="SIGTERM")
def test_a_run_tells_its_status_while_it_goes_on_and_drains_when_it_is_terminated(
    slow_run: "subprocess.Popen[str]", run: RunCli
) -> None:
    during = run("status", "noojee-run-leads.sqlite")
    assert (during.code, "being sent right now" in during.out) == (0, True)
    second = run("resume", "noojee-run-leads.sqlite")
    assert (second.code, "another process is sending this run" in second.err) == (2, True)
    slow_run.send_signal(signal.SIGTERM)
    out, err = slow_run.communicate(timeout=20)
    assert slow_run.returncode == 130
    # What takes long on a busy computer is announced.
    log = [line for line in [*err.splitlines(), *out.splitlines()] if not line.endswith(" ...")]
    assert [said for line in log if (said := line.partition(":")[0]) != "not checked"] == [
        "campaign",
        "read as UTF-8, comma-separated",
        "leads.csv",
        "journal",
        "wrote results.csv",
        "70 leads",
        "Stopped",
        "Left to be sent",
        "Next",
    ]
    outcomes = pd.read_csv("results.csv")["api_outcome"]
    assert set(outcomes) == {"accepted", "not_sent"}
    after = run("status", "noojee-run-leads.sqlite").out
    assert f"{outcomes.eq('accepted').sum()} accepted" in after
    assert "Nobody is sending it" in after
    assert "Stopped: it was interrupted" in out
    assert run("resume", "noojee-run-leads.sqlite").code == 0


class Holding(ScriptedPbx):
    """A PBX that answers no call before it is let go."""

    def __init__(self) -> None:
        super().__init__([OK])
        self.called, self.let_go = threading.Event(), threading.Event()

    def answer(self, body: bytes) -> Scripted:
        self.called.set()
        self.let_go.wait(30)
        return super().answer(body)


def test_the_analysis_of_a_run_that_is_being_sent_calls_no_lead_in_doubt(run: RunCli) -> None:
    pbx = Holding()
    with pbx.running() as campaign, ThreadPoolExecutor() as threads:
        one_at_a_time = campaign.model_copy(update={"max_concurrency": 1})
        options: dict[str, Any] = {"api_key": KEY, "journal": "run.sqlite", "progress": False}
        sending = threads.submit(nj.submit, some_leads(3), one_at_a_time, **options)
        try:
            assert pbx.called.wait(30)
            during = run("analyse", "run.sqlite")
            as_json = json.loads(run("analyse", "run.sqlite", "--format", "json").out)
        finally:
            pbx.let_go.set()
        assert sending.result()["api_outcome"].tolist() == ["accepted"] * 3
    assert (during.code, "3 leads: 2 not sent; 1 in flight." in during.out) == (0, True)
    assert "this run is being sent right now, and these figures are of this moment" in " ".join(during.out.split())
    for words in ("in doubt:", "send again", "take the run up again", "look in the dialler", "hand over"):
        assert words not in during.out
    assert (as_json["run"]["sending"], as_json["ok"], as_json["timeline"]) == (True, False, [])
    assert not_zero(as_json["counts"]) == {"leads": 3, "in_flight": 1, "not_sent": 2}
    after = json.loads(run("analyse", "run.sqlite", "--format", "json").out)
    assert (after["run"]["sending"], after["ok"]) == (False, True)
    assert not_zero(after["counts"]) == {"leads": 3, "accepted": 3}


def test_updates_are_submitted_too(run: RunCli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOOJEE_API_KEY", KEY)
    known = pd.DataFrame({"Ref": ["A"], "Phone": ["0491570006"], "njDisposition": ["Sale"]})
    Path("updates.csv").write_text("Ref,Phone,njDisposition\nA,<No Change>,Sale\nB,<No Change>,Sale\n", "utf-8")
    with Sandbox(CAMPAIGN, api_key=KEY, time_scale=0.01, known=known) as pbx:
        Path("campaign.toml").write_text(pbx.campaign.to_toml(), "utf-8")
        dry = run("submit", "updates.csv", "--operation", "update")
        assert "2 of the 2 leads could not be sent twice without harm" in dry.out
        result = run("submit", "updates.csv", "--operation", "update", "--send")
        assert (result.code, pbx.counts) == (1, {0: 1, 101: 1})


def test_the_results_hold_what_the_check_expected(pbx: Sandbox, run: RunCli) -> None:
    run("submit", "leads.csv", "--send", "--all", "--results", "results.csv")
    results = pd.read_csv("results.csv")
    assert results["dq_expected_code"].tolist() == results["api_code"].tolist() == [0, 0, 0, 102, 105]
    assert not any(KEY in path.read_bytes().decode("latin-1") for path in Path().iterdir() if path.is_file())


def test_a_dry_run_says_that_a_key_is_needed(pbx: Sandbox, run: RunCli, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "a key is needed" not in run("submit", "leads.csv").err
    monkeypatch.delenv("NOOJEE_API_KEY")
    for options, code in ([], 0), (["--send"], 2):
        result = run("submit", "leads.csv", *options)
        assert (result.code, "in a shell --api-key-file" in result.err) == (code, True)


def test_a_campaign_without_an_address_is_not_to_be_sent_next(run: RunCli) -> None:
    Path("leads.csv").write_text(LEADS, "utf-8")
    result = run("submit", "leads.csv")
    assert "cannot be sent yet: campaign: url is missing" in result.out
    assert "--send" not in result.out


# --- for pipelines ------------------------------------------------------------------------------------------------


def document(result: Run) -> dict[str, Any]:
    """What stands on stdout, which is JSON alone."""
    found: dict[str, Any] = json.loads(result.out)
    assert found["exit_code"] == result.code
    return found


def test_a_dry_run_as_json(pbx: Sandbox, run: RunCli) -> None:
    found = document(run("submit", "leads.csv", "--format", "json"))
    assert found["dry_run"] is True
    assert (found["url"], found["ok"], found["error"]) == (pbx.url, False, None)
    assert found["counts"] == {"leads": 3, "to_be_sent": 3, "withheld": 0, "sent_elsewhere": 0, "behind": 2}


def test_a_run_its_resumption_and_its_status_as_json(pbx: Sandbox, run: RunCli) -> None:
    first = document(run("submit", "leads.csv", "--send", "--limit", "1", "--format", "json"))
    assert not_zero(first["counts"]) == {"leads": 3, "left": 2, "behind": 2, "accepted": 1, "not_sent": 2}
    during = document(run("status", first["run"]["journal"], "--format", "json"))
    assert not_zero(during["counts"]) == {"leads": 3, "left": 2, "pending": 2, "accepted": 1}
    assert (during["run"]["sending"], during["run"]["operation"]) == (False, "insert")
    last = document(run("resume", first["run"]["journal"], "--format", "json"))
    assert (last["counts"]["accepted"], last["by_code"], last["run"]["stopped"]) == (3, {"0": 3}, None)
    after = document(run("status", first["run"]["journal"], "--format", "json"))
    # Two of the file are not ready, and no part of the run.
    assert [one["ok"] for one in (first, during, last, after)] == [False, False, False, True]


def test_a_run_that_stops_as_json(pbx: Sandbox, run: RunCli) -> None:
    pbx.faults = Faults(script=[None, "http_401"])
    found = document(run("submit", "leads.csv", "--send", "--format", "json"))
    assert "refused the API key" in found["run"]["stopped"] == found["error"]
    assert (found["exit_code"], KEY in json.dumps(found)) == (4, False)


def test_where_nothing_is_ready_json_says_so(pbx: Sandbox, run: RunCli) -> None:
    Path("none.csv").write_text("Ref,Phone\nA,\n", "utf-8")
    for options in ([], ["--send"]):
        found = document(run("submit", "none.csv", "--format", "json", *options))
        assert (not_zero(found["counts"]), found["ok"], found["exit_code"]) == ({"behind": 1}, False, 1)
        assert found["dry_run"] == (options == [])


def test_what_stays_behind_is_said_and_fails_when_that_is_asked_for(pbx: Sandbox, run: RunCli) -> None:
    dry = run("submit", "leads.csv", "--fail-on-left")
    assert (dry.code, "Stayed behind, not ready: 2 leads" in dry.out) == (1, True)
    sending = ["submit", "leads.csv", "--send"]
    assert run(*sending, "--limit", "1").code == 0
    assert run("resume", "noojee-run-leads.sqlite", "--limit", "1", "--fail-on-left").code == 1
    # The two that are not ready stay behind.
    assert run("resume", "noojee-run-leads.sqlite", "--fail-on-left").code == 1
    assert run("resume", "noojee-run-leads.sqlite").code == 0
    done = run(*sending, "--fail-on-left")
    assert (done.code, "Stayed behind, not ready: 2 leads" in done.out) == (1, True)


def test_a_dry_run_that_cannot_be_sent_yet_is_exit_code_2(run: RunCli) -> None:
    Path("leads.csv").write_text("Phone\n0491 570 006\n", "utf-8")
    result = run("submit", "leads.csv")
    assert (result.code, "cannot be sent yet" in result.out) == (2, True)
    assert result.out.splitlines()[-1].startswith("Then: put that into the campaign file (noojee-dq init writes one)")
    found = document(run("submit", "leads.csv", "--format", "json"))
    assert "url is missing" in found["error"]
