"""What a command line gave, for the command that is advised as the next one."""

import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from noojee_dq.cli.campaign_found import CampaignFile
from noojee_dq.cli.inputs import options_with
from noojee_dq.cli.stdin import sources_text

if TYPE_CHECKING:
    from noojee_dq.leads.options import Reading
    from noojee_dq.report.going_on import CommandLine


def command_line(
    files: Sequence[Path],
    reading: "Reading",
    *,
    common: dict[str, object],
    judging: dict[str, object],
    sending: dict[str, object],
    campaign: CampaignFile,
    workbooks: Sequence[Path | None] = (),
    out: Path | None = None,
    force: bool = False,
) -> "CommandLine":
    """Put together what `check` was given.

    Args:
        files: of leads.
        reading: how these are read.
        common: options that `check`, `repair` and `submit` have alike.
        judging: those that `check` and `submit` have.
        sending: those of `submit`, of which `check` had a use too.
        campaign: the file of the campaign, however it was found.
        workbooks: that are written; the first that is one comes back corrected.
        out: the folder of a check in parts.
        force: an earlier check in that folder is replaced.
    """
    from noojee_dq.report.going_on import CommandLine

    again = [] if out is None or force else ["--force"]
    judged = options_with(**common, **judging)
    return CommandLine(
        leads=str(out or files[0]),
        more_leads=() if out else tuple(map(str, files[1:])),
        reading=() if out else tuple(reading.as_options()),
        options={
            "check": tuple(judged),
            "repair": tuple(options_with(**common)),
            "submit": (*judged, *options_with(**sending)),
        },
        workbook=str(next((one for one in workbooks if one and one.suffix.lower() == ".xlsx"), "")),
        campaign=campaign.used,
        source=sources_text(files),
        again=shlex.join(["noojee-dq", *sys.argv[1:], *again]),
    )
