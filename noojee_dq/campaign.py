"""What one PBX campaign expects of its leads: from Python, and from and to TOML."""

import json
import os
from collections.abc import Mapping
from datetime import date
from typing import Any, Literal, Never, Self
from urllib.parse import urlsplit

import phonenumbers
import pytz
from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator

from noojee_dq.errors import CampaignError
from noojee_dq.fields import OWN_PREFIXES
from noojee_dq.places.countries import country_code
from noojee_dq.places.likely_hours import likely_hours
from noojee_dq.settings.calling import MOST_DAYS, Calling
from noojee_dq.settings.field_rules import FieldRules
from noojee_dq.settings.phone_pattern import PhonePattern
from noojee_dq.settings.plain_errors import plain_errors
from noojee_dq.settings.toml_file import read_settings, written_settings
from noojee_dq.words.arguments import kind_shown, path_of
from noojee_dq.words.nothing import says_nothing
from noojee_dq.words.suggest import did_you_mean, one_of

#: Settings that hold paths, relative to the campaign file.
_LISTS = ("dnc", "known", "allow")
#: How phone cells are sent: a single number in digits alone, or whatever stands in the file.
PhoneSend = Literal["plain", "as-written"]


class Campaign(BaseModel):
    """What one campaign on the PBX expects of its leads.

    Args:
        template_id: `fTemplateId`. Without the three ids one can explore: 115-117 are then not checked.
        campaign_id: `fCampaignId`.
        allocation_id: `fAllocationId`.
        phone_fields: fields that the campaign template designates as phone fields.
        region: ISO 3166 code of the country of numbers written without one.
        region_column: column with each lead's own country, as ISO code or English name; "" = every lead is in `region`.
        phone_patterns: the PBX's own phone patterns, in order; where given, a number must match one of them.
        phone_send: "plain" = a phone cell that holds one number for certain is sent as its digits, with + in front
            where it is written with a country code; "as-written" = all go as they stand in the file.
        contact_hours: name of a Contact Hours entry on the PBX -> IANA zone; empty = values are IANA zones.
        allow_duplicates: the PBX takes a second lead with the same phone number (105 is off).
        fields: the template's field names; empty = unknown columns are not looked for.
        dispositions: the template's disposition names; empty = 106 is not checked.
        url: base address of the PBX; no key may stand in it.
        max_concurrency: most calls in flight at once.
        columns: heading in the file -> field name that is sent, where they differ.
        dnc: do-not-call lists, as paths; from a campaign file they are relative to it. Each check uses them, beside
            those that it is given.
        known: exports of the campaign's leads, or journals of earlier runs, likewise.
        allow: lists of numbers that may be called although they are on a do-not-call list, likewise.
        require: "dnc", "known": a check or a submission without such a list is an error.
        default_contact_hours: the template's own Contact Hours, by which leads without any are called; "" = not known.
        calling: when leads may ring, as `Calling` or a mapping of its settings.
        max_leads_per_number: a number that more leads have is named, where duplicates are allowed.
        dnc_washed: day on which the leads were last compared with the Do Not Call Register; None = not known.
        require_wash_days: a wash that is more days old is an error; None = a warning after 30.
        marked_do_not_call: what a lead is that its own file marks as not to be called (under Do Not Call or Opt Out,
            or by DNC in a note), and others with one of its numbers; "error" = these leads are not sent.
        field_rules: what single fields must hold, as `FieldRules` or a mapping of its settings.

    Raises:
        CampaignError: a setting is unknown or wrong; the text names it and the nearest known one.

    Example:
        >>> Campaign(template_id=41, phone_fields=["Phone", "Mobile"]).phone_fields
        ('Phone', 'Mobile')
        >>> Campaign(phone_field=["Phone"])
        Traceback (most recent call last):
        ...
        noojee_dq.errors.CampaignError: campaign: unknown setting 'phone_field'; did you mean 'phone_fields'?
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    template_id: int | str | None = None
    campaign_id: int | str | None = None
    allocation_id: int | str | None = None
    phone_fields: tuple[str, ...] = ()
    region: str = "AU"
    region_column: str = ""
    phone_patterns: tuple[PhonePattern, ...] = ()
    phone_send: PhoneSend = "plain"
    contact_hours: dict[str, str] = {}
    allow_duplicates: bool = False
    fields: tuple[str, ...] = ()
    dispositions: tuple[str, ...] = ()
    url: str = ""
    max_concurrency: int = Field(default=16, ge=1)
    columns: dict[str, str] = {}
    dnc: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()
    require: tuple[Literal["dnc", "known"], ...] = ()
    default_contact_hours: str = ""
    calling: Calling = Calling()
    max_leads_per_number: int = Field(default=5, ge=1)
    dnc_washed: date | None = None
    require_wash_days: int | None = Field(default=None, ge=1, le=MOST_DAYS)
    marked_do_not_call: Literal["warning", "error"] = "warning"
    field_rules: FieldRules = FieldRules()

    def __init__(self, *unnamed: Never, **settings: Any) -> None:
        if unnamed:
            raise CampaignError(
                "campaign: settings are given by name, such as Campaign(phone_fields=['Phone']); "
                "Campaign.from_toml('campaign.toml') reads a file"
            )
        try:
            super().__init__(**settings)
        except ValidationError as error:
            problems = plain_errors(error.errors(include_url=False), Campaign)
            lines = [f"campaign: {problem}" for problem in problems]
            raise CampaignError("\n".join(lines), [problem.reason for problem in problems]) from None

    @field_validator("region")
    @classmethod
    def _known_region(cls, region: str) -> str:
        regions = phonenumbers.SUPPORTED_REGIONS
        if region not in regions:
            raise ValueError(f"no country has the ISO code {region!r}{did_you_mean(region.upper(), regions)}")
        return region

    @field_validator("contact_hours")
    @classmethod
    def _known_zones(cls, contact_hours: dict[str, str], settings: ValidationInfo) -> dict[str, str]:
        for name, zone in contact_hours.items():
            if zone not in pytz.all_timezones_set:
                likely = likely_hours(zone, settings.data.get("region", ""), {})
                raise ValueError(f"{name!r}: there is no IANA zone {zone!r}{'; ' + one_of(likely) if likely else ''}")
        return contact_hours

    @field_validator("default_contact_hours")
    @classmethod
    def _known_hours(cls, default: str, settings: ValidationInfo) -> str:
        entries = settings.data.get("contact_hours", {})
        if default and default not in (entries or pytz.all_timezones_set):
            known = "one of [contact_hours]" if entries else "an IANA zone, as long as [contact_hours] is empty"
            likely = likely_hours(default, settings.data.get("region", ""), entries)
            raise ValueError(f"{default!r} is not {known}{'; ' + one_of(likely) if likely else ''}")
        return default

    @field_validator("dnc_washed", mode="before")
    @classmethod
    def _is_day(cls, day: object) -> object:
        # Pydantic would take a number for seconds since 1970.
        if isinstance(day, int | float):
            raise ValueError("must be a day, such as 2026-11-01")
        return day or None

    @field_validator("columns")
    @classmethod
    def _not_ours(cls, columns: dict[str, str]) -> dict[str, str]:
        for heading in columns:
            if heading.startswith(OWN_PREFIXES):
                raise ValueError(
                    f"{heading!r}: columns that begin with {' or '.join(OWN_PREFIXES)} are ours, and never sent: give "
                    "the column another heading"
                )
        return columns

    @field_validator("url")
    @classmethod
    def _no_secret(cls, url: str) -> str:
        parts = urlsplit(url)
        if parts.username or parts.password or parts.query:
            raise ValueError("must be the bare address of the server, without user, password or key")
        return url

    @classmethod
    def from_toml(cls, path: str | os.PathLike[str]) -> Self:
        """Read a campaign file.

        Args:
            path: a TOML file with the sections that `noojee-dq init` writes.

        Returns:
            The campaign.

        Raises:
            CampaignError: the file is absent, is no TOML, or has an unknown or wrong key; the text names
                file, key and the nearest known key.

        Example:
            >>> Campaign.from_toml("missing.toml")
            Traceback (most recent call last):
            ...
            noojee_dq.errors.CampaignError: missing.toml: there is no such file; `noojee-dq init` writes one
        """
        file = path_of(path, "path", "campaign.toml", CampaignError)
        name = file.name
        try:
            campaign = cls(**read_settings(file))
        except CampaignError as error:
            raise CampaignError(str(error).replace("campaign: ", f"{name}: ")) from None
        folder = file.absolute().parent
        beside = {list_: tuple(str(folder / one) for one in getattr(campaign, list_)) for list_ in _LISTS}
        return campaign.model_copy(update=beside)

    def to_toml(self) -> str:
        """Return the campaign as the commented text of a campaign file, which `from_toml` reads back.

        Example:
            >>> 'fields = ["Phone"]' in Campaign(phone_fields=["Phone"]).to_toml()
            True
        """
        return written_settings(self.model_dump(exclude_defaults=True))

    def field_of(self, heading: str) -> str:
        """Return the field name under which a column of the file is sent.

        Example:
            >>> Campaign(columns={"Ext Ref": "njExternalLeadId"}).field_of("Ext Ref")
            'njExternalLeadId'
        """
        return self.columns.get(heading, heading)

    def region_of(self, written: str) -> str:
        """Return the ISO code of a country as `region_column` has it; where it has none, that of the campaign.

        "N/A", "unknown" or a dash says no country, as a blank cell does. What is neither a code nor an English name
        stays as it is written: no numbers are read by it.

        Example:
            >>> [Campaign(region="NZ").region_of(one) for one in ("au", "Germany", "", "n/a", "Erewhon")]
            ['AU', 'DE', 'NZ', 'NZ', 'EREWHON']
        """
        return country_code(written) or (self.region if says_nothing(written) else written.strip().upper())


def refuse_no_campaign(given: object) -> None:
    """Refuse what is no campaign where one is wanted.

    Raises:
        CampaignError: it is none.

    Example:
        >>> refuse_no_campaign("campaign.toml")
        Traceback (most recent call last):
        ...
        noojee_dq.errors.CampaignError: campaign must be a Campaign, not a str: nj.Campaign.from_toml('campaign.toml') \
reads one
    """
    if not isinstance(given, Campaign):
        raise CampaignError(
            f"campaign must be a Campaign, not {kind_shown(given)}: nj.Campaign.from_toml('campaign.toml') reads one"
        )


def as_compared(setting: object) -> str:
    """Return a setting as two campaigns are compared: a number may be text, an address have a slash at its end.

    Names with their values may stand in any order.

    Example:
        >>> as_compared(42) == as_compared(" 42 "), as_compared("https://pbx.example.com/")
        (True, 'https://pbx.example.com')
        >>> as_compared({"a": "1", "b": "2"}) == as_compared({"b": "2", "a": "1"})
        True
    """
    if isinstance(setting, BaseModel):
        return json.dumps(setting.model_dump(mode="json"), sort_keys=True)
    if isinstance(setting, Mapping):
        setting = sorted(setting.items())
    return "" if setting is None else str(setting).strip().rstrip("/")
