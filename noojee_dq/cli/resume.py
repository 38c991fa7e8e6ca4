"""`resume`: what is left of a run is sent."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from noojee_dq.cli.campaign_found import found_campaign, shown
from noojee_dq.cli.ending import Ending, refuse_rows_without_json
from noojee_dq.cli.inputs import ListOptions, files_meant, files_of, list_options, lists_of, reading_of
from noojee_dq.cli.messages import announced, importing, is_quiet, note
from noojee_dq.cli.next_command import given_again
from noojee_dq.cli.options import (
    AcceptEmptyOption,
    AcceptGoneOption,
    AcceptPartialOption,
    AllowOption,
    ApiKeyFileOption,
    DelimiterOption,
    DncOption,
    EncodingOption,
    FailOnLeftOption,
    FormatOption,
    KnownOption,
    LimitOption,
    PrintedFormat,
    QuietOption,
    ResultsOption,
    RowsOption,
    SheetOption,
)
from noojee_dq.cli.outputs import LEAD_SUFFIXES, refuse_bad_outputs
from noojee_dq.cli.run_journal import JournalArgument, interruptible
from noojee_dq.cli.stdin import refuse_stdin
from noojee_dq.errors import CampaignError
from noojee_dq.fields import GIVEN

if TYPE_CHECKING:
    from noojee_dq.campaign import Campaign


def resume(
    journal: JournalArgument,
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="The file of leads, or all of them, if they were moved since.", show_default=False),
    ] = None,
    limit: LimitOption = None,
    results: ResultsOption = None,
    api_key_file: ApiKeyFileOption = None,
    known: KnownOption = None,
    dnc: DncOption = None,
    allow: AllowOption = None,
    accept_empty_lists: AcceptEmptyOption = False,
    accept_partial_lists: AcceptPartialOption = False,
    campaign: Annotated[
        Path | None,
        typer.Option("--campaign", "-c", help="Campaign file whose lists are looked at as well."),
    ] = None,
    output_format: FormatOption = PrintedFormat.TABLE,
    rows: RowsOption = False,
    fail_on_left: FailOnLeftOption = False,
    accept_gone: AcceptGoneOption = False,
    sheet: SheetOption = None,
    encoding: EncodingOption = None,
    delimiter: DelimiterOption = None,
    _quiet: QuietOption = False,
) -> None:
    """Send what is left of the run in JOURNAL. The do-not-call lists are looked at anew."""
    with importing():
        from noojee_dq.client import ApiKey
        from noojee_dq.sending import resume as send_rest
        from noojee_dq.sending.next_commands import given_besides
        from noojee_dq.sending.reread import reread
    refuse_rows_without_json(rows, output_format)
    lists = list_options(known, dnc, allow, accept_empty_lists, accept_partial_lists)
    outputs = [(results, LEAD_SUFFIXES)]
    files = files_meant(files or [])
    refuse_stdin(files, "a run that is taken up")
    refuse_bad_outputs([journal, *files, campaign, api_key_file, *files_of(lists)], outputs)
    with announced("reading the leads of the run"):
        leads, settings = reread(journal, files, reading_of(sheet, encoding, delimiter))
        settings, lists_now = _with_lists_of(settings, campaign, journal, lists)
        now = given_again({"campaign": campaign, **lists, "api_key_file": api_key_file})
        leads.attrs[GIVEN] = given_besides(journal, now)
    refuse_bad_outputs([*lists_of(settings), *files_of(lists_now)], outputs)
    key = ApiKey.find(file=api_key_file)
    with interruptible(results):
        answered = send_rest(
            journal,
            leads,
            settings,
            api_key=key,
            limit=limit,
            progress=False if is_quiet() else "bar",
            accept_gone=accept_gone,
            **lists_now,
        )
    Ending(output_format, 0, fail_on_left, rows).of_run(answered, results, accept_gone=accept_gone)


def _with_lists_of(
    settings: "Campaign", path: Path | None, journal: Path, lists: ListOptions
) -> "tuple[Campaign, ListOptions]":
    """Take the lists that a campaign file names now; the do-not-call lists that the run began with count all the same.

    A file that is given is the campaign's own, and says what may be called by now. One that only stands beside may be
    another campaign's: its lists hold leads back, but give no permission.
    """
    from noojee_dq.campaign import Campaign
    from noojee_dq.sending.start import other_place

    # Those of the run are looked at when it is taken up.
    bare = settings.model_copy(update={"dnc": ()})
    if path is not None:
        now = Campaign.from_toml(path)
        if differs := other_place(settings, now):
            raise CampaignError(
                f"{path}: has {differs}: a run goes on where it began. Put that back, or name no campaign file; to "
                "send leads to the other place, submit them with another journal"
            )
        dnc = [*(lists["dnc"] or []), *map(Path, now.dnc)]
        kept = {"allow": now.allow, "require": now.require, "marked_do_not_call": now.marked_do_not_call}
        return bare.model_copy(update=kept), lists | {"dnc": dnc or None}
    beside = found_campaign([journal])
    if beside is None:
        return bare, lists
    now = Campaign.from_toml(beside)
    if differs := other_place(settings, now):
        note(f"{shown(beside)} has {differs}: the run goes on where it began; of that file its do-not-call lists count")
    marked = "error" if "error" in (bare.marked_do_not_call, now.marked_do_not_call) else "warning"
    return bare.model_copy(update={"dnc": now.dnc, "marked_do_not_call": marked}), lists
