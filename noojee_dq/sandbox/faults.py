"""Faults on request: what can go wrong between a client and the PBX, by rate or by script.

A fault either takes the place of the work (the lead is *not* inserted), or spoils the answer to work that was done
(the lead *is* inserted, unless the sandbox refused it for a reason of its own): `Fault.processed` says which.
"""

import random
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from enum import StrEnum
from typing import Any

from noojee_dq.codes import ResultCode
from noojee_dq.errors import CampaignError
from noojee_dq.words.suggest import did_you_mean


class Fault(StrEnum):
    """A kind of fault; its value is what `Faults` takes.

    Example:
        >>> Fault("hang").processed, Fault("hang_before").processed
        (True, False)
    """

    REFUSE = "refuse"
    """Nobody listens for `Faults.refuse_for` seconds: the call is refused. Not inserted."""
    RESET_BEFORE = "reset_before"
    """The request is read, then the connection is reset. Not inserted."""
    RESET_AFTER = "reset_after"
    """The connection is reset in place of the answer. Inserted."""
    HANG_BEFORE = "hang_before"
    """No answer, ever. Not inserted."""
    HANG = "hang"
    """No answer, ever. Inserted."""
    LOST_RESPONSE = "lost_response"
    """The connection is closed without an answer. Inserted."""
    SLOW = "slow"
    """The call takes `Faults.slow_for` seconds longer, and its slot with it. Inserted."""
    DRIP = "drip"
    """The answer's body comes a byte at a time, `Faults.drip` seconds apart. Inserted."""
    TRUNCATED = "truncated"
    """The answer ends before its Content-Length. Inserted."""
    HTML = "html"
    """A page in place of an answer, HTTP 200. Not inserted."""
    HTML_AFTER = "html_after"
    """A page in place of the answer, HTTP 200. Inserted."""
    EMPTY_OBJECT = "empty_object"
    """The answer is `{}`. Inserted."""
    CODE_TEXT = "code_text"
    """The code stands in quotation marks. Inserted."""
    CODE_NULL = "code_null"
    """The code is null. Inserted."""
    NOT_OBJECT = "not_object"
    """The answer is a JSON list. Inserted."""
    HUGE_BODY = "huge_body"
    """The answer's message is 8 MiB long. Inserted."""
    UNKNOWN_CODE = "unknown_code"
    """Code 999, HTTP 400. Not inserted."""
    BUSY = "busy"
    """Code 109, as after a minute in the queue. Not inserted."""
    EXCEPTION_BEFORE = "exception_before"
    """Code 103, HTTP 500. Not inserted."""
    EXCEPTION_AFTER = "exception_after"
    """Code 103, HTTP 500. Inserted."""
    HTTP_401 = "http_401"
    """The key is not accepted: a page, HTTP 401. Not inserted."""
    HTTP_429 = "http_429"
    """Too many requests, with `Faults.retry_after`. Not inserted."""
    HTTP_503 = "http_503"
    """Down for maintenance, with `Faults.retry_after`. Not inserted."""
    HTTP_503_AFTER = "http_503_after"
    """A proxy gave up on an answer that was on its way, with `Faults.retry_after`. Inserted."""
    REDIRECT = "redirect"
    """HTTP 302 to an address that holds the whole query, the key included. Not inserted."""

    @property
    def processed(self) -> bool:
        """Whether the call is processed as usual, so that only its answer is spoilt."""
        return self in _AFTER_THE_WORK

    @property
    def code(self) -> ResultCode | None:
        """The result code that a fault answers in place of work; None = none."""
        return _CODES.get(self)


class Faults:
    """Which calls go wrong, and how. Calls are insert and update calls, counted from 1 as in `Sandbox.log`.

    Args:
        rates: kind of fault -> share of the calls, 0 to 1.
        script: call number or external id -> kind (for an id: each call with it), or kinds from the first call on
            (None = no fault). It goes before the rates, and may be changed while the sandbox runs; `refuse` only by
            a new `Sandbox.faults`, since it has to be known a call ahead.
        retry_after: the `Retry-After` of 429 and 503: seconds, a moment (sent as HTTP date), any text, or None.
        refuse_for: seconds that nobody listens after `refuse`, multiplied by the sandbox's `time_scale`.
        slow_for: seconds that a slow call takes longer, likewise.
        drip: seconds between two bytes, likewise.
        seed: the same seed gives the same faults to the same call numbers.

    Raises:
        CampaignError: there is no such kind, or the rates are no shares.

    Example:
        >>> faults = Faults(rates={"busy": 0.5}, script={3: "reset_before"})
        >>> str(faults.kind(3)), {faults.kind(call) for call in range(10, 90)} == {None, Fault.BUSY}
        ('reset_before', True)
    """

    def __init__(
        self,
        rates: Mapping[str, float] | None = None,
        script: Mapping[int | str, str | None] | Sequence[str | None] | None = None,
        *,
        retry_after: float | str | datetime | None = 30,
        refuse_for: float = 5.0,
        slow_for: float = 10.0,
        drip: float = 5.0,
        seed: int = 0,
    ) -> None:
        self.rates = {_fault(kind): float(rate) for kind, rate in (rates or {}).items()}
        if min(self.rates.values(), default=0) < 0 or sum(self.rates.values()) > 1:
            raise CampaignError("faults: rates are shares of the calls: between 0 and 1, and at most 1 together")
        scripted = script if isinstance(script, Mapping) else dict(enumerate(script or (), start=1))
        self.script: dict[int | str, str | None] = {key: kind and _fault(kind) for key, kind in scripted.items()}
        self.retry_after = _http_date(retry_after) if isinstance(retry_after, datetime) else retry_after
        self.refuse_for = refuse_for
        self.slow_for = slow_for
        self.drip = drip
        self.seed = seed

    @classmethod
    def parse(cls, text: str) -> "Faults":
        """Read faults as the command line takes them.

        Raises:
            CampaignError: the text is not written like `kind=rate,kind=rate`.

        Example:
            >>> Faults.parse("lost_response=0.05,busy=0.02")
            Faults(lost_response=0.05, busy=0.02)
        """
        try:
            pairs = [part.split("=") for part in text.split(",") if part.strip()]
            return cls({kind.strip(): float(rate) for kind, rate in pairs})
        except CampaignError:
            raise
        except ValueError:
            raise CampaignError(f"faults: {text!r} is not written like lost_response=0.05,busy=0.02") from None

    def __repr__(self) -> str:
        rates = [f"{kind}={rate}" for kind, rate in self.rates.items()]
        return f"Faults({', '.join(rates + ([f'script={self.script}'] if self.script else []))})"

    def kind(self, call: int, external_id: str = "") -> Fault | None:
        """Return the fault of a call, or None.

        Example:
            >>> Faults(script=[None, "hang"]).kind(2), Faults(script={"A1": "hang"}).kind(7, "A1")
            (<Fault.HANG: 'hang'>, <Fault.HANG: 'hang'>)
        """
        for key in (external_id, call):
            if key in self.script:
                scripted = self.script[key]
                return _fault(scripted) if scripted else None
        if not self.rates:
            return None
        # By number, not by a running generator: what is next can be looked at before it comes.
        draw = random.Random(f"{self.seed} {call}").random()  # noqa: S311
        for kind, rate in self.rates.items():
            draw -= rate
            if draw < 0:
                return kind
        return None


def _fault(kind: Any) -> Fault:
    try:
        return Fault(kind)
    except ValueError:
        known = [fault.value for fault in Fault]
        advice = did_you_mean(str(kind), known) or f"; known are {', '.join(known)}"
        raise CampaignError(f"faults: there is no kind {kind!r}{advice}") from None


def _http_date(moment: datetime) -> str:
    return format_datetime(moment.astimezone(UTC), usegmt=True)


_AFTER_THE_WORK = frozenset(
    {
        Fault.RESET_AFTER,
        Fault.HANG,
        Fault.LOST_RESPONSE,
        Fault.SLOW,
        Fault.DRIP,
        Fault.TRUNCATED,
        Fault.HTML_AFTER,
        Fault.EMPTY_OBJECT,
        Fault.CODE_TEXT,
        Fault.CODE_NULL,
        Fault.NOT_OBJECT,
        Fault.HUGE_BODY,
        Fault.EXCEPTION_AFTER,
        Fault.HTTP_503_AFTER,
    }
)
_CODES = {
    Fault.BUSY: ResultCode.TIMEOUT_TOO_MANY_CONCURRENT_REQUESTS,
    Fault.EXCEPTION_BEFORE: ResultCode.EXCEPTION,
    Fault.UNKNOWN_CODE: ResultCode(999),
}
