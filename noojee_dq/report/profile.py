"""What each column holds, and what is wrong with it, as people read it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from noojee_dq.report.column_facts import ColumnFacts
from noojee_dq.report.found import Found
from noojee_dq.words.counts import counted, percentage
from noojee_dq.words.display import MAX_HEADING, cut, shown
from noojee_dq.words.masked_values import mask_values

MAX_COLUMNS: Final = 40
#: Ways to write numbers that are shown of a column.
_WAYS: Final = 4
#: The columns of `Report.profile`.
PROFILE_COLUMNS: Final = ("filled", "distinct", "most_frequent", "longest", "kinds")


@dataclass(frozen=True)
class ColumnProfile:
    """A column of the leads, as it is shown.

    `filled` is the share of cells that are filled; `errors` and `warnings` are leads with these. `good` and `bad` are
    shares of all leads in per cent, for a bar: filled without error, and with an error. What is known of its values
    (`distinct`, `longest`, `most_frequent`, `kinds`) is "" of a column that is ours.
    """

    heading: str
    filled: str
    errors: int
    warnings: int
    checks: str
    good: float
    bad: float
    distinct: str
    longest: str
    most_frequent: str
    kinds: str


def profile_columns(found: Found, *, show_values: bool = False) -> tuple[ColumnProfile, ...]:
    """Describe the columns.

    Args:
        found: what a pre-flight found.
        show_values: show phone numbers as they are instead of masked.

    Returns:
        In the order of the file; where there are many, those with findings first.

    Example:
        >>> import noojee_dq as nj
        >>> leads = pd.DataFrame({"Name": ["Ann", ""], "Phone": ["0491 570 006", "12345"]})
        >>> columns = profile_columns(nj.check(leads, nj.Campaign(phone_fields=["Phone"])))
        >>> [(one.heading, one.filled, one.errors, one.kinds) for one in columns]
        [('Name', '50.0%', 0, ''), ('Phone', '100.0%', 1, '#####; 0### ### ###')]
    """
    columns = list(found.column_tallies)
    if len(columns) > MAX_COLUMNS:
        columns.sort(key=lambda column: not column.checks)
    facts = {one.heading: one for one in found.column_facts}
    leads = max(len(found.leads), 1)
    return tuple(
        ColumnProfile(
            heading=shown(column.heading, show_values=show_values, limit=MAX_HEADING),
            filled=percentage(column.filled, len(found.leads)),
            errors=column.errors,
            warnings=column.warnings,
            checks=", ".join(sorted(column.checks, key=lambda check: (-column.checks[check], check))),
            good=100 * max(column.filled - column.errors, 0) / leads,
            bad=100 * column.errors / leads,
            **_values_shown(found, facts.get(column.heading), show_values),
        )
        for column in columns[:MAX_COLUMNS]
    )


def profile_frame(found: Found) -> pd.DataFrame:
    """Return what each column holds as a frame, values masked: see `Report.profile`.

    Args:
        found: what a pre-flight found.
    """
    filled = {column.heading: column.filled for column in found.column_tallies}
    lines = {
        one.heading: (
            filled[one.heading],
            one.distinct,
            _most_frequent(found, one, show_values=False),
            one.longest,
            _kinds(one),
        )
        for one in found.column_facts
    }
    frame = pd.DataFrame(list(lines.values()), columns=list(PROFILE_COLUMNS), index=pd.Index(lines, name="column"))
    return frame.astype(
        {"filled": "int64", "distinct": "int64", "longest": "int64", "most_frequent": "str", "kinds": "str"}
    )


def _values_shown(found: Found, facts: ColumnFacts | None, show_values: bool) -> Mapping[str, str]:
    if facts is None:
        return dict.fromkeys(("distinct", "longest", "most_frequent", "kinds"), "")
    return {
        "distinct": f"{facts.distinct:,}",
        "longest": f"{facts.longest:,}",
        "most_frequent": _most_frequent(found, facts, show_values=show_values),
        "kinds": _kinds(facts),
    }


def _most_frequent(found: Found, facts: ColumnFacts, *, show_values: bool) -> str:
    values = pd.Series([value for value, _ in facts.frequent], dtype=object)
    if not show_values:
        values = mask_values(values, pd.Series(facts.heading, values.index, dtype=object), found.phone_columns)
    leads = [number for _, number in facts.frequent]
    return _listed(zip((cut(str(value), MAX_HEADING) for value in values), leads, strict=True))


def _kinds(facts: ColumnFacts) -> str:
    ways = sorted(facts.written.items(), key=lambda pair: (-pair[1], pair[0]))
    named = [*ways[:_WAYS], ("odd characters", facts.odd), ("the heading itself", facts.headings)]
    listed = _listed((cut(name, MAX_HEADING), leads) for name, leads in named if leads)
    rest = counted(len(ways) - _WAYS, "other way of writing", "other ways of writing")
    return f"{listed}; {rest}" if len(ways) > _WAYS else listed


def _listed(pairs: Iterable[tuple[str, int]]) -> str:
    """List names, each with its number where that is not 1."""
    return "; ".join(f"{name} ({number:,})" if number > 1 else name for name, number in pairs)
