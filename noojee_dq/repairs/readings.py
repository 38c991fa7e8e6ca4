"""What phone cells mean as they are written, before and after a repair."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from noojee_dq.arrow.columns import Positions
from noojee_dq.batch.batch import Batch
from noojee_dq.phones import apply_patterns, digits, parse_phones
from noojee_dq.phones.problems import DAMAGED
from noojee_dq.repairs.fix import Edit


def readings(batch: Batch, heading: str) -> pd.DataFrame:
    """Return what `read_cells` says of a whole phone column as it is now.

    Example:
        >>> from noojee_dq.campaign import Campaign
        >>> batch = Batch(pd.DataFrame({"Phone": ["0491 570 006"]}), Campaign(phone_fields=["Phone"]))
        >>> readings(batch, "Phone")["reached"].tolist()
        ['+61491570006']
    """
    whole = np.arange(len(batch))
    return batch.cached(("readings", heading), lambda: read_cells(batch, batch.text[heading], whole))


def read_cells(batch: Batch, cells: pd.Series, at: Positions) -> pd.DataFrame:
    """Say what phone cells mean in the country of the leads at these positions.

    Args:
        batch: the leads; gives their countries, and the PBX's phone patterns.
        cells: text, one for each position.
        at: the positions of the leads.

    Returns:
        The columns `e164` (the number that is written there, null unless valid), `problem` (as in `parse_phones`) and
        `reached` (the number that the PBX would dial, as E.164 or digits; "" = none).
    """
    regions = batch.regions(at)
    parsed = parse_phones(cells, regions)
    patterns = batch.campaign.phone_patterns
    if not patterns:
        reached = parsed["e164"].mask(parsed["problem"].isin(DAMAGED)).fillna("")
    else:
        stored = apply_patterns(cells, patterns)["stored"]
        reached = parse_phones(stored, regions)["e164"].fillna(digits(stored)).fillna("")
    return parsed[["e164", "problem"]].assign(reached=reached)


def make_edit(batch: Batch, edit: Edit) -> None:
    """Change the cells that an edit names; of a phone column that was read, these alone are read anew."""
    key = ("readings", edit.column)
    before = batch.computed(key)
    batch.replace_cells(edit.column, edit.at, edit.after)
    if before is not None:
        renewed = read_cells(batch, edit.after, edit.at) if edit.readings is None else edit.readings
        batch.remember(key, pd.DataFrame({name: _with(before[name], edit.at, renewed[name]) for name in before}))


def part_of(batch: Batch, at: Positions | slice, headings: Sequence[str]) -> Batch:
    """Take some of the leads, with some of their columns, as a batch of their own; what was read is not read again.

    Args:
        batch: the leads.
        at: the positions of those that are wanted.
        headings: the columns that are wanted.
    """
    part = batch.part(at, headings)
    for heading in part.phone_headings:
        key = ("readings", heading)
        known = batch.computed(key)
        if known is not None:
            part.remember(key, known.iloc[at].reset_index(drop=True))
    return part


def _with(column: pd.Series, at: Positions, values: pd.Series) -> pd.Series:
    changed = column.copy()
    changed.iloc[at] = values.to_numpy()
    return changed
