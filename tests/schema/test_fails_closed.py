"""What must never look like a pass: a check that crashes, pandera switched off, a schema that is not needed."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import pandas as pd
import pandera.pandas as pa
import pytest
from pandera.config import config_context
from pandera.errors import SchemaError, SchemaErrors

import noojee_dq as nj
from noojee_dq.checks import CHECKS
from tests.schema.verdicts import CAMPAIGN, GOOD

LEADS = pd.DataFrame({"Phone": [GOOD], "Mobile": "", "njContactHours": ["x"], "njExternalLeadId": ["A1"]})


def crash(*_: object) -> NoReturn:
    raise ZeroDivisionError(GOOD)


@contextmanager
def broken(part: str) -> Iterator[None]:
    """A check of one column that crashes in one of its parts."""
    place = next(place for place, check in enumerate(CHECKS) if check.id == "contact-hours")
    whole = CHECKS[place]
    changes: Any = {part: crash}
    CHECKS[place] = replace(whole, **changes)
    try:
        yield
    finally:
        CHECKS[place] = whole


@pytest.mark.parametrize("part", ["mask", "detail", "needs"])
@pytest.mark.parametrize("lazy", [True, False])
def test_a_check_that_crashes_ends_the_validation(part: str, lazy: bool) -> None:
    schema = nj.insert_schema(CAMPAIGN)
    words = r"'contact-hours' failed itself \(ZeroDivisionError in test_fails_closed.py, line \d+\)"
    with broken(part), pytest.raises(nj.CheckCrashedError, match=words) as caught:
        schema.validate(LEADS, lazy=lazy)
    assert GOOD not in str(caught.value)


@pytest.mark.parametrize("part", ["mask", "detail", "needs"])
def test_a_check_that_crashes_fails_in_the_schema_of_others(part: str) -> None:
    schema = pa.DataFrameSchema({"njContactHours": nj.insert_schema(CAMPAIGN).columns["njContactHours"]})
    with broken(part), pytest.raises(SchemaErrors, match="failed itself") as caught:
        schema.validate(LEADS, lazy=True)
    assert GOOD not in str(caught.value)


def test_a_list_that_is_gone_ends_the_validation(tmp_path: Path) -> None:
    journal = tmp_path / "run.sqlite"
    with nj.Sandbox(CAMPAIGN) as pbx:
        nj.submit(
            LEADS.drop(columns="njContactHours"), pbx.campaign, api_key=pbx.api_key, journal=journal, progress=False
        )
    again = LEADS.drop(columns="njContactHours")
    schema = nj.insert_schema(CAMPAIGN.model_copy(update={"url": ""}), known=journal)
    with pytest.raises(SchemaErrors) as caught:
        schema.validate(again, lazy=True)
    assert set(caught.value.failure_cases["code"]) == {105, 112}
    journal.unlink()
    with pytest.raises(nj.JournalError, match="there is no such journal"):
        schema.validate(again, lazy=True)


def test_pandera_switched_off_leaves_the_check_on() -> None:
    leads = pd.DataFrame({"Phone": [""]})
    with config_context(validation_enabled=False):
        assert not nj.check(leads, CAMPAIGN).ok
        # A plain validation follows pandera's own rule, as its docstring says.
        assert nj.insert_schema(CAMPAIGN).validate(leads) is leads


SWITCHED_OFF = os.environ | {"PANDERA_VALIDATION_ENABLED": "False", "PANDERA_VALIDATION_DEPTH": "SCHEMA_ONLY"}


@pytest.mark.long
def test_pandera_switched_off_leaves_the_command_line_on(tmp_path: Path) -> None:
    leads, campaign = tmp_path / "leads.csv", tmp_path / "campaign.toml"
    leads.write_text("Phone\nnone\n", "utf-8")
    campaign.write_text('[phone]\nfields = ["Phone"]\n', "utf-8")
    command = [sys.executable, "-m", "noojee_dq", "check", str(leads), "--campaign", str(campaign)]
    run = subprocess.run(command, env=SWITCHED_OFF, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    assert run.returncode == 1
    assert "102" in run.stdout


def test_a_check_needs_no_pandera() -> None:
    script = (
        "import sys, pandas as pd, noojee_dq as nj\n"
        "report = nj.check(pd.DataFrame({'Phone': ['']}), nj.Campaign(phone_fields=['Phone']))\n"
        "print(report.by_code, 'pandera' in sys.modules)"
    )
    command = [sys.executable, "-c", script]
    run = subprocess.run(command, env=SWITCHED_OFF, capture_output=True, text=True, check=True)  # noqa: S603 - ours
    assert run.stdout.strip() == "{'102': 1} False"


def test_ambiguous_headings_are_refused_as_by_check() -> None:
    leads = pd.DataFrame([[GOOD, GOOD]], columns=["Phone", "Phone"])
    with pytest.raises(nj.LeadsError, match="columns with the same heading"):
        nj.insert_schema(CAMPAIGN).validate(leads, lazy=True)


def test_a_setting_that_the_leads_contradict_is_refused_as_by_check() -> None:
    schema = nj.insert_schema(CAMPAIGN.model_copy(update={"region_column": "Country"}))
    with pytest.raises(nj.CampaignError, match="region_column 'Country' is no column"):
        schema.validate(LEADS, lazy=True)
    with pytest.raises(SchemaError, match="region_column 'Country' is no column"):
        pa.DataFrameSchema(checks=schema.checks).validate(LEADS)


def test_a_detail_that_names_no_column_of_the_file_shows_no_value() -> None:
    place = next(place for place, check in enumerate(CHECKS) if check.id == "no-phone")
    whole = CHECKS[place]
    CHECKS[place] = replace(whole, detail=lambda batch, heading, at: pd.DataFrame({"column": [GOOD] * len(at)}))
    leads = pd.DataFrame({"Phone": [""], "Mobile": [""]})
    try:
        for judge in (lambda: nj.check(leads, CAMPAIGN), lambda: nj.insert_schema(CAMPAIGN).validate(leads, lazy=True)):
            with pytest.raises(nj.CheckCrashedError, match="'no-phone' failed itself") as caught:
                judge()
            assert GOOD not in str(caught.value)
    finally:
        CHECKS[place] = whole
