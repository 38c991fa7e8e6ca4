"""Which leads of a run share a phone number or an external id, and hence go one after the other."""

import numpy as np
import pandas as pd

from noojee_dq.arrow.columns import column_of
from noojee_dq.arrow.repeats import repeated
from noojee_dq.batch.batch import Batch
from noojee_dq.batch.keys import ID_KEY


def shared_keys(keys: pd.DataFrame) -> pd.DataFrame:
    """Return the lines of `claimed_keys` whose key several leads claim.

    Example:
        >>> keys = pd.DataFrame({"position": [0, 1, 2], "kind": "id", "key": ["A", "B", "A"]})
        >>> shared_keys(keys)["position"].tolist()
        [0, 2]
    """
    shared = np.zeros(len(keys), dtype=bool)
    for kind in keys["kind"].unique():
        of_kind = keys["kind"].eq(kind).to_numpy(dtype=bool)
        shared[of_kind] = repeated(column_of(keys["key"][of_kind]))
    return keys[shared]


def chained(keys: pd.DataFrame, batch: Batch) -> pd.DataFrame:
    """Return the lines of `claimed_keys` whose leads must go one after the other, in the order of the file.

    Those that share an id always, since of two inserts one is refused, and of two updates the last one wins; those that
    share a number only where the server refuses one of them for that.

    Args:
        keys: what the leads claim, from `claimed_keys`.
        batch: the leads.

    Example:
        >>> from noojee_dq.campaign import Campaign
        >>> keys = pd.DataFrame({"position": [0, 1], "kind": "number", "key": ["+61491570006"] * 2})
        >>> leads = pd.DataFrame({"Phone": ["0491 570 006"] * 2})
        >>> [len(chained(keys, Batch(leads, Campaign(allow_duplicates=allowed)))) for allowed in (False, True)]
        [2, 0]
    """
    shared = shared_keys(keys)
    by_number = batch.operation == "insert" and not batch.campaign.allow_duplicates
    return shared if by_number else shared[shared["kind"].eq(ID_KEY)]


def followers(shared: pd.DataFrame) -> list[tuple[int, int]]:
    """Find pairs of leads of which the second must wait until the first is settled.

    Example:
        >>> followers(pd.DataFrame({"position": [0, 2, 5], "kind": "id", "key": "A"}))
        [(0, 2), (2, 5)]
    """
    before = shared.groupby(["kind", "key"], observed=True)["position"].shift()
    pairs = pd.DataFrame({"before": before, "after": shared["position"]}).dropna().astype("int64").drop_duplicates()
    return list(pairs.itertuples(index=False, name=None))
