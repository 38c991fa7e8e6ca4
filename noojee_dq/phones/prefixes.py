"""What a prefix pattern can take off a number: every literal start, and the digits that come in its place."""

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from re import _parser  # type: ignore[attr-defined]
from typing import Any, Final, NamedTuple

from noojee_dq.phones.automata import MOST_DIGITS, digits_of
from noojee_dq.phones.exact_patterns import NotCompiledError

# More ways to match than this make too many intervals in any case.
_MOST_WAYS: Final = 1_000


class PrefixEdit(NamedTuple):
    """A change of the start of a number.

    Args:
        taken: the digits that it begins with.
        put: the digits in their place.
    """

    taken: str
    put: str

    def then(self, other: "PrefixEdit") -> "PrefixEdit | None":
        """Return both edits as one; None where no number begins as both ask.

        Example:
            >>> PrefixEdit("0011", "").then(PrefixEdit("61", "")), PrefixEdit("1", "268").then(PrefixEdit("26", "7"))
            (PrefixEdit(taken='001161', put=''), PrefixEdit(taken='1', put='78'))
            >>> PrefixEdit("", "4").then(PrefixEdit("5", "")) is None
            True
        """
        if self.put.startswith(other.taken):
            return PrefixEdit(self.taken, other.put + self.put[len(other.taken) :])
        if other.taken.startswith(self.put):
            return PrefixEdit(self.taken + other.taken[len(self.put) :], other.put)
        return None


@dataclass(frozen=True)
class _Way:
    """One way in which a prefix matches: the digits possible at each place, and where its groups are."""

    places: tuple[str, ...] = ()
    groups: dict[int, tuple[int, int]] = field(default_factory=dict)
    ends_number: bool = False

    def pattern(self) -> str:
        return "^" + "".join(f"[{digits}]" for digits in self.places) + ("$" if self.ends_number else "")


def ways_of_matching(prefix: str) -> list[str]:
    r"""Return a pattern for each way in which a prefix can match, whichever of them libphonenumber prefers.

    Args:
        prefix: pattern of a number with its prefix; the last group is what follows.

    Raises:
        NotCompiledError: there are too many.

    Example:
        >>> ways_of_matching("^(?:(183[12])|0)(.*)$")
        ['^[1][8][3][12]', '^[0]']
    """
    return [way.pattern() for way in _ways(prefix)]


def edits(prefix: str, rest: str, transformed: str = "") -> set[PrefixEdit]:
    r"""Return all that taking off a prefix can make of the start of a number.

    Args:
        prefix: as for `ways_of_matching`.
        rest: the replacement that leaves what follows: the last group.
        transformed: the replacement where the group before that one has matched something; "" = the same.

    Raises:
        NotCompiledError: there are too many.

    Example:
        >>> sorted(edits("^(?:(183[12])|0)(.*)$", r"\2"))
        [PrefixEdit(taken='0', put=''), PrefixEdit(taken='1831', put=''), PrefixEdit(taken='1832', put='')]
        >>> sorted(edits(r"^(?:([457]\d{6})$|1)(.*)$", r"\2", r"268\1\2"))
        [PrefixEdit(taken='', put='268'), PrefixEdit(taken='1', put='')]
    """
    condition = int(rest[1:]) - 1
    found: set[PrefixEdit] = set()
    for way in _ways(prefix):
        start, stop = way.groups.get(condition, (0, 0))
        replacement = transformed if transformed and stop > start else rest
        found.update(itertools.islice(_edits_of(way, replacement), _MOST_WAYS + 1))
        if len(found) > _MOST_WAYS:
            raise NotCompiledError(prefix)
    return found


def _edits_of(way: _Way, replacement: str) -> Iterator[PrefixEdit]:
    parts = re.findall(r"\\(\d)|(\d)", replacement)
    kept = len(way.places)
    *parts, _ = parts
    # A group that reaches up to what follows is kept as it is, whatever its digits are.
    while parts and parts[-1][0] and way.groups.get(int(parts[-1][0]), (kept, kept))[1] == kept:
        kept = way.groups.get(int(parts.pop()[0]), (kept, kept))[0]
    for taken in itertools.product(*way.places[:kept]):
        put = [digit or "".join(taken[slice(*way.groups.get(int(group), (0, 0)))]) for group, digit in parts]
        yield PrefixEdit("".join(taken), "".join(put))


def _ways(prefix: str) -> list[_Way]:
    start, *items, follows, _ = _parser.parse(prefix)
    if start != (_parser.AT, _parser.AT_BEGINNING) or follows[0] is not _parser.SUBPATTERN:
        raise NotCompiledError(prefix)
    return _extended([_Way()], items)


def _extended(ways: list[_Way], items: Iterable[tuple[Any, Any]]) -> list[_Way]:
    for operator, argument in items:
        ways = [longer for way in ways for longer in _longer(way, operator, argument)]
        if len(ways) > _MOST_WAYS:
            raise NotCompiledError("too many ways")
    return ways


def _longer(way: _Way, operator: Any, argument: Any) -> list[_Way]:
    if operator is _parser.BRANCH:
        return [longer for branch in argument[1] for longer in _extended([way], branch)]
    if operator is _parser.MAX_REPEAT:
        return _repeated(way, *argument)
    if operator is _parser.SUBPATTERN:
        group, _, _, items = argument
        inside = _extended([way], items)
        return inside if group is None else [_grouped(longer, group, len(way.places)) for longer in inside]
    if (operator, argument) == (_parser.AT, _parser.AT_END):
        return [_Way(way.places, way.groups, ends_number=True)]
    digits = digits_of(operator, argument)
    return [] if way.ends_number else [_Way((*way.places, digits), way.groups)]


def _repeated(way: _Way, least: int, most: int, items: Iterable[tuple[Any, Any]]) -> list[_Way]:
    if most > MOST_DIGITS:
        raise NotCompiledError("repeated without end")
    ways, found = [way], [way] if not least else []
    for times in range(1, most + 1):
        ways = _extended(ways, items)
        found += ways if times >= least else []
    return found


def _grouped(way: _Way, group: int, start: int) -> _Way:
    return _Way(way.places, {**way.groups, group: (start, len(way.places))}, way.ends_number)
