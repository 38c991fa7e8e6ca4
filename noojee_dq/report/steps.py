"""What to do first: the steps that make most leads ready, each counted on its own."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from noojee_dq.codes import Remedy, preflight_remedy
from noojee_dq.report.causes import Cause
from noojee_dq.report.overview import CHECKS_BY_ID, Problem
from noojee_dq.report.report import Report
from noojee_dq.report.verdict import count

MAX_STEPS: Final = 5
#: Repairs are counted by making them and checking again, which takes its time with more leads.
MAX_LEADS_FOR_REPAIRS: Final = 100_000


@dataclass(frozen=True)
class Step:
    """One thing to do, as it is shown: leads that it makes ready by itself, what it is, and how it is done."""

    leads: int
    title: str
    how: str


def first_steps(report: Report, problems: tuple[Problem, ...], causes: tuple[Cause, ...]) -> tuple[Step, ...]:
    """Rank what can be done by the leads that it unlocks.

    Args:
        report: the report of a pre-flight.
        problems: what each check found, as shown.
        causes: root causes, as shown.

    Returns:
        At most five, the most leads first; an error of the whole file stands before all.

    Example:
        >>> import noojee_dq as nj
        >>> from noojee_dq.report.overview import overview
        >>> report = nj.check(pd.DataFrame({"Phone": ["491570006.0", "none"]}), nj.Campaign(phone_fields=["Phone"]))
        >>> [(step.leads, step.how) for step in first_steps(report, overview(report).problems, ())][0]
        (1, 'noojee-dq repair')
    """
    errors = [problem for problem in problems if problem.severity == "error"]
    free = int(report.annotated["dq_status"].eq("ready").sum())
    settings = [
        Step(free, f"no lead can be sent before this is put right: {one.message}", f"To do: {one.hint}")
        for one in errors
        if one.of_file
    ]
    alone = _held_by_one_check(report)
    by_hand = [_by_hand(one, alone[one.check], causes) for one in errors if alone.get(one.check) and _can_be_fixed(one)]
    steps = sorted([*_repairs(report), *by_hand], key=lambda step: -step.leads)
    return tuple([*settings, *steps][:MAX_STEPS])


def repairs_by_check(report: Report) -> dict[str, str]:
    """For each check in words the repairs that answer its findings, and the leads that each unlocks.

    Args:
        report: the report of a pre-flight.

    Returns:
        Empty where repairs are not counted.

    Example:
        >>> import noojee_dq as nj
        >>> report = nj.check(pd.DataFrame({"Phone": ["491570006.0"]}), nj.Campaign(phone_fields=["Phone"]))
        >>> repairs_by_check(report)["undialable-number"]
        'noojee-dq repair: the .0 that a spreadsheet put behind a number is taken off (1 lead more ready)'
    """
    texts: dict[str, list[str]] = {}
    for repair in _gains(report).to_dict("records") if repairs_counted(report) else []:
        command = f"noojee-dq repair --fix {repair['fix']}" if repair["asked_for"] else "noojee-dq repair"
        text = f"{command}: {repair['title']} ({count(repair['gain'], 'lead')} more ready)"
        # Most repairs could answer several checks; those that unlock nothing are no news.
        for check in repair["checks"].split("; ") if repair["gain"] > 0 else []:
            texts.setdefault(check, []).append(text)
    return {check: "; ".join(lines) for check, lines in texts.items()}


def repairs_counted(report: Report) -> bool:
    """Whether the steps count what `noojee_dq.repair` would do: not for large files, nor where no check made it."""
    return "repairs" in vars(report) or (report.recheck is not None and len(report.leads) <= MAX_LEADS_FOR_REPAIRS)


def _can_be_fixed(problem: Problem) -> bool:
    return preflight_remedy(int(problem.code) if problem.code else None) in (Remedy.FIX, Remedy.REVIEW)


def _by_hand(problem: Problem, leads: int, causes: tuple[Cause, ...]) -> Step:
    one_value = next((cause for cause in causes if cause.check == problem.check and cause.value), None)
    which = f" ({one_value.leads:,} hold “{one_value.value}”)" if one_value else ""
    general = CHECKS_BY_ID[problem.check].message if problem.check in CHECKS_BY_ID else ""
    return Step(leads, f"{general or problem.message}{which}", f"To do: {problem.hint}" if problem.hint else "")


def _repairs(report: Report) -> list[Step]:
    """One step for all repairs that are made unasked, and one for each of the others."""
    if not repairs_counted(report):
        return []
    gains = _gains(report)
    useful = gains[gains["gain"] > 0]
    unasked, asked_for = useful[~useful["asked_for"]], useful[useful["asked_for"]]
    steps = [Step(leads, title, f"noojee-dq repair --fix {fix}") for leads, title, fix in _lines(asked_for)]
    titles = "; ".join(f"{title} ({leads:,})" for leads, title, _ in _lines(unasked))
    total = int(unasked["gain"].sum())
    return [*steps, Step(total, f"repaired without loss: {titles}", "noojee-dq repair")] if total else steps


def _gains(report: Report) -> pd.DataFrame:
    """The repairs with `gain`: how many more leads are ready. One that is now a duplicate takes another's place."""
    return report.repairs.assign(gain=report.repairs["leads_unlocked"] - report.repairs["leads_refused"])


def _lines(repairs: pd.DataFrame) -> list[tuple[int, str, str]]:
    return list(zip(*(repairs[name].tolist() for name in ("gain", "title", "fix")), strict=True))


def _held_by_one_check(report: Report) -> dict[str, int]:
    """For each check the leads that nothing but its errors keeps from being ready."""
    errors = report.findings["severity"].eq("error").to_numpy() & (report.positions >= 0)
    positions = report.positions[errors]
    names, checks = report.findings["check"][errors].factorize()
    lowest = np.full(len(report.leads), len(checks), dtype=np.int64)
    highest = np.full(len(report.leads), -1, dtype=np.int64)
    np.minimum.at(lowest, positions, names)
    np.maximum.at(highest, positions, names)
    alone = np.bincount(lowest[lowest == highest], minlength=len(checks))
    return {str(check): int(leads) for check, leads in zip(checks, alone, strict=True)}
