"""Numbers go in plain form, in one form throughout a run, and no lead goes twice since there are two forms."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest

import noojee_dq as nj
from tests.conftest import Run
from tests.sending.support import CAMPAIGN, MARKED, Bench, outcomes

NewBench = Callable[..., Bench]

LEADS = pd.DataFrame(
    {
        "Phone": [
            "0491 570 006",
            "+61 (0)491 570 156",
            '="0491570157"',
            "0491570158",
            "0491 570 159 ext 4",
            "\u20190491570110",
        ],
        "Ref": [f"R{place}" for place in range(6)],
    }
)
PLAIN = ["0491570006", "+61491570156", "0491570157", "0491570158", "0491 570 159 ext 4", "0491570110"]
AS_WRITTEN = {"phone_send": "as-written"}


def stored(bench: Bench) -> list[str]:
    """What the PBX holds, in the order of the leads."""
    held: list[str] = bench.pbx.leads.set_index("Ref")["Phone"].reindex(LEADS["Ref"]).tolist()
    return held


def begun_before(bench: Bench, leads: pd.DataFrame, limit: int) -> None:
    """Begin a run as it was begun when all went as it was written, and nobody could say otherwise."""
    bench.submit(leads, campaign=bench.pbx.campaign.model_copy(update=AS_WRITTEN), limit=limit)
    with closing(sqlite3.connect(bench.journal)) as database, database:
        ((settings,),) = database.execute("SELECT campaign FROM run").fetchall()
        older = {name: value for name, value in json.loads(settings).items() if name != "phone_send"}
        database.execute("UPDATE run SET campaign = ?", [json.dumps(older)])


def test_numbers_are_stored_in_plain_form(bench: NewBench) -> None:
    run = bench()
    assert outcomes(run.submit(nj.check(LEADS, run.pbx.campaign).ready)) == ["accepted"] * 6
    assert stored(run) == PLAIN


def test_a_campaign_can_have_them_as_written(bench: NewBench) -> None:
    run = bench(CAMPAIGN.model_copy(update=AS_WRITTEN))
    assert outcomes(run.submit(LEADS)) == ["accepted"] * 6
    assert stored(run) == LEADS["Phone"].tolist()


def test_the_dry_run_says_how_many_cells_go_in_another_form(capfd: pytest.CaptureFixture[str]) -> None:
    for leads, said in ((LEADS, "4 phone cells as plain digits"), (LEADS.head(1), "1 phone cell as plain digits")):
        planned = nj.submit(leads, CAMPAIGN, dry_run=True)
        assert said in planned.attrs["plan"]
        assert planned.attrs["planned"]["plain_cells"] == int(said[0])
    limited = nj.submit(LEADS, CAMPAIGN, dry_run=True, limit=2, progress=False)
    assert limited.attrs["planned"]["plain_cells"] == 2
    for leads, form in ((LEADS, "as-written"), (LEADS.iloc[[3]], "plain")):
        campaign = CAMPAIGN.model_copy(update={"phone_send": form})
        assert "plain digits" not in nj.submit(leads, campaign, dry_run=True, progress=False).attrs["plan"]
    assert "0491" not in capfd.readouterr().err.replace("04•", "")


def test_the_command_says_it_too_and_takes_the_setting(run: Callable[..., Run]) -> None:
    LEADS.to_csv("leads.csv", index=False)
    settings = (
        '[campaign]\ntemplate_id = 1\ncampaign_id = 1\nallocation_id = 1\n[server]\nurl = "https://pbx.example.com"\n'
    )
    for send, cells in (("plain", 4), ("as-written", 0)):
        Path("campaign.toml").write_text(f'[phone]\nfields = ["Phone"]\nsend = "{send}"\n{settings}', "utf-8")
        answer = json.loads(run("submit", "leads.csv", "-c", "campaign.toml", "--format", "json").out)
        assert (answer["plain_cells"], answer["counts"]["to_be_sent"]) == (cells, 6)
    Path("campaign.toml").write_text(f'[phone]\nfields = ["Phone"]\nsend = "digits"\n{settings}', "utf-8")
    refused = run("submit", "leads.csv", "-c", "campaign.toml")
    assert (refused.code, "[phone] send" in refused.err, "'plain' or 'as-written'" in refused.err) == (2, True, True)


def test_a_run_of_before_goes_on_as_it_began(bench: NewBench) -> None:
    run = bench()
    begun_before(run, LEADS, limit=2)
    with pytest.raises(nj.JournalError, match=r"another phone_send \('as-written', now 'plain'\)"):
        run.resume(LEADS)
    with pytest.raises(nj.JournalError, match="another phone_send"):
        run.submit(LEADS)
    results = run.resume(LEADS, campaign=run.pbx.campaign.model_copy(update=AS_WRITTEN))
    assert outcomes(results) == ["accepted"] * 6
    assert stored(run) == LEADS["Phone"].tolist()
    assert run.times_in(LEADS) == [1] * 6


def test_the_command_takes_a_run_of_before_up_as_it_began(
    bench: NewBench, run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    of_before = bench()
    LEADS.to_csv("leads.csv", index=False)
    begun_before(of_before, nj.read_leads("leads.csv"), limit=2)
    monkeypatch.setenv("NOOJEE_API_KEY", MARKED)
    assert run("resume", str(of_before.journal)).code == 0
    assert stored(of_before) == LEADS["Phone"].tolist()


@pytest.mark.parametrize(("first", "then"), [("as-written", "plain"), ("plain", "as-written"), ("before", "plain")])
def test_another_run_knows_a_lead_again_in_whatever_form_it_went(bench: NewBench, first: str, then: str) -> None:
    """Also where the campaign takes a number twice, so that the lead itself is all that tells."""
    run = bench(CAMPAIGN.model_copy(update={"allow_duplicates": True}))
    if first == "before":
        begun_before(run, LEADS, limit=3)
    else:
        run.submit(LEADS, campaign=run.pbx.campaign.model_copy(update={"phone_send": first}), limit=3)
    campaign = run.pbx.campaign.model_copy(update={"phone_send": then})
    report = nj.check(LEADS, campaign, known=run.journal)
    assert report.findings.query("check == 'sent-by-earlier-run'")["row"].tolist() == [0, 1, 2]
    again = run.submit(LEADS, campaign=campaign, known=run.journal, journal=run.journal.with_name("again.sqlite"))
    assert again["api_outcome"].tolist() == ["not_sent"] * 3 + ["accepted"] * 3
    assert run.times_in(LEADS) == [1] * 6
