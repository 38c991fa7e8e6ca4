"""The HTTP boundary: the only place that imports httpx, and the only one that sees the API key as text."""

from noojee_dq.client.answer import Answer, Kind, classify
from noojee_dq.client.key import ApiKey
from noojee_dq.client.pbx import Pbx
from noojee_dq.client.ping import ping

__all__ = ["Answer", "ApiKey", "Kind", "Pbx", "classify", "ping"]
