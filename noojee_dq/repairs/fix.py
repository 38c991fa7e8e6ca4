"""`Fix`: one repair, declared beside the function that works it out."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

import pandas as pd

from noojee_dq.arrow.columns import Positions
from noojee_dq.batch.batch import Batch
from noojee_dq.fields import OPERATIONS, Operation

#: What a fix has to see to judge a cell: that cell and the country of its lead, its lead, or all leads.
Scope = Literal["cell", "row", "file"]
#: The checks that a number which nobody can dial fails.
BAD_NUMBER: Final = ("undialable-number", "bad-number-beside-good", "duplicate-bad-number")


class Edit(NamedTuple):
    """New texts for some cells of a column; a cell whose text stays the same is not changed.

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


def blanking(column: str, at: Positions) -> Edit:
    """Return the edit that empties some cells of a column."""
    return Edit(column, at, pd.Series("", index=range(len(at)), dtype="str"))


class Doubt(NamedTuple):
    """Cells that a fix looked at and left alone, with the reason: one for all, or one for each."""

    column: str
    at: Positions
    reason: str | pd.Series


def _needs_nothing(_: Batch) -> None:
    return None


@dataclass(frozen=True, kw_only=True, eq=False)
class Fix:
    """One repair that loses nothing.

    Args:
        id: name, in kebab case.
        title: what it does, in plain words.
        example: what becomes of what, or when, in Markdown.
        answers: ids of the checks whose findings it can clear.
        asked_for: it runs only when it is asked for by name.
        operations: the API calls for which it makes sense.
        scope: what it has to see to judge a cell. Where cells have changed it is asked again, with a batch that holds
            no more than that: these cells, their leads, or all leads. "file" is always right, and the slowest.
        needs: says why it cannot be made for a batch; None = it can.
        uses_lists: it looks into the do-not-call list, or into the leads that the campaign holds.
        work: gives the edits and the doubts; each edit is made before the next one is worked out. It may leave work
            to any other fix, whatever their order.

    Example:
        >>> Fix(id="nothing", title="does nothing", answers=(), work=lambda batch: iter(())).asked_for
        False
    """

    id: str
    title: str
    answers: tuple[str, ...]
    work: Callable[[Batch], Iterator[Edit | Doubt]]
    example: str = ""
    scope: Scope = "file"
    needs: Callable[[Batch], str | None] = _needs_nothing
    uses_lists: bool = False
    asked_for: bool = False
    operations: tuple[Operation, ...] = OPERATIONS
