"""What the campaign allows in a column, in words for whoever fills it in."""

from collections.abc import Sequence
from typing import Final

from noojee_dq.campaign import Campaign
from noojee_dq.words.counts import first_of

#: Names that are listed.
_MOST_NAMES: Final = 30


def allowed_names(names: Sequence[str]) -> str:
    """List the values that a column may have; "" = there are none to list.

    Example:
        >>> allowed_names(["Melbourne", "Perth"]), allowed_names([])
        ("allowed are 'Melbourne', 'Perth'", '')
    """
    return f"allowed are {first_of(map(repr, names), _MOST_NAMES)}" if names else ""


def allowed_hours(campaign: Campaign, _: str) -> str:
    """List the contact hours of a campaign.

    Example:
        >>> allowed_hours(Campaign(contact_hours={"West": "Australia/Perth"}), "")
        "allowed are 'West'"
        >>> allowed_hours(Campaign(), "")
        'allowed are IANA zones, such as Australia/Perth'
    """
    return allowed_names(list(campaign.contact_hours)) or "allowed are IANA zones, such as Australia/Perth"


def allowed_dispositions(campaign: Campaign, _: str) -> str:
    """List the dispositions of a campaign.

    Example:
        >>> allowed_dispositions(Campaign(dispositions=["Sale"]), "")
        "allowed are 'Sale'"
    """
    return allowed_names(campaign.dispositions)


def allowed_choices(campaign: Campaign, heading: str) -> str:
    """List the values that the campaign names for a column.

    Example:
        >>> allowed_choices(Campaign(field_rules={"choices": {"State": ["NSW", "VIC"]}}), "State")
        "allowed are 'NSW', 'VIC'"
    """
    names = (heading, campaign.field_of(heading))
    return allowed_names([one for name, all_ in campaign.field_rules.choices.items() if name in names for one in all_])


def allowed_length(campaign: Campaign, heading: str) -> str:
    """Say how many characters a value of a column may have.

    Example:
        >>> allowed_length(Campaign(field_rules={"max_length": {"Name": 40}}), "Name")
        'at most 40 characters'
    """
    names = (heading, campaign.field_of(heading))
    most = [length for name, length in campaign.field_rules.max_length.items() if name in names]
    return f"at most {min(most):,} characters" if most else ""
