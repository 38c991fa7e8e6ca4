"""A lead file of hostile values, headings and a hostile name: text wherever it is shown."""

import html
import io
from pathlib import Path

import pandas as pd
import pytest
from rich.console import Console

import noojee_dq as nj
from noojee_dq.report.render_text import render_table
from noojee_dq.report.report import Report
from tests.report.browser import BINARY, Browser
from tests.report.samples import HOSTILE

_NAME = '<img src=x onerror=alert(1)>"\u202e[red]'


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """Each value stands in a phone cell, in another cell and for a heading, and something is wrong with each."""
    headings = [value[:60] for value in HOSTILE if value.strip() == value]
    leads = pd.DataFrame({"Phone": list(HOSTILE), "njContactHours": list(HOSTILE)})
    leads = leads.assign(**dict.fromkeys(headings, "<NO CHANGE>"))
    file = tmp_path_factory.mktemp("hostile") / f"{_NAME.replace('/', '')}.csv"
    nj.write_leads(leads, file)
    return nj.check(
        nj.read_leads(file), nj.Campaign(phone_fields=["Phone"], contact_hours={"Perth": "Australia/Perth"})
    )


@pytest.mark.long
def test_a_browser_runs_and_loads_nothing_of_it(report: Report, tmp_path: Path) -> None:
    if BINARY is None:
        pytest.skip("no Chromium is installed")
    (tmp_path / "fragment.html").write_text(f"<!DOCTYPE html><meta charset=utf-8>{report._repr_html_()}", "utf-8")
    report.to_html(tmp_path / "page.html")
    with Browser() as browser:
        for page in ("page.html", "fragment.html"):
            visit = browser.open(tmp_path / page)
            assert (visit.requests, visit.console) == ([], [])
            assert browser.value("document.querySelectorAll('script, img, iframe, link').length") == 0
            assert browser.value("document.body.innerText.includes('<script>alert(1)</script>')")
            assert browser.value("getComputedStyle(document.body).display") == "block"


@pytest.mark.parametrize("show_values", [False, True])
def test_markdown_holds_no_markup_of_it(report: Report, show_values: bool) -> None:
    text = report.to_markdown(show_values=show_values) or ""
    assert "<" not in text
    assert "](" not in html.unescape(text).replace("\\](", "")
    assert "://" not in text
    assert all(line.isprintable() for line in text.split("\n"))


@pytest.mark.parametrize("show_values", [False, True])
def test_a_terminal_obeys_nothing_of_it(report: Report, show_values: bool) -> None:
    console = Console(file=io.StringIO(), width=100, force_terminal=True, color_system="standard")
    with console.capture() as captured:
        render_table(report, console, show_values=show_values)
    shown = captured.get()
    assert "\x1b]8" not in shown
    assert not {"\x00", "\x07", "\u202e", "\u2066"} & set(shown)
    assert "[red]" in shown
    assert all(line.isprintable() for line in repr(report).split("\n"))


def test_csv_and_workbook_give_every_value_back(report: Report, tmp_path: Path) -> None:
    for name in ("a.csv", "a.xlsx"):
        nj.write_leads(report.leads, tmp_path / name)
        pd.testing.assert_frame_equal(nj.read_leads(tmp_path / name), report.leads, check_names=False)
    report.to_excel(tmp_path / "b.xlsx")
    pd.testing.assert_frame_equal(nj.read_leads(tmp_path / "b.xlsx"), report.leads)
