"""What became of some leads in an earlier run, as its journal remembers it."""

import json
import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from noojee_dq.batch.batch import Batch
from noojee_dq.batch.keys import ID_KEY, KEY_KINDS, NUMBER_KEY, claimed_keys, key_hashes
from noojee_dq.batch.payload import row_digests
from noojee_dq.batch.reference import Known, SentBefore
from noojee_dq.campaign import Campaign, as_compared
from noojee_dq.errors import CampaignError
from noojee_dq.journal.format import State
from noojee_dq.journal.reader import reading

_HASHES = "SELECT hash FROM keys JOIN rows USING (position) WHERE kind = ? AND state IN (?, ?)"
_DIGESTS = "SELECT digest FROM rows WHERE state IN (?, ?)"
_IN_DOUBT = (State.UNKNOWN, State.IN_FLIGHT)
_ACCEPTED = (State.ACCEPTED, State.ACCEPTED_INFERRED)
#: Where accepted leads are.
_PLACE = ("url", "template_id", "campaign_id")


def sent_before(journal: str | os.PathLike[str], batch: Batch) -> Known:
    """Return which of some leads an earlier run had accepted, or left in doubt: their numbers, their ids, themselves.

    A journal holds no number in plain sight but salted hashes, so only those can be found that the leads hold too. A
    hash of a phone number can be undone by trying all numbers; hence a journal can be read by its owner alone.

    Args:
        journal: the run's SQLite file.
        batch: the leads that are to be sent now.

    Returns:
        What of the leads' numbers and ids the campaign holds since that run; it says nothing of other leads, nor of
        dispositions. Of an insert it says too which leads went just as they are; an update may be sent again.

    Raises:
        JournalError: the file is missing, or no journal.
        CampaignError: the run went to another place than the leads' campaign names, as far as it names one.
    """
    keys = claimed_keys(batch)
    with reading(journal) as database:
        settings, salt, operation = database.execute("SELECT campaign, salt, operation FROM run").fetchone()
        accepted, in_doubt = (_by_kind(database, states) for states in (_ACCEPTED, _IN_DOUBT))
        rows = [_digests(database, states) for states in (_ACCEPTED, _IN_DOUBT)]
    require_same_place(Path(journal).name, settings, batch.campaign)
    of_kind = {kind: keys["key"][keys["kind"] == kind] for kind in KEY_KINDS}
    hashes = {kind: list(key_hashes(own, salt)) for kind, own in of_kind.items()}

    def among(digests: dict[str, set[bytes]], kind: str) -> pd.Series:
        return of_kind[kind][[digest in digests[kind] for digest in hashes[kind]]]

    return Known(
        ids=among(accepted, ID_KEY),
        numbers=among(accepted, NUMBER_KEY),
        ids_in_doubt=among(in_doubt, ID_KEY),
        numbers_in_doubt=among(in_doubt, NUMBER_KEY),
        runs=1,
        sent=(_just_so(Path(journal), batch, salt, rows),) if batch.operation == operation == "insert" else (),
    )


def share_sent(database: sqlite3.Connection, salt: bytes, keys: pd.DataFrame) -> float:
    """Return of how many numbers and ids of some leads a run had the lead accepted, or left it in doubt.

    Args:
        database: the run's journal, open.
        salt: of the journal.
        keys: from `claimed_keys`; of none the share is 0.
    """
    sent = [_by_kind(database, states) for states in (_ACCEPTED, _IN_DOUBT)]
    known = {kind: set().union(*(one[kind] for one in sent)) for kind in KEY_KINDS}
    hashes = zip(keys["kind"], key_hashes(keys["key"], salt), strict=True)
    return sum(digest in known[kind] for kind, digest in hashes) / max(len(keys), 1)


def _just_so(journal: Path, batch: Batch, salt: bytes, rows: Sequence[set[bytes]]) -> SentBefore:
    """Find the leads among rows that were accepted, and among those in doubt."""
    found = list(row_digests(batch.leads, batch.campaign, batch.operation, salt)) if any(rows) else []
    masks = [np.array([one in digests for one in found], dtype=bool) if digests else batch.no_lead for digests in rows]
    return SentBefore(journal, *masks)


def _digests(database: sqlite3.Connection, states: tuple[State, State]) -> set[bytes]:
    return {digest for (digest,) in database.execute(_DIGESTS, states)}


def _by_kind(database: sqlite3.Connection, states: tuple[State, State]) -> dict[str, set[bytes]]:
    return {kind: {digest for (digest,) in database.execute(_HASHES, [kind, *states])} for kind in KEY_KINDS}


def require_same_place(name: str, settings: str, campaign: Campaign) -> None:
    """Refuse a run whose leads went to another place than a campaign names, as far as it names one.

    Args:
        name: of the run's journal.
        settings: the run's campaign, as its journal holds it.
        campaign: of the leads that are to be sent now.

    Raises:
        CampaignError: it is another place.

    Example:
        >>> require_same_place("run.sqlite", '{"campaign_id": 7}', Campaign(campaign_id=8))  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        ...
        noojee_dq.errors.CampaignError: run.sqlite: its leads went to another campaign_id ('7', the campaign has '8')...
    """
    before = json.loads(settings)
    for setting in _PLACE:
        was, now = (as_compared(value) for value in (before.get(setting), getattr(campaign, setting)))
        if now and was != now:
            raise CampaignError(
                f"{name}: its leads went to another {setting} ({was!r}, the campaign has {now!r}), so it does not tell "
                "what this campaign holds: give a journal of this campaign, or an export of its leads"
            )
