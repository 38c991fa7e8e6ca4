"""Where in the file the leads stand that are not ready: the file in slices, from its top to its end."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from noojee_dq.report.overview import label_text, shown
from noojee_dq.report.report import Report
from noojee_dq.report.verdict import count

#: Slices at most.
SLICES: Final = 80
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
class Strip:
    """The file from top to end, and in words where most of the trouble is."""

    slices: tuple[Slice, ...]
    highest: float
    words: str


def strip(report: Report, *, show_values: bool = False) -> Strip | None:
    """Cut the file into slices, and count what is wrong with each.

    Args:
        report: the report of a pre-flight.
        show_values: show phone numbers in row labels as they are.

    Returns:
        The slices; None where every lead is ready, or none is there.

    Example:
        >>> import noojee_dq as nj, pandas as pd
        >>> leads = pd.DataFrame({"Phone": ["0491 570 006", "none", "none"]}, index=[2, 3, 4])
        >>> strip(nj.check(leads, nj.Campaign(phone_fields=["Phone"]))).words
        'Not ready: 1 of 1 lead in row 3; 1 of 1 lead in row 4.'
    """
    status = report.annotated["dq_status"]
    leads = len(status)
    if not status.isin(_STATUSES).any():
        return None
    step = -(-leads // SLICES)
    edges = np.append(np.arange(0, leads, step), leads)
    counts = {name: np.add.reduceat(status.eq(name).to_numpy(dtype=np.int64), edges[:-1]) for name in _STATUSES}
    sizes = np.diff(edges)
    parts = tuple(
        Slice(int(size), {name: float(counts[name][at] / size) for name in _STATUSES}) for at, size in enumerate(sizes)
    )
    unready = sum(counts.values()) / sizes
    worst = sorted(at for at in np.argsort(-unready, kind="stable")[:_WORST] if unready[at])
    words = [_words(report, edges[at], edges[at + 1], parts[at], show_values) for at in worst]
    return Strip(parts, float(unready.max()), f"Not ready: {'; '.join(words)}.")


def _words(report: Report, start: int, end: int, part: Slice, show_values: bool) -> str:
    first, last = (
        shown(label_text(report.leads.index[at], show_values=show_values), show_values=True) for at in (start, end - 1)
    )
    where = f"row {first}" if first == last else f"rows {first} to {last}"
    return f"{round(part.unready * part.leads):,} of {count(part.leads, 'lead')} in {where}"
