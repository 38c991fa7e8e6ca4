"""Texts of Python as people read them in a terminal, a page or a workbook: options, and fields of the API by name."""

import re
from typing import Final

from noojee_dq.fields import CALLBACK, CONTACT_HOURS, DISPOSITION, EXTERNAL_ID, PRIORITY

#: What people call the fields of the API.
FIELD_NAMES: Final = {
    CALLBACK: "callback date",
    CONTACT_HOURS: "contact hours",
    DISPOSITION: "disposition",
    EXTERNAL_ID: "external id",
    PRIORITY: "priority",
}

#: Arguments of Python that are options of a command.
_ARGUMENTS: Final = "|".join(
    (
        *("accept_empty_lists", "accept_gone", "accept_partial_lists", "allow", "delimiter", "dnc", "dnc_washed"),
        *("encoding", "force", "journal", "keep", "known", "leads", "limit", "memory", "send_dnc", "sheet"),
    )
)
_OPTION: Final = re.compile(rf"(?<![\w-])`?(?P<name>{_ARGUMENTS})=(?:True\b|(?P<value>'[^']*')|(?![\w\"'\[(]))`?")
_WITH_VALUE: Final = rf"(?<![\w-])`?(?:{_ARGUMENTS})=(?:True|'[^']*'|\"[^\"]*\")?`?"
#: A text that says both already: the argument first, or the option.
_BOTH: Final = re.compile(
    rf"{_WITH_VALUE}[,;] (?:in a shell )?(?P<option>--[\w-]+)"
    rf"|{_WITH_VALUE} \((?P<beside>--[\w-]+(?: [^\s)]+)?)\)"
    rf"|(?P<given>--[\w-]+(?: '[^']*')?) \({_WITH_VALUE}\)"
    # Whatever stands between the two: --accept-gone with that (accept_gone=True in Python).
    r"| \(\w+=(?:True)? in Python\)"
)
# Neither in quotation marks, where it is somebody's heading, nor behind its name.
_FIELD: Final = re.compile(rf"(?<![\w(\"'“])(?:{'|'.join(FIELD_NAMES)})(?![\w\"'”])")


def for_people(text: str, *, in_python: bool = False) -> str:
    """Write a text for people who know no Python: `--dnc` for `dnc=`, and "callback date" beside a field's name.

    Args:
        text: a message, a hint, a reason or the title of a check.
        in_python: whoever reads it works in Python: `dnc=` stays, and an option beside it goes.

    Example:
        >>> for_people("no list was given (dnc=)"), for_people("njCallBackDate is no date")
        ('no list was given (--dnc)', 'callback date (njCallBackDate) is no date')
        >>> for_people("give it with --known (known= in Python)"), for_people("column 'njCallBackDate'")
        ('give it with --known', "column 'njCallBackDate'")
        >>> for_people("leave out encoding= (--encoding)"), for_people("give encoding='utf-16' (--encoding utf-16)")
        ('leave out --encoding', 'give --encoding utf-16')
        >>> for_people("njCallBackDate was not compared (known=)", in_python=True)
        'callback date (njCallBackDate) was not compared (known=)'
        >>> for_people("give encoding='utf-16' (--encoding utf-16)", in_python=True)
        "give encoding='utf-16'"
    """
    return _FIELD.sub(
        lambda found: f"{FIELD_NAMES[found[0]]} ({found[0]})", _for_python(text) if in_python else for_shell(text)
    )


def for_shell(text: str) -> str:
    """Write a text for a command line: `--dnc` for `dnc=`; fields keep their names alone.

    Example:
        >>> for_shell("no list was given (dnc=)"), for_shell("njCallBackDate is no date")
        ('no list was given (--dnc)', 'njCallBackDate is no date')
    """
    text = _BOTH.sub(lambda found: found["option"] or found["beside"] or found["given"] or "", text)
    return _OPTION.sub(_as_option, text)


def _for_python(text: str) -> str:
    # The last way to say both leaves the option where it stands, with words in between.
    return _BOTH.sub(lambda found: found[0] if found[0].startswith(" ") else _argument(found[0]), text)


def _argument(both: str) -> str:
    argument = re.search(_WITH_VALUE, both)
    return argument[0].strip("`") if argument else both


def _as_option(found: re.Match[str]) -> str:
    option = f"--{found['name'].replace('_', '-')}"
    return f"{option} {found['value']}" if found["value"] else option
