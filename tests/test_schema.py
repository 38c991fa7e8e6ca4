"""The schemas alone, as a pandera user has them, and the traps of pandera."""

import os
import subprocess
import sys
from dataclasses import replace
from typing import NoReturn

import pandas as pd
import pandera.pandas as pa
import pytest
from pandera.config import config_context
from pandera.errors import SchemaErrors

import noojee_dq as nj
from noojee_dq import schema as schema_module
from noojee_dq.checks import CHECKS

CAMPAIGN = nj.Campaign(phone_fields=["Phone"], dispositions=["Sale"])


def failures_of(schema: pa.DataFrameSchema, leads: pd.DataFrame) -> pd.DataFrame:
    with pytest.raises(SchemaErrors) as caught:
        schema.validate(leads, lazy=True)
    return caught.value.failure_cases


def test_good_leads_pass_and_come_back_as_they_were() -> None:
    leads = pd.DataFrame({"Phone": ["0491 570 006"], "Name": ["Ann"]}, index=["a"])
    pd.testing.assert_frame_equal(nj.insert_schema(CAMPAIGN).validate(leads, lazy=True), leads)


def test_failures_name_the_code_and_the_cell() -> None:
    leads = pd.DataFrame({"Phone": ["0491 570 006"] * 2, "njCallBackDate": ["", "tomorrow"]}, index=["a", "b"])
    cases = failures_of(nj.insert_schema(CAMPAIGN), leads)
    callback = cases[cases["check"].str.startswith("114 INVALID_CALLBACK_DATE_FORMAT")].iloc[0]
    assert (callback["column"], callback["failure_case"], callback["index"]) == ("njCallBackDate", "tomorrow", "b")


def test_updates_have_a_schema_of_their_own() -> None:
    leads = pd.DataFrame({"Phone": ["<No Change>"], "njExternalLeadId": ["A1"], "njDisposition": ["Sold"]})
    cases = failures_of(nj.update_schema(CAMPAIGN), leads)
    assert cases["check"].str.split(":").str[0].unique().tolist() == ["106 INVALID_DISPOSTION"]


def test_a_row_that_is_null_everywhere_is_found() -> None:
    leads = pd.DataFrame({"Phone": ["0491 570 006", None], "Name": ["Ann", None]})
    cases = failures_of(nj.insert_schema(CAMPAIGN), leads)
    assert cases["check"].str.startswith("102 NO_PHONE_FIELDS").any()


def test_the_first_failure_is_raised_without_lazy() -> None:
    with pytest.raises(pa.errors.SchemaError, match="102 NO_PHONE_FIELDS"):
        nj.insert_schema(CAMPAIGN).validate(pd.DataFrame({"Phone": [""]}))


def test_a_repeated_index_does_not_hide_a_failure() -> None:
    leads = pd.DataFrame({"Phone": ["", "", "0491 570 006"]}, index=[7, 7, 7])
    cases = failures_of(nj.insert_schema(CAMPAIGN), leads)
    assert cases["check"].str.startswith("102").any()


def test_a_part_of_the_leads_cannot_be_validated() -> None:
    with pytest.raises(nj.CampaignError, match="validated whole"):
        nj.insert_schema(CAMPAIGN).validate(pd.DataFrame({"Phone": ["0491 570 006"] * 3}), head=1)


def test_switching_pandera_off_does_not_open_the_gate() -> None:
    leads = pd.DataFrame({"Phone": [""]})
    with config_context(validation_enabled=False):
        assert not nj.check(leads, CAMPAIGN).ok
        assert len(failures_of(nj.insert_schema(CAMPAIGN), leads))


def test_switching_pandera_off_in_the_environment_does_not_open_the_gate() -> None:
    script = (
        "import pandas as pd, noojee_dq as nj\n"
        "report = nj.check(pd.DataFrame({'Phone': ['']}), nj.Campaign(phone_fields=['Phone']))\n"
        "print(report.by_code)"
    )
    environment = os.environ | {"PANDERA_VALIDATION_ENABLED": "False", "PANDERA_VALIDATION_DEPTH": "SCHEMA_ONLY"}
    run = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "{'102': 1}"


def test_a_check_that_crashes_is_a_crash_and_repeats_no_value(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object) -> NoReturn:
        raise ZeroDivisionError("0491570006")

    broken = tuple(replace(check, mask=crash) if check.id == "contact-hours" else check for check in CHECKS)
    monkeypatch.setattr(schema_module, "CHECKS", broken)
    leads = pd.DataFrame({"Phone": ["0491570006"], "njContactHours": ["x"]})
    with pytest.raises(nj.CheckCrashedError, match=r"contact-hours.*ZeroDivisionError") as caught:
        nj.check(leads, CAMPAIGN)
    assert "0491570006" not in str(caught.value)
