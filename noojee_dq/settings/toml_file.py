"""The campaign file: its sections and keys, read and written as settings of `Campaign`."""

import tomllib
from collections.abc import Collection, Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Any, Final

import tomlkit

from noojee_dq.errors import CampaignError
from noojee_dq.words.suggest import did_you_mean

#: Key of a campaign file (section, key) -> name of the setting in `Campaign`.
_KEYS: Final = {
    ("campaign", "template_id"): "template_id",
    ("campaign", "campaign_id"): "campaign_id",
    ("campaign", "allocation_id"): "allocation_id",
    ("campaign", "allow_duplicates"): "allow_duplicates",
    ("campaign", "fields"): "fields",
    ("campaign", "dispositions"): "dispositions",
    ("campaign", "default_contact_hours"): "default_contact_hours",
    ("phone", "fields"): "phone_fields",
    ("phone", "region"): "region",
    ("phone", "region_column"): "region_column",
    ("phone", "patterns"): "phone_patterns",
    ("phone", "send"): "phone_send",
    ("phone", "max_leads_per_number"): "max_leads_per_number",
    ("lists", "dnc"): "dnc",
    ("lists", "known"): "known",
    ("lists", "allow"): "allow",
    ("lists", "require"): "require",
    ("lists", "dnc_washed"): "dnc_washed",
    ("lists", "require_wash_days"): "require_wash_days",
    ("lists", "marked_do_not_call"): "marked_do_not_call",
    ("server", "url"): "url",
    ("server", "max_concurrency"): "max_concurrency",
}
#: Section whose keys are the user's own, or those of a model -> name of the setting that it is.
_SECTIONS: Final = {
    "contact_hours": "contact_hours",
    "calling": "calling",
    "fields": "field_rules",
    "columns": "columns",
}


def read_settings(path: Path) -> dict[str, Any]:
    """Read the settings that a campaign file gives, as `Campaign` takes them.

    Args:
        path: a TOML file.

    Raises:
        CampaignError: the file is absent, is no TOML, or has an unknown section or key.
    """
    return dict(_settings(_parsed(path)))


def written_settings(settings: Mapping[str, Any]) -> str:
    """Write settings as the commented text of a campaign file.

    Args:
        settings: name of the setting in `Campaign` -> plain value; others stand there with their defaults.

    Example:
        >>> "url = 'https://pbx.example.com'" in written_settings({"url": "https://pbx.example.com"}).replace('"', "'")
        True
    """
    template = resources.files("noojee_dq").joinpath("campaign_template.toml").read_text("utf-8")
    document = tomlkit.parse(template)
    for (section, key), setting in _KEYS.items():
        if setting in settings:
            document[section][key] = settings[setting]
    for section, setting in _SECTIONS.items():
        document[section].update(settings.get(setting, {}))
    return tomlkit.dumps(document)


def place_in_file(setting: str) -> str:
    """Say where a setting stands in a campaign file; "" = nowhere.

    Example:
        >>> place_in_file("phone_send"), place_in_file("field_rules")
        ('[phone] send', '[fields]')
    """
    keys = {name: f"[{section}] {key}" for (section, key), name in _KEYS.items()}
    return (keys | {name: f"[{section}]" for section, name in _SECTIONS.items()}).get(setting, "")


def advice_on(key: str, known: Collection[str]) -> str:
    """Write the end of a message about an unknown key: the nearest known one, or all.

    Example:
        >>> advice_on("feilds", ["fields"]), advice_on("zzz", ["url", "fields"])
        ("; did you mean 'fields'?", '; known are fields, url')
    """
    words = key.lower().replace("-", "_").split("_")
    if {"key", "apikey", "password", "secret", "token"} & set(words):
        return "; the API key must not stand in a file like this: give it as NOOJEE_API_KEY"
    return did_you_mean(key, known) or f"; known are {', '.join(sorted(known))}"


def _parsed(path: Path) -> Mapping[str, Any]:
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
    sections = {section for section, _ in _KEYS} | set(_SECTIONS)
    for section, table in document.items():
        if section not in sections:
            raise CampaignError(f"campaign: unknown section [{section}]{advice_on(section, sections)}")
        if not isinstance(table, dict):
            raise CampaignError(f"campaign: [{section}] must be a section, not a value")
        if section in _SECTIONS:
            yield _SECTIONS[section], table
            continue
        known = {key for of, key in _KEYS if of == section}
        for key, value in table.items():
            if key not in known:
                raise CampaignError(f"campaign: [{section}] unknown key {key!r}{advice_on(key, known)}")
            yield _KEYS[section, key], value
