"""`template`: an empty workbook for whoever makes a list of leads."""

import shlex
from pathlib import Path
from typing import Annotated

import typer

from noojee_dq.cli.campaign_found import CAMPAIGN_FILE, campaign_file
from noojee_dq.cli.messages import fail, importing, note
from noojee_dq.cli.options import CampaignOption, ForceOption, QuietOption
from noojee_dq.cli.outputs import refuse_bad_outputs, refuse_existing


def template(
    output: Annotated[Path, typer.Argument(metavar="FILE", help="The workbook to write; .xlsx.")] = Path(
        "leads-template.xlsx"
    ),
    campaign: CampaignOption = None,
    force: ForceOption = False,
    _quiet: QuietOption = False,
) -> None:
    """Write an empty workbook for whoever makes a list: the campaign's columns, with drop-downs and explanations."""
    with importing():
        from noojee_dq.campaign import Campaign
        from noojee_dq.lead_template import write_template
    file = campaign_file(campaign, [CAMPAIGN_FILE]).path
    if file is None:
        fail(
            "the columns of the workbook are those of a campaign: name its file with -c (noojee-dq init writes one)", 2
        )
    refuse_bad_outputs([file], [(output, (".xlsx",))])
    refuse_existing(output, force=force)
    write_template(Campaign.from_toml(file), output, overwrite=force)
    check = shlex.join(["noojee-dq", "check", str(output), "-c", str(file)])
    note(f"wrote {output}: have it filled in, then: {check}")
