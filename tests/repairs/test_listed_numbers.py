"""Listed numbers of a lead that has another good one: `blank-listed` keeps the lead without them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import noojee_dq as nj
from tests.conftest import Run

CAMPAIGN = nj.Campaign(phone_fields=["Phone", "Mobile"])
LISTED, OTHER, GOOD = "0491 570 006", "0491570156", "02 5550 1234"
FIX = ["blank-listed"]


@pytest.mark.parametrize(
    ("cells", "after"),
    [
        ((LISTED, GOOD), ("", GOOD)),
        (("+61491570006.0 (home)", GOOD), ("", GOOD)),
        # Without it nobody could call the lead: a person decides.
        ((LISTED, ""), (LISTED, "")),
        ((LISTED, "123456"), (LISTED, "123456")),
        ((LISTED, OTHER), (LISTED, OTHER)),
        (("", ""), ("", "")),
    ],
)
def test_a_listed_number_is_blanked_beside_a_good_one(cells: tuple[str, str], after: tuple[str, str]) -> None:
    leads = pd.DataFrame([cells], columns=["Phone", "Mobile"])
    lists: dict[str, Any] = {"dnc": [LISTED, OTHER]}
    repaired = nj.repair(leads, CAMPAIGN, fixes=FIX, **lists)
    assert tuple(repaired.leads.iloc[0]) == after
    assert nj.repair(repaired.leads, CAMPAIGN, fixes=FIX, **lists).changes.empty
    findings = nj.check(repaired.leads, CAMPAIGN, **lists).findings
    assert "do-not-call-partly" not in set(findings["check"])
    held = nj.check(leads, CAMPAIGN, **lists).annotated["dq_codes"].eq("104").any()
    assert set(repaired.left["reason"]) == (
        {"it is on the do-not-call list, and the lead has no other number that may be called"} if held else set()
    )


def test_no_number_goes_with_a_listed_one() -> None:
    leads = pd.DataFrame({"Phone": [f"{LISTED} / 0491570157", f"{LISTED} / {OTHER}"], "Mobile": GOOD})
    repaired = nj.repair(leads, CAMPAIGN, fixes=FIX, dnc=[LISTED, OTHER])
    assert repaired.leads["Phone"].tolist() == [f"{LISTED} / 0491570157", ""]
    assert repaired.left["reason"].tolist() == ["the cell holds another number too: take the listed one out by hand"]


def test_a_number_that_may_be_called_stays() -> None:
    leads = pd.DataFrame({"Phone": [LISTED], "Mobile": [GOOD]})
    assert nj.repair(leads, CAMPAIGN, fixes=FIX, dnc=[LISTED], allow=[LISTED]).changes.empty
    assert leads.noojee.repair(CAMPAIGN, fixes=FIX, dnc=[LISTED]).changes["before"].tolist() == [LISTED]


def test_the_lists_of_the_campaign_are_looked_at(tmp_path: Path) -> None:
    (tmp_path / "dnc.csv").write_text(f"Phone\n{LISTED}\n", "utf-8")
    (tmp_path / "campaign.toml").write_text(
        '[phone]\nfields = ["Phone", "Mobile"]\n[lists]\ndnc = ["dnc.csv"]\n', "utf-8"
    )
    campaign = nj.Campaign.from_toml(tmp_path / "campaign.toml")
    leads = pd.DataFrame({"Phone": [LISTED], "Mobile": [GOOD]})
    assert nj.repair(leads, campaign, fixes=FIX).leads["Phone"].tolist() == [""]


@pytest.mark.parametrize(
    ("lists", "message"),
    [
        ({}, "the fix 'blank-listed' cannot be made: no do-not-call list was given"),
        ({"dnc": []}, "dnc: holds no entry"),
        ({"dnc": ["4.92E+08"]}, "holds no number that can be read"),
        ({"dnc": 5}, "dnc is a frame, a file, or a list of these or of numbers; not an int"),
    ],
)
def test_a_list_that_cannot_be_used_is_refused(lists: dict[str, Any], message: str) -> None:
    with pytest.raises(nj.CampaignError, match=message):
        nj.repair(pd.DataFrame({"Phone": [LISTED]}), CAMPAIGN, fixes=FIX, **lists)


def test_what_it_would_do_is_counted_where_there_is_a_list() -> None:
    leads = pd.DataFrame({"Phone": [LISTED], "Mobile": [GOOD]})
    line = nj.check(leads, CAMPAIGN, dnc=[LISTED]).repairs.query("fix == 'blank-listed'").iloc[0]
    assert line[["cells", "leads_unlocked", "leads_refused"]].tolist() == [1, 0, 0]
    assert "blank-listed" not in set(nj.check(leads, CAMPAIGN).repairs["fix"])


def test_a_duplicate_of_the_campaign_keeps_its_other_number() -> None:
    leads, known = pd.DataFrame({"Phone": [LISTED], "Mobile": [GOOD]}), pd.DataFrame({"Phone": [LISTED]})
    wanted = ["blank-duplicate-numbers"]
    assert nj.repair(leads, CAMPAIGN, fixes=wanted).changes.empty
    assert nj.repair(leads, CAMPAIGN, fixes=wanted, known=known).leads.iloc[0].tolist() == ["", GOOD]


def test_the_command_line_takes_the_lists(run: Callable[..., Run]) -> None:
    Path("leads.csv").write_text(f"Phone,Mobile\n{LISTED},{GOOD}\n{OTHER},\n", "utf-8")
    Path("dnc.csv").write_text(f"Phone\n{LISTED}\n", "utf-8")
    command = ("repair", "leads.csv", "--fix", "blank-listed", "-o", "out.csv")
    result = run(*command, "--dnc", "dnc.csv")
    assert result.code == 0
    assert nj.read_leads("out.csv")["Phone"].tolist() == ["", OTHER]
    assert run(*command).code == 2
