"""Which columns of a file hold phone numbers."""

import pandas as pd

from noojee_dq.leads import as_text
from noojee_dq.phones.digits import digits
from noojee_dq.phones.parse import parse_phones

_HEADING = r"(?i)phone|mobile|\bmobil|cell|landline|\btel|contact.?n(?:o|umber)"
_NO_HEADING = r"(?i)fax|\bid\b|email|e-mail|name|type"
_SAMPLE = 200


def guess_phone_columns(leads: pd.DataFrame, region: str = "AU") -> list[str]:
    """Guess the columns that hold phone numbers, by heading or else by content; fax numbers are left out.

    Args:
        leads: one lead per row, columns of any dtype.
        region: ISO 3166 code of the country of numbers written without one.

    Returns:
        Headings, in file order, for `Campaign(phone_fields=...)`; empty where nothing looks like a phone number.

    Raises:
        LeadsError: the headings of the frame are ambiguous.

    Example:
        >>> guess_phone_columns(pd.DataFrame({"Name": ["Ann"], "Mobile": ["0491 570 006"], "Fax": ["0355501234"]}))
        ['Mobile']
    """
    leads = as_text(leads)
    candidates = leads.loc[:, ~leads.columns.str.contains(_NO_HEADING)]
    named = [
        heading
        for heading in candidates.columns[candidates.columns.str.contains(_HEADING)]
        if digits(_sample(candidates[heading])).str.len().ge(6).any() or not len(leads)
    ]
    return named or [
        heading
        for heading in candidates.columns
        if parse_phones(_sample(candidates[heading]), region)["valid"].mean() >= 0.8
    ]


def _sample(column: pd.Series) -> pd.Series:
    return column[column.str.strip().ne("")].drop_duplicates().head(_SAMPLE)
