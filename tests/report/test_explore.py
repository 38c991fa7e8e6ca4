"""The interactive view: what its widgets show, and what stands there where none runs."""

import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.report.report import Report
from noojee_dq.report.table_pages import failing_page
from tests.report.samples import HOSTILE

CAMPAIGN = nj.Campaign(phone_fields=["Phone", "Mobile"])


def _report(**columns: list[Any]) -> Report:
    leads = pd.DataFrame(columns)
    return nj.check(leads.set_axis(pd.RangeIndex(2, len(leads) + 2, name="row")), CAMPAIGN)


REPORT = _report(
    Name=[f"Lead {number}" for number in range(25)],
    Phone=["491570156.0", *["12345"] * 23, "0491 570 006"],
    Mobile=["", "nobody", *[""] * 22, "0491 57"],
)


def _tab(report: Report, title: str) -> Any:
    tools = report.explore().tools
    return tools.children[tools.titles.index(title)]


def _table(tab: Any) -> Any:
    return tab.children[2].children[0]


def _turned(tab: Any) -> Any:
    """The buttons and the place of a table."""
    return tab.children[2].children[1].children


def test_a_check_is_picked_and_its_leads_turned_page_by_page() -> None:
    tab = _tab(REPORT, "Checks")
    picked, words, _ = tab.children
    labels = {check: label for label, check in picked.options}
    assert labels["no-phone"] == "no-phone: 23 leads (error)"
    picked.value = "no-phone"
    back, turn, where = _turned(tab)
    assert "no cell has 6 digits or more" in words.value
    seen = []
    for place, ends in (
        ("1 to 10 of 23", (True, False)),
        ("11 to 20 of 23", (False, False)),
        ("21 to 23 of 23", (False, True)),
    ):
        assert (where.value, (back.disabled, turn.disabled)) == (place, ends)
        seen += [f"Lead {number}" for number in range(25) if f">Lead {number}<" in _table(tab).value]
        turn.click()
    assert seen == [f"Lead {number}" for number in range(1, 24)]
    back.click()
    back.click()
    picked.value = "undialable-number"
    assert (where.value, back.disabled, turn.disabled) == ("1 to 1 of 1", True, True)


def test_a_repair_is_shown_before_and_after_and_changes_nothing() -> None:
    before = REPORT.leads.copy()
    tab = _tab(REPORT, "Repairs")
    picked, words, _ = tab.children
    picked.value = "decimal-tail"
    cells = re.findall(r'<td data-label="\w+">([^<]*)', _table(tab).value)
    assert cells == ["2", "Phone", "49•••••56.0", "49••••156"]
    assert "Ready now: 1; after it: 2." in words.value
    assert "fixes=[&#39;decimal-tail&#39;]" in words.value
    pd.testing.assert_frame_equal(REPORT.leads, before)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("ready.xlsx", "1 lead written to ready.xlsx"),
        ("ready.csv", "1 lead written to ready.csv"),
        ("there.csv", "there.csv exists: give another name"),
        ("", "exists: give another name"),
        ("ready.doc", "ready.doc"),
        ("missing/ready.csv", "missing"),
    ],
)
def test_the_leads_that_are_ready_are_written_where_nothing_stands(
    name: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("there.csv").write_text("mine", "utf-8")
    _, file, button, told = _tab(REPORT, "Ready").children
    file.value = name
    button.click()
    assert said in told.value
    assert Path("there.csv").read_text("utf-8") == "mine"
    written = [path.name for path in tmp_path.iterdir() if path.name != "there.csv"]
    assert written == ([name] if "written" in told.value else [])
    if written:
        assert nj.read_leads(name)["Name"].tolist() == ["Lead 24"]


@pytest.mark.parametrize(
    ("title", "columns", "said"),
    [
        ("Checks", {"Phone": ["0491570006"], "Mobile": [""]}, "Every check that ran was passed."),
        ("Repairs", {"Phone": ["0491570006"], "Mobile": [""]}, "No repair would change anything."),
        ("Ready", {"Phone": ["1"], "Mobile": [""]}, "No lead is ready."),
    ],
)
def test_where_there_is_nothing_that_is_said(title: str, columns: Mapping[str, list[str]], said: str) -> None:
    assert _tab(_report(**columns), title).value == said


def test_no_value_is_shown_whole_or_run() -> None:
    report = _report(
        Phone=[f"049157{number:04}x1" for number in range(len(HOSTILE))], Mobile=list(HOSTILE), Note=list(HOSTILE)
    )
    for title in ("Checks", "Repairs"):
        tab = _tab(report, title)
        for _, one in tab.children[0].options:
            tab.children[0].value = one
            shown = tab.children[1].value + _table(tab).value
            assert "049157" not in shown
            assert not [
                text for text in ("<script", "<img", "</style><style", "\x1b", "\u202e", "\x00") if text in shown
            ]


@pytest.mark.parametrize(
    "index",
    [[7, 7, 7], ["0412345678", "b", "c"], pd.MultiIndex.from_tuples([("NSW", 1), ("NSW", 1), ("VIC", 2)])],
    ids=["repeated", "phone numbers", "two levels"],
)
def test_leads_are_found_by_their_place_whatever_they_are_called(index: Any) -> None:
    leads = pd.DataFrame({"Phone": ["0491 570 006", "1", "22"], 5: ["x", "y", "z"]}, index=index)
    page = failing_page(nj.check(leads, nj.Campaign(phone_fields=["Phone"])), "no-phone", 0)
    assert [line[-1].text for line in page.lines] == ["y", "z"]
    assert not any("12345" in line[0].text for line in page.lines)


def test_of_many_columns_the_faulty_ones_come_first() -> None:
    leads = pd.DataFrame({**{f"Column {at}": ["x"] for at in range(30)}, "dq_note": ["x"], "Phone": ["1"]})
    page = failing_page(nj.check(leads, nj.Campaign(phone_fields=["Phone"])), "no-phone", 0)
    assert page.headings[2:5] == ("Phone", "Column 0", "Column 1")
    assert [cell.marked for cell in page.lines[0]].index(True) == 2
    assert page.note == "19 more columns: report.failing('no-phone') has them all"


def _displayed(report: Report, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = []
    monkeypatch.setattr("IPython.display.display", lambda bundle, raw: shown.append(bundle))
    report.explore()._ipython_display_()
    return shown


def test_a_viewer_without_widgets_has_the_report(monkeypatch: pytest.MonkeyPatch) -> None:
    static, live = _displayed(REPORT, monkeypatch)
    assert static["text/html"] == REPORT._repr_html_()
    assert static["text/plain"] == str(REPORT) == str(REPORT.explore())
    assert "application/vnd.jupyter.widget-view+json" in live
    assert live["text/html"] == "<p>Run this cell in Jupyter to pick a check, and see its rows.</p>"


def test_without_ipywidgets_the_report_says_how_to_get_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    static, said = _displayed(REPORT, monkeypatch)
    assert static["text/html"] == REPORT._repr_html_()
    assert list(said) == ["text/html", "text/plain"]
    assert "pip install 'noojee-dq[notebook]'" in said["text/plain"]
