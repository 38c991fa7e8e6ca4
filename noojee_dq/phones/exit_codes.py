"""Numbers behind a prefix that is dialled for abroad, but not in the country in which they are read: 00, 011, 0011."""

from functools import reduce
from typing import Final

import pandas as pd

from noojee_dq.arrow.cells import contains, fully_matches
from noojee_dq.phones.digits import digits
from noojee_dq.phones.parse import parse_phones
from noojee_dq.phones.written_marks import PLAINLY_WRITTEN, SEPARATORS

#: As Australians dial it, what is left of that where a spreadsheet took a zero away, and as most of the world does.
EXIT_CODES: Final = ("0011", "011", "00")

_MAY_BEGIN_SO: Final = rf"^[{SEPARATORS}]*0[{SEPARATORS}]*[01]"


def behind_exit_code(cells: pd.Series, regions: "str | pd.Series") -> pd.Series:
    """Return the number that a cell means without its prefix for abroad, where it is no number as it stands.

    Args:
        cells: phone cells as text, none of them a valid number.
        regions: ISO code of the country of numbers written without one, or one for each cell.

    Returns:
        E.164; null where there is no such prefix, or another number of the country itself may be meant.

    Example:
        >>> behind_exit_code(pd.Series(["0061491570006", "00491570006", "0491 570 00"]), "AU").tolist()
        ['+61491570006', nan, nan]
    """
    begins = contains(cells, _MAY_BEGIN_SO)
    begins[begins] = fully_matches(cells[begins], PLAINLY_WRITTEN)
    found = pd.Series(None, index=cells.index, dtype="str")
    if begins.any():
        own = regions if isinstance(regions, str) else regions[begins]
        found[begins] = _only_reading(digits(cells[begins]), own)
    return found


def _only_reading(written: pd.Series, regions: "str | pd.Series") -> pd.Series:
    abroad = [_e164("+" + _behind(written, code), regions) for code in EXIT_CODES]
    significant = written.str.lstrip("0")
    at_home = [_e164(significant, regions), _e164("0" + significant, regions)]
    # The first is that of the longest prefix.
    first = reduce(pd.Series.fillna, abroad)
    for other in (*abroad, *at_home):
        first = first.where(other.isna() | other.eq(first))
    return first


def _behind(written: pd.Series, code: str) -> pd.Series:
    rest = written.str.slice(len(code))
    return rest.where(written.str.startswith(code) & ~rest.str.startswith("0"))


def _e164(texts: pd.Series, regions: "str | pd.Series") -> pd.Series:
    return parse_phones(texts, regions)["e164"]
