"""The moments of callbacks: what each is by the clock of the lead's contact hours."""

from typing import Final, NamedTuple

import numpy as np
import pandas as pd
import pytz
from numpy.typing import NDArray

from noojee_dq.arrow.columns import Mask, Positions
from noojee_dq.batch.batch import Batch
from noojee_dq.batch.call_days import callback_times_of
from noojee_dq.batch.contact_zones import contact_zones
from noojee_dq.fields import CONTACT_HOURS

#: The zone in which a day ends last, for leads whose zone is not known: what is past there is past everywhere.
_LAST_ZONE: Final = "Etc/GMT+12"


class CallbackMoments(NamedTuple):
    """The callbacks of leads.

    Attributes:
        rows: the positions of the leads that have one.
        which: for each of these the place of its line.
        lines: a line for each different callback: `wall` (the time as it is written), `zone` (of the contact hours;
            null = not known), `moment` (UTC), `gap` and `twice` (daylight saving leaves it out, or repeats it).
    """

    rows: Positions
    which: NDArray[np.signedinteger]
    lines: pd.DataFrame


def has_callback(batch: Batch, heading: str) -> Mask:
    """Say which leads have a callback time, in their own wall clock.

    Args:
        batch: the leads.
        heading: their column of callbacks.
    """
    codes = batch.distinct(heading).codes
    return batch.cached(("has callback", heading), lambda: callback_times_of(batch, heading).notna().to_numpy()[codes])


def callback_moments(batch: Batch, heading: str) -> CallbackMoments:
    """Find the moments of callbacks; where no zone is known, in the last zone on Earth.

    Args:
        batch: the leads.
        heading: their column of callbacks.

    Example:
        >>> from noojee_dq.campaign import Campaign
        >>> leads = pd.DataFrame({"njCallBackDate": ["2026/03/04 09:30"], "njContactHours": ["Australia/Perth"]})
        >>> callback_moments(Batch(leads, Campaign()), "njCallBackDate").lines["moment"].iloc[0].isoformat()
        '2026-03-04T01:30:00+00:00'
    """
    return batch.cached(("moments", heading, CONTACT_HOURS), lambda: _moments(batch, heading))


def _moments(batch: Batch, heading: str) -> CallbackMoments:
    times, zones = callback_times_of(batch, heading), contact_zones(batch)
    rows = np.flatnonzero(has_callback(batch, heading))
    # Many leads have the same time in the same zone: each pair of them is looked up once.
    pairs = batch.distinct(heading).codes[rows].astype(np.int64) * len(zones.values) + zones.codes[rows]
    which, distinct = pd.factorize(pairs)
    time, zone = np.divmod(distinct, len(zones.values))
    wall, zone_names = (one.reset_index(drop=True) for one in (times.take(time), zones.values.take(zone)))
    return CallbackMoments(rows, which, _localize(wall, zone_names).assign(wall=wall, zone=zone_names))


def _localize(times: pd.Series, zones: pd.Series) -> pd.DataFrame:
    zones = zones.fillna(_LAST_ZONE)
    # One pass per zone: pandas localises a column in one zone at a time.
    clocks = [_in_zone(times[rows], str(zone)) for zone, rows in zones.groupby(zones).groups.items()]
    nowhere = pd.DataFrame({"moment": pd.Series(dtype="datetime64[s, UTC]"), "gap": False, "twice": False})
    return pd.concat(clocks or [nowhere]).sort_index()


def _in_zone(times: pd.Series, zone: str) -> pd.DataFrame:
    first = np.ones(len(times), dtype=bool)
    tz = pytz.timezone(zone)
    return pd.DataFrame(
        {
            "moment": times.dt.tz_localize(tz, ambiguous=first, nonexistent="shift_forward").dt.tz_convert("UTC"),
            "gap": times.dt.tz_localize(tz, ambiguous=first, nonexistent="NaT").isna(),
            "twice": times.dt.tz_localize(tz, ambiguous="NaT", nonexistent="shift_forward").isna(),
        }
    )
