"""Columns that mark people who are not to be called, and what their cells say."""

import re
from enum import IntEnum
from typing import Final

from noojee_dq.phones.cell_kinds import CellKind, cell_kind
from noojee_dq.words.headings import heading_words
from noojee_dq.words.suggest import plain_name


class Mark(IntEnum):
    """What a cell says of calls, the more of a refusal the greater.

    Attributes:
        NO: nothing, or that calls are welcome.
        UNCLEAR: neither.
        YES: not to be called.
    """

    NO = 0
    UNCLEAR = 1
    YES = 2


_REFUSAL: Final = re.compile(
    r"\b(?:(?:do not|dont|never) (?:call|phone|contact|ring|dial|telephone|disturb|solicit)"
    r"|not to be (?:called|phoned|contacted|rung)|(?:donot|dont)(?:call|contact|phone)|nocalls?|dncr?|dnd"
    r"|opt(?:ed)?outs?|unsub(?:scribed?)?|suppress(?:ed|ion)?|blocked|blacklist(?:ed)?)\b"
    r"|^no (?:more )?(?:phone |marketing |sales )?calls?(?: please)?$"
)
#: The day of a refusal is one.
_HAS_DAY: Final = re.compile(r"\b(?:opt(?:ed)?outs?|unsub(?:scribed?)?|date|day|time|when|since|on|at)\b")
#: Nobody calls the dead.
_DEATH: Final = re.compile(
    r"(?:(?:is|the|client|customer|lead|person|patient) )*(?:deceased|dead|died|passed away|date of death|death date)"
    r"(?: (?:yn|y n|flag|status|indicator|date|day|on))*"
)
#: Other ways to reach people; consent; a list that was looked into.
_OTHER_MEDIA: Final = re.compile(r"\b(?:e?mails?|mailing|sms|texts?|fax|post|postal|newsletter)\b")
_OF_CALLS: Final = re.compile(r"\b(?:phones?|telephone|calls?|calling|tel|voice|mobile|dncr?)\b")
_NO_REFUSAL: Final = re.compile(
    r"\b(?:optin|opt(?:ed)? in|wash(?:ed|ing)?|scrub(?:bed)?|check(?:ed)?|screened|cleared|exempt|except"
    r"|not (?:on|in|dnc|dncr|blocked|suppressed|unsubscribed))\b"
)

#: In several languages, as lists have them.
YES_WORDS: Final = (
    r"y|yes|yeah|yep|true|t|1(?:\.0+)?|on|ja|j|oui|o|si|s|sim|da|tak|kylla|evet|wahr|vrai|verdadero"
    r"|\u2713|\u2714|\u2611|\u2705"
)
NO_WORDS: Final = r"n|no|nope|false|f|0(?:\.0+)?|off|nein|non|nao|nej|nee|falsch|faux|falso"
#: Calls are welcome.
WELCOME: Final = (
    r"ok|okay|fine|good|allowed|callable|(?:can|may|ok) (?:to )?call|in|opt(?:ed)?[ -]?in|subscribed|active"
    r"|no[ ,:;-]+(?:restrictions?|objections?)"
)
#: What stands around a word, and says nothing.
MARKS_AROUND: Final = " .!'\""

_YES: Final = re.compile(
    rf"(?:{YES_WORDS}|x|xx|listed|registered|requested|refused|deceased|decd|dead"
    r"|\u2612|\u2717|\u2718|\u274c|\[x\]|\(x\))"
)
#: "Yes, 1/5/2026": more than the word.
_YES_AND_MORE: Final = re.compile(r"(?:y|yes|yeah|yep|true|x|ja|oui)[ ,:;(/.-].*", re.DOTALL)
_NO: Final = re.compile(
    rf"(?:{NO_WORDS}|{WELCOME}|clear(?:ed)?|clean(?:ed)?|washed|pass(?:ed)?|alive|living|\u2610|\[ ?\]|\( ?\)"
    # No more than that: "no longer wants calls" and "not interested" are refusals.
    r"|(?:no|not)[ ,:;-]+(?:(?:yet )?(?:listed|registered|found|applicable|blocked|suppressed|unsubscribed|refused)"
    r"|(?:on|in) (?:the )?(?:list|register|dncr?)|opt(?:ed)?[ -]?outs?))"
)

#: 0000-00-00 stands for no day.
_NO_DIGIT: Final = re.compile(r"[0\W_]+")


def marks_refusals(heading: str) -> bool:
    """Say whether a heading is that of a mark for people who are not to be called.

    Args:
        heading: as it is written.

    Example:
        >>> [marks_refusals(one) for one in ("Do Not Call", "OptOut", "Deceased", "Opt-in", "Email Opt Out")]
        [True, True, True, False, False]
    """
    text = " ".join(heading_words(heading))
    of_calls = _REFUSAL.search(text) and not is_of_other_media(text) and not _NO_REFUSAL.search(text)
    return bool(of_calls or _DEATH.fullmatch(text))


def is_of_other_media(words: str) -> bool:
    """Say whether some words are about mails, messages or letters, and not about calls.

    Args:
        words: as `heading_words` gives them, with blanks between them.

    Example:
        >>> [is_of_other_media(one) for one in ("email optout", "no email or phone", "optout")]
        [True, False, False]
    """
    return bool(_OTHER_MEDIA.search(words)) and not _OF_CALLS.search(words)


def has_day_of_refusal(heading: str) -> bool:
    """Say whether a day or a time under a heading that marks refusals is that of a refusal.

    Args:
        heading: as it is written.

    Example:
        >>> [has_day_of_refusal(one) for one in ("Opt Out Date", "Unsubscribed", "Do Not Call")]
        [True, True, False]
    """
    text = " ".join(heading_words(heading))
    return bool(_HAS_DAY.search(text) or _DEATH.fullmatch(text))


def mark_of(cell: str, *, has_day: bool) -> Mark:
    """Say what a cell under a heading that marks refusals says.

    Args:
        cell: as it is written.
        has_day: a day there is that of a refusal; else it may be that of a look into a register as well.

    Example:
        >>> [mark_of(one, has_day=False).name for one in ("Yes", "0", "do not call", "perhaps", "2026-05-01")]
        ['YES', 'NO', 'YES', 'UNCLEAR', 'UNCLEAR']
    """
    text = plain_name(cell).strip(MARKS_AROUND)
    words = " ".join(heading_words(cell))
    if _YES.fullmatch(text) or _YES_AND_MORE.fullmatch(text) or _REFUSAL.search(words):
        return Mark.NO if _NO_REFUSAL.search(words) else Mark.YES
    kind = cell_kind(cell)
    if kind is CellKind.NOTHING or _NO.fullmatch(text) or _NO_DIGIT.fullmatch(text):
        return Mark.NO
    return Mark.YES if has_day and kind is CellKind.MOMENT else Mark.UNCLEAR
