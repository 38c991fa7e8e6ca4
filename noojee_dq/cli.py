"""The command line `noojee-dq`: data on stdout, notes and progress on stderr.

Exit codes: 0 fine; 1 findings at or above `--fail-on`; 2 usage or configuration; 3 input unreadable or empty;
4 network or server; 130 interrupted. Heavy modules are imported inside the commands, so that `--help` is quick.
"""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from io import TextIOWrapper
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, Annotated, Any

import typer

from noojee_dq.errors import LeadsError, NoojeeError, PbxError

if TYPE_CHECKING:
    import pandas as pd

    from noojee_dq.campaign import Campaign
    from noojee_dq.client import Ping
    from noojee_dq.report import Report

app = typer.Typer(
    help="Check call-centre leads against the Noojee lead API before they are sent.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

#: Work that takes longer than this is announced on stderr.
_PATIENCE_SECONDS = 2.0

_REPORT_SUFFIXES = (".html", ".json", ".md")
_LEAD_SUFFIXES = (".csv", ".tsv", ".xlsx", ".parquet")


class Format(StrEnum):
    """What `check` prints."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"


class Operation(StrEnum):
    """The API call that leads are meant for."""

    INSERT = "insert"
    UPDATE = "update"


class Keep(StrEnum):
    """Who survives a duplicate."""

    FIRST = "first"
    LAST = "last"


class FailOn(StrEnum):
    """The least severity that makes `check` end with exit code 1."""

    ERROR = "error"
    WARNING = "warning"
    NEVER = "never"


LeadFile = Annotated[Path, typer.Argument(help="CSV, TSV, xlsx or Parquet file of leads.")]
SheetOption = Annotated[str | None, typer.Option(help="Sheet of a workbook; the first with cells if absent.")]
RegionOption = Annotated[str | None, typer.Option(help="ISO country of numbers written without one.")]
ApiKeyFileOption = Annotated[
    Path | None, typer.Option(help="File that holds the API key alone; without it NOOJEE_API_KEY is taken.")
]


def main() -> None:
    """Run the command line; our own errors become a message and an exit code, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A terminal or a pipe may know fewer characters than a report has.
            stream.reconfigure(errors="replace")
    try:
        app()
    except LeadsError as error:
        _fail(str(error), 3)
    except PbxError as error:
        _fail(str(error), 4)
    except NoojeeError as error:
        _fail(str(error), 2)
    except OSError as error:
        _fail(f"{error.filename or 'output'}: cannot be written ({error.strerror})", 2)
    except Exception as error:  # noqa: BLE001 - exit code 1 means findings, so a crash must not end with it
        _fail(f"{_where(error)}. This is a defect of noojee-dq: please report it", 2)


@app.command()
def check(
    file: LeadFile,
    campaign: Annotated[
        Path | None,
        typer.Option("--campaign", "-c", help="Campaign file; ./campaign.toml is taken if it exists."),
    ] = None,
    phone_field: Annotated[
        list[str] | None,
        typer.Option(help="A column with phone numbers (repeatable); without any they are guessed."),
    ] = None,
    region: RegionOption = None,
    operation: Annotated[Operation, typer.Option(help="What the leads are meant for.")] = Operation.INSERT,
    known: Annotated[Path | None, typer.Option(help="Export of the leads that the campaign holds.")] = None,
    dnc: Annotated[Path | None, typer.Option(help="Do-not-call list with the column Phone.")] = None,
    keep: Annotated[Keep, typer.Option(help="Which of several duplicates survives.")] = Keep.FIRST,
    online: Annotated[
        bool, typer.Option("--online", help="Ask the PBX whether it takes the API key and knows the campaign's ids.")
    ] = False,
    api_key_file: ApiKeyFileOption = None,
    sheet: SheetOption = None,
    output_format: Annotated[Format, typer.Option("--format", help="What to print.")] = Format.TABLE,
    report: Annotated[Path | None, typer.Option(help="Write a report; .html, .json or .md.")] = None,
    ready: Annotated[Path | None, typer.Option(help="Write the leads that are ready; .csv, .xlsx or .parquet.")] = None,
    rejected: Annotated[
        Path | None, typer.Option(help="Write the others, with reasons; .xlsx is meant for people.")
    ] = None,
    fail_on: Annotated[FailOn, typer.Option(help="Exit with 1 from this severity on.")] = FailOn.ERROR,
    show_values: Annotated[bool, typer.Option(help="Show phone numbers unmasked.")] = False,
) -> None:
    """Say what the API would answer to each lead of FILE. No lead is sent."""
    with announced(f"importing the libraries to check {file.name}"):
        from noojee_dq import preflight
        from noojee_dq.leads import read_leads
    _refuse_bad_outputs([file, known, dnc, campaign, api_key_file], report, [ready, rejected])
    with announced(f"reading {file.name}"):
        leads = read_leads(file, sheet=sheet)
    if leads.empty:
        raise LeadsError(f"{file.name}: holds headings but no lead")
    settings = _campaign(campaign, leads, phone_field, region)
    found = _asked(settings, api_key_file) if online else None
    with announced(f"checking {len(leads):,} leads"):
        result = preflight.check(leads, settings, operation=operation.value, known=known, dnc=dnc, keep=keep.value)
    if found is not None:
        from noojee_dq.client import with_ping

        result = with_ping(result, found)
    _write(result, report, ready, rejected, show_values)
    _print(result, output_format, show_values)
    if fail_on != FailOn.NEVER and result.findings["severity"].isin(_severities(fail_on)).any():
        raise typer.Exit(1)


@app.command()
def demo(
    directory: Annotated[Path, typer.Option("--dir", help="Where the sample and the reports go.")] = Path(
        "noojee-dq-demo"
    ),
) -> None:
    """Check a bundled, made-up sample, and write every kind of report."""
    with announced("importing the libraries"):
        from noojee_dq.demo import run_demo
        from noojee_dq.report.render_text import render_table
        from noojee_dq.report.verdict import verdict
    with announced("checking the sample"):
        result = run_demo(directory)
    console = _console()
    render_table(result.updates, console)
    render_table(result.inserts, console)
    console.print("\nWritten:", highlight=False)
    for path in result.written:
        console.print(f"  {path}", highlight=False, markup=False, soft_wrap=True)
    console.print(f"\n{verdict(result.inserts)}", highlight=False)


@app.command()
def explain(
    code: Annotated[
        str | None, typer.Argument(help="A result code (105), its name, or a check; all if absent.")
    ] = None,
) -> None:
    """Explain a result code of the API, or a check."""
    from noojee_dq.explain import checks_table, explanation

    typer.echo(checks_table() if code is None else explanation(code))


@app.command()
def init(
    file: Annotated[Path | None, typer.Argument(help="A lead file, to guess the phone columns from.")] = None,
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write.")] = Path("campaign.toml"),
    region: RegionOption = None,
    sheet: SheetOption = None,
    force: Annotated[bool, typer.Option(help="Overwrite the file if it exists.")] = False,
) -> None:
    """Write a commented campaign file."""
    from noojee_dq.campaign import Campaign
    from noojee_dq.leads import read_leads

    if output.exists() and not force:
        _fail(f"{output} exists: give another name with -o, or --force to overwrite it", 2)
    phone_fields = [] if file is None else _guessed(read_leads(file, sheet=sheet), region)
    settings = Campaign(phone_fields=phone_fields, **({"region": region} if region else {}))
    output.write_text(settings.to_toml(), "utf-8", newline="\n")
    _note(f"wrote {output}; fill in the ids, then: noojee-dq check {file or 'LEADS.csv'} -c {output}")


@app.command()
def sandbox(
    campaign: Annotated[
        Path | None,
        typer.Option("--campaign", "-c", help="Campaign file; else ./campaign.toml, else the bundled sample's."),
    ] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port on 127.0.0.1; 0 takes any free one.")] = 8321,
    concurrency: Annotated[int, typer.Option(min=1, help="Calls served at once; others queue.")] = 8,
    latency: Annotated[float, typer.Option(min=0, help="Seconds that a call takes at least.")] = 0.1,
    faults: Annotated[str, typer.Option(help="What goes wrong how often, like lost_response=0.05,busy=0.02")] = "",
) -> None:
    """Run a make-believe PBX on this machine, to try out submitting. Ctrl-C ends it and says what came in."""
    from noojee_dq.sandbox import Faults, Sandbox
    from noojee_dq.sandbox.terminal import campaign_for, summary, usage

    settings = campaign_for(campaign)
    pbx = Sandbox(settings, port=port, concurrency=concurrency, latency=latency, faults=Faults.parse(faults))
    with pbx, suppress(KeyboardInterrupt):
        typer.echo(f"{pbx.url}\n{pbx.api_key}")
        sys.stdout.flush()
        typer.echo(usage(pbx), err=True)
        while True:
            time.sleep(1)
    typer.echo(summary(pbx))


def _campaign(
    path: Path | None, leads: "pd.DataFrame", phone_fields: list[str] | None, region: str | None
) -> "Campaign":
    """The campaign file, or none, with what the command line says in its place."""
    from noojee_dq.campaign import Campaign

    if path is None and Path("campaign.toml").exists():
        path = Path("campaign.toml")
        _note("campaign: ./campaign.toml")
    settings = Campaign.from_toml(path) if path else Campaign()
    said: dict[str, Any] = {"phone_fields": phone_fields, "region": region}
    said = {name: value for name, value in said.items() if value}
    if not settings.phone_fields and not phone_fields:
        said["phone_fields"] = _guessed(leads, region or settings.region)
    return Campaign(**(settings.model_dump() | said))


def _asked(settings: "Campaign", api_key_file: Path | None) -> "Ping":
    """What the PBX says of the campaign's ids."""
    import anyio

    from noojee_dq.client import ApiKey, ping

    key = ApiKey.find(file=api_key_file)
    with announced("asking the PBX"):
        return anyio.run(ping, settings, key)


def _guessed(leads: "pd.DataFrame", region: str | None) -> list[str]:
    from noojee_dq.phones import guess_phone_columns

    found = guess_phone_columns(leads, region or "AU")
    if not found:
        _fail("no column looks like phone numbers: name them with --phone-field, or in a campaign file", 2)
    _note(f"phone columns, guessed: {', '.join(found)}")
    return found


def _refuse_bad_outputs(inputs: list[Path | None], report: Path | None, lead_files: list[Path | None]) -> None:
    """End before any work where an output would destroy a file, or could not be written."""
    taken = {path.resolve(): "an input" for path in inputs if path is not None}
    kinds: dict[Path, tuple[str, ...]] = {path: _LEAD_SUFFIXES for path in lead_files if path is not None}
    if report is not None:
        kinds[report] = _REPORT_SUFFIXES
    if len(kinds) < sum(path is not None for path in (report, *lead_files)):
        _fail("two outputs have the same name: give each its own", 2)
    for path, suffixes in kinds.items():
        if path.resolve() in taken:
            _fail(f"{path} is {taken[path.resolve()]}: give another name, so that it is not lost", 2)
        if path.suffix.lower() not in suffixes:
            _fail(f"{path}: the name must end with one of {', '.join(suffixes)}", 2)
        if not path.parent.is_dir():
            _fail(f"{path}: there is no folder {path.parent}: create it or choose another", 2)
        taken[path.resolve()] = "another output"


def _write(result: "Report", report: Path | None, ready: Path | None, rejected: Path | None, show_values: bool) -> None:
    from noojee_dq.report.files import write_ready, write_rejected

    if report is not None:
        writers = {".html": result.to_html, ".json": result.to_json, ".md": result.to_markdown}
        writers[report.suffix.lower()](report, show_values=show_values)
        _note(f"wrote {report}")
    try:
        if ready is not None:
            _note(f"wrote {ready}: {write_ready(result, ready):,} leads")
        if rejected is not None:
            _note(f"wrote {rejected}: {write_rejected(result, rejected):,} leads")
    except LeadsError as error:
        _fail(str(error), 2)


def _print(result: "Report", output_format: Format, show_values: bool) -> None:
    if output_format == Format.TABLE:
        from noojee_dq.report.render_text import render_table

        render_table(result, _console(), show_values=show_values)
        return
    for note in result.notes:
        _note(note)
    texts = {Format.JSON: result.to_json, Format.CSV: result.to_csv, Format.MARKDOWN: result.to_markdown}
    typer.echo(texts[output_format](show_values=show_values), nl=output_format != Format.CSV)


def _severities(fail_on: FailOn) -> list[str]:
    return ["error"] if fail_on == FailOn.ERROR else ["error", "warning"]


def _console() -> Any:
    from rich.console import Console

    return Console(file=sys.stdout)


@contextmanager
def announced(work: str, patience: float = _PATIENCE_SECONDS) -> Iterator[Timer]:
    """Say on stderr what takes long, once it has taken `patience` seconds."""
    timer = Timer(patience, _note, [f"{work} ..."])
    timer.daemon = True
    timer.start()
    try:
        yield timer
    finally:
        timer.cancel()


def _note(text: str) -> None:
    from noojee_dq.report.masking import mask_text

    typer.echo(mask_text(text), err=True)


def _fail(message: str, code: int) -> None:
    _note(f"noojee-dq: {message}")
    raise SystemExit(code)


def _where(error: BaseException) -> str:
    """The kind and place of an unforeseen error, without its text: that could hold phone numbers."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" at {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
    return f"{type(error).__name__}{place}"
