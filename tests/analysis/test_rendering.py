"""What is shown: masked, as text, in bounds, in every form."""

import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl  # type: ignore[import-untyped]  # it ships no types
import pandas as pd
import pytest

import noojee_dq as nj
from tests.analysis.results import results
from tests.analysis.run import Sent
from tests.documents import valid
from tests.examples import mostly_long
from tests.report.browser import BINARY, Browser

_NUMBER = "0412345678"
_HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "=HYPERLINK(1)",
    "+1-1",
    "\u202egnp.exe",
    "\x00",
    "[red]x[/red]",
    "x" * 10_000,
    "{{ 7 * 7 }}",
]


def shown(analysis: nj.Analysis) -> dict[str, str]:
    """Every form that shows an analysis to a person."""
    return {
        "repr": repr(analysis),
        "html": str(analysis.to_html()),
        "notebook": analysis._repr_html_(),
        "json": str(analysis.to_json()),
    }


def surprising(column: str, value: str) -> nj.Analysis:
    """Refused leads that share a value."""
    lines: list[Any] = [(0, 104)] * 10 + [(0, 0)] * 50
    return nj.analyse(results(*lines, **{column: pd.Series([value] * 10 + ["other"] * 50, dtype=object)}))


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
        assert not any(name.startswith("on") or name in ("src", "href") for name, _ in attrs)


@pytest.mark.parametrize("text", _HOSTILE)
def test_hostile_texts_are_text(text: str) -> None:
    """A value, a heading, the labels and the file's name at once."""
    frame = surprising(text, text).results
    frame = frame.set_axis(pd.Index([text] * len(frame)))
    frame.attrs["source"] = text
    analysis = nj.analyse(frame)
    assert analysis.patterns
    for form, content in shown(analysis).items():
        assert "\u202e" not in content, form
        assert "\x00" not in content, form
        if form in ("html", "notebook"):
            tags = _Tags()
            tags.feed(content)
            assert not tags.found & {"script", "img", "a", "link", "iframe"}
            assert len(content) < 200_000
    valid("analyse", str(analysis.to_json()))


@pytest.mark.parametrize("where", ["value", "heading", "label", "file"])
def test_no_whole_number_is_shown(where: str) -> None:
    analysis = surprising(_NUMBER if where == "heading" else "Phone", _NUMBER if where == "value" else "shared")
    frame = analysis.results
    if where == "label":
        frame = frame.set_axis(pd.Index([_NUMBER] * len(frame)))
    if where == "file":
        frame.attrs["source"] = f"{_NUMBER}.csv"
    analysis = nj.analyse(frame)
    assert analysis.patterns
    assert not [form for form, content in shown(analysis).items() if _NUMBER in content or _NUMBER[2:] in content]


@pytest.mark.long
@pytest.mark.skipif(BINARY is None, reason="no Chromium is installed")
def test_the_page_is_quiet_in_a_browser(tmp_path: Path, run_of_200: Sent) -> None:
    pages = {
        "run": nj.analyse(run_of_200.results),
        "none": nj.analyse(results()),
        "hostile": surprising(*_HOSTILE[:2]),
    }
    with Browser() as browser:
        for name, analysis in pages.items():
            analysis.to_html(tmp_path / f"{name}.html")
            visit = browser.open(tmp_path / f"{name}.html")
            assert (visit.requests, visit.console) == ([], [])
            assert browser.value("document.styleSheets.length") == 1


def test_the_page_loads_nothing() -> None:
    page = str(surprising("Hours", "Perth").to_html())
    assert "default-src 'none'" in page
    assert "<script" not in page
    assert not re.search(r"https?:|url\(|@import", page)


def test_the_page_stays_small_with_many_codes() -> None:
    lines: list[Any] = [(expected, 1000 + actual) for expected in range(40) for actual in range(60)]
    analysis = nj.analyse(results(*lines))
    assert len(str(analysis.to_html())) < 100_000
    assert "and 45 rarer codes" in repr(analysis)
    assert len(analysis.by_code) == 60


def test_json_holds_what_a_program_wants() -> None:
    at = pd.to_datetime(["2026-03-04 05:00:00", "2026-03-04 05:00:02"], utc=True)
    analysis = nj.analyse(results((0, 0), (0, 104), api_sent_at=at, api_attempts=1))
    content = valid("analyse", str(analysis.to_json(now=datetime(2026, 3, 5, tzinfo=UTC))))
    assert content["checked_at"] == "2026-03-05T00:00:00Z"
    assert content["by_code"] == {"0": 1, "104": 1}
    assert content["codes"][1] == {
        "code": 104,
        "result": "DNC",
        "meaning": "the lead's numbers are on the do-not-call list",
        "leads": 1,
        "share": 0.5,
        "action": "drop",
    }
    assert content["confusion"] == [
        {"expected": 0, "actual": 0, "leads": 1},
        {"expected": 0, "actual": 104, "leads": 1},
    ]
    assert content["run"] == {"sending": False, "requests": 2, "duration_seconds": 2.0, "rate": 1.0}
    assert content["counts"]["leads"] == 2
    assert content["timeline"][0]["at"] == "2026-03-04T05:00:00Z"
    assert content["surprises"]["leads"] == 1


def test_files_are_written(tmp_path: Path) -> None:
    analysis = surprising("Hours", "Perth")
    assert analysis.to_html(tmp_path / "run.html") is None
    assert analysis.to_json(tmp_path / "run.json") is None
    assert (tmp_path / "run.html").read_text("utf-8") == analysis.to_html()
    assert valid("analyse", (tmp_path / "run.json").read_text("utf-8"))["surprises"]["leads"] == 10


def test_the_workbook_has_a_sheet_for_each_list(tmp_path: Path) -> None:
    lines: list[Any] = [(0, 102), (0, 109), (0, 113), (105, 0), (0, 0)]
    phones = [_NUMBER, "=1+1", "+1-1", "@x", "0491 570 006"]
    analysis = nj.analyse(results(*lines, Phone=phones).set_axis(pd.Index([2, 3, 4, 5, 6])))
    analysis.to_excel(tmp_path / "run.xlsx")
    book = openpyxl.load_workbook(tmp_path / "run.xlsx")
    assert book.sheetnames == ["Summary", "Fix", "Retry", "Hand over", "Surprises", "False alarms"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert not [name for name in ZipFile(tmp_path / "run.xlsx").namelist() if "external" in name.lower()]
    assert nj.read_leads(tmp_path / "run.xlsx")["Phone"].to_dict() == {2: _NUMBER, 3: "=1+1"}


def test_a_workbook_of_nothing_is_a_summary(tmp_path: Path) -> None:
    nj.analyse(results()).to_excel(tmp_path / "run.xlsx")
    assert openpyxl.load_workbook(tmp_path / "run.xlsx").sheetnames == ["Summary"]


@pytest.mark.parametrize(("name", "text"), [("run.csv", "must end with .xlsx"), ("no/run.xlsx", "there is no folder")])
def test_a_workbook_that_cannot_be_written(tmp_path: Path, name: str, text: str) -> None:
    with pytest.raises(nj.OutputError, match=text):
        nj.analyse(results((0, 0))).to_excel(tmp_path / name)


@pytest.mark.parametrize(
    "lines",
    mostly_long([[], [(None, 0), (None, None)], [(0, 0), (0, 104), (105, 105)]], [[], [(0, 0), (0, 104), (105, 105)]]),
)
def test_the_figure(tmp_path: Path, lines: list[Any]) -> None:
    pytest.importorskip("matplotlib")
    at = pd.Timestamp("2026-03-04", tz="UTC")
    figure = nj.analyse(results(*lines, api_sent_at=at)).plot()
    assert [axes.get_title() for axes in figure.axes] == [
        "What came back",
        "Expected against actual",
        "Rate over time (UTC)",
    ]
    figure.savefig(tmp_path / "run.png")
    assert (tmp_path / "run.png").stat().st_size > 5000


@pytest.mark.parametrize("form", ["html", "notebook"])
def test_what_stands_between_backticks_is_code_on_a_page(form: str) -> None:
    page = shown(nj.analyse(results(*[(0, 105)] * 10)))[form]
    assert "<code>known=</code>" in page
    assert "`" not in re.sub("<style>.*?</style>", "", page, flags=re.DOTALL)


def test_shares_are_written_alike_everywhere() -> None:
    assert not [form for form, text in shown(surprising("Hours", "Perth")).items() if re.search(r"\d %", text)]


def test_time_stands_in_a_table_that_stays_one_on_a_narrow_screen(run_of_200: Sent) -> None:
    page = str(nj.analyse(run_of_200.journal).to_html())
    assert 'class="compact"' in page
    heads = re.findall(r"<th[^>]*>([^<]*)</th>", page[page.index('class="compact"') :])
    assert {"From", "Requests", "A second"} <= set(heads)
