"""Leads that a run has brought in, and that were changed since: they are no new ones, whatever else they say by now."""

import os
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
import pandas as pd

from noojee_dq.arrow.columns import Mask
from noojee_dq.batch.batch import Batch
from noojee_dq.batch.keys import ID_KEY, claimed_keys, key_hashes
from noojee_dq.campaign import Campaign
from noojee_dq.fields import EXTERNAL_ID, Operation
from noojee_dq.journal.format import State
from noojee_dq.journal.reader import digests_of, reading, run_of
from noojee_dq.sending.bodies import Bodies

_SENT: Final = (State.ACCEPTED, State.ACCEPTED_INFERRED, State.SENT_ELSEWHERE)
_KEYS: Final = "SELECT position, kind, hash FROM keys JOIN rows USING (position) WHERE state IN (?, ?, ?)"

#: What such leads are, and what there is to do about them.
CHANGED_SINCE: Final = (
    "sent before, as their number or external id tells, and changed since (by a note, a mark, another column): no new "
    "leads, and not sent. To tell the PBX what is new of them, submit them in a file of their own with --operation "
    f"update, where they have an {EXTERNAL_ID}, or change them in the dialler; who is not to be called any more "
    "belongs on the do-not-call list. Of those that only share a number with a lead that was sent, make a file of "
    "its own, and submit that with the journal of this run as --known (known= in Python)"
)


def changed_since(
    leads: pd.DataFrame, campaign: Campaign, operation: Operation, journals: Iterable[str | os.PathLike[str]]
) -> Mask:
    """Find leads that are likely others' newer versions: a run has sent one like it, which is no longer among them.

    Two are alike by their external ids; where one of them has none, by any number. An update may be sent again.

    Args:
        leads: all that there are, one per row.
        campaign: gives the field names.
        operation: "insert" or "update".
        journals: of the earlier runs.

    Returns:
        A mask of the leads; those that a run knows just as they are, are none of these to it.

    Raises:
        JournalError: one is no journal.

    Example:
        >>> changed_since(pd.DataFrame({"Phone": ["0491 570 006"]}), Campaign(), "insert", []).tolist()
        [False]
    """
    changed = np.zeros(len(leads), dtype=bool)
    journals = [] if operation == "update" else list(journals)
    if not journals:
        return changed
    keys = claimed_keys(Batch(leads, campaign, operation=operation)).astype({"kind": "str"})
    bodies = Bodies(leads, campaign, operation)
    for journal in journals:
        with reading(journal) as database:
            run, rows = run_of(database), digests_of(database)
            sent = pd.DataFrame(database.execute(_KEYS, _SENT), columns=["position", "kind", "hash"])
        if run.operation == "insert":
            now = list(bodies.digests(run.salt))
            gone, strange = _not_among(rows, now), _not_among(now, rows)
            own = keys.assign(hash=list(key_hashes(keys["key"], run.salt)))
            changed |= strange & _alike(own, sent[gone[sent["position"].to_numpy(dtype=np.intp)]], len(leads))
    return changed


def _not_among(digests: Sequence[bytes], others: Iterable[bytes]) -> Mask:
    known = set(others)
    return np.fromiter((digest not in known for digest in digests), dtype=bool, count=len(digests))


def _alike(keys: pd.DataFrame, sent: pd.DataFrame, count: int) -> Mask:
    """Find the leads that share a key with one that was sent, unless both have external ids, and different ones."""
    pairs = keys.merge(sent, on=["kind", "hash"], suffixes=("", "_sent"))
    ids, their_ids = (one[one["kind"].eq(ID_KEY)].set_index("position")["hash"] for one in (keys, sent))
    mine, theirs = pairs["position"].map(ids), pairs["position_sent"].map(their_ids)
    mask = np.zeros(count, dtype=bool)
    mask[pairs["position"][mine.isna() | theirs.isna() | mine.eq(theirs)].to_numpy(dtype=np.intp)] = True
    return mask
