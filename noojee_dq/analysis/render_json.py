"""An analysis as JSON: counts, codes and texts of ours; of leads only masked patterns."""

import json
from typing import TYPE_CHECKING, Any

import pandas as pd

from noojee_dq.report.masking import mask_text

if TYPE_CHECKING:
    from noojee_dq.analysis.analysis import Analysis

_SCHEMA_VERSION = 1


def render_json(analysis: "Analysis") -> str:
    """Write the analysis as JSON, keys in a fixed order.

    Example:
        >>> import noojee_dq as nj
        >>> results = pd.DataFrame({"api_code": [105], "api_outcome": ["rejected"], "api_action": ["drop"]})
        >>> json.loads(render_json(nj.analyse(results)))["outcomes"]
        {'rejected': 1}
    """
    duration = analysis.duration
    content = {
        "schema_version": _SCHEMA_VERSION,
        "source": mask_text(analysis.answers.source),
        "leads": len(analysis.answers.table),
        "outcomes": analysis.outcomes,
        "by_code": _lines(analysis.by_code),
        "confusion": _confusion(analysis.confusion),
        "accuracy": _lines(analysis.accuracy.reset_index()),
        "surprises": {
            "leads": len(analysis.surprises),
            "patterns": [pattern._asdict() | {"text": str(pattern)} for pattern in analysis.patterns],
        },
        "false_alarms": {"leads": len(analysis.false_alarms)},
        "retry": len(analysis.retry),
        "fix": len(analysis.fix),
        "hand_over": len(analysis.hand_over),
        "requests": analysis.requests,
        "duration_seconds": None if duration is None else duration.total_seconds(),
        "rate": analysis.rate,
        "timeline": _lines(analysis.timeline.reset_index()),
        "suggestions": analysis.suggestions,
        "not_checked": [mask_text(gap) for gap in analysis.not_checked],
    }
    # ASCII alone: half characters (lone surrogates) in a heading have no UTF-8 form.
    return json.dumps(content, indent=2)


def _lines(table: pd.DataFrame) -> list[dict[str, Any]]:
    # A few lines, whatever the number of leads.
    lines: list[dict[str, Any]] = json.loads(table.to_json(orient="records", date_format="iso", date_unit="ms"))
    return lines


def _confusion(matrix: pd.DataFrame) -> list[dict[str, Any]]:
    """The cells that are not 0."""
    cells = matrix.reset_index().melt(id_vars="expected", value_name="count")
    return _lines(cells[cells["count"] > 0])
