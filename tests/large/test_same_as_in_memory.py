"""The verdicts are those of `check` on all leads in one frame."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import noojee_dq as nj
from noojee_dq.batch.pbx_ids import IdProblem, PbxEntity, PbxIds
from noojee_dq.codes import ResultCode
from noojee_dq.large import check_files
from tests.examples import mostly_long
from tests.large.made_up import CAMPAIGN, FULL_EXPORT, LISTS, NOW, assert_same, in_one_frame, made_up_leads, written

NOT_SENT = CAMPAIGN.model_copy(update={"marked_do_not_call": "error"})


@pytest.mark.parametrize("seed", mostly_long(range(100), usual=[4]))
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"keep": "last"},
        LISTS,
        {"operation": "update"},
        {"operation": "update", "keep": "last", "known": FULL_EXPORT},
        {"campaign": NOT_SENT, "keep": "last"},
        {"campaign": NOT_SENT, "operation": "update"},
    ],
    ids=["insert", "last", "lists", "update", "full export", "marked", "marked updates"],
)
def test_of_files_cut_anywhere(options: dict[str, Any], seed: int, tmp_path: Path) -> None:
    rng = np.random.default_rng(seed)
    files = int(rng.integers(1, 5))
    paths = written(rng, int(rng.integers(1, 80)), files, tmp_path)
    options = {"campaign": CAMPAIGN, "now": NOW, **options}
    large = check_files(paths, out=tmp_path / "out", part_rows=int(rng.integers(1, 30)), **options)
    leads = in_one_frame(paths) if files > 1 else nj.read_leads(paths[0])
    assert_same(large, nj.check(leads, **options), files)


SETTINGS: dict[str, dict[str, Any]] = {
    "allow_duplicates": {"allow_duplicates": True},
    "region_column": {"region_column": "Country"},
    "phone_patterns": {"phone_patterns": [nj.PhonePattern(name="lost zero", pattern="NXXXXXXXX", strip=0, prefix="0")]},
    "no id": {"template_id": None},
    "wrong id": {"template_id": -1},
    "fields": {"fields": ["Name"]},
    "crowds": {"allow_duplicates": True, "max_leads_per_number": 3},
    "field rules": {
        "field_rules": {"required": ["Note", "Name"], "max_length": {"Phone": 12}, "choices": {"State": ["Vic"]}}
    },
    "calling": {
        "calling": {"rules": "au-telemarketing", "states": True, "consent_column": "Note", "severity": "error"}
    },
    "default hours": {"default_contact_hours": "Melbourne"},
    "wash": {"dnc_washed": "2026-01-20"},
    "marked": {"marked_do_not_call": "error"},
    "marked, allow_duplicates": {"marked_do_not_call": "error", "allow_duplicates": True},
    "required wash": {"dnc_washed": "2026-02-20", "require_wash_days": 40},
}


@pytest.mark.parametrize(
    "name", mostly_long(SETTINGS, usual=["wrong id", "calling", "crowds", "default hours", "wash", "marked"])
)
def test_of_any_campaign(name: str, tmp_path: Path) -> None:
    campaign = nj.Campaign(**(CAMPAIGN.model_dump() | SETTINGS[name]))
    path = tmp_path / "leads.csv"
    made_up_leads(np.random.default_rng(1), 120).to_csv(path, index=False)
    large = check_files(path, campaign, out=tmp_path / "out", now=NOW, part_rows=37)
    assert_same(large, nj.check(nj.read_leads(path), campaign, now=NOW), files=1)


def test_of_rows_that_the_reader_had_trouble_with(tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    rows = [f"0491 570 {number:03},Ann" for number in range(6, 40)]
    path.write_text("\n".join(["Phone,Name", *rows[:20], "0491 570 156,Ann,more", "", *rows[20:]]), "utf-8")
    campaign = nj.Campaign(phone_fields=["Phone"])
    large = check_files(path, campaign, out=tmp_path / "out", now=NOW, part_rows=8)
    report = nj.check(nj.read_leads(path), campaign, now=NOW)
    assert_same(large, report, files=1)
    assert large.notes == report.notes


@pytest.mark.long
def test_of_leads_that_an_earlier_run_has_inserted(tmp_path: Path) -> None:
    path, journal = tmp_path / "leads.csv", tmp_path / "run.sqlite"
    made_up_leads(np.random.default_rng(2), 60).to_csv(path, index=False)
    leads = nj.read_leads(path)
    with nj.Sandbox(CAMPAIGN) as pbx:
        ready = nj.check(leads, pbx.campaign, now=NOW).ready.head(5)
        nj.submit(ready, pbx.campaign, api_key=pbx.api_key, journal=journal, progress=False)
        campaign = pbx.campaign
    large = check_files(path, campaign, out=tmp_path / "out", now=NOW, known=journal, part_rows=13)
    report = nj.check(leads, campaign, now=NOW, known=journal)
    assert_same(large, report, files=1)
    assert report.counts["ready"] < nj.check(leads, campaign, now=NOW).counts["ready"]


@pytest.mark.long
def test_of_what_the_pbx_says_of_the_campaign(tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    made_up_leads(np.random.default_rng(2), 20).to_csv(path, index=False)
    known = PbxIds({"template": PbxEntity("41", "Sales")})
    unknown = PbxIds({}, (IdProblem(ResultCode.TEMPLATE_ID_REQUIRED, "the PBX has no such template"),))
    for pbx_ids in (known, unknown):
        large = check_files(path, CAMPAIGN, out=tmp_path / "out", now=NOW, pbx_ids=pbx_ids, force=True)
        report = nj.check(nj.read_leads(path), CAMPAIGN, now=NOW, pbx_ids=pbx_ids)
        assert_same(large, report, files=1)
        assert large.notes == report.notes


@pytest.mark.long
def test_of_a_workbook_that_came_back(tmp_path: Path) -> None:
    leads = made_up_leads(np.random.default_rng(2), 30)
    nj.check(leads, CAMPAIGN, now=NOW).to_excel(tmp_path / "report.xlsx")
    large = check_files(tmp_path / "report.xlsx", CAMPAIGN, out=tmp_path / "out", now=NOW, part_rows=7)
    assert_same(large, nj.check(nj.read_leads(tmp_path / "report.xlsx"), CAMPAIGN, now=NOW), files=1)
