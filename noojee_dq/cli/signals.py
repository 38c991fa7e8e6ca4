"""What ends a command from outside, so that it can put things in order first."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

#: As far as the system has them.
_ENDING = ("SIGTERM", "SIGHUP")


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """Let what cron and CI send (SIGTERM), and a window that is closed (SIGHUP), end the work within as Ctrl-C does.

    A signal that the caller has ignored, as `nohup` does, stays ignored.
    """
    before = {one: signal.getsignal(one) for name in _ENDING if (one := getattr(signal, name, None)) is not None}
    heard = {one: handler for one, handler in before.items() if handler is not signal.SIG_IGN}
    for one in heard:
        signal.signal(one, signal.default_int_handler)
    try:
        yield
    finally:
        for one, handler in heard.items():
            signal.signal(one, handler)
