"""Rows whose number of cells is not that of the heading, as `read_leads` found them."""

from functools import partial

import numpy as np
import pandas as pd

from noojee_dq.arrow.columns import Mask, Positions
from noojee_dq.batch.batch import Batch
from noojee_dq.checks.base import Check
from noojee_dq.fields import READ_PROBLEM
from noojee_dq.leads import TOO_FEW_CELLS, TOO_MANY_CELLS, says


def _says(batch: Batch, words: str) -> Mask:
    if READ_PROBLEM not in batch.all_text.columns:
        return np.zeros(len(batch), dtype=bool)
    return says(batch.all_text[READ_PROBLEM], words)


def _too_many(batch: Batch, _: str) -> Mask:
    return _says(batch, TOO_MANY_CELLS)


def _too_few(batch: Batch, _: str) -> Mask:
    return _says(batch, TOO_FEW_CELLS)


def _count(kind: str, batch: Batch, _: str, at: Positions) -> pd.DataFrame:
    """Return what the reader said of the number of cells, without the extra ones that it quotes."""
    pattern = rf"({kind}: \d+ where the heading has \d+(?:; the last (?:one was|\d+ were) read as blank)?)"
    said = batch.all_text[READ_PROBLEM].iloc[at].str.extract(pattern, expand=False)
    # A person can have written into the cell.
    return pd.DataFrame({"message": said.fillna(kind)})


CHECKS = (
    Check(
        id="too-many-cells",
        scope="row",
        title="a row has no more cells than the heading",
        message="the row has more cells than the heading",
        hint="a comma in a value needs quotation marks around it; compare the row with the heading",
        mask=_too_many,
        detail=partial(_count, TOO_MANY_CELLS),
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
        detail=partial(_count, TOO_FEW_CELLS),
    ),
)
