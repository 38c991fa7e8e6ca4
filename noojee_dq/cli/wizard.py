"""`wizard`: the guided way through all other commands, in a terminal."""

import shlex
import sys
from pathlib import Path
from typing import Annotated

import typer

from noojee_dq.cli.inputs import reading_of
from noojee_dq.cli.messages import fail, importing
from noojee_dq.cli.options import DelimiterOption, EncodingOption, LeadFile, SheetOption
from noojee_dq.cli.outputs import refuse_bad_outputs


def wizard(
    context: typer.Context,
    file: LeadFile,
    campaign: Annotated[
        Path, typer.Option("--campaign", "-c", help="Campaign file; it is written if it is not there.")
    ] = Path("campaign.toml"),
    sheet: SheetOption = None,
    encoding: EncodingOption = None,
    delimiter: DelimiterOption = None,
) -> None:
    """Ask, step by step, what the other commands need, and run them. Nothing is sent without a yes that is typed."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        init = shlex.join(["noojee-dq", "init", str(file), "-o", str(campaign)])
        fail(f"wizard asks questions, so it needs a terminal; without one begin with: {init}", 2)
    with importing(f" to look at {file.name}"):
        from noojee_dq.cli.guided_steps import walk
        from noojee_dq.cli.guided_way import GuidedWay
    refuse_bad_outputs([file], [(campaign, (".toml",))])
    reading = reading_of(sheet, encoding, delimiter)
    raise typer.Exit(walk(GuidedWay(context.find_root().command, file, reading, campaign)))
