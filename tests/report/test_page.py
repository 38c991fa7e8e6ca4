"""The page in a real browser, and its colours by computation."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.report.render_html import render_html_fragment
from noojee_dq.report.report import Report
from noojee_dq.show.page import MAX_BYTES, render_page
from tests.report.browser import BINARY, Browser
from tests.report.samples import sample_report

_CAMPAIGN = nj.Campaign(template_id=41, campaign_id=41, allocation_id=38, phone_fields=["Phone", "Mobile"])


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if BINARY is None:
        pytest.skip("no Chromium is installed")
    with Browser() as running:
        yield running


@pytest.fixture(scope="module")
def sample() -> Report:
    return sample_report()


def _assert_quiet(browser: Browser, page: Path) -> None:
    assert page.stat().st_size <= MAX_BYTES
    visit = browser.open(page)
    assert visit.requests == []
    assert visit.console == []
    assert browser.value("document.styleSheets.length") == 1


def test_the_browser_tells_of_requests_and_errors(browser: Browser, tmp_path: Path) -> None:
    # Else the tests below would pass whatever a page does.
    page = tmp_path / "loud.html"
    policy = "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'\">"
    page.write_text("<img src='there-is-none.png'><script>console.log(1)</script>")
    visit = browser.open(page)
    assert [Path(request).name for request in visit.requests] == ["there-is-none.png"]
    assert len(visit.console) >= 2
    page.write_text(f"{policy}<style>p {{ color: red }}</style>")
    assert any("Content Security Policy" in line for line in browser.open(page).console)


def test_the_page_of_the_sample_is_quiet(browser: Browser, sample: Report, tmp_path: Path) -> None:
    sample.to_html(tmp_path / "report.html")
    _assert_quiet(browser, tmp_path / "report.html")


def test_the_page_of_no_leads_is_quiet(browser: Browser, tmp_path: Path) -> None:
    empty = nj.check(pd.DataFrame({"Phone": pd.Series([], dtype="str")}), nj.Campaign(phone_fields=["Phone"]))
    empty.to_html(tmp_path / "empty.html")
    _assert_quiet(browser, tmp_path / "empty.html")
    assert browser.value("document.querySelector('.verdict').textContent") == "There is no lead in this file."


def _made_up(count: int) -> pd.DataFrame:
    """Leads of which a fifth is bad, in several ways."""
    numbers = pd.Series(range(count))
    phones = "04" + (numbers * 97 % 10**8).astype("str").str.zfill(8)
    hours = pd.Series("Australia/Perth", numbers.index).mask(numbers % 20 == 3, "AEST")
    texts = {
        name: "made up " + (numbers % 1000).astype("str") for name in ("First name", "Last name", "Street", "Note")
    }
    leads = pd.DataFrame({"Phone": phones.mask(numbers % 7 == 0, ""), "Mobile": "", "njContactHours": hours} | texts)
    return leads.assign(Phone=leads["Phone"].mask(numbers % 11 == 0, "9234 1234")).set_axis(numbers + 2)


@pytest.mark.long
def test_the_page_of_a_million_leads_is_quiet_and_quick(browser: Browser, tmp_path: Path) -> None:
    leads = _made_up(1_000_000)
    start = time.perf_counter()
    report = nj.check(leads, _CAMPAIGN)
    checked = time.perf_counter()
    report.to_html(tmp_path / "million.html")
    assert time.perf_counter() - checked < 1.5 * (checked - start)
    _assert_quiet(browser, tmp_path / "million.html")


def test_a_page_after_a_run_shows_what_was_answered(browser: Browser, sample: Report, tmp_path: Path) -> None:
    results = sample.ready.assign(
        api_code=[104] * 3 + [0] * 91,
        api_outcome=["rejected"] * 3 + ["accepted"] * 91,
        api_action=["drop"] * 3 + ["none"] * 91,
    )
    sample.to_html(tmp_path / "after.html", results=results)
    _assert_quiet(browser, tmp_path / "after.html")
    text = browser.value("document.body.innerText")
    assert "91 of 94 verdicts of the API were as expected" in text
    assert "Nothing was sent" not in text
    assert browser.value("[...document.querySelectorAll('.matrix td')].map(cell => cell.textContent)") == [
        "0",
        "[91]",
        "3",
    ]


@pytest.mark.parametrize("width", [500, 1200])
def test_nothing_runs_over_the_side(browser: Browser, sample: Report, tmp_path: Path, width: int) -> None:
    sample.to_html(tmp_path / "report.html")
    browser.show(width=width)
    browser.open(tmp_path / "report.html")
    assert browser.value("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    browser.show()


def test_the_page_works_by_keyboard(browser: Browser, sample: Report, tmp_path: Path) -> None:
    # Links, which every browser reaches with the Tab key, and each leads to a place in the page.
    sample.to_html(tmp_path / "report.html")
    browser.open(tmp_path / "report.html")
    links = "[...document.querySelectorAll('a')]"
    of_contents = browser.value("document.querySelectorAll('nav a').length")
    assert browser.value(f"{links}.length") == len(sample.summary) + of_contents
    assert browser.value(f"{links}.every(link => document.getElementById(link.hash.slice(1)))")
    assert browser.value("document.querySelectorAll('[tabindex], [onclick], button, input').length") == 0


def test_the_contents_name_the_sections_and_open_them(browser: Browser, sample: Report, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    sample.to_html(page)
    browser.open(page)
    titles = browser.value("""[...document.querySelectorAll('nav a')].map(link => {
        const place = document.getElementById(link.hash.slice(1));
        const title = place.matches('h2') ? place : (place.closest('details') || place).querySelector('h2, caption');
        return [link.textContent, title.textContent];
    })""")
    assert len(titles) > 5
    assert [title for title, _ in titles] == [heading for _, heading in titles]
    browser.value("document.querySelector('nav a[href=\"#not-checked\"]').click()")
    assert browser.value("[...document.querySelectorAll('details[open] h2')].map(one => one.textContent)") == [
        "Not checked"
    ]


def test_a_page_starts_with_what_matters(browser: Browser, sample: Report, tmp_path: Path) -> None:
    sample.to_html(tmp_path / "report.html")
    browser.show(width=1280)
    browser.open(tmp_path / "report.html")
    bottom = "document.querySelector('{}').getBoundingClientRect().bottom"
    assert browser.value(bottom.format("nav")) < 720
    assert browser.value("document.querySelectorAll('details[open]').length") == 0
    # On paper nothing is folded away.
    browser.show(media="print")
    assert browser.value(bottom.format("#not-checked") + " > " + bottom.format("details:has(#not-checked) summary"))
    browser.show()


@pytest.mark.parametrize("width", [500, 360])
def test_labels_of_a_narrow_page_keep_clear_of_each_other(
    browser: Browser, sample: Report, tmp_path: Path, width: int
) -> None:
    sample.to_html(tmp_path / "report.html")
    browser.show(width=width)
    browser.open(tmp_path / "report.html")
    browser.value("document.querySelectorAll('details').forEach(one => one.open = true)")
    overlapping = """[...document.querySelectorAll('td[data-label]')].filter(cell => {
        const label = getComputedStyle(cell, '::before');
        return cell.offsetHeight && cell.offsetHeight + 1 < parseFloat(label.height);
    }).length"""
    assert browser.value(overlapping) == 0
    assert browser.value("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    browser.show()


# --- colours ----------------------------------------------------------------------------------------------------

_TEXTS = ("--muted", "--error", "--warning", "--fix", "--drop", "--review", "color")
_SHAPES = ("--ready", "--fix", "--drop", "--review")


def _colours(css: str) -> dict[str, str]:
    """The colours that a style sheet sets, by name; the last one counts."""
    return dict(re.findall(r"(--[a-z]+|\bcolor|\bbackground): (#[0-9a-f]{6})\b", css))


def _themes() -> dict[str, dict[str, str]]:
    css = re.search(r"<style>(.*?)</style>", _empty_page(), re.DOTALL)
    assert css is not None
    light, _, dark = css[1].partition("@media screen and (prefers-color-scheme: dark)")
    body = r"body \{[^}]*\}|\.noojee-dq\.page \{[^}]*\}"
    return {name: _colours("".join(re.findall(body, part))) for name, part in {"light": light, "dark": dark}.items()}


def _empty_page() -> str:
    leads = pd.DataFrame({"Phone": ["0491 570 006"]})
    return nj.check(leads, nj.Campaign(phone_fields=["Phone"])).to_html() or ""


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    low, high = sorted(map(_luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_computed_as_the_standard_says() -> None:
    assert _contrast("#000000", "#ffffff") == pytest.approx(21)
    assert _contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_and_shapes_stand_out_from_the_page(theme: str) -> None:
    colours = _themes()[theme]
    for name in _TEXTS:
        assert _contrast(colours[name], colours["background"]) >= 4.5, name
    for name in _SHAPES:
        assert _contrast(colours[name], colours["background"]) >= 3, name


@pytest.mark.parametrize("background", ["#ffffff", "#111111", "#1e1e1e"])
def test_the_shapes_of_the_notebook_stand_out_from_light_and_dark_themes(sample: Report, background: str) -> None:
    colours = _colours(render_html_fragment(sample))
    for name in _SHAPES:
        assert _contrast(colours[name], background) >= 3, name


def test_every_colour_has_its_word(sample: Report) -> None:
    page = sample.to_html() or ""
    for name in ("ready", "fix", "drop", "review"):
        assert re.search(rf'<span class="swatch {name}"></span>(Ready|To )', page)
    for classes, word in re.findall(r'<span class="badge ([\w-]+)">([^<]+)</span>', page):
        assert classes == word.replace(" ", "-")


def test_the_base_page_has_a_policy_that_names_its_one_style_sheet() -> None:
    assert render_page("base.html.j2").count("sha256-") == 1
