"""The form in which phone cells are sent: a list of the PBX is compared with just what is stored."""

import numpy as np
import pandas as pd
import pyarrow.compute as pc

from noojee_dq.arrow.columns import Mask, Positions, as_mask
from noojee_dq.batch.batch import Batch
from noojee_dq.batch.phone_column import phone_column
from noojee_dq.phones import phone_verdicts
from noojee_dq.phones.plain_form import plain_numbers


def sent_numbers(batch: Batch, heading: str) -> pd.Series:
    """Return the cells of a phone column as they are sent.

    Args:
        batch: the leads; the campaign says whether in plain form.
        heading: one of their phone columns.

    Returns:
        Text: a single number that is read for certain as its digits, with + in front where a country code is written;
        all else as it stands. Where the PBX has phone patterns, so does each number of which these make another one.

    Example:
        >>> from noojee_dq.campaign import Campaign
        >>> leads = pd.DataFrame({"Phone": ["(02) 5550-1234", "0491 570 006 ext 3"]})
        >>> [sent_numbers(Batch(leads, Campaign(phone_fields=["Phone"], phone_send=form)), "Phone").tolist()
        ...  for form in ("plain", "as-written")]
        [['0255501234', '0491 570 006 ext 3'], ['(02) 5550-1234', '0491 570 006 ext 3']]
    """
    if batch.campaign.phone_send == "as-written":
        return batch.text[heading]
    return batch.cached(("sent", heading), lambda: _plain(batch, heading))


def differing(batch: Batch) -> dict[str, Mask]:
    """Say of each phone column which cells are sent in another form than they are written in.

    Example:
        >>> from noojee_dq.campaign import Campaign
        >>> leads = pd.DataFrame({"Phone": ["0491 570 006", "0491570156"]})
        >>> differing(Batch(leads, Campaign(phone_fields=["Phone"])))["Phone"].tolist()
        [True, False]
    """
    return {
        heading: sent_numbers(batch, heading).ne(batch.text[heading]).to_numpy(dtype=bool)
        for heading in batch.phone_headings
    }


def _plain(batch: Batch, heading: str) -> pd.Series:
    cells = batch.text[heading]
    patterns = batch.campaign.phone_patterns
    # With patterns, the verdicts of the column are those on what the PBX makes of the cells.
    verdicts = phone_verdicts(cells, batch.region) if patterns else batch.phones(heading).verdicts
    plain = plain_numbers(verdicts, batch.region).to_pandas().astype("str").set_axis(cells.index)
    if patterns:
        changed = np.flatnonzero(plain.ne(cells))
        other = changed[~_the_same_to_pbx(batch, heading, plain, changed)]
        plain.iloc[other] = cells.iloc[other]
    return plain


def _the_same_to_pbx(batch: Batch, heading: str, plain: pd.Series, at: Positions) -> Mask:
    """Say of which cells the phone patterns make the same number in plain form as they are written."""
    before, after = (
        phone_column(cells, batch.campaign, batch.regions(at))
        for cells in (batch.cells(heading, at), plain.iloc[at].reset_index(drop=True))
    )
    return before.held & after.held & as_mask(pc.equal(before.number, after.number))
