"""`check`: the API's verdict on each lead of a file."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from noojee_dq.cli.inputs import campaign_of, files_of, list_options, lists_of, read
from noojee_dq.cli.messages import announced, console, fail, importing, note
from noojee_dq.cli.options import (
    AcceptEmptyOption,
    AcceptPartialOption,
    AllowOption,
    ApiKeyFileOption,
    CampaignOption,
    DncOption,
    Keep,
    KeepOption,
    KnownOption,
    LeadFile,
    Operation,
    OperationOption,
    PhoneFieldOption,
    RegionOption,
    RequireOption,
    SheetOption,
    ShowValuesOption,
)
from noojee_dq.cli.outputs import LEAD_SUFFIXES, refuse_bad_outputs
from noojee_dq.errors import LeadsError
from noojee_dq.report.formats import TABLE, ReportFormat, file_formats, printed_formats
from noojee_dq.words.counts import counted
from noojee_dq.words.suggest import did_you_mean

if TYPE_CHECKING:
    from noojee_dq.batch.pbx_ids import PbxIds
    from noojee_dq.campaign import Campaign
    from noojee_dq.report.report import Report


class FailOn(StrEnum):
    """The least severity that makes `check` end with exit code 1."""

    ERROR = "error"
    WARNING = "warning"
    NEVER = "never"


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
    file: LeadFile,
    campaign: CampaignOption = None,
    phone_field: PhoneFieldOption = None,
    region: RegionOption = None,
    operation: OperationOption = Operation.INSERT,
    known: KnownOption = None,
    dnc: DncOption = None,
    allow: AllowOption = None,
    require: RequireOption = None,
    accept_empty_lists: AcceptEmptyOption = False,
    accept_partial_lists: AcceptPartialOption = False,
    keep: KeepOption = Keep.FIRST,
    online: Annotated[
        bool, typer.Option("--online", help="Ask the PBX whether it takes the API key and knows the campaign's ids.")
    ] = False,
    api_key_file: ApiKeyFileOption = None,
    sheet: SheetOption = None,
    output_format: Annotated[
        ReportFormat,
        typer.Option(
            "--format", metavar="FORMAT", parser=_printed_format, help=f"What to print: {', '.join(printed_formats())}."
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
    fail_on: Annotated[FailOn, typer.Option(help="Exit with 1 from this severity on.")] = FailOn.ERROR,
    show_values: ShowValuesOption = False,
) -> None:
    """Say what the API would answer to each lead of FILE. No lead is sent."""
    with importing(f" to check {file.name}"):
        from noojee_dq import preflight
    reports = report or []
    outputs = [*((one, tuple(file_formats())) for one in reports), (ready, LEAD_SUFFIXES), (rejected, LEAD_SUFFIXES)]
    lists = list_options(known, dnc, allow, accept_empty_lists, accept_partial_lists)
    refuse_bad_outputs([file, *files_of(lists), campaign, api_key_file, since], outputs)
    _refuse_useless_audience(audience, output_format, reports)
    leads = read(file, sheet)
    settings = campaign_of(campaign, leads, phone_field, region, require)
    refuse_bad_outputs(lists_of(settings), outputs)
    pbx_ids = _asked(settings, api_key_file) if online else None
    with announced(f"checking {counted(len(leads), 'lead')}"):
        result = preflight.check(leads, settings, operation=operation.value, keep=keep.value, pbx_ids=pbx_ids, **lists)
    shown: dict[str, Any] = {"show_values": show_values, "audience": audience.value}
    _write(result, reports, ready, rejected, shown)
    _print(result, output_format, shown)
    if since is not None:
        typer.echo(f"Since {since.name}: {result.since(since)}", err=output_format.show is None)
    if fail_on != FailOn.NEVER and result.findings["severity"].isin(_severities(fail_on)).any():
        raise typer.Exit(1)


def _refuse_useless_audience(audience: Audience, output_format: ReportFormat, reports: list[Path]) -> None:
    written = [file_formats()[report.suffix.lower()] for report in reports]
    if audience != Audience.TEAM and not any("audience" in form.options for form in (output_format, *written)):
        suffixes = ", ".join(suffix for suffix, form in file_formats().items() if "audience" in form.options)
        fail(f"--audience {audience} says nothing of these forms: give --report with a name in {suffixes}", 2)


def _asked(settings: "Campaign", api_key_file: Path | None) -> "PbxIds":
    """Return what the PBX says of the campaign's ids."""
    import anyio

    from noojee_dq.client import ApiKey, ping

    key = ApiKey.find(file=api_key_file)
    with announced("asking the PBX"):
        return anyio.run(ping, settings, key)


def _write(
    result: "Report", reports: list[Path], ready: Path | None, rejected: Path | None, shown: dict[str, Any]
) -> None:
    from noojee_dq.report.files import write_ready, write_rejected

    try:
        for report in reports:
            with announced(f"writing {report.name}"):
                file_formats()[report.suffix.lower()].to_file(result, report, **shown)
            note(f"wrote {report}")
        if ready is not None:
            note(f"wrote {ready}: {counted(write_ready(result, ready), 'lead')}")
        if rejected is not None:
            with announced(f"writing {rejected.name}"):
                written = write_rejected(result, rejected)
            note(f"wrote {rejected}: {counted(written, 'lead')}")
    except LeadsError as error:
        fail(str(error), 2)


def _print(result: "Report", output_format: ReportFormat, shown: dict[str, Any]) -> None:
    if output_format.show is not None:
        output_format.show(result, console(), **output_format.takes(**shown))
        return
    for line in result.notes:
        note(line)
    typer.echo(output_format.text(result, **shown).removesuffix("\n"))


def _severities(fail_on: FailOn) -> list[str]:
    return ["error"] if fail_on == FailOn.ERROR else ["error", "warning"]
