"""A duplicate whose lead has another good number: what the hint says, and what `blank-duplicate-numbers` does."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, strategies as st

import noojee_dq as nj
from noojee_dq.batch.batch import Batch, Keep
from noojee_dq.lists import moment, read_lists
from noojee_dq.repairs.duplicates import FIXES
from noojee_dq.repairs.fix import Edit
from tests.examples import examples

CAMPAIGN = nj.Campaign(phone_fields=["Phone", "Mobile"], columns={"Ref": "njExternalLeadId"})
A, B, C, D = "0491 570 006", "0491570156", "0491570157", "0491570158"
FIX = ["blank-duplicate-numbers"]

#: Phone and mobile of each lead; after the fix, and their status then.
CASES: Mapping[str, tuple[Sequence[tuple[str, str]], Sequence[tuple[str, str]], Sequence[str]]] = {
    "another good one": ([(A, ""), (A, B)], [(A, ""), ("", B)], ["ready", "ready"]),
    "no other": ([(A, ""), ("+61491570006", "")], [(A, ""), ("+61491570006", "")], ["ready", "drop"]),
    "the other is none": ([(A, ""), (A, "5550 1234")], [(A, ""), (A, "5550 1234")], ["ready", "drop"]),
    "the same twice": ([(A, ""), (A, A)], [(A, ""), (A, A)], ["ready", "drop"]),
    "both taken": ([(A, ""), (B, ""), (A, B)], [(A, ""), (B, ""), (A, B)], ["ready", "ready", "drop"]),
    "in turn": ([(A, ""), (A, B), (B, C), (C, D)], [(A, ""), ("", B), ("", C), ("", D)], ["ready"] * 4),
    "a later lead is in the way then": (
        [(A, ""), (A, B), (B, "")],
        [(A, ""), ("", B), (B, "")],
        ["ready", "ready", "drop"],
    ),
    "within one lead": ([(A, A)], [(A, A)], ["ready"]),
}


def frame(rows: Sequence[tuple[str, str]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["Phone", "Mobile"], dtype="str")


@pytest.mark.parametrize(("rows", "after", "status"), CASES.values(), ids=CASES.keys())
def test_a_lead_is_kept_by_its_other_number(
    rows: Sequence[tuple[str, str]], after: Sequence[tuple[str, str]], status: Sequence[str]
) -> None:
    repaired = nj.repair(frame(rows), CAMPAIGN, fixes=FIX).leads
    assert list(repaired.itertuples(index=False, name=None)) == list(after)
    assert nj.check(repaired, CAMPAIGN).annotated["dq_status"].tolist() == list(status)
    assert nj.repair(repaired, CAMPAIGN, fixes=FIX).changes.empty


@pytest.mark.parametrize("marks", [["DNC", ""], ["", "DNC"]])
@pytest.mark.parametrize("keep", ["first", "last"])
def test_no_number_is_taken_from_a_marked_lead_nor_from_one_that_shares_it(marks: list[str], keep: Keep) -> None:
    leads = frame([(A, C), (A, B)]).assign(Note=marks)
    repaired = nj.repair(leads, CAMPAIGN, fixes=FIX, keep=keep)
    assert repaired.changes.empty
    assert repaired.left["reason"].str.contains("is marked do not call").all()


def test_a_lead_that_is_refused_in_turn_is_counted() -> None:
    report = nj.check(frame([(A, ""), (A, B), (B, ""), (A, C)]), CAMPAIGN)
    line = report.repairs.query("fix == 'blank-duplicate-numbers'").iloc[0]
    assert line[["cells", "leads_unlocked", "leads_refused", "asked_for"]].tolist() == [2, 2, 1, True]


def test_nothing_is_blanked_for_a_lead_that_is_refused_all_the_same() -> None:
    leads = frame([(A, ""), (A, B), (A, C)]).assign(Ref=["1", "1", ""], njCallBackDate=["", "", "soon"])
    repaired = nj.repair(leads, CAMPAIGN, fixes=FIX)
    assert repaired.changes.empty
    assert repaired.left["row"].tolist() == [1, 2]


def test_it_is_made_only_when_asked_for_by_name() -> None:
    assert nj.repair(frame([(A, ""), (A, B)]), CAMPAIGN).leads["Phone"].tolist()[1] != ""


@pytest.mark.parametrize(
    ("rows", "hint"),
    [
        ([(A, ""), (A, B)], "or blank this number: the lead has another"),
        ([(A, ""), (A, "5550 1234")], ""),
        ([(A, ""), (A, A)], ""),
        ([(A, ""), (B, ""), (A, B)], ""),
    ],
)
def test_the_hint_says_so(rows: Sequence[tuple[str, str]], hint: str) -> None:
    found = nj.check(frame(rows), CAMPAIGN).findings.query("check == 'duplicate-number'")["hint"].item()
    assert found.removeprefix("take the lead out: it would be called twice").removeprefix("; ") == hint


def test_of_several_taken_numbers_all_are_to_be_blanked() -> None:
    campaign = nj.Campaign(phone_fields=["Phone", "Mobile", "Work"])
    leads = frame([(A, ""), (B, ""), (A, B)]).assign(Work=["", "", C])
    finding = nj.check(leads, campaign).findings.query("check == 'duplicate-number'")
    assert finding["hint"].item().endswith("or blank the numbers that others have: the lead has another")
    assert nj.repair(leads, campaign, fixes=FIX).leads.iloc[2].tolist() == ["", "", C]


def test_a_number_that_must_not_be_called_is_no_good_one() -> None:
    found = nj.check(frame([(A, ""), (A, B)]), CAMPAIGN, dnc=[B]).findings.query("check == 'duplicate-number'")
    assert found["hint"].item() == "take the lead out: it would be called twice"


def test_numbers_that_the_campaign_holds_are_blanked_where_it_is_known() -> None:
    lists = read_lists(frame([(A, "")]), [C], CAMPAIGN, moment(None))
    batch = Batch(frame([(A, B), (A, C), (A, "")]), CAMPAIGN, known=lists.known, dnc=lists.dnc)
    edits = [step for step in FIXES[0].work(batch) if isinstance(step, Edit) and len(step.at)]
    assert [(edit.column, edit.at.tolist()) for edit in edits] == [("Phone", [0])]


NUMBER = st.sampled_from(["", "", A, B, C, D, "5550 1234"])


@examples(5)
@given(rows=st.lists(st.tuples(NUMBER, NUMBER), max_size=8))
def test_no_lead_with_a_number_of_its_own_is_a_duplicate_after_it(rows: list[tuple[str, str]]) -> None:
    repaired = nj.repair(frame(rows), CAMPAIGN, fixes=FIX).leads
    assert nj.repair(repaired, CAMPAIGN, fixes=FIX).changes.empty
    report = nj.check(repaired, CAMPAIGN)
    hints: Any = report.findings.query("check == 'duplicate-number'")["hint"]
    assert not hints.str.contains("blank").any()
