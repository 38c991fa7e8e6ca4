"""`submit`: leads are sent, or what would be sent is shown."""

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from noojee_dq.cli.campaign_found import campaign_file
from noojee_dq.cli.campaign_options import CampaignOptions, campaign_of
from noojee_dq.cli.checked_folder import CHECK_AGAIN, checked_folder, not_ready, with_lists_of_check
from noojee_dq.cli.chosen_leads import chosen_of, new_leads, refuse_errors_of_the_file, say_not_checked, with_run
from noojee_dq.cli.ending import Ending, refuse_rows_without_json
from noojee_dq.cli.inputs import (
    ListOptions,
    files_meant,
    files_of,
    list_options,
    lists_of,
    read_all,
    reading_of,
    say_how_read,
)
from noojee_dq.cli.messages import announced, fail, importing, is_quiet, note
from noojee_dq.cli.next_command import given_again
from noojee_dq.cli.options import (
    AcceptEmptyOption,
    AcceptGoneOption,
    AcceptPartialOption,
    AllowOption,
    ApiKeyFileOption,
    CampaignOption,
    DelimiterOption,
    DncOption,
    DncWashedOption,
    EncodingOption,
    FailOnLeftOption,
    FormatOption,
    Keep,
    KeepOption,
    KnownOption,
    LeadSources,
    LimitOption,
    Operation,
    OperationOption,
    PhoneFieldOption,
    PrintedFormat,
    QuietOption,
    RegionColumnOption,
    RegionOption,
    RequireOption,
    ResultsOption,
    RowsOption,
    SheetOption,
)
from noojee_dq.cli.outputs import JOURNAL, LEAD_SUFFIXES, refuse_bad_outputs
from noojee_dq.cli.run_journal import interruptible, journal_of
from noojee_dq.errors import CampaignError
from noojee_dq.fields import GIVEN
from noojee_dq.words.commands import command
from noojee_dq.words.counts import counted
from noojee_dq.words.output_paths import free_path

if TYPE_CHECKING:
    import pandas as pd

    from noojee_dq.arrow.columns import Mask
    from noojee_dq.campaign import Campaign
    from noojee_dq.client import ApiKey
    from noojee_dq.fields import Operation as OperationName
    from noojee_dq.report.report import Report
    from noojee_dq.returned_runs import ReturnedRuns


def submit(
    files: LeadSources,
    campaign: CampaignOption = None,
    send: Annotated[bool, typer.Option("--send", help="Send the leads. Without it nothing is sent.")] = False,
    send_all: Annotated[
        bool, typer.Option("--all", help="Take the leads too that are not ready, to have the PBX judge them.")
    ] = False,
    limit: LimitOption = None,
    journal: Annotated[
        Path | None,
        typer.Option(help="SQLite file that remembers what was sent; if absent, noojee-run-FILE.sqlite beside FILE."),
    ] = None,
    only_new: Annotated[
        list[Path] | None,
        typer.Option(help="Journal of an earlier run: take only leads that it does not know as they are (repeatable)."),
    ] = None,
    results: ResultsOption = None,
    api_key_file: ApiKeyFileOption = None,
    send_dnc: Annotated[
        bool, typer.Option("--send-dnc", help="With --all: send leads on the do-not-call list as well.")
    ] = False,
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
    sheet: SheetOption = None,
    encoding: EncodingOption = None,
    delimiter: DelimiterOption = None,
    output_format: FormatOption = PrintedFormat.TABLE,
    rows: RowsOption = False,
    fail_on_left: FailOnLeftOption = False,
    accept_gone: AcceptGoneOption = False,
    _quiet: QuietOption = False,
) -> None:
    """Send the leads of FILES that are ready. A dry run that sends nothing, unless --send is given."""
    with importing(f" to submit {files[0].name}"):
        from noojee_dq import preflight
        from noojee_dq.journal.reader import made_from
        from noojee_dq.sending import submit as send_leads
        from noojee_dq.sending.matching import with_earlier
    refuse_rows_without_json(rows, output_format)
    earlier = with_earlier(only_new or [])
    files = files_meant(files)
    journal = journal or journal_of(files, earlier)
    outputs = [(results, LEAD_SUFFIXES), (journal, JOURNAL)]
    reading = reading_of(sheet, encoding, delimiter)
    lists = list_options(known, dnc, allow, accept_empty_lists, accept_partial_lists)
    refuse_bad_outputs([*files, *files_of(lists), campaign, api_key_file, *earlier], outputs)
    checked = checked_folder(files, reading, send_all=send_all)
    leads = checked.ready_leads() if checked is not None else read_all(files, reading)
    found = campaign_file(campaign, files)
    options = CampaignOptions(found, phone_field, region, region_column, require, dnc_washed)
    settings = campaign_of(options, files, leads)
    behind = not_ready(checked)
    ending = Ending(output_format, behind, fail_on_left, rows, found)
    if checked is not None:
        settings = with_lists_of_check(settings, checked, operation.value, others_named=dnc is not None)
        if leads.empty:
            ending.nothing(settings, dry_run=not send, failed=True)
    refuse_bad_outputs([*lists_of(settings), *made_from(journal)], outputs)
    say_how_read(checked.notes if checked is not None else leads.attrs["notes"])
    said: dict[str, object] = {
        "campaign": found.path,
        "phone_field": phone_field,
        "region": region,
        "region_column": region_column,
        "operation": operation != Operation.INSERT and operation.value,
        "keep": keep != Keep.FIRST and keep.value,
        **lists,
        "require": require,
        "dnc_washed": dnc_washed,
    }
    of_key = {"api_key_file": api_key_file}
    leads.attrs[GIVEN] = {"submit": given_again(said | of_key), "resume": given_again({**lists, **of_key})}
    if earlier and not journal.exists():
        _refuse_earlier_answers(results)
    job = _Submission(operation.value, journal, earlier, send_all, send_dnc)
    settings = job.with_lists_of_runs(settings, others_named=dnc is not None)
    key = _key(api_key_file, send)
    found_runs = job.found_runs(leads, settings, known)
    lists["known"] = [*(known or []), *(journal for one in found_runs for journal in one.journals)] or None
    # A begun run says of its own leads what became of them.
    versions = [] if journal.exists() else [journal for one in found_runs for journal in one.same_list]
    of_file, (leads, changed) = len(leads), new_leads(leads, settings, operation.value, earlier, versions)
    compared = job.compared(lists, settings)
    with announced(f"checking {counted(len(leads), 'lead')}"):
        report = preflight.check(leads, settings, operation=operation.value, keep=keep.value, **compared)
    chosen = job.chosen(report, settings, compared["known"], behind, changed.witnesses)
    behind += len(report.leads) - len(chosen) + changed.total
    ending = replace(ending, behind=behind, notes=changed.notes)
    if chosen.empty:
        said |= {**compared, "campaign": found.option, "rejected": free_path(Path("rejected.xlsx"))}
        again = command("check", *files, *reading.as_options(), **said)
        _say_nothing_is_sent(report, CHECK_AGAIN if checked is not None else again, earlier)
        # Where earlier runs know leads of the file, they have done what there was to do.
        ending.nothing(settings, dry_run=not send, failed=_say_left_of(job.runs) or len(leads) == of_file)
    with interruptible(results):
        answered = send_leads(
            chosen,
            settings,
            operation=operation.value,
            api_key=key,
            journal=journal,
            dry_run=not send,
            limit=limit,
            progress="bar" if send and not is_quiet() else False,
            send_dnc=send_dnc,
            accept_gone=accept_gone,
            **lists,
        )
    if send:
        ending.of_run(answered, results, accept_gone=accept_gone, all_ready=True)
    ending.of_plan(answered, settings)


@dataclass(frozen=True)
class _Submission:
    """Leads that are to be sent by a journal.

    Args:
        operation: the API call that they are meant for.
        journal: of the run.
        earlier: journals of the runs of which only the new leads are wanted.
        send_all: whether leads go too that are not ready.
        send_dnc: whether these may be on a do-not-call list.
    """

    operation: "OperationName"
    journal: Path
    earlier: list[Path]
    send_all: bool
    send_dnc: bool

    @cached_property
    def runs(self) -> list[Path]:
        """Journals of the runs that have leads of the file: the earlier ones, and that which is taken up."""
        from noojee_dq.sending.resumption import is_unfinished

        return [*self.earlier, *([self.journal] if is_unfinished(self.journal, send_dnc=self.send_dnc) else [])]

    def with_lists_of_runs(self, settings: "Campaign", *, others_named: bool) -> "Campaign":
        """Return a campaign with the do-not-call lists that these runs began with beside its own."""
        from noojee_dq.sending.reread import with_lists_of

        return with_lists_of(settings, self.runs, others_named=others_named)

    def found_runs(self, leads: "pd.DataFrame", settings: "Campaign", known: list[Path] | None) -> list["ReturnedRuns"]:
        """Return the runs that some leads came back from, or are part of, and say so."""
        from noojee_dq.returned_runs import SAME_LIST, returned_runs, runs_beside
        from noojee_dq.sending.resumption import nothing_left

        found = [returned_runs(leads, settings, self.operation, known, self.journal)]
        if not nothing_left(self.journal, send_dnc=self.send_dnc):
            named, apart = [*(known or []), *found[0].journals] or None, self.earlier
            found.append(runs_beside(leads, settings, self.operation, named, self.journal, apart, SAME_LIST))
        for line in (line for one in found for line in one.notes):
            note(line)
        return found

    def compared(self, lists: ListOptions, settings: "Campaign") -> ListOptions:
        """Return what the leads are compared with.

        What an earlier run left in doubt is not to be sent anew, changed or not; where an export is asked for, such a
        run is none.
        """
        known = lists["known"]
        export_wanted = "known" in settings.require and not known
        return lists | {"known": known if export_wanted else [*(known or []), *self.earlier] or None}

    def chosen(
        self, report: "Report", settings: "Campaign", known: list[Path] | None, behind: int, witnesses: "Mask"
    ) -> "pd.DataFrame":
        """Return the leads of a check that are to be sent, and say what a person should know of them and the others."""
        from noojee_dq.batch.column_proposals import column_proposals

        say_not_checked(report)
        for proposal in column_proposals(report.leads, settings, self.operation):
            note(proposal.note)
        refuse_errors_of_the_file(report)
        chosen = chosen_of(report, self.send_all, self.send_dnc, behind) & ~witnesses
        return with_run(chosen, report, settings, self.journal, known)


def _say_nothing_is_sent(report: "Report", reasons: str, earlier: list[Path]) -> None:
    """Say on stderr that no lead goes out, and which command gives the reasons where there are some."""
    if report.leads.empty:
        note("There is nothing new, so nothing is sent.")
    else:
        none = "No lead that is ready is new" if earlier else "No lead is ready"
        note(f"{none}, so nothing is sent. For a list of reasons: {reasons}")


def _say_left_of(runs: list[Path]) -> bool:
    """Say on stderr which runs are not done with all of their leads; return whether there are any."""
    from noojee_dq.sending.next_commands import resume_of
    from noojee_dq.sending.resumption import unsettled

    left = {journal: count for journal in runs if (count := unsettled(journal))}
    for journal, count in left.items():
        go_on = resume_of(journal)
        note(f"{journal.name}: {counted(count, 'lead')} not sent yet, or in doubt; to go on with that run: {go_on}")
    return bool(left)


def _refuse_earlier_answers(results: Path | None) -> None:
    """Refuse to write over the answers of an earlier run."""
    if results is not None and results.exists():
        fail(f"{results} may hold the answers of an earlier run: give another name, so that they are not lost", 2)


def _key(file: Path | None, send: bool) -> "ApiKey | None":
    """Find the API key; a dry run needs none, and says what is wrong with it."""
    from noojee_dq.client import ApiKey

    try:
        return ApiKey.find(file=file)
    except CampaignError as error:
        if send:
            raise
        note(f"to send, a key is needed: {error}")
        return None
