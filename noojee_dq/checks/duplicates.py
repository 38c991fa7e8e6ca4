"""Leads that share a phone number or an external id, as the server meets them: one after the other.

A lead claims its numbers and its id only if the API accepts it, so a lead that is refused stands in nobody's way.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from noojee_dq.arrow.cells import is_in
from noojee_dq.arrow.columns import Mask, Positions, column_of
from noojee_dq.arrow.repeats import repeated
from noojee_dq.batch.batch import Batch
from noojee_dq.batch.external_ids import ids_of, plain_ids
from noojee_dq.checks.base import NO_PHONES, Check
from noojee_dq.codes import ResultCode
from noojee_dq.fields import EXTERNAL_ID
from noojee_dq.words.rows import row_labels

_NOBODY = -1
_ID_COLUMN = -1
_IN_CAMPAIGN = -2


class Clashes(NamedTuple):
    """For each lead: who holds one of its numbers and in which column that is, and who holds its external id.

    A holder is the position of another lead, -1 = nobody, -2 = a lead that the campaign already holds.
    """

    number_holder: NDArray[np.int64]
    number_column: NDArray[np.int64]
    id_holder: NDArray[np.int64]


def clashes(batch: Batch) -> Clashes:
    """Find who stands in the way of whom, with leads taken in file order (`keep="last"`: in reverse).

    Args:
        batch: leads of an insert, of which `refused_alone` is known.

    Returns:
        The holders, by lead.

    Example:
        >>> from noojee_dq.campaign import Campaign
        >>> leads = pd.DataFrame({"Phone": ["0491 570 006", "0491570006"]})
        >>> batch = Batch(leads, Campaign(phone_fields=["Phone"]))
        >>> batch.refused_alone = batch.no_lead
        >>> clashes(batch).number_holder.tolist()
        [-1, 0]
    """
    return batch.cached(("clashes",), lambda: _walk(batch, _shared_keys(batch)))


def _shared_keys(batch: Batch) -> pd.DataFrame:
    """Find the keys that several leads have, or that the campaign holds (`in_campaign`), in the order of the leads."""
    phones = [] if batch.campaign.allow_duplicates else batch.phone_headings
    numbers = {place: batch.phones(heading).number for place, heading in enumerate(phones)}
    ids = {} if batch.heading(EXTERNAL_ID) is None else {_ID_COLUMN: column_of(ids_of(batch))}
    held_ids = None if batch.known.ids is None else plain_ids(batch.known.ids)
    none = pd.DataFrame({"lead": [], "column": [], "key": [], "in_campaign": []})
    lines = [_shared(keys, held) for keys, held in ((numbers, batch.known.numbers), (ids, held_ids)) if len(keys)]
    return pd.concat(lines or [none], ignore_index=True).sort_values(["lead", "column"], kind="stable")


def _shared(keys: dict[int, Any], held: pd.Series | None) -> pd.DataFrame:
    """Find the lines of one kind of keys, by place of their column, that stand more than once or in the campaign."""
    cells = pa.concat_arrays(keys.values())
    in_campaign = is_in(cells, held)
    at = np.flatnonzero(in_campaign | repeated(cells))
    place, lead = np.divmod(at, max(len(cells) // len(keys), 1))
    key = cells.take(pa.array(at)).to_pandas()
    return pd.DataFrame(
        {"lead": lead, "column": np.array(list(keys))[place], "key": key, "in_campaign": in_campaign[at]}
    )


def _walk(batch: Batch, keys: pd.DataFrame) -> Clashes:
    found = Clashes(*(np.full(len(batch), _NOBODY, dtype=np.int64) for _ in range(3)))
    if batch.refused_alone is None:
        raise TypeError("who claims what is known only when the checks of single leads have run: use `evaluate`")
    acceptable = ~batch.refused_alone
    holder_of_number: dict[str, int] = {}
    holder_of_id: dict[str, int] = {}
    columns, names, held = (keys[name].tolist() for name in ("column", "key", "in_campaign"))
    # Whether a lead claims its numbers depends on all leads before it, so this is a loop by nature; it sees only
    # the leads that share something.
    for lead, lines in _by_lead(keys["lead"].to_numpy(), reverse=batch.keep == "last"):
        for line in lines:
            holders = holder_of_id if columns[line] == _ID_COLUMN else holder_of_number
            holder = _IN_CAMPAIGN if held[line] else holders.get(names[line], _NOBODY)
            if columns[line] == _ID_COLUMN:
                found.id_holder[lead] = holder
            elif found.number_holder[lead] == _NOBODY:
                found.number_holder[lead], found.number_column[lead] = holder, columns[line]
        if acceptable[lead] and found.number_holder[lead] == found.id_holder[lead] == _NOBODY:
            for line in lines:
                (holder_of_id if columns[line] == _ID_COLUMN else holder_of_number)[names[line]] = lead
    return found


def _by_lead(leads: NDArray[np.int64], *, reverse: bool) -> Iterator[tuple[int, range]]:
    """Take each lead in turn, with its lines: those of a lead stand together."""
    starts = np.flatnonzero(np.diff(leads, prepend=_NOBODY))
    ends = np.append(starts, len(leads))[1:]
    order = slice(None, None, -1 if reverse else 1)
    for lead, start, end in zip(*(places[order].tolist() for places in (leads[starts], starts, ends)), strict=True):
        yield lead, range(start, end)


def _needs_numbers(batch: Batch) -> str | None:
    if batch.campaign.allow_duplicates:
        return "the campaign allows duplicate phone numbers"
    return None if batch.phone_headings else NO_PHONES


def _needs_ids(batch: Batch) -> str | None:
    return None if batch.heading(EXTERNAL_ID) else f"the file has no column {EXTERNAL_ID!r}"


def _not_against_campaign(batch: Batch, part: str) -> str | None:
    return (
        None
        if getattr(batch.known, part) is not None
        else f"only within the file: no known= with {part} of the campaign was given"
    )


def _number_taken(batch: Batch, _: str) -> Mask:
    return clashes(batch).number_holder != _NOBODY


def _id_taken(batch: Batch, _: str) -> Mask:
    return clashes(batch).id_holder != _NOBODY


def _number_detail(batch: Batch, _: str, at: Positions) -> pd.DataFrame:
    found = clashes(batch)
    headings = np.array(batch.phone_headings, dtype=object)
    messages = _who("phone number", batch, found.number_holder[at])
    return pd.DataFrame({"column": headings[found.number_column[at]], "message": messages})


def _id_detail(batch: Batch, _: str, at: Positions) -> pd.DataFrame:
    messages = _who("external id", batch, clashes(batch).id_holder[at])
    return pd.DataFrame({"column": batch.heading(EXTERNAL_ID), "message": messages})


def _who(what: str, batch: Batch, holders: NDArray[np.int64]) -> pd.Series:
    rows = row_labels(batch.leads.index.take(np.maximum(holders, 0)), show_values=True)
    in_campaign = f"the campaign already holds a lead with this {what}"
    return (f"the same {what} as row " + rows).mask(holders == _IN_CAMPAIGN, in_campaign)


def _never(batch: Batch, _: str) -> Mask:
    return batch.no_lead


def _out_of_sight(batch: Batch) -> str | None:
    if batch.campaign.allow_duplicates:
        return None
    return (
        "no file shows them: a template can have a deduping campaign, whose list is kept on the PBX as hashes, and "
        "finalised leads count as duplicates too, also where known= lacks them"
    )


CHECKS = (
    Check(
        id="duplicate-number",
        code=ResultCode.DUPLICATE,
        scope="cross",
        operations=("insert",),
        title="no other lead of the file, nor of the campaign (known=), has a phone number of a lead",
        message="another lead has this phone number",
        hint="take the lead out: it would be called twice",
        needs=_needs_numbers,
        limits=partial(_not_against_campaign, part="numbers"),
        mask=_number_taken,
        detail=_number_detail,
    ),
    Check(
        id="duplicate-external-id",
        code=ResultCode.DUPLICATE_EXTERNAL_ID,
        scope="cross",
        fields=EXTERNAL_ID,
        operations=("insert",),
        title="no other lead of the file, nor of the campaign (known=), has the njExternalLeadId of a lead",
        message="another lead has this njExternalLeadId",
        hint="find out which of the two is meant; each lead needs a reference of its own",
        needs=_needs_ids,
        limits=partial(_not_against_campaign, part="ids"),
        mask=_id_taken,
        detail=_id_detail,
    ),
    Check(
        id="duplicate-out-of-sight",
        code=ResultCode.DUPLICATE,
        scope="cross",
        operations=("insert",),
        title="no lead of the deduping campaign, and no finalised one, has a number of a lead (no file can tell)",
        message="the PBX may hold such a lead",
        needs=_out_of_sight,
        mask=_never,
    ),
)
