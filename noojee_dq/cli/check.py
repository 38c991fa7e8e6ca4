"""`check`: the API's verdict on each lead of a file."""

from collections.abc import Sequence
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from noojee_dq.cli.begun import begun_by
from noojee_dq.cli.in_parts import (
    check_in_parts,
    first_leads,
    folder_for,
    refuse_options_of_frames,
    write_leads_in_parts,
)
from noojee_dq.cli.inputs import (
    campaign_said,
    files_meant,
    files_of,
    list_options,
    lists_of,
    read_all,
    reading_of,
    with_phone_columns,
)
from noojee_dq.cli.messages import announced, console, fail, importing, note
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
from noojee_dq.cli.outputs import LEAD_SUFFIXES, refuse_bad_outputs, refuse_existing, write_lead_file
from noojee_dq.cli.stdin import refuse_stdin
from noojee_dq.errors import LeadsError
from noojee_dq.report.formats import EXCEL, FORMATS, TABLE, ReportFormat, file_formats, printed_formats
from noojee_dq.report.gate import FailOn, Gate, thresholds_of
from noojee_dq.words.counts import counted
from noojee_dq.words.suggest import did_you_mean

if TYPE_CHECKING:
    from noojee_dq.batch.pbx_ids import PbxIds
    from noojee_dq.campaign import Campaign
    from noojee_dq.report.found import Found


class Audience(StrEnum):
    """Whom the Markdown form of a report is for."""

    TEAM = "team"
    SUPPLIER = "supplier"


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
        from noojee_dq.report.files import write_ready, write_rejected
    files, reports = files_meant(files), report or []
    outputs = [*((one, tuple(file_formats())) for one in reports), (ready, LEAD_SUFFIXES), (rejected, LEAD_SUFFIXES)]
    reading = reading_of(sheet, encoding, delimiter)
    lists = list_options(known, dnc, allow, accept_empty_lists, accept_partial_lists)
    refuse_bad_outputs([*files, *files_of(lists), campaign, api_key_file, since], outputs)
    forms = [output_format, *(file_formats()[one.suffix.lower()] for one in reports)]
    _refuse_useless(forms, {"audience": audience != Audience.TEAM and audience, "rows": rows, "verbose": verbose})
    if audience == Audience.SUPPLIER:
        _refuse_forms_for_the_team(forms)
    if len(files) > 1 and audience == Audience.SUPPLIER:
        fail("a note for a supplier is about one file: check that by itself", 2)
    gate = _gate(fail_on, threshold)
    worked_on = [rejected, *(one for one in reports if one.suffix.lower() == EXCEL.suffix)]
    out = out or folder_for(files)
    given = command_line(
        files,
        reading,
        common=dict(campaign=campaign, phone_field=phone_field, region=region, region_column=region_column, **lists)
        | {"keep": keep != Keep.FIRST and keep.value, "operation": operation != Operation.INSERT and operation.value},
        judging={"require": require, "dnc_washed": dnc_washed},
        sending={"api_key_file": api_key_file},
        worked_on=worked_on,
        out=out,
        force=force,
    )
    shown: dict[str, Any] = {
        "show_values": show_values,
        "verbose": verbose,
        "audience": audience.value,
        "gate": gate,
        "rows": rows,
        "file": str(files[0]) if len(files) == 1 else "",
        "given": given,
    }
    if out is None and memory:
        fail("--memory goes with --out: name a folder for the results, or leave it out", 2)
    if out is None and force and not any(worked_on):
        fail("--force goes with --out, --rejected or a workbook of --report: nothing else needs it, leave it out", 2)
    if out is not None:
        refuse_stdin(files, f"a check in parts ({out})")
        refuse_options_of_frames({"since": since, "rows": rows}, forms, [ready, rejected], out)
    leads = first_leads(files, reading) if out else read_all(files, reading)
    said = campaign_said(campaign, files, leads, phone_field, region, region_column, require, dnc_washed)
    settings = with_phone_columns(said, leads)
    refuse_bad_outputs(lists_of(settings), outputs)
    refuse_existing(*worked_on, force=force)
    pbx_ids = _asked(settings, api_key_file) if online else None
    judged: dict[str, Any] = {"operation": operation.value, "keep": keep.value, "pbx_ids": pbx_ids, **lists}
    if out is not None:
        judged |= reading.given() | ({"memory": memory} if memory else {})
        guessed_from = None if said.phone_fields else leads
        large = check_in_parts(files, settings, guessed_from, out=out, force=force, **judged)
        _write(large.found, reports, shown)
        write_leads_in_parts(large, ready, rejected)
        _end(gate, large.found, output_format, shown)
    with announced(f"checking {counted(len(leads), 'lead')}"):
        result = preflight.check(leads, settings, **judged)
    became = None if since is None else result.since(since)
    shown["since"] = became
    _write(result, reports, shown)
    write_lead_file(ready, partial(write_ready, result))
    write_lead_file(rejected, partial(write_rejected, result, given=given))
    said_since = [f"Since {since.name}: {became}"] if since else []
    _end(gate, result, output_format, shown, said_since)


def _refuse_useless(forms: list[ReportFormat], given: dict[str, object]) -> None:
    """End where an option is given that none of the forms has a use for."""
    for name, value in given.items():
        if value and not any(name in form.options for form in forms):
            fit = [form for form in FORMATS if name in form.options]
            printed = ", ".join(form.name for form in fit if form.printed)
            suffixes = ", ".join(form.suffix for form in fit if form.suffix)
            option = f"--{name}" if value is True else f"--{name} {value}"
            fail(
                f"{option} says nothing of these forms: give --format {printed}, or --report with a name in {suffixes}",
                2,
            )


def _refuse_forms_for_the_team(forms: list[ReportFormat]) -> None:
    """End where a form would be made for the team beside one for the supplier; the table is nobody's file."""
    unfit = next((form.name for form in forms if form is not TABLE and "audience" not in form.options), None)
    if unfit:
        fail(
            f"--audience supplier: a report as {unfit} is for the team alone, it may hold what the supplier is not to "
            "see: make it with a command of its own",
            2,
        )


def _gate(fail_on: FailOn, threshold: str | None) -> Gate:
    from noojee_dq.checks import CHECKS

    codes = sorted({int(check.code) for check in CHECKS if check.code is not None})
    return Gate(fail_on, () if threshold is None else thresholds_of(threshold, codes))


def _asked(settings: "Campaign", api_key_file: Path | None) -> "PbxIds":
    """Return what the PBX says of the campaign's ids."""
    import anyio

    from noojee_dq.client import ApiKey, ping

    key = ApiKey.find(file=api_key_file)
    with announced("asking the PBX"):
        return anyio.run(ping, settings, key)


def _write(found: "Found", reports: list[Path], shown: dict[str, Any]) -> None:
    try:
        for report in reports:
            with announced(f"writing {report.name}"):
                file_formats()[report.suffix.lower()].to_file(found, report, **shown)
            note(f"wrote {report}")
    except LeadsError as error:
        fail(str(error), 2)


def _end(
    gate: Gate, found: "Found", output_format: ReportFormat, shown: dict[str, Any], became: Sequence[str] = ()
) -> NoReturn:
    """Print the report, with what is exceeded and what became of an earlier one, and end with the gate's exit code."""
    judgement = gate.judge(found)
    said = (*became, *judgement.lines)
    if output_format.show is not None:
        output_format.show(found, console(), **output_format.takes(**shown, said=said))
    else:
        for line in (*found.notes, *said):
            note(line)
        text = output_format.text(found, **shown)
        # No finding is no line of jsonl, and no empty one either.
        typer.echo(text.removesuffix("\n"), nl=bool(text))
    raise typer.Exit(judgement.exit_code)
