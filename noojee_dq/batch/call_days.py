"""When leads are to be called: the times of their callbacks, and the day on which each is called first."""

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from noojee_dq.arrow.columns import Positions
from noojee_dq.batch.batch import Batch
from noojee_dq.batch.callback_dates import callback_times
from noojee_dq.fields import CALLBACK

#: Days, for numpy.
DAY: Final = "datetime64[D]"


def callback_times_of(batch: Batch, heading: str) -> pd.Series:
    """Return the time that each different callback names; missing where it is none, or is written wrongly.

    Args:
        batch: the leads.
        heading: their column of callbacks.

    Example:
        >>> from noojee_dq.campaign import Campaign
        >>> leads = pd.DataFrame({"njCallBackDate": ["2026/03/04 09:30", ""]})
        >>> callback_times_of(Batch(leads, Campaign()), "njCallBackDate").notna().tolist()
        [True, False]
    """
    return batch.cached(("times", heading), lambda: callback_times(batch.distinct(heading).values))


def callback_days(batch: Batch, at: Positions) -> NDArray[np.datetime64]:
    """Return the day of the callback of some leads; NaT where they have none.

    Args:
        batch: the leads.
        at: the positions of those that are wanted.

    Example:
        >>> from noojee_dq.campaign import Campaign
        >>> leads = pd.DataFrame({"njCallBackDate": ["2026/03/04 09:30", ""]})
        >>> callback_days(Batch(leads, Campaign()), np.arange(2)).tolist()
        [datetime.date(2026, 3, 4), None]
    """
    heading = batch.heading(CALLBACK)
    if heading is None:
        return np.full(len(at), np.datetime64("NaT", "D"))
    days: NDArray[np.datetime64] = callback_times_of(batch, heading).to_numpy().astype(DAY)
    return days[batch.distinct(heading).codes[at]]


def first_call_days(batch: Batch, at: Positions) -> NDArray[np.datetime64]:
    """Return the day on which leads are called first: that of their callback, else today, as they are called in turn.

    Args:
        batch: the leads.
        at: the positions of those that are wanted.

    Example:
        >>> from datetime import UTC, datetime
        >>> from noojee_dq.campaign import Campaign
        >>> leads = pd.DataFrame({"njCallBackDate": ["2026/03/04 09:30", ""]})
        >>> batch = Batch(leads, Campaign(), now=datetime(2026, 3, 1, tzinfo=UTC))
        >>> first_call_days(batch, np.arange(2)).tolist()
        [datetime.date(2026, 3, 4), datetime.date(2026, 3, 1)]
    """
    days = callback_days(batch, at)
    return np.where(np.isnat(days), np.datetime64(batch.now.date(), "D"), days)
