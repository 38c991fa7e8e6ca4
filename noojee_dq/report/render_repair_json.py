"""A repair as JSON, for programs."""

import json
from typing import Any

import pandas as pd

from noojee_dq.repairs import Repaired
from noojee_dq.report.findings import Findings

_SCHEMA_VERSION = 1


def render_repair_json(repaired: Repaired, before: Findings, after: Findings) -> str:
    """Write what a repair did, without any value.

    Args:
        repaired: the repair.
        before: the report on the leads as they were.
        after: the report on the repaired leads.

    Returns:
        One object: `schema_version, counts, changes, left, exit_code`; changes and cells left alone are counted by fix.

    Example:
        >>> import noojee_dq as nj
        >>> leads, campaign = pd.DataFrame({"Phone": ["491570006.0"]}), nj.Campaign(phone_fields=["Phone"])
        >>> repaired = nj.repair(leads, campaign)
        >>> reports = nj.check(leads, campaign), nj.check(repaired.leads, campaign)
        >>> json.loads(render_repair_json(repaired, *reports))["changes"]
        {'decimal-tail': 1, 'leading-zero': 1}
    """
    document: dict[str, Any] = {
        "schema_version": _SCHEMA_VERSION,
        "counts": {
            "leads": len(repaired.leads),
            "changes": len(repaired.changes),
            "ready_before": before.counts["ready"],
            "ready_after": after.counts["ready"],
        },
        "changes": _by_fix(repaired.changes),
        "left": _by_fix(repaired.left),
        "exit_code": 0,
    }
    return json.dumps(document)


def _by_fix(log: pd.DataFrame) -> dict[str, int]:
    return {str(fix): int(cells) for fix, cells in log["fix"].value_counts(sort=False).items()}
