"""Where the leads of a batch stand among all leads, where a batch holds only some of them."""

from collections.abc import Callable
from typing import NamedTuple

import pandas as pd

from noojee_dq.arrow.columns import Positions


class Among(NamedTuple):
    """Where the leads of a batch stand among all that are checked together.

    Attributes:
        positions: of each lead, in file order; positions that no lead has may lie between them.
        total: how many leads there are in all.
        row_texts: gives the rows of leads at some positions as a person calls them: "7", "7 of b.csv".
    """

    positions: Positions
    total: int
    row_texts: Callable[[Positions], pd.Series]
