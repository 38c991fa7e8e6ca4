"""When callbacks would ring, counted by weekday and hour in pieces that add up."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from noojee_dq.arrow.cells import distinct
from noojee_dq.batch.callback_dates import callback_times
from noojee_dq.campaign import Campaign
from noojee_dq.fields import CALLBACK
from noojee_dq.leads.text import as_text
from noojee_dq.settings.calling import Calling

HOURS_OF_DAY: Final = 24
_HOURS_OF_WEEK: Final = 7 * HOURS_OF_DAY


class CallbackTally(NamedTuple):
    """When callbacks would ring, and when they may.

    Attributes:
        counts: callbacks in each hour of the week, the first hour of Monday first; empty = there is no such column.
        calling: when they may.
    """

    counts: tuple[int, ...]
    calling: Calling


def callback_counts(leads: pd.DataFrame, campaign: Campaign) -> tuple[int, ...]:
    """Count the callbacks of each hour of the week, as they are written.

    Args:
        leads: any columns.
        campaign: says which of them holds callbacks.

    Returns:
        168 numbers, the first hour of Monday first; none where no column holds callbacks.

    Example:
        >>> counts = callback_counts(pd.DataFrame({"njCallBackDate": ["2026/11/23 09:30", ""]}), Campaign())
        >>> len(counts), counts.index(1)
        (168, 9)
    """
    headings = [at for at, heading in enumerate(map(str, leads.columns)) if campaign.field_of(heading) == CALLBACK]
    if not headings:
        return ()
    values, codes = distinct(as_text(leads.iloc[:, headings[:1]]).iloc[:, 0])
    times = callback_times(values)
    each = np.bincount(codes, minlength=len(values))[times.notna().to_numpy()]
    hours = (times.dt.day_of_week * HOURS_OF_DAY + times.dt.hour).dropna().to_numpy(dtype=np.intp)
    return tuple(np.bincount(hours, each, _HOURS_OF_WEEK).astype(np.int64).tolist())


def counts_together(parts: Iterable[Sequence[int]]) -> tuple[int, ...]:
    """Add up what was counted in parts of the leads.

    Example:
        >>> counts_together([(1, 2), (0, 1)])
        (1, 3)
    """
    return tuple(map(sum, zip(*parts, strict=True)))
