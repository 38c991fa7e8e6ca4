"""What of a lead is sent."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, strategies as st

from noojee_dq import Campaign, LeadsError
from noojee_dq.batch.payload import payloads
from noojee_dq.leads import as_text

PLAIN = Campaign(phone_fields=["Phone"])


@pytest.mark.parametrize(
    ("value", "sent"),
    [
        ("0491 570 006", "0491 570 006"),
        (" padded ", " padded "),
        ("007", "007"),
        (412345678, "412345678"),
        (412345678.0, "412345678"),
        (0.5, "0.5"),
        (0, "0"),
        (False, "FALSE"),
        (Decimal("10.50"), "10.50"),
        (datetime(2026, 3, 4, 5, 6), "2026/03/04 05:06"),
        (datetime(2026, 3, 4, 5, 6, 7), "2026-03-04 05:06:07"),
        ("2026/03/04 05:06", "2026/03/04 05:06"),
        ("<No Change>", "<No Change>"),
        ('"quotes" \\ 日本', '"quotes" \\ 日本'),
        ("", None),
        (" \t\u00a0\n", None),
        (None, None),
        (np.nan, None),
        (pd.NA, None),
        (pd.NaT, None),
        (Decimal("NaN"), None),
    ],
)
@pytest.mark.parametrize("dtype", [object, None])
def test_a_value_goes_as_the_text_that_was_read_and_a_blank_not_at_all(
    value: Any, sent: str | None, dtype: Any
) -> None:
    leads = pd.DataFrame({"Name": ["Ann"], "Field": pd.Series([value], dtype=dtype)})
    assert payloads(leads, PLAIN, "insert") == [{"Name": "Ann"} | ({} if sent is None else {"Field": sent})]


def test_own_columns_and_the_index_are_never_sent_and_columns_are_renamed() -> None:
    leads = pd.DataFrame(
        {"Ext Ref": ["A1", "A2"], "dq_status": "ready", "api_code": 0, "Phone": pd.array([1, None], dtype="Int64")},
        index=pd.MultiIndex.from_tuples([("x", 1), ("x", 1)], names=["secret", "Phone"]),
    )
    campaign = Campaign(phone_fields=["Phone"], columns={"Ext Ref": "njExternalLeadId", "absent": "Other"})
    assert payloads(leads, campaign, "update") == [
        {"njExternalLeadId": "A1", "Phone": "1"},
        {"njExternalLeadId": "A2"},
    ]


def test_other_dtypes() -> None:
    leads = pd.DataFrame(
        {
            "category": pd.Categorical(["a", None]),
            "arrow": pd.array(["b", None], dtype="string[pyarrow]"),
            "boolean": pd.array([True, None], dtype="boolean"),
            "time": pd.to_datetime(["2026-03-04", "NaT"]),
            "float": [1e20, np.nan],
        }
    )
    assert payloads(leads, PLAIN, "insert") == [
        {"category": "a", "arrow": "b", "boolean": "TRUE", "time": "2026/03/04 00:00", "float": str(int(1e20))},
        {},
    ]


def test_two_columns_for_one_field_are_an_error() -> None:
    leads = pd.DataFrame({"Ref": ["a"], "njExternalLeadId": ["b"]})
    with pytest.raises(LeadsError, match="would both be sent as 'njExternalLeadId'"):
        payloads(leads, Campaign(columns={"Ref": "njExternalLeadId"}), "insert")


def test_frames_without_rows_or_columns() -> None:
    assert payloads(pd.DataFrame({"Phone": []}), PLAIN, "insert") == []
    assert payloads(pd.DataFrame(index=[1, 2]), PLAIN, "insert") == [{}, {}]
    assert payloads(pd.DataFrame({"dq_status": ["ready"]}), PLAIN, "insert") == [{}]


def test_the_frame_is_not_changed() -> None:
    leads = pd.DataFrame({"Phone": ["1", " "], "dq_codes": ["", ""]}, index=[3, 3])
    before = leads.copy(deep=True)
    payloads(leads, PLAIN, "insert")
    pd.testing.assert_frame_equal(leads, before)


_CELLS = st.one_of(st.text(max_size=5), st.none(), st.floats(), st.integers(), st.booleans(), st.datetimes())
_HEADINGS = st.sampled_from(["Phone", "Name", "dq_status", "api_code", "x", "njPriority"])


@given(st.integers(0, 4).flatmap(lambda n: st.dictionaries(_HEADINGS, st.lists(_CELLS, min_size=n, max_size=n))))
def test_what_is_sent_is_every_own_cell_that_is_not_blank_as_text(columns: dict[str, list[Any]]) -> None:
    leads = pd.DataFrame({heading: pd.Series(cells, dtype=object) for heading, cells in columns.items()})
    campaign = Campaign(columns={"x": "Sent as"})
    rows = as_text(leads).to_dict("records")
    expected = [
        {
            campaign.field_of(str(heading)): value
            for heading, value in row.items()
            if value.strip() and not str(heading).startswith(("dq_", "api_"))
        }
        for row in rows
    ]
    assert payloads(leads, campaign, "insert") == expected


@given(st.lists(_CELLS, min_size=1, max_size=6), st.integers(0, 6))
def test_slices_give_what_the_whole_frame_gives(cells: list[Any], cut: int) -> None:
    leads = pd.DataFrame({"Phone": pd.Series(cells, dtype=object)})
    parts = [payloads(part, PLAIN, "insert") for part in (leads.iloc[:cut], leads.iloc[cut:])]
    assert parts[0] + parts[1] == payloads(leads, PLAIN, "insert")
