"""`schema`: the JSON Schema of what a command prints."""

import json
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from noojee_dq.cli.messages import importing

if TYPE_CHECKING:
    from noojee_dq.show.document import Document

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


class Documented(StrEnum):
    """The commands that print JSON."""

    CHECK = "check"
    REPAIR = "repair"
    SUBMIT = "submit"
    RESUME = "resume"
    STATUS = "status"
    ANALYSE = "analyse"
    EXPLAIN = "explain"


def schema(command: Annotated[Documented, typer.Argument(help="The command whose JSON is described.")]) -> None:
    """Print the JSON Schema of what a command prints with --format json."""
    with importing():
        described = schema_of(command)
    typer.echo(json.dumps(described, indent=2))


def schema_of(command: Documented) -> dict[str, Any]:
    """Return the JSON Schema of what a command prints, its failures included.

    Args:
        command: one that prints JSON.

    Example:
        >>> [one["$ref"] for one in schema_of(Documented.STATUS)["anyOf"]]
        ['#/$defs/StatusDocument', '#/$defs/FailureDocument']
    """
    from pydantic.json_schema import models_json_schema

    from noojee_dq.show.document import FailureDocument

    documents: list[type[Document]] = [*_documents(command), FailureDocument]
    named, definitions = models_json_schema([(one, "serialization") for one in documents])
    described = {"anyOf": list(named.values())} | definitions
    return {"$schema": _DIALECT, "title": f"noojee-dq {command} --format json"} | described


def _documents(command: Documented) -> "list[type[Document]]":
    """Return the models of what a command prints."""
    from noojee_dq.analysis.render_json import AnalysisDocument
    from noojee_dq.explain import ExplainDocument
    from noojee_dq.report.render_json import CheckDocument
    from noojee_dq.report.render_repair_json import RepairDocument
    from noojee_dq.sending.documents import PlanDocument, RunDocument, StatusDocument

    documents: dict[Documented, list[type[Document]]] = {
        Documented.CHECK: [CheckDocument],
        Documented.REPAIR: [RepairDocument],
        Documented.SUBMIT: [RunDocument, PlanDocument],
        Documented.RESUME: [RunDocument],
        Documented.STATUS: [StatusDocument],
        Documented.ANALYSE: [AnalysisDocument],
        Documented.EXPLAIN: [ExplainDocument],
    }
    return documents[command]
