"""`drop_invalid_rows` leaves the leads that `report.ready` holds, or says why it cannot."""

from typing import Any

import pandas as pd
import pandera.pandas as pa
import pytest
from pandera.errors import SchemaDefinitionError, SchemaErrors

import noojee_dq as nj
from tests.schema.verdicts import CAMPAIGN, GOOD, OTHER

LEADS = pd.DataFrame(
    {
        "Phone": [GOOD, "", OTHER, GOOD, "0491 570 157"],
        "Mobile": "",
        "njCallBackDate": ["", "", "tomorrow", "", "2031/03/04 09:30"],
    }
)


def dropping(campaign: nj.Campaign, **options: Any) -> pa.DataFrameSchema:
    schema = nj.insert_schema(campaign, **options)
    schema.drop_invalid_rows = True
    return schema


@pytest.mark.parametrize(
    "index",
    [
        pytest.param(pd.RangeIndex(5), marks=pytest.mark.long),
        pd.Index([9, 7, 5, 3, 1], name="row"),
        pd.Index([1, "1", None, 2.5, "x"], dtype=object),
        pytest.param(pd.date_range("2026-01-01", periods=5), marks=pytest.mark.long),
        pd.MultiIndex.from_product([["x"], [1, 2, 3, 4, 5]], names=["file", "row"]),
    ],
    ids=["range", "numbers", "mixed", "dates", "levels"],
)
def test_what_is_left_is_ready(index: pd.Index) -> None:
    leads = LEADS.set_axis(index)
    left = dropping(CAMPAIGN).validate(leads, lazy=True)
    pd.testing.assert_frame_equal(left, nj.check(leads, CAMPAIGN).ready[leads.columns], check_freq=False)
    assert len(left) == 2


def test_an_error_of_the_whole_file_drops_nothing_and_raises() -> None:
    campaign = CAMPAIGN.model_copy(update={"campaign_id": "x"})
    with pytest.raises(SchemaErrors) as caught:
        dropping(campaign).validate(LEADS, lazy=True)
    of_file = caught.value.failure_cases.query("check == 'campaign-id'")
    assert of_file[["code", "index"]].to_numpy().tolist() == [[117, None]]


def test_labels_that_repeat_are_refused() -> None:
    with pytest.raises(SchemaDefinitionError, match=r"some repeat: validate leads.reset_index\(drop=True\)"):
        dropping(CAMPAIGN).validate(LEADS.set_axis([7, 7, 8, 8, 9]), lazy=True)


def test_labels_that_repeat_do_not_matter_where_nothing_is_dropped() -> None:
    leads = LEADS.iloc[[0, 4]].set_axis([7, 7])
    assert len(dropping(CAMPAIGN).validate(leads, lazy=True)) == 2


def test_warnings_drop_nothing_unless_they_fail() -> None:
    leads = LEADS.iloc[[0, 4]].assign(njPriority=["300", "5"])
    with pytest.warns(pa.errors.SchemaWarning, match="priority-range"):
        assert len(dropping(CAMPAIGN).validate(leads, lazy=True)) == 2
    assert len(dropping(CAMPAIGN, fail_on="warning").validate(leads, lazy=True)) == 1


def test_a_parser_is_kept_in_what_is_left() -> None:
    schema = dropping(CAMPAIGN).update_column("Phone", parsers=pa.Parser(lambda cells: cells.str.replace(" ", "")))
    assert schema.validate(LEADS, lazy=True)["Phone"].tolist() == ["0491570006", "0491570157"]
