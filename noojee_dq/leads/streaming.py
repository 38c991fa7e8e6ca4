"""Lead files of any size: their rows in bodies that fit into memory, and what is said of the file once all are read."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pandas as pd
import pyarrow as pa
import pyarrow.parquet

from noojee_dq.arrow.cells import is_blank
from noojee_dq.errors import LeadsError
from noojee_dq.fields import DQ_ROW, FIRST_OF_MORE, READ_PROBLEM
from noojee_dq.leads.delimited import SAMPLE_BYTES
from noojee_dq.leads.json_records import is_json, json_note, records_of
from noojee_dq.leads.kinds import ARCHIVES, PARQUET, TEXT, kind_of, suffix_notes
from noojee_dq.leads.lead_rows import LeadRows
from noojee_dq.leads.no_tables import refuse_no_table
from noojee_dq.leads.odd_characters import OddCharacters
from noojee_dq.leads.options import Reading
from noojee_dq.leads.parquet import DAMAGED, FIRST_ROW, RowGroups, body_of_parquet, headings_of_parquet
from noojee_dq.leads.reading import errors_of, read_file
from noojee_dq.leads.returned import is_returned, with_rows_named
from noojee_dq.leads.table import name_columns
from noojee_dq.leads.text_parts import TextBlocks, TextParts

#: What is wrong with a file that ends with its headings.
NO_LEAD: Final = "holds headings but no lead"
#: In a note: what rows are called where a report wrote a file that is read in parts.
_OWN_ROWS: Final = f"a report wrote this file, and it is read in parts: its rows are its own, not those of {DQ_ROW}"
#: Bytes of text that are read at a time: some 400,000 leads.
BLOCK_BYTES: Final = 48 << 20
#: Of the leads at a file's start.
_FIRST_ROWS: Final = 10_000
_FIRST_BYTES: Final = 1 << 20


class LeadStream:
    """The leads of a file, in bodies (see `Table`), one after the other.

    Args:
        path: of the file.
        bodies: gives them; rows that are no leads are taken out here.
        headings: as they stand in the file.
        notes: gives what is to be said of the file; asked when all bodies have been read.
        as_they_are: an earlier reading has left out all but the leads.
        groups: those of a Parquet file.
    """

    def __init__(
        self,
        path: Path,
        bodies: Iterator[pd.DataFrame],
        headings: list[str],
        notes: Callable[[], list[str]],
        *,
        as_they_are: bool = False,
        groups: RowGroups | None = None,
    ) -> None:
        self._path = path
        self._bodies = bodies
        self._headings = headings = with_rows_named(headings)
        self._notes = notes
        self._groups = groups
        self._rows = LeadRows(headings, as_they_are=as_they_are)
        self._empty = {at for at, heading in enumerate(headings) if not heading.strip()}
        self.last_row = 0

    def __iter__(self) -> Iterator[pd.DataFrame]:
        while (whole := self._next()) is not None:
            body = self._rows.take(whole)
            self._empty = {at for at in self._empty if is_blank(body[at]).all()}
            if len(whole):
                self.last_row = int(whole.index[-1])
            if len(body):
                yield body

    def _next(self) -> pd.DataFrame | None:
        with errors_of(self._path):
            return next(self._bodies, None)

    def rows_in_file(self, body: pd.DataFrame) -> range | None:
        """Return the rows of the file, from 0, which a body is as they are; None = `rows_of_parquet` cannot tell it.

        Args:
            body: of the leads, or a piece of one.
        """
        if self._groups is None or READ_PROBLEM in body.columns:
            return None
        rows = range(body.index[0] - FIRST_ROW, body.index[-1] - FIRST_ROW + 1)
        # Some may have been no leads.
        return rows if len(rows) == len(body) and self._groups.are(rows) else None

    def certain_names(self) -> dict[int, str] | None:
        """Return the names that `finish` will give; None = a column without heading has held nothing so far.

        Raises:
            LeadsError: as `finish`.
        """
        return None if self._empty else self._names([])

    def finish(self) -> tuple[dict[int, str], list[str]]:
        """Return the name of each column that stays, by its position, and what is to be said of the file.

        Raises:
            LeadsError: a heading is a phone number.
        """
        notes = [*self._notes(), *([_OWN_ROWS] if is_returned(self._headings) else []), *self._rows.notes()]
        return self._names(notes), notes

    def _names(self, notes: list[str]) -> dict[int, str]:
        with errors_of(self._path):
            return name_columns(self._headings, self._empty.__contains__, notes)


def open_leads(
    path: str | os.PathLike[str], *, rows: int, block_bytes: int = BLOCK_BYTES, reading: Reading | None = None
) -> LeadStream:
    """Open a lead file to be read in parts: as `read_leads` reads it, to the value.

    Text and Parquet files that a report wrote stay in their own order, under their own rows.

    Args:
        path: of the file. A workbook, which holds a million rows at most, is read at once; of JSON the text is held.
        rows: of a Parquet file that are read at a time.
        block_bytes: of a text file, likewise.
        reading: what was said of the file.

    Raises:
        LeadsError: as `read_leads`.
    """
    path = Path(path)
    reading = reading or Reading()
    with errors_of(path):
        with path.open("rb") as file:
            start = file.read(SAMPLE_BYTES)
        if not start.startswith(ARCHIVES):
            kind = kind_of(start)
            notes = suffix_notes(path.suffix, kind)
            if kind == PARQUET:
                reading.refuse(PARQUET, *Reading._fields)
                return _stream_parquet(path, rows, notes)
            reading = reading.exact()
            reading.refuse(TEXT, "sheet")
            blocks = TextBlocks(path, block_bytes, reading.encoding)
            if is_json(sample := blocks.sample()):
                return _stream_json(path, blocks, reading, notes)
            refuse_no_table(sample)
            return _stream_text(path, blocks, reading, notes)
    return _whole(path, reading)


def reads_in_parts(path: str | os.PathLike[str]) -> bool:
    """Say whether `open_leads` reads a file in parts, and not as a whole.

    Args:
        path: of the file.

    Raises:
        LeadsError: it cannot be opened.
    """
    path = Path(path)
    with errors_of(path), path.open("rb") as file:
        return not file.read(SAMPLE_BYTES).startswith(ARCHIVES)


def refuse_unreadable(path: str | os.PathLike[str]) -> None:
    """Refuse what is no file of leads, as far as its first bytes tell.

    Args:
        path: of the file.

    Raises:
        LeadsError: it is missing, no file, or of a kind that holds no leads.
    """
    path = Path(path)
    with errors_of(path):
        if path.exists() and not path.is_file() and not path.is_dir():
            raise LeadsError("this is a pipe, which can be read only once: write it to a file first")
        with path.open("rb") as file:
            start = file.read(SAMPLE_BYTES)
        if not start.startswith(ARCHIVES):
            kind_of(start)


def first_leads(path: str | os.PathLike[str], reading: Reading | None = None) -> pd.DataFrame:
    """Read the leads at the start of a file, under its headings.

    Args:
        path: of the file.
        reading: what was said of it.

    Raises:
        LeadsError: it cannot be read, or holds no lead.
    """
    stream = open_leads(path, rows=_FIRST_ROWS, block_bytes=_FIRST_BYTES, reading=reading)
    bodies = iter(stream)
    body = next(bodies, None)
    if body is None:
        raise LeadsError(f"{Path(path).name}: {NO_LEAD}")
    is_all = next(bodies, None) is None
    names, notes = stream.finish()
    leads = body[list(names)]
    leads.columns = pd.Index(list(names.values()), dtype="str")
    leads.attrs["notes"] = notes
    leads.attrs[FIRST_OF_MORE] = not is_all
    return leads


def _whole(path: Path, reading: Reading) -> LeadStream:
    leads = read_file(path, reading)
    if not (
        pd.api.types.is_integer_dtype(leads.index.dtype)
        and leads.index.is_monotonic_increasing
        and leads.index.is_unique
    ):
        raise LeadsError(f"{path.name}: its rows are not numbered from the first to the last: check it by itself")
    positions = {heading: at for at, heading in enumerate(leads.columns) if heading != READ_PROBLEM}
    notes: list[str] = leads.attrs["notes"]
    return LeadStream(path, iter([leads.rename(columns=positions)]), list(positions), lambda: notes, as_they_are=True)


def _stream_text(path: Path, blocks: TextBlocks, reading: Reading, notes: list[str]) -> LeadStream:
    parts = TextParts(blocks, reading)
    return LeadStream(path, parts.bodies(), parts.headings, lambda: [*notes, *parts.notes()])


def _stream_json(path: Path, blocks: TextBlocks, reading: Reading, notes: list[str]) -> LeadStream:
    data = b"".join(blocks())
    odd = OddCharacters(blocks.encoding)
    odd.look(data)
    records = records_of(data, reading)

    def bodies() -> Iterator[pd.DataFrame]:
        for body in records.bodies():
            odd.note([], body)
            yield body

    said = [*notes, json_note(blocks.encoding.name), *blocks.encoding.notes]
    return LeadStream(path, bodies(), records.headings, lambda: [*said, *odd.notes()])


def _stream_parquet(path: Path, rows: int, notes: list[str]) -> LeadStream:
    try:
        file = pyarrow.parquet.ParquetFile(path)
    except (pa.ArrowException, OSError, ValueError):
        raise LeadsError(DAMAGED) from None

    groups = RowGroups(file)

    def bodies() -> Iterator[pd.DataFrame]:
        row = FIRST_ROW
        try:
            for stretch in groups.stretches(rows):
                for batch in file.iter_batches(rows, row_groups=list(stretch)):
                    body = body_of_parquet(pa.Table.from_batches([batch]), row)
                    row += len(body)
                    yield body
        except (pa.ArrowException, OSError):
            raise LeadsError(DAMAGED) from None

    headings = headings_of_parquet(file.schema_arrow)
    return LeadStream(path, bodies(), headings, lambda: [*notes, "read as Parquet"], groups=groups)
