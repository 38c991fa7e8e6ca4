"""The result codes of the Noojee lead API: one source for checks, reports, docs and command line.

Codes, names and HTTP statuses are the vendor's (Noojee Contact API, "Insert Lead Fast" and "Update Lead
Fast"), misspellings included, since they come back over the wire. Meanings and remedies are our words.

What the vendor does not document is assumed here, and only here: `PRECEDENCE` and `MIN_PHONE_DIGITS`.
"""

from collections.abc import Iterable
from enum import IntEnum, StrEnum
from numbers import Integral
from typing import NamedTuple, Self


class Remedy(StrEnum):
    """What a person does about a result code; the value is what stands in `api_action`.

    Example:
        >>> Remedy.CHECK_IN_DIALLER.value
        'check_in_dialler'
    """

    NONE = "none"
    FIX = "fix"
    DROP = "drop"
    REVIEW = "review"
    CHECK_IN_DIALLER = "check_in_dialler"
    RETRY = "retry"
    FIX_CAMPAIGN = "fix_campaign"


class ResultCode(IntEnum):
    """A result code of the lead API. Any integer is accepted: an undocumented code is carried, not dropped.

    Example:
        >>> ResultCode.DUPLICATE.value, ResultCode.DUPLICATE.http_status, str(ResultCode.DUPLICATE.remedy)
        (105, 400, 'drop')
        >>> ResultCode(113).name, str(ResultCode(113).remedy)
        ('UNKNOWN_113', 'review')
    """

    OK = 0
    COULDNT_FIND_THE_LEAD = 101
    NO_PHONE_FIELDS = 102
    EXCEPTION = 103
    DNC = 104
    DUPLICATE = 105
    INVALID_DISPOSTION = 106
    DISPOSTION_ISNT_SET_AND_NOCHANGE_SPECIFIED = 107
    IMPORT_BUT_NOCHANGE_SPECIFIED = 108
    TIMEOUT_TOO_MANY_CONCURRENT_REQUESTS = 109
    LEAD_NOT_UPDATED_DUE_TO_CONFLICT = 110
    INVALID_TIMEZONE_SPECIFIED = 111
    DUPLICATE_EXTERNAL_ID = 112
    INVALID_CALLBACK_DATE_FORMAT = 114
    ALLOCATION_ID_REQUIRED = 115
    TEMPLATE_ID_REQUIRED = 116
    CAMPAIGN_ID_REQUIRED = 117

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        # NumPy's integers are no int.
        if not isinstance(value, Integral):
            return None
        number = int(value)
        member = int.__new__(cls, number)
        member._name_ = f"UNKNOWN_{number}"
        member._value_ = number
        return member

    @property
    def http_status(self) -> int | None:
        """HTTP status that the vendor documents for the code; None for an undocumented code."""
        return _FACTS.get(self, _UNDOCUMENTED).http_status

    @property
    def remedy(self) -> Remedy:
        """What follows from the code."""
        return _FACTS.get(self, _UNDOCUMENTED).remedy

    @property
    def meaning(self) -> str:
        """What the code means, in plain words."""
        return _FACTS.get(self, _UNDOCUMENTED).meaning


class _Facts(NamedTuple):
    http_status: int | None
    remedy: Remedy
    meaning: str


_UNDOCUMENTED = _Facts(None, Remedy.REVIEW, "not documented by the vendor")
_FACTS: dict[int, _Facts] = {
    0: _Facts(200, Remedy.NONE, "inserted or updated"),
    101: _Facts(400, Remedy.FIX, "update: no lead of the campaign has this njExternalLeadId"),
    102: _Facts(400, Remedy.FIX, "the lead holds no phone number"),
    103: _Facts(500, Remedy.CHECK_IN_DIALLER, "server error: the lead may or may not be in"),
    104: _Facts(400, Remedy.DROP, "the lead's numbers are on the do-not-call list"),
    105: _Facts(400, Remedy.DROP, "the campaign has a lead with this phone number"),
    106: _Facts(400, Remedy.FIX, "update: the campaign template has no such disposition"),
    107: _Facts(400, Remedy.FIX, "update: <NO CHANGE> for the disposition of a lead that has none yet"),
    108: _Facts(400, Remedy.FIX, "insert: a field holds <NO CHANGE>"),
    109: _Facts(400, Remedy.RETRY, "queued on the server for over a minute, and not done"),
    110: _Facts(400, Remedy.REVIEW, "somebody was editing the lead: a retry would overwrite their work"),
    111: _Facts(400, Remedy.FIX, "the PBX knows no such contact hours (timezone)"),
    112: _Facts(400, Remedy.REVIEW, "the campaign has a lead with this njExternalLeadId"),
    114: _Facts(400, Remedy.FIX, "the callback date is not yyyy/MM/dd HH:mm"),
    115: _Facts(400, Remedy.FIX_CAMPAIGN, "no valid allocation id"),
    116: _Facts(400, Remedy.FIX_CAMPAIGN, "no valid campaign template id"),
    117: _Facts(400, Remedy.FIX_CAMPAIGN, "no valid campaign id"),
}

#: Assumption: the order in which the server tests, hence which code it answers when several hold: the ids of
#: the request, then the lead's own values, then what needs a look-up in the campaign.
PRECEDENCE: tuple[ResultCode, ...] = (
    ResultCode.TEMPLATE_ID_REQUIRED,
    ResultCode.CAMPAIGN_ID_REQUIRED,
    ResultCode.ALLOCATION_ID_REQUIRED,
    ResultCode.EXCEPTION,
    ResultCode.IMPORT_BUT_NOCHANGE_SPECIFIED,
    ResultCode.NO_PHONE_FIELDS,
    ResultCode.INVALID_CALLBACK_DATE_FORMAT,
    ResultCode.INVALID_TIMEZONE_SPECIFIED,
    ResultCode.COULDNT_FIND_THE_LEAD,
    ResultCode.INVALID_DISPOSTION,
    ResultCode.DISPOSTION_ISNT_SET_AND_NOCHANGE_SPECIFIED,
    ResultCode.DUPLICATE_EXTERNAL_ID,
    ResultCode.DNC,
    ResultCode.DUPLICATE,
    ResultCode.LEAD_NOT_UPDATED_DUE_TO_CONFLICT,
)

#: Assumption: a phone cell with fewer digits is no number to the server; a longer one is taken, even where
#: nobody could dial it.
MIN_PHONE_DIGITS = 6

#: The remedies that a pre-flight verdict can ask for, gravest first; the value is what stands in `dq_status`.
GRAVITY: tuple[Remedy, ...] = (Remedy.REVIEW, Remedy.DROP, Remedy.FIX)


def expected_code(codes: Iterable[int]) -> ResultCode:
    """The one code that the API is expected to answer when `codes` all hold for a lead.

    Args:
        codes: result codes; none means that the lead is accepted.

    Returns:
        The first of them in `PRECEDENCE` (an assumption); an unknown code comes last.

    Example:
        >>> expected_code([105, 114]).name
        'INVALID_CALLBACK_DATE_FORMAT'
        >>> expected_code([]).name
        'OK'
    """
    rank = {code: place for place, code in enumerate(PRECEDENCE)}
    known = [ResultCode(code) for code in codes]
    return min(known, key=lambda code: rank.get(code, len(rank)), default=ResultCode.OK)


def preflight_remedy(code: int | None) -> Remedy:
    """What a *pre-flight* error with this code asks for: the value of `dq_status`.

    A value that would make the server fail (103) is known before sending, so it is to be fixed; likewise an
    error without a code (a number that nobody can dial).

    Example:
        >>> str(preflight_remedy(105)), str(preflight_remedy(None)), str(preflight_remedy(103))
        ('drop', 'fix', 'fix')
    """
    if code is None or code == ResultCode.EXCEPTION:
        return Remedy.FIX
    return ResultCode(code).remedy
