"""The table of districts against where libphonenumber says that Australian numbers are."""

from collections import defaultdict
from collections.abc import Mapping

import pandas as pd
import pytest
from phonenumbers.geodata import GEOCODE_DATA

import noojee_dq as nj
from noojee_dq.places.districts import DISTRICTS
from noojee_dq.repairs import repair

PHONE = nj.Campaign(phone_fields=["Phone"])

#: Exchanges: area code, name in libphonenumber's data, state, postcode; those inland, where no doubt is left.
INLAND = (
    ("2", "Sydney", "NSW", "2000"),
    ("2", "Penrith", "NSW", "2750"),
    ("2", "Newcastle", "NSW", "2300"),
    ("2", "Gosford", "NSW", "2250"),
    ("2", "Wollongong", "NSW", "2500"),
    ("2", "Nowra", "NSW", "2541"),
    ("2", "Huskisson", "ACT", "2540"),
    ("2", "Goulburn", "NSW", "2580"),
    ("2", "Orange", "NSW", "2800"),
    ("2", "Dubbo", "NSW", "2830"),
    ("2", "Wagga Wagga", "NSW", "2650"),
    ("2", "Coffs Harbour", "NSW", "2450"),
    ("2", "Tamworth", "NSW", "2340"),
    ("2", "Canberra", "ACT", "2600"),
    ("2", "Canberra", "ACT", "2620"),
    ("2", "Canberra", "ACT", "200"),
    ("3", "Melbourne", "VIC", "3000"),
    ("3", "Geelong", "VIC", "3220"),
    ("3", "Ballarat", "VIC", "3350"),
    ("3", "Warragul", "VIC", "3820"),
    ("3", "Traralgon", "VIC", "3844"),
    ("3", "Hobart", "TAS", "7000"),
    ("3", "Launceston", "TAS", "7250"),
    ("3", "Devonport", "TAS", "7310"),
    ("7", "Brisbane", "QLD", "4000"),
    ("7", "Nambour", "QLD", "4560"),
    ("7", "Bundaberg", "QLD", "4670"),
    ("7", "Cairns", "QLD", "4870"),
    ("7", "Townsville", "QLD", "4810"),
    ("7", "Mackay", "QLD", "4740"),
    ("8", "Adelaide", "SA", "5000"),
    ("8", "Mclaren Vale", "SA", "5171"),
    ("8", "Clare", "SA", "5453"),
    ("8", "Port Lincoln", "SA", "5606"),
    ("8", "Perth", "WA", "6000"),
    ("8", "Bunbury", "WA", "6230"),
    ("8", "Geraldton", "WA", "6530"),
    ("8", "Albany", "WA", "6330"),
    ("8", "Karratha", "WA", "6714"),
    ("8", "Christmas Island", "WA", "6798"),
    ("8", "Cocos Island", "WA", "6799"),
    ("8", "Darwin", "NT", "0800"),
    ("8", "Darwin", "NT", "800"),
    ("8", "Noonamah", "NT", "0837"),
)
#: Those near a border, where some numbers are left alone.
NEAR_BORDERS = (
    ("2", "Albury", "NSW", "2640"),
    ("2", "Corowa", "NSW", "2646"),
    ("2", "Barnawartha", "VIC", "3688"),
    ("2", "Tallangatta", "VIC", "3700"),
    ("2", "Corryong", "VIC", "3707"),
    ("2", "Yackandandah", "VIC", "3749"),
    ("2", "Eden", "NSW", "2551"),
    ("2", "Bonang", "VIC", "3888"),
    ("2", "Murwillumbah", "NSW", "2484"),
    ("2", "Tenterfield", "NSW", "2372"),
    ("2", "Moree", "NSW", "2400"),
    ("2", "Mungindi", "QLD", "2406"),
    ("2", "Lightning Ridge", "NSW", "2834"),
    ("2", "Bourke", "NSW", "2840"),
    ("2", "Lord Howe Island", "NSW", "2898"),
    ("2", "Ivanhoe", "NSW", "2878"),
    ("3", "Bendigo", "VIC", "3550"),
    ("3", "Echuca", "VIC", "3564"),
    ("3", "Barham", "NSW", "2732"),
    ("3", "Deniliquin", "NSW", "2710"),
    ("3", "Tocumwal", "NSW", "2714"),
    ("3", "Balranald", "NSW", "2715"),
    ("3", "Wentworth", "NSW", "2648"),
    ("3", "Mildura", "VIC", "3500"),
    ("3", "Murrayville", "VIC", "3512"),
    ("3", "Wangaratta", "VIC", "3677"),
    ("3", "Kaniva", "VIC", "3419"),
    ("3", "Casterton", "VIC", "3311"),
    ("3", "Mallacoota", "VIC", "3892"),
    ("7", "Tweed Heads", "NSW", "2485"),
    ("7", "Southport", "QLD", "4215"),
    ("7", "Stanthorpe", "QLD", "4380"),
    ("7", "Ballandean", "QLD", "4382"),
    ("7", "Texas", "QLD", "4385"),
    ("7", "Legume", "NSW", "2476"),
    ("7", "Yetman", "NSW", "2410"),
    ("7", "Goondiwindi", "QLD", "4390"),
    ("7", "Thargomindah", "QLD", "4492"),
    ("7", "Mount Isa", "QLD", "4825"),
    ("7", "Barkly", "NT", "4825"),
    ("7", "Camooweal", "QLD", "4828"),
    ("8", "Broken Hill", "NSW", "2880"),
    ("8", "Menindee", "NSW", "2879"),
    ("8", "Wilcannia", "NSW", "2836"),
    ("8", "Renmark", "SA", "5341"),
    ("8", "Mount Gambier", "SA", "5290"),
    ("8", "Yunta", "SA", "5440"),
    ("8", "Marla", "SA", "5724"),
    ("8", "Petermann", "NT", "0872"),
    ("8", "Petermann", "SA", "0872"),
    ("8", "Petermann", "WA", "872"),
    ("8", "Alice Springs", "NT", "0870"),
    ("8", "Ranken River", "NT", "0862"),
    ("8", "Borroloola", "NT", "0854"),
    ("8", "Kununurra", "WA", "6743"),
    ("8", "Eyre", "WA", "6443"),
)


@pytest.fixture(scope="module")
def numbers() -> Mapping[tuple[str, str], list[str]]:
    """For each area code and exchange the eight digits of a number in each of its ranges."""
    found = defaultdict(list)
    for prefix, names in GEOCODE_DATA.items():
        if prefix.startswith("61") and len(prefix) > 4:
            found[prefix[2], names.get("en", "")].append(prefix[3:].ljust(8, "4"))
    return found


def repaired(numbers: Mapping[tuple[str, str], list[str]], columns: list[str]) -> pd.DataFrame:
    """What becomes of the numbers of all exchanges without their area code: `after`, beside what they are."""
    exchanges = pd.DataFrame(INLAND + NEAR_BORDERS, columns=["code", "name", "State", "Postcode"])
    phones = [numbers[code, name] for code, name in zip(exchanges["code"], exchanges["name"], strict=True)]
    assert all(phones)
    leads = exchanges.assign(Phone=pd.Series(phones), inland=exchanges.index < len(INLAND)).explode(
        "Phone", ignore_index=True
    )
    # What libphonenumber no longer calls valid cannot be repaired.
    valid = nj.parse_phones("0" + leads["code"] + leads["Phone"])["valid"]
    leads = leads[valid].reset_index(drop=True)
    after = repair(leads[["Phone", *columns]], PHONE, fixes=["area-code"]).leads["Phone"]
    return leads.assign(after=after, whole="0" + leads["code"] + leads["Phone"])


@pytest.mark.parametrize("columns", [["State", "Postcode"], ["Postcode"], ["State"]], ids=" ".join)
def test_a_number_gets_the_area_code_of_its_exchange_or_none(
    numbers: Mapping[tuple[str, str], list[str]], columns: list[str]
) -> None:
    leads = repaired(numbers, columns)
    assert len(leads) > 5_000
    wrong = leads[leads["after"].ne(leads["whole"]) & leads["after"].ne(leads["Phone"])]
    assert wrong.empty, wrong.groupby(["name", "State", "Postcode"])["after"].first()
    if "Postcode" in columns:
        left = leads[leads["inland"] & leads["after"].ne(leads["whole"])]
        assert left.empty, left.groupby(["name", "State"])["Phone"].first()


def test_every_range_that_has_a_place_has_a_district(numbers: Mapping[tuple[str, str], list[str]]) -> None:
    heads = {(code, one[:2]) for (code, _), local in numbers.items() for one in local if code in "2378"}
    assert len(heads) > 150
    lone = [
        (code, head)
        for code, head in sorted(heads)
        if not any(area == code and pd.Series(head).str.fullmatch(pattern).all() for area, pattern, *_ in DISTRICTS)
    ]
    assert lone == []
