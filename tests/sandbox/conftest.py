"""A plain HTTP client for the sandbox: the standard library's, so that nothing of ours stands in between."""

import json
from collections.abc import Callable
from http.client import HTTPConnection
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

import pytest

from noojee_dq import Campaign, Sandbox

PATH = "/servicemanager/rest/CampaignAPI"


class Answer(NamedTuple):
    """What came back."""

    status: int
    body: bytes
    headers: dict[str, str]

    @property
    def code(self) -> int:
        """The result code."""
        code: int = json.loads(self.body)["code"]
        return code


def target(pbx: Sandbox, endpoint: str, query: dict[str, Any]) -> str:
    """Path and query of a call; a query parameter given as None is left out."""
    ids = {"fTemplateId": pbx.campaign.template_id, "fCampaignId": pbx.campaign.campaign_id}
    usual = {**ids, "fAllocationId": pbx.campaign.allocation_id, "apiKey": pbx.api_key}
    return f"{PATH}/{endpoint}?{urlencode({name: v for name, v in (usual | query).items() if v is not None})}"


def send(pbx: Sandbox, method: str, endpoint: str, body: bytes | None, query: dict[str, Any]) -> Answer:
    """One call on a connection of its own."""
    connection = HTTPConnection(urlsplit(pbx.url).netloc, timeout=5)
    try:
        connection.request(method, target(pbx, endpoint, query), body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        return Answer(response.status, response.read(), dict(response.getheaders()))
    finally:
        connection.close()


@pytest.fixture
def insert() -> Callable[..., Answer]:
    """Insert a lead (a dict, or the bytes of a body)."""
    return lambda pbx, lead, **query: send(pbx, "POST", "insertLeadFast", _body(lead), query)


@pytest.fixture
def update() -> Callable[..., Answer]:
    """Update a lead."""
    return lambda pbx, lead, **query: send(pbx, "POST", "updateLeadFast", _body(lead), query)


@pytest.fixture
def get() -> Callable[..., Answer]:
    """Ask for one of the lists."""
    return lambda pbx, endpoint, **query: send(pbx, "GET", endpoint, None, query)


@pytest.fixture
def request_bytes() -> Callable[[Sandbox, dict[str, str]], bytes]:
    """An insert as it goes over the wire."""

    def written(pbx: Sandbox, lead: dict[str, str]) -> bytes:
        body = _body(lead)
        head = f"POST {target(pbx, 'insertLeadFast', {})} HTTP/1.1\r\nHost: pbx\r\nContent-Length: {len(body)}\r\n\r\n"
        return head.encode() + body

    return written


@pytest.fixture
def campaign() -> Campaign:
    """A campaign with two phone fields."""
    return Campaign(
        phone_fields=["Phone", "Mobile"],
        dispositions=["Sale", "No Answer"],
        contact_hours={"Melbourne": "Australia/Melbourne"},
    )


def _body(lead: dict[str, Any] | bytes) -> bytes:
    return lead if isinstance(lead, bytes) else json.dumps(lead).encode()
