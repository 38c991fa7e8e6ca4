"""What the API answered after a run, beside what the pre-flight had foretold."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from noojee_dq.codes import ResultCode

_NO_ANSWER = "no answer"
_NOT_CHECKED = "not checked"
#: The codes of the table, the rarer ones together: a PBX may answer anything, and the page has its limit.
_MOST_CODES = 20
_RARER = "rarer codes"
_OTHERS = "other codes"
_WORDS = (_RARER, _OTHERS, _NOT_CHECKED, _NO_ANSWER)


@dataclass(frozen=True)
class Answer:
    """One actual code: its meaning, and the leads that got it."""

    code: str
    name: str
    meaning: str
    action: str
    leads: int


@dataclass(frozen=True)
class Actual:
    """The answers of a run: a line for each code, and the leads for each pair of expected and actual code.

    `pairs` holds for each expected code (a row) the leads by actual code, in the order of `codes`; it is empty where
    the results do not say what was expected.
    """

    leads: int
    answers: tuple[Answer, ...]
    codes: tuple[str, ...]
    pairs: tuple[tuple[str, tuple[int, ...]], ...]
    as_expected: int

    @property
    def answered(self) -> int:
        """The leads of which both the expected and the actual code are known."""
        unknown = sum(leads for answer, leads in zip(self.codes, self._sums, strict=True) if answer == _NO_ANSWER)
        return sum(self._sums) - unknown

    @property
    def _sums(self) -> tuple[int, ...]:
        known = [leads for expected, leads in self.pairs if expected != _NOT_CHECKED]
        return tuple(map(sum, zip(*known, strict=True))) if known else (0,) * len(self.codes)


def actual(results: pd.DataFrame) -> Actual:
    """Count the answers.

    Args:
        results: as `noojee_dq.submit` gives them: `api_code`, and `dq_expected_code` where the leads were checked.

    Returns:
        The numbers.

    Example:
        >>> run = actual(pd.DataFrame({"dq_expected_code": [0, 0, 105], "api_code": [0, 104, None]}))
        >>> [(answer.code, answer.leads) for answer in run.answers], run.codes, run.pairs
        ([('0', 1), ('104', 1), ('no answer', 1)], ('0', '104', 'no answer'), (('0', (1, 1, 0)), ('105', (0, 0, 1))))
    """
    answered = _texts(results["api_code"], _NO_ANSWER)
    got = _most_frequent(answered, _RARER)
    counts = got.value_counts()
    codes = _ordered(counts.index)
    answers = tuple(_answer(code, int(counts[code])) for code in codes)
    if "dq_expected_code" not in results:
        return Actual(len(results), answers, tuple(codes), (), 0)
    foretold = _texts(results["dq_expected_code"], _NOT_CHECKED)
    expected = _most_frequent(foretold, _OTHERS)
    table = pd.crosstab(expected.to_numpy(), got.to_numpy())[codes]
    pairs = tuple((code, tuple(table.loc[[code]].iloc[0].tolist())) for code in _ordered(table.index))
    return Actual(len(results), answers, tuple(codes), pairs, int((foretold.to_numpy() == answered.to_numpy()).sum()))


def _texts(codes: pd.Series, missing: str) -> pd.Series:
    numbers = pd.to_numeric(codes, errors="coerce").astype("Float64")
    whole = numbers.where(numbers.mod(1).eq(0).fillna(value=False).astype("bool")).astype("Int64")
    return whole.astype("str").where(whole.notna(), missing)


def _most_frequent(codes: pd.Series, rest: str) -> pd.Series:
    numbers = codes[~codes.isin(_WORDS)].value_counts()
    return codes if len(numbers) <= _MOST_CODES else codes.mask(codes.isin(numbers.index[_MOST_CODES:]), rest)


def _ordered(codes: Iterable[str]) -> list[str]:
    return sorted(codes, key=lambda code: (1 + _WORDS.index(code), 0) if code in _WORDS else (0, int(code)))


def _answer(code: str, leads: int) -> Answer:
    if code == _NO_ANSWER:
        return Answer(
            code, "", "not sent, or the answer was lost: see api_outcome", "retry or check in the dialler", leads
        )
    if code == _RARER:
        return Answer(code, "", "more codes, each of fewer leads: see api_code", "see api_action", leads)
    known = ResultCode(int(code))
    return Answer(code, known.name, known.meaning, known.remedy.value.replace("_", " "), leads)
