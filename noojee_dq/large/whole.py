"""What a check has left is read as it was written by that check, or refused."""

from collections.abc import Iterator
from contextlib import contextmanager

import pyarrow as pa

from noojee_dq.errors import LeadsError, OutputError
from noojee_dq.large.folder import Folder
from noojee_dq.large.totals import Totals, read_totals


@contextmanager
def of_check(folder: Folder, totals: Totals) -> Iterator[None]:
    """Read results within: whatever was read is of that check.

    Args:
        folder: of the check.
        totals: its numbers.

    Raises:
        LeadsError: a file is missing or damaged, or another check has written to the folder since.
    """
    try:
        yield
    except (OSError, pa.ArrowException) as error:
        if isinstance(error, OutputError):
            raise
        refuse_another_check(folder, totals)
        raise damaged(folder) from None
    # A check takes the report away before it replaces anything else.
    refuse_another_check(folder, totals)


def refuse_another_check(folder: Folder, totals: Totals) -> None:
    """Refuse a folder that another check has written to.

    Args:
        folder: of the check.
        totals: its numbers.

    Raises:
        LeadsError: its report is another one, or not there.
    """
    if read_totals(folder).id != totals.id:
        raise LeadsError(f"{folder.path} holds another check by now: open it again (LargeReport.open)")


def result_files(folder: Folder, name: str) -> list[str]:
    """Return the files of one kind of results; a check leaves at least one.

    Args:
        folder: of the check.
        name: of their place in it.

    Raises:
        FileNotFoundError: there is none.
    """
    files = folder.files(name)
    if not files:
        raise FileNotFoundError(name)
    return files


def damaged(folder: Folder) -> LeadsError:
    """Return the error that says what to do about a folder of which leads or findings are missing."""
    return LeadsError(f"{folder.path}: is damaged, or was written anew meanwhile: run the check again")
