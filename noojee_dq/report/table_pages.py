"""Pages of lines, masked: the leads that fail a check, and the cells that a repair would change."""

from collections.abc import Iterable
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from noojee_dq.arrow.columns import Positions
from noojee_dq.fields import OWN_PREFIXES
from noojee_dq.leads import as_text
from noojee_dq.report.findings import Findings
from noojee_dq.words.counts import counted
from noojee_dq.words.display import MAX_HEADING, MAX_VALUE, cut, shown
from noojee_dq.words.masked_values import mask_values
from noojee_dq.words.rows import row_labels

#: Lines of a page.
PAGE_LINES: Final = 10
#: Columns of a lead that are shown; those with a fault come first.
_MOST_COLUMNS: Final = 12


class ShownCell(NamedTuple):
    """A text to be shown, and whether it is what is wrong."""

    text: str
    marked: bool = False


class TablePage(NamedTuple):
    """A page of a table.

    Args:
        headings: of its columns; the first is that of the rows.
        lines: of this page.
        total: number of lines on all pages.
        note: what is left out; "" = nothing.
    """

    headings: tuple[str, ...]
    lines: tuple[tuple[ShownCell, ...], ...]
    total: int
    note: str = ""


def failing_page(found: Findings, check: str, first: int) -> TablePage:
    """Return a page of the leads that fail a check: their rows, what is wrong, and their cells, masked.

    Args:
        found: what a pre-flight found.
        check: id of the check; where it is about the whole file alone, there is no lead.
        first: how many leads stand on the pages before.

    Example:
        >>> import noojee_dq as nj
        >>> leads = pd.DataFrame({"Name": ["Ann", "Bob"], "Phone": ["12345", "0491 570 006"]}, index=[2, 3])
        >>> page = failing_page(nj.check(leads, nj.Campaign(phone_fields=["Phone"])), "no-phone", 0)
        >>> page.headings, [cell.text for cell in page.lines[0]][2:], page.total
        (('Row', 'What is wrong', 'Phone', 'Name'), ['••••5', 'Ann'], 1)
    """
    of_check = found.findings["check"].eq(check).to_numpy(dtype=bool) & (found.positions >= 0)
    findings = found.findings[of_check].assign(lead=found.positions[of_check])
    leads = np.unique(found.positions[of_check])
    at = leads[first : first + PAGE_LINES]
    own = _own_headings(found, findings["column"].dropna().unique())
    headings = own[:_MOST_COLUMNS]
    here = findings[findings["lead"].isin(at)]
    wrong = here.groupby("lead")["message"].agg(lambda messages: "; ".join(messages.unique()))
    faulty = set(zip(here["lead"], here["column"], strict=True))
    columns = [
        row_labels(found.leads.index.take(at)).map(_plain),
        wrong.map(lambda text: ShownCell(shown(text))),
        *_cells(found, at, headings, faulty),
    ]
    more = len(own) - len(headings)
    return TablePage(
        headings=("Row", "What is wrong", *map(_heading, headings)),
        lines=tuple(zip(*columns, strict=True)),
        total=len(leads),
        note=f"{counted(more, 'more column')}: report.failing({check!r}) has them all" if more else "",
    )


def changes_page(changes: pd.DataFrame, phone_columns: Iterable[str], first: int) -> TablePage:
    """Return a page of the cells that a repair would change, before and after, masked.

    Args:
        changes: as `Repaired.changes`.
        phone_columns: headings of phone columns.
        first: how many changes stand on the pages before.

    Example:
        >>> changes = pd.DataFrame({"row": [2], "column": ["Phone"], "before": ["491570006"], "after": ["0491570006"]})
        >>> [cell.text for cell in changes_page(changes, ["Phone"], 0).lines[0]]
        ['2', 'Phone', '49••••006', '04•••••006']
    """
    here = changes.iloc[first : first + PAGE_LINES]
    phones = list(phone_columns)
    columns = [
        row_labels(pd.Index(here["row"])).map(_plain),
        here["column"].map(_heading).map(ShownCell),
        *(mask_values(here[name], here["column"], phones).map(_plain) for name in ("before", "after")),
    ]
    lines = tuple(zip(*columns, strict=True))
    return TablePage(("Row", "Column", "Before", "After"), lines, len(changes))


def _own_headings(found: Findings, faulty: Iterable[str]) -> list[str]:
    """Return the headings but for those of columns that we add, with the faulty ones first."""
    columns = [heading for heading in map(str, found.leads.columns) if not heading.startswith(OWN_PREFIXES)]
    first = [heading for heading in faulty if heading in columns]
    return [*first, *(heading for heading in columns if heading not in first)]


def _cells(
    found: Findings, at: Positions, headings: list[str], faulty: set[tuple[int, str]]
) -> Iterable[list[ShownCell]]:
    text = as_text(found.leads.iloc[at]).reset_index(drop=True)
    for heading in headings:
        column = text[heading]
        masked = mask_values(column, pd.Series(heading, column.index, dtype=object), found.phone_columns)
        yield [
            ShownCell(cut(value, MAX_VALUE), (lead, heading) in faulty)
            for lead, value in zip(at.tolist(), masked, strict=True)
        ]


def _heading(heading: str) -> str:
    return shown(heading, limit=MAX_HEADING)


def _plain(text: str) -> ShownCell:
    return ShownCell(cut(text, MAX_VALUE))
