"""The PBX's own phone patterns: which numbers it takes, and in which form it keeps them."""

from collections.abc import Sequence

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from noojee_dq.campaign import PhonePattern


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
    bare = pc.replace_substring_regex(pa.array(numbers, type=pa.large_string()), r"\s+", "")
    stored = pa.nulls(len(numbers), pa.large_string())
    for pattern in patterns:
        matches = pc.match_substring_regex(bare, rf"(?s)^(?:{pattern.regex})$")
        kept = pc.utf8_slice_codeunits(bare, start=pattern.strip)
        rewritten = pc.binary_join_element_wise(_text(pattern.prefix), kept, _text(""))
        stored = pc.if_else(pc.and_(matches, pc.is_null(stored)), rewritten, stored)
    kept_form = stored.to_pandas().astype("str").set_axis(numbers.index)
    return pd.DataFrame({"matched": kept_form.notna(), "stored": kept_form})


def _text(value: str) -> pa.Scalar:
    return pa.scalar(value, pa.large_string())
