"""The different messages of a check in one text, with the leads that each is about; and what to do about all."""

from collections.abc import Mapping
from typing import Final

from noojee_dq.checks.catalogue import check_of

#: Most different messages of one check that a summary lists.
MOST_MESSAGES: Final = 5


def message_summary(counts: Mapping[str, int]) -> str:
    """Put the different messages of a check in one text; "" where there are too many to list.

    Args:
        counts: how many leads have each message, the most frequent first.

    Example:
        >>> message_summary({"no area code": 71, "too short": 1})
        'no area code (71); too short'
        >>> message_summary({"nobody can dial it: no area code": 2, "nobody can dial it: too short": 1})
        'nobody can dial it: no area code (2); too short'
    """
    if len(counts) == 1:
        return next(iter(counts))
    if not counts or len(counts) > MOST_MESSAGES:
        return ""
    start = _common_start(list(counts))
    ends = ((message.removeprefix(start), count) for message, count in counts.items())
    return start + "; ".join(f"{end} ({count:,})" if count > 1 else end for end, count in ends)


def hint_summary(check: str, most_frequent: str, different: int) -> str:
    """Return what to do about all leads of a check: that of one lead is not said of the others.

    Args:
        check: its id.
        most_frequent: hint of its findings.
        different: how many different hints they have.

    Example:
        >>> hint_summary("value-not-allowed", "did you mean 'NSW'?", 2)
        'use one of the values that the campaign allows, written just so'
    """
    declared = check_of(check)
    return most_frequent if different == 1 or declared is None or not declared.hint else declared.hint


def _common_start(messages: list[str]) -> str:
    """Return what all messages begin with, up to a colon."""
    before, colon, _ = messages[0].rpartition(": ")
    while colon and not all(message.startswith(before + colon) for message in messages):
        before, colon, _ = before.rpartition(": ")
    return before + colon if colon else ""
