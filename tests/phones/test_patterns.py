"""The PBX's phone patterns over a column: the first that matches wins, stripped first, then prefixed."""

import pandas as pd
import pytest

from noojee_dq.phones import apply_patterns
from noojee_dq.settings.phone_pattern import PhonePattern

PATTERNS = [
    PhonePattern(name="lost zero", pattern="NXXXXXXXX", prefix="0"),
    PhonePattern(name="international", pattern="+61.", strip=3, prefix="0"),
    PhonePattern(name="anything with +6", pattern="+6.", prefix="never after +61: "),
    PhonePattern(name="short", pattern="1XX", strip=5, prefix="é"),
]


@pytest.mark.parametrize(
    ("cell", "stored"),
    [
        ("491570006", "0491570006"),
        (" 491 570\t006\n", "0491570006"),
        ("491\u00a0570006", "0491570006"),
        ("491\u2009570\u3000006\x85", "0491570006"),
        ("491\u200b570006", None),  # a mark without width is no white space
        ("+61 491 570 006", "0491570006"),
        ("+64 21 123 456", "never after +61: +6421123456"),
        ("100", "é"),
        ("0491570006", None),
        ("191570006", None),
        ("", None),
        (None, None),
    ],
)
def test_the_first_pattern_that_matches_wins(cell: str | None, stored: str | None) -> None:
    cells = pd.Series([cell, "491570006", cell], index=[4, 4, 1], dtype="str")
    kept = apply_patterns(cells, PATTERNS)
    pd.testing.assert_index_equal(kept.index, cells.index)
    assert kept["matched"].tolist() == [stored is not None, True, stored is not None]
    assert kept["stored"].fillna("none").tolist() == [stored or "none", "0491570006", stored or "none"]


def test_without_patterns_nothing_matches() -> None:
    kept = apply_patterns(pd.Series(["491570006"]), [])
    assert not kept["matched"].any()
    assert kept["stored"].isna().all()
