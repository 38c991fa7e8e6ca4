"""The questions of the guided way whose answers make a campaign: each takes the settings so far, and adds to them."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final

import pandas as pd
import pytz

from noojee_dq.batch.column_proposals import ColumnProposal, column_proposals
from noojee_dq.batch.country_columns import proposed_region_column
from noojee_dq.batch.proposed_hours import are_zones, likely_zone, names_of_hours
from noojee_dq.batch.refusals import marked_leads
from noojee_dq.campaign import Campaign
from noojee_dq.checks.whole_file import is_id
from noojee_dq.cli.asking import NONE, agreed, ask, existing_file, say, several
from noojee_dq.cli.guesses import taken
from noojee_dq.client.address import api_address
from noojee_dq.errors import CampaignError
from noojee_dq.fields import CONTACT_HOURS, OWN_PREFIXES
from noojee_dq.lists import read_lists
from noojee_dq.phones import phone_guesses
from noojee_dq.settings.calling_rules import RULES
from noojee_dq.words.counts import counted
from noojee_dq.words.display import MAX_HEADING, MAX_VALUE, cut
from noojee_dq.words.for_people import for_people
from noojee_dq.words.suggest import did_you_mean

#: Names of contact hours that are asked about: a PBX has a few.
_MOST_HOURS: Final = 12
_IDS: Final = {
    "template_id": "Id of the campaign template",
    "campaign_id": "Id of the campaign",
    "allocation_id": "Id of the allocation",
}


def with_answers(settings: Campaign, **answers: Any) -> Campaign:
    """Return settings with some answers.

    Args:
        settings: so far.
        answers: by the names of the settings.

    Raises:
        CampaignError: an answer cannot be used.

    Example:
        >>> with_answers(Campaign(), region="NZ").region
        'NZ'
    """
    return Campaign(**(settings.model_dump() | answers))


def _region(_: pd.DataFrame, settings: Campaign) -> Campaign:
    question = "Country of numbers that are written without one (ISO code or English name, like AU or New Zealand)"
    return ask(question, settings, settings.region, lambda text: with_answers(settings, region=text))


def _phone_columns(leads: pd.DataFrame, settings: Campaign) -> Campaign:
    guesses = phone_guesses(leads, settings.region)
    reasons = {guess.heading: guess.reason if guess.guessed else f"not taken: {guess.reason}" for guess in guesses}
    headings = _headings(leads)
    say("The columns of the file:")
    for number, heading in enumerate(headings, 1):
        why = f"  ({reasons[heading]})" if heading in reasons else ""
        say(f"{number:>4}  {cut(heading, MAX_HEADING)}{why}")
    chosen = settings.phone_fields or tuple(taken(guesses))
    shown = ", ".join(cut(one, MAX_HEADING) for one in chosen) or "none was found"
    question = "Which of them hold phone numbers? Headings or numbers, with commas between them"
    return with_answers(settings, phone_fields=ask(question, chosen or None, shown, partial(_columns, headings)))


def _headings(leads: pd.DataFrame) -> list[str]:
    """Return the headings of the file; some columns may be ours."""
    return [heading for heading in leads.columns if not heading.startswith(OWN_PREFIXES)]


def _columns(headings: Sequence[str], text: str) -> tuple[str, ...]:
    """Find the columns that an answer names."""
    found = several(text, partial(_column, headings))
    if not found:
        raise CampaignError("without a column of phone numbers no lead can be called: name at least one")
    return tuple(dict.fromkeys(found))


def _column(headings: Sequence[str], text: str) -> str:
    if text in headings:
        return text
    if text.isdecimal() and 1 <= int(text) <= len(headings):
        return headings[int(text) - 1]
    raise CampaignError(f"there is no column {text!r}{did_you_mean(text, headings)}")


def _country_column(leads: pd.DataFrame, settings: Campaign) -> Campaign:
    proposed = proposed_region_column(leads, settings)
    if not proposed:
        return settings
    question = f"Column with the country of each lead, or {NONE}"
    answer = partial(_with_countries, settings, _headings(leads))
    return ask(question, with_answers(settings, region_column=proposed), cut(proposed, MAX_HEADING), answer)


def _with_countries(settings: Campaign, headings: Sequence[str], text: str) -> Campaign:
    return with_answers(settings, region_column="" if text.casefold() == NONE else _column(headings, text))


def _other_columns(leads: pd.DataFrame, settings: Campaign) -> Campaign:
    columns = dict(settings.columns)
    for proposal in column_proposals(leads, settings):
        # Where several may be meant, nobody knows which.
        default = proposal.headings[0] if len(proposal.headings) == 1 else ""
        question = (
            f"{for_people(proposal.field)}: is it the column {proposal.named}? The column to send as it, or {NONE}"
        )
        heading = ask(question, default, default or NONE, partial(_column_or_none, proposal, _headings(leads)))
        if heading:
            columns[heading] = proposal.field
    return with_answers(settings, columns=columns)


def _column_or_none(proposal: ColumnProposal, headings: Sequence[str], text: str) -> str:
    if text.casefold() in (NONE, "no", "n"):
        return ""
    if text.casefold() in ("yes", "y") and len(proposal.headings) == 1:
        return proposal.headings[0]
    return _column(headings, text)


def _contact_hours(leads: pd.DataFrame, settings: Campaign) -> Campaign:
    heading = next((one for one in leads.columns if settings.field_of(one) == CONTACT_HOURS), None)
    names = [] if heading is None else names_of_hours(leads[heading])
    column = cut(str(heading), MAX_HEADING)
    if are_zones(names):
        if names:
            _say_zones(column, names)
        return settings
    say(f"The names of Contact Hours in {column}, which must be those of the PBX, and the zones that it has for them:")
    hours = dict(settings.contact_hours)
    for name in names[:_MOST_HOURS]:
        zone = hours.get(name) or likely_zone(name, settings.region, hours.values())
        question = f"{cut(name, MAX_VALUE)!r}: its IANA zone, or {NONE} if the PBX has no Contact Hours of this name"
        zone = ask(question, zone, zone or NONE, partial(_zone, name))
        hours = {one: there for one, there in hours.items() if one != name} | ({name: zone} if zone else {})
    if len(names) > _MOST_HOURS:
        say(f"{len(names) - _MOST_HOURS:,} more are not asked about: the check will name them")
    own = settings.default_contact_hours
    # A default that is no entry any more is asked for next.
    kept = own if own in (hours or pytz.all_timezones_set) else ""
    return with_answers(settings, contact_hours=hours, default_contact_hours=kept)


def _say_zones(column: str, names: Sequence[str]) -> None:
    say(f"{column} holds names of IANA zones: see that the PBX has Contact Hours of just these names.")
    if strange := sum(name not in pytz.all_timezones_set for name in names):
        them = "it" if strange == 1 else "them"
        say(f"{counted(strange, 'other name is', 'other names are')} not asked about: the check will name {them}")


def _zone(name: str, text: str) -> str:
    return "" if text.casefold() == NONE else Campaign(contact_hours={name: text}).contact_hours[name]


def _own_hours(_: pd.DataFrame, settings: Campaign) -> Campaign:
    entries = ", ".join(cut(name, MAX_VALUE) for name in settings.contact_hours) or "an IANA zone"
    question = f"Contact Hours of the template itself, for leads without any ({entries}), or {NONE} if not known"
    shown = settings.default_contact_hours or NONE
    return ask(question, settings, shown, lambda text: with_answers(settings, default_contact_hours=_or_none(text, "")))


def _or_none(text: str, none: Any) -> Any:
    return none if text.casefold() == NONE else text


def _calling(_: pd.DataFrame, settings: Campaign) -> Campaign:
    question = f"Rules for the times at which callbacks may ring ({', '.join(RULES)}), or {NONE}: not checked"
    return ask(question, settings, settings.calling.rules, lambda text: _with_rules(settings, text.casefold()))


def _with_rules(settings: Campaign, rules: str) -> Campaign:
    if rules not in (NONE, *RULES):
        raise CampaignError(f"there are no rules {rules!r}{did_you_mean(rules, RULES)}")
    return with_answers(settings, calling=settings.calling.model_dump() | {"rules": rules})


def _marked(leads: pd.DataFrame, settings: Campaign) -> Campaign:
    count = marked_leads(leads, settings.phone_fields)
    if not count:
        return settings
    marked = counted(count, "lead is", "leads are")
    question = (
        f"{marked} marked do not call by the file itself. Hold back such leads, and all others with a number of one?"
    )
    return with_answers(settings, marked_do_not_call="error" if agreed(question) else "warning")


def _lists(setting: str, what: str, _: pd.DataFrame, settings: Campaign) -> Campaign:
    question = f"{what}: files, with commas between them, or {NONE}"
    shown = ", ".join(getattr(settings, setting)) or NONE
    return ask(question, settings, shown, partial(with_files, settings, setting))


def with_files(settings: Campaign, setting: str, text: str) -> Campaign:
    """Take the files of a list, once they can be read as one.

    Args:
        settings: so far.
        setting: that names the files.
        text: of an answer.

    Raises:
        CampaignError, LeadsError: there is no such list; the text says why.
    """
    files = [] if text.casefold() == NONE else list(map(str, several(text, existing_file)))
    bare = {"dnc": (), "known": (), "allow": (), "require": ()}
    read_lists(None, None, settings.model_copy(update=bare | {setting: tuple(files)}), datetime.now(UTC))
    return with_answers(settings, **{setting: files})


def _server(_: pd.DataFrame, settings: Campaign) -> Campaign:
    question = f"Address of the PBX, like https://pbx.example.com; only needed to send, so {NONE} for now"
    settings = ask(question, settings, settings.url or NONE, partial(_with_url, settings))
    for setting, what in _IDS.items():
        before = getattr(settings, setting)
        answer = partial(_with_id, settings, setting)
        settings = ask(f"{what}, or {NONE}", settings, NONE if before is None else str(before), answer)
    return settings


def _with_url(settings: Campaign, text: str) -> Campaign:
    answered = with_answers(settings, url=_or_none(text, ""))
    if answered.url:
        api_address(answered)
    return answered


def _with_id(settings: Campaign, setting: str, text: str) -> Campaign:
    if text.casefold() == NONE:
        return with_answers(settings, **{setting: None})
    if not is_id(text):
        raise CampaignError(f"{text!r} is no id: it is a positive whole number, like 41; see the PBX, or say {NONE}")
    return with_answers(settings, **{setting: int(text)})


#: Takes the leads of the file and the settings so far, and returns these with what was answered.
Question = Callable[[pd.DataFrame, Campaign], Campaign]

QUESTIONS: Final[tuple[Question, ...]] = (
    _region,
    _phone_columns,
    _country_column,
    _other_columns,
    _contact_hours,
    _own_hours,
    _calling,
    _marked,
    partial(_lists, "dnc", "Do-not-call lists"),
    partial(_lists, "known", "Exports of the leads that the campaign holds, or journals of earlier runs"),
    _server,
)
