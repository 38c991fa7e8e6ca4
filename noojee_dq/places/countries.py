"""Countries as people write them: ISO codes of two and of three letters, and English names."""

from functools import cache
from typing import Final

import phonenumbers
import pytz
from holidays.registry import COUNTRIES

from noojee_dq.words.headings import heading_words
from noojee_dq.words.suggest import did_you_mean

#: What is in use, and stands in no table: short and former names, parts of the United Kingdom, official names of ISO.
_MORE: Final = {
    "AE": ("uae", "emirates"),
    "AU": ("aust", "commonwealth of australia"),
    "BA": ("bosnia",),
    "BN": ("brunei darussalam",),
    "BO": ("plurinational state of bolivia",),
    "CD": ("democratic republic of congo", "congo kinshasa", "congo dr", "drc"),
    "CG": ("republic of congo", "congo brazzaville"),
    "CN": ("prc", "mainland china", "peoples republic of china"),
    "FK": ("falkland islands malvinas",),
    "FM": ("federated states of micronesia",),
    "GB": (
        *("uk", "britain", "great britain", "united kingdom of great britain northern ireland"),
        *("england", "scotland", "wales", "northern ireland"),
    ),
    "HK": ("hong kong sar", "hong kong sar china"),
    "IE": ("republic of ireland", "eire"),
    "IR": ("islamic republic of iran",),
    "KG": ("kyrgyz republic",),
    "KP": ("democratic peoples republic of korea", "dprk"),
    "KR": ("korea", "republic of korea"),
    "LA": ("lao", "lao peoples democratic republic"),
    "MD": ("republic of moldova",),
    "MK": ("macedonia", "republic of north macedonia", "former yugoslav republic of macedonia"),
    "MM": ("burma",),
    "MO": ("macao", "macao sar", "macau sar"),
    "NL": ("holland",),
    "NZ": ("nz", "aotearoa", "aotearoa new zealand"),
    "PS": ("state of palestine", "palestinian territories"),
    "RU": ("russian federation",),
    "SA": ("ksa", "kingdom of saudi arabia"),
    "SK": ("slovak republic",),
    "SZ": ("swaziland",),
    "TR": ("turkiye",),
    "TW": ("province of china taiwan", "taiwan province of china"),
    "TZ": ("united republic of tanzania",),
    "US": ("us", "united states of america", "america"),
    "VA": ("holy see", "vatican"),
    "VE": ("bolivarian republic of venezuela",),
    "VN": ("viet nam",),
    "XK": ("kosovo",),
    "ZA": ("rsa",),
}

#: Letters of the longest code; to one that is wrong, many others are as near.
_CODE: Final = 3


def country_code(written: str) -> str:
    """Return the ISO code of two letters of a country that has phone numbers; "" = it is none that is known.

    Example:
        >>> [country_code(one) for one in ("nz", "AUS", "U.A.E.", "Korea, Republic of", "Erewhon", "")]
        ['NZ', 'AU', 'AE', 'KR', '', '']
    """
    code = written.strip().upper()
    return code if code in phonenumbers.SUPPORTED_REGIONS else _by_name(written)


def unknown_country(written: str) -> str:
    """Say that no country is known by what stands in place of one, and which is the nearest.

    Example:
        >>> unknown_country("Germny")
        "no country has the ISO code or English name 'Germny'; did you mean 'Germany'?"
    """
    names = [*phonenumbers.SUPPORTED_REGIONS, *pytz.country_names.values()] if len(written.strip()) > _CODE else []
    return f"no country has the ISO code or English name {written!r}{did_you_mean(written, names)}"


def _by_name(written: str) -> str:
    """Find a country by its name, also where ISO puts the kind of state behind a comma, or the UN in brackets."""
    name, _, kind = written.replace("(", ",", 1).partition(",")
    return _codes().get(_plain(written)) or (_codes().get(_plain(f"{kind} {name}"), "") if kind else "")


@cache
def _codes() -> dict[str, str]:
    """Return the codes by names and by codes of three letters, all in plain letters."""
    codes = {_plain(name): code for code, name in pytz.country_names.items()}
    for name, (_, code, three, *_) in COUNTRIES.items():
        codes |= {_plain(name): code, three.lower(): code}
    codes |= {name: code for code, names in _MORE.items() for name in names}
    return {name: code for name, code in codes.items() if code in phonenumbers.SUPPORTED_REGIONS}


def _plain(name: str) -> str:
    # The points of an abbreviation: U.S.A.
    return " ".join(word for word in heading_words(name.replace(".", "")) if word not in ("the", "and"))
