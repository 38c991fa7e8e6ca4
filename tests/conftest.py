"""What several tests need.

The property tests try the same examples at each run. `pytest -m hypothesis --hypothesis-profile=long` lets all of them
look for new ones, eighty times as many, and remembers in `.hypothesis` what failed.
"""

import gc
import importlib
import os
import pkgutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.database import DirectoryBasedExampleDatabase

from tests.examples import USUAL

# A fifth of the time that imports take would go into looking for garbage among them.
gc.disable()

# jsonschema would compile a grammar of international addresses, for seconds: no document here holds one.
sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]

# A shell lets what runs in its background ignore Ctrl-C, and so would the programs that are started here.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Nothing may depend on how fast the machine is, nor on what an earlier run has found.
settings.register_profile(
    "default",
    max_examples=USUAL,
    derandomize=True,
    database=None,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "long",
    settings.get_profile("default"),
    max_examples=80 * USUAL,
    derandomize=False,
    database=DirectoryBasedExampleDatabase(Path(__file__).parents[1] / ".hypothesis" / "examples"),
)
settings.load_profile("default")


def pytest_collection_modifyitems() -> None:
    """Import all of the project where the tests run; the process that hands them out collects none, and needs none."""
    # hypothesis also tries the constants of the modules of this project that are imported: with all of them, a test
    # tries the same examples whichever tests run beside it.
    import noojee_dq

    modules = (module.name for module in pkgutil.walk_packages(noojee_dq.__path__, "noojee_dq."))
    for name in (*modules, "notebooks.run"):
        if not name.endswith("__main__"):
            importlib.import_module(name)
    # What the libraries hold is there until the end, and frames hold no cycles to speak of: a tenth of the time went
    # into looking for some.
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    gc.enable()


def pytest_xdist_auto_num_workers() -> int:
    """One process more than processors: tests that send leads wait for a good part of their time."""
    return (os.cpu_count() or 1) + 1


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
    """Runs the command line; what it prints as JSON fits the schema of the command."""
    monkeypatch.chdir(tmp_path)

    from noojee_dq import cli
    from tests.documents import asks_for_json, valid

    def run_cli(*arguments: str) -> Run:
        monkeypatch.setattr(sys, "argv", ["noojee-dq", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        captured = capfd.readouterr()
        code = ended.value.code
        done = Run(code if isinstance(code, int) else 0 if code is None else 1, captured.out, captured.err)
        if asks_for_json(arguments):
            assert valid(arguments[0], done.out)["exit_code"] == done.code
        return done

    return run_cli
