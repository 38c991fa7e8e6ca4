"""What surprises share: found where it stands out, never where it does not, and never a whole number."""

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, strategies as st

import noojee_dq as nj
from tests.analysis.results import results
from tests.examples import examples

_GOOD = 100


def analysis_of(mine: dict[str, list[str]], others: dict[str, list[str]], code: int = 104) -> nj.Analysis:
    """Leads that were refused by surprise, and accepted ones."""
    bad, good = (len(next(iter(columns.values()))) for columns in (mine, others))
    columns = {name: mine[name] + others[name] for name in mine}
    return nj.analyse(results(*[(0, code)] * bad, *[(0, 0)] * good, **columns))


def told(analysis: nj.Analysis) -> list[tuple[str, str, str, int, int]]:
    return [(one.column, one.kind, one.value, one.leads, one.of) for one in analysis.patterns]


def mobiles(prefix: str, count: int) -> list[str]:
    return [f"{prefix} {place:03d} {place % 7}{place % 10}1" for place in range(count)]


@pytest.mark.parametrize(
    ("mine", "others", "expected"),
    [
        (
            {"Mobile": mobiles("0455", 10)},
            {"Mobile": mobiles("0491", _GOOD)},
            [("Mobile", "begins with", "0455", 10, 10)],
        ),
        ({"Mobile": mobiles("0491", 10)}, {"Mobile": mobiles("0491", _GOOD)}, []),
        ({"Hours": ["Perth"] * 8 + ["Hobart"] * 2}, {"Hours": ["Hobart"] * _GOOD}, [("Hours", "is", "Perth", 8, 10)]),
        ({"Mail": [""] * 10}, {"Mail": ["a@b.au"] * _GOOD}, [("Mail", "is blank", "", 10, 10)]),
        ({"Hours": ["Perth"] * 2}, {"Hours": ["Hobart"] * _GOOD}, []),
        ({"Name": list("abcdefghij")}, {"Name": ["x"] * _GOOD}, []),
        ({"State": ["VIC"] * 10}, {"State": ["VIC"] * _GOOD}, []),
    ],
)
def test_patterns(
    mine: dict[str, list[str]], others: dict[str, list[str]], expected: list[tuple[str, str, str, int, int]]
) -> None:
    assert told(analysis_of(mine, others)) == expected


def test_the_share_of_the_others_is_said() -> None:
    analysis = analysis_of({"Hours": ["Perth"] * 31 + ["x"] * 7}, {"Hours": ["Perth"] * 2 + ["Hobart"] * 98})
    assert [str(one) for one in analysis.patterns] == [
        "31 of 38 refused with 104 have a Hours that is Perth, against 2% of the others"
    ]


def test_each_code_has_its_own_patterns() -> None:
    codes = [(0, 104)] * 10 + [(0, 111)] * 10 + [(0, 0)] * _GOOD
    hours = ["Hobart"] * 10 + ["Perth"] * 10 + ["Hobart"] * _GOOD
    analysis = nj.analyse(results(*codes, Mobile=mobiles("0455", 10) + mobiles("0491", _GOOD + 10), Hours=hours))
    assert [(one.code, one.column) for one in analysis.patterns] == [(104, "Mobile"), (111, "Hours")]


def test_separators_do_not_hide_a_beginning() -> None:
    mine = ["0455 123 456", "(0455) 123457", "0455-123-458", "04 55 12 34 59", "0455.123.450", "0455123451"]
    analysis = analysis_of({"Mobile": mine}, {"Mobile": mobiles("0491", 500)})
    assert told(analysis) == [("Mobile", "begins with", "0455", 6, 6)]


@pytest.mark.parametrize("number", ["0455 123 456", "61455123456", "9234 1234", "12345", "٠٤٥٥١٢٣٤٥٦"])
def test_a_number_that_all_share_is_masked(number: str) -> None:
    analysis = analysis_of({"Phone": [number] * 10}, {"Phone": mobiles("0491", _GOOD)}, 105)
    assert told(analysis)
    shown = "".join(str(one) for one in analysis.patterns).replace("of 10", "").replace("10 ", "")
    assert number not in shown
    assert not re.search(r"\d{5}", re.sub(r"[\s().\-/]", "", shown.split(" have ")[1]))


def test_nothing_is_shared_where_all_were_refused() -> None:
    assert analysis_of({"Hours": ["Perth"] * 10}, {"Hours": []}).patterns == []


def test_chance_is_no_pattern() -> None:
    """Many columns of pure chance, and a few surprises: at a chance of one in a thousand there is hardly ever one."""
    chance = np.random.default_rng(7)
    found = 0
    for _ in range(5):
        columns = {f"c{place}": chance.choice(list("abcdefghij"), 300).tolist() for place in range(12)}
        found += len(nj.analyse(results(*[(0, 104)] * 8, *[(0, 0)] * 292, **columns)).patterns)
    assert found == 0


@examples(6)
@given(st.lists(st.text(max_size=12), min_size=3, max_size=8), st.lists(st.text(max_size=12), min_size=1, max_size=8))
def test_any_text_is_survived(mine: list[str], others: list[str]) -> None:
    frame = results(*[(0, 104)] * len(mine), *[(0, 0)] * len(others), Note=pd.Series(mine + others, dtype=object))
    analysis = nj.analyse(frame)
    assert isinstance(repr(analysis), str)
    assert all(pattern.leads <= pattern.of for pattern in analysis.patterns)
