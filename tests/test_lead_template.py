"""The empty workbook for whoever makes a list: what is filled in by its rules passes the check."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest

import noojee_dq as nj
from noojee_dq.lead_template.template_columns import Need, template_columns
from tests.conftest import Run
from tests.leads.alike import assert_read_alike
from tests.leads.libreoffice import Edit, LibreOffice, needs_libreoffice, typed

CAMPAIGN = nj.Campaign(
    template_id=41,
    campaign_id=41,
    allocation_id=38,
    fields=["Name", "Phone", "Mobile", "State", "Note"],
    dispositions=["Sale", "No Sale, moved"],
    phone_fields=["Phone", "Mobile"],
    contact_hours={"Melbourne": "Australia/Melbourne", "Perth": "Australia/Perth"},
    columns={"Ext Ref": "njExternalLeadId", "Call back": "njCallBackDate"},
    field_rules={"required": ["Name"], "max_length": {"Note": 12}, "choices": {"State": ["WA", "VIC"]}},
    calling={"max_days_ahead": 36_525},
)
HEADINGS = ["Ext Ref", "Phone", "Mobile", "Name", "State", "Note", "njContactHours", "Call back", "njPriority"]
HEADINGS += ["njDisposition"]
#: What a person fills in, as they type it, row by row.
FILLED = [
    ["0017", "0491570006", "", "Ann", "WA", "call first", "Perth", "2031/03/04 09:30", "0", "No Sale, moved"],
    ["A-18", "", "02 5550 1234", "Bob", "VIC", "", "", "", "", ""],
    ["A-19", "+61 491 570 156", "", "Cy", "", "123456789012", "Melbourne", "2028/02/29 23:59", "100", "Sale"],
]
#: What is refused as it is typed, by column; but spreadsheets take a value of a list in any case.
REFUSED = {
    "State": ["QLD", "WA, VIC"],
    "Note": ["1234567890123"],
    "njContactHours": ["Sydney", "Australia/Perth"],
    "Call back": ["04/03/2031", "2031/02/29 09:30", "2031/13/01 09:30", "2031/03/04 24:00", "2031/03/04 9:30", "soon"],
    "njPriority": ["101", "-1", "high", "1.5"],
    "njDisposition": ["Moved"],
}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "leads-template.xlsx"
    nj.write_template(CAMPAIGN, path)
    return path


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> LibreOffice:
    return LibreOffice(tmp_path_factory.mktemp("office"))


def cell(heading: str, row: int) -> str:
    return f"{'ABCDEFGHIJ'[HEADINGS.index(heading)]}{row}"


def changed(template: Path, target: Path, change: Callable[[Any], object]) -> Path:
    book = openpyxl.load_workbook(template)
    change(book)
    book.save(target)
    return target


def fill(book: Any, first: int = 3) -> None:
    for row, values in enumerate(FILLED, first):
        for heading, value in zip(HEADINGS, values, strict=True):
            book["Leads"][cell(heading, row)] = value


def test_it_holds_the_headings_of_the_file_and_no_lead(template: Path) -> None:
    leads = nj.read_leads(template)
    assert (leads.columns.tolist(), len(leads)) == (HEADINGS, 0)
    assert "an example of how to fill in the leads, no lead: row 2" in leads.attrs["notes"]
    assert_read_alike(template, 1000)


def test_a_person_sees_what_is_needed_and_chooses_from_lists(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    leads = book["Leads"]
    assert [sheet.sheet_state for sheet in book] == ["visible", "visible", "hidden"]
    assert {leads.column_dimensions[letter].number_format for letter in "ABCDEFGHIJ"} == {"@"}
    colours = {heading: leads[cell(heading, 1)].fill.fgColor.rgb for heading in HEADINGS}
    assert colours["Ext Ref"] == colours["Name"] != colours["Phone"] == colours["Mobile"] != colours["State"]
    assert leads["B1"].comment.text.startswith("Fill in: at least one of the phone numbers.")
    lists = {str(rule.sqref): rule.formula1 for rule in leads.data_validations.dataValidation}
    assert lists["G2:G1048576"] == "Choices!$B$3:$B$4"
    assert [book["Choices"][f"B{row}"].value for row in (3, 4)] == ["Melbourne", "Perth"]
    told = [row[0].value for row in book["How to fill in"].iter_rows()]
    assert told[-len(HEADINGS) :] == HEADINGS


def test_what_is_filled_in_by_its_rules_passes_the_check(
    template: Path, tmp_path: Path, run: Callable[..., Run]
) -> None:
    Path("campaign.toml").write_text(CAMPAIGN.to_toml(), "utf-8")
    filled = changed(template, tmp_path / "filled.xlsx", fill)
    assert nj.read_leads(filled).to_numpy().tolist() == FILLED
    assert run("check", str(filled), "--fail-on", "warning").code == 0


def _sorted(book: Any) -> None:
    sheet = book["Leads"]
    fill(book)
    rows = sorted(sheet.iter_rows(min_row=2, values_only=True), key=lambda row: str(row[3]))
    for at, values in enumerate(rows, 2):
        for column, value in enumerate(values, 1):
            sheet.cell(at, column, value)


def _sheets_moved(book: Any) -> None:
    fill(book)
    book.move_sheet("How to fill in", -1)
    book.move_sheet("Choices", -2)
    book["Choices"].sheet_state = "visible"
    for sheet in book:
        sheet.title = f"Sheet {sheet.title[0]}"


def _column_added(book: Any) -> None:
    fill(book)
    book["Leads"].insert_cols(1)
    book["Leads"]["A1"] = "Agent"


def _example_copied(book: Any) -> None:
    fill(book)
    for column, value in enumerate(next(book["Leads"].iter_rows(min_row=2, max_row=2, values_only=True)), 1):
        book["Leads"].cell(6, column, value)


@pytest.mark.parametrize("change", [fill, _sorted, _sheets_moved, _column_added, _example_copied])
def test_the_example_is_no_lead_wherever_it_is(template: Path, tmp_path: Path, change: Callable[[Any], object]) -> None:
    leads = nj.read_leads(changed(template, tmp_path / "back.xlsx", change))
    assert sorted(leads["Name"]) == ["Ann", "Bob", "Cy"]
    leads = nj.read_leads(_as_csv(tmp_path / "back.xlsx"))
    assert sorted(leads["Name"]) == ["Ann", "Bob", "Cy"]
    assert_read_alike(tmp_path / "back.csv", 300)


def _as_csv(path: Path) -> Path:
    sheet = next(sheet for sheet in openpyxl.load_workbook(path) if sheet.title.startswith(("Leads", "Sheet L")))
    lines = [";".join(value or "" for value in row) for row in sheet.iter_rows(values_only=True)]
    path.with_suffix(".csv").write_text("\n".join(lines), "utf-8")
    return path.with_suffix(".csv")


def test_an_example_that_was_written_over_is_a_lead(template: Path, tmp_path: Path) -> None:
    whole = changed(template, tmp_path / "whole.xlsx", lambda book: fill(book, first=2))
    assert nj.read_leads(whole)["Name"].to_dict() == {2: "Ann", 3: "Bob", 4: "Cy"}

    def partly(book: Any) -> None:
        book["Leads"]["B2"], book["Leads"]["D2"] = "0491570006", "Ann"

    leads = nj.read_leads(changed(template, tmp_path / "partly.xlsx", partly))
    assert leads.loc[[2]].to_numpy().tolist()[0] == ["", "0491570006", "", "Ann", "", "", "", "", "", ""]
    left = "an example was left beside a lead, and read as blank: row 2, columns A, C, E, F, G, H, I and J"
    assert left in leads.attrs["notes"]


def test_the_sheet_of_the_leads_is_not_looked_for_among_the_others(template: Path, tmp_path: Path) -> None:
    alone = changed(template, tmp_path / "alone.xlsx", lambda book: book.remove(book["Leads"]))
    with pytest.raises(nj.LeadsError, match="the sheet of the leads is gone"):
        nj.read_leads(alone)


def test_a_file_that_exists_stays(run: Callable[..., Run]) -> None:
    assert run("template", "leads.xlsx").code == 2
    Path("campaign.toml").write_text(CAMPAIGN.to_toml(), "utf-8")
    assert "wrote leads.xlsx: have it filled in, then: noojee-dq check" in run("template", "leads.xlsx").err
    before = Path("leads.xlsx").read_bytes()
    again = run("template", "leads.xlsx")
    assert (again.code, Path("leads.xlsx").read_bytes()) == (2, before)
    assert run("template", "leads.xlsx", "--force", "-c", "campaign.toml").code == 0
    assert run("template", "leads.csv").code == 2
    Path("bare.toml").write_text("[campaign]\n", "utf-8")
    assert "names no phone fields" in run("template", "bare.xlsx", "-c", "bare.toml").err


@pytest.mark.parametrize(
    ("settings", "needs", "choices"),
    [
        ({}, {"Phone": Need.ALWAYS, "njExternalLeadId": Need.ALWAYS}, {"njContactHours": ("Pacific/Auckland",)}),
        ({"phone_fields": ["Phone", "Home"]}, {"Home": Need.ONE_OF_PHONES}, {}),
        ({"columns": {"Country": "Land"}, "region_column": "Country"}, {"Country": Need.OPTIONAL}, {}),
        ({"dispositions": ["Sale"]}, {"njDisposition": Need.OPTIONAL}, {"njDisposition": ("Sale",)}),
        ({"fields": ["Ref", "Name"], "columns": {"Ref": "Number"}}, {"Ref": Need.OPTIONAL}, {}),
        ({"calling": {"consent_column": "Agreed"}}, {"Agreed": Need.OPTIONAL}, {}),
        ({"field_rules": {"choices": {"njPriority": ["1", "2"]}}}, {}, {"njPriority": ("1", "2")}),
        ({"fields": ["njDisposition"]}, {"njDisposition": Need.OPTIONAL}, {}),
        (
            {"fields": ["Phone", "njPriority", "A"], "columns": {"Alpha": "A", "Beta": "A"}},
            {"Alpha": "if you know it"},
            {},
        ),
    ],
)
def test_the_columns_are_those_of_the_campaign(
    settings: dict[str, Any], needs: dict[str, Need], choices: dict[str, tuple[str, ...]]
) -> None:
    columns = {
        one.heading: one
        for one in template_columns(nj.Campaign(**{"phone_fields": ["Phone"], "region": "NZ"} | settings))
    }
    assert len({one.field for one in columns.values()}) == len(columns)
    assert {heading: columns[heading].need for heading in needs} == needs
    assert {heading: columns[heading].choices[: len(values)] for heading, values in choices.items()} == choices
    assert all(one.example in one.choices for one in columns.values() if one.choices)
    assert all(("list" in one.words) == bool(one.choices) for one in columns.values())


@needs_libreoffice
@pytest.mark.parametrize("suffix", [".xlsx", ".ods", ".csv"])
def test_what_is_typed_into_libreoffice_by_its_rules_passes_too(
    office: LibreOffice, template: Path, tmp_path: Path, suffix: str
) -> None:
    steps = [
        typed("Leads", cell(heading, row), value)
        for row, values in enumerate(FILLED, 3)
        for heading, value in zip(HEADINGS, values, strict=True)
        if value
    ]
    circled = tmp_path / "circled.txt"
    steps += [f'CircleInvalid("Leads", "{circled.as_uri()}")', 'SortBy("Leads", 0)']
    back = tmp_path / f"back{suffix}"
    office.edit(Edit(template, back, steps))
    assert {one for one in circled.read_text().split() if not one.endswith("$2")} == set()
    leads = nj.read_leads(back)
    assert sorted(leads.to_numpy().tolist()) == sorted(FILLED)
    assert not len(nj.check(leads, CAMPAIGN).findings)


@needs_libreoffice
def test_libreoffice_refuses_what_the_check_would(office: LibreOffice, template: Path, tmp_path: Path) -> None:
    bad = {cell(heading, row): value for heading, values in REFUSED.items() for row, value in enumerate(values, 3)}
    circled = tmp_path / "circled.txt"
    steps = [typed("Leads", at, value) for at, value in bad.items()]
    steps.append(f'CircleInvalid("Leads", "{circled.as_uri()}")')
    office.edit(Edit(template, tmp_path / "back.xlsx", steps))
    found = {one.removeprefix("$Leads.").replace("$", "") for one in circled.read_text().split()}
    assert found - {cell(heading, 2) for heading in HEADINGS} == bad.keys()
