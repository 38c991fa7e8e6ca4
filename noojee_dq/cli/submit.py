"""`submit`, `resume` and `status`: sending leads, and what became of them."""

import shlex
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from noojee_dq.cli.campaign_found import found_campaign, shown
from noojee_dq.cli.checked_folder import CHECK_AGAIN, checked_folder, not_ready, with_lists_of_check
from noojee_dq.cli.ending import Ending, refuse_rows_without_json, save_answers
from noojee_dq.cli.inputs import (
    ListOptions,
    campaign_of,
    files_meant,
    files_of,
    list_options,
    lists_of,
    options_with,
    read_all,
    reading_of,
    say_how_read,
)
from noojee_dq.cli.messages import announced, fail, importing, is_quiet, note
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
from noojee_dq.cli.signals import ended_by_signals
from noojee_dq.cli.stdin import STDIN, refuse_stdin
from noojee_dq.cli.warned import warnings_of
from noojee_dq.errors import CampaignError, JournalError, RunStoppedWarning
from noojee_dq.words.counts import counted

if TYPE_CHECKING:
    import pandas as pd

    from noojee_dq.arrow.columns import Mask
    from noojee_dq.campaign import Campaign
    from noojee_dq.client import ApiKey
    from noojee_dq.report.report import Report

JournalArgument = Annotated[Path, typer.Argument(help="The SQLite file that remembers the run.")]


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
        from noojee_dq.batch.column_proposals import column_proposals
        from noojee_dq.journal.reader import made_from
        from noojee_dq.returned_runs import returned_runs
        from noojee_dq.sending import submit as send_leads
        from noojee_dq.sending.matching import with_earlier
        from noojee_dq.sending.reread import with_lists_of
        from noojee_dq.sending.resumption import is_unfinished
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
    settings = campaign_of(campaign, files, leads, phone_field, region, region_column, require, dnc_washed)
    if checked is not None:
        settings = with_lists_of_check(settings, checked, operation.value, others_named=dnc is not None)
        if leads.empty:
            Ending(output_format, not_ready(checked), fail_on_left, rows).nothing(
                settings, dry_run=not send, failed=True
            )
    refuse_bad_outputs([*lists_of(settings), *made_from(journal)], outputs)
    say_how_read(checked.notes if checked is not None else leads.attrs["notes"])
    if earlier and not journal.exists():
        _refuse_earlier_answers(results)
    runs = [*earlier, *([journal] if is_unfinished(journal, send_dnc=send_dnc) else [])]
    settings = with_lists_of(settings, runs, others_named=dnc is not None)
    key = _key(api_key_file, send)
    came_back = returned_runs(leads, settings, operation.value, known, journal)
    for line in came_back.notes:
        note(line)
    lists["known"] = known = [*(known or []), *came_back.journals] or None
    of_file, leads = len(leads), _only_new(leads, settings, operation, earlier)
    # What an earlier run left in doubt is not to be sent anew, changed or not.
    compared = lists | {"known": _held(known, earlier, settings)}
    with announced(f"checking {counted(len(leads), 'lead')}"):
        report = preflight.check(leads, settings, operation=operation.value, keep=keep.value, **compared)
    _say_not_checked(report)
    for proposal in column_proposals(leads, settings, operation.value):
        note(proposal.note)
    _refuse_errors_of_the_file(report)
    chosen = _with_run(_chosen(report, send_all, send_dnc), report, settings, journal, compared["known"])
    ending = Ending(output_format, len(report.leads) - len(chosen) + not_ready(checked), fail_on_left, rows)
    if chosen.empty:
        update = None if operation is Operation.INSERT else operation.value
        asked = [*options_with(campaign=campaign, phone_field=phone_field, region=region), *reading.as_options()]
        asked += options_with(region_column=region_column, require=require, dnc_washed=dnc_washed)
        asked += options_with(operation=update, **compared, rejected="rejected.xlsx")
        again = shlex.join(["noojee-dq", "check", *map(str, files), *asked])
        _say_nothing_is_sent(report, CHECK_AGAIN if checked is not None else again, earlier)
        # Where earlier runs know leads of the file, they have done what there was to do.
        ending.nothing(settings, dry_run=not send, failed=_say_left_of(runs) or len(leads) == of_file)
    with _interruptible(results):
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
        options = options_with(api_key_file=api_key_file, **lists, accept_gone=accept_gone)
        ending.of_run(answered, results, options)
    ending.of_plan(answered, settings)


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
    refuse_bad_outputs([*lists_of(settings), *files_of(lists_now)], outputs)
    key = ApiKey.find(file=api_key_file)
    with _interruptible(results):
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
    options = options_with(api_key_file=api_key_file, campaign=campaign, **lists, accept_gone=accept_gone)
    Ending(output_format, 0, fail_on_left, rows).of_run(answered, results, options)


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
        return bare.model_copy(update={"allow": now.allow, "require": now.require}), lists | {"dnc": dnc or None}
    beside = found_campaign([journal])
    if beside is None:
        return bare, lists
    now = Campaign.from_toml(beside)
    if differs := other_place(settings, now):
        note(f"{shown(beside)} has {differs}: the run goes on where it began; of that file its do-not-call lists count")
    return bare.model_copy(update={"dnc": now.dnc}), lists


def status(
    journal: JournalArgument,
    output_format: FormatOption = PrintedFormat.TABLE,
    _quiet: QuietOption = False,
) -> None:
    """Say what became of the leads of the run in JOURNAL, even while it is being sent."""
    with importing():
        from noojee_dq.sending.status import status as status_of

    typer.echo(status_of(journal, as_json=output_format == PrintedFormat.JSON))


def _say_nothing_is_sent(report: "Report", reasons: str, earlier: list[Path]) -> None:
    """Say on stderr that no lead goes out, and which command gives the reasons where there are some."""
    if report.leads.empty:
        note("There is nothing new, so nothing is sent.")
    else:
        none = "No lead that is ready is new" if earlier else "No lead is ready"
        note(f"{none}, so nothing is sent. For a list of reasons: {reasons}")


def _say_left_of(runs: list[Path]) -> bool:
    """Say on stderr which runs are not done with all of their leads; return whether there are any."""
    from noojee_dq.sending.resumption import unsettled

    left = {journal: count for journal in runs if (count := unsettled(journal))}
    for journal, count in left.items():
        resume = shlex.join(["noojee-dq", "resume", str(journal)])
        note(f"{journal.name}: {counted(count, 'lead')} not sent yet, or in doubt; to go on with that run: {resume}")
    return bool(left)


def _refuse_earlier_answers(results: Path | None) -> None:
    """Refuse to write over the answers of an earlier run."""
    if results is not None and results.exists():
        fail(f"{results} may hold the answers of an earlier run: give another name, so that they are not lost", 2)


def _held(known: list[Path] | None, earlier: list[Path], settings: "Campaign") -> list[Path] | None:
    """Return what tells which leads the campaign holds; where an export is asked for, an earlier run is none."""
    return known if "known" in settings.require and not known else [*(known or []), *earlier] or None


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


def _say_not_checked(report: "Report") -> None:
    """Say on stderr what was not checked, the do-not-call list first: nobody should find out afterwards."""
    checks: dict[str, list[str]] = {}
    for one in sorted(report.not_checked, key=lambda one: not one.check.startswith("do-not-call")):
        checks.setdefault(one.reason, []).append(one.check + (f" ({one.code})" if one.code else ""))
    for reason, names in checks.items():
        note(f"not checked: {', '.join(names)}: {reason}")


def _refuse_errors_of_the_file(report: "Report") -> None:
    """Refuse an error of the whole file or campaign: it would befall every lead."""
    errors = report.findings[(report.positions < 0) & report.findings["severity"].eq("error").to_numpy()]
    if len(errors):
        lines = errors["check"] + ": " + errors["message"] + " (" + errors["hint"] + ")"
        raise CampaignError("\n".join([f"{report.source}: no lead can be sent", *("  " + lines)]))


def _chosen(report: "Report", send_all: bool, send_dnc: bool) -> "Mask":
    """Find the leads to send, and say on stderr which are not ready, and what becomes of them."""
    from noojee_dq.report.verdict import verdict

    # A file without leads is refused before.
    note(f"{report.source}: {verdict(report) if len(report.leads) else 'earlier runs know all of its leads'}")
    errors = report.summary[report.summary["severity"].eq("error")]
    words = (errors["code"].astype("str") + ", ").fillna("") + errors["message"]
    for leads, text in zip(errors["leads"], words, strict=True):
        note(f"  {counted(leads, 'lead')}: {text}")
    everything = send_all or report.counts["ready"] == len(report.leads)
    if not everything:
        listed = "" if send_dnc else ", but for those on the do-not-call list"
        note(f"They stay behind (--all would send them too{listed}, for the PBX to judge).")
    chosen = report.is_ready | everything
    if warned := warnings_of(report, chosen):
        note(warned)
    return chosen


def _with_run(
    chosen: "Mask", report: "Report", settings: "Campaign", journal: Path, known: list[Path] | None
) -> "pd.DataFrame":
    """Add the leads of a begun run that are not for it to send: it tried them, they are listed, or another sent them.

    Say which others of its leads are no longer ready: the run itself cannot tell them from leads that were changed.
    """
    import numpy as np

    from noojee_dq.codes import DependsOn, depending_on
    from noojee_dq.fields import DQ_CODES
    from noojee_dq.journal.format import State
    from noojee_dq.leads.mapped import taken
    from noojee_dq.sending.matching import labels_of, states_in
    from noojee_dq.words.rows import leads_at

    if not journal.exists():
        return taken(report.annotated, np.flatnonzero(chosen))
    codes = "|".join(str(code.value) for code in depending_on(DependsOn.LISTS))
    listed = report.annotated[DQ_CODES].str.contains(rf"\b(?:{codes})\b")
    states = states_in(journal, report.annotated, settings, report.operation)
    unsent = states.isin([State.PENDING, State.WAITING])
    settled = states.ne("") & ~unsent & states.ne(State.WITHHELD)
    elsewhere = _sent_elsewhere(report, settings, [*(known or []), *map(Path, settings.known)])
    wanted = chosen | settled | ((listed | elsewhere) & states.ne(""))
    if (behind := labels_of(report.annotated)[unsent & ~wanted]).size:
        resume = shlex.join(["noojee-dq", "resume", str(journal)])
        note(f"{leads_at(behind)}: part of the run, but not ready now; to send them all the same: {resume}")
    return taken(report.annotated, np.flatnonzero(wanted))


def _sent_elsewhere(report: "Report", settings: "Campaign", known: list[Path]) -> "Mask":
    """Find the leads that one of the runs that were named has sent just as they are, or that say so themselves."""
    from noojee_dq.journal.reader import is_sqlite
    from noojee_dq.lists import Lists
    from noojee_dq.sending.start import brought_in

    runs = Lists(journals=tuple(filter(is_sqlite, known)))
    return brought_in(runs.batch(report.annotated, settings, report.operation))


def _only_new(
    leads: "pd.DataFrame", settings: "Campaign", operation: Operation, journals: list[Path]
) -> "pd.DataFrame":
    """Return the leads that earlier runs to the same place do not know as they are."""
    from noojee_dq.fields import MADE_FROM
    from noojee_dq.journal.reader import reading, run_of
    from noojee_dq.sending.matching import only_new
    from noojee_dq.sending.start import require_same

    for journal in journals:
        with reading(journal) as database:
            require_same(journal, run_of(database), settings, operation.value)
    new = only_new(leads, settings, operation.value, journals)
    new.attrs[MADE_FROM] = [*new.attrs.get(MADE_FROM, ()), *map(str, journals)]
    return new


def journal_of(files: list[Path], earlier: list[Path]) -> Path:
    """Name the journal of a run beside the first file: from every folder the same command finds the same run.

    Args:
        files: of the leads.
        earlier: journals of runs that know some of them, with what they were made from.
    """
    from noojee_dq.journal.reader import made_from

    if STDIN in files:
        fail("leads from - lie beside no journal: name one with --journal, which remembers what was sent", 2)
    file = files[0]
    taken = [path.resolve() for journal in earlier for path in (journal, *made_from(journal))]
    names = chain(["-new"] if earlier else [""], (f"-new{number}" for number in count(2)))
    # A folder can be named by dots alone.
    file = file.resolve() if file.name in {"", ".."} else file
    # A point in the name of a folder begins no suffix.
    stem = file.name if file.is_dir() else file.stem
    stem += f"-and-{len(files) - 1}-more" if len(files) > 1 else ""
    paths = (file.with_name(f"noojee-run-{stem}{name}.sqlite") for name in names)
    return next(path for path in paths if path.resolve() not in taken)


@contextmanager
def _interruptible(results: Path | None) -> Iterator[None]:
    """Let signals drain a run as Ctrl-C does.

    The summary says why a run stopped. Answers that the journal could not take go into the results.
    """
    try:
        with ended_by_signals(), warnings.catch_warnings():
            warnings.simplefilter("ignore", RunStoppedWarning)
            yield
    except JournalError as error:
        save_answers(error, results)
        raise
