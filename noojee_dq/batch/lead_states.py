"""The Australian state of each lead, as far as its columns name one."""

from typing import Final

import numpy as np
import pandas as pd

from noojee_dq.arrow.cells import Distinct
from noojee_dq.batch.addresses import Address, address_columns, addresses
from noojee_dq.batch.batch import Batch
from noojee_dq.places.postcodes import states_of
from noojee_dq.places.states import STATES

_NAMES: Final = ("", *STATES)


def lead_states(batch: Batch) -> Distinct:
    """Return the state of each lead by its usual abbreviation: that of its first address which tells one; "" = none.

    Example:
        >>> from noojee_dq.campaign import Campaign
        >>> leads = pd.DataFrame({"State": ["WA", "", ""], "Postcode": ["", "2000", "4383"]})
        >>> values, codes = lead_states(Batch(leads, Campaign()))
        >>> values.take(codes).tolist()
        ['WA', 'NSW', '']
    """
    return batch.cached(("lead states",), lambda: _lead_states(batch))


def _lead_states(batch: Batch) -> Distinct:
    numbers = np.zeros(len(batch), dtype=np.intp)
    for columns in reversed(address_columns(batch)):
        found = addresses(batch, columns)
        told = np.array([_NAMES.index(_state(one)) for one in found.distinct])[found.which]
        numbers = np.where(told == 0, numbers, told)
    return Distinct(pd.Series(_NAMES, dtype="str"), numbers)


def _state(address: Address) -> str:
    """Return the state that an address names, or that its postcode has alone."""
    coded = states_of(address.postcode or 0)
    return address.state or (next(iter(coded)) if len(coded) == 1 else "")
