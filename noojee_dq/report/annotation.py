"""The columns that a pre-flight adds to the leads: status, expected code, all codes, reasons."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from noojee_dq.arrow.columns import Positions, column_of
from noojee_dq.arrow.threads import side_by_side
from noojee_dq.checks import remedy_of
from noojee_dq.codes import GRAVITY, Remedy, ResultCode, expected_code
from noojee_dq.fields import DQ_CODES, DQ_EXPECTED_CODE, DQ_REASONS, DQ_STATUS


def verdict_columns(findings: pd.DataFrame, positions: Positions, leads: int) -> dict[str, Any]:
    """Make the four `dq_*` columns: the verdict follows from a lead's errors, the reasons name warnings as well.

    Args:
        findings: as in `Findings`.
        positions: for each finding the position of its lead; -1 = it concerns the whole file.
        leads: how many there are.

    Returns:
        The columns by name, each with a value for every lead.

    Example:
        >>> texts = pd.DataFrame({"column": ["Phone"], "message": ["no number"], "check": ["no-phone"]}, dtype="str")
        >>> findings = texts.assign(code=pd.array([102], "Int64"), severity="error")
        >>> columns = verdict_columns(findings, np.array([1]), 2)
        >>> list(columns["dq_status"]), list(columns["dq_reasons"])
        (['ready', 'fix'], ['', 'Phone: no number'])
    """
    parts = [
        lambda: _judged(findings, positions, leads),
        lambda: {DQ_REASONS: _reasons(findings, positions, leads)},
    ]
    judged, reasons = side_by_side(lambda make: make(), parts, leads)
    return judged | reasons


def _judged(findings: pd.DataFrame, positions: Positions, leads: int) -> dict[str, Any]:
    """Make the columns that follow from the errors."""
    of_a_lead = positions >= 0
    errors = of_a_lead & findings["severity"].eq("error").to_numpy()
    # Leads share few sets of errors: one bit per kind of error makes each set a number, judged once.
    bits, kinds = _kinds(findings.loc[errors, ["check", "code"]])
    sets = np.zeros(leads, dtype=np.int64)
    np.bitwise_or.at(sets, positions[errors], np.int64(1) << bits)
    which, distinct_sets = pd.factorize(sets)
    verdicts = [_verdict([kind for bit, kind in enumerate(kinds) if one >> bit & 1]) for one in distinct_sets.tolist()]
    if (~of_a_lead & findings["severity"].eq("error").to_numpy()).any():
        # An error of the whole file holds all leads back: none may be taken for ready.
        held = {"ready": Remedy.REVIEW.value}
        verdicts = [(held.get(status, status), code, texts) for status, code, texts in verdicts]
    status, expected, texts = zip(*verdicts, strict=True) if verdicts else ((), (), ())
    return {
        DQ_STATUS: pd.array(status, dtype="str").take(which),
        DQ_EXPECTED_CODE: np.array(expected, dtype=np.int64)[which],
        DQ_CODES: pd.array(texts, dtype="str").take(which),
    }


class _Kind(NamedTuple):
    """What decides about a verdict in an error: its code (None = it has none), and what it asks for."""

    code: int | None
    remedy: Remedy


def _kinds(errors: pd.DataFrame) -> tuple[NDArray[np.intp], list[_Kind]]:
    """Return the kinds of some errors, and the place of each error's among them."""
    pairs = errors.groupby(["check", "code"], sort=False, dropna=False, observed=True)
    of_pair = [
        _Kind(None if pd.isna(code) else int(code), remedy_of(str(check), None if pd.isna(code) else int(code)))
        for check, code in pairs.size().index
    ]
    kinds = list(dict.fromkeys(of_pair))
    return np.array([kinds.index(kind) for kind in of_pair], dtype=np.intp)[pairs.ngroup().to_numpy()], kinds


def _verdict(kinds: list[_Kind]) -> tuple[str, int, str]:
    """Return status, expected code and all codes as text, for one set of kinds of errors."""
    if not kinds:
        return "ready", int(ResultCode.OK), ""
    known = sorted({kind.code for kind in kinds if kind.code is not None})
    remedies = {kind.remedy for kind in kinds}
    status = next((remedy for remedy in GRAVITY if remedy in remedies), GRAVITY[-1])
    return status.value, int(expected_code(known)), ";".join(map(str, known))


def _reasons(findings: pd.DataFrame, positions: Positions, leads: int) -> "pd.api.extensions.ExtensionArray":
    """Join the messages of each lead by "; ", errors before warnings."""
    turn = 2 * positions + findings["severity"].ne("error").to_numpy()
    # Findings of the whole file, whose position is -1, come first, and belong to no lead.
    order = np.argsort(turn, kind="stable")[np.count_nonzero(positions < 0) :]
    column, message = (column_of(findings[name].iloc[order]) for name in ("column", "message"))
    texts = pc.if_else(pc.equal(column, ""), message, pc.binary_join_element_wise(column, message, _text(": ")))
    offsets = np.zeros(leads + 1, dtype=np.int64)
    np.cumsum(np.bincount(positions[order], minlength=leads), out=offsets[1:])
    lists = pa.LargeListArray.from_arrays(offsets, texts)
    return pd.Series(pc.binary_join(lists, _text("; ")).to_pandas(), dtype="str").array


def _text(separator: str) -> Any:
    # Arrow joins only texts of one type, and takes a plain str for another.
    return pa.scalar(separator, pa.large_string())
