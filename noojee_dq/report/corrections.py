"""What the supplier of a list can correct: rows of columns, counted in pieces that add up."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from noojee_dq.arrow.columns import Mask, Positions
from noojee_dq.checks import CHECKS, Check
from noojee_dq.checks.base import NO_PHONES
from noojee_dq.codes import Remedy

#: Spans of rows that are listed for one problem.
MAX_SPANS: Final = 100

#: What concerns other leads or the whole file is ours to decide.
_OUR_SCOPES: Final = frozenset({"file", "cross"})


class Span(NamedTuple):
    """Rows that follow each other: the first, the last, and their file where there are several."""

    first: int
    last: int
    source: str = ""


class Correction(NamedTuple):
    """What one check found in one column: in how many rows, and the first spans of them.

    Of a check that may tell the supplier so there is one for each `message`; of the others that is the general one.
    """

    check: str
    column: str
    message: str
    rows: int
    spans: tuple[Span, ...]


class Corrections(NamedTuple):
    """All corrections, and how many rows need one."""

    rows: int
    of_columns: tuple[Correction, ...]


def corrections(
    findings: pd.DataFrame, positions: Positions, numbers: Callable[[Positions], list[int]], source: str = ""
) -> Corrections:
    """List what the supplier can correct.

    Args:
        findings: as in `Findings`.
        positions: for each finding the position of its lead; -1 = it concerns the whole file.
        numbers: gives the row numbers of the leads at some positions.
        source: the file of these leads, where there are several.

    Example:
        >>> findings = pd.DataFrame(
        ...     {"check": "undialable-number", "column": "Phone", "message": "no area code"}, index=range(3))
        >>> corrections(findings, np.array([0, 1, 3]), lambda at: (at + 2).tolist()).of_columns[0][3:]
        (3, (Span(first=2, last=3, source=''), Span(first=5, last=5, source='')))
    """
    theirs = {check.id: check for check in CHECKS if _is_theirs(check)}
    lines = findings[["check", "column", "message"]].assign(position=positions)
    lines = lines[lines["check"].isin(list(theirs)) & lines["position"].ge(0)]
    lines = lines[_may_be_told(lines, theirs)]
    general = lines["check"].astype("str").map({name: check.message for name, check in theirs.items()})
    told = lines["check"].isin([name for name, check in theirs.items() if check.tells_supplier])
    lines["message"] = lines["message"].astype("str").where(told & lines["message"].notna(), general)
    found = []
    for (check, column, message), group in lines.groupby(["check", "column", "message"], sort=False):
        at = np.unique(group["position"].to_numpy())
        spans = _spans(numbers(at), source)
        found.append(Correction(str(check), str(column), str(message), len(at), tuple(spans[:MAX_SPANS])))
    return Corrections(lines["position"].nunique(), tuple(found))


def _may_be_told(lines: pd.DataFrame, theirs: Mapping[str, Check]) -> Mask:
    """Leave out what is ours: headings that we do not know, and of checks across leads what the file does not show."""
    told = ~lack_column(lines)
    for check in theirs.values():
        if check.within_file:
            of_check = lines["check"].eq(check.id).to_numpy(dtype=bool)
            told &= ~of_check | lines["message"].astype("str").str.startswith(check.within_file).to_numpy(dtype=bool)
    return told


def lack_column(findings: pd.DataFrame) -> Mask:
    """Say which findings tell of a lead what is wrong with its file alone: none of the headings is one of our fields.

    Args:
        findings: as in `Findings`.
    """
    return (findings["check"].eq("no-phone") & findings["message"].eq(NO_PHONES)).to_numpy(dtype=bool)


def corrections_together(parts: Iterable[Corrections]) -> Corrections:
    """Add up the corrections of parts of the leads, in order.

    Example:
        >>> parts = [Corrections(1, (Correction("a", "Phone", "odd", 1, (Span(row, row),)),)) for row in (2, 3)]
        >>> corrections_together(parts).of_columns[0].spans
        (Span(first=2, last=3, source=''),)
    """
    rows, found = 0, dict[tuple[str, str, str], Correction]()
    for part in parts:
        rows += part.rows
        for one in part.of_columns:
            before = found.get(one[:3], Correction(*one[:3], 0, ()))
            spans = tuple(_joined([*before.spans, *one.spans])[:MAX_SPANS])
            found[one[:3]] = Correction(*one[:3], before.rows + one.rows, spans)
    return Corrections(rows, tuple(found.values()))


def _is_theirs(check: Check) -> bool:
    """Say whether the supplier can mend it, and may know of it: who is our lead, or must not be called, is ours."""
    if check.within_file:
        return True
    if check.scope in _OUR_SCOPES or (check.code is not None and not check.code.facts.supplier_can_mend):
        return False
    # An error that the PBX would not refuse, and that no correction mends, is about what was sent before.
    ours = check.remedy not in (None, Remedy.FIX)
    return check.for_supplier if check.severity == "warning" else not ours


def _spans(rows: Sequence[int], source: str) -> list[Span]:
    runs = (
        [row for _, row in run] for _, run in groupby(enumerate(rows), key=lambda numbered: numbered[1] - numbered[0])
    )
    return [Span(run[0], run[-1], source) for run in runs]


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Join spans of which one goes on where the other ends."""
    joined: list[Span] = []
    for span in spans:
        if joined and (joined[-1].last + 1, joined[-1].source) == (span.first, span.source):
            span = Span(joined.pop().first, span.last, span.source)
        joined.append(span)
    return joined
