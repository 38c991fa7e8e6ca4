"""`Pbx`: sends leads to the PBX, one at a time."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

import httpx

from noojee_dq.campaign import Campaign
from noojee_dq.client.address import api_address, ids, is_loopback
from noojee_dq.client.answer import MAX_ANSWER_BYTES, Answer, Kind, classify
from noojee_dq.client.exchange import exchange
from noojee_dq.client.headers import HEADERS
from noojee_dq.client.key import ApiKey
from noojee_dq.client.transport import KeyTransport
from noojee_dq.errors import CampaignError
from noojee_dq.fields import Operation

#: Seconds that a call may wait in the server's queue; it answers 109 after that (Noojee Contact API).
QUEUE_SECONDS = 60

_CALLS = {"insert": "insertLeadFast", "update": "updateLeadFast"}


class Pbx:
    """One connection over which leads go to the PBX one after the other; an async context manager.

    Args:
        campaign: gives url, ids and `allow_duplicates`.
        api_key: the key.
        operation: "insert" or "update".
        deadline: seconds for a whole call. More than `QUEUE_SECONDS`, or the outcome of a queued lead would never be
            learnt; on this computer less is allowed, since a local PBX can have a shorter queue.

    Raises:
        CampaignError: the url or an id is missing or wrong, or the deadline is too short.

    Example:
        >>> campaign = Campaign(template_id=1, campaign_id=1, allocation_id=1, url="https://pbx.example.com")
        >>> pbx = Pbx(campaign, ApiKey("made-up"), "insert")
        >>> Pbx(campaign, ApiKey("made-up"), "insert", deadline=30)
        Traceback (most recent call last):
        ...
        noojee_dq.errors.CampaignError: the deadline must exceed 60 seconds: so long can a lead wait on the PBX
    """

    def __init__(self, campaign: Campaign, api_key: ApiKey, operation: Operation, *, deadline: float = 90.0) -> None:
        address = api_address(campaign)
        query = ids(campaign)
        if operation == "insert" and campaign.allow_duplicates:
            query["allowDuplicates"] = "true"
        if deadline <= QUEUE_SECONDS and not is_loopback(address):
            raise CampaignError(f"the deadline must exceed {QUEUE_SECONDS} seconds: so long can a lead wait on the PBX")
        self._url = httpx.URL(f"{address}/{_CALLS[operation]}", params=query)
        self._api_key = api_key
        self._deadline = deadline
        self._transport = KeyTransport(api_key)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._transport.aclose()

    async def send(self, body: Mapping[str, str]) -> Answer:
        """Send one lead.

        Args:
            body: field names and values, from `payloads`.

        Returns:
            What came of it, whatever network and server do; only a cancellation passes through.
        """
        # ASCII alone: no server can take it for another encoding.
        request = httpx.Request("POST", self._url, headers=HEADERS, content=json.dumps(body).encode("ascii"))
        reply = await exchange(self._transport, request, deadline=self._deadline, max_bytes=MAX_ANSWER_BYTES)
        unread = await self._transport.close_if_unread()
        if isinstance(reply, Answer):
            return reply
        if unread:
            # Nobody can say which of them is the answer to this lead.
            return Answer(Kind.AMBIGUOUS, message="more than one answer came", http_status=reply.status, foreign=True)
        return classify(*reply, now=datetime.now(UTC), scrub=self._api_key.scrub)
