"""How to go on after a check: what a repair would win, and the one command that comes next."""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal, NamedTuple

from noojee_dq.report.absent_phones import absent_phones
from noojee_dq.report.found import Found
from noojee_dq.report.steps import repair_call, repairs_with_gain
from noojee_dq.show.document import CampaignUsed
from noojee_dq.words.counts import counted
from noojee_dq.words.display import printable
from noojee_dq.words.masking import mask_message
from noojee_dq.words.output_paths import free_path

Command = Literal["check", "repair", "submit", "wizard"]

#: What a person calls the workbook that they have corrected.
CORRECTED: Final = "FIXED.xlsx"
_REPAIR: Final = "Repair what can be repaired without loss, into another file."


@dataclass(frozen=True)
class CommandLine:
    """What a command line gave, as far as the next command needs it again.

    Args:
        leads: the file of the leads, as it was named; of leads that were checked in parts the folder of the results.
        reading: options that say how that file is to be read.
        options: what else was given, for each command that has these options.
        workbook: the one that was written of this check, to be corrected by hand; "" = none.
        again: the whole command, to be given once more.
        more_leads: further files of the same list.
        campaign: the file whose settings were taken; None = that is not said.
        sources: all files of the leads, as they were named; empty = that is not said.
        guided: whether the guided way gave the command, and itself says what comes next.
    """

    leads: str
    reading: tuple[str, ...] = ()
    options: Mapping[Command, tuple[str, ...]] = field(default_factory=dict)
    workbook: str = ""
    again: str = ""
    more_leads: tuple[str, ...] = ()
    campaign: CampaignUsed | None = None
    sources: tuple[str, ...] = ()
    guided: bool = False

    @property
    def source(self) -> str:
        """All files of the leads, as a person names them."""
        return ", ".join(self.sources)

    def next(self, command: Command, leads: str, *more: str) -> str:
        """Write a command, quoted for a shell.

        Args:
            command: its name.
            leads: the file that it takes; another one than that of this check is read without `reading`, and alone.
            more: options of it alone.

        Example:
            >>> CommandLine("my leads.csv", ("--delimiter", "tab")).next("check", "my leads.csv")
            "noojee-dq check 'my leads.csv' --delimiter tab"
            >>> CommandLine("a.csv", more_leads=("b.csv",)).next("submit", "a.csv")
            'noojee-dq submit a.csv b.csv'
        """
        reading, others = (self.reading, self.more_leads) if leads == self.leads else ((), ())
        return shlex.join(["noojee-dq", command, leads, *others, *more, *reading, *self.options.get(command, ())])


@dataclass(frozen=True)
class GoingOn:
    """How to go on, as it is shown.

    Attributes:
        gain: what a repair would win; "" = nothing, or it is not counted.
        words: what to do next; "" = there is nothing to do.
        command: to be typed for that, in a shell or, where the check was made in Python, there; "" = none.
    """

    gain: str = ""
    words: str = ""
    command: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """All of it in sentences, the command not among them."""
        return tuple(filter(None, (self.gain, self.words)))


def going_on(found: Found, given: CommandLine | None = None, *, show_values: bool = False) -> GoingOn:
    """Say how to go on.

    Args:
        found: what a pre-flight found.
        given: what the command line gave; None = the check was made in Python.
        show_values: show phone numbers in names of files as they are instead of masked.

    Example:
        >>> import noojee_dq as nj, pandas as pd
        >>> report = nj.check(pd.DataFrame({"Phone": ["491570006.0"]}), nj.Campaign(phone_fields=["Phone"]))
        >>> going_on(report).gain, going_on(report, CommandLine("leads.csv")).command
        ('A repair would make 1 more lead ready.', 'noojee-dq repair leads.csv -o leads-repaired.xlsx')
    """
    offers = _offers(found)
    words, command = ("", "") if given and given.guided else _next(found, offers, given)
    if not show_values:
        words, command = mask_message(words), mask_message(command)
    gain = _gain(offers, in_python=given is None) or _relief(found)
    return GoingOn(gain, printable(words), printable(command))


class _Asked(NamedTuple):
    """A fix that has to be asked for, and how many more leads it makes ready by itself."""

    fix: str
    title: str
    gain: int


class _Offers(NamedTuple):
    """What repairs would win: all that are made unasked together, and each of the others, the most first."""

    unasked: int = 0
    asked: tuple[_Asked, ...] = ()


def _offers(found: Found) -> _Offers:
    repairs = repairs_with_gain(found)
    if repairs is None:
        return _Offers()
    useful = repairs[repairs["asked_for"] & (repairs["gain"] > 0)].sort_values("gain", ascending=False, kind="stable")
    asked = zip(useful["fix"], useful["title"], useful["gain"].tolist(), strict=True)
    return _Offers(max(found.unasked_gain, 0), tuple(_Asked(*one) for one in asked))


def _gain(offers: _Offers, *, in_python: bool) -> str:
    """Say how many more leads repairs would make ready."""
    # Not added up: a lead that several of these unlock would count twice.
    option = "fixes=[{!r}]" if in_python else "--fix {}"
    asked = [f"with {option.format(one.fix)} {one.gain:,} more" for one in offers.asked]
    if offers.unasked:
        gains = [f"make {counted(offers.unasked, 'more lead')} ready", *asked]
        return f"A repair would {', '.join(gains)}."
    return f"A repair would make leads ready: {', '.join(asked)}." if asked else ""


def _relief(found: Found) -> str:
    """Say of how many leads, ready as they are, a repair would take warnings away, where that is what comes next."""
    counts = found.counts
    by_hand = counts["fix"] or counts["review"] or not counts["ready"]
    leads = 0 if by_hand else found.unasked_relief
    return f"A repair would take warnings away from {counted(leads, 'lead')} that {_are(leads)} ready." if leads else ""


def _are(leads: int) -> str:
    return "is" if leads == 1 else "are"


def _next(found: Found, offers: _Offers, given: CommandLine | None) -> tuple[str, str]:
    counts = found.counts
    errors = found.findings["severity"].eq("error").to_numpy()
    if not counts["leads"]:
        return "", ""
    if (errors & (found.positions < 0)).any():
        return "Put right what concerns the whole file, then check again.", _once_more(found, given)
    if absent := absent_phones(found):
        return f"{absent.hint[:1].upper()}{absent.hint[1:]}, then check again.", _once_more(found, given)
    if offers.unasked:
        return _REPAIR, _repair(given)
    if offers.asked:
        return _ask_for(offers.asked[0], given)
    if (counts["fix"] or counts["review"]) and not found.findings_in:
        return _correct(given)
    if not counts["ready"]:
        return "No lead is left that could be sent.", ""
    if found.unasked_relief:
        return _REPAIR, _repair(given)
    which = "the leads" if counts["ready"] == counts["leads"] else "those that are ready"
    sent = "without --send" if given else "by a dry run"
    return f"See what would be sent of {which}; nothing is sent {sent}.", _submit(found, given)


def _once_more(found: Found, given: CommandLine | None) -> str:
    if given:
        return given.again
    if found.findings_in:
        return f"report = nj.check_files(files, campaign, out={str(Path(found.findings_in).parent)!r}, force=True)"
    return "report = nj.check(leads, campaign)"


def _repair(given: CommandLine | None, fix: str = "") -> str:
    if given is None:
        return f"fixed = {repair_call(fix, in_python=True)}"
    output = str(free_path(Path("repaired"))) if given.more_leads else _beside(given.leads, "repaired")
    return given.next("repair", given.leads, *(("--fix", fix) if fix else ()), "-o", output)


def _ask_for(most: _Asked, given: CommandLine | None) -> tuple[str, str]:
    """Propose the fix that wins most of those that are made only where a person wants them."""
    workbook = "--rejected" if given else _to_excel()
    words = f"If that is right for your list, have this done as well: {most.title}."
    return f"{words} Else correct those leads in a workbook ({workbook}).", _repair(given, most.fix)


def _correct(given: CommandLine | None) -> tuple[str, str]:
    """Say how leads are corrected by hand: in a workbook, which is checked when it comes back."""
    if given is None:
        return "Correct the leads that are not ready in a workbook.", _to_excel()
    if given.workbook:
        words = f"Correct the red cells of {given.workbook}, and save it as {CORRECTED}."
        return words, given.next("check", CORRECTED, "--since", given.workbook)
    rejected = _beside(given.leads, "rejected")
    words = "Write those that are not ready into a workbook, and correct them there."
    return words, given.next("check", given.leads, "--rejected", rejected)


def _to_excel() -> str:
    return f'report.to_excel("{free_path(Path("checked.xlsx"))}")'


def _submit(found: Found, given: CommandLine | None) -> str:
    if given:
        return given.next("submit", given.leads)
    ready = "report.ready_leads()" if found.findings_in else "report.ready"
    return f"nj.submit({ready}, campaign, dry_run=True)"


def _beside(leads: str, what: str) -> str:
    """Name a workbook after a file of leads, in the working folder, that does not exist yet."""
    return str(free_path(Path(f"{'leads' if leads == '-' else Path(leads).stem}-{what}.xlsx")))
