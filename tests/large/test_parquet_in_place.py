"""Parquet leads are read from the file that was given, as far as they are its text as it is; the others are copied."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet
import pytest

import noojee_dq as nj
from noojee_dq.checks import CHECKS
from noojee_dq.checks.base import Check
from noojee_dq.errors import LeadsError
from noojee_dq.large.folder import Folder
from noojee_dq.large.staging import LEADS, Staging
from noojee_dq.leads.options import Reading
from tests.examples import mostly_long
from tests.large.made_up import CAMPAIGN, LISTS, NOW, assert_same, in_one_frame, made_up_leads

TEXT = pd.DataFrame({"Phone": [f"0491 570 {number:03}" for number in range(6, 12)], "Name": ["Ann", None] * 3})
BLANK = TEXT.drop(3).reindex(TEXT.index)
TOTAL = pd.concat([TEXT, pd.DataFrame({"Phone": ["Total: 6"], "Name": [None]})], ignore_index=True)


@pytest.mark.parametrize(
    ("leads", "group_rows", "part_rows", "expected"),
    [
        (TEXT, 6, 6, [range(6)]),
        (TEXT, 2, 4, [range(4), range(4, 6)]),
        (TEXT, 2, 3, [range(2), range(2, 4), range(4, 6)]),
        (TEXT, 4, 5, [range(4), range(4, 6)]),
        (TEXT, 1, 9, [range(6)]),
        # A larger group would be read as a whole for each of its parts.
        (TEXT, 6, 4, [None, None]),
        (BLANK, 2, 2, [range(2), None, range(4, 6)]),
        (TOTAL, 3, 3, [range(3), range(3, 6)]),
        (TOTAL, 7, 7, [None]),
        (TEXT.assign(Age=7), 6, 6, [None]),
        (TEXT.set_index("Name"), 6, 6, [None]),
        (TEXT.astype("category"), 6, 6, [None]),
        (TEXT.astype(pd.ArrowDtype(pa.large_string())), 2, 4, [range(4), range(4, 6)]),
        (TEXT.astype(pd.ArrowDtype(pa.string_view())), 2, 4, [None, None]),
    ],
)
def test_what_is_read_in_place(
    leads: pd.DataFrame, group_rows: int, part_rows: int, expected: list[range | None], tmp_path: Path
) -> None:
    path = tmp_path / "leads.parquet"
    leads.to_parquet(path, row_group_size=group_rows)
    folder = Folder(tmp_path / "out")
    with folder.held(LEADS, force=False):
        staging = Staging([str(path)], [str(path)], folder, part_rows, Reading())
        parts = list(staging.parts())
        assert [part.rows for part in parts] == expected
        read = nj.read_leads(path)
        found = pd.concat([part.leads() for part in parts])
        pd.testing.assert_frame_equal(found, read, check_index_type=False)
        pd.testing.assert_frame_equal(parts[-1].leads(["Phone"]), read[["Phone"]].tail(len(parts[-1].leads())))
        assert len(folder.files("working", LEADS, suffix=".arrow")) == expected.count(None)


@pytest.mark.parametrize("seed", mostly_long(range(60), usual=[22]))
def test_the_verdicts_are_those_of_check(seed: int, tmp_path: Path) -> None:
    rng = np.random.default_rng(seed)
    paths = [tmp_path / f"{number}.parquet" for number in range(int(rng.integers(1, 4)))]
    for path in paths:
        leads = made_up_leads(rng, int(rng.integers(1, 60)))
        leads = leads.mask(rng.random(leads.shape) < rng.choice([0, 0.1]))
        leads.loc[rng.random(len(leads)) < 0.05] = None
        leads.to_parquet(path, index=bool(rng.random() < 0.2), row_group_size=int(rng.integers(1, 30)))
    choices: list[dict[str, Any]] = [{}, {"keep": "last"}, LISTS, {"operation": "update"}]
    options = choices[seed % len(choices)]
    parts = int(rng.integers(1, 30))
    large = nj.check_files(paths, CAMPAIGN, out=tmp_path / "out", now=NOW, part_rows=parts, **options)
    leads = in_one_frame(paths) if len(paths) > 1 else nj.read_leads(paths[0])
    assert_same(large, nj.check(leads, CAMPAIGN, now=NOW, **options), len(paths))


def test_no_file_that_was_given_is_lost(tmp_path: Path) -> None:
    for name in ("leads", "dnc", "known"):
        TEXT.to_parquet(tmp_path / f"{name}.parquet", row_group_size=2)
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    lists: dict[str, Any] = {name: tmp_path / f"{name}.parquet" for name in ("dnc", "known")}
    campaign = nj.Campaign(phone_fields=["Phone"])
    report = nj.check_files(tmp_path / "leads.parquet", campaign, out=tmp_path / "out", part_rows=2, **lists)
    assert report.by_code == {"104": 6, "105": 6}
    assert {path: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()} == before


def test_a_file_that_is_changed_meanwhile_is_named(tmp_path: Path) -> None:
    path = tmp_path / "leads.parquet"
    TEXT.to_parquet(path, row_group_size=2)

    def changes(batch: Any, _: str) -> Any:
        TEXT.head(5).to_parquet(path.with_suffix(".new"), row_group_size=2)
        path.with_suffix(".new").replace(path)
        return batch.no_lead

    CHECKS.append(Check(id="changes", scope="row", title="the file stays", mask=changes))
    try:
        with pytest.raises(LeadsError, match=r"^leads\.parquet: was changed while it was checked: run the check again"):
            nj.check_files(path, nj.Campaign(phone_fields=["Phone"]), out=tmp_path / "out", part_rows=2)
    finally:
        CHECKS.pop()
    assert [one.name for one in (tmp_path / "out").iterdir()] == [".noojee-dq"]


def test_groups_without_rows_are_of_no_part(tmp_path: Path) -> None:
    path = tmp_path / "leads.parquet"
    table = pa.Table.from_pandas(TEXT, preserve_index=False)
    with pyarrow.parquet.ParquetWriter(path, table.schema) as file:
        for rows in (table[:0], table[:2], table[:0], table[:0], table[2:5], table[5:], table[:0]):
            file.write_table(rows)
    folder = Folder(tmp_path / "out")
    with folder.held(LEADS, force=False):
        parts = list(Staging([str(path)], [str(path)], folder, 3, Reading()).parts())
        assert [part.rows for part in parts] == [range(2), range(2, 5), range(5, 6)]
        found = pd.concat([part.leads() for part in parts])
    pd.testing.assert_frame_equal(found, nj.read_leads(path), check_index_type=False)


@pytest.mark.long
def test_workers_read_it_too(client: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    leads = made_up_leads(np.random.default_rng(3), 100)
    leads.to_parquet("leads.parquet", row_group_size=20)
    large = nj.check_files("leads.parquet", CAMPAIGN, out="out", now=NOW, part_rows=20, engine=client)
    assert_same(large, nj.check(nj.read_leads("leads.parquet"), CAMPAIGN, now=NOW), files=1)
