"""What the campaign file asks of single fields ([fields]): that they are filled, short enough, one of some values.

The API takes whatever they hold, so these errors have no code. A rule names the field that is sent, or the heading.
"""

from collections.abc import Iterable
from functools import partial

import pandas as pd
import pyarrow.compute as pc

from noojee_dq.arrow.cells import is_blank, is_in
from noojee_dq.arrow.columns import Mask, Positions, as_mask, column_of
from noojee_dq.batch.batch import ALL_FIELDS, Batch
from noojee_dq.checks.allowed import allowed_choices, allowed_length
from noojee_dq.checks.base import Check, FileProblem
from noojee_dq.words.counts import first_of
from noojee_dq.words.suggest import did_you_mean, nearest_name

#: Values that a hint names.
_MOST_CHOICES = 8


def _names_of(batch: Batch, heading: str) -> set[str]:
    """Return the names by which rules may mean a column."""
    names = {batch.campaign.field_of(heading), heading}
    return {name for name in names if batch.column_named(name) == heading}


def _absent(batch: Batch, names: Iterable[str]) -> list[str]:
    return [name for name in dict.fromkeys(names) if batch.column_named(name) is None]


def _absent_required(batch: Batch) -> list[FileProblem]:
    headings = list(batch.text.columns)
    return [
        FileProblem(
            "",
            f"[fields] required names {name!r}, and the file has no such column{did_you_mean(name, headings)}",
            "add the column, map it under [columns], or take the name out of [fields] required",
        )
        for name in _absent(batch, batch.campaign.field_rules.required)
    ]


def _left_as_stored(batch: Batch) -> str | None:
    names = _absent(batch, batch.campaign.field_rules.required) if batch.operation == "update" else []
    return f"the file has no column for {_listed(names)}: the leads keep what the PBX holds" if names else None


def _blank(batch: Batch, heading: str) -> Mask:
    asked = _names_of(batch, heading).intersection(batch.campaign.field_rules.required)
    return is_blank(batch.text[heading]) if asked else batch.no_lead


def _limit(batch: Batch, heading: str) -> int | None:
    """Return how many characters a column may have; None = as many as it likes."""
    limits = batch.campaign.field_rules.max_length
    return min((limits[name] for name in _names_of(batch, heading) if name in limits), default=None)


def _too_long(batch: Batch, heading: str) -> Mask:
    limit = _limit(batch, heading)
    if limit is None:
        return batch.no_lead
    return as_mask(pc.greater(pc.utf8_length(column_of(batch.text[heading])), limit)) & batch.filled(heading)


def _too_long_detail(batch: Batch, heading: str, at: Positions) -> pd.DataFrame:
    lengths = batch.cells(heading, at).str.len().astype("str")
    return pd.DataFrame({"message": lengths + f" characters, and the field takes {_limit(batch, heading):,}"})


def _choices(batch: Batch, heading: str) -> list[str]:
    """Return the values that a column may have; none = any."""
    names = _names_of(batch, heading)
    return [value for name, values in batch.campaign.field_rules.choices.items() if name in names for value in values]


def _no_choice(batch: Batch, heading: str) -> Mask:
    choices = _choices(batch, heading)
    if not choices:
        return batch.no_lead
    return batch.filled(heading) & ~is_in(batch.text[heading], pd.Series(choices, dtype="str"))


def _no_choice_detail(batch: Batch, heading: str, at: Positions) -> pd.DataFrame:
    choices = _choices(batch, heading)
    values, codes = batch.distinct_at(heading, at)
    hints = pd.Series([_choice_hint(value, choices) for value in values], dtype="str")
    return pd.DataFrame({"hint": hints.take(codes).reset_index(drop=True)})


def _choice_hint(value: str, choices: list[str]) -> str:
    nearest = nearest_name(value, choices)
    return f"did you mean {nearest!r}?" if nearest else f"use one of {_listed(choices)}"


def _listed(names: list[str]) -> str:
    return first_of(map(repr, names), _MOST_CHOICES)


def _unasked(batch: Batch, *, rule: str) -> str | None:
    return None if getattr(batch.campaign.field_rules, rule) else f"the campaign names no field under [fields] {rule}"


def _without(batch: Batch, *, rule: str) -> str | None:
    absent = _absent(batch, getattr(batch.campaign.field_rules, rule))
    return f"the file has no column for {_listed(absent)}, which [fields] {rule} names" if absent else None


def _needs_any(batch: Batch, *, rule: str) -> str | None:
    """Say that the file has none of the columns that a rule names; None = it has some."""
    names = getattr(batch.campaign.field_rules, rule)
    return _without(batch, rule=rule) if len(_absent(batch, names)) == len(set(names)) else None


def _needs_required(batch: Batch) -> str | None:
    missing = _needs_any(batch, rule="required")
    return missing and (_left_as_stored(batch) or missing)


CHECKS = (
    Check(
        id="required-column-missing",
        scope="file",
        operations=("insert",),
        title="the file has a column for every field under [fields] required",
        message="the file lacks a column that the campaign requires",
        unasked=partial(_unasked, rule="required"),
        problems=_absent_required,
    ),
    Check(
        id="required-blank",
        scope="cell",
        fields=ALL_FIELDS,
        title="no field under [fields] required is blank",
        message="the campaign requires this field, and it is blank",
        hint="fill it in",
        unasked=partial(_unasked, rule="required"),
        needs=_needs_required,
        limits=_left_as_stored,
        mask=_blank,
    ),
    Check(
        id="value-too-long",
        scope="cell",
        fields=ALL_FIELDS,
        title="no value has more characters than [fields] max_length allows",
        message="the value is longer than the field takes",
        hint="shorten it",
        allowed=allowed_length,
        unasked=partial(_unasked, rule="max_length"),
        needs=partial(_needs_any, rule="max_length"),
        limits=partial(_without, rule="max_length"),
        mask=_too_long,
        detail=_too_long_detail,
    ),
    Check(
        id="value-not-allowed",
        scope="cell",
        fields=ALL_FIELDS,
        title="a value is one of those under [fields] choices, written just so",
        message="this is none of the values that the campaign allows here",
        hint="use one of the values that the campaign allows, written just so",
        supplier_hint="use one of these values, written just so",
        allowed=allowed_choices,
        unasked=partial(_unasked, rule="choices"),
        needs=partial(_needs_any, rule="choices"),
        limits=partial(_without, rule="choices"),
        mask=_no_choice,
        detail=_no_choice_detail,
    ),
)
