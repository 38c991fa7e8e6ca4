"""The JSON bodies: what of a lead is sent."""

import hashlib
import json
from collections.abc import Iterator
from itertools import repeat

import pandas as pd

from noojee_dq.arrow.cells import is_blank
from noojee_dq.batch.batch import Batch
from noojee_dq.campaign import Campaign
from noojee_dq.fields import Operation

#: A slice costs some milliseconds, and a million bodies at once too much memory.
_SLICE = 20_000


def payloads(leads: pd.DataFrame, campaign: Campaign, operation: Operation) -> list[dict[str, str]]:
    """Return what is sent for each lead: its cells that are not blank, as the text that was read, by field name.

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
    """
    sent = sent_cells(Batch(leads, campaign, operation=operation).text)
    fields = [campaign.field_of(heading) for heading in sent.columns]
    columns = [sent[heading].tolist() for heading in sent.columns]
    rows = zip(*columns, strict=True) if columns else repeat((), len(leads))
    # A body is a dictionary, so here rows are looked at one by one.
    return [{field: value for field, value in zip(fields, row, strict=True) if value} for row in rows]


def row_digests(leads: pd.DataFrame, campaign: Campaign, operation: Operation, salt: bytes) -> Iterator[bytes]:
    """Return a salted hash of what is sent for each lead, in order: whether a lead is still, or once more, the same.

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
    for first in range(0, len(leads), _SLICE):
        # Hashes are made one by one: a row's body is a dictionary of its own.
        for body in payloads(leads.iloc[first : first + _SLICE], campaign, operation):
            text = json.dumps(body, sort_keys=True).encode("ascii")
            yield hashlib.blake2b(text, digest_size=16, key=salt).digest()


def sent_cells(text: pd.DataFrame) -> pd.DataFrame:
    """Return the cells that are sent, as text; "" = the field is left out.

    Args:
        text: leads as `Batch.text` has them, or some of their rows.

    Example:
        >>> sent_cells(pd.DataFrame({"Phone": ["0491 570 006"], "Name": [" "]}, dtype="str")).iloc[0].tolist()
        ['0491 570 006', '']
    """
    return pd.DataFrame({heading: text[heading].mask(is_blank(text[heading]), "") for heading in text.columns})
