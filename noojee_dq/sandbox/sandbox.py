"""`Sandbox`: the PBX as a context manager, with what it holds and what it saw as frames."""

import asyncio
import socket
import threading
import uuid
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import Future
from types import TracebackType
from typing import Self

import pandas as pd

from noojee_dq.campaign import Campaign, refuse_no_campaign
from noojee_dq.errors import CampaignError
from noojee_dq.fields import EXTERNAL_ID
from noojee_dq.sandbox.app import Call, SandboxApp, Waits
from noojee_dq.sandbox.faults import Fault, Faults
from noojee_dq.sandbox.phone_reader import PhoneReader
from noojee_dq.sandbox.rules import Rules
from noojee_dq.sandbox.server import Server, bound
from noojee_dq.sandbox.store import Store
from noojee_dq.words.counts import counted

_HOST = "127.0.0.1"
_IDS = {"template_id": 41, "campaign_id": 41, "allocation_id": 38}
_LOG_TYPES = {"code": "Int64", "http_status": "Int64", "lead_id": "Int64"}


class Sandbox:
    """A Noojee PBX on 127.0.0.1, with one campaign: real HTTP, the API's own codes and limits, faults on request.

    It runs in a thread of its own, so that it works in scripts and notebooks alike. Leads and log outlive `stop`;
    a second `start` goes on with them at the same address, like a PBX after maintenance.

    Args:
        campaign: what the PBX is set up for; ids that it lacks are made up.
        api_key: the one key that is accepted; None = a made-up one.
        concurrency: insert and update calls served at once; others queue.
        latency: seconds that a call takes at least.
        queue_timeout: seconds in the queue after which a call is answered 109, and not done.
        time_scale: every wait of the sandbox is multiplied by it (0.01 in tests; with 0 a call that finds no slot is
            answered 109 at once).
        known: leads that the campaign holds from the start; columns are field names, or headings that the campaign
            renames.
        dnc: numbers on the do-not-call list.
        atomic: False = the look-up for duplicates comes first, the insert after the latency, which is now and then
            up to 20 times as long: two calls with one lead can then both be accepted.
        faults: what goes wrong.
        port: 0 = any free one.
        seed: for the slow calls of `atomic=False`.

    Raises:
        CampaignError: the port is taken.

    Example:
        >>> import httpx
        >>> with Sandbox(Campaign(phone_fields=["Phone"]), latency=0) as pbx:
        ...     answer = httpx.post(
        ...         f"{pbx.url}/servicemanager/rest/CampaignAPI/insertLeadFast",
        ...         params={"fTemplateId": 41, "fCampaignId": 41, "fAllocationId": 38, "apiKey": pbx.api_key},
        ...         json={"Phone": "0491 570 006"},
        ...     )
        >>> answer.json(), pbx.leads["Phone"].tolist()
        ({'code': 0, 'message': 'OK'}, ['0491 570 006'])
    """

    def __init__(
        self,
        campaign: Campaign,
        *,
        api_key: str | None = None,
        concurrency: int = 8,
        latency: float = 0.1,
        queue_timeout: float = 60.0,
        time_scale: float = 1.0,
        known: pd.DataFrame | None = None,
        dnc: Iterable[str] = (),
        atomic: bool = True,
        faults: Faults | None = None,
        port: int = 0,
        seed: int = 0,
    ) -> None:
        refuse_no_campaign(campaign)
        ids = {name: made_up for name, made_up in _IDS.items() if getattr(campaign, name) is None}
        # Not the address of the real PBX: a sandbox that was never started must not lead there.
        self.campaign = campaign.model_copy(update={**ids, "url": ""})
        self.api_key = api_key or str(uuid.uuid4())
        #: External ids of leads that somebody is editing: an update of one is answered 110. Change it at will.
        self.being_edited: set[str] = set()
        self._port = port
        self._time_scale = time_scale
        numbers = PhoneReader(campaign)
        self._store = Store(numbers, None if known is None else known.rename(columns=campaign.columns))
        self._pbx = SandboxApp(
            self.campaign,
            self._store,
            Rules(self.campaign, self._store, numbers, dnc, self.being_edited),
            numbers,
            api_key=self.api_key,
            concurrency=concurrency,
            waits=Waits(latency * time_scale, queue_timeout * time_scale),
            time_scale=time_scale,
            atomic=atomic,
            faults=faults or Faults(),
            seed=seed,
        )
        self._thread: threading.Thread | None = None
        self._refusal: asyncio.Task[None] | None = None

    def __repr__(self) -> str:
        return (
            f"Sandbox({self.url or 'not started'}: {counted(len(self._store), 'lead')}, {counted(self.calls, 'call')})"
        )

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Listen; return when calls are taken. Do nothing where it runs already."""
        if self._thread is not None:
            return
        try:
            listener = bound(_HOST, self._port)
        except OSError as error:
            raise CampaignError(f"sandbox: port {self._port} cannot be used ({error.strerror}): take another") from None
        self._port = listener.getsockname()[1]
        self.campaign = self.campaign.model_copy(update={"url": f"http://{_HOST}:{self._port}"})
        started: Future[None] = Future()
        self._thread = threading.Thread(target=self._serve, args=(listener, started), name="sandbox", daemon=True)
        self._thread.start()
        try:
            started.result()
        except BaseException:
            self._thread = None
            raise

    def stop(self) -> None:
        """Drop all connections and calls, and stop listening; leads and log stay."""
        if self._thread is None:
            return
        self._loop.call_soon_threadsafe(self._server.end)
        self._thread.join()
        self._thread = None

    @property
    def url(self) -> str:
        """Base address, such as http://127.0.0.1:8321; "" before the first start."""
        return self.campaign.url

    @property
    def faults(self) -> Faults:
        """What goes wrong; set it while the sandbox runs, and it holds from the next call on."""
        return self._pbx.faults

    @faults.setter
    def faults(self, faults: Faults) -> None:
        self._pbx.faults = faults
        if self._thread is not None:
            asyncio.run_coroutine_threadsafe(self._listen_again(), self._loop).result()

    @property
    def leads(self) -> pd.DataFrame:
        """The leads that the campaign holds now: their fields as sent and updated, and `lead_id`, counted from 1."""
        return self._store.frame()

    @property
    def log(self) -> pd.DataFrame:
        """One line for each of the last million calls, in the order in which they were done.

        Columns: `seq`; `call` (the number that `Faults` counts; 0 = no insert or update); `at` (UTC, when it came);
        `endpoint`; `external_id`; `phones` (normal form, with spaces between); `code` (what the PBX decided, missing
        where nothing was); `http_status` (missing where no answer was sent); `fault` ("" = none); `inserted`;
        `lead_id`; `in_flight` (insert and update calls at the PBX when it came, itself included).
        """
        calls = list(self._pbx.calls)
        log = pd.DataFrame(calls, columns=list(Call._fields)).astype(_LOG_TYPES)
        log["at"] = pd.to_datetime(log["at"], unit="s", utc=True)
        log["phones"] = log["phones"].str.join(" ").astype("str")
        log.insert(0, "seq", range(1, len(calls) + 1))
        return log

    @property
    def counts(self) -> dict[int, int]:
        """How many insert and update calls came to which code."""
        codes = Counter(call.code for call in list(self._pbx.calls) if call.code is not None)
        return {int(code): count for code, count in sorted(codes.items())}

    @property
    def calls(self) -> int:
        """How many insert and update calls there were, those refused on purpose included."""
        return self._pbx.last_call

    @property
    def inserted(self) -> int:
        """How many leads were inserted, those known from the start not counted."""
        return len(self._store) - self._store.known

    def inserts(self, field: str = EXTERNAL_ID) -> dict[str, int]:
        """Count the inserts of a lead, by the value of a field: the truth about what is in, and what is in twice.

        Args:
            field: a field that tells leads apart.

        Returns:
            Value -> number of inserts; leads known from the start, or without the field, do not count.
        """
        leads = self.leads.iloc[self._store.known :]
        return dict(Counter(leads[field].dropna())) if field in leads else {}

    def _serve(self, listener: socket.socket, started: "Future[None]") -> None:
        try:
            asyncio.run(self._run(listener, started))
        except BaseException as error:
            if started.done():
                raise
            started.set_exception(error)

    async def _run(self, listener: socket.socket, started: "Future[None]") -> None:
        def ready() -> None:
            self._look_ahead()
            started.set_result(None)

        self._loop = asyncio.get_running_loop()
        self._refusal = None
        self._server = Server(self._pbx.app(self._look_ahead), ready)
        await self._server.serve(sockets=[listener])

    def _look_ahead(self) -> None:
        """Stop listening before a call that is to be refused."""
        if self._refusal is None and self._pbx.next_fault() is Fault.REFUSE:
            self._server.stop_listening()
            self._refusal = asyncio.ensure_future(self._refuse())

    async def _refuse(self) -> None:
        while self._pbx.next_fault() is Fault.REFUSE:
            await asyncio.sleep(self.faults.refuse_for * self._time_scale)
            self._pbx.last_call += 1
        await self._server.listen(_HOST, self._port)
        self._refusal = None
        self._look_ahead()  # calls on connections still open may have come in the meantime

    async def _listen_again(self) -> None:
        if self._refusal is not None:
            self._refusal.cancel()
            self._refusal = None
        await self._server.listen(_HOST, self._port)
        self._look_ahead()
