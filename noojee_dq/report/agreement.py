"""What the API answered after a run, beside what the pre-flight had expected: for the page and the demo."""

from dataclasses import dataclass
from typing import Final

import pandas as pd

from noojee_dq.codes import ResultCode
from noojee_dq.fields import JUDGED
from noojee_dq.report.results_table import results_table
from noojee_dq.report.run_tables import by_code, confusion, judged

#: A PBX may answer anything, and the page has its limit: codes that are shown; the rarer ones are counted together.
_MOST_CODES: Final = 20
_RARER: Final = "rarer codes"


@dataclass(frozen=True)
class CodeCount:
    """One code that came back: its meaning, and the leads that got it. `code` is "none" where none came."""

    code: str
    name: str
    meaning: str
    action: str
    leads: int


@dataclass(frozen=True)
class RunAgreement:
    """The answers of a run, as they are shown.

    `pairs` holds for each expected code (a row) the judged leads by actual code, in the order of `codes`; it is empty
    where nothing was expected of them. `judged` leads have a verdict of the API, `as_expected` of them the expected
    one.
    """

    answers: tuple[CodeCount, ...]
    codes: tuple[str, ...]
    pairs: tuple[tuple[str, tuple[int, ...]], ...]
    judged: int
    as_expected: int


def run_agreement(results: pd.DataFrame) -> RunAgreement:
    """Count the answers of a run.

    Args:
        results: as `noojee_dq.submit` gives them, or as a file of them is read; `dq_expected_code` where the leads were
            checked.

    Returns:
        The numbers; only leads that were accepted, refused or in conflict are set against what was expected.

    Raises:
        LeadsError: these are no results.

    Example:
        >>> results = pd.DataFrame({"dq_expected_code": [0, 0, 105], "api_code": [0, 104, None],
        ...     "api_outcome": ["accepted", "rejected", "not_sent"], "api_action": ["none", "drop", "retry"]})
        >>> run = run_agreement(results)
        >>> [(answer.code, answer.leads) for answer in run.answers], run.codes, run.pairs
        ([('0', 1), ('104', 1), ('none', 1)], ('0', '104'), (('0', (1, 1)),))
    """
    table, _ = results_table(results)
    pairs = judged(table)
    counts = pd.crosstab(_most_frequent(pairs["expected"]), _most_frequent(pairs["actual"]))
    codes = _in_order(counts.columns)
    rows = counts.to_dict("index")
    return RunAgreement(
        answers=_answers(table),
        codes=tuple(codes),
        pairs=tuple((code, tuple(rows[code][name] for name in codes)) for code in _in_order(counts.index)),
        judged=len(pairs),
        as_expected=int(pairs["expected"].eq(pairs["actual"]).sum()),
    )


def expected_against_actual(results: pd.DataFrame) -> pd.DataFrame:
    """Count how often the API answered the code that the pre-flight had expected.

    Args:
        results: what `submit` returned for checked leads.

    Returns:
        A line for each pair of codes: `expected`, `actual`, `result` (the name of the latter), `leads` and `agree`;
        only leads on which the API gave its verdict.

    Raises:
        LeadsError: these are no results.

    Example:
        >>> results = pd.DataFrame({"dq_expected_code": [0, 0, 105], "api_code": [0, 104, 105],
        ...     "api_outcome": ["accepted", "rejected", "rejected"], "api_action": ["none", "drop", "drop"]})
        >>> expected_against_actual(results)[["expected", "actual", "leads", "agree"]].values.tolist()
        [[0, 0, 1, True], [0, 104, 1, False], [105, 105, 1, True]]
    """
    matrix = confusion(judged(results_table(results)[0]))
    table = matrix.reset_index().melt(id_vars="expected", value_name="leads")
    table = table[table["leads"] > 0].sort_values(["expected", "actual"], ignore_index=True)
    table["actual"] = table["actual"].astype("int64")
    table.insert(2, "result", [ResultCode(code).name for code in table["actual"].tolist()])
    return table.assign(agree=table["expected"].eq(table["actual"]))


def unjudged(results: pd.DataFrame) -> int:
    """Count the leads of a run without a verdict of the API: in doubt, accepted to all appearance, or not sent.

    Args:
        results: what `submit` returned.

    Example:
        >>> unjudged(pd.DataFrame({"api_code": [0, 103], "api_outcome": ["accepted", "unknown"],
        ...     "api_action": ["none", "check_in_dialler"]}))
        1
    """
    return int((~results_table(results)[0]["outcome"].isin(JUDGED)).sum())


def _answers(table: pd.DataFrame) -> tuple[CodeCount, ...]:
    lines = by_code(table)
    shown = lines.head(_MOST_CODES).sort_values("code", na_position="last")
    answers = [
        CodeCount(
            code="none" if pd.isna(line["code"]) else str(line["code"]),
            name=line["result"],
            meaning=line["meaning"],
            action=line["action"].replace("_", " "),
            leads=line["count"],
        )
        for line in shown.to_dict("records")
    ]
    rest = int(lines["count"].iloc[_MOST_CODES:].sum())
    if rest:
        answers.append(CodeCount(_RARER, "", "more codes, each of fewer leads: see api_code", "see api_action", rest))
    return tuple(answers)


def _most_frequent(codes: pd.Series) -> pd.Series:
    frequent = codes.value_counts().index[:_MOST_CODES]
    return codes.astype("str").where(codes.isin(frequent), _RARER)


def _in_order(codes: pd.Index) -> list[str]:
    return sorted(codes, key=lambda code: (code == _RARER, 0 if code == _RARER else int(code)))
