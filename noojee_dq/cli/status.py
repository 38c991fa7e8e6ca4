"""`status`: what became of the leads of a run so far."""

import typer

from noojee_dq.cli.messages import importing, tell
from noojee_dq.cli.options import FormatOption, PrintedFormat, QuietOption
from noojee_dq.cli.run_journal import JournalArgument


def status(
    journal: JournalArgument,
    output_format: FormatOption = PrintedFormat.TABLE,
    _quiet: QuietOption = False,
) -> None:
    """Say what became of the leads of the run in JOURNAL, even while it is being sent."""
    with importing():
        from noojee_dq.sending.status import status as status_of

    as_json = output_format == PrintedFormat.JSON
    say = typer.echo if as_json else tell
    say(status_of(journal, as_json=as_json))
