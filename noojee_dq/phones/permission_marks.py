"""Columns that say who may be called, where it is a no that marks people: OK to call, Consent."""

import re
from typing import Final

from noojee_dq.phones.cell_kinds import CellKind, cell_kind
from noojee_dq.phones.refusal_marks import MARKS_AROUND, NO_WORDS, WELCOME, YES_WORDS, Mark, is_of_other_media
from noojee_dq.phones.refusal_texts import mark_of_text
from noojee_dq.words.headings import heading_words
from noojee_dq.words.suggest import plain_name

_CALL: Final = r"(?:call|phone|contact|ring|telephone|dial)"
_CALLED: Final = r"(?:called|phoned|contacted|rung|telephoned)"
_CALLS: Final = rf"(?:{_CALL}|calls|calling|phoning|contacting|telemarketing|phone calls)"
_BY: Final = r"(?:by |via |on |and |or |to )*(?:email|e mail|sms|text|phone|telephone|mobile|voice)"
_OF_WHOM: Final = r"(?:again|me|us|you|him|her|them|the|this|lead|client|customer|person)"
_ANSWER: Final = r"(?:yn|y n|yes no|yes or no|true false|flag|status|indicator|given|obtained|granted|received)"
_PERMISSION: Final = re.compile(
    r"(?:(?:is|has|have|do|we|they|our|prior|express) )*(?:"
    rf"(?:can|may|allow)(?: (?:we|i|you))? {_CALL}|(?:can|may) be {_CALLED}"
    rf"|(?:ok|okay|happy|willing|free|safe|allowed|permitted|permission|consent(?:ed|s)?)"
    rf" (?:to|for)(?: (?:receive|us to|be))? (?:{_CALLS}|{_CALLED})"
    rf"|{_CALLS} (?:consent|permission|allowed|permitted|ok|okay|opt in|optin|yn|y n|yes no)"
    r"|consent(?:ed)?|permission|callable|contactable"
    rf")(?: {_OF_WHOM})*(?: {_BY})*(?: {_ANSWER})*"
)
#: By its words alone it may hold how many calls there were, or when.
_ASKED: Final = re.compile(r"\s*(?:call|ring|dial)\s*\?\s*", re.IGNORECASE)

_YES: Final = (
    rf"(?:{YES_WORDS}|{WELCOME}|(?:consent )?(?:given|granted|obtained|received)|agreed|consented|consents"
    r"|permitted|contactable|express(?:ed)?|implied|inferred|verbal|written)"
)
_PERMITS: Final = re.compile(_YES)
_PERMITS_AND_MORE: Final = re.compile(rf"{_YES}[ ,:;(/.-].*", re.DOTALL)
_TAKEN_BACK: Final = re.compile(
    r"\b(?:not?|never|none|nothing|but|until|till?|expire[sd]?|withdr[ae]wn?|withdrew|revoked?|refused?|declined"
    r"|cancell?ed|only|except|unless|before|stopp?(?:ed)?|complain(?:ed|t)?)\b"
)
_REFUSES: Final = re.compile(
    rf"(?:{NO_WORDS}|none|nil|never|withheld|refused|declined|denied|withdrawn|revoked|no thanks|no thank you"
    r"|(?:no|not) (?:consent|permission|given|obtained|granted|received|allowed|permitted|contactable|callable|calls?"
    r"|ok|okay|to be called|to call)|uncontactable"
    r"|(?:can ?not|cant|can't|may not|must not|should not)(?: be)? call(?:ed)?"
    r"|(?:has|did|does) not consent(?:ed)?|\u2717|\u2718|\u274c)"
)
#: "No (asked 3/11)", "No - opted out".
_REFUSES_AND_MORE: Final = re.compile(rf"(?:{NO_WORDS})(?: ?[,:;(/.-]| \d).*", re.DOTALL)
#: Whoever has written it has asked, and a blank says nothing.
_NOT_KNOWN: Final = re.compile(r"\?+|unknown|unsure|not (?:known|sure|asked|recorded)|tb[acd]")


def marks_permission(heading: str) -> bool:
    """Say whether a heading is that of a permission to call.

    Args:
        heading: as it is written.

    Example:
        >>> [marks_permission(one) for one in ("OK to call", "Call?", "SMS consent", "Call back?")]
        [True, True, False, False]
    """
    text = " ".join(heading_words(heading))
    return bool(_ASKED.fullmatch(heading) or (_PERMISSION.fullmatch(text) and not is_of_other_media(text)))


def mark_of_permission(cell: str) -> Mark:
    """Say what a cell under the heading of a permission says.

    Args:
        cell: as it is written.

    Example:
        >>> [mark_of_permission(one).name for one in ("No", "N", "Yes", "", "unknown", "opted out")]
        ['YES', 'YES', 'NO', 'NO', 'UNCLEAR', 'YES']
    """
    if _NOT_KNOWN.fullmatch(plain_name(cell).strip()):
        return Mark.UNCLEAR
    text = plain_name(cell).strip(MARKS_AROUND)
    if _REFUSES.fullmatch(text):
        return Mark.YES
    if _PERMITS.fullmatch(text) or cell_kind(cell) is CellKind.NOTHING:
        return Mark.NO
    if _REFUSES_AND_MORE.fullmatch(text):
        return Mark.YES
    said = mark_of_text(cell, "")
    permits = said == Mark.NO and _PERMITS_AND_MORE.fullmatch(text) and not _TAKEN_BACK.search(text)
    return Mark.NO if permits else max(said, Mark.UNCLEAR)
