"""What leads claim on the PBX, and what was accepted in an earlier run, as its journal remembers it."""

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd

from noojee_dq.campaign import Campaign
from noojee_dq.checks.batch import Batch
from noojee_dq.checks.reference import Known
from noojee_dq.errors import CampaignError
from noojee_dq.journal_format import reading

NUMBER = "number"
EXTERNAL_ID = "id"
_KINDS = [NUMBER, EXTERNAL_ID]

_ID = "njExternalLeadId"
_ACCEPTED = (
    "SELECT hash FROM keys JOIN rows USING (position) WHERE kind = ? AND state IN ('accepted', 'accepted_inferred')"
)
#: Where accepted leads are.
_PLACE = ("url", "template_id", "campaign_id")


def claimed_keys(batch: Batch) -> pd.DataFrame:
    """What each lead claims on the PBX: its phone numbers and its external id.

    Args:
        batch: the leads.

    Returns:
        A line per lead and key, ordered by lead: `position` (from 0), `kind` ("number" or "id") and `key` (a number in
        normal form, or an id).

    Example:
        >>> from noojee_dq.campaign import Campaign
        >>> leads = pd.DataFrame({"Phone": ["0491 570 006", ""], "njExternalLeadId": ["A", "B"]})
        >>> claimed_keys(Batch(leads, Campaign(phone_fields=["Phone"]))).values.tolist()
        [[0, 'number', '+61491570006'], [0, 'id', 'A'], [1, 'id', 'B']]
    """
    columns = [(NUMBER, batch.phones(heading).number.to_pandas()) for heading in batch.phone_headings]
    heading = batch.heading(_ID)
    if heading is not None:
        columns.append((EXTERNAL_ID, batch.text[heading].str.strip().where(batch.filled(heading), "")))
    lines = [_filled(kind, keys) for kind, keys in columns] or [_filled(NUMBER, pd.Series([], dtype="str"))]
    found = pd.concat(lines, ignore_index=True).sort_values("position", kind="stable", ignore_index=True)
    return found.drop_duplicates(ignore_index=True)


def _filled(kind: str, keys: pd.Series) -> pd.DataFrame:
    """The lines of one column: a million times the same kind takes little room as a category."""
    filled = keys.ne("").to_numpy()
    kinds = pd.Categorical.from_codes(np.full(filled.sum(), _KINDS.index(kind)), categories=pd.Index(_KINDS))
    return pd.DataFrame({"position": np.flatnonzero(filled), "kind": kinds, "key": keys[filled].array})


def key_hashes(keys: Iterable[str], salt: bytes) -> list[bytes]:
    """The salted hash of each phone number (in normal form) or external id.

    It keeps numbers out of plain sight, and no more: whoever has the file, and with it the salt, can undo a hash by
    trying all phone numbers.

    Args:
        keys: numbers in normal form, or external ids.
        salt: of the journal, at most 64 bytes.

    Returns:
        Hashes of 16 bytes (BLAKE2b, RFC 7693), in the same order.

    Example:
        >>> [len(digest) for digest in key_hashes(["+61491570006", "A-1"], b"salt")]
        [16, 16]
    """
    # A call per key: no library hashes a column with BLAKE2b, and it is a microsecond each.
    return [hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16, key=salt).digest() for key in keys]


def accepted_before(journal: str | os.PathLike[str], batch: Batch) -> Known:
    """The numbers and ids of some leads that an earlier run had accepted.

    A journal holds no number in plain sight but salted hashes, so only those can be found that the leads hold too. A
    hash of a phone number can be undone by trying all numbers; hence a journal can be read by its owner alone.

    Args:
        journal: the run's SQLite file.
        batch: the leads that are to be sent now.

    Returns:
        What of the leads' numbers and ids the campaign holds since that run; it says nothing of other leads, nor of
        dispositions.

    Raises:
        JournalError: the file is missing, or no journal.
        CampaignError: the run went to another place than the leads' campaign names, as far as it names one.
    """
    keys = claimed_keys(batch)
    with reading(journal) as database:
        run = database.execute("SELECT campaign, salt FROM run").fetchone()
        accepted = {kind: {digest for (digest,) in database.execute(_ACCEPTED, [kind])} for kind in _KINDS}
    if run is None:
        return Known()
    settings, salt = run
    _require_same_place(Path(journal).name, json.loads(settings), batch.campaign)
    held = {kind: _held(keys["key"][keys["kind"] == kind], accepted[kind], salt) for kind in _KINDS}
    return Known(ids=held[EXTERNAL_ID], numbers=held[NUMBER])


def _held(keys: pd.Series, accepted: set[bytes], salt: bytes) -> pd.Series:
    return keys[[digest in accepted for digest in key_hashes(keys, salt)]]


def _require_same_place(name: str, before: dict[str, object], campaign: Campaign) -> None:
    for setting in _PLACE:
        was, now = (_plain(value) for value in (before.get(setting), getattr(campaign, setting)))
        if now and was != now:
            raise CampaignError(
                f"{name}: its leads went to another {setting} ({was!r}, the campaign has {now!r}), so it does not tell "
                "what this campaign holds: give a journal of this campaign, or an export of its leads"
            )


def _plain(setting: object) -> str:
    """A setting as it is compared: a number may be written as text, and an address with a slash at its end."""
    return "" if setting is None else str(setting).strip().rstrip("/")
