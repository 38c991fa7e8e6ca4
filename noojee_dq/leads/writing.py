"""Leads to a file."""

import csv
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal

import pandas as pd
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from noojee_dq.errors import LeadsError
from noojee_dq.fields import API_OUTCOME, DQ_POSITION, DQ_ROW, DQ_STATUS
from noojee_dq.leads.text import as_text
from noojee_dq.words.arguments import path_of
from noojee_dq.words.output_paths import path_problem
from noojee_dq.words.rows import exact_labels, labels_repeat
from noojee_dq.words.spreadsheet import SHEET_ROWS, column_letter

#: Leads that a sheet of a workbook holds below its headings.
MAX_SHEET_LEADS: Final = SHEET_ROWS - 1
#: Suffix of a text file -> what stands between its cells.
SUFFIX_DELIMITERS: Final[Mapping[str, str]] = MappingProxyType({".csv": ",", ".tsv": "\t"})
_EXCEL_COLUMNS: Final = 16_384
_EXCEL_CELL: Final = 32_767
_ESCAPE: Final = re.compile("_(?=x[0-9a-fA-F]{4}_)")


class _TextSheet(Worksheet):
    """A sheet that writes every text as it is; XlsxWriter takes some for its own XML, or reads its escapes amiss."""

    def _xml_rich_inline_string(self, string: str, attributes: Any = ()) -> None:
        # "<r>..</r>" is text like any other: we write no rich strings.
        self._xml_inline_string(string, False, attributes)

    @staticmethod
    def _escape_control_characters(data: str) -> str:
        # XlsxWriter misses an escape that shares its first underscore with the one before, as in "_x005F_x0041_".
        parts = _ESCAPE.split(data)
        return "_x005F_".join(map(Worksheet._escape_control_characters, parts))


def write_leads(leads: pd.DataFrame, path: str | os.PathLike[str]) -> None:
    """Write leads, or the results of a run, to a file of the kind that its suffix names.

    ``.csv`` and ``.tsv`` are exact UTF-8 text for machines. In ``.xlsx`` every cell is text, so that no value
    becomes a number, a link or a formula, and times keep their zone, which ``DataFrame.to_excel`` refuses.
    ``.parquet`` holds the same text.

    Args:
        leads: the leads; values that are no text are written as ``as_text`` gives them. The index is not written, but
            of leads with a verdict (``report.ready``) or an answer (of ``submit``) as ``dq_row``, by which
            ``read_leads`` and ``analyse`` know them again; where labels repeat, their places stand in ``dq_position``.
        path: the file to write; it is made anew if it exists.

    Raises:
        LeadsError: the suffix is unknown, the folder is missing, the file cannot be written, or the leads do
            not fit into a workbook.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     file = Path(folder, "leads.csv")
        ...     write_leads(pd.DataFrame({"Phone": ["0491570156"]}), file)
        ...     file.read_text()
        'Phone\\n0491570156\\n'
    """
    path = path_of(path, "path", "leads.csv")
    write = _WRITERS.get(path.suffix.lower())
    if write is None:
        raise LeadsError(f"{path.name}: unknown suffix: end the name with one of {', '.join(_WRITERS)}")
    try:
        write(_under_their_rows(as_text(leads)), path)
    except OSError:
        raise unwritable(path) from None


def _under_their_rows(leads: pd.DataFrame) -> pd.DataFrame:
    if DQ_ROW not in leads.columns and not {DQ_STATUS, API_OUTCOME}.intersection(leads.columns):
        return leads
    # Told by the labels, not by the column: a row that a person has copied stays refused.
    if labels_repeat(leads) and DQ_POSITION not in leads.columns:
        leads = leads.assign(**{DQ_POSITION: [str(place) for place in range(len(leads))]})
    if DQ_ROW in leads.columns:
        return leads
    return pd.concat([exact_labels(leads.index).rename(DQ_ROW), leads], axis="columns")


def write_delimited(leads: pd.DataFrame, path: Path, delimiter: str, *, more: bool = False) -> None:
    """Write leads, all text, as exact UTF-8 text.

    Args:
        leads: the leads; the index is not written.
        path: the file.
        delimiter: between cells.
        more: put them behind what is in the file already, without headings.
    """
    # Minimal quoting leaves a carriage return bare, and a reader would end the row there.
    returns = any(leads[label].str.contains("\r", regex=False).any() for label in leads.columns)
    returns = returns or any("\r" in label for label in leads.columns)
    quoting: Literal[0, 1] = csv.QUOTE_ALL if returns else csv.QUOTE_MINIMAL
    leads.to_csv(
        path,
        sep=delimiter,
        index=False,
        header=not more,
        mode="a" if more else "w",
        lineterminator="\n",
        encoding="utf-8",
        quoting=quoting,
    )


def _write_parquet(leads: pd.DataFrame, path: Path) -> None:
    # Without attrs: pandas writes them into the file, and fails at those that are no JSON.
    leads.attrs = {}
    leads.to_parquet(path, index=False)


def _write_xlsx(leads: pd.DataFrame, path: Path) -> None:
    rows, columns = leads.shape
    if rows > MAX_SHEET_LEADS or columns > _EXCEL_COLUMNS:
        raise LeadsError(
            f"{path.name}: {rows:,} leads of {columns:,} columns do not fit into a sheet, which holds "
            f"{MAX_SHEET_LEADS:,} rows below the headings and {_EXCEL_COLUMNS:,} columns: write a .csv file"
        )
    refuse_long_values(leads, path)
    with text_workbook(path) as workbook:
        sheet = workbook.add_worksheet("Leads")
        # As text, so that a number typed over in Excel keeps its leading zero.
        as_typed = workbook.add_format({"num_format": "@"})
        bold = workbook.add_format({"num_format": "@", "bold": True})
        sheet.set_column(0, max(len(leads.columns) - 1, 0), None, as_typed)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.autofilter(0, 0, len(leads), max(len(leads.columns) - 1, 0))
        for at, label in enumerate(leads.columns):
            sheet.write_string(0, at, label, bold)
        # A loop over the cells: XlsxWriter takes one at a time, and in constant memory row after row.
        for row, cells in enumerate(leads.itertuples(index=False, name=None), start=1):
            for at, cell in enumerate(cells):
                sheet.write_string(row, at, cell)


@contextmanager
def text_workbook(path: Path) -> Iterator[Any]:
    """Open a workbook for writing in which no text becomes a number, a link or a formula.

    Args:
        path: the file; it is replaced if it exists.

    Yields:
        The `xlsxwriter.Workbook`; each of its sheets is to be written row after row.

    Raises:
        LeadsError: the file cannot be written.
    """
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    try:
        # Opened here, because XlsxWriter would find out only at the end that it cannot be written.
        with path.open("wb") as file, xlsxwriter.Workbook(file, options) as workbook:
            workbook.worksheet_class = _TextSheet
            yield workbook
            for sheet in workbook.worksheets():
                # On paper, the columns of a lead would else be torn apart, each few on a page of their own.
                sheet.set_landscape()
                sheet.fit_to_pages(1, 0)
    except OSError:
        raise unwritable(path) from None


def unwritable(path: Path) -> LeadsError:
    """Return the error that says what to do about a file that cannot be written."""
    return LeadsError(
        path_problem(path) or f"{path.name}: cannot be written: close it in Excel, check the folder's rights"
    )


def refuse_many_columns(columns: int, path: Path) -> None:
    """Refuse more columns than a sheet holds: XlsxWriter would leave them out without a word."""
    if columns > _EXCEL_COLUMNS:
        raise LeadsError(
            f"{path.name}: {columns:,} columns do not fit into a sheet, which holds {_EXCEL_COLUMNS:,}: "
            "write a .csv file instead"
        )


def refuse_long_values(leads: pd.DataFrame, path: Path) -> None:
    """Refuse what a cell of a workbook cannot hold, naming its column; the leads are text."""
    for at, label in enumerate(leads.columns):
        if _has_too_long(leads[label]) or _has_too_long(pd.Series([label], dtype="str")):
            raise LeadsError(
                f"{path.name}: column {column_letter(at)} has a value of over {_EXCEL_CELL:,} characters, "
                "which a cell of a workbook cannot hold: write a .csv file instead"
            )


def _has_too_long(column: pd.Series) -> bool:
    # Excel counts in UTF-16, where an emoji is two; so only values of half the limit need a closer look.
    long = column[column.str.len() > _EXCEL_CELL // 2]
    return any(len(value.encode("utf-16-le")) // 2 > _EXCEL_CELL for value in long)


_WRITERS: Final[Mapping[str, Callable[[pd.DataFrame, Path], None]]] = MappingProxyType(
    {
        **{suffix: partial(write_delimited, delimiter=delimiter) for suffix, delimiter in SUFFIX_DELIMITERS.items()},
        ".xlsx": _write_xlsx,
        ".parquet": _write_parquet,
    }
)
