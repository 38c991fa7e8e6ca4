"""A note to the supplier of a list: which rows and columns to correct. It holds no value of any lead."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final

import numpy as np

from noojee_dq.arrow.columns import Positions
from noojee_dq.checks import CHECKS, Check
from noojee_dq.codes import Remedy
from noojee_dq.report.findings import Findings
from noojee_dq.report.overview import overview
from noojee_dq.report.render_markdown import markdown_text
from noojee_dq.words.counts import counted
from noojee_dq.words.display import MAX_HEADING, shown
from noojee_dq.words.rows import is_row_number

#: Spans of rows that are listed for one problem.
MAX_SPANS: Final = 100

#: What concerns other leads or the whole file is ours to decide.
_OUR_SCOPES: Final = frozenset({"file", "cross"})

_ADVICE: Final = (
    "Please send the list again with these rows corrected:\n\n"
    "- keep every row where it is, so that the numbers above stay right;\n"
    "- one phone number to a cell, with its area code or with + and the country code;\n"
    "- phone columns as text (in Excel: Format Cells, Text, before the numbers are pasted), so that no leading zero "
    "and no digit is lost;\n"
    "- as an Excel workbook (.xlsx), or as CSV in UTF-8."
)


def render_supplier(found: Findings) -> str:
    """Write what the supplier of the list should correct, as Markdown.

    Args:
        found: what a pre-flight found.

    Returns:
        The text. It holds headings and row numbers, no cell of any lead, and nothing about what the campaign holds.

    Example:
        >>> import noojee_dq as nj, pandas as pd
        >>> leads = pd.DataFrame({"Phone": ["12345", "", "none"]}, index=[2, 3, 4])
        >>> print(render_supplier(nj.check(leads, nj.Campaign(phone_fields=["Phone"]))).split("\\n\\n")[3])
        Rows 2 to 4
    """
    view = overview(found)
    problems = _problems(found)
    title = f"# Please correct: {markdown_text(view.source)}"
    leads = counted(len(found.leads), "row")
    if not problems:
        return f"{title}\n\nWe checked {leads} on {view.checked_at}, and found nothing for you to correct.\n"
    rows = len(np.unique(np.concatenate([at for *_, at in problems])))
    verb = "needs" if rows == 1 else "need"
    head = f"We checked {leads} on {view.checked_at}. {counted(rows, 'row')} {verb} your attention."
    sections = [_section(found, *problem) for problem in problems]
    return "\n\n".join([title, head, *sections, "## How to send it back", _ADVICE]) + "\n"


def _problems(found: Findings) -> list[tuple[str, str, str, Positions]]:
    """List what the supplier can correct: heading, what is wrong, what to do, and the positions of the rows."""
    checks = {check.id: check for check in CHECKS if _is_theirs(check)}
    findings = found.findings.assign(position=found.positions)
    theirs = findings[findings["check"].isin(list(checks)) & findings["position"].ge(0)]
    problems = [
        (
            str(column),
            checks[str(name)].message,
            checks[str(name)].supplier_hint or checks[str(name)].hint,
            np.unique(lines["position"].to_numpy()),
        )
        for (name, column), lines in theirs.groupby(["check", "column"], sort=False)
    ]
    return sorted(problems, key=lambda problem: -len(problem[-1]))


def _is_theirs(check: Check) -> bool:
    """Say whether the supplier can mend it, and may know of it: who is our lead, or must not be called, is ours."""
    if check.scope in _OUR_SCOPES or (check.code is not None and not check.code.facts.supplier_can_mend):
        return False
    # An error that the PBX would not refuse, and that no correction mends, is about what was sent before.
    ours = check.code is None and check.remedy is not Remedy.FIX
    return check.for_supplier if check.severity == "warning" else not ours


def _section(found: Findings, column: str, message: str, hint: str, at: Positions) -> str:
    title = f"## {counted(len(at), 'row')}: {markdown_text(_heading(found, column) + message)}"
    return f"{title}\n\n{spans_text(_row_numbers(found, at))}\n\nTo do: {markdown_text(hint)}"


def _heading(found: Findings, column: str) -> str:
    return f"column “{shown(column, limit=MAX_HEADING)}”: " if column in found.leads.columns else ""


def _row_numbers(found: Findings, at: Positions) -> list[int]:
    """Return the rows as a spreadsheet shows them; where labels are none, counted from 1: a label can be a name."""
    labels = found.leads.index.to_flat_index().take(at).tolist()
    return labels if all(map(is_row_number, labels)) else [int(place) + 1 for place in at]


def spans_text(rows: Sequence[int]) -> str:
    """Put rows in words, with runs in short.

    Args:
        rows: row numbers, ascending.

    Returns:
        At most `MAX_SPANS` runs, and how many rows are left.

    Example:
        >>> spans_text([2, 3, 4, 9, 12, 13])
        'Rows 2 to 4, 9, 12, 13'
    """
    spans = list(_spans(rows))
    texts = [text for span in spans[:MAX_SPANS] for text in _span_text(span)]
    rest = sum(map(len, spans[MAX_SPANS:]))
    more = f" and {rest:,} more" if rest else ""
    return ("Row " if len(rows) == 1 else "Rows ") + ", ".join(texts) + more


def _spans(rows: Sequence[int]) -> Iterable[list[int]]:
    for _, run in groupby(enumerate(rows), key=lambda numbered: numbered[1] - numbered[0]):
        yield [row for _, row in run]


def _span_text(span: list[int]) -> list[str]:
    return [f"{span[0]} to {span[-1]}"] if len(span) > 2 else [str(row) for row in span]
