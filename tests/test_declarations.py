"""One declaration is all that a new check, code or form of report takes, also at run time."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]  # it ships no types
import pandas as pd
import pytest
from pandera.errors import SchemaErrors

import noojee_dq as nj
from noojee_dq import codes
from noojee_dq.arrow.columns import Mask, Positions
from noojee_dq.batch.batch import Batch
from noojee_dq.checks import CHECKS, Check
from noojee_dq.checks.base import FileProblem
from noojee_dq.codes import CodeFacts, DependsOn, Remedy, ResultCode
from noojee_dq.explain import checks_table, explanation
from noojee_dq.report.findings import Findings
from noojee_dq.report.formats import FORMATS, ReportFormat
from tests.conftest import Run

GOOD = "0491 570 006"
CAMPAIGN = nj.Campaign(phone_fields=["Phone"])
NOW = datetime(2026, 11, 23, tzinfo=UTC)


def _minor(batch: Batch, heading: str) -> Mask:
    return pd.to_numeric(batch.text[heading], errors="coerce").lt(18).to_numpy(dtype=bool)


ADULTS = Check(
    id="adults-only",
    code=ResultCode.EXCEPTION,
    scope="cell",
    fields="Age",
    title="a lead is of age",
    message="the lead is under age",
    hint="take the lead out",
    mask=_minor,
)


@pytest.fixture
def adults() -> Iterator[Check]:
    CHECKS.append(ADULTS)
    yield ADULTS
    CHECKS.remove(ADULTS)


def test_a_check_is_one_line(adults: Check, run: Callable[..., Run], tmp_path: Path) -> None:
    leads = pd.DataFrame({"Phone": [GOOD, "0491 570 156"], "Age": ["17", "18"]}, index=[2, 3])
    report = nj.check(leads, CAMPAIGN, now=NOW)
    assert report.findings[["row", "column", "value", "code", "check"]].to_numpy().tolist() == [
        [2, "Age", "17", 103, "adults-only"]
    ]
    assert report.annotated["dq_status"].tolist() == ["fix", "ready"]
    assert json.loads(str(report.to_json()))["findings"][0]["check"] == "adults-only"
    assert "the lead is under age" in str(report.to_html())
    assert "the lead is under age" in str(report.to_markdown(audience="supplier"))
    report.to_excel(tmp_path / "checked.xlsx")
    assert "under age" in openpyxl.load_workbook(tmp_path / "checked.xlsx")["Fix"]["G2"].comment.text
    assert "| `adults-only` | 103 EXCEPTION | error | insert, update | a lead is of age |" in checks_table()
    assert "a lead is of age" in explanation("adults-only")
    assert "adults-only" in run("explain", "103").out
    with pytest.raises(SchemaErrors) as caught:
        nj.insert_schema(CAMPAIGN).validate(leads, lazy=True)
    assert "adults-only" in "".join(caught.value.failure_cases["check"])


def test_a_check_whose_column_is_missing_is_not_checked(adults: Check) -> None:
    report = nj.check(pd.DataFrame({"Phone": [GOOD]}), CAMPAIGN)
    assert ("adults-only", 103, "the file has no column 'Age'") in [one[:3] for one in report.not_checked]


def test_a_lead_that_a_new_check_refuses_claims_no_number(adults: Check) -> None:
    leads = pd.DataFrame({"Phone": [GOOD, GOOD], "Age": ["17", "18"]})
    assert nj.check(leads, CAMPAIGN).annotated["dq_codes"].tolist() == ["103", ""]


def test_two_checks_of_one_name_are_refused(adults: Check) -> None:
    CHECKS.append(adults)
    try:
        with pytest.raises(ValueError, match="two checks are called 'adults-only'"):
            nj.check(pd.DataFrame({"Phone": [GOOD]}), CAMPAIGN)
    finally:
        CHECKS.pop()


def test_a_detail_may_leave_columns_out_and_hold_anything_else() -> None:
    def detail(batch: Batch, heading: str, at: Positions) -> pd.DataFrame:
        return pd.DataFrame({"column": [None, "Name", None][: len(at)], "age": 17}, index=list("abc")[: len(at)])

    check = Check(id="odd", scope="row", title="x", mask=lambda batch, _: ~batch.no_lead, detail=detail)
    file = Check(id="file-odd", scope="file", title="y", problems=lambda _: [FileProblem("", "z", None)])  # type: ignore[arg-type]
    CHECKS.extend([check, file])
    try:
        findings = nj.check(pd.DataFrame({"Phone": [GOOD, "0491 570 156", ""], "Name": list("abc")}), CAMPAIGN).findings
    finally:
        del CHECKS[-2:]
    assert findings.query("check == 'odd'")[["row", "value"]].to_numpy().tolist() == [[0, ""], [1, "b"], [2, ""]]
    assert findings.query("check == 'file-odd'")["message"].tolist() == ["z"]


@pytest.mark.parametrize(
    "wrong", [{"mask": None}, {"scope": "file"}, {"problems": lambda batch: []}], ids=["no mask", "file", "both"]
)
def test_a_declaration_that_cannot_run_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="check 'odd'"):
        Check(**({"id": "odd", "scope": "row", "title": "", "mask": _minor} | wrong))  # type: ignore[arg-type]


@pytest.mark.parametrize("answer", [[True], [[True, False]], [pd.NA, True], None], ids=["short", "wide", "NA", "none"])
def test_a_mask_that_is_none_is_a_crash_and_no_verdict(adults: Check, answer: object) -> None:
    CHECKS[-1] = Check(id="odd", scope="row", title="", mask=lambda batch, heading: answer)  # type: ignore[arg-type, return-value]
    try:
        with pytest.raises(nj.CheckCrashedError, match="'odd' failed itself"):
            nj.check(pd.DataFrame({"Phone": [GOOD, GOOD]}), CAMPAIGN)
    finally:
        CHECKS[-1] = adults


@pytest.fixture
def caller_id() -> Iterator[ResultCode]:
    facts = CodeFacts(
        number=150,
        meaning="the campaign has no caller id",
        remedy=Remedy.REVIEW,
        precedence=0,
        depends_on=DependsOn.LEAD,
        on_surprise="give the campaign a caller id",
    )
    yield ResultCode.declare("CALLER_ID_REQUIRED", facts)
    del codes._DECLARED[150]


def test_a_code_is_one_row(caller_id: ResultCode, run: Callable[..., Run], tmp_path: Path) -> None:
    check = Check(
        id="caller-id",
        code=caller_id,
        scope="row",
        title="",
        message="odd",
        mask=lambda batch, _: batch.text["Phone"].eq("x").to_numpy(),
    )
    CHECKS.append(check)
    try:
        report = nj.check(pd.DataFrame({"Phone": [GOOD, "x"]}), CAMPAIGN)
        assert report.annotated["dq_expected_code"].tolist() == [0, 150]
        assert report.annotated["dq_status"].tolist() == ["ready", "review"]
        assert report.by_code == {"102": 1, "150": 1}
        assert json.loads(str(report.to_json()))["findings"][-1]["result"] == "CALLER_ID_REQUIRED"
        assert "CALLER_ID_REQUIRED" in str(report.to_html())
        report.to_excel(tmp_path / "checked.xlsx")
        summary = openpyxl.load_workbook(tmp_path / "checked.xlsx")["Summary"]
        assert "odd" in {cell.value for row in summary.iter_rows() for cell in row}
        assert "| `caller-id` | 150 CALLER_ID_REQUIRED | error |" in checks_table()
        with pytest.raises(SchemaErrors) as caught:
            nj.insert_schema(CAMPAIGN).validate(report.leads, lazy=True)
        assert 150 in caught.value.failure_cases["code"].tolist()
    finally:
        CHECKS.remove(check)
    assert "the campaign has no caller id" in run("explain", "150").out == run("explain", "caller_id_required").out
    results = pd.DataFrame({"api_code": [150], "api_outcome": ["rejected"], "api_action": ["review"]})
    analysis = nj.analyse(results.assign(dq_expected_code=0))
    assert analysis.by_code["result"].tolist() == ["CALLER_ID_REQUIRED"]
    assert analysis.suggestions[0] == "1 of 1 surprise is 150: give the campaign a caller id"


@pytest.mark.parametrize(("number", "name"), [(105, "OTHER"), (151, "DUPLICATE"), (150, "AGAIN")])
def test_a_code_or_a_name_is_declared_once(caller_id: ResultCode, number: int, name: str) -> None:
    with pytest.raises(ValueError, match="there is such a code already"):
        ResultCode.declare(name, replace(caller_id.facts, number=number))


def _rows(found: Findings, *, show_values: bool) -> str:
    return " ".join(map(str, found.findings["row"]))


@pytest.fixture
def rows_format() -> Iterator[ReportFormat]:
    form = ReportFormat(name="rows", suffix=".rows", render=_rows, options=("show_values",))
    FORMATS.append(form)
    yield form
    FORMATS.remove(form)


def test_a_form_of_report_is_one_line(rows_format: ReportFormat, run: Callable[..., Run]) -> None:
    Path("leads.csv").write_text("Phone\nnone\n", "utf-8")
    result = run("check", "leads.csv", "--phone-field", "Phone", "--format", "rows", "--report", "leads.rows")
    assert (result.code, result.out, Path("leads.rows").read_text("utf-8")) == (1, "2\n", "2")
    refusal = run("check", "leads.csv", "--format", "row").err.replace("│", " ")
    printed = ", ".join(one.name for one in FORMATS if one.printed)
    assert f"'row' is none of {printed}; did you mean 'rows'?" in " ".join(refusal.split())
    assert ".html, .xlsx, .xml, .sarif, .rows" in run("check", "leads.csv", "--report", "leads.txt").err


def test_a_form_without_a_renderer_is_refused() -> None:
    with pytest.raises(ValueError, match="format 'odd': give a renderer"):
        ReportFormat(name="odd", suffix=".odd")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"severity": "fatal"}, "severity 'fatal' is none of error, warning"),
        ({"scope": "column"}, "scope 'column' is none of cell, row, cross, file"),
        ({"operations": ("inserts",)}, "operations 'inserts' is none of insert, update"),
        ({"code": 105}, "code=105 is no ResultCode"),
    ],
)
def test_a_slip_in_a_declaration_is_refused(wrong: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        replace(ADULTS, **wrong)


def test_a_mask_that_is_not_true_or_false_is_no_verdict() -> None:
    CHECKS.append(replace(ADULTS, mask=lambda batch, heading: pd.to_numeric(batch.text[heading]).to_numpy()))
    try:
        with pytest.raises(nj.CheckCrashedError, match="'adults-only' failed itself"):
            nj.check(pd.DataFrame({"Phone": [GOOD], "Age": ["17"]}), CAMPAIGN)
    finally:
        CHECKS.pop()


def test_a_code_may_be_declared_again_with_the_same_facts(caller_id: ResultCode) -> None:
    assert ResultCode.declare(caller_id.name, caller_id.facts) is caller_id
    with pytest.raises(ValueError, match="there is such a code already"):
        ResultCode.declare(caller_id.name, replace(caller_id.facts, precedence=9))
