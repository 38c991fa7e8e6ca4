"""The country of each lead."""

import pandas as pd

from noojee_dq.campaign import Campaign
from noojee_dq.errors import CampaignError
from noojee_dq.words.suggest import did_you_mean


def lead_regions(leads: pd.DataFrame, campaign: Campaign) -> str | pd.Series:
    """Return the country of each lead as ISO code, or one for all where the campaign names no `region_column`.

    Args:
        leads: an all-text frame.
        campaign: gives `region` and `region_column`.

    Raises:
        CampaignError: `region_column` is no column of the frame.

    Example:
        >>> lead_regions(pd.DataFrame({"Country": ["nz", ""]}), Campaign(region_column="Country")).tolist()
        ['NZ', 'AU']
    """
    column = campaign.region_column
    if not column:
        return campaign.region
    if column not in leads.columns:
        raise CampaignError(f"region_column {column!r} is no column of the file{did_you_mean(column, leads.columns)}")
    codes = leads[column].str.strip().str.upper()
    return codes.mask(codes.eq(""), campaign.region)
