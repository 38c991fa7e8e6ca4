"""`Fix`: one repair, declared beside the function that works it out."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from noojee_dq.arrow.columns import Positions
from noojee_dq.batch.batch import Batch
from noojee_dq.fields import OPERATIONS, Operation


class Edit(NamedTuple):
    """New texts for some cells of a column.

    Args:
        column: the heading.
        at: the positions of the cells.
        after: their new texts, in the same order.
        readings: what `read_cells` says of the new texts, where it is known already.
    """

    column: str
    at: Positions
    after: pd.Series
    readings: pd.DataFrame | None = None


class Doubt(NamedTuple):
    """Cells that a fix looked at and left alone, with the reason: one for all, or one for each."""

    column: str
    at: Positions
    reason: str | pd.Series


@dataclass(frozen=True, kw_only=True, eq=False)
class Fix:
    """One repair that loses nothing.

    Args:
        id: name, in kebab case.
        title: what it does, in plain words.
        answers: ids of the checks whose findings it can clear.
        asked_for: it runs only when it is asked for by name.
        operations: the API calls for which it makes sense.
        work: gives the edits and the doubts; each edit is made before the next one is worked out.

    Example:
        >>> Fix(id="nothing", title="does nothing", answers=(), work=lambda batch: iter(())).asked_for
        False
    """

    id: str
    title: str
    answers: tuple[str, ...]
    work: Callable[[Batch], Iterator[Edit | Doubt]]
    asked_for: bool = False
    operations: tuple[Operation, ...] = OPERATIONS
