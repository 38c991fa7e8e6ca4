"""What the PBX says of a campaign's ids, when it is asked before the leads are checked."""

from dataclasses import dataclass
from typing import NamedTuple

from noojee_dq.codes import ResultCode


class PbxEntity(NamedTuple):
    """A template, campaign or allocation on the PBX."""

    id: str
    name: str

    def __str__(self) -> str:
        return f"{self.id} {self.name}".strip()


class IdProblem(NamedTuple):
    """An id that the PBX does not know: the code that it would answer to every lead, and what to tell a person."""

    code: ResultCode
    message: str


@dataclass(frozen=True, slots=True)
class PbxIds:
    """What the PBX knows of a campaign's ids; `noojee_dq.client.ping` asks it.

    Args:
        found: "template", "campaign" and "allocation", as far as the PBX knows them. Each is looked for in the list
            of the one before, so that nothing is known beyond the first that is not found.
        problems: what the PBX does not know; () = it knows all three.

    Example:
        >>> PbxIds({"template": PbxEntity("41", "Sales")}).confirmed
        'template 41 Sales'
    """

    found: dict[str, PbxEntity]
    problems: tuple[IdProblem, ...] = ()

    @property
    def confirmed(self) -> str:
        """The ids that the PBX knows, for a person; "" = none."""
        return ", ".join(f"{part} {entity}" for part, entity in self.found.items())
