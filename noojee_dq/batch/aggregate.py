"""What is counted over all leads, for checks that concern them all: in parts, where memory does not hold them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from noojee_dq.batch.batch import Batch

T = TypeVar("T")


@dataclass(frozen=True)
class Aggregate(Generic[T]):
    """Something that is counted over all leads.

    Args:
        name: tells it from the others.
        count: counts it in a batch.
        combine: puts together what was counted in all parts, in order; of none, what is counted in no lead.

    Example:
        >>> import pandas as pd
        >>> from noojee_dq.campaign import Campaign
        >>> leads = Aggregate("leads", len, sum)
        >>> parts = [Batch(pd.DataFrame({"Phone": ["1"] * count}), Campaign()) for count in (2, 3)]
        >>> leads.combine([leads.of(part) for part in parts])
        5
    """

    name: str
    count: Callable[[Batch], T]
    combine: Callable[[Sequence[T]], T]

    def of(self, batch: Batch) -> T:
        """Return what is counted in a batch, or was remembered for it."""
        return batch.cached((self.name,), lambda: self.count(batch))

    def remember(self, batch: Batch, parts: Sequence[T]) -> None:
        """Let a batch give what was counted in the parts of all leads, whatever leads it has itself."""
        batch.remember((self.name,), self.combine(parts))
