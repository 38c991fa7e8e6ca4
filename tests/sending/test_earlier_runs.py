"""What another run has sent does not go out again, where a journal tells of it: one that is named, or a kindred one."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
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
#: Takes the same number as often as it comes.
ALLOWING = CAMPAIGN.model_copy(update={"allow_duplicates": True})
COUNT = 30


def written(leads: pd.DataFrame, name: str = "leads.csv") -> None:
    leads.to_csv(name, index=False)


@pytest.fixture(params=mostly_long(["allowing", "refusing"], ["allowing"]))
def pbx(run: RunCli, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    """A PBX that allows duplicate numbers of leads without ids, or one that refuses them; and thirty leads."""
    monkeypatch.setenv("NOOJEE_API_KEY", KEY)
    refuses = request.param == "refusing"
    with Sandbox(CAMPAIGN if refuses else ALLOWING, api_key=KEY, time_scale=0.01) as pbx:
        Path("campaign.toml").write_text(pbx.campaign.to_toml(), "utf-8")
        written(some_leads(COUNT, ids=refuses))
        yield pbx


def times_in(pbx: Sandbox) -> list[int]:
    """How often each of the thirty leads is in, by the sandbox's own count."""
    return [pbx.inserts("Ref").get(ref, 0) for ref in some_leads(COUNT)["Ref"]]


def states(journal: Path | str) -> list[str]:
    with closing(sqlite3.connect(journal)) as database:
        return [state for (state,) in database.execute("SELECT state FROM rows ORDER BY position")]


def set_state(journal: Path, state: str, position: int, resend_at: float | None = None) -> None:
    query = "UPDATE rows SET state = ?, resend_at = ?, attempts = 1, sent_at = 0 WHERE position = ?"
    with closing(sqlite3.connect(journal)) as database, database:
        database.execute(query, [state, resend_at, position])


def twin(at: Bench) -> Bench:
    """The same PBX with another journal."""
    return Bench(at.pbx, at.journal.with_name("other.sqlite"))


# --- the check ----------------------------------------------------------------------------------------------------


def test_a_lead_that_an_earlier_run_has_sent_is_to_be_dropped_where_numbers_may_repeat(bench: NewBench) -> None:
    at, leads = bench(ALLOWING), some_leads(4)
    at.submit(leads.iloc[:2])
    # The same number, but another lead: this campaign takes it.
    again = pd.concat([leads.iloc[[2, 1]], leads.iloc[[0]].assign(Ref="other")])
    report = nj.check(again, at.pbx.campaign, known=at.journal)
    assert report.annotated["dq_status"].tolist() == ["ready", "drop", "ready"]
    assert report.findings.query("severity == 'error'")[["check", "row", "message"]].to_numpy().tolist() == [
        ["sent-by-earlier-run", 1, "an earlier run (run.sqlite) has sent this very lead"]
    ]
    schema = nj.insert_schema(at.pbx.campaign, known=at.journal)
    assert not nj.check(leads, at.pbx.campaign, known=at.journal).ok
    assert schema.validate(leads.iloc[2:], lazy=True).equals(leads.iloc[2:])


@pytest.mark.parametrize("state", ["accepted", "unknown"])
def test_the_supplier_is_told_nothing_of_what_was_sent(bench: NewBench, state: str) -> None:
    at, leads = bench(ALLOWING), some_leads(2)
    at.submit(leads)
    set_state(at.journal, state, 0)
    report = nj.check(leads, at.pbx.campaign, known=at.journal)
    assert report.counts["ready"] == 0
    assert "found nothing for you to correct" in str(report.to_markdown(audience="supplier"))


def test_where_no_journal_was_named_that_is_not_checked() -> None:
    not_checked = {one.check: one.reason for one in nj.check(some_leads(1), ALLOWING).not_checked}
    assert not_checked["sent-by-earlier-run"].startswith("no journal of an earlier run was given")


@pytest.mark.parametrize(("ids", "codes", "checks"), [(False, "105", 1), (True, "105;112", 2)])
def test_where_the_pbx_refuses_it_the_code_says_all(bench: NewBench, ids: bool, codes: str, checks: int) -> None:
    at, leads = bench(), some_leads(2, ids=ids)
    at.submit(leads.iloc[:1])
    report = nj.check(leads, at.pbx.campaign, known=at.journal)
    assert report.annotated["dq_codes"].tolist() == [codes, ""]
    found = report.findings.query("severity == 'error'")
    assert len(found) == checks
    assert set(found["hint"]) == {"take the lead out: an earlier run (run.sqlite) has sent this very lead"}
    assert report.annotated["dq_status"].tolist() == ["drop", "ready"]
    # Another lead under an id that the run has used is for a person to look at.
    other = nj.check(leads.assign(Phone="0491 570 158", Name="Bob"), at.pbx.campaign, known=at.journal)
    assert other.annotated["dq_status"].iloc[0] == ("review" if ids else "ready")


def test_an_update_may_be_sent_again(bench: NewBench) -> None:
    at, leads = bench(), some_leads(2, ids=True)
    at.submit(leads)
    updates, second = leads.assign(njDisposition="Sale"), twin(at)
    second.submit(updates, operation="update")
    assert nj.check(updates, at.pbx.campaign, operation="update", known=second.journal).ok
    third = Bench(at.pbx, at.journal.with_name("third.sqlite"))
    assert outcomes(third.submit(updates, operation="update", known=second.journal)) == ["accepted"] * 2


def test_what_a_run_did_not_bring_in_is_not_said_to_be_sent(bench: NewBench) -> None:
    at = bench(ALLOWING)
    refused = some_leads(3).assign(njContactHours=["Nowhere", "", ""])
    at.submit(refused, limit=2)
    report = nj.check(refused, at.pbx.campaign, known=at.journal)
    assert report.annotated["dq_codes"].tolist() == ["111", "", ""]
    assert report.findings.query("check == 'sent-by-earlier-run'")["row"].tolist() == [1]


@pytest.mark.long
def test_no_repair_unlocks_a_lead_that_was_sent(bench: NewBench) -> None:
    at, damaged = bench(ALLOWING), pd.DataFrame({"Phone": ["491570006.0", "491570156.0"]})
    at.submit(damaged.iloc[:1])
    gains = nj.check(damaged, at.pbx.campaign, known=at.journal).repairs
    assert gains.set_index("fix").loc["decimal-tail", "leads_unlocked"] == 1


# --- runs that name each other ------------------------------------------------------------------------------------


def test_in_a_shell_runs_that_name_each_other_send_each_lead_once(pbx: Sandbox, run: RunCli) -> None:
    first, second = "noojee-run-leads.sqlite", "two.sqlite"
    assert run("submit", "leads.csv", "--send", "--limit", "10").code == 0
    assert run("submit", "leads.csv", "--known", first, "--journal", second, "--send", "--limit", "8").code == 0
    taken_up = run("resume", first, "--known", second)
    assert (taken_up.code, sum(times_in(pbx))) == (0, COUNT)
    assert "8 leads (rows 12, 13, 14, 15, 16 and 3 more): left out, as two.sqlite has sent" in taken_up.err
    assert "Sent by another run, and left out: 8 leads" in taken_up.out
    document = json.loads(run("resume", second, "--known", first, "--format", "json").out)
    assert (document["exit_code"], times_in(pbx)) == (0, [1] * COUNT)
    counts = {name: document["counts"][name] for name in ("leads", "left", "sent_elsewhere", "accepted", "not_sent")}
    assert counts == {"leads": 20, "left": 0, "sent_elsewhere": 12, "accepted": 8, "not_sent": 12}
    assert "12 left out: another run has sent these very leads" in run("status", second).out
    # What was found once need not be named again.
    for journal in (first, second):
        assert run("resume", journal).code == 0
    assert times_in(pbx) == [1] * COUNT


@pytest.mark.long
def test_in_a_shell_a_begun_run_that_is_submitted_again_leaves_out_what_another_has_sent(
    pbx: Sandbox, run: RunCli
) -> None:
    assert run("submit", "leads.csv", "--send", "--limit", "2").code == 0
    assert run("submit", "leads.csv", "--journal", "two.sqlite", "--all", "--send").code in (0, 1)
    before = pbx.calls
    dry = run("submit", "leads.csv", "--known", "two.sqlite")
    assert "left out: 28 leads that another run has sent" in dry.out
    result = run("submit", "leads.csv", "--known", "two.sqlite", "--send", "--results", "results.csv")
    assert (result.code, pbx.calls) == (0, before)
    assert "part of the run, but not ready now" not in result.err
    found = pd.read_csv("results.csv")
    assert found["api_outcome"].value_counts().to_dict() == {"not_sent": 28, "accepted": 2}
    assert found["api_action"].value_counts().to_dict() == {"drop": 28, "none": 2}
    assert found["api_message"].iloc[-1] == "left out: another run has sent this very lead"


def test_all_and_python_send_no_lead_again_that_a_named_run_has_sent(bench: NewBench) -> None:
    at, leads = bench(ALLOWING), some_leads(4)
    at.submit(leads.iloc[:3])
    second = twin(at)
    assert outcomes(second.submit(leads, known=at.journal)) == ["not_sent"] * 3 + ["accepted"]
    assert outcomes(second.submit(leads, known=at.journal, send_dnc=True)) == ["not_sent"] * 3 + ["accepted"]
    assert at.times_in(leads) == [1] * 4


def test_a_run_is_no_other_run_to_itself(bench: NewBench) -> None:
    at, alike = bench(ALLOWING), pd.concat([some_leads(2)] * 2, ignore_index=True)
    at.submit(alike, limit=2)
    assert outcomes(at.resume(alike, known=at.journal)) == ["accepted"] * 4


def test_a_lead_in_doubt_that_another_run_has_sent_stays_in_doubt(bench: NewBench) -> None:
    at, leads = bench(), some_leads(2)
    at.submit(leads, limit=0)
    second = twin(at)
    second.submit(leads)
    set_state(at.journal, "in_flight", 0)
    results = at.resume(leads, known=second.journal)
    assert (outcomes(results), states(at.journal)) == (["unknown", "not_sent"], ["unknown", "sent_elsewhere"])
    assert (results.attrs["run"]["left"], results.attrs["run"]["exit_code"], at.times_in(leads)) == (0, 1, [1, 1])


def test_a_lead_that_another_run_has_in_doubt_waits_until_that_is_settled(bench: NewBench) -> None:
    at, leads = bench(ALLOWING), some_leads(3)
    at.submit(leads, limit=1)
    second = twin(at)
    second.submit(leads.iloc[1:2])
    set_state(second.journal, "unknown", 0)
    results = at.resume(leads, known=second.journal)
    assert (outcomes(results), states(at.journal)) == (
        ["accepted", "not_sent", "accepted"],
        ["accepted", "pending", "accepted"],
    )
    told = results.attrs["run"]
    assert (told["left"], told["resumable"], told["exit_code"]) == (1, 0, 1)
    assert any("1 lead (row 2): not sent now, as other.sqlite could not learn" in note for note in told["notes"])
    assert at.submit(leads, known=second.journal, dry_run=True).attrs["planned"]["to_be_sent"] == 0
    set_state(second.journal, "accepted", 0)
    assert states(at.journal)[1] == "pending"
    assert at.resume(leads, known=second.journal).attrs["run"]["exit_code"] == 0
    assert at.times_in(leads) == [1] * 3


# --- runs that were made from this one ----------------------------------------------------------------------------


def corrected(pbx: Sandbox, run: RunCli) -> str:
    """Send 28 of the leads and the corrected version of two that were left open; return the file as it was."""
    assert run("submit", "leads.csv", "--send", "--limit", "28").code == 0
    before = Path("leads.csv").read_text("utf-8")
    Path("leads.csv").write_text(
        before.replace("0491500028", "0491570156").replace("0491500029", "0491570157"), "utf-8"
    )
    assert run("submit", "leads.csv", "--only-new", "noojee-run-leads.sqlite", "--send").code == 0
    assert times_in(pbx) == [1] * COUNT
    return before


def test_in_a_shell_leads_that_went_out_corrected_do_not_go_out_as_they_were(pbx: Sandbox, run: RunCli) -> None:
    before = corrected(pbx, run)
    said = run("status", "noojee-run-leads.sqlite").out
    assert "2 leads (rows 30 and 31): noojee-run-leads-new.sqlite has leads in their rows too" in said
    assert "Next: noojee-dq resume" not in said
    Path("leads.csv").write_text(before, "utf-8")
    for command in (["resume", "noojee-run-leads.sqlite"], ["submit", "leads.csv", "--send"]):
        result = run(*command)
        assert (result.code, times_in(pbx)) == (1, [1] * COUNT)
        assert "2 leads (rows 30 and 31): not sent, as noojee-run-leads-new.sqlite has other leads" in result.err
        assert "Next:" not in result.out
    assert "to be sent: 0 of 30 leads" in run("submit", "leads.csv").out
    notes = json.loads(run("status", "noojee-run-leads.sqlite", "--format", "json").out)["notes"]
    assert [note.partition(":")[0] for note in notes] == ["2 leads (rows 30 and 31)"]


def test_in_a_shell_a_run_looks_unasked_at_those_made_from_it_and_those_it_was_made_from(
    pbx: Sandbox, run: RunCli
) -> None:
    first, second = "noojee-run-leads.sqlite", "two.sqlite"
    run("submit", "leads.csv", "--send", "--limit", "10")
    run("submit", "leads.csv", "--known", first, "--journal", second, "--send", "--limit", "8")
    assert run("resume", first, "--limit", "5").code == 0
    assert run("resume", second).code == 0
    assert run("resume", first).code == 0
    assert times_in(pbx) == [1] * COUNT


@pytest.mark.long
def test_in_a_shell_a_run_of_another_file_says_nothing_of_rows(pbx: Sandbox, run: RunCli) -> None:
    run("submit", "leads.csv", "--send", "--limit", "10")
    written(some_leads(40).iloc[COUNT:].assign(Id=""), "tomorrow.csv")
    options = ["--only-new", "noojee-run-leads.sqlite", "--send"]
    assert run("submit", "tomorrow.csv", *options).code == 0
    result = run("resume", "noojee-run-leads.sqlite")
    assert (result.code, times_in(pbx)) == (0, [1] * COUNT)
