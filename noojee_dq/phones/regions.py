"""The country of each lead."""

import pandas as pd

from noojee_dq.arrow.cells import distinct
from noojee_dq.campaign import Campaign
from noojee_dq.errors import CampaignError
from noojee_dq.words.suggest import did_you_mean


def lead_regions(leads: pd.DataFrame, campaign: Campaign) -> str | pd.Series:
    """Return the country of each lead as ISO code, or one for all where the campaign names no `region_column`.

    The column may hold ISO codes or English names. What is neither stays as it is written: no numbers are read by it.

    Args:
        leads: an all-text frame.
        campaign: gives `region` and `region_column`.

    Raises:
        CampaignError: `region_column` is no column of the frame.

    Example:
        >>> leads = pd.DataFrame({"Country": ["nz", "Germany", "", "Erewhon"]})
        >>> lead_regions(leads, Campaign(region_column="Country")).tolist()
        ['NZ', 'DE', 'AU', 'EREWHON']
    """
    column = campaign.region_column
    if not column:
        return campaign.region
    if column not in leads.columns:
        raise CampaignError(f"region_column {column!r} is no column of the file{did_you_mean(column, leads.columns)}")
    written, which = distinct(leads[column])
    # There are some hundred countries.
    codes = [campaign.region_of(one) for one in written.tolist()]
    return pd.Series(codes, dtype="str").take(which).set_axis(leads.index)
