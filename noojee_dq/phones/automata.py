"""Patterns over digits as automata: where, in the order of numbers, strings of one length begin or cease to match."""

import functools
from collections.abc import Iterable
from re import _parser  # type: ignore[attr-defined]
from typing import Any, Final, NamedTuple

from noojee_dq.phones.exact_patterns import NotCompiledError

DIGITS: Final = "0123456789"

#: Of more digits nothing is asked.
MOST_DIGITS: Final = 20

# A state at which any digits may follow: its lengths are all there are.
_ANY_LENGTHS: Final = 2 ** (MOST_DIGITS + 1) - 1


class Flips(NamedTuple):
    """Which strings of digits of one length match, in the order of numbers.

    Args:
        first: whether the first of them, all zeros, does.
        at: the numbers from which on it is the other way round.
    """

    first: bool
    at: tuple[int, ...]


class Automaton:
    """A pattern that is read from the start of a string of digits.

    Args:
        pattern: a regular expression that begins with `^`; without `$` at its end, anything may follow.

    Raises:
        NotCompiledError: it has look-around, back references, or repeats without end.

    Example:
        >>> Automaton("^(?:1[3-5]|9)$").flips("", 2)
        Flips(first=False, at=(13, 16))
        >>> Automaton("^4").flips("", 2).at, Automaton("^04$").flips("0", 1).at
        ((40, 50), (4, 5))
    """

    def __init__(self, pattern: str) -> None:
        self._edges: list[list[tuple[str, int]]] = [[]]
        self._ends: set[int] = set()
        self._loops: set[int] = set()
        items = list(_parser.parse(pattern))
        if not items or items[0] != (_parser.AT, _parser.AT_BEGINNING):
            raise NotCompiledError(pattern)
        whole = items[-1] == (_parser.AT, _parser.AT_END)
        ends = self._added(items[1:-1] if whole else items[1:], {0})
        self._ends |= ends
        self._loops |= set() if whole else ends
        self._lengths = self._possible_lengths()
        self._known_next: dict[frozenset[int], tuple[frozenset[int], ...]] = {}
        self._known_flips: dict[tuple[frozenset[int], int], Flips] = {}

    def flips(self, start: str, size: int) -> Flips:
        """Say which strings of `size` digits match when they follow some others.

        Args:
            start: the digits before them.
            size: how many digits they have.
        """
        states = frozenset({0})
        for digit in start:
            states = self._next(states)[int(digit)]
        return self._flips(states, size)

    def _added(self, items: Iterable[tuple[Any, Any]], states: set[int]) -> set[int]:
        """Add what a parsed pattern reads from some states on, and return the states that it leads to."""
        for operator, argument in items:
            states = self._added_item(operator, argument, states)
        return states

    def _added_item(self, operator: Any, argument: Any, states: set[int]) -> set[int]:
        if operator is _parser.SUBPATTERN:
            return self._added(argument[3], states)
        if operator is _parser.BRANCH:
            return set().union(*(self._added(branch, states) for branch in argument[1]))
        if operator is _parser.MAX_REPEAT:
            least, most, repeated = argument
            return self._repeated(least, most, repeated, states)
        self._edges.append([])
        end = len(self._edges) - 1
        for state in states:
            self._edges[state].append((digits_of(operator, argument), end))
        return {end}

    def _repeated(self, least: int, most: int, items: Iterable[tuple[Any, Any]], states: set[int]) -> set[int]:
        if most > MOST_DIGITS:
            raise NotCompiledError("repeated without end")
        ends = states if not least else set()
        for times in range(1, most + 1):
            states = self._added(items, states)
            ends = ends | states if times >= least else ends
        return ends

    def _possible_lengths(self) -> list[int]:
        """Return for each state the lengths of what may follow it, as the bits of a number."""
        lengths = [0] * len(self._edges)
        # Every edge leads to a state with a higher number.
        for state in reversed(range(len(self._edges))):
            lengths[state] = int(state in self._ends)
            for _, target in self._edges[state]:
                lengths[state] |= lengths[target] << 1
            if state in self._loops:
                lengths[state] = _ANY_LENGTHS
        return lengths

    def _next(self, states: frozenset[int]) -> tuple[frozenset[int], ...]:
        """Return the states after each digit."""
        if states not in self._known_next:
            edges = [edge for state in states for edge in self._edges[state]]
            stay = states & self._loops
            self._known_next[states] = tuple(
                stay.union(target for digits, target in edges if digit in digits) for digit in DIGITS
            )
        return self._known_next[states]

    def _flips(self, states: frozenset[int], size: int) -> Flips:
        if not any(self._lengths[state] >> size & 1 for state in states):
            return Flips(False, ())
        if not size or states & self._loops:
            return Flips(True, ())
        if (states, size) not in self._known_flips:
            parts = [self._flips(following, size - 1) for following in self._next(states)]
            self._known_flips[states, size] = _joined(parts, 10 ** (size - 1))
        return self._known_flips[states, size]


def _joined(parts: list[Flips], step: int) -> Flips:
    """Put the flips after each first digit one after the other."""
    at: list[int] = []
    matching = parts[0].first
    for digit, part in enumerate(parts):
        start = step * digit
        if part.first != matching:
            at.append(start)
        at += [start + flip for flip in part.at]
        matching = part.first ^ bool(len(part.at) % 2)
    return Flips(parts[0].first, tuple(at))


@functools.cache
def automaton(pattern: str) -> Automaton:
    """Return the automaton of a pattern; regions share many."""
    return Automaton(pattern)


def digits_of(operator: Any, argument: Any) -> str:
    r"""Return the digits that a parsed literal or class takes.

    Raises:
        NotCompiledError: it is neither, or a class that is not made of digits.

    Example:
        >>> [digits_of(*item) for item in _parser.parse(r"\d[1-38]4")]
        ['0123456789', '1238', '4']
    """
    if operator is _parser.LITERAL:
        return chr(argument)
    if operator is not _parser.IN:
        raise NotCompiledError(str(operator))
    return "".join(_members(*member) for member in argument)


def _members(operator: Any, argument: Any) -> str:
    if operator is _parser.RANGE:
        return "".join(chr(code) for code in range(argument[0], argument[1] + 1))
    if operator is _parser.LITERAL:
        return chr(argument)
    if (operator, argument) == (_parser.CATEGORY, _parser.CATEGORY_DIGIT):
        return DIGITS
    raise NotCompiledError(str(operator))
