"""Counts by code, and expected against actual codes: tables of a few lines, for page, demo and analysis."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from noojee_dq.codes import ResultCode
from noojee_dq.fields import JUDGED

_NO_CODE = "no code came back: not sent, or in doubt"


def by_code(table: pd.DataFrame) -> pd.DataFrame:
    """Count how often each code came back last, most frequent first.

    Args:
        table: from `results_table`.

    Returns:
        Columns `code` (Int64, null = none came back), `result`, `meaning`, `count`, `share` (of all leads, 0 to 1),
        `action` (all that its leads ask for, most frequent first).

    Example:
        >>> table = pd.DataFrame({"code": pd.array([0, 0, 105], "Int64"), "action": ["none", "none", "drop"]})
        >>> by_code(table)[["code", "result", "count", "action"]].values.tolist()
        [[0, 'OK', 2, 'none'], [105, 'DUPLICATE', 1, 'drop']]
    """
    pairs = table.groupby(["code", "action"], dropna=False).size().rename("count").reset_index()
    pairs = pairs.sort_values("count", ascending=False, kind="stable")
    lines = pairs.groupby("code", dropna=False).agg(count=("count", "sum"), action=("action", ", ".join)).reset_index()
    lines = lines.sort_values("count", ascending=False, kind="stable", ignore_index=True)
    known = [None if pd.isna(code) else ResultCode(int(code)) for code in lines["code"]]
    return pd.DataFrame(
        {
            "code": lines["code"].astype("Int64"),
            "result": pd.array(["" if code is None else code.name for code in known], dtype="str"),
            "meaning": pd.array([_NO_CODE if code is None else code.answer_in_words for code in known], dtype="str"),
            "count": lines["count"].astype("int64"),
            "share": lines["count"] / max(len(table), 1),
            "action": lines["action"].astype("str"),
        }
    )


def judged(table: pd.DataFrame) -> pd.DataFrame:
    """Find the leads on which the API has given its verdict, and of which the pre-flight's is known.

    Of a lead in doubt, accepted to all appearance, or not sent, nobody knows what the API would have said.

    Args:
        table: from `results_table`.

    Returns:
        The codes `expected` and `actual` (int64) of these leads, by their position.

    Example:
        >>> table = pd.DataFrame({"outcome": ["accepted", "unknown"], "code": [0, 103], "expected": [0, 0]})
        >>> judged(table).to_dict("index")
        {0: {'expected': 0, 'actual': 0}}
    """
    known = table["outcome"].isin(JUDGED) & table["code"].notna() & table["expected"].notna()
    return table.loc[known, ["expected", "code"]].astype("int64").rename(columns={"code": "actual"})


def confusion(pairs: pd.DataFrame) -> pd.DataFrame:
    """Count the leads that were expected to come to one code, and came to another.

    Args:
        pairs: from `judged`.

    Returns:
        A square matrix: expected codes down, actual ones across, all that occur in both.

    Example:
        >>> confusion(pd.DataFrame({"expected": [0, 0, 105], "actual": [0, 104, 105]})).loc[0, 104]
        np.int64(1)
    """
    counts = pairs.groupby(["expected", "actual"]).size().unstack(fill_value=0)
    codes = sorted({*counts.index, *counts.columns})
    matrix = counts.reindex(index=codes, columns=codes, fill_value=0)
    return matrix.rename_axis(index="expected", columns="actual").astype("int64")


def accuracy(matrix: pd.DataFrame) -> pd.DataFrame:
    """Say how far the pre-flight can be trusted, by code.

    Args:
        matrix: from `confusion`.

    Returns:
        Index `code`; columns `result`, `expected`, `actual` and `both` (numbers of leads), `precision` (of the leads
        that were expected to come to the code, the share that did) and `recall` (of those that did, the share that was
        expected to); NaN where there is no such lead.

    Example:
        >>> matrix = confusion(pd.DataFrame({"expected": [0, 0, 105], "actual": [0, 105, 105]}))
        >>> accuracy(matrix).loc[105, ["precision", "recall"]].tolist()
        [1.0, 0.5]
    """
    counts = matrix.to_numpy(dtype="int64")
    both, expected, actual = np.diagonal(counts), counts.sum(axis=1), counts.sum(axis=0)
    lines = {
        "result": pd.array([ResultCode(code).name for code in matrix.index.tolist()], dtype="str"),
        "expected": expected,
        "actual": actual,
        "both": both,
        "precision": _ratio(both, expected),
        "recall": _ratio(both, actual),
    }
    return pd.DataFrame(lines, index=matrix.index).rename_axis(index="code", columns=None)


def _ratio(part: NDArray[np.int64], whole: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0)
