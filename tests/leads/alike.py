"""Whether a file says the same read at once and in parts."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

import noojee_dq as nj
from noojee_dq.errors import LeadsError
from noojee_dq.leads.options import Reading
from noojee_dq.leads.streaming import open_leads

T = TypeVar("T")


def streamed(path: Path, block_bytes: int, reading: Reading) -> tuple[pd.DataFrame, list[str]]:
    """What the parts of a file say together."""
    stream = open_leads(path, block_bytes=block_bytes, rows=3, reading=reading)
    bodies = list(stream)
    names, notes = stream.finish()
    # Only bodies with a row that the reader had trouble with have a column for it.
    leads = (
        pd.concat([body.rename(columns=names) for body in bodies])
        if bodies
        else pd.DataFrame(columns=list(names.values()))
    )
    problems = [name for name in leads.columns if name not in names.values() and isinstance(name, str)]
    return leads[[*names.values(), *problems]].fillna(""), notes


def said_of(read: Callable[[], T]) -> tuple[T | None, str]:
    """What is read, or else why it cannot be."""
    try:
        return read(), ""
    except LeadsError as error:
        return None, str(error)


def assert_read_alike(path: Path, block_bytes: int, **options: Any) -> None:
    """Assert that a file says the same read in parts, errors included."""
    whole, refusal = said_of(lambda: nj.read_leads(path, **options))
    parts, other_refusal = said_of(lambda: streamed(path, block_bytes, Reading(**options)))
    assert refusal == other_refusal
    if whole is None or parts is None:
        return
    leads, notes = parts
    assert leads.astype("str").to_dict("index") == whole.to_dict("index")
    assert list(leads.columns) == list(whole.columns)
    assert notes == whole.attrs["notes"]
