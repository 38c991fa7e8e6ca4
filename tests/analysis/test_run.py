"""A run of 500 mixed leads: the analysis says what the sandbox's own log says, from whatever it is read."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.sending.results import write_results
from tests.analysis.run import Sent
from tests.examples import mostly_long

_SOURCES: dict[str, Callable[[Sent, Path], nj.Analysis]] = {
    "frame": lambda run, _: nj.analyse(run.results),
    "CSV": lambda run, folder: nj.analyse(_written(run, folder / "results.csv")),
    "xlsx": lambda run, folder: nj.analyse(_written(run, folder / "results.xlsx")),
    "Parquet": lambda run, folder: nj.analyse(_written(run, folder / "results.parquet")),
    "journal": lambda run, _: nj.analyse(run.journal),
    "journal and leads": lambda run, _: nj.analyse(run.journal, leads=run.report.leads),
    "frame and report": lambda run, _: nj.analyse(_unannotated(run), run.report),
}


def _written(run: Sent, path: Path) -> Path:
    write_results(run.results, path)
    return path


def _unannotated(run: Sent) -> pd.DataFrame:
    return run.results.drop(columns=[name for name in run.results if str(name).startswith("dq_")])


@pytest.fixture(params=mostly_long(_SOURCES, ["frame", "xlsx", "journal and leads"]), scope="module")
def analysis(request: pytest.FixtureRequest, run_of_500: Sent, tmp_path_factory: pytest.TempPathFactory) -> nj.Analysis:
    """The analysis of the run, from each kind of source."""
    return _SOURCES[request.param](run_of_500, tmp_path_factory.mktemp("results"))


def test_codes_are_those_of_the_sandbox(analysis: nj.Analysis, run_of_500: Sent) -> None:
    """The log has a line per call: the last one of each lead is what the lead came to."""
    last = run_of_500.log.sort_values("seq").groupby("external_id")["code"].last()
    assert len(last) == len(run_of_500.results) == 500
    ours = analysis.by_code.set_index("code")["count"].to_dict()
    assert ours == last.value_counts().to_dict()
    assert {0, 102, 104, 105, 111, 112, 114, 999} == set(ours)


def test_what_is_accepted_is_what_the_sandbox_holds(analysis: nj.Analysis, run_of_500: Sent) -> None:
    accepted = analysis.outcomes["accepted"] + analysis.outcomes["accepted_inferred"]
    assert accepted + _in_but_in_doubt(run_of_500) == run_of_500.inserted


def _in_but_in_doubt(run: Sent) -> int:
    """Leads whose insert was answered with a lie, and of which a person has to find out."""
    inserted = set(run.log["external_id"][run.log["inserted"]])
    unknown = run.results["Ref"][run.results["api_outcome"].eq("unknown")]
    return int(unknown.isin(inserted).sum())


def test_requests_are_the_calls_of_the_sandbox(analysis: nj.Analysis, run_of_500: Sent) -> None:
    assert analysis.requests == run_of_500.calls > 500


def test_all_sources_say_the_same(analysis: nj.Analysis, run_of_500: Sent) -> None:
    same = nj.analyse(run_of_500.results)
    for table in ("by_code", "confusion", "accuracy"):
        pd.testing.assert_frame_equal(getattr(analysis, table), getattr(same, table))
    for leads in ("surprises", "false_alarms", "retry", "fix", "hand_over"):
        assert getattr(analysis, leads).index.tolist() == getattr(same, leads).index.tolist()
    assert analysis.outcomes == same.outcomes


def test_the_matrix_counts_what_was_expected_of_each_lead(run_of_500: Sent) -> None:
    matrix = nj.analyse(run_of_500.results).confusion
    judged = run_of_500.results[run_of_500.results["api_outcome"].isin(["accepted", "rejected", "conflict"])]
    pairs = judged.groupby(["dq_expected_code", "api_code"]).size().rename("count").reset_index()
    for expected, actual, count in pairs.itertuples(index=False, name=None):
        assert matrix.loc[expected, actual] == count
    assert int(matrix.to_numpy().sum()) == len(judged)
    assert [matrix.loc[0, code] for code in (104, 111)] == [10, 10]
    assert matrix.loc[105, 0] == 1


def test_patterns_and_suggestions_name_what_the_pre_flight_was_not_told(run_of_500: Sent) -> None:
    analysis = nj.analyse(run_of_500.results)
    listed, hours = (int(analysis.surprises["api_code"].eq(code).sum()) for code in (104, 111))
    told = [str(pattern) for pattern in analysis.patterns]
    assert (
        f"{listed} of {listed} refused with 104 have a Mobile that begins with 0455, against none of the others" in told
    )
    assert (
        f"{hours} of {hours} refused with 111 have a njContactHours that is Perth, against none of the others" in told
    )
    assert not any(pattern.column == "Source" for pattern in analysis.patterns)
    total = len(analysis.surprises)
    assert f"{listed} of {total} surprises are 104: give the do-not-call list as `dnc=`" in analysis.suggestions
    assert any(line.startswith("1 of 1 false alarm is 105") for line in analysis.suggestions)


def test_lists_hold_the_leads_that_ask_for_it(run_of_500: Sent) -> None:
    analysis = nj.analyse(run_of_500.results)
    assert set(analysis.fix["api_action"]) == {"fix"}
    assert set(analysis.hand_over["api_action"]) <= {"review", "check_in_dialler"}
    assert len(analysis.hand_over) == run_of_500.results["api_action"].isin(["review", "check_in_dialler"]).sum() > 0
    assert analysis.retry.empty
    assert list(analysis.fix.columns) == list(run_of_500.results.columns)
    assert analysis.false_alarms["Ref"].tolist() == ["A1"]


def test_a_journal_knows_every_request(run_of_500: Sent) -> None:
    analysis = nj.analyse(run_of_500.journal)
    steps = analysis.timeline
    assert steps["requests"].sum() == run_of_500.calls
    assert steps[["accepted", "refused", "in_doubt", "not_done"]].sum().sum() == run_of_500.calls
    faults = run_of_500.log["fault"].value_counts()
    assert int(steps["not_done"].sum()) == int(faults["busy"])
    assert int(steps["in_doubt"].sum()) == int(faults["lost_response"]) + int(faults["exception_before"])
    assert analysis.duration is not None
    assert analysis.rate == pytest.approx(run_of_500.calls / analysis.duration.total_seconds())
    assert any(line.startswith(f"{faults['busy']} request") and "(109)" in line for line in analysis.suggestions)


def test_a_journal_alone_gives_row_numbers(run_of_500: Sent) -> None:
    analysis = nj.analyse(run_of_500.journal)
    assert all(name.startswith(("api_", "dq_")) for name in analysis.fix.columns)
    assert analysis.fix.index.name == "row"
    assert "leads=" in " ".join(analysis.not_checked)
    assert analysis.patterns == []


def test_leads_of_a_journal_are_proved(run_of_500: Sent) -> None:
    leads = run_of_500.report.leads
    assert len(nj.analyse(run_of_500.journal, leads=leads).patterns) > 1
    changed = leads.assign(Mobile=leads["Mobile"].str.replace("0455", "0456"))
    assert str(nj.analyse(run_of_500.journal, leads=leads.iloc[::-1]).patterns) == str(
        nj.analyse(run_of_500.journal, leads=leads).patterns
    )
    whole = nj.analyse(run_of_500.journal, leads=leads)
    for others in (changed, leads.iloc[:-1]):
        analysis = nj.analyse(run_of_500.journal, leads=others)
        assert [" lead" in one for one in analysis.not_checked if "changed or gone since" in one] == [True]
        assert analysis.by_code.equals(whole.by_code)
    with pytest.raises(nj.LeadsError, match=r"not the 500 leads of this run: all of them were changed, or are gone"):
        nj.analyse(run_of_500.journal, leads=leads.assign(Mobile="0400 000 000"))


def test_a_report_of_other_leads_is_refused(run_of_500: Sent) -> None:
    other = nj.check(run_of_500.report.leads.assign(Source="other"), nj.Campaign(phone_fields=["Phone"]))
    with pytest.raises(nj.LeadsError, match="of other leads"):
        nj.analyse(_unannotated(run_of_500), other)


@pytest.fixture
def part_of_a_file(tmp_path: Path) -> Path:
    """The journal of a run of the two ready leads among three of a file, of which one was sent."""
    (tmp_path / "leads.csv").write_text("Ref,Phone\nA,0491 570 006\nB,\nC,0491 570 156\n")
    campaign = nj.Campaign(phone_fields=["Phone"], columns={"Ref": "njExternalLeadId"})
    ready = nj.check(nj.read_leads(tmp_path / "leads.csv"), campaign).ready
    with nj.Sandbox(campaign, api_key="made-up-key", latency=0) as pbx:
        settings: dict[str, Any] = {"api_key": pbx.api_key, "progress": False, "limit": 1}
        nj.submit(ready, pbx.campaign, journal=tmp_path / "run.sqlite", **settings)
        others = ready.reset_index(drop=True).assign(Ref=["D", "E"], Phone=["0491 570 157", "0491 570 158"])
        nj.submit(others, pbx.campaign, journal=tmp_path / "frame.sqlite", **settings)
    return tmp_path / "run.sqlite"


def test_leads_are_found_in_the_file_from_which_they_were_chosen(part_of_a_file: Path) -> None:
    analysis = nj.analyse(part_of_a_file, leads=part_of_a_file.with_name("leads.csv"))
    assert analysis.outcomes == {"accepted": 1, "not_sent": 1}
    assert analysis.retry[["Ref", "Phone"]].to_dict("index") == {4: {"Ref": "C", "Phone": "0491 570 156"}}
    assert nj.analyse(part_of_a_file).retry.index.tolist() == [4]


def test_files_of_leads_are_named_by_whatever_lists_them(part_of_a_file: Path) -> None:
    file = part_of_a_file.with_name("leads.csv")
    ways: list[Any] = [str(file), [file], (str(file),), iter([file]), (one for one in [file])]
    assert [nj.analyse(part_of_a_file, leads=leads).retry.index.tolist() for leads in ways] == [[4]] * len(ways)


@pytest.mark.parametrize(
    ("leads", "said"),
    [
        (5, "leads must be the path of a file or folder, such as 'leads.csv', not an int"),
        ([5], "such as 'leads.csv', not an int"),
        ([None], "such as 'leads.csv', not None"),
        ([pd.DataFrame({"Phone": ["0491 570 006"]})], "such as 'leads.csv', not a DataFrame"),
        ([], "leads= names no file: give the leads of the run"),
        (iter(()), "leads= names no file: give the leads of the run"),
    ],
)
def test_what_names_no_leads_is_refused(leads: Any, said: str, part_of_a_file: Path) -> None:
    with pytest.raises(nj.LeadsError, match=said):
        nj.analyse(part_of_a_file, leads=leads)


def test_a_journal_of_a_frame_counts_positions(part_of_a_file: Path) -> None:
    retry = nj.analyse(part_of_a_file.with_name("frame.sqlite")).retry
    assert (retry.index.name, retry.index.tolist()) == ("position", [1])
