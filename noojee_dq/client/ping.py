"""`ping`: is the API key accepted, and do the campaign's three ids exist on the PBX?"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from typing import NamedTuple

import httpx

from noojee_dq.batch.pbx_ids import IdProblem, PbxEntity, PbxIds
from noojee_dq.campaign import Campaign
from noojee_dq.client.address import api_address, ids
from noojee_dq.client.answer import Answer, Kind, classify, one_line
from noojee_dq.client.exchange import Reply, exchange
from noojee_dq.client.headers import HEADERS
from noojee_dq.client.key import ApiKey
from noojee_dq.client.transport import KeyTransport
from noojee_dq.codes import ResultCode
from noojee_dq.errors import PbxError
from noojee_dq.words.counts import first_of

#: A large PBX has long lists.
_MAX_LIST_BYTES = 4 * 1024 * 1024
#: Entries that a message names.
_MOST_NAMED = 10


class _List(NamedTuple):
    """One list of the PBX, and the id of the campaign that must be in it."""

    part: str
    call: str
    parent: str
    parameter: str
    code: ResultCode


#: Noojee Contact API: each list is asked for by the id that was found in the one before.
_LISTS = (
    _List("template", "getCampaignTemplateList", "", "fTemplateId", ResultCode.TEMPLATE_ID_REQUIRED),
    _List("campaign", "getCampaignList", "fTemplateId", "fCampaignId", ResultCode.CAMPAIGN_ID_REQUIRED),
    _List("allocation", "getAllocationList", "fCampaignId", "fAllocationId", ResultCode.ALLOCATION_ID_REQUIRED),
)


async def ping(campaign: Campaign, api_key: ApiKey, *, deadline: float = 30.0) -> PbxIds:
    """Ask the PBX whether it takes the key and knows the campaign's three ids. No lead is sent.

    Args:
        campaign: gives url and ids.
        api_key: the key.
        deadline: seconds for each of the three calls.

    Returns:
        What was found, and what was not.

    Raises:
        CampaignError: the url or an id is missing or wrong.
        PbxError: the PBX cannot be reached, refuses the key, or does not answer as the API does.

    Example:
        >>> import anyio
        >>> anyio.run(ping, Campaign(), ApiKey("made-up"))
        Traceback (most recent call last):
        ...
        noojee_dq.errors.CampaignError: campaign: url is missing: give the address of the PBX, as in "https://pbx.example.com"
    """
    address, wanted = api_address(campaign), ids(campaign)
    found: dict[str, PbxEntity] = {}
    async with KeyTransport(api_key) as transport:
        for one in _LISTS:
            query = {one.parent: wanted[one.parent]} if one.parent else {}
            request = httpx.Request("GET", httpx.URL(f"{address}/{one.call}", params=query), headers=HEADERS)
            reply = await exchange(transport, request, deadline=deadline, max_bytes=_MAX_LIST_BYTES)
            entity = _found(_listed(reply, api_key, one), one, wanted[one.parameter])
            if isinstance(entity, IdProblem):
                return PbxIds(found, problems=(entity,))
            found[one.part] = entity
    return PbxIds(found)


def _listed(reply: Reply | Answer, api_key: ApiKey, one: _List) -> dict[str, PbxEntity] | IdProblem:
    """Return the entities of a list by id, or what the API says instead."""
    if isinstance(reply, Answer):
        raise PbxError(f"{reply.message}. No lead was sent")
    entities = _entities(reply, api_key)
    if entities is not None:
        return entities
    answer = classify(*reply, now=datetime.now(UTC), scrub=api_key.scrub)
    if answer.kind == Kind.STOP and answer.code is not None:
        return IdProblem(ResultCode(answer.code), f"the PBX says {answer.message!r} when asked for its {one.part}s")
    raise PbxError(f"{answer.message or f'the PBX answers code {answer.code}'}. No lead was sent")


def _entities(reply: Reply, api_key: ApiKey) -> dict[str, PbxEntity] | None:
    """Return what an answer lists; None = it is no list."""
    if reply.status != HTTPStatus.OK:
        return None
    try:
        entities = json.loads(reply.body)["entities"]
        pairs = [(str(entity["id"]), str(entity.get("name") or "")) for entity in entities]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    return {number: PbxEntity(number, one_line(api_key.scrub(name))) for number, name in pairs}


def _found(listed: Mapping[str, PbxEntity] | IdProblem, one: _List, number: str) -> PbxEntity | IdProblem:
    """Return the entity with the campaign's id, or what is to be said of that id."""
    if isinstance(listed, IdProblem):
        return listed
    if number in listed:
        return listed[number]
    names = [str(entity) for entity in listed.values()]
    has = f"it has: {first_of(names, _MOST_NAMED)}" if names else "it has none"
    return IdProblem(one.code, f"{one.part}_id {number} is not on this PBX, or not for this API key; {has}")
