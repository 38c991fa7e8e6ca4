"""What refused leads share that the others do not: a value, or how the values of a column begin."""

import math
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

import pandas as pd

from noojee_dq.arrow.columns import Mask, Positions
from noojee_dq.words.masked_values import masking_of
from noojee_dq.words.masking import mask_text

#: Fewer leads share something by chance.
_FEWEST = 3
#: Less than this share of the leads is no pattern of theirs.
_LEAST_SHARE = 0.3
#: How many times as frequent as among the others.
_LEAST_LIFT = 3.0
#: How likely it may be that chance alone brings about any pattern of a code.
_CHANCE = 0.001
_MOST_PATTERNS = 3
_MOST_CODES = 10

#: Characters of a beginning, without separators; the rest, and at least as many again, stays untold.
_BEGINNINGS = (4, 3, 2)
_SEPARATORS = r"[\s().\-/]+"


class Pattern(NamedTuple):
    """What leads that were refused with one code share.

    Attributes:
        code: with which they were refused.
        column: heading.
        kind: "is", "begins with" or "is blank".
        value: phone numbers in it are masked.
        leads: how many of them share it.
        of: how many were refused with the code.
        share_of_others: share of all other judged leads that have it too, 0 to 1.
    """

    code: int
    column: str
    kind: str
    value: str
    leads: int
    of: int
    share_of_others: float

    def __str__(self) -> str:
        have = f"{self.leads:,} of {self.of:,} refused with {self.code} have a {self.column} that {self.kind}"
        others = 100 * self.share_of_others
        share = "none" if not others else f"{others:.0f}%" if others >= 1 else "under 1%"
        return f"{have}{f' {self.value}' if self.value else ''}, against {share} of the others"


def patterns(text: pd.DataFrame, codes: pd.Series, judged: Mask, phone_columns: tuple[str, ...]) -> list[Pattern]:
    """Find what surprises share, for each code with which they were refused.

    Args:
        text: the leads' own columns, all text.
        codes: of the surprises, by position in `text`.
        judged: leads on which the API has given its verdict; the others among them are compared with.
        phone_columns: headings whose cells are masked.

    Returns:
        At most three patterns for each of the ten most frequent codes, the clearest first.

    Example:
        >>> import numpy as np
        >>> text = pd.DataFrame({"Source": ["web"] * 40 + ["fair"] * 10})
        >>> codes = pd.Series([104] * 10, index=range(40, 50))
        >>> [str(one) for one in patterns(text, codes, np.ones(50, dtype=bool), ())]
        ['10 of 10 refused with 104 have a Source that is fair, against none of the others']
    """
    columns = [_TextColumn(heading, text[heading], heading in phone_columns) for heading in text.columns]
    found = []
    for code in codes.value_counts().head(_MOST_CODES).index.tolist():
        refused = codes.index[codes.eq(code)].to_numpy()
        others = judged.copy()
        others[refused] = False
        if len(refused) >= _FEWEST and others.any():
            found += _of_code(code, columns, refused, others)
    return found


class _Candidate(NamedTuple):
    """Something that many of the refused share; the clearer the less likely by chance."""

    clearness: float
    pattern: Pattern


class _TextColumn:
    """A column of the leads, in the forms in which it is looked at."""

    def __init__(self, heading: str, text: pd.Series, is_phone: bool) -> None:
        self.heading = heading
        self.is_phone = is_phone
        self._text = text

    @cached_property
    def whole(self) -> pd.Series:
        return self._text.str.strip()

    @cached_property
    def plain(self) -> pd.Series:
        return self._text.str.replace(_SEPARATORS, "", regex=True)

    def shared(self, refused: Positions) -> Iterator[tuple[str, str, int, pd.Series]]:
        """Find what many of the refused share: kind, value, how many of them, and who has it; whole values first."""
        for value, leads in _frequent(self.whole.iloc[refused], len(refused)):
            yield "is" if value else "is blank", value, leads, self.whole.eq(value)
        mine = self._text.iloc[refused].str.replace(_SEPARATORS, "", regex=True)
        for length in _BEGINNINGS:
            # Short values are told by their whole, and of a number at least half the digits stay untold.
            long = mine[mine.str.len() >= 2 * length]
            for value, leads in _frequent(long.str.slice(0, length), len(refused)):
                yield (
                    "begins with",
                    value,
                    leads,
                    self.plain.str.startswith(value) & (self.plain.str.len() >= 2 * length),
                )

    def masked(self, kind: str, value: str) -> str:
        if kind == "begins with":
            return value
        return masking_of(self.heading, [self.heading] if self.is_phone else [])(value)


def _of_code(code: int, columns: list[_TextColumn], refused: Positions, others: Mask) -> list[Pattern]:
    # One pattern of a column says it all: the clearest, of equal ones the first.
    best = [
        max(candidates, key=lambda one: one.clearness)
        for column in columns
        if (candidates := list(_candidates(code, column, refused, others)))
    ]
    if not best:
        return []
    needed = math.log(len(columns) * (1 + len(_BEGINNINGS)) / _CHANCE)
    clear = sorted((one for one in best if one.clearness >= needed), key=lambda one: -one.clearness)
    return [one.pattern for one in clear[:_MOST_PATTERNS]]


def _candidates(code: int, column: _TextColumn, refused: Positions, others: Mask) -> Iterator[_Candidate]:
    total, of = int(others.sum()), len(refused)
    for kind, value, leads, has_it in column.shared(refused):
        have_it = int((has_it.to_numpy(dtype=bool) & others).sum())
        pattern = Pattern(code, mask_text(column.heading), kind, column.masked(kind, value), leads, of, have_it / total)
        # The others are a sample themselves: the rule of succession.
        yield _Candidate(_clearness(leads, of, (have_it + 1) / (total + 2)), pattern)


def _frequent(values: pd.Series, of: int) -> list[tuple[str, int]]:
    counts = values.value_counts()
    frequent = counts[counts >= max(_FEWEST, _LEAST_SHARE * of)]
    return [(str(value), int(count)) for value, count in frequent.items()]


def _clearness(leads: int, of: int, chance: float) -> float:
    """Say how unlikely it is that so many have by chance what a lead has with the probability `chance`.

    By Chernoff's bound the probability is at most exp(-clearness). 0 = not frequent enough to help anybody.
    """
    share = leads / of
    if share < _LEAST_LIFT * chance:
        return 0.0
    rest = (1 - share) * math.log((1 - share) / (1 - chance)) if share < 1 else 0.0
    return of * (share * math.log(share / chance) + rest)
