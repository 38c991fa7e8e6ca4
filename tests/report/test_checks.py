"""Every check of an operation is told of: leads that it looked at, that passed, that failed, or why it did not run."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.checks import CHECKS, Check
from noojee_dq.report.check_results import COLUMNS
from tests.examples import mostly_long
from tests.large.made_up import CAMPAIGN, FULL_EXPORT, LISTS, NOW, in_one_frame, written
from tests.report.samples import sample_report

PHONES = nj.Campaign(phone_fields=["Phone", "Mobile"])


def _lines(report: nj.Report | nj.LargeReport, *checks: str) -> dict[str, tuple[int, int, int]]:
    chosen = report.checks.set_index("check").loc[list(checks), ["checked", "passed", "failed"]]
    return {check: (checked, passed, failed) for check, checked, passed, failed in chosen.itertuples()}


LEADS = pd.DataFrame(
    {
        "Phone": ["0491 570 006", "", "12345", "0491 570 006", "", "9234 1234"],
        "Mobile": ["", "0491 570 156", "", "12", "", "9234 1235"],
        "njPriority": ["", "5", "500", "", " ", "x"],
        "njContactHours": ["", "", "", "", "", ""],
    },
    index=[2, 3, 4, 5, 6, 7],
)

#: Leads looked at, passed, failed.
COUNTS = {
    # Of all leads, also of those without any cell.
    "no-phone": (6, 4, 2),
    "duplicate-number": (6, 5, 1),
    # Of leads with a cell in any column, once, however many of them fail.
    "undialable-number": (5, 4, 1),
    "bad-number-beside-good": (5, 4, 1),
    "priority-range": (3, 1, 2),
    # Nobody has one.
    "contact-hours": (0, 0, 0),
    # Did not run.
    "do-not-call": (0, 0, 0),
    "callback-date-format": (0, 0, 0),
    "template-id": (0, 0, 0),
    # Of the whole file.
    "phone-field-missing": (6, 6, 0),
}


def test_leads_are_counted_for_each_check() -> None:
    report = nj.check(LEADS, PHONES, now=NOW)
    assert _lines(report, *COUNTS) == COUNTS
    checks = report.checks.set_index("check").to_dict("index")
    assert tuple(report.checks.columns) == COLUMNS
    assert (checks["no-phone"]["code"], checks["no-phone"]["severity"]) == (102, "error")
    assert checks["priority-range"]["share"] == pytest.approx(2 / 3)
    assert pd.isna(checks["contact-hours"]["share"])
    assert checks["no-phone"]["why_not"] == checks["contact-hours"]["why_not"] == ""
    assert checks["callback-date-format"]["why_not"] == "the file has no column 'njCallBackDate'"
    assert "(known=" in checks["duplicate-number"]["why_not"]


def test_an_error_of_the_whole_file_is_one_of_every_lead() -> None:
    report = nj.check(LEADS, PHONES.model_copy(update={"template_id": -1}))
    assert _lines(report, "template-id") == {"template-id": (6, 0, 6)}
    assert report.failing("template-id").equals(report.annotated)


def test_a_check_that_asks_for_a_cell_looks_at_leads_without_it() -> None:
    check = Check(
        id="named",
        scope="cell",
        fields="Name",
        title="",
        mask=lambda batch, heading: batch.text[heading].eq("").to_numpy(),
    )
    CHECKS.append(check)
    try:
        report = nj.check(pd.DataFrame({"Phone": "0491 570 006", "Name": ["Ann", "", " "]}), PHONES)
    finally:
        CHECKS.remove(check)
    # What is white space alone holds nothing, and was not found: it is nobody's business.
    assert _lines(report, "named") == {"named": (2, 1, 1)}


def test_it_lists_the_checks_of_its_operation_as_findings_have_them() -> None:
    report = sample_report()
    assert report.checks["check"].tolist() == [one.id for one in CHECKS if "insert" in one.operations]
    failed = report.checks[report.checks["failed"] > 0].set_index("check")["failed"]
    assert failed.sort_index().to_dict() == report.summary.set_index("check")["leads"].sort_index().to_dict()
    assert (report.checks["checked"] == report.checks["passed"] + report.checks["failed"]).all()
    assert report.checks.loc[report.checks["checked"].eq(0), "why_not"].ne("").all()
    assert {one.check for one in report.not_checked} < set(report.checks.loc[report.checks["why_not"].ne(""), "check"])


@pytest.mark.parametrize("check", ["no-phone", "priority-range", "duplicate-number", "odd-writing"])
def test_the_rows_that_fail_a_check(check: str) -> None:
    report = nj.check(LEADS, PHONES, now=NOW)
    rows = report.findings.loc[report.findings["check"].eq(check), "row"].drop_duplicates().tolist()
    failing = report.failing(check)
    assert failing.index.tolist() == rows
    assert failing.equals(report.annotated.loc[rows])


REFUSED = {
    "no-phones": "'no-phones' is no check of an insert; did you mean 'no-phone'",
    "updated-twice": "'updated-twice' is no check of an insert",
    "": "'' is no check of an insert$",
    "do-not-call": "do-not-call did not run: no do-not-call list",
    "callback-date-format": "callback-date-format did not run: the file has no column 'njCallBackDate'",
}


@pytest.fixture(params=["report", "large"])
def checked(request: pytest.FixtureRequest, tmp_path: Path) -> nj.Report | nj.LargeReport:
    if request.param == "report":
        return nj.check(LEADS, PHONES)
    LEADS.to_csv(tmp_path / "leads.csv", index=False)
    return nj.check_files(tmp_path / "leads.csv", PHONES, out=tmp_path / "out", progress=False)


@pytest.mark.parametrize("check", REFUSED)
def test_what_did_not_run_has_no_rows_that_fail(checked: Any, check: str) -> None:
    with pytest.raises(nj.CampaignError, match=REFUSED[check]):
        checked.failing(check)


OPTIONS: dict[str, Callable[[], dict[str, Any]]] = {
    "lists": lambda: LISTS,
    "insert": dict,
    "update": lambda: {"operation": "update", "known": FULL_EXPORT},
}


@pytest.mark.parametrize("seed", mostly_long(range(8), usual=[4]))
@pytest.mark.parametrize("name", mostly_long(OPTIONS, usual=["lists", "update"]))
def test_leads_in_parts_are_counted_alike(
    name: str, seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    rng = np.random.default_rng(seed)
    paths = written(rng, int(rng.integers(1, 300)), int(rng.integers(1, 4)), Path())
    options = OPTIONS[name]() | {"now": NOW}
    large = nj.check_files(paths, CAMPAIGN, out="out", part_rows=int(rng.integers(20, 150)), progress=False, **options)
    report = nj.check(in_one_frame(paths), CAMPAIGN, **options)
    pd.testing.assert_frame_equal(large.checks, report.checks)
    for check in report.checks["check"][report.checks["failed"] > 0]:
        failing = pd.concat(large.failing(check))
        assert failing["Phone"].tolist() == report.failing(check)["Phone"].tolist()


def test_leads_in_parts_fail_as_a_whole_where_the_file_does(tmp_path: Path) -> None:
    LEADS.to_csv(tmp_path / "leads.csv", index=False)
    campaign = PHONES.model_copy(update={"template_id": -1})
    large = nj.check_files(tmp_path / "leads.csv", campaign, out=tmp_path / "out", part_rows=4, progress=False)
    parts = list(large.failing("template-id"))
    assert len(parts) == 2
    assert sum(map(len, parts)) == large.counts["leads"] == 5


def test_every_form_tells_of_every_check() -> None:
    report = nj.check(LEADS, PHONES, now=NOW)
    page, note = str(report.to_html()), str(report.to_markdown())
    lines = json.loads(str(report.to_json()))["checks"]
    assert [line["check"] for line in lines] == report.checks["check"].tolist()
    by_id = {line["check"]: line for line in lines}
    assert list(by_id["no-phone"].values()) == ["no-phone", 102, "error", 6, 4, 2, 1 / 3, None]
    assert (by_id["do-not-call"]["share"], by_id["undialable-number"]["code"]) == (None, None)
    assert "| no-phone | 102 | error | 6 | 4 | 2 | 33.3% |  |" in note
    assert "| priority-range | none | warning | 3 | 1 | 2 | 66.7% |  |" in note
    assert "| callback-date-format | 114 | error |  |  |  |  | the file has no column 'njCallBackDate' |" in note
    for line in lines:
        assert f'<td data-label="Check"><b>{line["check"]}</b>' in page
