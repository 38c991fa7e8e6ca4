"""The workbook: what a person sees in it, that nothing in it runs, and that it reads back exactly."""

import zipfile
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, strategies as st

import noojee_dq as nj
from noojee_dq.errors import LeadsError
from noojee_dq.leads import read_verdicts, writing
from noojee_dq.report.render_excel import write_excel
from noojee_dq.show import sheets
from tests.examples import examples
from tests.report.samples import HOSTILE, sample_leads, sample_report

_PHONE = nj.Campaign(phone_fields=["Phone"])


def _leads(**columns: list[str]) -> pd.DataFrame:
    frame = pd.DataFrame(columns, dtype="str")
    return frame.set_axis(pd.RangeIndex(2, len(frame) + 2, name="row"))


def _checked(leads: pd.DataFrame, path: Path) -> Path:
    nj.check(leads, _PHONE).to_excel(path, overwrite=True)
    return path


def _sheets(path: Path) -> dict[str, Any]:
    return {sheet.title: sheet for sheet in openpyxl.load_workbook(path)}


def test_a_printed_lead_stays_in_one_piece(tmp_path: Path) -> None:
    sample_report().to_excel(tmp_path / "checked.xlsx")
    for sheet in _sheets(tmp_path / "checked.xlsx").values():
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (int(sheet.page_setup.fitToWidth or 1), int(sheet.page_setup.fitToHeight)) == (1, 0)
        assert sheet.title == "Summary" or sheet.print_title_rows == "$1:$1"


def test_one_sheet_per_action_and_a_summary(tmp_path: Path) -> None:
    sample_report().to_excel(tmp_path / "checked.xlsx")
    book = _sheets(tmp_path / "checked.xlsx")
    assert {name: sheet.max_row - 1 for name, sheet in book.items() if name != "Summary"} == {
        "Fix": 19,
        "Drop": 5,
        "Review": 2,
        "Ready": 94,
    }
    summary = [cell for row in book["Summary"].iter_rows(values_only=True) for cell in row if cell is not None]
    assert "26 of 120 leads are not ready to send: 19 to fix, 5 to drop, 2 to review." in summary
    assert "Then: noojee-dq check FIXED.xlsx --since checked.xlsx" in summary


def test_a_sheet_has_our_columns_at_the_left_a_frozen_heading_and_a_filter(tmp_path: Path) -> None:
    book = _sheets(_checked(_leads(Name=["Ann", "Bob"], Phone=["0491570006", "none"]), tmp_path / "a.xlsx"))
    fix = book["Fix"]
    assert [cell.value for cell in fix[1]] == [
        "dq_row",
        "dq_status",
        "dq_expected_code",
        "dq_codes",
        "dq_reasons",
        "Name",
        "Phone",
    ]
    assert [cell.value for cell in fix[2]][:4] == [3, "fix", 102, "102"]
    assert (fix.freeze_panes, fix.auto_filter.ref) == ("B2", "A1:G2")


def test_a_bad_cell_is_coloured_and_a_note_says_why_in_words(tmp_path: Path) -> None:
    leads = _leads(Phone=["none", "0491570006"], njPriority=["", "high"])
    book = _sheets(_checked(leads, tmp_path / "a.xlsx"))
    error, warning, plain = book["Fix"]["F2"], book["Ready"]["G2"], book["Ready"]["F2"]
    assert error.comment.text.startswith("Error 102: ")
    assert "To do: fill in a number" in error.comment.text
    assert warning.comment.text.startswith("Warning: the priority")
    assert error.fill.fgColor.rgb != warning.fill.fgColor.rgb
    assert (plain.comment, plain.fill.fill_type) == (None, None)
    assert "Phone: " in book["Fix"]["E2"].value


def test_beyond_many_notes_the_colour_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("noojee_dq.report.render_excel.MAX_CELL_NOTES", 2)
    fix = _sheets(_checked(_leads(Phone=["none"] * 3), tmp_path / "a.xlsx"))["Fix"]
    assert [cell.comment is not None for cell in fix["F"]] == [False, True, True, False]
    assert fix["F4"].fill.fgColor.rgb == fix["F2"].fill.fgColor.rgb


def test_leads_of_a_file_with_an_error_of_its_own_are_held_back(tmp_path: Path) -> None:
    campaign = nj.Campaign(phone_fields=["Phone"], template_id=0)
    nj.check(_leads(Phone=["0491570006"]), campaign).to_excel(tmp_path / "a.xlsx")
    assert list(_sheets(tmp_path / "a.xlsx")) == ["Summary", "Held back"]


def test_no_leads_make_a_workbook_too(tmp_path: Path) -> None:
    assert list(_sheets(_checked(_leads(Phone=[]), tmp_path / "a.xlsx"))) == ["Summary", "Fix"]


def test_more_leads_than_a_sheet_holds_go_on_further_sheets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MAX_SHEET_LEADS", 2)
    leads = _leads(Phone=["none"] * 5)
    book = _sheets(_checked(leads, tmp_path / "a.xlsx"))
    assert list(book) == ["Summary", "Fix", "Fix 2", "Fix 3"]
    assert [sheet["F2"].comment is not None for name, sheet in book.items() if name != "Summary"] == [True] * 3
    pd.testing.assert_frame_equal(nj.read_leads(tmp_path / "a.xlsx"), leads)


@pytest.mark.parametrize("name", ["a.csv", "nowhere/a.xlsx"])
def test_a_path_that_cannot_be_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(nj.OutputError, match=r"must end with \.xlsx|there is no folder"):
        _checked(_leads(Phone=["none"]), tmp_path / name)


def test_a_value_too_long_for_a_cell_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(LeadsError, match="has a value of over 32,767 characters"):
        _checked(_leads(Phone=["none"], Note=["x" * 32_768]), tmp_path / "a.xlsx")
    assert not (tmp_path / "a.xlsx").exists()


def test_columns_that_do_not_fit_are_refused_and_not_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "_EXCEL_COLUMNS", 6)
    _checked(_leads(Phone=["none"]), tmp_path / "fits.xlsx")
    with pytest.raises(LeadsError, match="7 columns do not fit into a sheet"):
        _checked(_leads(Phone=["none"], Note=["x"]), tmp_path / "a.xlsx")
    assert not (tmp_path / "a.xlsx").exists()


# --- back again -------------------------------------------------------------------------------------------------


def test_the_sample_reads_back_as_it_was(tmp_path: Path) -> None:
    sample_report().to_excel(tmp_path / "checked.xlsx")
    leads = sample_leads()
    back = nj.read_leads(tmp_path / "checked.xlsx")
    pd.testing.assert_frame_equal(back, leads)
    assert "a report wrote this file" in back.attrs["notes"][-2]
    assert "the first reading had trouble with rows 104 and 106" in back.attrs["notes"][-1]


def test_hostile_values_and_headings_read_back_exactly_and_nothing_runs(tmp_path: Path) -> None:
    headings = dict.fromkeys(value.strip()[:200] for value in HOSTILE)
    leads = _leads(Phone=["none", *HOSTILE], **{heading: [*HOSTILE, "0491570006"] for heading in headings})
    path = _checked(leads, tmp_path / "a.xlsx")
    pd.testing.assert_frame_equal(nj.read_leads(path), leads)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert not any("<f>" in text or "<hyperlink" in text for text in parts.values())
    assert not any("Target=" in text and "External" in text for text in parts.values())


@examples(4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"), max_size=20)))
def test_any_text_reads_back_exactly(tmp_path: Path, values: list[str]) -> None:
    leads = _leads(Phone=["0491570006"] * len(values), Note=values)
    if len(leads):
        pd.testing.assert_frame_equal(nj.read_leads(_checked(leads, tmp_path / "a.xlsx")), leads)


def test_labels_with_leading_zeros_come_back_as_they_are(tmp_path: Path) -> None:
    leads = _leads(Phone=["none", "blank"]).set_axis(pd.Index(["007", "008"], name="row"))
    report = nj.check(leads, _PHONE)
    report.to_excel(tmp_path / "a.xlsx")
    back = nj.read_leads(tmp_path / "a.xlsx")
    pd.testing.assert_frame_equal(back, leads)
    assert str(nj.check(back, _PHONE).since(report)) == "0 of 2 fixed, 0 new; 2 still to do"


def test_a_workbook_without_leads_reads_back_as_no_leads(tmp_path: Path) -> None:
    report = nj.check(_leads(Phone=["0491570006"]), nj.Campaign(phone_fields=["Phone"]))
    write_excel(report, tmp_path / "rejected.xlsx", rejected_only=True)
    back = nj.read_leads(tmp_path / "rejected.xlsx")
    assert back.shape == (0, 1)
    assert back.columns.tolist() == ["Phone"]
    assert str(report.since(tmp_path / "rejected.xlsx")) == "0 of 0 fixed, 0 new"


@pytest.mark.parametrize("value", ["<r><t>x</t></r>", "<r></r>", "<r>a & b</r>", "_x005F_x0041_"])
def test_what_looks_like_a_workbooks_own_markup_reads_back_as_the_text_it_is(tmp_path: Path, value: str) -> None:
    leads = _leads(Phone=["none", value], Note=[value, "0491570006"]).rename(columns={"Note": value})
    pd.testing.assert_frame_equal(nj.read_leads(_checked(leads, tmp_path / "a.xlsx")), leads)


def _edited(path: Path, edit: Any) -> Path:
    book = openpyxl.load_workbook(path)
    edit(book)
    book.save(path)
    return path


def test_what_a_person_does_in_excel_comes_back(tmp_path: Path) -> None:
    path = _checked(_leads(Phone=["0491570006", "none", "blank"]), tmp_path / "a.xlsx")

    def edit(book: Any) -> None:
        book["Fix"]["F2"] = "0491570156"
        book["Fix"].delete_rows(3)
        book["Fix"]["F3"] = "0491570157"  # a row that is new has no dq_row
        book["Fix"].title = "done"

    back = nj.read_leads(_edited(path, edit))
    assert back["Phone"].to_dict() == {2: "0491570006", 3: "0491570156", 9_000_001: "0491570157"}
    said = "1 row without dq_row was added: numbered from row 9000001 on, as none of the original file is"
    assert said in back.attrs["notes"]


def test_one_sheet_can_be_asked_for(tmp_path: Path) -> None:
    path = _checked(_leads(Phone=["0491570006", "none"]), tmp_path / "a.xlsx")
    assert nj.read_leads(path, sheet="Fix").to_dict("index") == {3: {"Phone": "none"}}


def test_labels_that_are_no_numbers_stay(tmp_path: Path) -> None:
    leads = pd.DataFrame({"Phone": ["none", "0491570006"]}, index=["b", "a"], dtype="str")
    assert nj.read_leads(_checked(leads, tmp_path / "a.xlsx")).to_dict("index") == {
        "b": {"Phone": "none"},
        "a": {"Phone": "0491570006"},
    }


def test_verdicts_are_read_from_files_of_a_report_alone(tmp_path: Path) -> None:
    path = _checked(_leads(Phone=["0491570006", "none"]), tmp_path / "a.xlsx")
    assert read_verdicts(path)["dq_status"].to_dict() == {2: "ready", 3: "fix"}
    nj.write_leads(_leads(Phone=["none"]), tmp_path / "b.csv")
    with pytest.raises(LeadsError, match=r"b\.csv: it has no dq_row and dq_status"):
        read_verdicts(tmp_path / "b.csv")


def test_a_row_is_as_high_as_its_reasons_need(tmp_path: Path) -> None:
    # LibreOffice shows one line of a wrapped cell where the file says nothing of the height.
    leads = pd.DataFrame({"Phone": ["12345", "0491 570 006"], "Note": ["<NO CHANGE>", ""]})
    nj.check(leads, nj.Campaign(phone_fields=["Phone"])).to_excel(tmp_path / "checked.xlsx")
    book = openpyxl.load_workbook(tmp_path / "checked.xlsx")
    assert len(book["Fix"]["E2"].value) > 60
    assert [book[name].row_dimensions[2].height for name in ("Fix", "Ready")] == [45, None]
    summary = book["Summary"]
    wrapped = [row[0].row for row in summary.iter_rows() if max(len(str(row[at].value or "")) for at in (1, 7)) > 60]
    assert wrapped
    assert all((summary.row_dimensions[row].height or 0) >= 30 for row in wrapped)
