"""`wizard`: the guided way through all other commands, in a terminal."""

import shlex
import sys
from pathlib import Path
from typing import Annotated

import typer

from noojee_dq.cli.campaign_found import CAMPAIGN_FILE, campaign_file
from noojee_dq.cli.inputs import reading_of
from noojee_dq.cli.messages import fail, importing
from noojee_dq.cli.options import DelimiterOption, EncodingOption, LeadFile, SheetOption
from noojee_dq.cli.outputs import refuse_bad_outputs
from noojee_dq.cli.stdin import refuse_stdin


def wizard(
    context: typer.Context,
    file: LeadFile,
    campaign: Annotated[
        Path | None,
        typer.Option(
            "--campaign", "-c", help="Campaign file; if absent, that of the leads, or else ./campaign.toml is written."
        ),
    ] = None,
    sheet: SheetOption = None,
    encoding: EncodingOption = None,
    delimiter: DelimiterOption = None,
) -> None:
    """Ask, step by step, what the other commands need, and run them. Nothing is sent without a yes that is typed."""
    refuse_stdin([file], "wizard")
    campaign = campaign_file(campaign, [file]).path or CAMPAIGN_FILE
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        init = shlex.join(["noojee-dq", "init", str(file), "-o", str(campaign)])
        fail(f"wizard asks questions, so it needs a terminal; without one begin with: {init}", 2)
    with importing(f" to look at {file.name}"):
        from noojee_dq.cli.guided_steps import walk
        from noojee_dq.cli.guided_way import GuidedWay
    refuse_bad_outputs([file], [(campaign, (".toml",))])
    reading = reading_of(sheet, encoding, delimiter)
    raise typer.Exit(walk(GuidedWay(context.find_root().command, file, reading, campaign)))
