"""What became of a run, in a few lines, and the next command to type."""

import pandas as pd

from noojee_dq.codes import ResultCode

_WORDS = {
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
    counts = [f"{outcomes[name]:,} {words}" for name, words in _WORDS.items() if name in outcomes]
    refused = results["api_code"][results["api_outcome"].isin(["rejected", "conflict"])].value_counts()
    by_code = sorted(zip(map(ResultCode, refused.index.tolist()), refused.tolist(), strict=True))
    run = results.attrs.get("run", {})
    lines = [
        f"{len(results):,} leads: {', '.join(counts)}",
        *(f"  {code:d} {code.name}: {count:,} ({code.meaning})" for code, count in by_code),
    ]
    if run.get("stopped"):
        lines.append(f"Stopped: {run['stopped']}")
    in_doubt = int(outcomes.reindex(_TO_LOOK_UP).sum())
    if in_doubt:
        lines.append(f"Look for {in_doubt:,} leads in the dialler (api_action check_in_dialler or review)")
    return "\n".join([*lines, *_next(outcomes, run)])


def exit_code(results: pd.DataFrame) -> int:
    """The exit code of a run that came to its end: 1 if a lead was refused or is in doubt.

    Example:
        >>> exit_code(pd.DataFrame({"api_outcome": ["accepted", "rejected"]}))
        1
    """
    return int(results["api_outcome"].isin(["rejected", "conflict", "unknown"]).any())


def _next(outcomes: pd.Series, run: dict[str, str]) -> list[str]:
    if "journal" not in run:
        return []
    command = "resume" if "not_sent" in outcomes and not run.get("withheld_only") else "status"
    return [f"Next: noojee-dq {command} {run['journal']}"]
