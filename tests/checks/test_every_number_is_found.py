"""Every number that can be read out of a phone cell: on the do-not-call list, it withholds its lead or warns of it."""

from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

import pandas as pd
import phonenumbers
import pytest
from hypothesis import given, strategies as st

import noojee_dq as nj
from noojee_dq.phones.readable import readable_numbers
from tests.examples import examples, mostly_long
from tests.sending.conftest import bench as bench
from tests.sending.support import Bench

E164 = phonenumbers.PhoneNumberFormat.E164
#: Phone columns, and the column of countries, of the real files.
REAL: dict[str, tuple[list[str], str]] = {
    "au_libraries.csv": (["phone"], ""),
    "nsw_schools.csv": (["Phone", "Fax"], ""),
    "vic_libraries_preamble.csv": (["Phone"], ""),
    "vic_schools.csv": (["Full_Phone_No"], ""),
    "au_hospitals_cr.csv": (["Phone number"], ""),
    "shops_73_countries.csv": (["Phone Number"], "Country"),
}


def found_in(cell: str, region: str) -> set[str]:
    """What libphonenumber finds in a cell as in running text."""
    known = region if region in phonenumbers.SUPPORTED_REGIONS else None
    return {phonenumbers.format_number(one.number, E164) for one in phonenumbers.PhoneNumberMatcher(cell, known)}


def assert_each_is_found(leads: pd.DataFrame, campaign: nj.Campaign) -> None:
    """Each number on the list is seen; with all that can be read on it, no lead that has one is ready."""
    leads = leads.reset_index(drop=True)
    regions = leads[campaign.region_column] if campaign.region_column else pd.Series(campaign.region, leads.index)
    cells = [(row, cell) for heading in campaign.phone_fields for row, cell in enumerate(leads[heading].tolist())]
    found: dict[int, set[str]] = {}
    for row, cell in cells:
        found.setdefault(row, set()).update(found_in(cell, regions[row]))
    for wanted in (min, max):
        numbers = {row: wanted(of_row) for row, of_row in found.items() if of_row}
        if numbers:
            findings = nj.check(leads, campaign, dnc=sorted(set(numbers.values()))).findings
            seen = findings.loc[findings["check"].str.startswith("do-not-call"), "row"]
            assert set(numbers) <= set(seen)
    readable = {number for row, cell in cells for number in readable_numbers(cell, (regions[row], campaign.region))}
    if readable:
        annotated = nj.check(leads, campaign, dnc=sorted(readable)).annotated
        having = [row for row, of_row in found.items() if of_row]
        assert not annotated.loc[having, "dq_status"].eq("ready").any()
        assert annotated.loc[having, "dq_codes"].str.contains("104").all()


def test_of_the_sample() -> None:
    with resources.as_file(resources.files("noojee_dq") / "sample") as folder:
        campaign = nj.Campaign.from_toml(folder / "campaign.toml")
        assert_each_is_found(nj.read_leads(folder / "leads.csv"), campaign)


@pytest.mark.parametrize("most", [30, pytest.param(None, marks=pytest.mark.long)])
@pytest.mark.parametrize(
    "name", mostly_long(REAL, ["nsw_schools.csv", "au_hospitals_cr.csv", "shops_73_countries.csv"])
)
def test_of_real_files(shared_data: Path, name: str, most: int | None) -> None:
    phone_fields, countries = REAL[name]
    leads = nj.read_leads(shared_data / name)
    if countries:
        leads = leads[leads[countries].isin(phonenumbers.SUPPORTED_REGIONS)]
    chosen = leads if most is None else leads.sample(min(most, len(leads)), random_state=1)
    assert_each_is_found(chosen, nj.Campaign(phone_fields=phone_fields, region_column=countries))


NUMBERS = st.sampled_from(
    ["0491570006", "0491 570 156", "+61491570157", "(02) 5550 1234", "1300 975 707", "491570158", "+44 20 7946 0123"]
)
CELLS = st.one_of(
    st.just(""),
    st.text(max_size=10),
    st.builds(
        lambda before, number, behind, other: before + number + behind + other,
        st.sampled_from(["", "'", "ph ", "1 ", "+61 (0)", "00", "tel:", "\u200b"]),
        NUMBERS,
        st.sampled_from(["", ".0", " (home)", " / ", "; ", " or ", "\n", ", ", "x5 ", " ext 5 ", "_"]),
        st.one_of(st.just(""), NUMBERS),
    ),
)
CAMPAIGNS = [
    nj.Campaign(phone_fields=["Phone", "Mobile"]),
    nj.Campaign(phone_fields=["Phone", "Mobile"], region="NZ"),
    nj.Campaign(phone_fields=["Phone", "Mobile"], phone_patterns=[{"pattern": "NXXXXXXXX", "prefix": "0"}]),
]


@examples(5)
@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=8), st.sampled_from(CAMPAIGNS))
def test_of_any_leads(rows: list[tuple[str, str]], campaign: nj.Campaign) -> None:
    assert_each_is_found(pd.DataFrame(rows, columns=["Phone", "Mobile"], dtype="str"), campaign)


WRITINGS = [
    "{}",
    "{}.0",
    "'{}",
    "00{}",
    "{} (home)",
    "{} / 0491570156",
    "ph {}",
    "{}",
    "+61 (0){}",
    "1 {}",
    "{} x0491570156",
]


@pytest.mark.parametrize("annotated", mostly_long([False, True], [True]))
@pytest.mark.parametrize("columns", [{}, {"dq_status": "ready", "dq_codes": ""}])
def test_no_listed_lead_is_sent(bench: Callable[..., Bench], annotated: bool, columns: dict[str, Any]) -> None:
    """Not of any frame: bare, checked before the list was known, checked with it."""
    at = bench()
    numbers = [f"0491500{place:03d}" for place in range(40)]
    cells = [WRITINGS[place % len(WRITINGS)].format(number) for place, number in enumerate(numbers)]
    leads = pd.DataFrame({"Phone": cells, "Ref": [f"R{place}" for place in range(40)]}).assign(**columns)
    dnc = numbers[::2]
    sent = nj.check(leads, at.pbx.campaign, dnc=dnc).annotated if annotated else leads
    results = at.submit(sent, dnc=dnc)
    assert results["api_outcome"].iloc[::2].eq("not_sent").all()
    assert sum(at.times_in(leads.iloc[::2])) == 0
    assert results["api_outcome"].iloc[1::2].eq("accepted").sum() > 5
