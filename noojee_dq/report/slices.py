"""Where in the file the leads stand that are not ready: the file in slices, from its top to its end."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from noojee_dq.fields import DQ_STATUS
from noojee_dq.report.findings import Findings
from noojee_dq.words.counts import counted
from noojee_dq.words.display import shown
from noojee_dq.words.rows import row_label

#: Slices at most.
MAX_SLICES: Final = 80
_STATUSES: Final = ("fix", "drop", "review")
_WORST = 3


@dataclass(frozen=True)
class Slice:
    """Some leads that follow each other: how many, and for each status the share that has it, from 0 to 1."""

    leads: int
    shares: dict[str, float]

    @property
    def unready(self) -> float:
        """The share that is not ready."""
        return sum(self.shares.values())


@dataclass(frozen=True)
class FileSlices:
    """The file from top to end, and in words where most of the trouble is."""

    slices: tuple[Slice, ...]
    highest: float
    words: str


def file_slices(found: Findings, *, show_values: bool = False) -> FileSlices | None:
    """Cut the file into slices, and count what is wrong with each.

    Args:
        found: what a pre-flight found.
        show_values: show phone numbers in row labels as they are.

    Returns:
        The slices; None where every lead is ready, or none is there.

    Example:
        >>> import noojee_dq as nj, pandas as pd
        >>> leads = pd.DataFrame({"Phone": ["0491 570 006", "none", "none"]}, index=[2, 3, 4])
        >>> file_slices(nj.check(leads, nj.Campaign(phone_fields=["Phone"]))).words
        'Not ready: 1 of 1 lead in row 3; 1 of 1 lead in row 4.'
    """
    status = found.annotated[DQ_STATUS]
    leads = len(status)
    if not status.isin(_STATUSES).any():
        return None
    step = -(-leads // MAX_SLICES)
    edges = np.append(np.arange(0, leads, step), leads)
    counts = {name: np.add.reduceat(status.eq(name).to_numpy(dtype=np.int64), edges[:-1]) for name in _STATUSES}
    sizes = np.diff(edges)
    parts = tuple(
        Slice(int(size), {name: float(counts[name][at] / size) for name in _STATUSES}) for at, size in enumerate(sizes)
    )
    unready = sum(counts.values()) / sizes
    worst = sorted(at for at in np.argsort(-unready, kind="stable")[:_WORST] if unready[at])
    words = [_words(found, edges[at], edges[at + 1], parts[at], show_values) for at in worst]
    return FileSlices(parts, float(unready.max()), f"Not ready: {'; '.join(words)}.")


def _words(found: Findings, start: int, end: int, part: Slice, show_values: bool) -> str:
    first, last = (
        shown(row_label(found.leads.index[at], show_values=show_values), show_values=True) for at in (start, end - 1)
    )
    where = f"row {first}" if first == last else f"rows {first} to {last}"
    return f"{round(part.unready * part.leads):,} of {counted(part.leads, 'lead')} in {where}"
