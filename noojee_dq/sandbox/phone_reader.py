"""What the sandbox takes for a phone number, and the form in which it compares them."""

import re
from collections.abc import Mapping
from functools import lru_cache

import phonenumbers

from noojee_dq.campaign import Campaign
from noojee_dq.codes import MIN_PHONE_DIGITS

#: The PBX's sentinel, which is spelled in several ways: compared without regard to case and outer white space.
_NO_CHANGE = "<no change>"


def is_no_change(value: str) -> bool:
    """Say whether a value is `<No Change>`.

    Example:
        >>> is_no_change(" <NO CHANGE> "), is_no_change("No Change")
        (True, False)
    """
    return value.strip().casefold() == _NO_CHANGE


class PhoneReader:
    """Reads the phone fields of leads as one campaign does.

    Args:
        campaign: its phone fields, phone patterns, and the country of numbers written without one.

    Example:
        >>> numbers = PhoneReader(Campaign(phone_fields=["Phone", "Mobile"]))
        >>> numbers.of({"Phone": "02 9234 1234", "Mobile": "n/a"})
        {'Phone': '+61292341234'}
    """

    def __init__(self, campaign: Campaign) -> None:
        self._campaign = campaign
        self._fields = tuple(dict.fromkeys(campaign.phone_fields))
        self._region_field = campaign.field_of(campaign.region_column)
        self._patterns = [(re.compile(pattern.regex, re.DOTALL), pattern) for pattern in campaign.phone_patterns]

    def of(self, lead: Mapping[str, str]) -> dict[str, str]:
        """Return the numbers of a lead in normal form, by field; what is no number is left out."""
        region = self._campaign.region_of(lead.get(self._region_field, ""))
        found = ((field, self.normal(lead.get(field, ""), region)) for field in self._fields)
        return {field: number for field, number in found if number}

    def kept(self, lead: Mapping[str, str]) -> list[str]:
        """Return the phone fields of an update that hold `<No Change>`."""
        return [field for field in self._fields if is_no_change(lead.get(field, ""))]

    def normal(self, written: str, region: str) -> str:
        """Return the form in which a number is compared; "" = the PBX takes it for none."""
        if not self._patterns:
            number = _normal_form(written, region)
            return number if sum(map(str.isdigit, number)) >= MIN_PHONE_DIGITS else ""
        bare = "".join(written.split())
        for regex, pattern in self._patterns:
            if regex.fullmatch(bare):
                return _normal_form(pattern.prefix + bare[pattern.strip :], region)
        return ""


@lru_cache(maxsize=10_000)
def _normal_form(written: str, region: str) -> str:
    """Return a valid number's E.164, else the digits (an assumption: the vendor does not say how it compares)."""
    try:
        number = phonenumbers.parse(written, region)
    except phonenumbers.NumberParseException:
        return phonenumbers.normalize_digits_only(written)
    if phonenumbers.is_valid_number(number):
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return phonenumbers.normalize_digits_only(written)
