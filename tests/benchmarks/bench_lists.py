"""What a do-not-call list costs beside `check` without one, both of a million.

Run: `.venv/bin/python tests/benchmarks/bench_lists.py [leads]`
"""

import sys
import time

import numpy as np
import pandas as pd
from leads import made_up_leads

import noojee_dq as nj

_RANDOM = np.random.default_rng(7)


def listed(count: int) -> pd.Series:
    """Mobiles as a register has them."""
    return pd.Series(_RANDOM.integers(400_000_000, 500_000_000, count)).astype("str").radd("0")


def seconds(leads: pd.DataFrame, campaign: nj.Campaign, dnc: pd.Series | None) -> float:
    start = time.perf_counter()
    # Not all of these numbers exist, as in any register.
    nj.check(leads, campaign, dnc=dnc, accept_partial_lists=True)
    return time.perf_counter() - start


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    leads, campaign = made_up_leads(count), nj.Campaign(phone_fields=["Phone", "Mobile"])
    numbers = listed(count)
    seconds(leads.head(100), campaign, numbers.head(100))
    alone, beside = (min(seconds(leads, campaign, dnc) for _ in range(3)) for dnc in (None, numbers))
    print(f"check                  {alone:6.2f} s for {count:,} leads")  # noqa: T201
    print(f"with a list of as many {beside:6.2f} s, {beside / alone:.2f} times as long")  # noqa: T201


if __name__ == "__main__":
    main()
