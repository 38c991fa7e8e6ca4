"""What the commands say beside their data, on stderr."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from threading import Timer
from typing import Any, NoReturn

import typer

from noojee_dq.cli.environment import variable, variables
from noojee_dq.startup import end_silently_when_interrupted, hear_interrupts, imports_kept

#: Whether the command says nothing but its data, and what is wrong.
_quiet = False

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


def be_quiet(wanted: bool) -> None:
    """Say nothing more but data, and what is wrong; or say all again."""
    global _quiet
    _quiet = wanted


def is_quiet() -> bool:
    """Say whether the command says nothing but its data, and what is wrong."""
    return _quiet


def note(text: str) -> None:
    """Say something on stderr, unless the command is to be quiet; phone numbers in it are masked."""
    if not _quiet:
        _say(text)


def _say(text: str) -> None:
    """Say something on stderr; phone numbers in it are masked, and arguments of Python are options."""
    from noojee_dq.words.for_people import for_people
    from noojee_dq.words.masking import mask_message

    typer.echo(mask_message(for_people(text)), err=True)


def fail(message: str, code: int) -> NoReturn:
    """Say what is wrong, where JSON is asked for on stdout as well, and end the program."""
    refuse(message)
    fail_in_json(message, code)
    raise SystemExit(code)


def refuse(message: str) -> None:
    """Say what is wrong on stderr."""
    _say(f"noojee-dq: {message}")
    if _quiet and (given := variables(os.environ)):
        _say(f"from the environment: {', '.join(given)}")


def fail_in_json(message: str, code: int) -> None:
    """Say on stdout what is wrong, if the command line asks for JSON: it may be what cannot be understood."""
    if not asks_for_json(sys.argv):
        return
    from noojee_dq.show.document import failure_json

    # Where stdout is what fails, the words on stderr must do.
    with suppress(OSError):
        typer.echo(failure_json(message, code, at=datetime.now(UTC)))


def asks_for_json(arguments: Sequence[str]) -> bool:
    """Say whether JSON is asked for: by a command line, or by the environment where that says nothing of it.

    Example:
        >>> asks_for_json(["check", "leads.csv", "--format", "json"]), asks_for_json(["check", "leads.csv"])
        (True, False)
    """
    typed = [value for name, value in pairwise(arguments) if name == "--format"]
    typed += [one.removeprefix("--format=") for one in arguments if one.startswith("--format=")]
    return "json" in typed if typed else os.environ.get(variable("format")) == "json"


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
