"""What a row says that is no lead: what belongs into the columns, or a total or a remark below the leads."""

import re
from collections.abc import Sequence
from typing import Final

#: Words by which a row below the headings says what its columns take,
_KINDS: Final = frozenset({
    "text", "string", "str", "varchar", "nvarchar", "integer", "int", "number", "numeric", "num", "decimal",
    "boolean", "bool", "date", "datetime", "timestamp", "phone", "mobile", "email", "url", "alphanumeric", "required",
    "mandatory", "optional", "format", "characters", "chars", "digits", "yyyy", "dd", "yyyymmdd",
})  # fmt: skip
#: and others that stand beside these.
_BESIDE_KINDS: Final = frozenset({
    "max", "maximum", "min", "minimum", "length", "up", "to", "or", "and", "of", "a", "not", "null", "primary", "key",
    "unique", "free", "mm", "yy", "hh", "ss", "only",
})  # fmt: skip
_BETWEEN_WORDS: Final = re.compile(r"[\s,;:/().\[\]{}|*+-]+")
_WRAPPED: Final = re.compile(r"\(.*\)|\[.*\]|\{.*\}", re.DOTALL)
_EXAMPLE: Final = re.compile(r"(e\.?g\.?|ex\.|example|for example|such as)[\s:,].*", re.IGNORECASE | re.DOTALL)
_LONG_NUMBER: Final = re.compile(r"(?:\d[\s().-]*){6,}")

_TOTAL_WORDS: Final = (
    r"(grand[\s-]|sub[\s-]?)?totals?(\s+(number|no\.?|count))?(\s+(of\s+)?(leads|records|rows|contacts|entries))?"
)
_TOTAL: Final = re.compile(rf"{_TOTAL_WORDS}\s*:?", re.IGNORECASE)
#: What somebody could be called, too: a total only beside a number.
_TOTAL_OR_NAME: Final = re.compile(r"(sum|count|(row|record|lead)\s+count)\s*:?", re.IGNORECASE)
_TOTAL_ITSELF: Final = re.compile(
    rf"({_TOTAL_WORDS}|((row|record|lead)\s+)?count|sum)\s*[:=]?\s*[\d,]{{1,9}}"
    rf"|({_TOTAL_WORDS}\s*:?\s*)?\(?[\d,]{{1,9}} (rows?|records?|leads?|contacts?|entries)"
    r"( (affected|returned|selected|exported|in set))?\)?\.?",
    re.IGNORECASE,
)
#: What programs write below a list.
_REMARK: Final = re.compile(
    r"\W*(end of (the )?(report|file|list|export|data)|eof|page:? \d+( ?(of|/) ?\d+)?"
    r"|((report|list|file|data) )?(was )?(generated|exported|printed|created|downloaded)"
    r"( (on|at|by|from|with)\b.*|:?\s*\d[\d\s:./-]{5,}\b([ap]\.?m\.?)?)"
    r"|(print|report|run|export) (date|time)\W.*\d.*"
    r"|copyright\W.*\d{4}.*|confidential( information)?(\s+[-\u2013\u2014].*)?)\W*"
    # The end of a file as CP/M and MS-DOS mark it.
    r"|\W+end\W+|\u00a9.*\d{4}.*|\x1a+",
    re.IGNORECASE,
)
#: What people write to each other below a list, or above a part of it; nobody is called so.
_NOTE: Final = re.compile(
    r"(n\.?b\.?|notes?|remarks?|comments?|source|disclaimer|section|group|batch)\s*:.*"
    r"|please (call|ring|return|note|contact|do not|don't|send|see|remove|delete|reply|check|ensure|use|refer|advise"
    r"|complete|fill|let)\b.*"
    # A star before a name marks a lead.
    r"|\*+\s*(?-i:[a-z])\S*\s.*",
    re.IGNORECASE | re.DOTALL,
)
_SIGN_OFF: Final = re.compile(
    r"((kind|best|warm)(est)?\s+regards|(regards|thanks|many thanks|thank you|cheers|sincerely)\s*[,.!]"
    r"|yours (truly|faithfully|sincerely))([\s,.!\u2013-].*)?",
    re.IGNORECASE | re.DOTALL,
)
#: Under such a heading a number in a note may be that of a lead.
_OF_NUMBERS: Final = re.compile(r"phone|mobil|cell|tel|landline|number|call|contact|\b(ph|mob|no|nr)\b", re.IGNORECASE)
#: How a row among the leads may begin that is none, such as those at the end of a page, of a group, of a joined file.
REMARK_STARTS: Final = (
    "subtotal", "sub-total", "sub total", "grand total", "grand-total", "page ", "page:", "printed", "generated",
    "exported", "downloaded", "print date", "report ", "run date", "end of ", "--", "**", "==", "copyright ",
    "confidential", "section", "group", "batch", "note", "nb", "n.b.", "*",
)  # fmt: skip
_TOTAL_AMONG: Final = re.compile(r"(grand[\s-]|sub[\s-]?)total", re.IGNORECASE)
#: A count or a sum, and no phone number: up to five digits, or more in groups, or with cents.
COUNT: Final = r"-?[$€£]?\s?(\d{1,5}|\d{1,3}(,\d{3})+)(\.\d{1,2})?\s?%?"
_COUNT: Final = re.compile(COUNT)


def describes(cells: Sequence[str], headings: Sequence[str]) -> bool:
    """Say whether a row describes the columns.

    Then it fills half of them at least. Each of its cells is in brackets, says that it is an example, consists of words
    for kinds of values, or has the words of its heading and more; and no other than an example holds a long number.

    Args:
        cells: of the row, without outer blanks; those beyond the headings count too.
        headings: of the file.

    Example:
        >>> describes(["Full name", "text(20)"], ["Name", "Phone"]), describes(["Ann", "text"], ["Name", "Phone"])
        (True, False)
    """
    headed = sum(bool(heading.strip()) for heading in headings)
    filled = [(cell, heading) for cell, heading in zip(cells, [*headings, ""], strict=False) if cell]
    enough = len(filled) >= min(2, headed) and 2 * len(filled) >= headed
    return enough and all(_describes(cell, heading) for cell, heading in filled)


def _describes(cell: str, heading: str) -> bool:
    if _EXAMPLE.fullmatch(cell):
        return True
    if _LONG_NUMBER.search(cell):
        return False
    words = _words(cell)
    others = {word for word in words if not (word.isdecimal() and len(word) < 4)}
    is_kind = bool(words & _KINDS) and others <= _KINDS | _BESIDE_KINDS
    names_heading = set() < _words(heading) < words
    return bool(_WRAPPED.fullmatch(cell)) or is_kind or names_heading


def _words(text: str) -> set[str]:
    return set(_BETWEEN_WORDS.split(text.casefold())) - {""}


def is_below(cells: Sequence[str], headings: Sequence[str]) -> bool:
    """Say whether a row at the end of a file is no lead.

    It is a total if it has the word alone in its first cell, and counts in the others; or it is a remark in one cell,
    or in two where the first one only says what it is.

    Args:
        cells: of the row, without outer blanks.
        headings: of the file.

    Example:
        >>> of = ["Name", "Phone", "Suburb"]
        >>> is_below(["", "Total", "1,250"], of), is_below(["Total", "0491 570 006"], of)
        (True, False)
        >>> is_below(["Exported by Ann", ""], of), is_below(["Exported by Ann", "0491 570 006"], of)
        (True, False)
        >>> is_below(["Regards, Sam, 02 5550 0999", ""], of), is_below(["", "Please call 02 5550 0999"], of)
        (True, False)
    """
    first, *others = _filled(cells)
    if _is_note(cells, headings):
        return True
    if not all(map(_COUNT.fullmatch, others)):
        return False
    if _TOTAL_ITSELF.fullmatch(first):
        return True
    if not others and _REMARK.fullmatch(first):
        return True
    return bool(_TOTAL.fullmatch(first)) or (bool(others) and bool(_TOTAL_OR_NAME.fullmatch(first)))


def _is_note(cells: Sequence[str], headings: Sequence[str]) -> bool:
    places = [at for at, cell in enumerate(cells) if cell]
    texts = [cells[at] for at in places]
    if not 0 < len(texts) <= 1 + texts[0].endswith(":"):
        return False
    text = " ".join(texts)
    if not _LONG_NUMBER.search(text):
        return bool(_NOTE.fullmatch(text) or _SIGN_OFF.fullmatch(text))
    # That of who signs, unless it may be that of a lead.
    may_be_phone = len(headings) < 2 or any(at >= len(headings) or _OF_NUMBERS.search(headings[at]) for at in places)
    return bool(_SIGN_OFF.fullmatch(text)) and not may_be_phone


def is_among(cells: Sequence[str], headings: Sequence[str]) -> bool:
    """Say whether a row is no lead although leads follow: a remark, or a total under a name that nobody has.

    Args:
        cells: of the row, without outer blanks.
        headings: of the file.

    Example:
        >>> of = ["Name", "Phone", "Count"]
        >>> is_among(["Subtotal", "", "5"], of), is_among(["Page 2 of 3", ""], of), is_among(["Total", "", "5"], of)
        (True, True, False)
    """
    first, *others = _filled(cells)
    if _is_note(cells, headings):
        return True
    return is_below(cells, headings) and bool(_TOTAL_AMONG.match(first) or (not others and _REMARK.fullmatch(first)))


def is_signature(above: Sequence[str], cells: Sequence[str], headings: Sequence[str]) -> bool:
    """Say whether the last row of a file is a name below a remark: of a company in reports of a CRM, or of who signs.

    Args:
        above: cells of the row above it, without outer blanks.
        cells: of the row.
        headings: of the file.

    Example:
        >>> is_signature(["Generated By: Ann Lee", ""], ["Example Pty Ltd", ""], ["Name", "Phone"])
        True
        >>> is_signature(["Ann", "0491570006"], ["Bob", ""], ["Name", "Phone"])
        False
    """
    name, *others = _filled(cells)
    remark, *_ = _filled(above)
    is_name = len(cells) > 1 and bool(cells[0]) and not others and not any(map(str.isdigit, name))
    signs = _REMARK.fullmatch(remark) or _SIGN_OFF.fullmatch(remark)
    return is_name and is_below(above, headings) and bool(signs)


def _filled(cells: Sequence[str]) -> list[str]:
    return [cell for cell in cells if cell] or [""]
