"""Which leads of a run share a phone number or an external id, and hence go one after the other."""

import numpy as np
import pandas as pd

from noojee_dq.checks.accepted import EXTERNAL_ID, NUMBER
from noojee_dq.checks.batch import Batch

_ID = "njExternalLeadId"


def claimed_keys(batch: Batch) -> pd.DataFrame:
    """What each lead claims on the PBX: its phone numbers and its external id.

    Args:
        batch: the leads of a run.

    Returns:
        A line per lead and key, ordered by lead: `position` (from 0), `kind` ("number" or "id") and `key` (a number in
        normal form, or an id).

    Example:
        >>> from noojee_dq.campaign import Campaign
        >>> leads = pd.DataFrame({"Phone": ["0491 570 006", ""], "njExternalLeadId": ["A", "B"]})
        >>> claimed_keys(Batch(leads, Campaign(phone_fields=["Phone"]))).values.tolist()
        [[0, 'number', '+61491570006'], [0, 'id', 'A'], [1, 'id', 'B']]
    """
    columns = [(NUMBER, batch.phones(heading).number.to_pandas()) for heading in batch.phone_headings]
    heading = batch.heading(_ID)
    if heading is not None:
        columns.append((EXTERNAL_ID, batch.text[heading].str.strip().where(batch.filled(heading), "")))
    lines = [
        pd.DataFrame({"position": np.flatnonzero(keys.ne("")), "kind": kind, "key": keys[keys.ne("")].to_numpy()})
        for kind, keys in columns
    ]
    none = pd.DataFrame({"position": np.array([], dtype=np.int64), "kind": "", "key": ""})
    found = pd.concat([none, *lines], ignore_index=True).sort_values("position", kind="stable", ignore_index=True)
    return found.drop_duplicates(ignore_index=True)


def shared(keys: pd.DataFrame) -> pd.DataFrame:
    """The lines of `claimed_keys` whose key several leads claim.

    Example:
        >>> keys = pd.DataFrame({"position": [0, 1, 2], "kind": "id", "key": ["A", "B", "A"]})
        >>> shared(keys)["position"].tolist()
        [0, 2]
    """
    return keys[keys.duplicated(["kind", "key"], keep=False)]


def followers(shared_keys: pd.DataFrame) -> list[tuple[int, int]]:
    """Pairs of leads of which the second must wait until the first is settled.

    Example:
        >>> followers(pd.DataFrame({"position": [0, 2, 5], "kind": "id", "key": "A"}))
        [(0, 2), (2, 5)]
    """
    before = shared_keys.groupby(["kind", "key"])["position"].shift()
    pairs = (
        pd.DataFrame({"before": before, "after": shared_keys["position"]}).dropna().astype("int64").drop_duplicates()
    )
    return list(pairs.itertuples(index=False, name=None))
