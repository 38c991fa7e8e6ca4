"""Reading leads from a file of any usual kind, or from a frame."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

from noojee_dq.errors import LeadsError
from noojee_dq.fields import DQ_PREFIX, DQ_ROW, DQ_SOURCE, DQ_STATUS, READ_PROBLEM
from noojee_dq.leads.delimited import read_text
from noojee_dq.leads.kinds import PARQUET, WORKBOOK, kind_of, suffix_notes
from noojee_dq.leads.named_files import is_url, named
from noojee_dq.leads.options import Reading
from noojee_dq.leads.parquet import read_parquet
from noojee_dq.leads.read_problems import HIDDEN_ROW, is_misread, misread_note
from noojee_dq.leads.returned import in_original_order
from noojee_dq.leads.table import Table, leads_of
from noojee_dq.leads.text import as_text
from noojee_dq.leads.workbook import read_workbook
from noojee_dq.words.arguments import path_of
from noojee_dq.words.counts import counted
from noojee_dq.words.log import log
from noojee_dq.words.spreadsheet import row_numbers_text

#: A note names rows of the file as it is now.
_NAMES_ROWS = re.compile(r"\brows? [0-9]")


def read_leads(
    source: str | os.PathLike[str] | pd.DataFrame,
    *,
    sheet: str | int | None = None,
    header_row: int | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
) -> pd.DataFrame:
    """Read leads as text, each under the row number that a spreadsheet shows for it.

    What a file is, is found from its content: text separated by commas, tabs, semicolons, pipes or tildes;
    a workbook (.xlsx, .xlsm, .xls, .xlsb, .ods); Parquet; or flat records in JSON, one after the other or in an array,
    whose rows are their numbers from 1. Values are never changed: leading zeros, "NA" and white space stay. A blank
    cell is "". Wholly blank rows are left out, as are the headings once more, a line that groups them, a row that
    describes the columns, lines (`----`), totals and remarks; notes name these rows.

    A file that a report wrote (`Report.to_excel`, `check --rejected`), which has the column ``dq_row``, is read under
    the rows of the original file, and in their order, without the columns that the report added; a workbook as a
    whole: the leads of all its sheets. Where its columns ``dq_`` are gone it is refused.

    Dates of a workbook read "2026/03/04 09:30", in a column without times of day "2026/03/04"; the error of a
    formula is its text, such as "#N/A".

    A row with more or fewer cells than the heading says so in the column ``dq_read_problem``, which exists
    only if there is such a row; the text begins with ``TOO_MANY_CELLS`` or ``TOO_FEW_CELLS``. So does one that a
    filter or a person has hidden in its sheet (``HIDDEN_ROW``). In a file that was written from such leads that
    stands until a person empties the cell.

    Args:
        source: a file, or a frame. A frame gives an all-text copy with
            its own index and attrs, and takes none of the options below.
        sheet: the sheet of a workbook, by name or by position from 0 (as text: by number from 1); None takes the
            first sheet that holds cells, or all lead sheets where a report wrote the workbook. Where another sheet
            has rows under like headings, one must be named.
        header_row: the row of the headings as a spreadsheet shows it; None finds it.
        encoding: the encoding of a text file; None finds it.
        delimiter: what separates the cells of a text file, as a character or by name ("tab"); None finds it.

    Returns:
        Columns of dtype ``str`` without missing values. For a file the index is named
            ``row``, ``attrs["source"]`` is the file's name (``attrs["path"]`` with its folder), and
            ``attrs["notes"]`` lists in plain sentences how the file was read; ``attrs["reading"]`` has the
            options that were given.

    Raises:
        LeadsError: the file is missing, empty, damaged, protected or of a kind that holds no leads, or an
            option does not fit it.

    Example:
        >>> import pathlib, tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     file = pathlib.Path(folder, "leads.csv")
        ...     _ = file.write_text("Name,Phone\\n\\nAnn,0491570156\\n")
        ...     leads = read_leads(file)
        >>> leads.to_dict("index")
        {3: {'Name': 'Ann', 'Phone': '0491570156'}}
        >>> leads.attrs["notes"]
        ['read as UTF-8, comma-separated', '1 blank row was skipped: row 2']
    """
    reading = Reading(sheet, header_row, encoding, delimiter)
    if isinstance(source, pd.DataFrame):
        reading.refuse("a data frame", *Reading._fields)
        return as_text(source)
    return read_file(path_of(source, "source", "leads.csv"), reading)


def read_file(path: Path, reading: Reading) -> pd.DataFrame:
    """Read leads as `read_leads` does.

    Args:
        path: of the file.
        reading: what was said of it.

    Raises:
        LeadsError: as `read_leads`.
    """
    notes: list[str] = []
    with errors_of(path):
        reading = reading.exact()
        tables = _read(path, reading, notes)
        leads = _leads(tables, notes)
    leads.attrs |= {"source": path.name, "path": str(path.resolve()), "reading": reading.given(), "notes": notes}
    log(f"read {path.name}: {counted(len(leads), 'lead')}")
    return leads


def read_bytes(data: bytes, name: str, reading: Reading) -> pd.DataFrame:
    """Read leads from the bytes of a file that has no place of its own, as `read_leads` does.

    Args:
        data: the bytes.
        name: what they are said to be from.
        reading: what was said of them.

    Raises:
        LeadsError: as `read_leads`.

    Example:
        >>> read_bytes(b"Name,Phone\\nAnn,0491570156\\n", "stdin", Reading()).attrs["source"]
        'stdin'
    """
    notes: list[str] = []
    with errors_of(Path(name)):
        reading = reading.exact()
        leads = _leads(_tables(data, Path(name), reading, notes), notes)
    leads.attrs |= {"source": name, "reading": reading.given(), "notes": notes}
    log(f"read {name}: {counted(len(leads), 'lead')}")
    return leads


def read_verdicts(source: str | os.PathLike[str]) -> pd.DataFrame:
    """Read the leads of a file that a report wrote, with the verdicts that it gave then.

    Args:
        source: a workbook of `Report.to_excel`, a sheet of it saved as CSV, or a file of the leads that were not ready.

    Returns:
        All text, under the rows of the original file, with `dq_status`, `dq_codes` and whatever
            else the report added.

    Raises:
        LeadsError: the file cannot be read, or a report did not write it.

    Example:
        >>> import pathlib, tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     file = pathlib.Path(folder, "rejected.csv")
        ...     _ = file.write_text("dq_row,dq_status,dq_codes,Phone\\n7,fix,102,none\\n")
        ...     read_verdicts(file).to_dict("index")
        {7: {'dq_status': 'fix', 'dq_codes': '102', 'Phone': 'none'}}
    """
    return read_returned(source, DQ_STATUS)


def read_returned(source: str | os.PathLike[str], *needed: str) -> pd.DataFrame:
    """Read a file that a check or a run wrote, with all that it added.

    Args:
        source: the file.
        needed: columns that it must have beside `dq_row`.

    Raises:
        LeadsError: the file cannot be read, or lacks one of these.
    """
    path = path_of(source, "the file", "rejected.xlsx")
    notes: list[str] = []
    with errors_of(path):
        tables = _read(path, Reading(), notes)
        leads = [leads_of(table, notes) for table in tables]
        if not all({DQ_ROW, *needed} <= set(one.columns) for one in leads):
            columns = " and ".join((DQ_ROW, *needed))
            raise LeadsError(f"it has no {columns}, so no report wrote it: give the workbook of the earlier check")
    return in_original_order(leads, notes, [table.sheet for table in tables])


def _leads(tables: list[Table], notes: list[str]) -> pd.DataFrame:
    """Read the leads of a file; those of one that a report wrote without what it added."""
    sheets = [leads_of(table, notes) for table in tables]
    if not tables[0].is_returned:
        return sheets[0]
    notes[:] = [_of_this_file(note) for note in notes]
    notes.append(f"a report wrote this file: the rows are those of the original one; {DQ_PREFIX} columns are left out")
    leads = in_original_order(sheets, notes, [table.sheet for table in tables])
    own = leads.loc[:, ~leads.columns.str.startswith(DQ_PREFIX) | leads.columns.isin([DQ_SOURCE])]
    if READ_PROBLEM in leads and leads[READ_PROBLEM].ne("").any():
        # Such a lead must not become ready only by its way through Excel.
        own = own.assign(**{READ_PROBLEM: leads[READ_PROBLEM]})
        notes += _earlier_trouble(leads[READ_PROBLEM])
    return own


def _of_this_file(note: str) -> str:
    """Say of rows that a note names that they are not those of the original file, by which leads are named."""
    return f"{note} (as this file counts)" if _NAMES_ROWS.search(note) else note


def _earlier_trouble(said: pd.Series) -> list[str]:
    misread = said.index[is_misread(said)].tolist()
    hidden = said.index[said.eq(HIDDEN_ROW)].tolist()
    notes = []
    if misread:
        notes.append(misread_note(row_numbers_text(misread)))
    if hidden:
        notes.append(
            f"hidden in the sheet: {row_numbers_text(hidden)}: see whether they are meant to be called, "
            f"then show the row, where it still is hidden, and empty the cell in {READ_PROBLEM}"
        )
    return notes


def _read(path: Path, reading: Reading, notes: list[str]) -> list[Table]:
    data = path.read_bytes()
    notes += suffix_notes(path.suffix, kind_of(data))
    return _tables(data, path, reading, notes)


def _tables(data: bytes, path: Path, reading: Reading, notes: list[str]) -> list[Table]:
    kind = kind_of(data)
    if kind == WORKBOOK:
        reading.refuse("a workbook", "encoding", "delimiter")
        return read_workbook(data, path, reading.sheet, reading.header_row, notes)
    if kind == PARQUET:
        reading.refuse(PARQUET, *Reading._fields)
        return [read_parquet(data, notes)]
    return [read_text(data, reading, notes)]


@contextmanager
def errors_of(path: Path) -> Iterator[None]:
    """Let errors name the file that is read, and those of the system say what to do."""
    try:
        with _errors_of_system(path):
            yield
    except LeadsError as error:
        raise LeadsError(f"{path.name or path}: {error}") from None


@contextmanager
def _errors_of_system(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        if is_url(named(path)):
            raise LeadsError("only check_files reads URLs, in Python: copy the file to this computer first") from None
        raise LeadsError("there is no such file: check its name and its folder") from None
    except IsADirectoryError:
        raise LeadsError("this is a folder: name one of the files in it") from None
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise LeadsError(f"the file cannot be opened ({reason}): close it in Excel, check its rights") from None
