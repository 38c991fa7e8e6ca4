"""`exchange`: one HTTP call with a total deadline and a bounded answer, whatever network and server do."""

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from socket import gaierror
from typing import NamedTuple

import anyio
import httpx

from noojee_dq.client.answer import Answer, Kind, classify

#: Seconds within which a connection must stand. Less than the deadline: what had no connection was surely not sent.
CONNECT_TIMEOUT = 15.0

#: httpcore raises these before it writes a byte of the request, and no others surely so.
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


class Reply(NamedTuple):
    """A whole HTTP answer."""

    status: int
    headers: httpx.Headers
    body: bytes

    def __repr__(self) -> str:
        # A server can echo the key in headers and body.
        return f"Reply(status={self.status})"


class _TooLargeError(Exception):
    """The answer is longer than anything that the API says."""


async def exchange(
    transport: httpx.AsyncBaseTransport, request: httpx.Request, *, deadline: float, max_bytes: int
) -> Reply | Answer:
    """Make one call.

    Args:
        transport: takes the request; it must not follow redirects.
        request: without the key.
        deadline: seconds for the whole call; httpx has timeouts for its parts only.
        max_bytes: a longer answer is not read.

    Returns:
        The whole answer, or what became of the call where none came.

    Example:
        >>> async def call() -> Reply | Answer:
        ...     request = httpx.Request("GET", "http://127.0.0.1:1")
        ...     async with httpx.AsyncHTTPTransport() as transport:
        ...         return await exchange(transport, request, deadline=5, max_bytes=100)
        >>> anyio.run(call).message
        '127.0.0.1:1 cannot be reached: the connection was refused'
    """
    wait = min(CONNECT_TIMEOUT, deadline / 2)
    request.extensions["timeout"] = httpx.Timeout(deadline, connect=wait, pool=wait).as_dict()
    response = None
    try:
        with anyio.fail_after(deadline):
            response = await transport.handle_async_request(request)
            try:
                return Reply(response.status_code, response.headers, await _body(response, max_bytes))
            finally:
                await response.aclose()
    except (httpx.TransportError, _TooLargeError, OSError) as error:
        return _failure(error, response, request.url.netloc.decode("ascii"), deadline)
    except BaseException as error:
        # A cancellation or an interrupt passes, but not the frames that it came through: they hold the key.
        for one in _chain(error):
            one.__traceback__ = None
        raise


async def _body(response: httpx.Response, max_bytes: int) -> bytes:
    # As it came: what is compressed although we did not ask for that is not unpacked, however large it would get.
    body = bytearray()
    async for part in response.aiter_raw():
        body += part
        if len(body) > max_bytes:
            raise _TooLargeError
    return bytes(body)


def _failure(error: Exception, response: httpx.Response | None, host: str, deadline: float) -> Answer:
    """Say what became of a call that got no whole answer."""
    if response is not None:
        return _unread(error, response)
    if isinstance(error, _NEVER_SENT):
        certificate = next((one for one in _chain(error) if isinstance(one, ssl.SSLCertVerificationError)), None)
        if certificate is not None:
            hint = "a certificate authority of your own can be named in SSL_CERT_FILE"
            return Answer(Kind.STOP, message=f"no trust in {host}: {certificate.verify_message}; {hint}")
        return Answer(Kind.NOT_SENT, message=f"{host} cannot be reached: {_reason(error)}")
    if isinstance(error, TimeoutError | httpx.TimeoutException):
        return Answer(Kind.AMBIGUOUS, message=f"no answer within {deadline:g} seconds")
    return Answer(Kind.AMBIGUOUS, message="the connection broke before an answer came")


def _unread(error: Exception, response: httpx.Response) -> Answer:
    """Say what an answer means of which only the head is known."""
    # One that is too large is as little the API's as an empty one.
    body = b"" if isinstance(error, _TooLargeError) else None
    return classify(response.status_code, response.headers, body, datetime.now(UTC))


def _reason(error: Exception) -> str:
    for cause in _chain(error):
        if isinstance(cause, gaierror):
            return "no computer has this name; check the campaign's url"
        if isinstance(cause, ConnectionRefusedError):
            return "the connection was refused"
        if isinstance(cause, ssl.SSLError):
            return "no secure connection could be made"
    return "no connection in time" if isinstance(error, httpx.TimeoutException) else "no connection"


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an exception and those that it came from."""
    while error is not None:
        yield error
        if isinstance(error, BaseExceptionGroup):
            for one in error.exceptions:
                yield from _chain(one)
        error = error.__cause__ or error.__context__
