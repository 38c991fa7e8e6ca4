"""What holds for every repair of any leads."""

import numpy as np
import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import noojee_dq as nj
from noojee_dq.leads import as_text
from noojee_dq.repairs import FIXES, Repaired, repair

LOST_ZERO = {"name": "lost zero", "pattern": "NXXXXXXXX", "prefix": "0"}
CAMPAIGNS = [
    nj.Campaign(phone_fields=["Phone", "Mobile"], columns={"Ref": "njExternalLeadId"}),
    nj.Campaign(
        phone_fields=["Mobile", "Phone"],
        contact_hours={"Melbourne": "Australia/Melbourne", " Perth": "Australia/Perth"},
        region_column="State",
    ),
    nj.Campaign(phone_fields=["Phone"], phone_patterns=[LOST_ZERO, {"pattern": "0X."}]),
    nj.Campaign(),
]
EVERYTHING = [fix.id for fix in FIXES]

NUMBERS = ["491570006", "0491570006", "55501234", "255501234", "61491570006", "0255501234", "1300975707", "2125551234"]
BEFORE = ["", "+", "0", "+61 ", "+61 (0)", "+61(0)", "+610", "(", "\u200b"]
BEHIND = ["", ".0", ".00", ",0", " ", "\u00a0", ")", " ext 4", " / 0491570156", " or 5550 1235", "\n0491570157"]
PHONES = st.builds(
    lambda before, number, at, mark, behind: before + number[:at] + mark + number[at:] + behind,
    st.sampled_from(BEFORE),
    st.sampled_from(NUMBERS),
    st.integers(0, 8),
    st.sampled_from(["", " ", "-", ".", ") ", "\u200b", "\u00a0", "/"]),
    st.sampled_from(BEHIND),
)
DATES = ["2026-12-24", "24/12/2026", "03/04/2026", "24 Dec 2026", "Dec 24, 2026", "2026/02/30", "2026/12/24"]
TIMES = ["", " 10:30", "T9:30", " 10:30:00", " 10:30:05", " 10:30 pm", " 13:30 PM", " 10:30Z", "T10:30+10:00"]
CALLBACKS = st.builds(str.__add__, st.sampled_from(DATES), st.sampled_from(TIMES))
HOURS = st.sampled_from(
    ["Melbourne", "melbourne ", " Perth", "perth", "Australia/Perth", "australia/west", "AWST", "GMT+08:00 Asia/Tokyo"]
)
STATES = st.sampled_from(["NSW", "vic", "Qld ", "", "AU", "NZ", "W.A."])
ANYTHING = st.one_of(st.text(max_size=8), st.sampled_from(["", " ", "<No Change>", " x\u00a0", "=1+1", "4.12E+08"]))


def mixed(own: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(own, own, own, ANYTHING)


@st.composite
def frames(draw: st.DrawFn) -> pd.DataFrame:
    size = draw(st.integers(0, 6))
    kinds = {"Phone": PHONES, "Mobile": PHONES, "State": STATES, "njCallBackDate": CALLBACKS, "njContactHours": HOURS}
    columns: dict[str, object] = {
        name: draw(st.lists(mixed(own), min_size=size, max_size=size)) for name, own in kinds.items()
    }
    columns |= {"Ref": range(size), "Score": np.arange(size) / 2, "dq_status": " kept "}
    index = draw(st.sampled_from([list(range(size)), ["same"] * size, list(range(size, 0, -1))]))
    frame = pd.DataFrame(columns, index=index)
    dtype = draw(st.sampled_from(["str", "object", "category"]))
    return frame.astype(dict.fromkeys(kinds, dtype))


def replayed(leads: pd.DataFrame, repaired: Repaired) -> pd.DataFrame:
    """The leads as text with the changes made one after the other, each where it says that it found its cell."""
    text = as_text(leads)
    for position, change in zip(repaired.positions, repaired.changes.itertuples(), strict=True):
        place = text.columns.get_loc(change.column)
        assert text.iat[position, place] == change.before != change.after
        text.iloc[position, place] = change.after
    return text


PROPERTY = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
CHOICES = st.sampled_from([None, EVERYTHING, *([name] for name in EVERYTHING)])


@PROPERTY
@given(frames(), st.sampled_from(CAMPAIGNS), CHOICES)
def test_the_changes_are_the_whole_difference(
    leads: pd.DataFrame, campaign: nj.Campaign, fixes: list[str] | None
) -> None:
    before = leads.copy(deep=True)
    repaired = repair(leads, campaign, fixes=fixes)
    pd.testing.assert_frame_equal(leads, before)
    pd.testing.assert_index_equal(repaired.leads.index, leads.index)
    pd.testing.assert_index_equal(repaired.leads.columns, leads.columns)
    pd.testing.assert_frame_equal(as_text(repaired.leads), replayed(leads, repaired))
    assert repaired.changes["row"].tolist() == leads.index.take(repaired.positions).tolist()
    untouched = leads.columns.difference(repaired.changes["column"].unique())
    pd.testing.assert_frame_equal(repaired.leads[untouched], leads[untouched])


@PROPERTY
@given(frames(), st.sampled_from(CAMPAIGNS), CHOICES)
def test_a_second_repair_changes_nothing(leads: pd.DataFrame, campaign: nj.Campaign, fixes: list[str] | None) -> None:
    first = repair(leads, campaign, fixes=fixes)
    second = repair(first.leads, campaign, fixes=fixes)
    assert second.changes.empty
    pd.testing.assert_frame_equal(second.leads, first.leads)
    assert second.left.to_numpy().tolist() == first.left.to_numpy().tolist()


@PROPERTY
@given(frames(), st.sampled_from(CAMPAIGNS))
def test_no_digit_of_a_number_is_lost_or_invented(leads: pd.DataFrame, campaign: nj.Campaign) -> None:
    """Of the fixes that need not be asked for; a zero in front or behind a country code apart."""
    repaired = repair(leads, campaign)
    phones = repaired.changes[repaired.changes["column"].isin(campaign.phone_fields)]
    for change in phones.itertuples():
        before, after = (nj.phones.digits(pd.Series([text]))[0] for text in (change.before, change.after))
        if change.fix == "decimal-tail":
            before = before.rstrip("0") if "," in change.before or "." in change.before else before
            after = after.rstrip("0")
        if change.fix in ("leading-zero", "trunk-zero"):
            assert abs(len(before) - len(after)) == 1
            before, after = sorted((before, after), key=len)
            assert before in (after.replace("0", "", 1), after.removeprefix("610").join(["61", ""]))
            continue
        assert before == after
