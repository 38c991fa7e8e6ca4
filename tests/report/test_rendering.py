import io
import json
import re
from datetime import UTC, date, datetime, timedelta, timezone
from html.parser import HTMLParser
from importlib.metadata import version
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, strategies as st
from rich.console import Console

from noojee_dq.checks.evaluate import NotChecked
from noojee_dq.report.overview import overview
from noojee_dq.report.render_html import render_html, render_html_fragment
from noojee_dq.report.render_json import render_json
from noojee_dq.report.render_markdown import render_markdown
from noojee_dq.report.render_text import render_table, render_text
from noojee_dq.report.report import Report
from noojee_dq.report.verdict import verdict
from noojee_dq.words.counts import counted
from noojee_dq.words.rows import row_label
from tests.documents import valid
from tests.examples import examples, mostly_long

_COLUMNS = ["row", "column", "value", "code", "result", "check", "severity", "message", "hint"]
_MELBOURNE = timezone(timedelta(hours=11))
_NUMBER = "0412345678"


def _finding(position: int = 0, **changed: Any) -> dict[str, Any]:
    """One finding about the lead at `position`; its row is what a spreadsheet shows for it."""
    return {
        "position": position,
        "row": None if position < 0 else position + 2,
        "column": "Phone",
        "value": _NUMBER,
        "code": 105,
        "result": "DUPLICATE",
        "check": "duplicate-number",
        "severity": "error",
        "message": "another lead has this phone number",
        "hint": "take the lead out",
    } | changed


def _report(*findings: dict[str, Any], leads: int = 3, **settings: Any) -> Report:
    frame = pd.DataFrame(list(findings), columns=[*_COLUMNS, "position"], dtype="object")
    whole = pd.DataFrame({"Phone": pd.Series([_NUMBER] * leads, dtype="str")})
    return Report(
        leads=settings.pop("frame", whole),
        findings=frame[_COLUMNS].assign(code=frame["code"].astype("Int64")),
        positions=frame["position"].to_numpy(dtype=np.int64),
        operation="insert",
        not_checked=settings.pop("not_checked", ()),
        phone_columns=("Phone",),
        checked_at=datetime(2026, 3, 4, 10, 0, tzinfo=_MELBOURNE),
        **settings,
    )


_WARNING: dict[str, Any] = {
    "code": None,
    "result": "",
    "check": "premium-number",
    "severity": "warning",
    "message": "a premium-rate number",
    "hint": "make sure that this is meant",
}


def _many() -> Report:
    return _report(
        *(_finding(position) for position in range(12)),
        _finding(3, **_WARNING),
        _finding(13, code=114, check="callback-date-format", column="njCallBackDate", value="3/4/26 10am"),
        leads=1200,
        source="leads.csv",
        not_checked=(
            NotChecked("do-not-call", 104, "no do-not-call list was given"),
            NotChecked("priority-range", None, "so"),
        ),
        notes=("separator: semicolon", "the heading is 0398765432"),
    )


def _whole_file(code: int | None) -> Report:
    return _report(_finding(-1, code=code, check="campaign-id", column="", value=None), leads=2)


_BUT_FOR_THAT = "but for that, 2 leads would be ready."


# --- verdict -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("report", "sentence"),
    [
        (_report(leads=0), "There is no lead in this file."),
        (_report(leads=1), "The only lead is ready to send."),
        (_report(_finding(0, **_WARNING), leads=1), "The only lead is ready to send, with warnings."),
        (_report(leads=1263), "All 1,263 leads are ready to send."),
        (
            _report(_finding(0, **_WARNING), _finding(0, **_WARNING), _finding(2, **_WARNING), leads=3),
            "All 3 leads are ready to send, 2 with warnings.",
        ),
        (_report(_finding(-1, **_WARNING), leads=3), "All 3 leads are ready to send."),
        (_report(_finding(0), leads=1), "1 of 1 lead is not ready to send: 1 to drop."),
        (
            _report(_finding(0, code=102), _finding(1), _finding(2, code=112), leads=25600),
            "3 of 25,600 leads are not ready to send: 1 to fix, 1 to drop, 1 to review.",
        ),
        (
            _whole_file(115),
            f"No lead can be sent: the campaign settings are wrong (115); {_BUT_FOR_THAT}",
        ),
        (
            _whole_file(102),
            f"No lead can be sent: the file as a whole has an error (102); {_BUT_FOR_THAT}",
        ),
        (
            _whole_file(None),
            f"No lead can be sent: the file as a whole has an error; {_BUT_FOR_THAT}",
        ),
    ],
)
def test_verdict(report: Report, sentence: str) -> None:
    assert verdict(report) == sentence


def test_numbers_stand_with_their_noun() -> None:
    assert [counted(0, "lead"), counted(1, "lead"), counted(1000, "lead")] == ["0 leads", "1 lead", "1,000 leads"]


# --- overview: what the readable forms share ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("positions", "rows"),
    [
        ([-1], "the whole file"),
        ([7], "row 9"),
        ([7, 8], "rows 9 and 10"),
        ([7, 7, 8], "rows 9 and 10"),
        ([1, 2, 3, 4, 5], "rows 3, 4, 5, 6 and 7"),
        (range(1, 1245), "rows 3, 4, 5, 6, 7 and 1,239 more"),
    ],
)
def test_row_numbers(positions: list[int], rows: str) -> None:
    report = _report(*(_finding(position) for position in positions), leads=2000)
    assert overview(report).problems[0].rows == rows


@pytest.mark.parametrize(
    ("label", "text"),
    [
        (7, "7"),
        (1048577, "1048577"),
        (412345678, "41••••678"),
        (_NUMBER, "04•••••678"),
        (("NSW", 7), "NSW, 7"),
        (("NSW", _NUMBER), "NSW, 04•••••678"),
        (None, "no label"),
        (pd.Timestamp("2026-03-04 10:00"), "2026-03-04 10:00:00"),
    ],
)
def test_row_labels(label: Any, text: str) -> None:
    assert row_label(label) == text


def test_a_problem_holds_what_a_list_manager_needs() -> None:
    problem = overview(_many()).problems[0]
    assert (problem.code, problem.name, problem.leads, problem.share) == ("105", "DUPLICATE", "12", "1.0%")
    assert len(problem.samples) == 10
    assert list(problem.sample_columns) == ["row", "column", "value"]
    assert [problem.severity for problem in overview(_many()).problems] == ["error", "error", "warning"]


def test_a_check_without_a_hint_says_nothing_to_do() -> None:
    report = _report(_finding(hint=""))
    assert "To do" not in render_text(report)
    assert "What to do:" not in render_markdown(report, show_values=False)
    assert "What to do:" not in render_html(report, show_values=False)


def test_messages_and_hints_that_differ_are_shown_with_each_sample() -> None:
    report = _report(*(_finding(n, message=f"the same number as row {n}", hint=f"try {n}") for n in (1, 2)))
    problem = overview(report).problems[0]
    assert problem.message == "the same number as row 1; the same number as row 2"
    assert problem.hint == "take the lead out: it would be called twice"
    assert list(problem.sample_columns) == ["row", "column", "value", "message", "hint"]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "(blank)"),
        ("  ", "(blank)"),
        ("a\u202eb\x00\n", "a\\u202eb\\x00\\n"),
        ("a\udc80", "a\\udc80"),
        ("x" * 81, "x" * 79 + "…"),
        (12345, "••••5"),
    ],
)
def test_values_are_printable_and_cut(value: Any, shown: str) -> None:
    assert overview(_report(_finding(value=value))).problems[0].samples[0].value == shown


def test_nothing_found_is_a_report_as_well() -> None:
    report = _report()
    assert overview(report).problems == ()
    assert "All 3 leads are ready to send." in render_text(report)
    assert "All 3 leads are ready to send." in render_html(report, show_values=False)
    assert "All 3 leads are ready to send." in render_markdown(report, show_values=False)
    assert json.loads(render_json(report, show_values=False))["findings"] == []


# --- JSON -----------------------------------------------------------------------------------------------------


def test_json_form() -> None:
    report = _report(
        _finding(0),
        _finding(-1, code=None, column=None, value=None, check="phone-field-missing"),
        source=f"leads {_NUMBER}.csv",
        not_checked=(NotChecked("do-not-call", 104, f"no list {_NUMBER}"),),
        notes=(f"heading {_NUMBER}",),
    )
    assert valid("check", render_json(report, show_values=False)) == {
        "schema_version": 2,
        "tool": "noojee-dq",
        "version": version("noojee-dq"),
        "checked_at": "2026-03-04T10:00:00+11:00",
        "ok": False,
        "exit_code": 1,
        "error": None,
        "source": "leads 04•••••678.csv",
        "sources": ["leads 04•••••678.csv"],
        "campaign": None,
        "operation": "insert",
        "counts": {"leads": 3, "ready": 0, "fix": 0, "drop": 1, "review": 0},
        "by_code": {"105": 1},
        "gate": {"fail_on": "error", "thresholds": []},
        "not_checked": [{"check": "do-not-call", "code": 104, "reason": "no list 04•••••678"}],
        "checks": [],
        "notes": ["heading 04•••••678"],
        "since": None,
        "findings_in": None,
        "findings": [
            {
                "row": 2,
                "column": "Phone",
                "value": "04•••••678",
                "code": 105,
                "result": "DUPLICATE",
                "check": "duplicate-number",
                "severity": "error",
                "message": "another lead has this phone number",
                "hint": "take the lead out",
            },
            {
                "row": None,
                "column": None,
                "value": None,
                "code": None,
                "result": "DUPLICATE",
                "check": "phone-field-missing",
                "severity": "error",
                "message": "another lead has this phone number",
                "hint": "take the lead out",
            },
        ],
        "rows": None,
    }


@pytest.mark.parametrize(
    ("label", "row"),
    [
        (7, 7),
        (np.int64(7), 7),
        ("seven", "seven"),
        (("NSW", 7), ["NSW", 7]),
        (("NSW", None), ["NSW", None]),
        (pd.Timestamp("2026-03-04 10:00"), "2026-03-04T10:00:00"),
        (date(2026, 3, 4), "2026-03-04"),
        (None, None),
        (float("nan"), None),
        (pd.NaT, None),
        (1.5, "1.5"),
        (_NUMBER, "04•••••678"),
        (412345678, "41••••678"),
    ],
)
def test_json_rows(label: Any, row: Any) -> None:
    findings = valid("check", render_json(_report(_finding(row=label)), show_values=False))["findings"]
    assert findings[0]["row"] == row


def test_json_shows_values_where_asked() -> None:
    report = _report(_finding(row=412345678))
    finding = json.loads(render_json(report, show_values=True))["findings"][0]
    assert (finding["row"], finding["value"]) == (412345678, _NUMBER)


def test_json_keeps_other_scripts_and_half_characters() -> None:
    text = render_json(_report(_finding(value="Zoë 李 \udc80", column="Name")), show_values=False)
    assert "Zoë 李" in text
    assert json.loads(text.encode())["findings"][0]["value"] == "Zoë 李 \udc80"


# --- Markdown -------------------------------------------------------------------------------------------------


def test_markdown_sections() -> None:
    text = render_markdown(_many(), show_values=False)
    assert "| 105 | another lead has this phone number | duplicate-number | 12 | error |" in text
    assert "| 2 | Phone | 04•••••678 |" in text
    assert "| do-not-call | 104 | no do-not-call list was given |" in text
    assert "- the heading is 03•••••432" in text
    assert "Checked on 2026-03-04 10:00 (UTC+11:00) for: insert. Nothing was sent." in text


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("a|b", "a&#124;b"),
        ("<script>", "&lt;script&gt;"),
        ("`code`", "\\`code\\`"),
        ("[x](y)", "\\[x\\](y)"),
        ("http://evil.example", "http:\\//evil.example"),
        ("www.evil.example", "www\\.evil.example"),
        ("a\\", "a\\\\"),
        ("a\nb", "a\\\\nb"),
        ("_a_b_", "\\_a_b\\_"),
    ],
)
def test_markdown_cells(value: str, cell: str) -> None:
    assert f"| 2 | Name | {cell} |" in render_markdown(_report(_finding(column="Name", value=value)), show_values=False)


# --- HTML -----------------------------------------------------------------------------------------------------


class _Page(HTMLParser):
    """Gathers what a page is made of."""

    void = frozenset({"meta", "br"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in self.void:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def _assert_harmless(text: str) -> _Page:
    page = _Page(text)
    assert page.open == []
    assert not {"script", "link", "img", "iframe", "object", "embed", "base", "form"} & set(page.tags)
    names = {name for name, _ in page.attributes}
    assert not any(name.startswith("on") for name in names)
    assert not {"src", "style", "action", "srcset", "background"} & names
    assert all(str(value).startswith("#") for name, value in page.attributes if name == "href")
    assert "url(" not in text
    assert "@import" not in text
    return page


def test_html_page() -> None:
    text = render_html(_many(), show_values=False)
    page = _assert_harmless(text)
    assert '<html lang="en">' in text
    assert re.search(
        r"content=\"default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'\"", text
    )
    for shown in (
        "leads.csv",
        "Checked on 2026-03-04 10:00 (UTC+11:00) for: insert. Nothing was sent.",
        "13 of 1,200 leads are not ready to send: 1 to fix, 12 to drop.",
        "1,187",
        "How to go on",
        "rows 2, 3, 4, 5, 6 and 7 more",
        "04•••••678",
        "3/4/26 10am",
        "no do-not-call list was given",
        "the heading is 03•••••432",
        "pandas ",
        "phonenumbers ",
    ):
        assert shown in page.text
    assert "unmasked" not in text


def test_html_says_that_values_are_shown() -> None:
    page = _assert_harmless(render_html(_many(), show_values=True))
    assert "this report shows unmasked phone numbers" in page.text
    assert _NUMBER in page.text


def test_html_fragment_is_the_upper_half_masked() -> None:
    text = render_html_fragment(_many())
    page = _assert_harmless(text)
    assert text.startswith('<div class="noojee-dq">')
    assert not {"html", "body", "h1"} & set(page.tags)
    assert "no do-not-call list was given" in page.text
    assert _NUMBER not in text
    styles = text[text.index("<style>") + 7 : text.index("</style>")]
    selectors = re.findall(r"([^{}]+)\{", re.sub(r"@media[^{]+\{", "", styles))
    assert all(one.strip().startswith(".noojee-dq") for group in selectors for one in group.split(","))


@pytest.mark.parametrize("character", mostly_long("<李\u202e", "<"))
def test_html_stays_under_200_kb(character: str) -> None:
    text = character * 9000
    changed = {"value": text, "column": text, "message": text, "hint": text}
    findings = [_finding(n, **changed, check=f"check-{check}") for check in range(25) for n in range(20)]
    for finding in findings[::2]:
        finding["message"] = "-" + text
    report = _report(*findings, leads=20, source=text, notes=(text,) * 50)
    page = render_html(report, show_values=False)
    assert len(page.encode()) <= 200_000
    _assert_harmless(page)


# --- text -----------------------------------------------------------------------------------------------------


def test_text_fits_80_columns() -> None:
    text = render_text(_many())
    lines = text.splitlines()
    assert lines[0].endswith("nothing was sent")
    assert lines[-7:] == [
        "Not checked (2): do-not-call (104), priority-range",
        "Notes (2): the heading is 03•••••432; separator: semicolon",
        "For all of that, and the reasons: see .not_checked and .notes",
        "13 of 1,200 leads are not ready to send: 1 to fix, 12 to drop.",
        "ready 1,187 · fix 1 · drop 12 · review 0",
        "Correct the leads that are not ready in a workbook.",
        'Next: report.to_excel("checked.xlsx")',
    ]
    assert max(map(len, lines)) <= 80
    assert "rows 2, 3, 4, 5, 6 and 7 more" in text
    assert "\x1b" not in text


def test_text_shows_markup_literally() -> None:
    text = render_text(_report(_finding(message="[red]a[/red] :smile: \x1b[31m\u202e")))
    assert "[red]a[/red] :smile: \\x1b[31m\\u202e" in text


@pytest.mark.parametrize(("terminal", "coloured"), [(True, True), (False, False)])
def test_table_is_coloured_on_a_terminal_only(terminal: bool, coloured: bool) -> None:
    console = Console(
        file=io.StringIO(), width=80, force_terminal=terminal, color_system="standard" if terminal else None
    )
    with console.capture() as captured:
        render_table(_many(), console, show_values=True)
    assert ("\x1b[" in captured.get()) == coloured
    assert "This report shows unmasked phone numbers." in captured.get()


def test_repr_is_the_text() -> None:
    assert repr(_many()) == render_text(_many())


# --- hostile values, in every form ----------------------------------------------------------------------------

_HALF_CHARACTERS = "a\udc80\ud800"
_HOSTILE = st.one_of(
    st.text(max_size=120),
    st.sampled_from(
        [
            "</style><script>alert(1)</script>",
            '"><img src=x onerror=alert(1)>',
            "| a | b |",
            "```\n# x",
            "{{ 7*7 }}{% raw %}",
            "\u202e\u2066evil\u2069",
            "\x00\x1b]8;;http://evil\x07",
            "%s %(x)s {0}",
            "x" * 5000,
        ]
    ),
)


@examples(5)
@given(_HOSTILE | st.just(_HALF_CHARACTERS), _HOSTILE)
def test_hostile_values(value: str, heading: str) -> None:
    # The number stands first, so that no cut can hide it; a space keeps the value from continuing it.
    report = _report(
        _finding(0, value=f"{_NUMBER} {value}"),
        _finding(1, value=f"{_NUMBER} {value}", column=f"{_NUMBER} {heading}", row=f"{_NUMBER} {value}"),
        source=f"{_NUMBER} {heading}",
        notes=(f"{_NUMBER} {value}",),
    )
    page, markdown, text = (
        render_html(report, show_values=False),
        render_markdown(report, show_values=False),
        render_text(report),
    )
    forms = [page, render_html_fragment(report), markdown, text, render_json(report, show_values=False)]
    assert all("12345" not in form.encode().decode() for form in forms) or "12345" in value + heading
    assert all(line.isprintable() for form in forms[:4] for line in form.split("\n"))
    _assert_harmless(page)
    json.loads(forms[-1])
    _assert_stable_tables(markdown)
    assert "<" not in markdown


def _assert_stable_tables(markdown: str) -> None:
    tables = [block.split("\n") for block in markdown.split("\n\n") if block.startswith("|")]
    assert len(tables) == 3
    assert all(len({line.count("|") for line in table}) == 1 for table in tables)


# --- indexes and times -----------------------------------------------------------------------------------------


def test_a_multi_level_or_repeated_index_is_no_obstacle() -> None:
    report = _report(_finding(0, row=("NSW", 1)), _finding(1, row=("NSW", 1)))
    assert overview(report).problems[0].rows == "rows NSW, 1 and NSW, 1"


def test_times_without_a_zone_have_none() -> None:
    report = _report()
    naive = Report(**{**vars(report), "checked_at": datetime(2026, 3, 4, 10)})
    utc = Report(**{**vars(report), "checked_at": datetime(2026, 3, 4, 10, tzinfo=UTC)})
    assert overview(naive).checked_at == "2026-03-04 10:00"
    assert overview(utc).checked_at == "2026-03-04 10:00 (UTC)"
