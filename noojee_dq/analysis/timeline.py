"""A run over time: when its requests went out, how fast, and what came of them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

import pandas as pd

from noojee_dq.client import Kind
from noojee_dq.codes import ResultCode
from noojee_dq.fields import ApiOutcome

#: What a request came to, as columns of a timeline. "not_done": the server was busy, or was not reached.
RESULTS: Final = ("accepted", "refused", "in_doubt", "not_done")

#: Steps of a timeline at most.
MOST_STEPS = 60
_STEPS = pd.to_timedelta(
    [
        "1s",
        "2s",
        "5s",
        "10s",
        "15s",
        "30s",
        "1min",
        "2min",
        "5min",
        "10min",
        "15min",
        "30min",
        "1h",
        "2h",
        "6h",
        "12h",
        "1D",
    ]
)

_OF_KIND: Final = MappingProxyType(
    {Kind.BUSY: "not_done", Kind.NOT_SENT: "not_done", Kind.STOP: "not_done", Kind.AMBIGUOUS: "in_doubt"}
)
_OF_OUTCOME: Final = MappingProxyType(
    {
        ApiOutcome.ACCEPTED: "accepted",
        ApiOutcome.REJECTED: "refused",
        ApiOutcome.CONFLICT: "refused",
        ApiOutcome.NOT_SENT: "not_done",
    }
)


def requests_of(table: pd.DataFrame, request_log: pd.DataFrame | None) -> pd.DataFrame:
    """Return the requests that are known: all of them from a journal, else the last one of each lead.

    Args:
        table: as in `Outcomes`.
        request_log: as in `Outcomes`.

    Returns:
        A line per request: `started_at`, `ended_at` (UTC; null = not known), `result` (one of `RESULTS`).
    """
    if request_log is None:
        sent = table[table["sent_at"].notna()]
        result = _named(sent["outcome"], _OF_OUTCOME)
        return pd.DataFrame({"started_at": sent["sent_at"], "ended_at": pd.NaT, "result": result})
    refused = request_log["kind"].eq(Kind.RESULT) & request_log["code"].ne(ResultCode.OK)
    result = _named(request_log["kind"], _OF_KIND | {Kind.RESULT: "accepted"}).mask(refused, "refused")
    return request_log[["started_at", "ended_at"]].assign(result=result)


def duration(requests: pd.DataFrame) -> pd.Timedelta | None:
    """Return the time from the first request to the end of the last, pauses included; None = nothing was sent."""
    if requests.empty:
        return None
    last = requests[["started_at", "ended_at"]].max().max()
    return pd.Timedelta(last - requests["started_at"].min())


def timeline(requests: pd.DataFrame, most: int = MOST_STEPS) -> pd.DataFrame:
    """Count requests by the time at which they began, in equal steps.

    Args:
        requests: from `requests_of`.
        most: steps at most.

    Returns:
        Index `at` (UTC, the begin of each step, none left out); columns `requests`, those of `RESULTS`, and `rate`
        (requests a second).

    Example:
        >>> times = pd.to_datetime(["2026-03-04 05:00:00", "2026-03-04 05:00:03"], utc=True)
        >>> line = timeline(pd.DataFrame({"started_at": times, "ended_at": pd.NaT, "result": "accepted"}))
        >>> line["accepted"].tolist()
        [1, 0, 0, 1]
    """
    if requests.empty:
        steps = pd.DatetimeIndex([], tz="UTC", name="at")
        return pd.DataFrame(0, index=steps, columns=["requests", *RESULTS]).assign(rate=0.0)
    step = _step(requests["started_at"].max() - requests["started_at"].min(), most)
    at = requests["started_at"].dt.floor(step).rename("at")
    counts = requests.groupby([at, "result"]).size().unstack(fill_value=0).reindex(columns=list(RESULTS), fill_value=0)
    steps = pd.date_range(at.min(), at.max(), freq=step, name="at")
    counts = counts.reindex(steps, fill_value=0).rename_axis(columns=None)
    counts.insert(0, "requests", counts.sum(axis="columns"))
    return counts.assign(rate=counts["requests"] / step.total_seconds())


def _step(span: pd.Timedelta, most: int) -> pd.Timedelta:
    fitting = [step for step in _STEPS if span / step < most - 1]
    # Longer than two months: whole days, as many as it takes.
    return fitting[0] if fitting else pd.Timedelta(days=-(-span // pd.Timedelta(days=most - 1)) + 1)


def _named(values: pd.Series, names: Mapping[Any, str]) -> pd.Series:
    return values.map({str(value): name for value, name in names.items()}).fillna("in_doubt").astype("str")
