"""A run is taken up with its leads sorted anew, saved anew, changed, without some or with more of them."""

import json
import shlex
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.journal.format import Taken
from noojee_dq.journal.reader import reading, rows_frame
from noojee_dq.sandbox import Sandbox
from noojee_dq.sending.results import whole_run
from noojee_dq.sending.summary import run_summary
from tests.conftest import Run
from tests.documents import not_zero
from tests.examples import mostly_long
from tests.sending.support import CAMPAIGN, Bench, outcomes, some_leads

pytestmark = pytest.mark.slow

NewBench = Callable[..., Bench]
RunCli = Callable[..., Run]


def numbered(count: int) -> pd.DataFrame:
    """Leads as they come from a file: under the numbers of their rows."""
    return some_leads(count).set_axis(pd.RangeIndex(2, count + 2, name="row"))


def notes(results: pd.DataFrame) -> str:
    return "\n".join(results.attrs["run"]["notes"])


def test_a_file_that_was_sorted_anew_is_the_same_run(bench: NewBench) -> None:
    run, leads = bench(), numbered(5)
    run.submit(leads, limit=2)
    other_way_round = leads.iloc[::-1].set_axis(leads.index)
    assert outcomes(run.submit(other_way_round, dry_run=True)) == ["not_sent"] * 3 + ["accepted"] * 2
    results = run.resume(other_way_round)
    assert outcomes(results) == ["accepted"] * 5
    assert (results["Ref"].tolist(), notes(results)) == (other_way_round["Ref"].tolist(), "")
    assert run.times_in(leads) == [1] * 5


def test_of_a_file_that_was_sorted_anew_the_rows_of_now_are_named(bench: NewBench) -> None:
    run, leads = bench(), numbered(4).assign(Mobile="0491570006")
    campaign = run.pbx.campaign.model_copy(update={"phone_fields": ("Phone", "Mobile")})
    run.submit(leads, limit=1, campaign=campaign)
    other_way_round = leads.iloc[::-1].set_axis(leads.index)
    results = run.resume(other_way_round, campaign=campaign, dnc=[leads["Phone"].iloc[1]])
    assert "1 lead (row 4): one number is on the do-not-call list" in notes(results)


def test_leads_that_are_alike_are_taken_in_order(bench: NewBench) -> None:
    run = bench(CAMPAIGN.model_copy(update={"allow_duplicates": True}))
    leads = pd.concat([some_leads(2)] * 3, ignore_index=True)
    assert outcomes(run.submit(leads, limit=2)) == ["accepted"] * 2 + ["not_sent"] * 4
    assert outcomes(run.resume(leads)) == ["accepted"] * 6
    assert run.times_in(some_leads(2)) == [3, 3]


def test_an_open_lead_that_was_changed_stays_behind_and_the_ways_on_are_said(bench: NewBench) -> None:
    run, leads = bench(), numbered(5)
    run.submit(leads, limit=2)
    changed = leads.assign(Phone=leads["Phone"].where(leads["Ref"].ne("R3"), "0491570156"))
    results = run.resume(changed)
    assert outcomes(results) == ["accepted"] * 3 + ["not_sent", "accepted"]
    assert results[["api_message", "api_action"]].iloc[3].tolist() == [
        "no part of the run in run.sqlite, and not sent; what stood in this row when the run began: not sent",
        "review",
    ]
    told = results.attrs["run"]
    assert (told["exit_code"], told["left"], told["resumable"]) == (1, 1, 0)
    assert "1 lead (row 5, when the run began): changed, gone or no longer ready since the run began, and not" in notes(
        results
    )
    assert run.times_in(leads) == [1, 1, 1, 0, 1]
    assert outcomes(run.resume(leads)) == ["accepted"] * 5
    assert run.times_in(leads) == [1] * 5


def test_a_settled_lead_that_was_changed_does_no_harm(bench: NewBench) -> None:
    run, leads = bench(), numbered(4)
    run.submit(leads, limit=2)
    results = run.resume(leads.assign(Phone=leads["Phone"].where(leads["Ref"].ne("R0"), "0491570156")))
    # As it is now it was never sent: the answer is one to the lead that stood there.
    assert outcomes(results) == ["not_sent"] + ["accepted"] * 3
    assert results["api_message"].str.endswith("what stood in this row when the run began: accepted").iat[0]
    assert outcomes(whole_run(results)) == ["accepted"] * 4
    assert results.attrs["run"]["exit_code"] == 0
    assert (
        "1 lead (row 2, when the run began): changed, gone or no longer ready since, but settled before that"
        in notes(results)
    )
    assert run.times_in(leads) == [1] * 4


def test_leads_that_are_gone_stay_open_and_are_named(bench: NewBench) -> None:
    run, leads = bench(), numbered(5)
    run.submit(leads, limit=1)
    results = run.resume(leads.drop(index=[2, 5]))
    assert outcomes(results) == ["accepted"] * 3
    assert (results.attrs["run"]["exit_code"], results.attrs["run"]["left"]) == (1, 1)
    assert "1 lead (row 5, when the run began): changed, gone or no longer ready since the run" in notes(results)
    assert outcomes(run.resume(leads)) == ["accepted"] * 5


def test_leads_that_were_added_are_named_and_not_sent(bench: NewBench) -> None:
    run, leads = bench(), numbered(5)
    run.submit(leads.iloc[:3], limit=1)
    results = run.resume(leads)
    assert outcomes(results) == ["accepted"] * 3 + ["not_sent"] * 2
    assert results.attrs["run"]["exit_code"] == 0
    assert results["api_action"].tolist() == ["none"] * 3 + ["review"] * 2
    assert results["api_run"].ne("").tolist() == [True] * 3 + [False] * 2
    assert "2 leads (rows 5 and 6, now): no part of the run" in notes(results)
    assert run_summary(results).splitlines() == ["3 leads: 3 accepted", "No part of this run, and not sent: 2 leads"]
    assert run.times_in(leads) == [1, 1, 1, 0, 0]


def test_all_that_is_done_with_leads_sorted_anew_is_done_to_the_right_ones(bench: NewBench) -> None:
    run, leads = bench(), numbered(4).assign(Score=[1, 2, 3, 2**60 + 1])
    run.submit(leads, limit=1)
    with closing(sqlite3.connect(run.journal)) as database, database:
        database.execute("UPDATE rows SET state = 'in_flight', attempts = 1, sent_at = 0 WHERE position = 1")
    shuffled = leads.iloc[[3, 1, 0]]
    results = run.resume(shuffled, dnc=[leads["Phone"].iloc[3]])
    assert outcomes(results) == ["not_sent", "accepted", "accepted"]
    assert results["api_attempts"].tolist() == [0, 2, 1]
    assert run.times_in(leads) == [1, 1, 0, 0]
    assert outcomes(run.resume(leads)) == ["accepted", "accepted", "accepted", "not_sent"]
    assert run.pbx.leads.set_index("Ref")["Score"].to_dict() == {"R0": "1", "R1": "2", "R2": "3"}


@pytest.mark.parametrize("change", [lambda leads: leads.drop(columns="Ref"), lambda leads: leads.assign(Ref="x")])
def test_a_run_of_other_leads_is_refused(bench: NewBench, change: Callable[[pd.DataFrame], pd.DataFrame]) -> None:
    run, leads = bench(), numbered(3)
    run.submit(leads, limit=1)
    for second in (run.submit, run.resume):
        with pytest.raises(nj.JournalError, match="holds a run of other leads: none of these is among them"):
            second(change(leads))
    assert len(run.calls) == 1


def test_a_changed_lead_that_is_in_doubt_is_still_said_to_be(bench: NewBench) -> None:
    run, leads = bench(CAMPAIGN.model_copy(update={"allow_duplicates": True})), numbered(3)
    run.submit(leads, limit=1)
    with closing(sqlite3.connect(run.journal)) as database, database:
        database.execute("UPDATE rows SET state = 'unknown', doubts = 1, attempts = 1, sent_at = 0 WHERE position = 1")
    changed = leads.assign(Ref=["R0", "other", "R2"])
    for given in (changed, changed.drop(index=3)):
        results = run.resume(given)
        assert results.attrs["run"]["exit_code"] == 1
        assert "1 lead (row 3, when the run began): in doubt, and changed or gone since: do not send them" in notes(
            results
        )
    results = run.resume(changed)
    assert results[["api_outcome", "api_action"]].iloc[1].tolist() == ["not_sent", "review"]
    assert results["api_message"].str.endswith("what stood in this row when the run began: in doubt").iat[1]
    in_doubt = whole_run(results).loc[[3], ["api_outcome", "api_action"]]
    assert in_doubt.to_numpy().tolist() == [["unknown", "check_in_dialler"]]


@pytest.mark.parametrize("index", mostly_long([[2, 2, 3], ["x", "y", "z"]], [[2, 2, 3]]))
def test_row_numbers_may_repeat_and_labels_be_anything(bench: NewBench, index: list[object]) -> None:
    run, leads = bench(), some_leads(3).set_axis(pd.Index(index, name="row"))
    run.submit(leads, limit=2)
    changed = leads.assign(Ref=["other", "R1", "R2"])
    results = run.resume(changed)
    assert outcomes(results)[1:] == ["accepted"] * 2
    assert results.index.tolist() == index
    assert run.times_in(leads) == [1] * 3


def test_of_leads_that_are_not_there_known_leads_tell_nothing(bench: NewBench) -> None:
    run, leads = bench(), numbered(3)
    run.submit(leads, limit=1)
    held = leads[["Phone"]].iloc[[1]]
    run.resume(leads.assign(Ref=["R0", "other", "R2"]), known=held, limit=0)
    with reading(run.journal) as database:
        assert rows_frame(database)["number_taken"].tolist() == [Taken.NOBODY, Taken.UNTOLD, Taken.NOBODY]


# --- in a shell ---------------------------------------------------------------------------------------------------

KEY = "3f0c9c1e-made-up-key"
TAKEN_UP = [["submit", "leads.csv", "--send"], ["resume", "noojee-run-leads.sqlite"]]
FILE = "Ref,Phone\nA,0491 570 006\nB,0491 570 156\nC,\nD,0491 570 157\n"


@pytest.fixture
def pbx(run: RunCli, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    monkeypatch.setenv("NOOJEE_API_KEY", KEY)
    with Sandbox(CAMPAIGN, api_key=KEY, time_scale=0.01) as pbx:
        Path("campaign.toml").write_text(pbx.campaign.to_toml(), "utf-8")
        Path("leads.csv").write_text(FILE, "utf-8")
        yield pbx


def command_for_new(result: Run) -> list[str]:
    """The arguments of the command that sends leads which the run does not know."""
    line = next(line for line in result.err.splitlines() if line.startswith("To send what is ready of these"))
    return shlex.split(line.partition(": noojee-dq ")[2])


def sent(pbx: Sandbox) -> list[str]:
    return sorted(pbx.inserts("Ref"))


@pytest.mark.parametrize("command", mostly_long(TAKEN_UP, [TAKEN_UP[0]]))
def test_in_a_shell_a_changed_lead_ends_in_no_circle(pbx: Sandbox, run: RunCli, command: list[str]) -> None:
    assert run("submit", "leads.csv", "--send", "--limit", "1").code == 0
    rows = FILE.replace("570 157", "570 158").splitlines()
    Path("leads.csv").write_text("\n".join([rows[0], *rows[:0:-1]]) + "\nE,0491 570 110\n", "utf-8")
    result = run(*command)
    assert (result.code, sent(pbx)) == (1, ["A", "B"])
    assert "1 lead (row 5, when the run began): changed, gone or no longer ready since the run began" in result.err
    # To take up the run again would be the same once more.
    assert "Next:" not in result.out
    new = [*command_for_new(result), "--send"]
    assert new[:2] == ["submit", str(Path("leads.csv").absolute())]
    assert run(*new).code == 0
    assert sent(pbx) == ["A", "B", "D", "E"]
    assert (run(*new).code, sent(pbx)) == (0, ["A", "B", "D", "E"])


@pytest.mark.long
def test_in_a_shell_a_file_without_any_lead_of_the_run_is_refused(pbx: Sandbox, run: RunCli) -> None:
    run("submit", "leads.csv", "--send", "--limit", "1")
    Path("leads.csv").write_text("Ref,Phone\nX,0491 570 110\n", "utf-8")
    result = run("resume", "noojee-run-leads.sqlite")
    assert (result.code, "holds a run of other leads: none of these is among them" in result.err) == (2, True)


@pytest.mark.long
def test_in_a_shell_leads_with_another_column_are_not_said_to_be_for_another_journal(pbx: Sandbox, run: RunCli) -> None:
    run("submit", "leads.csv", "--send", "--limit", "1")
    head, *rows = FILE.splitlines()
    Path("noted.csv").write_text("\n".join([f"{head},Note", *(f"{row},called" for row in rows)]) + "\n", "utf-8")
    result = run("resume", "noojee-run-leads.sqlite", "noted.csv")
    assert (result.code, sent(pbx)) == (2, ["A"])
    assert "changed makes every lead another one" in result.err
    assert "another journal" not in result.err
    command = result.err.splitlines()[-1].partition("noojee-dq ")[2].split()
    campaign = ["--campaign", str(Path("campaign.toml").absolute())]
    assert command == ["submit", str(Path("noted.csv").absolute()), *campaign, "--only-new", "noojee-run-leads.sqlite"]
    # None of it goes a second time.
    assert (run(*command, "--send").code, pbx.inserted) == (0, 3)


def test_leads_with_another_column_are_compared_with_the_run_in_python(bench: NewBench) -> None:
    run, leads = bench(), some_leads(3)
    run.submit(leads, limit=1)
    with pytest.raises(nj.JournalError, match=r"check them with known='.*run.sqlite', and submit what is ready"):
        run.resume(leads.assign(Note="called"))


@pytest.mark.long
def test_in_a_shell_the_results_have_a_line_for_every_lead_of_the_run(pbx: Sandbox, run: RunCli) -> None:
    run("submit", "leads.csv", "--send", "--limit", "1")
    rows = FILE.replace("570 157", "570 158").splitlines()
    Path("leads.csv").write_text("\n".join([rows[0], *rows[:0:-1]]) + "\nE,0491 570 110\n", "utf-8")
    result = run("resume", "noojee-run-leads.sqlite", "--results", "results.csv", "--format", "json")
    found = pd.read_csv("results.csv", dtype=str).fillna("")
    assert found[["dq_row", "Ref", "api_outcome", "api_message", "api_action"]].to_numpy().tolist() == [
        ["4", "B", "accepted", "OK", "none"],
        ["5", "A", "accepted", "OK", "none"],
        [
            "5",
            "",
            "not_sent",
            "stood in this row when the run began, changed, gone or no longer ready since: not sent",
            "review",
        ],
    ]
    document = json.loads(result.out)
    assert [note.partition(":")[0] for note in document["notes"]] == [
        "1 lead (row 5, when the run began)",
        "3 leads (rows 2, 3 and 6, now)",
        "To send what is ready of these as new leads, unless another run has since",
    ]
    assert not_zero(document["counts"]) == {"leads": 3, "left": 1, "behind": 3, "accepted": 2, "not_sent": 1}


@pytest.mark.long
def test_in_a_shell_resume_names_leads_that_are_no_part_of_the_run(pbx: Sandbox, run: RunCli) -> None:
    run("submit", "leads.csv", "--send", "--limit", "1")
    with Path("leads.csv").open("a", encoding="utf-8") as file:
        file.write("E,0491 570 110\n")
    result = run("resume", "noojee-run-leads.sqlite")
    assert (result.code, sent(pbx)) == (0, ["A", "B", "D"])
    said = next(line for line in result.err.splitlines() if "no part of the run" in line)
    assert said.startswith("2 leads (rows 4 and 6, now): no part of the run (not ready when it began, or added or")
    assert run("resume", "noojee-run-leads.sqlite", "--fail-on-left").code == 1
    assert run(*command_for_new(result), "--send").code == 0
    assert sent(pbx) == ["A", "B", "D", "E"]


@pytest.mark.long
def test_in_a_shell_a_dry_run_of_a_begun_run_says_what_was_changed_and_what_is_left(pbx: Sandbox, run: RunCli) -> None:
    run("submit", "leads.csv", "--send", "--limit", "1")
    Path("leads.csv").write_text(FILE.replace("570 157", "570 158") + "E,0491 570 110\n", "utf-8")
    dry = run("submit", "leads.csv")
    assert (dry.code, sent(pbx)) == (0, ["A"])
    assert "to be sent: 1 of 3 leads" in dry.out
    assert "1 lead (row 5, when the run began): changed, gone or no longer ready since the run began" in dry.err
    assert "2 leads (rows 5 and 6, now): no part of the run" in dry.err
    document = json.loads(run("submit", "leads.csv", "--format", "json").out)
    assert [note.partition(":")[0] for note in document["notes"]][:2] == [
        "1 lead (row 5, when the run began)",
        "2 leads (rows 5 and 6, now)",
    ]
    assert document["counts"] == {"leads": 3, "to_be_sent": 1, "withheld": 0, "sent_elsewhere": 0, "behind": 3}
    run("submit", "leads.csv", "--send")
    rest = run("submit", "leads.csv")
    assert "to be sent: 0 of 3 leads" in rest.out
    assert "Next:" not in rest.out


@pytest.mark.long
def test_in_a_shell_leads_of_the_run_that_are_no_longer_ready_are_told_from_changed_ones(
    pbx: Sandbox, run: RunCli
) -> None:
    run("submit", "leads.csv", "--send", "--limit", "1")
    Path("export.csv").write_text("Phone\n0491 570 157\n", "utf-8")
    result = run("submit", "leads.csv", "--send", "--known", "export.csv")
    assert (result.code, sent(pbx)) == (1, ["A", "B"])
    resume = "noojee-dq resume noojee-run-leads.sqlite"
    assert f"1 lead (row 5): part of the run, but not ready now; to send them all the same: {resume}" in result.err
    run("resume", "noojee-run-leads.sqlite")
    assert sent(pbx) == ["A", "B", "D"]


@pytest.mark.long
@pytest.mark.parametrize("command", mostly_long(TAKEN_UP, [TAKEN_UP[0]]))
def test_in_a_shell_a_new_lead_in_the_row_of_one_that_was_sent_is_not_said_to_be_in(
    pbx: Sandbox, run: RunCli, command: list[str]
) -> None:
    assert run("submit", "leads.csv", "--send").code == 0
    Path("leads.csv").write_text(FILE.replace("D,0491 570 157", "E,0491 570 110"), "utf-8")
    result = run(*command, "--results", "results.csv", "--format", "json")
    found = pd.read_csv("results.csv", dtype=str).fillna("")
    assert found[["dq_row", "Ref", "api_outcome"]].to_numpy().tolist() == [
        ["2", "A", "accepted"],
        ["3", "B", "accepted"],
        ["5", "", "accepted"],
    ]
    assert "no part of the run" in result.err
    assert (json.loads(result.out)["counts"]["behind"], sent(pbx)) == (2, ["A", "B", "D"])
    assert run(*command, "--fail-on-left").code == 1


@pytest.mark.long
def test_in_a_shell_a_duplicate_that_is_sorted_before_its_double_is_not_said_to_be_in(
    pbx: Sandbox, run: RunCli
) -> None:
    rows = FILE.splitlines()
    Path("leads.csv").write_text("\n".join([rows[0], rows[1], "A2,0491 570 006", rows[2]]) + "\n", "utf-8")
    assert run("submit", "leads.csv", "--send").code == 0
    Path("leads.csv").write_text("\n".join([rows[0], "A2,0491 570 006", rows[1], rows[2]]) + "\n", "utf-8")
    result = run("submit", "leads.csv", "--send", "--results", "results.csv")
    found = pd.read_csv("results.csv", dtype=str).fillna("")
    assert found[["dq_row", "Ref", "api_outcome"]].to_numpy().tolist() == [
        ["3", "A", "accepted"],
        ["4", "B", "accepted"],
    ]
    assert "part of the run, but not ready" not in result.err
    assert "changed, gone" not in result.err


@pytest.mark.long
def test_in_a_shell_only_new_takes_no_journal_of_the_runs_before_for_its_own(pbx: Sandbox, run: RunCli) -> None:
    only_new: list[str] = []
    for number in range(4):
        Path("leads.csv").write_text(FILE + "".join(f"N{one},0491 57{one} 110\n" for one in range(number)), "utf-8")
        assert run("submit", "leads.csv", "--send", *only_new).code == 0
        journals = sorted(Path().glob("*.sqlite"), key=lambda path: path.stat().st_mtime_ns)
        only_new = ["--only-new", str(journals[-1])]
    assert sent(pbx) == ["A", "B", "D", "N0", "N1", "N2"]


@pytest.mark.long
def test_in_a_shell_the_same_update_as_one_that_was_sent_is_not_new(pbx: Sandbox, run: RunCli) -> None:
    Path("leads.csv").write_text("Id,Phone\nA,0491 570 006\nB,0491 570 156\n", "utf-8")
    assert run("submit", "leads.csv", "--send").code == 0
    text = "Id,Phone,njDisposition\nA,<No Change>,Sale\nB,<No Change>,Sale\nA,<No Change>,Sale\n"
    Path("updates.csv").write_text(text, "utf-8")
    updates = ["submit", "updates.csv", "--operation", "update", "--send"]
    first = run(*updates)
    calls = pbx.calls
    assert "2 accepted" in first.out
    result = run(*updates, "--only-new", "noojee-run-updates.sqlite")
    assert (result.code, pbx.calls) == (0, calls)


@pytest.mark.long
@pytest.mark.parametrize("changed", mostly_long([False, True], [True]))
def test_in_a_shell_only_new_looks_at_the_lists_of_the_runs_before(pbx: Sandbox, run: RunCli, changed: bool) -> None:
    Path("dnc.csv").write_text("Phone\n0491 570 157\n", "utf-8")
    assert run("submit", "leads.csv", "--send", "--dnc", "dnc.csv").code == 0
    if changed:
        Path("leads.csv").write_text(FILE.replace("D,", "E,"), "utf-8")
    result = run("submit", "leads.csv", "--send", "--only-new", "noojee-run-leads.sqlite")
    assert (result.code, sent(pbx)) == (0, ["A", "B"])


@pytest.mark.long
def test_in_a_shell_only_new_does_not_write_over_the_answers_of_the_run_before(pbx: Sandbox, run: RunCli) -> None:
    sending = ["submit", "leads.csv", "--send", "--results", "results.csv"]
    assert run(*sending).code == 0
    answers = Path("results.csv").read_bytes()
    with Path("leads.csv").open("a", encoding="utf-8") as file:
        file.write("E,0491 570 110\nF,0491 570 111\n")
    new = [*sending, "--only-new", "noojee-run-leads.sqlite"]
    refused = run(*new)
    assert (refused.code, "results.csv may hold the answers of an earlier run" in refused.err) == (2, True)
    assert (Path("results.csv").read_bytes(), sent(pbx)) == (answers, ["A", "B", "D"])
    # Its own it does.
    new[4] = "new.csv"
    assert run(*new, "--limit", "1").code == 0
    assert (run(*new).code, sent(pbx)) == (0, ["A", "B", "D", "E", "F"])
    assert pd.read_csv("new.csv")["api_outcome"].tolist() == ["accepted"] * 2


@pytest.mark.long
def test_in_a_shell_a_run_of_new_leads_says_nothing_of_those_before(pbx: Sandbox, run: RunCli) -> None:
    assert run("submit", "leads.csv", "--send").code == 0
    with Path("leads.csv").open("a", encoding="utf-8") as file:
        file.write("E,0491 570 110\nF,0491 570 111\n")
    assert run("submit", "leads.csv", "--only-new", "noojee-run-leads.sqlite", "--send", "--limit", "1").code == 0
    result = run("resume", "noojee-run-leads-new.sqlite")
    assert (result.code, sent(pbx)) == (0, ["A", "B", "D", "E", "F"])
    assert "1 lead (row 4, now): no part of the run" in result.err
    # Where the journal of that run is gone, nobody can say which leads are new.
    Path("noojee-run-leads.sqlite").rename("elsewhere.sqlite")
    result = run("resume", "noojee-run-leads-new.sqlite")
    assert (result.code, "find the journal first" in result.err) == (0, True)


@pytest.mark.long
def test_in_a_shell_a_changed_lead_in_doubt_does_not_go_out_as_a_new_one(pbx: Sandbox, run: RunCli) -> None:
    run("submit", "leads.csv", "--send", "--limit", "1")
    with closing(sqlite3.connect("noojee-run-leads.sqlite")) as database, database:
        database.execute("UPDATE rows SET state = 'unknown', doubts = 1, attempts = 1, sent_at = 0 WHERE position = 1")
    Path("leads.csv").write_text(FILE.replace("B,", "BB,"), "utf-8")
    result = run("submit", "leads.csv", "--only-new", "noojee-run-leads.sqlite", "--send")
    assert sent(pbx) == ["A"]
    assert "an earlier run could not learn whether the PBX has taken a lead" in result.err


def test_in_a_shell_only_new_says_when_nothing_is_new(pbx: Sandbox, run: RunCli) -> None:
    run("submit", "leads.csv", "--send")
    result = run("submit", "leads.csv", "--only-new", "noojee-run-leads.sqlite", "--send")
    assert (result.code, "No lead that is ready is new, so nothing is sent" in result.err) == (0, True)
    assert run("submit", "leads.csv", "--only-new", "noojee-run-leads.sqlite", "--fail-on-left").code == 1
    Path("leads.csv").write_text(FILE.replace("C,\n", ""), "utf-8")
    for options in ([], ["--send"], ["--send", "--fail-on-left"]):
        result = run("submit", "leads.csv", "--only-new", "noojee-run-leads.sqlite", *options)
        assert (result.code, "There is nothing new, so nothing is sent" in result.err) == (0, True)
        assert "--rejected" not in result.err
    assert pbx.inserted == 3


@pytest.mark.long
@pytest.mark.parametrize("in_doubt", [False, True])
def test_in_a_shell_only_new_names_the_run_that_is_not_done_with_its_leads(
    pbx: Sandbox, run: RunCli, in_doubt: bool
) -> None:
    run("submit", "leads.csv", "--send", *([] if in_doubt else ["--limit", "1"]))
    if in_doubt:
        with closing(sqlite3.connect("noojee-run-leads.sqlite")) as database, database:
            database.execute("UPDATE rows SET state = 'unknown' WHERE position = 1")
    inserted = pbx.inserted
    result = run("submit", "leads.csv", "--only-new", "noojee-run-leads.sqlite", "--send", "--format", "json")
    assert (result.code, json.loads(result.out)["exit_code"], pbx.inserted) == (1, 1, inserted)
    left = f"noojee-run-leads.sqlite: {'1 lead' if in_doubt else '2 leads'} not sent yet, or in doubt; "
    assert f"{left}to go on with that run: noojee-dq resume noojee-run-leads.sqlite" in result.err


@pytest.mark.long
def test_in_a_shell_only_new_fails_where_no_lead_is_ready_and_none_is_known(pbx: Sandbox, run: RunCli) -> None:
    run("submit", "leads.csv", "--send")
    Path("others.csv").write_text("Id,Phone\nX,0491\nY,0491\n", "utf-8")
    result = run("submit", "others.csv", "--only-new", "noojee-run-leads.sqlite", "--send")
    assert (result.code, "For a list of reasons" in result.err) == (1, True)


@pytest.mark.long
def test_in_a_shell_new_leads_can_be_sent_again_and_again(pbx: Sandbox, run: RunCli) -> None:
    first = run("submit", "leads.csv", "--send", "--fail-on-left")
    assert (first.code, sent(pbx)) == (1, ["A", "B", "D"])
    journals: list[str] = []
    for number, journal in enumerate(["", "-new", "-new2"]):
        journals += ["--only-new", f"noojee-run-leads{journal}.sqlite"]
        with Path("leads.csv").open("a", encoding="utf-8") as file:
            file.write(f"E{number},0491 570 11{number}\n")
        result = run("submit", "leads.csv", *journals, "--send")
        assert (result.code, "Stayed behind, not ready: 1 lead" in result.out) == (0, True)
        assert sent(pbx) == ["A", "B", "D", *[f"E{place}" for place in range(number + 1)]]


@pytest.mark.long
def test_in_a_shell_only_new_is_for_runs_of_the_same_kind(pbx: Sandbox, run: RunCli) -> None:
    run("submit", "leads.csv", "--send", "--limit", "1")
    Path("updates.csv").write_text("Id,Phone,njDisposition\nA,0491 570 006,<No Change>\n", "utf-8")
    options = ["--only-new", "noojee-run-leads.sqlite", "--operation", "update"]
    result = run("submit", "updates.csv", *options)
    assert (result.code, "holds a run of inserts, not of updates" in result.err) == (2, True)
    mapped = Path("campaign.toml").read_text("utf-8").replace("[columns]", '[columns]\nRef = "Reference"')
    Path("campaign.toml").write_text(mapped, "utf-8")
    result = run("submit", "leads.csv", "--only-new", "noojee-run-leads.sqlite")
    assert (result.code, "holds a run with another columns" in result.err) == (2, True)


@pytest.mark.long
def test_in_a_shell_a_changed_setting_is_named_with_what_to_do(pbx: Sandbox, run: RunCli) -> None:
    Path("leads.csv").write_text(FILE.replace("Phone", "Phone,Mobile").replace("\n", ",\n"), "utf-8")
    run("submit", "leads.csv", "--send", "--limit", "1")
    result = run("submit", "leads.csv", "--send", "--phone-field", "Phone", "--phone-field", "Mobile")
    assert (result.code, sent(pbx)) == (2, ["A"])
    assert "another phone_fields (['Phone'], now ['Phone', 'Mobile'])" in result.err
    assert "put phone_fields back as it was" in result.err
    assert "to send to another place" not in result.err
    moved = pbx.campaign.model_copy(update={"campaign_id": 99})
    Path("campaign.toml").write_text(moved.to_toml(), "utf-8")
    result = run("submit", "leads.csv")
    assert "another campaign_id (42, now 99)" in result.err
    assert "to send to another place, give another journal" in result.err


@pytest.mark.long
def test_in_a_shell_a_file_with_headings_alone_is_named(pbx: Sandbox, run: RunCli) -> None:
    run("submit", "leads.csv", "--send", "--limit", "1")
    Path("headings.csv").write_text(FILE.splitlines()[0] + "\n", "utf-8")
    result = run("resume", "noojee-run-leads.sqlite", "headings.csv")
    assert (result.code, "headings.csv: there is no lead to send" in result.err) == (3, True)


@pytest.mark.long
def test_in_a_shell_a_file_whose_leads_all_went_with_the_run_before_is_not_said_to_be_empty(
    pbx: Sandbox, run: RunCli
) -> None:
    run("submit", "leads.csv", "--send")
    Path("more.csv").write_text(FILE + "E,0491 570 110\n", "utf-8")
    run("submit", "more.csv", "--only-new", "noojee-run-leads.sqlite", "--send")
    result = run("resume", "noojee-run-more-new.sqlite", "leads.csv")
    assert (result.code, "none of these is among them" in result.err) == (2, True)


@pytest.mark.long
@pytest.mark.parametrize("command", [["resume"], ["status"], ["submit", "leads.csv", "--only-new"]])
def test_in_a_shell_a_missing_journal_says_where_journals_are(pbx: Sandbox, run: RunCli, command: list[str]) -> None:
    result = run(*command, "none.sqlite")
    assert (result.code, "none.sqlite: there is no such journal: look how it is called" in result.err) == (2, True)
    assert "noojee-run-FILE.sqlite" in result.err
