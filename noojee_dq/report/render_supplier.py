"""A note to the supplier of a list: which rows and columns to correct. It holds no value of any lead."""

from collections.abc import Collection, Sequence
from itertools import groupby
from typing import Final

from noojee_dq.campaign import Campaign
from noojee_dq.checks import check_of
from noojee_dq.fields import Operation
from noojee_dq.report.absent_phones import absent_phones
from noojee_dq.report.corrections import Correction, Span
from noojee_dq.report.found import Found
from noojee_dq.report.overview import overview
from noojee_dq.report.render_markdown import markdown_text
from noojee_dq.words.counts import counted
from noojee_dq.words.display import MAX_HEADING, file_shown, printable, shown
from noojee_dq.words.for_people import for_people

#: What the rows are meant for.
_PURPOSE: Final[dict[Operation, str]] = {"insert": "of new leads", "update": "of updates"}
_ADVICE: Final = (
    "Please send the list again with these rows corrected:\n\n"
    "- keep every row where it is, so that the numbers above stay right;\n"
    "- one phone number to a cell, with its area code or with + and the country code;\n"
    "- phone columns as text (in Excel: Format Cells, Text, before the numbers are pasted), so that no leading zero "
    "and no digit is lost;\n"
    "- as an Excel workbook (.xlsx), or as CSV in UTF-8."
)


def render_supplier(found: Found) -> str:
    """Write what the supplier of the list should correct, as Markdown.

    Args:
        found: what a pre-flight found.

    Returns:
        The text. It holds headings and row numbers, no cell of any lead, and nothing about what the campaign holds.

    Example:
        >>> import noojee_dq as nj, pandas as pd
        >>> leads = pd.DataFrame({"Phone": ["12345", "", "none"]}, index=[2, 3, 4])
        >>> print(render_supplier(nj.check(leads, nj.Campaign(phone_fields=["Phone"]))).split("\\n\\n")[3])
        - Rows 2, 4: the lead holds no phone number: no cell has 6 digits or more
        - Row 3: every phone cell is blank
    """
    view = overview(found)
    rows, problems = found.corrections
    title = f"# Please correct: {markdown_text(view.source)}"
    leads = f"{counted(len(found.leads), 'row')} {_PURPOSE[found.operation]}"
    if absent_phones(found):
        leads = f"{leads}, but not their phone numbers, as we do not know the headings of your phone columns yet,"
    if not problems:
        return f"{title}\n\nWe checked {leads} on {view.checked_at}, and found nothing for you to correct.\n"
    verb = "needs" if rows == 1 else "need"
    head = f"We checked {leads} on {view.checked_at}. {counted(rows, 'row')} {verb} your attention."
    headings = {column.heading for column in found.column_tallies}
    together: dict[tuple[str, str], list[Correction]] = {}
    for one in sorted(problems, key=lambda one: -one.rows):
        together.setdefault((one.check, one.column), []).append(one)
    campaign = found.campaign or Campaign()
    sections = [_section(ones, headings, campaign) for ones in sorted(together.values(), key=lambda ones: -_rows(ones))]
    return "\n\n".join([title, head, *sections, "## How to send it back", _ADVICE]) + "\n"


def _rows(problems: Sequence[Correction]) -> int:
    return sum(one.rows for one in problems)


def _section(problems: Sequence[Correction], headings: Collection[str], campaign: Campaign) -> str:
    """Write what one check found in one column, with the reason for each row where there are several."""
    first = problems[0]
    check = check_of(first.check)
    message, hint = (check.message, check.supplier_hint or check.hint) if check else (first.check, "")
    # Text of the campaign file, which may hold anything.
    allowed = printable(check.allowed(campaign, first.column)) if check else ""
    hint = "; ".join(filter(None, (hint, allowed)))
    heading = f"column “{shown(first.column, limit=MAX_HEADING)}”: " if first.column in headings else ""
    title = f"## {counted(_rows(problems), 'row')}: {markdown_text(for_people(heading + message))}"
    lines = [spans_text(one.spans, one.rows) for one in problems]
    if [one.message for one in problems] != [message]:
        lines = [f"{line}: {for_people(one.message)}" for line, one in zip(lines, problems, strict=True)]
    spans = "\n".join(f"- {markdown_text(line)}" for line in lines) if len(lines) > 1 else markdown_text(lines[0])
    return f"{title}\n\n{spans}\n\nTo do: {markdown_text(for_people(hint))}"


def spans_text(spans: Sequence[Span], rows: int) -> str:
    """Put rows in words, with runs in short.

    Args:
        spans: of row numbers.
        rows: how many rows there are, those of no span included.

    Returns:
        The spans, and how many rows are left.

    Example:
        >>> spans_text([Span(2, 4), Span(12, 13)], 7)
        'Rows 2 to 4, 12, 13 and 2 more'
        >>> spans_text([Span(2, 4, "a.csv"), Span(7, 7, "b.csv")], 4)
        'Rows 2 to 4 of a.csv, 7 of b.csv'
    """
    files = [
        ", ".join(text for span in of_file for text in _span_text(span)) + (f" of {file_shown(file)}" if file else "")
        for file, of_file in groupby(spans, key=lambda span: span.source)
    ]
    rest = rows - sum(span.last - span.first + 1 for span in spans)
    more = f" and {rest:,} more" if rest else ""
    return ("Row " if rows == 1 else "Rows ") + ", ".join(files) + more


def _span_text(span: Span) -> list[str]:
    if span.last - span.first > 1:
        return [f"{span.first} to {span.last}"]
    return [str(row) for row in range(span.first, span.last + 1)]
