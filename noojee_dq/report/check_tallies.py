"""What each check found, in pieces that add up: of a frame at once, or of leads in parts."""

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd

from noojee_dq.arrow.columns import Positions
from noojee_dq.checks.catalogue import check_of
from noojee_dq.report.message_summary import MOST_MESSAGES, hint_summary, message_summary

#: The columns of a summary.
COLUMNS: Final = ("check", "code", "result", "severity", "leads", "findings", "message", "hint")


class CheckTally(NamedTuple):
    """What a check found, under one severity.

    Attributes:
        check: its id.
        severity: "error" or "warning".
        code: of the API; None = it would accept.
        result: the API's word for it.
        leads: how many have a finding; one of the whole file is none of a lead.
        findings: how many there are.
        messages: leads by message, the first that is found first; more than `MOST_MESSAGES` are not listed, so one
            more than these stand for all.
        hints: findings by hint.
    """

    check: str
    severity: str
    code: int | None
    result: str
    leads: int
    findings: int
    messages: dict[str, int]
    hints: dict[str, int]


def check_tallies(findings: pd.DataFrame, positions: Positions) -> tuple[CheckTally, ...]:
    """Count what each check found.

    Args:
        findings: as in `Findings`.
        positions: for each finding the position of its lead, in order; -1 = it concerns the whole file.

    Returns:
        One per check and severity, in the order of their first findings.

    Example:
        >>> findings = pd.DataFrame({"check": "a", "severity": "error", "code": pd.array([105, 105], "Int64"),
        ...     "result": "DUPLICATE", "message": ["x", "y"], "hint": ["", ""]})
        >>> check_tallies(findings, np.array([3, 3]))[0].leads
        1
    """
    lines = findings[["check", "severity", "code", "result", "message", "hint"]].assign(position=positions)
    return tuple(_tally(own) for _, own in lines.groupby(["check", "severity"], sort=False))


def _tally(lines: pd.DataFrame) -> CheckTally:
    at = lines["position"].to_numpy()
    first: Any = lines.iloc[0]
    return CheckTally(
        check=first["check"],
        severity=first["severity"],
        code=None if pd.isna(first["code"]) else int(first["code"]),
        result=first["result"],
        leads=_distinct(at[at >= 0]),
        findings=len(lines),
        messages=_leads_by_message(lines["message"], at),
        hints={str(hint): int(count) for hint, count in lines["hint"].fillna("").value_counts().items()},
    )


def _leads_by_message(messages: pd.Series, positions: Positions) -> dict[str, int]:
    """Count the leads that each message is about: a lead with two such cells is one lead."""
    number, distinct = pd.factorize(messages)
    if len(distinct) > MOST_MESSAGES:
        return dict.fromkeys(distinct[: MOST_MESSAGES + 1].tolist(), 1)
    return {str(message): _distinct(positions[number == at]) for at, message in enumerate(distinct)}


def _distinct(ordered: Positions) -> int:
    return int(np.count_nonzero(np.diff(ordered, prepend=-2)))


def check_tallies_together(parts: Iterable[Iterable[CheckTally]]) -> tuple[CheckTally, ...]:
    """Add up what was counted of parts that share no lead, in their order.

    Example:
        >>> one = CheckTally("a", "error", 105, "DUPLICATE", 1, 1, {"x": 1}, {"": 1})
        >>> check_tallies_together([[one], [one._replace(messages={"y": 1})]])[0].messages
        {'x': 1, 'y': 1}
    """
    added: dict[tuple[str, str], CheckTally] = {}
    for tally in (tally for part in parts for tally in part):
        key = (tally.check, tally.severity)
        added[key] = _added(added[key], tally) if key in added else tally
    return tuple(added.values())


def _added(one: CheckTally, other: CheckTally) -> CheckTally:
    messages = Counter(one.messages) + Counter(other.messages)
    return one._replace(
        leads=one.leads + other.leads,
        findings=one.findings + other.findings,
        messages=dict(islice(messages.items(), MOST_MESSAGES + 1)),
        hints=dict(Counter(one.hints) + Counter(other.hints)),
    )


def summary_of(tallies: Iterable[CheckTally]) -> pd.DataFrame:
    """Return one line per check and severity; errors first, then the most leads.

    Args:
        tallies: in the order of their first findings.

    Returns:
        The columns of `COLUMNS`.

    Example:
        >>> one = CheckTally("a", "error", 105, "DUPLICATE", 2, 2, {"x": 1, "y": 1}, {"": 2})
        >>> summary_of([one])["message"].tolist()
        ['x; y']
    """
    lines = [
        tally._asdict() | {"message": _message(tally.check, tally.messages), "hint": _hint(tally.check, tally.hints)}
        for tally in tallies
    ]
    return (
        pd.DataFrame(lines, columns=list(COLUMNS))
        .astype({"code": "Int64"})
        .sort_values(["severity", "leads"], ascending=[True, False], kind="stable", ignore_index=True)
    )


def _message(check: str, leads_by_message: Mapping[str, int]) -> str:
    declared = check_of(check)
    most_first = dict(sorted(leads_by_message.items(), key=lambda item: -item[1]))
    # Where every lead has a wording of its own, the check's stands for all.
    return message_summary(most_first) or (declared.message if declared else "")


def _hint(check: str, findings_by_hint: Mapping[str, int]) -> str:
    most_frequent = min(findings_by_hint, key=lambda hint: (-findings_by_hint[hint], hint))
    return hint_summary(check, most_frequent, len(findings_by_hint))
