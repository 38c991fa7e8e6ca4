"""kill -9, again and again: no lead is lost, none is in twice, and what is reported is what the PBX holds."""

import multiprocessing
import random
import time
import warnings
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.client import Answer, Kind
from noojee_dq.journal import writer as journal_module
from noojee_dq.journal.format import State
from noojee_dq.journal.writer import Journal
from noojee_dq.sandbox import Faults
from noojee_dq.sending import outcome as outcome_module
from noojee_dq.sending.outcome import Outcome

_LEADS = 300
_KILLS = 10
_SEEDS = range(5)
_RATES = {
    "lost_response": 0.05,
    "reset_before": 0.015,
    "reset_after": 0.015,
    "busy": 0.02,
    "exception_before": 0.005,
    "exception_after": 0.005,
}
#: Longer than the slowest call of the sandbox below (21 times its latency), with room for a busy computer.
_PACING = nj.Pacing(quarantine=3.5, deadline=3.5, pauses=(0.05,), reconnects=(0.05,))
_LATENCY = 0.1
_ACCEPTED = ("accepted", "accepted_inferred")


class Loop(NamedTuple):
    """What came of a run that was killed and resumed: the rows, and how often each lead is in, by its `Ref`."""

    results: pd.DataFrame
    inserts: pd.Series


def broken_promises(loop: Loop) -> list[str]:
    """What the run reports that is not so."""
    outcomes, times_in = loop.results["api_outcome"], loop.inserts
    promises = {
        "every lead ends in a definite state or unknown": outcomes.ne("not_sent"),
        "no lead is in twice": times_in.le(1),
        "no lead that is in is reported rejected": ~(outcomes.eq("rejected") & times_in.gt(0)),
        "no lead reported accepted is absent": ~(outcomes.isin(_ACCEPTED) & times_in.eq(0)),
    }
    return [promise for promise, kept in promises.items() if not kept.all()]


def no_mutation() -> None:
    """The engine as it is."""


def claims_not_durable() -> None:
    """Claims are in the journal only when their answers are."""
    write = Journal.write
    held: list[journal_module.Claim] = []

    def late(self: Journal, settled: list[journal_module.Settled], claims: list[journal_module.Claim]) -> None:
        answered = {line.position for line in settled}
        due = [claim for claim in held if claim.position in answered]
        write(self, [], due)
        write(self, settled, [])
        held[:] = [claim for claim in held if claim.position not in answered] + list(claims)

    Journal.write = late  # type: ignore[method-assign, assignment]


def no_quarantine() -> None:
    """A row in doubt is sent again at once."""
    global _PACING
    _PACING = replace(_PACING, quarantine=0.0)


def unknown_is_failed() -> None:
    """A row in doubt counts as refused."""
    proper = outcome_module.outcome

    def failed(answer: Answer, lead: outcome_module.Lead, quarantine: float) -> Outcome:
        if answer.kind is Kind.AMBIGUOUS:
            return Outcome(State.REJECTED, None, 0)
        return proper(answer, lead, quarantine)

    from noojee_dq.sending import engine

    engine.outcome = failed  # type: ignore[attr-defined]


def send(mutate: Callable[[], None], leads: pd.DataFrame, campaign: nj.Campaign, key: str, journal: Path) -> None:
    """Submit, in a process that is going to be killed."""
    mutate()
    warnings.simplefilter("ignore")
    nj.submit(leads, campaign, api_key=key, journal=journal, pacing=_PACING, progress=False)


def killed_and_resumed(
    folder: Path,
    seed: int,
    *,
    count: int = _LEADS,
    kills: int = _KILLS,
    guarded: bool = True,
    mutate: Callable[[], None] = no_mutation,
) -> Loop:
    """Submit in processes that are killed at random moments, then to the end."""
    rng = random.Random(seed)  # noqa: S311 - made-up moments, the same at each run
    refs = [f"R{place}" for place in range(count)]
    leads = pd.DataFrame({"Phone": [f"04915{place:05d}" for place in range(count)], "Ref": refs})
    columns = {"Ref": "njExternalLeadId"} if guarded else {}
    campaign = nj.Campaign(phone_fields=["Phone"], allow_duplicates=not guarded, columns=columns, max_concurrency=12)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["noojee_dq.sending.submit", "noojee_dq.sandbox", __name__])
    with nj.Sandbox(campaign, latency=_LATENCY, atomic=False, faults=Faults(_RATES, seed=seed), seed=seed) as pbx:
        arguments = (mutate, leads, pbx.campaign, pbx.api_key, folder / "run.sqlite")
        for _ in range(kills):
            child = context.Process(target=send, args=arguments)
            child.start()
            before = pbx.calls
            deadline = time.monotonic() + 20
            while pbx.calls == before and child.is_alive() and time.monotonic() < deadline:
                time.sleep(0.005)
            child.join(rng.uniform(0.0, 1.0))
            child.kill()
            child.join()
        last = context.Process(target=send, args=arguments)
        last.start()
        last.join()
        assert last.exitcode == 0
        results = nj.submit(*arguments[1:3], api_key=pbx.api_key, journal=arguments[4], pacing=_PACING, progress=False)
        inserts = pbx.inserts("njExternalLeadId" if guarded else "Ref")
    return Loop(results, pd.Series(refs).map(Counter(inserts)).fillna(0).astype(int))


@pytest.mark.long
def test_killed_twice(tmp_path: Path) -> None:
    loop = killed_and_resumed(tmp_path, seed=0, count=60, kills=2)
    assert broken_promises(loop) == []
    assert loop.results["api_outcome"].isin(_ACCEPTED).mean() > 0.9


@pytest.mark.long
@pytest.mark.parametrize("seed", _SEEDS)
def test_killed_ten_times(tmp_path: Path, seed: int) -> None:
    loop = killed_and_resumed(tmp_path, seed)
    assert broken_promises(loop) == []
    assert loop.results["api_outcome"].isin(_ACCEPTED).mean() > 0.9


@pytest.mark.long
@pytest.mark.parametrize("seed", _SEEDS)
def test_without_a_guard_what_is_in_doubt_stays_unknown(tmp_path: Path, seed: int) -> None:
    loop = killed_and_resumed(tmp_path, seed, guarded=False)
    assert broken_promises(loop) == []
    outcomes = loop.results["api_outcome"]
    assert set(outcomes) == {"accepted", "unknown"}
    lost = outcomes.eq("unknown") & loop.inserts.eq(1)
    assert lost.any()


@pytest.mark.long
@pytest.mark.parametrize("mutate", [claims_not_durable, no_quarantine, unknown_is_failed])
def test_a_defect_in_the_engine_shows(tmp_path: Path, mutate: Callable[[], None]) -> None:
    for seed in _SEEDS:
        folder = tmp_path / str(seed)
        folder.mkdir()
        if broken_promises(killed_and_resumed(folder, seed, mutate=mutate)):
            return
    pytest.fail(f"no promise was broken by: {mutate.__doc__}")
