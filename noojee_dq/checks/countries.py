"""The country of each lead, in a column that nobody has named: its numbers are read as those of the campaign's."""

from collections import Counter
from typing import Final

from noojee_dq.batch.batch import Batch
from noojee_dq.batch.country_columns import COUNTRY_COLUMNS, has_country_column
from noojee_dq.checks.base import Check, FileProblem
from noojee_dq.places.clocks import country_name
from noojee_dq.words.counts import counted

#: Countries that are named.
_MOST: Final = 3


def _unasked(batch: Batch) -> str | None:
    if batch.campaign.region_column:
        return "the campaign names the column of countries: [phone] region_column"
    return None if has_country_column(batch.text) else "no column of the file is headed as one of countries"


def _unused(batch: Batch) -> list[FileProblem]:
    region = batch.campaign.region
    return [
        FileProblem(
            column.heading,
            f"{counted(elsewhere.total(), 'lead is', 'leads are')} in another country than {country_name(region)} "
            f"({_named(elsewhere)}), and their numbers are read as numbers of {country_name(region)}",
            f"name the column: region_column = {column.heading!r} under [phone] of the campaign file, in a shell "
            "--region-column",
        )
        for column in COUNTRY_COLUMNS.of(batch)
        if (elsewhere := column.elsewhere(region))
    ]


def _named(leads: Counter[str]) -> str:
    most = sorted(leads.items(), key=lambda one: (-one[1], one[0]))
    named = ", ".join(f"{country_name(code)} {count:,}" for code, count in most[:_MOST])
    return named + (f" and {counted(len(most) - _MOST, 'more country', 'more countries')}" if most[_MOST:] else "")


CHECKS = (
    Check(
        id="country-unused",
        severity="warning",
        scope="file",
        title="a column with the country of each lead is named as [phone] region_column",
        message="leads are in other countries, by a column that the campaign does not name",
        hint="name the column as region_column under [phone] of the campaign file",
        unasked=_unasked,
        problems=_unused,
    ),
)
