"""The JSON documents of the commands: what all of them have, and how they are written."""

import json
from datetime import datetime
from importlib.metadata import version
from typing import Annotated, Any, Final, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, NonNegativeInt, StringConstraints

from noojee_dq.words.masking import mask_message

#: Of all documents: it goes up when a name of one of them changes its meaning, or goes.
_SCHEMA_VERSION: Final = 2
_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False)

#: Number of leads by result code.
ByCode = dict[Annotated[str, StringConstraints(pattern="^-?[0-9]+$")], NonNegativeInt]


def tool_version() -> str:
    """Return which version of the tool this is."""
    return version("noojee-dq")


class JsonPart(BaseModel):
    """An object in a document; a name that it does not have is an error."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        use_attribute_docstrings=True,
        json_schema_serialization_defaults_required=True,
    )


class Document(JsonPart):
    """What the JSON of every command has."""

    schema_version: Literal[2] = _SCHEMA_VERSION
    tool: Literal["noojee-dq"] = "noojee-dq"
    version: str = Field(default_factory=tool_version)
    """Of the tool."""
    checked_at: AwareDatetime
    """When that was so which the document says."""
    ok: bool
    """Whether there is nothing to do about the leads: none has an error, was refused, is in doubt or left."""
    exit_code: Annotated[int, Field(ge=0, le=255)]
    """Of the command: what its options made of that."""
    error: str | None = None
    """Why the command could not do what it should; null = it could."""


class CampaignUsed(JsonPart):
    """The campaign file whose settings were taken."""

    path: str | None
    """From the root of the disk, however it was named or found; null = there is none."""
    found: Literal["named", "beside", "above", "here"] | None
    """By its name (-c, or the environment), beside the leads, in a folder above them, or in the working folder."""


class FailureDocument(Document):
    """What a command says that failed before it had anything to say."""

    ok: Literal[False] = False
    error: str


def failure_json(error: str, exit_code: int, *, at: datetime) -> str:
    """Write that a command failed; phone numbers are masked.

    Args:
        error: what is wrong, and what to do.
        exit_code: of the command.
        at: when, with its zone.

    Example:
        >>> from datetime import UTC
        >>> json.loads(failure_json("0412345678: no", 3, at=datetime(2026, 3, 4, tzinfo=UTC)))["error"]
        '04•••••678: no'
    """
    return written(FailureDocument(checked_at=at, exit_code=exit_code, error=mask_message(error)))


def written(document: Document, **lists: str) -> str:
    """Write a document as JSON text on one line.

    Args:
        document: what is to be written.
        lists: fields of it that are long, hence encoded by the caller, column by column: their JSON.

    Example:
        >>> from datetime import UTC
        >>> written(Document(checked_at=datetime(2026, 3, 4, tzinfo=UTC), ok=True, exit_code=0))[:42]
        '{"schema_version": 2, "tool": "noojee-dq",'
    """
    text = encode(document.model_dump(mode="json", by_alias=True, exclude=set(lists)))
    return text.removesuffix("}") + "".join(f', "{name}": {one}' for name, one in lists.items()) + "}"


def encode(value: Any) -> str:
    r"""Return a value as JSON; what a screen would hide or obey, and half characters, as escapes.

    Args:
        value: of types that JSON has.

    Example:
        >>> print(encode("Zoë \u202e \udc80"))
        "Zoë \u202e \udc80"
    """
    text = _ENCODER.encode(value)
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else json.dumps(char)[1:-1] for char in text)
