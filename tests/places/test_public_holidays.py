"""Public holidays: against the package, and against a list written by hand."""

import holidays
import numpy as np
import pytest

from noojee_dq.places.public_holidays import holiday_names

#: The national public holidays of 2027, from the calendar, and the days that some states keep for those on a weekend.
BY_HAND_2027 = {
    "2027-01-01": "New Year's Day",  # a Friday
    "2027-01-26": "Australia Day",  # a Tuesday
    "2027-03-26": "Good Friday",
    "2027-03-29": "Easter Monday",
    "2027-04-25": "ANZAC Day",  # a Sunday
    "2027-04-26": "the day kept for ANZAC Day in some states",
    "2027-12-25": "Christmas Day",  # a Saturday
    "2027-12-26": "Boxing Day",  # a Sunday
    "2027-12-27": "the day kept for Christmas Day in some states",
    "2027-12-28": "the day kept for Boxing Day in some states",
}
STATES = ("NSW", "ACT", "VIC", "QLD", "SA", "WA", "TAS", "NT")


def found_in(year: int, country: str = "AU", state: str = "") -> dict[str, str]:
    days = np.arange(f"{year}-01-01", f"{year + 1}-01-01", dtype="datetime64[D]")
    names = holiday_names(days, country, state)
    return {str(day): name for day, name in zip(days, names, strict=True) if name}


def test_a_year_written_by_hand() -> None:
    assert found_in(2027) == BY_HAND_2027


@pytest.mark.parametrize("year", range(2026, 2031))
def test_national_holidays_are_those_of_the_package_and_days_kept_for_them(year: int) -> None:
    national = {str(day): name for day, name in holidays.country_holidays("AU", years=year).items()}
    found = found_in(year)
    kept = {day: name for day, name in found.items() if day not in national}
    assert {day: found[day] for day in national} == national
    assert len(national) == 7
    # For each holiday on a weekend, and for no other, some state keeps a working day; none of these is another holiday.
    on_weekend = [name for day, name in national.items() if np.is_busday(day) == 0]
    assert sorted(kept.values()) == sorted(f"the day kept for {name} in some states" for name in on_weekend)
    assert all(np.is_busday(day) for day in kept)


@pytest.mark.parametrize("year", range(2026, 2031))
@pytest.mark.parametrize("state", STATES)
def test_a_state_adds_its_own(year: int, state: str) -> None:
    own = {str(day) for day in holidays.country_holidays("AU", subdiv=state, years=year)}
    assert set(found_in(year, state=state)) == own | set(found_in(year))


@pytest.mark.parametrize(
    ("country", "day", "name"), [("US", "2026-07-04", "Independence Day"), ("ZZ", "2026-12-25", "")]
)
def test_other_countries(country: str, day: str, name: str) -> None:
    assert found_in(2026, country).get(day, "") == name


@pytest.mark.parametrize("year", range(2026, 2031))
def test_another_day_counts_for_all_of_a_country_only_for_a_holiday_on_a_weekend(year: int) -> None:
    """Georgia keeps Washington's Birthday at Christmas, although it is a Monday everywhere."""
    assert [name for name in found_in(year, "US").values() if "Washington" in name] == ["Washington's Birthday"]


def test_holidays_are_named_in_english_wherever_the_machine_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "th")
    not_yet_asked_for = 2044
    assert found_in(not_yet_asked_for)[f"{not_yet_asked_for}-12-25"] == "Christmas Day"


def test_days_beyond_the_calendar_are_no_holidays() -> None:
    days = np.array(["0001-01-01", "9999-12-25", "10000-01-01", "2026-12-25"], "datetime64[D]")
    assert holiday_names(days, "AU").tolist() == ["", "", "", "Christmas Day"]
