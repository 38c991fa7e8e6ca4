"""`KeyTransport`: adds the API key to a request, below everything that could show it.

httpx's transport is its layer below `AsyncClient`: it follows no redirect, keeps no cookie, logs no URL and asks
the environment for no proxy, all of which would have to be switched off here. No proxy: the PBX knows its callers
by their addresses, so the way to it is not left to a variable.
"""

import logging
from functools import cache
from ssl import SSLContext
from urllib.parse import quote

import httpx

from noojee_dq.client.key import ApiKey
from noojee_dq.errors import CampaignError

#: Seconds: a connection that was idle for longer is not used again. Servers close theirs after 5 seconds or more,
#: and a lead sent on a connection that is being closed is in doubt.
_KEEPALIVE = 4.0

#: Loggers of httpcore that write at DEBUG what a server sent, in which the key can come back.
_LOGGERS = ("httpcore.connection", "httpcore.http11")

#: The keys that are taken out of log records, by their text; kept, since a record can come late.
_KEYS: dict[str, ApiKey] = {}


class KeyTransport(httpx.AsyncBaseTransport):
    """One connection to the PBX, kept alive; each request gets the key as it goes out.

    A pool of its own for each worker: one that all share gets slow beyond some 48 connections.

    Args:
        api_key: the key.

    Example:
        >>> KeyTransport(ApiKey("made-up"))  # doctest: +ELLIPSIS
        <noojee_dq.client.transport.KeyTransport object at ...>
    """

    def __init__(self, api_key: ApiKey) -> None:
        self._api_key = api_key
        limits = httpx.Limits(max_connections=1, keepalive_expiry=_KEEPALIVE)
        self._connection = httpx.AsyncHTTPTransport(verify=_tls(), limits=limits)
        self._urls: dict[httpx.URL, httpx.URL] = {}
        _KEYS[api_key.reveal()] = api_key
        for name in _LOGGERS:
            logging.getLogger(name).addFilter(_scrub)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a copy of the request that holds the key, so that the caller's own never does."""
        return await self._connection.handle_async_request(self._with_key(request))

    async def close_if_unread(self) -> bool:
        """Say whether bytes followed the last answer, and close the connection then: they would answer the next lead.

        Bytes that come after the next request has gone out cannot be told from its answer.
        """
        # httpcore has no public name for what its parser holds back.
        for connection in self._connection._pool.connections:
            http11 = connection._connection  # type: ignore[attr-defined]
            if http11 is not None and http11._h11_state.trailing_data[0]:
                await connection.aclose()
                return True
        return False

    async def aclose(self) -> None:
        """Close the connection."""
        await self._connection.aclose()

    def _with_key(self, request: httpx.Request) -> httpx.Request:
        # Kept, since to put a URL together takes a fifth of the time of a call, and there are few of them.
        if request.url not in self._urls:
            separator = b"&" if request.url.query else b"?"
            key = quote(self._api_key.reveal(), safe="").encode()
            self._urls[request.url] = request.url.copy_with(
                raw_path=request.url.raw_path + separator + b"apiKey=" + key
            )
        return httpx.Request(
            request.method,
            self._urls[request.url],
            headers=request.headers,
            stream=request.stream,
            extensions=request.extensions,
        )


@cache
def _tls() -> SSLContext:
    # Loading the certificates takes longer than a call, hence once. SSL_CERT_FILE can name a company's own.
    try:
        return httpx.create_ssl_context()
    except OSError:
        variables = "SSL_CERT_FILE or SSL_CERT_DIR"
    raise CampaignError(f"the certificates cannot be read: {variables} must name a file or folder of them, or be unset")


def _scrub(record: logging.LogRecord) -> bool:
    """Take the keys in use out of a log record."""
    message = record.getMessage()
    # A copy, since another thread may add a key.
    for key in tuple(_KEYS.values()):
        message = key.scrub(message)
    record.msg, record.args = message, ()
    return True
