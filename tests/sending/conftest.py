"""What the tests of `submit` need; and after each of them, a search for the key in all that it left."""

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

import noojee_dq as nj
from tests.sending.support import CAMPAIGN, MARKED, Bench


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Callable[..., Bench]]:
    """Makes a bench with a running sandbox; settings of the campaign by `campaign=`, others are the sandbox's."""
    with ExitStack() as running:

        def make(campaign: nj.Campaign = CAMPAIGN, **settings: object) -> Bench:
            usual: dict[str, object] = {"api_key": MARKED, "latency": 0}
            sandbox = nj.Sandbox(campaign, **(usual | settings))  # type: ignore[arg-type]
            return Bench(running.enter_context(sandbox), tmp_path / "run.sqlite")

        yield make


@pytest.fixture(autouse=True)
def _key_nowhere(tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> Iterator[None]:
    """No test of a submission leaves the key in a log at DEBUG, in its output, or in a file."""
    caplog.set_level(logging.DEBUG)
    yield
    output = capfd.readouterr()
    logs = [f"{record.getMessage()} {vars(record)}" for record in caplog.get_records("call")]
    texts = [output.out, output.err, caplog.text, *logs]
    files = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert not any(MARKED in text for text in texts)
    assert not any(MARKED.encode() in content for content in files)
