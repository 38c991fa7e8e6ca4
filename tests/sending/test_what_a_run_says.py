"""What `submit`, `resume`, `status` and `analyse` say at the end of a run: never what it is not."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.sandbox import Sandbox
from noojee_dq.sending.status import status
from noojee_dq.sending.summary import run_summary
from tests.conftest import Run
from tests.sending.support import CAMPAIGN, Bench, outcomes, some_leads
from tests.sending.test_earlier_runs import set_state

pytestmark = pytest.mark.slow

NewBench = Callable[..., Bench]
RunCli = Callable[..., Run]

KEY = "3f0c9c1e-made-up-key"
JOURNAL = "noojee-run-leads.sqlite"
NOTHING = "Nothing was left that could be sent, so nothing was sent now."


@pytest.fixture
def pbx(run: RunCli, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    """A PBX that allows duplicates, and six leads of which a run has sent four."""
    monkeypatch.setenv("NOOJEE_API_KEY", KEY)
    with Sandbox(CAMPAIGN.model_copy(update={"allow_duplicates": True}), api_key=KEY, time_scale=0.01) as pbx:
        Path("campaign.toml").write_text(pbx.campaign.to_toml(), "utf-8")
        some_leads(6).to_csv("leads.csv", index=False)
        assert NOTHING not in run("submit", "leads.csv", "--send", "--limit", "4").out
        yield pbx


def without_last_lead() -> None:
    some_leads(5).to_csv("leads.csv", index=False)


def test_in_a_shell_a_finished_run_says_that_nothing_was_sent_now(pbx: Sandbox, run: RunCli) -> None:
    assert NOTHING not in run("resume", JOURNAL).out
    for command in (["resume", JOURNAL], ["submit", "leads.csv", "--send"]):
        result = run(*command)
        assert (result.code, pbx.inserted) == (0, 6)
        assert result.out.splitlines()[:2] == [f"{NOTHING} The run so far:", "6 leads: 6 accepted"]
    assert json.loads(run("resume", JOURNAL, "--format", "json").out)["run"]["nothing_now"] is True


def test_in_a_shell_a_lead_that_was_taken_out_on_purpose_can_be_given_up(pbx: Sandbox, run: RunCli) -> None:
    without_last_lead()
    left = run("resume", JOURNAL)
    assert (left.code, pbx.inserted) == (1, 5)
    assert "1 lead (row 7, when the run began): changed, gone or no longer ready" in left.err
    assert "give --accept-gone with that" in left.err
    for command in (["resume", JOURNAL], ["submit", "leads.csv", "--send"]):
        assert NOTHING in run(*command).out
        closed = run(*command, "--accept-gone", "--fail-on-left")
        assert (closed.code, pbx.inserted) == (0, 5)
        assert "given up (--accept-gone): 1 lead" in closed.out
        assert "Left to be sent" not in closed.out
    # Nothing was decided for good.
    some_leads(6).to_csv("leads.csv", index=False)
    assert (run("resume", JOURNAL).code, pbx.inserted) == (0, 6)


@pytest.mark.parametrize("state", ["unknown", "in_flight"])
def test_a_lead_in_doubt_is_not_given_up(bench: NewBench, state: str) -> None:
    at, leads = bench(), some_leads(3)
    at.submit(leads, limit=1)
    set_state(at.journal, state, 2)
    told = at.resume(leads.iloc[:2], accept_gone=True).attrs["run"]
    assert (told["given_up"], told["exit_code"]) == (0, 1)


@pytest.mark.parametrize(
    ("settled_by_run", "for_good", "words"),
    [
        (2, 0, "To look for in the dialler, once the run is resumed, which asks the PBX about them again: 2 leads"),
        (0, 2, "To look for in the dialler: 2 leads (api_outcome unknown)\n"),
        (1, 1, "2 leads (api_outcome unknown); 1 of them once the run is resumed, which asks the PBX about them again"),
    ],
)
def test_only_what_the_run_can_settle_is_said_to_be_settled_by_it(
    bench: NewBench, settled_by_run: int, for_good: int, words: str
) -> None:
    at, leads = bench(), some_leads(6)
    at.submit(leads, limit=1)
    for position in range(1, 1 + settled_by_run + for_good):
        set_state(at.journal, "unknown", position, resend_at=0.0 if position <= settled_by_run else None)
    results = at.resume(leads, limit=0)
    assert words in run_summary(results) + "\n"
    assert (f"{for_good:,} in doubt for good" in status(at.journal)) == (for_good > 0)
    said = " ".join(nj.analyse(at.journal).suggestions)
    assert ("let `resume` settle what it can" in said) == (settled_by_run > 0)
    assert "in the dialler" in said


def test_in_a_shell_resume_keeps_what_the_check_expected(pbx: Sandbox, run: RunCli) -> None:
    without_last_lead()
    run("resume", JOURNAL, "--results", "results.csv")
    expected = pd.read_csv("results.csv", dtype=str)["dq_expected_code"]
    assert expected.tolist() == ["0"] * 6
    assert "expected against actual" not in run("analyse", "results.csv").out


def test_a_run_that_was_not_checked_expects_nothing(bench: NewBench) -> None:
    at, leads = bench(), some_leads(2)
    assert "dq_expected_code" not in at.submit(leads)
    assert outcomes(at.resume(leads)) == ["accepted"] * 2


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"url": "https://other.example.com"}, "another url ('https://other.example.com', the run 'http://127.0.0.1:"),
        ({"template_id": 77, "allocation_id": 78}, "another template_id (77, the run 41), another allocation_id (78"),
    ],
)
def test_in_a_shell_another_place_in_the_campaign_file_is_said_or_refused(
    pbx: Sandbox, run: RunCli, change: dict[str, object], words: str
) -> None:
    Path("campaign.toml").write_text(pbx.campaign.model_copy(update=change).to_toml(), "utf-8")
    refused = run("resume", JOURNAL, "-c", "campaign.toml")
    assert (refused.code, pbx.inserted) == (2, 4)
    assert f"campaign.toml: has {words}" in refused.err
    beside = run("resume", JOURNAL)
    assert (beside.code, pbx.inserted) == (0, 6)
    assert f"./campaign.toml has {words}" in beside.err


@pytest.mark.parametrize("named", [[], ["-c", "lists.toml"]])
def test_in_a_shell_a_campaign_file_that_names_no_place_is_no_other_place(
    pbx: Sandbox, run: RunCli, named: list[str]
) -> None:
    Path("lists.toml").write_text('[phone]\nfields = ["Phone"]\n', "utf-8")
    result = run("resume", JOURNAL, *named)
    assert (result.code, pbx.inserted) == (0, 6)
    assert "another" not in result.err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
@pytest.mark.parametrize("form", ["table", pytest.param("json", marks=pytest.mark.long)])
def test_a_full_disk_behind_stdout_is_not_said_to_be_the_end_of_the_run(pbx: Sandbox, run: RunCli, form: str) -> None:
    arguments = [sys.executable, "-m", "noojee_dq", "resume", JOURNAL, "--format", form]
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(arguments, stdout=full, stderr=subprocess.PIPE, text=True, env=os.environ, check=False)  # noqa: S603
    assert (ended.returncode, pbx.inserted) == (0, 6)
    assert ended.stderr.splitlines()[-1] == (
        f"what came of the run could not be printed (No space left on device); to see it: noojee-dq status {JOURNAL}"
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
@pytest.mark.long
def test_a_full_disk_behind_both_streams_changes_no_exit_code(pbx: Sandbox, run: RunCli) -> None:
    run("resume", JOURNAL)
    set_state(Path(JOURNAL), "rejected", 0)
    with Path("/dev/full").open("w") as full:
        arguments = [sys.executable, "-m", "noojee_dq", "resume", JOURNAL]
        assert subprocess.run(arguments, stdout=full, stderr=full, check=False).returncode == 1  # noqa: S603


def test_in_a_shell_a_missing_journal_is_missing_whatever_else_is_named(pbx: Sandbox, run: RunCli) -> None:
    result = run("analyse", "run.sqlite", "--leads", "leads.csv")
    assert (result.code, result.out) == (2, "")
    assert "run.sqlite: there is no such journal" in result.err


def test_in_a_shell_options_are_called_as_the_shell_has_them(run: RunCli) -> None:
    frame = pd.DataFrame(
        {
            "dq_row": range(2, 6),
            "api_code": [104, 105, 110, 102],
            "api_outcome": ["rejected", "rejected", "conflict", "rejected"],
            "api_action": ["drop", "drop", "review", "fix"],
            "dq_expected_code": 0,
        }
    )
    frame.to_csv("results.csv", index=False)
    said = " ".join(run("analyse", "results.csv", "--html", "page.html").out.split())
    page = Path("page.html").read_text("utf-8")
    for text, code in ((said, "`{}`"), (page, "<code>{}</code>")):
        options = ("--dnc", "--known", "--hand-over", "--fix")
        assert [option for option in options if code.format(option) not in text] == []
        assert "known=" not in text
    assert "`known=`" in " ".join(nj.analyse(frame).suggestions)


UNREADY = "not ready by their dq_status (2 fix), and sent all the same; to send only leads that are ready, give report"


def _checked(leads: pd.DataFrame, **options: Any) -> pd.DataFrame:
    return nj.check(leads, CAMPAIGN, **options).annotated


@pytest.mark.parametrize(
    ("given", "options", "said"),
    [
        (_checked(some_leads(3)), {}, []),
        # Of what was not checked nothing is known.
        (some_leads(3).assign(Phone="9234 1234"), {}, []),
        (
            _checked(some_leads(3).assign(Phone=["0491 570 006", "9234 1234", "9234 1235"])),
            {},
            [f"2 leads (rows 2 and 3): {UNREADY}"],
        ),
        (_checked(some_leads(3).assign(Phone=["0491 570 006", "9234 1234", "9234 1235"])), {"limit": 1}, []),
        # One on the list is withheld, and another not to be sent: of these it is no question.
        (_checked(some_leads(2), dnc=["0491500001"]), {}, []),
        (
            _checked(some_leads(2), dnc=["0491500001"]),
            {"send_dnc": True},
            ["1 lead (row 2): not ready by its dq_status (1 drop)"],
        ),
    ],
)
@pytest.mark.parametrize("dry_run", [True, False])
def test_leads_that_are_not_ready_are_named_before_they_go(
    given: pd.DataFrame, options: dict[str, Any], said: list[str], dry_run: bool, bench: NewBench, capfd: Any
) -> None:
    results = bench().submit(given, dry_run=dry_run, progress=True, **options)
    notes = [note for note in results.attrs["planned" if dry_run else "run"]["notes"] if "dq_status" in note]
    assert [note.startswith(line) for note, line in zip(notes, said, strict=True)] == [True] * len(said)
    told = capfd.readouterr().err
    assert ("not ready by" in told) == bool(said)
    assert not said or dry_run or told.index("not ready by") < told.index("accepted")


def test_a_run_that_is_taken_up_names_only_what_is_sent_then(bench: NewBench) -> None:
    leads = _checked(some_leads(3).assign(Phone=["9234 1234", "9234 1235", "9234 1236"]))
    at = bench()
    first, second, third = at.submit(leads, limit=2), at.submit(leads), at.submit(leads)
    rows = [
        [note.partition(":")[0] for note in one.attrs["run"]["notes"] if "dq_status" in note]
        for one in (first, second, third)
    ]
    assert rows == [["2 leads (rows 1 and 2)"], ["1 lead (row 3)"], []]


def test_in_a_shell_leads_that_all_of_them_sends_are_named(pbx: Sandbox, run: RunCli) -> None:
    some_leads(2).assign(Phone=["9234 1234", "9234 1235"]).to_csv("bad.csv", index=False)
    planned = run("submit", "bad.csv", "--all")
    assert "2 leads (rows 2 and 3): not ready by their dq_status (2 fix)" in planned.err
    assert "leave out --all" in planned.err
