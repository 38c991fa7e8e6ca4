"""Names of zones that are no IANA names, against where they come from."""

import pytest
import pytz

from noojee_dq.places.clocks import main_name
from noojee_dq.places.states import STATES
from noojee_dq.places.zone_names import AUSTRALIAN_TOWNS, CITIES_ABROAD, WINDOWS_NAMES
from noojee_dq.places.zone_texts import zones_in


def test_every_name_stands_for_a_zone_of_today() -> None:
    zones = {*WINDOWS_NAMES.values(), *CITIES_ABROAD.values(), *AUSTRALIAN_TOWNS.values()}
    zones |= {state.zone for state in STATES.values()}
    assert [zone for zone in zones if zone not in pytz.common_timezones_set or main_name(zone) != zone] == []


def test_windows_names_are_those_of_unicode() -> None:
    babel = pytest.importorskip("babel.core", reason="Babel, which holds the table, is not installed")
    known = {name.casefold(): main_name(zone) for name, zone in babel.get_global("windows_zone_mapping").items()}
    assert {name: known[name] for name in WINDOWS_NAMES} == WINDOWS_NAMES


@pytest.mark.parametrize("text", ["perth " * 100_000, "+" * 100_000, "a/" * 100_000, "Perth".ljust(200, "."), ""])
def test_a_text_that_names_no_zone_takes_no_time(text: str) -> None:
    assert zones_in(text, "AU") == frozenset()
