"""What the views of a report count, in pieces that add up: of a frame at once, or of leads in parts."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd

from noojee_dq.arrow.cells import is_blank
from noojee_dq.arrow.columns import Positions
from noojee_dq.fields import READ_PROBLEM
from noojee_dq.leads.text import is_arrow_text

#: Slices of a file at most.
MAX_SLICES: Final = 80
#: What is counted of a slice: leads that are not ready.
UNREADY: Final = ("fix", "drop", "review")


class ColumnTally(NamedTuple):
    """What was counted of a column.

    Attributes:
        heading: of the column.
        filled: cells that are not blank.
        errors: leads with an error in it.
        warnings: leads with a warning in it.
        checks: findings in it by the id of their check.
    """

    heading: str
    filled: int
    errors: int
    warnings: int
    checks: dict[str, int]


class SliceTally(NamedTuple):
    """What was counted of leads that follow each other.

    Attributes:
        number: of the slice in the file, from 0.
        leads: how many it has.
        first: label of its first lead.
        last: label of its last lead.
        unready: leads by `dq_status`, for those of `UNREADY`.
    """

    number: int
    leads: int
    first: Any
    last: Any
    unready: dict[str, int]


def leads_by_code(findings: pd.DataFrame, positions: Positions) -> dict[str, int]:
    """Count the leads for which each result code holds; one of the whole file counts as 1.

    Args:
        findings: as in `Findings`.
        positions: for each finding the position of its lead; -1 = it concerns the whole file.

    Example:
        >>> findings = pd.DataFrame({"code": pd.array([105, 105, None], "Int64")})
        >>> leads_by_code(findings, np.array([0, 0, 1]))
        {'105': 1}
    """
    coded = pd.DataFrame({"code": findings["code"].array, "position": positions}).dropna(subset="code")
    counts = coded.drop_duplicates()["code"].value_counts(sort=False).sort_index()
    return {str(code): int(count) for code, count in counts.items()}


def held_by_one_check(findings: pd.DataFrame, positions: Positions, leads: int) -> dict[str, int]:
    """Count for each check the leads that nothing but its errors keeps from being ready.

    Args:
        findings: as in `Findings`.
        positions: for each finding the position of its lead; -1 = it concerns the whole file.
        leads: how many there are.

    Example:
        >>> findings = pd.DataFrame({"check": ["a", "b", "b"], "severity": "error"})
        >>> held_by_one_check(findings, np.array([0, 0, 1]), 2)
        {'a': 0, 'b': 1}
    """
    errors = findings["severity"].eq("error").to_numpy() & (positions >= 0)
    at = positions[errors]
    names, checks = findings["check"][errors].factorize()
    lowest = np.full(leads, len(checks), dtype=np.int64)
    highest = np.full(leads, -1, dtype=np.int64)
    np.minimum.at(lowest, at, names)
    np.maximum.at(highest, at, names)
    alone = np.bincount(lowest[lowest == highest], minlength=len(checks))
    return {str(check): int(count) for check, count in zip(checks, alone, strict=True)}


def column_tallies(leads: pd.DataFrame, findings: pd.DataFrame, positions: Positions) -> tuple[ColumnTally, ...]:
    """Count what is in each column, and what is wrong with it; the reader's own column is left out.

    Args:
        leads: any columns.
        findings: as in `Findings`.
        positions: for each finding the position of its lead; -1 = it concerns the whole file.

    Example:
        >>> leads = pd.DataFrame({"Name": ["Ann", ""]})
        >>> findings = pd.DataFrame({"column": ["Name"], "severity": ["error"], "check": ["a"]})
        >>> column_tallies(leads, findings, np.array([1]))
        (ColumnTally(heading='Name', filled=1, errors=1, warnings=0, checks={'a': 1}),)
    """
    said = findings[["column", "severity", "check"]].assign(position=positions)
    said = said[said["position"] >= 0]
    of_leads = said.drop_duplicates(["column", "severity", "position"])
    with_findings = of_leads.value_counts(["column", "severity"]).to_dict()
    checks: dict[str, dict[str, int]] = {}
    found: dict[Any, int] = said.value_counts(["column", "check"]).to_dict()
    for (column, check), count in found.items():
        checks.setdefault(column, {})[check] = count
    return tuple(
        ColumnTally(
            heading=heading,
            filled=_filled(leads.iloc[:, at]),
            errors=int(with_findings.get((heading, "error"), 0)),
            warnings=int(with_findings.get((heading, "warning"), 0)),
            checks=checks.get(heading, {}),
        )
        for at, heading in enumerate(map(str, leads.columns))
        if heading != READ_PROBLEM
    )


def columns_together(parts: Iterable[Sequence[ColumnTally]]) -> tuple[ColumnTally, ...]:
    """Add up what was counted of the same columns in parts of the leads.

    Example:
        >>> part = (ColumnTally("Name", 1, 1, 0, {"a": 1}),)
        >>> columns_together([part, part])
        (ColumnTally(heading='Name', filled=2, errors=2, warnings=0, checks={'a': 2}),)
    """
    return tuple(
        ColumnTally(
            of_column[0].heading,
            sum(one.filled for one in of_column),
            sum(one.errors for one in of_column),
            sum(one.warnings for one in of_column),
            dict(sum((Counter(one.checks) for one in of_column), Counter())),
        )
        for of_column in zip(*parts, strict=True)
    )


def slice_tallies(status: pd.Series, labels: pd.Index, total: int, start: int = 0) -> tuple[SliceTally, ...]:
    """Cut all leads into slices of one size, and count those that are not ready.

    Args:
        status: `dq_status` of some leads that follow each other.
        labels: of the same leads.
        total: how many leads there are in all.
        start: how many of them stand before these.

    Returns:
        The slices that these leads have a part in.

    Example:
        >>> slice_tallies(pd.Series(["ready", "fix"]), pd.Index([2, 3]), total=2)[1]
        SliceTally(number=1, leads=1, first=3, last=3, unready={'fix': 1, 'drop': 0, 'review': 0})
    """
    if not len(status):
        return ()
    size = -(-total // MAX_SLICES)
    # The first lead of each slice, and one after the last lead of all.
    edges = np.unique([0, *range(size - start % size, len(status), size), len(status)])
    firsts, ends = edges[:-1], edges[1:]
    counts = [np.add.reduceat(status.eq(name).to_numpy(dtype=np.int64), firsts).tolist() for name in UNREADY]
    return tuple(
        SliceTally(number, leads, first, last, dict(zip(UNREADY, unready, strict=True)))
        for number, leads, first, last, *unready in zip(
            ((start + firsts) // size).tolist(),
            np.diff(edges).tolist(),
            labels.take(firsts).tolist(),
            labels.take(ends - 1).tolist(),
            *counts,
            strict=True,
        )
    )


def slices_together(parts: Iterable[Sequence[SliceTally]]) -> tuple[SliceTally, ...]:
    """Put the slices of leads in parts together: where a part ends within a slice, both have some of it.

    Args:
        parts: of each part its slices, all in order.

    Example:
        >>> one, other = (SliceTally(0, 1, row, row, {"fix": 1}) for row in (2, 3))
        >>> slices_together([[one], [other]])
        (SliceTally(number=0, leads=2, first=2, last=3, unready={'fix': 2}),)
    """
    whole: list[SliceTally] = []
    for one in (each for part in parts for each in part):
        if whole and whole[-1].number == one.number:
            before = whole.pop()
            unready = {name: count + one.unready[name] for name, count in before.unready.items()}
            one = SliceTally(one.number, before.leads + one.leads, before.first, one.last, unready)
        whole.append(one)
    return tuple(whole)


def _filled(cells: pd.Series) -> int:
    """Count the cells that are not blank."""
    if is_arrow_text(cells):
        return int(np.count_nonzero(~is_blank(cells.fillna(""))))
    blank = cells.isna() | cells.astype("object").map(lambda value: isinstance(value, str) and not value.strip())
    return int(np.count_nonzero(~blank))
