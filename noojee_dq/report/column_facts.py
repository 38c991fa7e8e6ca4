"""What a column holds, counted by its different values: of a frame at once, or of groups that share no value."""

from collections import Counter
from collections.abc import Collection, Sequence
from string import ascii_letters, digits
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from noojee_dq.arrow.cells import equals, is_blank, is_plain_ascii
from noojee_dq.arrow.columns import bytes_of, column_of, matches, rewritten, selected
from noojee_dq.arrow.repeats import value_counts
from noojee_dq.arrow.threads import side_by_side
from noojee_dq.checks.values import INVISIBLE, NUL
from noojee_dq.fields import OWN_PREFIXES
from noojee_dq.leads import as_text

#: Values of a column that are named.
MOST_VALUES: Final = 3
#: What stands for an ASCII byte in a way of writing: # for a digit, A for a letter.
_SIGNS: Final = np.frombuffer(
    bytes.maketrans((digits + ascii_letters).encode(), b"#" * len(digits) + b"A" * len(ascii_letters)), np.uint8
)
#: What nobody sees, and what stands for a character that was lost.
_ODD: Final = f"{INVISIBLE}|{NUL}|\ufffd"
_ZERO: Final = ord("0")
_BRACKET: Final = ord("(")


class ColumnFacts(NamedTuple):
    """What a column holds.

    Attributes:
        heading: of the column.
        distinct: different values, but for blanks.
        frequent: the values that most leads have, each with the number of its leads; none that stands once.
        longest: characters of the longest value.
        written: of a phone column: ways of writing, each with the number of its leads.
        odd: leads with a character that nobody sees, or that stands for a lost one.
        headings: leads with the heading itself, as a row has that is no lead.
    """

    heading: str
    distinct: int
    frequent: tuple[tuple[str, int], ...]
    longest: int
    written: dict[str, int]
    odd: int
    headings: int


def column_facts(leads: pd.DataFrame, phone_columns: Collection[str]) -> tuple[ColumnFacts, ...]:
    """Count what is in each column, but for those that are ours.

    Args:
        leads: any columns.
        phone_columns: headings of those with phone numbers.

    Example:
        >>> leads = pd.DataFrame({"Phone": ["0491 570 006", "0491 570 156", ""], "State": ["VIC", "VIC", "state"]})
        >>> phone, state = column_facts(leads, ["Phone"])
        >>> phone.distinct, phone.written, state.frequent, state.headings
        (2, {'0### ### ###': 2}, (('VIC', 2),), 1)
    """
    text = as_text(leads)
    headings = [heading for heading in text.columns if not heading.startswith(OWN_PREFIXES)]

    def counted(heading: str) -> ColumnFacts:
        return facts_of_values(heading, *value_counts(column_of(text[heading])), is_phone=heading in phone_columns)

    return tuple(side_by_side(counted, headings, len(text)))


def facts_of_values(heading: str, values: Any, leads: NDArray[np.int64], *, is_phone: bool) -> ColumnFacts:
    """Count what is in a column.

    Args:
        heading: of the column.
        values (pyarrow.LargeStringArray): its different values.
        leads: how many leads have each.
        is_phone: whether it holds phone numbers.

    Example:
        >>> facts_of_values("Name", column_of(pd.Series(["Ann", ""])), np.array([2, 7]), is_phone=False).distinct
        1
    """
    filled = ~is_blank(values)
    values, leads = selected(values, filled), leads[filled]
    return ColumnFacts(
        heading=heading,
        distinct=len(values),
        frequent=_most_frequent(values, leads),
        longest=pc.max(pc.utf8_length(values)).as_py() or 0,
        written=_ways_of_writing(values, leads) if is_phone else {},
        odd=0 if is_plain_ascii(values) else int(leads[matches(values, _ODD)].sum()),
        headings=int(leads[equals(values, heading.strip(), any_case=True)].sum()),
    )


def facts_together(groups: Sequence[ColumnFacts]) -> ColumnFacts:
    """Put together what was counted of groups of the values of a column, none of which is in two groups.

    Example:
        >>> one = ColumnFacts("Name", 2, (("Ann", 2),), 3, {}, 0, 0)
        >>> facts_together([one, one._replace(frequent=(("Bob", 3),))]).frequent
        (('Bob', 3), ('Ann', 2))
    """
    frequent = sorted((pair for group in groups for pair in group.frequent), key=lambda pair: (-pair[1], pair[0]))
    return ColumnFacts(
        heading=groups[0].heading,
        distinct=sum(group.distinct for group in groups),
        frequent=tuple(frequent[:MOST_VALUES]),
        longest=max(group.longest for group in groups),
        written=dict(sum((Counter(group.written) for group in groups), Counter())),
        odd=sum(group.odd for group in groups),
        headings=sum(group.headings for group in groups),
    )


def _most_frequent(values: Any, leads: NDArray[np.int64]) -> tuple[tuple[str, int], ...]:
    several = leads > 1
    table = pa.table({"value": selected(values, several), "leads": leads[several]})
    first = pc.select_k_unstable(table, MOST_VALUES, [("leads", "descending"), ("value", "ascending")])
    most = table.take(first)
    return tuple(zip(most["value"].to_pylist(), most["leads"].to_pylist(), strict=True))


def _ways_of_writing(values: Any, leads: NDArray[np.int64]) -> dict[str, int]:
    """Count the ways of writing: # for a digit (but a zero in front, which gets lost), A for a letter, * for others."""
    ways = _signs(values).dictionary_encode()
    counts = np.bincount(ways.indices.to_numpy(), leads, len(ways.dictionary)).astype(np.int64)
    return dict(zip(ways.dictionary.to_pylist(), counts.tolist(), strict=True))


def _signs(values: Any) -> Any:
    ends, data = bytes_of(values)
    signs = _SIGNS[data]
    long = ends[:-1][np.diff(ends) > 1]
    starts = np.concatenate([ends[:-1][np.diff(ends) > 0], long[data[long] == _BRACKET] + 1])
    signs[starts[data[starts] == _ZERO]] = _ZERO
    ways = pa.LargeStringArray.from_buffers(len(values), pa.py_buffer(np.ascontiguousarray(ends)), pa.py_buffer(signs))
    return rewritten(ways, r"[^\x00-\x7F]", "*") if len(signs) and signs.max() > 127 else ways
