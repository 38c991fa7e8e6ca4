"""What a notebook shows of a repair: the first cells, masked, what was left alone, and what was not tried."""

import re
from collections.abc import Sequence

import pandas as pd
import pytest

import noojee_dq as nj

_CAMPAIGN = nj.Campaign(phone_fields=["Phone"])


def _view(*phones: str, fixes: Sequence[str] | None = None) -> str:
    return nj.repair(pd.DataFrame({"Phone": phones}), _CAMPAIGN, fixes=fixes)._repr_html_()


@pytest.mark.parametrize(
    ("phones", "shown"),
    [
        (["491570006.0"], ["04•••••006", "decimal-tail", "2 changes, 0 cells left alone."]),
        (["4.12E+08"], ["Left alone", "•.••E+•8", "0 changes, 1 cell left alone."]),
        (["0491570006"], ["0 changes, 0 cells left alone."]),
    ],
)
def test_cells_are_shown_before_and_after(phones: list[str], shown: list[str]) -> None:
    page = _view(*phones)
    assert [text for text in shown if text not in page] == []
    assert not re.search(r"\d{7}", re.sub("<style>.*?</style>", "", page, flags=re.DOTALL))


def test_of_many_changes_the_first_of_each_fix_are_shown_and_how_many_there_are() -> None:
    page = _view(*(f"0491 570 {number:03}" for number in range(50)), "491570006.0")
    assert "Changed: 5 of 52, .changes has them all" in page
    assert "decimal-tail" in page


@pytest.mark.parametrize(
    ("fixes", "named"), [(None, True), (["separators"], True), (["area-code", "separators"], False)]
)
def test_fixes_that_have_to_be_asked_for_are_named(fixes: list[str] | None, named: bool) -> None:
    repaired = nj.repair(pd.DataFrame({"Phone": ["9234 1234"]}), _CAMPAIGN, fixes=fixes)
    assert ("area-code" in repaired.asked_for) == named
    assert (", area-code" in repaired._repr_html_()) == named
    assert "fixes=" in repaired._repr_html_()


def test_values_cannot_run() -> None:
    leads = pd.DataFrame({"Phone": ["0491 570 006"], "<script>": [" <script>alert(1)</script> "]})
    assert "<script>" not in nj.repair(leads, nj.Campaign(phone_fields=["Phone", "<script>"]))._repr_html_()
