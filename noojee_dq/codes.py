"""The result codes of the Noojee lead API: one source for checks, reports, docs and command line.

Codes, names and HTTP statuses are the vendor's (Noojee Contact API, "Insert Lead Fast" and "Update Lead
Fast"), misspellings included, since they come back over the wire. All else that a row says is in our words.

What the vendor does not document is assumed here, and only here: the `precedence` of each code, and
`MIN_PHONE_DIGITS`. How external ids are compared is assumed in `batch.external_ids`.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from numbers import Integral
from typing import Self


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


class DependsOn(StrEnum):
    """What decides whether the API answers a code to a lead.

    Example:
        >>> ResultCode.DUPLICATE.facts.depends_on.value
        'other leads'
    """

    #: Whatever answers the code now would have answered it before.
    LEAD = "the lead alone"
    OTHER_LEADS = "other leads"
    LISTS = "the do-not-call lists"
    CAMPAIGN = "the campaign settings"
    #: What the server, or somebody at work on it, does at that moment.
    SERVER = "the server"


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeFacts:
    """All that is known, assumed and said of a result code: a row of the table.

    Args:
        number: the code itself.
        meaning: what it means, in plain words.
        remedy: what a person does about it.
        http_status: the HTTP status that the vendor documents with it; None = an undocumented code.
        precedence: assumption: the place of its test among those that the server makes of a lead (the ids of the
            request, the lead's own values, then what needs a look-up in the campaign); None = no check expects it.
        depends_on: what decides about it; None = not known.
        preflight_remedy: what a person does when a check expects it, where that differs.
        advice: what to do in words, where the remedy does not say it all; "" = it does.
        supplier_can_mend: the supplier of the list can put it right, and may know of it.
        on_surprise: what would have told of it beforehand, where it came though the lead was expected to be accepted.
        on_false_alarm: what would spare leads that were expected to get it, and were accepted.

    Example:
        >>> CodeFacts(number=150, meaning="no caller id", remedy=Remedy.FIX).http_status
        400
    """

    number: int
    meaning: str
    remedy: Remedy
    http_status: int | None = 400
    precedence: int | None = None
    depends_on: DependsOn | None = None
    preflight_remedy: Remedy | None = None
    advice: str = ""
    supplier_can_mend: bool = True
    on_surprise: str = "look at what these leads have in common, and report what the PBX refused"
    on_false_alarm: str = "the PBX is not as strict as assumed: report it, with a masked example"


class ResultCode(IntEnum):
    """A result code of the lead API. Any integer is accepted: an undocumented code is carried, not dropped.

    A row a code; `declare` adds one at run time.

    Attributes:
        facts: what is known, assumed and said of the code.

    Example:
        >>> ResultCode.DUPLICATE.value, ResultCode.DUPLICATE.http_status, str(ResultCode.DUPLICATE.remedy)
        (105, 400, 'drop')
        >>> ResultCode(113).name, str(ResultCode(113).remedy)
        ('UNKNOWN_113', 'review')
    """

    _value_: int
    facts: CodeFacts

    # For type checkers `ResultCode(105)` calls this as well.
    def __new__(cls, facts: "CodeFacts | int") -> Self:
        """Make a member from its row."""
        if isinstance(facts, int):
            raise TypeError("a member is made from its row")
        member = int.__new__(cls, facts.number)
        member._value_ = facts.number
        member.facts = facts
        return member

    OK = CodeFacts(
        number=0,
        meaning="inserted or updated",
        remedy=Remedy.NONE,
        http_status=200,
        on_false_alarm="the check held them back, and the PBX took them: dq_reasons says why nobody may be reached",
    )
    COULDNT_FIND_THE_LEAD = CodeFacts(
        number=101,
        meaning="update: no lead of the campaign has this njExternalLeadId",
        remedy=Remedy.FIX,
        precedence=9,
        depends_on=DependsOn.LEAD,
        on_surprise="give the campaign's export as `known=`, so that ids it does not hold are found before sending",
        on_false_alarm="`known=` lacks leads that the campaign holds: give a full export",
    )
    NO_PHONE_FIELDS = CodeFacts(
        number=102,
        meaning="the lead holds no phone number",
        remedy=Remedy.FIX,
        precedence=6,
        depends_on=DependsOn.LEAD,
        on_surprise="compare the campaign's phone fields and phone patterns with those of the PBX",
        on_false_alarm=(
            "the PBX takes shorter numbers than assumed, or has phone patterns: copy them into the campaign file"
        ),
    )
    EXCEPTION = CodeFacts(
        number=103,
        meaning="server error: the lead may or may not be in",
        advice="call Noojee Support, and look in the dialler whether the lead is in",
        remedy=Remedy.CHECK_IN_DIALLER,
        http_status=500,
        precedence=4,
        depends_on=DependsOn.SERVER,
        # A value that would make the server fail is known before sending.
        preflight_remedy=Remedy.FIX,
    )
    DNC = CodeFacts(
        number=104,
        meaning="the lead's numbers are on the do-not-call list",
        remedy=Remedy.DROP,
        precedence=13,
        depends_on=DependsOn.LISTS,
        supplier_can_mend=False,
        on_surprise="give the do-not-call list as `dnc=`",
        on_false_alarm="`dnc=` lists numbers that the PBX does not: compare the two lists",
    )
    DUPLICATE = CodeFacts(
        number=105,
        meaning="the campaign has a lead with this phone number",
        remedy=Remedy.DROP,
        precedence=14,
        depends_on=DependsOn.OTHER_LEADS,
        supplier_can_mend=False,
        on_surprise=(
            "give the leads that the campaign holds as `known=` (an export, or the journal of an earlier run)"
        ),
        on_false_alarm="the PBX allows duplicates, or compares less than all phone fields: see `allow_duplicates`",
    )
    INVALID_DISPOSTION = CodeFacts(
        number=106,
        meaning="update: the campaign template has no such disposition",
        remedy=Remedy.FIX,
        precedence=10,
        depends_on=DependsOn.LEAD,
        on_surprise="list the template's dispositions in the campaign file (`dispositions`)",
        on_false_alarm="the template has more dispositions than the campaign file: complete `dispositions`",
    )
    DISPOSTION_ISNT_SET_AND_NOCHANGE_SPECIFIED = CodeFacts(
        number=107,
        meaning="update: <NO CHANGE> for the disposition of a lead that has none yet",
        remedy=Remedy.FIX,
        precedence=11,
        depends_on=DependsOn.LEAD,
        on_surprise="give an export with njDisposition as `known=`",
    )
    IMPORT_BUT_NOCHANGE_SPECIFIED = CodeFacts(
        number=108,
        meaning="insert: a field holds <NO CHANGE>",
        remedy=Remedy.FIX,
        precedence=5,
        depends_on=DependsOn.LEAD,
        on_surprise="check the leads for insert, and submit them for insert",
    )
    TIMEOUT_TOO_MANY_CONCURRENT_REQUESTS = CodeFacts(
        number=109,
        meaning="queued on the server for over a minute, and not done",
        remedy=Remedy.RETRY,
        depends_on=DependsOn.SERVER,
    )
    LEAD_NOT_UPDATED_DUE_TO_CONFLICT = CodeFacts(
        number=110,
        meaning="somebody was editing the lead: a retry would overwrite their work",
        remedy=Remedy.REVIEW,
        depends_on=DependsOn.SERVER,
        on_surprise="send updates when nobody works on these leads",
    )
    INVALID_TIMEZONE_SPECIFIED = CodeFacts(
        number=111,
        meaning="the PBX knows no such contact hours (timezone)",
        remedy=Remedy.FIX,
        precedence=8,
        depends_on=DependsOn.LEAD,
        on_surprise="list the PBX's names in the campaign file (`contact_hours`)",
        on_false_alarm="the PBX knows more contact hours than the campaign file: complete `contact_hours`",
    )
    DUPLICATE_EXTERNAL_ID = CodeFacts(
        number=112,
        meaning="the campaign has a lead with this njExternalLeadId",
        remedy=Remedy.REVIEW,
        precedence=12,
        depends_on=DependsOn.OTHER_LEADS,
        supplier_can_mend=False,
        on_surprise=(
            "give the leads that the campaign holds as `known=` (an export, or the journal of an earlier run)"
        ),
        on_false_alarm="`known=` names ids that the campaign no longer holds: give a fresh export",
    )
    INVALID_CALLBACK_DATE_FORMAT = CodeFacts(
        number=114,
        meaning="the callback date is not yyyy/MM/dd HH:mm",
        remedy=Remedy.FIX,
        precedence=7,
        depends_on=DependsOn.LEAD,
        on_surprise="compare their njCallBackDate with yyyy/MM/dd HH:mm, and report what the PBX refused",
    )
    ALLOCATION_ID_REQUIRED = CodeFacts(
        number=115,
        meaning="no valid allocation id",
        remedy=Remedy.FIX_CAMPAIGN,
        precedence=3,
        depends_on=DependsOn.CAMPAIGN,
        supplier_can_mend=False,
    )
    TEMPLATE_ID_REQUIRED = CodeFacts(
        number=116,
        meaning="no valid campaign template id",
        remedy=Remedy.FIX_CAMPAIGN,
        precedence=1,
        depends_on=DependsOn.CAMPAIGN,
        supplier_can_mend=False,
    )
    CAMPAIGN_ID_REQUIRED = CodeFacts(
        number=117,
        meaning="no valid campaign id",
        remedy=Remedy.FIX_CAMPAIGN,
        precedence=2,
        depends_on=DependsOn.CAMPAIGN,
        supplier_can_mend=False,
    )

    @classmethod
    def _missing_(cls, value: object) -> "ResultCode | None":
        # NumPy's integers are no int.
        if not isinstance(value, Integral):
            return None
        number = int(value)
        return _DECLARED.get(number) or cls._outside_the_table(f"UNKNOWN_{number}", _undocumented(number))

    @classmethod
    def _outside_the_table(cls, name: str, facts: CodeFacts) -> Self:
        member = int.__new__(cls, facts.number)
        member._name_ = name
        member._value_ = facts.number
        member.facts = facts
        return member

    @classmethod
    def declare(cls, name: str, facts: CodeFacts) -> Self:
        """Add a code that the vendor's table has not, for a plugin or a newer PBX.

        Args:
            name: its name, as the API spells it.
            facts: its row.

        Returns:
            The code, as `ResultCode(facts.number)` gives it from now on.

        Raises:
            ValueError: there is such a code, or such a name, with other facts.

        Example:
            >>> ResultCode.declare("FINE", CodeFacts(number=0, meaning="fine", remedy=Remedy.NONE))
            Traceback (most recent call last):
            ...
            ValueError: 0 FINE: there is such a code already
        """
        declared = _DECLARED.get(facts.number)
        if declared is not None and (declared.name, declared.facts) == (name, facts):
            return declared  # a cell of a notebook that is run again
        if any(facts.number == code or name == code.name for code in cls.known()):
            raise ValueError(f"{facts.number} {name}: there is such a code already")
        return _DECLARED.setdefault(facts.number, cls._outside_the_table(name, facts))

    @classmethod
    def known(cls) -> "list[ResultCode]":
        """Return every code of the table, and those that were declared.

        Example:
            >>> len(ResultCode.known()) >= len(ResultCode)
            True
        """
        return [*cls, *_DECLARED.values()]

    @property
    def http_status(self) -> int | None:
        """HTTP status that the vendor documents for the code; None for an undocumented code."""
        return self.facts.http_status

    @property
    def remedy(self) -> Remedy:
        """What follows from the code."""
        return self.facts.remedy

    @property
    def meaning(self) -> str:
        """What the code means, in plain words."""
        return self.facts.meaning

    @property
    def answer_in_words(self) -> str:
        """What it means that the API answered the code, and what to do where the remedy does not say it all."""
        return "; ".join(text for text in (self.meaning, self.facts.advice) if text)


_DECLARED: dict[int, ResultCode] = {}


def _undocumented(number: int) -> CodeFacts:
    return CodeFacts(
        number=number,
        meaning="not documented by the vendor",
        remedy=Remedy.REVIEW,
        http_status=None,
        on_surprise="the vendor does not document it: ask the vendor what it means",
    )


#: Assumption: a phone cell with fewer digits is no number to the server; a longer one is taken, even where
#: nobody could dial it. The digits are those of the form in which numbers are compared: E.164 where the number is
#: valid (so that the letters of 1300 FLOWER count as digits), else those that are written.
MIN_PHONE_DIGITS = 6

#: The remedies that a pre-flight verdict can ask for, gravest first; the value is what stands in `dq_status`.
GRAVITY: tuple[Remedy, ...] = (Remedy.REVIEW, Remedy.DROP, Remedy.FIX)


def depending_on(what: DependsOn) -> frozenset[ResultCode]:
    """Return the codes that one thing decides about.

    Example:
        >>> sorted(depending_on(DependsOn.OTHER_LEADS))
        [<ResultCode.DUPLICATE: 105>, <ResultCode.DUPLICATE_EXTERNAL_ID: 112>]
    """
    return frozenset(code for code in ResultCode.known() if code.facts.depends_on is what)


def expected_code(codes: Iterable[int]) -> ResultCode:
    """Return the one code that the API is expected to answer when `codes` all hold for a lead.

    Args:
        codes: result codes; none means that the lead is accepted.

    Returns:
        The first of them by `CodeFacts.precedence` (an assumption); one without comes last.

    Example:
        >>> expected_code([105, 114]).name
        'INVALID_CALLBACK_DATE_FORMAT'
        >>> expected_code([]).name
        'OK'
    """
    return min(map(ResultCode, codes), key=_rank, default=ResultCode.OK)


def preflight_remedy(code: int | None) -> Remedy:
    """Say what a *pre-flight* error with this code asks for: the value of `dq_status`.

    An error without a code (a number that nobody can dial) is to be fixed, unless its check says otherwise.

    Example:
        >>> str(preflight_remedy(105)), str(preflight_remedy(None)), str(preflight_remedy(103))
        ('drop', 'fix', 'fix')
    """
    if code is None:
        return Remedy.FIX
    facts = ResultCode(code).facts
    return facts.preflight_remedy or facts.remedy


def _rank(code: ResultCode) -> float:
    return math.inf if code.facts.precedence is None else code.facts.precedence
