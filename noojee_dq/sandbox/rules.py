"""Which result code the sandbox answers to a lead: its own reading of the vendor's pages, apart from the checks.

Assumed, since undocumented: all rules are tried and the code is the first of `CodeFacts.precedence`; a body that is no
flat JSON object of text is answered 103; an update without a disposition is one with `<No Change>`: 107 where none is
stored, else it keeps the stored one; `njDisposition` of an insert is not looked at; ids are compared as text, and names
of dispositions with their blanks; every number of a lead on the do-not-call list is 104; a priority out of range is
taken.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

import pytz

from noojee_dq.campaign import Campaign
from noojee_dq.codes import ResultCode, expected_code
from noojee_dq.fields import CALLBACK, CONTACT_HOURS, DISPOSITION, EXTERNAL_ID
from noojee_dq.sandbox.phone_reader import PhoneReader, is_no_change
from noojee_dq.sandbox.store import Store

_CALLBACK = re.compile(r"[0-9]{4}/[0-9]{2}/[0-9]{2} [0-9]{2}:[0-9]{2}")


def read_lead(body: bytes) -> dict[str, str] | None:
    """Read the lead that a request body holds; None = it is none that the server can read.

    Example:
        >>> read_lead(b'{"Phone": "0491570006"}'), read_lead(b'{"Phone": 491570006}'), read_lead(b"[]")
        ({'Phone': '0491570006'}, None, None)
    """
    try:
        lead = json.loads(body)
    except ValueError:
        return None
    return lead if isinstance(lead, dict) and all(map(_is_storable, [*lead, *lead.values()])) else None


def _is_storable(value: object) -> bool:
    """Say whether a database takes it as text: no NUL character, no half of a surrogate pair."""
    try:
        return isinstance(value, str) and b"\0" not in value.encode()
    except UnicodeEncodeError:
        return False


class Rules:
    """The result codes of one campaign.

    Args:
        campaign: ids, phone fields, dispositions, contact hours.
        store: what the campaign holds.
        numbers: how it reads phone fields.
        dnc: numbers that must not be called, in any writing.
        being_edited: external ids of leads that somebody is editing (110); read at each call.
    """

    def __init__(
        self, campaign: Campaign, store: Store, numbers: PhoneReader, dnc: Iterable[str], being_edited: set[str]
    ) -> None:
        self._campaign = campaign
        self._store = store
        self._numbers = numbers
        self._dnc = {numbers.normal(str(number), campaign.region) for number in dnc} - {""}
        self._being_edited = being_edited

    def insert_code(self, lead: Mapping[str, str] | None, query: Mapping[str, str]) -> ResultCode:
        """Say what `insertLeadFast` answers to a lead (None: an unreadable body) with these query parameters."""
        codes = [*self._wrong_ids(query)]
        if lead is None:
            return expected_code([*codes, ResultCode.EXCEPTION])
        allow_duplicates = query.get("allowDuplicates", "").lower() == "true"
        return expected_code([*codes, *self._insert_codes(lead, allow_duplicates)])

    def update_code(self, lead: Mapping[str, str] | None, query: Mapping[str, str]) -> ResultCode:
        """Say what `updateLeadFast` answers."""
        codes = [*self._wrong_ids(query)]
        if lead is None:
            return expected_code([*codes, ResultCode.EXCEPTION])
        return expected_code([*codes, *self._update_codes(lead, external_id(lead, query))])

    def _wrong_ids(self, query: Mapping[str, str]) -> Iterator[ResultCode]:
        if query.get("fTemplateId") != str(self._campaign.template_id):
            yield ResultCode.TEMPLATE_ID_REQUIRED
        if query.get("fCampaignId") != str(self._campaign.campaign_id):
            yield ResultCode.CAMPAIGN_ID_REQUIRED
        if query.get("fAllocationId") != str(self._campaign.allocation_id):
            yield ResultCode.ALLOCATION_ID_REQUIRED

    def _insert_codes(self, lead: Mapping[str, str], allow_duplicates: bool) -> Iterator[ResultCode]:
        numbers = set(self._numbers.of(lead).values())
        if any(map(is_no_change, lead.values())):
            yield ResultCode.IMPORT_BUT_NOCHANGE_SPECIFIED
        if not numbers:
            yield ResultCode.NO_PHONE_FIELDS
        if not _is_callback(lead):
            yield ResultCode.INVALID_CALLBACK_DATE_FORMAT
        if not self._is_contact_hours(lead.get(CONTACT_HOURS, "")):
            yield ResultCode.INVALID_TIMEZONE_SPECIFIED
        if self._store.find(external_id(lead, {})):
            yield ResultCode.DUPLICATE_EXTERNAL_ID
        if numbers and numbers <= self._dnc:
            yield ResultCode.DNC
        if not allow_duplicates and any(map(self._store.has_number, numbers)):
            yield ResultCode.DUPLICATE

    def _update_codes(self, lead: Mapping[str, str], reference: str) -> Iterator[ResultCode]:
        lead_id = self._store.find(reference)
        numbers = self._numbers_after(lead, lead_id)
        if not numbers and not self._numbers.kept(lead):
            yield ResultCode.NO_PHONE_FIELDS
        if not _is_callback(lead):
            yield ResultCode.INVALID_CALLBACK_DATE_FORMAT
        if lead_id is None:
            yield ResultCode.COULDNT_FIND_THE_LEAD
        yield from self._disposition_codes(lead.get(DISPOSITION, ""), lead_id)
        if numbers and numbers <= self._dnc:
            yield ResultCode.DNC
        if reference in self._being_edited:
            yield ResultCode.LEAD_NOT_UPDATED_DUE_TO_CONFLICT

    def _numbers_after(self, lead: Mapping[str, str], lead_id: int | None) -> set[str]:
        """Return the numbers that an update sends, and those it keeps."""
        stored = {} if lead_id is None else self._numbers.of(self._store.lead(lead_id))
        kept = {stored[field] for field in self._numbers.kept(lead) if field in stored}
        return kept | set(self._numbers.of(lead).values())

    def _disposition_codes(self, disposition: str, lead_id: int | None) -> Iterator[ResultCode]:
        if not disposition.strip() or is_no_change(disposition):
            if lead_id is not None and not self._store.disposition(lead_id):
                yield ResultCode.DISPOSTION_ISNT_SET_AND_NOCHANGE_SPECIFIED
        elif self._campaign.dispositions and disposition not in self._campaign.dispositions:
            yield ResultCode.INVALID_DISPOSTION

    def _is_contact_hours(self, name: str) -> bool:
        return not name.strip() or name in (self._campaign.contact_hours or pytz.all_timezones_set)


def external_id(lead: Mapping[str, str], query: Mapping[str, str]) -> str:
    """Find a call's `njExternalLeadId`: in the body, or as older revisions of the vendor's page have it, the query."""
    return (lead.get(EXTERNAL_ID) or query.get(EXTERNAL_ID, "")).strip()


def _is_callback(lead: Mapping[str, str]) -> bool:
    written = lead.get(CALLBACK, "")
    if not written.strip() or is_no_change(written):
        return True
    try:
        return bool(_CALLBACK.fullmatch(written) and datetime.strptime(written, "%Y/%m/%d %H:%M"))
    except ValueError:
        return False
