"""What a command line gave, for the command that is advised as the next one."""

import shlex
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from noojee_dq.cli.campaign_found import CampaignFile
from noojee_dq.cli.messages import is_guided
from noojee_dq.cli.stdin import source_name
from noojee_dq.words.commands import options_with
from noojee_dq.words.output_paths import next_free_path

if TYPE_CHECKING:
    from noojee_dq.leads.options import Reading
    from noojee_dq.report.going_on import CommandLine


def command_line(
    files: Sequence[Path],
    reading: "Reading",
    *,
    common: dict[str, object],
    campaign: CampaignFile,
    judging: dict[str, object] | None = None,
    sending: dict[str, object] | None = None,
    worked_on: Sequence[Path | None] = (),
    out: Path | None = None,
    force: bool = False,
) -> "CommandLine":
    """Put together what a command was given that judges leads.

    Args:
        files: of leads.
        reading: how these are read.
        common: options that `check`, `repair` and `submit` have alike, beside the campaign file.
        judging: those that `check` and `submit` have.
        sending: those of `submit`, of which `check` had a use too.
        campaign: the file of the campaign, however it was found.
        worked_on: files that are written for a person, and under other names by the same command once more; the first
            that is a workbook comes back corrected.
        out: the folder of a check in parts, which the same command finds there once more.
        force: what is there is replaced.
    """
    from noojee_dq.report.going_on import CommandLine

    again = [*(_once_more(word, worked_on) for word in sys.argv[1:]), *(["--force"] if out and not force else [])]
    # Beside what the next command reads there may be no campaign file, or another one.
    common = {"campaign": campaign.option, **common}
    judged = options_with(**common, **(judging or {}))
    return CommandLine(
        leads=str(out or files[0]),
        more_leads=() if out else tuple(map(str, files[1:])),
        reading=() if out else tuple(reading.as_options()),
        options={
            "check": tuple(judged),
            "repair": tuple(options_with(**common)),
            "submit": (*judged, *options_with(**(sending or {}))),
            "wizard": tuple(options_with(campaign=campaign.option)),
        },
        workbook=str(next((one for one in worked_on if one and one.suffix.lower() == ".xlsx"), "")),
        campaign=campaign.used,
        sources=tuple(map(source_name, files)),
        again=shlex.join(["noojee-dq", *again]),
        guided=is_guided(),
    )


def given_again(options: Mapping[str, object]) -> dict[str, Any]:
    """Return options as they can be kept: what was not given is left out, and files are named from every folder.

    Args:
        options: values, by the names of the options.

    Example:
        >>> given_again({"known": None, "keep": False, "region": "NZ", "dnc": [Path("/lists/dnc.csv")]})
        {'region': 'NZ', 'dnc': ['/lists/dnc.csv']}
    """
    return {name: _from_everywhere(value) for name, value in options.items() if value}


def _from_everywhere(value: Any) -> Any:
    if isinstance(value, list):
        return [_from_everywhere(one) for one in value]
    return str(value.absolute()) if isinstance(value, Path) else value


def _once_more(word: str, worked_on: Sequence[Path | None]) -> str:
    """Return a word of a command line for the same command once more; what a person works on gets another name."""
    if Path(word) in worked_on:
        return str(next_free_path(Path(word)))
    option, equals, value = word.partition("=")
    if option.startswith("--") and equals and Path(value) in worked_on:
        return f"{option}={next_free_path(Path(value))}"
    return word
