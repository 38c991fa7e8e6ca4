"""A campaign proposed for leads of which nothing is known but their columns."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import pandas as pd

from noojee_dq.batch.column_proposals import ColumnProposal, column_proposals
from noojee_dq.batch.country_columns import proposed_region_column
from noojee_dq.batch.proposed_hours import hours_held, proposed_hours
from noojee_dq.batch.refusals import marked_leads
from noojee_dq.campaign import Campaign
from noojee_dq.errors import CampaignError
from noojee_dq.fields import FIRST_OF_MORE
from noojee_dq.leads import as_text
from noojee_dq.phones import guess_reasons, phone_guesses
from noojee_dq.words.arguments import refuse_no_frame
from noojee_dq.words.display import MAX_HEADING, shown
from noojee_dq.words.rows import listed

#: Headings that are named where no column holds phone numbers.
_MOST_HEADINGS = 12


def propose_campaign(leads: pd.DataFrame, *, region: str = "AU") -> Campaign:
    """Propose a campaign for leads by their headings and cells, as `noojee-dq init` does; look at it before you use it.

    What only the PBX knows is not in it: the ids, its dispositions. Contact hours are proposed by the names that the
    leads hold, all of them or none. A column that may be a field of the API under a name of its own is never taken for
    it: a report of the leads names it under its notes, with the line that `columns` needs. They say as well what was
    guessed, and why, and what was not.

    Args:
        leads: one lead per row, columns of any dtype.
        region: country of numbers written without one, as ISO code or English name.

    Returns:
        The phone columns as `phone_fields`, as `region_column` the column that says of leads that they are in other
        countries, `contact_hours`, and `marked_do_not_call="error"` where the leads' own cells mark some of them as
        not to be called; `guesses` gives the reasons.

    Raises:
        CampaignError: no column looks like phone numbers.
        LeadsError: the headings of the frame are ambiguous.

    Example:
        >>> leads = pd.DataFrame({"Name": ["Ann", "Bob"], "Mobile": ["0491 570 006", "0491 570 156"]})
        >>> campaign = propose_campaign(leads)
        >>> campaign.phone_fields, campaign.guesses
        (('Mobile',), ('phone columns, guessed: Mobile: 100% of its filled cells read as numbers',))
        >>> propose_campaign(leads.assign(njContactHours="Perth")).contact_hours
        {'Perth': 'Australia/Perth'}
    """
    refuse_no_frame(leads)
    campaign = Campaign(region=region)
    guesses = phone_guesses(leads, campaign.region)
    phones = [guess.heading for guess in guesses if guess.guessed]
    if not phones:
        raise CampaignError(_none_found(leads))
    proposed = proposed_settings(as_text(leads), campaign, phones)
    reasons = [f"phone columns, guessed: {reason}" for reason in guess_reasons(guesses)]
    return proposed.campaign.guessed_by([*reasons, *_country_notes(proposed.campaign), *proposed.hours_notes])


class Proposed(NamedTuple):
    """What is proposed for leads.

    Attributes:
        campaign: the settings, without columns that are fields of the API under names of their own.
        columns: these columns, for a person to confirm.
        hours_notes: what a person should know of the contact hours.
    """

    campaign: Campaign
    columns: list[ColumnProposal]
    hours_notes: list[str]


def proposed_settings(text: pd.DataFrame, campaign: Campaign, phones: Sequence[str]) -> Proposed:
    """Propose what leads say of their campaign beyond their phone columns.

    Args:
        text: an all-text frame of leads.
        campaign: what is known of it; a column with the country of each lead stays, where it names one.
        phones: the phone columns.

    Example:
        >>> leads = pd.DataFrame({"Mobile": ["0491 570 006"], "Country": ["NZ"], "Time zone": ["Perth"]})
        >>> proposed = proposed_settings(leads, Campaign(), ["Mobile"])
        >>> proposed.campaign.region_column, proposed.campaign.contact_hours, [one.field for one in proposed.columns]
        ('Country', {'Perth': 'Australia/Perth'}, ['njContactHours'])
    """
    campaign = _with(campaign, phone_fields=tuple(phones), region_column=proposed_region_column(text, campaign))
    if marked_leads(text, phones):
        campaign = _with(campaign, marked_do_not_call="error")
    columns = column_proposals(text, campaign)
    names = hours_held(text, {one.headings[0]: one.field for one in columns if len(one.headings) == 1})
    hours = proposed_hours(names, campaign.region, is_all=not text.attrs.get(FIRST_OF_MORE))
    return Proposed(_with(campaign, contact_hours=hours.entries), columns, [hours.note] if hours.note else [])


def _with(campaign: Campaign, **settings: Any) -> Campaign:
    return Campaign(**(campaign.model_dump() | settings))


def _country_notes(campaign: Campaign) -> list[str]:
    column = campaign.region_column
    return [f'countries, guessed: "{shown(column, limit=MAX_HEADING)}" names that of each lead'] if column else []


def _none_found(leads: pd.DataFrame) -> str:
    headings = [f'"{shown(heading, limit=MAX_HEADING)}"' for heading in leads.columns[:_MOST_HEADINGS]]
    read = f"; what was read: {listed('column', headings, len(leads.columns))}" if headings else ""
    return f"no column looks like phone numbers: name them, nj.Campaign(phone_fields=[...]){read}"
