"""What each column of a list holds: exact, masked, and alike whether leads are in one frame or in parts."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, strategies as st

import noojee_dq as nj
from noojee_dq.report.column_facts import column_facts
from noojee_dq.report.profile import PROFILE_COLUMNS
from tests.report.samples import HOSTILE, sample_report

CAMPAIGN = nj.Campaign(phone_fields=["Phone"])


def _profile(cells: list[Any], heading: str = "Phone") -> dict[str, Any]:
    leads = pd.DataFrame({"Phone": "0491 570 006"}, index=range(len(cells))).assign(**{heading: cells})
    return dict(nj.check(leads, CAMPAIGN).profile.loc[heading])


#: Heading, cells; filled, different, most frequent, longest, kinds.
PROFILES: dict[str, tuple[str, list[Any], tuple[int, int, str, int, str]]] = {
    "names": ("Name", ["Ann", "Bob", "Ann", "", " "], (3, 2, "Ann (2)", 3, "")),
    "the most frequent first, then by value": (
        "Name",
        ["d", "d", "c", "c", "b", "b", "a", "a", "e", "e", "e"],
        (11, 5, "e (3); a (2); b (2)", 1, ""),
    ),
    "all blank": ("Name", ["", " ", "\t"], (0, 0, "", 0, "")),
    "nobody": ("Name", [], (0, 0, "", 0, "")),
    "no text": ("Age", [17, 18, 17], (3, 2, "17 (2)", 2, "")),
    "other scripts": ("Name", ["Zoë", "李", "Zoë"], (3, 2, "Zoë (2)", 3, "")),
    "the heading once more": ("Name", ["Ann", "NAME", "name"], (3, 3, "", 4, "the heading itself (2)")),
    "odd characters": ("Name", ["Zo\ufffd", "A\u200bnn", "B\x07b", "Ann"], (4, 4, "", 4, "odd characters (3)")),
    "a number elsewhere": ("Note", ["ring 0491570006"] * 2, (2, 1, "ring 04•••••006 (2)", 15, "")),
    "numbers": (
        "Phone",
        ["0491 570 006", "0491 570 006", "0491570156", "(02) 5550 1234", "+61491570157", "491570158", ""],
        (
            6,
            5,
            "04•• ••• 006 (2)",
            14,
            "0### ### ### (2); #########; (0#) #### ####; +###########; 1 other way of writing",
        ),
    ),
    "no numbers": ("Phone", ["n/a", "Ann", "4.91E+08", "("], (4, 4, "", 8, "#.##A+##; (; A/A; AAA")),
    "digits of other scripts": ("Phone", ["\u0660\u0664", "\uff10\uff14\uff19"], (2, 2, "", 3, "**; ***")),
}


@pytest.mark.parametrize("name", PROFILES)
def test_what_a_column_holds(name: str) -> None:
    heading, cells, expected = PROFILES[name]
    assert _profile(cells, heading) == dict(zip(PROFILE_COLUMNS, expected, strict=True))


def test_it_has_a_line_for_each_column_of_the_list() -> None:
    report = sample_report()
    profile = report.profile
    assert profile.index.tolist() == [name for name in report.leads.columns if not name.startswith(("dq_", "api_"))]
    assert profile.index.name == "column"
    assert tuple(profile.columns) == PROFILE_COLUMNS
    assert profile["filled"].tolist() == [report.leads[name].str.strip().ne("").sum() for name in profile.index]


def test_no_number_is_shown_unless_asked_for() -> None:
    numbers = ["0491 570 006"] * 3 + ["0491570156"] * 2
    report = nj.check(pd.DataFrame({"Phone": numbers, "Note": numbers, "njCallBackDate": "2026/03/04 10:00"}), CAMPAIGN)
    page, open_page = str(report.to_html()), str(report.to_html(show_values=True))
    assert "2026/03/04 10:00 (5)" in page
    for text in (page, report.profile.to_string()):
        assert not re.search(r"0491\s?570", text)
        assert "04•• ••• 006 (3); 04•••••156 (2)" in text
    assert "0491 570 006 (3); 0491570156 (2)" in open_page


def test_hostile_values_do_no_harm() -> None:
    leads = pd.DataFrame({"Phone": [*HOSTILE, *HOSTILE], "<b>x</b>": [*HOSTILE, *HOSTILE]})
    report = nj.check(leads, CAMPAIGN)
    page = str(report.to_html())
    assert report.profile["distinct"].tolist() == [len(HOSTILE)] * 2
    assert "<script>" not in page
    assert "<b>x</b>" not in page


_CELLS = st.lists(st.sampled_from(["Ann", "ann", "Ann ", "", " ", "李", "a\x00b"]) | st.text(max_size=3), max_size=30)


@given(_CELLS)
def test_values_are_counted_exactly(cells: list[str]) -> None:
    leads = pd.DataFrame({"Name": pd.Series([cell for cell in cells if cell.isprintable()], dtype="str")})
    counts = Counter(cell for cell in leads["Name"] if cell.strip())
    (facts,) = column_facts(leads, ["Name"])
    assert facts.distinct == len(counts)
    assert facts.longest == max(map(len, counts), default=0)
    assert facts.frequent == tuple(
        sorted(
            ((value, number) for value, number in counts.items() if number > 1), key=lambda pair: (-pair[1], pair[0])
        )[:3]
    )
    assert sum(facts.written.values()) == counts.total()


def test_values_that_mostly_stand_once_are_counted_alike() -> None:
    numbers = [f"04915{number:05}" for number in range(20_000)]
    leads = pd.DataFrame({"Phone": [*numbers, *numbers[:2], numbers[0], "", ""]})
    (facts,) = column_facts(leads, ["Phone"])
    assert (facts.distinct, facts.longest, facts.written) == (20_000, 10, {"0#########": 20_003})
    assert facts.frequent == ((numbers[0], 3), (numbers[1], 2))


@pytest.mark.parametrize("part_rows", [13, 100])
def test_leads_in_parts_have_the_same_profile(tmp_path: Path, part_rows: int) -> None:
    cells = [value for _, values, _ in PROFILES.values() for value in values if str(value).isprintable()]
    frame = pd.DataFrame({"Phone": cells, "phone": cells[::-1], "api_code": "0"}).astype("str")
    frame[:20].to_csv(tmp_path / "a.csv", index=False)
    frame[20:].to_csv(tmp_path / "b.csv", index=False)
    paths = [tmp_path / "a.csv", tmp_path / "b.csv"]
    nj.check_files(paths, CAMPAIGN, out=tmp_path / "out", part_rows=part_rows, progress=False)
    leads = pd.concat([nj.read_leads(path) for path in paths], ignore_index=True)
    profile = nj.LargeReport.open(tmp_path / "out").profile
    pd.testing.assert_frame_equal(profile, nj.check(leads, CAMPAIGN).profile)
    assert profile.index.tolist() == ["Phone", "phone"]
