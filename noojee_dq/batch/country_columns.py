"""Columns that say in which country each lead is, where the campaign looks at none."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

import pandas as pd

from noojee_dq.arrow.cells import distinct
from noojee_dq.batch.aggregate import Aggregate
from noojee_dq.batch.batch import Batch
from noojee_dq.campaign import Campaign
from noojee_dq.fields import OWN_PREFIXES
from noojee_dq.places.countries import country_code
from noojee_dq.words.headings import heading_words
from noojee_dq.words.nothing import says_nothing

_HEADING: Final = re.compile(
    r"(?:(?:lead|customer|client|contact|company|home|phone|mailing|billing|shipping|postal|business|primary|address"
    r"|iso) ?)*"
    r"(?:country|countries|nation)(?: ?(?:region|code|iso|iso ?code|iso ?2|iso ?3|name|of residence|1))*"
)
#: Of the filled cells so many must be countries.
_MOST: Final = 0.9
#: So many, where a column is taken without a person: of no other lead could a number be read.
_NEARLY_ALL: Final = 0.98
#: Different texts; a column of so many holds something else than countries.
_MOST_TEXTS: Final = 1_000


class CountryColumn(NamedTuple):
    """A column with the countries of leads.

    Attributes:
        heading: of the column.
        leads: how many are in which country, by ISO code; "" = in one that is not known.
    """

    heading: str
    leads: Counter[str]

    def holds_countries(self, share: float) -> bool:
        """Say whether so many of the filled cells are countries that are known."""
        return self.leads.total() - self.leads[""] >= share * self.leads.total()

    def elsewhere(self, region: str) -> Counter[str]:
        """Return how many leads are in which other country; none where the column holds something else."""
        if not self.holds_countries(_MOST):
            return Counter()
        return Counter({code: leads for code, leads in self.leads.items() if code not in ("", region)})


def has_country_column(text: pd.DataFrame) -> bool:
    """Say whether some column is headed as one of countries.

    Example:
        >>> has_country_column(pd.DataFrame(columns=["Phone", "Country Code"]))
        True
    """
    return bool(_headings(text))


def country_columns(text: pd.DataFrame) -> tuple[CountryColumn, ...]:
    """Count the countries in all columns that are headed so.

    Args:
        text: an all-text frame of leads.

    Example:
        >>> country_columns(pd.DataFrame({"Country": ["US", "Germany", "", "US"]}))[0].leads
        Counter({'US': 2, 'DE': 1})
    """
    return tuple(CountryColumn(heading, _counted(text[heading])) for heading in _headings(text))


def proposed_region_column(text: pd.DataFrame, campaign: Campaign) -> str:
    """Return the column that says of leads that they are in another country than the campaign's; "" = none, or several.

    Args:
        text: an all-text frame of leads.
        campaign: gives the country of all leads, and the column with each lead's own, where it names one.

    Example:
        >>> proposed_region_column(pd.DataFrame({"Country": ["AU", "New Zealand"]}), Campaign())
        'Country'
    """
    if campaign.region_column:
        return campaign.region_column
    found = [one for one in country_columns(text) if one.elsewhere(campaign.region)]
    return found[0].heading if len(found) == 1 and found[0].holds_countries(_NEARLY_ALL) else ""


def _headings(text: pd.DataFrame) -> list[str]:
    return [
        heading
        for heading in text.columns
        if not heading.startswith(OWN_PREFIXES) and _HEADING.fullmatch(" ".join(heading_words(heading)))
    ]


def _counted(column: pd.Series) -> Counter[str]:
    values, codes = distinct(column)
    leads = pd.Series(codes).value_counts()
    counted: Counter[str] = Counter()
    for at in range(len(values)):
        written = values.iloc[at]
        code = country_code(written) if len(values) <= _MOST_TEXTS else ""
        if code or not says_nothing(written):
            counted[code] += int(leads[at])
    return counted


def _count(batch: Batch) -> tuple[CountryColumn, ...]:
    return () if batch.campaign.region_column else country_columns(batch.text)


def _together(parts: Sequence[tuple[CountryColumn, ...]]) -> tuple[CountryColumn, ...]:
    found: dict[str, Counter[str]] = {}
    for one in (column for part in parts for column in part):
        found.setdefault(one.heading, Counter()).update(one.leads)
    return tuple(CountryColumn(heading, leads) for heading, leads in found.items())


#: The countries of all leads, by each column that names them; none where the campaign names such a column.
COUNTRY_COLUMNS: Final = Aggregate("countries of leads", _count, _together)
