"""Leads from standard input, which a command line names `-`."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from noojee_dq.cli.messages import fail

if TYPE_CHECKING:
    import pandas as pd

    from noojee_dq.leads.options import Reading

STDIN: Final = Path("-")
#: What leads from there are said to be from.
NAME: Final = "stdin"


def source_name(file: Path) -> str:
    """Return what the rows of a file are said to be of, where files are several.

    Example:
        >>> source_name(Path("lists/a.csv")), source_name(Path("-"))
        ('lists/a.csv', 'stdin')
    """
    return NAME if file == STDIN else str(file)


def read_stdin(reading: "Reading") -> "pd.DataFrame":
    """Read the leads that another program writes, whatever kind of file they would be.

    Args:
        reading: what was said of how they are to be read.
    """
    from noojee_dq.leads.reading import read_bytes

    if sys.stdin is None or sys.stdin.isatty():
        fail("- takes the leads from another program, as in `cat leads.csv | noojee-dq check -`: name a file", 2)
    return read_bytes(sys.stdin.buffer.read(), NAME, reading)


def refuse_stdin(files: Sequence[Path], why: str) -> None:
    """End where leads come from standard input, and a file is needed.

    Args:
        files: of the command line.
        why: what needs a file.
    """
    if STDIN in files:
        fail(f"{why} needs a file, and - is none: write the leads into a file first", 2)
