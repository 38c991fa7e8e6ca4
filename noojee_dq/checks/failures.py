"""What failures say, line by line: one source for the findings of a report and for pandera's failure cases."""

from collections.abc import Sequence
from functools import partial
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import pandas as pd
import pyarrow as pa

from noojee_dq.arrow.columns import Positions, column_of, text
from noojee_dq.arrow.threads import side_by_side
from noojee_dq.batch.batch import Batch
from noojee_dq.checks.base import Check
from noojee_dq.checks.catalogue import SHIPPED
from noojee_dq.checks.evaluate import Failure, crashes_of

#: One text for all lines of a failure, or one for each.
_Texts: TypeAlias = str | pd.Series


class _Lines(NamedTuple):
    """What one failure says, a line for each position (-1 = it concerns the whole file)."""

    position: Positions
    column: _Texts
    message: _Texts
    hint: _Texts
    value: _Texts


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
    threaded = iter(side_by_side(partial(_said, batch), [one for one in failed if one.check in SHIPPED], len(batch)))
    of_each = [next(threaded) if one.check in SHIPPED else _said(batch, one) for one in failed]
    said = [(one, failure.check) for failure, lines in zip(failed, of_each, strict=True) for one in lines]
    lines = [one for one, _ in said]
    order = np.argsort(_positions(lines), kind="stable")
    positions = _positions(lines)[order]
    checks = _of_checks([check for _, check in said], _which(lines)[order])
    texts = _texts(lines, order)
    findings = {
        "row": _labels(batch.labels, positions),
        **{name: texts[name] for name in ("column", "value")},
        **checks,
        **{name: texts[name] for name in ("message", "hint")},
    }
    return pd.DataFrame(findings, copy=False), positions


def failure_lines(batch: Batch, failures: Sequence[Failure]) -> pd.DataFrame:
    """Return what some failures say: a line for each lead that fails, or for each problem of the whole file.

    Args:
        batch: the leads.
        failures: from `evaluate`.

    Returns:
        Columns `position` (-1 = it concerns the whole file), `column` (which it is about; "" = none), `message`, `hint`
        and `value` (the cell).

    Raises:
        CheckCrashedError: a check failed itself.
    """
    lines = [one for failure in failures for one in _said(batch, failure)]
    positions = _positions(lines)
    as_they_are = np.arange(len(positions))
    texts = _texts(lines, as_they_are)
    return pd.DataFrame({"position": positions, **texts}, copy=False)


def _said(batch: Batch, failure: Failure) -> list[_Lines]:
    with crashes_of(failure.check):
        if failure.mask is None:
            return [_of_file(*problem) for problem in failure.problems]
        return [_said_of_leads(batch, failure.check, failure.heading, np.flatnonzero(failure.mask))]


def _of_file(column: str, message: str, hint: str) -> _Lines:
    # A check of a person may give anything.
    column, message, hint = ("" if text is None else str(text) for text in (column, message, hint))
    return _Lines(np.array([-1]), column, message, hint, value="")


def _said_of_leads(batch: Batch, check: Check, heading: str, at: Positions) -> _Lines:
    texts: dict[str, _Texts] = {"column": heading or batch.heading(check.fields) or ""}
    texts |= {"message": check.message, "hint": check.hint}
    if check.detail is not None:
        detail = check.detail(batch, heading, at).astype("str")
        if len(detail) != len(at):
            raise ValueError("a detail has a line for each lead that fails")
        texts |= {name: detail[name] for name in detail.columns.intersection(list(texts))}
    return _Lines(at, **texts, value=_values(batch, heading or texts["column"], at))


def _values(batch: Batch, column: _Texts, at: Positions) -> _Texts:
    """Return the cell that each line is about; "" where it concerns the lead as a whole."""
    if isinstance(column, str):
        return batch.cells(column, at) if column else ""
    lines = column.groupby(column.fillna("").to_numpy(), sort=False).indices
    cells = [
        batch.cells(str(name), at[which]) if name else pd.Series([""] * len(which), dtype="str")
        for name, which in lines.items()
    ]
    return pd.concat(cells).iloc[np.argsort(np.concatenate(list(lines.values())))]


def _positions(lines: Sequence[_Lines]) -> Positions:
    return np.concatenate([np.array([], dtype=np.int64), *(one.position for one in lines)])


def _which(lines: Sequence[_Lines]) -> Positions:
    return np.repeat(np.arange(len(lines)), [len(one.position) for one in lines])


def _texts(lines: Sequence[_Lines], order: Positions) -> dict[str, pd.Series]:
    """Return the columns of text of some lines, in order."""
    names = _Lines._fields[1:]
    columns = [[getattr(one, name) for one in lines] for name in names]
    return dict(zip(names, side_by_side(lambda texts: _pooled(texts, lines, order), columns, len(order)), strict=True))


def _pooled(texts: Sequence[_Texts], lines: Sequence[_Lines], order: Positions) -> pd.Series:
    """Put texts below each other, and then in order; one that stands for many lines is in the pool once."""
    pools, places, size = [text([])], [order[:0]], 0
    for one, of in zip(texts, lines, strict=True):
        alike = isinstance(one, str)
        pools.append(text([one]) if isinstance(one, str) else column_of(one))
        places.append(np.full(len(of.position), size) if alike else size + np.arange(len(of.position)))
        size += len(pools[-1])
    taken = pa.concat_arrays(pools).take(pa.array(np.concatenate(places)[order]))
    return taken.to_pandas().astype("str")


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


def _labels(index: pd.Index, positions: Positions) -> pd.Series:
    """Return the index label of each lead; null where the finding concerns the whole file."""
    labels = pd.Series(index.to_flat_index().take(np.maximum(positions, 0)) if len(index) else positions)
    if pd.api.types.is_signed_integer_dtype(labels.dtype):
        return labels.astype("Int64").mask(positions < 0)
    return labels.astype(object).where(positions >= 0, None)
