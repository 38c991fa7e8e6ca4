"""Columns without a phone number where phone columns were guessed: further down they must hold none either."""

from collections.abc import Collection

import pandas as pd

from noojee_dq.arrow.cells import is_blank
from noojee_dq.batch.batch import Batch
from noojee_dq.errors import CampaignError
from noojee_dq.large.parts import lead_label
from noojee_dq.phones import phone_guesses


def left_out(leads: pd.DataFrame, region: str) -> tuple[str, ...]:
    """Return the columns in which no phone number is seen, by which phone columns are guessed.

    Args:
        leads: some of those that are to be checked.
        region: ISO 3166 code of the country of numbers written without one.

    Example:
        >>> some = pd.DataFrame({"Phone": ["0491 570 006"], "Mobile": [""], "Name": ["Ann"]})
        >>> left_out(some, "AU")
        ('Mobile', 'Name')
    """
    # Of numbers that were seen, and left out all the same, a person has been told.
    seen = {guess.heading for guess in phone_guesses(leads, region) if guess.guessed or guess.doubtful}
    return tuple(heading for heading in leads.columns if heading not in seen)


def refuse_phones_among(headings: Collection[str], batch: Batch, source: str | None) -> None:
    """Refuse to check leads that have phone numbers in columns which were left out.

    Args:
        headings: of these columns.
        batch: the leads.
        source: the name of their file, where files are several.

    Raises:
        CampaignError: they have; nobody would compare these numbers with any list.
    """
    if not headings:
        return
    text = batch.text[[heading for heading in batch.text.columns if heading in headings]]
    found = [guess.heading for guess in phone_guesses(text, batch.campaign.region) if guess.guessed]
    if not found:
        return
    first = batch.leads.index[~is_blank(text[found[0]])][0]
    options = " ".join(f'--phone-field "{heading}"' for heading in (*batch.campaign.phone_fields, *found))
    raise CampaignError(
        f"the column {found[0]!r} holds phone numbers from row {lead_label(first, source)} on, and was left out when "
        "phone columns were guessed, by the first leads: name all phone columns that count, as in a campaign file or "
        f"with {options} (phone_fields= in Python)"
    )
