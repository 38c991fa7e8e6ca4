"""uvicorn in a thread of its own, without what it does to the process around it, and quick to end."""

import asyncio
import contextlib
import os
import socket
from collections.abc import Callable
from typing import Any

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

#: Seconds that an idle connection is kept: a client's clean-up, not ours, should end it.
_KEEP_ALIVE = 600


class _Protocol(H11Protocol):
    """Hands the connection's transport to the application, and never logs an address: the key stands in it."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.access_log = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.app_state = {**self.app_state, "transport": transport}


class Server(uvicorn.Server):
    """A server that can stop listening for a while, and that ends at once however many calls hang.

    Args:
        app: the application.
        started: called once it listens.
    """

    def __init__(self, app: ASGIApp, started: Callable[[], None]) -> None:
        config = uvicorn.Config(
            app,
            http=_Protocol,
            ws="none",
            lifespan="off",
            log_config=None,
            proxy_headers=False,
            server_header=False,
            date_header=False,
            timeout_keep_alive=_KEEP_ALIVE,
        )
        config.load()
        # Without uvicorn's own wrapper, which would log whole addresses at its level TRACE.
        config.loaded_app = _ending_quietly(app)
        super().__init__(config)
        self._started = started
        self._ended = asyncio.Event()

    async def main_loop(self) -> None:
        """Wait for `end`."""
        self._started()
        await self._ended.wait()

    def end(self) -> None:
        """Let `serve` return."""
        self._ended.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Drop connections and calls, whatever they are doing."""
        self.stop_listening()
        await asyncio.sleep(0)  # connections that are being accepted become connections
        connections = self.server_state.connections
        while connections:
            for connection in list(connections):
                connection.transport.abort()
            await asyncio.sleep(0)
        tasks = list(self.server_state.tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def stop_listening(self) -> None:
        """Have new connections refused, and end each open one as soon as it has had its answer."""
        for listener in self.servers:
            listener.close()
        self.servers = []
        for connection in list(self.server_state.connections):
            connection.shutdown()

    async def listen(self, host: str, port: int) -> None:
        """Take connections again."""
        if self.servers:
            return
        listener = await asyncio.get_running_loop().create_server(self._connection, sock=bound(host, port))
        self.servers = [listener]

    def _connection(self) -> asyncio.Protocol:
        return _Protocol(config=self.config, server_state=self.server_state, app_state={})


def _ending_quietly(app: ASGIApp) -> ASGIApp:
    """Return the application, whose calls end without a complaint in the log when the server ends."""

    async def run(scope: Scope, receive: Receive, send: Send) -> None:
        with contextlib.suppress(asyncio.CancelledError):
            await app(scope, receive, send)

    return run


def bound(host: str, port: int) -> socket.socket:
    """Return a socket bound to a port; 0 = any free one."""
    # The protocol is named since asyncio turns Nagle's delay of 40 ms off only then.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    return listener
