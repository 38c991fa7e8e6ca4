"""What stdout is told of a command that failed: in the form that was asked for, where that form can say it."""

import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from itertools import pairwise

import typer

#: The form that the command prints; "" = its command line was not understood so far.
_form = ""


def print_failures_as(form: str) -> None:
    """Remember in which form the command prints; "" = it is not known."""
    global _form
    _form = form


def typed_form(arguments: Sequence[str]) -> str:
    """Return the form that a command line asks for, which need not be one that can be understood; "" = none.

    Example:
        >>> typed_form(["check", "leads.csv", "--format", "json"]), typed_form(["check", "leads.csv"])
        ('json', '')
    """
    typed = [value for name, value in pairwise(arguments) if name == "--format"]
    typed += [one.removeprefix("--format=") for one in arguments if one.startswith("--format=")]
    return typed[-1] if typed else ""


def print_failure(message: str, code: int) -> None:
    """Say on stdout what is wrong; phone numbers in it are masked.

    Args:
        message: what is wrong, and what to do.
        code: with which the command ends.
    """
    from noojee_dq.report.formats import printed_formats
    from noojee_dq.words.display import printable
    from noojee_dq.words.for_people import for_people
    from noojee_dq.words.masking import mask_message

    form = printed_formats().get(typed_form(sys.argv) or _form)
    if form is None or form.failure is None:
        return
    said = printable(mask_message(for_people(message)), keep="\n")
    # Where stdout is what fails, the words on stderr must do.
    with suppress(OSError):
        typer.echo(form.failure(said, code, at=datetime.now(UTC)))
