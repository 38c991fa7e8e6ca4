"""A phone pattern of the PBX, as a campaign file holds it."""

import re

from pydantic import BaseModel, ConfigDict, Field, field_validator

_PATTERN_PART = re.compile(r"\[(?:[0-9](?:-[0-9])?)+\]|[^\s\[\]]")
_PATTERN_LETTERS = {"X": "[0-9]", "Z": "[1-9]", "N": "[2-9]", ".": ".+"}


class PhonePattern(BaseModel):
    """A phone pattern of the PBX: a matching number loses `strip` leading digits, gets `prefix` in front.

    Args:
        name: what the pattern is called on the PBX.
        pattern: `X` 0-9, `Z` 1-9, `N` 2-9, `[1-5]` a set, `.` one or more of anything; other characters stand
            for themselves; spaces are ignored ("Phone Fields and Field Mappings").
        strip: number of leading characters to take off.
        prefix: what is put in front afterwards.

    Example:
        >>> PhonePattern(name="lost zero", pattern="N X[1-5].", strip=0, prefix="0").regex
        '[2-9][0-9][1-5].+'
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = ""
    pattern: str = Field(min_length=1)
    strip: int = Field(default=0, ge=0)
    prefix: str = ""

    @property
    def regex(self) -> str:
        """The pattern as a regular expression that a whole number must match."""
        parts = _PATTERN_PART.findall(re.sub(r"\s", "", self.pattern))
        return "".join(_PATTERN_LETTERS.get(part) or (part if len(part) > 1 else re.escape(part)) for part in parts)

    @field_validator("pattern")
    @classmethod
    def _sets_are_whole(cls, pattern: str) -> str:
        falling = any(first > last for first, last in re.findall(r"(\d)-(\d)", pattern))
        if falling or not re.fullmatch(rf"({_PATTERN_PART.pattern}|\s)+", pattern):
            raise ValueError(f"phone pattern {pattern!r}: a set is written like [1-5] or [135]")
        return pattern
