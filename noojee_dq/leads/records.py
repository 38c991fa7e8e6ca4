"""From records, as a text file or a sheet has them, to a table: headings, and rows of one width."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final, NamedTuple, Self

import pandas as pd
import pyarrow as pa

from noojee_dq.fields import READ_PROBLEM
from noojee_dq.leads.table import Table, body_of
from noojee_dq.words.counts import counted
from noojee_dq.words.spreadsheet import NotedRows

TOO_MANY_CELLS: Final = "too many cells"
TOO_FEW_CELLS: Final = "too few cells"

_BATCH_ROWS: Final = 2_000


class Ragged(NamedTuple):
    """Rows whose number of cells is not that of the heading.

    Attributes:
        beyond: with blank cells beyond the last heading, which are left out.
        too_many: with others there.
        too_few: with cells missing.
    """

    beyond: NotedRows
    too_many: NotedRows
    too_few: NotedRows

    @classmethod
    def none_yet(cls) -> Self:
        """Return it for a file of which nothing was read."""
        return cls(NotedRows(), NotedRows(), NotedRows())

    def notes(self) -> list[str]:
        """Say it in sentences."""
        said = [f"blank cells beyond the last heading were left out: {self.beyond}"] if self.beyond.count else []
        for kind, rows in ((TOO_MANY_CELLS, self.too_many), (TOO_FEW_CELLS, self.too_few)):
            if rows.count:
                has = counted(rows.count, "row has", "rows have")
                said.append(f"{has} {kind}, see the column {READ_PROBLEM}: {rows}")
        return said


def table_from_records(records: Iterable[list[str]], header: int, delimiter: str, notes: list[str]) -> Table:
    """Return the table of a file's records, of which that at `header` holds the headings.

    `delimiter` is the word for what separates the cells.
    """
    notes += preamble_notes(header)
    records = islice(records, header, None)
    headings = next(records)
    ragged = Ragged.none_yet()
    body = body_from_records(records, headings, header + 2, delimiter, ragged)
    notes += ragged.notes()
    return Table(headings=headings, body=body)


def body_from_records(
    records: Iterable[list[str]], headings: list[str], first_row: int, delimiter: str, ragged: Ragged
) -> pd.DataFrame:
    """Return some records below the headings as the body of a `Table`.

    Args:
        records: as many cells as each has.
        headings: of the file.
        first_row: the number of the first record.
        delimiter: the word for what separates the cells.
        ragged: gets the rows whose number of cells is not that of the heading.
    """
    odd: dict[int, list[str]] = {}
    batches = list(_batches(enumerate(records, start=first_row), len(headings), odd))
    table = pa.Table.from_batches(batches, _schema(len(headings))).combine_chunks()
    body = body_of(table, first_row)
    problems = _problems(odd, headings, delimiter)
    if problems:
        body[READ_PROBLEM] = pd.Series(problems, dtype="str").reindex(body.index, fill_value="")
    ragged.beyond.add([row for row, cells in odd.items() if len(cells) > len(headings) and row not in problems])
    for kind, rows in ((TOO_MANY_CELLS, ragged.too_many), (TOO_FEW_CELLS, ragged.too_few)):
        rows.add([row for row, text in problems.items() if text.startswith(kind)])
    return body


def _batches(
    numbered: Iterator[tuple[int, list[str]]], width: int, ragged: dict[int, list[str]]
) -> Iterator[pa.RecordBatch]:
    # A loop over the rows, because each may have a width of its own; in batches, because the same cells take
    # several times the memory as Python objects.
    while batch := list(islice(numbered, _BATCH_ROWS)):
        ragged.update((row, cells) for row, cells in batch if len(cells) != width and _any_filled(cells))
        fitted = [cells if len(cells) == width else (cells + [""] * width)[:width] for _, cells in batch]
        columns = [pa.array(column, pa.string()) for column in zip(*fitted, strict=True)]
        yield pa.RecordBatch.from_arrays(columns, schema=_schema(width))


def _schema(width: int) -> pa.Schema:
    return pa.schema([(str(position), pa.string()) for position in range(width)])


def _problems(ragged: dict[int, list[str]], headings: list[str], delimiter: str) -> dict[int, str]:
    # Cells under trailing blank headings are not missed: nobody could say what belongs there.
    needed = 1 + max(at for at, heading in enumerate(headings) if heading.strip())
    problems = {}
    for row, cells in ragged.items():
        if _any_filled(cells[len(headings) :]):
            problems[row] = _too_many(cells, len(headings), delimiter)
        elif len(cells) < needed:
            problems[row] = _too_few(cells, len(headings))
    return problems


def _too_many(cells: list[str], width: int, delimiter: str) -> str:
    extra = ", ".join(f'"{cell}"' for cell in cells[width:])
    return (
        f"{TOO_MANY_CELLS}: {len(cells)} where the heading has {width}; the extra ones are {extra} "
        f"(a {delimiter} in a value needs quotes)"
    )


def _too_few(cells: list[str], width: int) -> str:
    missing = width - len(cells)
    were = "the last one was" if missing == 1 else f"the last {missing} were"
    return f"{TOO_FEW_CELLS}: {len(cells)} where the heading has {width}; {were} read as blank"


def _any_filled(cells: list[str]) -> bool:
    return any(cell.strip() for cell in cells)


def preamble_notes(header: int) -> list[str]:
    """Say which rows stand above the headings, at position `header`."""
    if not header:
        return []
    skipped = "row 1 before them was" if header == 1 else f"rows 1 to {header} before them were"
    return [f"the headings are taken from row {header + 1}; {skipped} skipped"]
