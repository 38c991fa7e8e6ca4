"""Numbers on the do-not-call list (`dnc=`): whoever can read a number out of a lead must find it on the list.

They are compared in normal form on both sides, which is stricter than the PBX.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from noojee_dq.arrow.cells import is_in
from noojee_dq.arrow.columns import Mask, Positions
from noojee_dq.arrow.repeats import numbers_among
from noojee_dq.batch.batch import PHONE_FIELDS, Batch
from noojee_dq.batch.phone_column import comparable_keys
from noojee_dq.batch.reference import DNC_OPTION, Listed
from noojee_dq.checks.base import NO_PHONES, Check
from noojee_dq.codes import Remedy, ResultCode
from noojee_dq.phones.readable import found_in_text, holds_any, number_index, read_in_one_way
from noojee_dq.words.counts import counted


def needs_list(batch: Batch) -> str | None:
    """Say why leads cannot be compared with the do-not-call list; None = they can."""
    if batch.dnc is None:
        return f"no do-not-call list was given ({DNC_OPTION})"
    return None if batch.phone_headings else NO_PHONES


def _needs_numbers(batch: Batch) -> str | None:
    if batch.dnc is None or batch.dnc.in_force:
        return needs_list(batch)
    return f"no number of the do-not-call list is in force ({_why_none(batch.dnc)})"


def _why_none(dnc: Listed) -> str:
    if dnc.expired:
        return f"{dnc.expired:,} expired"
    return "none that may not be called all the same" if dnc.unread.of else "the list is empty"


def listed(batch: Batch, heading: str) -> Mask:
    """Say which cells hold a number of the do-not-call list, in any writing; none where there is no list.

    Args:
        batch: the leads.
        heading: one of their phone columns.

    Example:
        >>> import pandas as pd
        >>> from noojee_dq.batch.reference import Listed
        >>> from noojee_dq.campaign import Campaign
        >>> leads = pd.DataFrame({"Phone": ["0491570006.0", "0491 570 156"]})
        >>> batch = Batch(leads, Campaign(phone_fields=["Phone"]), dnc=Listed(pd.Series(["+61491570006"])))
        >>> listed(batch, "Phone").tolist()
        [True, False]
    """
    return batch.cached(("listed", heading), lambda: batch.shared_if_empty(_listed(batch, heading)))


def _listed(batch: Batch, heading: str) -> Mask:
    if batch.dnc is None:
        return batch.no_lead
    numbers = batch.dnc.numbers
    found = batch.cached(("plainly listed",), lambda: _plainly_listed(batch, numbers))[heading].copy()
    odd = np.flatnonzero(oddly_written(batch, heading) & ~found)
    index = batch.cached(("listed numbers",), lambda: number_index(numbers))
    found[odd] = holds_any(batch.cells(heading, odd), batch.regions(odd), batch.campaign.region, index)
    return found


def oddly_written(batch: Batch, heading: str) -> Mask:
    """Say which cells of a phone column a person could read another number out of than `Batch.phones` does.

    Example:
        >>> import pandas as pd
        >>> from noojee_dq.campaign import Campaign
        >>> leads = pd.DataFrame({"Phone": ["0491570006.0", "0491 570 156"]})
        >>> oddly_written(Batch(leads, Campaign(phone_fields=["Phone"])), "Phone").tolist()
        [True, False]
    """
    phones, region = batch.phones(heading), batch.campaign.region
    # A valid number without any oddity is the only one in its cell; all others are read in every way.
    plain = phones.valid & ~phones.with_any_problem
    doubtful = np.flatnonzero(~plain)
    plain[doubtful] = read_in_one_way(batch.cells(heading, doubtful))
    # What patterns make of a cell is what the PBX holds, and need not be what a person reads.
    plain &= not batch.campaign.phone_patterns
    elsewhere = np.zeros(len(batch), bool) if isinstance(batch.region, str) else batch.region.ne(region).to_numpy()
    return batch.filled(heading) & (~plain | elsewhere)


def _plainly_listed(batch: Batch, numbers: pd.Series) -> dict[str, Mask]:
    """Compare the numbers of all phone columns at once: to read the list takes longer than to use it."""
    keys, held = comparable_keys([batch.phones(heading) for heading in batch.phone_headings], numbers)
    found = np.split(numbers_among(keys, held), len(batch.phone_headings))
    return dict(zip(batch.phone_headings, found, strict=True))


def _not_in_full(batch: Batch) -> str | None:
    dnc = batch.dnc
    if dnc is None:
        return None
    gaps = {
        dnc.unread.told("do-not-call list"): dnc.unread.entries,
        f"{counted(dnc.undated, 'entry', 'entries')} of the do-not-call list with an Expires that is not written "
        "yyyy-MM-dd never expire": dnc.undated,
    }
    return "; ".join(gap for gap, holds in gaps.items() if holds) or None


def held(batch: Batch, _: str) -> Mask:
    """Find the leads that must not be called: listed, and without another number that anybody could dial.

    The number that an update keeps with `<No Change>` counts as another one, as nobody can read it. Junk does not,
    although the PBX may take it for a number, and with it the lead (the assumption of `codes.MIN_PHONE_DIGITS`).

    Args:
        batch: the leads.
    """
    on_list = [listed(batch, heading) for heading in batch.phone_headings]
    others = [batch.phones(heading).usable & ~listed(batch, heading) for heading in batch.phone_headings]
    return np.logical_or.reduce(on_list) & ~(np.logical_or.reduce(others) | batch.keeps_stored_number)


class InText(NamedTuple):
    """What stands in some cells as in running text: a listed number, and one that is not on the list."""

    listed: Mask
    other: Mask


def in_text(batch: Batch, heading: str, at: Positions) -> InText:
    """Say in which of some listed cells a listed number stands as in running text, and in which another one does.

    Args:
        batch: the leads.
        heading: a phone column.
        at: the positions of the cells.

    Example:
        >>> from noojee_dq.batch.reference import Listed
        >>> from noojee_dq.campaign import Campaign
        >>> leads = pd.DataFrame({"Phone": ["0491570006 / 0491570157", "0491570006 (home)"]})
        >>> batch = Batch(leads, Campaign(phone_fields=["Phone"]), dnc=Listed(pd.Series(["+61491570006"])))
        >>> in_text(batch, "Phone", np.arange(2)).other.tolist()
        [True, False]
    """
    cells, regions = batch.cells(heading, at).tolist(), batch.regions(at)
    own = [regions] * len(cells) if isinstance(regions, str) else regions.tolist()
    # Listed cells are few, and libphonenumber looks at one at a time.
    numbers = [found_in_text(cell, region) for cell, region in zip(cells, own, strict=True)]
    every = pd.Series([number for found in numbers for number in sorted(found)], dtype="str")
    on_list = set(every[is_in(every, batch.dnc.numbers if batch.dnc else None)])
    return InText(
        np.array([bool(found & on_list) for found in numbers], dtype=bool),
        np.array([not found <= on_list for found in numbers], dtype=bool),
    )


def _held_beside_another(batch: Batch, heading: str) -> Mask:
    """Find the cells of held leads that would let their lead be called, were the listed number taken out."""
    found = held(batch, "") & listed(batch, heading)
    at = np.flatnonzero(found)
    if len(at):
        read = in_text(batch, heading, at)
        # A letter that looks like a digit makes a cell readable as two numbers, and only one stands there.
        found[at] = read.listed & read.other
    return found


def _held_for_good(batch: Batch, _: str) -> Mask:
    return held(batch, "") & ~np.logical_or.reduce([_held_beside_another(batch, one) for one in batch.phone_headings])


def _some_listed(batch: Batch, heading: str) -> Mask:
    return listed(batch, heading) & ~held(batch, "")


CHECKS = (
    Check(
        id="do-not-call",
        code=ResultCode.DNC,
        scope="row",
        title="a lead has a number that can be dialled, and is not on the do-not-call list",
        message="every number of the lead that anybody could dial is on the do-not-call list",
        hint="do not call; take the lead out",
        needs=_needs_numbers,
        limits=_not_in_full,
        mask=_held_for_good,
    ),
    Check(
        id="do-not-call-beside-another",
        code=ResultCode.DNC,
        remedy=Remedy.FIX,
        scope="cell",
        fields=PHONE_FIELDS,
        title="no number on the do-not-call list shares a cell with the only one by which a lead may be called",
        message="a number on the do-not-call list and another one share this cell",
        hint="leave only the number that may be called",
        needs=_needs_numbers,
        mask=_held_beside_another,
    ),
    Check(
        id="do-not-call-partly",
        severity="warning",
        scope="cell",
        fields=PHONE_FIELDS,
        title="no number of a lead is on the do-not-call list",
        message="this number is on the do-not-call list; the lead has another one",
        hint="blank this number, so that nobody calls it by hand",
        needs=_needs_numbers,
        mask=_some_listed,
    ),
)
