"""What a script or a notebook does with a report: ends where leads are not ready, writes it, asks for its options."""

import ast
import inspect
import pickle
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.accessor import NoojeeAccessor
from noojee_dq.large.large_report import LargeReport
from noojee_dq.sending import Pacing

CAMPAIGN = nj.Campaign(phone_fields=["Phone"])
GOOD = pd.DataFrame({"Phone": ["0491 570 006", "0491 570 156"]}, index=[2, 3])
BAD = pd.DataFrame({"Phone": ["0491 570 006", "0491 570 006", "0491 570 1", "none"]}, index=[2, 3, 4, 5])

CAMPAIGN_OF = {"lead": CAMPAIGN, "file": nj.Campaign(phone_fields=["Phone"], template_id=-1)}
TEXTS = {
    "lead": [
        "3 of 4 leads are not ready to send: 2 to fix, 1 to drop.",
        "  duplicate-number (105), 1 lead: the same phone number as row 2",
        "  undialable-number, 1 lead: nobody can dial it: two digits seem to be missing",
        "  no-phone (102), 1 lead: the lead holds no phone number: no cell has 6 digits or more",
    ],
    "file": [
        "No lead can be sent: the campaign settings are wrong (116); but for that, 1 lead would be ready.",
        "  template-id (116), whole file: template_id is no positive whole number",
    ],
}


def _large(leads: pd.DataFrame, campaign: nj.Campaign, folder: Path) -> LargeReport:
    leads.to_csv(folder / "leads.csv", index=False)
    return nj.check_files(folder / "leads.csv", campaign, out=folder / "out", progress=False)


def _small(leads: pd.DataFrame, campaign: nj.Campaign, folder: Path) -> nj.Report:
    return nj.check(leads, campaign)


@pytest.fixture(params=[_small, _large], ids=["report", "large"])
def checked(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[..., Any]:
    return lambda leads, campaign=CAMPAIGN: request.param(leads, campaign, tmp_path)


@pytest.mark.parametrize("case", CAMPAIGN_OF)
def test_a_script_ends_where_leads_are_not_ready(checked: Callable[..., Any], case: str) -> None:
    report = checked(BAD, CAMPAIGN_OF[case])
    with pytest.raises(nj.LeadsNotReadyError) as caught:
        report.raise_if_failed()
    assert caught.value.report is report
    assert str(caught.value).splitlines()[: len(TEXTS[case])] == TEXTS[case]
    assert isinstance(caught.value, nj.NoojeeError)


def test_the_text_is_masked() -> None:
    report = nj.check(pd.DataFrame({"Phone": ["0491 570 006", "0491 570 006"]}, index=["0491570006", "b"]), CAMPAIGN)
    with pytest.raises(nj.LeadsNotReadyError, match="the same phone number as row 04•••••006"):
        report.raise_if_failed()


def test_it_goes_on_where_warnings_alone_stand(checked: Callable[..., Any]) -> None:
    leads = GOOD.assign(njPriority="500")
    report = checked(leads)
    report.raise_if_failed()
    assert report.summary["severity"].tolist() == ["warning"]


def test_the_error_can_be_handed_to_another_process() -> None:
    error = pickle.loads(pickle.dumps(nj.LeadsNotReadyError("2 leads")))  # noqa: S301 - our own
    assert (str(error), error.report) == ("2 leads", None)


def test_a_report_is_neither_true_nor_false(checked: Callable[..., Any]) -> None:
    with pytest.raises(ValueError, match=r"use report\.ok"):
        bool(checked(GOOD))


WRITERS = {"to_html": ".html", "to_json": ".json", "to_markdown": ".md", "to_csv": ".csv", "to_excel": ".xlsx"}
RESULTS = pd.DataFrame({"api_code": [0], "api_outcome": ["accepted"], "api_action": ["none"]})


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    return [nj.check(GOOD, CAMPAIGN), _large(GOOD, CAMPAIGN, tmp_path_factory.mktemp("large")), nj.analyse(RESULTS)]


@pytest.mark.parametrize("writer", WRITERS)
def test_a_name_that_no_file_can_have_is_refused(writer: str, reports: list[Any], tmp_path: Path) -> None:
    suffix, nowhere = WRITERS[writer], tmp_path / "no"
    for report in reports:
        if not hasattr(report, writer):
            continue
        with pytest.raises(nj.OutputError, match=rf"x\.pdf: the name must end with \{suffix}$"):
            getattr(report, writer)("x.pdf")
        with pytest.raises(nj.OutputError, match=r"there is no folder .*no: create it or choose another$"):
            getattr(report, writer)(nowhere / f"x{suffix}")
        (tmp_path / f"x{suffix.upper()}").unlink(missing_ok=True)
        getattr(report, writer)(tmp_path / f"x{suffix.upper()}")
        assert (tmp_path / f"x{suffix.upper()}").stat().st_size
    assert not nowhere.exists()


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "x.html").mkdir()
    with pytest.raises(nj.OutputError, match=r"x\.html: cannot be written \(Is a directory\): choose another place"):
        nj.check(GOOD, CAMPAIGN).to_html(tmp_path / "x.html")


#: What a frame's method leaves to the function that it calls, whose import takes longer than that of pandas.
LATER = {"pacing": Pacing()}


@pytest.mark.parametrize("name", ["check", "repair", "submit", "analyse"])
def test_the_methods_of_a_frame_have_the_options_of_the_functions(name: str) -> None:
    own = inspect.signature(getattr(NoojeeAccessor, name)).parameters
    function = inspect.signature(getattr(nj, name)).parameters
    _, *expected = function.values()
    _, *given = own.values()
    assert [(one.name, one.kind) for one in given] == [(one.name, one.kind) for one in expected]
    for one, other in zip(given, expected, strict=True):
        assert one.default == (None if other.default == LATER.get(one.name, ...) else other.default)
    types, of_function = _types(getattr(NoojeeAccessor, name)), _types(getattr(nj, name))
    assert types == {one: of_function[one] + (" | None" if one in LATER else "") for one in types}


def _types(function: Callable[..., Any]) -> dict[str, str]:
    """The types of its arguments, as they are written; a frame's method writes some of them in quotes."""
    (definition,) = ast.parse(textwrap.dedent(inspect.getsource(function))).body
    assert isinstance(definition, ast.FunctionDef)
    arguments = [*definition.args.args, *definition.args.kwonlyargs]
    annotations = {one.arg: one.annotation for one in arguments if one.annotation is not None}
    return {name: ast.unparse(one).strip("'") for name, one in annotations.items()}


def test_a_file_without_leads_passes_no_gate(tmp_path: Path) -> None:
    (tmp_path / "leads.csv").write_text("Phone,Name\n", "utf-8")
    leads, campaign = nj.read_leads(tmp_path / "leads.csv"), nj.Campaign(phone_fields=["Phone"])
    with pytest.raises(nj.LeadsNotReadyError, match="There is no lead in this file"):
        nj.check(leads, campaign).raise_if_failed()
