"""The commands that go on with a run, with the options that it was given: a copied command does the same."""

import json
import os
from dataclasses import replace
from typing import Any

import pandas as pd

from noojee_dq.client.key import VARIABLE
from noojee_dq.fields import GIVEN
from noojee_dq.journal.format import Run
from noojee_dq.journal.reader import reading, run_of
from noojee_dq.words.commands import command


def as_given_now(run: Run, leads: pd.DataFrame) -> Run:
    """Return a run with the options of the command that gave these leads, in place of those that it began with.

    Args:
        run: what its journal holds.
        leads: those that were given; a frame of Python brings no options.

    Example:
        >>> run = Run("r1", 0.0, "insert", "{}", 2, b"", path=None, options='{"resume": {"known": ["a.csv"]}}')
        >>> as_given_now(run, pd.DataFrame()).given
        {'resume': {'known': ['a.csv']}}
    """
    return replace(run, options=json.dumps(leads.attrs[GIVEN])) if GIVEN in leads.attrs else run


def given_besides(journal: str | os.PathLike[str], now: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return what a run was given, with what is given now to take it up in its place.

    Args:
        journal: of the run.
        now: options.

    Raises:
        JournalError: it is no journal.
    """
    with reading(journal) as database:
        before = run_of(database).given
    return {name: before.get(name, {}) | now for name in ("submit", "resume")}


def resume_command(journal: str | os.PathLike[str], run: Run, *files: str, **more: object) -> str:
    """Write the command that takes a run up.

    Args:
        journal: its file.
        run: what it holds.
        files: where its leads are now, if they were moved.
        more: further options.

    Example:
        >>> run = Run("r1", 0.0, "insert", "{}", 2, b"", path=None, options='{"resume": {"allow": ["mine.csv"]}}')
        >>> resume_command("run.sqlite", run)
        'noojee-dq resume run.sqlite --allow mine.csv'
    """
    return command("resume", os.fspath(journal), *files, **run.given.get("resume", {}), **more)


def resume_of(journal: str | os.PathLike[str]) -> str:
    """Write the command that takes up the run of a journal.

    Args:
        journal: its file.

    Raises:
        JournalError: it is no journal.
    """
    with reading(journal) as database:
        return resume_command(journal, run_of(database))


def key_wanted(run: Run) -> str:
    """Say how the commands that go on with a run get the API key, where neither they nor the environment have it.

    Args:
        run: what its journal holds.

    Example:
        >>> run = Run("r1", 0.0, "insert", "{}", 2, b"", path=None, options='{"resume": {"api_key_file": "key"}}')
        >>> key_wanted(run)
        ''
    """
    if VARIABLE in os.environ or "api_key_file" in run.given.get("resume", {}):
        return ""
    return f"To send, the API key is needed, which no journal holds: set {VARIABLE}, or add --api-key-file FILE."


def submit_command(run: Run, *files: str, **more: Any) -> str:
    """Write the command that submits leads as those of a run were submitted.

    Args:
        run: what its journal holds.
        files: of the leads.
        more: further options; a list comes on top of what the run was given.

    Example:
        >>> given = '{"submit": {"campaign": "c.toml", "known": ["a.csv"]}}'
        >>> run = Run("r1", 0.0, "update", "{}", 2, b"", path=None, options=given)
        >>> submit_command(run, "leads.csv", known=["run.sqlite"])
        'noojee-dq submit leads.csv --operation update --campaign c.toml --known a.csv --known run.sqlite'
    """
    given = run.given.get("submit", {})
    lists = {name: [*given.get(name, []), *value] for name, value in more.items() if isinstance(value, list)}
    operation = {} if run.operation == "insert" else {"operation": run.operation}
    return command("submit", *files, *run.read_with.as_options(), **(operation | given | more | lists))
