"""Small frames of results."""

from typing import Any

import pandas as pd

_ACTIONS = {0: "none", 102: "fix", 104: "drop", 105: "drop", 109: "retry", 110: "review", 111: "fix", 113: "review"}
_OUTCOMES = {0: "accepted", 109: "not_sent", 110: "conflict", None: "not_sent"}


def results(*lines: tuple[int | None, int | None], **columns: Any) -> pd.DataFrame:
    """Results with these expected and actual codes; further columns and indexes by name."""
    expected, actual = zip(*lines, strict=True) if lines else ((), ())
    frame = pd.DataFrame(
        {
            "dq_expected_code": pd.array(expected, "Int64"),
            "api_code": pd.array(actual, "Int64"),
            "api_outcome": pd.array([_OUTCOMES.get(code, "rejected") for code in actual], "str"),
            "api_action": pd.array([_ACTIONS.get(code or 0, "review") for code in actual], "str"),
        }
    )
    return frame.assign(**columns)
