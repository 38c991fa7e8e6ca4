"""Leads that lie in a file: the same as in memory, and in none of it."""

import pickle
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, strategies as st

from noojee_dq.campaign import Campaign
from noojee_dq.leads.mapped import mapped, taken
from noojee_dq.leads.text import as_text
from noojee_dq.sending.bodies import Bodies

ROWS = 20_000
CELL = "a note as long as people write them " * 4


def wide_leads(folder: Path) -> pd.DataFrame:
    """Leads with much text in each."""
    part = pd.DataFrame({f"Note {number}": [CELL] * (ROWS // 2) for number in range(8)}).rename_axis("row")
    leads = mapped((part.set_index(part.index + first) for first in (2, ROWS)), folder)
    leads.attrs["path"] = str(folder)
    return leads


def test_what_a_run_makes_of_leads_takes_no_copy_of_their_text(tmp_path: Path) -> None:
    before = pa.total_allocated_bytes()
    leads = wide_leads(tmp_path)
    text = as_text(leads)
    some = taken(leads, np.arange(1, ROWS))
    body = Bodies(some, Campaign(), "insert")[ROWS // 2]
    assert (body["Note 7"], len(text), len(some)) == (CELL, ROWS, ROWS - 1)
    assert pa.total_allocated_bytes() - before < len(CELL) * 8 * ROWS / 20


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mapped")


@given(st.lists(st.tuples(st.text(st.characters(codec="utf-8")), st.none() | st.integers(0, 9)), min_size=1), st.data())
def test_leads_that_are_taken_are_those_of_a_frame_in_memory(
    folder: Path, cells: list[tuple[str, int | None]], data: st.DataObject
) -> None:
    texts, numbers = zip(*cells, strict=True)
    columns = {"Text": pd.array(texts, dtype="str"), "Number": pd.array(numbers, dtype="Int64")}
    leads = pd.DataFrame(columns, index=pd.Index(range(2, len(cells) + 2), name="row"))
    cut = data.draw(st.integers(0, len(cells)))
    at = np.array(data.draw(st.lists(st.integers(0, len(cells) - 1))), dtype=np.intp)
    in_file = mapped([leads.iloc[:cut], leads.iloc[cut:]], folder)
    in_file.attrs["path"] = str(folder)
    pd.testing.assert_frame_equal(in_file, leads)
    pd.testing.assert_frame_equal(taken(in_file, at), leads.iloc[at])
    assert not list(folder.iterdir())


@pytest.mark.parametrize("values", [[1, None, 3], [1, "x", None], [None, 412345678.0, 2], [{"a": 1}, [1], "x"]])
def test_what_somebody_adds_to_leads_is_taken_as_it_is(folder: Path, values: list[object]) -> None:
    leads = mapped([pd.DataFrame({"Text": ["a", "b", "c"]})], folder).assign(Own=pd.Series(values, dtype="object"))
    leads.attrs["path"] = str(folder)
    at = np.array([0, 1])
    assert taken(leads, at)["Own"].tolist() == values[:2]
    pd.testing.assert_frame_equal(as_text(taken(leads, at)), as_text(leads.iloc[at]))


def test_leads_in_a_file_can_be_copied_and_sent_to_another_process(folder: Path) -> None:
    leads = mapped([pd.DataFrame({"Text": ["a", "b", "c"]})], folder)
    for other in (leads.copy(), pickle.loads(pickle.dumps(leads))):  # noqa: S301 - it was made here
        pd.testing.assert_frame_equal(other, leads)
