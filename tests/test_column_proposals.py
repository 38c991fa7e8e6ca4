"""Fields of the API under other names: said, never taken; and headings that differ in case or blanks alone."""

import json
import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.batch.column_proposals import column_proposals
from noojee_dq.fields import CALLBACK, CONTACT_HOURS, DISPOSITION, EXTERNAL_ID, PRIORITY, Operation
from noojee_dq.leads.streaming import first_leads
from tests.conftest import Run

IDS = ["1", "2", "A-3"]
DAYS = ["tomorrow", "2031/03/04", "4 March 2031 10:30"]
ZONES = ["Australia/Perth", "AEST", "GMT+10"]
ORDER = ["5", "10", "100.0"]
ENDS = ["Sale", "No Answer", "Sale"]
MARKS = ["yes", "no", "yes"]
PHONES = ["0491 570 006", "0491 570 156", "0491 570 157"]


@pytest.mark.parametrize(
    ("heading", "cells", "field"),
    [
        ("Ext Ref", IDS, EXTERNAL_ID),
        ("extRef", IDS, EXTERNAL_ID),
        ("EXTERNAL_ID", IDS, EXTERNAL_ID),
        ("Lead ID", IDS, EXTERNAL_ID),
        ("leadid", IDS, EXTERNAL_ID),
        ("Customer Ref.", IDS, EXTERNAL_ID),
        ("Client number", IDS, EXTERNAL_ID),
        ("Reference", IDS, EXTERNAL_ID),
        ("ID", IDS, EXTERNAL_ID),
        ("external_lead_id", IDS, EXTERNAL_ID),
        ("Ext Ref", ["A", "A", "B"], None),
        ("Ext Ref", ["", "", ""], None),
        ("Reference", ["said by a friend", "from our web page", "-"], None),
        ("School_ID", IDS, None),
        ("Call ID type", IDS, None),
        ("Callback", DAYS, CALLBACK),
        ("Callback Date", DAYS, CALLBACK),
        ("callback_date", ["tomorrow", "", ""], CALLBACK),
        ("Call-back date/time", DAYS, CALLBACK),
        ("callBackAt", DAYS, CALLBACK),
        ("Next call", ["46000.5", "", ""], CALLBACK),
        ("Date of callback", DAYS, CALLBACK),
        ("Follow-up date", DAYS, CALLBACK),
        ("Callback", MARKS, None),
        ("Callback", PHONES, None),
        ("Callbacks", ["0", "2", "1"], None),
        ("Callback notes", DAYS, None),
        ("Time zone", ZONES, CONTACT_HOURS),
        ("Timezone", ZONES, CONTACT_HOURS),
        ("Timezone", ["GMT+1:00 Europe/Vienna", "GMT+10:00 Australia/Sydney", "GMT+10:00"], CONTACT_HOURS),
        ("Contact hours", ["9:00-17:00", "10 am", "9-5"], None),
        ("lead_tz", ZONES, CONTACT_HOURS),
        ("Contact Hours", ZONES, CONTACT_HOURS),
        ("Time zone", ["10", "11", "8"], None),
        ("Timeline", ZONES, None),
        ("Priority", ORDER, PRIORITY),
        ("Lead priority", ORDER, PRIORITY),
        ("Prio", ORDER, PRIORITY),
        ("Priority", ["high", "low", "high"], None),
        ("Priority", ["500", "2000", "3000"], None),
        ("Priority date", ORDER, None),
        ("Disposition", ENDS, DISPOSITION),
        ("Call outcome", ENDS, DISPOSITION),
        ("Call Result", ENDS, DISPOSITION),
        ("Disposition", MARKS, None),
        ("Status", ENDS, None),
        ("Phone", PHONES, None),
    ],
)
def test_a_field_is_proposed_by_heading_and_cells(heading: str, cells: list[str], field: str | None) -> None:
    found = column_proposals(pd.DataFrame({heading: cells}), nj.Campaign(phone_fields=["Phone"]))
    assert [(one.field, one.headings) for one in found] == ([(field, (heading,))] if field else [])


LEADS = pd.DataFrame(
    {
        "Phone": PHONES,
        "Lead ID": IDS,
        "Ext Ref": IDS[::-1],
        "Callback Date": DAYS,
        "Time zone": ZONES,
        "Priority": ORDER,
        "Disposition": ENDS,
    }
)


@pytest.mark.parametrize(
    ("settings", "operation", "fields"),
    [
        ({}, "insert", [EXTERNAL_ID, CALLBACK, PRIORITY, CONTACT_HOURS]),
        ({}, "update", [EXTERNAL_ID, CALLBACK, PRIORITY, CONTACT_HOURS, DISPOSITION]),
        # What the campaign says of a column is so: the field, a field of the template, or the column's own name.
        ({"columns": {"Ext Ref": EXTERNAL_ID}}, "insert", [CALLBACK, PRIORITY, CONTACT_HOURS]),
        ({"fields": ["Priority", "Time zone"]}, "insert", [EXTERNAL_ID, CALLBACK]),
        ({"columns": {"Priority": "Priority"}}, "insert", [EXTERNAL_ID, CALLBACK, CONTACT_HOURS]),
    ],
)
def test_a_check_notes_what_is_not_mapped_and_sends_it_as_it_is(
    settings: dict[str, object], operation: Operation, fields: list[str]
) -> None:
    campaign = nj.Campaign(**({"phone_fields": ["Phone"]} | settings))
    notes = [note for note in nj.check(LEADS, campaign, operation=operation).notes if "[columns]" in note]
    assert [next(field for field in fields if f"may be {field}," in note) for note in notes] == fields


def test_where_two_would_do_both_are_named() -> None:
    notes = nj.check(LEADS, nj.Campaign(phone_fields=["Phone"])).notes
    assert notes[0] == (
        '"Lead ID" or "Ext Ref" may be njExternalLeadId, but is not checked as that: if it is, [columns] needs '
        '"Lead ID" = "njExternalLeadId" or "Ext Ref" = "njExternalLeadId"'
    )


@pytest.mark.parametrize("operation", ["insert", "update"])
def test_a_proposed_campaign_takes_no_column_for_a_field_but_says_which_may_be_one(operation: Operation) -> None:
    campaign = nj.propose_campaign(LEADS)
    assert (campaign.phone_fields, campaign.region, campaign.columns) == (("Phone",), "AU", {})
    notes = nj.check(LEADS, campaign, operation=operation).notes
    named = [note.partition(" may be")[0] for note in notes if "[columns]" in note]
    columns = ["Callback Date", "Priority", "Time zone", *(["Disposition"] if operation == "update" else [])]
    assert named == ['"Lead ID" or "Ext Ref"', *(f'"{column}"' for column in columns)]


GUESSED = pd.DataFrame(
    {
        "Phone": PHONES,
        "Fax": PHONES,
        "Phone since": ["2026-03-01"] * 3,
        "Country": ["AU", "NZ", "NZ"],
        "njContactHours": ["Perth", "Perth", "Late shift"],
    }
)
GUESSES = (
    "phone columns, guessed: Phone: 100% of its filled cells read as numbers",
    "phone columns, guessed: not Fax: its heading says that these are no phone numbers",
    "phone columns, guessed: not Phone since: dates or times",
    'countries, guessed: "Country" names that of each lead',
    'contact hours, not guessed: nobody can tell the zone of "Late shift"; list those of the PBX under contact_hours',
)


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        (list(GUESSED.columns), GUESSES),
        (["Phone"], GUESSES[:1]),
        (["Phone", "Country", "Fax"], (GUESSES[0], GUESSES[1], GUESSES[3])),
    ],
)
def test_a_report_says_what_was_guessed_of_its_campaign(
    columns: list[str], said: tuple[str, ...], tmp_path: Path
) -> None:
    leads = GUESSED[columns]
    campaign = nj.propose_campaign(leads)
    assert campaign.guesses == said
    assert nj.check(leads, campaign).notes[: len(said)] == said
    leads.to_csv(tmp_path / "leads.csv", index=False)
    in_parts = nj.check_files(tmp_path / "leads.csv", campaign, out=tmp_path / "out", progress=False)
    assert in_parts.notes[: len(said)] == said
    # What a person has named is no guess.
    named = nj.Campaign(**campaign.model_dump())
    assert (named.guesses, [note for note in nj.check(leads, named).notes if "guessed" in note]) == ((), [])


@pytest.mark.parametrize(
    ("leads", "region", "said"),
    [
        ({"Name": ["Ann"], "Fax": ["x"]}, "AU", 'no column looks like phone numbers: .*columns "Name" and "Fax"$'),
        ({}, "AU", r"no column looks like phone numbers: name them, nj.Campaign\(phone_fields=\[...\]\)$"),
        ({"Phone": PHONES}, "XX", "no country has the ISO code or English name 'XX'"),
    ],
)
def test_where_nothing_can_be_proposed_that_is_an_error(leads: dict[str, list[str]], region: str, said: str) -> None:
    with pytest.raises(nj.CampaignError, match=said):
        nj.propose_campaign(pd.DataFrame(leads), region=region)


@pytest.mark.parametrize("heading", ["Ext Ref", 'Ext "Ref"', "Ext\nRef", "Ext\\Ref", "Ext Réf", "\u200bExt Ref\x7f"])
def test_a_proposed_line_is_toml_for_any_heading(heading: str) -> None:
    (proposal,) = column_proposals(pd.DataFrame({heading: IDS}), nj.Campaign())
    assert tomllib.loads("\n".join(proposal.lines)) == {heading: EXTERNAL_ID}


LEAD_FILE = """\
Lead ID,Ext Ref,Phone,Phone checked on,"Callback
Date",Disposition
1,A1,0491 570 006,2026-03-01,tomorrow,Sale
2,A2,0491 570 156,2026-03-02,,No Answer
"""


def test_init_writes_what_it_guessed_into_the_campaign_file(run: Callable[..., Run]) -> None:
    Path("leads.csv").write_text(LEAD_FILE, "utf-8")
    said = run("init", "leads.csv")
    text = Path("campaign.toml").read_text("utf-8")
    assert "\n# Guessed from the lead file: Phone: 100% of its filled cells read as numbers\n" in text
    assert "\n# Guessed from the lead file: not Phone checked on: dates or times\n" in text
    assert nj.Campaign.from_toml("campaign.toml") == nj.Campaign(phone_fields=["Phone"])
    assert (
        nj.propose_campaign(nj.read_leads("leads.csv")).model_dump() == nj.Campaign(phone_fields=["Phone"]).model_dump()
    )
    assert re.search(r'"Lead ID" or "Ext Ref" may be .*njExternalLeadId\)?: see \[columns\] in campaign.toml', said.err)
    confirmed = ("Ext Ref", "Callback\\nDate", "Disposition")
    for heading in confirmed:
        text = text.replace(f'\n# "{heading}" = ', f'\n"{heading}" = ')
    Path("campaign.toml").write_text(text, "utf-8")
    assert nj.Campaign.from_toml("campaign.toml").columns == {
        "Ext Ref": EXTERNAL_ID,
        "Callback\nDate": CALLBACK,
        "Disposition": DISPOSITION,
    }
    checked = run("check", "leads.csv", "--format", "json")
    assert (checked.code, '"114": 1' in checked.out) == (1, True)


def test_the_command_says_what_it_guessed_and_what_it_did_not(run: Callable[..., Run]) -> None:
    Path("leads.csv").write_text(LEAD_FILE, "utf-8")
    said = run("check", "leads.csv", "--format", "csv")
    assert said.err.splitlines()[:4] == [
        "phone columns, guessed: Phone",
        "  Phone: 100% of its filled cells read as numbers",
        "  not Phone checked on: dates or times",
        "  if one of those left out is meant, name all phone columns with --phone-field",
    ]
    assert re.search(r'"Lead ID" or "Ext Ref" may be .*njExternalLeadId', said.err)


def test_where_nothing_is_guessed_the_nearest_columns_are_named(run: Callable[..., Run]) -> None:
    Path("leads.csv").write_text("Phone since,Fax\n2026-03-01,02 5550 1234\n", "utf-8")
    said = run("check", "leads.csv")
    assert (said.code, "not Phone since: dates or times" in said.err) == (2, True)
    assert "name them with --phone-field, or in a campaign file\n" in said.err


def test_of_many_columns_that_are_left_out_a_few_are_named(run: Callable[..., Run]) -> None:
    headings = ["Phone", *(f"Phone {at} since" for at in range(20)), "Mobile " + "x" * 90]
    cells = ["0491 570 006", *["2026-03-01"] * 20, "2026-03-01"]
    Path("leads.csv").write_text(f"{','.join(headings)}\n{','.join(cells)}\n", "utf-8")
    lines = run("check", "leads.csv", "--format", "csv").err.splitlines()
    assert sum(line.startswith("  not ") for line in lines) == 6
    assert "  and 15 more that might have been meant" in lines


@pytest.mark.parametrize(
    ("settings", "heading", "meant"),
    [
        ({"phone_fields": ["PHONE"]}, "Phone", "did you mean 'Phone'"),
        ({"phone_fields": [" Contact No"]}, "Contact No", "did you mean 'Contact No'"),
        ({"phone_fields": ["contact  no"]}, "Contact No", "did you mean 'Contact No'"),
        ({"phone_fields": ["Phone"]}, "\ufeffPHONE", "did you mean '\\ufeffPHONE'"),
        ({"phone_fields": ["Phone"], "columns": {"tel": "Phone"}}, "Tel", "did you mean 'Tel'"),
        ({"phone_fields": ["Phone"], "fields": ["First Name"]}, "FIRST NAME", "did you mean 'First Name'"),
        ({"phone_fields": ["Phone"]}, "NJCALLBACKDATE", "did you mean 'njCallBackDate'"),
        ({"phone_fields": ["Phone"]}, " njPriority", "did you mean 'njPriority'"),
        ({"phone_fields": ["Phone"], "columns": {"Ref": "njexternalleadid"}}, "Ref", "did you mean 'njExternalLeadId'"),
    ],
)
def test_a_heading_in_another_writing_is_not_taken_but_named(
    settings: dict[str, object], heading: str, meant: str
) -> None:
    report = nj.check(pd.DataFrame({heading: ["0491 570 006"]}), nj.Campaign(**settings))
    assert any(meant in text for column in ("message", "hint") for text in report.findings[column].fillna(""))


def test_a_column_of_countries_in_another_writing_is_named() -> None:
    campaign = nj.Campaign(phone_fields=["Phone"], region_column="COUNTRY ")
    with pytest.raises(nj.CampaignError, match="did you mean 'Country'"):
        nj.check(pd.DataFrame({"Phone": ["1"], "Country": ["AU"]}), campaign)


@pytest.mark.parametrize("heading", ["MOBILE", " mobile ", "Mobile"])
def test_an_export_tells_its_numbers_under_a_heading_in_any_case(heading: str) -> None:
    leads = pd.DataFrame({"Phone": [""], "Mobile": ["0491 570 006"]})
    known = pd.DataFrame({"NJEXTERNALLEADID": ["A1"], heading: ["+61491570006"]})
    report = nj.check(leads, nj.Campaign(phone_fields=["Phone", "Mobile"]), known=known)
    assert report.annotated["dq_codes"].tolist() == ["105"]


@pytest.mark.parametrize("heading", ["EXT REF", "Ext Ref", "njexternalleadid"])
def test_an_export_tells_its_ids_under_a_heading_in_any_case(heading: str) -> None:
    leads = pd.DataFrame({"Phone": ["0491 570 006"], "Ext Ref": ["A1"]})
    campaign = nj.Campaign(phone_fields=["Phone"], columns={"Ext Ref": EXTERNAL_ID})
    report = nj.check(leads, campaign, known=pd.DataFrame({heading: ["A1"]}))
    assert report.annotated["dq_codes"].tolist() == ["112"]


_ZONES = [
    f"Australia/{city}"
    for city in ["Sydney", "Perth", "Hobart", "Darwin", "Brisbane", "Adelaide", "Melbourne", "Lindeman"]
]
_MANY = [*_ZONES, "Pacific/Auckland", "Pacific/Fiji", "Asia/Tokyo", "Asia/Seoul", "Asia/Manila", "Asia/Dubai"]
_WORDS = [f"Shift {at}" for at in range(10)]


@pytest.mark.parametrize(
    ("names", "refused"),
    [
        # A slip among zones leaves them what they are, however many there are.
        ([*_MANY, "Late shift"], 1),
        (["Late shift", *_MANY, "Melbourne"], 2),
        ([*_ZONES[:3], "Perth"], 1),
        # Zones beyond those that are looked at: none is refused for that.
        ([*_WORDS, "Perth", "Hobart", *_ZONES[:5]], 12),
    ],
)
def test_a_proposal_refuses_no_lead_with_a_zone(names: list[str], refused: int, run: Callable[..., Run]) -> None:
    # The first names are the most frequent.
    cells = [name for at, name in enumerate(names) for _ in range(len(names) - at)]
    leads = pd.DataFrame({"Phone": [f"04915{at:05}" for at in range(len(cells))], CONTACT_HOURS: cells})
    campaign = nj.propose_campaign(leads)
    assert campaign.contact_hours == {}
    codes = nj.check(leads, campaign).annotated["dq_codes"].str.split(";").map(lambda one: "111" in one)
    assert set(leads[CONTACT_HOURS][codes]) == {name for name in names if "/" not in name}
    assert leads[CONTACT_HOURS][codes].nunique() == refused
    leads.to_csv("leads.csv", index=False)
    run("init", "leads.csv")
    assert nj.Campaign.from_toml("campaign.toml").contact_hours == {}


HOBART = {"Hobart": "Australia/Hobart"}
MELBOURNE = {"Melbourne": "Australia/Melbourne"}


@pytest.mark.parametrize("heading", ["Time zone", "njContactHours"])
@pytest.mark.parametrize(
    ("names", "hours", "said"),
    [
        (["Melbourne", "Perth"], {**MELBOURNE, "Perth": "Australia/Perth"}, "guessed: the 2 names that the leads hold"),
        # Which of the two the PBX has, it alone can tell.
        (["Melbourne", "melbourne"], {**MELBOURNE, "melbourne": "Australia/Melbourne"}, "guessed: the 2 names"),
        (["Australia/Perth", "Hobart"], {"Australia/Perth": "Australia/Perth", **HOBART}, "guessed: the 2 names"),
        (["Australia/Perth", "Australia/Darwin"], {}, ""),
        # A list that lacks a name would have leads refused: there is none.
        (["Melbourne", "Late shift"], {}, 'not guessed: nobody can tell the zone of "Late shift"; list'),
        (["Early shift", "Late shift"], {}, 'zone of "Early shift", "Late shift"; list'),
        (["AEST", "ACST"], {}, 'zone of "AEST", "ACST"; list'),
        ([*HOBART, *(f"Shift {letter}" for letter in "ABCDE")], {}, '"Shift A", "Shift B", "Shift C" and 2 more; list'),
    ],
)
def test_contact_hours_are_proposed_for_all_names_that_leads_hold_or_for_none(
    heading: str, names: list[str], hours: dict[str, str], said: str, run: Callable[..., Run]
) -> None:
    cells = [names[0], *names]
    leads = pd.DataFrame({"Phone": [f"04915700{at:02}" for at in range(len(cells))], heading: cells})
    campaign = nj.propose_campaign(leads)
    assert (campaign.contact_hours, campaign.columns) == (hours, {})
    assert [note for note in campaign.guesses if "contact hours" in note and said in note] or not said
    if hours:
        mapped = campaign.model_copy(update={"columns": {heading: CONTACT_HOURS}})
        assert "111" not in nj.check(leads, mapped).by_code
    leads.to_csv("leads.csv", index=False)
    told = run("init", "leads.csv")
    assert nj.Campaign.from_toml("campaign.toml").model_dump() == campaign.model_dump()
    assert said in " ".join(told.err.split())
    assert said in Path("campaign.toml").read_text("utf-8")


LISTS = {
    "a field under another name": {"Time zone": [f"GMT+10:00 {name}" for name in _MANY[:14]]},
    "contact hours by name": {"njContactHours": ["Perth", "Hobart", "Darwin", "Sydney", "perth"]},
    "contact hours of which one is unknown": {"njContactHours": ["Perth", "Hobart", "Late shift"]},
    "zones": {"njContactHours": _MANY},
    "countries": {"Country": ["AU", "NZ", "AU"], "Timezone": ["Perth", "Auckland", "Late shift"]},
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_has_one_count_of_ready_leads_by_whichever_way_it_is_proposed(
    name: str, run: Callable[..., Run]
) -> None:
    columns = LISTS[name]
    count = len(next(iter(columns.values())))
    leads = pd.DataFrame({"Phone": [f"04915700{at:02}" for at in range(count)], **columns})
    leads.to_csv("leads.csv", index=False)
    _assert_one_count(Path("leads.csv"), run)


def test_a_real_list_has_one_count_of_ready_leads(shared_data: Path, run: Callable[..., Run]) -> None:
    assert _assert_one_count(shared_data / "shops_73_countries.csv", run) == 17_995


def _assert_one_count(path: Path, run: Callable[..., Run]) -> int:
    """Check a list by `propose_campaign`, by its first leads and in parts, and by `init`."""
    leads = nj.read_leads(path)
    at_once = nj.check(leads, nj.propose_campaign(leads))
    in_parts = nj.check_files(path, nj.propose_campaign(first_leads(path)), out="out", progress=False)
    run("init", str(path), "-o", "proposed.toml")
    by_init = json.loads(run("check", str(path), "-c", "proposed.toml", "--format", "json").out)
    assert at_once.counts == in_parts.counts == by_init["counts"]
    assert at_once.by_code == in_parts.by_code == by_init["by_code"]
    return at_once.counts["ready"]


def test_of_the_first_leads_of_a_longer_list_no_contact_hours_are_proposed(tmp_path: Path) -> None:
    rows = [f"04{at:08},{'Perth' if at < 59_990 else 'Hobart'}" for at in range(60_000)]
    (tmp_path / "leads.csv").write_text("\n".join(["Phone,njContactHours", *rows]), "utf-8")
    campaign = nj.propose_campaign(first_leads(tmp_path / "leads.csv"))
    assert campaign.contact_hours == {}
    assert campaign.guesses[-1] == (
        "contact hours, not guessed: only the first leads were looked at, and others may hold more names; "
        "list those of the PBX under contact_hours"
    )
