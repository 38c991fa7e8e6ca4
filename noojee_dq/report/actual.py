"""What the API answered after a run, beside what the pre-flight had foretold."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from noojee_dq.codes import ResultCode

_NO_ANSWER = "no answer"


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
    got = _texts(results["api_code"])
    counts = got.value_counts()
    codes = _ordered(counts.index)
    answers = tuple(_answer(code, int(counts[code])) for code in codes)
    if "dq_expected_code" not in results:
        return Actual(len(results), answers, tuple(codes), (), 0)
    expected = _texts(results["dq_expected_code"])
    table = pd.crosstab(expected.to_numpy(), got.to_numpy())[codes]
    pairs = tuple((code, tuple(table.loc[[code]].iloc[0].tolist())) for code in _ordered(table.index))
    return Actual(len(results), answers, tuple(codes), pairs, int((expected.to_numpy() == got.to_numpy()).sum()))


def _texts(codes: pd.Series) -> pd.Series:
    numbers = pd.to_numeric(codes).astype("Int64")
    return numbers.astype("str").where(numbers.notna(), _NO_ANSWER)


def _ordered(codes: Iterable[str]) -> list[str]:
    return sorted(codes, key=lambda code: (code == _NO_ANSWER, int(code) if code != _NO_ANSWER else 0))


def _answer(code: str, leads: int) -> Answer:
    if code == _NO_ANSWER:
        return Answer(
            code, "", "not sent, or the answer was lost: see api_outcome", "retry or check in the dialler", leads
        )
    known = ResultCode(int(code))
    return Answer(code, known.name, known.meaning, known.remedy.value.replace("_", " "), leads)
