"""The JSON of the commands, held against the schema that `noojee-dq schema` prints."""

import json
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Any

from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from noojee_dq.cli.schema import Documented, schema_of


@cache
def validator(command: Documented) -> Draft202012Validator:
    """What holds a document against the schema of a command."""
    schema = schema_of(command)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def valid(command: str, text: str) -> dict[str, Any]:
    """The document that a command prints; it fits its schema."""
    document: dict[str, Any] = json.loads(text)
    validator(Documented(command)).validate(document)
    return document


def asks_for_json(arguments: Sequence[str]) -> bool:
    return ("--format", "json") in pairwise(arguments) or "--format=json" in arguments


def not_zero(counts: dict[str, int]) -> dict[str, int]:
    return {name: count for name, count in counts.items() if count}
