"""The section `[fields]` of a campaign file: what the campaign asks of single fields."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class FieldRules(BaseModel):
    """What a campaign asks of single fields, beyond what the API does.

    Args:
        required: fields that no lead may leave blank.
        max_length: field -> most characters.
        choices: field -> the values that it may have.

    Example:
        >>> FieldRules(required=["Name"], max_length={"Name": 40}, choices={"State": ["NSW", "VIC"]}).choices["State"]
        ('NSW', 'VIC')
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    required: tuple[str, ...] = ()
    max_length: dict[str, Annotated[int, Field(ge=1)]] = {}
    choices: dict[str, Annotated[tuple[str, ...], Field(min_length=1)]] = {}
