"""What several tests need."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from noojee_dq import cli


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real lead files, which a fresh clone does not have."""
    folder = Path(__file__).parents[2] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("no folder ../shared/data with real lead files")
    return folder


class Run(NamedTuple):
    """One run of the command line."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> Callable[..., Run]:
    monkeypatch.chdir(tmp_path)

    def run_cli(*arguments: str) -> Run:
        monkeypatch.setattr(sys, "argv", ["noojee-dq", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        captured = capfd.readouterr()
        code = ended.value.code
        return Run(code if isinstance(code, int) else 0 if code is None else 1, captured.out, captured.err)

    return run_cli
