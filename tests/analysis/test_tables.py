"""Counts, matrix, precision and recall, times: small input, expected output."""

from typing import Any

import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.analysis.timeline import timeline
from tests.analysis.results import results

Line = tuple[int | None, int | None]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([], []),
        ([(0, 0), (0, 0), (0, 105)], [(0, "OK", 2, "none"), (105, "DUPLICATE", 1, "drop")]),
        ([(0, 113), (0, 999)], [(113, "UNKNOWN_113", 1, "review"), (999, "UNKNOWN_999", 1, "review")]),
        ([(0, None), (0, None), (0, 0)], [(None, "", 2, "none"), (0, "OK", 1, "none")]),
    ],
)
def test_by_code(lines: list[Line], expected: list[tuple[int | None, str, int, str]]) -> None:
    table = nj.analyse(results(*lines)).by_code
    found = table[["code", "result", "count", "action"]].astype(object)
    assert [tuple(line) for line in found.where(found.notna(), None).to_numpy()] == expected
    assert list(table) == ["code", "result", "meaning", "count", "share", "action"]
    assert table["share"].sum() == pytest.approx(1 if lines else 0)


def test_a_code_with_two_actions_names_both() -> None:
    frame = results((0, 105), (0, 105), (0, 105)).assign(api_action=["drop", "check_in_dialler", "drop"])
    assert nj.analyse(frame).by_code["action"].tolist() == ["drop, check_in_dialler"]


def test_the_matrix_holds_only_leads_of_which_both_codes_are_known() -> None:
    frame = results((0, 0), (0, 104), (105, 0), (105, 105), (None, 0), (0, 109), (0, None), (0, 105))
    frame.loc[7, "api_outcome"] = "accepted_inferred"
    matrix = nj.analyse(frame).confusion
    assert matrix.to_dict("index") == {
        0: {0: 1, 104: 1, 105: 0},
        104: {0: 0, 104: 0, 105: 0},
        105: {0: 1, 104: 0, 105: 1},
    }
    assert (matrix.index.name, matrix.columns.name) == ("expected", "actual")


def test_precision_and_recall() -> None:
    accuracy = nj.analyse(results((0, 0), (0, 0), (0, 0), (0, 105), (105, 105), (102, 0))).accuracy
    assert accuracy.fillna(-1).drop(columns="result").to_dict("index") == {
        0: {"expected": 4, "actual": 4, "both": 3, "precision": 0.75, "recall": 0.75},
        102: {"expected": 1, "actual": 0, "both": 0, "precision": 0.0, "recall": -1},
        105: {"expected": 1, "actual": 2, "both": 1, "precision": 1.0, "recall": 0.5},
    }


@pytest.mark.parametrize(
    ("lines", "surprises", "alarms"),
    [
        ([(0, 0), (0, 104), (105, 0), (105, 105), (105, 102)], [1], [2]),
        ([(0, 109), (0, None), (None, 104), (None, 0)], [], []),
        ([(0, 110), (0, 113)], [0, 1], []),
    ],
)
def test_surprises_and_false_alarms(lines: list[Line], surprises: list[int], alarms: list[int]) -> None:
    analysis = nj.analyse(results(*lines))
    assert analysis.surprises.index.tolist() == surprises
    assert analysis.false_alarms.index.tolist() == alarms


@pytest.mark.parametrize(
    ("status", "alarms"),
    [(["ready", "ready"], []), (["ready", "fix"], [1]), (["drop", "review"], [0, 1]), (["", None], [])],
)
def test_a_lead_held_back_without_a_code_and_accepted_is_a_false_alarm(
    status: list[str | None], alarms: list[int]
) -> None:
    analysis = nj.analyse(results((0, 0), (0, 0)).assign(dq_status=pd.Series(status, dtype="str")))
    assert analysis.false_alarms.index.tolist() == alarms
    said = [line for line in analysis.suggestions if "false alarm" in line]
    assert said == (
        [f"{len(alarms)} of {len(alarms)} false alarm{'s' * (len(alarms) > 1)} "
         f"{'are' if len(alarms) > 1 else 'is'} without a code: the check held them back, and the PBX took them: "
         "dq_reasons says why nobody may be reached"] if alarms else []
    )  # fmt: skip


def test_a_number_that_nobody_can_dial_and_the_pbx_took_is_a_false_alarm() -> None:
    leads = pd.DataFrame({"Phone": ["0491 570 006", "9234 1234"]})
    report = nj.check(leads, nj.Campaign(phone_fields=["Phone"]))
    answers: dict[str, Any] = {"api_outcome": "accepted", "api_action": "none", "api_code": 0}
    by_columns = nj.analyse(report.annotated.assign(**answers))
    by_report = nj.analyse(leads.assign(**answers), report)
    for analysis in (by_columns, by_report):
        assert analysis.false_alarms.index.tolist() == [1]
        assert "held back" in str(analysis.to_html())


def test_lists_by_action() -> None:
    frame = results((0, 0), (0, 109), (0, 102), (0, 110), (0, 104), (0, None))
    frame.loc[5, ["api_outcome", "api_action"]] = ["unknown", "check_in_dialler"]
    analysis = nj.analyse(frame)
    assert [list(part.index) for part in (analysis.retry, analysis.fix, analysis.hand_over)] == [[1], [2], [3, 5]]
    assert [line for line in analysis.suggestions if line.startswith("1 lead")] == [
        "1 lead: the server was too busy (109): lower `max_concurrency` in the campaign file, or send when it is quiet",
        "1 lead: not done: take the run up again with `resume`",
        "1 lead: correct, check and submit again (`fix`)",
        "1 lead: a person has to decide (`hand_over`)",
        "1 lead: in doubt, or in to all appearance: where `status` says that the run has leads left, let `resume` "
        "settle what it can; look for the others in the dialler before anything else sends them (`hand_over`)",
    ]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        (104, "`dnc=`"),
        (105, "`known=`"),
        (106, "`dispositions`"),
        (111, "`contact_hours`"),
        (113, "ask the vendor"),
        (999, "ask the vendor"),
    ],
)
def test_a_surprise_is_answered_by_the_setting_that_would_have_told_of_it(code: int, text: str) -> None:
    first = nj.analyse(results((0, code), (0, code), (0, 0))).suggestions[0]
    assert first.startswith(f"2 of 2 surprises are {code}: ")
    assert text in first


@pytest.mark.parametrize(
    ("index", "where"),
    [
        (pd.Index(["a", "a", "a"]), ["a"]),
        (pd.MultiIndex.from_tuples([("x", 1), ("x", 1), ("y", 2)]), [("x", 1)]),
        (pd.Index([0.5, float("nan"), None]), None),
    ],
)
def test_any_index_is_kept(index: pd.Index, where: list[object] | None) -> None:
    frame = results((0, 0), (0, 104), (0, 0)).set_axis(index)
    surprises = nj.analyse(frame).surprises
    assert len(surprises) == 1
    assert where is None or surprises.index.tolist() == where
    assert "104" in repr(nj.analyse(frame))


@pytest.mark.parametrize(
    ("seconds", "steps", "counts"),
    [
        ([], 0, []),
        ([5], 1, [1]),
        ([0, 0, 3], 4, [2, 0, 0, 1]),
        ([0, 86400 * 400], 51, None),
        ([0, 3500], 59, None),
    ],
)
def test_a_timeline_has_equal_steps_and_never_too_many(
    seconds: list[int], steps: int, counts: list[int] | None
) -> None:
    at = pd.to_datetime(pd.Series(seconds, dtype="int64") + 1_772_600_400, unit="s", utc=True)
    line = timeline(pd.DataFrame({"started_at": at, "ended_at": pd.NaT, "result": "accepted"}))
    assert len(line) <= 60
    assert line["requests"].sum() == len(seconds)
    assert counts is None or line["accepted"].tolist() == counts
    assert len(line) == steps


def test_duration_and_rate_of_results() -> None:
    times = pd.to_datetime(pd.Series([0, 2, None, 1]), unit="s", utc=True)
    analysis = nj.analyse(results((0, 0), (0, 104), (0, None), (0, 0), api_sent_at=times, api_attempts=[1, 3, 0, 1]))
    assert (analysis.duration, analysis.rate, analysis.requests) == (pd.Timedelta(seconds=2), 1.5, 5)
    assert analysis.timeline["refused"].tolist() == [0, 0, 1]


def test_columns_of_several_levels_are_refused() -> None:
    results = pd.DataFrame({"api_code": [0], "api_outcome": ["accepted"], "api_action": ["none"]})
    results.columns = pd.MultiIndex.from_product([results.columns, ["a"]])
    with pytest.raises(nj.LeadsError, match="several levels"):
        nj.analyse(results)
