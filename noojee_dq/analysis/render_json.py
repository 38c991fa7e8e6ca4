"""An analysis as JSON: counts, codes and texts of ours; of leads only masked patterns."""

import json
from typing import Any

import pandas as pd

from noojee_dq.analysis.outcomes import Outcomes
from noojee_dq.words.masking import mask_message, mask_text

_SCHEMA_VERSION = 1


def render_json(run: Outcomes) -> str:
    """Write the analysis as JSON, keys in a fixed order.

    Example:
        >>> import noojee_dq as nj
        >>> results = pd.DataFrame({"api_code": [105], "api_outcome": ["rejected"], "api_action": ["drop"]})
        >>> json.loads(render_json(nj.analyse(results)))["outcomes"]
        {'rejected': 1}
    """
    duration = run.duration
    content = {
        "schema_version": _SCHEMA_VERSION,
        "source": mask_message(run.source),
        "leads": len(run.table),
        "sending": run.sending,
        "outcomes": run.outcomes,
        "in_flight": run.in_flight,
        "by_code": _lines(run.by_code),
        "confusion": _confusion(run.confusion),
        "accuracy": _lines(run.accuracy.reset_index()),
        "surprises": {
            "leads": len(run.surprises),
            "patterns": [pattern._asdict() | {"text": str(pattern)} for pattern in run.patterns],
        },
        "false_alarms": {"leads": len(run.false_alarms)},
        "retry": len(run.retry),
        "fix": len(run.fix),
        "hand_over": len(run.hand_over),
        "requests": run.requests,
        "duration_seconds": None if duration is None else duration.total_seconds(),
        "rate": run.rate,
        "timeline": _lines(run.timeline.reset_index()),
        "suggestions": run.suggestions,
        "not_checked": [mask_text(gap) for gap in run.not_checked],
    }
    # ASCII alone: half characters (lone surrogates) in a heading have no UTF-8 form.
    return json.dumps(content, indent=2)


def _lines(table: pd.DataFrame) -> list[dict[str, Any]]:
    # A few lines, whatever the number of leads.
    lines: list[dict[str, Any]] = json.loads(table.to_json(orient="records", date_format="iso", date_unit="ms"))
    return lines


def _confusion(matrix: pd.DataFrame) -> list[dict[str, Any]]:
    """List the cells that are not 0."""
    cells = matrix.reset_index().melt(id_vars="expected", value_name="count")
    return _lines(cells[cells["count"] > 0])
