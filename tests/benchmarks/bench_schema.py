"""The schema of a million leads against `check`, and the named column checks against `parse_phones` of the column.

    python tests/benchmarks/bench_schema.py

Every side runs in this one process.
"""

import sys
import time
import warnings
from collections.abc import Callable
from functools import partial

import pandas as pd
import pandera.pandas as pa
from leads import made_up_leads
from pandera.errors import SchemaErrors, SchemaWarning

import noojee_dq as nj
import noojee_dq.validators
from noojee_dq.batch.batch import Batch
from noojee_dq.checks.evaluate import evaluate

LEADS = 1_000_000
LISTED = 10_000
ROUNDS = 3
CAMPAIGN = nj.Campaign(template_id=41, campaign_id=41, allocation_id=38, phone_fields=["Phone", "Mobile"])


def main() -> None:
    """Print both tables."""
    leads = made_up_leads(LEADS)
    sys.stdout.write(f"{LEADS:,} leads of {len(leads.columns)} columns; best of {ROUNDS}, in seconds\n\n")
    _print_whole(leads)
    sys.stdout.write("\n")
    _print_columns(leads)


def _print_whole(leads: pd.DataFrame) -> None:
    schema = nj.insert_schema(CAMPAIGN)
    loop = _seconds(lambda: evaluate(Batch(leads, CAMPAIGN)))
    check = _seconds(lambda: nj.check(leads, CAMPAIGN).annotated)
    lazy = _seconds(lambda: _validate(schema, leads))
    _print_row("evaluate (masks alone)", loop, "")
    _print_row("check, with annotated", check, f"{check / loop:.2f}x evaluate")
    _print_row("insert_schema(...).validate(lazy=True)", lazy, f"{lazy / check:.2f}x check")


def _print_columns(leads: pd.DataFrame) -> None:
    parse = _seconds(lambda: nj.parse_phones(leads["Phone"]))
    _print_row("parse_phones", parse, "")
    listed = leads["Mobile"].head(LISTED).tolist()
    for column, check in {
        "Phone": pa.Check.dialable(region="AU"),
        "Mobile": pa.Check.not_on_list(numbers=listed),
        "njCallBackDate": pa.Check.callback_date(),
        "njContactHours": pa.Check.contact_hours(),
        "njPriority": pa.Check.priority(),
        "Note": pa.Check.not_no_change(),
    }.items():
        schema = pa.DataFrameSchema({column: pa.Column(checks=check)})
        cells = leads[[column]]
        seconds = _seconds(partial(_validate, schema, cells))
        _print_row(f"{check.name} of {column}", seconds, f"{seconds / parse:.2f}x parse_phones")


def _print_row(work: str, seconds: float, ratio: str) -> None:
    sys.stdout.write(f"{work:<48}{seconds:>8.2f}  {ratio}\n")


def _validate(schema: pa.DataFrameSchema, leads: pd.DataFrame) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SchemaWarning)
        try:
            schema.validate(leads, lazy=True)
        except SchemaErrors:
            return


def _seconds(work: Callable[[], object]) -> float:
    """The best time of some rounds: what the machine can do when nobody else uses it."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


if __name__ == "__main__":
    main()
