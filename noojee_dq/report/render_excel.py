"""The report as a workbook, to be put right by hand and read back: one sheet per action, and a summary."""

from collections.abc import Sequence
from os import PathLike
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from noojee_dq.arrow.columns import Positions
from noojee_dq.fields import DQ_COLUMNS, DQ_EXPECTED_CODE, DQ_POSITION, DQ_PREFIX, DQ_REASONS, DQ_ROW, DQ_STATUS
from noojee_dq.leads import as_text
from noojee_dq.leads.own_sheets import CHECK_TITLE
from noojee_dq.leads.writing import refuse_long_values, refuse_many_columns, text_workbook
from noojee_dq.report.findings import Findings
from noojee_dq.report.going_on import CORRECTED, CommandLine, going_on
from noojee_dq.report.overview import Overview, overview
from noojee_dq.show.sheets import (
    MAX_CELL_NOTES,
    Styles,
    row_cells,
    set_widths,
    styles_of,
    write_lead_sheets,
    write_table,
)
from noojee_dq.words.for_people import for_people
from noojee_dq.words.masked_values import map_distinct
from noojee_dq.words.rows import labels_repeat

#: Sheet -> what to do with its leads. "Held back": leads without an error of their own, in a file that has one.
SHEETS: Final = {
    "Fix": "correct the red cells; each has a note that says why",
    "Drop": "take these leads out: they must not be called, or would be called twice",
    "Review": "a person decides which of them counts",
    "Held back": "good leads, but the campaign settings or the file as a whole are wrong, so none can be sent",
    "Ready": "send them; yellow cells are worth a look",
}

#: Of the columns of the summary.
_WIDTHS: Final = (14, 60, 24, 14, 14, 14, 34, 60)

_GO_ON: Final = (
    f"Correct the cells on the sheet Fix, delete the rows of leads that you drop, and save it as {CORRECTED}.",
    "Keep the column dq_row: it holds the row of the original file. The other dq_ columns are read by nobody.",
)


def write_excel(
    found: Findings, path: str | PathLike[str], *, rejected_only: bool = False, given: CommandLine | None = None
) -> None:
    """Write the leads with their verdicts as a workbook (.xlsx), values as they are.

    Args:
        found: what a pre-flight found.
        path: the file; it is replaced if it exists.
        rejected_only: leave out the leads that are ready.
        given: what the command line gave, for the command that comes next; None = the check was made in Python.

    Raises:
        LeadsError: the file cannot be written, a value is too long, or there are too many columns.

    Example:
        >>> import tempfile, noojee_dq as nj
        >>> leads = pd.DataFrame({"Phone": ["0491 570 006", "12345"]}, index=[2, 3])
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     write_excel(nj.check(leads, nj.Campaign(phone_fields=["Phone"])), f"{folder}/checked.xlsx")
        ...     nj.read_leads(f"{folder}/checked.xlsx").to_dict("index")
        {2: {'Phone': '0491 570 006'}, 3: {'Phone': '12345'}}
    """
    path = Path(path)
    leads = _with_verdicts(found)
    refuse_many_columns(len(leads.columns) + 1, path)
    refuse_long_values(leads.drop(columns=[DQ_EXPECTED_CODE]), path)
    marks = _marks(found, leads)
    sheets = _sheet_names(found)
    names = [name for name in SHEETS if (sheets == name).any() and not (rejected_only and name == "Ready")]
    # One lead sheet in any case, by which the workbook is known when it comes back.
    names = names or ["Fix"]
    with text_workbook(path) as workbook:
        styles = styles_of(workbook)
        counts = {name: int((sheets == name).sum()) for name in names}
        view, on = overview(found, show_values=True), _going_on(found, given, path)
        _write_summary(workbook.add_worksheet("Summary"), view, on, counts, styles)
        for name in names:
            places = np.flatnonzero(sheets == name)
            write_lead_sheets(workbook, name, _rows(found, leads, places), styles, _on_sheet(marks, places))


def _with_verdicts(found: Findings) -> pd.DataFrame:
    """Return all leads as text, our columns first."""
    text = as_text(found.annotated.drop(columns=[name for name in found.leads.columns if name == DQ_ROW]))
    text[DQ_REASONS] = map_distinct(text[DQ_REASONS], for_people)
    text[DQ_EXPECTED_CODE] = found.annotated[DQ_EXPECTED_CODE].to_numpy()
    ours = [name for name in text.columns if name.startswith(DQ_PREFIX)]
    order = [*DQ_COLUMNS, *(name for name in ours if name not in DQ_COLUMNS)]
    return text[[*order, *(name for name in text.columns if name not in ours)]]


def _rows(found: Findings, leads: pd.DataFrame, places: Positions) -> pd.DataFrame:
    part = leads.iloc[places]
    labels = row_cells(found.leads.index[places])
    rows = pd.concat([pd.Series(labels, index=part.index, name=DQ_ROW), part], axis="columns")
    numbered = pd.api.types.is_integer_dtype(found.leads.index.dtype) and not labels_repeat(found.leads)
    return rows if numbered else rows.assign(**{DQ_POSITION: places})


def _sheet_names(found: Findings) -> NDArray[Any]:
    names = found.annotated[DQ_STATUS].str.capitalize().to_numpy(dtype=object, copy=True)
    names[found.is_held_back] = "Held back"
    return names


def _marks(found: Findings, leads: pd.DataFrame) -> pd.DataFrame:
    """List the cells that findings are about: a line for each, its gravest severity, and what is wrong with it."""
    columns = pd.Index(leads.columns).get_indexer(pd.Index(found.findings["column"].fillna("").astype("str")))
    marks = pd.DataFrame({"position": found.positions, "column": columns + 1})
    marks["severity"] = found.findings["severity"].to_numpy()
    marks = marks[(marks["position"] >= 0) & (columns >= 0)]
    # "error" sorts before "warning".
    cells = marks.sort_values(["position", "column", "severity"], kind="stable")
    first = ~cells.duplicated(["position", "column"])
    number = first.cumsum()
    noted = cells[number <= MAX_CELL_NOTES]
    notes = _note_texts(found.findings.loc[noted.index]).groupby(number[noted.index].to_numpy()).agg("\n".join)
    cells = cells[first].reset_index(drop=True)
    return cells.assign(note=pd.Series(notes.tolist(), dtype="str").reindex(cells.index, fill_value=""))


def _note_texts(findings: pd.DataFrame) -> pd.Series:
    codes = (" " + findings["code"].astype("str")).where(findings["code"].notna(), "")
    hints = findings["hint"].fillna("")
    texts = findings["severity"].str.capitalize() + codes + ": " + findings["message"].fillna("")
    return map_distinct(texts + ("\nTo do: " + hints).where(hints.ne(""), ""), for_people)


def _on_sheet(marks: pd.DataFrame, places: Positions) -> pd.DataFrame:
    """Return the marks of some leads, by their position among these."""
    here = marks[np.isin(marks["position"], places)]
    return here.assign(position=np.searchsorted(places, here["position"]))


def _going_on(found: Findings, given: CommandLine | None, path: Path) -> list[str]:
    """Say how to go on: with the cells of this workbook, where there is something to correct."""
    on = going_on(found, given, show_values=True)
    if found.ok:
        return [*on.lines, *([f"Next: {on.command}"] if on.command else [])]
    if given and given.guided:
        then = given.next("wizard", CORRECTED)
    else:
        then = (given or CommandLine("")).next("check", CORRECTED, "--since", str(path) if given else path.name)
    return [*([on.gain] if on.gain else []), *_GO_ON, f"Then: {then}"]


def _write_summary(sheet: Any, view: Overview, going_on: Sequence[str], counts: dict[str, int], styles: Styles) -> None:
    set_widths(sheet, _WIDTHS)
    sheet.write_string(0, 0, f"{CHECK_TITLE}{view.source}", styles.title)
    sheet.write_string(1, 0, f"Checked on {view.checked_at} for: {view.operation}. Nothing was sent.")
    sheet.write_string(2, 0, view.verdict, styles.strong)
    sheet.write_string(4, 0, "How to go on", styles.strong)
    for at, line in enumerate(going_on, start=5):
        sheet.write_string(at, 0, line)
    lines = [(name, SHEETS[name], leads) for name, leads in counts.items()]
    at = write_table(sheet, 6 + len(going_on), ["Sheet", "What to do", "Leads"], lines, styles, _WIDTHS)
    at = _write_legend(sheet, at, styles)
    heads = ["Code", "What is wrong", "Check", "Severity", "Leads", "Share", "Rows", "What to do"]
    problems = [
        (one.code or "none", one.message, one.check, one.severity, one.leads, one.share, one.rows, one.hint)
        for one in view.problems
    ]
    at = write_table(sheet, at, heads, problems, styles, _WIDTHS) if problems else at
    unchecked = [(one.code or "none", one.why, one.check) for one in view.not_checked]
    if unchecked:
        write_table(sheet, at, ["Code", "Not checked, because", "Check"], unchecked, styles, _WIDTHS)


def _write_legend(sheet: Any, at: int, styles: Styles) -> int:
    meanings = {"error": "the lead cannot be sent with this cell", "warning": "worth a look; it can be sent"}
    for severity, meaning in meanings.items():
        sheet.write_string(at, 0, severity, styles.marked[severity])
        sheet.write_string(at, 1, meaning)
        at += 1
    return at + 1
