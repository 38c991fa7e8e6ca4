"""`check`: the API's verdict on each lead of a file."""

from collections.abc import Callable
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from noojee_dq.cli.inputs import campaign_of, read
from noojee_dq.cli.messages import announced, console, fail, note
from noojee_dq.cli.options import (
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
    SheetOption,
    ShowValuesOption,
)
from noojee_dq.cli.outputs import LEAD_SUFFIXES, REPORT_SUFFIXES, refuse_bad_outputs
from noojee_dq.errors import LeadsError

if TYPE_CHECKING:
    from noojee_dq.campaign import Campaign
    from noojee_dq.client import Ping
    from noojee_dq.report import Report


class Format(StrEnum):
    """What `check` prints."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"


class FailOn(StrEnum):
    """The least severity that makes `check` end with exit code 1."""

    ERROR = "error"
    WARNING = "warning"
    NEVER = "never"


class Audience(StrEnum):
    """Whom the Markdown form of a report is for."""

    TEAM = "team"
    SUPPLIER = "supplier"


def check(
    file: LeadFile,
    campaign: CampaignOption = None,
    phone_field: PhoneFieldOption = None,
    region: RegionOption = None,
    operation: OperationOption = Operation.INSERT,
    known: KnownOption = None,
    dnc: DncOption = None,
    keep: KeepOption = Keep.FIRST,
    online: Annotated[
        bool, typer.Option("--online", help="Ask the PBX whether it takes the API key and knows the campaign's ids.")
    ] = False,
    api_key_file: ApiKeyFileOption = None,
    sheet: SheetOption = None,
    output_format: Annotated[Format, typer.Option("--format", help="What to print.")] = Format.TABLE,
    report: Annotated[Path | None, typer.Option(help="Write a report; .html, .xlsx, .json or .md.")] = None,
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
    with announced(f"importing the libraries to check {file.name}"):
        from noojee_dq import preflight
    outputs = [(report, REPORT_SUFFIXES), (ready, LEAD_SUFFIXES), (rejected, LEAD_SUFFIXES)]
    refuse_bad_outputs([file, known, dnc, campaign, api_key_file, since], outputs)
    leads = read(file, sheet)
    settings = campaign_of(campaign, leads, phone_field, region)
    found = _asked(settings, api_key_file) if online else None
    with announced(f"checking {len(leads):,} leads"):
        result = preflight.check(leads, settings, operation=operation.value, known=known, dnc=dnc, keep=keep.value)
    if found is not None:
        from noojee_dq.client import with_ping

        result = with_ping(result, found)
    _write(result, report, ready, rejected, show_values, audience)
    _print(result, output_format, show_values, audience)
    if since is not None:
        typer.echo(f"Since {since.name}: {result.since(since)}", err=output_format != Format.TABLE)
    if fail_on != FailOn.NEVER and result.findings["severity"].isin(_severities(fail_on)).any():
        raise typer.Exit(1)


def _asked(settings: "Campaign", api_key_file: Path | None) -> "Ping":
    """What the PBX says of the campaign's ids."""
    import anyio

    from noojee_dq.client import ApiKey, ping

    key = ApiKey.find(file=api_key_file)
    with announced("asking the PBX"):
        return anyio.run(ping, settings, key)


def _write(
    result: "Report",
    report: Path | None,
    ready: Path | None,
    rejected: Path | None,
    show_values: bool,
    audience: Audience,
) -> None:
    from noojee_dq.report.files import write_ready, write_rejected

    try:
        if report is not None:
            with announced(f"writing {report.name}"):
                _write_report(result, report, show_values, audience)
            note(f"wrote {report}")
        if ready is not None:
            note(f"wrote {ready}: {write_ready(result, ready):,} leads")
        if rejected is not None:
            with announced(f"writing {rejected.name}"):
                written = write_rejected(result, rejected)
            note(f"wrote {rejected}: {written:,} leads")
    except LeadsError as error:
        fail(str(error), 2)


def _write_report(result: "Report", path: Path, show_values: bool, audience: Audience) -> None:
    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        result.to_excel(path)
    elif suffix == ".md":
        result.to_markdown(path, show_values=show_values, audience=audience.value)
    else:
        writers = {".html": result.to_html, ".json": result.to_json}
        writers[suffix](path, show_values=show_values)


def _print(result: "Report", output_format: Format, show_values: bool, audience: Audience) -> None:
    if output_format == Format.TABLE:
        from noojee_dq.report.render_text import render_table

        render_table(result, console(), show_values=show_values)
        return
    for line in result.notes:
        note(line)
    texts: dict[Format, Callable[..., str | None]] = {
        Format.JSON: result.to_json,
        Format.CSV: result.to_csv,
        Format.MARKDOWN: partial(result.to_markdown, audience=audience.value),
    }
    typer.echo(texts[output_format](show_values=show_values), nl=output_format != Format.CSV)


def _severities(fail_on: FailOn) -> list[str]:
    return ["error"] if fail_on == FailOn.ERROR else ["error", "warning"]
