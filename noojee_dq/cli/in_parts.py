"""`check --out`: lead files that memory cannot hold, or several of them, checked in parts."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from noojee_dq.cli.messages import fail, is_quiet, note
from noojee_dq.cli.outputs import write_lead_file
from noojee_dq.cli.signals import ended_by_signals
from noojee_dq.errors import LeadsError
from noojee_dq.memory import in_words, memory_of_computer
from noojee_dq.report.formats import FORMATS, ReportFormat
from noojee_dq.words.counts import counted

if TYPE_CHECKING:
    import pandas as pd

    from noojee_dq.campaign import Campaign
    from noojee_dq.large import LargeReport
    from noojee_dq.leads.options import Reading

#: Bytes of memory that a check of a text file takes at once, for each byte of it.
_MEMORY_OF_TEXT: Final = 8
#: Leads by which phone columns are guessed, and how many of them a file has at least.
_FIRST_LEADS: Final = 10_000
_FEWEST_OF_FILE: Final = 100
#: What to do instead of an option that leads in parts have no use for.
_NEEDS_ALL: Final = {
    "since": "check the corrected leads by themselves",
    "rows": "leave it out, every lead will lie in the folder annotated of --out",
}


def folder_for(files: Sequence[Path]) -> Path | None:
    """Return the folder in which a file is checked that memory may not hold; None = all are checked at once.

    Args:
        files: of the command line; several that memory may not hold need a folder that a person has named.
    """
    size = sum(file.stat().st_size for file in files if file.is_file())
    memory = memory_of_computer()
    if not memory or size * _MEMORY_OF_TEXT < memory:
        return None
    sizes = f"({in_words(size)}) may not fit into memory ({in_words(memory)})"
    if len(files) > 1:
        fail(f"{counted(len(files), 'file')} {sizes}: name a folder for the results with --out", 2)
    note(f"{files[0].name} {sizes}: checked in parts")
    return files[0].with_name(f"{files[0].stem}-checked")


def refuse_options_of_frames(
    given: Mapping[str, object], forms: Sequence[ReportFormat], lead_files: Sequence[Path | None], out: Path
) -> None:
    """End where an option is given that leads in parts have no use for.

    Args:
        given: options by name; those that are false or None were not given.
        forms: of the report, printed and written.
        lead_files: of leads to be written; None = not given.
        out: the folder for the results.
    """
    from noojee_dq.large.writing_leads import NO_WORKBOOK, SUFFIXES

    useless = next((name for name, value in given.items() if value), None)
    if useless:
        fail(f"--{useless} needs all leads at once, and these are checked in parts: {_NEEDS_ALL[useless]}", 2)
    unfit = next((form for form in forms if not form.in_parts), None)
    if unfit:
        names = ", ".join(form.name for form in FORMATS if form.in_parts)
        fail(
            f"leads checked in parts have no report as {unfit.name}, which holds every finding: take one of {names}; "
            f"all findings will lie in {out / 'findings'}, all leads in {out / 'annotated'}",
            2,
        )
    for path in filter(None, lead_files):
        if path.suffix.lower() not in SUFFIXES:
            fail(f"{path}: {NO_WORKBOOK}: end the name with one of {', '.join(SUFFIXES)}", 2)


def first_leads(files: Sequence[Path], reading: "Reading") -> "pd.DataFrame":
    """Return some leads of each file: by these, phone columns are guessed."""
    import pandas as pd

    from noojee_dq.leads.streaming import first_leads as read, reads_in_parts

    found: list[pd.DataFrame] = []
    missing: LeadsError | None = None
    for file in files:
        try:
            # Another workbook would be read as a whole; the check looks at all of its leads anyway.
            if not found or reads_in_parts(file):
                found.append(read(file, reading).head(max(_FIRST_LEADS // len(files), _FEWEST_OF_FILE)))
        except LeadsError as error:
            # What is wrong with one of several files the check says itself.
            missing = error
    if missing is not None and not found:
        raise missing
    leads = pd.concat(found)
    leads.attrs = found[0].attrs
    return leads


def refuse_checked_folder(out: Path, force: bool) -> None:
    """End where a folder holds a check, before anything is touched.

    Args:
        out: the folder.
        force: it may be replaced.
    """
    from noojee_dq.large.folder import Folder

    Folder(out).refuse_checked(force=force)


def check_in_parts(
    files: Sequence[Path], settings: "Campaign", guessed_from: "pd.DataFrame | None", *, out: Path, **options: Any
) -> "LargeReport":
    """Check files in parts, and say what room that takes and where the results are.

    Args:
        files: of the leads.
        settings: of the campaign.
        guessed_from: some leads by which phone columns were guessed; None = they were named.
        out: the folder for the results.
        options: of `noojee_dq.check_files`.
    """
    from noojee_dq.large import check_files
    from noojee_dq.large.disk import room_for_lists, room_needed
    from noojee_dq.large.left_out import left_out
    from noojee_dq.lists import list_files

    paths = [str(file) for file in files]
    lists = list_files(options.get("known"), options.get("dnc"), options.get("allow"), settings)
    room = room_needed(paths) + room_for_lists(lists)
    note(f"{out} takes up to {in_words(room)} while the check runs; half to twice the leads' text stays")
    without = () if guessed_from is None else left_out(guessed_from, settings.region)
    with ended_by_signals():
        report = check_files(paths, settings, out=out, without_phones=without, progress=not is_quiet(), **options)
    ready = counted(report.counts["ready"], "lead is ready", "leads are ready")
    note(f"wrote {out}: {ready}, see {out / 'annotated'}")
    return report


def write_leads_in_parts(report: "LargeReport", ready: Path | None, rejected: Path | None) -> None:
    """Write the leads that are ready, and the others, where that was asked for."""
    from noojee_dq.large.writing_leads import write_ready_parts, write_rejected_parts

    write_lead_file(ready, partial(write_ready_parts, report))
    write_lead_file(rejected, partial(write_rejected_parts, report))
