"""`repair`: a file without what can be put right without loss."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from noojee_dq.cli.campaign_found import campaign_file
from noojee_dq.cli.campaign_options import CampaignOptions, campaign_of
from noojee_dq.cli.inputs import files_meant, files_of, list_options, lists_of, read_all, reading_of, say_how_read
from noojee_dq.cli.messages import announced, console, fail, importing, note
from noojee_dq.cli.next_command import command_line
from noojee_dq.cli.options import (
    AcceptEmptyOption,
    AcceptPartialOption,
    AllowOption,
    CampaignOption,
    DelimiterOption,
    DncOption,
    EncodingOption,
    ForceOption,
    FormatOption,
    Keep,
    KeepOption,
    KnownOption,
    LeadFiles,
    Operation,
    OperationOption,
    PhoneFieldOption,
    PrintedFormat,
    QuietOption,
    RegionColumnOption,
    RegionOption,
    SheetOption,
    ShowValuesOption,
)
from noojee_dq.cli.outputs import LEAD_SUFFIXES, refuse_bad_outputs, refuse_existing
from noojee_dq.cli.repaired_files import by_file, repaired_files
from noojee_dq.cli.stdin import source_name
from noojee_dq.errors import LeadsError
from noojee_dq.fields import DQ_ROW
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
    operation: OperationOption = Operation.INSERT,
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
    force: ForceOption = False,
    show_values: ShowValuesOption = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", help="Print every change, and every cell left alone, instead of three of each.")
    ] = False,
    output_format: FormatOption = PrintedFormat.TABLE,
    _quiet: QuietOption = False,
) -> None:
    """Repair what can be repaired without loss, into another file. Nothing is sent."""
    with importing(f" to repair {files[0].name}"):
        from noojee_dq import preflight
        from noojee_dq.leads.options import Reading
        from noojee_dq.repairs import repair as repair_leads, unasked_fixes
        from noojee_dq.report.render_repair import render_repair
        from noojee_dq.report.render_repair_json import render_repair_json
    if verbose and output_format == PrintedFormat.JSON:
        fail("--verbose says nothing of --format json: leave it out (--changes writes every change to a file)", 2)
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
    refuse_existing(*targets, force=force, folder=output if len(files) > 1 else None)
    say_how_read(leads.attrs["notes"])
    with announced(f"repairing {counted(len(leads), 'lead')}"):
        judged: dict[str, Any] = {"keep": keep.value, "operation": operation.value, **lists}
        wanted = [one.id for one in unasked_fixes(operation.value)] + (fix or [])
        repaired = repair_leads(leads, settings, fixes=wanted, **judged)
        before, after = (preflight.check(frame, settings, **judged) for frame in (leads, repaired.leads))
    _write(repaired, zip(targets, by_file(repaired.leads, files), strict=True), changes)
    if output_format == PrintedFormat.JSON:
        typer.echo(
            render_repair_json(repaired, before, after, campaign=found.used, sources=list(map(source_name, files)))
        )
    else:
        given = command_line(
            targets,
            Reading(),
            campaign=found,
            common=dict(phone_field=phone_field, region=region, region_column=region_column, **lists)
            | {
                "keep": keep != Keep.FIRST and keep.value,
                "operation": operation != Operation.INSERT and operation.value,
            },
        )
        given = replace(given, again=given.next("check", given.leads))
        render_repair(repaired, before, after, console(), show_values=show_values, every=verbose, given=given)


def _write(repaired: "Repaired", files: "Iterable[tuple[Path, pd.DataFrame]]", changes: Path | None) -> None:
    from noojee_dq.leads import write_leads
    from noojee_dq.leads.returned import rows_shift

    logged = [] if changes is None else [(changes, repaired.changes)]
    try:
        for path, rows in (*files, *logged):
            write_leads(rows, path)
            note(f"wrote {path}: {counted(len(rows), 'row')}")
            if DQ_ROW in rows:
                note(f"in {path} each lead has its row of the original file in {DQ_ROW}, by which commands name it")
            elif rows_shift(rows):
                note(f"in {path} leads have other row numbers than before; repaired alone, it keeps them in {DQ_ROW}")
    except LeadsError as error:
        fail(str(error), 2)
