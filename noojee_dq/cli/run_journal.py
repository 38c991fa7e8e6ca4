"""The journal of a run: how it is called where nobody has named it, and what sends by it."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, count
from pathlib import Path
from typing import Annotated

import typer

from noojee_dq.cli.ending import save_answers
from noojee_dq.cli.messages import fail
from noojee_dq.cli.signals import ended_by_signals
from noojee_dq.cli.stdin import STDIN
from noojee_dq.errors import JournalError, RunStoppedWarning

JournalArgument = Annotated[Path, typer.Argument(help="The SQLite file that remembers the run.")]


def journal_of(files: list[Path], earlier: list[Path]) -> Path:
    """Name the journal of a run beside the first file: from every folder the same command finds the same run.

    Args:
        files: of the leads.
        earlier: journals of runs that know some of them, with what they were made from.
    """
    from noojee_dq.journal.reader import made_from

    if STDIN in files:
        fail("leads from - lie beside no journal: name one with --journal, which remembers what was sent", 2)
    file = files[0]
    taken = [path.resolve() for journal in earlier for path in (journal, *made_from(journal))]
    names = chain(["-new"] if earlier else [""], (f"-new{number}" for number in count(2)))
    # A folder can be named by dots alone.
    file = file.resolve() if file.name in {"", ".."} else file
    # A point in the name of a folder begins no suffix.
    stem = file.name if file.is_dir() else file.stem
    stem += f"-and-{len(files) - 1}-more" if len(files) > 1 else ""
    paths = (file.with_name(f"noojee-run-{stem}{name}.sqlite") for name in names)
    return next(path for path in paths if path.resolve() not in taken)


@contextmanager
def interruptible(results: Path | None) -> Iterator[None]:
    """Let signals drain a run as Ctrl-C does.

    The summary says why a run stopped. Answers that the journal could not take go into the results.
    """
    try:
        with ended_by_signals(), warnings.catch_warnings():
            warnings.simplefilter("ignore", RunStoppedWarning)
            yield
    except JournalError as error:
        save_answers(error, results)
        raise
