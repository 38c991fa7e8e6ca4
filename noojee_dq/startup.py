"""What differs where this process is the command line, before anything else is imported."""

import gc
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import FrameType

_interrupted = False


def end_silently_when_interrupted() -> None:
    """Let an interrupt end the command line as it would end any other program: importing pandas takes a second."""
    if is_command_line() and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)


def hear_interrupts() -> None:
    """Let an interrupt be a KeyboardInterrupt again, unless the caller has it ignored (`nohup`, `&`)."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:
        signal.signal(signal.SIGINT, _interrupt)


def _interrupt(number: int, frame: FrameType | None) -> None:
    global _interrupted
    _interrupted = True
    signal.default_int_handler(number, frame)


def raise_lost_interrupt() -> None:
    """Raise the KeyboardInterrupt that came so far, if any: compiled modules drop what is raised in their imports.

    Raises:
        KeyboardInterrupt: the command line was interrupted, and has gone on all the same.
    """
    if _interrupted:
        raise KeyboardInterrupt


@contextmanager
def imports_kept() -> Iterator[None]:
    """Let the command line not look for garbage in what it imports: nothing of that goes, and a fifth of the time did.

    Example:
        >>> with imports_kept():
        ...     import json
    """
    if not is_command_line():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


@cache
def is_command_line() -> bool:
    """Say whether this process is `noojee-dq`, or `python -m noojee_dq`; asked first while this package is imported."""
    program = sys.argv[0]
    # Python has not found the file of a module yet, and says so.
    by_name = program == "-m" and ("-m", "noojee_dq") in pairwise(sys.orig_argv)
    return by_name or Path(program).name in ("noojee-dq", "noojee-dq.exe")
