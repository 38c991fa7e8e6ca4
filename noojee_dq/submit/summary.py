"""What became of a run, in a few lines."""

from collections import Counter

import pandas as pd

from noojee_dq.codes import ResultCode
from noojee_dq.report.verdict import count

#: `api_outcome` in plain words.
WORDS = {
    "accepted": "accepted",
    "accepted_inferred": "accepted, to all appearance",
    "rejected": "refused",
    "conflict": "in conflict",
    "unknown": "in doubt",
    "not_sent": "not sent",
}
_TO_LOOK_UP = ("unknown", "accepted_inferred", "conflict")


def run_summary(results: pd.DataFrame) -> str:
    """What became of a run, as text for a person.

    Args:
        results: what `submit` returned.

    Returns:
        Lines of text without a lead's values.

    Example:
        >>> results = pd.DataFrame({"api_outcome": ["accepted", "rejected"], "api_code": [0, 105]})
        >>> print(run_summary(results))
        2 leads: 1 accepted, 1 refused
          105 DUPLICATE: 1 (the campaign has a lead with this phone number)
    """
    outcomes = results["api_outcome"].value_counts()
    counts = [f"{outcomes[name]:,} {words}" for name, words in WORDS.items() if name in outcomes]
    refused = results["api_code"][results["api_outcome"].isin(["rejected", "conflict"])]
    run = results.attrs.get("run", {})
    lines = [
        f"{count(len(results), 'lead')}: {', '.join(counts)}",
        *(f"  {line}" for line in code_lines(refused)),
    ]
    if run.get("stopped"):
        lines.append(f"Stopped: {run['stopped']}")
    in_doubt = int(outcomes.reindex(_TO_LOOK_UP).sum())
    if in_doubt:
        when = ", after `resume` has settled what it can" if run.get("left") else ""
        lines.append(
            f"To be looked up in the dialler{when}: {count(in_doubt, 'lead')} (api_outcome {_named(outcomes)})"
        )
    if run.get("left"):
        lines.append(f"Left to be sent: {count(run['left'], 'lead')}; resume with the journal {run['journal']}")
    return "\n".join(lines)


def code_lines(codes: pd.Series) -> list[str]:
    """A line for each result code: how many leads have it, and what it means.

    Example:
        >>> code_lines(pd.Series([104, 104]))
        ["104 DNC: 2 (the lead's numbers are on the do-not-call list)"]
    """
    counted = sorted(Counter(codes.dropna().astype(int).tolist()).items())
    return [f"{code} {ResultCode(code).name}: {leads:,} ({ResultCode(code).meaning})" for code, leads in counted]


def exit_code(results: pd.DataFrame) -> int:
    """The exit code of a run that came to its end: 1 if a lead was refused or is in doubt.

    Example:
        >>> exit_code(pd.DataFrame({"api_outcome": ["accepted", "rejected"]}))
        1
    """
    return int(results["api_outcome"].isin(["rejected", "conflict", "unknown"]).any())


def _named(outcomes: pd.Series) -> str:
    return " or ".join(name for name in _TO_LOOK_UP if name in outcomes)
