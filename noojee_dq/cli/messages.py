"""What the commands say beside their data, on stderr."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import Any, NoReturn

import typer

from noojee_dq.cli.environment import variables
from noojee_dq.cli.failure_form import print_failure
from noojee_dq.startup import end_silently_when_interrupted, hear_interrupts, imports_kept

#: Whether the command prints nothing for people but what went wrong.
_quiet = False
#: Whether the guided way runs the command, and itself says what comes next: another command knows nothing of its runs.
_guided = False

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
    """Print nothing more for people but what went wrong; or all again."""
    global _quiet
    _quiet = wanted


def is_quiet() -> bool:
    """Say whether the command prints nothing for people but what went wrong."""
    return _quiet


def be_guided(wanted: bool) -> None:
    """Leave it to the guided way to say which command comes next; or say it again."""
    global _guided
    _guided = wanted


def is_guided() -> bool:
    """Say whether the guided way says which command comes next."""
    return _guided


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
    """Say what is wrong, on stdout as well in the form that was asked for, and end the program."""
    refuse(message)
    print_failure(message, code)
    raise SystemExit(code)


def refuse(message: str) -> None:
    """Say what is wrong on stderr."""
    _say(f"noojee-dq: {message}")
    if _quiet and (given := variables(os.environ)):
        _say(f"from the environment: {', '.join(given)}")


def where(error: BaseException) -> str:
    """Return the kind and place of an unforeseen error, without its text: that could hold phone numbers."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" at {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
    return f"{type(error).__name__}{place}"


def console() -> Any:
    """Return the console on which tables are printed; where the command is to be quiet, they are not."""
    screen = question_console()
    screen.quiet = _quiet
    return screen


def question_console() -> Any:
    """Return the console on which a person is asked, whatever the commands between are to print."""
    from rich.console import Console

    return Console(file=sys.stdout)


def tell(text: str) -> None:
    """Say something to a person on stdout, where the table stands, unless the command is to be quiet."""
    if not _quiet:
        typer.echo(text)
