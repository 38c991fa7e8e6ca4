"""Files read in parts are the files that `read_leads` reads, to the value."""

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet
import pytest
from hypothesis import given, strategies as st

from tests.examples import examples, mostly_long
from tests.leads.alike import assert_read_alike

#: Texts whose parts are cut amiss by whoever looks at line ends, or at quotation marks, alone.
TEXTS = (
    "Phone,Name\n0491570006,Ann\n\n0491570156,Bob\n",
    'Phone,Name\n0491570006,"Ann\nof the hill"\n0491570156,Bob\n0491570157,"C ""D"" E"\n',
    "Phone;Name\r\n0491570006;Änn\r\n;\r\n0491570156;Bøb",
    "A list of leads,\n\nPhone,Name\n0491570006,Ann\n0491570156,Bob,more\n0491570157\n",
    "Phone,Name,\n0491570006,Ann,\n0491570156,Bob,x\n",
    "Phone,Name,,\n0491570006,Ann,,\n0491570156,Bob,,\n",
    "\ufeffPhone\n0491570006\n\ufeff0491570156\n",
    "Phone\rName\r0491570006\r",
    'Phone,Name\n0491570006,"Ann"x\n0491570156,Bob\n',
    "Phone\tName\n0491570006\tAnn, of course\n",
    "Phone,Phone, Name \n1,2,3\n",
    "Phone\n",
)


@pytest.mark.parametrize("encoding", mostly_long(["utf-8", "utf-16", "cp1252"], usual=["utf-8"]))
@pytest.mark.parametrize("block_bytes", mostly_long([1, 7, 24, 1000], usual=[1, 24]))
@pytest.mark.parametrize("text", TEXTS)
def test_of_texts(text: str, block_bytes: int, encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_bytes(text.encode(encoding, errors="replace"))
    assert_read_alike(path, block_bytes)


_CELL = st.text(alphabet='ab,"\n\r 0é', max_size=5)
_ROWS = st.lists(st.lists(_CELL, min_size=1, max_size=3), max_size=8)


@examples(25)
@given(
    st.lists(st.lists(_CELL, min_size=1, max_size=3), max_size=8), st.sampled_from(["\n", "\r\n"]), st.integers(1, 40)
)
def test_of_any_text(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], end: str, block: int) -> None:
    path = tmp_path_factory.mktemp("any") / "leads.csv"
    path.write_bytes(end.join(["Phone,Name", *(",".join(cells) for cells in rows)]).encode())
    assert_read_alike(path, block)


def test_of_parquet(tmp_path: Path) -> None:
    path = tmp_path / "leads.parquet"
    frame = pd.DataFrame({"Phone": [491570006, None, 491570156, 7.0, 8], "Name": ["Ann", None, "", "x", "y"]})
    frame.to_parquet(path, row_group_size=2)
    assert_read_alike(path, 1)


@pytest.mark.parametrize("kind", [pa.string_view(), pa.list_(pa.string()), pa.list_(pa.string_view())])
def test_of_parquet_of_odd_kinds(kind: pa.DataType, tmp_path: Path) -> None:
    path = tmp_path / "leads.parquet"
    values = [None, ["Ann"]] if pa.types.is_list(kind) else [None, "Ann"]
    pyarrow.parquet.write_table(pa.table({"Phone": ["0491570006", "x"], "Name": pa.array(values, kind)}), path)
    assert_read_alike(path, 1)


def test_damaged_parquet_says_so(tmp_path: Path) -> None:
    path = tmp_path / "leads.parquet"
    path.write_bytes(b"PAR1" + b"x" * 100)
    assert_read_alike(path, 1)
