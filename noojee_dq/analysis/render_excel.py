"""An analysis as a workbook: a summary, and a sheet for each list of leads that somebody acts on."""

from os import PathLike
from pathlib import Path
from typing import Any, Final

import pandas as pd

from noojee_dq.analysis.outcomes import Outcomes
from noojee_dq.analysis.view import View, view
from noojee_dq.fields import DQ_POSITION, DQ_ROW, DQ_STATUS, OWN_PREFIXES, UNRETURNED_ROW
from noojee_dq.leads import as_text
from noojee_dq.leads.own_sheets import RUN_TITLE
from noojee_dq.leads.writing import refuse_long_values, text_workbook
from noojee_dq.show.sheets import Styles, row_cells, set_widths, styles_of, write_lead_sheets, write_table
from noojee_dq.words.rows import labels_repeat

#: Of the columns of the summary.
_WIDTHS: Final = (22, 46, *[14] * 11)


def write_excel(run: Outcomes, path: str | PathLike[str]) -> None:
    """Write the analysis as a workbook (.xlsx), values of leads as they are.

    `read_leads` reads the leads of the sheets Fix and Retry back, which can be sent again.

    Args:
        run: what became of its leads.
        path: the file; it is replaced if it exists.

    Raises:
        LeadsError: the file cannot be written, or a value is too long.

    Example:
        >>> import tempfile, noojee_dq as nj
        >>> answers = {"api_code": [102], "api_outcome": ["rejected"], "api_action": ["fix"]}
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     write_excel(nj.analyse(pd.DataFrame({"Phone": [""], **answers})), f"{folder}/run.xlsx")
        ...     len(nj.read_leads(f"{folder}/run.xlsx"))
        1
    """
    path = Path(path)
    fix, retry = _with_places(run.fix, run.retry)
    sheets = {
        "Fix": _returning(fix),
        "Retry": _returning(retry),
        "Hand over": _under_rows(run.hand_over, UNRETURNED_ROW),
        "Surprises": _under_rows(run.surprises, UNRETURNED_ROW),
        "False alarms": _under_rows(run.false_alarms, UNRETURNED_ROW),
    }
    for leads in sheets.values():
        refuse_long_values(leads.drop(columns=leads.columns[0]), path)
    with text_workbook(path) as workbook:
        styles = styles_of(workbook)
        _write_summary(workbook.add_worksheet("Summary"), view(run), styles)
        for name, leads in sheets.items():
            if len(leads):
                write_lead_sheets(workbook, name, leads, styles)


def _with_places(fix: pd.DataFrame, retry: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give leads that come back together a place each where they have labels that repeat."""
    both = pd.concat([fix, retry])
    if DQ_POSITION in both.columns or not labels_repeat(both):
        return fix, retry
    places = range(len(both))
    return fix.assign(**{DQ_POSITION: places[: len(fix)]}), retry.assign(**{DQ_POSITION: places[len(fix) :]})


def _returning(results: pd.DataFrame) -> pd.DataFrame:
    """Return leads that can be sent again, as `read_leads` knows them again in a workbook."""
    leads = _under_rows(results, DQ_ROW)
    if DQ_STATUS not in leads.columns:
        leads.insert(1, DQ_STATUS, "")
    return leads


def _under_rows(results: pd.DataFrame, heading: str) -> pd.DataFrame:
    """Return leads as text, under their row, with what the pre-flight and the API said of them at the left."""
    text = as_text(results.drop(columns=heading, errors="ignore"))
    ours = [name for name in text.columns if name.startswith(OWN_PREFIXES)]
    text = text[[*ours, *(name for name in text.columns if name not in ours)]]
    text.insert(0, heading, pd.Series(row_cells(results.index), index=text.index, dtype=object))
    return text


def _write_summary(sheet: Any, shown: View, styles: Styles) -> None:
    set_widths(sheet, _WIDTHS)
    sheet.write_string(0, 0, f"{RUN_TITLE}{shown.source}", styles.title)
    sheet.write_string(1, 0, shown.verdict, styles.text)
    sheet.write_string(2, 0, shown.facts, styles.text)
    at = 4
    for section in shown.sections:
        sheet.write_string(at, 0, section.title, styles.title)
        at += 1
        for line in section.lines:
            sheet.write_string(at, 0, line, styles.text)
            at += 1
        if section.rows:
            at = write_table(sheet, at, [column.head for column in section.columns], section.rows, styles, _WIDTHS)
        else:
            at += 1
