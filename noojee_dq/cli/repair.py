"""`repair`: a file without what can be put right without loss."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from noojee_dq.cli.campaign_found import campaign_file
from noojee_dq.cli.campaign_options import CampaignOptions, campaign_of
from noojee_dq.cli.inputs import files_meant, files_of, list_options, lists_of, read_all, reading_of, say_how_read
from noojee_dq.cli.messages import announced, console, fail, importing, note
from noojee_dq.cli.options import (
    AcceptEmptyOption,
    AcceptPartialOption,
    AllowOption,
    CampaignOption,
    DelimiterOption,
    DncOption,
    EncodingOption,
    FormatOption,
    Keep,
    KeepOption,
    KnownOption,
    LeadFiles,
    PhoneFieldOption,
    PrintedFormat,
    QuietOption,
    RegionColumnOption,
    RegionOption,
    SheetOption,
    ShowValuesOption,
)
from noojee_dq.cli.outputs import LEAD_SUFFIXES, refuse_bad_outputs
from noojee_dq.cli.repaired_files import by_file, repaired_files
from noojee_dq.cli.stdin import sources_text
from noojee_dq.errors import LeadsError
from noojee_dq.words.counts import counted

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from noojee_dq.repairs import Repaired


def repair(
    files: LeadFiles,
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", help="The file to write; .csv, .xlsx or .parquet. Of several FILES the folder for them."
        ),
    ],
    campaign: CampaignOption = None,
    phone_field: PhoneFieldOption = None,
    region: RegionOption = None,
    region_column: RegionColumnOption = None,
    fix: Annotated[
        list[str] | None,
        typer.Option(help="Make this fix as well, which has to be asked for, such as area-code (repeatable)."),
    ] = None,
    changes: Annotated[Path | None, typer.Option(help="Write every change of a cell; .csv or .xlsx.")] = None,
    known: KnownOption = None,
    dnc: DncOption = None,
    allow: AllowOption = None,
    keep: KeepOption = Keep.FIRST,
    accept_empty_lists: AcceptEmptyOption = False,
    accept_partial_lists: AcceptPartialOption = False,
    sheet: SheetOption = None,
    encoding: EncodingOption = None,
    delimiter: DelimiterOption = None,
    show_values: ShowValuesOption = False,
    output_format: FormatOption = PrintedFormat.TABLE,
    _quiet: QuietOption = False,
) -> None:
    """Repair what can be repaired without loss, into another file. Nothing is sent."""
    with importing(f" to repair {files[0].name}"):
        from noojee_dq import preflight
        from noojee_dq.repairs import FIXES, repair as repair_leads
        from noojee_dq.report.render_repair import render_repair
        from noojee_dq.report.render_repair_json import render_repair_json
    reading = reading_of(sheet, encoding, delimiter)
    lists = list_options(known, dnc, allow, accept_empty_lists, accept_partial_lists)
    files = files_meant(files)
    targets = repaired_files(files, output)
    outputs = [*((one, LEAD_SUFFIXES) for one in targets), (changes, LEAD_SUFFIXES)]
    refuse_bad_outputs([*files, campaign, *files_of(lists)], outputs)
    leads = read_all(files, reading)
    found = campaign_file(campaign, files)
    settings = campaign_of(CampaignOptions(found, phone_field, region, region_column), files, leads)
    # What the campaign requires is required of a check, and of a submission.
    settings = settings.model_copy(update={"require": (), "require_wash_days": None})
    refuse_bad_outputs(lists_of(settings), outputs)
    say_how_read(leads.attrs["notes"])
    with announced(f"repairing {counted(len(leads), 'lead')}"):
        wanted = [one.id for one in FIXES if not one.asked_for] + (fix or [])
        repaired = repair_leads(leads, settings, fixes=wanted, keep=keep.value, **lists)
        before, after = (
            preflight.check(frame, settings, keep=keep.value, **lists) for frame in (leads, repaired.leads)
        )
    _write(repaired, zip(targets, by_file(repaired.leads, files), strict=True), changes)
    if output_format == PrintedFormat.JSON:
        typer.echo(render_repair_json(repaired, before, after, campaign=found.used, source=sources_text(files)))
    else:
        render_repair(repaired, before, after, console(), show_values=show_values)


def _write(repaired: "Repaired", files: "Iterable[tuple[Path, pd.DataFrame]]", changes: Path | None) -> None:
    from noojee_dq.leads import write_leads

    logged = [] if changes is None else [(changes, repaired.changes)]
    try:
        for path, rows in (*files, *logged):
            write_leads(rows, path)
            note(f"wrote {path}: {counted(len(rows), 'row')}")
    except LeadsError as error:
        fail(str(error), 2)
