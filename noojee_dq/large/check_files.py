"""`check_files`: the verdict of `check` on leads that no memory holds, in files of any number and size."""

import os
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import accumulate
from pathlib import Path
from typing import Any, Final, get_args

import numpy as np
import pandas as pd
import pyarrow as pa

from noojee_dq.batch.batch import Batch, Keep
from noojee_dq.batch.pbx_ids import PbxIds
from noojee_dq.batch.zero_habits import habits_of
from noojee_dq.campaign import Campaign
from noojee_dq.checks.aggregates import AGGREGATES
from noojee_dq.checks.base import Scope
from noojee_dq.checks.catalogue import CHECKS, SHIPPED
from noojee_dq.checks.evaluate import evaluate
from noojee_dq.checks.failures import findings_of
from noojee_dq.checks.phones import require_phone_fields
from noojee_dq.errors import CampaignError
from noojee_dq.fields import OPERATIONS, Operation
from noojee_dq.large.claims import settle_claims
from noojee_dq.large.column_values import write_column_values
from noojee_dq.large.common_faults import FAULTS, write_common_faults
from noojee_dq.large.concerned import without_allowed
from noojee_dq.large.crowded import settle_crowds
from noojee_dq.large.database import database, drop_tables, refuse_bad_memory, require_duckdb
from noojee_dq.large.disk import refuse_full_disk, room_for_lists, room_needed
from noojee_dq.large.first_findings import LEAD, write_samples
from noojee_dq.large.folder import FINDINGS, OF_FILES, WORKING, Folder
from noojee_dq.large.inputs import (
    Paths,
    lead_files,
    refuse_folder_of_a_run,
    refuse_inputs_within,
    results_folder,
)
from noojee_dq.large.judging import ALONE, KEYS, MARKS, NUMBERS, Judged, judge, zeros_of
from noojee_dq.large.large_report import LargeReport
from noojee_dq.large.list_entries import KINDS, LISTS, national_sizes
from noojee_dq.large.list_reader import LIST_ROWS, PartwiseReader
from noojee_dq.large.parts import SOURCE, Files, Part
from noojee_dq.large.refused import settle_refused
from noojee_dq.large.remote_files import COPIES, local_copies
from noojee_dq.large.returned_parts import returned_parts
from noojee_dq.large.settings import Settings
from noojee_dq.large.staging import LEADS, PART_ROWS, Staged, Staging
from noojee_dq.large.totals import Totals, totals_of
from noojee_dq.large.updates import settle_updates
from noojee_dq.large.workers import Shown, workers_of
from noojee_dq.large.writing_verdicts import CROWDED, REFUSED, TOGETHER, Compared, write_verdicts
from noojee_dq.leads.options import Reading
from noojee_dq.lists import (
    KnownLeads,
    NumberList,
    files_of,
    list_files,
    moment,
    read_lists,
    together,
)
from noojee_dq.preflight import refuse_unheard
from noojee_dq.words.arguments import kind_shown, refuse_unknown
from noojee_dq.words.counts import counted
from noojee_dq.words.log import log

_WHOLE: Final[tuple[Scope, ...]] = ("file",)
_OF_LISTS: Final = (LIST_ROWS, LISTS, *(f"{LISTS}/{kind}" for kind in KINDS))
#: What the working folder holds beside the results.
_WORK: Final = (COPIES, LEADS, ALONE, KEYS, NUMBERS, MARKS, FAULTS, *_OF_LISTS)


def check_files(
    files: Paths,
    campaign: Campaign,
    *,
    out: str | os.PathLike[str],
    operation: Operation = "insert",
    known: KnownLeads | None = None,
    dnc: NumberList | None = None,
    allow: NumberList | None = None,
    keep: Keep = "first",
    now: datetime | None = None,
    memory: str = "4GB",
    engine: Any = "duckdb",
    force: bool = False,
    progress: bool = True,
    pbx_ids: PbxIds | None = None,
    accept_empty_lists: bool = False,
    accept_partial_lists: bool = False,
    without_phones: Collection[str] = (),
    part_rows: int = PART_ROWS,
    sheet: str | int | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
) -> LargeReport:
    """Say what the API would answer to each lead of some files, as `check` does, whatever their size.

    Leads are duplicates of each other across all files, in the order given.

    Args:
        files: a path, a pattern ("leads/*.csv": its files in the order of their names), or a list of these. URLs of
            fsspec ("s3://lists/leads-*.parquet") too: these files are copied into the folder while the check runs, and
            named without the password or signature of the URL.
        campaign: what the campaign expects.
        out: a folder for the results, which only its owner can read: it holds the leads. It is whole once its
            `report.json` is there. It lies on a disk, or is mounted like one; no URL but a `file:` one leads there.
        operation: "insert" or "update".
        known: as for `check`.
        dnc: as for `check`.
        allow: as for `check`.
        keep: "first" or "last": which of several leads that share a number or an id survives.
        now: the moment against which callbacks and do-not-call entries are judged, with its zone; None = now.
        memory: what comparing the leads of all files may take, as in "4GB"; beyond it, the folder is used.
        engine: "duckdb" = this process; or a `distributed.Client`, whose workers see the same folder, and the same
            Parquet files of leads.
        force: replace what an earlier check wrote into the folder.
        progress: show in a terminal how far it is.
        pbx_ids: as for `check`.
        accept_empty_lists: as for `check`.
        accept_partial_lists: as for `check`.
        without_phones: columns that held no phone numbers where phone columns were guessed, by some of the leads: an
            error where the others have numbers there.
        part_rows: how many leads are held in memory at a time.
        sheet: as for `read_leads`, of each file; so are the next two. A file that has no use for one is refused.
        encoding: as for `read_leads`.
        delimiter: as for `read_leads`.

    Returns:
        The report; its leads and findings are read from the folder when asked for.

    Raises:
        CampaignError: as `check`; or the folder is no place for results, DuckDB is not installed, or phone numbers
            stand in `without_phones`.
        LeadsError: a file cannot be read, or copied, or the headings of the files differ.
        OutputError: the folder cannot be written to, or has not enough room.
        CheckCrashedError: a check itself failed; there is no verdict.
        WorkersLostError: the workers of the cluster are gone; there is no result.

    Example:
        >>> import tempfile
        >>> from pathlib import Path
        >>> with tempfile.TemporaryDirectory() as name:
        ...     for file, number in (("a.csv", "0491 570 006"), ("b.csv", "0491570006")):
        ...         _ = Path(name, file).write_text(f"Phone\\n{number}\\n")
        ...     campaign = Campaign(phone_fields=["Phone"])
        ...     report = check_files(str(Path(name, "*.csv")), campaign, out=Path(name, "checked"))
        ...     report.counts["ready"], report.by_code
        (1, {'105': 1})
    """
    _refuse_unfit(campaign, operation, keep, memory, part_rows)
    refuse_unheard(pbx_ids)
    workers = Shown(workers_of(engine), progress)
    judged_at = moment(now)
    folder = Folder(results_folder(out))
    found, of_lists = lead_files(files), list_files(known, dnc, allow, campaign)
    names = tuple(file.name for file in found)
    refuse_inputs_within(folder.path, [*names, *of_lists])
    refuse_folder_of_a_run(folder.path, of_lists)
    room = room_for_lists(of_lists)
    refuse_full_disk(folder.path, room_needed(names) + sum(file.size for file in found) + room)
    reader = PartwiseReader(
        folder,
        part_rows,
        workers,
        wants_holders=operation == "update",
        campaign=campaign,
        now=judged_at,
        accept_empty=accept_empty_lists,
    )
    with folder.held(*_WORK, force=force):
        paths = local_copies(found, folder)
        refuse_full_disk(folder.path, room_needed(paths) + room)
        lists = read_lists(
            known, dnc, campaign, judged_at, allow=allow, accept_partial=accept_partial_lists, reader=reader
        )
        staging = Staging(names, paths, folder, part_rows, Reading(sheet, None, encoding, delimiter))
        parts, came_back = returned_parts(staging.parts(), names, campaign, operation, known)
        lists = replace(lists, journals=(*lists.journals, *came_back.journals))
        refuse_folder_of_a_run(folder.path, lists.journals)
        settings = Settings(
            # The folder names the lists, which are to be looked at anew when its leads are sent.
            campaign.model_copy(update={"dnc": together(campaign.dnc, files_of(dnc))}),
            operation,
            keep,
            judged_at,
            without_allowed(lists, folder),
            national_sizes(folder),
            pbx_ids,
            folder,
            tuple(check.id for check in CHECKS),
            tuple(without_phones),
            Files(names, ()),
        )
        totals = _checked(settings, staging, parts, workers, memory, came_back.notes)
        folder.finish(totals.model_dump_json(indent=1))
    log(f"checked {counted(len(paths), 'file')} in parts for {operation}, into {folder.path}")
    return LargeReport(folder, totals)


def _refuse_unfit(campaign: Campaign, operation: Operation, keep: Keep, memory: str, part_rows: int) -> None:
    """Refuse options that no files can be checked with."""
    refuse_unknown("operation", operation, OPERATIONS)
    refuse_unknown("keep", keep, get_args(Keep))
    require_phone_fields(campaign)
    require_duckdb()
    refuse_bad_memory(memory)
    if not isinstance(part_rows, int | np.integer):
        raise CampaignError(f"part_rows must be a number of leads, such as 100000, not {kind_shown(part_rows)}")
    if part_rows < 1:
        raise CampaignError(f"part_rows={part_rows} is no number of leads: leave it out, or give a million at most")
    _refuse_own_comparisons(operation)


def _checked(
    settings: Settings,
    staging: Staging,
    parts: Iterable[Part],
    workers: Shown,
    memory: str,
    of_runs: Sequence[str],
) -> Totals:
    """Judge the parts while they are read, then compare their leads, and write the results."""
    judged = workers.map(judge, settings, parts, "checking")
    staged = staging.finish()
    _log_read(staged, judged)
    settings = replace(settings, files=staged.files, headings=staged.headings)
    # Closed in between: the memory that it took is for those who write.
    with database(settings.folder, memory) as connection:
        _compare(settings, connection)
    *starts, total = accumulate((part.leads for part in judged), initial=0)
    batch = _batch_of_files(settings, staged, judged, total)
    of_file, _ = findings_of(batch, evaluate(batch, _WHOLE))
    _write_of_file(settings, of_file)
    compared = Compared(settings, of_file, tuple(starts), total, habits_of(zeros_of(judged)))
    written = workers.map(write_verdicts, compared, staged.parts, "writing")
    write_samples(settings.folder, [of_file.assign(**{LEAD: -1}), *(part.first for part in written)])
    with database(settings.folder, memory) as connection:
        write_common_faults(settings, staged.parts, connection)
        write_column_values(settings, batch.phone_headings, connection)
    return totals_of(settings, staged, judged, written, batch, of_file, of_runs)


def _log_read(staged: Staged, judged: Sequence[Judged]) -> None:
    leads = Counter[int]()
    for part, verdicts in zip(staged.parts, judged, strict=True):
        leads[part.file] += verdicts.leads
    for file, name in enumerate(staged.files.sources):
        log(f"read {Path(name).name}: {counted(leads[file], 'lead')}")


def _compare(settings: Settings, connection: Any) -> None:
    """Compare the leads of all parts with each other."""
    folder = settings.folder
    keys, together = folder.files(WORKING, KEYS), str(folder.working / TOGETHER)
    if settings.operation == "insert":
        settle_claims(connection, keys, together, last=settings.keep == "last")
    else:
        settle_updates(connection, keys, together, keep=settings.keep)
    numbers = keys if settings.claims_numbers else folder.files(WORKING, NUMBERS)
    if settings.finds_crowds:
        drop_tables(connection)
        most = settings.campaign.max_leads_per_number
        settle_crowds(connection, numbers, str(folder.working / CROWDED), most=most)
    drop_tables(connection)
    settle_refused(connection, folder.files(WORKING, MARKS), numbers, str(folder.working / REFUSED))


def _batch_of_files(settings: Settings, staged: Staged, judged: Sequence[Judged], total: int) -> Batch:
    """Return a batch without leads, for the checks that concern the files as a whole."""
    nothing = pd.DataFrame(
        columns=pd.Index(settings.headings, dtype="str"), index=pd.Index([], dtype="int64"), dtype="str"
    )
    batch = settings.batch(nothing, staged.parts[0], total)
    for aggregate, parts in zip(AGGREGATES, zip(*(part.counted for part in judged), strict=True), strict=True):
        aggregate.remember(batch, parts)
    return batch


def _write_of_file(settings: Settings, of_file: pd.DataFrame) -> None:
    lines = of_file.copy(deep=False)
    if settings.files.several:
        lines.insert(0, SOURCE, pd.Series(pd.NA, index=lines.index, dtype="str"))
    settings.folder.write(pa.Table.from_pandas(lines, preserve_index=False), WORKING, FINDINGS, OF_FILES)


def _refuse_own_comparisons(operation: Operation) -> None:
    """Refuse checks of a person's own that need all leads: they would see a part of them, or none."""
    of_many = [check for check in CHECKS if not check.of_lead_alone and operation in check.operations]
    own = [check.id for check in of_many if check not in SHIPPED]
    if own:
        raise CampaignError(
            f"the check {own[0]!r} looks at all leads at once, and never sees them here: use check, or take it out of "
            "CHECKS"
        )
