"""What to do next, as sentences: one line of the catalogue for each thing that a run can show."""

import re
from collections.abc import Callable, Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, Final

import pandas as pd

from noojee_dq.codes import CodeFacts, Remedy, ResultCode
from noojee_dq.fields import ApiOutcome
from noojee_dq.words.counts import counted

#: Column of the table, where a journal tells: whether the run itself can still settle the lead.
SETTLES: Final = "settles"

_OPTION: Final = re.compile("`(?:(?P<option>[a-z_]+)=|(?P<list>retry|fix|hand_over))`")

_ACTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        Remedy.RETRY: "not done: take the run up again with `resume`",
        Remedy.FIX: "correct, check and submit again (`fix`)",
        Remedy.REVIEW: "a person has to decide (`hand_over`)",
        Remedy.FIX_CAMPAIGN: "not done: put the campaign's ids, address or key right, then `resume`",
    }
)
_IN_DOUBT: Final = "in doubt, or in to all appearance: {how} before anything else sends them (`hand_over`)"
#: How leads in doubt are settled: by a person alone; first by the run, as its journal says; perhaps by the run.
_LOOK: Final = "look for them in the dialler"
_SETTLE: Final = "let `resume` settle what it can, and look for the others in the dialler"
_PERHAPS: Final = (
    "where `status` says that the run has leads left, let `resume` settle what it can; look for the others in the "
    "dialler"
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
        >>> table = pd.DataFrame({"action": ["drop"], "code": [104], "outcome": ["rejected"]})
        >>> suggestions(table, None, pd.Series([104]), pd.Series([], dtype="int64"))
        ['1 of 1 surprise is 104: give the do-not-call list as `dnc=`']
    """
    return [
        *_lines(surprises, "surprise", lambda facts: facts.on_surprise),
        *_lines(alarms, "false alarm", lambda facts: facts.on_false_alarm),
        *_busy(table, requests),
        *(
            f"{counted(count, 'lead')}: {words}"
            for action, count in _counts(table["action"])
            if (words := _words(action, table))
        ),
        *_advice(table),
    ]


def in_shell(text: str) -> str:
    """Write the options and lists that a suggestion names as the command line calls them, not as Python does.

    Args:
        text: from `suggestions`.

    Example:
        >>> in_shell("give `dnc=`; a person has to decide (`hand_over`)")
        'give `--dnc`; a person has to decide (`--hand-over`)'
    """
    return _OPTION.sub(lambda found: f"`--{(found['option'] or found['list']).replace('_', '-')}`", text)


def _words(action: str, table: pd.DataFrame) -> str:
    """Say what to do about an action; "" = nothing."""
    if action != Remedy.CHECK_IN_DIALLER:
        return _ACTIONS.get(action, "")
    settles = table["outcome"].eq(ApiOutcome.UNKNOWN)
    if SETTLES in table:
        settles &= table[SETTLES]
    how = _LOOK if not settles.any() else _SETTLE if SETTLES in table else _PERHAPS
    return _IN_DOUBT.format(how=how)


def _lines(codes: pd.Series, noun: str, advice: Callable[[CodeFacts], str]) -> list[str]:
    total = counted(len(codes), noun)
    # Without a code are leads that the check held back and the PBX was expected to take.
    return [
        f"{count:,} of {total} {'is' if count == 1 else 'are'} {code or 'without a code'}: "
        f"{advice(ResultCode(code).facts)}"
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
