"""What people do to runs between kills: no lead is in twice, none is lost, nothing is said that is not so.

Journals lose their `-wal`, locks are deleted under two processes, clocks are set, windows are closed; and for each
promise a defect of the engine that the loop would notice.
"""

import multiprocessing
import os
import random
import signal
import time
import warnings
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Literal, NamedTuple

import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.fields import Operation
from noojee_dq.journal import reader as reader_module, writer as writer_module
from noojee_dq.journal.format import Taken
from noojee_dq.sandbox import Faults
from noojee_dq.sending import resumption as resumption_module, start as start_module, task as task_module

pytestmark = pytest.mark.long

Kind = Literal["guarded", "allow_duplicates", "update"]

KEY = "made-up-key"
LEADS = 120
ROUNDS = 8
RATES = {"lost_response": 0.05, "reset_before": 0.02, "reset_after": 0.02, "busy": 0.01, "exception_before": 0.005}
#: Longer than the slowest call of the sandbox below (21 times its latency), with room for a busy computer.
PACING = nj.Pacing(quarantine=3.0, deadline=3.0, pauses=(0.05,), reconnects=(0.05,))
CONTEXT = multiprocessing.get_context("forkserver")


class Scene(NamedTuple):
    """A run, and all that is done to it."""

    leads: pd.DataFrame
    operation: Operation
    pbx: nj.Sandbox
    journal: Path
    mutate: Callable[[], None]

    def process(self, clock: float = 0.0) -> BaseProcess:
        arguments = (self.mutate, self.leads, self.operation, self.pbx.campaign, self.journal, clock)
        child = CONTEXT.Process(target=send, args=arguments)
        child.start()
        return child

    def side_file(self, suffix: str) -> Path:
        return self.journal.with_name(f"{self.journal.name}{suffix}")


def no_mutation() -> None:
    """The engine as it is."""


def unconditional_claim() -> None:
    """Whoever believes that the run is his claims its rows."""
    from contextlib import contextmanager

    @contextmanager
    def transaction(self: Any) -> Any:
        with self._explained(), self._database:
            self._database.execute("BEGIN IMMEDIATE")
            yield self._database

    writer_module.Journal._transaction = transaction  # type: ignore[method-assign]
    writer_module._CLAIM = (
        "UPDATE rows SET state = 'in_flight', attempts = attempts + 1, sent_at = :at WHERE position = :position"
    )
    writer_module._CLAIM_ATTEMPT = writer_module._CLAIM_ATTEMPT.replace("INSERT INTO", "INSERT OR REPLACE INTO")
    writer_module._SETTLE = writer_module._SETTLE.replace("AND state = 'in_flight'", "")


def no_open_flag() -> None:
    """A journal without its `-wal` is taken for a whole one."""
    writer_module.require_whole = lambda path: None  # type: ignore[attr-defined]
    reader_module.require_whole = lambda path: None


def quarantine_by_wall_clock() -> None:
    """A row in doubt waits until a time of day."""
    proper = resumption_module.scheduled

    def scheduled(left: pd.DataFrame, rows: pd.DataFrame, shared: pd.DataFrame, pacing: nj.Pacing) -> Any:
        over = left["resend_at"].dropna().max() < time.time()
        return proper(left, rows, shared, nj.Pacing(quarantine=0) if over else pacing)

    task_module.scheduled = scheduled  # type: ignore[attr-defined]


def inferred_without_known() -> None:
    """A number that turns out to be taken is our own doing, whatever the campaign held before."""
    proper = start_module.who_has_them

    def surely(*arguments: Any) -> Any:
        return [
            pd.Series(taken, dtype=object).replace({Taken.UNTOLD: Taken.NOBODY}).to_numpy()
            for taken in proper(*arguments)
        ]

    start_module.who_has_them = surely  # type: ignore[assignment]


def send(
    mutate: Callable[[], None],
    leads: pd.DataFrame,
    operation: Operation,
    campaign: nj.Campaign,
    journal: Path,
    clock: float,
) -> None:
    """Submit, in a process to which something happens, and whose clock is wrong by some seconds."""
    mutate()
    warnings.simplefilter("ignore")
    if clock:
        right = time.time
        time.time = lambda: right() + clock
    nj.submit(leads, campaign, operation=operation, api_key=KEY, journal=journal, pacing=PACING, progress=False)


def leads_of(kind: Kind) -> pd.DataFrame:
    place = pd.Series(range(LEADS))
    leads = pd.DataFrame({"Phone": "04915" + place.astype("str").str.zfill(5), "Ref": "R" + place.astype("str")})
    if kind == "allow_duplicates":
        return leads.assign(Phone="04915" + (place // 3).astype("str").str.zfill(5))
    leads = leads.assign(Id="A" + place.astype("str"))
    if kind == "update":
        # A disposition triggers its actions each time; without one an update can be sent twice.
        leads["njDisposition"] = place.mod(2).map({0: "Sale", 1: "<No Change>"})
    return leads


def attacked(folder: Path, seed: int, kind: Kind, mutate: Callable[[], None] = no_mutation) -> list[str]:
    """Let a run suffer, then end, and return the promises that were broken."""
    rng = random.Random(seed)  # noqa: S311 - made-up moments, the same at each run
    CONTEXT.set_forkserver_preload(["noojee_dq.sending.task", "noojee_dq.sandbox", __name__])
    campaign = nj.Campaign(
        phone_fields=["Phone"],
        allow_duplicates=kind == "allow_duplicates",
        columns={"Id": "njExternalLeadId"},
        max_concurrency=8,
    )
    leads = leads_of(kind)
    # Of inserts the campaign holds every tenth number already, and nobody tells; of updates it holds the leads.
    held = leads if kind == "update" else leads.iloc[::10][["Phone"]]
    faults = Faults(RATES, seed=seed)
    with nj.Sandbox(campaign, api_key=KEY, latency=0.1, atomic=False, faults=faults, seed=seed, known=held) as pbx:
        operation: Operation = "update" if kind == "update" else "insert"
        scene = Scene(leads, operation, pbx, folder / "run.sqlite", mutate)
        clock = 0.0
        for _ in range(ROUNDS):
            clock += rng.choice([0.0, 3600.0, 3600.0, -3600.0])
            suffer(scene, rng, clock)
        last = scene.process()
        last.join()
        assert last.exitcode == 0
        results = nj.submit(
            leads, pbx.campaign, operation=operation, api_key=KEY, journal=scene.journal, pacing=PACING, progress=False
        )
        return broken_promises(results, pbx, kind)


def suffer(scene: Scene, rng: random.Random, clock: float) -> None:
    """Start a process, do something to it and to its journal, and end it."""
    child = scene.process(clock)
    under_way(scene, child)
    child.join(rng.uniform(0.0, 0.6))
    second = None
    if rng.random() < 0.4:
        scene.side_file(".lock").unlink(missing_ok=True)
        second = scene.process(clock)
        # It takes a while until it sends, and then the two of them do.
        second.join(rng.uniform(0.5, 1.5))
    for process in (child, second):
        if process is not None and process.pid is not None:
            process.join(0)
            if process.is_alive():
                os.kill(process.pid, rng.choice([signal.SIGKILL, signal.SIGHUP, signal.SIGTERM]))
            process.join()
    wal = scene.side_file("-wal")
    if wal.exists() and rng.random() < 0.5:
        without_wal(scene, wal)


def under_way(scene: Scene, child: BaseProcess) -> None:
    """Wait until a process sends something, or has ended."""
    before, deadline = scene.pbx.calls, time.monotonic() + 20
    while scene.pbx.calls == before and child.is_alive() and time.monotonic() < deadline:
        time.sleep(0.005)


def without_wal(scene: Scene, wal: Path) -> None:
    """Take the journal up without its `-wal`, as after a copy; then bring the file back, unless that run began."""
    kept = wal.rename(wal.with_name("kept"))
    child = scene.process()
    child.join(3)
    if child.is_alive():
        child.kill()
        child.join()
    if child.exitcode == 1 and not wal.exists():
        kept.rename(wal)


def broken_promises(results: pd.DataFrame, pbx: nj.Sandbox, kind: Kind) -> list[str]:
    log = pbx.log
    if kind == "update":
        done = log[log["code"].eq(0) & log["call"].gt(0)]["external_id"].value_counts()
        times_done = results["Id"].map(done).fillna(0).astype(int)
        sells = results["njDisposition"].eq("Sale")
        twice = times_done.gt(1) & sells
    else:
        times_done = results["Ref"].map(pbx.inserts("Ref")).fillna(0).astype(int)
        twice = times_done.gt(1)
    outcome = results["api_outcome"]
    said_in = outcome.eq("accepted") | (outcome.eq("accepted_inferred") & results["api_action"].eq("none"))
    promises = {
        "no lead is sent again while its last request may still be done": ~sent_too_soon(log),
        "every lead ends in a definite state or in doubt": outcome.ne("not_sent"),
        "no lead is in twice": ~twice,
        "no lead that is in is said to be refused": ~(outcome.isin(["rejected", "conflict"]) & times_done.gt(0)),
        "no lead that is said to be in is absent": ~(said_in & times_done.eq(0)),
    }
    return [promise for promise, kept in promises.items() if not kept.all()]


def sent_too_soon(log: pd.DataFrame) -> pd.Series:
    """Calls that came before the quarantine of the lead's last call was over, by the clock of the server.

    A call that was answered "busy" has done nothing, and may be made again.
    """
    calls = log[log["call"].gt(0) & log["external_id"].ne("") & log["fault"].ne("busy")].sort_values("at")
    since = calls.groupby("external_id")["at"].diff().dt.total_seconds()
    return since.lt(PACING.quarantine - 0.2)


@pytest.mark.parametrize("kind", ["guarded", "allow_duplicates", "update"])
@pytest.mark.parametrize("seed", range(10))
def test_no_promise_is_broken(tmp_path: Path, seed: int, kind: Kind) -> None:
    assert attacked(tmp_path, seed, kind) == []


@pytest.mark.parametrize(
    ("mutate", "kind"),
    [
        (unconditional_claim, "allow_duplicates"),
        (no_open_flag, "allow_duplicates"),
        (quarantine_by_wall_clock, "guarded"),
        (inferred_without_known, "guarded"),
    ],
)
def test_a_defect_shows(tmp_path: Path, mutate: Callable[[], None], kind: Kind) -> None:
    for seed in range(10):
        folder = tmp_path / str(seed)
        folder.mkdir()
        if attacked(folder, seed, kind, mutate):
            return
    pytest.fail(f"no promise was broken by: {mutate.__doc__}")
