"""What the commands read: leads, and lists that they are compared with."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from noojee_dq.cli.messages import announced, fail, note
from noojee_dq.cli.stdin import STDIN, read_stdin, source_name
from noojee_dq.errors import LeadsError

if TYPE_CHECKING:
    import pandas as pd

    from noojee_dq.campaign import Campaign
    from noojee_dq.leads.options import Reading


class ListOptions(TypedDict):
    """The lists that the command line names, under the names that `noojee_dq.check` and `submit` have for them."""

    known: list[Path] | None
    dnc: list[Path] | None
    allow: list[Path] | None
    accept_empty_lists: bool
    accept_partial_lists: bool


def list_options(
    known: list[Path] | None, dnc: list[Path] | None, allow: list[Path] | None, accept_empty: bool, accept_partial: bool
) -> ListOptions:
    """Put together what the command line says of lists."""
    return ListOptions(
        known=known, dnc=dnc, allow=allow, accept_empty_lists=accept_empty, accept_partial_lists=accept_partial
    )


def files_of(lists: ListOptions) -> list[Path]:
    """Return the files of the lists that the command line names."""
    return [*(lists["known"] or []), *(lists["dnc"] or []), *(lists["allow"] or [])]


def reading_of(sheet: str | None, encoding: str | None, delimiter: str | None) -> "Reading":
    """Put together what the command line says of how a lead file is to be read."""
    from noojee_dq.leads.options import Reading

    try:
        return Reading(sheet=sheet, encoding=encoding, delimiter=delimiter).exact()
    except LeadsError as error:
        fail(str(error), 2)


def files_meant(named: list[Path]) -> list[Path]:
    """Return the files that a command line names: some shells leave patterns to the command."""
    from noojee_dq.leads.named_files import matching

    if named.count(STDIN) > 1:
        fail("- was given several times: what is there can be read once", 2)
    return [Path(path) for one in named for path in matching(str(one))]


def read(file: Path, reading: "Reading") -> "pd.DataFrame":
    """Read the leads of a file, or of standard input (`-`), at least one."""
    from noojee_dq.leads.streaming import NO_LEAD

    leads = _read(file, reading)
    if leads.empty:
        raise LeadsError(f"{leads.attrs['source']}: {NO_LEAD}")
    return leads


def read_all(files: Sequence[Path], reading: "Reading") -> "pd.DataFrame":
    """Read the leads of one file, or of several as one list, at least one."""
    if len(files) == 1:
        return read(files[0], reading)
    from noojee_dq.large.inputs import lead_files
    from noojee_dq.leads.one_list import one_list

    # A file that is named twice would be a list of duplicates.
    lead_files([file for file in files if file != STDIN])
    return one_list([(source_name(file), _read(file, reading)) for file in files])


def _read(file: Path, reading: "Reading") -> "pd.DataFrame":
    if file == STDIN:
        return read_stdin(reading)
    from noojee_dq.leads.reading import read_file

    with announced(f"reading {file.name}"):
        return read_file(file, reading)


def say_how_read(notes: Iterable[str]) -> None:
    """Say on stderr how a file was read, and what was left out.

    Args:
        notes: of its reading.
    """
    for line in notes:
        note(line)


def lists_of(settings: "Campaign") -> list[Path]:
    """Return the files of the lists that a campaign names."""
    return [Path(one) for one in (*settings.known, *settings.dnc, *settings.allow)]
