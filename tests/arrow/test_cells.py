"""What is looked for in a column by its bytes first is found just as by the pattern alone."""

import re

import pandas as pd
import pytest
from hypothesis import given, strategies as st

from noojee_dq.arrow.cells import contains, fully_matches, is_blank, is_no_change, replace_pattern, trimmed
from noojee_dq.batch.external_ids import has_exponent, plain_ids

#: What the patterns are about, and their neighbours in other scripts.
TEXTS = st.lists(st.text("0123eE+., =\"'<>noNO changeCHANGE\t\u00a0\u2003é", max_size=12))


def column(texts: list[str], start: int = 0) -> pd.Series:
    """Part of a column: its bytes do not begin with those of its cells."""
    return pd.Series(["<E.'", *texts], dtype="str").iloc[start:].reset_index(drop=True)


@given(TEXTS, st.sampled_from([0, 1]))
def test_exponents_are_found_as_by_the_pattern_alone(texts: list[str], start: int) -> None:
    cells = column(texts, start)
    pattern = re.compile(r"\s*[0-9](?:[.,][0-9]+)?[eE]\+?[0-9]+\s*", re.ASCII)
    assert has_exponent(cells).tolist() == [pattern.fullmatch(cell) is not None for cell in cells]


@given(TEXTS, st.sampled_from([0, 1]))
def test_no_change_is_found_as_by_the_pattern_alone(texts: list[str], start: int) -> None:
    cells = column(texts, start)
    space = "[\\s\u00a0]"
    pattern = re.compile(f"{space}*<{space}*no{space}+change{space}*>{space}*", re.ASCII | re.IGNORECASE)
    assert is_no_change(cells).tolist() == [pattern.fullmatch(cell) is not None for cell in cells]


@given(TEXTS, st.sampled_from([0, 1]))
def test_blanks_are_found_and_taken_off_as_by_python(texts: list[str], start: int) -> None:
    cells = column(texts, start)
    assert is_blank(cells).tolist() == [not cell.strip() for cell in cells]
    assert trimmed(cells).tolist() == [cell.strip() for cell in cells]


@given(TEXTS)
def test_an_id_is_the_same_whatever_stands_in_the_other_cells(texts: list[str]) -> None:
    assert plain_ids(column(texts)).tolist() == [plain_ids(pd.Series([cell])).iat[0] for cell in column(texts)]


@pytest.mark.parametrize("needs", [b"", b".", b".,"])
def test_needed_characters_change_nothing_but_the_time(needs: bytes) -> None:
    cells = pd.Series(["a", "b.0", "", "é.0", "c.", "."], dtype="str")
    assert contains(cells, r"\.0", needs=needs).tolist() == [False, True, False, True, False, False]
    assert fully_matches(cells, r"\.", needs=needs).tolist() == [False] * 5 + [True]
    assert replace_pattern(cells, r"\.0$", "", needs=needs).tolist() == ["a", "b", "", "é", "c.", "."]
    assert replace_pattern(cells[:1], r"\.0$", "", needs=needs).tolist() == ["a"]
