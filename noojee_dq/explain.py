"""Result codes, checks and fixes in words, from the catalogues: for `noojee-dq explain` and the README."""

from noojee_dq.checks import CHECKS, Check
from noojee_dq.codes import Remedy, ResultCode
from noojee_dq.errors import CampaignError
from noojee_dq.repairs import FIXES
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


def explanation(word: str) -> str:
    """Say what a result code or a check means, and what to do.

    Args:
        word: a code ("105"), its name, or the id of a check.

    Returns:
        Plain text of a few lines.

    Raises:
        CampaignError: there is no such code name or check.

    Example:
        >>> print(explanation("109"))
        109 TIMEOUT_TOO_MANY_CONCURRENT_REQUESTS (HTTP 400)
        meaning: queued on the server for over a minute, and not done
        what to do: wait a few minutes, then send it again (retry)
        checks: none; it shows only when leads are sent
    """
    checks = {check.id: check for check in CHECKS}
    if word in checks:
        return _check_text(checks[word])
    names = {code.name: code for code in ResultCode.known()}
    if word.isdecimal():
        return _code_text(ResultCode(int(word)))
    if word.upper() not in names:
        near = did_you_mean(word.upper(), names) or did_you_mean(word, checks)
        raise CampaignError(f"there is no result code or check {word!r}{near}")
    return _code_text(names[word.upper()])


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


def _code_text(code: ResultCode) -> str:
    status = f" (HTTP {code.http_status})" if code.http_status else ""
    found_by = [f"  {check.id}: {check.title}" for check in CHECKS if check.code == code]
    checks = "\n".join(["checks:", *found_by]) if found_by else "checks: none; it shows only when leads are sent"
    return (
        f"{code.value} {code.name}{status}\n"
        f"meaning: {code.meaning}\n"
        f"what to do: {code.facts.advice or _REMEDIES[code.remedy]} ({code.remedy})\n"
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
