"""What a large check found, in numbers: the `report.json` of its folder."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import uuid4

import numpy as np
import pandas as pd
from pydantic import BaseModel

from noojee_dq.batch.batch import Batch
from noojee_dq.campaign import Campaign
from noojee_dq.checks.coverage import Applied, checks_applied, leads_checked
from noojee_dq.checks.evaluate import NotChecked, applicable, not_checked
from noojee_dq.errors import LeadsError
from noojee_dq.fields import Operation
from noojee_dq.large.folder import Folder
from noojee_dq.large.judging import Judged, proposals_of, zeros_of
from noojee_dq.large.part_tallies import tallies_together
from noojee_dq.large.returned_parts import folders_of
from noojee_dq.large.settings import Settings
from noojee_dq.large.staging import Staged
from noojee_dq.large.writing_verdicts import Written
from noojee_dq.preflight import confirmed_ids, replaced_columns
from noojee_dq.report.check_results import check_results
from noojee_dq.report.check_tallies import check_tallies, check_tallies_together, summary_of
from noojee_dq.report.tallies import ColumnTally, SliceTally, leads_by_code

_SCHEMA_VERSION: Final = 1


class Line(BaseModel):
    """A line of `LargeReport.summary`: what one check found."""

    check: str
    code: int | None
    result: str
    severity: str
    leads: int
    findings: int
    message: str
    hint: str


class Totals(BaseModel):
    """What a large check found, in numbers; values of leads stand in the other files of the folder."""

    schema_version: int = _SCHEMA_VERSION
    #: It tells one check of a folder from the next.
    id: str
    sources: tuple[str, ...]
    #: Where these lie, for a run that follows: journals of earlier runs may lie there too.
    lead_folders: tuple[str, ...]
    operation: Operation
    campaign: Campaign
    checked_at: datetime
    counts: dict[str, int]
    by_code: dict[str, int]
    summary: tuple[Line, ...]
    noted: int
    not_checked: tuple[NotChecked, ...]
    checks: tuple[Applied, ...]
    notes: tuple[str, ...]
    phone_columns: tuple[str, ...]
    held_by_one_check: dict[str, int]
    columns: tuple[ColumnTally, ...]
    slices: tuple[SliceTally, ...]
    #: In each hour of the week; a check of an earlier version has not counted them.
    callbacks: tuple[int, ...] = ()

    @property
    def check_results(self) -> pd.DataFrame:
        """The frame of `Report.checks`."""
        return check_results(self.checks, self.as_frame(), self.not_checked, self.counts["leads"])

    def as_frame(self) -> pd.DataFrame:
        """Return the summary as the frame of `Report.summary`."""
        lines = pd.DataFrame([line.model_dump() for line in self.summary], columns=[*Line.model_fields])
        return lines.astype({"code": "Int64"})


def read_totals(folder: Folder) -> Totals:
    """Read what was found.

    Args:
        folder: of the check.

    Raises:
        LeadsError: it holds no whole check.
    """
    try:
        return Totals.model_validate_json(folder.report.read_text("utf-8"))
    except OSError:
        raise LeadsError(f"{folder.path} holds no whole check: run it again") from None
    except ValueError:
        raise LeadsError(f"{folder.report} is damaged, or of another version: run the check again") from None


def totals_of(
    settings: Settings,
    staged: Staged,
    judged: Sequence[Judged],
    written: Sequence[Written],
    batch: Batch,
    of_file: pd.DataFrame,
    of_runs: Sequence[str],
) -> Totals:
    """Add up what the passes tell of each part.

    Args:
        settings: what the leads were checked against.
        staged: how they were read.
        judged: what the first pass tells.
        written: what the second pass tells.
        batch: of the files as a whole.
        of_file: findings of the files as a whole.
        of_runs: what is said of runs from which leads come back.
    """
    statuses = sum((Counter(part.statuses) for part in written), Counter())
    leads = sum(part.leads for part in judged)
    whole = np.full(len(of_file), -1)
    by_code = sum((Counter(part.by_code) for part in written), Counter(leads_by_code(of_file, whole)))
    summary = summary_of(check_tallies_together([check_tallies(of_file, whole), *(part.checks for part in written)]))
    return Totals(
        id=uuid4().hex,
        sources=settings.files.sources,
        lead_folders=folders_of(settings.files.sources),
        operation=settings.operation,
        campaign=settings.campaign,
        checked_at=settings.now,
        counts={"leads": leads} | {name: statuses[name] for name in ("ready", "fix", "drop", "review")},
        by_code={code: by_code[code] for code in sorted(by_code, key=int)},
        summary=tuple(
            Line.model_validate(line)
            for line in summary.astype({"code": object}).replace({pd.NA: None}).to_dict("records")
        ),
        noted=sum(part.noted for part in written),
        not_checked=_not_checked(batch, judged),
        checks=_checks(batch, judged),
        notes=(
            *of_runs,
            *settings.campaign.guesses,
            *(proposal.note for proposal in proposals_of(judged, settings.headings)),
            *replaced_columns(settings.headings),
            *staged.notes,
            *confirmed_ids(batch),
            *(str(one) for one in zeros_of(judged) if one.is_habit),
        ),
        phone_columns=tuple(batch.phone_headings),
        **tallies_together([part.tallies for part in written])._asdict(),
    )


def _not_checked(batch: Batch, judged: Sequence[Judged]) -> tuple[NotChecked, ...]:
    """Return what could not be checked; of a person's own checks, what could not in any part."""
    own = {one.check: one for part in judged for one in part.own_not_checked}
    reasons = {one.check: one for one in not_checked(batch) if one.check not in own} | own
    return tuple(reasons[check.id] for check in applicable(batch) if check.id in reasons)


def _checks(batch: Batch, judged: Sequence[Judged]) -> tuple[Applied, ...]:
    """Return all checks with the leads that each looked at: of those of single leads, in the parts."""
    of_leads_alone = sum((Counter(part.checked) for part in judged), Counter())
    return checks_applied(batch, leads_checked(batch, (), ("cross", "file")) | of_leads_alone)
