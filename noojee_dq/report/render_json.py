"""The report as JSON, for programs."""

import json
from collections.abc import Callable
from typing import Literal

from pydantic import NonNegativeInt

from noojee_dq.checks.base import Severity
from noojee_dq.fields import DQ_CODES, DQ_EXPECTED_CODE, DQ_STATUS, Operation
from noojee_dq.report.findings import Findings
from noojee_dq.report.found import Found
from noojee_dq.report.gate import FailOn, Gate, Judgement
from noojee_dq.report.going_on import CommandLine
from noojee_dq.report.since import Since
from noojee_dq.show.document import ByCode, CampaignUsed, Document, JsonPart, written
from noojee_dq.show.json_lines import Row, json_lines, json_list, json_numbers, json_rows, json_texts
from noojee_dq.words.for_people import for_shell
from noojee_dq.words.masked_values import map_distinct, mask_values
from noojee_dq.words.masking import mask_message
from noojee_dq.words.rows import lead_labels


class Counts(JsonPart):
    """Leads by what can be done with them."""

    leads: NonNegativeInt
    ready: NonNegativeInt
    fix: NonNegativeInt
    drop: NonNegativeInt
    review: NonNegativeInt


class ThresholdLine(JsonPart):
    """What became of a threshold."""

    of: str
    """A result code, or "errors"."""
    limit: str
    """Leads that are tolerated, or percent of all leads, as "2%"."""
    leads: NonNegativeInt
    exceeded: bool


class GateLine(JsonPart):
    """What made the exit code."""

    fail_on: FailOn
    thresholds: list[ThresholdLine]


class NotCheckedLine(JsonPart):
    """A check that could not run, or not in full."""

    check: str
    code: int | None
    reason: str


class CheckResult(JsonPart):
    """What became of a check."""

    check: str
    code: int | None
    severity: Severity
    checked: NonNegativeInt
    """Leads that it looked at."""
    passed: NonNegativeInt
    failed: NonNegativeInt
    """Leads that have the problem; that of the whole file is one of every lead."""
    share: float | None
    """Failed of checked, from 0 to 1; null = it looked at no lead."""
    why_not: str | None
    """Why it did not run, or not in full; null = it did."""


class FindingLine(JsonPart):
    """One problem of a lead, or of the whole file."""

    row: Row
    """As a spreadsheet shows it."""
    column: str | None
    value: str | None
    """Masked, unless that was asked otherwise."""
    code: int | None
    """What the API would answer; null = it would accept the lead."""
    result: str | None
    check: str
    severity: Severity
    message: str
    hint: str | None


class LeadLine(JsonPart):
    """The verdict on a lead."""

    row: Row
    status: Literal["ready", "fix", "drop", "review"]
    expected_code: int
    """What the API is expected to answer; 0 = it accepts the lead."""
    codes: list[int]
    """All codes that hold."""


class SinceLine(JsonPart):
    """What became of the leads that an earlier check refused."""

    before: NonNegativeInt
    """Leads that were not ready."""
    fixed: NonNegativeInt
    taken_out: NonNegativeInt
    unjudged: NonNegativeInt
    """Unchanged, and ready only because what was wrong does not show in this file."""
    still_to_do: NonNegativeInt
    moved: NonNegativeInt
    """Unchanged, but in another row: where there are any, the other numbers are not to be trusted."""
    new: NonNegativeInt
    """Leads that are not ready now, for what did not keep them back before."""
    new_rows: list[Row]
    """Where these stand."""


class CheckDocument(Document):
    """What `check` says."""

    source: str
    """The files of the leads, as they were named on the command line; in Python the name of the file."""
    sources: list[str]
    """Each of them by itself; none of leads that came from no file."""
    campaign: CampaignUsed | None
    """The campaign file; null = the check was made in Python."""
    operation: Operation
    counts: Counts
    by_code: ByCode
    """Number of leads for which each code holds."""
    gate: GateLine
    not_checked: list[NotCheckedLine]
    checks: list[CheckResult]
    """All checks of the operation."""
    notes: list[str]
    """How the file was read."""
    since: SinceLine | None
    """Against an earlier check, where that was asked for (`--since`)."""
    findings_in: str | None
    """The folder where all findings lie, of leads in parts; null = they stand in `findings`."""
    findings: list[FindingLine] | None
    rows: list[LeadLine] | None
    """Every lead, where that was asked for (`--rows`)."""


def render_json(
    found: Found,
    *,
    show_values: bool,
    gate: Gate | None = None,
    rows: bool = False,
    since: Since | None = None,
    given: CommandLine | None = None,
) -> str:
    """Write the report as JSON.

    Args:
        found: what a pre-flight found.
        show_values: show phone numbers as they are instead of masked.
        gate: what makes the exit code; None = any error does.
        rows: name every lead with its verdict; not of leads in parts.
        since: what became of the leads that an earlier report refused; None = that was not asked.
        given: what the command line gave: options are then called as there; None = the check was made in Python.

    Returns:
        One object, a `CheckDocument`.

    Example:
        >>> import json, noojee_dq as nj, pandas as pd
        >>> report = nj.check(pd.DataFrame({"Phone": ["12345"]}), nj.Campaign(phone_fields=["Phone"]))
        >>> json.loads(render_json(report, show_values=False))["findings"][0]["value"]
        '••••5'
    """
    lists = {}
    if not found.findings_in:
        lists["findings"] = json_list(finding_lines(found, show_values=show_values, in_shell=given is not None))
    if rows and isinstance(found, Findings):
        lists["rows"] = json_list(_lead_lines(found, show_values))
    return written(_document(found, gate or Gate(), since, show_values, given), **lists)


def _document(
    found: Found, gate: Gate, since: Since | None, show_values: bool, given: CommandLine | None
) -> CheckDocument:
    """Return the document without its long lists."""
    mask = _said(show_values, in_shell=given is not None)
    sources = (given and given.sources) or tuple(filter(None, [found.source]))
    judgement = gate.judge(found)
    return CheckDocument(
        checked_at=found.checked_at,
        ok=not found.findings["severity"].eq("error").any(),
        exit_code=judgement.exit_code,
        source=mask(", ".join(sources)),
        sources=[mask(one) for one in sources],
        campaign=given and given.campaign,
        operation=found.operation,
        counts=Counts(**found.counts),
        by_code=found.by_code,
        gate=_gate_line(gate, judgement),
        not_checked=[
            NotCheckedLine(check=one.check, code=one.code, reason=mask(one.reason)) for one in found.not_checked
        ],
        checks=_check_results(found, mask),
        notes=[mask(note) for note in found.notes],
        since=None if since is None else _since_line(since, show_values),
        findings_in=found.findings_in or None,
        findings=None,
        rows=None,
    )


def _since_line(since: Since, show_values: bool) -> SinceLine:
    rows = json_list(json_rows(since.new_rows, show_values=show_values))
    names = set(SinceLine.model_fields) - {"new_rows"}
    return SinceLine(new_rows=json.loads(rows), **{name: getattr(since, name) for name in names})


def _check_results(found: Found, mask: Callable[[str], str]) -> list[CheckResult]:
    results = found.checks.astype(object).where(found.checks.notna(), None)
    lines = (dict(zip(results.columns, line, strict=True)) for line in results.itertuples(index=False))
    return [CheckResult.model_validate(line | {"why_not": mask(line["why_not"]) or None}) for line in lines]


def _gate_line(gate: Gate, judgement: Judgement) -> GateLine:
    lines = [
        ThresholdLine(of=one.threshold.of, limit=one.threshold.limit_text, leads=one.leads, exceeded=one.exceeded)
        for one in judgement.measured
    ]
    return GateLine(fail_on=gate.fail_on, thresholds=lines)


def _said(show_values: bool, *, in_shell: bool) -> Callable[[str], str]:
    """Return what makes of a text of ours what is shown of it."""
    mask = str if show_values else mask_message
    return (lambda text: mask(for_shell(text))) if in_shell else mask


def finding_lines(found: Found, *, show_values: bool, in_shell: bool = False) -> list[str]:
    """Write each finding as JSON, a `FindingLine`.

    Args:
        found: what a pre-flight found.
        show_values: show phone numbers as they are instead of masked.
        in_shell: call options as a command line does.
    """
    findings = found.findings
    values = findings["value"]
    if not show_values:
        values = mask_values(values, findings["column"], found.phone_columns)
    mask, said = str if show_values else mask_message, _said(show_values, in_shell=in_shell)
    columns = {
        "row": json_rows(findings["row"], show_values=show_values),
        "column": json_texts(findings["column"], mask),
        "value": json_texts(values),
        "code": json_numbers(findings["code"]),
        "result": json_texts(findings["result"]),
        "check": json_texts(findings["check"]),
        "severity": json_texts(findings["severity"]),
        "message": json_texts(findings["message"], said),
        "hint": json_texts(findings["hint"], said),
    }
    return json_lines(FindingLine, columns)


def _lead_lines(found: Findings, show_values: bool) -> list[str]:
    leads = found.annotated
    columns = {
        "row": json_rows(lead_labels(leads).to_flat_index(), show_values=show_values),
        "status": json_texts(leads[DQ_STATUS]),
        "expected_code": leads[DQ_EXPECTED_CODE],
        "codes": map_distinct(leads[DQ_CODES], lambda codes: f"[{codes.replace(';', ', ')}]"),
    }
    return json_lines(LeadLine, columns)
