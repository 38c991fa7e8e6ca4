"""The Australian addresses of leads, by their columns with states and postcodes: each lead may have several."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from noojee_dq.batch.batch import Batch
from noojee_dq.batch.lead_places import address_of, headings_of_postcodes, headings_of_states, postcode_named
from noojee_dq.batch.zero_habits import in_regions
from noojee_dq.places.states import STATES, state_named

_STATES: Final = (*STATES,)
_AUSTRALIA: Final = frozenset({"AU"})
#: An address as a number: the place of its state, from 1, times this, and its postcode; 0 stands for none of either.
_POSTCODES: Final = 10_000
_KEYS: Final = (len(_STATES) + 1) * _POSTCODES
_NOWHERE: Final = 0
#: What makes any key negative.
_UNREAD: Final = -_KEYS


class AddressColumns(NamedTuple):
    """The columns with the state and the postcode of one address; "" = there is none."""

    state: str
    postcode: str


class Address(NamedTuple):
    """What an address tells: the usual abbreviation of the state, and the postcode; None = not told."""

    state: str | None
    postcode: int | None


class Addresses(NamedTuple):
    """The different addresses of some leads, and for each lead the number of its own.

    The first tells nothing: the cells are blank or no state of Australia, or the lead is in another country.
    """

    distinct: list[Address]
    which: NDArray[np.intp]


def address_columns(batch: Batch) -> list[AddressColumns]:
    """Find the columns with states and postcodes, those of one address together.

    Example:
        >>> import pandas as pd
        >>> from noojee_dq.campaign import Campaign
        >>> headings = ["State", "Postcode", "Postal State", "Postal Postcode"]
        >>> [tuple(one) for one in address_columns(Batch(pd.DataFrame(columns=headings), Campaign()))]
        [('State', 'Postcode'), ('Postal State', 'Postal Postcode')]
    """
    states, postcodes = headings_of_states(batch), headings_of_postcodes(batch)
    if len(states) == len(postcodes) == 1:
        return [AddressColumns(states[0], postcodes[0])]
    partners = {address_of(batch, heading): heading for heading in postcodes}
    pairs = [AddressColumns(heading, partners.pop(address_of(batch, heading), "")) for heading in states]
    paired = {one.postcode for one in pairs}
    return [*pairs, *(AddressColumns("", heading) for heading in postcodes if heading not in paired)]


def addresses(batch: Batch, columns: AddressColumns) -> Addresses:
    """Read one address of each lead.

    A state or a postcode that is none of Australia's makes all of the address unknown: four digits are a postcode
    elsewhere too, and WA is a state where postcodes have five.

    Args:
        batch: the leads.
        columns: one of `address_columns`.

    Example:
        >>> import pandas as pd
        >>> from noojee_dq.campaign import Campaign
        >>> leads = pd.DataFrame({"State": ["Vic", "Auckland", "WA"], "Postcode": ["3000.0", "1010", "98101"]})
        >>> found = addresses(Batch(leads, Campaign()), AddressColumns("State", "Postcode"))
        >>> [tuple(found.distinct[number]) for number in found.which]
        [('VIC', 3000), (None, None), (None, None)]
    """
    return batch.cached(("addresses", *columns), lambda: _addresses(batch, columns))


def _addresses(batch: Batch, columns: AddressColumns) -> Addresses:
    keys = _state_keys(batch, columns.state) + _postcodes(batch, columns.postcode)
    keys[keys < 0] = _NOWHERE
    keys[~in_regions(batch.region, _AUSTRALIA, len(batch))] = _NOWHERE
    used = np.bincount(keys, minlength=_KEYS) > 0
    used[_NOWHERE] = True
    numbers = np.cumsum(used) - 1
    return Addresses([_address(key) for key in np.flatnonzero(used).tolist()], numbers[keys])


def _address(key: int) -> Address:
    state, postcode = divmod(key, _POSTCODES)
    return Address(_STATES[state - 1] if state else None, postcode or None)


def _state_keys(batch: Batch, heading: str) -> NDArray[np.int64]:
    """Return what the state of each lead adds to the key of its address."""
    if not heading:
        return np.full(len(batch), _NOWHERE)
    values, codes = batch.distinct(heading)
    # States are few; of a column of other things each different text is looked at once.
    return np.array([_state_key(value) for value in values.tolist()], dtype=np.int64)[codes]


def _state_key(cell: str) -> int:
    named = state_named(cell)
    return (_STATES.index(named) + 1) * _POSTCODES if named else _UNREAD if cell.strip() else _NOWHERE


def _postcodes(batch: Batch, heading: str) -> NDArray[np.int64]:
    """Return what the postcode of each lead adds to the key of its address."""
    if not heading:
        return np.zeros(len(batch), dtype=np.int64)
    values, codes = batch.distinct(heading)
    # There are a few thousand postcodes.
    return np.array([_postcode_key(value) for value in values.tolist()], dtype=np.int64)[codes]


def _postcode_key(cell: str) -> int:
    # What has no digit, such as "n/a", is no postcode of anywhere.
    return postcode_named(cell) or (_UNREAD if any(map(str.isdigit, cell)) else _NOWHERE)
