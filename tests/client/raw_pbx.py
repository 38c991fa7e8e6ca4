"""A PBX of raw sockets, which can answer as no HTTP library would."""

import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import anyio
from anyio.abc import ByteStream, Listener, SocketAttribute
from anyio.streams.buffered import BufferedByteReceiveStream
from anyio.streams.tls import TLSListener

from noojee_dq import Campaign
from noojee_dq.client import Answer, ApiKey, Pbx

#: What the tests look for everywhere.
MARKED = "0badc0de-marked-key-f00d"

Handler = Callable[[bytes, ByteStream], Awaitable[None]]


def campaign_at(port: int, **settings: object) -> Campaign:
    ids = {"template_id": 41, "campaign_id": 42, "allocation_id": 38}
    return Campaign(**{"url": f"http://127.0.0.1:{port}", **ids, **settings})


@asynccontextmanager
async def raw_server(handler: Handler, tls: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    """The port of a server that hands each whole request to the handler."""

    async def serve(stream: ByteStream) -> None:
        buffered = BufferedByteReceiveStream(stream)
        try:
            async with stream:
                while True:
                    head = await buffered.receive_until(b"\r\n\r\n", 65536)
                    lines = head.lower().split(b"\r\n")
                    length = next((line[15:] for line in lines if line.startswith(b"content-length:")), b"0")
                    await handler(head + b"\r\n\r\n" + await buffered.receive_exactly(int(length)), stream)
        except (anyio.EndOfStream, anyio.BrokenResourceError, anyio.ClosedResourceError, anyio.IncompleteRead):
            return

    tcp = await anyio.create_tcp_listener(local_host="127.0.0.1")
    listener: Listener[ByteStream] = tcp if tls is None else TLSListener(tcp, tls, standard_compatible=False)
    async with listener, anyio.create_task_group() as group:
        group.start_soon(listener.serve, serve)
        yield tcp.extra(SocketAttribute.local_port)
        group.cancel_scope.cancel()


def http(status: str, body: bytes = b"", *headers: str) -> bytes:
    """The bytes of an HTTP answer."""
    head = "\r\n".join([f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers])
    return head.encode() + b"\r\n\r\n" + body


OK = http("200 OK", b'{"code": 0, "message": "OK"}', "Content-Type: application/json")


def answering(answer: bytes) -> Handler:
    """A handler that always gives the same answer."""

    async def handler(request: bytes, stream: ByteStream) -> None:
        await stream.send(answer)

    return handler


def send(handler: Handler, *, leads: int = 1, deadline: float = 5.0) -> list[Answer]:
    """Send leads, one after the other, over one connection to a server with this handler."""

    async def main() -> list[Answer]:
        async with (
            raw_server(handler) as port,
            Pbx(campaign_at(port), ApiKey(MARKED), "insert", deadline=deadline) as pbx,
        ):
            return [await pbx.send({"Phone": "0491 570 006", "Name": "Zoë"}) for _ in range(leads)]

    return anyio.run(main)
