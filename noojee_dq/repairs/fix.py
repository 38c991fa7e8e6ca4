"""`Fix`: one repair, declared beside the function that works it out."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

if TYPE_CHECKING:
    from noojee_dq.repairs.table import Table

Positions = NDArray[np.intp]
Mask = NDArray[np.bool_]


class Edit(NamedTuple):
    """New texts for some cells of a column.

    Args:
        column: the heading.
        at: the positions of the cells.
        after: their new texts, in the same order.
        readings: what `Table.read` says of the new texts, where it is known already.
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
        >>> Fix(id="nothing", title="does nothing", answers=(), work=lambda table: iter(())).asked_for
        False
    """

    id: str
    title: str
    answers: tuple[str, ...]
    work: "Callable[[Table], Iterator[Edit | Doubt]]"
    asked_for: bool = False
    operations: tuple[str, ...] = ("insert", "update")
