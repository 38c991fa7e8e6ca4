"""`Answers`: what became of each lead of a run, in typed columns, whatever file they came from."""

from dataclasses import dataclass

import pandas as pd

from noojee_dq.codes import Remedy
from noojee_dq.errors import LeadsError
from noojee_dq.leads import OWN_PREFIXES

#: The values of `api_outcome`.
OUTCOMES = ("accepted", "accepted_inferred", "rejected", "conflict", "unknown", "not_sent")

#: Columns without which a frame holds no results.
_NEEDED = ("api_code", "api_outcome", "api_action")

_LARGEST_CODE = 10**9


@dataclass(frozen=True, eq=False)
class Answers:
    """What became of each lead of a run.

    Args:
        results: the leads with their `api_*` columns, under the caller's index; a journal alone gives these columns
            without the leads' own.
        table: the same rows by position, in columns of fixed types: `code`, `expected` (Int64), `outcome`, `action`
            (text), `attempts` (Int64), `sent_at` (UTC).
        requests: a line per request, from a journal: `started_at`, `ended_at` (UTC), `kind`, `code`; None = not known.
        phone_columns: headings whose cells are masked wherever they are shown.
        source: name of the file; "" = a frame.
        gaps: what is not known of the run, and why.
    """

    results: pd.DataFrame
    table: pd.DataFrame
    requests: pd.DataFrame | None
    phone_columns: tuple[str, ...]
    source: str
    gaps: tuple[str, ...]

    @property
    def own(self) -> pd.DataFrame:
        """The leads' own columns."""
        names = self.results.columns.astype("str")
        return self.results.loc[:, ~names.str.startswith(OWN_PREFIXES)]


def table_of(results: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """The answers in a frame of results, text or not, in columns of fixed types.

    Args:
        results: leads with `api_*` columns, as `submit` returns them or as a file of them is read.

    Returns:
        The table of `Answers`, and what could not be understood of it.

    Raises:
        LeadsError: these are no results, or headings repeat.

    Example:
        >>> results = pd.DataFrame({"api_code": ["105", ""], "api_outcome": ["rejected", "not_sent"],
        ...                         "api_action": ["drop", "retry"]})
        >>> table_of(results)[0]["code"].tolist()
        [105, <NA>]
    """
    _refuse_no_results(results)
    given = results.reset_index(drop=True)
    table = pd.DataFrame(
        {
            "code": _whole(given["api_code"]),
            "outcome": _text(given["api_outcome"]),
            "action": _text(given["api_action"]),
            "expected": _whole(_column(given, "dq_expected_code")),
            "attempts": _whole(_column(given, "api_attempts")),
            "sent_at": pd.to_datetime(_column(given, "api_sent_at"), utc=True, errors="coerce", format="ISO8601"),
        }
    )
    gaps = [_unread(given["api_code"], table["code"])]
    gaps += [_foreign(table, "outcome", OUTCOMES, "unknown"), _foreign(table, "action", tuple(Remedy), "review")]
    return table, [gap for gap in gaps if gap]


def _refuse_no_results(results: pd.DataFrame) -> None:
    if not isinstance(results, pd.DataFrame):
        raise LeadsError("results must be a frame, or the path of a file: nj.analyse(nj.submit(...))")
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
    """Whole numbers; what is none is missing."""
    numbers = pd.to_numeric(values, errors="coerce").astype("Float64")
    fits = numbers.abs().lt(_LARGEST_CODE) & numbers.mod(1).eq(0)
    return numbers.where(fits.fillna(value=False).astype("bool")).astype("Int64")


def _text(values: pd.Series) -> pd.Series:
    return values.astype("str").fillna("").str.strip()


def _unread(given: pd.Series, codes: pd.Series) -> str:
    unread = int((_text(given).ne("") & codes.isna()).sum())
    return f"api_code: {unread:,} are no whole number, and count as no code" if unread else ""


def _foreign(table: pd.DataFrame, name: str, known: tuple[str, ...], instead: str) -> str:
    """Puts `instead` in the place of values that `submit` never writes, and says so."""
    foreign = ~table[name].isin(known)
    table.loc[foreign, name] = instead
    count = int(foreign.sum())
    return f"api_{name}: {count:,} are none that submit writes, and count as {instead}" if count else ""
