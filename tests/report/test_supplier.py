"""The note to the supplier of a list."""

import re
from typing import Literal

import pandas as pd
import pytest

import noojee_dq as nj
from tests.report.samples import HOSTILE, sample_leads, sample_report


def _note(leads: pd.DataFrame, *, known: pd.DataFrame | None = None, dnc: pd.DataFrame | None = None) -> str:
    report = nj.check(leads, nj.Campaign(phone_fields=["Phone"]), known=known, dnc=dnc)
    return report.to_markdown(audience="supplier") or ""


def test_it_names_rows_and_columns_to_correct() -> None:
    leads = pd.DataFrame({"Phone": ["0491 570 006", "none", "", "none", "12345"]}, index=range(2, 7))
    lines = _note(leads).split("\n\n")
    assert lines[1].endswith("4 rows need your attention.")
    assert lines[2:5] == [
        "## 4 rows: column “Phone”: the lead holds no phone number",
        "- Rows 3, 5, 6: the lead holds no phone number: no cell has 6 digits or more\n"
        "- Row 4: every phone cell is blank",
        "To do: fill in a number with its area code",
    ]
    assert "How to send it back" in lines[-3]


def test_it_tells_new_leads_from_updates() -> None:
    leads = pd.DataFrame({"Phone": ["9670 1234"], "njExternalLeadId": ["A"], "Note": ["<NO CHANGE>"]}, index=[2])
    campaign = nj.Campaign(phone_fields=["Phone"])
    insert = nj.check(leads, campaign).to_markdown(audience="supplier") or ""
    assert "We checked 1 row of new leads" in insert
    assert "nobody can dial it: no area code" in insert
    assert "update" not in insert
    update = nj.check(leads, campaign, operation="update").to_markdown(audience="supplier") or ""
    assert "We checked 1 row of updates" in update
    assert "NO CHANGE" not in update


def test_it_says_when_there_is_nothing_to_correct() -> None:
    assert "found nothing for you to correct" in _note(pd.DataFrame({"Phone": ["0491 570 006"]}))


def test_it_holds_no_value_of_any_lead() -> None:
    leads, report = sample_leads(), sample_report()
    note = report.to_markdown(audience="supplier") or ""
    words = {
        word for column in leads.columns if not column.startswith("dq_") for word in leads[column] if len(word) > 3
    }
    told = {word for word in words if word in note}
    # Only what the checks themselves say, of every file, and what the campaign allows.
    assert report.campaign is not None
    assert told <= {"<NO CHANGE>", "2026/03/04 09:30", *report.campaign.contact_hours}
    assert not re.search(r"\d{6}", note)


def test_it_does_not_tell_who_is_on_our_lists() -> None:
    leads = pd.DataFrame({"Phone": ["0491 570 006", "0491 570 156", "0491 570 157"]})
    dnc, known = leads.iloc[:1], leads.iloc[1:2]
    assert "found nothing" in _note(leads, dnc=dnc, known=known)


@pytest.mark.parametrize(
    ("campaign", "column", "said"),
    [
        (
            {"contact_hours": {"Perth": "Australia/Perth", "East": "Australia/Sydney"}},
            "njContactHours",
            "To do: use contact hours that our system knows; allowed are 'Perth', 'East'",
        ),
        (
            {},
            "njContactHours",
            "To do: use contact hours that our system knows; allowed are IANA zones, such as Australia/Perth",
        ),
        (
            {"dispositions": ["Sale", "No Answer"]},
            "njDisposition",
            "To do: use a disposition of the campaign template; allowed are 'Sale', 'No Answer'",
        ),
        (
            {"field_rules": {"choices": {"State": ["NSW", "VIC"]}}},
            "State",
            "To do: use one of these values, written just so; allowed are 'NSW', 'VIC'",
        ),
        ({"field_rules": {"max_length": {"Name": 3}}}, "Name", "To do: shorten it; at most 3 characters"),
    ],
)
def test_it_says_what_the_campaign_allows(campaign: dict[str, object], column: str, said: str) -> None:
    settings = nj.Campaign(phone_fields=["Phone"], **campaign)
    leads = pd.DataFrame({"Phone": ["0491 570 006"], "njExternalLeadId": ["A"], column: ["Nowhere"]}, index=[2])
    operation: Literal["insert", "update"] = "update" if column == "njDisposition" else "insert"
    note = nj.check(leads, settings, operation=operation).to_markdown(audience="supplier") or ""
    assert said in note.replace("\\", "")
    assert "Nowhere" not in note


def test_it_names_rows_that_repeat_others_of_the_list_but_none_of_ours() -> None:
    leads = pd.DataFrame(
        {
            "Phone": ["0491 570 006", "0491 570 156", "0491570006", "0491 570 157", "0491 570 158", "0491570159"],
            "njExternalLeadId": ["A", "B", "C", "B", "held", "D"],
        },
        index=range(2, 8),
    )
    known = pd.DataFrame({"Phone": ["0491 570 159"], "njExternalLeadId": ["held"]})
    note = _note(leads, known=known)
    assert "2 rows need your attention" in note
    assert "Row 4\n\nTo do: keep one row for each number" in note
    assert "Row 5\n\nTo do: give each row a reference of its own" in note
    # Rows 6 and 7 repeat what the campaign holds.
    assert not re.search(r"Rows? [^\n]*[67]", note)


def test_a_label_that_is_a_name_is_not_shown() -> None:
    note = _note(pd.DataFrame({"Phone": ["0491 570 006", "none"]}, index=["Ann Archer", "Bob Baker"]))
    assert "Baker" not in note
    assert "Row 2" in note


@pytest.mark.long
def test_a_hostile_heading_is_text() -> None:
    for heading in HOSTILE:
        leads = pd.DataFrame({"Phone": ["0491 570 006"], heading: ["<NO CHANGE>"]})
        note = _note(leads)
        assert "<" not in note
        assert all(line.isprintable() for line in note.split("\n"))


def test_an_audience_that_is_none_is_refused() -> None:
    with pytest.raises(nj.CampaignError, match="did you mean 'supplier'"):
        sample_report().to_markdown(audience="Supplier")  # type: ignore[arg-type]
