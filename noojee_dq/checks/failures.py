"""What failures say, line by line: one source for the findings of a report and for pandera's failure cases."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from noojee_dq.arrow.columns import Positions
from noojee_dq.batch.batch import Batch
from noojee_dq.checks.base import Check
from noojee_dq.checks.evaluate import Failure, crashes_of

_FINDING = ("row", "column", "value", "code", "result", "check", "severity", "message", "hint")


def findings_of(batch: Batch, failed: Sequence[Failure]) -> tuple[pd.DataFrame, Positions]:
    """Return the findings of a batch, in file order, those of the whole file first.

    Args:
        batch: the leads.
        failed: from `evaluate`.

    Returns:
        The frame of `Report.findings`, and for each line the position of its lead (-1 = it concerns the whole file).

    Raises:
        CheckCrashedError: a check failed itself when it was to say more closely what is wrong.
    """
    tables = [failure_lines(batch, failure) for failure in failed]
    lines = pd.concat([_lines(np.array([], dtype=np.int64)), *tables], ignore_index=True)
    order = np.argsort(lines["position"].to_numpy(), kind="stable")
    which = np.repeat(np.arange(len(failed)), [len(table) for table in tables])[order]
    findings = lines.take(order).reset_index(drop=True).assign(**_of_checks([one.check for one in failed], which))
    positions = findings["position"].to_numpy()
    findings["row"] = _labels(batch.leads.index, positions)
    return findings[list(_FINDING)], positions


def _lines(positions: Positions, column: str = "", message: str = "", hint: str = "") -> pd.DataFrame:
    """Make a line for each position, all of them with the same texts."""
    texts = {"column": column, "message": message, "hint": hint, "value": ""}
    return pd.DataFrame({"position": positions} | {name: _taken([text], positions * 0) for name, text in texts.items()})


def failure_lines(batch: Batch, failure: Failure) -> pd.DataFrame:
    """Return what one failure says: a line for each lead that fails, or for each problem of the whole file.

    Args:
        batch: the leads.
        failure: from `evaluate`.

    Returns:
        Columns `position` (-1 = it concerns the whole file), `column` (which it is about; "" = none), `message`, `hint`
        and `value` (the cell).

    Raises:
        CheckCrashedError: the check failed itself.
    """
    with crashes_of(failure.check):
        return _failure_lines(batch, failure)


def _failure_lines(batch: Batch, failure: Failure) -> pd.DataFrame:
    if failure.mask is None:
        return pd.concat([_lines(np.array([-1]), *problem) for problem in failure.problems], ignore_index=True)
    check, at = failure.check, np.flatnonzero(failure.mask)
    lines = _lines(at, failure.heading or batch.heading(check.fields) or "", check.message, check.hint)
    if check.detail is not None:
        detail = check.detail(batch, failure.heading, at).astype("str")
        lines = lines.assign(**{name: detail[name].array for name in detail.columns})
    return lines.assign(value=_values(batch, failure.heading, lines))


def _of_checks(checks: list[Check], which: Positions) -> dict[str, Any]:
    """Return what each finding takes from its check, by the place of that check."""
    codes = pd.array([None if check.code is None else check.code.value for check in checks], dtype="Int64")
    return {
        "code": codes.take(which),
        "result": _taken(["" if check.code is None else check.code.name for check in checks], which),
        "check": _taken([check.id for check in checks], which),
        "severity": _taken([check.severity for check in checks], which),
    }


def _taken(texts: list[str], which: Positions) -> pd.Series:
    """Take one of some texts for each line, by its place among them."""
    return pd.Series(pd.array(texts, dtype="str").take(which))


def _values(batch: Batch, heading: str, lines: pd.DataFrame) -> Any:
    """Return the cell that each finding is about; "" where it concerns the lead as a whole."""
    if heading:
        return batch.text[heading].array.take(lines["position"].to_numpy())
    values = lines["value"].copy()
    for column, rows in lines.groupby("column").groups.items():
        if column:
            values[rows] = batch.text[column].iloc[lines["position"][rows]].to_numpy()
    return values


def _labels(index: pd.Index, positions: Positions) -> pd.Series:
    """Return the index label of each lead; null where the finding concerns the whole file."""
    labels = pd.Series(index.to_flat_index().take(np.maximum(positions, 0)) if len(index) else positions)
    if pd.api.types.is_signed_integer_dtype(labels.dtype):
        return labels.astype("Int64").mask(positions < 0)
    return labels.astype(object).where(positions >= 0, None)
