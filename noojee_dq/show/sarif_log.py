"""A log in SARIF 2.1.0 (OASIS, "Static Analysis Results Interchange Format"), around the one run that it holds."""

from datetime import UTC, datetime
from typing import Any, Final

from noojee_dq.show.document import encode, tool_version

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif_log(
    *, rules: list[Any], results: list[Any], invocation: dict[str, Any], properties: dict[str, Any] | None = None
) -> str:
    """Write a log of one run.

    Args:
        rules: what was looked for.
        results: what was found.
        invocation: how the run went.
        properties: further facts.

    Example:
        >>> sarif_log(rules=[], results=[], invocation={})[:88]
        '{"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs":'
    """
    driver = {"name": "noojee-dq", "version": tool_version(), "rules": rules}
    run = {"tool": {"driver": driver}, "invocations": [invocation], "results": results}
    run |= {"properties": properties} if properties else {}
    return encode({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def invocation(ended: datetime, notifications: list[dict[str, Any]], *, successful: bool) -> dict[str, Any]:
    """Return how a run went.

    Args:
        ended: when, with its zone.
        notifications: what the tool says of itself, as `notification` writes it.
        successful: whether it did what it should, whatever it found.

    Example:
        >>> invocation(datetime(2026, 3, 4, tzinfo=UTC), [], successful=True)["endTimeUtc"]
        '2026-03-04T00:00:00Z'
    """
    return {
        "executionSuccessful": successful,
        "endTimeUtc": ended.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "toolExecutionNotifications": notifications,
    }


def notification(level: str, text: str) -> dict[str, Any]:
    """Return something that the tool says of itself.

    Args:
        level: "note" or "error".
        text: what it says.

    Example:
        >>> notification("note", "no list was given")
        {'level': 'note', 'message': {'text': 'no list was given'}}
    """
    return {"level": level, "message": {"text": text}}
