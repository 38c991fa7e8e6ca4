"""Lists that are read in parts say what they say in memory: of each lead, of their entries, and of themselves."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.errors import NoojeeError
from noojee_dq.large import check_files
from tests.examples import mostly_long
from tests.large.made_up import CAMPAIGN, NOW, PHONES, assert_same, made_up_leads

pytestmark = pytest.mark.slow

T = TypeVar("T")

#: As people write numbers; most are those of leads, in another writing.
ENTRIES = [
    *PHONES,
    "+61 491 570 010",
    "0061491570011",
    "491570012",
    '="0491570013"',
    "0491 570 014 (home)",
    "0491 570 156 or 0491 570 157",
    "07010 5555",
    "FLOWERS",
    "O491 57O 158",
    "1" * 25,
    "0355501234",
    "021 555 012",
    "١٢٣٤٥٦٧٨٩٠",
]
IDS = ["A1", "a2", "0A3", "7.0", '="7"', "007", "0", "000", "'A5", "none", ""]


def listed(rng: np.random.Generator, entries: int) -> pd.DataFrame:
    """A do-not-call list, or numbers that may be called."""
    columns = {
        "Name": rng.choice(["Ann", "Bob", ""], entries),
        "Phone": rng.choice(ENTRIES, entries),
        "Mobile": rng.choice([*ENTRIES, *[""] * 20], entries),
        "Expires": rng.choice(["", "2020-01-01", "2030/01/01", "soon"], entries),
    }
    return pd.DataFrame(columns, dtype="str")


def export(rng: np.random.Generator, leads: int) -> pd.DataFrame:
    """Leads that the campaign holds."""
    columns = {
        "njExternalLeadId": rng.choice(IDS, leads),
        "Phone": rng.choice(ENTRIES, leads),
        "Mobile": rng.choice([*ENTRIES, *[""] * 20], leads),
        "njDisposition": rng.choice(["", "Sale"], leads),
        "njCallBackDate": rng.choice(["2026/05/04 09:30", ""], leads),
    }
    return pd.DataFrame(columns, dtype="str")


def lists(rng: np.random.Generator, folder: Path) -> dict[str, Any]:
    """Several lists of each kind, in order: files that are read in parts, and others between them."""
    for name in ("dnc", "more", "allow"):
        listed(rng, int(rng.integers(1, 60))).to_csv(folder / f"{name}.csv", index=False)
    export(rng, int(rng.integers(1, 60))).to_csv(folder / "known.csv", index=False)
    export(rng, int(rng.integers(1, 60))).to_parquet(folder / "known.parquet")
    listed(rng, 9).to_excel(folder / "dnc.xlsx", index=False)
    return {
        "dnc": [folder / "dnc.csv", folder / "dnc.xlsx", listed(rng, 3), folder / "more.csv"],
        "allow": [folder / "allow.csv", "0491 570 029"],
        "known": [folder / "known.csv", export(rng, 3), folder / "known.parquet"],
    }


CAMPAIGNS = {
    "plain": CAMPAIGN,
    "regions": CAMPAIGN.model_copy(update={"region_column": "Country"}),
    "patterns": CAMPAIGN.model_copy(
        update={"phone_patterns": (nj.PhonePattern(name="lost zero", pattern="NXXXXXXXX", strip=0, prefix="0"),)}
    ),
    "duplicates": CAMPAIGN.model_copy(update={"allow_duplicates": True}),
}


@pytest.mark.parametrize("seed", mostly_long(range(60), usual=range(1)))
@pytest.mark.parametrize("operation", mostly_long(["insert", "update"], usual=["insert"]))
@pytest.mark.parametrize("name", mostly_long(CAMPAIGNS, usual=["regions"]))
def test_leads_are_judged_as_in_memory(name: str, operation: Any, seed: int, tmp_path: Path) -> None:
    rng = np.random.default_rng(seed)
    leads = made_up_leads(rng, 80)
    leads["njExternalLeadId"] = rng.choice([*IDS, *leads["njExternalLeadId"]], len(leads))
    leads["Phone"] = rng.choice(ENTRIES, len(leads))
    leads.to_csv(tmp_path / "leads.csv", index=False)
    options: dict[str, Any] = {"operation": operation, "now": NOW, **lists(rng, tmp_path), "accept_partial_lists": True}
    if operation == "update":
        options["keep"] = "last"
    part_rows = int(rng.integers(20, 60))
    large = check_files(tmp_path / "leads.csv", CAMPAIGNS[name], out=tmp_path / "out", part_rows=part_rows, **options)
    assert_same(large, nj.check(nj.read_leads(tmp_path / "leads.csv"), CAMPAIGNS[name], **options), files=1)


def said_by_both(
    tmp_path: Path, options: dict[str, Any], campaign: nj.Campaign = CAMPAIGN
) -> tuple[nj.LargeReport | str, nj.Report | str]:
    """What is said of two leads in parts, and in memory: reports, or refusals."""
    (tmp_path / "leads.csv").write_text("Phone,Mobile\n0491 570 006,\n0491 570 156,\n", "utf-8")
    leads = nj.read_leads(tmp_path / "leads.csv")

    def told(check: Callable[..., T]) -> T | str:
        try:
            return check()
        except NoojeeError as error:
            return f"{type(error).__name__}: {error}"

    large = told(
        lambda: check_files(
            tmp_path / "leads.csv", campaign, out=tmp_path / "out", now=NOW, part_rows=2, force=True, **options
        )
    )
    return large, told(lambda: nj.check(leads, campaign, now=NOW, **options))


@pytest.mark.parametrize("option", ["dnc", "allow", "known"])
@pytest.mark.parametrize(
    "text",
    [
        "Tel\n0491 570 006\n",
        "Phone\n",
        "",
        "Phone,Mobile\n0491 570 006,\n\n0491 570 157,,1\n0491 570 158,\n0491 570 159,,2\n",
        "Phone\nnone\n4.91E+08\nunknown\n",
        "<html><table>",
    ],
    ids=["no column", "no entry", "empty", "cells", "unreadable", "web page"],
)
def test_a_list_that_cannot_be_used_is_refused_as_in_memory(text: str, option: str, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(text, "utf-8")
    large, report = said_by_both(tmp_path, {option: tmp_path / "list.csv"})
    assert isinstance(large, str) == isinstance(report, str)
    assert isinstance(report, nj.Report) or large == report


@pytest.mark.parametrize(
    ("text", "options"),
    [
        # Rows are named column by column, also those of later parts.
        ("Phone,Mobile\n0491 570 156,\n12,x\n0491 570 158,y\n" + "13,0491 570 157\n" * 9, {}),
        ("Phone\n12\n0491 570 156\n", {"accept_partial_lists": True}),
        ("Phone\n", {"accept_empty_lists": True}),
        ("Phone,Expires\n0491 570 156,2020-01-01\n0491 570 157,2020-01-01\n0491 570 158,2020-01-01\n", {}),
        ("Phone,Expires\n0491 570 156,soon\n0491 570 157,later\n0491 570 158,2020-01-01\n", {}),
        ("Phone\n0491 570 156\n0491 570 157\n0491 570 158\n", {"allow": ["0491 570 156"]}),
    ],
    ids=["rows", "partial", "empty", "expired", "undated", "allowed"],
)
def test_what_is_said_of_a_list_is_said_as_in_memory(text: str, options: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "dnc.csv").write_text(text, "utf-8")
    large, report = said_by_both(tmp_path, {"dnc": tmp_path / "dnc.csv", **options})
    assert isinstance(large, nj.LargeReport)
    assert isinstance(report, nj.Report)
    assert_same(large, report, files=1)


@pytest.mark.parametrize("in_memory", [[], ["0491 570 158"]], ids=["all", "all but one"])
def test_a_list_of_which_all_may_be_called_is_said_to_find_nobody(in_memory: list[str], tmp_path: Path) -> None:
    (tmp_path / "dnc.csv").write_text("Phone\n0491 570 156\n0491 570 157\n0491 570 159\n", "utf-8")
    options = {"dnc": [tmp_path / "dnc.csv", *in_memory], "allow": tmp_path / "dnc.csv"}
    large, report = said_by_both(tmp_path, options)
    assert isinstance(large, nj.LargeReport)
    assert isinstance(report, nj.Report)
    assert_same(large, report, files=1)


def test_a_list_that_cannot_be_used_costs_no_earlier_result(tmp_path: Path) -> None:
    large, _ = said_by_both(tmp_path, {})
    (tmp_path / "dnc.csv").write_text("Tel\n0491 570 006\n", "utf-8")
    assert isinstance(said_by_both(tmp_path, {"dnc": tmp_path / "dnc.csv"})[0], str)
    assert isinstance(large, nj.LargeReport)
    assert nj.LargeReport.open(tmp_path / "out").counts == large.counts


def test_lists_of_the_campaign_count_too(tmp_path: Path) -> None:
    (tmp_path / "dnc.csv").write_text("Phone\n0491 570 156\n", "utf-8")
    campaign = CAMPAIGN.model_copy(update={"dnc": (tmp_path / "dnc.csv",), "require": ("dnc",)})
    for report in said_by_both(tmp_path, {}, campaign):
        assert not isinstance(report, str)
        assert report.by_code == {"104": 1}
