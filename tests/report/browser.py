"""Headless Chromium for tests, driven over its DevTools pipe: no port, no library, nothing but the standard one."""

import base64
import fcntl
import json
import os
import shutil
import signal
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

BINARY = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_SWITCHES = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--no-first-run",
    "--remote-debugging-pipe",
]
#: For one answer, and for a page to load.
_PATIENCE_SECONDS = 30.0
_NOISE = ("Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Audits.issueAdded")


class Visit(NamedTuple):
    """What a page did while it was opened: requests beside its own address, and whatever reached the console."""

    requests: list[str]
    console: list[str]


class Browser:
    """One Chromium with one tab; use it in a `with` statement."""

    def __enter__(self) -> Self:
        assert BINARY is not None
        self._profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        for_it, self._out = os.pipe()
        self._in, from_it = os.pipe()
        # Chromium reads from 3 and writes to 4; out of the way first, as one of ours may have that number.
        ends = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in (for_it, from_it)]
        os.close(for_it)
        os.close(from_it)
        self._pid = os.posix_spawn(
            BINARY,
            [BINARY, *_SWITCHES, f"--user-data-dir={self._profile.name}", "about:blank"],
            os.environ,
            file_actions=[
                (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
                (os.POSIX_SPAWN_DUP2, ends[0], 3),
                (os.POSIX_SPAWN_DUP2, ends[1], 4),
            ],
            setpgroup=0,
        )
        for end in ends:
            os.close(end)
        self._buffer, self._number, self._session = b"", 0, ""
        self._events: list[Any] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Log", "Runtime", "Audits"):
            self.call(f"{domain}.enable")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.killpg(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)
        os.close(self._in)
        os.close(self._out)
        self._profile.cleanup()

    def call(self, method: str, **params: Any) -> Any:
        """Send a command of the DevTools protocol, and return its result."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while (answer := self._next()).get("id") != self._number:
            self._events.append(answer)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']['message']}")
        return answer["result"]

    def open(self, page: Path | str) -> Visit:
        """Open a file or an address, wait until it is loaded, and say what it did."""
        self._events.clear()
        url = page.as_uri() if isinstance(page, Path) else page
        self.call("Page.navigate", url=url)
        end = time.monotonic() + _PATIENCE_SECONDS
        while not any(event["method"] == "Page.loadEventFired" for event in self._events):
            assert time.monotonic() < end
            self._events.append(self._next())
        # Whatever is asked last is answered last: by then all that the page caused has been told.
        self.call("Runtime.evaluate", expression="document.readyState")
        sent = [event["params"] for event in self._events if event["method"] == "Network.requestWillBeSent"]
        noise = [json.dumps(event["params"]) for event in self._events if event["method"] in _NOISE]
        return Visit([one["request"]["url"] for one in sent if one["request"]["url"] != url], noise)

    def value(self, expression: str) -> Any:
        """Evaluate JavaScript in the page (which its own policy would not allow) and return its value."""
        return self.call("Runtime.evaluate", expression=expression, returnByValue=True)["result"].get("value")

    def until(self, expression: str) -> Any:
        """Wait until an expression of JavaScript, which may be a promise, is true; return its value."""
        waiting = f"""(async () => {{
            const end = Date.now() + {_PATIENCE_SECONDS * 1000};
            for (;;) {{
                const value = await (async () => ({expression}))();
                if (value || Date.now() > end) return value;
                await new Promise(next => setTimeout(next, 50));
            }}
        }})()"""
        answer = self.call("Runtime.evaluate", expression=waiting, returnByValue=True, awaitPromise=True)
        assert answer["result"].get("value"), (expression, answer.get("exceptionDetails"))
        return answer["result"]["value"]

    def show(self, *, width: int = 1200, dark: bool = False, media: str = "screen") -> None:
        """Set the window's width, the colour scheme and the medium."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", media=media, features=[scheme])

    def screenshot(self, path: Path) -> None:
        """Write the whole page as a PNG."""
        shot = self.call("Page.captureScreenshot", captureBeyondViewport=True)
        path.write_bytes(base64.b64decode(shot["data"]))

    def _next(self) -> Any:
        while b"\0" not in self._buffer:
            part = os.read(self._in, 1 << 20)
            if not part:
                raise RuntimeError("Chromium ended")
            self._buffer += part
        message, _, self._buffer = self._buffer.partition(b"\0")
        return json.loads(message)
