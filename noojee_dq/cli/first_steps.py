"""`demo`, `explain` and `init`: what one runs before there is anything to send."""

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from noojee_dq.cli.begun import begun_by
from noojee_dq.cli.campaign_file import commented_toml
from noojee_dq.cli.campaign_options import CampaignOptions
from noojee_dq.cli.guesses import guessed, reasons, taken
from noojee_dq.cli.inputs import read, reading_of, say_how_read
from noojee_dq.cli.messages import announced, console, fail, importing, note, tell
from noojee_dq.cli.options import (
    DelimiterOption,
    EncodingOption,
    ForceOption,
    FormatOption,
    PrintedFormat,
    QuietOption,
    RegionColumnOption,
    RegionOption,
    SheetOption,
)
from noojee_dq.cli.outputs import refuse_bad_outputs, refuse_existing
from noojee_dq.codes import ResultCode
from noojee_dq.words.display import MAX_HEADING, cut

if TYPE_CHECKING:
    import pandas as pd
    from rich.table import Table

    from noojee_dq.batch.column_proposals import ColumnProposal
    from noojee_dq.phones import PhoneGuess
    from noojee_dq.report.going_on import CommandLine


def demo(
    directory: Annotated[
        Path, typer.Option("--dir", metavar="FOLDER", help="Where the sample and the reports go.")
    ] = Path("noojee-dq-demo"),
    _quiet: QuietOption = False,
) -> None:
    """Check a bundled, made-up sample, send it to a make-believe PBX, and write every kind of file."""
    with importing():
        from noojee_dq.demo import run_demo
        from noojee_dq.report.agreement import unjudged
        from noojee_dq.report.going_on import going_on
        from noojee_dq.report.render_text import print_going_on, render_table
        from noojee_dq.report.verdict import verdict
        from noojee_dq.words.counts import counted
    with announced("checking the sample, and sending it to a PBX on this machine"):
        result = run_demo(directory)
    out = console()
    render_table(result.updates, out, given=_sample_given(directory, "updates.csv", "--operation", "update"))
    render_table(result.inserts, out, given=_sample_given(directory, "leads.csv"))
    out.print(
        "\nAll of them, ready or not, were then sent to a make-believe PBX on this machine. "
        "What the check expected, and what the PBX answered:",
        highlight=False,
    )
    out.print(_agreement(("inserts", result.answers), ("updates", result.update_answers)))
    for call, results in (("inserts", result.answers), ("updates", result.update_answers)):
        if left := unjudged(results):
            out.print(f"{call}: {counted(left, 'lead')} without a verdict of the PBX, hence not in the table.")
    out.print("Where the two differ, the PBX is right.", highlight=False)
    out.print("\nWritten:", highlight=False)
    for path in result.written:
        out.print(f"  {path}", highlight=False, markup=False, soft_wrap=True)
    out.print(f"\n{verdict(result.inserts)}", highlight=False)
    print_going_on(going_on(result.inserts, _sample_given(directory, "leads.csv"), show_values=True), out)
    out.print("With a list of your own: noojee-dq wizard LIST.csv", highlight=False)


def _sample_given(directory: Path, leads: str, *operation: str) -> "CommandLine":
    """Return what a command line would give to check the sample just so."""
    from noojee_dq.report.going_on import CommandLine

    files = {"--campaign": "campaign.toml", "--known": "known.csv", "--dnc": "dnc.csv"}
    common = tuple(part for option, name in files.items() for part in (option, str(directory / name)))
    judged = (*common, *operation)
    return CommandLine(str(directory / leads), options={"check": judged, "repair": judged, "submit": judged})


def _agreement(*answers: tuple[str, "pd.DataFrame"]) -> "Table":
    """Return expected against actual codes, as a table."""
    from rich import box
    from rich.table import Table

    from noojee_dq.report.agreement import expected_against_actual

    table = Table(box=box.SIMPLE_HEAD)
    for heading in ("call", "expected", "actual", "", "leads", ""):
        table.add_column(
            heading, justify="right" if heading in ("expected", "actual", "leads") else "left", overflow="fold"
        )
    for call, results in answers:
        found = expected_against_actual(results)
        verdicts = found["agree"].map({True: "agree", False: "differ"})
        for cells in found.assign(agree=verdicts).astype("str").fillna("-").to_numpy().tolist():
            table.add_row(call, *cells)
    return table


def _codes() -> list[tuple[str, str]]:
    return [(str(code.value), code.name) for code in ResultCode]


def explain(
    code: Annotated[
        str | None,
        typer.Argument(
            help="A result code (105), its name, or a check; all if absent.", autocompletion=begun_by(_codes)
        ),
    ] = None,
    output_format: FormatOption = PrintedFormat.TABLE,
    _quiet: QuietOption = False,
) -> None:
    """Explain a result code of the API, or a check."""
    with importing():
        from noojee_dq.explain import checks_table, explanation, explanation_json
        from noojee_dq.words.for_people import for_people
    if output_format == PrintedFormat.JSON:
        typer.echo(explanation_json(code))
        return
    tell(for_people(checks_table() if code is None else explanation(code)))


def init(
    file: Annotated[Path | None, typer.Argument(help="A lead file, to guess the phone columns from.")] = None,
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write; .toml.")] = Path("campaign.toml"),
    region: RegionOption = None,
    region_column: RegionColumnOption = None,
    sheet: SheetOption = None,
    encoding: EncodingOption = None,
    delimiter: DelimiterOption = None,
    force: ForceOption = False,
    _quiet: QuietOption = False,
) -> None:
    """Write a commented campaign file."""
    with importing():
        from noojee_dq.batch.proposed_campaign import proposed_settings
    refuse_bad_outputs([file], [(output, (".toml",))])
    refuse_existing(output, force=force)
    reading = reading_of(sheet, encoding, delimiter)
    said = CampaignOptions(region=region, region_column=region_column)
    settings = said.settings()
    guesses: list[PhoneGuess] = []
    proposals: list[ColumnProposal] = []
    if file is not None:
        leads = read(file, reading)
        said.refuse_missing_columns(leads, settings)
        guesses = guessed(leads, region)
        settings, proposals, _ = proposed_settings(leads, settings, taken(guesses))
        say_how_read(leads.attrs["notes"])
    elif reading.given():
        fail(f"--{next(iter(reading.given()))} says how a lead file is to be read: name one, or leave it out", 2)
    output.write_text(commented_toml(settings, reasons(guesses), proposals), "utf-8", newline="\n")
    for proposal in proposals:
        note(f"{proposal.named} may be {proposal.field}: see [columns] in {output}")
    if settings.region_column and not region_column:
        note(f'"{cut(settings.region_column, MAX_HEADING)}" names the country of each lead: see [phone] in {output}')
    if settings.marked_do_not_call == "error":
        note(f"the file marks leads as not to be called, which are held back: see [lists] in {output}")
    check = shlex.join(["noojee-dq", "check", str(file or "LEADS.csv"), *reading.as_options(), "-c", str(output)])
    note(f"wrote {output}; fill in the ids, then: {check}")
