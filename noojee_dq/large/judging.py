"""The first pass: what single leads say, part by part, and the keys by which leads of all parts are compared."""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from noojee_dq.batch.column_proposals import ColumnProposal, column_proposals, proposals_together
from noojee_dq.batch.zero_habits import ZeroCount, remember_habits, summed, zero_counts
from noojee_dq.checks.aggregates import AGGREGATES
from noojee_dq.checks.base import Scope
from noojee_dq.checks.catalogue import SHIPPED
from noojee_dq.checks.coverage import leads_checked
from noojee_dq.checks.evaluate import NotChecked, evaluate, find_refused_alone, not_checked
from noojee_dq.checks.failures import findings_of
from noojee_dq.large.claims import claim_lines, number_lines
from noojee_dq.large.folder import WORKING
from noojee_dq.large.left_out import refuse_phones_among
from noojee_dq.large.parts import Part
from noojee_dq.large.refused import mark_lines
from noojee_dq.large.settings import Settings
from noojee_dq.large.updates import update_lines

#: Where in the working folder the passes meet.
KEYS: Final = "keys"
NUMBERS: Final = "numbers"
MARKS: Final = "marks"
ALONE: Final = "alone"
PLACE: Final = "place"

_OF_LEADS_ALONE: Final[tuple[Scope, ...]] = ("cell", "row")


class Judged(NamedTuple):
    """What the first pass tells of a part.

    Attributes:
        leads: how many it has.
        counted: what is counted over all leads, in the order of `AGGREGATES`.
        own_not_checked: checks of a person's own that could not run.
        zero_counts: numbers without their leading zero, by column and country.
        proposed: columns that may be fields of the API, by the cells of the part.
        checked: leads that each check looked at, by its id.
    """

    leads: int
    counted: tuple[Any, ...]
    own_not_checked: tuple[NotChecked, ...]
    zero_counts: tuple[ZeroCount, ...]
    proposed: tuple[ColumnProposal, ...]
    checked: dict[str, int]


def judge(settings: Settings, part: Part) -> Judged:
    """Check the leads of a part by themselves, and write what is found, and their keys.

    It may run twice, also at the same time: whatever is written is the same.

    Args:
        settings: what is the same for all parts.
        part: which.
    """
    settings.refuse_other_checks()
    leads = part.leads()
    batch = settings.batch(leads, part, total=len(leads))
    refuse_phones_among(settings.without_phones, batch, settings.files.source_of(part.file))
    # What is usual in a column is known once all parts are: the second pass takes back what is no damage.
    remember_habits(batch, {})
    failed = evaluate(batch, _OF_LEADS_ALONE)
    find_refused_alone(batch)
    findings, places = findings_of(batch, failed)
    settings.folder.write(_stored(findings, places), WORKING, ALONE, part.name)
    lines = claim_lines(batch) if settings.operation == "insert" else update_lines(batch)
    settings.folder.write(lines, WORKING, KEYS, part.name)
    if not settings.claims_numbers:
        settings.folder.write(number_lines(batch), WORKING, NUMBERS, part.name)
    settings.folder.write(mark_lines(batch), WORKING, MARKS, part.name)
    # Why a check of a person's own cannot run may depend on the leads.
    shipped = {check.id for check in SHIPPED}
    own = tuple(one for one in not_checked(batch) if one.check not in shipped)
    zeros = tuple(count for heading in batch.phone_headings for count in zero_counts(batch, heading))
    proposed = tuple(column_proposals(batch.text, batch.campaign, batch.operation))
    checked = leads_checked(batch, failed, _OF_LEADS_ALONE)
    counted = tuple(one.of(batch) for one in AGGREGATES)
    return Judged(len(leads), counted, own, zeros, proposed, checked)


def zeros_of(judged: Sequence[Judged]) -> list[ZeroCount]:
    """Return how many numbers of all parts are without their leading zero, by column and country."""
    return summed(count for part in judged for count in part.zero_counts)


def proposals_of(judged: Sequence[Judged], headings: Sequence[str]) -> list[ColumnProposal]:
    """Return the columns that may be fields of the API by the cells of any part.

    Args:
        judged: what is known of each part.
        headings: the columns of all, in order.
    """
    return proposals_together([proposal for part in judged for proposal in part.proposed], headings)


def _stored(findings: pd.DataFrame, places: np.ndarray) -> pa.Table:
    return pa.Table.from_pandas(findings.assign(**{PLACE: places}), preserve_index=False)
