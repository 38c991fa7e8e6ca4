"""The columns that a pre-flight adds to the leads: status, expected code, all codes, reasons."""

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from noojee_dq.arrow.columns import Positions, column_of
from noojee_dq.codes import GRAVITY, ResultCode, expected_code, preflight_remedy
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
        >>> findings = pd.DataFrame({"column": ["Phone"], "code": pd.array([102], "Int64"), "severity": ["error"],
        ...                          "message": ["no number"]}).astype({"column": "str", "message": "str"})
        >>> columns = verdict_columns(findings, np.array([1]), 2)
        >>> list(columns["dq_status"]), list(columns["dq_reasons"])
        (['ready', 'fix'], ['', 'Phone: no number'])
    """
    of_a_lead = positions >= 0
    errors = of_a_lead & findings["severity"].eq("error").to_numpy()
    # Leads share few sets of codes: one bit per code makes each set a number, judged once.
    codes, distinct = pd.factorize(findings["code"][errors], use_na_sentinel=False)
    sets = np.zeros(leads, dtype=np.int64)
    np.bitwise_or.at(sets, positions[errors], np.int64(1) << codes)
    which, distinct_sets = pd.factorize(sets)
    verdicts = [
        _verdict([code for bit, code in enumerate(distinct) if one >> bit & 1]) for one in distinct_sets.tolist()
    ]
    status, expected, texts = zip(*verdicts, strict=True) if verdicts else ((), (), ())
    return {
        DQ_STATUS: pd.array(status, dtype="str").take(which),
        DQ_EXPECTED_CODE: np.array(expected, dtype=np.int64)[which],
        DQ_CODES: pd.array(texts, dtype="str").take(which),
        DQ_REASONS: _reasons(findings[of_a_lead], positions[of_a_lead], leads),
    }


def _verdict(codes: list[Any]) -> tuple[str, int, str]:
    """Return status, expected code and all codes as text, for one set of error codes (NA = an error without one)."""
    if not codes:
        return "ready", int(ResultCode.OK), ""
    known = sorted(int(code) for code in codes if not pd.isna(code))
    remedies = {preflight_remedy(None if pd.isna(code) else int(code)) for code in codes}
    status = next((remedy for remedy in GRAVITY if remedy in remedies), GRAVITY[-1])
    return status.value, int(expected_code(known)), ";".join(map(str, known))


def _reasons(findings: pd.DataFrame, positions: Positions, leads: int) -> "pd.api.extensions.ExtensionArray":
    """Join the messages of each lead by "; ", errors before warnings."""
    order = np.lexsort((findings["severity"].ne("error").to_numpy(), positions))
    column, message = (column_of(findings[name].iloc[order]) for name in ("column", "message"))
    texts = pc.if_else(pc.equal(column, ""), message, pc.binary_join_element_wise(column, message, _text(": ")))
    offsets = np.zeros(leads + 1, dtype=np.int64)
    np.cumsum(np.bincount(positions, minlength=leads), out=offsets[1:])
    lists = pa.LargeListArray.from_arrays(offsets, texts)
    return pd.Series(pc.binary_join(lists, _text("; ")).to_pandas(), dtype="str").array


def _text(separator: str) -> Any:
    # Arrow joins only texts of one type, and takes a plain str for another.
    return pa.scalar(separator, pa.large_string())
