"""Contact hours proposed for a campaign: the names that leads hold, each with the zone that it seems to stand for."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

import pandas as pd
import pytz

from noojee_dq.arrow.cells import is_blank, is_no_change
from noojee_dq.fields import CONTACT_HOURS
from noojee_dq.places.likely_hours import likely_hours

#: Most names that are looked at: a PBX has a few.
MOST_HOURS: Final = 12


def names_of_hours(column: pd.Series) -> list[str]:
    """Return the contact hours of leads, the most frequent first.

    Args:
        column: of text.

    Example:
        >>> names_of_hours(pd.Series(["Perth", "", "Sydney", "Perth"]))
        ['Perth', 'Sydney']
    """
    return column[~is_blank(column) & ~is_no_change(column)].value_counts().index.astype(str).tolist()


def hours_held(leads: pd.DataFrame, columns: Mapping[str, str]) -> list[str]:
    """Return the contact hours that leads hold, the most frequent first; none where no column has them.

    Args:
        leads: all text.
        columns: heading -> field of the API, where they differ.
    """
    heading = next((one for one in leads.columns if columns.get(one, one) == CONTACT_HOURS), None)
    return [] if heading is None else names_of_hours(leads[heading])


def are_zones(names: Sequence[str]) -> bool:
    """Say whether most of some names are IANA zones, so that a campaign need not say what they mean.

    What is none among them is a slip, or a name that the check is to ask about.

    Example:
        >>> are_zones(["Australia/Perth", "Australia/Sydney", "Late shift"]), are_zones(["Perth", "Australia/Sydney"])
        (True, False)
    """
    return not names or 2 * len(_zones(names)) > len(names)


def _zones(names: Sequence[str]) -> list[str]:
    return [name for name in names if name in pytz.all_timezones_set]


def likely_zone(name: str, region: str, given: Collection[str]) -> str:
    """Return the zone that a name may stand for.

    Args:
        name: of contact hours.
        region: ISO 3166 code of the country of the leads.
        given: zones that more frequent names have.

    Returns:
        "" = none, several, or one that is given: a slip, it seems.

    Example:
        >>> likely_zone("Perth", "AU", []), likely_zone("perth", "AU", ["Australia/Perth"]), likely_zone("X", "AU", [])
        ('Australia/Perth', '', '')
    """
    if name in pytz.all_timezones_set:
        return name
    likely = likely_hours(name, region, {})
    return likely[0] if len(likely) == 1 and likely[0] not in given else ""


def proposed_hours(names: Sequence[str], region: str) -> dict[str, str]:
    """Propose the contact hours of a campaign by those that its leads hold.

    Args:
        names: the most frequent first.
        region: ISO 3166 code of the country of the leads.

    Returns:
        Name -> IANA zone; empty where most are zones themselves, no name seems to stand for one, or zones are among
        the names that are not looked at.

    Example:
        >>> proposed_hours(["Melbourne", "Perth", "perth", "Late shift"], "AU")
        {'Melbourne': 'Australia/Melbourne', 'Perth': 'Australia/Perth'}
        >>> proposed_hours(["Australia/Perth"], "AU")
        {}
    """
    # The names of a campaign are all that it takes, so that those left out would be refused.
    if are_zones(names) or _zones(names[MOST_HOURS:]):
        return {}
    found: dict[str, str] = {}
    for name in names[:MOST_HOURS]:
        if zone := likely_zone(name, region, found.values()):
            found[name] = zone
    return found
