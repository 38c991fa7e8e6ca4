"""An empty workbook for leads: a sheet to fill in, one that explains it, and the lists behind its drop-downs."""

from collections.abc import Mapping
from itertools import zip_longest
from os import PathLike
from typing import Any, Final

from noojee_dq.campaign import Campaign, refuse_no_campaign
from noojee_dq.errors import LeadsError
from noojee_dq.fields import CALLBACK
from noojee_dq.lead_template.template_columns import Need, TemplateColumn, template_columns
from noojee_dq.leads.own_sheets import CHOICES_TITLE, HELP_TITLE
from noojee_dq.leads.writing import MAX_SHEET_LEADS, text_workbook
from noojee_dq.show.output import refuse_worked_on
from noojee_dq.show.sheets import Styles, styles_of, write_table
from noojee_dq.words.arguments import path_of
from noojee_dq.words.display import cut
from noojee_dq.words.spreadsheet import column_letter

_LEADS: Final = "Leads"
_CHOICES: Final = "Choices"
#: Rows of the sheet of choices above the first one: its title, and the headings.
_ABOVE_CHOICES: Final = 2
_EXAMPLE_ROW: Final = 2
#: Of the message by which a spreadsheet refuses what was typed.
_LONGEST_MESSAGE: Final = 255
_NARROWEST, _WIDEST = 14, 34
_HELP_WIDTHS: Final = (26, 26, 70, 26)
_COLOURS: Final[Mapping[Need, str]] = {Need.ALWAYS: "#FFD28A", Need.ONE_OF_PHONES: "#FFF0B3", Need.OPTIONAL: "#E4E9F0"}
_RULES: Final = (
    "One row for each person. Leave the headings as they are; columns may stand in any order.",
    f"Row {_EXAMPLE_ROW} is an example, which is not called. Write over it, delete it, or leave it as it is.",
    "All cells are text, so a phone number keeps its first 0. If you paste, paste the values alone (Paste Special).",
    "Save it as an Excel workbook (.xlsx) and send it back.",
)
#: A callback as the API takes it, without help of the date formats of a country: of a text cell at A1.
_CALLBACK_RULE: Final = (
    '=AND(LEN(A1)=16,LEN(SUBSTITUTE(A1," ",""))=15,MID(A1,5,1)&MID(A1,8,1)&MID(A1,11,1)&MID(A1,14,1)="// :",'
    "MONTH(DATE(LEFT(A1,4),MID(A1,6,2),MID(A1,9,2)))=--MID(A1,6,2),--MID(A1,12,2)<24,--MID(A1,15,2)<60)"
)


def write_template(campaign: Campaign, path: str | PathLike[str], *, overwrite: bool = False) -> None:
    """Write an empty workbook (.xlsx) for whoever makes a list of leads for a campaign.

    It has the campaign's columns, under the headings of its files, as text; where a column takes certain values alone,
    a drop-down. One row shows an example. `read_leads` takes neither that row nor the other sheets for leads.

    Args:
        campaign: with its phone fields.
        path: the file.
        overwrite: write over a file that is there, with all that somebody may have filled in.

    Raises:
        CampaignError: the campaign names no phone fields.
        OutputError: the file exists.
        LeadsError: the name does not end with .xlsx, or the file cannot be written.

    Example:
        >>> import tempfile, noojee_dq as nj
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     write_template(Campaign(phone_fields=["Phone"]), f"{folder}/leads.xlsx")
        ...     nj.read_leads(f"{folder}/leads.xlsx").shape
        (0, 5)
    """
    refuse_no_campaign(campaign)
    path = path_of(path, "path", "leads-template.xlsx")
    if path.suffix.lower() != ".xlsx":
        raise LeadsError(f"{path.name}: a workbook's name ends with .xlsx")
    refuse_worked_on(path, overwrite=overwrite)
    columns = template_columns(campaign)
    with text_workbook(path) as workbook:
        styles = styles_of(workbook)
        marks = {
            need: workbook.add_format({"num_format": "@", "bold": True, "bg_color": colour, "bottom": 1, "border": 1})
            for need, colour in _COLOURS.items()
        }
        _write_leads(workbook.add_worksheet(_LEADS), columns, styles, marks)
        _write_help(workbook.add_worksheet("How to fill in"), columns, styles, marks)
        _write_choices(workbook.add_worksheet(_CHOICES), columns)


def _write_leads(sheet: Any, columns: list[TemplateColumn], styles: Styles, marks: Mapping[Need, Any]) -> None:
    for at, column in enumerate(columns):
        width = min(max(len(column.heading), len(column.example_cell)) + 3, _WIDEST)
        sheet.set_column(at, at, max(width, _NARROWEST), styles.text)
        sheet.write_string(0, at, column.heading, marks[column.need])
        sheet.write_comment(0, at, f"Fill in: {column.need}.\n{column.words}", {"x_scale": 2})
        if rule := _rule(column, at, sum(bool(one.choices) for one in columns[:at])):
            sheet.data_validation(1, at, MAX_SHEET_LEADS, at, rule | _refusal(column))
    for at, column in enumerate(columns):
        sheet.write_string(_EXAMPLE_ROW - 1, at, column.example_cell)
    sheet.freeze_panes(1, 0)
    sheet.ignore_errors({"number_stored_as_text": f"A1:{column_letter(len(columns) - 1)}{MAX_SHEET_LEADS + 1}"})


def _rule(column: TemplateColumn, at: int, list_at: int) -> dict[str, Any] | None:
    """Return what may be typed into a column, as text: a rule for numbers or dates would refuse every text."""
    if column.choices:
        letter, last = column_letter(list_at), _ABOVE_CHOICES + len(column.choices)
        return {"validate": "list", "source": f"={_CHOICES}!${letter}${_ABOVE_CHOICES + 1}:${letter}${last}"}
    if column.field == CALLBACK:
        # Of the first cell below the headings; a spreadsheet counts on from there.
        return {"validate": "custom", "value": _CALLBACK_RULE.replace("A1", f"{column_letter(at)}{_EXAMPLE_ROW}")}
    if column.max_length:
        return {"validate": "length", "criteria": "<=", "value": str(column.max_length)}
    return None


def _refusal(column: TemplateColumn) -> dict[str, str]:
    text = f"{_in_full(column)} For example: {column.example}"
    return {"error_title": "Please correct", "error_message": cut(text, _LONGEST_MESSAGE)}


def _write_help(sheet: Any, columns: list[TemplateColumn], styles: Styles, marks: Mapping[Need, Any]) -> None:
    for at, width in enumerate(_HELP_WIDTHS):
        sheet.set_column(at, at, width, styles.text)
    sheet.write_string(0, 0, HELP_TITLE, styles.title)
    for row, line in enumerate(_RULES, 1):
        sheet.write_string(row, 0, line)
    row = len(_RULES) + 2
    for need in {column.need: None for column in columns}:
        sheet.write_string(row, 0, "a heading of this colour", marks[need])
        sheet.write_string(row, 1, f"fill it in {need}" if need != Need.ONE_OF_PHONES else f"fill in {need}")
        row += 1
    lines = [(one.heading, str(one.need), _in_full(one), one.example) for one in columns]
    write_table(
        sheet, row + 1, ["Column", "Fill it in", "What belongs there", "For example"], lines, styles, _HELP_WIDTHS
    )


def _in_full(column: TemplateColumn) -> str:
    return column.words + (f" At most {column.max_length} characters." if column.max_length else "")


def _write_choices(sheet: Any, columns: list[TemplateColumn]) -> None:
    """Write the lists behind the drop-downs: a list within a rule could not hold more than 255 characters."""
    lists = [column for column in columns if column.choices]
    sheet.write_string(0, 0, CHOICES_TITLE)
    for at, column in enumerate(lists):
        sheet.write_string(_ABOVE_CHOICES - 1, at, column.heading)
    for row, values in enumerate(zip_longest(*(column.choices for column in lists)), _ABOVE_CHOICES):
        for at, value in enumerate(values):
            if value is not None:
                sheet.write_string(row, at, value)
    sheet.hide()
