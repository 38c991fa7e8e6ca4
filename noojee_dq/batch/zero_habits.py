"""Numbers without their leading zero: lost in a spreadsheet, or how all of a column are written, as is usual there."""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple, TypeAlias

import numpy as np
import pandas as pd

from noojee_dq.arrow.columns import Mask
from noojee_dq.batch.batch import Batch

#: Countries whose people write numbers without the zero, by ISO code, and why. In others, such as Australia, Britain
#: and New Zealand, nobody does: there a whole column without zeros has been through a spreadsheet.
WITHOUT_ZERO: Final = {
    "AR": "an area code is written as it stands in a number from abroad: 11 4123-4567",
    "IN": "all numbers have ten digits, and the zero is dialled, but not written",
    "LT": "the digit before a number has changed from 8 to 0, and most write neither",
    "TR": "numbers are given as ten digits: 532 123 45 67",
}

#: The regions in which the numbers of a column are written without the zero.
Habits: TypeAlias = frozenset[str]


class ZeroCount(NamedTuple):
    """How many numbers of a column, of leads of one country, are written without their leading zero.

    Attributes:
        column: its heading.
        region: ISO code of the country.
        numbers: valid numbers, one in a cell.
        without: those without the zero.
    """

    column: str
    region: str
    numbers: int
    without: int

    @property
    def is_habit(self) -> bool:
        """Whether so many are written like that (nine in ten) that no spreadsheet is to blame."""
        return 10 * self.without >= 9 * self.numbers > 0

    def __str__(self) -> str:
        return (
            f"{self.column}: {self.without:,} of {self.numbers:,} numbers of {self.region} are written without the "
            "leading zero; that is usual there, so they are taken as they are"
        )


def count_zeros(column: str, single: Mask, without: Mask, regions: "str | pd.Series") -> list[ZeroCount]:
    """Count the numbers without zero of the countries in which that may be how they are written.

    Args:
        column: a heading.
        single: cells that hold one valid number.
        without: those of them without the leading zero.
        regions: ISO code of the country of each lead, or one for all.

    Example:
        >>> count_zeros("Phone", np.array([True, True]), np.array([True, False]), pd.Series(["IN", "AU"]))
        [ZeroCount(column='Phone', region='IN', numbers=1, without=1)]
    """
    return [
        ZeroCount(column, region, int((single & mask).sum()), int((without & mask).sum()))
        for region, mask in _of_regions(regions, len(single)).items()
    ]


def habits_of(counts: Iterable[ZeroCount]) -> dict[str, Habits]:
    """Return in which regions the numbers of each column are written without the zero.

    Example:
        >>> habits_of([ZeroCount("Phone", "IN", 10, 9), ZeroCount("Phone", "TR", 10, 8)])
        {'Phone': frozenset({'IN'})}
    """
    habits: dict[str, set[str]] = {}
    for count in counts:
        if count.is_habit:
            habits.setdefault(count.column, set()).add(count.region)
    return {column: frozenset(regions) for column, regions in habits.items()}


def summed(counts: Iterable[ZeroCount]) -> list[ZeroCount]:
    """Put together what was counted in parts of the same columns.

    Example:
        >>> summed([ZeroCount("Phone", "IN", 10, 9), ZeroCount("Phone", "IN", 5, 1)])
        [ZeroCount(column='Phone', region='IN', numbers=15, without=10)]
    """
    totals: dict[tuple[str, str], tuple[int, int]] = {}
    for column, region, numbers, without in counts:
        before = totals.get((column, region), (0, 0))
        totals[column, region] = before[0] + numbers, before[1] + without
    return [ZeroCount(*key, *total) for key, total in totals.items()]


def zero_counts(batch: Batch, heading: str) -> list[ZeroCount]:
    """Count the numbers without zero of a phone column, by country.

    Example:
        >>> from noojee_dq.campaign import Campaign
        >>> leads = pd.DataFrame({"Phone": ["98765 43210"]})
        >>> zero_counts(Batch(leads, Campaign(phone_fields=["Phone"], region="IN")), "Phone")[0].without
        1
    """
    return batch.cached(("zero counts", heading), lambda: _zero_counts(batch, heading))


def _zero_counts(batch: Batch, heading: str) -> list[ZeroCount]:
    phones = batch.phones(heading)
    single = phones.valid & batch.filled(heading) & ~phones.with_problem("several_numbers")
    return count_zeros(heading, single, single & phones.with_problem("lost_zero"), batch.region)


def remember_habits(batch: Batch, habits: Mapping[str, Habits]) -> None:
    """Let a part of some leads know what is usual in all of them.

    Args:
        batch: the leads of the part.
        habits: by heading, as `habits_of` gives them; {} = nothing is, for all that is known yet.
    """
    for heading in batch.phone_headings:
        batch.remember(("zero habits", heading), habits.get(heading, frozenset()))


def written_without_zero(batch: Batch, heading: str) -> Mask:
    """Say which numbers of a phone column have no zero as that is how its numbers are written in their country.

    Args:
        batch: the leads.
        heading: one of their phone columns.

    Example:
        >>> from noojee_dq.campaign import Campaign
        >>> leads = pd.DataFrame({"Phone": ["98765 43210", "0491 570 006"]})
        >>> one, other = (Campaign(phone_fields=["Phone"], region=region) for region in ("IN", "AU"))
        >>> [written_without_zero(Batch(leads[:1], campaign), "Phone").tolist() for campaign in (one, other)]
        [[True], [False]]
    """
    counts = batch.cached(
        ("zero habits", heading), lambda: habits_of(zero_counts(batch, heading)).get(heading, Habits())
    )
    if not counts:
        return batch.no_lead
    without = batch.phones(heading).with_problem("lost_zero")
    return without & in_regions(batch.region, counts, len(batch))


def in_regions(regions: "str | pd.Series", wanted: Habits, count: int) -> Mask:
    """Say which leads are in one of some regions.

    Args:
        regions: ISO code of the country of each lead, or one for all.
        wanted: those regions.
        count: how many leads there are.

    Example:
        >>> in_regions(pd.Series(["AU", "IN"]), frozenset({"IN"}), 2).tolist()
        [False, True]
    """
    if isinstance(regions, str):
        return np.full(count, regions in wanted)
    return regions.isin(wanted).to_numpy(dtype=bool)


def _of_regions(regions: "str | pd.Series", count: int) -> dict[str, Mask]:
    """Return the leads of each country of the table."""
    there = {regions} if isinstance(regions, str) else set(regions.unique())
    return {region: in_regions(regions, frozenset({region}), count) for region in WITHOUT_ZERO if region in there}
