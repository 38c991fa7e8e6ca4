"""The Australian state of each lead, as far as its columns name one."""

import numpy as np
import pandas as pd

from noojee_dq.arrow.cells import Distinct
from noojee_dq.batch.addresses import Address, address_columns, addresses
from noojee_dq.batch.batch import Batch
from noojee_dq.places.postcodes import states_of


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
    states = np.full(len(batch), "", dtype=object)
    for columns in reversed(address_columns(batch)):
        found = addresses(batch, columns)
        told = np.array([_state(one) for one in found.distinct], dtype=object)[found.which]
        states = np.where(told == "", states, told)
    codes, values = pd.factorize(states)
    return Distinct(pd.Series(values, dtype="str"), codes)


def _state(address: Address) -> str:
    """Return the state that an address names, or that its postcode has alone."""
    coded = states_of(address.postcode or 0)
    return address.state or (next(iter(coded)) if len(coded) == 1 else "")
