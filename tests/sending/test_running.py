"""In scripts, in event loops, and with a person at the keyboard who interrupts."""

import asyncio
import json
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import anyio
import pytest

import noojee_dq as nj
from noojee_dq.journal.writer import Journal
from noojee_dq.sandbox import Faults
from tests.examples import mostly_long
from tests.sending.support import CAMPAIGN, MARKED, PACING, Bench, broken_promises, outcomes, some_leads

pytestmark = pytest.mark.slow

NewBench = Callable[..., Bench]

_UNGUARDED = CAMPAIGN.model_copy(update={"allow_duplicates": True, "columns": {}})


def settings(run: Bench) -> dict[str, Any]:
    return {"api_key": MARKED, "journal": run.journal, "pacing": PACING, "progress": False}


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_asubmit_in_an_event_loop(bench: NewBench, backend: str) -> None:
    if backend == "trio":
        pytest.importorskip("trio")
    run, leads = bench(faults=Faults(script=[None, "lost_response", "busy"])), some_leads(12)

    async def main() -> list[str]:
        return outcomes(await nj.asubmit(leads, run.pbx.campaign, **settings(run)))

    assert set(anyio.run(main, backend=backend)) == {"accepted", "accepted_inferred"}
    assert run.times_in(leads) == [1] * 12


def test_submit_and_resume_in_a_running_loop(bench: NewBench) -> None:
    run, leads = bench(), some_leads(6)

    async def cell() -> list[list[str]]:
        return [outcomes(run.submit(leads, limit=2)), outcomes(run.resume(leads)), outcomes(run.submit(leads))]

    assert asyncio.run(cell()) == [["accepted"] * 2 + ["not_sent"] * 4, ["accepted"] * 6, ["accepted"] * 6]
    assert run.times_in(leads) == [1] * 6


def test_a_frame_that_is_changed_while_it_is_being_sent(bench: NewBench) -> None:
    run, leads = bench(latency=0.001), some_leads(1100)
    # Withheld, since bodies are made a thousand at a time.
    leads["dq_codes"] = [""] * 40 + ["104"] * 1000 + [""] * 60

    async def main() -> list[str]:
        sending = asyncio.create_task(nj.asubmit(leads, run.pbx.campaign, **settings(run)))
        while run.pbx.calls < 20:
            await asyncio.sleep(0.001)
        leads["Phone"] = "0400 000 000"
        leads.loc[1060:, "Ref"] = "changed"
        return outcomes(await sending)

    assert asyncio.run(main()) == ["accepted"] * 40 + ["not_sent"] * 1000 + ["accepted"] * 60
    assert run.times_in(some_leads(1100)) == [1] * 40 + [0] * 1000 + [1] * 60


def test_two_runs_at_once_in_one_loop(bench: NewBench) -> None:
    run, leads = bench(), some_leads(20)
    other = run.journal.with_name("other.sqlite")

    async def main() -> None:
        first = nj.asubmit(leads.iloc[:10], run.pbx.campaign, **settings(run))
        second = nj.asubmit(leads.iloc[10:], run.pbx.campaign, **(settings(run) | {"journal": other}))
        await asyncio.gather(first, second)

    asyncio.run(main())
    assert run.times_in(leads) == [1] * 20


@pytest.mark.parametrize("campaign", [CAMPAIGN, _UNGUARDED], ids=["guarded", "unguarded"])
@pytest.mark.parametrize("way", mostly_long(["asyncio", "anyio"], ["asyncio"]))
@pytest.mark.parametrize("calls", mostly_long([0, 4], [4]))
def test_a_cancelled_run_can_be_resumed(bench: NewBench, campaign: nj.Campaign, way: str, calls: int) -> None:
    """Cancelled as soon as the sandbox has done some calls, so at all sorts of moments."""
    run, leads = bench(campaign, latency=0.003), some_leads(30)

    async def enough() -> None:
        while run.pbx.calls < calls or (not calls and len(run.pbx.log) < 3):
            await asyncio.sleep(0.001)

    async def natively() -> None:
        sending = asyncio.create_task(nj.asubmit(leads, run.pbx.campaign, **settings(run)))
        await enough()
        sending.cancel()
        with pytest.raises(asyncio.CancelledError):
            await sending

    async def in_a_scope() -> None:
        async with anyio.create_task_group() as group:
            group.start_soon(lambda: nj.asubmit(leads, run.pbx.campaign, **settings(run)))
            await enough()
            group.cancel_scope.cancel()

    asyncio.run(natively() if way == "asyncio" else in_a_scope())
    sent = sum(run.times_in(leads))
    assert sent < 30
    results = run.submit(leads)
    assert broken_promises(run, results) == []
    allowed = {"accepted", "accepted_inferred"} if campaign is CAMPAIGN else {"accepted", "unknown"}
    assert set(outcomes(results)) <= allowed


def test_a_run_that_is_cancelled_while_it_writes_keeps_the_answers_that_it_has(
    bench: NewBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, leads = bench(_UNGUARDED), some_leads(4)
    transaction = Journal._transaction

    @contextmanager
    def slow(journal: Journal) -> Iterator[sqlite3.Connection]:
        with transaction(journal) as database:
            yield database
            time.sleep(0.2)  # a busy disk

    monkeypatch.setattr(Journal, "_transaction", slow)

    async def main() -> None:
        sending = asyncio.create_task(nj.asubmit(leads, run.pbx.campaign, **settings(run)))
        while not run.pbx.inserted:
            await asyncio.sleep(0.001)
        await asyncio.sleep(0.1)
        sending.cancel()
        with pytest.raises(asyncio.CancelledError):
            await sending

    asyncio.run(main())
    results = run.submit(leads)
    assert outcomes(results)[0] == "accepted"
    assert broken_promises(run, results) == []


def test_a_run_that_is_cancelled_while_its_journal_is_opened_leaves_it_free(bench: NewBench) -> None:
    run, leads = bench(latency=0), some_leads(20_000)

    async def main() -> None:
        sending = asyncio.create_task(nj.asubmit(leads, run.pbx.campaign, **settings(run)))
        while not run.journal.exists():
            await asyncio.sleep(0.001)
        sending.cancel()
        with pytest.raises(asyncio.CancelledError):
            await sending

    asyncio.run(main())
    assert outcomes(run.submit(leads, limit=1)).count("accepted") <= 2


# --- interrupts ---------------------------------------------------------------------------------------------------

_CHILD = """
import json, signal, sys
import noojee_dq as nj
# A shell that runs something in the background has it ignore interrupts.
signal.signal(signal.SIGINT, signal.default_int_handler)
from tests.sending.support import some_leads
url, journal, deadline = sys.argv[1:]
campaign = nj.Campaign.model_validate_json(url)
pacing = nj.Pacing(quarantine=0.1, deadline=float(deadline), pauses=(0.02,))
key = sys.stdin.readline()
results = nj.submit(some_leads(80), campaign, api_key=key, journal=journal, pacing=pacing, progress=False)
print(json.dumps([results["api_outcome"].tolist(), results.attrs["run"]["exit_code"]]))
"""


def wait_for(condition: Callable[[], bool]) -> None:
    """Wait until something is so, and fail if it takes half a minute."""
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def started(campaign: nj.Campaign, journal: Path, deadline: float) -> subprocess.Popen[str]:
    """A process that submits 80 leads."""
    arguments = [sys.executable, "-c", _CHILD, campaign.model_dump_json(), str(journal), str(deadline)]
    child = subprocess.Popen(  # noqa: S603
        arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert child.stdin is not None
    child.stdin.write(f"{MARKED}\n")
    child.stdin.flush()
    return child


def interrupted(run: Bench, deadline: float, *, times: int) -> tuple[list[str], int]:
    """What becomes of 80 leads when SIGINT comes while the tenth call hangs; and the exit code."""
    with started(run.pbx.campaign, run.journal, deadline) as child:
        wait_for(lambda: run.pbx.calls >= 10 and bool(run.pbx.log["fault"].eq("hang").any()))
        child.send_signal(signal.SIGINT)
        if times > 1:
            wait_for(lambda: _quiet(run))
            child.send_signal(signal.SIGINT)
        out, err = child.communicate(timeout=60)
    assert MARKED not in out + err
    assert err == ""
    found, exit_code = json.loads(out)
    return found, exit_code


def _quiet(run: Bench) -> bool:
    """Whether no call came for a while: the run has heard the first interrupt."""
    before = run.pbx.calls
    time.sleep(0.3)
    return run.pbx.calls == before


_POSIX = pytest.mark.skipif(sys.platform == "win32", reason="SIGINT to a child")


@pytest.mark.long
@_POSIX
def test_the_first_interrupt_lets_calls_in_flight_finish(bench: NewBench) -> None:
    run = bench(faults=Faults(script={10: "hang"}), latency=0.01)
    found, exit_code = interrupted(run, deadline=1.5, times=1)
    leads = some_leads(80)
    assert exit_code == 130
    # The call that hangs was waited for until its deadline; all others have their answers.
    assert found.count("unknown") == 1
    assert found.count("accepted") == sum(run.times_in(leads)) - 1 == len(run.calls) - 1
    assert set(found) == {"accepted", "unknown", "not_sent"}
    run.pbx.faults = Faults()
    results = run.resume(leads)
    assert outcomes(results).count("accepted_inferred") == 1
    assert run.times_in(leads) == [1] * 80


@_POSIX
@pytest.mark.long
def test_the_second_interrupt_abandons_what_is_in_flight(bench: NewBench) -> None:
    run = bench(_UNGUARDED, faults=Faults(script={10: "hang"}), latency=0.01)
    # Were it not abandoned, the call would go on for an hour.
    found, exit_code = interrupted(run, deadline=3600, times=2)
    leads = some_leads(80)
    assert exit_code == 130
    assert (found.count("unknown"), found.count("accepted")) == (1, len(run.calls) - 1)
    run.pbx.faults = Faults()
    results = run.resume(leads, pacing=replace(PACING, quarantine=0.0))
    assert outcomes(results).count("unknown") == 1
    assert run.times_in(leads) == [1] * 80


@_POSIX
def test_an_interrupt_before_anything_is_sent_sends_nothing(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        campaign = CAMPAIGN.model_copy(update={"url": f"http://127.0.0.1:{silent.getsockname()[1]}"})
        with started(campaign, tmp_path / "run.sqlite", 3600) as child:
            connection, _ = silent.accept()
            child.send_signal(signal.SIGINT)
            out, err = child.communicate(timeout=20)
        connection.close()
    assert err == ""
    assert json.loads(out) == [["not_sent"] * 80, 130]
