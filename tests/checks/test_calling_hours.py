"""When callbacks may ring: moments, zones and rules with the answer, worked out by hand."""

from datetime import UTC, datetime
from typing import Any

import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.report.report import Report

NOW = datetime(2026, 1, 1, tzinfo=UTC)
MELBOURNE, SYDNEY, BRISBANE = "Australia/Melbourne", "Australia/Sydney", "Australia/Brisbane"
ADELAIDE, DARWIN, PERTH, HOBART = "Australia/Adelaide", "Australia/Darwin", "Australia/Perth", "Australia/Hobart"
EUCLA, LORD_HOWE = "Australia/Eucla", "Australia/Lord_Howe"
NEW_YORK, LOS_ANGELES, PHOENIX, HONOLULU = (
    "America/New_York",
    "America/Los_Angeles",
    "America/Phoenix",
    "Pacific/Honolulu",
)
SALES, RESEARCH, TCPA = "au-telemarketing", "au-research", "us-tcpa"

#: Rules, callback, contact hours, state and postcode of the lead, and what is wrong; "" = it may ring.
MOMENTS = [
    # The ends of a weekday: the first minute is permitted, the end is not.
    (SALES, "2026/11/27 08:59", MELBOURNE, "", "09:00-20:00, the hours of a Friday"),
    (SALES, "2026/11/27 09:00", MELBOURNE, "", ""),
    (SALES, "2026/11/27 19:59", MELBOURNE, "", ""),
    (SALES, "2026/11/27 20:00", MELBOURNE, "", "09:00-20:00, the hours of a Friday"),
    (RESEARCH, "2026/11/27 08:59", MELBOURNE, "", "09:00-20:30, the hours of a Friday"),
    (RESEARCH, "2026/11/27 20:29", MELBOURNE, "", ""),
    (RESEARCH, "2026/11/27 20:30", MELBOURNE, "", "09:00-20:30, the hours of a Friday"),
    (TCPA, "2026/11/27 07:59", NEW_YORK, "", "08:00-21:00, the hours of a Friday"),
    (TCPA, "2026/11/27 08:00", NEW_YORK, "", ""),
    (TCPA, "2026/11/27 20:59", LOS_ANGELES, "", ""),
    (TCPA, "2026/11/27 21:00", LOS_ANGELES, "", "08:00-21:00, the hours of a Friday"),
    # Saturdays and Sundays
    (SALES, "2026/11/28 09:00", MELBOURNE, "", ""),
    (SALES, "2026/11/28 16:59", MELBOURNE, "", ""),
    (SALES, "2026/11/28 17:00", MELBOURNE, "", "09:00-17:00, the hours of a Saturday"),
    (SALES, "2026/11/29 12:00", MELBOURNE, "", "on a Sunday"),
    (RESEARCH, "2026/11/28 17:00", MELBOURNE, "", "09:00-17:00, the hours of a Saturday"),
    (RESEARCH, "2026/11/29 12:00", MELBOURNE, "", ""),
    (RESEARCH, "2026/11/29 17:00", MELBOURNE, "", "09:00-17:00, the hours of a Sunday"),
    (TCPA, "2026/11/29 12:00", PHOENIX, "", ""),
    (TCPA, "2026/11/29 06:00", HONOLULU, "", "08:00-21:00, the hours of a Sunday"),
    # Good Friday, the Saturday after it, Easter Sunday, Easter Monday, the Tuesday after it
    (SALES, "2026/04/03 12:00", MELBOURNE, "", "on Good Friday"),
    (SALES, "2026/04/04 12:00", MELBOURNE, "", ""),
    (SALES, "2026/04/05 12:00", MELBOURNE, "", "on a Sunday"),
    (SALES, "2026/04/06 12:00", MELBOURNE, "", "on Easter Monday"),
    (SALES, "2026/04/07 12:00", MELBOURNE, "", ""),
    (RESEARCH, "2026/04/03 12:00", PERTH, "", "on Good Friday"),
    (RESEARCH, "2026/04/05 12:00", PERTH, "", ""),
    (RESEARCH, "2027/03/29 12:00", PERTH, "", "on Easter Monday"),
    (TCPA, "2026/04/03 12:00", NEW_YORK, "", ""),
    # Anzac Day: a Saturday in 2026, a Sunday in 2027, a Tuesday in 2028. The Monday after it, which some states keep.
    (SALES, "2026/04/25 12:00", MELBOURNE, "", "on ANZAC Day"),
    (SALES, "2026/04/27 12:00", MELBOURNE, "", "on the day kept for ANZAC Day in some states"),
    (SALES, "2026/04/28 12:00", MELBOURNE, "", ""),
    (RESEARCH, "2027/04/25 12:00", BRISBANE, "", "on ANZAC Day"),
    (SALES, "2027/04/26 12:00", BRISBANE, "", "on the day kept for ANZAC Day in some states"),
    (SALES, "2028/04/25 12:00", BRISBANE, "", "on ANZAC Day"),
    (SALES, "2028/04/26 12:00", BRISBANE, "", ""),
    # The other national holidays, and days kept for them
    (SALES, "2027/01/01 12:00", SYDNEY, "", "on New Year's Day"),
    (SALES, "2028/01/03 12:00", SYDNEY, "", "on the day kept for New Year's Day in some states"),
    (SALES, "2027/01/26 12:00", SYDNEY, "", "on Australia Day"),
    (SALES, "2026/12/24 12:00", SYDNEY, "", ""),
    (SALES, "2026/12/25 12:00", SYDNEY, "", "on Christmas Day"),
    (SALES, "2026/12/26 12:00", SYDNEY, "", "on Boxing Day"),
    (SALES, "2026/12/28 12:00", SYDNEY, "", "on the day kept for Boxing Day in some states"),
    (SALES, "2026/12/29 12:00", SYDNEY, "", ""),
    (SALES, "2027/12/27 12:00", SYDNEY, "", "on the day kept for Christmas Day in some states"),
    (SALES, "2027/12/28 12:00", SYDNEY, "", "on the day kept for Boxing Day in some states"),
    (TCPA, "2026/12/25 12:00", NEW_YORK, "", ""),
    # Holidays of single states count only with `states`.
    (SALES, "2026/11/03 12:00", MELBOURNE, "VIC 3000", ""),
    # The clock of the place. Perth is three hours behind Melbourne in summer, two in winter.
    (SALES, "2026/11/27 11:59", MELBOURNE, "WA", f"({PERTH}) the callback is outside 09:00-20:00"),
    (SALES, "2026/11/27 12:00", MELBOURNE, "WA", ""),
    (SALES, "2026/07/31 10:59", MELBOURNE, "WA", f"({PERTH}) the callback is outside 09:00-20:00"),
    (SALES, "2026/07/31 11:00", MELBOURNE, "WA", ""),
    (SALES, "2026/11/27 18:00", PERTH, "VIC", f"({MELBOURNE}) the callback is outside 09:00-20:00"),
    (SALES, "2026/11/27 16:59", PERTH, "VIC", ""),
    # 14:00 on a Saturday in Perth is 17:00 in Melbourne.
    (SALES, "2026/11/28 14:00", PERTH, "3000", f"({MELBOURNE}) the callback is outside 09:00-17:00, the hours of"),
    (SALES, "2026/11/28 13:59", PERTH, "3000", ""),
    # Queensland keeps no summer time: 9:30 in Sydney is 8:30 there, but 9:30 in winter.
    (SALES, "2026/11/27 09:30", SYDNEY, "QLD", f"({BRISBANE}) the callback is outside"),
    (SALES, "2026/07/31 09:30", SYDNEY, "QLD", ""),
    (SALES, "2026/11/27 09:30", MELBOURNE, "TAS", ""),
    (SALES, "2026/11/27 09:15", MELBOURNE, "SA", f"({ADELAIDE}) the callback is outside"),
    (SALES, "2026/11/27 09:30", MELBOURNE, "SA", ""),
    (SALES, "2026/11/27 10:00", MELBOURNE, "0800", f"({DARWIN}) the callback is outside"),
    (SALES, "2026/11/27 10:30", MELBOURNE, "0800", ""),
    # Where a postcode lies in two states, both must forbid the call; where contact hours are none, no clock is known.
    (SALES, "2026/11/27 09:30", SYDNEY, "4383", ""),
    (SALES, "2026/11/27 09:30", PERTH, "2880", ""),
    (SALES, "2026/11/27 09:30", "", "WA", ""),
    (SALES, "2026/11/27 20:30", "", "WA", "09:00-20:00, the hours of a Friday"),
    # Lord Howe is half an hour ahead of Sydney in winter, and keeps its clock in summer, by half an hour.
    (SALES, "2026/07/31 19:29", SYDNEY, "2898", ""),
    (SALES, "2026/07/31 19:30", SYDNEY, "2898", f"({LORD_HOWE}) the callback is outside 09:00-20:00"),
    (SALES, "2026/11/27 19:30", SYDNEY, "2898", ""),
    (SALES, "2026/07/31 20:00", LORD_HOWE, "NSW", "outside 09:00-20:00, the hours of a Friday"),
    (SALES, "2026/07/31 09:15", LORD_HOWE, "NSW", f"({SYDNEY}) the callback is outside 09:00-20:00"),
    # The days on which summer time begins (4 October 2026) and ends (5 April 2026) are Sundays; the Mondays after them
    # have other hours in Queensland than the Fridays before.
    (RESEARCH, "2026/10/02 09:00", SYDNEY, "QLD", ""),
    (RESEARCH, "2026/10/04 09:30", SYDNEY, "QLD", f"({BRISBANE}) the callback is outside 09:00-17:00, the hours of"),
    (RESEARCH, "2026/10/04 09:30", BRISBANE, "QLD", ""),
    (RESEARCH, "2026/04/05 09:00", SYDNEY, "QLD", ""),
    (RESEARCH, "2026/04/04 09:30", SYDNEY, "QLD", f"({BRISBANE}) the callback is outside 09:00-17:00, the hours of"),
    (SALES, "2026/10/04 02:30", SYDNEY, "", "on a Sunday"),
    (SALES, "2026/04/05 02:30", SYDNEY, "", "on a Sunday"),
    # A holiday by the clock of the place: 22:00 on the eve in Perth is past midnight in Melbourne.
    (SALES, "2026/04/02 19:30", PERTH, "VIC", f"({MELBOURNE}) the callback is outside 09:00-20:00, the hours of a Thu"),
    # Odd years
    (SALES, "0001/01/01 12:00", MELBOURNE, "WA", ""),
    (SALES, "9999/12/31 12:00", MELBOURNE, "VIC", ""),
    (SALES, "9999/12/31 23:59", EUCLA, "VIC", "outside 09:00-20:00"),
]  # fmt: skip


def _lead(callback: str, hours: str, place: str) -> dict[str, str]:
    words = place.split()
    state, postcode = (next((word for word in words if word.isdigit() is digits), "") for digits in (False, True))
    return {"njCallBackDate": callback, "njContactHours": hours, "State": state, "Postcode": postcode}


def checked(leads: list[dict[str, str]], calling: dict[str, Any], **settings: Any) -> Report:
    frame = pd.DataFrame(leads).assign(Phone="0491 570 006")
    campaign = nj.Campaign(phone_fields=["Phone"], allow_duplicates=True, calling=calling, **settings)
    return nj.check(frame, campaign, now=NOW)


def messages(report: Report, check: str = "callback-outside-hours") -> list[str]:
    """What the check says of each lead; "" = nothing."""
    found = report.findings[report.findings["check"].eq(check)]
    return found.set_index("row")["message"].reindex(range(len(report.leads)), fill_value="").tolist()


@pytest.mark.parametrize("rules", [SALES, RESEARCH, TCPA])
def test_callbacks_ring_when_one_may_call(rules: str) -> None:
    cases = [case[1:] for case in MOMENTS if case[0] == rules]
    said = messages(checked([_lead(*case[:3]) for case in cases], {"rules": rules}))
    wrong = [
        (*case, message)
        for case, message in zip(cases, said, strict=True)
        if (case[3] not in message if case[3] else message)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("day", "place", "expected"),
    [
        ("2026/11/03", "VIC", "on Melbourne Cup Day"),
        ("2026/11/03", "3000", "on Melbourne Cup Day"),
        ("2026/11/03", "NSW", ""),
        ("2026/11/03", "", ""),
        ("2026/06/01", "WA", "on Western Australia Day"),
        ("2026/04/04", "NSW", "on Easter Saturday"),
        ("2026/04/04", "TAS", ""),
        ("2026/04/25", "TAS", "on ANZAC Day"),
    ],
)
def test_holidays_of_the_leads_state_count_where_asked_for(day: str, place: str, expected: str) -> None:
    zone = PERTH if place == "WA" else MELBOURNE
    said = messages(checked([_lead(f"{day} 12:00", zone, place)], {"rules": SALES, "states": True}))[0]
    assert expected in said if expected else said == ""


@pytest.mark.parametrize(
    ("hours", "callback", "expected"),
    [
        ({"saturday": "none"}, "2026/11/28 12:00", "on a Saturday, when nobody may call"),
        ({"monday": "07:00-24:00"}, "2026/11/30 23:59", ""),
        ({"holidays": "10:00-12:00"}, "2026/12/25 11:00", ""),
        ({"holidays": "10:00-12:00"}, "2026/12/25 12:00", "outside 10:00-12:00, the hours of Christmas Day"),
        # The hours of a holiday permit nothing that those of its weekday forbid.
        ({"holidays": "10:00-12:00"}, "2027/04/25 11:00", "on a Sunday"),
    ],
)
def test_hours_of_ones_own_come_first(hours: dict[str, str], callback: str, expected: str) -> None:
    said = messages(checked([_lead(callback, MELBOURNE, "")], {"rules": SALES, "hours": hours}))[0]
    assert expected in said if expected else said == ""


def test_hours_of_ones_own_need_no_rules() -> None:
    days = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"), "10:00-18:00")
    leads = [_lead(f"{day} 11:00", "Pacific/Auckland", "") for day in ("2026/11/29", "2027/02/08")]
    said = messages(checked(leads, {"hours": {**days, "holidays": "none"}}, region="NZ"))
    assert said == ["", "the callback is on Waitangi Day (observed), when nobody may call"]


def test_who_agreed_may_be_called_at_any_time() -> None:
    answers = ["yes", "YES", " True ", "1", "y", "J", "no", "", "0", "perhaps"]
    leads = [_lead("2026/11/29 03:00", MELBOURNE, "") | {"OK to call": answer} for answer in answers]
    report = checked(leads, {"rules": SALES, "consent_column": "OK to call"})
    assert [bool(message) for message in messages(report)] == [False] * 6 + [True] * 4
    hint = report.findings.query("check == 'callback-outside-hours'")["hint"].iloc[0]
    assert hint == "set another day, or say in 'OK to call' that the person agreed"


def test_without_its_column_nobody_has_agreed() -> None:
    report = checked([_lead("2026/11/29 03:00", MELBOURNE, "VIC")], {"rules": SALES, "consent_column": "Consent"})
    assert messages(report)[0]
    reasons = {one.check: one.reason for one in report.not_checked}
    assert reasons["callback-outside-hours"] == "the file has no column 'Consent': nobody is taken to have agreed"


def test_an_error_where_the_campaign_says_so() -> None:
    lead = [_lead("2026/11/29 12:00", MELBOURNE, "")]
    warned, refused = (checked(lead, {"rules": SALES, "severity": severity}) for severity in ("warning", "error"))
    assert (warned.ok, messages(warned, "callback-forbidden")) == (True, [""])
    assert (refused.ok, messages(refused), refused.counts["fix"]) == (False, [""], 1)
    assert refused.findings.query("check == 'callback-forbidden'")["code"].isna().all()
    assert refused.annotated[["dq_status", "dq_expected_code"]].to_numpy().tolist() == [["fix", 0]]


@pytest.mark.parametrize(
    ("severity", "asked", "other"),
    [
        ("warning", "callback-outside-hours", "callback-forbidden"),
        ("error", "callback-forbidden", "callback-outside-hours"),
    ],
)
def test_without_rules_it_stands_under_not_checked_how_to_have_some(severity: str, asked: str, other: str) -> None:
    report = checked([_lead("2026/11/29 03:00", MELBOURNE, "")], {"severity": severity})
    assert messages(report) == messages(report, "callback-forbidden") == [""]
    reasons = {one.check: one.reason for one in report.not_checked}
    assert 'rules = "au-telemarketing"' in reasons[asked]
    assert other not in reasons


def test_only_an_australian_lead_is_at_an_australian_place() -> None:
    """WA is Washington, and 8:00 in New York 5:00 there: no table here says so."""
    said = [
        messages(checked([_lead("2026/11/27 08:00", NEW_YORK, "WA")], {"rules": TCPA}, region=region))[0]
        for region in ("US", "AU")
    ]
    assert said == [
        "",
        f"by the clock of the lead's place ({PERTH}) the callback is outside 08:00-21:00, the hours of a Friday",
    ]


def test_an_update_without_contact_hours_is_judged_as_it_is_written() -> None:
    leads = pd.DataFrame([_lead("2026/11/27 09:30", "", "WA") | {"njExternalLeadId": "1", "Phone": "<No Change>"}])
    campaign = nj.Campaign(phone_fields=["Phone"], calling={"rules": SALES}, default_contact_hours=MELBOURNE)
    update, insert = (nj.check(leads, campaign, operation=call, now=NOW) for call in ("update", "insert"))
    assert messages(update) == [""]
    assert PERTH in messages(insert)[0]


def test_a_column_without_a_heading_is_nobodys_consent() -> None:
    lead = _lead("2026/11/29 12:00", MELBOURNE, "") | {"": "yes"}
    assert messages(checked([lead], {"rules": SALES}))[0]


@pytest.mark.parametrize(("rules", "expected"), [(TCPA, ""), (SALES, "on Western Australia Day")])
def test_wa_is_no_state_of_the_us(rules: str, expected: str) -> None:
    """The state of Washington has the day after Thanksgiving; in Western Australia that is a Friday like others."""
    leads = [_lead(f"{day} 12:00", PERTH, "WA") for day in ("2026/11/27", "2026/06/01")]
    calling = {"rules": rules, "states": True, "hours": {"holidays": "none"}}
    first, second = messages(checked(leads, calling))
    assert first == ""
    assert expected in second if expected else second == ""


@pytest.mark.parametrize(
    ("places", "calling", "settings", "reason"),
    [
        (["VIC", "WA"], {"rules": SALES, "states": True}, {}, None),
        (["VIC", ""], {"rules": SALES}, {}, "the clock of the place, for callbacks of leads at a place not known (1)"),
        (
            ["", "4383"],
            {"rules": SALES, "states": True},
            {},
            "public holidays of the state, for callbacks of leads whose state is not known (2); "
            "the clock of the place, for callbacks of leads at a place not known (1)",
        ),
        (
            ["VIC", "WA"],
            {"rules": TCPA, "states": True, "hours": {"holidays": "none"}},
            {},
            "public holidays of states are counted here in Australia alone",
        ),
        (["VIC", "WA"], {"rules": TCPA, "states": True}, {}, "public holidays: without holidays = "),
        (["VIC", "WA"], {"rules": SALES}, {"region_column": "Land"}, "public holidays of other countries than AU"),
        (["", ""], {}, {}, "no calling rules are set"),
    ],
)
def test_what_is_not_known_is_named(places: list[str], calling: Any, settings: Any, reason: str | None) -> None:
    leads = [_lead("2026/11/27 12:00", MELBOURNE, place) | {"Land": "AU"} for place in places]
    without_callback = _lead("", MELBOURNE, "")
    report = checked([*leads, without_callback | {"Land": "AU"}], calling, **settings)
    reasons = [one.reason for one in report.not_checked if one.check == "callback-outside-hours"]
    assert len(reasons) == (reason is not None)
    assert all(one.startswith(str(reason)) for one in reasons)


def test_a_country_without_known_holidays_is_said() -> None:
    days = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"), "10:00-18:00")
    report = checked([_lead("2026/11/29 11:00", PERTH, "")], {"hours": {**days, "holidays": "none"}}, region="AC")
    reasons = {one.check: one.reason for one in report.not_checked}
    assert reasons["callback-outside-hours"].split("; ") == [
        "no public holidays of AC are known",
        "states and postcodes are known here of Australia alone",
    ]
