"""What people do to a running command: pipes that end, terminals that close, windows that are shut, Ctrl-C."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.sandbox import Sandbox
from tests.examples import mostly_long

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pipes and signals of POSIX")

KEY = "3f0c9c1e-made-up-key"
CAMPAIGN = nj.Campaign(
    template_id=41, campaign_id=41, allocation_id=38, phone_fields=["Phone"], columns={"Ref": "njExternalLeadId"}
)
LEADS = 40


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NOOJEE_API_KEY", KEY)
    rows = [f"R{place},04915{place:05d}" for place in range(LEADS)]
    Path("leads.csv").write_text("\n".join(["Ref,Phone", *rows]), "utf-8")
    return tmp_path


@pytest.fixture
def slow(folder: Path) -> Iterator[Sandbox]:
    with Sandbox(CAMPAIGN, api_key=KEY, concurrency=2, time_scale=0.2) as pbx:
        Path("campaign.toml").write_text(pbx.campaign.to_toml(), "utf-8")
        yield pbx


def command(*arguments: str, options: tuple[str, ...] = ()) -> list[str]:
    return [sys.executable, *options, "-m", "noojee_dq", *arguments]


def wait_for(condition: Callable[[], bool]) -> None:
    """Wait until something is so, and fail if it takes half a minute."""
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def without_reader() -> int:
    """The end of a pipe that nobody reads."""
    reading, writing = os.pipe()
    os.close(reading)
    return writing


@pytest.mark.parametrize(
    ("leads", "code"), [pytest.param("Phone\n0491 570 006\n", 0, marks=pytest.mark.long), ("Phone\nnone\n", 1)]
)
@pytest.mark.parametrize("closed", mostly_long(["stdout", "stderr", "both"], ["both"]))
def test_a_pipe_that_ends_changes_no_exit_code(folder: Path, leads: str, code: int, closed: str) -> None:
    Path("few.csv").write_text(leads, "utf-8")
    nobody = without_reader()
    streams = {name: nobody if closed in (name, "both") else subprocess.PIPE for name in ("stdout", "stderr")}
    ended = subprocess.run(command("check", "few.csv", "--phone-field", "Phone"), text=True, **streams)  # type: ignore[call-overload]  # noqa: S603
    os.close(nobody)
    assert ended.returncode == code
    assert not ended.stderr


@pytest.mark.long
def test_without_stdout_and_stderr_a_command_does_its_work(folder: Path) -> None:
    Path("few.csv").write_text("Phone\nnone\n", "utf-8")
    shell = f"{sys.executable} -m noojee_dq check few.csv --phone-field Phone --rejected bad.csv >&- 2>&-"
    assert subprocess.run(["/bin/sh", "-c", shell], check=False).returncode == 1  # noqa: S603
    assert Path("bad.csv").exists()


@pytest.mark.long
def test_a_full_disk_is_still_an_error(folder: Path) -> None:
    Path("few.csv").write_text("Phone\n0491 570 006\n", "utf-8")
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full")
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(  # noqa: S603
            command("check", "few.csv", "--phone-field", "Phone"), stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert ended.returncode == 2
    assert b"No space left" in ended.stderr


def submitting(stdout: int = subprocess.PIPE, stderr: int = subprocess.PIPE) -> "subprocess.Popen[str]":
    arguments = command("submit", "leads.csv", "--send", "--results", "results.csv")
    return subprocess.Popen(arguments, stdout=stdout, stderr=stderr, text=True)  # noqa: S603


@pytest.mark.long
def test_a_run_whose_terminal_is_gone_goes_on_and_writes_its_results(slow: Sandbox) -> None:
    nobody = without_reader()
    with submitting(stdout=nobody, stderr=nobody) as run:
        os.close(nobody)
        assert run.wait(timeout=60) == 0
    assert set(pd.read_csv("results.csv")["api_outcome"]) == {"accepted"}
    assert slow.inserted == LEADS


@pytest.mark.long
def test_ctrl_c_on_both_sides_of_a_pipe_drains_the_run(slow: Sandbox) -> None:
    """As with `| tee log`, which dies first."""
    with submitting() as run:
        wait_for(lambda: slow.inserted >= 5)
        assert run.stdout is not None
        assert run.stderr is not None
        run.stdout.close()
        run.stderr.close()
        run.send_signal(signal.SIGINT)
        assert run.wait(timeout=60) == 130
    outcomes = pd.read_csv("results.csv")["api_outcome"]
    assert set(outcomes) == {"accepted", "not_sent"}
    assert outcomes.eq("accepted").sum() == slow.inserted


@pytest.mark.long
def test_a_window_that_is_closed_drains_the_run(slow: Sandbox) -> None:
    with submitting() as run:
        wait_for(lambda: slow.inserted >= 5)
        run.send_signal(signal.SIGHUP)
        run.communicate(timeout=60)
    assert run.returncode == 130
    outcomes = pd.read_csv("results.csv")["api_outcome"]
    assert set(outcomes) == {"accepted", "not_sent"}
    assert outcomes.eq("accepted").sum() == slow.inserted


@pytest.mark.long
def test_under_nohup_a_run_goes_on(slow: Sandbox) -> None:
    ignoring = (
        "import os, signal, sys; signal.signal(signal.SIGHUP, signal.SIG_IGN); os.execv(sys.executable, sys.argv[1:])"
    )
    arguments = command("submit", "leads.csv", "--send", "--results", "results.csv")
    with subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", ignoring, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as run:
        wait_for(lambda: slow.inserted >= 5)
        run.send_signal(signal.SIGHUP)
        run.communicate(timeout=60)
    assert (run.returncode, slow.inserted) == (0, LEADS)


#: Interrupts itself while a module is imported, and drops what that raises, as some compiled modules do.
_DROPS_AN_INTERRUPT = """
import os, signal, sys
sys.argv = ["noojee-dq", "submit", "leads.csv", "--send"]
class Dropping:
    def find_spec(self, name, path, target=None):
        if name == "httpx":
            try:
                os.kill(os.getpid(), signal.SIGINT)
                sum(range(1000))
            except KeyboardInterrupt:
                pass
sys.meta_path.insert(0, Dropping())
from noojee_dq.cli import main
main()
"""


def test_ctrl_c_that_a_module_drops_while_it_is_imported_sends_nothing(slow: Sandbox) -> None:
    child = subprocess.run([sys.executable, "-c", _DROPS_AN_INTERRUPT], check=False, capture_output=True, text=True)  # noqa: S603
    assert (child.returncode, slow.inserted) == (130, 0)
    assert "Traceback" not in child.stderr


@pytest.mark.parametrize(
    "module", mostly_long(["numpy", "pandas._libs.tslibs", "typer", "httpx"], ["pandas._libs.tslibs"])
)
def test_ctrl_c_during_start_up_prints_no_traceback(slow: Sandbox, module: str) -> None:
    """Python itself says on stderr which modules are imported, and so when it is time."""
    arguments = command("submit", "leads.csv", "--send", options=("-X", "importtime"))
    # A small pipe, so that it cannot be far ahead of what is read here.
    with subprocess.Popen(  # noqa: S603
        arguments, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, pipesize=4096
    ) as child:
        assert child.stderr is not None
        said = []
        for line in child.stderr:
            said.append(line)
            if line.rstrip().endswith(f" {module}"):
                child.send_signal(signal.SIGINT)
                break
        said += child.stderr.readlines()
        child.wait(timeout=60)
    assert child.returncode in (130, -signal.SIGINT)
    assert "Traceback" not in "".join(said)
    assert slow.inserted == 0


@pytest.mark.long
def test_answers_that_a_deleted_journal_cannot_take_go_into_the_results(slow: Sandbox) -> None:
    with submitting() as run:
        wait_for(lambda: slow.inserted >= 5)
        Path("noojee-run-leads.sqlite").unlink()
        _, err = run.communicate(timeout=60)
    assert run.returncode == 2
    assert "was deleted, moved or replaced while its run was being sent" in err
    saved = pd.read_csv("results.csv")
    assert set(saved["api_code"].dropna()) == {0}
    assert all(f"row {row}: code 0" in err for row in saved["dq_row"][saved["api_code"].eq(0)])
    assert slow.inserted < LEADS
