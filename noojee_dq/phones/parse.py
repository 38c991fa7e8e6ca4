"""`parse_phones`: what libphonenumber says of every cell of a phone column, and what is odd about the cell."""

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from noojee_dq.arrow.columns import column_of
from noojee_dq.arrow.threads import side_by_side
from noojee_dq.errors import CampaignError, LeadsError
from noojee_dq.leads.text import column_text
from noojee_dq.phones.cell_parser import parse_cell
from noojee_dq.phones.lookup import tables_for, verdicts_by_tables
from noojee_dq.phones.metadata import TYPE_CODES
from noojee_dq.phones.problems import PROBLEM_CODES, PROBLEMS
from noojee_dq.phones.verdicts import NONE, REGION_CODES, REGIONS, Verdicts, concatenated
from noojee_dq.places.countries import country_code, unknown_country
from noojee_dq.words.arguments import kind_shown

# Large enough that Python's own share does not count, small enough that what is worked on stays near the processor.
_SLICE: Final = 2**18


def parse_phones(numbers: pd.Series, region: "str | pd.Series" = "AU") -> pd.DataFrame:
    """Parse a column of phone numbers as libphonenumber does.

    Numbers written in the usual way are read by libphonenumber's metadata, compiled for whole columns; anything
    else goes, once for each distinct cell, to phonenumbers itself.

    Args:
        numbers: phone cells of any dtype; missing and blank cells are `blank`.
        region: country of numbers written without one, as ISO code or English name, or a Series of such, one for
            each number (in the same order); a blank or unknown one leaves only international numbers readable.

    Returns:
        A frame with the index of `numbers` and the columns `e164` (null unless valid), `valid` (bool,
        `phonenumbers.is_valid_number`), `type` ("mobile", "fixed_line", "toll_free", "premium_rate", ...; null
        unless valid), `region` (ISO code of the number itself; null unless valid) and `problem` (a key of
        `PROBLEMS`, null = none). `problem` is ours alone and may stand beside a valid number.

    Raises:
        CampaignError: there is no such country.
        LeadsError: the numbers are no Series.

    Example:
        >>> parse_phones(pd.Series(["0491 570 006", "9234 1234"]))[["e164", "valid", "problem"]]
                   e164  valid       problem
        0  +61491570006   True           NaN
        1           NaN  False  no_area_code
    """
    verdicts = phone_verdicts(numbers, region)
    columns = {
        "e164": verdicts.e164.to_pandas().astype("str"),
        "valid": verdicts.type != NONE,
        "type": _names(verdicts.type, list(TYPE_CODES)),
        "region": _names(verdicts.region, list(REGIONS)),
        "problem": _names(verdicts.problem, list(PROBLEMS)),
    }
    return pd.DataFrame(columns, copy=False).set_axis(numbers.index)


def phone_verdicts(numbers: pd.Series, region: "str | pd.Series" = "AU") -> Verdicts:
    """Parse a column of phone numbers as `parse_phones` does, into columns of codes.

    Args:
        numbers: as for `parse_phones`.
        region: as for `parse_phones`.

    Returns:
        What is said of each cell, whose codes are the places in `TYPE_CODES`, `REGIONS` and `PROBLEMS`.

    Raises:
        CampaignError: there is no such country.

    Example:
        >>> phone_verdicts(pd.Series(["0491 570 006"])).e164.to_pylist()
        ['+61491570006']
    """
    cells, regions = _cells(numbers), _region_codes(numbers, region)
    return _completed(_compiled(cells, regions), cells, regions)


def undecided(numbers: pd.Series, region: "str | pd.Series" = "AU") -> pd.Series:
    """Say which cells `parse_phones` leaves to phonenumbers itself, at some 40 microseconds for each distinct one.

    Args:
        numbers: as for `parse_phones`.
        region: as for `parse_phones`.

    Returns:
        A truth value for each cell, with the index of `numbers`.

    Raises:
        CampaignError: there is no such country.

    Example:
        >>> undecided(pd.Series(["0491 570 006", "0491 570 006 ext. 4", "1300 GOFLOW"])).tolist()
        [False, True, True]
    """
    verdicts = _compiled(_cells(numbers), _region_codes(numbers, region))
    return pd.Series(verdicts.undecided, index=numbers.index)


def _cells(numbers: pd.Series) -> Any:
    if not isinstance(numbers, pd.Series):
        raise LeadsError(f"numbers must be a Series, such as leads['Phone'], not {kind_shown(numbers)}")
    return column_of(pd.Series(column_text(numbers)))


def _region_codes(numbers: pd.Series, region: "str | pd.Series") -> npt.NDArray[np.int16]:
    if isinstance(region, pd.Series):
        distinct, rows = pd.factorize(region.astype("str").fillna(""))[::-1]
        known = [REGION_CODES.get(country_code(name), NONE) for name in distinct]
        return np.array(known, dtype=np.int16)[rows]
    return np.full(len(numbers), REGION_CODES[known_region(region)], dtype=np.int16)


def known_region(region: str) -> str:
    """Return the ISO code of a country, which has phone numbers that libphonenumber knows.

    Args:
        region: ISO code or English name.

    Raises:
        CampaignError: there is no such country; the text names the nearest.

    Example:
        >>> known_region("AUS"), known_region("Germany")
        ('AU', 'DE')
    """
    if not isinstance(region, str):
        raise CampaignError(f"region must be text, such as region='AU', not {kind_shown(region)}")
    if not (code := country_code(region)):
        raise CampaignError(unknown_country(region))
    return code


def _compiled(cells: Any, regions: npt.NDArray[np.int16]) -> Verdicts:
    """Make the verdicts that phonenumbers is not needed for, in slices side by side."""
    tables = tables_for(regions)
    starts = range(0, max(len(cells), 1), _SLICE)
    slices = [(cells.slice(start, _SLICE), regions[start : start + _SLICE]) for start in starts]
    parts = side_by_side(lambda part: verdicts_by_tables(*part, tables), slices, len(cells))
    return parts[0] if len(parts) == 1 else concatenated(cells, parts)


def _completed(verdicts: Verdicts, cells: Any, regions: npt.NDArray[np.int16]) -> Verdicts:
    """Add the verdicts on undecided cells, each distinct one asked of phonenumbers once."""
    rows = np.flatnonzero(verdicts.undecided)
    if not len(rows):
        return verdicts
    asked = pd.MultiIndex.from_arrays([cells.take(pa.array(rows)).to_pandas(), regions[rows]])
    places, distinct = asked.factorize()
    # phonenumbers takes one number at a time.
    parsed = [parse_cell(cell, REGIONS[code] if code != NONE else "") for cell, code in distinct]
    verdicts.type[rows] = _codes([one.type for one in parsed], TYPE_CODES)[places]
    verdicts.region[rows] = _codes([one.region for one in parsed], REGION_CODES)[places]
    verdicts.problem[rows] = _codes([one.problem for one in parsed], PROBLEM_CODES)[places]
    verdicts.number[rows] = np.array([int(one.e164 or 0) for one in parsed], dtype=np.int64)[places]
    return verdicts


def _codes(names: list[str | None], codes: dict[str, int]) -> npt.NDArray[np.int16]:
    return np.array([NONE if name is None else codes[name] for name in names], dtype=np.int16)


def _names(codes: npt.NDArray[np.signedinteger], names: list[str]) -> Any:
    column = pa.array(names, pa.large_string()).take(pa.array(codes, mask=codes == NONE))
    return column.to_pandas().astype("str")
