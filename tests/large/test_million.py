"""A million leads against lists of many entries: the verdicts are those of `check`, whoever does the work."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import noojee_dq as nj
from tests.large.made_up import CAMPAIGN, NOW, assert_same, made_up_leads

LEADS = 1_000_000
LISTED = 300_000

CAMPAIGNS = {
    "insert": CAMPAIGN.model_copy(update={"region_column": "Country"}),
    "patterns": CAMPAIGN.model_copy(
        update={"phone_patterns": (nj.PhonePattern(name="lost zero", pattern="NXXXXXXXX", strip=0, prefix="0"),)}
    ),
    "update": CAMPAIGN.model_copy(update={"region_column": "Country"}),
}
KEPT = {"insert": "first", "patterns": "last", "update": "last"}


def mobiles(rng: np.random.Generator, count: int) -> pd.Series:
    """Numbers of which few stand twice."""
    return pd.Series(rng.integers(0, 100_000_000, count)).astype("str").str.zfill(8).radd("04")


def written_leads(rng: np.random.Generator, path: Path) -> pd.DataFrame:
    """Leads as call centres have them: of a few, all that `made_up_leads` has may be wrong."""
    leads = made_up_leads(rng, LEADS)
    sound = rng.random(LEADS) < 0.9
    leads.loc[sound, ["Phone", "Mobile"]] = np.column_stack([mobiles(rng, sound.sum()), mobiles(rng, sound.sum())])
    leads.loc[sound, ["njCallBackDate", "njContactHours"]] = ["2026/05/04 09:30", "Melbourne"]
    leads.to_csv(path, index=False)
    return nj.read_leads(path)


def written_lists(rng: np.random.Generator, leads: pd.DataFrame, folder: Path) -> dict[str, Any]:
    """A do-not-call list, numbers that may be called, and an export; half of their entries concern leads."""
    others = mobiles(rng, LISTED)
    some = leads.sample(LISTED, random_state=2)
    dnc = pd.concat([some["Phone"].iloc[: LISTED // 2].str.replace("^04", "+61 4", regex=True), others])
    dnc.to_frame("Phone").assign(Expires="").to_csv(folder / "dnc.csv", index=False)
    dnc.sample(LISTED // 10, random_state=3).to_frame("Phone").to_csv(folder / "allow.csv", index=False)
    known = some[["njExternalLeadId", "Phone", "njDisposition", "njCallBackDate"]].iloc[LISTED // 2 :]
    known = pd.concat([known, known.assign(njExternalLeadId="K" + known["njExternalLeadId"], Phone=others.iloc[0])])
    known.to_parquet(folder / "known.parquet", index=False)
    return {
        name: folder / file for name, file in (("dnc", "dnc.csv"), ("allow", "allow.csv"), ("known", "known.parquet"))
    }


@pytest.mark.long
@pytest.mark.parametrize("name", CAMPAIGNS)
def test_the_verdicts_are_those_of_check(name: str, client: Any, tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    leads = written_leads(rng, tmp_path / "leads.csv")
    options: dict[str, Any] = written_lists(rng, leads, tmp_path)
    options |= {"operation": "update" if name == "update" else "insert", "keep": KEPT[name], "now": NOW}
    options |= {"accept_partial_lists": True}
    expected = nj.check(leads, CAMPAIGNS[name], **options)
    assert expected.by_code
    for engine in ("duckdb", client):
        found = nj.check_files(
            tmp_path / "leads.csv", CAMPAIGNS[name], out=tmp_path / "out", engine=engine, force=True, **options
        )
        assert_same(found, expected, files=1)
