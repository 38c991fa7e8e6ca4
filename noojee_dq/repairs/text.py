"""Text cells trimmed, searched and rewritten, at Arrow's speed."""

import pandas as pd
import pyarrow.compute as pc

from noojee_dq.phones.re2 import column_of, matches, rewritten
from noojee_dq.repairs.fix import Mask


def trimmed(cells: pd.Series) -> pd.Series:
    """The cells without outer white space.

    Example:
        >>> trimmed(pd.Series([" a b ", ""])).tolist()
        ['a b', '']
    """
    return _series(pc.utf8_trim_whitespace(column_of(cells)), cells)


def fits(cells: pd.Series, pattern: str) -> Mask:
    """Which cells an RE2 pattern is found in.

    Example:
        >>> fits(pd.Series(["12", "a"]), "^[0-9]").tolist()
        [True, False]
    """
    return matches(column_of(cells), pattern)


def replaced(cells: pd.Series, pattern: str, replacement: str) -> pd.Series:
    r"""The cells with what an RE2 pattern finds in them replaced; `\1` is its first group.

    Example:
        >>> replaced(pd.Series(["a.0"]), r"\.0$", "").tolist()
        ['a']
    """
    return _series(rewritten(column_of(cells), pattern, replacement), cells)


def groups(cells: pd.Series, pattern: str) -> pd.DataFrame:
    """The named groups of an RE2 pattern, one column each; null where a cell does not match.

    Example:
        >>> groups(pd.Series(["1-2", "x"]), "^(?P<a>[0-9])-(?P<b>[0-9])$").to_numpy().tolist()
        [['1', '2'], [nan, nan]]
    """
    found = pc.extract_regex(column_of(cells), pattern)
    names = [found.type.field(place).name for place in range(found.type.num_fields)]
    return pd.DataFrame({name: _series(pc.struct_field(found, name), cells) for name in names})


def _series(column: object, like: pd.Series) -> pd.Series:
    return column.to_pandas().astype("str").set_axis(like.index)  # type: ignore[attr-defined]
