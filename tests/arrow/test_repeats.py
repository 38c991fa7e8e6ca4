"""Which texts stand more than once: compared with pandas."""

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, strategies as st

from noojee_dq.arrow import repeats
from noojee_dq.arrow.repeats import among, fingerprints, repeated

ALIKE = st.text(alphabet="01+é", max_size=20)


@given(st.lists(ALIKE), st.integers(0, 3))
def test_the_same_texts_are_found_as_by_pandas(texts: list[str], start: int) -> None:
    cells = pa.array(texts, pa.large_string()).slice(start)
    series = pd.Series(texts[start:], dtype="str")
    assert repeated(cells).tolist() == (series.duplicated(keep=False) & series.ne("")).tolist()


@given(st.lists(st.one_of(ALIKE, st.none())), st.lists(ALIKE), st.integers(0, 3))
def test_texts_of_another_column_are_found_as_by_pandas(texts: list[str | None], others: list[str], start: int) -> None:
    cells, many = pa.array(texts, pa.large_string()).slice(start), pa.array(others, pa.large_string()).slice(start)
    expected = pd.Series(texts[start:], dtype="str").isin(others[start:]).tolist()
    with pytest.MonkeyPatch.context() as patch:
        # A few are looked for as many are.
        patch.setattr(repeats, "_MANY", 0)
        assert among(cells, many).tolist() == expected
    assert among(cells, many).tolist() == expected


@pytest.mark.parametrize("size", [1, 7, 8, 9, 16, 17, 40])
def test_each_byte_counts(size: int) -> None:
    texts = ["0" * size, *("0" * at + "1" + "0" * (size - at - 1) for at in range(size)), "0" * (size + 1)]
    assert len(set(fingerprints(pa.array(texts, pa.large_string())).tolist())) == len(texts)
