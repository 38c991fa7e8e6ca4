"""`submit` against a sandbox in a process of its own: its rate against the server's ceiling, and what it costs.

    python tests/benchmarks/bench_submit.py

The ceiling is the number of calls that the server works on at once over the latency of a call. The client does not know
either. A run counts as settled after `SETTLED` seconds.
"""

import multiprocessing
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path

import pandas as pd

import noojee_dq as nj
from noojee_dq.codes import ResultCode

LATENCY = 0.1
SECONDS = 60
SETTLED = 20
MOST_IN_FLIGHT = 64


def leads(count: int, first: int = 0) -> pd.DataFrame:
    """Made-up leads of 12 columns, each with a number of its own."""
    serial = pd.Series(range(first, first + count))
    phones = "04" + serial.astype("str").str.zfill(8)
    fields = {f"Field {number}": f"value {number}" for number in range(10)}
    return pd.DataFrame({"Phone": phones, "njExternalLeadId": "A" + serial.astype("str")}).assign(**fields)


def serve(slots: int, campaign: nj.Campaign, pipe: Connection) -> None:
    """Be the server until told to end; then tell what it saw."""
    with nj.Sandbox(campaign, concurrency=slots, latency=LATENCY) as pbx:
        pipe.send((pbx.campaign, pbx.api_key))
        pipe.recv()
        pipe.send(pbx.log)


def occupy(campaign: nj.Campaign, key: str, slots: int, folder: str) -> None:
    """Be the other client: keep a number of calls in flight all the time."""
    other = campaign.model_copy(update={"max_concurrency": slots})
    several = leads(round(slots * SECONDS / LATENCY), first=50_000_000)
    nj.submit(several, other, api_key=key, journal=Path(folder, "other.sqlite"), progress=False)


def measured(slots: int, *, with_other_client: bool) -> dict[str, object]:
    """One run: what the server saw of it once it was settled, and the client's processor time."""
    campaign = nj.Campaign(phone_fields=["Phone"], max_concurrency=MOST_IN_FLIGHT)
    here, there = multiprocessing.Pipe()
    server = multiprocessing.Process(target=serve, args=(slots, campaign, there))
    server.start()
    target, key = here.recv()
    count = round(slots * SECONDS / LATENCY / (2 if with_other_client else 1))
    with tempfile.TemporaryDirectory() as folder:
        other = multiprocessing.Process(target=occupy, args=(target, key, slots // 2, folder))
        if with_other_client:
            other.start()
        began = time.process_time()
        results = nj.submit(leads(count), target, api_key=key, journal=Path(folder, "run.sqlite"), progress=False)
        spent = time.process_time() - began
        if with_other_client:
            other.terminate()
            other.join()
    here.send(None)
    log = here.recv()
    server.join()
    return {
        "slots": slots,
        "another client": f"{slots // 2} in flight" if with_other_client else "none",
        "leads": len(results),
        **settled(log[log["call"] > 0], slots),
        "client CPU per lead": f"{spent / len(results) * 1000:.2f} ms",
    }


def settled(calls: pd.DataFrame, slots: int) -> dict[str, object]:
    """What the server saw of our own calls, without the beginning and the end."""
    ours = calls[~calls["phones"].str.contains("+6145", regex=False)]
    since = (ours["at"] - ours["at"].min()).dt.total_seconds()
    steady = ours[since.between(SETTLED, since.max() - 1)]
    seconds = (steady["at"].max() - steady["at"].min()).total_seconds()
    return {
        "of the ceiling": f"{len(steady) / seconds * LATENCY / slots:.3f}",
        "in flight at most": f"{steady['in_flight'].max()} ({steady['in_flight'].max() / slots:.2f} x slots)",
        "109": int(calls["code"].eq(ResultCode.TIMEOUT_TOO_MANY_CONCURRENT_REQUESTS).sum()),
    }


def main() -> None:
    """Print the table."""
    multiprocessing.set_start_method("spawn")
    runs = [(8, False), (32, False), (8, True), (32, True)]
    lines = [measured(slots, with_other_client=other) for slots, other in runs]
    print(pd.DataFrame(lines).to_string(index=False))  # noqa: T201


if __name__ == "__main__":
    main()
