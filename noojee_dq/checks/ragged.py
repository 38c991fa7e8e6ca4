"""Rows whose number of cells is not that of the heading, as `read_leads` found them."""

import numpy as np
import pandas as pd

from noojee_dq.arrow.columns import Mask, Positions
from noojee_dq.batch.batch import Batch
from noojee_dq.checks.base import Check
from noojee_dq.fields import READ_PROBLEM
from noojee_dq.leads import TOO_FEW_CELLS, TOO_MANY_CELLS


def _begins_with(batch: Batch, words: str) -> Mask:
    if READ_PROBLEM not in batch.all_text.columns:
        return np.zeros(len(batch), dtype=bool)
    return batch.all_text[READ_PROBLEM].str.startswith(words).to_numpy(dtype=bool)


def _too_many(batch: Batch, _: str) -> Mask:
    return _begins_with(batch, TOO_MANY_CELLS)


def _too_few(batch: Batch, _: str) -> Mask:
    return _begins_with(batch, TOO_FEW_CELLS)


def _count(batch: Batch, _: str, at: Positions) -> pd.DataFrame:
    """Return what the reader said, without the extra cells that it quotes."""
    said = batch.all_text[READ_PROBLEM].iloc[at]
    return pd.DataFrame({"message": said.str.replace(r"(?s); the extra ones are .*", "", regex=True)})


CHECKS = (
    Check(
        id="too-many-cells",
        scope="row",
        title="a row has no more cells than the heading",
        message="the row has more cells than the heading",
        hint="a comma in a value needs quotation marks around it; compare the row with the heading",
        mask=_too_many,
        detail=_count,
    ),
    Check(
        id="too-few-cells",
        severity="warning",
        scope="row",
        title="a row has no fewer cells than the heading",
        message="the row has fewer cells than the heading; the missing ones were read as blank",
        hint="see whether the row is cut off",
        for_supplier=True,
        mask=_too_few,
        detail=_count,
    ),
)
