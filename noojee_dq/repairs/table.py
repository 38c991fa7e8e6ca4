"""`Table`: the leads under repair, as text, with what several fixes need to know of them."""

from copy import copy
from typing import Self

import numpy as np
import pandas as pd

from noojee_dq.campaign import Campaign
from noojee_dq.leads import OWN_PREFIXES, as_text
from noojee_dq.phones import apply_patterns, digits, parse_phones
from noojee_dq.phones.problems import DAMAGED
from noojee_dq.phones.regions import lead_regions
from noojee_dq.repairs.fix import Edit, Positions


class Table:
    """The leads of one call to `repair`; its `text` changes, the caller's frame does not.

    Args:
        leads: the caller's frame.
        campaign: names the phone fields, their country and the PBX's phone patterns.

    Raises:
        LeadsError: headings repeat.
        CampaignError: the campaign's `region_column` is no column of the frame.

    Example:
        >>> table = Table(pd.DataFrame({"Phone": ["0491 570 006"]}), Campaign(phone_fields=["Phone"]))
        >>> table.readings("Phone")["reached"].tolist()
        ['+61491570006']
    """

    def __init__(self, leads: pd.DataFrame, campaign: Campaign) -> None:
        text = as_text(leads).reset_index(drop=True)
        self.campaign = campaign
        self.text = text.loc[:, ~text.columns.str.startswith(OWN_PREFIXES)]
        self.headings = {campaign.field_of(heading): heading for heading in self.text.columns}
        fields = dict.fromkeys(campaign.phone_fields)
        self.phone_headings = [self.headings[field] for field in fields if field in self.headings]
        self._regions = lead_regions(self.text, campaign)
        self._readings: dict[str, pd.DataFrame] = {}

    def copy(self) -> Self:
        """The same table, to be changed apart."""
        other = copy(self)
        other._readings = dict(self._readings)
        return other

    def regions(self, at: Positions) -> str | pd.Series:
        """The ISO code of the country of some leads: one for each, or one for all."""
        return self._regions if isinstance(self._regions, str) else self._regions.iloc[at].reset_index(drop=True)

    def cells(self, heading: str, at: Positions) -> pd.Series:
        """Some cells of a column, on a range index."""
        return self.text[heading].iloc[at].reset_index(drop=True)

    def readings(self, heading: str) -> pd.DataFrame:
        """What `read` says of a whole phone column as it is now."""
        if heading not in self._readings:
            self._readings[heading] = self.read(self.text[heading], np.arange(len(self.text)))
        return self._readings[heading]

    def read(self, cells: pd.Series, at: Positions) -> pd.DataFrame:
        """Say what phone cells mean in the country of the leads at these positions.

        Returns:
            The columns `e164` (the number that is written there, null unless valid), `problem` (as in
            `parse_phones`) and `reached` (the number that the PBX would dial, as E.164 or digits; "" = none).
        """
        regions = self.regions(at)
        parsed = parse_phones(cells, regions)
        patterns = self.campaign.phone_patterns
        if not patterns:
            reached = parsed["e164"].mask(parsed["problem"].isin(DAMAGED)).fillna("")
            return parsed[["e164", "problem"]].assign(reached=reached)
        stored = apply_patterns(cells, patterns)["stored"]
        reached = parse_phones(stored, regions)["e164"].fillna(digits(stored)).fillna("")
        return parsed[["e164", "problem"]].assign(reached=reached)

    def make(self, edit: Edit) -> None:
        """Change the cells that an edit names."""
        column = _with(self.text[edit.column], edit.at, edit.after)
        self.text = self.text.assign(**{edit.column: column})
        if edit.column in self._readings:
            readings = self._readings[edit.column]
            renewed = self.read(edit.after, edit.at) if edit.readings is None else edit.readings
            columns = {name: _with(readings[name], edit.at, renewed[name]) for name in readings.columns}
            self._readings[edit.column] = pd.DataFrame(columns)


def _with(column: pd.Series, at: Positions, values: pd.Series) -> pd.Series:
    changed = column.copy()
    changed.iloc[at] = values.to_numpy()
    return changed
