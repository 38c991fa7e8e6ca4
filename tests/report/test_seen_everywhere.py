"""What a reader must not miss stands in every view, in the words of whoever reads it, and once."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.report.check_lines import check_lines
from noojee_dq.report.going_on import CommandLine
from noojee_dq.report.overview import overview
from noojee_dq.report.render_html import render_html
from noojee_dq.report.render_markdown import render_markdown
from noojee_dq.report.render_text import render_text
from noojee_dq.report.report import Report
from noojee_dq.report.steps import first_steps
from tests.leads.spreadsheets import xls, xls_sheet, xls_text

_CAMPAIGN = nj.Campaign(phone_fields=["Phone"])
_GIVEN = CommandLine("leads.csv")
_VIEWS: dict[str, Callable[[Report], str]] = {
    "notebook": lambda report: report._repr_html_(),
    "terminal": lambda report: " ".join(repr(report).split()),
    "page": lambda report: report.to_html() or "",
    "Markdown": lambda report: report.to_markdown() or "",
}


def _two_sheets(path: Path) -> Path:
    leads = xls_sheet(xls_text(0, 0, "Phone"), xls_text(1, 0, "0491570006"), xls_text(3, 0, "0491570156"))
    others = xls_sheet(xls_text(0, 0, "Town"), xls_text(1, 0, "Kew"))
    path.write_bytes(xls({"Jan": leads, "Feb": others}))
    return path


def _below_a_title(path: Path) -> Path:
    path.write_text("Our customers\nPhone,Name\n0491570006,Ann\n0491570156,Ben\n", "utf-8")
    return path


@pytest.mark.parametrize("view", _VIEWS)
@pytest.mark.parametrize(
    ("name", "write", "said"),
    [("two.xls", _two_sheets, "Feb"), ("titled.csv", _below_a_title, "headings are taken from row 2")],
)
def test_how_a_file_was_read_is_in_every_view(
    tmp_path: Path, view: str, name: str, write: Callable[[Path], Path], said: str
) -> None:
    report = nj.check(nj.read_leads(write(tmp_path / name)), _CAMPAIGN)
    assert said in _VIEWS[view](report)


@pytest.mark.parametrize(
    ("notes", "shown"),
    [
        (["read as UTF-8, comma-separated"], ["read as UTF-8, comma-separated"]),
        (["read as UTF-8, comma-separated", "1 blank row was skipped: row 2"], ["1 blank row was skipped: row 2"]),
        (["a.csv: read as Parquet", "b.csv: 1 blank row was skipped"], ["b.csv: 1 blank row was skipped"]),
        (['read the sheet "A"; not read: "B"', "one"], ['read the sheet "A"; not read: "B"', "one"]),
        (["not UTF-8: read as cp1252", "one"], ["not UTF-8: read as cp1252", "one"]),
        (list("abcdefg"), list("abcde")),
    ],
)
def test_a_terminal_shows_what_was_amiss_before_what_was_not(notes: list[str], shown: list[str]) -> None:
    leads = pd.DataFrame({"Phone": ["0491570006"]})
    leads.attrs["notes"] = notes
    text = repr(nj.check(leads, _CAMPAIGN))
    assert [line.removeprefix("Note: ") for line in text.splitlines() if line.startswith("Note: ")] == shown
    assert ("and 2 more notes" in text) == (len(notes) == 7)


def test_in_a_terminal_the_names_of_what_was_not_checked_are_whole() -> None:
    report = nj.check(pd.DataFrame({"Phone": ["0491570006"]}), _CAMPAIGN)
    line = next(line for line in render_text(report).splitlines() if line.startswith("Not checked"))
    names = [one.named for one in overview(report).not_checked]
    shown = line.removeprefix(f"Not checked ({len(names)}): ")
    listed, more = shown.rsplit(" and ", 1)
    assert len(line) <= 80
    assert listed.split(", ") == names[: len(listed.split(", "))]
    assert more == f"{len(names) - len(listed.split(', '))} more"


def test_one_number_says_how_many_checks_were_not_made() -> None:
    report = nj.check(pd.DataFrame({"Phone": ["0491570006", "0491570006"]}), _CAMPAIGN)
    incomplete, silent = len(report.not_checked), report.checks["why_not"].ne("").sum()
    words = check_lines(report).words
    assert f"{incomplete} were not made, or not in full: see “Not checked”" in words
    assert f"; {silent - incomplete} do not concern this list or campaign" in words


_TO_ASK_FOR = pd.DataFrame(
    {"Phone": ["9234 1234", "9234 1235", "12"], "State": ["NSW"] * 3, "Postcode": ["2000"] * 3, "Opt Out": ["no"] * 3}
)


@pytest.mark.parametrize(
    ("view", "in_python", "in_shell"),
    [
        (lambda report, given: render_html(report, show_values=False, given=given), "dnc=", "--dnc"),
        (lambda report, given: render_html(report, show_values=False, given=given), "fixes=", "--fix area-code"),
        (lambda report, given: render_markdown(report, show_values=False, given=given), "dnc=", "--dnc"),
        (lambda report, given: render_markdown(report, show_values=False, given=given), "fixes=", "--fix area-code"),
    ],
)
def test_python_is_named_to_whoever_works_in_it_and_the_command_to_others(
    view: Callable[[Report, CommandLine | None], str], in_python: str, in_shell: str
) -> None:
    report = nj.check(_TO_ASK_FOR, _CAMPAIGN)
    python, shell = view(report, None), view(report, _GIVEN)
    assert in_python in python
    assert in_shell not in python.replace("in a shell --dnc-washed", "")
    assert in_shell in shell
    assert in_python not in shell


@pytest.mark.parametrize("view", ["notebook", "terminal", "page", "Markdown"])
def test_in_python_no_command_of_the_shell_is_named(view: str) -> None:
    text = _VIEWS[view](nj.check(_TO_ASK_FOR, _CAMPAIGN))
    text = re.sub(r'<style>.*?</style>|<footer.*?</footer>|class="[^"]*"', "", text, flags=re.DOTALL)
    assert not re.findall(r"noojee-dq [a-z]+|(?<!in a shell )(?<![\w-])--[a-z]+", text)


@pytest.mark.parametrize(
    ("phones", "steps"),
    [
        # Two are repaired, so that by hand only the third is left.
        (["9234 1234", "9234 1235", "12"], [(2, "repair"), (1, "by hand")]),
        (["9234 1234"], [(1, "repair")]),
        (["12"], [(1, "by hand")]),
        (["491570006.0", "9234 1235"], [(1, "repair"), (1, "repair")]),
    ],
)
def test_work_by_hand_is_counted_for_what_repairs_leave(phones: Sequence[str], steps: list[tuple[int, str]]) -> None:
    leads = pd.DataFrame({"Phone": phones}).assign(State="NSW", Postcode="2000")
    report = nj.check(leads, _CAMPAIGN)
    made = first_steps(report, overview(report).problems, ())
    assert [(one.leads, "by hand" if one.how.startswith("To do") else "repair") for one in made] == steps


def test_a_hint_that_values_share_is_said_once() -> None:
    names = {f"Site {number}": "Australia/Perth" for number in range(3)}
    leads = pd.DataFrame({"Phone": [f"04915700{n:02}" for n in range(9)], "njContactHours": list("abcdefghi")})
    text = repr(nj.check(leads, nj.Campaign(phone_fields=["Phone"], contact_hours=names)))
    assert " ".join(text.split()).count("use the name of a Contact Hours entry of the PBX") <= 2


def test_a_notebook_without_styles_keeps_the_triangle_beside_its_words() -> None:
    fragment = nj.check(pd.DataFrame({"Phone": ["0491570006"]}), _CAMPAIGN)._repr_html_()
    assert "<summary><b>Not checked</b>" in fragment
    assert not re.search(r"<summary>\s*<h\d", fragment)
