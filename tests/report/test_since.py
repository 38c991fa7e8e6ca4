"""What became of the leads that an earlier report refused."""

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.report.files import write_rejected
from tests.conftest import Run

_CAMPAIGN = nj.Campaign(phone_fields=["Phone"])
_GOOD = [f"04915700{number}" for number in ("06", "56", "57", "58", "59")]


def _report(phones: dict[int, str], **columns: list[str]) -> nj.Report:
    leads = pd.DataFrame({"Phone": list(phones.values())} | columns, index=list(phones), dtype="str")
    return nj.check(leads, _CAMPAIGN)


_BEFORE = {2: _GOOD[0], 3: "none", 4: "12345", 5: "", 6: _GOOD[0]}


@pytest.mark.parametrize(
    ("after", "said"),
    [
        pytest.param(_BEFORE, "0 of 4 fixed, 0 new; 4 still to do", marks=pytest.mark.long),
        (_BEFORE | {3: _GOOD[1], 4: _GOOD[2]}, "2 of 4 fixed, 0 new; 2 still to do"),
        ({2: _GOOD[0], 3: _GOOD[1]}, "1 of 4 fixed, 0 new; 3 taken out"),
        (_BEFORE | {2: "none"}, "1 of 4 fixed, 1 new (row 2); 3 still to do"),
        pytest.param(_BEFORE | {7: "none"}, "0 of 4 fixed, 1 new (row 7); 4 still to do", marks=pytest.mark.long),
        (_BEFORE | {3: _GOOD[0]}, "0 of 4 fixed, 1 new (row 3); 4 still to do"),
    ],
)
def test_leads_are_matched_by_their_row(after: dict[int, str], said: str, tmp_path: Path) -> None:
    before, now = _report(_BEFORE), _report(after)
    assert str(now.since(before)) == said
    before.to_excel(tmp_path / "before.xlsx")
    assert now.since(tmp_path / "before.xlsx") == now.since(before)


_HOURS = nj.Campaign(
    phone_fields=["Phone", "Mobile"],
    contact_hours={"Perth": "Australia/Perth"},
    field_rules={"required": ["Name"]},
)
_LEAD = {"Phone": _GOOD[0], "Mobile": "", "njContactHours": "Perth", "Name": "Ann"}
_UNDIALABLE = {"Phone": "0391234"}


@pytest.mark.parametrize(
    ("before", "after", "is_new"),
    [
        # Of two errors one was put right, and the other had no code of its own.
        (_UNDIALABLE | {"njContactHours": "Nowhere"}, _UNDIALABLE, False),
        ({"Name": "", "njContactHours": "Nowhere"}, {"Name": ""}, False),
        ({"Phone": "none", "Name": ""}, {"Name": ""}, False),
        # What stayed is not new under another heading, nor beside a number that was added.
        (_UNDIALABLE | {"Name": ""}, _UNDIALABLE, False),
        (_UNDIALABLE | {"njContactHours": "Nowhere"}, {"Phone": "", "Mobile": "0391234"}, False),
        # An error without a code came to one that has a code, or in its place.
        ({"njContactHours": "Nowhere"}, {"njContactHours": "Nowhere", "Name": ""}, True),
        ({"njContactHours": "Nowhere"}, {"Name": ""}, True),
        ({"njContactHours": "Nowhere"}, _UNDIALABLE, True),
        ({"Name": ""}, {"njContactHours": "Nowhere"}, True),
        # Of two errors without a code one was before.
        ({"Name": ""}, _UNDIALABLE, True),
        ({"Name": ""}, _UNDIALABLE | {"Name": ""}, True),
        (_UNDIALABLE, {"Name": ""}, True),
        (_UNDIALABLE | {"Name": ""}, {"Name": ""}, False),
        ({}, {"Name": ""}, True),
    ],
)
def test_a_lead_is_new_for_what_did_not_keep_it_back_before(
    before: dict[str, str], after: dict[str, str], is_new: bool, tmp_path: Path
) -> None:
    then, now = (nj.check(pd.DataFrame([_LEAD | one], index=[7]), _HOURS) for one in (before, after))
    then.to_excel(tmp_path / "before.xlsx")
    for since in (now.since(then), now.since(tmp_path / "before.xlsx")):
        assert (since.new, since.new_rows) == ((1, (7,)) if is_new else (0, ()))


def test_without_its_reasons_an_earlier_workbook_calls_no_lead_new(tmp_path: Path) -> None:
    then = nj.check(pd.DataFrame([_LEAD | _UNDIALABLE | {"njContactHours": "Nowhere"}], index=[7]), _HOURS)
    write_rejected(then, tmp_path / "all.csv")
    pd.read_csv(tmp_path / "all.csv", dtype="str").drop(columns="dq_reasons").to_csv(tmp_path / "part.csv", index=False)
    now = nj.check(pd.DataFrame([_LEAD | _UNDIALABLE], index=[7]), _HOURS)
    assert now.since(tmp_path / "part.csv").new == 0


def test_all_leads_that_an_error_of_the_whole_file_holds_back_are_new_but_those_refused_before() -> None:
    settings = nj.Campaign(phone_fields=["Phone"], template_id=0)
    leads = pd.DataFrame({"Phone": list(_BEFORE.values())}, index=list(_BEFORE), dtype="str")
    since = nj.check(leads, settings).since(_report(_BEFORE))
    assert since.new_rows == (2,)


def test_new_rows_are_named_in_words_and_in_json(run: Callable[..., Run]) -> None:
    phone = ["--phone-field", "Phone"]
    Path("leads.csv").write_text("Ref,Phone\n" + "A,0491 570 006\n" + "B,none\n" * 9, "utf-8")
    assert run("check", "leads.csv", *phone, "--report", "before.xlsx").code == 1
    Path("now.csv").write_text("Ref,Phone\n" + "A,none\n" + "B,none\n" * 9 + "C,none\n" * 8, "utf-8")
    said = run("check", "now.csv", *phone, "--since", "before.xlsx")
    assert "Since before.xlsx: 0 of 9 fixed, 9 new (rows 2, 12, 13, 14, 15 and 4 more)" in said.out
    document = json.loads(run("check", "now.csv", *phone, "--since", "before.xlsx", "--format", "json").out)
    assert document["since"] == {
        "before": 9,
        "fixed": 0,
        "taken_out": 0,
        "unjudged": 0,
        "still_to_do": 9,
        "moved": 0,
        "new": 9,
        "new_rows": [2, *range(12, 20)],
    }
    assert json.loads(run("check", "now.csv", *phone, "--format", "json").out)["since"] is None


def test_an_unchanged_duplicate_is_not_called_fixed_where_its_twin_is_missing(tmp_path: Path) -> None:
    before = _report(_BEFORE)
    write_rejected(before, tmp_path / "rejected.xlsx")
    again = nj.check(nj.read_leads(tmp_path / "rejected.xlsx"), _CAMPAIGN)
    assert again.counts["ready"] == 1
    since = again.since(tmp_path / "rejected.xlsx")
    assert (since.before, since.fixed, since.unjudged, since.still_to_do) == (4, 0, 1, 3)
    assert "1 unchanged, so not to be trusted" in str(since)


def test_an_unchanged_update_is_not_called_fixed_where_the_row_that_is_alike_is_missing(tmp_path: Path) -> None:
    leads = pd.DataFrame({"Phone": "<No Change>", "njExternalLeadId": ["A", "A", "B"]}, index=[2, 3, 4], dtype="str")
    before = nj.check(leads, _CAMPAIGN, operation="update")
    write_rejected(before, tmp_path / "rejected.xlsx")
    now = nj.check(nj.read_leads(tmp_path / "rejected.xlsx"), _CAMPAIGN, operation="update")
    assert now.ok
    since = now.since(tmp_path / "rejected.xlsx")
    assert (since.before, since.fixed, since.unjudged) == (1, 0, 1)


def test_labels_may_repeat_or_be_of_several_levels() -> None:
    leads = pd.DataFrame(
        {"Phone": ["none", "12345", _GOOD[0]]}, index=pd.MultiIndex.from_tuples([("a", 1)] * 2 + [("b", 2)])
    )
    before = nj.check(leads, _CAMPAIGN)
    after = nj.check(leads.assign(Phone=[_GOOD[1], "12345", _GOOD[0]]), _CAMPAIGN)
    assert str(after.since(before)) == "0 of 1 fixed, 0 new; 1 still to do"


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_a_file_whose_rows_have_moved_is_not_trusted(suffix: str, tmp_path: Path) -> None:
    phones = [_GOOD[0], "n/a", _GOOD[1], "n/a", _GOOD[2]]
    lines = ["Name,Phone", *(f"P{row},{phone}" for row, phone in enumerate(phones))]
    (tmp_path / "leads.csv").write_text("\n".join(lines))
    before = nj.check(nj.read_leads(tmp_path / "leads.csv"), _CAMPAIGN)
    write_rejected(before, tmp_path / f"rejected{suffix}")
    (tmp_path / "leads.csv").write_text("\n".join(lines[:1] + lines[2:]))
    after = nj.check(nj.read_leads(tmp_path / "leads.csv"), _CAMPAIGN)
    for since in (after.since(before), after.since(tmp_path / f"rejected{suffix}")):
        assert since.moved == 2
        assert "Not to be trusted: 2 unchanged leads stand in another row than before" in str(since)


def test_a_corrected_lead_that_comes_to_be_like_another_has_not_moved() -> None:
    before = _report(_BEFORE)
    assert _report(_BEFORE | {4: "none"}).since(before).moved == 0
