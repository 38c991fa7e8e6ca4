"""What leads claim on the PBX: their phone numbers and their external ids."""

import hashlib
from collections.abc import Iterable

import numpy as np
import pandas as pd

from noojee_dq.batch.batch import Batch
from noojee_dq.batch.external_ids import ids_of
from noojee_dq.fields import EXTERNAL_ID

NUMBER_KEY = "number"
ID_KEY = "id"
KEY_KINDS = [NUMBER_KEY, ID_KEY]


def claimed_keys(batch: Batch) -> pd.DataFrame:
    """List what each lead claims on the PBX: its phone numbers and its external id.

    Args:
        batch: the leads.

    Returns:
        A line per lead and key, ordered by lead: `position` (from 0), `kind` ("number" or "id") and `key` (a number in
        normal form, or an id as `ids_of` gives it).

    Example:
        >>> from noojee_dq.campaign import Campaign
        >>> leads = pd.DataFrame({"Phone": ["0491 570 006", ""], "njExternalLeadId": ["A", "B"]})
        >>> claimed_keys(Batch(leads, Campaign(phone_fields=["Phone"]))).values.tolist()
        [[0, 'number', '+61491570006'], [0, 'id', 'A'], [1, 'id', 'B']]
    """
    columns = [(NUMBER_KEY, batch.phones(heading).number.to_pandas()) for heading in batch.phone_headings]
    if batch.heading(EXTERNAL_ID) is not None:
        columns.append((ID_KEY, ids_of(batch)))
    lines = [_filled(kind, keys) for kind, keys in columns] or [_filled(NUMBER_KEY, pd.Series([], dtype="str"))]
    found = pd.concat(lines, ignore_index=True).sort_values("position", kind="stable", ignore_index=True)
    return found.drop_duplicates(ignore_index=True)


def _filled(kind: str, keys: pd.Series) -> pd.DataFrame:
    """Return the lines of one column: a million times the same kind takes little room as a category."""
    filled = keys.ne("").to_numpy()
    kinds = pd.Categorical.from_codes(np.full(filled.sum(), KEY_KINDS.index(kind)), categories=pd.Index(KEY_KINDS))
    return pd.DataFrame({"position": np.flatnonzero(filled), "kind": kinds, "key": keys[filled].array})


def key_hashes(keys: Iterable[str], salt: bytes) -> list[bytes]:
    """Return the salted hash of each phone number (in normal form) or external id.

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
