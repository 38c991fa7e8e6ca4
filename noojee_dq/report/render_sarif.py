"""The report as SARIF 2.1.0 (OASIS, "Static Analysis Results Interchange Format"), for tools that scan code."""

from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from noojee_dq.checks.base import Check
from noojee_dq.checks.catalogue import CHECKS
from noojee_dq.report.found import Found
from noojee_dq.report.located import Located, located, not_checked_text, unlisted
from noojee_dq.show.sarif_log import invocation, notification, sarif_log
from noojee_dq.words.display import shown
from noojee_dq.words.for_people import for_people


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
    results = [_result(one, places[one.check]) for one in located(found, file=file, show_values=show_values)]
    return sarif_log(
        rules=[_rule(check) for check in checks],
        results=results,
        invocation=_invocation(found, show_values),
        properties={"operation": found.operation, "counts": found.counts},
    )


def _rule(check: Check) -> dict[str, Any]:
    return {
        "id": check.id,
        "shortDescription": {"text": for_people(check.title)},
        "help": {"text": for_people(check.hint or check.message or check.title)},
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
    told = [shown(for_people(note), show_values=show_values) for note in found.notes]
    told += [not_checked_text(one, show_values=show_values) for one in found.not_checked]
    notes = [notification("note", text) for text in [*unlisted(found), *told]]
    return invocation(found.checked_at, notes, successful=True)
