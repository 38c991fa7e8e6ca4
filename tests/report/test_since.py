"""What became of the leads that an earlier report refused."""

from pathlib import Path

import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.report.files import write_rejected

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
        (_BEFORE | {2: "none"}, "1 of 4 fixed, 1 new; 3 still to do"),
        pytest.param(_BEFORE | {7: "none"}, "0 of 4 fixed, 1 new; 4 still to do", marks=pytest.mark.long),
        (_BEFORE | {3: _GOOD[0]}, "0 of 4 fixed, 1 new; 4 still to do"),
    ],
)
def test_leads_are_matched_by_their_row(after: dict[int, str], said: str, tmp_path: Path) -> None:
    before, now = _report(_BEFORE), _report(after)
    assert str(now.since(before)) == said
    before.to_excel(tmp_path / "before.xlsx")
    assert now.since(tmp_path / "before.xlsx") == now.since(before)


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
