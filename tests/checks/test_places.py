"""Does a lead ring by the clock of its place, and is that one place: state, postcode and contact hours together."""

from datetime import UTC, datetime
from typing import Any

import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.places.local_clocks import contradict, local_clocks
from noojee_dq.places.postcodes import SHARED, state_of

GOOD = "0491 570 006"
SUMMER, WINTER = datetime(2026, 1, 15, tzinfo=UTC), datetime(2026, 7, 15, tzinfo=UTC)
HOURS = {
    "East": "Australia/Melbourne",
    "North": "Australia/Brisbane",
    "Centre": "Australia/Adelaide",
    "Top": "Australia/Darwin",
    "West": "Australia/Perth",
}


def found(leads: dict[str, Any], check: str, now: datetime = SUMMER, **settings: Any) -> pd.DataFrame:
    """What one check says of some leads."""
    campaign = nj.Campaign(**({"phone_fields": ["Phone"], "contact_hours": HOURS} | settings))
    frame = pd.DataFrame({"Phone": GOOD, **leads})
    findings = nj.check(frame, campaign, now=now).findings
    return findings[findings["check"].eq(check)]


@pytest.mark.parametrize(
    ("state", "postcode", "hours", "summer", "winter"),
    [
        ("Vic", "", "East", False, False),
        ("Tas", "", "East", False, False),
        ("N.S.W.", "2000", "East", False, False),
        ("act", "2600", "East", False, False),
        ("WA", "", "East", True, True),
        ("Western Australia", "6000", "East", True, True),
        # Without summer time Queensland has the clock of Melbourne in winter, and Darwin that of Adelaide.
        ("Qld", "4000", "East", True, False),
        ("NSW", "2000", "North", True, False),
        ("NT", "800", "Centre", True, False),
        ("SA", "5000", "Top", True, False),
        ("SA", "", "East", True, True),
        # A postcode alone; Broken Hill keeps Adelaide's clock, and what lies around it Sydney's.
        ("", "6000.0", "East", True, True),
        ("", "2880", "Centre", False, False),
        ("NSW", "2880", "East", False, False),
        ("NSW", "2880", "West", True, True),
        ("", "2898", "East", False, True),
        ("WA", "6443", "West", False, False),
        # Postcodes of two states: the state decides, and without it either may.
        ("", "4383", "East", False, False),
        ("Qld", "4383", "East", True, False),
        ("NSW", "4383", "North", True, False),
        ("", "0872", "Top", False, False),
        ("WA", "0872", "Top", True, True),
        # Of a place that is not known nothing is said, nor where state and postcode contradict each other.
        ("", "", "East", False, False),
        ("Auckland", "6000", "East", False, False),
        ("WA", "98101", "East", False, False),
        ("WA", "n/a", "East", True, True),
        ("NSW", "6000", "East", False, False),
        ("NSW", "6000", "Top", True, True),
        ("", "2899", "West", False, False),
        ("", "7151", "West", False, False),
        # Contact hours that are not known are refused by another check.
        ("WA", "", "Nowhere", False, False),
        ("WA", "", "", False, False),
    ],
)
def test_contact_hours_beside_the_place(state: str, postcode: str, hours: str, summer: bool, winter: bool) -> None:
    leads = {"State": [state], "Postcode": [postcode], "njContactHours": [hours]}
    for now, expected in ((SUMMER, summer), (WINTER, winter)):
        assert len(found(leads, "contact-hours-elsewhere", now)) == expected


def test_the_day_is_that_of_the_callback() -> None:
    days = ["2026/10/03 10:00", "2026/10/04 10:00", "2027/04/03 10:00", "2027/04/04 10:00", ""]
    leads = {"State": "Qld", "njContactHours": "East", "njCallBackDate": days}
    assert found(leads, "contact-hours-elsewhere", WINTER)["row"].tolist() == [1, 2]


def test_what_is_said_names_both_zones_and_the_contact_hours_of_the_place() -> None:
    leads = {"State": ["WA", "SA", "Tas"], "njContactHours": ["East", "East", "North"]}
    said = found(leads, "contact-hours-elsewhere")
    assert said["message"].tolist() == [
        "these contact hours go by the clock of Australia/Melbourne, and the lead's state or postcode is in "
        "Australia/Perth, 3 hours behind on 2026/01/15",
        "these contact hours go by the clock of Australia/Melbourne, and the lead's state or postcode is in "
        "Australia/Adelaide, 0.5 hours behind on 2026/01/15",
        "these contact hours go by the clock of Australia/Brisbane, and the lead's state or postcode is in "
        "Australia/Hobart, 1 hour ahead on 2026/01/15",
    ]
    assert said["hint"].tolist() == ["did you mean 'West'?", "did you mean 'Centre'?", "did you mean 'East'?"]


def test_leads_without_contact_hours_give_one_note() -> None:
    leads = {"State": ["WA", "WA", "SA", "Vic", "WA"], "njContactHours": ["", " ", "", "", "West"]}
    said = found(leads, "default-contact-hours", default_contact_hours="East")
    assert said["message"].tolist() == [
        "3 leads without contact hours would ring by the clock of 'East', the template's default, which is not that of "
        "their state or postcode: 2 in Australia/Perth, 1 in Australia/Adelaide"
    ]
    assert said["row"].isna().all()
    assert found({"State": ["Vic"]}, "default-contact-hours", default_contact_hours="East").empty
    everywhere = {"State": "", "Postcode": ["6000", "5000", "4000", "3000", "2000"]}
    said = found(everywhere, "default-contact-hours", default_contact_hours="Top")
    assert said["message"].iloc[0].endswith(", and in 1 more zone")


@pytest.mark.parametrize(
    ("leads", "settings", "reasons"),
    [
        ({"State": "WA", "njContactHours": "West"}, {}, {}),
        (
            {"State": "WA"},
            {},
            {
                "contact-hours-elsewhere": "no column 'njContactHours'",
                "default-contact-hours": "1 lead without contact hours",
            },
        ),
        (
            {"njContactHours": ""},
            {"default_contact_hours": "East"},
            {"contact-hours-elsewhere": "no column State", "default-contact-hours": "no column State"},
        ),
        ({"njContactHours": "West"}, {}, {"contact-hours-elsewhere": "no column State or Postcode"}),
        ({"State": "", "njContactHours": "West"}, {}, {"contact-hours-elsewhere": "1 lead of which no Australian"}),
        (
            {"State": "WA", "njContactHours": "West"},
            {"region": "US"},
            {"contact-hours-elsewhere": "of Australia alone"},
        ),
        (
            {"State": "WA", "njContactHours": ""},
            {"region": "US"},
            {"contact-hours-elsewhere": "of Australia alone", "default-contact-hours": "of Australia alone"},
        ),
    ],
)
def test_what_is_not_known_is_named(leads: dict[str, Any], settings: dict[str, Any], reasons: dict[str, str]) -> None:
    campaign = nj.Campaign(phone_fields=["Phone"], contact_hours=HOURS, **settings)
    report = nj.check(pd.DataFrame({"Phone": [GOOD], **leads}), campaign, now=SUMMER)
    asked = ("contact-hours-elsewhere", "default-contact-hours")
    not_checked = {one.check: one.reason for one in report.not_checked if one.check in asked}
    assert not_checked.keys() == reasons.keys()
    assert all(words in not_checked[check] for check, words in reasons.items())


def test_leads_of_other_countries_are_left_alone() -> None:
    leads = {"Country": ["US", "AU"], "State": "WA", "Postcode": "3000", "njContactHours": "East"}
    assert found(leads, "contact-hours-elsewhere", region_column="Country").empty
    assert found(leads, "state-postcode", region_column="Country")["row"].tolist() == [1]


@pytest.mark.parametrize(
    ("state", "postcode", "wrong"),
    [
        *((state, postcode, False) for state, postcode in [("NSW", "2000"), ("vic", "3000"), ("NT", "800")]),
        *((state, postcode, False) for state, postcode in [("ACT", "2620"), ("NSW", "2620"), ("NSW", "4383")]),
        *((state, postcode, False) for state, postcode in [("NSW", ""), ("", "2000"), ("NSW", "2899"), ("NSW", "x")]),
        *((state, postcode, False) for state, postcode in [("Auckland", "6011"), ("open", "3000"), ("ACT", "2540")]),
        *((state, postcode, True) for state, postcode in [("NSW", "4350"), ("Qld", "2485"), ("VIC", "2640")]),
        *((state, postcode, True) for state, postcode in [("WA", "3000"), ("W.A.", "800.0"), ("NT", "5000")]),
    ],
)
def test_state_against_postcode(state: str, postcode: str, wrong: bool) -> None:
    said = found({"State": [state], "Postcode": [postcode]}, "state-postcode")
    assert len(said) == wrong
    assert said["column"].tolist() == ["Postcode"] * wrong


def test_each_address_is_compared_by_itself() -> None:
    leads = {
        "Address_State": ["VIC", "VIC", "NSW"],
        "Address_Postcode": ["3000", "3000", "3000"],
        "Postal_State": ["NSW", "NSW", "VIC"],
        "Postal_Postcode": ["2000", "3000", "2000"],
    }
    said = found(leads, "state-postcode")
    assert said[["row", "column"]].to_numpy().tolist() == [[1, "Postal_Postcode"], [2, "Address_Postcode"]]
    assert said["message"].iloc[0] == "the state is NSW, and postcode 3000 lies in VIC"


def test_a_column_may_be_sent_as_state_or_postcode() -> None:
    leads = {"St": ["VIC", "WA"], "Pc": "3000", "Work St": "NSW", "Work Pc": ["2000", "5000"], "njContactHours": "East"}
    columns = {"St": "State", "Pc": "Postcode", "Work St": "Work State", "Work Pc": "Work Postcode"}
    assert found(leads, "state-postcode", columns=columns)["column"].tolist() == ["Pc"]
    assert found({"St": ["WA"], "njContactHours": "East"}, "contact-hours-elsewhere", columns=columns)["row"].size


@pytest.mark.parametrize("default", ["", "East"])
def test_no_lead_is_at_no_place(default: str) -> None:
    leads = pd.DataFrame(columns=["Phone", "State", "Postcode", "njContactHours", "njCallBackDate"], dtype="str")
    campaign = nj.Campaign(phone_fields=["Phone"], default_contact_hours=default, contact_hours=HOURS)
    assert nj.check(leads, campaign).findings.empty


def test_shared_postcodes_lie_in_other_states_than_that_of_their_range() -> None:
    assert all(state_of(postcode) not in (None, *others) for postcode, others in SHARED.items())
    assert not any(contradict(state, postcode) for postcode, others in SHARED.items() for state in others)
    assert all(local_clocks(None, postcode) for postcode in SHARED)
