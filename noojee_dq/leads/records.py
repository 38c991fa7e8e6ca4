"""From records, as a text file or a sheet has them, to a table: headings, and rows of one width."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

import pandas as pd
import pyarrow as pa

from noojee_dq.fields import READ_PROBLEM
from noojee_dq.leads.other_rows import TOO_FEW_CELLS, TOO_MANY_CELLS
from noojee_dq.leads.table import Table, body_of
from noojee_dq.words.spreadsheet import NotedRows

_BATCH_ROWS: Final = 2_000


def table_from_records(records: Iterable[list[str]], header: int, delimiter: str, notes: list[str]) -> Table:
    """Return the table of a file's records, of which that at `header` holds the headings.

    `delimiter` is the word for what separates the cells.
    """
    notes += preamble_notes(header)
    records = islice(records, header, None)
    headings = next(records)
    beyond = NotedRows()
    body = body_from_records(records, headings, header + 2, delimiter, beyond)
    notes += beyond_notes(beyond)
    return Table(headings=headings, body=body)


def body_from_records(
    records: Iterable[list[str]], headings: list[str], first_row: int, delimiter: str, beyond: NotedRows
) -> pd.DataFrame:
    """Return some records below the headings as the body of a `Table`.

    Args:
        records: as many cells as each has.
        headings: of the file.
        first_row: the number of the first record.
        delimiter: the word for what separates the cells.
        beyond: gets the rows with blank cells beyond the last heading, which are left out.
    """
    odd: dict[int, list[str]] = {}
    batches = list(_batches(enumerate(records, start=first_row), len(headings), odd))
    table = pa.Table.from_batches(batches, _schema(len(headings))).combine_chunks()
    body = body_of(table, first_row)
    problems = _problems(odd, headings, delimiter)
    if problems:
        body[READ_PROBLEM] = pd.Series(problems, dtype="str").reindex(body.index, fill_value="")
    beyond.add([row for row, cells in odd.items() if len(cells) > len(headings) and row not in problems])
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


def beyond_notes(beyond: NotedRows) -> list[str]:
    """Say which rows have blank cells beyond the last heading, if any."""
    return [f"blank cells beyond the last heading were left out: {beyond}"] if beyond.count else []


def preamble_notes(header: int) -> list[str]:
    """Say which rows stand above the headings, at position `header`."""
    if not header:
        return []
    skipped = "row 1 before them was" if header == 1 else f"rows 1 to {header} before them were"
    return [f"the headings are taken from row {header + 1}; {skipped} skipped"]
