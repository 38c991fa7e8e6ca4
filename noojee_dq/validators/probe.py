"""What of a rule is known without leads: it is asked about a file that has every column and no row."""

from collections.abc import Callable
from typing import Final

import pandas as pd

from noojee_dq.batch.batch import ALL_FIELDS, PHONE_FIELDS, Batch
from noojee_dq.campaign import Campaign
from noojee_dq.checks.catalogue import CHECKS
from noojee_dq.fields import API_OUTCOME, SYSTEM_FIELDS

#: What says where a lead is, or what became of it: no field of the API.
_MORE: Final = ("State", "Postcode", "Country", API_OUTCOME)


def known_fields(campaign: Campaign) -> list[str]:
    """Return the fields that some rule, or the campaign, knows.

    Example:
        >>> known_fields(Campaign(phone_fields=["Phone"]))[:2]
        ['Phone', 'njExternalLeadId']
    """
    of_rules = [check.fields for check in CHECKS if check.fields not in ("", PHONE_FIELDS, ALL_FIELDS)]
    rules = campaign.field_rules
    of_fields = [*rules.required, *rules.max_length, *rules.choices]
    return list(dict.fromkeys([*campaign.phone_fields, *SYSTEM_FIELDS, *campaign.fields, *of_rules, *of_fields]))


def probe(campaign: Campaign, make: Callable[[pd.DataFrame], Batch]) -> Batch:
    """Make a batch of no leads with every column, for a rule to say what it misses.

    Args:
        campaign: what the campaign expects.
        make: makes a batch of leads.

    Example:
        >>> batch = probe(Campaign(), lambda leads: Batch(leads, Campaign()))
        >>> len(batch), batch.heading("njPriority")
        (0, 'njPriority')
    """
    renamed = {field: heading for heading, field in campaign.columns.items()}
    headings = [*(renamed.get(field, field) for field in known_fields(campaign)), *_MORE]
    if campaign.region_column:
        headings.append(campaign.region_column)
    return make(pd.DataFrame(columns=pd.Index(dict.fromkeys(headings)), dtype="str"))
