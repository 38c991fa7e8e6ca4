"""External ids in the form in which they are compared: without what a spreadsheet has added to them."""

from typing import Final

import pandas as pd

from noojee_dq.arrow.cells import contains, fully_matches, is_in, replace_pattern, trimmed
from noojee_dq.arrow.columns import Mask
from noojee_dq.batch.batch import Batch
from noojee_dq.fields import EXTERNAL_ID
from noojee_dq.words.spreadsheet import DECIMAL_TAIL

_BARE: Final = r"""([^"'`\x{2018}\x{2019}]*?[^"'`\x{2018}\x{2019}\s,;][^"'`\x{2018}\x{2019}]*?)"""
_APOSTROPHE: Final = r"['`\x{2018}\x{2019}]"
#: What makes a spreadsheet keep a value as text (`="88"`, an apostrophe before it), and what lists leave around one.
_MARKED: Final = rf"^(?:(?:=?\"{_BARE}\"|{_APOSTROPHE}{_BARE}{_APOSTROPHE}?)[,;]*|{_BARE}[,;]+)$"
#: The first bytes of all that is taken off: the last one begins an apostrophe that is not ASCII.
_MARKS: Final = b"\"'`,;.\xe2"
_WITH_TAIL: Final = rf"^([0-9]+){DECIMAL_TAIL}$"
#: How it shows a number that is too long for its column.
_EXPONENT: Final = r"\s*[0-9](?:[.,][0-9]+)?[eE]\+?[0-9]+\s*"


def plain_ids(cells: pd.Series) -> pd.Series:
    r"""Return external ids without what a spreadsheet adds: `.0`, `="88"`, an apostrophe, white space around them.

    Assumption: the PBX compares ids as text, so 012 and 12 are two leads. Yet `1001.0` in a file stands for the 1001 of
    an export, as nobody gives out such references; what is sent is the text as it stands until it is repaired.

    Args:
        cells: text.

    Returns:
        Text on the same index.

    Example:
        >>> plain_ids(pd.Series(["1001.0", '="88"', "'99", "99,", "012", " A-1.0 "])).tolist()
        ['1001', '88', '99', '99', '012', 'A-1.0']
    """
    ids = trimmed(cells)
    added = has_additions(ids)
    if added.any():
        bare = trimmed(replace_pattern(ids[added], _MARKED, r"\1\2\3"))
        ids = ids.copy()
        ids[added] = replace_pattern(bare, _WITH_TAIL, r"\1").to_numpy()
    return ids


def has_additions(cells: pd.Series) -> Mask:
    """Say of which external ids `plain_ids` takes something off, but for white space.

    Example:
        >>> has_additions(pd.Series(["1001.0", "012", " 9 "])).tolist()
        [True, False, False]
    """
    return contains(trimmed(cells), rf"{_MARKED}|{_WITH_TAIL}", needs=_MARKS)


def alike_ids(ids: pd.Series) -> pd.Series:
    """Return external ids without what people take for the same: case and leading zeros.

    Example:
        >>> alike_ids(pd.Series(["0A-7", "a-7"])).tolist()
        ['a-7', 'a-7']
    """
    return ids.str.lower().str.lstrip("0")


def has_exponent(cells: pd.Series) -> Mask:
    """Say which external ids a spreadsheet has cut digits off, as in 1.23E+11.

    Example:
        >>> has_exponent(pd.Series(["1.23E+11", "E11"])).tolist()
        [True, False]
    """
    return fully_matches(cells, _EXPONENT, needs=b"eE")


def ids_of(batch: Batch) -> pd.Series:
    """Return the external id of each lead as it is compared; "" = it has none.

    Example:
        >>> from noojee_dq.campaign import Campaign
        >>> ids_of(Batch(pd.DataFrame({"njExternalLeadId": ["7.0", " "]}), Campaign())).tolist()
        ['7', '']
    """
    heading = batch.heading(EXTERNAL_ID)
    if heading is None:
        return batch.field(EXTERNAL_ID)
    return batch.cached(("ids", heading), lambda: _plain_ids_of(batch, heading))


def _plain_ids_of(batch: Batch, heading: str) -> pd.Series:
    filled, cells = batch.filled(heading), batch.text[heading]
    return plain_ids(cells if filled.all() else cells.where(filled, ""))


def has_id_among(batch: Batch, held: pd.Series | None) -> Mask:
    """Say which leads have one of some external ids; none without a list.

    Example:
        >>> from noojee_dq.campaign import Campaign
        >>> batch = Batch(pd.DataFrame({"njExternalLeadId": ["7.0", "8"]}), Campaign())
        >>> has_id_among(batch, pd.Series(["7"])).tolist()
        [True, False]
    """
    return batch.no_lead if held is None else is_in(ids_of(batch), plain_ids(held))
