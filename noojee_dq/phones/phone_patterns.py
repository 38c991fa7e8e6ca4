"""The PBX's own phone patterns: which numbers it takes, and in which form it keeps them."""

from collections.abc import Sequence

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from noojee_dq.arrow.columns import as_mask, column_of, joined, matches, replaced, selected
from noojee_dq.phones.digits import without_space
from noojee_dq.settings.phone_pattern import PhonePattern


def apply_patterns(numbers: pd.Series, patterns: Sequence[PhonePattern]) -> pd.DataFrame:
    """Match a column of numbers against phone patterns, the first that matches wins.

    Spaces are removed before matching; on a match the prefix is stripped first and the replacement put in front
    afterwards (Noojee, "Phone Fields and Field Mappings").

    Args:
        numbers: phone cells as text.
        patterns: the campaign's phone patterns, in order.

    Returns:
        A frame with the index of `numbers` and the columns `matched` (bool) and `stored` (the number as the PBX
        keeps it; null where no pattern matches).

    Example:
        >>> lost_zero = PhonePattern(name="lost zero", pattern="NXXXXXXXX", strip=0, prefix="0")
        >>> apply_patterns(pd.Series(["491 570 006", "0491570006"]), [lost_zero])
           matched      stored
        0     True  0491570006
        1    False         NaN
    """
    cells = column_of(numbers)
    bare = without_space(pc.fill_null(cells, ""))
    stored = pa.nulls(len(bare), pa.large_string())
    unmatched = as_mask(pc.is_valid(cells))
    for pattern in patterns:
        matching = unmatched.copy()
        matching[matching] = matches(selected(bare, matching), rf"(?s)^(?:{pattern.regex})$")
        if matching.any():
            kept = pc.utf8_slice_codeunits(selected(bare, matching), start=pattern.strip)
            stored = replaced(stored, matching, joined(pattern.prefix, kept))
        unmatched &= ~matching
    kept_form = stored.to_pandas().astype("str").set_axis(numbers.index)
    return pd.DataFrame({"matched": kept_form.notna(), "stored": kept_form})
