"""The second pass: what leads say together, and the verdict on each, part by part."""

from typing import Final, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet

from noojee_dq.arrow.columns import Positions
from noojee_dq.batch.zero_habits import Habits, remember_habits
from noojee_dq.checks.base import Scope
from noojee_dq.checks.catalogue import CHECKS, check_of
from noojee_dq.checks.evaluate import evaluate, failures_of
from noojee_dq.checks.failures import findings_of
from noojee_dq.checks.phones import LOST_ZEROS
from noojee_dq.fields import DQ_COLUMNS, DQ_STATUS
from noojee_dq.large.claims import clashes_of
from noojee_dq.large.common_faults import write_part_faults
from noojee_dq.large.crowded import remember_crowds
from noojee_dq.large.first_findings import LEAD, first_findings
from noojee_dq.large.folder import ANNOTATED, FINDINGS, WORKING
from noojee_dq.large.judging import ALONE, PLACE
from noojee_dq.large.part_tallies import Standing, Tallies, tallies_of
from noojee_dq.large.parts import SOURCE, Part
from noojee_dq.large.refused import remember_refused
from noojee_dq.large.settings import Settings
from noojee_dq.large.updates import remember_repeats
from noojee_dq.report.annotation import verdict_columns
from noojee_dq.report.check_tallies import CheckTally, check_tallies
from noojee_dq.report.tallies import leads_by_code

#: Where the comparison of all leads writes what the second pass reads.
TOGETHER: Final = "together.parquet"
CROWDED: Final = "crowded.parquet"
REFUSED: Final = "refused.parquet"

_ACROSS: Final[tuple[Scope, ...]] = ("cross",)


class Compared(NamedTuple):
    """What is the same for all parts once leads have been compared.

    Attributes:
        settings: what they were checked against.
        of_file: findings of the files as a whole.
        starts: how many leads stand before each part.
        total: how many leads there are.
        habits: in which regions the numbers of a column are written without the zero, by heading.
    """

    settings: Settings
    of_file: pd.DataFrame
    starts: tuple[int, ...]
    total: int
    habits: dict[str, Habits]

    @property
    def holds_back(self) -> bool:
        """Whether an error of the files as a whole keeps every lead from being sent."""
        return bool(self.of_file["severity"].eq("error").any())


class Written(NamedTuple):
    """What the second pass tells of a part.

    Attributes:
        statuses: how many leads have each `dq_status`; without those that only an error of the whole file holds back.
        noted: how many leads have a finding.
        first: the findings of the first leads of each check, as they were written.
        by_code: how many leads each result code holds for.
        checks: what each check found.
        tallies: what the page shows of the part.
    """

    statuses: dict[str, int]
    noted: int
    first: pd.DataFrame
    by_code: dict[str, int]
    checks: tuple[CheckTally, ...]
    tallies: Tallies


def write_verdicts(compared: Compared, part: Part) -> Written:
    """Write the findings and the annotated leads of a part.

    It may run twice, also at the same time: whatever is written is the same.

    Args:
        compared: what is the same for all parts.
        part: which.
    """
    settings = compared.settings
    leads = settings.leads(part)
    alone, alone_at = _alone(compared, part, leads)
    across, across_at = _across(compared, part, leads)
    found = pd.concat([alone, across], ignore_index=True)
    findings, places = _in_order(found, np.concatenate([alone_at, across_at]))
    written = _write(settings, part, findings.copy(deep=False), FINDINGS)
    everything = pd.concat([compared.of_file, findings], ignore_index=True)
    all_places = np.concatenate([np.full(len(compared.of_file), -1), places])
    kept = leads.drop(columns=[name for name in DQ_COLUMNS if name in leads.columns])
    annotated = kept.assign(**verdict_columns(everything, all_places, len(kept)))
    _write(settings, part, annotated.reset_index(), ANNOTATED)
    write_part_faults(settings, part, findings, places)
    with_error = np.bincount(places[findings["severity"].eq("error")], minlength=len(kept)) > 0
    judged = annotated[DQ_STATUS][with_error] if compared.holds_back else annotated[DQ_STATUS]
    statuses = {str(name): int(count) for name, count in judged.value_counts().items()}
    return Written(
        statuses=statuses,
        noted=int(np.count_nonzero(np.bincount(places))),
        first=first_findings(written.assign(**{LEAD: places})),
        by_code=leads_by_code(findings, places),
        checks=check_tallies(findings, places),
        tallies=tallies_of(
            settings,
            part,
            Standing(compared.starts[part.number - 1], compared.total),
            leads,
            annotated[DQ_STATUS],
            findings,
            places,
        ),
    )


def _alone(compared: Compared, part: Part, leads: pd.DataFrame) -> tuple[pd.DataFrame, Positions]:
    """Read what the first pass found, and judge anew what depends on how a whole column is written."""
    stored = pyarrow.parquet.read_table(compared.settings.folder.working / ALONE / part.name)
    findings = stored.drop_columns(PLACE).to_pandas(types_mapper={pa.int64(): pd.Int64Dtype()}.get)
    places = stored[PLACE].to_numpy()
    of_column = findings["check"].eq(LOST_ZEROS).to_numpy(dtype=bool)
    check = check_of(LOST_ZEROS)
    if check is None or not compared.habits or not of_column.any():
        return findings, places
    at = np.unique(places[of_column])
    batch = compared.settings.batch(leads.iloc[at], part, compared.total)
    remember_habits(batch, compared.habits)
    again, again_at = findings_of(batch, failures_of(batch, check))
    return pd.concat([findings[~of_column], again], ignore_index=True), np.concatenate(
        [places[~of_column], at[again_at]]
    )


def _across(compared: Compared, part: Part, leads: pd.DataFrame) -> tuple[pd.DataFrame, Positions]:
    """Find what a part's leads have to do with others."""
    settings = compared.settings
    lines = _lines_of(settings, part, leads, TOGETHER)
    crowded = _lines_of(settings, part, leads, CROWDED) if settings.finds_crowds else None
    refused = _lines_of(settings, part, leads, REFUSED)
    at = np.arange(len(leads))
    if settings.operation == "insert":
        # What is said of duplicates concerns no other lead.
        told = [one["position"] for one in (lines, crowded, refused) if one is not None]
        at = np.flatnonzero(np.isin(part.positions(leads.index.to_numpy()), np.concatenate(told)))
    batch = settings.batch(leads.iloc[at], part, compared.total)
    if settings.operation == "insert":
        batch.remember(("clashes",), clashes_of(batch, lines))
        if crowded is not None:
            remember_crowds(batch, crowded)
    else:
        remember_repeats(batch, lines)
    remember_refused(batch, refused)
    # What follows from these is remembered.
    batch.refused_alone = batch.faulty_alone = batch.no_lead
    findings, places = findings_of(batch, evaluate(batch, _ACROSS))
    return findings, at[places]


def _lines_of(settings: Settings, part: Part, leads: pd.DataFrame, name: str) -> pd.DataFrame:
    """Read what the comparison of all leads wrote of those of a part."""
    first, last = part.positions(leads.index[[0, -1]].to_numpy()).tolist() if len(leads) else (0, -1)
    within = (pc.field("position") >= first) & (pc.field("position") <= last)
    return pyarrow.parquet.read_table(settings.folder.working / name, filters=within).to_pandas()


def _in_order(findings: pd.DataFrame, places: Positions) -> tuple[pd.DataFrame, Positions]:
    """Put findings in the order of a check of all leads at once: by lead, then check."""
    checks, ids = pd.factorize(findings["check"])
    declared = [check.id for check in CHECKS]
    turn = np.array([declared.index(check) for check in ids], dtype=np.int64)[checks]
    # Those of one check stand in the order of columns already.
    order = np.lexsort((turn, places))
    return findings.iloc[order].reset_index(drop=True), places[order]


def _write(settings: Settings, part: Part, frame: pd.DataFrame, where: str) -> pd.DataFrame:
    if settings.files.several:
        frame.insert(0, SOURCE, settings.files.sources[part.file])
    settings.folder.write(pa.Table.from_pandas(frame, preserve_index=False), WORKING, where, part.name)
    return frame
