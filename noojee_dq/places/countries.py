"""Countries as people write them: ISO codes of two and of three letters, and English names."""

from functools import cache
from typing import Final

import phonenumbers
import pytz
from holidays.registry import COUNTRIES

from noojee_dq.words.headings import heading_words

#: What is in use, and stands in no table.
_MORE: Final = {"uk": "GB", "great britain": "GB", "united states of america": "US", "america": "US", "korea": "KR"}


def country_code(written: str) -> str:
    """Return the ISO code of two letters of a country that has phone numbers; "" = it is none that is known.

    Example:
        >>> [country_code(one) for one in ("nz", "AUS", "New Zealand", "UK", "Erewhon", "")]
        ['NZ', 'AU', 'NZ', 'GB', '', '']
    """
    code = written.strip().upper()
    return code if code in phonenumbers.SUPPORTED_REGIONS else _codes().get(_plain(written), "")


@cache
def _codes() -> dict[str, str]:
    """Return the codes by names and by codes of three letters, all in plain letters."""
    codes = {_plain(name): code for code, name in pytz.country_names.items()}
    for name, (_, code, three, *_) in COUNTRIES.items():
        codes |= {_plain(name): code, three.lower(): code}
    return {name: code for name, code in (codes | _MORE).items() if code in phonenumbers.SUPPORTED_REGIONS}


def _plain(name: str) -> str:
    return " ".join(word for word in heading_words(name) if word not in ("the", "and"))
