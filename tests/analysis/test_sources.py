"""What results may look like: text, gaps, values that nobody expects. A gap is said, and nothing is guessed."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.sending.results import write_results
from tests.analysis.results import results
from tests.analysis.run import Sent

_CAMPAIGN = nj.Campaign(phone_fields=["Phone"])


def said(analysis: nj.Analysis) -> list[str]:
    """What an analysis does not know, without the reasons."""
    return [gap.split(":")[0] for gap in analysis.not_checked]


@pytest.mark.parametrize(
    ("dropped", "gaps"),
    [
        ([], []),
        (["dq_expected_code"], ["expected against actual"]),
        (["api_attempts"], ["number of requests"]),
        (["api_sent_at"], ["duration and rate"]),
        (["dq_expected_code", "api_attempts"], ["expected against actual", "number of requests"]),
    ],
)
def test_a_missing_column_is_said(dropped: list[str], gaps: list[str]) -> None:
    at = pd.Timestamp("2026-03-04", tz="UTC")
    frame = results((0, 0), (105, 104), api_attempts=[1, 1], api_sent_at=at).drop(columns=dropped)
    analysis = nj.analyse(frame)
    assert [gap for gap in said(analysis) if gap != "requests over time"] == gaps
    assert analysis.outcomes == {"accepted": 1, "rejected": 1}
    assert all(gap in repr(analysis) for gap in gaps)
    if "dq_expected_code" in dropped:
        assert analysis.confusion.empty
        assert analysis.accuracy.empty
        assert analysis.surprises.empty


@pytest.mark.parametrize("missing", ["api_code", "api_outcome", "api_action"])
def test_a_frame_without_answers_is_no_result(missing: str) -> None:
    with pytest.raises(nj.LeadsError, match=f"{missing} is missing: give what submit returned"):
        nj.analyse(results((0, 0)).drop(columns=missing))


def test_leads_are_no_results(tmp_path: Path) -> None:
    file = tmp_path / "leads.csv"
    file.write_text("Phone\n0491570006\n")
    with pytest.raises(nj.LeadsError, match=r"leads\.csv: these are no results"):
        nj.analyse(file)
    with pytest.raises(nj.LeadsError, match="there is no such file"):
        nj.analyse(tmp_path / "missing.csv")


def test_other_databases_are_no_journals(tmp_path: Path) -> None:
    import sqlite3

    database = sqlite3.connect(tmp_path / "other.sqlite")
    database.execute("CREATE TABLE other (a)")
    database.commit()
    database.close()
    with pytest.raises(nj.JournalError, match="no journal of noojee-dq"):
        nj.analyse(tmp_path / "other.sqlite")


def test_leads_go_with_a_journal_alone() -> None:
    with pytest.raises(nj.LeadsError, match="goes with a journal alone"):
        nj.analyse(results((0, 0)), leads=pd.DataFrame({"Phone": ["0491570006"]}))


@pytest.mark.parametrize(
    ("column", "value", "gap"),
    [
        ("api_code", "abc", "api_code: 1 are no whole number"),
        ("api_code", "1.5", "api_code: 1 are no whole number"),
        ("api_code", "inf", "api_code: 1 are no whole number"),
        ("api_code", "9" * 30, "api_code: 1 are no whole number"),
        ("api_outcome", "done", "api_outcome: 1 are none that submit writes"),
        ("api_action", "=cmd()", "api_action: 1 are none that submit writes"),
        ("dq_expected_code", "soon", ""),
        ("api_attempts", "many", "number of requests"),
    ],
)
def test_values_that_nobody_writes_are_counted(column: str, value: str, gap: str) -> None:
    frame = results((0, 0), (0, 104), api_attempts=[1, 1]).astype("str")
    frame.loc[1, column] = value
    analysis = nj.analyse(frame)
    assert len(analysis.table) == 2
    assert not gap or any(one.startswith(gap) for one in analysis.not_checked) or column == "api_attempts"
    assert analysis.by_code["count"].sum() == 2


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".parquet"])
def test_unknown_codes_survive_a_file(tmp_path: Path, suffix: str) -> None:
    frame = results((0, 113), (0, 999), (0, None), (0, 0), Phone=["a", "b", "c", "d"])
    write_results(frame, tmp_path / f"results{suffix}")
    analysis = nj.analyse(tmp_path / f"results{suffix}")
    pd.testing.assert_frame_equal(analysis.by_code, nj.analyse(frame).by_code)
    assert {113, 999} <= set(analysis.confusion.columns)


def test_rows_of_a_file_are_those_of_the_leads(tmp_path: Path) -> None:
    write_results(results((0, 104), (0, 0)).set_axis(pd.Index([7, 3], name="row")), tmp_path / "results.csv")
    assert nj.analyse(tmp_path / "results.csv").surprises.index.tolist() == [7]


def test_an_empty_run() -> None:
    analysis = nj.analyse(results())
    assert analysis.outcomes == {}
    assert analysis.by_code.empty
    assert analysis.timeline.empty
    assert analysis.suggestions == []
    assert (analysis.duration, analysis.rate) == (None, None)
    assert "There is no lead." in repr(analysis)
    assert "There is no lead." in str(analysis.to_html())


@pytest.mark.parametrize("part", ["annotated", "ready"])
def test_a_report_says_what_was_expected(part: str) -> None:
    leads = pd.DataFrame({"Phone": ["0491 570 006", "", "0491 570 156"]}, index=[2, 3, 4])
    report = nj.check(leads, _CAMPAIGN)
    sent = leads.loc[getattr(report, part).index]
    answers: dict[str, Any] = {"api_outcome": "accepted", "api_action": "none", "api_code": 0}
    analysis = nj.analyse(sent.assign(**answers), report)
    only_ready = ["precision and recall of refusals"] if part == "ready" else []
    assert said(analysis) == [*only_ready, "number of requests", "duration and rate"]
    assert analysis.false_alarms.index.tolist() == ([3] if part == "annotated" else [])
    by_position = nj.analyse(sent.assign(**answers).reset_index(drop=True), report)
    assert by_position.confusion.equals(analysis.confusion)


@pytest.mark.parametrize("files", [1, 2])
def test_a_report_of_leads_in_parts_says_it_too(files: int, tmp_path: Path) -> None:
    paths = [tmp_path / f"{at}.csv" for at in range(files)]
    for at, path in enumerate(paths):
        path.write_text(f"Phone\n0491 570 15{at + 6}\nnone\n03 5550 123{at}\n", "utf-8")
    report = nj.check_files(paths, _CAMPAIGN, out=tmp_path / "out")
    answered = report.ready_leads().assign(api_outcome="accepted", api_action="none", api_code=0)
    bare = answered.drop(columns=[name for name in answered.columns if name.startswith("dq_")])
    for sent in (answered, bare, bare.reset_index(drop=True)):
        analysis = nj.analyse(sent, report)
        assert analysis.phone_columns == ("Phone",)
        assert analysis.confusion.loc[0].to_dict() == {0: 2 * files}
    with pytest.raises(nj.LeadsError, match="of other leads"):
        nj.analyse(bare.assign(Phone="0491 570 006"), nj.LargeReport.open(tmp_path / "out"))


def test_leads_of_equal_labels_and_other_values_are_not_taken_for_those_of_the_report() -> None:
    report = nj.check(pd.DataFrame({"Phone": ["0491 570 006", ""]}), _CAMPAIGN)
    other = pd.DataFrame({"Phone": ["0491 570 156", ""]})
    with pytest.raises(nj.LeadsError, match="of other leads"):
        nj.analyse(other.assign(api_outcome="accepted", api_action="none", api_code=0), report)


def test_the_accessor_does_the_same() -> None:
    frame = results((0, 0), (0, 104))
    assert repr(frame.noojee.analyse()) == repr(nj.analyse(frame))


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".parquet"])
def test_results_that_write_leads_has_written_say_the_same_as_the_frame(
    run_of_200: Sent, tmp_path: Path, suffix: str
) -> None:
    nj.write_leads(run_of_200.results, tmp_path / f"results{suffix}")
    written, frame = nj.analyse(tmp_path / f"results{suffix}"), nj.analyse(run_of_200.results)
    pd.testing.assert_frame_equal(written.by_code, frame.by_code)
    assert written.outcomes == frame.outcomes
    assert written.results.index.tolist() == frame.results.index.tolist()
