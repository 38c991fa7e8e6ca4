"""The section `[calling]` of a campaign file: when leads may ring."""

from typing import Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from noojee_dq.settings.calling_hours import WEEKDAYS, CallingHours
from noojee_dq.settings.calling_rules import RULES, RuleName

#: A hundred years: with many more, days lie beyond any calendar.
MOST_DAYS: Final = 36_525


class Calling(BaseModel):
    """When the leads of a campaign may ring.

    Args:
        rules: whose hours are kept; "none" = no hours but those of `hours`, or none at all.
        states: public holidays of the lead's state count too, where the file has one.
        hours: hours of one's own, day by day in place of those of the rules.
        consent_column: column that says whether the person agreed to be called at the time of the callback.
        severity: what a callback at a forbidden time is; "error" = the lead is not sent.
        max_days_ahead: a callback that lies further ahead, in days, is taken for a slip.

    Example:
        >>> Calling(rules="au-telemarketing", hours={"saturday": "none"}).hours_in_force.saturday
        'none'
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    rules: RuleName = "none"
    states: bool = False
    hours: CallingHours = CallingHours()
    consent_column: str = ""
    severity: Literal["warning", "error"] = "warning"
    max_days_ahead: int = Field(default=366, ge=1, le=MOST_DAYS)

    @property
    def hours_in_force(self) -> CallingHours | None:
        """The hours of the rules, with one's own in their place; None = there are none to keep."""
        own = self.hours.model_dump(exclude_defaults=True)
        if self.rules == "none":
            return self.hours if own else None
        return CallingHours(**(RULES[self.rules].hours.model_dump() | own))

    @model_validator(mode="after")
    def _all_days_are_said(self) -> Self:
        hours = self.hours_in_force
        unsaid = [day for day in WEEKDAYS if hours and not getattr(hours, day)]
        if unsaid:
            raise ValueError(f"hours without rules must name every weekday: {', '.join(unsaid)} missing")
        return self
