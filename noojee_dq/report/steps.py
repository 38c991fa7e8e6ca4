"""What to do first: the steps that make most leads ready, each counted on its own."""

from dataclasses import dataclass
from typing import Final

import pandas as pd

from noojee_dq.checks import check_of, remedy_of
from noojee_dq.codes import Remedy
from noojee_dq.report.causes import Cause
from noojee_dq.report.found import Found
from noojee_dq.report.overview import Problem
from noojee_dq.words.counts import counted
from noojee_dq.words.for_people import for_people

MAX_STEPS: Final = 5


@dataclass(frozen=True)
class Step:
    """One thing to do, as it is shown: leads that it makes ready by itself, what it is, and how it is done."""

    leads: int
    title: str
    how: str


def first_steps(
    found: Found, problems: tuple[Problem, ...], causes: tuple[Cause, ...], *, in_python: bool = False
) -> tuple[Step, ...]:
    """Rank what can be done by the leads that it unlocks; by hand only what no repair does.

    Args:
        found: what a pre-flight found.
        problems: what each check found, as shown.
        causes: root causes, as shown.
        in_python: whoever reads it works in Python, and no command is named.

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
    settings = [
        Step(found.held_back, f"no lead can be sent before this is put right: {one.message}", f"To do: {one.hint}")
        for one in errors
        if one.of_file
    ]
    alone = found.held_by_one_check
    unrepaired = found.left_by_repairs
    by_hand = [
        _by_hand(one, unrepaired[one.check], alone[one.check], causes, in_python)
        for one in errors
        if unrepaired.get(one.check) and _can_be_fixed(one)
    ]
    steps = sorted([*_repairs(found, in_python), *by_hand], key=lambda step: -step.leads)
    return tuple([*settings, *steps][:MAX_STEPS])


def repair_call(fix: str = "", *, in_python: bool) -> str:
    """Write how a repair is made, in Python or in a shell.

    Args:
        fix: the one that is asked for; "" = all that are made unasked.
        in_python: whoever reads it works in Python.

    Example:
        >>> repair_call("area-code", in_python=True), repair_call("area-code", in_python=False)
        ("nj.repair(leads, campaign, fixes=['area-code'])", 'noojee-dq repair --fix area-code')
    """
    if in_python:
        return f"nj.repair(leads, campaign{f', fixes=[{fix!r}]' if fix else ''})"
    return f"noojee-dq repair{f' --fix {fix}' if fix else ''}"


def repairs_by_check(found: Found, *, in_python: bool = False) -> dict[str, str]:
    """Name for each check in words the repairs that answer its findings, and the leads that each unlocks.

    Args:
        found: what a pre-flight found.
        in_python: whoever reads it works in Python, and no command is named.

    Returns:
        Empty where repairs are not counted.

    Example:
        >>> import noojee_dq as nj
        >>> report = nj.check(pd.DataFrame({"Phone": ["491570006.0"]}), nj.Campaign(phone_fields=["Phone"]))
        >>> repairs_by_check(report)["undialable-number"]
        'noojee-dq repair: the .0 that a spreadsheet put behind a number is taken off (1 lead more ready)'
    """
    texts: dict[str, list[str]] = {}
    gains = repairs_with_gain(found)
    for repair in [] if gains is None else gains.to_dict("records"):
        command = repair_call(repair["fix"] if repair["asked_for"] else "", in_python=in_python)
        text = f"{command}: {repair['title']} ({counted(repair['gain'], 'lead')} more ready)"
        # Most repairs could answer several checks; those that unlock nothing are no news.
        for check in repair["checks"].split("; ") if repair["gain"] > 0 else []:
            texts.setdefault(check, []).append(text)
    return {check: "; ".join(lines) for check, lines in texts.items()}


def repairs_with_gain(found: Found) -> pd.DataFrame | None:
    """Add `gain` to the repairs: how many more leads are ready. One that is now a duplicate takes another's place.

    They are not worked out where all leads are ready: none of them could win anything.

    Args:
        found: what a pre-flight found.

    Returns:
        None where repairs are not counted.

    Example:
        >>> import noojee_dq as nj
        >>> report = nj.check(pd.DataFrame({"Phone": ["491570006.0"]}), nj.Campaign(phone_fields=["Phone"]))
        >>> int(repairs_with_gain(report)["gain"].max())
        1
    """
    if found.counts["ready"] == found.counts["leads"]:
        return None
    repairs = found.counted_repairs
    return None if repairs is None else repairs.assign(gain=repairs["leads_unlocked"] - repairs["leads_refused"])


def _can_be_fixed(problem: Problem) -> bool:
    return remedy_of(problem.check, int(problem.code) if problem.code else None) in (Remedy.FIX, Remedy.REVIEW)


def _by_hand(problem: Problem, leads: int, alone: int, causes: tuple[Cause, ...], in_python: bool) -> Step:
    # What causes count holds of all leads: of those that repairs leave, nobody knows how many share a value.
    of_all = causes if leads == alone else ()
    one_value = next((cause for cause in of_all if cause.check == problem.check and cause.value), None)
    which = f" ({one_value.leads:,} hold “{one_value.value}”)" if one_value else ""
    declared = check_of(problem.check)
    general = declared.message if declared else ""
    title = for_people(general, in_python=in_python) or problem.message
    return Step(leads, f"{title}{which}", f"To do: {problem.hint}" if problem.hint else "")


def _repairs(found: Found, in_python: bool) -> list[Step]:
    """Make one step for all repairs that are made unasked, and one for each of the others."""
    gains = repairs_with_gain(found)
    if gains is None:
        return []
    useful = gains[gains["gain"] > 0]
    unasked, asked_for = useful[~useful["asked_for"]], useful[useful["asked_for"]]
    steps = [Step(leads, title, repair_call(fix, in_python=in_python)) for leads, title, fix in _lines(asked_for)]
    titles = "; ".join(f"{title} ({leads:,})" for leads, title, _ in _lines(unasked)) or "by several repairs together"
    # Some leads need two of them.
    total = found.unasked_gain
    together = Step(total, f"repaired without loss: {titles}", repair_call(in_python=in_python))
    return [*steps, together] if total > 0 else steps


def _lines(repairs: pd.DataFrame) -> list[tuple[int, str, str]]:
    return list(zip(*(repairs[name].tolist() for name in ("gain", "title", "fix")), strict=True))
