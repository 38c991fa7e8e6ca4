"""A campaign proposed for leads of which nothing is known but their columns."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import pandas as pd

from noojee_dq.batch.column_proposals import ColumnProposal, column_proposals
from noojee_dq.batch.country_columns import proposed_region_column
from noojee_dq.batch.proposed_hours import are_zones, hours_held, proposed_hours
from noojee_dq.batch.refusals import marked_leads
from noojee_dq.campaign import Campaign
from noojee_dq.errors import CampaignError
from noojee_dq.fields import CONTACT_HOURS, OPERATIONS, Operation
from noojee_dq.leads import as_text
from noojee_dq.phones import guess_phone_columns
from noojee_dq.words.arguments import refuse_no_frame, refuse_unknown
from noojee_dq.words.display import MAX_HEADING, shown
from noojee_dq.words.rows import listed

#: Headings that are named where no column holds phone numbers.
_MOST_HEADINGS = 12


def propose_campaign(leads: pd.DataFrame, *, region: str = "AU", operation: Operation = "insert") -> Campaign:
    """Propose a campaign for leads by their headings and cells, as `noojee-dq init` does; look at it before you use it.

    What only the PBX knows is not in it: the ids, its dispositions. Its contact hours are proposed by the names that
    the leads hold, where these seem to stand for a zone. Where two columns may be the same field, neither is mapped,
    nor is one of contact hours of which no name stands for a zone: a report names them under its notes.

    Args:
        leads: one lead per row, columns of any dtype.
        region: ISO 3166 code of the country of numbers written without one.
        operation: "insert" or "update": the call that the leads are meant for.

    Returns:
        The phone columns as `phone_fields`, other fields of the API that are under names of their own as `columns`,
        as `region_column` the column that says of leads that they are in other countries, `contact_hours`, and
        `marked_do_not_call="error"` where the leads' own cells mark some of them as not to be called.

    Raises:
        CampaignError: no column looks like phone numbers.
        LeadsError: the headings of the frame are ambiguous.

    Example:
        >>> leads = pd.DataFrame({"Cust Ref": ["A1", "A2"], "Mobile": ["0491 570 006", "0491 570 156"]})
        >>> campaign = propose_campaign(leads)
        >>> campaign.phone_fields, campaign.columns
        (('Mobile',), {'Cust Ref': 'njExternalLeadId'})
        >>> propose_campaign(leads.assign(njContactHours="Perth")).contact_hours
        {'Perth': 'Australia/Perth'}
    """
    refuse_no_frame(leads)
    refuse_unknown("operation", operation, OPERATIONS)
    campaign = Campaign(region=region)
    phones = guess_phone_columns(leads, campaign.region)
    if not phones:
        raise CampaignError(_none_found(leads))
    proposed = proposed_settings(as_text(leads), campaign, phones, operation)
    return _with(proposed.campaign, columns=proposed.mapped)


class Proposed(NamedTuple):
    """What is proposed for leads.

    Attributes:
        campaign: the settings, without columns that are fields of the API under names of their own.
        columns: these columns, for a person to confirm.
        mapped: those of them that are taken without a person: heading -> field.
    """

    campaign: Campaign
    columns: list[ColumnProposal]
    mapped: dict[str, str]


def proposed_settings(
    text: pd.DataFrame, campaign: Campaign, phones: Sequence[str], operation: Operation | None = None
) -> Proposed:
    """Propose what leads say of their campaign beyond their phone columns.

    Args:
        text: an all-text frame of leads.
        campaign: what is known of it; a column with the country of each lead stays, where it names one.
        phones: the phone columns.
        operation: the call that the leads are meant for; None = either.

    Example:
        >>> leads = pd.DataFrame({"Mobile": ["0491 570 006"], "Country": ["NZ"], "Time zone": ["Perth"]})
        >>> proposed = proposed_settings(leads, Campaign(), ["Mobile"])
        >>> proposed.campaign.region_column, proposed.campaign.contact_hours, proposed.mapped
        ('Country', {'Perth': 'Australia/Perth'}, {'Time zone': 'njContactHours'})
    """
    campaign = _with(campaign, phone_fields=tuple(phones), region_column=proposed_region_column(text, campaign))
    if marked_leads(text, phones):
        campaign = _with(campaign, marked_do_not_call="error")
    columns = column_proposals(text, campaign, operation)
    mapped = {one.headings[0]: one.field for one in columns if len(one.headings) == 1}
    names = hours_held(text, mapped)
    hours = proposed_hours(names, campaign.region)
    if not hours and not are_zones(names):
        # Such a column may be something else; taken for contact hours, it would have every lead refused.
        mapped = {heading: field for heading, field in mapped.items() if field != CONTACT_HOURS}
    return Proposed(_with(campaign, contact_hours=hours), columns, mapped)


def _with(campaign: Campaign, **settings: Any) -> Campaign:
    return Campaign(**(campaign.model_dump() | settings))


def _none_found(leads: pd.DataFrame) -> str:
    headings = [f'"{shown(heading, limit=MAX_HEADING)}"' for heading in leads.columns[:_MOST_HEADINGS]]
    read = f"; what was read: {listed('column', headings, len(leads.columns))}" if headings else ""
    return f"no column looks like phone numbers: name them, nj.Campaign(phone_fields=[...]){read}"
