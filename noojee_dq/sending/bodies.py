"""The body of each lead when it is wanted, so that a million of them are never in memory at once."""

from collections.abc import Iterator
from copy import copy
from functools import lru_cache
from typing import Self

import pandas as pd

from noojee_dq.arrow.columns import Positions
from noojee_dq.batch.payload import payloads, row_digests
from noojee_dq.campaign import Campaign
from noojee_dq.fields import Operation

_SLICE = 1000
_SLICES_KEPT = 8


class Bodies:
    """What is sent for each lead of a run.

    Args:
        leads: the leads, one per row.
        campaign: gives the field names.
        operation: "insert" or "update".

    Raises:
        LeadsError: two columns would be sent as the same field, or headings repeat.

    Example:
        >>> leads = pd.DataFrame({"Phone": ["0491 570 006", "0491 570 156"], "Name": ["Ann", None]})
        >>> bodies = Bodies(leads, Campaign(), "insert")
        >>> len(bodies), bodies[1]
        (2, {'Phone': '0491 570 156'})
    """

    def __init__(self, leads: pd.DataFrame, campaign: Campaign, operation: Operation) -> None:
        self._leads = leads
        self._campaign = campaign
        self._operation: Operation = operation
        self._slice = lru_cache(_SLICES_KEPT)(lambda number: self._read(number * _SLICE, _SLICE))
        self._places: Positions | None = None

    def __len__(self) -> int:
        return len(self._leads if self._places is None else self._places)

    def __getitem__(self, position: int) -> dict[str, str]:
        number, place = divmod(position if self._places is None else self._places[position], _SLICE)
        return self._slice(number)[place]

    def in_order(self, places: Positions) -> Self:
        """Return the same bodies in another order.

        Args:
            places: for each position the place of its lead, from 0; of one without a lead nothing may be asked.
        """
        other = copy(self)
        other._places = places
        return other

    def digests(self, salt: bytes) -> Iterator[bytes]:
        """Return a salted hash of each body, in the order of the leads: whether a lead is still the same.

        Args:
            salt: of the journal, at most 64 bytes.
        """
        return row_digests(self._leads, self._campaign, self._operation, salt)

    def _read(self, first: int, count: int) -> list[dict[str, str]]:
        return payloads(self._leads.iloc[first : first + count], self._campaign, self._operation)
