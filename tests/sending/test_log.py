"""What a service logs: files read, checks, runs; no phone number, and no key."""

import logging
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import noojee_dq as nj
from tests.sending.support import Bench, ScriptedPbx, result, some_leads

CAMPAIGN = nj.Campaign(phone_fields=["Phone"])


def said(caplog: pytest.LogCaptureFixture) -> str:
    return "\n".join(record.getMessage() for record in caplog.records if record.name == "noojee_dq")


def test_files_and_checks_are_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "noojee_dq")
    file = tmp_path / "0491570006.csv"
    file.write_text("Phone\n0491570006\n1\n", "utf-8")
    nj.check(nj.read_leads(file), CAMPAIGN)
    nj.check_files(str(file), CAMPAIGN, out=tmp_path / "checked", progress=False)
    assert said(caplog).count("read 04•••••006.csv: 2 leads") == 2
    assert "checked 2 leads of 04•••••006.csv for insert: " in said(caplog)
    assert "checked 1 file in parts for insert" in said(caplog)
    assert "0491570006" not in said(caplog)


def test_a_run_is_logged(bench: Callable[..., Bench], caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "noojee_dq")
    made = bench()
    made.submit(some_leads(3))
    assert said(caplog).splitlines() == [
        f"the run in {made.journal.name} starts: insert",
        f"the run in {made.journal.name} ended: 0 leads left, exit code 0",
    ]
    assert made.pbx.api_key not in caplog.text


def test_pauses_and_stops_are_warnings(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    pbx = ScriptedPbx([result(109), result(116, "no template")])
    journal, pacing = tmp_path / "run.sqlite", nj.Pacing(pauses=(0.01,))
    with pbx.running() as campaign, pytest.warns(nj.RunStoppedWarning):
        nj.submit(some_leads(3), campaign, api_key="made-up", journal=journal, pacing=pacing, progress=False)
    warned = [one.getMessage() for one in caplog.records if one.levelno == logging.WARNING and one.name == "noojee_dq"]
    assert any("pauses for" in one for one in warned)
    assert any("stopped: " in one for one in warned)


def test_who_asks_for_no_log_gets_none(tmp_path: Path) -> None:
    code = "from noojee_dq.words.log import log; import logging; log('0491570006', logging.WARNING)"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert (ended.stdout, ended.stderr) == ("", "")
