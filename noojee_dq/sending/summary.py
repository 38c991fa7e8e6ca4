"""What became of a run, in a few lines."""

from collections import Counter

import pandas as pd

from noojee_dq.codes import Remedy, ResultCode
from noojee_dq.fields import API_ACTION, API_CODE, API_OUTCOME, ApiOutcome
from noojee_dq.journal.format import NOT_TO_BE_CALLED
from noojee_dq.sending.outcome import NOT_SURE, SURE
from noojee_dq.sending.results import is_of_run, whole_run
from noojee_dq.words.counts import counted

_TO_LOOK_UP = (ApiOutcome.UNKNOWN, ApiOutcome.ACCEPTED_INFERRED, ApiOutcome.CONFLICT)
_SETTLED_FIRST = "once the run is resumed, which asks the PBX about them again"
_NOTHING_NOW = "Nothing was left that could be sent, so nothing was sent now. The run so far:"
_REFUSED = (ApiOutcome.REJECTED, ApiOutcome.CONFLICT)


def run_summary(results: pd.DataFrame) -> str:
    """Say what became of a run, as text for a person.

    Args:
        results: what `submit` returned.

    Returns:
        Lines of text without a lead's values.

    Example:
        >>> results = pd.DataFrame(
        ...     {"api_outcome": ["accepted", "rejected"], "api_code": [0, 105], "api_action": ["none", "drop"]}
        ... )
        >>> print(run_summary(results))
        2 leads: 1 accepted, 1 refused
          105 DUPLICATE: 1 (the campaign has a lead with this phone number)
    """
    run = results.attrs.get("run", {})
    others = int((~is_of_run(results)).sum()) if run else 0
    results = whole_run(results) if run else results
    outcomes = results[API_OUTCOME].value_counts()
    counts = [f"{outcomes[outcome]:,} {_words(outcome, results)}" for outcome in ApiOutcome if outcome in outcomes]
    refused = results[API_CODE][results[API_OUTCOME].isin(_REFUSED)]
    lines = [
        *([_NOTHING_NOW] if run.get("nothing_now") else []),
        f"{counted(len(results), 'lead')}: {', '.join(counts)}",
        *(f"  {line}" for line in code_lines(refused)),
    ]
    if run.get("stopped"):
        lines.append(f"Stopped: {run['stopped']}")
    if others:
        lines.append(f"No part of this run, and not sent: {counted(others, 'lead')}")
    look_up = results[API_OUTCOME].isin(_TO_LOOK_UP) & ~_surely_in(results)
    in_doubt = int(look_up.sum())
    if in_doubt:
        before, after = _when(in_doubt, run.get("settling", 0))
        lines.append(
            f"To look for in the dialler{before}: {counted(in_doubt, 'lead')} (api_outcome "
            f"{_named(results[API_OUTCOME][look_up])}){after}"
        )
    if run.get("given_up"):
        lines.append(f"Changed or gone since, and given up (--accept-gone): {counted(run['given_up'], 'lead')}")
    if run.get("withheld"):
        lines.append(f"Withheld: {counted(run['withheld'], 'lead')} {NOT_TO_BE_CALLED}")
    if run.get("sent_elsewhere"):
        lines.append(f"Sent by another run, and left out: {counted(run['sent_elsewhere'], 'lead')}")
    if run.get("left"):
        lines.append(f"Left to be sent: {counted(run['left'], 'lead')}, of the journal {run['journal']}")
    return "\n".join(lines)


def _when(in_doubt: int, settling: int) -> tuple[str, str]:
    """Say what the run itself can still settle of the leads in doubt: before how many they are, and after that."""
    if settling < in_doubt:
        return "", f"; {settling:,} of them {_SETTLED_FIRST}" if settling else ""
    return f", {_SETTLED_FIRST}", ""


def _words(outcome: ApiOutcome, results: pd.DataFrame) -> str:
    if outcome is not ApiOutcome.ACCEPTED_INFERRED:
        return outcome.words
    sure = _surely_in(results)[results[API_OUTCOME].eq(outcome)].all()
    return f"{outcome.words} ({SURE if sure else NOT_SURE})"


def code_lines(codes: pd.Series) -> list[str]:
    """Write a line for each result code: how many leads have it, and what it means.

    Example:
        >>> code_lines(pd.Series([104, 104]))
        ["104 DNC: 2 (the lead's numbers are on the do-not-call list)"]
    """
    leads_by_code = sorted(Counter(codes.dropna().astype(int).tolist()).items())
    return [
        f"{code} {ResultCode(code).name}: {leads:,} ({ResultCode(code).answer_in_words})"
        for code, leads in leads_by_code
    ]


def exit_code(results: pd.DataFrame) -> int:
    """Return the exit code of a run that came to its end: 1 if a lead was refused, or must be looked up.

    Example:
        >>> exit_code(pd.DataFrame({"api_outcome": ["accepted", "rejected"], "api_action": ["none", "drop"]}))
        1
    """
    return int((results[API_OUTCOME].isin([*_REFUSED, *_TO_LOOK_UP]) & ~_surely_in(results)).any())


def _surely_in(results: pd.DataFrame) -> pd.Series:
    """Say which leads are inferred to be in where nothing else can have taken their number or id."""
    return results[API_OUTCOME].eq(ApiOutcome.ACCEPTED_INFERRED) & results[API_ACTION].eq(Remedy.NONE)


def _named(outcomes: pd.Series) -> str:
    return " or ".join(name for name in _TO_LOOK_UP if outcomes.eq(name).any())
