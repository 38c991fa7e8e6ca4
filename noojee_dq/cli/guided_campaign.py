"""The campaign file of the guided way, and the lists that it names: settled before the leads are checked."""

import os
import shlex
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final

import pandas as pd

from noojee_dq.batch.column_proposals import column_proposals
from noojee_dq.batch.reference import Unread
from noojee_dq.campaign import Campaign
from noojee_dq.cli.asking import agreed, ask, say
from noojee_dq.cli.campaign_file import commented_toml
from noojee_dq.cli.campaign_questions import QUESTIONS, with_answers, with_files
from noojee_dq.cli.guesses import taken
from noojee_dq.cli.guided_way import GuidedWay
from noojee_dq.cli.inputs import read, say_how_read
from noojee_dq.errors import NoojeeError
from noojee_dq.lists import read_lists
from noojee_dq.phones import guess_reasons, phone_guesses

#: Settings that hold files, which a campaign file names as they lie to it.
_LISTS: Final = ("dnc", "known", "allow")
_ACCEPT: Final = "accept"


def settle_campaign(way: GuidedWay) -> None:
    """Keep the campaign file, or have one written from answers.

    Args:
        way: of a list.
    """
    settings = Campaign()
    if way.campaign.exists():
        settings = Campaign.from_toml(way.campaign)
        say(f"{way.campaign} says:\n")
        _show(way.campaign)
        if agreed("Keep it as it is? With no, all is asked, and it is written anew, without comments of your own"):
            return
    leads = read(way.now, way.reading)
    say_how_read(leads.attrs["notes"])
    say("\nEnter alone takes what stands in brackets; Ctrl-C ends. Nothing is sent before you type yes.")
    for question in QUESTIONS:
        settings = question(leads, settings)
    _write_campaign(way.campaign, settings, leads)
    way.written.append(way.campaign)
    init = shlex.join(["noojee-dq", "init", str(way.now), *way.reading.as_options(), "-o", str(way.campaign)])
    say(f"\nwrote {way.campaign} (where there is none, this writes one without questions: {init})")


def _show(campaign: Path) -> None:
    """Show what a campaign file sets, without its comments."""
    lines = campaign.read_text("utf-8-sig").splitlines()
    say("\n".join(f"  {line}" for line in lines if line.strip() and not line.startswith("#")))


def _write_campaign(path: Path, settings: Campaign, leads: pd.DataFrame) -> None:
    guesses = phone_guesses(leads, settings.region)
    guessed = tuple(taken(guesses)) == settings.phone_fields
    folder = path.absolute().parent
    lists = {name: [os.path.relpath(one, folder) for one in getattr(settings, name)] for name in _LISTS}
    why = guess_reasons(guesses) if guessed else []
    text = commented_toml(with_answers(settings, **lists), why, [], column_proposals(leads, settings))
    path.write_text(text, "utf-8", newline="\n")


def settle_lists(way: GuidedWay) -> None:
    """Have a list corrected, replaced, or taken as it is, of which some entries cannot be read: else no lead is ready.

    Args:
        way: of a list.
    """
    while not way.accepts_partial and (problem := _partly_unread(settings := Campaign.from_toml(way.campaign))):
        setting, told = problem
        say(f"{told}: who is meant by these entries would not be found.")
        question = (
            f"Correct the list, save it, and press Enter: it is read again. Or name another in its place, or type "
            f"{_ACCEPT} to go on without these entries"
        )
        answered = ask(question, settings, "read it again", partial(_another_list, way, settings, setting))
        if answered is not settings:
            _write_campaign(way.campaign, answered, read(way.now, way.reading))
            say(f"wrote {way.campaign}, with the other list")


def _partly_unread(settings: Campaign) -> tuple[str, str] | None:
    """Find a setting whose list can be read in part only, and say in which; what else is wrong, the check says."""
    with suppress(NoojeeError):
        lists = read_lists(None, None, settings.model_copy(update={"require": ()}), datetime.now(UTC))
        of_settings = {
            "dnc": ("do-not-call list", lists.dnc.unread if lists.dnc else Unread()),
            "known": ("known leads", lists.known.unread),
        }
        for setting, (name, unread) in of_settings.items():
            if unread.entries:
                files = ", ".join(Path(one).name for one in getattr(settings, setting))
                return setting, f"{files}: {unread.told(name)}"
    return None


def _another_list(way: GuidedWay, settings: Campaign, setting: str, text: str) -> Campaign:
    """Understand another list as settings with it, or have the list accepted as it is."""
    way.accepts_partial = text.casefold() == _ACCEPT
    return settings if way.accepts_partial else with_files(settings, setting, text)
