"""`with_ping`: what the PBX says of the campaign's ids, in the report on the leads."""

from dataclasses import replace

import numpy as np
import pandas as pd

from noojee_dq.checks import CHECKS
from noojee_dq.client.ping import IdProblem, Ping
from noojee_dq.report import Report


def with_ping(report: Report, ping: Ping) -> Report:
    """Put what the PBX knows of the campaign's ids into a report.

    Args:
        report: the report of a pre-flight.
        ping: what the PBX said.

    Returns:
        The report with a finding (115, 116 or 117) for an id that the PBX does not know, and with a note of those that
        it does.

    Example:
        >>> import noojee_dq as nj
        >>> from noojee_dq.client.ping import Entity
        >>> leads = pd.DataFrame({"Phone": ["0491 570 006"]})
        >>> report = nj.check(leads, nj.Campaign(phone_fields=["Phone"]))
        >>> with_ping(report, Ping({"template": Entity("41", "Sales")})).notes
        ('confirmed on the PBX: template 41 Sales',)
    """
    confirmed = ", ".join(f"{part} {entity}" for part, entity in ping.found.items())
    lines = pd.DataFrame([_finding(problem) for problem in ping.problems], columns=report.findings.columns)
    return replace(
        report,
        findings=pd.concat([lines.astype(report.findings.dtypes), report.findings], ignore_index=True),
        positions=np.concatenate([np.full(len(lines), -1), report.positions]),
        notes=(*report.notes, f"confirmed on the PBX: {confirmed}") if confirmed else report.notes,
    )


def _finding(problem: IdProblem) -> dict[str, object]:
    check = next(check for check in CHECKS if check.code == problem.code)
    return {
        "row": None,
        "column": "",
        "value": "",
        "code": problem.code.value,
        "result": problem.code.name,
        "check": check.id,
        "severity": check.severity,
        "message": problem.message,
        "hint": "correct the id in the campaign file",
    }
