"""Who holds which key: as a server says it that takes one lead after the other."""

import tracemalloc
from collections.abc import Callable
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet
import pytest
from hypothesis import given, strategies as st

from noojee_dq.batch.phone_column import LONG
from noojee_dq.checks.duplicates import IN_CAMPAIGN
from noojee_dq.large.claims import settle_claims
from noojee_dq.large.database import drop_tables
from noojee_dq.large.repeated_keys import repeated_keys
from tests.examples import examples, mostly_long

Lines = dict[int, list[int]]


def _random(rng: np.random.Generator) -> Lines:
    keys = int(rng.integers(2, 40))
    return {lead: rng.integers(1, keys, int(rng.integers(1, 4))).tolist() for lead in range(int(rng.integers(1, 60)))}


def _chain(rng: np.random.Generator) -> Lines:
    order = rng.permutation(60).tolist() if rng.random() < 0.5 else list(range(60))
    return {lead: [1 + order[lead], 2 + order[lead]] for lead in range(60)}


def _star(rng: np.random.Generator) -> Lines:
    return {lead: [1, *([2 + lead] * int(rng.integers(0, 2)))] for lead in range(60)}


def _served(leads: Lines, held: set[int], refused: set[int], *, last: bool) -> set[tuple[int, int, int]]:
    """What a server says that takes the leads in turn: lead, column and holder of each number that is taken."""
    holder: dict[int, int] = dict.fromkeys(held, IN_CAMPAIGN)
    said = set()
    for lead in sorted(leads, reverse=last):
        taken = {(lead, column, holder[key]) for column, key in enumerate(leads[lead]) if key in holder}
        said |= taken
        if not taken and lead not in refused:
            holder |= dict.fromkeys(leads[lead], lead)
    return said


def _written(leads: Lines, held: set[int], refused: set[int], folder: Path) -> Path:
    lines = [(lead, column, key) for lead, keys in leads.items() for column, key in enumerate(keys)]
    frame = pd.DataFrame(lines, columns=["position", "column", "key"])
    frame = frame.assign(text="", in_campaign=frame["key"].isin(held), refused=frame["position"].isin(refused))
    pyarrow.parquet.write_table(pa.Table.from_pandas(frame, preserve_index=False), folder / "lines.parquet")
    return folder / "lines.parquet"


def _settled(lines: Path, *, last: bool, at_once: int) -> pd.DataFrame:
    taken = lines.with_name("taken.parquet")
    with duckdb.connect() as database:
        settle_claims(database, [str(lines)], str(taken), last=last, at_once=at_once)
        drop_tables(database)
        assert database.execute("SELECT count(*) FROM duckdb_tables()").fetchall() == [(0,)]
    return pyarrow.parquet.read_table(taken).to_pandas()


@pytest.mark.parametrize("last", [False, True])
@pytest.mark.parametrize("shape", [_random, _chain, _star])
@pytest.mark.parametrize("seed", mostly_long(range(85), usual=range(1)))
def test_as_a_server_says_it(
    shape: Callable[[np.random.Generator], Lines], seed: int, last: bool, tmp_path: Path
) -> None:
    rng = np.random.default_rng(seed)
    leads = shape(rng)
    held = set(rng.integers(1, 60, int(rng.integers(0, 4))).tolist())
    refused = set(rng.choice(sorted(leads), len(leads) // 5).tolist())
    found = _settled(_written(leads, held, refused, tmp_path), last=last, at_once=int(rng.choice([1, 7, 100])))
    assert set(found.itertuples(index=False, name=None)) == _served(leads, held, refused, last=last)
    assert found["position"].is_monotonic_increasing


def test_a_chain_of_any_length_takes_no_more_memory(tmp_path: Path) -> None:
    # Rounds decide few of them: each lead waits for the one before.
    lines = _written({lead: [lead, lead + 1] for lead in range(12_000)}, set(), set(), tmp_path)
    peaks = []
    for at_once in (400, 12_000):
        tracemalloc.start()
        found = _settled(lines, last=False, at_once=at_once)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        # Every second lead is in, and takes a number of the next.
        assert found["position"].tolist() == list(range(1, 12_000, 2))
    assert peaks[0] < peaks[1] / 3


@examples(25)
@given(st.lists(st.lists(st.tuples(st.integers(-20, 20), st.booleans()), max_size=20), max_size=4), st.integers(1, 30))
def test_keys_that_stand_twice_are_found_in_any_number_of_rounds(
    tmp_path_factory: pytest.TempPathFactory, files: list[list[tuple[int, bool]]], at_once: int
) -> None:
    folder = tmp_path_factory.mktemp("keys")
    lines = pd.DataFrame([line for file in files for line in file], columns=["key", "in_campaign"])
    for number, file in enumerate(files):
        frame = pd.DataFrame(file, columns=["key", "in_campaign"]).astype({"key": "int64", "in_campaign": bool})
        frame.to_parquet(folder / f"{number}.parquet")
    paths = [str(folder / f"{number}.parquet") for number in range(len(files))]
    expected = lines["key"][lines["key"].duplicated(keep=False) | lines["in_campaign"].eq(True)].unique()
    assert sorted(np.concatenate(list(repeated_keys(paths, at_once=at_once)))) == sorted([LONG, *expected])
