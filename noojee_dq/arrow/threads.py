"""Work on long columns side by side: Arrow and numpy free Python while they work."""

import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

#: Rows from which threads pay.
MANY_ROWS: Final = 2**16

T = TypeVar("T")
R = TypeVar("R")

_here = threading.local()


def side_by_side(work: Callable[[T], R], parts: Sequence[T], rows: int) -> list[R]:
    """Do the same with several parts, in threads where there are many rows.

    Args:
        work: what is done; it may change nothing that another part reads.
        parts: with what.
        rows: how many each part has about.

    Returns:
        What each gives, in order.

    Raises:
        Exception: what the first part raises that fails.

    Example:
        >>> side_by_side(abs, [-1, 2], rows=10)
        [1, 2]
    """
    if len(parts) < 2 or rows < MANY_ROWS or getattr(_here, "is_one_of_several", False):
        return [work(part) for part in parts]
    # More threads than processors would gain nothing, and each has memory of its own.
    with ThreadPoolExecutor(os.cpu_count(), initializer=_tell_thread) as threads:
        return list(threads.map(work, parts))


def _tell_thread() -> None:
    # What it does itself side by side would only take turns with what the others do.
    _here.is_one_of_several = True
