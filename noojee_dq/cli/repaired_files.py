"""Where repaired leads go: a file for each that they come from."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from noojee_dq.cli.messages import fail
from noojee_dq.cli.outputs import LEAD_SUFFIXES
from noojee_dq.cli.stdin import NAME, STDIN, source_name

if TYPE_CHECKING:
    import pandas as pd


def repaired_files(files: Sequence[Path], output: Path) -> list[Path]:
    """Return the files to write, in the order of those that are repaired.

    Args:
        files: of the command line.
        output: the file to write; for several files, or where it is there, a folder, which is made if it is missing.

    Example:
        >>> repaired_files([Path("lists/a.csv")], Path("fixed.xlsx"))
        [PosixPath('fixed.xlsx')]
    """
    if len(files) == 1 and not output.is_dir():
        return [output]
    if output.exists() and not output.is_dir():
        fail(f"{output} is a file: name a folder, in which each of the {len(files)} files gets one of its name", 2)
    targets = [output / _name_of(file) for file in files]
    twice = next((path for path in targets if targets.count(path) > 1), None)
    if twice is not None:
        fail(f"several files would be written to {twice}: repair them one by one", 2)
    output.mkdir(exist_ok=True)
    return targets


def by_file(leads: "pd.DataFrame", files: Sequence[Path]) -> "Iterator[pd.DataFrame]":
    """Return the leads of each file, under its headings; of one file all, with `dq_row` where rows would shift.

    Args:
        leads: repaired, with `dq_source` where files are several.
        files: of the command line.
    """
    from noojee_dq.fields import DQ_SOURCE, READ_PROBLEM
    from noojee_dq.leads.returned import under_their_rows

    if len(files) == 1:
        yield under_their_rows(leads)
        return
    for file in files:
        part = leads[leads[DQ_SOURCE].eq(source_name(file))]
        useless = [DQ_SOURCE, *([READ_PROBLEM] if READ_PROBLEM in part and part[READ_PROBLEM].eq("").all() else [])]
        yield part.drop(columns=useless)


def _name_of(file: Path) -> str:
    if file == STDIN:
        return f"{NAME}.csv"
    return file.name if file.suffix.lower() in LEAD_SUFFIXES else f"{file.stem}.xlsx"
