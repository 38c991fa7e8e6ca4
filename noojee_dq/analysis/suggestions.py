"""What to do next, as sentences: one line of the catalogue for each thing that a run can show."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, Final

import pandas as pd

from noojee_dq.codes import CodeFacts, Remedy, ResultCode
from noojee_dq.words.counts import counted

_ACTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        Remedy.RETRY: "not done: take the run up again with `resume`",
        Remedy.FIX: "correct, check and submit again (`fix`)",
        Remedy.REVIEW: "a person has to decide (`hand_over`)",
        Remedy.CHECK_IN_DIALLER: (
            "in doubt, or in to all appearance: let `resume` settle what it can, and look for the others in the "
            "dialler before anything else sends them (`hand_over`)"
        ),
        Remedy.FIX_CAMPAIGN: "not done: put the campaign's ids, address or key right, then `resume`",
    }
)
_BUSY: Final = (
    "the server was too busy ({code}): lower `max_concurrency` in the campaign file, or send when it is quiet"
)


def suggestions(
    table: pd.DataFrame, requests: pd.DataFrame | None, surprises: pd.Series, alarms: pd.Series
) -> list[str]:
    """Say what a run suggests, most frequent first within each kind.

    Args:
        table: as in `Outcomes`.
        requests: `request_log`, as in `Outcomes`.
        surprises: actual codes of the leads that were expected to be accepted, and were refused.
        alarms: expected codes of the leads that were accepted all the same.

    Returns:
        Sentences without a lead's values.

    Example:
        >>> table = pd.DataFrame({"action": ["drop"], "code": [104]})
        >>> suggestions(table, None, pd.Series([104]), pd.Series([], dtype="int64"))
        ['1 of 1 surprise is 104: give the do-not-call list as `dnc=`']
    """
    return [
        *_lines(surprises, "surprise", lambda facts: facts.on_surprise),
        *_lines(alarms, "false alarm", lambda facts: facts.on_false_alarm),
        *_busy(table, requests),
        *(
            f"{counted(count, 'lead')}: {_ACTIONS[action]}"
            for action, count in _counts(table["action"])
            if action in _ACTIONS
        ),
        *_advice(table),
    ]


def _lines(codes: pd.Series, noun: str, advice: Callable[[CodeFacts], str]) -> list[str]:
    total = counted(len(codes), noun)
    return [
        f"{count:,} of {total} {'is' if count == 1 else 'are'} {code}: {advice(ResultCode(code).facts)}"
        for code, count in _counts(codes)
    ]


def _advice(table: pd.DataFrame) -> list[str]:
    """Say of each code what its remedy leaves unsaid."""
    codes = [(ResultCode(int(code)), count) for code, count in _counts(table["code"].dropna())]
    return [
        f"{counted(count, 'lead')} answered {code.value}: {code.facts.advice}"
        for code, count in codes
        if code.facts.advice
    ]


def _busy(table: pd.DataFrame, requests: pd.DataFrame | None) -> list[str]:
    """Say that the server had too much to do: a code whose remedy is to try again, or HTTP 429."""
    codes = [code.value for code in ResultCode.known() if code.remedy is Remedy.RETRY]
    if requests is None:
        count, noun = int(table["code"].isin(codes).sum()), "lead"
    else:
        busy = requests["code"].isin(codes) | requests["http_status"].eq(HTTPStatus.TOO_MANY_REQUESTS)
        count, noun = int(busy.sum()), "request"
    named = ", ".join(map(str, codes))
    return [f"{counted(count, noun)}: {_BUSY.format(code=named)}"] if count else []


def _counts(values: pd.Series) -> list[tuple[Any, int]]:
    return [(value, int(count)) for value, count in values.value_counts().items()]
