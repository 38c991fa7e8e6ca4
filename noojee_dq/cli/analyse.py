"""`analyse`: what a run came to, against what was expected of it."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from noojee_dq.cli.inputs import files_meant, reading_of
from noojee_dq.cli.messages import announced, console, fail, importing, note
from noojee_dq.cli.options import (
    DelimiterOption,
    EncodingOption,
    ForceOption,
    FormatOption,
    PrintedFormat,
    QuietOption,
    SheetOption,
)
from noojee_dq.cli.outputs import LEAD_SUFFIXES, refuse_bad_outputs, refuse_existing
from noojee_dq.cli.stdin import refuse_stdin
from noojee_dq.errors import LeadsError
from noojee_dq.words.commands import command

if TYPE_CHECKING:
    import pandas as pd

    from noojee_dq.analysis import Analysis


def analyse(
    file: Annotated[
        Path, typer.Argument(metavar="FILE_OR_JOURNAL", help="What submit --results wrote, or the journal of a run.")
    ],
    leads: Annotated[
        list[Path] | None, typer.Option(help="With a journal: the file of the leads that were sent (repeatable).")
    ] = None,
    sheet: SheetOption = None,
    encoding: EncodingOption = None,
    delimiter: DelimiterOption = None,
    output_format: FormatOption = PrintedFormat.TABLE,
    html: Annotated[Path | None, typer.Option(help="Write the analysis as a page; .html.")] = None,
    xlsx: Annotated[Path | None, typer.Option(help="Write it as a workbook, with the leads to act on; .xlsx.")] = None,
    retry: Annotated[Path | None, typer.Option(help="Write the leads that were not done; .csv or .xlsx.")] = None,
    fix: Annotated[Path | None, typer.Option(help="Write the leads that are to be corrected; .csv or .xlsx.")] = None,
    hand_over: Annotated[Path | None, typer.Option(help="Write the leads for a person; .csv or .xlsx.")] = None,
    force: ForceOption = False,
    _quiet: QuietOption = False,
) -> None:
    """Say what a run came to, where the pre-flight was wrong, and what to do next. Nothing is sent."""
    lists = {"retry": retry, "fix": fix, "hand_over": hand_over}
    worked_on = (xlsx, fix, hand_over)
    outputs = [(html, (".html",)), (xlsx, (".xlsx",)), *((path, LEAD_SUFFIXES) for path in lists.values())]
    with importing(f" to analyse {file.name}"):
        from noojee_dq.analysis import analyse as analyse_run
        from noojee_dq.sending.reread import refuse_otherwise
    reading = reading_of(sheet, encoding, delimiter)
    if force and not any(worked_on):
        fail("--force goes with --xlsx, --fix or --hand-over: nothing else needs it, leave it out", 2)
    leads = files_meant(leads or [])
    refuse_stdin(leads, "analyse --leads")
    if not leads and reading.given():
        fail(
            f"--{next(iter(reading.given()))} says how the file of --leads is to be read: name that, or leave it out", 2
        )
    with announced(f"reading {file.name}"):
        refuse_bad_outputs([file, *leads], outputs)
        refuse_existing(*worked_on, force=force)
        refuse_otherwise(file, reading)
        result = replace(analyse_run(file, leads=leads or None), on_command_line=True)
    if result.own.columns.empty and any(lists.values()):
        fail(f"{file.name}: a journal holds no values of leads: name the file that was sent with --leads", 2)
    try:
        _write(result, html, xlsx)
        for name, path in lists.items():
            if path is not None:
                _write_leads(getattr(result, name), path, _instead(file) if name == "retry" else "")
    except LeadsError as error:
        fail(str(error), 2)
    # Last, so that a program is told once: of the run, or that a file cannot be written.
    _print(result, output_format)
    raise typer.Exit(result.exit_code)


def _print(result: "Analysis", output_format: PrintedFormat) -> None:
    if output_format == PrintedFormat.JSON:
        typer.echo(result.to_json())
        return
    from noojee_dq.analysis.render_text import print_analysis

    print_analysis(result, console())


def _write(result: "Analysis", html: Path | None, xlsx: Path | None) -> None:
    if html is not None:
        result.to_html(html)
        note(f"wrote {html}")
    if xlsx is not None:
        result.to_excel(xlsx)
        note(f"wrote {xlsx}")


def _instead(file: Path) -> str:
    """Say what does with the leads that were not done what nobody should do with a list of them."""
    from noojee_dq.journal.reader import is_sqlite
    from noojee_dq.sending.next_commands import resume_of

    resume = resume_of(file) if is_sqlite(file) else command("resume", "JOURNAL")
    return f"; but `{resume}` sends them: do not send them from this list beside that"


def _write_leads(rows: "pd.DataFrame", path: Path, instead: str) -> None:
    from noojee_dq.sending.results import write_results
    from noojee_dq.words.counts import counted

    write_results(rows, path)
    note(f"wrote {path}: {counted(len(rows), 'lead')}{instead if len(rows) else ''}")
