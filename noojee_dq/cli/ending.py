"""How `submit` and `resume` end: results written, then what came of it on stdout, then the exit code."""

import shlex
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import typer

from noojee_dq.cli.campaign_found import CampaignFile
from noojee_dq.cli.messages import fail, is_guided, is_quiet, note, refuse, tell
from noojee_dq.cli.options import PrintedFormat
from noojee_dq.cli.streams import let_display_end_nothing, lost_on_stdout
from noojee_dq.errors import JournalError, LeadsError
from noojee_dq.words.commands import command, options_with
from noojee_dq.words.counts import counted

if TYPE_CHECKING:
    import pandas as pd

    from noojee_dq.campaign import Campaign

#: Leads were refused, or are in doubt: from beyond that on, something else went wrong.
_REFUSED = 1
_NOT_SENDABLE = 2
_NOT_WRITTEN = 2


@dataclass(frozen=True)
class Ending:
    """The end of a command that sends, or would send.

    Args:
        form: what is printed on stdout.
        behind: leads of the file that were not ready to be sent.
        fail_on_left: whether leads that stayed behind, or are left to be sent, are exit code 1.
        rows: whether JSON names every lead.
        campaign: the file whose settings were taken; None = they are those of the journal.
        notes: what there is to say of leads of the file that were not given to the run.
    """

    form: PrintedFormat
    behind: int
    fail_on_left: bool
    rows: bool
    campaign: CampaignFile | None = None
    notes: tuple[str, ...] = ()

    def nothing(self, campaign: "Campaign", *, dry_run: bool, failed: bool) -> NoReturn:
        """End where there is no lead to send.

        Args:
            campaign: where leads would have gone.
            dry_run: whether none would have been sent anyway.
            failed: whether that is exit code 1 in any case.
        """
        from noojee_dq.sending.render_json import nothing_json

        code = self._code(int(failed), left=False)
        _say_notes(self.notes)
        if self.form == PrintedFormat.JSON:
            typer.echo(nothing_json(campaign, dry_run=dry_run, exit_code=code, **self._of_json))
        raise typer.Exit(code)

    def of_plan(self, planned: "pd.DataFrame", campaign: "Campaign") -> NoReturn:
        """End a dry run."""
        from noojee_dq.sending.render_json import plan_json

        sendable = planned.attrs["obstacle"] is None
        code = self._code(0, left=False) if sendable else _NOT_SENDABLE
        _say_notes([*self.notes, *planned.attrs["planned"]["notes"]])
        if is_quiet() and not sendable:
            refuse(planned.attrs["obstacle"])
        if self.form == PrintedFormat.JSON:
            typer.echo(plan_json(planned, campaign, exit_code=code, **self._of_json))
            raise typer.Exit(code)
        tell(planned.attrs["plan"])
        self._say_behind()
        if not sendable:
            tell("Then: put that into the campaign file (noojee-dq init writes one), and give the same command")
        elif planned.attrs["planned"]["to_be_sent"]:
            _tell_next(shlex.join(["noojee-dq", *sys.argv[1:], "--send"]))
        raise typer.Exit(code)

    def of_run(
        self, answered: "pd.DataFrame", results: Path | None, *, accept_gone: bool, all_ready: bool = False
    ) -> NoReturn:
        """End a run: write its results first, so that they are there whatever becomes of the terminal or the pipe.

        Args:
            answered: what `submit` or `resume` returned.
            results: the file to write.
            accept_gone: leads that are gone are not to be sent any more, by the next command neither.
            all_ready: the leads were all meant to go, so that one which is no part of the run was left behind.
        """
        from noojee_dq.sending.render_json import results_json
        from noojee_dq.sending.results import is_of_run
        from noojee_dq.sending.summary import run_summary

        run = answered.attrs["run"]
        others = not is_of_run(answered).all()
        code = self._code(run["exit_code"] or int(all_ready and others), left=bool(run["left"]) or others)
        let_display_end_nothing()
        unwritten = _write(answered, results)
        _say_notes([*self.notes, *run["notes"]])
        if is_quiet() and run["stopped"] and code > _REFUSED:
            refuse(run["stopped"])
        if self.form == PrintedFormat.JSON:
            exit_code = _NOT_WRITTEN if unwritten else code
            typer.echo(results_json(answered, exit_code=exit_code, error=unwritten, **self._of_json))
        else:
            tell(run_summary(answered))
            self._say_behind()
        if unwritten:
            refuse(unwritten)
            raise typer.Exit(_NOT_WRITTEN)
        again = _next_command(run, results, accept_gone=accept_gone)
        if self.form != PrintedFormat.JSON and again:
            _tell_next(again)
        if why := lost_on_stdout():
            note(f"what came of the run could not be printed ({why}); to see it: {command('status', run['journal'])}")
        raise typer.Exit(code)

    @property
    def _of_json(self) -> dict[str, Any]:
        return {
            "behind": self.behind,
            "at": datetime.now(UTC),
            "rows": self.rows,
            "used": self.campaign and self.campaign.used,
            "notes": self.notes,
        }

    def _say_behind(self) -> None:
        if self.behind:
            reason = "not ready, or sent before and changed since" if self.notes else "not ready"
            tell(f"Stayed behind, {reason}: {counted(self.behind, 'lead')}")

    def _code(self, code: int, *, left: bool) -> int:
        return code or int(self.fail_on_left and (left or self.behind > 0))


def refuse_rows_without_json(rows: bool, form: PrintedFormat) -> None:
    """End where every lead is to be named in a form that names none."""
    if rows and form != PrintedFormat.JSON:
        fail("--rows goes with --format json: add that, or leave it out (--results writes every lead to a file)", 2)


def save_answers(error: JournalError, results: Path | None) -> None:
    """Write the answers that are not in a journal that failed into the results, as far as those were asked for."""
    import pandas as pd

    from noojee_dq.fields import API_CODE, API_HTTP_STATUS, API_MESSAGE, DQ_ROW, DQ_SOURCE
    from noojee_dq.leads import write_leads

    if results is None or not error.answers:
        return
    headings = [DQ_ROW, API_CODE, API_HTTP_STATUS, API_MESSAGE, DQ_SOURCE]
    rows = pd.DataFrame(error.answers).set_axis(headings, axis="columns")
    if rows[DQ_SOURCE].isna().all():
        rows = rows.drop(columns=DQ_SOURCE)
    try:
        write_leads(rows.astype({API_CODE: "Int64", API_HTTP_STATUS: "Int64"}), results)
    except LeadsError:
        return  # the message of the error has them too
    note(f"wrote {results}: {counted(len(rows), 'answer')} that the journal does not hold")


def _tell_next(again: str) -> None:
    if not is_guided():
        tell(f"Next: {again}")


def _say_notes(notes: Iterable[str]) -> None:
    """Say on stderr what of the leads is not as it was; unmasked, since it is row numbers and commands."""
    for line in [] if is_quiet() else notes:
        typer.echo(line, err=True)


def _write(answered: "pd.DataFrame", results: Path | None) -> str:
    """Write the results, if a file was asked for; return what is wrong, "" = nothing."""
    from noojee_dq.sending.results import whole_run, write_results

    if results is None:
        return ""
    whole = whole_run(answered)
    try:
        write_results(whole, results)
    except LeadsError as error:
        retry = f"{answered.attrs['run']['resume']} --results other{results.suffix}"
        return f"{error}. Nothing is lost, the journal has every answer: {retry}"
    note(f"wrote {results}: {counted(len(whole), 'lead')}, with what the PBX answered")
    return ""


def _next_command(run: dict[str, Any], results: Path | None, *, accept_gone: bool) -> str | None:
    """Return the command that goes on with a run; None = there is none."""
    if run["resumable"]:
        return shlex.join([*shlex.split(run["resume"]), *options_with(accept_gone=accept_gone, results=results)])
    # Leads that were changed or are gone: the notes say how to go on.
    return None if run["left"] else command("analyse", run["journal"])
