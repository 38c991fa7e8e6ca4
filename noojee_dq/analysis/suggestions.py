"""What to do next, as sentences: one line of the catalogue for each thing that a run can show."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

import pandas as pd

from noojee_dq.codes import Remedy, ResultCode

#: Foretold as accepted, yet refused with this code: what would have foretold it.
_SURPRISES: Final[Mapping[int, str]] = MappingProxyType(
    {
        101: "give the campaign's export as `known=`, so that ids it does not hold are found before sending",
        102: "compare the campaign's phone fields and phone patterns with those of the PBX",
        104: "give the do-not-call list as `dnc=`",
        105: "give the leads that the campaign holds as `known=` (an export, or the journal of an earlier run)",
        106: "list the template's dispositions in the campaign file (`dispositions`)",
        107: "give an export with njDisposition as `known=`",
        108: "check the leads for insert, and submit them for insert",
        110: "send updates when nobody works on these leads",
        111: "list the PBX's names in the campaign file (`contact_hours`)",
        112: "give the leads that the campaign holds as `known=` (an export, or the journal of an earlier run)",
        114: "compare their njCallBackDate with yyyy/MM/dd HH:mm, and report what the PBX refused",
    }
)
_UNKNOWN_CODE = "the vendor does not document it: ask the vendor what it means"

#: Foretold as refused with this code, yet accepted: what would spare these leads.
_FALSE_ALARMS: Final[Mapping[int, str]] = MappingProxyType(
    {
        101: "`known=` lacks leads that the campaign holds: give a full export",
        102: "the PBX takes shorter numbers than assumed, or has phone patterns: copy them into the campaign file",
        104: "`dnc=` lists numbers that the PBX does not: compare the two lists",
        105: "the PBX allows duplicates, or compares less than all phone fields: see `allow_duplicates`",
        106: "the template has more dispositions than the campaign file: complete `dispositions`",
        111: "the PBX knows more contact hours than the campaign file: complete `contact_hours`",
        112: "`known=` names ids that the campaign no longer holds: give a fresh export",
    }
)
_OTHER_FALSE_ALARM = "the PBX is not as strict as assumed: report it, with a masked example"

_ACTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        Remedy.RETRY: "not done: take the run up again with `resume`",
        Remedy.FIX: "correct, check and submit again (`fix`)",
        Remedy.REVIEW: "a person has to decide (`hand_over`)",
        Remedy.CHECK_IN_DIALLER: (
            "in doubt, or in to all appearance: look in the dialler before anything is sent again (`hand_over`)"
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
    """What a run suggests, most frequent first within each kind.

    Args:
        table: as in `Answers`.
        requests: as in `Answers`.
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
        *_lines(surprises, "surprise", _SURPRISES, _UNKNOWN_CODE),
        *_lines(alarms, "false alarm", _FALSE_ALARMS, _OTHER_FALSE_ALARM),
        *_busy(table, requests),
        *(
            f"{_what(count, 'lead')}: {_ACTIONS[action]}"
            for action, count in _counts(table["action"])
            if action in _ACTIONS
        ),
    ]


def _lines(codes: pd.Series, noun: str, catalogue: Mapping[int, str], otherwise: str) -> list[str]:
    total = _what(len(codes), noun)
    return [
        f"{count:,} of {total} {'is' if count == 1 else 'are'} {code}: {catalogue.get(code, otherwise)}"
        for code, count in _counts(codes)
    ]


def _busy(table: pd.DataFrame, requests: pd.DataFrame | None) -> list[str]:
    code = ResultCode.TIMEOUT_TOO_MANY_CONCURRENT_REQUESTS
    if requests is None:
        count, noun = int(table["code"].eq(code).sum()), "lead"
    else:
        count, noun = int((requests["code"].eq(code) | requests["http_status"].eq(429)).sum()), "request"
    return [f"{_what(count, noun)}: {_BUSY.format(code=int(code))}"] if count else []


def _counts(values: pd.Series) -> list[tuple[Any, int]]:
    return [(value, int(count)) for value, count in values.value_counts().items()]


def _what(count: int, noun: str) -> str:
    return f"{count:,} {noun}" + ("" if count == 1 else "s")
