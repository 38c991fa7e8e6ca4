"""When the law lets one call: hours as data, with their sources."""

from typing import Final, Literal, NamedTuple

from noojee_dq.settings.calling_hours import WEEKDAYS, CallingHours

RuleName = Literal["none", "au-telemarketing", "au-research", "us-tcpa"]


class CallingRules(NamedTuple):
    """The hours of one set of rules, all on the clock of the person who is called.

    Args:
        source: the standard or law, its section, its year.
        country: whose public holidays count; ISO code.
        hours: by day.
    """

    source: str
    country: str
    hours: CallingHours


_STANDARD_2017: Final = "Telecommunications (Telemarketing and Research Calls) Industry Standard 2017"

RULES: Final[dict[RuleName, CallingRules]] = {
    "au-telemarketing": CallingRules(
        source=f"{_STANDARD_2017}, prohibited calling times of telemarketing calls",
        country="AU",
        hours=CallingHours(
            **dict.fromkeys(WEEKDAYS[:5], "09:00-20:00"), saturday="09:00-17:00", sunday="none", holidays="none"
        ),
    ),
    "au-research": CallingRules(
        source=f"{_STANDARD_2017}, prohibited calling times of research calls",
        country="AU",
        hours=CallingHours(
            **dict.fromkeys(WEEKDAYS[:5], "09:00-20:30"), **dict.fromkeys(WEEKDAYS[5:], "09:00-17:00"), holidays="none"
        ),
    ),
    "us-tcpa": CallingRules(
        source="47 CFR 64.1200(c)(1), under the Telephone Consumer Protection Act of 1991",
        country="US",
        hours=CallingHours(**dict.fromkeys(WEEKDAYS, "08:00-21:00")),
    ),
}
