"""Numbers of leads that are marked as not to be called, which other leads have as well."""

from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from noojee_dq.arrow.columns import Positions
from noojee_dq.arrow.repeats import numbers_among
from noojee_dq.batch.batch import Batch
from noojee_dq.batch.phone_column import comparable_keys, number_keys
from noojee_dq.batch.refusals import Marks, lead_marks
from noojee_dq.phones import phone_verdicts
from noojee_dq.phones.readable import readable_numbers
from noojee_dq.phones.several_numbers import numbers_apart


class Refused(NamedTuple):
    """For each lead: the strongest mark of another lead that has one of its numbers, which lead, and in which column.

    Where that mark is no stronger than its own, there is none. The other lead is a position among all that are checked
    together, the column its place among the phone columns; of several the first is named.
    """

    mark: Marks
    holder: NDArray[np.int64]
    column: NDArray[np.int64]


def refused_numbers(batch: Batch) -> Refused:
    """Find the leads with a number that a marked lead has, in any of their phone columns.

    Args:
        batch: the leads.

    Example:
        >>> from noojee_dq.campaign import Campaign
        >>> leads = pd.DataFrame({"Phone": ["0491 570 006", "0491570006", "0491 570 156"], "DNC": ["yes", "", ""]})
        >>> found = refused_numbers(Batch(leads, Campaign(phone_fields=["Phone"])))
        >>> found.mark.tolist(), found.holder.tolist()
        ([0, 2, 0], [-1, 0, -1])
    """
    return batch.cached(("refused numbers",), lambda: _found(batch))


def _found(batch: Batch) -> Refused:
    marks = lead_marks(batch)
    if not marks.any() or not batch.phone_headings:
        return refused_of(batch, pd.DataFrame({"lead": [], "column": [], "mark": [], "holder": []}, dtype=np.int64))
    keys, _ = comparable_keys([batch.phones(heading) for heading in batch.phone_headings], None)
    others = other_readings(batch)
    at = np.flatnonzero(np.tile(marks > 0, len(batch.phone_headings)) & (keys != 0))
    own = pd.DataFrame({"lead": at % len(batch), "key": keys[at]})
    marked = pd.concat([own, others[marks[others["lead"]] > 0]], ignore_index=True)
    marked["mark"] = marks[marked["lead"]]
    first = marked.groupby(["key", "mark"])["lead"].min().rename("holder").reset_index()
    at = np.flatnonzero(numbers_among(keys, first["key"].unique()))
    column, lead = np.divmod(at, len(batch))
    lines = pd.DataFrame({"lead": lead, "column": column, "key": keys[at]})
    lines = pd.concat([lines, others], ignore_index=True).merge(first, on="key")
    return refused_of(batch, lines[lines["mark"].gt(marks[lines["lead"]])])


def other_readings(batch: Batch) -> pd.DataFrame:
    """List the numbers of odd phone cells by which their leads are not compared else.

    Of marked leads they are all that a person could read: 0491 570 006 (DNC). Of the others, which are many, they are
    those of cells with several numbers.

    Args:
        batch: the leads.

    Returns:
        A line for each: `lead` (its position in the batch), `column` (its place among the phone columns) and `key` (of
        the number, as `number_keys` gives it).

    Example:
        >>> from noojee_dq.campaign import Campaign
        >>> leads = pd.DataFrame({"Phone": ["0491 570 006 (DNC)", "0491 570 156", "0491 570 157 / 1234567"]})
        >>> other_readings(Batch(leads, Campaign(phone_fields=["Phone"]))).values.tolist()
        [[0, 0, 61491570006], [2, 0, 61491570157]]
    """
    found = [
        (lead, place, number)
        for place, heading in enumerate(batch.phone_headings)
        for lead, number in chain(_of_marked_lead(batch, heading), _of_several_numbers(batch, heading))
    ]
    lines = pd.DataFrame(found, columns=["lead", "column", "number"])
    keys = number_keys(lines["number"].astype("str"))
    return pd.DataFrame({"lead": lines["lead"].astype("int64"), "column": lines["column"].astype("int64"), "key": keys})


def _of_marked_lead(batch: Batch, heading: str) -> Iterator[tuple[int, str]]:
    phones = batch.phones(heading)
    plain = phones.valid & ~phones.with_any_problem
    # Of a number that was cut off nobody can read the rest.
    odd = (lead_marks(batch) > 0) & batch.filled(heading) & ~plain & ~phones.with_problem("excel_lossy")
    for lead, cell, region in _cells(batch, heading, np.flatnonzero(odd)):
        yield from ((lead, number) for number in sorted(readable_numbers(cell, (region, batch.campaign.region))))


def _of_several_numbers(batch: Batch, heading: str) -> Iterator[tuple[int, str]]:
    several = batch.phones(heading).with_problem("several_numbers") & batch.filled(heading) & (lead_marks(batch) == 0)
    found = [
        (lead, part, one)
        for lead, cell, region in _cells(batch, heading, np.flatnonzero(several))
        for one in dict.fromkeys((region, batch.campaign.region))
        for part in numbers_apart(cell, one)
    ]
    if not found:
        return
    leads, parts, regions = zip(*found, strict=True)
    # All at once: to read each by itself takes many times as long.
    numbers = phone_verdicts(pd.Series(parts, dtype="str"), pd.Series(regions, dtype="str")).e164.to_pylist()
    yield from ((lead, number) for lead, number in zip(leads, numbers, strict=True) if number)


def _cells(batch: Batch, heading: str, at: Positions) -> Iterator[tuple[int, str, str]]:
    regions = batch.regions(at)
    own = [regions] * len(at) if isinstance(regions, str) else regions.tolist()
    yield from zip(at.tolist(), batch.cells(heading, at), own, strict=True)


def refused_of(batch: Batch, lines: pd.DataFrame) -> Refused:
    """Return the strongest mark that another lead brings to each lead.

    Args:
        batch: the leads.
        lines: `lead` (its position in the batch), `column`, `mark` and `holder`, of marks that are stronger than those
            of the lead itself.
    """
    first = lines.sort_values(["mark", "column", "holder"], ascending=[False, True, True]).drop_duplicates("lead")
    found = Refused(np.zeros(len(batch), np.int8), np.full(len(batch), -1), np.zeros(len(batch), np.int64))
    found.mark[first["lead"]] = first["mark"]
    found.holder[first["lead"]] = first["holder"]
    found.column[first["lead"]] = first["column"]
    return found
