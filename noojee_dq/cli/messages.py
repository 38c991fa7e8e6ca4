"""What the commands say beside their data, on stderr."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import Any, NoReturn

import typer

from noojee_dq.startup import end_silently_when_interrupted, hear_interrupts, imports_kept

#: Work that takes longer than this is announced on stderr.
_PATIENCE_SECONDS = 2.0


@contextmanager
def announced(work: str, patience: float = _PATIENCE_SECONDS) -> Iterator[Timer]:
    """Say on stderr what takes long, once it has taken `patience` seconds."""
    timer = Timer(patience, note, [f"{work} ..."])
    timer.daemon = True
    timer.start()
    try:
        yield timer
    finally:
        timer.cancel()


@contextmanager
def importing(purpose: str = "") -> Iterator[None]:
    """Announce that the libraries are imported; until that is done an interrupt ends the process without a word.

    Args:
        purpose: the end of what is said, like " to check leads.csv".
    """
    with announced(f"importing the libraries{purpose}"):
        end_silently_when_interrupted()
        try:
            with imports_kept():
                yield
        finally:
            hear_interrupts()


def note(text: str) -> None:
    """Say something on stderr; phone numbers in it are masked."""
    from noojee_dq.words.masking import mask_message

    typer.echo(mask_message(text), err=True)


def fail(message: str, code: int) -> NoReturn:
    """Say what is wrong, and end the program."""
    note(f"noojee-dq: {message}")
    raise SystemExit(code)


def where(error: BaseException) -> str:
    """Return the kind and place of an unforeseen error, without its text: that could hold phone numbers."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" at {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
    return f"{type(error).__name__}{place}"


def console() -> Any:
    """Return the console on which tables are printed."""
    from rich.console import Console

    return Console(file=sys.stdout)
