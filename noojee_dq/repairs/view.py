"""A repair as a notebook shows it: the first cells before and after, what was left alone, and what was not tried."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from noojee_dq.show.page import render_fragment
from noojee_dq.words.counts import counted
from noojee_dq.words.display import MAX_HEADING, MAX_VALUE, cut, shown
from noojee_dq.words.masked_values import mask_values
from noojee_dq.words.rows import row_label

#: Lines of a table, and of these for each fix and reason.
_MOST_LINES: Final = 10
_OF_A_KIND: Final = 3


@dataclass(frozen=True)
class _Table:
    """Some lines of a log, masked."""

    title: str
    headings: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]


def render_repaired(
    changes: pd.DataFrame, left: pd.DataFrame, asked_for: Sequence[str], phone_columns: Iterable[str]
) -> str:
    """Write what a repair did as a part of a page, masked.

    Args:
        changes: as `Repaired.changes`.
        left: as `Repaired.left`.
        asked_for: ids of fixes that are made only when asked for, and were not.
        phone_columns: headings of phone columns.

    Example:
        >>> lines = {"row": [2], "column": ["Phone"], "before": ["491570006"], "after": ["0491570006"]}
        >>> changes = pd.DataFrame(lines).assign(fix="leading-zero")
        >>> left = pd.DataFrame(columns=["row", "column", "value", "fix", "reason"])
        >>> "04•••••006" in render_repaired(changes, left, [], ["Phone"])
        True
    """
    phones = list(phone_columns)
    tables = [
        _table("Changed", ".changes", changes, ["row", "column", "before", "after", "fix"], phones),
        _table("Left alone", ".left", left, ["row", "column", "value", "fix", "reason"], phones),
    ]
    words = f"{counted(len(changes), 'change')}, {counted(len(left), 'cell')} left alone."
    return render_fragment(
        "repaired_fragment.html.j2",
        words=words,
        tables=[table for table in tables if table.lines],
        asked_for=", ".join(asked_for),
    )


def _table(title: str, name: str, log: pd.DataFrame, columns: list[str], phones: list[str]) -> _Table:
    kind = [column for column in ("fix", "reason") if column in log]
    first = log[log.groupby(kind).cumcount() < _OF_A_KIND].head(_MOST_LINES) if len(log) else log
    texts = {column: first[column].map(lambda text: shown(str(text))) for column in kind}
    texts["row"] = first["row"].map(lambda label: cut(row_label(label, show_values=False), MAX_HEADING))
    texts["column"] = first["column"].map(lambda text: shown(str(text), limit=MAX_HEADING))
    for column in {"before", "after", "value"}.intersection(columns):
        values = mask_values(first[column], first["column"], phones)
        texts[column] = values.map(lambda text: cut(str(text), MAX_VALUE))
    lines = tuple(zip(*(texts[column].tolist() for column in columns), strict=True))
    which = title if len(first) == len(log) else f"{title}: {len(first)} of {len(log):,}, {name} has them all"
    return _Table(which, tuple(column.capitalize() for column in columns), lines)
