"""Result codes, checks and fixes in words, from the catalogues: for `noojee-dq explain` and the README."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from noojee_dq.checks import CHECKS, Check
from noojee_dq.checks.base import Severity
from noojee_dq.codes import Remedy, ResultCode
from noojee_dq.errors import CampaignError
from noojee_dq.fields import Operation
from noojee_dq.lists import moment
from noojee_dq.repairs import FIXES
from noojee_dq.show.document import Document, JsonPart, written
from noojee_dq.words.suggest import did_you_mean

_REMEDIES = {
    Remedy.NONE: "nothing to do",
    Remedy.FIX: "fix the lead, then send it again",
    Remedy.DROP: "drop the lead",
    Remedy.REVIEW: "a person looks at it",
    Remedy.CHECK_IN_DIALLER: "look in the dialler whether the lead is in",
    Remedy.RETRY: "wait a few minutes, then send it again",
    Remedy.FIX_CAMPAIGN: "fix the campaign settings; no lead can be sent until then",
}


class ExplainedCode(JsonPart):
    """A result code of the API."""

    code: int
    result: str
    """Its name."""
    http_status: int | None
    meaning: str
    action: Remedy
    advice: str
    """What to do, in words."""


class ExplainedCheck(JsonPart):
    """A check."""

    check: str
    code: int | None
    """What the API answers; null = it accepts the lead."""
    severity: Severity
    operations: list[Operation]
    title: str
    """What good leads have."""
    hint: str
    """What to do."""


class ExplainDocument(Document):
    """What `explain` says."""

    codes: list[ExplainedCode]
    checks: list[ExplainedCheck]


class _Meant(NamedTuple):
    """What a word stands for: codes, and the checks that find them; or a check alone."""

    codes: list[ResultCode]
    checks: list[Check]


def explanation_json(word: str | None, *, now: datetime | None = None) -> str:
    """Write as JSON what a result code or a check means, and what to do.

    Args:
        word: as for `explanation`; None = all codes and checks.
        now: the moment that it names, with its zone; None = now.

    Returns:
        One object, an `ExplainDocument`.

    Raises:
        CampaignError: there is no such code or check.

    Example:
        >>> import json
        >>> [one["check"] for one in json.loads(explanation_json("104"))["checks"]]
        ['do-not-call', 'do-not-call-beside-another']
    """
    meant = _Meant(ResultCode.known(), CHECKS) if word is None else _meant(word)
    document = ExplainDocument(
        checked_at=moment(now),
        ok=True,
        exit_code=0,
        codes=[_explained_code(code) for code in meant.codes],
        checks=[_explained_check(check) for check in meant.checks],
    )
    return written(document)


def _explained_code(code: ResultCode) -> ExplainedCode:
    return ExplainedCode(
        code=int(code),
        result=code.name,
        http_status=code.http_status,
        meaning=code.meaning,
        action=code.remedy,
        advice=_advice(code),
    )


def _explained_check(check: Check) -> ExplainedCheck:
    return ExplainedCheck(
        check=check.id,
        code=None if check.code is None else int(check.code),
        severity=check.severity,
        operations=list(check.operations),
        title=check.title,
        hint=check.hint,
    )


def explanation(word: str) -> str:
    """Say what a result code or a check means, and what to do.

    Args:
        word: a code ("105"), its name, or the id of a check.

    Returns:
        Plain text of a few lines.

    Raises:
        CampaignError: there is no such code or check.

    Example:
        >>> print(explanation("109"))
        109 TIMEOUT_TOO_MANY_CONCURRENT_REQUESTS (HTTP 400)
        meaning: queued on the server for over a minute, and not done
        what to do: wait a few minutes, then send it again (retry)
        checks: none; it shows only when leads are sent
    """
    meant = _meant(word)
    return _code_text(meant.codes[0], meant.checks) if meant.codes else _check_text(meant.checks[0])


def _meant(word: str) -> _Meant:
    checks = {check.id: check for check in CHECKS}
    if word in checks:
        return _Meant([], [checks[word]])
    names = {name: code for code in ResultCode.known() for name in (code.name, str(int(code)))}
    code = names.get(word.upper())
    if code is None:
        raise CampaignError(_unknown(word, names, checks))
    return _Meant([code], [check for check in CHECKS if check.code == code])


def _unknown(word: str, codes: Collection[str], checks: Collection[str]) -> str:
    if not word.isdecimal() and (near := did_you_mean(word.upper(), codes) or did_you_mean(word, checks)):
        return f"there is no result code or check {word!r}{near}"
    known = ", ".join(str(int(one)) for one in ResultCode.known())
    what = f"{word} is not documented by the vendor, and a lead that came back with it is for a person to look at"
    said = what if word.isdecimal() else f"there is no result code or check {word!r}"
    return f"{said}; the codes are {known}, and `noojee-dq explain` lists the checks"


def fixes_table() -> str:
    """Every fix as a Markdown table, in the order in which they are made.

    Example:
        >>> print(fixes_table().splitlines()[0])
        | fix | what it does | for example |
    """
    lines = ["| fix | what it does | for example |", "|---|---|---|"]
    for fix in FIXES:
        name = f"`{fix.id}`, asked for" if fix.asked_for else f"`{fix.id}`"
        lines.append(f"| {name} | {_cell(fix.title)} | {fix.example.replace('|', '&#124;')} |")
    return "\n".join(lines)


def checks_table() -> str:
    """Every check as a Markdown table: what good leads have, the code otherwise, for which operations.

    Example:
        >>> print(checks_table().splitlines()[0])
        | check | API code | severity | for | good leads |
    """
    lines = ["| check | API code | severity | for | good leads |", "|---|---|---|---|---|"]
    for check in CHECKS:
        operations = ", ".join(check.operations)
        lines.append(f"| `{check.id}` | {check.label} | {check.severity} | {operations} | {_cell(check.title)} |")
    return "\n".join(lines)


def _cell(text: str) -> str:
    return text.replace("<", "&lt;").replace("|", "&#124;")


def _advice(code: ResultCode) -> str:
    return code.facts.advice or _REMEDIES[code.remedy]


def _code_text(code: ResultCode, checks_of_code: list[Check]) -> str:
    status = f" (HTTP {code.http_status})" if code.http_status else ""
    found_by = [f"  {check.id}: {check.title}" for check in checks_of_code]
    checks = "\n".join(["checks:", *found_by]) if found_by else "checks: none; it shows only when leads are sent"
    return (
        f"{code.value} {code.name}{status}\n"
        f"meaning: {code.meaning}\n"
        f"what to do: {_advice(code)} ({code.remedy})\n"
        f"{checks}"
    )


def _check_text(check: Check) -> str:
    lines = [
        f"{check.id} ({check.severity}, {', '.join(check.operations)})",
        f"good leads: {check.title}",
        f"code: {check.label}",
    ]
    if check.hint:
        lines.append(f"what to do: {check.hint}")
    return "\n".join(lines)
