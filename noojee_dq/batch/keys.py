"""What leads claim on the PBX: their phone numbers and their external ids."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from noojee_dq.arrow.columns import Mask, as_mask, column_of, lengths, selected, text
from noojee_dq.batch.batch import Batch
from noojee_dq.batch.external_ids import ids_of
from noojee_dq.fields import EXTERNAL_ID

NUMBER_KEY = "number"
ID_KEY = "id"
KEY_KINDS = [NUMBER_KEY, ID_KEY]
_NONE: Final = np.array([], dtype=np.intp)


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
    columns = [(NUMBER_KEY, batch.phones(heading).number) for heading in batch.phone_headings]
    if batch.heading(EXTERNAL_ID) is not None:
        columns.append((ID_KEY, column_of(ids_of(batch))))
    claimed = _claimed(columns)
    position = np.concatenate([np.flatnonzero(mask) for mask in claimed] or [_NONE])
    kind = np.repeat([KEY_KINDS.index(kind) for kind, _ in columns], [mask.sum() for mask in claimed])
    in_order = np.argsort(position, kind="stable")
    # A column of text after the other, and no more of it than is wanted: these are as large as the leads' own columns.
    key = pa.concat_arrays([text([]), *map(selected, [cells for _, cells in columns], claimed)])
    return pd.DataFrame(
        {
            "position": position[in_order],
            # A million times the same kind takes little room as a category.
            "kind": pd.Categorical.from_codes(kind[in_order], categories=pd.Index(KEY_KINDS)),
            "key": key.take(pa.array(in_order)).to_pandas(),
        }
    )


def _claimed(columns: Sequence[tuple[str, Any]]) -> list[Mask]:
    """Say of each column which keys are to be listed: those that are not empty, once where a lead has one twice."""
    masks: list[Mask] = []
    for place, (kind, cells) in enumerate(columns):
        before = [other for name, other in columns[:place] if name == kind]
        again = np.logical_or.reduce([as_mask(pc.equal(cells, other)) for other in before], initial=False)
        masks.append((lengths(cells) > 0) & ~again)
    return masks


def key_hashes(keys: Iterable[str], salt: bytes) -> Iterator[bytes]:
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
    for key in keys:
        yield hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16, key=salt).digest()
