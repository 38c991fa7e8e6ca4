"""A 105 or 112 after a lost answer: our own doing, the campaign's from before, or not to be told; and it is said."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.journal.format import Taken
from noojee_dq.journal.reader import reading, rows_frame
from noojee_dq.sandbox import Faults
from noojee_dq.sending.status import status
from noojee_dq.sending.summary import run_summary
from tests.examples import mostly_long
from tests.sending.support import CAMPAIGN, Bench, outcomes, some_leads

NewBench = Callable[..., Bench]

LEADS = some_leads(3, ids=True)
#: An export of the campaign in which the second lead is, or is not.
WITH_IT = LEADS.iloc[[1]].assign(Ref="from before")
WITHOUT_IT = some_leads(1, ids=True).assign(Phone="0491570156", Id="Z")


def of_second(results: pd.DataFrame) -> tuple[str, str]:
    return results["api_outcome"].iloc[1], results["api_action"].iloc[1]


@pytest.mark.parametrize("ids", mostly_long([False, True], [True]))
def test_without_known_leads_an_inference_says_that_the_campaign_may_have_had_it(bench: NewBench, ids: bool) -> None:
    """The first request was reset before the server read it: the number is the campaign's from before."""
    held = WITH_IT if ids else WITH_IT.drop(columns="Id")
    run = bench(faults=Faults(script=[None, "reset_before"]), known=held)
    results = run.submit(LEADS)
    assert of_second(results) == ("accepted_inferred", "check_in_dialler")
    assert run.times_in(LEADS) == [1, 0, 1]
    assert results["api_message"].iloc[1].endswith("our first attempt, or the campaign had it before")
    assert results.attrs["run"]["exit_code"] == 1
    for said in (run_summary(results), status(run.journal)):
        assert "our first attempt, or the campaign had it before" in said
        assert "landed" not in said


@pytest.mark.parametrize("way", mostly_long(["submit", "checked frame", "campaign", "resume"], ["resume"]))
def test_with_known_leads_that_do_not_hold_it_it_was_our_first_attempt(
    bench: NewBench, tmp_path: Path, way: str
) -> None:
    run = bench(faults=Faults(script=[None, "lost_response"]))
    settings: dict[str, Any] = {}
    leads = LEADS
    if way == "submit":
        settings = {"known": WITHOUT_IT}
    elif way == "campaign":
        nj.write_leads(WITHOUT_IT, tmp_path / "export.csv")
        settings = {"campaign": run.pbx.campaign.model_copy(update={"known": (str(tmp_path / "export.csv"),)})}
    elif way == "checked frame":
        leads = nj.check(LEADS, run.pbx.campaign, known=WITHOUT_IT).ready
    results = run.submit(leads, **settings, limit=0 if way == "resume" else None)
    if way == "resume":
        results = run.resume(leads, known=WITHOUT_IT)
    assert of_second(results) == ("accepted_inferred", "none")
    assert results["api_message"].iloc[1].endswith(": our first attempt")
    assert results.attrs["run"]["exit_code"] == 0
    assert "To look for" not in run_summary(results)
    assert "had it before" not in run_summary(results) + status(run.journal)


@pytest.mark.parametrize("given_now", mostly_long([False, True], [False]))
def test_what_an_export_told_a_check_in_parts_long_ago_does_not_count(
    bench: NewBench, tmp_path: Path, given_now: bool
) -> None:
    """What another system has brought in since, it could not know."""
    run = bench(faults=Faults(script=[None, "lost_response"]))
    nj.write_leads(LEADS, tmp_path / "leads.csv")
    nj.check_files(tmp_path / "leads.csv", run.pbx.campaign, out=tmp_path / "checked", known=WITHOUT_IT)
    leads = nj.LargeReport.open(tmp_path / "checked").ready_leads()
    results = run.submit(leads, known=WITHOUT_IT if given_now else None)
    assert of_second(results) == ("accepted_inferred", "none" if given_now else "check_in_dialler")
    assert ("had it before" in results["api_message"].iloc[1]) is not given_now


@pytest.mark.parametrize("way", mostly_long(["submit", "resume"], ["submit"]))
def test_with_known_leads_that_hold_it_it_is_refused(bench: NewBench, way: str) -> None:
    run = bench(faults=Faults(script=[None, "reset_before"]), known=WITH_IT)
    results = run.submit(LEADS, limit=0) if way == "resume" else run.submit(LEADS, known=WITH_IT)
    if way == "resume":
        results = run.resume(LEADS, known=WITH_IT)
    assert outcomes(results) == ["accepted", "rejected", "accepted"]
    assert run.times_in(LEADS) == [1, 0, 1]


def test_what_is_told_of_numbers_is_not_told_of_ids(bench: NewBench) -> None:
    run = bench(faults=Faults(script=[None, "lost_response"]))
    results = run.submit(LEADS, known=WITHOUT_IT.drop(columns="Id"))
    # The server names the id first: of ids nobody has told.
    assert (results["api_code"].iloc[1], of_second(results)) == (112, ("accepted_inferred", "check_in_dialler"))


def test_a_shared_number_does_not_explain_an_id_away(bench: NewBench) -> None:
    allowing = CAMPAIGN.model_copy(update={"allow_duplicates": True})
    run = bench(allowing, faults=Faults(script=["lost_response"]))
    leads = some_leads(2, ids=True).assign(Phone="0491570156")
    results = run.submit(leads, known=WITHOUT_IT.assign(Phone="0491570157"))
    assert results["api_code"].tolist() == [112, 0]
    assert outcomes(results) == ["accepted_inferred", "accepted"]


def test_a_shared_id_does_not_explain_a_number_away(bench: NewBench) -> None:
    run = bench(faults=Faults(script=["lost_response"]))
    leads = some_leads(2).assign(Id=["A", "A"])
    results = run.submit(leads)
    assert run.times_in(leads) == [1, 0]
    with reading(run.journal) as database:
        taken = rows_frame(database)[["number_taken", "id_taken"]]
    assert taken.to_numpy().tolist() == [[Taken.UNTOLD, Taken.PERHAPS]] * 2
    assert outcomes(results)[0] == "unknown"


def test_an_export_that_is_younger_than_the_run_does_not_say_who_had_it_first(bench: NewBench, tmp_path: Path) -> None:
    """It holds what the run itself has brought in."""
    run = bench()
    run.submit(LEADS, limit=2)
    in_flight = "UPDATE rows SET state = 'in_flight', code = NULL WHERE position = 1"
    with closing(sqlite3.connect(run.journal)) as database, database:
        database.execute(in_flight)
    nj.write_leads(WITH_IT, tmp_path / "export.csv")
    results = run.resume(LEADS, known=tmp_path / "export.csv")
    assert outcomes(results) == ["accepted", "unknown", "accepted"]
    assert run.times_in(LEADS) == [1, 1, 1]
