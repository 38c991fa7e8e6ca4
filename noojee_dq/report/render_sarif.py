"""The report as SARIF 2.1.0 (OASIS, "Static Analysis Results Interchange Format"), for tools that scan code."""

from datetime import UTC
from pathlib import PurePath
from typing import Any, Final
from urllib.parse import quote

from noojee_dq.checks.base import Check
from noojee_dq.checks.catalogue import CHECKS
from noojee_dq.report.found import Found
from noojee_dq.report.located import Located, located, not_checked_text, unlisted
from noojee_dq.show.document import encode, tool_version
from noojee_dq.words.display import shown

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"


def render_sarif(found: Found, *, show_values: bool, file: str = "") -> str:
    """Write the report as SARIF: each check a rule, a result for the first leads of each.

    Args:
        found: what a pre-flight found.
        show_values: show phone numbers as they are instead of masked.
        file: that was checked, as it was named; "" = take the name that the report has.

    Example:
        >>> import json, noojee_dq as nj, pandas as pd
        >>> report = nj.check(pd.DataFrame({"Phone": ["12345"]}, index=[2]), nj.Campaign(phone_fields=["Phone"]))
        >>> log = json.loads(render_sarif(report, show_values=False, file="leads.csv"))
        >>> log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]
        {'startLine': 2}
    """
    checks = [one for one in CHECKS if found.operation in one.operations]
    places = {check.id: place for place, check in enumerate(checks)}
    driver = {"name": "noojee-dq", "version": tool_version(), "rules": [_rule(check) for check in checks]}
    results = [_result(one, places[one.check]) for one in located(found, file=file, show_values=show_values)]
    run = {
        "tool": {"driver": driver},
        "invocations": [_invocation(found, show_values)],
        "results": results,
        "properties": {"operation": found.operation, "counts": found.counts},
    }
    return encode({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(check: Check) -> dict[str, Any]:
    return {
        "id": check.id,
        "shortDescription": {"text": check.title},
        "help": {"text": check.hint or check.message or check.title},
        "defaultConfiguration": {"level": check.severity},
        "properties": {"code": None if check.code is None else int(check.code)},
    }


def _result(one: Located, place: int) -> dict[str, Any]:
    result = {"ruleId": one.check, "ruleIndex": place, "level": one.severity, "message": {"text": one.text}}
    if not one.file:
        return result
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(one.file)}}
    if one.line is not None:
        physical["region"] = {"startLine": one.line}
    return result | {"locations": [{"physicalLocation": physical}]}


def _uri(file: str) -> str:
    path = PurePath(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())


def _invocation(found: Found, show_values: bool) -> dict[str, Any]:
    """Say when it was checked, and what not, or is not listed."""
    told = [shown(note, show_values=show_values) for note in found.notes]
    told += [not_checked_text(one, show_values=show_values) for one in found.not_checked]
    return {
        "executionSuccessful": True,
        "endTimeUtc": found.checked_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "toolExecutionNotifications": [
            {"level": "note", "message": {"text": text}} for text in [*unlisted(found), *told]
        ],
    }
