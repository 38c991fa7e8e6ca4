"""The steps of the guided way: each asks, has the commands run that do what was answered, or leaves it out."""

import os
import shlex
from pathlib import Path
from typing import Final

from noojee_dq.cli.asking import NONE, agreed, agreed_in_full, ask, existing_file, say
from noojee_dq.cli.guided_campaign import settle_campaign, settle_lists
from noojee_dq.cli.guided_runs import runs_of
from noojee_dq.cli.guided_way import GuidedWay, WayEndedError
from noojee_dq.cli.messages import refuse
from noojee_dq.cli.options import Operation
from noojee_dq.cli.outputs import LEAD_SUFFIXES
from noojee_dq.cli.taking_up import take_up
from noojee_dq.client import ApiKey
from noojee_dq.client.key import VARIABLE
from noojee_dq.errors import CampaignError
from noojee_dq.leads import read_leads
from noojee_dq.sending.resumption import unsettled
from noojee_dq.words.commands import options_with
from noojee_dq.words.counts import counted
from noojee_dq.words.suggest import did_you_mean

_INTERRUPTED: Final = 130
_NO_ANSWER: Final = 2
#: Exit codes of a run that has come to its end: all leads are taken, or some are refused or in doubt.
_ANSWERED: Final = (0, 1)


def walk(way: GuidedWay) -> int:
    """Go the steps of a way, up to the one that ends it.

    Args:
        way: of a list.

    Returns:
        The exit code: that of the command that ended the way, or of sending; 130 = somebody has interrupted it.
    """
    try:
        for step in STEPS:
            step(way)
        return _send(way)
    except WayEndedError as ended:
        code = ended.exit_code
    except KeyboardInterrupt:
        code = _INTERRUPTED
        say()
        refuse("interrupted")
    except EOFError:
        code = _NO_ANSWER
        say()
        refuse("the input has ended before all was answered")
    way.say_how_to_go_on()
    return code


def _settle_operation(way: GuidedWay) -> None:
    """Ask which call of the API the leads are meant for."""
    question = "What are the leads for: insert (new leads), or update (leads that the campaign holds)?"
    way.operation = ask(question, Operation.INSERT, Operation.INSERT.value, _operation)


def _operation(text: str) -> Operation:
    found = [one for one in Operation if text and one.value.startswith(text.casefold())]
    if not found:
        raise CampaignError(f"{text!r} is neither insert nor update{did_you_mean(text, list(Operation))}")
    return found[0]


def _check(way: GuidedWay) -> None:
    way.check()
    # What comes of a repair is not what the workbook says any more.
    way.since = None


def _repair(way: GuidedWay) -> None:
    """Have repaired what can be, and go on with that if somebody likes what was done."""
    suffix = way.now.suffix.lower()
    repaired = way.beside(f"-repaired{suffix if suffix in LEAD_SUFFIXES else '.xlsx'}")
    if not way.faulty or not agreed(f"Repair what can be repaired without loss, into {repaired}?"):
        return
    changes = way.beside("-changes.csv")
    way.run(*way.command("repair", "-o", str(repaired), "--changes", str(changes)))
    way.written += [repaired, changes]
    say(f"{way.now} is as it was; every change stands in {changes}.")
    if agreed(f"Go on with {repaired}?"):
        way.take(repaired)


def _correct(way: GuidedWay) -> None:
    """Have leads corrected in a workbook, as often as somebody likes."""
    while way.faulty:
        workbook = way.beside("-checked.xlsx")
        if not agreed(f"Write {workbook}, in which the leads that are not ready can be corrected?"):
            return
        faulty = way.check("--report", str(workbook))
        way.written.append(workbook)
        if not faulty:
            return
        say("Delete the rows that are not to be sent. Ctrl-C ends here, if the corrections are for later.")
        corrected = ask(
            f"The workbook as you saved it, with corrections, or {NONE}: only what is ready goes on",
            "",
            NONE,
            _corrected,
        )
        if not corrected:
            return
        way.take(Path(corrected))
        way.since = workbook
        way.check()
        way.since = None


def _corrected(text: str) -> str:
    if text.casefold() == NONE:
        return ""
    file = existing_file(text)
    read_leads(file)
    return str(file)


def _send(way: GuidedWay) -> int:
    """Show what would be sent, then send it if somebody types yes; return the exit code."""
    earlier, journal = runs_of(way)
    _resume(way, earlier)
    options = options_with(only_new=earlier, journal=journal, results=way.beside("-answers.xlsx"))
    say("What would be sent; this sends nothing:")
    way.run(*way.command("submit", *options))
    key = _key_options()
    command = way.command("submit", *options, *(key or []), "--send")
    if key is not None and agreed_in_full("Send what was listed?"):
        return way.run(*command, good=range(256), last=True)
    say(f"Nothing was sent. To send: {shlex.join(['noojee-dq', *command])}")
    return 0


def _resume(way: GuidedWay, earlier: list[Path]) -> None:
    """Go on with runs that were interrupted, if somebody types yes."""
    for journal in earlier:
        left = unsettled(journal)
        key = _key_options() if left else None
        if key is None:
            continue
        if agreed_in_full(f"{journal}: {counted(left, 'lead')} not sent yet, or in doubt. Go on with that run?"):
            results = way.beside("-answers.xlsx")
            partial = options_with(accept_partial_lists=way.accepts_partial)
            command = ["resume", str(journal), "-c", str(way.campaign), "--results", str(results), *key, *partial]
            way.run(*command, good=_ANSWERED)


def _key_options() -> list[str] | None:
    """Return the options by which a command finds the API key; None = there is no key."""
    if VARIABLE in os.environ:
        return []
    question = f"To send, the API key is needed, and {VARIABLE} is not set. File that holds the key alone, or {NONE}"
    file = ask(question, "", NONE, _key_file)
    return options_with(api_key_file=file) if file else None


def _key_file(text: str) -> str:
    if text.casefold() == NONE:
        return ""
    file = existing_file(text)
    ApiKey.find(file=file)
    return str(file)


STEPS: Final = (take_up, settle_campaign, settle_lists, _settle_operation, _check, _repair, _correct)
