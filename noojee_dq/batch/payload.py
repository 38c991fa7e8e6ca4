"""The JSON bodies: what of a lead is sent."""

import hashlib
import json
from collections.abc import Iterator
from itertools import repeat
from typing import Final

import pandas as pd

from noojee_dq.arrow.cells import is_blank
from noojee_dq.arrow.columns import Positions
from noojee_dq.batch.batch import Batch
from noojee_dq.batch.sent_numbers import sent_numbers
from noojee_dq.campaign import Campaign
from noojee_dq.fields import Operation

#: Bytes of the hash of a lead.
DIGEST_SIZE: Final = 16
#: A slice costs some milliseconds, and a million bodies at once too much memory.
_SLICE = 20_000


def payloads(leads: pd.DataFrame, campaign: Campaign, operation: Operation) -> list[dict[str, str]]:
    """Return what is sent for each lead: its cells that are not blank, by field name.

    They go as the text that was read; phone cells in plain form, unless the campaign says otherwise (`sent_numbers`).
    Columns whose names begin with `dq_` or `api_`, and the index, are never sent; `campaign.columns` renames.

    Args:
        leads: one lead per row; columns of any dtype.
        campaign: gives the field names.
        operation: "insert" or "update".

    Returns:
        One dictionary of field name and text for each row, in order.

    Raises:
        LeadsError: two columns would be sent as the same field, or headings repeat.
        CampaignError: the campaign's `region_column` is no column of the leads.

    Example:
        >>> leads = pd.DataFrame({"Phone": ["0491 570 006", None], "Ref": [7.0, 8.0], "dq_status": "ready"})
        >>> payloads(leads, Campaign(columns={"Ref": "njExternalLeadId"}), "insert")
        [{'Phone': '0491 570 006', 'njExternalLeadId': '7'}, {'njExternalLeadId': '8'}]
        >>> payloads(leads[["Phone"]], Campaign(phone_fields=["Phone"]), "insert")
        [{'Phone': '0491570006'}, {}]
    """
    return _bodies(sent_cells(Batch(leads, campaign, operation=operation)), campaign)


def _bodies(sent: pd.DataFrame, campaign: Campaign) -> list[dict[str, str]]:
    fields = [campaign.field_of(heading) for heading in sent.columns]
    columns = [sent[heading].tolist() for heading in sent.columns]
    rows = zip(*columns, strict=True) if columns else repeat((), len(sent))
    # A body is a dictionary, so here rows are looked at one by one.
    return [{field: value for field, value in zip(fields, row, strict=True) if value} for row in rows]


def row_digests(leads: pd.DataFrame, campaign: Campaign, operation: Operation, salt: bytes) -> Iterator[bytes]:
    """Return a salted hash of each lead, in order: whether it is still, or once more, the same.

    It is that of its cells as they were read, whatever form phone numbers are sent in: so a lead is known again in
    every journal, also where another form of sending was asked for, or there was none.

    Args:
        leads: one lead per row.
        campaign: gives the field names.
        operation: "insert" or "update".
        salt: of the journal, at most 64 bytes.

    Raises:
        LeadsError, CampaignError: as `payloads`.

    Example:
        >>> leads = pd.DataFrame({"Phone": ["0491 570 006", "0491 570 006"], "dq_status": ["ready", ""]})
        >>> one, other = row_digests(leads, Campaign(), "insert", b"salt")
        >>> one == other
        True
    """
    return (row_digest(text, salt) for text in row_texts(leads, campaign, operation))


def row_texts(leads: pd.DataFrame, campaign: Campaign, operation: Operation) -> Iterator[bytes]:
    """Return what the hash of each lead is made of, in order: the same for all journals.

    Args:
        leads: one lead per row.
        campaign: gives the field names.
        operation: "insert" or "update".

    Raises:
        LeadsError, CampaignError: as `payloads`.

    Example:
        >>> list(row_texts(pd.DataFrame({"Phone": ["0491 570 006"]}), Campaign(), "insert"))
        [b'{"Phone": "0491 570 006"}']
    """
    for first in range(0, len(leads), _SLICE):
        # Hashes are made one by one: a row's body is a dictionary of its own.
        batch = Batch(leads.iloc[first : first + _SLICE], campaign, operation=operation)
        for body in _bodies(_without_blanks(batch.text), campaign):
            yield json.dumps(body, sort_keys=True).encode("ascii")


def row_digest(text: bytes, salt: bytes) -> bytes:
    """Return the salted hash of a lead.

    Args:
        text: from `row_texts`.
        salt: of the journal, at most 64 bytes.

    Example:
        >>> len(row_digest(b"{}", b"salt"))
        16
    """
    return hashlib.blake2b(text, digest_size=DIGEST_SIZE, key=salt).digest()


def sent_cells(batch: Batch, at: Positions | slice = slice(None)) -> pd.DataFrame:
    """Return the cells that are sent, as text on a range index; "" = the field is left out.

    Args:
        batch: the leads.
        at: the positions of those that are asked for.

    Example:
        >>> batch = Batch(pd.DataFrame({"Phone": ["0491 570 006"], "Name": [" "]}), Campaign(phone_fields=["Phone"]))
        >>> sent_cells(batch).iloc[0].tolist()
        ['0491570006', '']
    """
    numbers = {heading: sent_numbers(batch, heading).iloc[at] for heading in batch.phone_headings}
    return _without_blanks(batch.text.iloc[at].assign(**numbers).reset_index(drop=True))


def _without_blanks(text: pd.DataFrame) -> pd.DataFrame:
    filled = {heading: text[heading].mask(is_blank(text[heading]), "") for heading in text.columns}
    return pd.DataFrame(filled, index=text.index)
