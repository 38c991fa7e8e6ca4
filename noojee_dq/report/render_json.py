"""The report as JSON, for programs."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from noojee_dq.report.found import Found
from noojee_dq.words.masked_values import map_distinct, mask_values
from noojee_dq.words.masking import mask_message
from noojee_dq.words.rows import is_row_number

_SCHEMA_VERSION = 1
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)


def render_json(found: Found, *, show_values: bool) -> str:
    """Write the report as JSON.

    Args:
        found: what a pre-flight found.
        show_values: show phone numbers as they are instead of masked.

    Returns:
        One object: `schema_version, source, operation, counts, by_code, not_checked, checks, notes, findings`; of leads
        in parts `findings_in` instead of the last: the folder where all of them lie.

    Example:
        >>> import noojee_dq as nj
        >>> report = nj.check(pd.DataFrame({"Phone": ["12345"]}), nj.Campaign(phone_fields=["Phone"]))
        >>> json.loads(render_json(report, show_values=False))["findings"][0]["value"]
        '••••5'
    """
    document = _head(found, show_values)
    if found.findings_in:
        return _encode(document | {"findings_in": found.findings_in})
    return _encode(document).removesuffix("}") + f', "findings": [{_findings(found, show_values)}]}}'


def _head(found: Found, show_values: bool) -> dict[str, Any]:
    """Return the object that is written, without the findings."""
    mask = str if show_values else mask_message
    return {
        "schema_version": _SCHEMA_VERSION,
        "source": found.source if show_values else mask_message(found.source),
        "operation": found.operation,
        "counts": found.counts,
        "by_code": found.by_code,
        "not_checked": [one._asdict() | {"reason": mask(one.reason)} for one in found.not_checked],
        "checks": _checks(found, mask),
        "notes": [mask(note) for note in found.notes],
    }


def _checks(found: Found, mask: Callable[[str], str]) -> list[dict[str, Any]]:
    """Return what became of each check; what is not known, such as a share of no lead, is null."""
    results = found.checks.astype(object).where(found.checks.notna(), None)
    results["why_not"] = results["why_not"].map(mask)
    return [dict(zip(results.columns, line, strict=True)) for line in results.itertuples(index=False)]


def _findings(found: Found, show_values: bool) -> str:
    """Write the findings, comma-separated: each distinct value is encoded once, each line fills one template."""
    findings = found.findings
    values = findings["value"]
    if not show_values:
        values = mask_values(values, findings["column"], found.phone_columns)
    mask = str if show_values else mask_message
    columns = {
        "row": [_row(label, show_values) for label in findings["row"]],
        "column": _texts(findings["column"], mask),
        "value": _texts(values, str),
        "code": findings["code"].astype(object).where(findings["code"].notna(), "null"),
        "result": _texts(findings["result"], str),
        "check": _texts(findings["check"], str),
        "severity": _texts(findings["severity"], str),
        "message": _texts(findings["message"], mask),
        "hint": _texts(findings["hint"], mask),
    }
    line = "{" + ", ".join(f'"{name}": %s' for name in columns) + "}"
    return ", ".join(map(line.__mod__, zip(*columns.values(), strict=True)))


def _texts(values: pd.Series, mask: Callable[[str], str]) -> pd.Series:
    return map_distinct(values, lambda text: _encode(mask(text))).fillna("null")


def _encode(value: Any) -> str:
    # Half characters (lone surrogates) have no UTF-8 form; their JSON escape reads back as they were.
    return _ENCODER.encode(value).encode("utf-8", "backslashreplace").decode("utf-8")


def _row(label: Any, show_values: bool) -> str:
    # Nearly always a row number, and the encoder is slow on those.
    return str(int(label)) if is_row_number(label) else _encode(_label(label, show_values))


def _label(label: Any, show_values: bool) -> Any:
    if isinstance(label, tuple):
        return [_label(part, show_values) for part in label]
    if isinstance(label, date):
        return None if pd.isna(label) else label.isoformat()
    if pd.isna(label):
        return None
    if isinstance(label, int | np.integer) and (show_values or is_row_number(label)):
        return int(label)
    return str(label) if show_values else mask_message(str(label))
