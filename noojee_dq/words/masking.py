"""Masking of phone numbers: the one place that decides which digits of a value may be shown."""

import re
import unicodedata
from functools import cache

#: Stands for a digit that is not shown. It counts as a digit, so that masking twice changes nothing more.
HIDDEN = "•"

_SEPARATORS = r"[ ().\-/_]"
# As many separators as there are: people write "(03) 9234", "0412 - 345", and pad with spaces.
_RUN = rf"[0-9{HIDDEN}](?:{_SEPARATORS}*[0-9{HIDDEN}]){{5,}}"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?:19|20)\d\d"
#: A year between separators can be that in which a school was founded.
_ANY_YEAR = r"(?:1[6-9]|20)\d\d"
_DATE = (
    rf"(?:{_ANY_YEAR}(?:/{_DAY}/{_DAY}|-{_DAY}-{_DAY}|\.{_DAY}\.{_DAY}|_{_DAY}_{_DAY})"
    rf"|{_DAY}(?:/{_DAY}/|-{_DAY}-|\.{_DAY}\.|_{_DAY}_){_ANY_YEAR})"
)
_TIME = r"(?:[ T](?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?:Z|[+-]\d\d:?\d\d)?)?"
# A callback date is shown because it is wrong: month 13, hour 25, a year of two digits are dates here, and the
# year alone is one, for "4 March 2026 10:00".
_LOOSE_DATE = (
    rf"(?:{_ANY_YEAR}(?P<a>[-/.])\d\d?(?P=a)\d\d?|\d\d?(?P<b>[-/.])\d\d?(?P=b)(?:{_ANY_YEAR}|\d\d)"
    rf"|20\d\d[01]\d[0-3]\d|{_YEAR})"
)
_LOOSE_TIME = r"(?:[ T]\d\d?(?:(?::\d\d){1,2}(?:Z|[+-]\d\d:?\d\d)?|(?= ?[aApP][.mM])))?"
_OCTET = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_QUAD = rf"{_OCTET}(?:\.{_OCTET}){{3}}"
_BEFORE_ADDRESS = "|".join(
    rf"(?<=\b{word}{end})"
    for word in ("from", "address", "IP", "ip", "host", "client", "server")
    for end in (" ", ": ")
)
#: The address of a computer, which a message about it must show; phone numbers too are written with points, so the
#: words around it must say that it is one.
_ADDRESS = (
    rf"(?:(?:(?<=://)|{_BEFORE_ADDRESS}){_QUAD}(?!\.?\d)"
    rf"|{_QUAD}(?=:\d{{1,5}}\b| cannot be reached| (?:is )?not (?:allowed|permitted|authori[sz]ed|listed)))"
)
#: How far a clock is from Greenwich, as names of contact hours have it: `GMT+000000 America/Phoenix`.
_OFFSET = r"(?<=(?:GMT|UTC)[+-])(?:0\d|1[0-4])[0-5]\d[0-5]\d"
#: A row of a spreadsheet, as our messages name it; more digits, or a leading zero, may be a phone number.
_ROW = r"(?<=\brow )[1-9][0-9]{0,6}"


def _runs(date: str) -> re.Pattern[str]:
    # A date stands alone: with further digits before or behind it, the whole is a run and is masked.
    return re.compile(rf"(?<![0-9{HIDDEN}])(?P<date>{date})(?!{_SEPARATORS}*[0-9{HIDDEN}])|(?P<run>{_RUN})")


#: Date and time in the name of a file, as people write them there and our journals have them: `20260304-101112-4b12`.
_FILE_DATE = (
    rf"(?<!\+){_YEAR}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
    r"(?:[-_T]?(?:[01]\d|2[0-3])[0-5]\d[0-5]\d(?:-[0-9a-f]{4}\b)?|[-_]\d{1,2}(?!\d))?"
    r"(?=[\w.\-]*\.(?:csv|html?|json|ods|parquet|sqlite|toml|tsv|txt|xls[bmx]?)\b)"
)

_ANY_RUN = re.compile(_RUN)
_NOT_MASKED = rf"(?:{_DATE}{_TIME}{_SEPARATORS}+)*{_DATE}{_TIME}|{_ADDRESS}|{_ROW}|{_OFFSET}"
_TEXT_RUNS = _runs(_NOT_MASKED)
_MESSAGE_RUNS = _runs(rf"{_FILE_DATE}|{_NOT_MASKED}")
_READABLE_RUNS = _runs(rf"{_LOOSE_DATE}{_LOOSE_TIME}|{_OFFSET}")


def mask_phone(text: str) -> str:
    """Hide the digits of a phone cell but the first two and the last three.

    Args:
        text: the cell; several numbers in it are masked as one.

    Returns:
        The text with `•` for each hidden digit, other characters where they were. Of 6 to 8 digits only
        the last two are shown, of fewer only the last one.

    Example:
        >>> mask_phone("0412345678"), mask_phone("(03) 9234 1234"), mask_phone("9234 1234")
        ('04•••••678', '(03) •••• •234', '•••• ••34')
    """
    if text.isdigit():
        first, last = _shown_digits(len(text))
        return text[:first] + HIDDEN * (len(text) - first - last) + text[len(text) - last :]
    places = [place for place, char in enumerate(text) if char.isdigit() or char == HIDDEN]
    first, last = _shown_digits(len(places))
    masked = list(text)
    for place in places[first : len(places) - last]:
        masked[place] = HIDDEN
    return "".join(masked)


def mask_text(text: str) -> str:
    """Hide the phone numbers in any other text: runs of 6 digits or more that are no date.

    Args:
        text: a value, a heading, a message.

    Returns:
        The text, each run masked as by `mask_phone`. Dates with a year of four digits, and times, stay.

    Example:
        >>> mask_text("call 0412 345 678 on 2026/03/04 10:00")
        'call 04•• ••• 678 on 2026/03/04 10:00'
    """
    return _mask_runs(text, _TEXT_RUNS)


def mask_message(text: str) -> str:
    """Hide the phone numbers in a message of ours: as `mask_text`, but dates in the names of files stay.

    A person has to find the file, and copies the commands that name it.

    Args:
        text: the message.

    Example:
        >>> mask_message("0412345678: in doubt; noojee-dq resume noojee-run-leads_20260304.sqlite")
        '04•••••678: in doubt; noojee-dq resume noojee-run-leads_20260304.sqlite'
    """
    return _mask_runs(text, _MESSAGE_RUNS)


def mask_readable(text: str) -> str:
    """Hide the phone numbers in a value that a person must see to put it right: a callback date, even a wrong one.

    Example:
        >>> mask_readable("2026/13/01 10:00, or 0412345678")
        '2026/13/01 10:00, or 04•••••678'
    """
    return _mask_runs(text, _READABLE_RUNS)


def _shown_digits(count: int) -> tuple[int, int]:
    if count >= 9:
        return 2, 3
    return 0, 2 if count >= 6 else min(count, 1)


def _mask_runs(text: str, pattern: re.Pattern[str]) -> str:
    plain = _plain(text)
    if not _ANY_RUN.search(plain):  # most texts; far quicker than the look-out for dates
        return text
    parts = []
    end = 0
    for match in pattern.finditer(plain):
        if match["run"]:
            parts += [text[end : match.start()], mask_phone(text[match.start() : match.end()])]
            end = match.end()
    return "".join(parts) + text[end:]


def _plain(text: str) -> str:
    """Return the text, character for character, in plain digits, spaces and punctuation."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_plain_character, text))


@cache
def _plain_character(char: str) -> str:
    if char.isdigit():
        return str(unicodedata.digit(char))
    if char.isspace() or not char.isprintable():
        return " "
    if unicodedata.category(char) == "Pd":
        return "-"
    return unicodedata.normalize("NFKC", char)[0]
