"""Which leads of a run share a phone number or an external id, and hence go one after the other."""

import pandas as pd


def shared_keys(keys: pd.DataFrame) -> pd.DataFrame:
    """Return the lines of `claimed_keys` whose key several leads claim.

    Example:
        >>> keys = pd.DataFrame({"position": [0, 1, 2], "kind": "id", "key": ["A", "B", "A"]})
        >>> shared_keys(keys)["position"].tolist()
        [0, 2]
    """
    return keys[keys.duplicated(["kind", "key"], keep=False)]


def followers(shared: pd.DataFrame) -> list[tuple[int, int]]:
    """Find pairs of leads of which the second must wait until the first is settled.

    Example:
        >>> followers(pd.DataFrame({"position": [0, 2, 5], "kind": "id", "key": "A"}))
        [(0, 2), (2, 5)]
    """
    before = shared.groupby(["kind", "key"], observed=True)["position"].shift()
    pairs = pd.DataFrame({"before": before, "after": shared["position"]}).dropna().astype("int64").drop_duplicates()
    return list(pairs.itertuples(index=False, name=None))
