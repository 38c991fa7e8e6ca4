"""The workers of a Dask cluster: real processes, which can die."""

import os
import signal
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import noojee_dq as nj
from noojee_dq.arrow.columns import Mask
from noojee_dq.batch.batch import Batch
from noojee_dq.checks import CHECKS
from noojee_dq.checks.base import Check
from noojee_dq.errors import CampaignError, WorkersLostError
from tests.large.made_up import CAMPAIGN, FULL_EXPORT, LISTS, NOW, assert_same, in_one_frame, written


def deadly(mark: Path, *, always: bool = False) -> Check:
    """A check that ends the process which runs it, but only once, if not always."""

    def killed(batch: Batch, _: str) -> Mask:
        if always or not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return batch.no_lead

    return Check(id="deadly", scope="row", title="a worker lives", mask=killed)


def on_each_worker(mark: Path, *, always: bool = False) -> Any:
    """What adds that check on each worker, also on those that take the place of dead ones."""
    from distributed import WorkerPlugin

    class Deadly(WorkerPlugin):
        def setup(self, worker: Any) -> None:
            from noojee_dq.checks.catalogue import CHECKS

            CHECKS.append(deadly(mark, always=always))

    return Deadly()


@pytest.mark.long
@pytest.mark.parametrize(
    "options", [LISTS, {"operation": "update", "keep": "last", "known": FULL_EXPORT}], ids=["insert", "update"]
)
def test_they_say_the_same(options: dict[str, Any], client: Any, tmp_path: Path) -> None:
    paths = written(np.random.default_rng(7), 300, 3, tmp_path)
    large = nj.check_files(paths, CAMPAIGN, out=tmp_path / "out", now=NOW, part_rows=40, engine=client, **options)
    assert_same(large, nj.check(in_one_frame(paths), CAMPAIGN, now=NOW, **options), files=3)


@pytest.mark.long
def test_one_that_dies_in_the_middle_changes_nothing(client: Any, tmp_path: Path) -> None:
    import cloudpickle

    paths = written(np.random.default_rng(7), 300, 3, tmp_path)
    mark = tmp_path / "mark"
    # Workers have no module of these tests.
    cloudpickle.register_pickle_by_value(sys.modules[__name__])
    client.register_plugin(on_each_worker(mark))
    CHECKS.append(deadly(tmp_path))
    try:
        large = nj.check_files(paths, CAMPAIGN, out=tmp_path / "out", now=NOW, part_rows=40, engine=client)
    finally:
        CHECKS.pop()
    assert mark.exists()
    assert_same(large, nj.check(in_one_frame(paths), CAMPAIGN, now=NOW), files=3)


@pytest.mark.long
@pytest.mark.filterwarnings("ignore")  # of a cluster about workers that die
def test_where_all_die_again_and_again_it_says_so_and_leaves_no_leads(client: Any, tmp_path: Path) -> None:
    import cloudpickle

    paths = written(np.random.default_rng(7), 30, 1, tmp_path)
    cloudpickle.register_pickle_by_value(sys.modules[__name__])
    client.register_plugin(on_each_worker(tmp_path / "mark", always=True))
    CHECKS.append(deadly(tmp_path))
    try:
        with pytest.raises(WorkersLostError, match="the workers of the cluster were lost"):
            nj.check_files(paths, CAMPAIGN, out=tmp_path / "out", now=NOW, engine=client)
    finally:
        CHECKS.pop()
    assert not list((tmp_path / "out").rglob("*.parquet"))


@pytest.mark.long
def test_workers_without_a_check_of_ones_own_are_refused(client: Any, tmp_path: Path) -> None:
    paths = written(np.random.default_rng(7), 30, 1, tmp_path)
    CHECKS.append(deadly(tmp_path))
    try:
        with pytest.raises(CampaignError, match=r"the workers have not the same checks .*'deadly' is missing there"):
            nj.check_files(paths, CAMPAIGN, out=tmp_path / "out", now=NOW, engine=client)
    finally:
        CHECKS.pop()


def test_what_is_no_client_is_refused(tmp_path: Path) -> None:
    (tmp_path / "leads.csv").write_text("Phone\n0491 570 006\n", "utf-8")
    with pytest.raises(CampaignError, match=r'engine=.spark. is neither "duckdb" nor a client of a Dask cluster'):
        nj.check_files(tmp_path / "leads.csv", CAMPAIGN, out=tmp_path / "out", engine="spark")
