"""A repair as JSON, for programs."""

from collections.abc import Sequence

import pandas as pd
from pydantic import NonNegativeInt

from noojee_dq.repairs import Repaired
from noojee_dq.report.findings import Findings
from noojee_dq.show.document import CampaignUsed, Document, JsonPart, written
from noojee_dq.words.for_people import for_shell
from noojee_dq.words.masking import mask_message


class RepairCounts(JsonPart):
    """What a repair came to."""

    leads: NonNegativeInt
    changes: NonNegativeInt
    """Of cells."""
    ready_before: NonNegativeInt
    ready_after: NonNegativeInt


class RepairDocument(Document):
    """What `repair` says; it is ok where the repaired leads have no error."""

    source: str
    """The files that were repaired, as they were named."""
    sources: list[str]
    """Each of them by itself."""
    campaign: CampaignUsed
    counts: RepairCounts
    changes: dict[str, NonNegativeInt]
    """Number of changes by fix."""
    left: dict[str, NonNegativeInt]
    """Number of cells that were left alone, by fix."""
    notes: list[str]
    """How the file was read."""


def render_repair_json(
    repaired: Repaired, before: Findings, after: Findings, *, campaign: CampaignUsed, sources: Sequence[str]
) -> str:
    """Write what a repair did, without any value.

    Args:
        repaired: the repair.
        before: the report on the leads as they were.
        after: the report on the repaired leads.
        campaign: the file whose settings were taken.
        sources: the files that were repaired.

    Returns:
        One object, a `RepairDocument`.

    Example:
        >>> import json, noojee_dq as nj
        >>> leads, campaign = pd.DataFrame({"Phone": ["491570006.0"]}), nj.Campaign(phone_fields=["Phone"])
        >>> repaired = nj.repair(leads, campaign)
        >>> reports = nj.check(leads, campaign), nj.check(repaired.leads, campaign)
        >>> used = CampaignUsed(path=None, found=None)
        >>> json.loads(render_repair_json(repaired, *reports, campaign=used, sources=["leads.csv"]))["changes"]
        {'decimal-tail': 1, 'leading-zero': 1}
    """
    document = RepairDocument(
        checked_at=after.checked_at,
        ok=after.ok,
        exit_code=0,
        source=mask_message(", ".join(sources)),
        sources=list(map(mask_message, sources)),
        campaign=campaign,
        counts=RepairCounts(
            leads=len(repaired.leads),
            changes=len(repaired.changes),
            ready_before=before.counts["ready"],
            ready_after=after.counts["ready"],
        ),
        changes=_by_fix(repaired.changes),
        left=_by_fix(repaired.left),
        notes=[mask_message(for_shell(note)) for note in before.notes],
    )
    return written(document)


def _by_fix(log: pd.DataFrame) -> dict[str, int]:
    return {str(fix): int(cells) for fix, cells in log["fix"].value_counts(sort=False).items()}
