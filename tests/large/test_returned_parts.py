"""Leads that come back from a run are judged by its journal, also where memory does not hold them."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.errors import CampaignError
from noojee_dq.sandbox import Sandbox
from tests.conftest import Run
from tests.examples import mostly_long
from tests.large.made_up import NOW, assert_same, in_one_frame

pytestmark = pytest.mark.slow

KEY = "3f0c9c1e-made-up-key"
#: Takes the same number as often as it comes: nothing but the project keeps a lead from going out twice.
ALLOWING = nj.Campaign(template_id=41, campaign_id=41, allocation_id=38, phone_fields=["Phone"], allow_duplicates=True)
LEADS = pd.DataFrame({"Phone": [f"0491 570 {number}" for number in (156, 157, 158, 159)], "Name": ["Ann"] * 4})
JOURNAL = "noojee-run-leads.sqlite"


@pytest.fixture
def pbx(run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    """A PBX, and a folder with a run that has sent three leads of four, whose outcomes somebody has emptied."""
    monkeypatch.setenv("NOOJEE_API_KEY", KEY)
    Path("lists").mkdir()
    with Sandbox(ALLOWING, api_key=KEY, time_scale=0.01) as pbx:
        Path("campaign.toml").write_text(pbx.campaign.to_toml(), "utf-8")
        LEADS.to_csv("lists/leads.csv", index=False)
        run("submit", "lists/leads.csv", "--send", "--limit", "3", "--results", "results.csv")
        results = pd.read_csv("results.csv", dtype=str).drop(columns="dq_row")
        back = results.assign(api_outcome="", api_code="", api_action="")
        back.to_csv("lists/back.csv", index=False)
        back.assign(api_run="").to_csv("lists/before.csv", index=False)
        yield pbx


def _checked(files: list[str], campaign: nj.Campaign, out: Path, **options: Any) -> tuple[nj.LargeReport, nj.Report]:
    large = nj.check_files(files, campaign, out=out, now=NOW, part_rows=2, **options)
    leads = nj.read_leads(files[0]) if len(files) == 1 else in_one_frame([Path(file) for file in files])
    leads.attrs.setdefault("path", files[-1])
    return large, nj.check(leads, campaign, now=NOW, **options)


@pytest.mark.parametrize("files", [["lists/back.csv"], ["lists/before.csv", "lists/back.csv"]])
@pytest.mark.parametrize(
    "case",
    mostly_long(
        ["beside the file", "in the working folder", "named", "lost", "another place"], ["beside the file", "lost"]
    ),
)
def test_the_verdicts_and_notes_are_those_of_check(files: list[str], case: str, pbx: Sandbox, tmp_path: Path) -> None:
    journal, campaign, options = Path("lists", JOURNAL), pbx.campaign, {}
    if case == "in the working folder":
        journal = journal.rename(JOURNAL)
    elif case == "named":
        options = {"known": journal}
    elif case == "lost":
        Path("away").mkdir()
        journal.rename(Path("away", JOURNAL))
    elif case == "another place":
        campaign = campaign.model_copy(update={"campaign_id": 77})
    large, report = _checked(files, campaign, tmp_path / "out", **options)
    assert_same(large, report, len(files))
    if case != "lost":
        assert large.notes[: len(report.notes)] == report.notes[: len(large.notes)]
    counts = case in ("beside the file", "in the working folder", "named")
    assert large.counts["ready"] == report.counts["ready"] == (len(LEADS) - 3 * counts) * len(files)
    said = {
        "named": "",
        "lost": "4 leads (rows 2, 3, 4 and 5): the journal" if len(files) == 1 else "2 of lists/back.csv",
        "another place": "but that went to another place, so it does not count here",
    }.get(case, f"{JOURNAL}: leads of the file come back from its run (api_run), so it counts as if named")
    assert said in (large.notes[0] if large.notes else "")


def test_a_journal_is_no_export_where_one_is_required(pbx: Sandbox, tmp_path: Path) -> None:
    campaign = pbx.campaign.model_copy(update={"require": ("known",)})
    with pytest.raises(CampaignError, match="the campaign requires the list 'known'"):
        nj.check_files("lists/back.csv", campaign, out=tmp_path / "out")


def test_a_folder_is_sent_with_the_journals_beside_its_files(
    pbx: Sandbox, run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    # What the check did not know yet: the journal of the run came beside the file since.
    Path("away").mkdir()
    journal = Path("lists", JOURNAL).rename(f"away/{JOURNAL}")
    run("check", "lists/back.csv", "--out", "checked/here")
    journal.rename(Path("lists", JOURNAL))
    Path("elsewhere").mkdir()
    monkeypatch.chdir("elsewhere")
    options = ["-c", "../campaign.toml"]
    planned = run("submit", "../checked/here", *options)
    assert f"{JOURNAL}: leads of the file come back from its run (api_run), so it counts" in planned.err
    # The fourth is left to the run that it is a part of.
    assert "to be sent: 0 of 1 lead" in planned.out
    assert "Stayed behind, not ready: 3 leads" in planned.out
    (leads,) = nj.LargeReport.open("../checked/here").ready_frames()
    results = nj.submit(leads, pbx.campaign, api_key=KEY, journal="python.sqlite", progress=False)
    assert results["api_outcome"].tolist() == ["not_sent"] * len(LEADS)
    assert pbx.inserted == 3


def test_the_folder_that_such_a_run_was_made_from_is_not_replaced(pbx: Sandbox, run: Callable[..., Run]) -> None:
    run("check", "lists/leads.csv", "--out", "checked")
    run("submit", "checked", "--send", "--limit", "1", "--results", "lists/results.csv", "--journal", "lists/x.sqlite")
    ended = run("check", "lists/results.csv", "--out", "checked", "--force")
    assert ended.code == 2
    assert "checked is a folder that the run in" in ended.err
    assert nj.LargeReport.open("checked").counts["leads"] == len(LEADS)
