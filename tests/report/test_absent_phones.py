"""A file without any phone column of the campaign: its headings are at fault, and no lead."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.report.going_on import CommandLine, going_on
from noojee_dq.report.verdict import verdict
from tests.conftest import Run

_GOOD, _OTHER = "0491 570 006", "0491 570 156"
_GIVEN = CommandLine("leads.csv", again="noojee-dq check leads.csv")


@pytest.mark.parametrize(
    ("fields", "heading", "said", "to_do"),
    [
        pytest.param(
            ["Phone"],
            "phone",
            "No lead can be sent: the file has no column for the phone field 'Phone'; did you mean 'phone'?",
            'Rename the column, or write "phone" = "Phone" under [columns] of the campaign file, then check again.',
            id="in other case",
        ),
        pytest.param(
            ["Mobile", "Home Phone"],
            "Home phone ",
            "No lead can be sent: the file has no column for the phone field 'Home Phone'; did you mean 'Home phone '?",
            'Rename the column, or write "Home phone " = "Home Phone" under [columns] of the campaign file, then check '
            "again.",
            id="one of several",
        ),
        pytest.param(
            ["Phone"],
            "Tel",
            "No lead can be sent: the file has no column for the phone field 'Phone'.",
            "Rename the column, or map it under [columns] of the campaign file, then check again.",
            id="none is near",
        ),
    ],
)
def test_the_headings_are_what_is_to_be_put_right(fields: list[str], heading: str, said: str, to_do: str) -> None:
    report = nj.check(pd.DataFrame({"Name": ["A", "B"], heading: [_GOOD, _OTHER]}), nj.Campaign(phone_fields=fields))
    assert verdict(report) == said
    on = going_on(report, _GIVEN)
    assert (on.gain, on.words, on.command) == ("", to_do, _GIVEN.again)
    assert going_on(report).command == "report = nj.check(leads, campaign)"
    note = str(report.to_markdown(audience="supplier"))
    assert "but not their phone numbers, as we do not know the headings of your phone columns yet" in note
    assert "found nothing for you to correct" in note


@pytest.mark.parametrize(
    "leads",
    [
        pytest.param({"Phone": ["none", "none"]}, id="no numbers"),
        pytest.param({"Phone": [_GOOD, "none"], "mobile": [_OTHER, _OTHER]}, id="one of two fields"),
    ],
)
def test_leads_without_numbers_are_to_be_corrected(leads: dict[str, list[str]]) -> None:
    report = nj.check(pd.DataFrame(leads), nj.Campaign(phone_fields=["Phone", "Mobile"]))
    assert verdict(report).endswith("to fix.")
    assert "--rejected" in going_on(report, _GIVEN).command
    assert "fill in a number" in str(report.to_markdown(audience="supplier"))


def test_other_faults_of_the_rows_are_told(tmp_path: Path) -> None:
    leads = pd.DataFrame({"phone": [_GOOD], "njCallBackDate": ["tomorrow"]}, index=[2])
    note = str(nj.check(leads, nj.Campaign(phone_fields=["Phone"])).to_markdown(audience="supplier"))
    assert "njCallBackDate" in note
    assert "fill in a number" not in note


def test_it_is_said_in_every_form(run: Callable[..., Run], tmp_path: Path) -> None:
    Path("campaign.toml").write_text('[phone]\nfields = ["Phone"]\n', "utf-8")
    Path("leads.csv").write_text(f"Name,phone\nAnn,{_GOOD}\n", "utf-8")
    said = "No lead can be sent: the file has no column for the phone field"
    for options in ([], ["--format", "github"], ["--format", "junit"], ["--out", "checked"]):
        assert said in run("check", "leads.csv", *options).out.replace("\n", " "), options
    for name in ("page.html", "note.md"):
        run("check", "leads.csv", "--report", name)
        assert said in Path(name).read_text("utf-8")
