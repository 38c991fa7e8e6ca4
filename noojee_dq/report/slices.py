"""Where in the file the leads stand that are not ready: the file in slices, from its top to its end."""

from dataclasses import dataclass
from typing import Final

from noojee_dq.report.found import Found
from noojee_dq.report.tallies import SliceTally
from noojee_dq.words.counts import counted
from noojee_dq.words.display import shown
from noojee_dq.words.rows import row_label

#: Slices that are described in words.
_WORST: Final = 3


@dataclass(frozen=True)
class Slice:
    """Some leads that follow each other: how many, and for each status the share that has it, from 0 to 1."""

    leads: int
    shares: dict[str, float]


@dataclass(frozen=True)
class FileSlices:
    """The file from top to end, and in words where most of the trouble is."""

    slices: tuple[Slice, ...]
    highest: float
    words: str


def file_slices(found: Found, *, show_values: bool = False) -> FileSlices | None:
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
    tallies = found.slice_tallies
    slices = tuple(
        Slice(one.leads, {name: count / one.leads for name, count in one.unready.items()}) for one in tallies
    )
    unready = [sum(one.unready.values()) / one.leads for one in tallies]
    if not any(unready):
        return None
    worst = sorted(sorted(range(len(tallies)), key=lambda at: -unready[at])[:_WORST])
    words = [_words(tallies[at], show_values) for at in worst if unready[at]]
    return FileSlices(slices, max(unready), f"Not ready: {'; '.join(words)}.")


def _words(tally: SliceTally, show_values: bool) -> str:
    first, last = (
        shown(row_label(label, show_values=show_values), show_values=True) for label in (tally.first, tally.last)
    )
    where = f"row {first}" if first == last else f"rows {first} to {last}"
    return f"{sum(tally.unready.values()):,} of {counted(tally.leads, 'lead')} in {where}"
