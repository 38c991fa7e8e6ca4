"""The HTTP boundary: the only place that imports httpx, and the only one that sees the API key as text."""

from noojee_dq.client.answer import Answer, Kind, classify
from noojee_dq.client.key import ApiKey
from noojee_dq.client.online import with_ping
from noojee_dq.client.payload import payloads
from noojee_dq.client.pbx import Pbx
from noojee_dq.client.ping import Entity, IdProblem, Ping, ping

__all__ = [
    "Answer",
    "ApiKey",
    "Entity",
    "IdProblem",
    "Kind",
    "Pbx",
    "Ping",
    "classify",
    "payloads",
    "ping",
    "with_ping",
]
