"""`repair`: a file without what can be put right without loss."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from noojee_dq.cli.inputs import campaign_of, read
from noojee_dq.cli.messages import announced, console, fail, note
from noojee_dq.cli.options import (
    CampaignOption,
    LeadFile,
    PhoneFieldOption,
    RegionOption,
    SheetOption,
    ShowValuesOption,
)
from noojee_dq.cli.outputs import LEAD_SUFFIXES, refuse_bad_outputs
from noojee_dq.errors import LeadsError
from noojee_dq.words.counts import counted

if TYPE_CHECKING:
    import pandas as pd


def repair(
    file: LeadFile,
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write; .csv, .xlsx or .parquet.")],
    campaign: CampaignOption = None,
    phone_field: PhoneFieldOption = None,
    region: RegionOption = None,
    fix: Annotated[
        list[str] | None,
        typer.Option(help="Make this fix as well, which has to be asked for, such as area-code (repeatable)."),
    ] = None,
    changes: Annotated[Path | None, typer.Option(help="Write every change of a cell; .csv or .xlsx.")] = None,
    sheet: SheetOption = None,
    show_values: ShowValuesOption = False,
) -> None:
    """Repair what can be repaired without loss, into another file. Nothing is sent."""
    with announced(f"importing the libraries to repair {file.name}"):
        from noojee_dq import preflight
        from noojee_dq.repairs import FIXES, repair as repair_leads
        from noojee_dq.report.render_repair import render_repair
    refuse_bad_outputs([file, campaign], [(output, LEAD_SUFFIXES), (changes, LEAD_SUFFIXES)])
    leads = read(file, sheet)
    settings = campaign_of(campaign, leads, phone_field, region)
    with announced(f"repairing {counted(len(leads), 'lead')}"):
        wanted = [one.id for one in FIXES if not one.asked_for] + (fix or [])
        repaired = repair_leads(leads, settings, fixes=wanted)
        before, after = (preflight.check(frame, settings) for frame in (leads, repaired.leads))
        render_repair(repaired, before, after, console(), show_values=show_values)
    _write(repaired.leads, output)
    if changes is not None:
        _write(repaired.changes, changes)


def _write(rows: "pd.DataFrame", path: Path) -> None:
    from noojee_dq.leads import write_leads

    try:
        write_leads(rows, path)
    except LeadsError as error:
        fail(str(error), 2)
    note(f"wrote {path}: {counted(len(rows), 'row')}")
