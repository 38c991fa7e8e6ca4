"""What the tests of an analysis share: runs, sent once."""

import os
import pickle

import pytest
from filelock import FileLock

from tests.analysis.run import Sent, sent


@pytest.fixture(scope="session")
def run_of_500(tmp_path_factory: pytest.TempPathFactory) -> Sent:
    """A finished run of 500 mixed leads; where several processes run the tests, the first one makes it for all."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    kept = folder / "run-of-500.pickle"
    with FileLock(kept.with_suffix(".lock")):
        if not kept.exists():
            kept.write_bytes(pickle.dumps(sent(folder, 500)))
    run: Sent = pickle.loads(kept.read_bytes())  # noqa: S301 - our own
    return run


@pytest.fixture(scope="session")
def run_of_200(tmp_path_factory: pytest.TempPathFactory) -> Sent:
    """A small one, for tests that count nothing."""
    return sent(tmp_path_factory.mktemp("run"), 200)
