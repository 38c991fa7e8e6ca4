"""Contact hours proposed for a campaign: the names that leads hold, each with the zone that it seems to stand for."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final, NamedTuple

import pandas as pd
import pytz

from noojee_dq.arrow.cells import is_blank, is_no_change
from noojee_dq.fields import CONTACT_HOURS
from noojee_dq.places.likely_hours import likely_hours
from noojee_dq.words.counts import counted, first_of
from noojee_dq.words.display import MAX_VALUE, shown

#: Names that are looked at: a column with more holds something else.
_MOST_LOOKED_AT: Final = 1_000
#: Names that are named where their zone cannot be told.
_MOST_NAMED: Final = 3
_NONE: Final = "contact hours, not guessed: "
_TO_DO: Final = "list those of the PBX under contact_hours"
_SEE: Final = "see that the PBX has entries of just these names"


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


class ProposedHours(NamedTuple):
    """The contact hours that are proposed for a campaign.

    Attributes:
        entries: name -> IANA zone, for all names that the leads hold; or empty.
        note: what a person should know of them; "" = nothing.
    """

    entries: dict[str, str]
    note: str = ""


def proposed_hours(names: Sequence[str], region: str, *, is_all: bool = True) -> ProposedHours:
    """Propose the contact hours of a campaign by those that its leads hold: all of them, or none.

    A campaign takes just the names that it lists, so a list that lacks some would have leads refused by a guess.

    Args:
        names: the most frequent first.
        region: ISO 3166 code of the country of the leads.
        is_all: whether these are the names of all leads.

    Returns:
        The entries; empty where most names are zones themselves, or the zone of one is not certain.

    Example:
        >>> proposed_hours(["Melbourne", "Perth"], "AU").entries
        {'Melbourne': 'Australia/Melbourne', 'Perth': 'Australia/Perth'}
        >>> proposed_hours(["Melbourne", "Late shift"], "AU").entries, proposed_hours(["Australia/Perth"], "AU").entries
        ({}, {})
    """
    if are_zones(names):
        return ProposedHours({})
    if not is_all:
        return ProposedHours(
            {}, f"{_NONE}only the first leads were looked at, and others may hold more names; {_TO_DO}"
        )
    zones = {name: likely_zone(name, region, ()) for name in names[:_MOST_LOOKED_AT]}
    without = [*(name for name, zone in zones.items() if not zone), *names[_MOST_LOOKED_AT:]]
    if without:
        them = first_of((f'"{shown(name, limit=MAX_VALUE)}"' for name in without), _MOST_NAMED)
        return ProposedHours({}, f"{_NONE}nobody can tell the zone of {them}; {_TO_DO}")
    return ProposedHours(
        zones, f"contact hours, guessed: the {counted(len(zones), 'name')} that the leads hold; {_SEE}"
    )
