"""Root causes: what many findings have in common, such as one value of one column."""

from dataclasses import dataclass
from typing import Final

import pandas as pd

from noojee_dq.report.found import Found
from noojee_dq.report.shared_faults import COLUMNS
from noojee_dq.words.display import MAX_HEADING, MAX_VALUE, shown
from noojee_dq.words.for_people import for_people
from noojee_dq.words.masked_values import mask_values
from noojee_dq.words.rows import row_label, rows_text

MAX_CAUSES: Final = 8
#: Fewer leads have nothing in common that is worth a line.
_FEWEST: Final = 3
#: What tells that a value and a fault stand for the same leads.
_SAME: Final = ["check", "column", "message", "leads"]


@dataclass(frozen=True)
class Cause:
    """What some findings of a check have in common, as it is shown; `value` is "" where it is no single value."""

    check: str
    column: str
    value: str
    message: str
    leads: int
    rows: str


def root_causes(found: Found, *, show_values: bool = False, in_python: bool = False) -> tuple[Cause, ...]:
    """Find the values, and the particular faults, that many errors share.

    Args:
        found: what a pre-flight found.
        show_values: show phone numbers as they are instead of masked.
        in_python: whoever reads it works in Python: `dnc=` is not written as `--dnc`.

    Returns:
        The most frequent first, each with at least three leads.

    Example:
        >>> import noojee_dq as nj
        >>> leads = pd.DataFrame({"Phone": [f"049157000{n}" for n in range(5)], "njContactHours": ["AEST"] * 5})
        >>> cause = root_causes(nj.check(leads, nj.Campaign(phone_fields=["Phone"])))[0]
        >>> cause.column, cause.value, cause.leads
        ('njContactHours', 'AEST', 5)
    """
    shared = found.shared_faults
    often = shared["leads"] >= _FEWEST
    values = shared[shared["shared"].eq("value") & often & shared["value"].str.strip().ne("")]
    faults = shared[shared["shared"].eq("message") & often & _tells_apart(shared)]
    # Where one value has brought a fault about on all its leads, that says more.
    by_value = pd.MultiIndex.from_frame(values[_SAME])
    faults = faults[~pd.MultiIndex.from_frame(faults[_SAME]).isin(by_value)]
    both = pd.concat([values.head(MAX_CAUSES), faults.head(MAX_CAUSES)])
    most = both.sort_values("leads", ascending=False, kind="stable").head(MAX_CAUSES)
    return tuple(_cause(found, most.iloc[[at]], show_values, in_python) for at in range(len(most)))


def _tells_apart(shared: pd.DataFrame) -> pd.Series:
    """Say whether a fault is one of several of its check: else the table by code says as much."""
    return shared.duplicated(["shared", "check"], keep=False)


def _cause(found: Found, line: pd.DataFrame, show_values: bool, in_python: bool) -> Cause:
    shared, check, column, value, message, leads, rows = line[list(COLUMNS)].iloc[0]
    if shared == "value":
        values = line["value"] if show_values else mask_values(line["value"], line["column"], found.phone_columns)
        value = shown(str(values.iloc[0]), show_values=True, limit=MAX_VALUE)
    labels = [row_label(row, show_values=show_values) for row in rows]
    return Cause(
        check=str(check),
        column=shown(str(column), show_values=show_values, limit=MAX_HEADING),
        value=value if shared == "value" else "",
        message=shown(for_people(str(message), in_python=in_python), show_values=show_values),
        leads=int(leads),
        rows=rows_text([shown(label, show_values=True, limit=MAX_HEADING) for label in labels], int(leads)),
    )
