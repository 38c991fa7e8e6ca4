"""The picture of when callbacks would ring, in the page and as a figure."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.report.callback_week import callback_week
from noojee_dq.report.report import Report
from noojee_dq.settings.calling_hours import WEEKDAYS

NOW = datetime(2026, 11, 20, tzinfo=UTC)
#: A Monday, twice; a Sunday; half past eight in the evening; none; one that is written wrongly.
CALLBACKS = ["2026/11/23 09:30", "2026/11/30 09:59", "2026/11/29 10:00", "2026/11/24 20:30", "", "tomorrow"]


def report(callbacks: list[Any], heading: str = "njCallBackDate", **settings: Any) -> Report:
    leads = pd.DataFrame({heading: callbacks, "Phone": "0491 570 006"})
    campaign = nj.Campaign(phone_fields=["Phone"], allow_duplicates=True, **settings)
    return nj.check(leads, campaign, now=NOW)


def picture(page: str) -> ElementTree.Element:
    begins = page.index('<svg class="week"')
    return ElementTree.fromstring(page[begins : page.index("</svg>", begins) + len("</svg>")])  # noqa: S314 - ours


def test_callbacks_are_counted_by_weekday_and_hour() -> None:
    week = callback_week(report(CALLBACKS, calling={"rules": "au-telemarketing"}))
    assert week is not None
    found = {(hour.weekday, hour.hour): hour.callbacks for hour in week.hours}
    assert found == {(0, 9): 2, (1, 20): 1, (6, 10): 1}
    assert [(one.weekday, one.opens, one.closes) for one in week.open] == [
        *((day, 9.0, 20.0) for day in range(5)),
        (5, 9.0, 17.0),
    ]
    assert week.words == "4 callbacks, as the list has them; most on Mondays from 9:00 (2)."
    assert "Industry Standard 2007: telemarketing calls). 2 leads would ring when nobody may call" in week.rules


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({}, "No calling rules are set"),
        (
            {"calling": {"rules": "au-research", "severity": "error"}},
            "Industry Standard 2007: research calls). 1 lead would ring",
        ),
        ({"calling": {"hours": dict.fromkeys(WEEKDAYS, "10:00-18:00")}}, "(hours of the campaign). 3 leads would ring"),
    ],
)
def test_the_picture_says_which_hours_are_kept(settings: dict[str, Any], words: str) -> None:
    week = callback_week(report(CALLBACKS, **settings))
    assert week is not None
    assert words in week.rules


@pytest.mark.parametrize("callbacks", [["", "tomorrow"], []])
def test_without_callbacks_there_is_no_picture(callbacks: list[str]) -> None:
    assert callback_week(report(callbacks)) is None
    assert 'class="week"' not in str(report(callbacks).to_html())


def test_the_column_is_found_by_its_field() -> None:
    mapped = report(CALLBACKS, heading="Call at", columns={"Call at": "njCallBackDate"})
    assert sum(mapped.callback_tally.counts) == 4
    assert report(CALLBACKS, heading="Call at").callback_tally.counts == ()


def test_the_page_has_it_as_svg_that_can_be_read_out() -> None:
    svg = picture(str(report(CALLBACKS, calling={"rules": "au-telemarketing"}).to_html()))
    named = svg.attrib["aria-labelledby"].split()
    assert svg.attrib["role"] == "img"
    assert [child.attrib.get("id") for child in svg[:2]] == named
    assert "4 callbacks" in str(svg[1].text)
    cells = svg.findall("rect[@class='calls']")
    assert [title.text for cell in cells for title in cell] == [
        "Monday, 9:00 to 10:00: 2 callbacks",
        "Tuesday, 20:00 to 21:00: 1 callback",
        "Sunday, 10:00 to 11:00: 1 callback",
    ]
    assert len(svg.findall("rect[@class='open']")) == 6
    assert all(float(one.attrib["x"]) + float(one.attrib["width"]) <= 500 for one in svg.iter("rect"))


def test_the_figure_holds_it(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    made = report(CALLBACKS, calling={"rules": "au-telemarketing"})
    figure = made.plot()
    week, scale = figure.axes
    assert (week.get_title(), scale.get_ylabel()) == ("When callbacks would ring", "callbacks")
    assert sum(int(text.get_text()) for text in week.texts) == sum(made.callback_tally.counts)
    legend = week.get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == ["hours in which one may call"]
    figure.savefig(tmp_path / "week.png")
    assert (tmp_path / "week.png").stat().st_size > 5000


def test_without_callbacks_the_figure_has_no_empty_panel() -> None:
    pytest.importorskip("matplotlib")
    (axes,) = report([""]).plot().axes
    assert not axes.axison
    assert [text.get_text() for text in axes.texts] == ["no lead has a callback"]


def test_without_calling_rules_the_figure_has_no_legend() -> None:
    pytest.importorskip("matplotlib")
    assert report(CALLBACKS).plot().axes[0].get_legend() is None
