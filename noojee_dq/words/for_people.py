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
_ARGUMENTS: Final = "accept_empty_lists|accept_partial_lists|allow|dnc|dnc_washed|keep|known|send_dnc"
_OPTION: Final = re.compile(rf"(?<![\w-])`?(?P<name>{_ARGUMENTS})=(?:True\b|(?![\w\"'\[(]))`?")
#: A text that says both already.
_BOTH: Final = re.compile(
    rf"(?:{_ARGUMENTS})=(?:True)?[,;] (?:in a shell )?(?P<option>--[\w-]+)|(?P<given>--[\w-]+) \(\w+= in Python\)"
)
# Neither in quotation marks, where it is somebody's heading, nor behind its name.
_FIELD: Final = re.compile(rf"(?<![\w(\"'“])(?:{'|'.join(FIELD_NAMES)})(?![\w\"'”])")


def for_people(text: str) -> str:
    """Write a text for people who know no Python: `--dnc` for `dnc=`, and "callback date" beside a field's name.

    Args:
        text: a message, a hint, a reason or the title of a check.

    Example:
        >>> for_people("no list was given (dnc=)"), for_people("njCallBackDate is no date")
        ('no list was given (--dnc)', 'callback date (njCallBackDate) is no date')
        >>> for_people("give it with --known (known= in Python)"), for_people("column 'njCallBackDate'")
        ('give it with --known', "column 'njCallBackDate'")
    """
    text = _BOTH.sub(lambda found: found["option"] or found["given"], text)
    text = _OPTION.sub(lambda found: f"--{found['name'].replace('_', '-')}", text)
    return _FIELD.sub(lambda found: f"{FIELD_NAMES[found[0]]} ({found[0]})", text)
