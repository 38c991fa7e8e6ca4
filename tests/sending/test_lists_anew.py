"""The do-not-call lists are looked at anew whenever a run is taken up: what is on them now does not go out."""

import json
import shlex
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.sandbox import Sandbox
from tests.conftest import Run
from tests.examples import mostly_long
from tests.sending.support import CAMPAIGN, Bench, next_command, outcomes, some_leads
from tests.sending.test_cli_submit import pbx as pbx, sent

pytestmark = pytest.mark.slow

#: The third of `some_leads`.
NUMBER = "0491500002"


def states(journal: Path) -> list[str]:
    with closing(sqlite3.connect(journal)) as database:
        return [state for (state,) in database.execute("SELECT state FROM rows ORDER BY position")]


def test_a_number_that_is_listed_between_two_calls_does_not_go_out(bench: Callable[..., Bench]) -> None:
    at, leads = bench(), some_leads(3)
    at.submit(leads, limit=1)
    results = at.resume(leads, dnc=[NUMBER])
    assert outcomes(results) == ["accepted", "accepted", "not_sent"]
    assert results["api_action"].tolist() == ["none", "none", "drop"]
    assert results.attrs["run"]["left"] == 0
    assert at.times_in(leads) == [1, 1, 0]
    assert outcomes(at.resume(leads)) == ["accepted", "accepted", "not_sent"]


def test_submit_looks_at_its_lists_too(bench: Callable[..., Bench]) -> None:
    at, leads = bench(), some_leads(3)
    at.submit(leads, limit=1)
    assert outcomes(at.submit(leads, dnc=[NUMBER])) == ["accepted", "accepted", "not_sent"]
    assert outcomes(at.submit(leads, dnc=[NUMBER], send_dnc=True)) == ["accepted"] * 3


def test_a_new_run_withholds_what_is_listed_however_it_is_written(bench: Callable[..., Bench]) -> None:
    leads = some_leads(3).assign(Phone=["0491500000.0", "0491500001 (home)", "0491500002"])
    results = bench().submit(leads, dnc=["0491500000", "0491500001"])
    assert outcomes(results) == ["not_sent", "not_sent", "accepted"]


def test_numbers_that_may_be_called_all_the_same_go_out(bench: Callable[..., Bench]) -> None:
    results = bench().submit(some_leads(2), dnc=["0491500000", "0491500001"], allow=["0491500001"])
    assert outcomes(results) == ["not_sent", "accepted"]


def test_the_lists_of_the_campaign_count(bench: Callable[..., Bench], tmp_path: Path) -> None:
    at, leads = bench(), some_leads(3)
    (tmp_path / "dnc.csv").write_text("Phone\n", "utf-8")
    campaign = at.pbx.campaign.model_copy(update={"dnc": (str(tmp_path / "dnc.csv"),)})
    at.submit(leads, campaign=campaign, limit=1, accept_empty_lists=True)
    (tmp_path / "dnc.csv").write_text(f"Phone\n{NUMBER}\n", "utf-8")
    assert outcomes(at.resume(leads, campaign=campaign)) == ["accepted", "accepted", "not_sent"]


@pytest.mark.parametrize("dnc", [["4.92E+08"], [], "missing.csv", [NUMBER, "4.92E+08"]])
def test_a_list_that_cannot_be_used_stops_before_anything_is_sent(bench: Callable[..., Bench], dnc: object) -> None:
    at, leads = bench(), some_leads(1)
    with pytest.raises(nj.NoojeeError):
        at.submit(leads, dnc=dnc)
    assert at.times_in(leads) == [0]


def test_a_list_that_can_be_read_in_part_can_be_accepted(bench: Callable[..., Bench]) -> None:
    leads, lists = some_leads(3), {"dnc": [NUMBER, "4.92E+08"], "accept_partial_lists": True}
    assert outcomes(bench().submit(leads, **lists)) == ["accepted", "accepted", "not_sent"]


def test_a_list_that_is_required_is_required_to_send(bench: Callable[..., Bench]) -> None:
    at = bench()
    campaign = at.pbx.campaign.model_copy(update={"require": ("dnc",)})
    with pytest.raises(nj.CampaignError, match="requires the list 'dnc'"):
        at.submit(some_leads(1), campaign=campaign)
    checked = nj.check(some_leads(1), campaign, dnc=[NUMBER]).ready
    assert outcomes(at.submit(checked, campaign=campaign)) == ["accepted"]


def test_a_lead_in_doubt_that_is_listed_now_stays_in_doubt(bench: Callable[..., Bench]) -> None:
    at, leads = bench(), some_leads(1)
    patient = nj.Pacing(quarantine=60, deadline=1, pauses=(0.02,), unreachable=30)
    at.submit(leads, pacing=patient, limit=0)
    with closing(sqlite3.connect(at.journal)) as database, database:
        database.execute("UPDATE rows SET state = 'unknown', doubts = 1, attempts = 1, sent_at = 0, resend_at = 0")
    results = at.resume(leads, dnc=["0491500000"])
    assert (outcomes(results), states(at.journal)) == (["unknown"], ["unknown"])
    assert results.attrs["run"]["left"] == 0
    assert at.times_in(leads) == [0]


def test_in_a_shell_the_same_command_with_a_new_list_finishes_the_run(pbx: Sandbox, run: Callable[..., Run]) -> None:
    assert run("submit", "leads.csv", "--send", "--limit", "1").code == 0
    Path("dnc.csv").write_text("Phone\n0491570157\n", "utf-8")
    result = run("submit", "leads.csv", "--send", "--dnc", "dnc.csv")
    assert (result.code, sent(pbx)) == (0, ["A", "B"])
    assert "2 accepted, 1 not sent" in result.out
    assert run("status", "noojee-run-leads.sqlite").out.count("withheld: not to be called") == 1


def test_in_a_shell_resume_takes_a_list(pbx: Sandbox, run: Callable[..., Run]) -> None:
    assert run("submit", "leads.csv", "--send", "--limit", "1").code == 0
    Path("dnc.csv").write_text("Phone\n0491570157\n", "utf-8")
    assert run("resume", "noojee-run-leads.sqlite", "--dnc", "dnc.csv").code == 0
    assert sent(pbx) == ["A", "B"]


def test_in_a_shell_status_says_how_a_lead_goes_out_that_was_listed_by_mistake(
    pbx: Sandbox, run: Callable[..., Run]
) -> None:
    Path("dnc.csv").write_text("Phone\n0491570157\n0491570999\n", "utf-8")
    run("submit", "leads.csv", "--send", "--limit", "1")
    run("resume", "noojee-run-leads.sqlite", "--dnc", "dnc.csv")
    assert sent(pbx) == ["A", "B"]
    Path("dnc.csv").write_text("Phone\n0491570999\n", "utf-8")
    said = run("status", "noojee-run-leads.sqlite").out
    command = shlex.split(said.split("for the leads withheld: noojee-dq ")[1].splitlines()[0])
    run(*command, "--dnc", "dnc.csv")
    assert sent(pbx) == ["A", "B", "C"]


@pytest.mark.parametrize(
    "command",
    mostly_long(
        [["resume", "noojee-run-leads.sqlite"], ["submit", "leads.csv", "--send"]],
        [["resume", "noojee-run-leads.sqlite"]],
    ),
)
def test_in_a_shell_the_lists_that_a_run_began_with_are_looked_at_unasked(
    pbx: Sandbox, run: Callable[..., Run], command: list[str]
) -> None:
    Path("dnc.csv").write_text("Phone\n0491500000\n", "utf-8")
    begun = run("submit", "leads.csv", "--send", "--limit", "1", "--dnc", "dnc.csv")
    assert next_command(begun) == ["resume", "noojee-run-leads.sqlite", "--dnc", str(Path("dnc.csv").absolute())]
    Path("dnc.csv").write_text("Phone\n0491570157\n", "utf-8")
    result = run(*command)
    assert (result.code, sent(pbx)) == (0, ["A", "B"])
    assert "Withheld: 1 lead not to be called (on the do-not-call list, or marked in their file)" in result.out


def test_a_permission_counts_only_while_it_is_given(bench: Callable[..., Bench], tmp_path: Path) -> None:
    at, leads, allow = bench(), some_leads(3), tmp_path / "allow.csv"
    allow.write_text(f"Phone\n{NUMBER}\n", "utf-8")
    at.submit(leads, dnc=[NUMBER], allow=allow, limit=1)
    results = at.resume(leads, dnc=[NUMBER])
    assert outcomes(results) == ["accepted", "accepted", "not_sent"]


def test_the_lists_of_a_run_count_beside_others_that_are_named(bench: Callable[..., Bench], tmp_path: Path) -> None:
    at, leads, dnc = bench(), some_leads(3), tmp_path / "dnc.csv"
    dnc.write_text("Phone\n0491570999\n", "utf-8")
    at.submit(leads, dnc=dnc, limit=1)
    dnc.write_text(f"Phone\n{NUMBER}\n", "utf-8")
    assert outcomes(at.resume(leads, dnc=["0491500001"])) == ["accepted", "not_sent", "not_sent"]


def test_a_finished_run_needs_no_list(bench: Callable[..., Bench], tmp_path: Path) -> None:
    at, leads, dnc = bench(), some_leads(2), tmp_path / "dnc.csv"
    dnc.write_text("Phone\n0491570999\n", "utf-8")
    at.submit(leads, dnc=dnc)
    dnc.unlink()
    assert outcomes(at.resume(leads)) == ["accepted"] * 2


def test_the_dry_run_counts_no_lead_in_doubt_that_is_listed_now(bench: Callable[..., Bench]) -> None:
    at, leads = bench(), some_leads(3)
    at.submit(leads, limit=1)
    with closing(sqlite3.connect(at.journal)) as database, database:
        database.execute("UPDATE rows SET state = 'in_flight', attempts = 1, sent_at = 0 WHERE position = 2")
    planned = at.submit(leads, dnc=[NUMBER], dry_run=True)
    assert planned.attrs["planned"]["to_be_sent"] == 1
    assert "in doubt for good, and not sent again: 1 lead" in planned.attrs["plan"]


def test_in_a_shell_a_lead_that_was_withheld_and_is_not_ready_stays_behind(
    pbx: Sandbox, run: Callable[..., Run]
) -> None:
    Path("dnc.csv").write_text("Phone\n0491570157\n", "utf-8")
    run("submit", "leads.csv", "--send", "--dnc", "dnc.csv", "--all")
    Path("dnc.csv").write_text("Phone\n0491500000\n", "utf-8")
    Path("export.csv").write_text("Phone\n0491570157\n", "utf-8")
    run("submit", "leads.csv", "--send", "--dnc", "dnc.csv", "--known", "export.csv", "--send-dnc")
    assert "C" not in sent(pbx)


def test_in_a_shell_only_what_is_part_of_no_run_stays_behind(pbx: Sandbox, run: Callable[..., Run]) -> None:
    Path("leads.csv").write_text("Ref,Phone\nA,0491 570 006\n", "utf-8")
    run("submit", "leads.csv", "--send")
    again = run("submit", "leads.csv", "--send", "--known", "leads.csv", "--fail-on-left", "--format", "json")
    assert (again.code, json.loads(again.out)["counts"]["behind"]) == (0, 0)


def test_in_a_shell_a_list_that_is_gone_stops_the_run_until_another_is_named(
    pbx: Sandbox, run: Callable[..., Run]
) -> None:
    Path("dnc.csv").write_text("Phone\n0491500000\n", "utf-8")
    run("submit", "leads.csv", "--send", "--limit", "1", "--dnc", "dnc.csv")
    Path("dnc.csv").unlink()
    refused = run("resume", "noojee-run-leads.sqlite")
    assert (refused.code, sent(pbx)) == (2, ["A"])
    assert "dnc.csv: a do-not-call list that the run began with is no longer there: put it back, or name" in refused.err
    Path("other.csv").write_text("Phone\n0491500000\n", "utf-8")
    options = ["--dnc", str(Path("other.csv").absolute()), "--campaign", str(Path("campaign.toml").absolute())]
    begun = run("resume", "noojee-run-leads.sqlite", *options, "--limit", "1")
    Path("other.csv").write_text("Phone\n0491570157\n", "utf-8")
    assert next_command(begun) == ["resume", "noojee-run-leads.sqlite", *options]
    assert run(*next_command(begun)).code == 0
    assert sent(pbx) == ["A", "B"]


def test_leads_with_one_listed_and_another_number_are_named(bench: Callable[..., Bench]) -> None:
    at = bench(CAMPAIGN.model_copy(update={"phone_fields": ("Phone", "Mobile")}))
    leads = some_leads(2).assign(Mobile=["0491570156", ""])
    note = "1 lead (row 1): one number is on the do-not-call list and the lead has another"
    planned = at.submit(leads, dnc=["0491500000"], dry_run=True)
    assert [line.partition(",")[0] for line in planned.attrs["planned"]["notes"]] == [note]
    results = at.submit(leads, dnc=["0491500000"])
    assert outcomes(results) == ["accepted"] * 2
    assert [line.partition(",")[0] for line in results.attrs["run"]["notes"]] == [note]


def test_the_dry_run_says_first_that_no_list_was_looked_at(pbx: Sandbox, run: Callable[..., Run]) -> None:
    lines = [line for line in run("submit", "leads.csv").err.splitlines() if line.startswith("not checked: ")]
    checks = "do-not-call (104), do-not-call-beside-another (104), do-not-call-partly"
    assert lines[0] == f"not checked: {checks}: no do-not-call list was given (--dnc)"
    assert pd.Series(lines).str.contains("duplicate-number").any()


def test_a_lead_that_was_in_flight_when_the_run_was_killed_is_looked_for_too(bench: Callable[..., Bench]) -> None:
    at, leads = bench(), some_leads(1)
    at.submit(leads, limit=0)
    with closing(sqlite3.connect(at.journal)) as database, database:
        database.execute("UPDATE rows SET state = 'in_flight', attempts = 1, sent_at = 0")
        database.execute("INSERT INTO attempts (position, attempt, started_at) VALUES (0, 1, 0)")
    results = at.resume(leads, dnc=["0491500000"])
    assert (outcomes(results), at.times_in(leads)) == (["unknown"], [0])


def test_leads_without_a_phone_column_cannot_be_compared(bench: Callable[..., Bench]) -> None:
    at = bench()
    for phone_fields in ([], ["phone", "Telefon"]):
        campaign = at.pbx.campaign.model_copy(update={"phone_fields": tuple(phone_fields)})
        with pytest.raises(nj.CampaignError, match="no lead can be compared with the do-not-call list"):
            at.submit(some_leads(1), campaign=campaign, dnc=["0491500000"])
    assert at.times_in(some_leads(1)) == [0]


def test_known_leads_are_required_of_a_check_alone(bench: Callable[..., Bench]) -> None:
    at = bench()
    campaign = at.pbx.campaign.model_copy(update={"require": ("known",)})
    assert outcomes(at.submit(some_leads(2), campaign=campaign, limit=1)) == ["accepted", "not_sent"]
    assert outcomes(at.resume(some_leads(2), campaign=campaign)) == ["accepted", "accepted"]


def test_the_dry_run_of_a_begun_run_counts_what_is_listed_now(bench: Callable[..., Bench]) -> None:
    at, leads = bench(), some_leads(3)
    at.submit(leads, limit=1)
    plan = at.submit(leads, dnc=[NUMBER], dry_run=True).attrs["plan"]
    assert "to be sent: 1 of 3 leads" in plan
    assert "withheld: 1 lead" in plan


def test_in_a_shell_resume_looks_at_the_lists_of_the_campaign_file(pbx: Sandbox, run: Callable[..., Run]) -> None:
    assert run("submit", "leads.csv", "--send", "--limit", "1").code == 0
    Path("dnc.csv").write_text("Phone\n0491570157\n", "utf-8")
    settings = nj.Campaign.from_toml("campaign.toml").model_copy(update={"dnc": ("dnc.csv",)})
    Path("campaign.toml").write_text(settings.to_toml(), "utf-8")
    assert run("resume", "noojee-run-leads.sqlite").code == 0
    assert sent(pbx) == ["A", "B"]


def test_in_a_shell_a_list_that_frees_another_lead_does_not_stop_the_run(pbx: Sandbox, run: Callable[..., Run]) -> None:
    settings = Path("campaign.toml").read_text("utf-8").replace('fields = ["Phone"]', 'fields = ["Phone", "Mobile"]')
    Path("campaign.toml").write_text(settings, "utf-8")
    rows = ["A,0491570156,", "B,0491570006,", "C,0491570006,0491570157"]
    Path("leads.csv").write_text("\n".join(["Ref,Phone,Mobile", *rows]), "utf-8")
    assert run("submit", "leads.csv", "--send", "--limit", "1").code in (0, 1)
    Path("dnc.csv").write_text("Phone\n0491570006\n", "utf-8")
    result = run("submit", "leads.csv", "--send", "--dnc", "dnc.csv")
    assert "no part of the run (not ready when it began, or added or changed since), and not sent" in result.err
    assert sent(pbx) == ["A"]


def test_in_a_shell_no_campaign_file_takes_a_list_of_the_run_away(pbx: Sandbox, run: Callable[..., Run]) -> None:
    Path("dnc.csv").write_text("Phone\n0491500000\n", "utf-8")
    plain = Path("campaign.toml").read_text("utf-8")
    settings = nj.Campaign.from_toml("campaign.toml").model_copy(update={"dnc": ("dnc.csv",)})
    Path("campaign.toml").write_text(settings.to_toml(), "utf-8")
    assert run("submit", "leads.csv", "--send", "--limit", "1").code == 0
    Path("dnc.csv").write_text("Phone\n0491570157\n", "utf-8")
    Path("campaign.toml").write_text(plain, "utf-8")
    assert run("resume", "noojee-run-leads.sqlite", "-c", "nowhere/campaign.toml").code in (2, 3)
    assert run("resume", "noojee-run-leads.sqlite").code == 0
    assert sent(pbx) == ["A", "B"]


def test_what_its_own_file_marks_does_not_go_out_where_the_campaign_says_so(bench: Callable[..., Bench]) -> None:
    at, leads = bench(), some_leads(4).assign(**{"Do Not Call": ["no", "Yes, 01/05/2026", "yes", ""]})
    strict = at.pbx.campaign.model_copy(update={"marked_do_not_call": "error"})
    at.submit(leads, limit=1)
    submitted = nj.submit(leads, strict, api_key=at.pbx.api_key, journal=at.journal, limit=0, progress=False)
    assert submitted["api_action"].tolist() == ["none", "drop", "drop", "retry"]
    resumed = nj.resume(at.journal, leads, strict, api_key=at.pbx.api_key, progress=False)
    assert outcomes(resumed) == ["accepted", "not_sent", "not_sent", "accepted"]
    assert at.times_in(leads) == [1, 0, 0, 1]


@pytest.mark.parametrize("command", [["submit", "leads.csv", "--send", "--all"], ["resume", "noojee-run-leads.sqlite"]])
def test_in_a_shell_a_campaign_can_have_marked_leads_held_back_later(
    pbx: Sandbox, run: Callable[..., Run], command: list[str]
) -> None:
    leads = pd.read_csv("leads.csv", dtype=str).head(3).assign(DNC=["no", "yes", "Y 01.05.2026"])
    leads.to_csv("leads.csv", index=False)
    run("submit", "leads.csv", "--send", "--limit", "1")
    settings = Path("campaign.toml").read_text("utf-8")
    changed = settings.replace("[lists]\n", '[lists]\nmarked_do_not_call = "error"\n')
    assert changed != settings
    Path("campaign.toml").write_text(changed, "utf-8")
    result = run(*command)
    assert "to send them all the same" not in result.err
    assert "Withheld: 2 leads not to be called" in result.out
    assert (result.code, sent(pbx)) == (0, ["A"])
