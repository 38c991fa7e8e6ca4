"""The forms that tools for code read, each by a strict reader: workflow commands, JUnit's XML, SARIF, JSON lines."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, NamedTuple
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pandas as pd
import pytest
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, NonNegativeInt, PositiveInt

import noojee_dq as nj
from noojee_dq.checks import CHECKS
from noojee_dq.report.formats import GITHUB, JSONL, JUNIT, SARIF, ReportFormat
from noojee_dq.report.overview import MAX_SAMPLES
from noojee_dq.report.render_json import FindingLine
from tests.conftest import Run
from tests.examples import mostly_long
from tests.report.samples import HOSTILE, sample_report

CAMPAIGN = nj.Campaign(phone_fields=["Phone"])


def check(**columns: list[str]) -> nj.Report:
    """A report on leads that stand in rows 2, 3, ..."""
    leads = pd.DataFrame(columns, dtype=object)
    return nj.check(leads.set_axis(pd.RangeIndex(2, len(leads) + 2)), CAMPAIGN)


def hostile() -> nj.Report:
    values = [*HOSTILE, "half \udc80", "a,b:c::d%0A"]
    headings = {value[:60]: ["<NO CHANGE>"] * len(values) for value in HOSTILE}
    return check(Phone=values, njContactHours=values, **headings)


REPORTS: dict[str, Callable[[], nj.Report]] = {
    "none": lambda: check(Phone=["0491 570 006"]),
    "sample": sample_report,
    "hostile": hostile,
    "many": lambda: check(Phone=["0491 570 006", *["12"] * 50]),
    "of the file": lambda: nj.check(
        pd.DataFrame({"Phone": ["0491 570 006"]}), CAMPAIGN.model_copy(update={"template_id": 0})
    ),
}


@pytest.fixture(scope="module", params=REPORTS)
def report(request: pytest.FixtureRequest) -> nj.Report:
    return REPORTS[request.param]()


class Told(NamedTuple):
    """What a tool shows of a finding."""

    level: str
    file: str
    line: int | None
    check: str


def told(report: nj.Report, file: str) -> list[Told]:
    """What the findings of the first leads of each check come to, counted in another way than the project does."""
    found = report.findings.assign(lead=report.positions)
    first = found.groupby(["check", "severity"], sort=False)["lead"].transform(lambda at: at.rank(method="dense"))
    rows = found[first <= MAX_SAMPLES].to_dict("records")
    lines = [None if pd.isna(one["row"]) else int(one["row"]) for one in rows]
    places = zip(rows, lines, strict=True)
    return sorted((Told(one["severity"], file, line, one["check"]) for one, line in places), key=str)


# --- GitHub -------------------------------------------------------------------------------------------------------

COMMAND = re.compile(r"::(error|warning|notice) ([a-z]+=[^,:\r\n]*(?:,[a-z]+=[^,:\r\n]*)*)::([^\r\n]*)")
_BACK = {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}


def unescaped(text: str) -> str:
    """As GitHub's runner reads it: the per cent sign last."""
    assert not re.search("%(?!0D|0A|3A|2C|25)", text)
    return re.sub("%(?:0D|0A|3A|2C|25)", lambda code: _BACK[code[0]], text)


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    read = []
    for line in text.split("\n"):
        command = COMMAND.fullmatch(line)
        assert command, line
        properties = dict(one.split("=", 1) for one in command[2].split(","))
        read.append((command[1], {name: unescaped(value) for name, value in properties.items()}, unescaped(command[3])))
    return read


def test_github_reads_each_finding(report: nj.Report) -> None:
    *findings, (level, properties, notice) = commands(GITHUB.text(report, show_values=False, file="a,b: 100%.csv"))
    assert (level, properties) == ("notice", {"title": "noojee-dq"})
    assert all(f"not checked: {one.check}" in notice for one in report.not_checked)
    read = []
    for severity, one, text in findings:
        line = int(one["line"]) if "line" in one else None
        read.append(Told(severity, one["file"], line, re.sub(r".* \((.*)\)", r"\1", one["title"])))
        assert text.isprintable()
    assert sorted(read, key=str) == told(report, "a,b: 100%.csv")


def test_every_check_shows_among_the_first_that_github_shows() -> None:
    report = check(Phone=["12"] * 50, njContactHours=["nowhere"] * 50)
    errors = [one["title"] for _, one, _ in commands(GITHUB.text(report, show_values=False))[:2]]
    assert len(set(errors)) == 2


# --- JUnit --------------------------------------------------------------------------------------------------------

_CASE: dict[str, tuple[set[str], set[str]]] = {
    "failure": ({"type", "message"}, set()),
    "skipped": ({"message"}, set()),
    "system-out": (set(), set()),
}
_COUNTS = {"tests", "failures", "skipped", "errors"}
#: For each element the attributes that it has, and the elements that it may have.
JUNIT_ELEMENTS = _CASE | {
    "testsuites": ({"name"} | _COUNTS, {"testsuite"}),
    "testsuite": ({"name", "timestamp"} | _COUNTS, {"testcase", "system-out"}),
    "testcase": ({"classname", "name"}, set(_CASE)),
}


def junit(text: str) -> ET.Element:
    root = ET.fromstring(text)  # noqa: S314 - our own
    assert root.tag == "testsuites"
    for element in root.iter():
        attributes, children = JUNIT_ELEMENTS[element.tag]
        assert set(element.attrib) == attributes
        assert {child.tag for child in element} <= children
    suite = root[0]
    assert datetime.fromisoformat(suite.attrib["timestamp"]).tzinfo is not None
    for element in (root, suite):
        found = {"tests": "testcase", "failures": "testcase/failure", "skipped": "testcase/skipped"}
        assert {name: element.attrib[name] for name in found} == {
            name: str(len(suite.findall(path))) for name, path in found.items()
        }
    return suite


def test_junit_has_a_case_for_each_check(report: nj.Report) -> None:
    suite = junit(JUNIT.text(report, show_values=False, file="leads.csv"))
    cases = {case.attrib["name"]: case for case in suite.findall("testcase")}
    assert list(cases) == [one.id for one in CHECKS if "insert" in one.operations]
    of = report.findings.groupby("severity")["check"].agg(set)
    assert {name for name, case in cases.items() if case.find("failure") is not None} == of.get("error", set())
    assert {name for name, case in cases.items() if case.find("system-out") is not None} == of.get("warning", set())
    skipped = {name for name, case in cases.items() if case.find("skipped") is not None}
    gaps = set(report.checks.loc[report.checks["why_not"].ne(""), "check"])
    assert gaps > {one.check for one in report.not_checked}
    assert skipped == gaps - of.get("error", set())
    lines = [line for text in suite.itertext() for line in text.splitlines() if line.startswith("leads.csv:")]
    assert len(lines) == len(told(report, ""))


# --- SARIF --------------------------------------------------------------------------------------------------------


class Strict(BaseModel):
    """An object of SARIF 2.1.0, as far as it is used here; a property that it has not is an error."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Text(Strict):
    text: str = Field(min_length=1)


class Configuration(Strict):
    level: Literal["none", "note", "warning", "error"]


class Rule(Strict):
    id: str
    shortDescription: Text  # noqa: N815 - SARIF's names
    help: Text
    defaultConfiguration: Configuration  # noqa: N815
    properties: dict[str, Any]


class Driver(Strict):
    name: str
    version: str
    rules: list[Rule]


class Tool(Strict):
    driver: Driver


class ArtifactLocation(Strict):
    uri: str = Field(pattern=r"^(?:[A-Za-z0-9._~!$&'()*+;=@/:-]|%[0-9A-F]{2})+$")


class Region(Strict):
    startLine: PositiveInt  # noqa: N815


class PhysicalLocation(Strict):
    artifactLocation: ArtifactLocation  # noqa: N815
    region: Region | None = None


class Location(Strict):
    physicalLocation: PhysicalLocation  # noqa: N815


class Result(Strict):
    ruleId: str  # noqa: N815
    ruleIndex: NonNegativeInt  # noqa: N815
    level: Literal["none", "note", "warning", "error"]
    message: Text
    locations: list[Location] = Field(default=[], max_length=10)


class Notification(Strict):
    level: Literal["none", "note", "warning", "error"]
    message: Text


class Invocation(Strict):
    executionSuccessful: bool  # noqa: N815
    endTimeUtc: AwareDatetime  # noqa: N815
    toolExecutionNotifications: list[Notification]  # noqa: N815


class SarifRun(Strict):
    tool: Tool
    invocations: list[Invocation]
    results: list[Result]
    properties: dict[str, Any]


class SarifLog(Strict):
    model_config = ConfigDict(extra="forbid", strict=True)
    dialect: str = Field(alias="$schema")
    version: Literal["2.1.0"]
    runs: list[SarifRun]


def place(one: Result) -> tuple[str, int | None]:
    where = one.locations[0].physicalLocation
    return unquote(where.artifactLocation.uri), where.region.startLine if where.region else None


def test_sarif_has_a_result_for_each_finding(report: nj.Report) -> None:
    log = SarifLog.model_validate_json(SARIF.text(report, show_values=False, file="lists/März 1.csv").encode())
    run = log.runs[0]
    assert all(run.tool.driver.rules[one.ruleIndex].id == one.ruleId for one in run.results)
    read = [Told(one.level, *place(one), one.ruleId) for one in run.results]
    assert sorted(read, key=str) == told(report, "lists/März 1.csv")
    said = [one.message.text for one in run.invocations[0].toolExecutionNotifications]
    assert all(any(text.startswith(f"not checked: {one.check}") for text in said) for one in report.not_checked)


# --- all of them --------------------------------------------------------------------------------------------------


def test_jsonl_has_every_finding(report: nj.Report) -> None:
    lines = JSONL.text(report, show_values=False).split("\n")
    assert lines.pop() == ""
    assert [FindingLine.model_validate_json(line).check for line in lines] == report.findings["check"].tolist()


FORMS = [GITHUB, JUNIT, SARIF]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_what_is_not_listed_is_said(form: ReportFormat) -> None:
    text = form.text(REPORTS["many"](), show_values=False)
    assert "no-phone: 50 leads, of which the first 10 are listed" in text
    assert len(text) < 40_000


@pytest.mark.parametrize("form", [*FORMS, JSONL], ids=lambda form: form.name)
def test_numbers_are_masked_unless_asked(form: ReportFormat) -> None:
    report = check(Phone=["1900 654 321"], **{"0355501234": ["<NO CHANGE>"]})
    options = {"file": "0355509999.csv"}
    masked, asked = (form.text(report, show_values=show_values, **options) for show_values in (False, True))
    for number in ("1900 654 321", "0355501234", *(["0355509999"] if "file" in form.options else [])):
        assert (number in masked, number in asked) == (False, True)


@pytest.mark.parametrize("name", mostly_long(["github", "junit", "sarif", "jsonl"], usual=["github", "sarif"]))
def test_in_a_shell_the_file_is_named_as_it_was_typed(run: Callable[..., Run], name: str) -> None:
    Path("lists").mkdir()
    Path("lists/leads.csv").write_text("Name,Phone\nAnn,0491 570 006\n\nBob,\n", "utf-8")
    result = run("check", "lists/leads.csv", "--format", name)
    assert (result.code, "lists/leads.csv" in result.out) == (1, name != "jsonl")
    Path("good.csv").write_text("Name,Phone\nAnn,0491 570 006\n", "utf-8")
    assert (run("check", "good.csv", "--format", name).out == "") == (name == "jsonl")


@pytest.mark.parametrize("name", ["report.xml", "report.sarif", "report.jsonl"])
def test_a_file_in_the_form_that_its_name_says(run: Callable[..., Run], name: str) -> None:
    Path("leads.csv").write_text("Phone\n0491 570 006\nnone\n", "utf-8")
    assert run("check", "leads.csv", "--report", name).code == 1
    assert "no-phone" in Path(name).read_text("utf-8")


def test_leads_in_parts_name_the_file_of_each(run: Callable[..., Run]) -> None:
    for name in ("a", "b"):
        Path(f"{name}.csv").write_text("Phone\n" + "12\n" * 20, "utf-8")
    Path("campaign.toml").write_text('[campaign]\ntemplate_id = 0\n[phone]\nfields = ["Phone"]\n', "utf-8")
    options = ["--out", "checked", "--force", "-c", "campaign.toml"]
    reports = ["--report", "report.xml", "--report", "report.sarif"]
    result = run("check", "a.csv", "b.csv", *options, *reports, "--format", "github")
    *findings, (_, _, notice) = commands(result.out.removesuffix("\n"))
    first = {("a.csv", row) for row in range(2, 12)}
    of_file, *of_leads = [one for _, one, _ in findings]
    assert {(one["file"], int(one["line"])) for one in of_leads} == first
    assert of_file == {"title": "116 TEMPLATE_ID_REQUIRED (template-id)"}
    assert "no-phone: 40 leads, of which the first 10 are listed; all findings lie in" in notice
    junit(Path("report.xml").read_text("utf-8"))
    log = SarifLog.model_validate_json(Path("report.sarif").read_bytes())
    assert {place(one) for one in log.runs[0].results if one.locations} == first
    refused = run("check", "a.csv", *options, "--format", "jsonl")
    assert (refused.code, "leads checked in parts have no report as jsonl" in refused.err) == (2, True)
