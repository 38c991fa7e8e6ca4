"""Files of updates: what the rows of one lead, and the campaign's export, have to say to each other."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.sandbox import Sandbox
from noojee_dq.sending import Pacing
from tests.examples import mostly_long

CAMPAIGN = nj.Campaign(
    template_id=1,
    campaign_id=2,
    allocation_id=3,
    phone_fields=["Phone"],
    dispositions=["Sale", "Call Back"],
    columns={"Id": "njExternalLeadId", "Disposition": "njDisposition", "CallBack": "njCallBackDate"},
)
KNOWN = pd.DataFrame(
    {
        "njExternalLeadId": ["A", "B", "N", "M", "1001"],
        "Phone": ["0355501001", "0355501002", "0355501003", "0355501004", "0355501005"],
        "njDisposition": ["Sale", "Call Back", "", "", ""],
    }
)
#: Id, disposition and a note of each row; what is found, by row: status, codes, checks.
Rows = Sequence[tuple[str, str, str]]
Verdicts = Sequence[tuple[str, str, str]]

CASES: Mapping[str, tuple[Rows, Verdicts]] = {
    "one row": ([("A", "Sale", "")], [("ready", "", "")]),
    "alike": (
        [("A", "Sale", "x"), ("A", "Sale", "x"), ("A", "Sale", "x")],
        [("ready", "", ""), ("drop", "", "updated-alike"), ("drop", "", "updated-alike")],
    ),
    "different notes": (
        [("A", "Sale", "x"), ("A", "Sale", "y")],
        [("ready", "", "updated-twice"), ("ready", "", "updated-twice")],
    ),
    "alike beside a different one": (
        [("A", "Sale", "x"), ("A", "Sale", "y"), ("A", "Sale", "x")],
        # The third row changes back what the second has changed.
        [("ready", "", "updated-twice")] * 3,
    ),
    "alike beside one that is not to be sent": (
        [("A", "Sale", "x"), ("A", "Sold", "y"), ("A", "Sale", "x")],
        [("ready", "", ""), ("fix", "106", "disposition-unknown"), ("drop", "", "updated-alike")],
    ),
    "two dispositions": (
        [("A", "Sale", ""), ("B", "Sale", ""), ("A", "Call Back", "")],
        [("review", "", "disputed-disposition"), ("ready", "", ""), ("review", "", "disputed-disposition")],
    ),
    "two dispositions, one of them twice": (
        [("A", "Sale", ""), ("A", "Sale", ""), ("A", "Call Back", "")],
        [
            ("review", "", "disputed-disposition"),
            ("review", "", "updated-alike disputed-disposition"),
            ("review", "", "disputed-disposition"),
        ],
    ),
    "a disposition and none": (
        [("A", "Sale", ""), ("A", "<No Change>", ""), ("A", " Sale", "")],
        [
            ("ready", "", "updated-twice"),
            ("ready", "", "updated-twice"),
            ("fix", "106", "disposition-unknown"),
        ],
    ),
    "a blank with white space is sent like a blank": (
        [("A", "Sale", ""), ("A", "Sale", " ")],
        [("ready", "", ""), ("drop", "", "updated-alike")],
    ),
    "no disposition": (
        [("A", "", ""), ("N", "", ""), ("M", "<No Change>", "")],
        [
            ("ready", "", "disposition-missing"),
            ("fix", "107", "disposition-not-set"),
            ("fix", "107", "disposition-not-set"),
        ],
    ),
    "an earlier row sets the disposition": (
        [("N", "Sale", ""), ("N", "<No Change>", "x"), ("N", "", "y")],
        [
            ("ready", "", "updated-twice"),
            ("ready", "", "updated-twice"),
            ("ready", "", "updated-twice disposition-missing"),
        ],
    ),
    "a later row sets it too late": (
        [("N", "<No Change>", ""), ("N", "Sale", "")],
        [("fix", "107", "updated-twice disposition-not-set"), ("ready", "", "updated-twice")],
    ),
    "a row that is refused sets nothing": (
        [("N", "Sold", ""), ("N", "<No Change>", "")],
        [("fix", "106", "disposition-unknown"), ("fix", "107", "disposition-not-set")],
    ),
    "a row under review sets it": (
        [("N", "Sale", ""), ("N", "Call Back", ""), ("N", "<No Change>", "")],
        [("review", "", "disputed-disposition")] * 3,
    ),
    "two leads in turn": (
        [("N", "Sale", ""), ("M", "<No Change>", ""), ("N", "<No Change>", ""), ("M", "Sale", "")],
        [
            ("ready", "", "updated-twice"),
            ("fix", "107", "updated-twice disposition-not-set"),
            ("ready", "", "updated-twice"),
            ("ready", "", "updated-twice"),
        ],
    ),
}
CHECKS = "updated-alike updated-twice disputed-disposition disposition-missing disposition-unknown disposition-not-set"


def frame(rows: Rows) -> pd.DataFrame:
    leads = pd.DataFrame(rows, columns=["Id", "Disposition", "Note"], dtype="str")
    return leads.assign(Phone="<No Change>", dq_note=range(len(rows)), api_code=range(len(rows)))


def found(report: nj.Report) -> list[tuple[str, str, str]]:
    of_interest = report.findings["check"].isin(CHECKS.split())
    checks = report.findings["check"].where(of_interest)
    names = [" ".join(checks[report.positions == lead].dropna()) for lead in range(len(report.leads))]
    return list(zip(report.annotated["dq_status"], report.annotated["dq_codes"], names, strict=True))


@pytest.mark.parametrize(("rows", "verdicts"), CASES.values(), ids=CASES.keys())
def test_rows_of_one_lead(rows: Rows, verdicts: Verdicts) -> None:
    report = nj.check(frame(rows), CAMPAIGN, operation="update", known=KNOWN)
    assert found(report) == list(verdicts)
    assert not report.findings["code"].eq(110).any()


@pytest.mark.parametrize("case", mostly_long(CASES, list(CASES)[::4]))
def test_the_sandbox_answers_as_expected(case: str, tmp_path: Path) -> None:
    rows, _ = CASES[case]
    report = nj.check(frame(rows), CAMPAIGN, operation="update", known=KNOWN)
    with Sandbox(CAMPAIGN, known=KNOWN, time_scale=0.005) as pbx:
        answers = nj.submit(
            report.annotated,
            pbx.campaign,
            operation="update",
            api_key=pbx.api_key,
            journal=tmp_path / "run.sqlite",
            pacing=Pacing(quarantine=0.5),
            progress=False,
        )
    assert answers["api_code"].tolist() == answers["dq_expected_code"].tolist()


def test_keep_says_which_of_the_rows_that_are_alike_stays() -> None:
    leads = frame([("A", "Sale", ""), ("A", "Sale", "")])
    report = nj.check(leads, CAMPAIGN, operation="update", keep="last")
    assert report.annotated["dq_status"].tolist() == ["drop", "ready"]
    finding = report.findings.query("check == 'updated-alike'").iloc[0]
    assert finding["message"] == "the same update as row 1"
    assert "drop" in str(report.to_markdown())


@pytest.mark.parametrize("known", [None, KNOWN.drop(columns="njDisposition")], ids=["no export", "no dispositions"])
@pytest.mark.parametrize("leads", [{"Id": ["N"]}, {"Id": ["N"], "Disposition": [" "]}], ids=["no column", "blank"])
def test_without_the_dispositions_of_the_campaign_a_missing_one_is_a_warning(
    known: pd.DataFrame | None, leads: dict[str, Any]
) -> None:
    report = nj.check(pd.DataFrame(leads).assign(Phone="<No Change>"), CAMPAIGN, operation="update", known=known)
    assert report.ok
    finding = report.findings.query("check == 'disposition-missing'").iloc[0]
    assert (finding["severity"], finding["code"] is pd.NA) == ("warning", True)
    assert "107" in finding["message"]
    assert "<No Change>" in finding["hint"]
    assert {one.check: one.code for one in report.not_checked}["disposition-not-set"] == 107
    assert 106 not in report.findings["code"].dropna().tolist()


@pytest.mark.parametrize(
    ("reference", "status", "hint"),
    [
        ("1001", "ready", ""),
        ("1001.0", "fix", "take it off"),
        ("'1001", "fix", "take it off"),
        ('="1001"', "fix", "take it off"),
        ("001001", "fix", "leading zeros"),
        ("a", "fix", "case"),
        ("1.0E+03", "fix", "the digits are gone"),
        ("1002", "fix", "or insert the lead first"),
        ("1002.0", "fix", "or insert the lead first"),
    ],
)
def test_nobody_is_told_to_insert_a_lead_that_may_exist(reference: str, status: str, hint: str) -> None:
    leads = frame([(reference, "Sale", "")])
    report = nj.check(leads, CAMPAIGN, operation="update", known=KNOWN)
    assert report.annotated["dq_status"].item() == status
    hints = report.findings.query("check == 'external-id-unknown'")["hint"].tolist()
    assert [hint in one for one in hints] == [True] * bool(hint)
    assert ("insert" in hint) == any("insert" in one for one in hints)


def test_an_export_that_went_through_a_spreadsheet_knows_its_leads() -> None:
    known = KNOWN.assign(njExternalLeadId=KNOWN["njExternalLeadId"].replace("1001", "1001.0"))
    for reference in ("1001", "1001.0"):
        report = nj.check(frame([(reference, "Sale", "")]), CAMPAIGN, operation="update", known=known)
        assert report.ok
