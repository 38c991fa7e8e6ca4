"""Whatever goes wrong between client and PBX: what is reported is what the sandbox's own count says."""

import sqlite3
import warnings
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import anyio
import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.sandbox import Fault, Faults
from tests.examples import mostly_long
from tests.sending.support import (
    CAMPAIGN,
    MARKED,
    OK,
    PACING,
    Bench,
    Scripted,
    ScriptedPbx,
    attempts,
    broken_promises,
    outcomes,
    result,
    some_leads,
)

NewBench = Callable[..., Bench]

#: The call may have been done: `Fault.processed` says whether it was.
_AMBIGUOUS = [
    "reset_before",
    "reset_after",
    "lost_response",
    "truncated",
    "empty_object",
    "code_text",
    "code_null",
    "not_object",
    "huge_body",
    "html",
    "html_after",
    "exception_before",
    "exception_after",
    "http_503",
    "http_503_after",
    "hang",
    "drip",
]
_UNGUARDED = CAMPAIGN.model_copy(update={"allow_duplicates": True, "columns": {}})


def patience(fault: str) -> nj.Pacing:
    """Waits for a fault: a short deadline where it has to pass."""
    return replace(PACING, deadline=1.0 if fault in ("hang", "drip") else 30.0)


# --- in doubt -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", mostly_long(_AMBIGUOUS, ["reset_before", "lost_response"]))
def test_a_guarded_lead_in_doubt_is_settled_by_a_second_attempt(bench: NewBench, fault: str) -> None:
    run = bench(faults=Faults(script=[None, fault], retry_after=0))
    leads = some_leads(3)
    results = run.submit(leads, pacing=patience(fault))
    # The duplicate that the server then finds is our own first attempt.
    second = ("accepted_inferred", 105) if Fault(fault).processed else ("accepted", 0)
    assert list(zip(results["api_outcome"], results["api_code"], strict=True)) == [
        ("accepted", 0),
        second,
        ("accepted", 0),
    ]
    assert results["api_attempts"].tolist() == [1, 2, 1]
    assert run.attempts.query("position == 1")["kind"].tolist() == ["ambiguous", "result"]
    assert run.times_in(leads) == [1, 1, 1]


@pytest.mark.parametrize(
    "fault",
    mostly_long(
        [
            "reset_before",
            "reset_after",
            "lost_response",
            "truncated",
            "html",
            "exception_before",
            "http_503_after",
            "hang",
        ],
        ["reset_after", "exception_before"],
    ),
)
def test_an_unguarded_lead_in_doubt_is_never_sent_again(bench: NewBench, fault: str) -> None:
    run = bench(_UNGUARDED, faults=Faults(script=[None, fault], retry_after=0))
    leads = some_leads(3)
    results = run.submit(leads, pacing=patience(fault))
    resumed = run.resume(leads)
    for rows in (results, resumed):
        assert outcomes(rows) == ["accepted", "unknown", "accepted"]
        assert rows["api_action"].tolist() == ["none", "check_in_dialler", "none"]
        assert rows["api_attempts"].tolist() == [1, 1, 1]
    assert run.times_in(leads) == [1, int(Fault(fault).processed), 1]


def test_a_lead_with_an_id_of_its_own_is_guarded_although_duplicates_are_allowed(bench: NewBench) -> None:
    allowing = CAMPAIGN.model_copy(update={"allow_duplicates": True})
    run = bench(allowing, faults=Faults(script=[None, "lost_response"]))
    leads = some_leads(3, ids=True)
    results = run.submit(leads)
    assert (outcomes(results)[1], results["api_code"].iloc[1]) == ("accepted_inferred", 112)
    assert run.times_in(leads) == [1, 1, 1]


def test_an_id_that_another_lead_has_guards_nothing(bench: NewBench) -> None:
    allowing = CAMPAIGN.model_copy(update={"allow_duplicates": True})
    run = bench(allowing, faults=Faults(script=["lost_response"]))
    leads = some_leads(2).assign(Id="A")
    results = run.submit(leads)
    assert outcomes(results) == ["unknown", "rejected"]
    assert results["api_attempts"].tolist() == [1, 1]
    assert run.times_in(leads) == [1, 0]


def test_a_row_in_doubt_is_not_sent_again_before_the_quarantine_is_over(bench: NewBench) -> None:
    run = bench(faults=Faults(script=[None, "lost_response"]))
    run.submit(some_leads(2), pacing=replace(PACING, quarantine=0.5))
    first, second = run.attempts.query("position == 1")["started_at"]
    assert second - first >= 0.5
    at = run.calls["at"]
    assert (at.iloc[2] - at.iloc[1]).total_seconds() >= 0.45


@pytest.mark.parametrize("fault", mostly_long(["exception_before", "exception_after"], ["exception_after"]))
def test_after_five_ambiguous_attempts_a_lead_stays_unknown(bench: NewBench, fault: str) -> None:
    run = bench(faults=Faults(script={"A1": fault}))
    leads = some_leads(3, ids=True)
    results = run.submit(leads)
    again = run.resume(leads)
    for rows in (results, again):
        assert outcomes(rows) == ["accepted", "unknown", "accepted"]
        assert (rows["api_code"].iloc[1], rows["api_attempts"].iloc[1]) == (103, 5)
        assert rows["api_action"].iloc[1] == "check_in_dialler"
    assert run.calls["external_id"].eq("A1").sum() == 5
    assert run.times_in(leads) == [1, int(Fault(fault).processed), 1]


def test_three_web_pages_in_a_row_stop_the_run(bench: NewBench) -> None:
    run = bench(faults=Faults(rates={"html": 1.0}))
    leads = some_leads(9)
    with pytest.warns(nj.RunStoppedWarning, match="not the lead API's"):
        results = run.submit(leads)
    assert results.attrs["run"]["exit_code"] == 4
    # Of as many leads as that, or of fewer, if one was sent again meanwhile.
    assert len(run.attempts) == 3
    tried = run.attempts["position"].unique()
    assert [place for place, one in enumerate(outcomes(results)) if one == "unknown"] == sorted(tried)
    assert set(outcomes(results)) == {"not_sent", "unknown"}
    run.pbx.faults = Faults()
    assert outcomes(run.resume(leads)) == ["accepted"] * 9
    assert run.times_in(leads) == [1] * 9


# --- surely not done ----------------------------------------------------------------------------------------------


def test_a_refused_connection_leaves_no_doubt(bench: NewBench) -> None:
    run = bench(_UNGUARDED, faults=Faults(script=[None, "refuse", "refuse"], refuse_for=0.1))
    leads = some_leads(4)
    results = run.submit(leads)
    assert outcomes(results) == ["accepted"] * 4
    assert run.times_in(leads) == [1] * 4
    refused = run.attempts.query("kind == 'not_sent'")
    assert len(refused) > 0
    # The sandbox saw every lead once: what was refused never came.
    assert len(run.calls) == 4


def test_a_server_that_stays_away_stops_the_run(bench: NewBench) -> None:
    run = bench(_UNGUARDED, faults=Faults(script=[None, "refuse"], refuse_for=600))
    leads = some_leads(4)
    with pytest.warns(nj.RunStoppedWarning, match="could not be reached"):
        results = run.submit(leads, pacing=replace(PACING, unreachable=0.2))
    assert outcomes(results) == ["accepted", "not_sent", "not_sent", "not_sent"]
    assert results["api_action"].tolist() == ["none", "retry", "retry", "retry"]
    assert results.attrs["run"]["exit_code"] == 4
    assert run.times_in(leads) == [1, 0, 0, 0]
    run.pbx.faults = Faults()
    assert outcomes(run.resume(leads)) == ["accepted"] * 4
    assert run.times_in(leads) == [1] * 4


def test_a_server_that_is_not_there_at_all_is_an_error_and_leaves_no_journal(bench: NewBench) -> None:
    run = bench()
    run.pbx.stop()
    with pytest.raises(nj.PbxError, match=r"the connection was refused\. No lead was sent"):
        run.submit(some_leads(2))
    assert not run.journal.exists()
    assert run.pbx.inserted == 0


def test_a_burst_of_109_is_waited_out(bench: NewBench) -> None:
    run = bench(_UNGUARDED, faults=Faults(script=[None, "busy", "busy", "busy"]))
    leads = some_leads(5)
    results = run.submit(leads)
    assert outcomes(results) == ["accepted"] * 5
    assert results["api_code"].tolist() == [0] * 5
    assert run.times_in(leads) == [1] * 5


@pytest.mark.parametrize(("fault", "code", "status"), [("busy", 109, 400), ("http_429", pd.NA, 429)])
def test_a_server_that_is_busy_for_ever_stops_the_run_after_six_pauses(
    bench: NewBench, fault: str, code: int, status: int
) -> None:
    run = bench(_UNGUARDED, faults=Faults(rates={fault: 1.0}, retry_after=None))
    leads = some_leads(5)
    with pytest.warns(nj.RunStoppedWarning, match="after 6 pauses"):
        results = run.submit(leads)
    assert results.attrs["run"]["exit_code"] == 4
    # One call, and one probe after each pause, all of the same lead.
    assert len(run.calls) == 7
    assert results["api_attempts"].tolist() == [7, 0, 0, 0, 0]
    assert outcomes(results) == ["not_sent"] * 5
    assert results["api_action"].tolist() == ["retry"] * 5
    assert results["api_code"].iloc[0] is code or results["api_code"].iloc[0] == code
    assert results["api_http_status"].iloc[0] == status
    assert run.pbx.inserted == 0
    run.pbx.faults = Faults()
    assert outcomes(run.resume(leads)) == ["accepted"] * 5
    assert run.times_in(leads) == [1] * 5


def test_109_does_not_use_up_the_attempts_of_a_lead_in_doubt(bench: NewBench) -> None:
    faults = ["exception_before", "busy"] * 4
    run = bench(faults=Faults(script=faults))
    leads = some_leads(1)
    results = run.submit(leads)
    assert (outcomes(results), results["api_attempts"].tolist()) == (["accepted"], [9])
    assert run.times_in(leads) == [1]


# --- Retry-After --------------------------------------------------------------------------------------------------


def test_retry_after_in_seconds_is_honoured(bench: NewBench) -> None:
    run = bench(faults=Faults(script=["http_429"], retry_after=1))
    results = run.submit(some_leads(4))
    # The first lead goes alone, so nothing was under way when the pause began.
    at = run.calls["at"]
    assert (at.iloc[1] - at.iloc[0]).total_seconds() >= 1
    assert outcomes(results) == ["accepted"] * 4


def test_retry_after_as_a_date_is_honoured(bench: NewBench) -> None:
    until = (datetime.now(UTC) + timedelta(seconds=2)).replace(microsecond=0)
    run = bench(faults=Faults(script=["http_503"], retry_after=until))
    results = run.submit(some_leads(4))
    assert run.calls["at"].iloc[1] >= pd.Timestamp(until)
    assert outcomes(results) == ["accepted"] * 4


@pytest.mark.parametrize(
    "absurd", mostly_long(["-5", "soon", "Mon, 99 Foo 2026 25:61:61 GMT", "1e9", "", None], ["-5", "soon"])
)
def test_an_unreadable_retry_after_is_ignored(bench: NewBench, absurd: str | None) -> None:
    run = bench(faults=Faults(script=["http_503"], retry_after=absurd))
    leads = some_leads(3)
    assert outcomes(run.submit(leads)) == ["accepted"] * 3
    assert run.times_in(leads) == [1] * 3


@pytest.mark.parametrize("absurd", mostly_long(["9" * 40, "Fri, 31 Dec 9999 23:59:59 GMT"], ["9" * 40]))
def test_an_absurdly_long_retry_after_pauses_the_run_which_can_be_resumed(bench: NewBench, absurd: str) -> None:
    run = bench(faults=Faults(script=["http_503"], retry_after=absurd))
    leads = some_leads(5)

    async def until_it_pauses() -> None:
        arguments: dict[str, Any] = {"api_key": MARKED, "journal": run.journal, "pacing": PACING, "progress": False}
        async with anyio.create_task_group() as group:
            group.start_soon(partial(nj.asubmit, leads, run.pbx.campaign, **arguments))
            while not run.pbx.calls:
                await anyio.sleep(0.01)
            await anyio.sleep(0.2)
            group.cancel_scope.cancel()

    anyio.run(until_it_pauses)
    assert len(run.calls) == 1
    run.pbx.faults = Faults()
    assert outcomes(run.resume(leads)) == ["accepted"] * 5
    assert run.times_in(leads) == [1] * 5


# --- what stops a run ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("call", mostly_long([1, 60], [60]))
def test_a_key_that_is_refused_stops_the_run(bench: NewBench, call: int) -> None:
    run = bench(faults=Faults(script={call: "http_401"}), concurrency=4)
    leads = some_leads(70)
    with pytest.warns(nj.RunStoppedWarning, match="refused the API key"):
        results = run.submit(leads)
    assert results.attrs["run"]["exit_code"] == 4
    refused = results[results["api_http_status"].eq(401)]
    assert (outcomes(refused), refused["api_action"].tolist()) == (["not_sent"], ["fix_campaign"])
    # What was in flight is finished, and nothing else is sent.
    assert call <= len(run.calls) <= call + run.pbx.campaign.max_concurrency
    assert set(outcomes(results)) <= {"accepted", "not_sent"}
    assert broken_promises(run, results) == []
    assert outcomes(run.resume(leads)) == ["accepted"] * 70
    assert run.times_in(leads) == [1] * 70


def test_a_lead_that_a_firewall_refuses_does_not_hold_up_the_others(bench: NewBench) -> None:
    run, leads = bench(faults=Faults(script={"A2": "http_401"})), some_leads(8, ids=True)
    for _ in range(2):
        with pytest.warns(nj.RunStoppedWarning, match="refused the API key"):
            results = run.submit(leads)
    assert outcomes(results) == ["accepted"] * 2 + ["not_sent"] + ["accepted"] * 5


def test_a_wrong_key_is_an_error_before_any_lead_is_sent(bench: NewBench) -> None:
    run = bench(api_key="another-key")
    with pytest.raises(nj.PbxError, match="refused the API key"):
        run.submit(some_leads(2))
    assert len(run.calls) == 0


def test_a_redirect_that_echoes_the_key_stops_the_run(bench: NewBench) -> None:
    run = bench(faults=Faults(script=[None, "redirect"]))
    leads = some_leads(3)
    with pytest.warns(nj.RunStoppedWarning, match="sends the call elsewhere") as warned:
        results = run.submit(leads)
    assert MARKED not in str([str(warning.message) for warning in warned])
    assert MARKED not in results.to_csv()
    assert (outcomes(results)[:2], results.attrs["run"]["exit_code"]) == (["accepted", "not_sent"], 4)
    assert broken_promises(run, results) == []
    assert outcomes(run.resume(leads)) == ["accepted"] * 3
    assert run.times_in(leads) == [1] * 3


@pytest.mark.parametrize(
    ("answer", "code", "remedy"),
    [
        pytest.param(result(115, "ALLOCATION_ID_REQUIRED"), 115, "fix_campaign", marks=pytest.mark.long),
        pytest.param(result(116, "TEMPLATE_ID_REQUIRED"), 116, "fix_campaign", marks=pytest.mark.long),
        (result(117, "CAMPAIGN_ID_REQUIRED"), 117, "fix_campaign"),
        (Scripted(401, "<h1>Unauthorized</h1>"), None, "fix_campaign"),
        pytest.param(Scripted(403, "<h1>Forbidden {path}</h1>"), None, "fix_campaign", marks=pytest.mark.long),
        (Scripted(404, "<h1>Not Found {path}</h1>"), None, "fix_campaign"),
        (Scripted(301, "", [("Location", "http://127.0.0.1:9{path}")]), None, "fix_campaign"),
    ],
    ids=lambda value: str(value.status) if isinstance(value, Scripted) else str(value),
)
def test_no_lead_is_sent_after_an_answer_that_holds_for_all(
    tmp_path: Path, answer: Scripted, code: int | None, remedy: str
) -> None:
    pbx, leads, journal = ScriptedPbx([OK, answer]), some_leads(6), tmp_path / "run.sqlite"
    with pbx.running() as campaign:
        with pytest.warns(nj.RunStoppedWarning):
            results = nj.submit(leads, campaign, api_key=MARKED, journal=journal, pacing=PACING, progress=False)
        assert results.attrs["run"]["exit_code"] == 4
        hit = results[results["api_http_status"].eq(answer.status) & results["api_code"].fillna(-1).ne(0)]
        assert len(hit) >= 1
        assert set(hit["api_outcome"]) == {"not_sent"}
        # Two rows may go at once after the first.
        assert len(pbx.bodies) <= 3
        assert set(hit["api_code"].astype(object).where(hit["api_code"].notna(), None)) == {code}
        assert set(hit["api_action"]) == {remedy}
        pbx.answers = [OK]
        again = nj.resume(journal, leads, campaign, api_key=MARKED, pacing=PACING, progress=False)
    assert outcomes(again) == ["accepted"] * 6


@pytest.mark.parametrize("setting", ["template_id", "campaign_id", "allocation_id"])
def test_an_id_that_the_pbx_does_not_know_is_an_error_before_any_lead_is_sent(bench: NewBench, setting: str) -> None:
    run = bench()
    with pytest.raises(nj.CampaignError, match=setting):
        run.submit(some_leads(2), campaign=run.pbx.campaign.model_copy(update={setting: 999}))
    assert len(run.calls) == 0


def test_the_first_twenty_refused_alike_stop_the_run(bench: NewBench) -> None:
    leads = some_leads(60)
    run = bench(known=leads[["Phone"]])
    with pytest.warns(nj.RunStoppedWarning, match="the first 20 leads were all refused with 105"):
        results = run.submit(leads)
    assert results.attrs["run"]["exit_code"] == 1
    counts = results["api_outcome"].value_counts()
    assert 20 <= counts["rejected"] <= 20 + run.pbx.campaign.max_concurrency
    assert counts["rejected"] + counts["not_sent"] == 60
    assert run.times_in(leads) == [0] * 60
    # Whoever resumes it has looked.
    assert outcomes(run.resume(leads)) == ["rejected"] * 60


def test_the_reason_for_a_stop_shows_no_number_that_the_server_repeats(tmp_path: Path) -> None:
    settings: dict[str, Any] = {"journal": tmp_path / "run.sqlite", "pacing": PACING, "progress": False}
    pbx = ScriptedPbx([result(105, "DUPLICATE of 0491 570 006")])
    with pbx.running() as campaign, pytest.warns(nj.RunStoppedWarning, match="DUPLICATE of 04•• ••• 006"):
        nj.submit(some_leads(20), campaign, api_key=MARKED, **settings)


def test_a_taken_lead_among_the_first_twenty_is_no_reason_to_stop(bench: NewBench) -> None:
    leads = some_leads(60)
    # One after the other, so that the first results are those of the first leads.
    run = bench(CAMPAIGN.model_copy(update={"max_concurrency": 1}), known=leads[["Phone"]].drop(index=19))
    results = run.submit(leads)
    told = results.attrs["run"]
    assert (told["stopped"], told["left"], told["exit_code"], told["notes"]) == (None, 0, 1, [])
    assert run.times_in(leads) == [int(place == 19) for place in range(60)]


# --- definite answers ---------------------------------------------------------------------------------------------


def test_105_and_112_at_the_first_attempt_are_plain_refusals(bench: NewBench) -> None:
    leads = some_leads(4, ids=True)
    known = pd.DataFrame({"Phone": [leads["Phone"][1], "0491570156"], "njExternalLeadId": ["other", "A2"]})
    run = bench(known=known)
    results = run.submit(leads)
    assert outcomes(results) == ["accepted", "rejected", "rejected", "accepted"]
    assert results["api_code"].tolist() == [0, 105, 112, 0]
    assert results["api_action"].tolist() == ["none", "drop", "review", "none"]
    assert run.times_in(leads) == [1, 0, 0, 1]


@pytest.mark.parametrize(("code", "ids"), [(105, False), (112, True)])
@pytest.mark.parametrize("fault", mostly_long(["reset_before", "lost_response"], ["lost_response"]))
def test_a_duplicate_that_the_preflight_expected_is_not_taken_for_our_own_attempt(
    bench: NewBench, code: int, ids: bool, fault: str
) -> None:
    leads = some_leads(3, ids=ids).assign(dq_codes=["", str(code), ""])
    taken = {"Phone": ["0491570156"], "njExternalLeadId": ["A1"]} if ids else {"Phone": leads["Phone"][[1]]}
    run = bench(known=pd.DataFrame(taken), faults=Faults(script=[None, fault]))
    results = run.submit(leads)
    assert outcomes(results) == ["accepted", "unknown", "accepted"]
    assert (results["api_code"].iloc[1], results["api_action"].iloc[1]) == (code, "check_in_dialler")
    assert run.times_in(leads) == [1, 0, 1]


def test_a_duplicate_that_another_lead_of_the_run_explains_is_not_taken_for_our_own_attempt(bench: NewBench) -> None:
    leads = some_leads(3)
    leads["Phone"] = leads["Phone"].iloc[[0, 1, 0]].to_numpy()
    run = bench(faults=Faults(script=["lost_response"]))
    results = run.submit(leads)
    assert outcomes(results) == ["unknown", "accepted", "rejected"]
    assert results["api_code"].tolist() == [105, 0, 105]
    assert run.times_in(leads) == [1, 1, 0]


@pytest.mark.parametrize("code", [105, 112])
def test_a_duplicate_that_answers_an_update_is_not_taken_for_our_own_attempt(tmp_path: Path, code: int) -> None:
    settings: dict[str, Any] = {"journal": tmp_path / "run.sqlite", "pacing": PACING, "progress": False}
    leads = some_leads(1, ids=True).assign(njDisposition="<No Change>")
    with ScriptedPbx([Scripted(502, ""), result(code)]).running() as campaign:
        results = nj.submit(leads, campaign, operation="update", api_key=MARKED, **settings)
    assert (outcomes(results), results["api_code"].tolist()) == (["unknown"], [code])


def test_leads_that_share_a_number_go_in_file_order_on_a_server_that_looks_up_first(bench: NewBench) -> None:
    leads = some_leads(30)
    leads["Phone"] = leads["Phone"].iloc[[*range(20), *[5] * 10]].to_numpy()
    leads["dq_codes"] = ["104" if place == 21 else "" for place in range(30)]
    run = bench(atomic=False, latency=0.02, concurrency=16)
    results = run.submit(leads)
    assert outcomes(results) == ["accepted"] * 20 + ["rejected", "not_sent"] + ["rejected"] * 8
    assert run.times_in(leads) == [1] * 20 + [0] * 10


def test_an_update_waits_while_one_of_the_same_lead_may_be_in_the_queue(bench: NewBench) -> None:
    run = bench(known=pd.DataFrame({"Phone": ["0491500000"], "njExternalLeadId": ["A0"]}))
    run.pbx.faults = Faults(script=["reset_before"])
    leads = some_leads(1, ids=True).assign(njDisposition="Called")
    both = pd.concat([leads, leads])
    results = run.submit(both, operation="update", pacing=replace(PACING, quarantine=2.0))
    at = run.calls["at"]
    # It counts from the claim: on a busy machine the first call takes its time to arrive.
    assert (at.iloc[1] - at.iloc[0]).total_seconds() >= 1.0
    assert outcomes(results) == ["unknown", "accepted"]


def test_a_conflict_is_asked_about_once(bench: NewBench) -> None:
    known = pd.DataFrame({"Phone": ["0491570156"], "njExternalLeadId": ["A0"]})
    run = bench(known=known)
    run.pbx.being_edited.add("A0")
    leads = some_leads(1, ids=True).assign(njDisposition="Sold")
    results = run.submit(leads, operation="update")
    run.pbx.being_edited.clear()
    for rows in (results, run.submit(leads, operation="update"), run.resume(leads)):
        assert outcomes(rows) == ["conflict"]
        assert (rows["api_code"].iloc[0], rows["api_action"].iloc[0], rows["api_attempts"].iloc[0]) == (
            110,
            "review",
            1,
        )
    assert len(run.calls) == 1


def test_a_code_of_a_gateway_is_no_refusal(tmp_path: Path) -> None:
    pbx = ScriptedPbx([result(14, "upstream connect error", 503), result(105, "DUPLICATE")])
    with pbx.running() as campaign:
        results = nj.submit(
            some_leads(1), campaign, api_key=MARKED, journal=tmp_path / "run.sqlite", pacing=PACING, progress=False
        )
    assert outcomes(results) == ["accepted_inferred"]


def test_a_code_that_nobody_knows_is_carried_through(bench: NewBench) -> None:
    run = bench(faults=Faults(script=[None, "unknown_code"]))
    leads = some_leads(3)
    row = run.submit(leads).iloc[1]
    assert (row["api_outcome"], row["api_code"], row["api_result"]) == ("rejected", 999, "UNKNOWN_999")
    assert row["api_action"] == "review"
    assert run.times_in(leads) == [1, 0, 1]


@pytest.mark.parametrize(
    ("disposition", "outcome", "code", "attempts_made"),
    [
        # A disposition triggers actions, which a second attempt would trigger again.
        ("Sold", "unknown", None, 1),
        pytest.param("<No Change>", "accepted", 0, 2, marks=pytest.mark.long),
        (" <NO CHANGE> ", "accepted", 0, 2),
        ("", "accepted", 0, 2),
        pytest.param(None, "accepted", 0, 2, marks=pytest.mark.long),
    ],
)
def test_an_update_in_doubt_is_sent_again_only_if_it_triggers_nothing(
    bench: NewBench, disposition: str | None, outcome: str, code: int | None, attempts_made: int
) -> None:
    known = pd.DataFrame({"Phone": ["0491570156"], "njExternalLeadId": ["A0"], "njDisposition": ["Busy"]})
    run = bench(known=known, faults=Faults(script=["lost_response"]))
    leads = some_leads(1, ids=True).assign(njDisposition=pd.Series([disposition], dtype="str"))
    results = run.submit(leads, operation="update")
    assert outcomes(results) == [outcome]
    assert results["api_code"].tolist() == [code if code is not None else pd.NA]
    assert len(run.calls) == attempts_made


# --- what is sent -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("send_dnc", "outcome", "times_in"), [(False, "not_sent", 0), (True, "accepted", 1)])
def test_leads_on_the_do_not_call_list_are_withheld(
    bench: NewBench, send_dnc: bool, outcome: str, times_in: int
) -> None:
    run = bench()
    leads = some_leads(4).assign(dq_codes=["", "104", "114;104", "105"])
    results = run.submit(leads, send_dnc=send_dnc)
    assert outcomes(results) == ["accepted", outcome, outcome, "accepted"]
    assert results["api_action"].iloc[1] == ("none" if send_dnc else "drop")
    assert run.times_in(leads) == [1, times_in, times_in, 1]


def test_the_same_call_twice_sends_nothing_twice(bench: NewBench) -> None:
    run = bench()
    leads = some_leads(5)
    first, second = run.submit(leads), run.submit(leads)
    pd.testing.assert_frame_equal(first, second)
    assert len(run.calls) == 5


def test_what_a_limit_left_is_sent_by_resume(bench: NewBench) -> None:
    run = bench()
    leads = some_leads(7)
    assert outcomes(run.submit(leads, limit=3)) == ["accepted"] * 3 + ["not_sent"] * 4
    assert outcomes(run.resume(leads, limit=2)) == ["accepted"] * 5 + ["not_sent"] * 2
    assert outcomes(run.resume(leads)) == ["accepted"] * 7
    assert run.times_in(leads) == [1] * 7
    assert attempts(run.journal)["position"].tolist() == list(range(7))


@pytest.mark.parametrize("option", [{"limit": -1}, {"operation": "delete"}])
def test_an_option_that_makes_no_sense_is_an_error(bench: NewBench, option: dict[str, object]) -> None:
    run = bench()
    with pytest.raises(nj.CampaignError, match=next(iter(option))):
        run.submit(some_leads(2), **option)
    assert (len(run.calls), run.journal.exists()) == (0, False)


def test_a_deadline_that_is_too_short_is_an_error_before_anything_is_done(bench: NewBench) -> None:
    run = bench()
    elsewhere = run.pbx.campaign.model_copy(update={"url": "https://pbx.invalid"})
    with pytest.raises(nj.CampaignError, match="deadline must exceed 60 seconds"):
        run.submit(some_leads(2), campaign=elsewhere, pacing=replace(PACING, quarantine=90, deadline=30))
    assert not run.journal.exists()


def test_a_dry_run_sends_nothing(bench: NewBench) -> None:
    run = bench()
    leads = some_leads(3)
    assert outcomes(run.submit(leads, dry_run=True)) == ["not_sent"] * 3
    assert (len(run.calls), run.journal.exists()) == (0, False)


@pytest.mark.parametrize(
    ("leads", "allowing", "said"),
    [
        (some_leads(3), False, "time: about 1 s, if the PBX is quick (0.1 s for each lead, at most 16 at once)"),
        (some_leads(1600), False, "time: about 10 s, "),
        (some_leads(600).assign(Phone="0491570156"), False, "time: about 60 s, "),
        (some_leads(600).assign(Phone="0491570156"), False, "600 leads that share a number or an id go one after"),
        (some_leads(1600).assign(Phone="0491570156"), True, "time: about 10 s, "),
    ],
)
def test_the_estimate_of_a_dry_run_knows_what_waits(leads: pd.DataFrame, allowing: bool, said: str) -> None:
    campaign = CAMPAIGN.model_copy(update={"allow_duplicates": allowing})
    assert said in nj.submit(leads, campaign, dry_run=True, progress=False).attrs["plan"]


def test_the_estimate_counts_the_wait_of_leads_in_doubt(bench: NewBench) -> None:
    run, leads = bench(faults=Faults(script=[None, "reset_before"])), some_leads(3)
    run.submit(leads, limit=0)
    with closing(sqlite3.connect(run.journal)) as database, database:
        database.execute("UPDATE rows SET state = 'unknown', doubts = 1, resend_at = 0 WHERE position = 1")
    planned = run.submit(leads, dry_run=True, pacing=nj.Pacing())
    assert "time: about 91 s, if the PBX is quick" in planned.attrs["plan"]
    assert "leads in doubt wait 90 s before" in planned.attrs["plan"]


@pytest.mark.parametrize("seed", mostly_long(range(2), [0]))
def test_many_faults_at_once(bench: NewBench, seed: int) -> None:
    kinds = ("lost_response", "reset_before", "reset_after", "truncated", "busy", "exception_before", "exception_after")
    run = bench(faults=Faults(rates=dict.fromkeys(kinds, 0.03), seed=seed), latency=0.002)
    leads = some_leads(80)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", nj.RunStoppedWarning)
        results = run.submit(leads)
    assert broken_promises(run, results) == []
    assert "rejected" not in set(outcomes(results))
