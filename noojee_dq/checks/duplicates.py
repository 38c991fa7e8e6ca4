"""Leads that share a phone number or an external id, as the server meets them: one after the other.

A lead claims its numbers and its id only if the API accepts it, so a lead that is refused stands in nobody's way.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from noojee_dq.arrow.cells import is_in
from noojee_dq.arrow.columns import Mask, Positions, column_of
from noojee_dq.arrow.repeats import numbers_among, numbers_repeated, repeated
from noojee_dq.arrow.threads import side_by_side
from noojee_dq.batch.batch import Batch
from noojee_dq.batch.external_ids import ids_of, plain_ids
from noojee_dq.batch.phone_column import comparable_keys
from noojee_dq.batch.reference import KNOWN_OPTION
from noojee_dq.checks import dnc
from noojee_dq.checks.base import NO_PHONES, Check, no_column
from noojee_dq.checks.in_doubt import needs_journal
from noojee_dq.checks.sent_by_run import sent_already, sent_by
from noojee_dq.codes import Remedy, ResultCode
from noojee_dq.fields import EXTERNAL_ID

_TAKE_IT_OUT = "take the lead out: it would be called twice"
_OR_BLANK_IT = f"{_TAKE_IT_OUT}; or blank this number: the lead has another"
_OR_BLANK_THEM = f"{_TAKE_IT_OUT}; or blank the numbers that others have: the lead has another"
_CORRECT_FIRST = "correct the number first, and check again: only then it shows whether the lead would be called twice"
_OR_BLANK_BAD = f"{_CORRECT_FIRST}; or blank it: the lead has another"
_UNDIALABLE = ", which nobody can dial"
_NUMBER: Final = "phone number"
_ID: Final = "external id"
#: How the message of a lead begins whose number or id another lead of the file has.
_AS_IN_FILE: Final = "the same {} as row "
_ONE_EACH = "find out which of the two is meant; each lead needs a reference of its own"

_NOBODY = -1
#: Stands for the external id where others are the places of phone columns.
ID_COLUMN: Final = -1
#: Stands for the leads that the campaign already holds, where others are positions.
IN_CAMPAIGN: Final = -2


class Clashes(NamedTuple):
    """For each lead: who holds one of its numbers and in which column that is, and who holds its external id.

    A holder is the position of another lead, -1 = nobody, -2 = a lead that the campaign already holds. `taken` says by
    lead and phone column which numbers somebody holds, `usable` which can be dialled: of these, one is named first.
    """

    number_holder: NDArray[np.int64]
    number_column: NDArray[np.int64]
    id_holder: NDArray[np.int64]
    taken: NDArray[np.bool_]
    usable: NDArray[np.bool_]

    def note(self, lead: int, column: int, holder: int) -> None:
        """Note who holds a number (the first of them is named), or the external id, of a lead."""
        if column == ID_COLUMN:
            self.id_holder[lead] = holder
            return
        self.taken[lead, column] = True
        named = self.number_column[lead]
        if self.number_holder[lead] == _NOBODY or (self.usable[lead, column] and not self.usable[lead, named]):
            self.number_holder[lead], self.number_column[lead] = holder, column

    @property
    def is_certain(self) -> Mask:
        """Which leads have a number that somebody holds, and that can be dialled: it will not become another."""
        certain: Mask = np.logical_or.reduce(self.taken & self.usable, axis=1)
        return certain

    def note_each(self, leads: Positions, columns: Positions, holders: Positions) -> None:
        """Note who holds the only number or id that each of some leads shares; -1 = nobody."""
        ids = (holders != _NOBODY) & (columns == ID_COLUMN)
        self.id_holder[leads[ids]] = holders[ids]
        numbers = (holders != _NOBODY) & (columns != ID_COLUMN)
        lead, column = leads[numbers], columns[numbers]
        self.number_holder[lead], self.number_column[lead], self.taken[lead, column] = holders[numbers], column, True

    def accepts(self, lead: int, good: NDArray[np.bool_] | None) -> bool:
        """Say whether nobody stands in the way of a lead, `good` as for `_walk`."""
        if self.id_holder[lead] != _NOBODY:
            return False
        return self.number_holder[lead] == _NOBODY or (
            good is not None and bool((good[lead] & ~self.taken[lead]).any())
        )


def no_clashes(batch: Batch) -> Clashes:
    """Return that nobody stands in the way of any lead, for `Clashes.note` to change."""
    nobody = np.full(len(batch), _NOBODY, dtype=np.int64)
    usable = _by_column(batch, [batch.phones(heading).usable for heading in batch.phone_headings])
    return Clashes(nobody, nobody.copy(), nobody.copy(), np.zeros_like(usable), usable)


def _by_column(batch: Batch, masks: Sequence[Mask]) -> NDArray[np.bool_]:
    return np.column_stack(masks) if masks else np.zeros((len(batch), 0), dtype=bool)


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


def good_numbers(batch: Batch) -> NDArray[np.bool_]:
    """Say by lead and phone column which numbers can be dialled, and are on no do-not-call list."""
    good = [batch.phones(heading).usable & ~dnc.listed(batch, heading) for heading in batch.phone_headings]
    return _by_column(batch, good)


class Surplus(NamedTuple):
    """By lead and phone column, numbers that somebody holds: of leads that can do without them, and of the others."""

    spare: NDArray[np.bool_]
    needed: NDArray[np.bool_]


def surplus_numbers(batch: Batch) -> Surplus:
    """Find numbers without which a lead would be no duplicate, with leads taken in file order as by `clashes`.

    Once these are blanked, a lead is accepted and claims the others that it has, so later leads can be in its way.

    Args:
        batch: leads of an insert, of which `refused_alone` is known.

    Example:
        >>> from noojee_dq.campaign import Campaign
        >>> leads = pd.DataFrame({"Phone": ["0491 570 006", "0491570006"], "Mobile": ["", "0491 570 156"]})
        >>> batch = Batch(leads, Campaign(phone_fields=["Phone", "Mobile"]))
        >>> batch.refused_alone = batch.no_lead
        >>> surplus_numbers(batch).spare.tolist()
        [[False, False], [True, False]]
    """
    good = good_numbers(batch)
    found = _walk(batch, _shared_keys(batch), good)
    refused = batch.no_lead if batch.refused_alone is None else batch.refused_alone
    spares = (good & ~found.taken).any(axis=1) & (found.id_holder == _NOBODY) & ~refused
    return Surplus(found.taken & spares[:, np.newaxis], found.taken & ~spares[:, np.newaxis])


class _Shared(NamedTuple):
    """Keys that several leads have, or that the campaign holds: a line for each lead and key, in the order of leads.

    Numbers and ids have keys of their own, counted from 0.
    """

    lead: Positions
    column: Positions
    key: Positions
    in_campaign: Mask

    def at(self, which: Mask | Positions) -> "_Shared":
        """Return some of the lines, or all in another order."""
        return _Shared(self.lead[which], self.column[which], self.key[which], self.in_campaign[which])


_NO_LINE = np.array([], dtype=np.int64)
_NOTHING_SHARED = _Shared(_NO_LINE, _NO_LINE, _NO_LINE, _NO_LINE.astype(bool))


def _shared_keys(batch: Batch) -> _Shared:
    """Find the keys that several leads have, or that the campaign holds."""
    numbers, ids = side_by_side(lambda shared: shared(batch), [_shared_numbers, _shared_ids], len(batch))
    of_ids = ids._replace(key=ids.key + len(numbers.key))
    lines = _Shared(*(np.concatenate(parts) for parts in zip(numbers, of_ids, strict=True)))
    return lines.at(np.lexsort((lines.column, lines.lead)))


def _shared_numbers(batch: Batch) -> _Shared:
    if not batch.phone_headings or batch.campaign.allow_duplicates:
        return _NOTHING_SHARED
    columns = [batch.phones(heading) for heading in batch.phone_headings]
    keys, held = comparable_keys(columns, batch.known.numbers)
    in_campaign = numbers_among(keys, held)
    at = np.flatnonzero(in_campaign | numbers_repeated(keys))
    place, lead = np.divmod(at, max(len(batch), 1))
    return _Shared(lead, place, pd.factorize(keys[at])[0], in_campaign[at])


def _shared_ids(batch: Batch) -> _Shared:
    if batch.heading(EXTERNAL_ID) is None:
        return _NOTHING_SHARED
    ids = column_of(ids_of(batch))
    in_campaign = is_in(ids, None if batch.known.ids is None else plain_ids(batch.known.ids))
    at = np.flatnonzero(in_campaign | repeated(ids))
    keys, _ = pd.factorize(ids.take(pa.array(at)).to_pandas())
    return _Shared(at, np.full(len(at), ID_COLUMN), keys, in_campaign[at])


def _walk(batch: Batch, lines: _Shared, good: NDArray[np.bool_] | None = None) -> Clashes:
    """Let the leads claim their numbers and ids in turn.

    Args:
        batch: the leads.
        lines: from `_shared_keys`.
        good: by lead and phone column, the numbers that a lead can live on: it is then accepted without those that
            others have. None = a lead is refused for any number that another has.
    """
    found = no_clashes(batch)
    refused = batch.refused_alone
    if refused is None:
        raise TypeError("who claims what is known only when the checks of single leads have run: use `evaluate`")
    lines = _settle_single_keys(found, lines, refused, last=batch.keep == "last")
    holder_of: dict[int, int] = {}
    columns, keys, held = lines.column.tolist(), lines.key.tolist(), lines.in_campaign.tolist()
    # Whether a lead claims its numbers depends on all leads before it, so this is a loop by nature; it sees only
    # the leads that share something with others that share more.
    for lead, places in _by_lead(lines.lead, reverse=batch.keep == "last"):
        free = []
        for line in places:
            holder = IN_CAMPAIGN if held[line] else holder_of.get(keys[line], _NOBODY)
            if holder == _NOBODY:
                free.append(keys[line])
            else:
                found.note(lead, columns[line], holder)
        if not refused[lead] and found.accepts(lead, good):
            holder_of |= dict.fromkeys(free, lead)
    return found


def _settle_single_keys(found: Clashes, lines: _Shared, refused: Mask, *, last: bool) -> _Shared:
    """Settle the keys whose leads share nothing else: the first lead that is not refused has it; return the others."""
    several = np.zeros(len(lines.key), dtype=bool)
    several[lines.key[np.isin(lines.lead, _repeated_in_order(lines.lead))]] = True
    single, rest = lines.at(~several[lines.key]), lines.at(several[lines.key])
    if len(single.key):
        single = single.at(np.lexsort((-single.lead if last else single.lead, single.key)))
        starts = np.flatnonzero(np.diff(single.key, prepend=_NOBODY))
        turn = np.arange(len(single.key))
        claimed = np.minimum.reduceat(np.where(refused[single.lead], len(turn), turn), starts)
        first = np.repeat(claimed, np.diff(np.append(starts, len(turn))))
        holder = np.where(turn > first, single.lead[np.minimum(first, len(turn) - 1)], _NOBODY)
        holder[single.in_campaign] = IN_CAMPAIGN
        found.note_each(single.lead, single.column, holder)
    return rest


def _repeated_in_order(values: Positions) -> Positions:
    """Return the values that stand more than once, of values in order."""
    return values[1:][values[1:] == values[:-1]]


def _by_lead(leads: NDArray[np.int64], *, reverse: bool) -> Iterator[tuple[int, range]]:
    """Take each lead in turn, with its lines: those of a lead stand together."""
    starts = np.flatnonzero(np.diff(leads, prepend=_NOBODY))
    ends = np.append(starts, len(leads))[1:]
    order = slice(None, None, -1 if reverse else 1)
    for lead, start, end in zip(*(places[order].tolist() for places in (leads[starts], starts, ends)), strict=True):
        yield lead, range(start, end)


def _needs_numbers(batch: Batch) -> str | None:
    return _none_are_refused(batch) or (None if batch.phone_headings else NO_PHONES)


def _not_against_campaign(batch: Batch, part: str) -> str | None:
    return (
        None
        if getattr(batch.known, part) is not None
        else f"only within the file: no {part} of the campaign were given ({KNOWN_OPTION})"
    )


def _number_taken(batch: Batch, _: str) -> Mask:
    found = clashes(batch)
    return (found.number_holder != _NOBODY) & (found.is_certain | sent_already(batch))


def _bad_number_taken(batch: Batch, _: str) -> Mask:
    return (clashes(batch).number_holder != _NOBODY) & ~_number_taken(batch, "")


def _id_taken(batch: Batch, _: str) -> Mask:
    return (clashes(batch).id_holder != _NOBODY) & ~sent_already(batch)


def _id_sent(batch: Batch, _: str) -> Mask:
    return (clashes(batch).id_holder != _NOBODY) & sent_already(batch)


def _number_detail(batch: Batch, _: str, at: Positions) -> pd.DataFrame:
    several = clashes(batch).taken[at].sum(axis=1) > 1
    other = _has_other(batch, at)
    ways = np.select([other & ~several, other], [_OR_BLANK_IT, _OR_BLANK_THEM], _TAKE_IT_OUT)
    return _named(batch, at).assign(hint=_hints(batch, at, pd.Series(ways, dtype="str")))


def _bad_number_detail(batch: Batch, _: str, at: Positions) -> pd.DataFrame:
    named = _named(batch, at)
    ways = np.where(_has_other(batch, at), _OR_BLANK_BAD, _CORRECT_FIRST)
    return named.assign(message=named["message"] + _UNDIALABLE, hint=ways)


def _named(batch: Batch, at: Positions) -> pd.DataFrame:
    """Say of some leads in which column the number is that somebody holds, and who."""
    found = clashes(batch)
    headings = np.array(batch.phone_headings, dtype=object)
    messages = _who(_NUMBER, batch, found.number_holder[at])
    return pd.DataFrame({"column": headings[found.number_column[at]], "message": messages})


def _has_other(batch: Batch, at: Positions) -> Mask:
    """Say which of some leads have a good number that nobody holds."""
    other: Mask = np.logical_or.reduce(good_numbers(batch)[at] & ~clashes(batch).taken[at], axis=1)
    return other


def _id_detail(batch: Batch, _: str, at: Positions) -> pd.DataFrame:
    messages = _who(_ID, batch, clashes(batch).id_holder[at])
    return pd.DataFrame({"column": batch.heading(EXTERNAL_ID), "message": messages})


def _id_sent_detail(batch: Batch, _: str, at: Positions) -> pd.DataFrame:
    return pd.DataFrame({"column": batch.heading(EXTERNAL_ID), "hint": "take the lead out: " + sent_by(batch, at)})


def _no_run(batch: Batch) -> str | None:
    return no_column(batch, EXTERNAL_ID) or needs_journal(batch)


def _hints(batch: Batch, at: Positions, otherwise: pd.Series) -> pd.Series:
    """Say what to do about a duplicate; of one that an earlier run has sent just so, there is no question."""
    if not batch.known.sent:
        return otherwise
    said = sent_by(batch, at)
    return otherwise.mask(said.ne(""), "take the lead out: " + said)


def _who(what: str, batch: Batch, holders: NDArray[np.int64]) -> pd.Series:
    rows = batch.row_texts(np.maximum(holders, 0))
    in_campaign = f"the campaign already holds a lead with this {what}"
    return (_AS_IN_FILE.format(what) + rows).mask(holders == IN_CAMPAIGN, in_campaign)


def _never(batch: Batch, _: str) -> Mask:
    return batch.no_lead


def _none_are_refused(batch: Batch) -> str | None:
    return "the campaign allows duplicate phone numbers" if batch.campaign.allow_duplicates else None


def _out_of_sight(batch: Batch) -> str | None:
    return (
        "no file shows them: a template can have a deduping campaign, whose list is kept on the PBX as hashes, and "
        "finalised leads count as duplicates too, also where the known leads lack them"
    )


CHECKS = (
    Check(
        id="duplicate-number",
        code=ResultCode.DUPLICATE,
        scope="cross",
        operations=("insert",),
        title="no other lead of the file, nor of the campaign (known=), has a phone number of a lead",
        message="another lead has this phone number",
        hint=_TAKE_IT_OUT,
        within_file=_AS_IN_FILE.format(_NUMBER),
        supplier_hint="keep one row for each number; an earlier or later row of the list has it too",
        needs=_needs_numbers,
        limits=partial(_not_against_campaign, part="numbers"),
        mask=_number_taken,
        detail=_number_detail,
    ),
    Check(
        id="duplicate-bad-number",
        code=ResultCode.DUPLICATE,
        # The PBX compares what is sent: two numbers that lack their area codes may be those of two people.
        remedy=Remedy.FIX,
        scope="cross",
        operations=("insert",),
        title="no number that nobody can dial stands on several leads: corrected, it may be different ones",
        message="another lead has this phone number, which nobody can dial",
        hint=_CORRECT_FIRST,
        within_file=_AS_IN_FILE.format(_NUMBER),
        supplier_hint="correct the number; as it is, an earlier or later row of the list has it too",
        needs=_needs_numbers,
        mask=_bad_number_taken,
        detail=_bad_number_detail,
    ),
    Check(
        id="duplicate-external-id",
        code=ResultCode.DUPLICATE_EXTERNAL_ID,
        scope="cross",
        fields=EXTERNAL_ID,
        operations=("insert",),
        title="no other lead of the file, nor of the campaign (known=), has the njExternalLeadId of a lead",
        message="another lead has this njExternalLeadId",
        hint=_ONE_EACH,
        within_file=_AS_IN_FILE.format(_ID),
        supplier_hint="give each row a reference of its own; an earlier or later row of the list has this one too",
        needs=partial(no_column, field=EXTERNAL_ID),
        limits=partial(_not_against_campaign, part="ids"),
        mask=_id_taken,
        detail=_id_detail,
    ),
    Check(
        id="id-sent-by-earlier-run",
        code=ResultCode.DUPLICATE_EXTERNAL_ID,
        remedy=Remedy.DROP,
        scope="cross",
        fields=EXTERNAL_ID,
        operations=("insert",),
        title="no earlier run (known= with its journal) has sent a lead just as it is under its njExternalLeadId",
        message="an earlier run has sent this very lead under this njExternalLeadId",
        hint="take the lead out: an earlier run has sent it",
        unasked=_no_run,
        mask=_id_sent,
        detail=_id_sent_detail,
    ),
    Check(
        id="duplicate-out-of-sight",
        code=ResultCode.DUPLICATE,
        scope="cross",
        operations=("insert",),
        title="no lead of the deduping campaign, and no finalised one, has a number of a lead (no file can tell)",
        message="the PBX may hold such a lead",
        unasked=_none_are_refused,
        needs=_out_of_sight,
        mask=_never,
    ),
)
