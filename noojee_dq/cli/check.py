"""`check`: the API's verdict on each lead of a file."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from noojee_dq.cli.begun import begun_by
from noojee_dq.cli.campaign_found import campaign_file
from noojee_dq.cli.campaign_options import CampaignOptions, campaign_said, with_phone_columns
from noojee_dq.cli.check_outputs import Audience, CheckOutputs, gate_of
from noojee_dq.cli.in_parts import (
    check_in_parts,
    first_leads,
    folder_for,
    refuse_checked_folder,
    refuse_options_of_frames,
    write_leads_in_parts,
)
from noojee_dq.cli.inputs import files_meant, files_of, list_options, lists_of, read_all, reading_of
from noojee_dq.cli.messages import announced, fail, importing
from noojee_dq.cli.next_command import command_line
from noojee_dq.cli.options import (
    AcceptEmptyOption,
    AcceptPartialOption,
    AllowOption,
    ApiKeyFileOption,
    CampaignOption,
    DelimiterOption,
    DncOption,
    DncWashedOption,
    EncodingOption,
    Keep,
    KeepOption,
    KnownOption,
    LeadFiles,
    Operation,
    OperationOption,
    PhoneFieldOption,
    QuietOption,
    RegionColumnOption,
    RegionOption,
    RequireOption,
    RowsOption,
    SheetOption,
    ShowValuesOption,
    VerboseOption,
)
from noojee_dq.cli.outputs import refuse_bad_outputs, refuse_existing, take_away
from noojee_dq.cli.stdin import refuse_stdin
from noojee_dq.report.formats import TABLE, ReportFormat, file_formats, printed_formats
from noojee_dq.report.gate import FailOn
from noojee_dq.words.counts import counted
from noojee_dq.words.suggest import did_you_mean

if TYPE_CHECKING:
    from noojee_dq.batch.pbx_ids import PbxIds
    from noojee_dq.campaign import Campaign


def _printed_format(name: str) -> ReportFormat:
    known = printed_formats()
    if name not in known:
        raise typer.BadParameter(f"{name!r} is none of {', '.join(known)}{did_you_mean(name, known)}")
    return known[name]


def check(
    files: LeadFiles,
    campaign: CampaignOption = None,
    phone_field: PhoneFieldOption = None,
    region: RegionOption = None,
    region_column: RegionColumnOption = None,
    operation: OperationOption = Operation.INSERT,
    known: KnownOption = None,
    dnc: DncOption = None,
    allow: AllowOption = None,
    require: RequireOption = None,
    dnc_washed: DncWashedOption = None,
    accept_empty_lists: AcceptEmptyOption = False,
    accept_partial_lists: AcceptPartialOption = False,
    keep: KeepOption = Keep.FIRST,
    online: Annotated[
        bool, typer.Option("--online", help="Ask the PBX whether it takes the API key and knows the campaign's ids.")
    ] = False,
    api_key_file: ApiKeyFileOption = None,
    sheet: SheetOption = None,
    encoding: EncodingOption = None,
    delimiter: DelimiterOption = None,
    output_format: Annotated[
        ReportFormat,
        typer.Option(
            "--format",
            metavar="FORMAT",
            parser=_printed_format,
            autocompletion=begun_by(lambda: [(name, "") for name in printed_formats()]),
            help=f"What to print: {', '.join(printed_formats())}.",
        ),
    ] = TABLE.name,  # type: ignore[assignment]  # typer parses the default too
    report: Annotated[
        list[Path] | None, typer.Option(help=f"Write a report; {', '.join(file_formats())} (repeatable).")
    ] = None,
    audience: Annotated[
        Audience, typer.Option(help="Whom Markdown is for; the supplier's holds no value, only rows and columns.")
    ] = Audience.TEAM,
    since: Annotated[
        Path | None, typer.Option(help="Workbook of an earlier check: say how many of its leads are fixed.")
    ] = None,
    ready: Annotated[Path | None, typer.Option(help="Write the leads that are ready; .csv, .xlsx or .parquet.")] = None,
    rejected: Annotated[
        Path | None, typer.Option(help="Write the others, with reasons; .xlsx is meant for people.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            help="Check in parts what memory cannot hold, or several files, and write all results to this folder.",
        ),
    ] = None,
    memory: Annotated[
        str | None, typer.Option(help="Of --out: the memory for comparing all leads; 4GB, unless it is given.")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace what is there: --rejected, a workbook, the check in --out.")
    ] = False,
    fail_on: Annotated[FailOn, typer.Option(help="Exit with 1 from this severity on.")] = FailOn.ERROR,
    threshold: Annotated[
        str | None,
        typer.Option(
            metavar="CODE=LEADS,...",
            help="What is tolerated all the same: leads, or percent of them, by code or with any error; "
            "105=2%,errors=50.",
        ),
    ] = None,
    rows: RowsOption = False,
    show_values: ShowValuesOption = False,
    verbose: VerboseOption = False,
    _quiet: QuietOption = False,
) -> None:
    """Say what the API would answer to each lead of FILES. No lead is sent."""
    with importing(f" to check {files[0].name}"):
        from noojee_dq import preflight
    files = files_meant(files)
    wanted = CheckOutputs(
        printed=output_format,
        reports=report or [],
        ready=ready,
        rejected=rejected,
        since=since,
        audience=audience,
        rows=rows,
        show_values=show_values,
        verbose=verbose,
    )
    reading = reading_of(sheet, encoding, delimiter)
    lists = list_options(known, dnc, allow, accept_empty_lists, accept_partial_lists)
    refuse_bad_outputs([*files, *files_of(lists), campaign, api_key_file, since], wanted.files)
    wanted.refuse_unfit(files)
    gate = gate_of(fail_on, threshold)
    out = out or folder_for(files)
    if out is None and memory:
        fail("--memory goes with --out: name a folder for the results, or leave it out", 2)
    if out is None and force and not any(wanted.worked_on):
        fail("--force goes with --out, --rejected or a workbook of --report: nothing else needs it, leave it out", 2)
    if out is not None:
        refuse_stdin(files, f"a check in parts ({out})")
        refuse_options_of_frames({"since": since, "rows": rows}, wanted.forms, [ready, rejected], out)
    found = campaign_file(campaign, files)
    options = CampaignOptions(found, phone_field, region, region_column, require, dnc_washed)
    refuse_bad_outputs(lists_of(options.settings()), wanted.files)
    if out is not None:
        refuse_checked_folder(out, force)
    take_away(ready)
    refuse_existing(*wanted.worked_on, force=force)
    leads = first_leads(files, reading) if out else read_all(files, reading)
    said = campaign_said(options, files, leads)
    settings = with_phone_columns(said, leads)
    given = command_line(
        files,
        reading,
        common=dict(phone_field=phone_field, region=region, region_column=region_column, **lists)
        | {"keep": keep != Keep.FIRST and keep.value, "operation": operation != Operation.INSERT and operation.value},
        judging={"require": require, "dnc_washed": dnc_washed},
        sending={"api_key_file": api_key_file},
        worked_on=wanted.worked_on,
        campaign=found,
        out=out,
        force=force,
    )
    shown = wanted.shown(files, gate, given)
    pbx_ids = _asked(settings, api_key_file) if online else None
    judged: dict[str, Any] = {"operation": operation.value, "keep": keep.value, "pbx_ids": pbx_ids, **lists}
    if out is not None:
        judged |= reading.given() | ({"memory": memory} if memory else {})
        large = check_in_parts(files, settings, None if said.phone_fields else leads, out=out, force=force, **judged)
        wanted.write_reports(large.found, shown)
        write_leads_in_parts(large, ready, rejected)
        wanted.end(large.found, shown)
    with announced(f"checking {counted(len(leads), 'lead')}"):
        result = preflight.check(leads, settings, **judged)
    became = None if since is None else result.since(since)
    shown["since"] = became
    wanted.write_reports(result, shown)
    wanted.write_leads(result, given)
    wanted.end(result, shown, [] if since is None else [f"Since {since.name}: {became}"])


def _asked(settings: "Campaign", api_key_file: Path | None) -> "PbxIds":
    """Return what the PBX says of the campaign's ids."""
    import anyio

    from noojee_dq.client import ApiKey, ping

    key = ApiKey.find(file=api_key_file)
    with announced("asking the PBX"):
        return anyio.run(ping, settings, key)
