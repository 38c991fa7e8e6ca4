"""What goes over the wire in answer to a call: the API's own answers, and what a fault makes of them."""

import asyncio
import os
import socket
import struct
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from starlette.datastructures import URL
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import Receive, Scope, Send

from noojee_dq.codes import ResultCode
from noojee_dq.sandbox.faults import Fault, Faults

_MEBIBYTE = 1 << 20


def answer(code: int) -> JSONResponse:
    """Make the API's answer with a result code.

    Example:
        >>> answer(105).body, answer(105).status_code
        (b'{"code":105,"message":"DUPLICATE"}', 400)
    """
    return _answer(code, {})


def unauthorized() -> Response:
    """Make the answer to a wrong key (an assumption: the vendor does not say)."""
    return _page("Unauthorized", 401)


def not_found() -> Response:
    """Make the answer to an unknown path: HTML, as the vendor's server answers."""
    return _page("Not Found", 404)


def no_answer() -> Response:
    """Return no answer, for a client that has gone."""
    return Cut(_hang)


class Exchange(NamedTuple):
    """What a faulty answer is made from; `code` is the one that was decided (0 where none was)."""

    url: URL
    code: int
    faults: Faults
    time_scale: float


def faulty_answer(fault: Fault, exchange: Exchange) -> Response:
    """Make what a fault sends in place of the answer; status 0 = no answer at all."""
    return _ANSWERS[fault](exchange)


class Cut(Response):
    """No answer: something happens to the connection instead.

    Args:
        act: is given the connection's transport.
    """

    def __init__(self, act: Callable[[asyncio.Transport], None]) -> None:
        super().__init__(status_code=0)
        self._act = act

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Act, and wait until the connection is gone: uvicorn would answer 500 for us otherwise."""
        self._act(scope["state"]["transport"])
        await _gone(receive)


class Dripping(JSONResponse):
    """An answer whose body comes a byte at a time, `pause` seconds apart."""

    def __init__(self, content: object, status_code: int, *, pause: float) -> None:
        super().__init__(content, status_code)
        self._pause = pause

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send until the whole body is out, or nobody reads any more."""
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        gone = asyncio.ensure_future(_gone(receive))
        for byte in bytes(self.body):
            await asyncio.wait([gone], timeout=self._pause)
            if gone.done():
                return
            await send({"type": "http.response.body", "body": bytes([byte]), "more_body": True})
        await send({"type": "http.response.body"})
        await gone


class Truncated(JSONResponse):
    """The first half of an answer, announced with the length of the whole."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the half, then close the connection."""
        half = bytes(self.body)[: len(self.body) // 2]
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        await send({"type": "http.response.body", "body": half, "more_body": True})
        scope["state"]["transport"].close()
        await _gone(receive)


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _reset(transport: asyncio.Transport) -> None:
    """Close with a TCP RST: what SO_LINGER with no time to linger does."""
    linger = struct.pack("hh" if os.name == "nt" else "ii", 1, 0)
    transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    transport.abort()


def _hang(_: asyncio.Transport) -> None:
    """Do nothing, and so keep the connection open."""


def _close(transport: asyncio.Transport) -> None:
    transport.close()


def _answer(
    code: int, changes: dict[str, object], kind: Callable[[object, int], JSONResponse] = JSONResponse
) -> JSONResponse:
    """Make the answer with a result code, with some of its members changed."""
    result = ResultCode(code)
    content: dict[str, object] = {"code": result.value, "message": result.name}
    return kind(content | changes, result.http_status or 400)


def _drip(exchange: Exchange) -> Response:
    pause = exchange.faults.drip * exchange.time_scale
    return _answer(exchange.code, {}, partial(Dripping, pause=pause))


def _page(title: str, status: int = 200) -> Response:
    return HTMLResponse(f"<html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>", status)


def _later(exchange: Exchange, status: int) -> Response:
    page = _page("Try again later", status)
    if exchange.faults.retry_after is not None:
        page.headers["Retry-After"] = str(exchange.faults.retry_after)
    return page


def _redirect(exchange: Exchange) -> Response:
    page = _page("Moved", 302)
    page.headers["Location"] = str(exchange.url.replace(path="/moved"))
    return page


_ANSWERS: dict[Fault, Callable[[Exchange], Response]] = {
    Fault.REFUSE: lambda _: Cut(_reset),  # only a call that was on its way before nobody listened gets here
    Fault.RESET_BEFORE: lambda _: Cut(_reset),
    Fault.RESET_AFTER: lambda _: Cut(_reset),
    Fault.HANG_BEFORE: lambda _: Cut(_hang),
    Fault.HANG: lambda _: Cut(_hang),
    Fault.LOST_RESPONSE: lambda _: Cut(_close),
    Fault.SLOW: lambda exchange: answer(exchange.code),
    Fault.DRIP: _drip,
    Fault.TRUNCATED: lambda exchange: _answer(exchange.code, {}, Truncated),
    Fault.HTML: lambda _: _page("Noojee"),
    Fault.HTML_AFTER: lambda _: _page("Noojee"),
    Fault.EMPTY_OBJECT: lambda _: JSONResponse({}),
    Fault.CODE_TEXT: lambda exchange: _answer(exchange.code, {"code": str(exchange.code)}),
    Fault.CODE_NULL: lambda exchange: _answer(exchange.code, {"code": None}),
    Fault.NOT_OBJECT: lambda exchange: JSONResponse([exchange.code]),
    Fault.HUGE_BODY: lambda exchange: _answer(exchange.code, {"message": "x" * 8 * _MEBIBYTE}),
    Fault.UNKNOWN_CODE: lambda _: answer(999),
    Fault.BUSY: lambda _: answer(109),
    Fault.EXCEPTION_BEFORE: lambda _: answer(103),
    Fault.EXCEPTION_AFTER: lambda _: answer(103),
    Fault.HTTP_401: lambda _: unauthorized(),
    Fault.HTTP_429: lambda exchange: _later(exchange, 429),
    Fault.HTTP_503: lambda exchange: _later(exchange, 503),
    Fault.HTTP_503_AFTER: lambda exchange: _later(exchange, 503),
    Fault.REDIRECT: _redirect,
}
