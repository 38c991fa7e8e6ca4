"""`submit` against a sandbox in a process of its own: its rate against the server's ceiling, and what it costs.

    python tests/benchmarks/bench_submit.py

The ceiling is the number of calls that the server works on at once over the latency of a call. The client does not know
either. A run counts as settled after `SETTLED` seconds. Where one call in 20 takes `SLOW` seconds longer, the measure
is a client that always keeps 1.5 times as many calls in flight as the server works on, with the same slow calls.
"""

import multiprocessing
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

import anyio
import pandas as pd

import noojee_dq as nj
from noojee_dq.batch.payload import payloads
from noojee_dq.client import ApiKey, Pbx
from noojee_dq.codes import ResultCode
from noojee_dq.sandbox import Faults

LATENCY = 0.1
SECONDS = 60
SECONDS_WITH_SLOW_CALLS = 100
SETTLED = 20
MOST_IN_FLIGHT = 64
SLOW = 10.0
SLOW_SHARE = 0.05
FIXED = 1.5


def leads(count: int, first: int = 0) -> pd.DataFrame:
    """Made-up leads of 12 columns, each with a number of its own."""
    serial = pd.Series(range(first, first + count))
    phones = "04" + serial.astype("str").str.zfill(8)
    fields = {f"Field {number}": f"value {number}" for number in range(10)}
    return pd.DataFrame({"Phone": phones, "njExternalLeadId": "A" + serial.astype("str")}).assign(**fields)


class Case(NamedTuple):
    """What the server is, and who else is there."""

    slots: int
    with_other_client: bool = False
    slow: bool = False

    @property
    def mean_latency(self) -> float:
        """Seconds that a slot is taken by a call."""
        return LATENCY + (SLOW_SHARE * SLOW if self.slow else 0)

    @property
    def leads(self) -> int:
        """As many as the server can take in the time of a run."""
        seconds = SECONDS_WITH_SLOW_CALLS if self.slow else SECONDS
        return round(self.slots * seconds / self.mean_latency / (2 if self.with_other_client else 1))


class Server:
    """The sandbox in a process of its own, for the time of one run."""

    def __init__(self, case: Case) -> None:
        campaign = nj.Campaign(phone_fields=["Phone"], max_concurrency=MOST_IN_FLIGHT)
        self._pipe, there = multiprocessing.Pipe()
        self._process = multiprocessing.Process(target=serve, args=(case, campaign, there))
        self._process.start()
        self.campaign, self.api_key = self._pipe.recv()

    def end(self) -> pd.DataFrame:
        """End it; return what it saw of lead calls."""
        self._pipe.send(None)
        log = self._pipe.recv()
        self._process.join()
        return log[log["call"] > 0]


def serve(case: Case, campaign: nj.Campaign, pipe: Connection) -> None:
    """Be the server until told to end; then tell what it saw."""
    faults = Faults({"slow": SLOW_SHARE} if case.slow else {}, slow_for=SLOW)
    with nj.Sandbox(campaign, concurrency=case.slots, latency=LATENCY, faults=faults) as pbx:
        pipe.send((pbx.campaign, pbx.api_key))
        pipe.recv()
        pipe.send(pbx.log)


def occupy(campaign: nj.Campaign, key: str, slots: int, folder: str) -> None:
    """Be the other client: keep a number of calls in flight all the time."""
    other = campaign.model_copy(update={"max_concurrency": slots})
    several = leads(round(slots * SECONDS / LATENCY), first=50_000_000)
    nj.submit(several, other, api_key=key, journal=Path(folder, "other.sqlite"), progress=False)


def measured(case: Case) -> dict[str, object]:
    """One run: what the server saw of it, and the client's processor time."""
    server = Server(case)
    with tempfile.TemporaryDirectory() as folder:
        occupied = (server.campaign, server.api_key, case.slots // 2, folder)
        other = multiprocessing.Process(target=occupy, args=occupied)
        if case.with_other_client:
            other.start()
        began = time.process_time()
        run = Path(folder, "run.sqlite")
        nj.submit(leads(case.leads), server.campaign, api_key=server.api_key, journal=run, progress=False)
        spent = time.process_time() - began
        if case.with_other_client:
            other.terminate()
            other.join()
    calls = server.end()
    most = calls["in_flight"].max()
    return {
        "slots": case.slots,
        "another client": f"{case.slots // 2} in flight" if case.with_other_client else "none",
        "slow calls": f"{SLOW_SHARE:.0%} take {SLOW:.0f} s longer" if case.slow else "none",
        "leads": case.leads,
        "of the ceiling": f"{settled_rate(calls) * case.mean_latency / case.slots:.3f}",
        "of a fixed client": f"{settled_rate(calls) / rate_of_fixed_client(case):.3f}" if case.slow else "",
        "in flight at most": f"{most} ({most / case.slots:.2f} x slots)",
        "109": int(calls["code"].eq(ResultCode.TIMEOUT_TOO_MANY_CONCURRENT_REQUESTS).sum()),
        "client CPU per lead": f"{spent / case.leads * 1000:.2f} ms",
    }


def settled_rate(calls: pd.DataFrame) -> float:
    """Our own calls per second, without the beginning and the end."""
    ours = calls[~calls["phones"].str.contains("+6145", regex=False)]
    since = (ours["at"] - ours["at"].min()).dt.total_seconds()
    steady = ours[since.between(SETTLED, since.max() - 1)]
    return len(steady) / (steady["at"].max() - steady["at"].min()).total_seconds()


def rate_of_fixed_client(case: Case) -> float:
    """Calls per second of a client that knows the slots, and keeps more calls in flight all the time."""
    server = Server(case)
    rest = iter(payloads(leads(case.leads), server.campaign, "insert"))

    async def keep_one_in_flight() -> None:
        async with Pbx(server.campaign, ApiKey(server.api_key), "insert") as pbx:
            for lead in rest:
                await pbx.send(lead)

    async def run() -> None:
        async with anyio.create_task_group() as calls:
            for _ in range(round(FIXED * case.slots)):
                calls.start_soon(keep_one_in_flight)

    anyio.run(run)
    return settled_rate(server.end())


def main() -> None:
    """Print the table."""
    multiprocessing.set_start_method("spawn")
    cases = [Case(8), Case(32), Case(8, with_other_client=True), Case(32, with_other_client=True)]
    cases += [Case(8, slow=True), Case(32, slow=True)]
    print(pd.DataFrame([measured(case) for case in cases]).to_string(index=False))  # noqa: T201


if __name__ == "__main__":
    main()
