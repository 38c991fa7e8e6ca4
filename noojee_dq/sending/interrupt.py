"""Running a submission from synchronous code, in a cell of a running notebook too, so that it can be interrupted."""

from collections.abc import Awaitable, Callable
from concurrent.futures import wait
from typing import TypeVar

from anyio.from_thread import start_blocking_portal

from noojee_dq.sending.engine import Interrupts
from noojee_dq.startup import raise_lost_interrupt

T = TypeVar("T")

#: Seconds.
_LISTEN = 1.0


def run_in_thread(work: Callable[[Interrupts], Awaitable[T]]) -> T:
    """Run a coroutine in an event loop of its own, in another thread, and hand interrupts to it.

    A notebook has an event loop already, in this thread; hence the other one.

    Args:
        work: given the interrupts, the work. The first KeyboardInterrupt asks it to drain, the second to abandon
            what is in flight; it ends by itself then.

    Returns:
        What the work returns.

    Raises:
        KeyboardInterrupt: the command line was interrupted before.

    Example:
        >>> async def work(interrupts):
        ...     return interrupts.count
        >>> run_in_thread(work)
        0
    """
    raise_lost_interrupt()
    interrupts = Interrupts()
    with start_blocking_portal() as portal:
        result = portal.start_task_soon(work, interrupts)
        while True:
            try:
                # With a timeout: without one Windows hears no interrupt.
                if wait([result], timeout=_LISTEN).done:
                    return result.result()
            except KeyboardInterrupt:
                # Without waiting for it: a second interrupt would fall into the wait.
                portal.start_task_soon(interrupts.interrupt)
