"""Words in a cell of any column by which a person is not to be called: "DNC", "please do not call again"."""

import re
from functools import cache
from typing import Final

from noojee_dq.phones.refusal_marks import Mark, is_of_other_media
from noojee_dq.words.headings import heading_words, without_dots

_CALL: Final = r"(?:call|phone|contact|ring|dial|telephone|disturb|solicit)"
_DO_NOT: Final = r"(?:do not|dont|donot|never)"
_LISTED: Final = r"(?:dncr?|dnd)"
_LEFT: Final = r"(?:opt(?:ed|ing)?outs?|opt(?:ing|s) out|unsub(?:scribed?)?)"
_WANTS: Final = r"(?:wish(?:e[sd])?|wants?|wanted|asks?|asked|requests?|requested|demands?|demanded)"
_SENTENCE: Final = (
    rf"{_DO_NOT} (?:ever )?{_CALL}|(?:donot|dont)(?:call|contact|phone)"
    rf"|not to (?:be (?:called|phoned|contacted|rung)|(?:ever )?{_CALL})"
    r"|(?:does not|doesnt|do not|dont|didnt|did not) (?:want|wish) (?:to be (?:called|phoned|contacted|rung)"
    r"|(?:any |any more |more |further )?(?:phone |marketing |sales )?(?:calls|contact))"
    r"|(?:stop|cease)(?: all)? (?:calling|phoning|ringing|contacting|calls|contact)"
    r"|no (?:more|further) (?:phone |marketing |sales )?calls"
    r"|no (?:phone |marketing |sales )?(?:calls|contact)(?= please)"
    rf"|{_WANTS}(?: for)? no (?:more |further )?(?:phone |marketing |sales )?(?:calls|contact)"
    r"|no (?:more|further) contact"
    # Of work that is done.
    r"(?! (?:made|needed|required|necessary|details?|numbers?|info|with|from|until|since))"
)
_LIST: Final = (
    r"(?:(?:the|your|our|this|any|all|call|calling|phone|contact|marketing|mailing) )*(?:lists?|database|records?)"
)
_WHOSE: Final = r"(?:me|him|her|us|my|his|their|this) ?(?:name|phone|number|details)?"
_OFF_THE_LIST: Final = (
    r"(?:tak(?:e|en)|remov(?:e|ed)|delet(?:e|ed)) (?:(?:me|him|her|them|us|it|my|his|this|name|phone|number) )*"
    rf"(?:off|from) {_LIST}"
    # Off what need not be said; with more behind it, it may be anything.
    rf"|{_WANTS} (?:(?:for|name|number|details) )*(?:to be |be |being )?(?:removed|taken off)"
    rf"(?! (?:from|of|off) (?!{_LIST}))"
    rf"|(?:please|pls) (?:remove|delete)(?: {_WHOSE})?$|remove {_WHOSE}$"
)
#: Nobody calls the dead.
_DEAD: Final = r"(?:deceased|decd|passed away)"
_OF_DEATH: Final = rf"(?:{_DEAD}|estate of (?:the )?late|^(?:(?:the|customer|client|lead|person|he|she|has) )*died)"

_AT_ALL: Final = re.compile(rf"\b(?:{_SENTENCE}|{_OFF_THE_LIST}|{_LEFT}|{_LISTED}|{_OF_DEATH})\b")
#: What is said of mails under their own heading.
_OF_CALLS_ALONE: Final = re.compile(rf"\b(?:{_SENTENCE}|{_LISTED}|{_OF_DEATH})\b")
#: DNC Plumbing is the name of a company.
_BESIDE_A_NAME: Final = re.compile(rf"\b(?:{_SENTENCE}|{_OFF_THE_LIST}|{_OF_DEATH})\b|\b{_LISTED}$")

_FILLER: Final = (
    r"(?:please|pls|the|a|an|is|has|have|been|was|to|be|on|as|and|or|again|ever|any ?more|me|us|him|her|them|this|that"
    r"|client|customer|lead|person|number|status|marked|flagged|wants?|asked|requests?|requested|registered|listed"
    r"|lists?|register|registry|permanent(?:ly)?|thanks|thank you|no longer|now|date|since|yes|y|true|\d+"
    r"|he|she|they|told|today|tomorrow|at all|at any time|or"
    r"|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?:uary|ruary|ch|il|ust|ember|tember|ober)?)"
)
#: All that a cell, or its first clause, says.
_BARE: Final = re.compile(
    rf"(?:{_FILLER} )*(?:{_SENTENCE}|{_OFF_THE_LIST}|{_LEFT}|{_LISTED}|{_DEAD}|died)(?: {_FILLER})*"
)
#: Of whom a cell with no more than a number, or a name, says so.
_OF_THE_DEAD: Final = re.compile(rf"(?:{_FILLER} )*(?:{_DEAD}|died)(?: {_FILLER})*")
_NAME_OF_THE_DEAD: Final = re.compile(rf"[a-z ]*\b{_DEAD}")

_FOR_EVER: Final = r"(?:(?:or|nor|and) (?:ever|(?:at )?any ?time)|ever again|at all|at any time|any ?more)"
#: At certain times alone, and not "today or ever again".
_TIMES: Final = (
    rf"(?:{_SENTENCE})(?!.{{0,60}}?\b{_FOR_EVER}\b)"
    r"(?: (?:back|again|please|me|him|her|them|us|home|work|mobile|landline))*"
    r"(?: (?:on|in|at|during|the|a|any|this|next|every))*"
    r" (?:before|until|till?|between|during|outside|(?:after|from) (?:\d|hours|work|lunch|dinner|dark|school)"
    r"|(?:public |school )?holidays?|week(?:end|day)s?|mornings?|afternoons?|evenings?|nights?|lunch(?:time)?"
    r"|dinner(?:time)?|(?:work|business|school|office) hours|today|tomorrow|tonight|yet|earl(?:y|ier)|later?"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|week|month|too (?:early|late|often|soon)|more than"
    r"|\d{1,2}(?: ?[ap] ?m| \d\d?| \|)*(?= [a-z|]|$))"
)
#: What others do not do.
_OTHERS: Final = (
    rf"(?:(?:if|when|why|because|in case) (?:i|we|you|they|he|she)|i|they|he|she) (?:do not|dont|never) {_CALL}"
)
_REFUSAL: Final = rf"(?:{_LISTED}|{_DO_NOT} {_CALL}|{_LEFT}|{_DEAD})"
_NOT_SO: Final = (
    r"(?:not|no|never|non|nor|without|didnt|hasnt|isnt|wasnt|did not|has not)(?: (?:been|on|in|the|a|any|yet"
    r"|register(?:ed)?|list(?:ed)?|found|have|requested|asked|to|be|wish|want|marked|as|flagged|matched|national))*"
    rf" {_REFUSAL}"
)
#: A list that was looked into, and what was found there.
_LOOK: Final = (
    r"(?:wash(?:ed|ing)?|scrub(?:bed|bing)?|check(?:ed|s)?|screen(?:ed|ing)?|compared|search(?:ed)?|look ?up)"
)
_FOUND: Final = (
    r"(?:yes|y|true|listed|registered|found|match(?:ed)?|positive|hit|fail(?:ed)?|on (?:the )?(?:list|register))"
)
_NOTHING: Final = (
    r"(?:no|none|n|false|nil|0|na|n \| a|clean|clear(?:ed)?|ok|okay|pass(?:ed)?|negative|exempt"
    r"|not (?:found|listed|registered|matched|requested|asked|applicable|required|set)"
    r"|not (?:on|in)(?: the)?(?: list| register)?)"
)
_OF_LIST: Final = r"(?:lists?|register|registry|registered|status|flag|result|file|database|national)"
_LOOKED_UP: Final = (
    rf"{_LOOK}(?: (?:against|with|for|on|by|the|a|national|in|of|{_OF_LIST}))* {_REFUSAL}"
    rf"(?!(?: \||(?: {_OF_LIST}))* {_FOUND}\b)"
    rf"|{_REFUSAL}(?: \|| {_OF_LIST})* {_LOOK}(?!(?: \|)* {_FOUND}\b)"
    rf"|{_REFUSAL}(?: \|| {_OF_LIST})* {_NOTHING}(?=(?: \|| \d+)*$| \|)|{_LISTED} (?:free|clear(?:ed)?|clean|exempt)"
)
_OFFERED: Final = (
    rf"(?:how to|can|may|could|option to|right to|able to|link to|click to|to) {_LEFT}(?= (?:at any|any ?time|here|by))"
    rf"|(?:how to|can|may|option to|right to|link to|click to) {_LEFT}"
    rf"|{_LEFT} (?:links?|options?|forms?|offered|available|explained|info|messages?|page|notice)"
)
#: What a lawyer or an agent deals in.
_TRADE: Final = r"deceased (?:estates?|persons?|goods|organ|pets?|animals?)"
_NOT_MEANT: Final = re.compile(rf"\b(?:{_TIMES}|{_OTHERS}|{_NOT_SO}|{_LOOKED_UP}|{_OFFERED}|{_TRADE})\b")
#: How somebody said so is not what it is about.
_BY_WAY_OF: Final = re.compile(r"\b(?:via|through) \w+")

#: The words of an address say nothing of the lead.
_TOKEN: Final = re.compile(r"[^\s,;()<>]+")
_IN_ADDRESS: Final = re.compile(r"@|://|\.(?:com|org|net|gov|au|nz)\b", re.IGNORECASE)
_CLAUSES: Final = re.compile(r"[.,;:!?()\[\]{}\n\r/|<>\u2013\u2014*]+|\s-+|-+\s")
_OF_NAMES: Final = (
    "name firstname lastname surname fullname company business organisation organization employer trading account "
    "brand shop store school street address suburb city town"
)
_NAMES: Final = frozenset(_OF_NAMES.split())
#: In these a clause of its own is said of the lead, wherever it stands.
_OF_THE_LEAD: Final = _NAMES | {
    *("status", "disposition", "outcome", "result", "reason", "phone", "mobile", "telephone", "tel", "cell", "landline")
}
#: More than a cell of a spreadsheet holds; of longer ones no more is looked at.
_LONGEST: Final = 1 << 15

_BETWEEN: Final = "[^a-z0-9]{0,4}"
_LIST_WORDS: Final = "(?:(?:the|your|our|this|any|all|call|calling|phone|contact|marketing|mailing)[^a-z0-9]{1,4})*"
#: Every cell of which `mark_of_text` says more than "no" has it; such a pattern is for RE2, without anchors.
SUSPECT: Final = (
    rf"(?i)(?:don.{{0,3}}t|not|never){_BETWEEN}(?:ever{_BETWEEN})?{_CALL}|dn[cd]|d\.n\.[cd]"
    rf"|opt(?:ed|ing|s)?{_BETWEEN}out|unsub|to{_BETWEEN}be{_BETWEEN}(?:called|phoned|contacted|rung)"
    rf"|not{_BETWEEN}to{_BETWEEN}(?:ever{_BETWEEN})?{_CALL}|(?:want|wish).{{0,25}}(?:calls|contact)"
    rf"|(?:stop|cease|all){_BETWEEN}(?:calling|phoning|ringing|contacting|calls|contact)|calls{_BETWEEN}please"
    rf"|no{_BETWEEN}(?:more|further)?{_BETWEEN}(?:phone|marketing|sales)?{_BETWEEN}(?:calls|contact)"
    rf"|removed|taken{_BETWEEN}off|(?:remove|delete){_BETWEEN}(?:me|him|her|us|my|his|their|this)"
    rf"|(?:please|pls){_BETWEEN}(?:remove|delete)|deceased|dec.?d|died|passed{_BETWEEN}away|estate{_BETWEEN}of"
    rf"|(?:more|further){_BETWEEN}(?:phone|marketing|sales)?{_BETWEEN}calls"
    rf"|(?:off|from)[^a-z0-9]{{1,4}}{_LIST_WORDS}(?:list|database)"
)


def mark_of_text(cell: str, heading: str) -> Mark:
    """Say what a cell says of calls under a heading that marks nobody: a status, a note, a phone cell.

    Args:
        cell: as it is written.
        heading: likewise; of names and mails less is taken for a refusal.

    Returns:
        `Mark.YES` where the cell, or its first clause, is a refusal and nothing else, `Mark.UNCLEAR` where one stands
        further on, `Mark.NO` for all others: calls at certain times, a list that has nothing of the lead.

    Example:
        >>> cells = ["DNC - asked 1/5/2026", "said do not call again", "do not call before 9am", "DNC check: clean"]
        >>> [mark_of_text(one, "Note").name for one in cells]
        ['YES', 'UNCLEAR', 'NO', 'NO']
    """
    text = without_dots(_TOKEN.sub(_unless_address, cell[:_LONGEST]))
    clauses = [" ".join(heading_words(clause)) for clause in _CLAUSES.split(text)]
    meant = _NOT_MEANT.sub(" ", " | ".join(clause for clause in clauses if clause))
    left = [clause.strip() for clause in meant.split("|")]
    if not any(_refusals_under(heading).search(clause) and not _is_of_other_media(clause) for clause in left):
        return Mark.NO
    said = _BARE.fullmatch(left[0]) and not _is_of_other_media(meant)
    sure = (said or _is_of_the_dead(left, heading)) and not cell.rstrip().endswith("?")
    return Mark.YES if sure else Mark.UNCLEAR


def _is_of_the_dead(clauses: list[str], heading: str) -> bool:
    words = set(heading_words(heading))
    of_lead = bool(_OF_THE_LEAD & words) or not any(map(str.isalpha, clauses[0].replace(" ", "")))
    named = _NAMES & words and any(map(_NAME_OF_THE_DEAD.fullmatch, clauses))
    return bool(named) or (of_lead and any(map(_OF_THE_DEAD.fullmatch, clauses)))


def _unless_address(token: re.Match[str]) -> str:
    return " " if _IN_ADDRESS.search(token[0]) else token[0]


def _is_of_other_media(words: str) -> bool:
    return is_of_other_media(_BY_WAY_OF.sub(" ", words))


@cache
def _refusals_under(heading: str) -> re.Pattern[str]:
    words = heading_words(heading)
    if is_of_other_media(" ".join(words)):
        return _OF_CALLS_ALONE
    return _BESIDE_A_NAME if _NAMES & set(words) else _AT_ALL
