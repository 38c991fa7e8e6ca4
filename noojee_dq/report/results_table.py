"""The answers in a frame of results, text or not, in columns of fixed types."""

import pandas as pd

from noojee_dq.codes import Remedy
from noojee_dq.errors import LeadsError
from noojee_dq.fields import (
    API_ACTION,
    API_ATTEMPTS,
    API_CODE,
    API_OUTCOME,
    API_SENT_AT,
    DQ_EXPECTED_CODE,
    DQ_STATUS,
    ApiOutcome,
)
from noojee_dq.words.arguments import kind_shown

#: Columns without which a frame holds no results.
_NEEDED = (API_CODE, API_OUTCOME, API_ACTION)

_LARGEST_CODE = 10**9


def results_table(results: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Return the answers in a frame of results, text or not, in columns of fixed types.

    Args:
        results: leads with `api_*` columns, as `submit` returns them or as a file of them is read.

    Returns:
        A table by position: `code`, `expected`, `attempts` (Int64), `outcome`, `action`, `status` (text), and `sent_at`
        (UTC); and what could not be understood of the results.

    Raises:
        LeadsError: these are no results, or headings repeat.

    Example:
        >>> results = pd.DataFrame({"api_code": ["105", ""], "api_outcome": ["rejected", "not_sent"],
        ...                         "api_action": ["drop", "retry"]})
        >>> results_table(results)[0]["code"].tolist()
        [105, <NA>]
    """
    _refuse_no_results(results)
    given = results.reset_index(drop=True)
    table = pd.DataFrame(
        {
            "code": _whole(given[API_CODE]),
            "outcome": _text(given[API_OUTCOME]),
            "action": _text(given[API_ACTION]),
            "status": _text(_column(given, DQ_STATUS)),
            "expected": _whole(_column(given, DQ_EXPECTED_CODE)),
            "attempts": _whole(_column(given, API_ATTEMPTS)),
            "sent_at": pd.to_datetime(_column(given, API_SENT_AT), utc=True, errors="coerce", format="ISO8601"),
        }
    )
    gaps = [_unread(given[API_CODE], table["code"])]
    gaps += [
        _foreign(table, "outcome", tuple(ApiOutcome), ApiOutcome.UNKNOWN),
        _foreign(table, "action", tuple(Remedy), Remedy.REVIEW),
    ]
    return table, [gap for gap in gaps if gap]


def _refuse_no_results(results: pd.DataFrame) -> None:
    if not isinstance(results, pd.DataFrame):
        raise LeadsError(
            f"results must be a frame, or the path of a file, not {kind_shown(results)}: nj.analyse(nj.submit(...))"
        )
    if results.columns.nlevels > 1:
        raise LeadsError("the columns have several levels: give every column one heading")
    missing = [name for name in _NEEDED if name not in results.columns]
    if missing:
        raise LeadsError(
            f"these are no results of a run, since {', '.join(missing)} is missing: give what submit returned, a file "
            "written with --results, or the run's journal"
        )
    if not results.columns.is_unique:
        raise LeadsError("headings repeat: give each column a heading of its own")


def _column(given: pd.DataFrame, name: str) -> pd.Series:
    return given[name] if name in given.columns else pd.Series(pd.NA, index=given.index, dtype="str")


def _whole(values: pd.Series) -> pd.Series:
    """Return whole numbers; what is none is missing."""
    numbers = pd.to_numeric(values, errors="coerce").astype("Float64")
    fits = numbers.abs().lt(_LARGEST_CODE) & numbers.mod(1).eq(0)
    return numbers.where(fits.fillna(value=False).astype("bool")).astype("Int64")


def _text(values: pd.Series) -> pd.Series:
    return values.astype("str").fillna("").str.strip()


def _unread(given: pd.Series, codes: pd.Series) -> str:
    unread = int((_text(given).ne("") & codes.isna()).sum())
    return f"api_code: {unread:,} are no whole number, and count as no code" if unread else ""


def _foreign(table: pd.DataFrame, name: str, known: tuple[str, ...], instead: str) -> str:
    """Put `instead` in the place of values that `submit` never writes, and say so."""
    foreign = ~table[name].isin(known)
    table.loc[foreign, name] = instead
    count = int(foreign.sum())
    return f"api_{name}: {count:,} are none that submit writes, and count as {instead}" if count else ""
