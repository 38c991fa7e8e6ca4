"""What sheets of a workbook hold: leads, as a report wrote them or not, or what only speaks of leads."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from noojee_dq.errors import LeadsError
from noojee_dq.fields import DQ_ROW, OWN_PREFIXES, UNRETURNED_ROW
from noojee_dq.leads.heading_groups import names_numbers
from noojee_dq.leads.returned import is_returned

#: How the first cell begins of the summary of a check, and of that of a run,
CHECK_TITLE: Final = "Lead check: "
RUN_TITLE: Final = "Run analysis: "
#: and of the other sheets of an empty workbook for leads. A sheet is known by it whatever it is called.
HELP_TITLE: Final = "How to fill in the leads"
CHOICES_TITLE: Final = "Choices for the leads"

_SUMMARIES: Final = (CHECK_TITLE, RUN_TITLE)
_TITLES: Final = (*_SUMMARIES, HELP_TITLE, CHOICES_TITLE)

#: How the error about two lists of leads ends, but of a file for which no option names the sheet.
NAME_A_SHEET: Final = "; to read one of them as leads, name it: sheet= (--sheet)"

_WHAT_TO_DO: Final = (
    "without it, corrected leads cannot be told from others: take the workbook as it was written, leave that column in "
    "place, and correct the leads there; or name one sheet, to be read as any other list"
)


class SheetHead(NamedTuple):
    """How a sheet begins.

    Attributes:
        name: of the sheet.
        title: its first cell that is filled.
        headings: of its columns, as they stand.
        has_rows: something stands below them.
    """

    name: str
    title: str
    headings: Sequence[str]
    has_rows: bool = True

    @property
    def speaks_of_leads(self) -> bool:
        """Whether it is a sheet of ours that holds none."""
        return self.title.startswith(_TITLES)

    @property
    def explains_columns(self) -> bool:
        """Whether it says how to fill in an empty workbook for leads."""
        return self.title.startswith(HELP_TITLE)

    def own_headings(self) -> set[str]:
        """Return the headings that no report has added."""
        stripped = {heading.strip() for heading in self.headings}
        return {heading for heading in stripped if heading and not heading.startswith(OWN_PREFIXES)}


def refuse_second_list(read: SheetHead, others: Sequence[SheetHead]) -> None:
    """Refuse to read one sheet where another one holds leads, too, as the headings that they share tell.

    Args:
        read: the sheet that would be read.
        others: that a person sees, and that would not be.

    Raises:
        LeadsError: one of them holds leads.

    Example:
        >>> first, codes, second = (SheetHead(*one) for one in [
        ...     ("Oct", "Phone", ["Phone"]), ("Codes", "Code", ["Code"]), ("Nov", "Phone", ["Phone"])])
        >>> refuse_second_list(first, [codes])
        >>> refuse_second_list(first, [codes, second])
        Traceback (most recent call last):
        ...
        noojee_dq.errors.LeadsError: the sheets "Oct", "Nov" share headings, and only one would be read: ...
    """
    alike = [other.name for other in others if other.has_rows and _are_alike(read, other)]
    if alike:
        names = ", ".join(f'"{name}"' for name in (read.name, *alike))
        raise LeadsError(
            f"the sheets {names} share headings, and only one would be read: put all rows into one sheet, or "
            f"save each as a file of its own{NAME_A_SHEET}"
        )


def _are_alike(one: SheetHead, other: SheetHead) -> bool:
    headings, others = ({heading.casefold() for heading in head.own_headings()} for head in (one, other))
    shared = headings & others
    if not shared or headings == others:
        return bool(shared)
    # A sheet of agents has names, too, and one of counts the column that it counts.
    of_numbers = set(filter(names_numbers, headings))
    return len(shared) > max(1, len(headings) / 2) and (not of_numbers or bool(of_numbers & shared))


def returned_sheets(heads: Sequence[SheetHead]) -> list[str]:
    """Return the names of the sheets that hold leads as a report wrote them.

    Args:
        heads: of all sheets that hold cells.

    Raises:
        LeadsError: a report wrote the workbook, and a sheet of leads has no `dq_row` any more.

    Example:
        >>> returned_sheets([SheetHead("Summary", "Lead check: a.csv", []), SheetHead("Fix", "dq_row", ["dq_row"])])
        ['Fix']
        >>> returned_sheets([SheetHead("Leads", "Phone", ["Phone"])])
        []
    """
    returned = [head for head in heads if is_returned(head.headings)]
    others = [head for head in heads if head not in returned and not head.speaks_of_leads]
    if not returned and any(head.title.startswith(_SUMMARIES) for head in heads):
        raise LeadsError(f"a report wrote this workbook, and no sheet has the column {DQ_ROW} any more: {_WHAT_TO_DO}")
    for head in others:
        if UNRETURNED_ROW not in head.headings and any(
            set() < one.own_headings() <= head.own_headings() for one in returned
        ):
            raise LeadsError(
                f'the sheet "{head.name}" has no column {DQ_ROW}, which "{returned[0].name}" has: {_WHAT_TO_DO}'
            )
    return [head.name for head in returned]
