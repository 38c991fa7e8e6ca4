"""What holds for every repair of any leads."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import given, strategies as st

import noojee_dq as nj
from noojee_dq.batch.batch import Batch
from noojee_dq.leads import as_text
from noojee_dq.lists import moment, read_lists
from noojee_dq.phones import digits
from noojee_dq.repairs import FIXES, Fix, Repaired, repair
from noojee_dq.repairs.frames import log
from noojee_dq.repairs.rounds import make_fixes
from tests.examples import examples

LOST_ZERO = {"name": "lost zero", "pattern": "NXXXXXXXX", "prefix": "0"}
CAMPAIGNS = [
    nj.Campaign(phone_fields=["Phone", "Mobile"], columns={"Ref": "njExternalLeadId"}),
    nj.Campaign(
        phone_fields=["Mobile", "Phone"],
        contact_hours={"Melbourne": "Australia/Melbourne", " Perth": "Australia/Perth"},
        region_column="State",
    ),
    nj.Campaign(phone_fields=["Phone"], phone_patterns=[LOST_ZERO, {"pattern": "0X."}]),
    nj.Campaign(
        phone_fields=["Mobile", "Phone", "Work"],
        contact_hours={"Perth\u2003": "Australia/Perth", "\x1cDay": "Australia/Sydney"},
        phone_patterns=[{"pattern": "+61.", "strip": 3, "prefix": "0"}, {"pattern": "NXXX."}, {"pattern": "0X."}],
        region_column="State",
    ),
    nj.Campaign(),
]
EVERYTHING = [fix.id for fix in FIXES]
LISTS: dict[str, Any] = {"dnc": ["0491570156", "02 5550 1234"], "known": pd.DataFrame({"Phone": ["0491570157"]})}

NUMBERS = ["491570006", "0491570006", "55501234", "255501234", "61491570006", "0255501234", "1300975707", "2125551234"]
BEFORE = ["", "+", "0", "+61 ", "+61 (0)", "+61(0)", "+610", "(", "\u200b", "0011 61 0", "\uff0b61 0", "+64 (0)"]
BEHIND = ["", ".0", ".00", ",0", " ", "\u00a0", ")", " ext 4", " / 0491570156", " or 5550 1235", "\n0491570157"]
BEHIND += ["\u00a0/\u00a0491570156.0", ";+61 (0)491570156", "\u2003", "/975707", "\u0661", "\u202c"]
PHONES = st.builds(
    lambda before, number, at, mark, behind: before + number[:at] + mark + number[at:] + behind,
    st.sampled_from(BEFORE),
    st.sampled_from(NUMBERS),
    st.integers(0, 8),
    st.sampled_from(["", " ", "-", ".", ") ", "\u200b", "\u00a0", "/", "\u2010", "\t", "\uff0d"]),
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
    # A repair takes as long for 25 leads as for one; in frames with few, a column may be blank as a whole.
    size = draw(st.one_of(st.integers(0, 3), st.integers(15, 25)))
    kinds = {
        "Phone": PHONES,
        "Mobile": PHONES,
        "Work": PHONES,
        "State": STATES,
        "njCallBackDate": CALLBACKS,
        "njContactHours": HOURS,
    }
    columns: dict[str, Any] = {
        name: draw(st.lists(mixed(own), min_size=size, max_size=size)) for name, own in kinds.items()
    }
    columns |= {"Ref": range(size), "Score": np.arange(size) / 2, "dq_status": " kept "}
    index: list[Any] = draw(st.sampled_from([list(range(size)), ["same"] * size, list(range(size, 0, -1))]))
    frame = pd.DataFrame(columns, index=index)
    dtype = draw(st.sampled_from(["str", "object", "category"]))
    return frame.astype(dict.fromkeys(kinds, dtype))


def lists_for(campaign: nj.Campaign) -> dict[str, Any]:
    """The lists that a campaign can have: without phone fields an export of numbers tells it nothing."""
    return LISTS if campaign.phone_fields else {"dnc": LISTS["dnc"]}


def possible(fixes: list[str] | None, campaign: nj.Campaign) -> list[str] | None:
    """The fixes that can be asked for: without phone fields no number can be listed."""
    return fixes if fixes is None or campaign.phone_fields else [fix for fix in fixes if fix != "blank-listed"]


def batch_of(leads: pd.DataFrame, campaign: nj.Campaign) -> Batch:
    """The leads beside these lists."""
    given = {"known": None} | lists_for(campaign)
    return read_lists(campaign=campaign, now=moment(None), **given).batch(leads, campaign, "insert")


def replayed(leads: pd.DataFrame, repaired: Repaired) -> pd.DataFrame:
    """The leads as text with the changes made one after the other, each where it says that it found its cell."""
    cells = {column: texts.tolist() for column, texts in as_text(leads).items()}
    for position, (column, before, after) in zip(repaired.positions, steps(repaired), strict=True):
        assert cells[column][position] == before != after
        cells[column][position] = after
    return pd.DataFrame(cells, index=leads.index, dtype="str")


def steps(repaired: Repaired) -> list[list[str]]:
    return repaired.changes[["column", "before", "after"]].to_numpy().tolist()


PROPERTY = examples(3)
LOGS = [["column", "before", "after", "fix"], ["column", "value", "fix", "reason"]]
CHOICES = st.one_of(
    st.sampled_from([None, EVERYTHING, *([name] for name in EVERYTHING)]),
    st.lists(st.sampled_from(EVERYTHING), min_size=2, unique=True),
)


@PROPERTY
@given(frames(), st.sampled_from(CAMPAIGNS), CHOICES)
def test_the_changes_are_the_whole_difference(
    leads: pd.DataFrame, campaign: nj.Campaign, fixes: list[str] | None
) -> None:
    before = leads.copy(deep=True)
    repaired = repair(leads, campaign, fixes=possible(fixes, campaign), **lists_for(campaign))
    pd.testing.assert_frame_equal(leads, before)
    pd.testing.assert_index_equal(repaired.leads.index, leads.index)
    pd.testing.assert_index_equal(repaired.leads.columns, leads.columns)
    pd.testing.assert_frame_equal(as_text(repaired.leads), replayed(leads, repaired))
    assert repaired.changes["row"].tolist() == leads.index.take(repaired.positions).tolist()
    untouched = [name for name in leads.columns if name not in set(repaired.changes["column"])]
    pd.testing.assert_frame_equal(repaired.leads[untouched], leads[untouched])
    categorical = leads["Phone"].dtype == "category"
    assert categorical or repaired.leads.dtypes.tolist() == leads.dtypes.tolist()


@PROPERTY
@given(frames(), st.sampled_from(CAMPAIGNS), CHOICES)
def test_a_second_repair_changes_nothing(leads: pd.DataFrame, campaign: nj.Campaign, fixes: list[str] | None) -> None:
    wanted = possible(fixes, campaign)
    first = repair(leads, campaign, fixes=wanted, **lists_for(campaign))
    second = repair(first.leads, campaign, fixes=wanted, **lists_for(campaign))
    assert second.changes.empty
    pd.testing.assert_frame_equal(second.leads, first.leads)
    assert second.left.to_numpy().tolist() == first.left.to_numpy().tolist()


@examples(1)
@given(frames(), st.sampled_from(CAMPAIGNS), st.permutations(FIXES))
def test_fixes_leave_nothing_to_each_other_in_any_order(
    leads: pd.DataFrame, campaign: nj.Campaign, fixes: list[Fix]
) -> None:
    batch = batch_of(leads, campaign)
    make_fixes(batch, fixes)
    assert make_fixes(batch_of(batch.text, campaign), fixes).changes == []


@examples(1)
@given(frames(), st.sampled_from(CAMPAIGNS), st.permutations(FIXES))
def test_to_ask_again_only_about_what_a_fix_has_to_see_is_to_ask_about_all(
    leads: pd.DataFrame, campaign: nj.Campaign, fixes: list[Fix]
) -> None:
    declared, careful = batch_of(leads, campaign), batch_of(leads, campaign)
    logs = make_fixes(declared, fixes), make_fixes(careful, [replace(fix, scope="file") for fix in fixes])
    pd.testing.assert_frame_equal(declared.text, careful.text)
    headings = list(leads.columns)
    for columns, parts in zip(LOGS, zip(*logs, strict=True), strict=True):
        some, all_of_them = (log(part, columns, headings) for part in parts)
        pd.testing.assert_frame_equal(some, all_of_them)


@PROPERTY
@given(frames(), st.sampled_from(CAMPAIGNS))
def test_no_digit_of_a_number_is_lost_or_invented(leads: pd.DataFrame, campaign: nj.Campaign) -> None:
    """By the fixes that need not be asked for; but for a zero in front, behind a country code, or behind a point."""
    repaired = repair(leads, campaign)
    phones = repaired.changes[repaired.changes["column"].isin(campaign.phone_fields)]
    for before, after, fix in phones[["before", "after", "fix"]].to_numpy().tolist():
        old, new = digits(pd.Series([before, after]))
        if fix == "decimal-tail":
            assert before.strip().replace(",", ".").partition(".")[0].lstrip("+") == new
        elif fix == "leading-zero":
            assert new == f"0{old}"
        elif fix == "trunk-zero":
            assert old in {f"{new[:at]}0{new[at:]}" for at in (1, 2, 3)}
        else:
            assert old == new
