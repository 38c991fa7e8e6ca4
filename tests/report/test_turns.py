"""Of each check the first leads are shown: the findings of a lead count once for each check and severity."""

import numpy as np
import pandas as pd
import pytest

from noojee_dq.report.located import turns

CASES: dict[str, tuple[list[tuple[str, str, int]], list[int]]] = {
    "nothing": ([], []),
    "one": ([("a", "error", 7)], [1]),
    "a lead twice": ([("a", "error", 0), ("a", "error", 0), ("a", "error", 2)], [1, 1, 2]),
    "the whole file first": ([("a", "error", -1), ("a", "error", 0), ("a", "error", 1)], [1, 2, 3]),
    "checks in turn": ([("a", "error", 0), ("b", "error", 0), ("a", "error", 1), ("b", "error", 1)], [1, 1, 2, 2]),
    "severities apart": ([("a", "error", 0), ("a", "warning", 0), ("a", "warning", 3)], [1, 1, 2]),
    "the same lead ends one check and begins the next": ([("a", "error", 4), ("b", "error", 4)], [1, 1]),
}


@pytest.mark.parametrize("case", CASES)
def test_each_lead_counts_once(case: str) -> None:
    lines, expected = CASES[case]
    findings = pd.DataFrame(lines, columns=["check", "severity", "lead"]).astype({"check": "str", "severity": "str"})
    assert turns(findings, findings["lead"].to_numpy(dtype=np.int64)).tolist() == expected


@pytest.mark.parametrize("seed", range(3))
def test_any_findings_are_counted_as_one_by_one(seed: int) -> None:
    rng = np.random.default_rng(seed)
    findings = pd.DataFrame({"check": rng.choice(list("abc"), 60), "severity": rng.choice(["error", "warning"], 60)})
    leads = np.sort(rng.integers(-1, 20, 60))
    seen: dict[tuple[str, str], list[int]] = {}
    expected = []
    for check, severity, lead in zip(findings["check"], findings["severity"], leads.tolist(), strict=True):
        of_kind = seen.setdefault((check, severity), [])
        if lead not in of_kind:
            of_kind.append(lead)
        expected.append(len(of_kind))
    assert turns(findings, leads).tolist() == expected
