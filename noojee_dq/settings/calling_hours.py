"""The hours in which one may call: a window for each weekday, and one for public holidays."""

import re
from typing import Annotated, Final, NamedTuple

from pydantic import AfterValidator, BaseModel, ConfigDict

_WRITTEN: Final = re.compile(r"(?P<opens>\d?\d:[0-5]\d) ?- ?(?P<closes>\d?\d:[0-5]\d)")
_MINUTES_OF_DAY: Final = 24 * 60

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Window(NamedTuple):
    """A part of a day in which one may call, in minutes since midnight; the end is excluded."""

    opens: int
    closes: int

    @property
    def is_shut(self) -> bool:
        """Whether one may not call at all."""
        return self.opens == self.closes

    def __str__(self) -> str:
        if self.is_shut:
            return "none"
        return "-".join(f"{minutes // 60:02}:{minutes % 60:02}" for minutes in self)


def window_of(written: str) -> Window:
    """Read a window.

    Args:
        written: like "09:00-20:00", or "none".

    Raises:
        ValueError: it is no window of a day.

    Example:
        >>> window_of("9:00-20:30"), str(window_of("none"))
        (Window(opens=540, closes=1230), 'none')
    """
    if written.strip().casefold() == "none":
        return Window(0, 0)
    parts = _WRITTEN.fullmatch(written.strip())
    opens, closes = map(_minutes, parts.groups()) if parts else (0, 0)
    if not opens < closes <= _MINUTES_OF_DAY:
        raise ValueError('must be hours of one day like "09:00-20:00", or "none"')
    return Window(opens, closes)


def _minutes(written: str) -> int:
    hours, minutes = written.split(":")
    return 60 * int(hours) + int(minutes)


def _checked(written: str) -> str:
    return str(window_of(written)) if written else ""


_Hours = Annotated[str, AfterValidator(_checked)]


class CallingHours(BaseModel):
    """The hours in which one may call, by day: like "09:00-20:00" (20:00 sharp is too late), or "none"; "" = not said.

    Args:
        monday: of that day, and so on.
        holidays: of public holidays, on which those of their weekday hold too; "" = these alone.

    Example:
        >>> CallingHours(monday="9:00-20:00", sunday="none").monday
        '09:00-20:00'
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    monday: _Hours = ""
    tuesday: _Hours = ""
    wednesday: _Hours = ""
    thursday: _Hours = ""
    friday: _Hours = ""
    saturday: _Hours = ""
    sunday: _Hours = ""
    holidays: _Hours = ""

    @property
    def by_weekday(self) -> tuple[Window, ...]:
        """The windows from Monday to Sunday, all of which must have been said."""
        return tuple(window_of(getattr(self, day)) for day in WEEKDAYS)

    @property
    def on_holidays(self) -> Window | None:
        """The window of public holidays; None = that of their weekday alone."""
        return window_of(self.holidays) if self.holidays else None
