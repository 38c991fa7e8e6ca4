"""The columns of an empty workbook for leads: what each takes, in words for somebody who knows no campaign."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, NamedTuple

import phonenumbers

from noojee_dq.campaign import Campaign
from noojee_dq.errors import CampaignError
from noojee_dq.fields import CALLBACK, CONTACT_HOURS, DISPOSITION, EXTERNAL_ID, PRIORITY
from noojee_dq.leads.example_rows import EXAMPLE
from noojee_dq.places.clocks import zones_of, zones_of_the_world

#: The whole numbers that the API takes as a priority (Noojee Contact API, "Insert Lead Fast").
_PRIORITIES: Final = tuple(map(str, range(101)))
_FREE_TEXT: Final = "any text"
_SYSTEM_WORDS: Final[Mapping[str, str]] = {
    EXTERNAL_ID: "Your own number for this person. No two rows have the same.",
    CONTACT_HOURS: "The hours of the place where the person is: choose from the list.",
    CALLBACK: "Only if the person asked for a call at a certain time: that day and time where the person is, "
    "written year/month/day hour:minute on the 24-hour clock.",
    PRIORITY: "Who is called first: 0 comes first, 100 last. Blank means 10.",
    DISPOSITION: "How the last call to the person ended: choose from the list.",
}


class Need(StrEnum):
    """Whether a column must be filled in."""

    ALWAYS = "always"
    ONE_OF_PHONES = "at least one of the phone numbers"
    OPTIONAL = "if you know it"


class TemplateColumn(NamedTuple):
    """A column of the workbook.

    Attributes:
        heading: as the campaign's files have it.
        field: under which it is sent.
        need: whether it must be filled in.
        words: what belongs there.
        example: a value.
        choices: the only values that it takes; none = any.
        max_length: most characters; None = any number.
    """

    heading: str
    field: str
    need: Need
    words: str
    example: str
    choices: tuple[str, ...] = ()
    max_length: int | None = None

    @property
    def example_cell(self) -> str:
        """What stands in the row that shows an example, and by which that row is known."""
        return EXAMPLE + self.example


def template_columns(campaign: Campaign) -> list[TemplateColumn]:
    """Return the columns that a campaign's leads may have, in the order in which a person fills them in.

    Args:
        campaign: with its phone fields.

    Raises:
        CampaignError: it names no phone fields.

    Example:
        >>> campaign = Campaign(phone_fields=["Phone"], fields=["Name"], columns={"Ref": "njExternalLeadId"})
        >>> [column.heading for column in template_columns(campaign)]
        ['Ref', 'Phone', 'Name', 'njContactHours', 'njCallBackDate', 'njPriority']
    """
    if not campaign.phone_fields:
        raise CampaignError("the campaign names no phone fields: put them into its file, as [phone] fields")
    headings = {field: heading for heading, field in reversed(campaign.columns.items())}
    return [_column(campaign, field, headings.get(field, field)) for field in _fields(campaign)]


def _fields(campaign: Campaign) -> list[str]:
    """Return the names of all fields that the campaign speaks of, each once."""
    rules = campaign.field_rules
    of_headings = [
        campaign.field_of(name) for name in (campaign.region_column, campaign.calling.consent_column) if name
    ]
    named = [*campaign.fields, *rules.required, *rules.choices, *rules.max_length, *campaign.columns.values()]
    last = [CONTACT_HOURS, CALLBACK, PRIORITY, *([DISPOSITION] if campaign.dispositions else [])]
    own = [field for field in (*of_headings, *named) if field not in last]
    return list(dict.fromkeys([EXTERNAL_ID, *campaign.phone_fields, *own, *last]))


def _column(campaign: Campaign, field: str, heading: str) -> TemplateColumn:
    rules = campaign.field_rules
    choices = rules.choices.get(field) or _choices(campaign, field)
    return TemplateColumn(
        heading=heading,
        field=field,
        need=_need(campaign, field),
        words=_words(campaign, field, choices),
        example=choices[0] if choices and field != PRIORITY else _example(campaign, field),
        choices=choices,
        max_length=rules.max_length.get(field),
    )


def _choices(campaign: Campaign, field: str) -> tuple[str, ...]:
    """Return the values that the check accepts in a field, where it accepts no others."""
    if field == CONTACT_HOURS:
        return tuple(campaign.contact_hours) or _zones(campaign)
    return {DISPOSITION: campaign.dispositions, PRIORITY: _PRIORITIES}.get(field, ())


def _zones(campaign: Campaign) -> tuple[str, ...]:
    return zones_of_the_world() if campaign.region_column else zones_of(campaign.region)


def _need(campaign: Campaign, field: str) -> Need:
    if field == EXTERNAL_ID or field in campaign.field_rules.required:
        return Need.ALWAYS
    if field in campaign.phone_fields:
        return Need.ALWAYS if len(campaign.phone_fields) == 1 else Need.ONE_OF_PHONES
    return Need.OPTIONAL


def _words(campaign: Campaign, field: str, choices: tuple[str, ...]) -> str:
    if field in campaign.phone_fields:
        return "One phone number, with its area code; with + and the country code if it is one of another country."
    if field in _SYSTEM_WORDS:
        return _SYSTEM_WORDS[field]
    if campaign.field_of(campaign.region_column) == field:
        return f"The country of the person, in two letters: {campaign.region} and the like."
    if campaign.field_of(campaign.calling.consent_column) == field:
        return "yes, if the person agreed to be called at the day and time of the call that was asked for."
    return "Choose from the list." if choices else "Any text."


def _example(campaign: Campaign, field: str) -> str:
    if field in campaign.phone_fields:
        return _phone_number(campaign.region, mobile=field == campaign.phone_fields[0])
    known = {
        EXTERNAL_ID: "C-1001",
        CALLBACK: "2026/03/04 09:30",
        PRIORITY: "10",
        campaign.field_of(campaign.region_column): campaign.region,
        campaign.field_of(campaign.calling.consent_column): "yes",
    }
    return known.get(field, _FREE_TEXT)


def _phone_number(region: str, *, mobile: bool) -> str:
    """Return a number that libphonenumber gives as an example, as people of the country write theirs."""
    kind = phonenumbers.PhoneNumberType.MOBILE if mobile else phonenumbers.PhoneNumberType.FIXED_LINE
    number = phonenumbers.example_number_for_type(region, kind) or phonenumbers.example_number(region)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL) if number else _FREE_TEXT
