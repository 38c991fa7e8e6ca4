"""Contact hours that are not the PBX's: which name is hinted at, and clocks that are another country's."""

import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.report.value_hints import hints_by_value

EAST = "'Australia/Brisbane', 'Australia/Hobart', 'Australia/Melbourne' or 'Australia/Sydney'"
SUMMER = "'Australia/Hobart', 'Australia/Melbourne' or 'Australia/Sydney'"
CENTRE = "'Australia/Adelaide', 'Australia/Broken_Hill' or 'Australia/Darwin'"
SYDNEY, PERTH, BRISBANE = "'Australia/Sydney'", "'Australia/Perth'", "'Australia/Brisbane'"
ADELAIDE, HOBART, DARWIN = "'Australia/Adelaide'", "'Australia/Hobart'", "'Australia/Darwin'"
MELBOURNE = "'Australia/Melbourne'"
LORD_HOWE = "'Australia/Lord_Howe'"
NONE = ""

#: What stands in the place of an IANA zone, for a lead in Australia -> what it is hinted to mean.
HINTS = {
    # An offset
    "GMT+10": EAST,
    "UTC+10": EAST,
    "UTC +10:00": EAST,
    "+10": EAST,
    "+1000": EAST,
    "GMT+11": f"'Australia/Hobart', {LORD_HOWE}, 'Australia/Melbourne' or 'Australia/Sydney'",
    "UTC+10:30": f"{ADELAIDE}, 'Australia/Broken_Hill' or {LORD_HOWE}",
    "+0930": CENTRE,
    "UTC+9.5": CENTRE,
    "GMT +8": PERTH,
    "utc+08:00": PERTH,
    "GMT+1": NONE,
    "GMT-10": NONE,
    "GMT\u221210": NONE,
    "GMT+99": NONE,
    "etc/gmt+10": EAST,
    "10": NONE,
    # An abbreviation
    "AEST": EAST,
    "aedt": SUMMER,
    "AEST/AEDT": SUMMER,
    "AET": EAST,
    "ACST": CENTRE,
    "AWST": PERTH,
    "est": EAST,
    "CST": CENTRE,
    "WST": PERTH,
    "NZST": "'Pacific/Auckland'",
    "IST": "'Asia/Jerusalem', 'Asia/Kolkata' or 'Europe/Dublin'",
    "BST": "'Europe/London'",
    "EEST": NONE,
    "XYZ": NONE,
    "AEST (UTC+10)": EAST,
    # A name of Windows, or in words
    "AUS Eastern Standard Time": SYDNEY,
    "E. Australia Standard Time": BRISBANE,
    "Cen. Australia Standard Time": ADELAIDE,
    "AUS Central Standard Time": DARWIN,
    "W. Australia Standard Time": PERTH,
    "Tasmania Standard Time": HOBART,
    "Lord Howe Standard Time": LORD_HOWE,
    "New Zealand Standard Time": "'Pacific/Auckland'",
    "Pacific Standard Time": "'America/Los_Angeles'",
    "Eastern Standard Time": EAST,
    "Australian Central Time": CENTRE,
    "(UTC+10:00) Canberra, Melbourne, Sydney": f"{MELBOURNE} or {SYDNEY}",
    "(UTC+08:00) Perth": PERTH,
    # A state, a town, or both
    "WA": PERTH,
    "N.S.W.": SYDNEY,
    "QLD": BRISBANE,
    "ACT": SYDNEY,
    "Western Australia": PERTH,
    "South Australia": ADELAIDE,
    "Tasmania": HOBART,
    "Victoria": MELBOURNE,
    "Canberra": SYDNEY,
    "Gold Coast": BRISBANE,
    "Gold Coast QLD": BRISBANE,
    "Newcastle": SYDNEY,
    "Perth, WA": PERTH,
    "Sydney time": SYDNEY,
    "sydney": SYDNEY,
    "Auckland": "'Pacific/Auckland'",
    "South": NONE,
    # Nearly an IANA zone
    "australia/perth": PERTH,
    "australia/nsw": "'Australia/Sydney'",
    "Australia/Canbera": SYDNEY,
    "Australia/Gold_Coast": BRISBANE,
    "Australia Perth": PERTH,
    "Melborne": MELBOURNE,
    "Perht": PERTH,
    "Australia/Melborne": MELBOURNE,
    "Austalia/Sydney": SYDNEY,
    "Asia/Calcuta": "'Asia/Kolkata'",
    "Asia/Beijing": "'Asia/Shanghai'",
    "Asia/Sydney": NONE,
    "Berth": NONE,
    "Knox": NONE,
    "Casey": NONE,
    "GMT+10:00 Australia/Sydney": SYDNEY,
    "GMT+000000 America/Phoenix": "'America/Phoenix'",
    "GMT-05:00 America/New_Yo": "'America/New_York'",
    "GMT+2:00 Asia/Istanbul": "'Europe/Istanbul'",
    "GMT+10 Australia/Perth": NONE,
    "Day shift": NONE,
}
PBX_NAMES = "use the name of a Contact Hours entry of the PBX: 'Head office', 'North', 'West', 'Night 1', 'Night 2'"
OTHERWISE = "use an IANA zone, such as Australia/Perth"


def hints(values: list[str], campaign: nj.Campaign, **columns: list[str]) -> list[str]:
    """The hint at each contact hours of leads that have nothing else wrong."""
    leads = pd.DataFrame(
        {"njContactHours": values, **columns, "Phone": [f"04915701{n:02}" for n in range(len(values))]}
    )
    findings = nj.check(leads, campaign).findings
    found = findings[findings["code"].eq(111)].set_index("row")["hint"]
    return found.reindex(range(len(values))).tolist()


def test_a_hint_names_zones_that_are_meant_or_none() -> None:
    said = hints(list(HINTS), nj.Campaign(phone_fields=["Phone"]))
    wanted = [f"did you mean {zones}?" if zones else OTHERWISE for zones in HINTS.values()]
    assert dict(zip(HINTS, said, strict=True)) == dict(zip(HINTS, wanted, strict=True))


def test_a_hint_is_for_the_country_of_the_lead() -> None:
    table = [
        ("Est", "US", "'America/New_York'"),
        ("Est", "AU", EAST),
        ("WA", "US", NONE),
        ("WA", "", PERTH),
        ("Newcastle", "GB", NONE),
        ("GMT+8", "CN", "'Asia/Shanghai'"),
        ("GMT+12", "NZ", "'Pacific/Auckland'"),
        ("Victoria", "CA", NONE),
        ("GMT+8", "XX", NONE),
    ]
    values, countries, zones = (list(column) for column in zip(*table, strict=True))
    said = hints(values, nj.Campaign(phone_fields=["Phone"], region_column="Country"), Country=countries)
    assert said == [f"did you mean {zone}?" if zone else OTHERWISE for zone in zones]


def test_a_hint_is_a_name_that_the_pbx_knows() -> None:
    campaign = nj.Campaign(
        phone_fields=["Phone"],
        contact_hours={
            "Head office": "Australia/Melbourne",
            "North": "Australia/Brisbane",
            "West": "Australia/Perth",
            "Night 1": "Pacific/Auckland",
            "Night 2": "Pacific/Auckland",
        },
    )
    table = {
        "GMT+10": "'Head office' or 'North'",
        "aedt": "'Head office'",
        "GMT+8": "'West'",
        "Australia/Perth": "'West'",
        "W. Australia Standard Time": "'West'",
        "Hobart": "'Head office'",
        "Gold Coast": "'North'",
        "Australia/Melborne": "'Head office'",
        "EST": "'Head office' or 'North'",
        "nz": "'Night 1' or 'Night 2'",
        "head  OFFICE": "'Head office'",
        "Hed office": "'Head office'",
        "Wesst": "'West'",
        "Night 3": NONE,
        "Adelaide": NONE,
        "Best": NONE,
        "Etc/GMT+10": "'Head office' or 'North'",
        "US/Pacific": NONE,
    }
    wanted = [f"did you mean {names}?" if names else PBX_NAMES for names in table.values()]
    assert dict(zip(table, hints(list(table), campaign), strict=True)) == dict(zip(table, wanted, strict=True))


def abroad(campaign: nj.Campaign, **columns: list[str]) -> pd.DataFrame:
    """The findings at contact hours whose clock is another country's."""
    findings = nj.check(pd.DataFrame(columns), campaign).findings
    return findings[findings["check"].eq("contact-hours-abroad")]


def test_american_abbreviations_and_inverted_signs_are_warned_of() -> None:
    hours = ["EST", "Etc/GMT+10", "MST", "CET", "Etc/GMT-10", "UTC", "GMT", "US/Pacific", "Australia/NSW", ""]
    numbers = [f"04915701{n:02}" for n in range(len(hours))]
    found = abroad(nj.Campaign(phone_fields=["Phone"]), njContactHours=hours, Phone=numbers)
    assert found["severity"].eq("warning").all()
    assert found[["row", "message", "hint"]].to_numpy().tolist() == [
        [0, "EST means UTC-05:00, which no clock in Australia shows", f"did you mean {EAST}?"],
        [
            1,
            "Etc/GMT+10 means UTC-10:00 (its sign is the other way round), which no clock in Australia shows",
            f"did you mean {EAST}?",
        ],
        [2, "MST means UTC-07:00, which no clock in Australia shows", "name the zone of a city near the lead"],
        [3, "CET means UTC+01:00, which no clock in Australia shows", "name the zone of a city near the lead"],
        [5, "UTC means UTC+00:00, which no clock in Australia shows", "name the zone of a city near the lead"],
        [6, "GMT means UTC+00:00, which no clock in Australia shows", "name the zone of a city near the lead"],
    ]


@pytest.mark.parametrize(
    "zone", ["UTC", "GMT", "Etc/UTC", "Etc/GMT", "Zulu", "Etc/Greenwich", "GMT0", "Universal", "UCT"]
)
def test_the_time_of_greenwich_is_for_countries_that_keep_it(zone: str) -> None:
    countries = ["AU", "NZ", "US", "GB", "IE", "PT", "GH", "IS"]
    leads = {"njContactHours": [zone] * 8, "Country": countries, "Phone": [""] * 8}
    found = abroad(nj.Campaign(phone_fields=["Phone"], region_column="Country"), **leads)
    assert found["row"].tolist() == [0, 1, 2]


def test_the_table_of_a_terminal_names_the_values_with_what_each_may_mean() -> None:
    hours = {"Sydney": "Australia/Sydney", "Melbourne": "Australia/Melbourne"}
    values = ["Sydney time", "Australia/Melborne", "AUS Eastern Standard Time", "0491570006", "Sydney time", "a", "b"]
    leads = pd.DataFrame({"njContactHours": values, "Phone": [f"04915701{n:02}" for n in range(len(values))]})
    campaign = nj.Campaign(phone_fields=["Phone"], contact_hours=hours)
    known = "use the name of a Contact Hours entry of the PBX: 'Sydney', 'Melbourne'"
    assert hints_by_value(nj.check(leads, campaign), "contact-hours") == (
        "'Sydney time', 'AUS Eastern Standard Time': did you mean 'Sydney'?",
        "'Australia/Melborne': did you mean 'Melbourne'?",
        f"'04•••••006', 'a', 'b': {known}",
    )
    assert "In the file: 'Sydney time'" in repr(nj.check(leads[:1], campaign))


@pytest.mark.parametrize(
    ("country", "phone", "warned"),
    [
        ("AU", "0491570006", True),
        ("", "", True),
        ("AU", "+12125550123", False),
        ("US", "+12125550123", False),
        ("US", "+61491570006", False),
        ("NZ", "+61491570006", True),
        ("XX", "", False),
    ],
)
def test_a_clock_of_the_leads_country_or_of_its_number_is_no_finding(country: str, phone: str, warned: bool) -> None:
    campaign = nj.Campaign(phone_fields=["Phone", "Mobile"], region_column="Country")
    found = abroad(campaign, njContactHours=["EST"], Phone=[phone], Mobile=[""], Country=[country])
    assert len(found) == warned


def test_the_zone_of_an_entry_is_warned_of_by_its_name() -> None:
    campaign = nj.Campaign(phone_fields=["Phone"], contact_hours={"East": "EST", "West": "Australia/Perth"})
    found = abroad(campaign, njContactHours=["East", "West"], Phone=["0491570006", "0491570156"])
    assert found["hint"].tolist() == ["correct the zone of 'East' in the campaign's contact_hours"]


@pytest.mark.parametrize(
    ("zone", "likely"),
    [
        ("GMT+10", f"; did you mean {EAST}?"),
        ("W. Australia Standard Time", f"; did you mean {PERTH}?"),
        ("Australia/Sidney", f"; did you mean {SYDNEY}?"),
        ("Nowhere", ""),
    ],
)
def test_a_campaign_is_told_likewise(zone: str, likely: str) -> None:
    with pytest.raises(nj.CampaignError) as refused:
        nj.Campaign(contact_hours={"East": zone})
    assert str(refused.value).endswith(f"'East': there is no IANA zone {zone!r}{likely}")
