"""Frames of Dask: validated by partition, each lead alone."""

import pickle
from typing import Any

import pandas as pd
import pytest
from dask import config
from dask.base import compute
from pandera.errors import SchemaDefinitionError, SchemaErrors

import noojee_dq as nj
from noojee_dq.checks import CHECKS
from noojee_dq.schema import LeadSchema
from tests.schema.verdicts import CAMPAIGN, GOOD, OTHER, cases_of, findings, verdicts

LEADS = pd.DataFrame({"Phone": [GOOD, OTHER, GOOD, ""], "Mobile": ""})


def partitioned(leads: pd.DataFrame, count: int) -> Any:
    """The leads as a frame of Dask, whose import takes longer than all of these tests."""
    from dask.dataframe import from_pandas

    return from_pandas(leads, npartitions=count)


@pytest.fixture(autouse=True)
def _in_this_process() -> None:
    config.set(scheduler="synchronous")


def test_each_partition_is_judged_when_it_is_computed() -> None:
    schema = nj.insert_schema(CAMPAIGN, across_leads=False, dnc=["0491 570 157"])
    good = partitioned(LEADS.head(3), 2)
    (checked,) = compute(schema.validate(good, lazy=True))
    pd.testing.assert_frame_equal(checked, LEADS.head(3), check_dtype=False)
    lazily = schema.validate(partitioned(LEADS, 2), lazy=True)
    with pytest.raises(SchemaErrors) as caught:
        compute(lazily)
    cases = caught.value.failure_cases
    assert cases[["index", "check", "code"]].to_numpy().tolist() == [[3, "no-phone", 102]]


def test_rules_that_compare_leads_are_refused() -> None:
    leads = partitioned(LEADS, 2)
    schema = nj.insert_schema(CAMPAIGN)
    for one in (schema, LeadSchema.from_yaml(schema.to_yaml())):
        with pytest.raises(SchemaDefinitionError, match=r"across_leads=False, without .*duplicate-number"):
            one.validate(leads, lazy=True)


def test_what_was_left_out_is_said() -> None:
    not_checked = nj.insert_schema(CAMPAIGN, across_leads=False).metadata["not_checked"]
    assert {"duplicate-number", "duplicate-external-id", "allocation-size", "campaign-id"} <= set(not_checked)
    assert "across_leads=False" in not_checked["duplicate-number"]


def test_a_partition_is_judged_as_by_check_but_for_what_compares_leads() -> None:
    schema = pickle.loads(pickle.dumps(nj.insert_schema(CAMPAIGN, across_leads=False)))  # noqa: S301 - our own
    alone = {check.id for check in CHECKS if check.of_lead_alone}
    expected = {finding for finding in findings(nj.check(LEADS, CAMPAIGN), "error") if finding[2] in alone}
    assert verdicts(cases_of(schema, LEADS)) == expected == {(3, "Phone", "no-phone")}


def test_leads_of_one_frame_are_not_compared_either() -> None:
    assert len(nj.insert_schema(CAMPAIGN, across_leads=False).validate(LEADS.head(3), lazy=True)) == 3
