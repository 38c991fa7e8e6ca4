"""What the page says first: steps, root causes, where in the file, by column, and what the API answered."""

import re
from typing import Any

import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.report.agreement import run_agreement
from noojee_dq.report.causes import root_causes
from noojee_dq.report.overview import overview
from noojee_dq.report.profile import profile_columns
from noojee_dq.report.report import Report
from noojee_dq.report.slices import file_slices
from noojee_dq.report.steps import first_steps, repairs_by_check
from noojee_dq.report.tallies import MAX_SLICES
from tests.report.samples import sample_leads

_CAMPAIGN = nj.Campaign(phone_fields=["Phone"], contact_hours={"Perth": "Australia/Perth"})


def _good(number: int) -> str:
    return f"049157{number:04}"


def _report(campaign: nj.Campaign = _CAMPAIGN, **columns: list[Any]) -> Report:
    return _checked(pd.DataFrame(columns), campaign)


def _checked(leads: pd.DataFrame, campaign: nj.Campaign = _CAMPAIGN) -> Report:
    return nj.check(leads.set_axis(pd.RangeIndex(2, len(leads) + 2)), campaign)


def _steps(report: Report) -> list[tuple[int, str]]:
    steps = first_steps(report, overview(report).problems, root_causes(report))
    return [(step.leads, step.how.removeprefix("To do: ")[:30]) for step in steps]


# --- do these first ---------------------------------------------------------------------------------------------


def test_steps_are_ranked_by_the_leads_that_they_make_ready_by_themselves() -> None:
    report = _report(
        Phone=[_good(n) for n in range(5)] + ["none", "none"],
        njContactHours=["AEST"] * 3 + ["Perth"] * 3 + ["AEST"],
        njCallBackDate=[""] * 3 + ["soon"] + [""] * 3,
    )
    # The last lead has two faults, so that neither step alone makes it ready.
    assert [leads for leads, _ in _steps(report)] == [3, 1, 1]
    first = first_steps(report, overview(report).problems, root_causes(report))[0]
    assert first.title == "the campaign lists no such contact hours (4 hold “AEST”)"


def test_repairs_are_counted_and_named_by_their_command() -> None:
    report = _report(Phone=["491570006.0", "491570156.0", "<NO CHANGE>", _good(1)])
    assert _steps(report)[0] == (2, "noojee-dq repair")
    assert repairs_by_check(report)["undialable-number"].endswith("(2 leads more ready)")


def test_an_error_of_the_whole_file_comes_first_and_duplicates_are_no_step() -> None:
    report = _report(_CAMPAIGN.model_copy(update={"template_id": 0}), Phone=[_good(1), _good(1)])
    assert _steps(report) == [(1, "look the template_id up on the PBX"[:30])]
    assert overview(report).problems[0].code == "116"


def test_repairs_of_large_files_are_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("noojee_dq.report.findings.MAX_LEADS_FOR_REPAIRS", 1)
    report = _report(Phone=["491570006.0", "491570156.0"])
    assert "noojee-dq repair" not in [how for _, how in _steps(report)]
    assert "is not counted here" in (report.to_html() or "")


# --- root causes ------------------------------------------------------------------------------------------------


def test_a_value_that_many_rows_share_is_one_cause() -> None:
    hours = ["AEST"] * 397 + ["Perth"] * 100
    causes = root_causes(_report(Phone=[_good(n) for n in range(497)], njContactHours=hours))
    assert [(cause.column, cause.value, cause.leads, cause.rows) for cause in causes] == [
        ("njContactHours", "AEST", 397, "rows 2, 3, 4, 5, 6 and 392 more")
    ]


def test_faults_of_one_check_are_told_apart_and_numbers_are_masked() -> None:
    report = _report(Phone=["9234 1234"] * 3 + [f"041234567{n}.0" for n in range(4)], Other=[""] * 7)
    causes = root_causes(report)
    assert {(cause.value, cause.leads) for cause in causes} >= {("•••• ••34", 3)}
    assert any(cause.message.endswith("(.0)") and not cause.value for cause in causes)


def test_few_rows_and_blank_cells_are_no_cause() -> None:
    assert root_causes(_report(Phone=["", "", "", ""])) == ()
    assert root_causes(_report(Phone=["", "", "x", "x"])) == ()


# --- where in the file, and by column ----------------------------------------------------------------------------


@pytest.mark.parametrize(("leads", "slices"), [(1, 1), (80, 80), (81, 41), (1000, 77), (160, 80)])
def test_the_strip_has_slices_of_one_size(leads: int, slices: int) -> None:
    found = file_slices(_report(Phone=["none"] * leads))
    assert found is not None
    assert len(found.slices) == slices <= MAX_SLICES
    assert len({one.leads for one in found.slices[:-1]}) <= 1
    assert sum(one.leads for one in found.slices) == leads


def test_the_strip_says_where_most_of_the_trouble_is() -> None:
    found = file_slices(
        _report(Phone=[_good(n) for n in range(100)] + ["none"] * 2 + [_good(n + 100) for n in range(58)])
    )
    assert found is not None
    assert found.words == "Not ready: 2 of 2 leads in rows 102 to 103."
    assert found.highest == 1


def test_there_is_no_strip_where_all_is_well() -> None:
    assert file_slices(_report(Phone=[_good(1)])) is None
    assert file_slices(_report(Phone=[])) is None


def test_columns_say_how_full_they_are_and_how_many_leads_have_what() -> None:
    report = _report(Phone=[_good(1), "none", " "], Called=[True, None, False], njPriority=["", "high", "x"])
    assert [(one.heading, one.filled, one.errors, one.warnings) for one in profile_columns(report)] == [
        ("Phone", "66.7%", 2, 0),
        ("Called", "66.7%", 0, 0),
        ("njPriority", "66.7%", 0, 2),
    ]


def test_of_many_columns_those_with_findings_are_shown() -> None:
    report = _checked(pd.DataFrame({f"column {n}": [""] for n in range(60)} | {"Phone": ["none"]}))
    columns = profile_columns(report)
    assert len(columns) == 40
    assert columns[0].heading == "Phone"


# --- what the API answered ----------------------------------------------------------------------------------------


def _results(*answers: tuple[object, object, str, str]) -> pd.DataFrame:
    """Results with an expected code, an actual one, an outcome and an action for each lead."""
    return pd.DataFrame(answers, columns=["dq_expected_code", "api_code", "api_outcome", "api_action"])


def test_answers_are_counted_and_set_against_what_was_expected() -> None:
    run = run_agreement(
        _results(
            (0, 0, "accepted", "none"),
            (105, 0, "accepted", "none"),
            (0, 105, "rejected", "drop"),
            (0, None, "not_sent", "retry"),
            (0, 999, "rejected", "review"),
        )
    )
    assert [(one.code, one.leads, one.action) for one in run.answers] == [
        ("0", 2, "none"),
        ("105", 1, "drop"),
        ("999", 1, "review"),
        ("none", 1, "retry"),
    ]
    assert run.codes == ("0", "105", "999")
    assert run.pairs == (("0", (1, 1, 1)), ("105", (1, 0, 0)))
    assert (run.as_expected, run.judged) == (1, 4)


def test_only_verdicts_of_the_api_on_checked_leads_are_set_against_what_was_expected() -> None:
    results = _results(
        (0, 0, "accepted", "none"),
        (0, 105, "accepted_inferred", "check_in_dialler"),
        (0, 103, "unknown", "check_in_dialler"),
        (0, None, "not_sent", "retry"),
        (None, 105, "rejected", "drop"),
    )
    run = run_agreement(results)
    assert (run.as_expected, run.judged) == (1, 1)
    assert run.pairs == (("0", (1,)),)
    page = str(_checked(pd.DataFrame({"Phone": ["none"] * 5})).to_html(results=results))
    assert "1 of 1 verdicts of the API were as expected" in page
    assert run_agreement(results.drop(columns="dq_expected_code")).pairs == ()


def test_what_is_no_code_counts_as_none() -> None:
    run = run_agreement(_results(*((None, code, "unknown", "review") for code in ("0", "x", "1.5", ""))))
    assert [(one.code, one.leads) for one in run.answers] == [("0", 1), ("none", 3)]


def test_a_frame_without_answers_is_refused() -> None:
    with pytest.raises(nj.LeadsError, match="api_outcome"):
        _report(Phone=["none"]).to_html(results=pd.DataFrame({"api_code": [0]}))


def test_the_page_keeps_its_limit_whatever_codes_came_back() -> None:
    results = _results(*((code, code, "rejected", "review") for code in range(1000)))
    run = run_agreement(results)
    assert sum(one.leads for one in run.answers) == sum(sum(leads) for _, leads in run.pairs) == run.as_expected == 1000
    page = str(_checked(pd.DataFrame({"Phone": ["none"] * 1000})).to_html(results=results))
    assert len(page.encode()) <= 200_000


def test_a_repair_that_only_swaps_which_duplicate_is_ready_is_no_first_step() -> None:
    report = nj.check(pd.DataFrame({"Phone": ["491570156.0", "0491570156"]}), nj.Campaign(phone_fields=["Phone"]))
    assert report.repairs[["leads_unlocked", "leads_refused"]].to_numpy().tolist() == [[1, 1]]
    steps = first_steps(report, overview(report).problems, ())
    assert not [step for step in steps if "noojee-dq repair" in step.how]
    assert repairs_by_check(report) == {}


def test_at_most_ten_samples_are_shown_for_a_code() -> None:
    rows = 12
    leads = pd.DataFrame({"njExternalLeadId": ["", "A"] * rows, "Phone": "<No Change>"})
    known = pd.DataFrame({"njExternalLeadId": ["B"]})
    report = nj.check(leads, nj.Campaign(phone_fields=["Phone"]), operation="update", known=known)
    of_101 = [problem for problem in overview(report).problems if problem.code == "101"]
    assert len(of_101) == 2
    assert sum(len(problem.samples) for problem in of_101) == 10


def test_the_order_of_the_page_and_of_its_upper_half() -> None:
    campaign = _CAMPAIGN.model_copy(update={"phone_fields": ("Home Phone", "Mobile")})
    report = nj.check(sample_leads(), campaign)
    order = [
        "Nothing was sent",
        'class="verdict"',
        'class="bar"',
        "How to go on",
        "Do these first",
        "What the API would answer",
        "Root causes",
        "Where in the file",
        "By column",
        "What to do:",
        "Not checked",
        "How the file was read",
        "phonenumbers ",
    ]
    page = re.sub("<nav.*</nav>", "", report.to_html() or "", flags=re.DOTALL)
    body = page[page.index("<body>") :]
    assert sorted(order, key=body.index) == order
    fragment = report._repr_html_()
    assert [part in fragment for part in order] == [True] * 6 + [False] * 4 + [True] * 2 + [False]
