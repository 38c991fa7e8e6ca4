"""Phone cells in the terms of the checks: what the PBX would hold, what could be dialled, what counts as the same."""

import pandas as pd

from noojee_dq.campaign import Campaign
from noojee_dq.codes import MIN_PHONE_DIGITS
from noojee_dq.phones import apply_patterns, digits, parse_phones

#: Problems that make a number worthless even where libphonenumber can read it: digits are lost or added.
_DAMAGED = ("excel_lossy", "excel_decimal")


def phone_table(cells: pd.Series, campaign: Campaign, region: str | pd.Series) -> pd.DataFrame:
    """Phone cells parsed, with what the server makes of them.

    Args:
        cells: phone cells as text.
        campaign: gives the PBX's phone patterns, if any.
        region: ISO code of the country of numbers written without one, or one for each cell.

    Returns:
        The columns of `parse_phones` and: `held` (bool: the PBX takes it for a number: it matches a phone pattern,
        or without patterns has at least 6 digits), `usable` (bool: it can be dialled: held with patterns, else
        valid and not damaged), `number` (normal form in which numbers are compared: E.164 where valid, else the
        digits; "" = nothing to compare).

    Example:
        >>> table = phone_table(pd.Series(["0491 570 006", "9234 1234", "none"]), Campaign(), "AU")
        >>> table["usable"].tolist(), table["number"].tolist()
        ([True, False, False], ['+61491570006', '92341234', ''])
    """
    if campaign.phone_patterns:
        matches = apply_patterns(cells, campaign.phone_patterns)
        cells = matches["stored"].fillna(cells)
    parsed = parse_phones(cells, region)
    only_digits = digits(cells)
    long_enough = only_digits.str.len().ge(MIN_PHONE_DIGITS)
    # Two numbers cut off alike are not the same number, so they are never compared.
    comparable = long_enough & parsed["problem"].ne("excel_lossy")
    number = parsed["e164"].fillna(only_digits).where(comparable, "")
    if campaign.phone_patterns:
        return parsed.assign(held=matches["matched"], usable=matches["matched"], number=number)
    usable = long_enough & parsed["valid"] & ~parsed["problem"].isin(_DAMAGED)
    return parsed.assign(held=long_enough, usable=usable, number=number)
