"""What the sandbox's campaign holds: leads, and the numbers and external ids that are taken."""

import json
from collections import Counter
from collections.abc import Mapping

import pandas as pd

from noojee_dq.fields import DISPOSITION, EXTERNAL_ID
from noojee_dq.sandbox.phone_reader import PhoneReader, is_no_change


class Store:
    """The leads of one campaign. Kept as JSON text, so that a million of them fit into memory.

    Args:
        numbers: how the campaign reads phone fields.
        known: leads that are in from the start; their columns are field names.

    Example:
        >>> from noojee_dq.campaign import Campaign
        >>> store = Store(PhoneReader(Campaign(phone_fields=["Phone"])))
        >>> store.insert({"Phone": "0491 570 006"}), store.has_number("+61491570006")
        (1, True)
    """

    def __init__(self, numbers: PhoneReader, known: pd.DataFrame | None = None) -> None:
        self._numbers = numbers
        self._payloads: list[str] = []
        self._holders: Counter[str] = Counter()
        self._by_external_id: dict[str, int] = {}
        if known is not None:
            for lead in known.astype("str").fillna("").to_dict("records"):
                self._take({str(field): value for field, value in lead.items() if value.strip()})
        self.known = len(self._payloads)

    def __len__(self) -> int:
        return len(self._payloads)

    def insert(self, lead: Mapping[str, str]) -> int:
        """Add a lead, which has no disposition yet; return its lead_id, counted from 1."""
        return self._take({field: value for field, value in lead.items() if field != DISPOSITION})

    def _take(self, lead: Mapping[str, str]) -> int:
        self._payloads.append(json.dumps(lead, ensure_ascii=False))
        lead_id = len(self._payloads)
        self._holders.update(self._numbers.of(lead).values())
        if external_id := lead.get(EXTERNAL_ID, "").strip():
            self._by_external_id.setdefault(external_id, lead_id)
        return lead_id

    def update(self, lead_id: int, changes: Mapping[str, str]) -> None:
        """Change the fields of a lead; those with `<No Change>` stay as they are, as does a disposition not named."""
        before = self.lead(lead_id)
        changed = {field: value for field, value in changes.items() if not is_no_change(value)}
        if not changed.get(DISPOSITION, "").strip():
            changed.pop(DISPOSITION, None)
        after = before | changed | {EXTERNAL_ID: before[EXTERNAL_ID]}
        self._holders.subtract(self._numbers.of(before).values())
        self._holders.update(self._numbers.of(after).values())
        self._payloads[lead_id - 1] = json.dumps(after, ensure_ascii=False)

    def lead(self, lead_id: int) -> dict[str, str]:
        """Return the fields of a lead, as they were sent."""
        fields: dict[str, str] = json.loads(self._payloads[lead_id - 1])
        return fields

    def find(self, external_id: str) -> int | None:
        """Return the lead_id of the lead with this external id."""
        return self._by_external_id.get(external_id)

    def has_number(self, number: str) -> bool:
        """Say whether some lead has this number, given in normal form."""
        return self._holders[number] > 0

    def disposition(self, lead_id: int) -> str:
        """Return what the lead was last disposed as; "" = it has no disposition yet."""
        return self.lead(lead_id).get(DISPOSITION, "")

    def frame(self) -> pd.DataFrame:
        """Return all leads, a column for each field that any of them has, and `lead_id`."""
        payloads = list(self._payloads)
        leads = pd.DataFrame([json.loads(payload) for payload in payloads], dtype="str")
        leads["lead_id"] = range(1, len(payloads) + 1)
        return leads
