"""What one PBX campaign expects of its leads: from Python, and from and to TOML."""

import os
import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import urlsplit

import phonenumbers
import pytz
import tomlkit
from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator

from noojee_dq.errors import CampaignError
from noojee_dq.fields import OWN_PREFIXES
from noojee_dq.places.likely_hours import likely_hours
from noojee_dq.words.suggest import did_you_mean, one_of

#: Key of a campaign file (section, key) -> name of the setting in `Campaign`.
_TOML_KEYS = {
    ("campaign", "template_id"): "template_id",
    ("campaign", "campaign_id"): "campaign_id",
    ("campaign", "allocation_id"): "allocation_id",
    ("campaign", "allow_duplicates"): "allow_duplicates",
    ("campaign", "fields"): "fields",
    ("campaign", "dispositions"): "dispositions",
    ("phone", "fields"): "phone_fields",
    ("phone", "region"): "region",
    ("phone", "region_column"): "region_column",
    ("phone", "patterns"): "phone_patterns",
    ("phone", "send"): "phone_send",
    ("lists", "dnc"): "dnc",
    ("lists", "known"): "known",
    ("lists", "allow"): "allow",
    ("lists", "require"): "require",
    ("server", "url"): "url",
    ("server", "max_concurrency"): "max_concurrency",
}
#: Settings that hold paths, relative to the campaign file.
_LISTS = ("dnc", "known", "allow")
#: How phone cells are sent: a single number in digits alone, or whatever stands in the file.
PhoneSend = Literal["plain", "as-written"]
#: Sections whose keys are the user's own.
_TOML_TABLES = ("contact_hours", "columns")

_PATTERN_PART = re.compile(r"\[(?:[0-9](?:-[0-9])?)+\]|[^\s\[\]]")
_PATTERN_LETTERS = {"X": "[0-9]", "Z": "[1-9]", "N": "[2-9]", ".": ".+"}

_PLAIN_ERRORS = {
    "missing": "is missing",
    "tuple_type": 'must be a list, such as ["Phone"]',
    "dict_type": "must be a table of names and values",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "string_type": "must be text in quotation marks",
}


class PhonePattern(BaseModel):
    """A phone pattern of the PBX: a matching number loses `strip` leading digits, gets `prefix` in front.

    Args:
        name: what the pattern is called on the PBX.
        pattern: `X` 0-9, `Z` 1-9, `N` 2-9, `[1-5]` a set, `.` one or more of anything; other characters stand
            for themselves; spaces are ignored ("Phone Fields and Field Mappings").
        strip: number of leading characters to take off.
        prefix: what is put in front afterwards.

    Example:
        >>> PhonePattern(name="lost zero", pattern="N X[1-5].", strip=0, prefix="0").regex
        '[2-9][0-9][1-5].+'
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = ""
    pattern: str = Field(min_length=1)
    strip: int = Field(default=0, ge=0)
    prefix: str = ""

    @property
    def regex(self) -> str:
        """The pattern as a regular expression that a whole number must match."""
        parts = _PATTERN_PART.findall(re.sub(r"\s", "", self.pattern))
        return "".join(_PATTERN_LETTERS.get(part) or (part if len(part) > 1 else re.escape(part)) for part in parts)

    @field_validator("pattern")
    @classmethod
    def _sets_are_whole(cls, pattern: str) -> str:
        falling = any(first > last for first, last in re.findall(r"(\d)-(\d)", pattern))
        if falling or not re.fullmatch(rf"({_PATTERN_PART.pattern}|\s)+", pattern):
            raise ValueError(f"phone pattern {pattern!r}: a set is written like [1-5] or [135]")
        return pattern


class Campaign(BaseModel):
    """What one campaign on the PBX expects of its leads.

    Args:
        template_id: `fTemplateId`. Without the three ids one can explore: 115-117 are then not checked.
        campaign_id: `fCampaignId`.
        allocation_id: `fAllocationId`.
        phone_fields: fields that the campaign template designates as phone fields.
        region: ISO 3166 code of the country of numbers written without one.
        region_column: column with each lead's own country; "" = every lead is in `region`.
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

    def __init__(self, **settings: Any) -> None:
        try:
            super().__init__(**settings)
        except ValidationError as error:
            problems = [_plain_error(problem) for problem in error.errors(include_url=False)]
            raise CampaignError("\n".join(f"campaign: {problem}" for problem in problems)) from None

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
        name = Path(path).name
        document = _parse_toml(Path(path))
        try:
            campaign = cls(**dict(_settings(document)))
        except CampaignError as error:
            raise CampaignError(str(error).replace("campaign: ", f"{name}: ")) from None
        folder = Path(path).absolute().parent
        beside = {list_: tuple(str(folder / one) for one in getattr(campaign, list_)) for list_ in _LISTS}
        return campaign.model_copy(update=beside)

    def to_toml(self) -> str:
        """Return the campaign as the commented text of a campaign file, which `from_toml` reads back.

        Example:
            >>> 'fields = ["Phone"]' in Campaign(phone_fields=["Phone"]).to_toml()
            True
        """
        template = resources.files("noojee_dq").joinpath("campaign_template.toml").read_text("utf-8")
        document = tomlkit.parse(template)
        settings = self.model_dump(mode="json", exclude_defaults=True)
        for (section, key), setting in _TOML_KEYS.items():
            if setting in settings:
                document[section][key] = settings[setting]
        for table in _TOML_TABLES:
            document[table].update(settings.get(table, {}))
        return tomlkit.dumps(document)

    def field_of(self, heading: str) -> str:
        """Return the field name under which a column of the file is sent.

        Example:
            >>> Campaign(columns={"Ext Ref": "njExternalLeadId"}).field_of("Ext Ref")
            'njExternalLeadId'
        """
        return self.columns.get(heading, heading)


def as_compared(setting: object) -> str:
    """Return a setting as two campaigns are compared: a number may be text, an address have a slash at its end.

    Names with their values may stand in any order.

    Example:
        >>> as_compared(42) == as_compared(" 42 "), as_compared("https://pbx.example.com/")
        (True, 'https://pbx.example.com')
        >>> as_compared({"a": "1", "b": "2"}) == as_compared({"b": "2", "a": "1"})
        True
    """
    if isinstance(setting, Mapping):
        setting = sorted(setting.items())
    return "" if setting is None else str(setting).strip().rstrip("/")


def _parse_toml(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        raise CampaignError(f"{path.name}: there is no such file; `noojee-dq init` writes one") from None
    except OSError as error:
        raise CampaignError(f"{path.name}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise CampaignError(f"{path.name}: is not UTF-8 text; save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise CampaignError(f"{path.name}: is no valid TOML: {error}") from None


def _settings(document: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    sections = {section for section, _ in _TOML_KEYS} | set(_TOML_TABLES)
    for section, table in document.items():
        if section not in sections:
            raise CampaignError(f"campaign: unknown section [{section}]{_advice(section, sections)}")
        if not isinstance(table, dict):
            raise CampaignError(f"campaign: [{section}] must be a section, not a value")
        if section in _TOML_TABLES:
            yield section, table
            continue
        known = {key for of, key in _TOML_KEYS if of == section}
        for key, value in table.items():
            if key not in known:
                raise CampaignError(f"campaign: [{section}] unknown key {key!r}{_advice(key, known)}")
            yield _TOML_KEYS[section, key], value


def _advice(key: str, known: Collection[str]) -> str:
    words = key.lower().replace("-", "_").split("_")
    if {"key", "apikey", "password", "secret", "token"} & set(words):
        return "; the API key must not stand in a file like this: give it as NOOJEE_API_KEY"
    return did_you_mean(key, known) or f"; known are {', '.join(sorted(known))}"


def _plain_error(problem: Mapping[str, Any]) -> str:
    """Put one pydantic problem in plain words, without the value: it could be a secret."""
    setting, *inner = problem["loc"]
    if problem["type"] == "extra_forbidden":
        known = PhonePattern.model_fields if inner else Campaign.model_fields
        name = problem["loc"][-1]
        return f"unknown setting {name!r}{_advice(str(name), known.keys())}"
    toml = {name: f"[{section}] {key}" for (section, key), name in _TOML_KEYS.items()}
    where = ".".join([f"{setting} ({toml[setting]} in TOML)" if setting in toml else setting, *map(str, inner)])
    text = _PLAIN_ERRORS.get(problem["type"], problem["msg"].removeprefix("Value error, "))
    if problem["type"] == "literal_error":
        text = f"must be {problem['ctx']['expected']}"
    return f"{where}: {text}"
