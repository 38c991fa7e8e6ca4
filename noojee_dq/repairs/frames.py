"""The frames that a repair gives back: the leads with their changed cells, and the log of cells."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from noojee_dq.leads import as_text


def log(parts: Sequence[pd.DataFrame], columns: Sequence[str], headings: Sequence[str]) -> pd.DataFrame:
    """Put the parts of a log of cells together, in file order.

    Args:
        parts: frames with `position`, `column` and the columns below; of one cell the earlier part stays first.
        columns: what else a line says, as text.
        headings: the columns of the leads, in file order.

    Returns:
        A frame with `position` and these columns, on a range index.

    Example:
        >>> part = pd.DataFrame({"position": [1, 0], "column": "Phone", "fix": "separators"})
        >>> log([part], ["fix"], ["Phone"])["position"].tolist()
        [0, 1]
    """
    none = pd.DataFrame({"position": np.zeros(0, np.intp)} | {name: pd.Series(dtype="str") for name in columns})
    whole = pd.concat(parts, ignore_index=True) if parts else none
    places = pd.Index(headings).get_indexer(pd.Index(whole["column"]))
    order = np.lexsort((places, whole["position"].to_numpy()))
    return whole.iloc[order].reset_index(drop=True)


def with_labels(lines: pd.DataFrame, index: pd.Index) -> pd.DataFrame:
    """Put the lines of a log under the labels of the leads, as `row`, in place of their positions."""
    rows = pd.Series(index.to_flat_index().take(lines["position"].to_numpy()), index=lines.index)
    frame = lines.drop(columns="position")
    frame.insert(0, "row", rows)
    return frame


def with_changes(leads: pd.DataFrame, text: pd.DataFrame, changes: pd.DataFrame) -> pd.DataFrame:
    """Return the leads with their changed cells; columns without a change are the caller's own.

    A changed column of text, or of objects, keeps its dtype; any other becomes text, its missing values missing.

    Args:
        leads: the caller's frame; it is not changed.
        text: the repaired leads as text, in the same order.
        changes: a log with `position` and `column`.
    """
    repaired = leads.copy(deep=False)
    headings = list(as_text(leads.iloc[:0]).columns)
    for heading, positions in changes.groupby("column", sort=False)["position"]:
        place = headings.index(str(heading))
        at = positions.unique()
        column = _room_for_text(leads.iloc[:, place])
        column.iloc[at] = text[heading].iloc[at].to_numpy()
        # Its array would not do: of objects that are all text pandas makes a column of text.
        repaired.isetitem(place, column)  # type: ignore[arg-type]
    return repaired


def _room_for_text(column: pd.Series) -> pd.Series:
    if isinstance(column.dtype, pd.StringDtype) or column.dtype == object:
        return column.copy()
    as_written = as_text(column.reset_index(drop=True).to_frame(name="cells"))["cells"]
    return as_written.mask(column.isna().to_numpy()).set_axis(column.index)
