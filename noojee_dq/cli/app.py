"""The program: its commands, and what becomes of an error."""

from typing import Annotated

import typer

from noojee_dq.cli.analyse import analyse
from noojee_dq.cli.check import check
from noojee_dq.cli.failures import failures_said
from noojee_dq.cli.first_steps import demo, explain, init
from noojee_dq.cli.once import OnceCommand, Program
from noojee_dq.cli.repair import repair
from noojee_dq.cli.resume import resume
from noojee_dq.cli.sandbox import sandbox
from noojee_dq.cli.schema import schema
from noojee_dq.cli.status import status
from noojee_dq.cli.streams import forgive_closed_streams
from noojee_dq.cli.submit import submit
from noojee_dq.cli.template import template
from noojee_dq.cli.wizard import wizard
from noojee_dq.startup import hear_interrupts

app = typer.Typer(
    cls=Program,
    help="Check call-centre leads against the Noojee lead API, and submit them.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
)
for _command in (
    check,
    repair,
    submit,
    resume,
    status,
    analyse,
    demo,
    explain,
    schema,
    init,
    template,
    sandbox,
    wizard,
):
    app.command(cls=OnceCommand)(_command)


def _say_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version  # which takes longer to import than the rest of such an answer

        typer.echo(f"noojee-dq {version('noojee-dq')}")
        raise typer.Exit


@app.callback()
def _options(
    _: Annotated[
        bool, typer.Option("--version", "-V", callback=_say_version, is_eager=True, help="Say which version this is.")
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run the command line; our own errors become a message and an exit code, never a traceback."""
    forgive_closed_streams()
    hear_interrupts()
    with failures_said():
        app(prog_name="noojee-dq")
