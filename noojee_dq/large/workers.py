"""Who does the work on the parts: this process, or the workers of a Dask cluster."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sized
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, Protocol, TypeVar

from tqdm.std import tqdm

from noojee_dq.checks.catalogue import CHECKS, SHIPPED
from noojee_dq.errors import CampaignError, WorkersLostError

_PARTS_AT_ONCE: Final = 2

S = TypeVar("S")
T = TypeVar("T")
R = TypeVar("R")
Result = TypeVar("Result", covariant=True)


class Workers(Protocol):
    """What does the same with many parts."""

    def map(self, work: Callable[[S, T], R], shared: S, parts: Iterable[T]) -> Iterator[R]:
        """Do the same with each part, while others are still being made; a part may be worked on twice.

        Args:
            work: what is done.
            shared: the same for all parts.
            parts: with what.

        Returns:
            What each gives, in order.
        """
        ...


class _Here:
    """This process: few parts at a time, as each takes memory, and is worked on by several threads itself."""

    def map(self, work: Callable[[S, T], R], shared: S, parts: Iterable[T]) -> Iterator[R]:
        # Checks of a person's own may not be fit for threads.
        at_once = _PARTS_AT_ONCE if SHIPPED.issuperset(CHECKS) else 1
        with ThreadPoolExecutor(at_once) as threads:
            try:
                yield from _as_made(lambda part: threads.submit(work, shared, part), parts)
            except BaseException:
                # Where a part could not be made, or worked on, nobody waits for what becomes of the others.
                threads.shutdown(cancel_futures=True)
                raise


class _Dask:
    """The workers of a Dask cluster."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def map(self, work: Callable[[S, T], R], shared: S, parts: Iterable[T]) -> Iterator[R]:
        everywhere = self._client.scatter(shared, broadcast=True, hash=False)
        tasks: list[Any] = []

        def submit(part: T) -> Any:
            tasks.append(self._client.submit(work, everywhere, part, pure=False))
            return tasks[-1]

        try:
            yield from _as_made(submit, parts)
        except _lost() as error:
            raise WorkersLostError(
                "the workers of the cluster were lost, more than once or all together: see that they run and have "
                f"memory enough, then check again ({type(error).__name__})"
            ) from error
        finally:
            # Where one has failed, none of the others may go on writing.
            self._client.cancel(tasks)


def _lost() -> tuple[type[Exception], ...]:
    """Return what a client raises where no worker is left that could do a task."""
    from distributed import KilledWorker
    from distributed.client import FutureCancelledError
    from distributed.comm.core import CommClosedError

    return CommClosedError, FutureCancelledError, KilledWorker


class _Task(Protocol[Result]):
    """What will be known of a part: a future of this process, or of a cluster."""

    def done(self) -> bool: ...

    def result(self) -> Result: ...


def _as_made(submit: Callable[[T], _Task[R]], parts: Iterable[T]) -> Iterator[R]:
    """Hand in parts as they are made, and give results in order as soon as they are there.

    A part that fails ends it at once, however many others are still to be made.
    """
    waiting: deque[_Task[R]] = deque()
    for part in parts:
        waiting.append(submit(part))
        while waiting and waiting[0].done():
            yield waiting.popleft().result()
    for task in waiting:
        yield task.result()


class Shown:
    """Workers whose progress is shown on a terminal.

    Args:
        workers: who do the work.
        shown: whether it is shown.
    """

    def __init__(self, workers: Workers, shown: bool) -> None:
        self._workers = workers
        self._shown = shown

    def map(self, work: Callable[[S, T], R], shared: S, parts: Iterable[T], what: str) -> list[R]:
        """Do the same with each part, as `Workers.map`; `what` is the word for it."""
        done = self._workers.map(work, shared, parts)
        total = len(parts) if isinstance(parts, Sized) else None
        # Nothing is shown where stderr is no terminal.
        return list(tqdm(done, desc=what, total=total, unit="part", disable=None if self._shown else True))


def workers_of(engine: Any) -> Workers:
    """Return what does the work.

    Args:
        engine: "duckdb" = this process; else a client of `distributed`.

    Raises:
        CampaignError: it is neither.

    Example:
        >>> list(workers_of("duckdb").map(pow, 2, [1, 3]))
        [2, 8]
    """
    if engine == "duckdb":
        return _Here()
    if all(hasattr(engine, name) for name in ("scatter", "submit")):
        return _Dask(engine)
    raise CampaignError(f'engine={engine!r} is neither "duckdb" nor a client of a Dask cluster (distributed.Client)')
