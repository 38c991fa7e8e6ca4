"""Does the postcode lie in the state: area code, contact hours and holidays follow from either."""

import numpy as np
import pandas as pd

from noojee_dq.arrow.columns import Mask, Positions
from noojee_dq.batch.addresses import AddressColumns, address_columns, addresses
from noojee_dq.batch.batch import Batch
from noojee_dq.checks.base import Check
from noojee_dq.checks.place_clock import needs_australia
from noojee_dq.places.local_clocks import contradict
from noojee_dq.places.postcodes import states_of

_HINT = "find out which of the two is wrong, and correct it"


def _both(batch: Batch) -> list[AddressColumns]:
    return [columns for columns in address_columns(batch) if columns.state and columns.postcode]


def _contradiction(batch: Batch, columns: AddressColumns) -> Mask:
    found = addresses(batch, columns)
    return np.array([contradict(*one) for one in found.distinct], dtype=bool)[found.which]


def _contradicts(batch: Batch, _: str) -> Mask:
    return np.logical_or.reduce([batch.no_lead, *(_contradiction(batch, columns) for columns in _both(batch))])


def _detail(batch: Batch, _: str, at: Positions) -> pd.DataFrame:
    """Say which states the postcode has; of several addresses the first that is wrong."""
    said = pd.DataFrame({"column": "", "message": ""}, index=range(len(at)), dtype="str")
    for columns in reversed(_both(batch)):
        wrong = np.flatnonzero(_contradiction(batch, columns)[at])
        found = addresses(batch, columns)
        messages = pd.Series([_message(one.state, one.postcode) for one in found.distinct], dtype="str")
        said.loc[wrong, "column"] = columns.postcode
        said.loc[wrong, "message"] = messages.take(found.which[at[wrong]]).to_numpy()
    return said


def _message(state: str | None, postcode: int | None) -> str:
    places = " and ".join(sorted(states_of(postcode or 0)))
    return f"the state is {state}, and postcode {postcode or 0:04} lies in {places}"


def _needs_pair(batch: Batch) -> str | None:
    return needs_australia(batch) or (None if _both(batch) else "the file has no columns State and Postcode to compare")


CHECKS = (
    Check(
        id="state-postcode",
        severity="warning",
        scope="row",
        title="the postcode of a lead lies in its state (in Australia)",
        message="the postcode does not lie in the state",
        hint=_HINT,
        needs=_needs_pair,
        mask=_contradicts,
        detail=_detail,
    ),
)
