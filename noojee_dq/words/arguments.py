"""Arguments of another kind than a function takes: refused with a sentence that says what to give."""

import os
from collections.abc import Collection
from pathlib import Path

import pandas as pd

from noojee_dq.errors import CampaignError, LeadsError, NoojeeError
from noojee_dq.words.suggest import did_you_mean


def kind_shown(value: object) -> str:
    """Return what a value is, for a message; of a frame or column of another library also how it becomes ours.

    Example:
        >>> kind_shown("leads.csv"), kind_shown(5), kind_shown(None)
        ('a str', 'an int', 'None')
        >>> import pyarrow
        >>> kind_shown(pyarrow.table({"Phone": ["0491 570 006"]}))
        'a Table of pyarrow (give its .to_pandas())'
    """
    name = type(value).__name__
    other = f" of {type(value).__module__.partition('.')[0]} (give its .to_pandas())" if _becomes_pandas(value) else ""
    return "None" if value is None else f"{'an' if name[0].lower() in 'aeiou' else 'a'} {name}{other}"


def _becomes_pandas(value: object) -> bool:
    return hasattr(value, "to_pandas") and not isinstance(value, type)


def is_other_frame(value: object) -> bool:
    """Say whether a value is the frame of another library, such as polars: its columns would be taken for entries.

    Example:
        >>> import pyarrow
        >>> is_other_frame(pyarrow.table({"Phone": ["1"]})), is_other_frame(pd.DataFrame()), is_other_frame(["1"])
        (True, False, False)
    """
    return _becomes_pandas(value) and hasattr(value, "columns")


def refuse_no_frame(leads: object) -> None:
    """Refuse what is no frame where leads are wanted.

    Args:
        leads: as they were given.

    Raises:
        LeadsError: they are none.

    Example:
        >>> refuse_no_frame("leads.csv")
        Traceback (most recent call last):
        ...
        noojee_dq.errors.LeadsError: leads must be a frame, not a str: nj.read_leads('leads.csv') reads one, and \
report.ready is one
    """
    if not isinstance(leads, pd.DataFrame):
        raise LeadsError(
            f"leads must be a frame, not {kind_shown(leads)}: nj.read_leads('leads.csv') reads one, and report.ready "
            "is one"
        )


def path_of(given: object, name: str, example: str, error: type[NoojeeError] = LeadsError) -> Path:
    """Return the path of a file or folder that somebody names.

    Args:
        given: as it was given.
        name: of the argument.
        example: of a path.
        error: what to raise.

    Raises:
        NoojeeError: it is no path.

    Example:
        >>> path_of("leads.csv", "source", "leads.csv").name
        'leads.csv'
        >>> path_of(5, "journal", "run.sqlite")
        Traceback (most recent call last):
        ...
        noojee_dq.errors.LeadsError: journal must be the path of a file or folder, such as 'run.sqlite', \
not an int
    """
    if not isinstance(given, str | os.PathLike):
        raise error(f"{name} must be the path of a file or folder, such as {example!r}, not {kind_shown(given)}")
    return Path(given)


def refuse_unknown(option: str, value: str, known: Collection[str]) -> None:
    """Refuse a value that an option does not have.

    Args:
        option: its name.
        value: as it was given.
        known: the values that it has.

    Raises:
        CampaignError: it is none of them; the text names them all.

    Example:
        >>> refuse_unknown("keep", "frist", ("first", "last"))
        Traceback (most recent call last):
        ...
        noojee_dq.errors.CampaignError: keep is 'first' or 'last'; did you mean 'first'?
    """
    if not isinstance(value, str):
        raise CampaignError(f"{option} is {' or '.join(map(repr, known))}, not {kind_shown(value)}")
    if value not in known:
        raise CampaignError(f"{option} is {' or '.join(map(repr, known))}{did_you_mean(value, known)}")
