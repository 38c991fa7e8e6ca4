"""The PBX behind the HTTP: addresses, key check, slots and queue, faults, and the log of calls.

Assumed, since undocumented: a wrong key is answered with HTTP 401 and a page; an id that the PBX does not know lists
nothing; a call whose client has gone is done all the same.
"""

import asyncio
import random
import secrets
import sys
import time
from collections import deque
from collections.abc import Callable
from typing import NamedTuple

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from noojee_dq.campaign import Campaign
from noojee_dq.codes import ResultCode
from noojee_dq.sandbox.faults import Fault, Faults
from noojee_dq.sandbox.phone_reader import PhoneReader
from noojee_dq.sandbox.responses import Exchange, answer, faulty_answer, no_answer, not_found, unauthorized
from noojee_dq.sandbox.rules import Rules, external_id, read_lead
from noojee_dq.sandbox.store import Store

PATH = "/servicemanager/rest/CampaignAPI"
INSERT = "insertLeadFast"
UPDATE = "updateLeadFast"

#: What a list shows; the parameter that has to name what it lies within, and what that is ("" = nothing).
_LISTS = {
    "getCampaignTemplateList": ("template_id", "", ""),
    "getCampaignList": ("campaign_id", "fTemplateId", "template_id"),
    "getAllocationList": ("allocation_id", "fCampaignId", "campaign_id"),
}

#: The log forgets its oldest lines beyond this, so that a long run does not fill the memory.
_LOG_LINES = 1_000_000

#: Without atomic look-ups this share of the calls takes up to this many times as long.
_SLOW_SHARE, _SLOWEST = 0.05, 20


class Call(NamedTuple):
    """A line of the log. `call` counts insert and update calls, 0 = another; no `http_status` = no answer was sent.

    `code` is what the PBX decided: with a fault after the work, not what the client saw.
    """

    call: int
    at: float
    endpoint: str
    external_id: str = ""
    phones: tuple[str, ...] = ()
    code: int | None = None
    http_status: int | None = None
    fault: str = ""
    inserted: bool = False
    lead_id: int | None = None
    in_flight: int = 0


class Waits(NamedTuple):
    """Seconds that the PBX takes: for a call at least, and in the queue at most."""

    latency: float
    queue_timeout: float


class _Done(NamedTuple):
    """What came of a call; without a code, nothing was decided."""

    code: ResultCode | None = None
    lead_id: int | None = None


class SandboxApp:
    """Answers calls for one campaign.

    Args:
        campaign: with its three ids.
        store: what the campaign holds.
        rules: which code a lead gets.
        numbers: how the campaign reads phone fields.
        api_key: the one key that is accepted.
        concurrency: insert and update calls served at once; others queue.
        waits: how long calls take.
        time_scale: what the waits of faults are multiplied by.
        atomic: whether nothing can come between the look-up for duplicates and the insert.
        faults: what goes wrong; may be replaced at any time.
        seed: for how long slow calls take.
    """

    def __init__(
        self,
        campaign: Campaign,
        store: Store,
        rules: Rules,
        numbers: PhoneReader,
        *,
        api_key: str,
        concurrency: int,
        waits: Waits,
        time_scale: float,
        atomic: bool,
        faults: Faults,
        seed: int,
    ) -> None:
        self._campaign = campaign
        self._store = store
        self._rules = rules
        self._numbers = numbers
        self._api_key = api_key.encode()
        self._concurrency = concurrency
        self._waits = waits
        self._time_scale = time_scale
        self._atomic = atomic
        self.faults = faults
        self._random = random.Random(seed)  # noqa: S311 - makes calls slow, guards nothing
        self.calls: deque[Call] = deque(maxlen=_LOG_LINES)
        self.last_call = 0
        self._arrived: Callable[[], None] = lambda: None

    def app(self, arrived: Callable[[], None]) -> Starlette:
        """Make the application for a new server, of which nobody is using anything yet.

        Args:
            arrived: called when a call has got its number.
        """
        self._arrived = arrived
        self._slots = asyncio.Semaphore(self._concurrency)
        # The moments since which the free slots have been free. A call begins then, or when it comes: were it when it
        # gets its turn in the event loop, the PBX would serve some percent less than its slots and latency promise.
        self._free_since = deque([0.0] * self._concurrency)
        self._in_flight = 0
        app = Starlette(
            routes=[
                Route(f"{PATH}/{INSERT}", self._lead_call, methods=["POST"]),
                Route(f"{PATH}/{UPDATE}", self._lead_call, methods=["POST"]),
                *(Route(f"{PATH}/{endpoint}", self._list) for endpoint in _LISTS),
            ],
            exception_handlers={404: self._unknown_path},
        )
        app.router.redirect_slashes = False  # a redirect would echo the key
        return app

    def next_fault(self) -> Fault | None:
        """Say what is to go wrong with the next call, as far as its number tells."""
        return self.faults.kind(self.last_call + 1)

    async def _lead_call(self, request: Request) -> Response:
        self.last_call += 1
        self._in_flight += 1
        line = Call(self.last_call, time.time(), _endpoint(request), in_flight=self._in_flight)
        self._arrived()
        try:
            return await self._served(request, line)
        finally:
            self._in_flight -= 1

    async def _served(self, request: Request, line: Call) -> Response:
        if not self._accepts_key(request):
            return await self._refused(line)
        try:
            lead = read_lead(await request.body())
        except ClientDisconnect:
            return self._logged(line, no_answer())
        reference = external_id(lead or {}, request.query_params)
        phones = tuple(self._numbers.of(lead or {}).values())
        fault = self.faults.kind(line.call, reference)
        if fault is None or fault.processed:
            longer = self.faults.slow_for * self._time_scale if fault is Fault.SLOW else 0.0
            done = await self._work(line.endpoint, lead, request, longer)
        else:
            await asyncio.sleep(self._waits.latency)
            done = _Done(fault.code)
        line = line._replace(external_id=reference, phones=phones, code=done.code, fault=fault or "")
        line = line._replace(lead_id=done.lead_id, inserted=done.lead_id is not None and line.endpoint == INSERT)
        if fault is None:
            return self._logged(line, answer(done.code or 0))
        exchange = Exchange(request.url, done.code or 0, self.faults, self._time_scale)
        return self._logged(line, faulty_answer(fault, exchange))

    async def _work(self, endpoint: str, lead: dict[str, str] | None, request: Request, longer: float) -> _Done:
        """Wait for a slot, first come first served, and do the call in it, `longer` seconds longer than usual."""
        came = time.monotonic()
        try:
            async with asyncio.timeout(self._waits.queue_timeout):
                await self._slots.acquire()
        except TimeoutError:
            return _Done(ResultCode.TIMEOUT_TOO_MANY_CONCURRENT_REQUESTS)
        due = max(came, self._free_since.popleft()) + self._waits.latency + longer
        try:
            if self._atomic:
                await _until(due)
                code = self._decide(endpoint, lead, request)
            else:
                code = self._decide(endpoint, lead, request)
                due += self._waits.latency * self._slowness()
                await _until(due)
            return _Done(code, None if code else self._apply(endpoint, lead or {}, request))
        finally:
            self._free_since.append(due)
            self._slots.release()

    def _decide(self, endpoint: str, lead: dict[str, str] | None, request: Request) -> ResultCode:
        decide = self._rules.insert_code if endpoint == INSERT else self._rules.update_code
        return decide(lead, request.query_params)

    def _apply(self, endpoint: str, lead: dict[str, str], request: Request) -> int | None:
        if endpoint == INSERT:
            return self._store.insert(lead)
        lead_id = self._store.find(external_id(lead, request.query_params))
        if lead_id is not None:
            self._store.update(lead_id, lead)
        return lead_id

    def _slowness(self) -> float:
        """Say how many latencies a call takes beyond the first."""
        return self._random.uniform(0, _SLOWEST) if self._random.random() < _SLOW_SHARE else 0

    async def _list(self, request: Request) -> Response:
        line = Call(0, time.time(), _endpoint(request))
        if not self._accepts_key(request):
            return await self._refused(line)
        await asyncio.sleep(self._waits.latency)
        listed, parameter, parent = _LISTS[line.endpoint]
        entity = {"id": getattr(self._campaign, listed), "name": f"Sandbox {listed.removesuffix('_id')}"}
        is_within = not parameter or request.query_params.get(parameter) == str(getattr(self._campaign, parent))
        return self._logged(line, JSONResponse({"entities": [entity] if is_within else []}))

    async def _refused(self, line: Call) -> Response:
        await asyncio.sleep(self._waits.latency)
        return self._logged(line, unauthorized())

    async def _unknown_path(self, request: Request, _: Exception) -> Response:
        return self._logged(Call(0, time.time(), "unknown"), not_found())

    def _accepts_key(self, request: Request) -> bool:
        return secrets.compare_digest(request.query_params.get("apiKey", "").encode(), self._api_key)

    def _logged(self, line: Call, response: Response) -> Response:
        self.calls.append(line._replace(http_status=response.status_code or None))
        return response


async def _until(moment: float) -> None:
    await asyncio.sleep(max(0, moment - time.monotonic()))


def _endpoint(request: Request) -> str:
    # Interned, since a million lines of the log hold it.
    return sys.intern(request.scope["path"].rpartition("/")[2])
