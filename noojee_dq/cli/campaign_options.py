"""The campaign that a command works for: its file, with what the command line says in its place."""

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from noojee_dq.cli.campaign_found import CampaignFile
from noojee_dq.cli.guesses import guessed, headings_text, taken
from noojee_dq.cli.stdin import STDIN
from noojee_dq.errors import CampaignError
from noojee_dq.words.suggest import did_you_mean

if TYPE_CHECKING:
    import pandas as pd

    from noojee_dq.campaign import Campaign

_OPTIONS: Final = {
    "phone_fields": "phone-field",
    "region": "region",
    "region_column": "region-column",
    "require": "require",
    "dnc_washed": "dnc-washed",
}


class CampaignOptions(NamedTuple):
    """What a command line says of the campaign; None = nothing.

    Attributes:
        file: of the campaign.
        phone_fields: columns with phone numbers.
        region: country of numbers written without one.
        region_column: column with the country of each lead.
        require: lists that must be there, separated by commas.
        dnc_washed: day of the last wash.
    """

    file: CampaignFile = CampaignFile()
    phone_fields: Sequence[str] | None = None
    region: str | None = None
    region_column: str | None = None
    require: str | None = None
    dnc_washed: str | None = None

    def settings(self) -> "Campaign":
        """Read the campaign file, or none, and put what the command line says in its place.

        Raises:
            CampaignError: the file, or an option, is wrong; the text names it.

        Example:
            >>> CampaignOptions(region="NZ").settings().region
            'NZ'
        """
        from noojee_dq.campaign import Campaign

        settings = Campaign.from_toml(self.file.path) if self.file.path else Campaign()
        if self.phone_fields:
            settings = _with(settings, "phone_fields", self.phone_fields, " ".join(self.phone_fields))
        for name in ("region", "region_column", "dnc_washed"):
            if (value := getattr(self, name)) is not None:
                settings = _with(settings, name, value, value)
        if self.require is not None:
            names = (name.strip() for name in self.require.split(","))
            settings = _with(settings, "require", sorted({*settings.require, *names}), self.require)
        return settings

    def refuse_missing_columns(self, leads: "pd.DataFrame", settings: "Campaign") -> None:
        """Refuse an option that names a column which a file has not: it is misspelt, and would fail every lead.

        Raises:
            CampaignError: there is one; the text names the nearest column, or all.
        """
        headings = list(map(str, leads.columns))
        if self.region_column and self.region_column not in headings:
            raise _missing("region_column", self.region_column, headings)
        known = {*headings, *map(settings.field_of, headings)}
        for field in self.phone_fields or ():
            if field not in known:
                raise _missing("phone_fields", field, headings)


def _with(settings: "Campaign", name: str, value: Any, typed: str) -> "Campaign":
    from noojee_dq.campaign import Campaign

    try:
        return Campaign(**(settings.model_dump() | {name: value}))
    except CampaignError as error:
        option = f"--{_OPTIONS[name]} {shlex.quote(typed)}"
        raise CampaignError("\n".join(f"{option}: {reason}" for reason in error.reasons)) from None


def _missing(name: str, column: str, headings: Sequence[str]) -> CampaignError:
    near = did_you_mean(column, headings) or f"; its columns are {headings_text(headings)}"
    return CampaignError(f"--{_OPTIONS[name]} {shlex.quote(column)}: the file has no such column{near}")


def campaign_said(said: CampaignOptions, files: Sequence[Path], leads: "pd.DataFrame") -> "Campaign":
    """Read the campaign of some leads, which remember what they were made from; phone fields may be missing.

    Args:
        said: by the command line.
        files: of the leads.
        leads: of these.

    Raises:
        CampaignError: the campaign file, or an option, is wrong, or names a column that the leads have not.
    """
    from noojee_dq.fields import MADE_FROM

    settings = said.settings()
    said.refuse_missing_columns(leads, settings)
    several = [str(file) for file in files if file != STDIN] if len(files) > 1 else []
    leads.attrs[MADE_FROM] = [*([str(said.file.path)] if said.file.path else []), *several]
    return settings


def campaign_of(said: CampaignOptions, files: Sequence[Path], leads: "pd.DataFrame") -> "Campaign":
    """Read the campaign of some leads, as `campaign_said`, and guess phone columns if need be."""
    return with_phone_columns(campaign_said(said, files, leads), leads)


def with_phone_columns(settings: "Campaign", leads: "pd.DataFrame") -> "Campaign":
    """Guess the phone columns of some leads where nobody has named them."""
    if settings.phone_fields:
        return settings
    return settings.model_copy(update={"phone_fields": tuple(taken(guessed(leads, settings.region)))})
