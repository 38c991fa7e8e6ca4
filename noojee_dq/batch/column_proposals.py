"""Columns that seem to be fields of the API under other names: proposed to a person, and never taken for them."""

import re
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

import pandas as pd
import tomlkit

from noojee_dq.campaign import Campaign
from noojee_dq.fields import CALLBACK, CONTACT_HOURS, DISPOSITION, EXTERNAL_ID, OWN_PREFIXES, PRIORITY, Operation
from noojee_dq.phones.cell_kinds import CellKind, cell_kind
from noojee_dq.phones.sampled_cells import sampled
from noojee_dq.words.headings import heading_words


class ColumnProposal(NamedTuple):
    """A field of the API, and the columns that may hold it.

    Args:
        field: of the API.
        headings: of the columns; only one of them can be sent as the field.
    """

    field: str
    headings: tuple[str, ...]

    @property
    def named(self) -> str:
        """The columns by name."""
        return " or ".join(f'"{heading}"' for heading in self.headings)

    @property
    def lines(self) -> list[str]:
        """The lines that would map the columns, under [columns] of a campaign file."""
        return [f"{tomlkit.item(one).as_string()} = {tomlkit.item(self.field).as_string()}" for one in self.headings]

    @property
    def note(self) -> str:
        """What a person should know and do."""
        choice = " or ".join(self.lines)
        return f"{self.named} may be {self.field}, but is not checked as that: if it is, [columns] needs {choice}"


def _yes_or_no(cell: str) -> bool:
    return cell.strip().casefold() in ("y", "n", "yes", "no", "true", "false", "0", "1", "x", "-")


def _is_word(cell: str) -> bool:
    return bool(re.search(r"[^\W\d_]{3}", cell)) and not _yes_or_no(cell)


def _may_be_callback(cell: str) -> bool:
    """Anything but a mark, a count or a phone number: `tomorrow` is meant for a callback too."""
    count = cell.strip().isdecimal() and len(cell.strip()) < len("45000")
    return not (count or _yes_or_no(cell) or cell_kind(cell) is CellKind.NUMBER)


def _may_be_id(cell: str) -> bool:
    return not (" " in cell.strip() or cell_kind(cell) is CellKind.MOMENT)


def _may_be_priority(cell: str) -> bool:
    return bool(re.fullmatch(r"\s*(?:[0-9]{1,2}|100)(?:\.0+)?\s*", cell))


class _Sign(NamedTuple):
    """What tells that a column may hold a field.

    Args:
        heading: what the words of its heading match, with blanks between them.
        cell: whether a cell may be one of its values; most must.
        unique: whether hardly any value may stand twice.
        operations: the calls that have the field.
    """

    heading: str
    cell: Callable[[str], bool]
    unique: bool = False
    operations: tuple[Operation, ...] = ("insert", "update")


_WHOSE: Final = (
    "external|ext|lead|customer|cust|client|contact|crm|record|unique|member|prospect|account|our|your|source"
)
_SIGNS: Final = {
    EXTERNAL_ID: _Sign(
        rf"(?:(?:{_WHOSE}) ?)*(?:ids?|ref|reference|key|guid|uuid|identifier)(?: ?(?:no|nr|number|num|code|id|#))?"
        r"|(?:customer|client|account|member|lead) ?(?:no|nr|number|#)",
        _may_be_id,
        unique=True,
    ),
    CALLBACK: _Sign(
        r"(?:(?:next|agreed|preferred|requested|scheduled|best) )?(?:call ?back|recall|next call|follow ?up)s?"
        r"(?: ?(?:date|time|datetime|day|and|at|on|due|when|scheduled|local))*"
        r"|(?:date|time)(?: of| for)?(?: the)?(?: next)? (?:call ?back|recall|call|follow ?up)",
        _may_be_callback,
    ),
    PRIORITY: _Sign(
        r"(?:(?:lead|call|dial|dialling|dialing) ?)?prio(?:rity)?(?: ?(?:level|no|number|score|rank))?",
        _may_be_priority,
    ),
    CONTACT_HOURS: _Sign(
        r"(?:(?:lead|customer|contact|local|iana|olson) ?)?(?:time ?zone|tz)(?: ?(?:name|id|code|iana|olson))?"
        r"|(?:contact|call|calling) ?(?:hours|hrs)",
        _is_word,
    ),
    DISPOSITION: _Sign(
        r"(?:(?:call|lead|last|final|new|agent) ?)?(?:disposition|dispo|outcome)(?: ?(?:code|name|status))?"
        r"|call ?(?:result|status)",
        _is_word,
        operations=("update",),
    ),
}
#: In characters; longer ones are text that was read as headings.
_LONGEST_HEADING: Final = 100
#: Of the filled cells so many must be possible values.
_MOST: Final = 0.5
#: Of ids so many must differ.
_DIFFERENT: Final = 0.9


def column_proposals(
    text: pd.DataFrame, campaign: Campaign, operation: Operation | None = None
) -> list[ColumnProposal]:
    """Find columns that seem to be fields of the API, by their headings and cells, and are not mapped.

    What the campaign maps under `columns`, or names as a field of its template, is what it says.

    Args:
        text: an all-text frame of leads.
        campaign: gives the fields that the file has already.
        operation: the call that the leads are meant for; None = either.

    Returns:
        A proposal for each field that no column is sent as.

    Example:
        >>> leads = pd.DataFrame({"Ext Ref": ["A1", "A2"], "Callback": ["tomorrow", ""]})
        >>> [line for one in column_proposals(leads, Campaign()) for line in one.lines]
        ['"Ext Ref" = "njExternalLeadId"', '"Callback" = "njCallBackDate"']
    """
    sent = {campaign.field_of(heading) for heading in text.columns}
    settled = {*campaign.columns, *campaign.fields, *campaign.phone_fields, campaign.region_column}
    free = [one for one in text.columns if one not in settled and not one.startswith(OWN_PREFIXES)]
    found = [
        ColumnProposal(field, tuple(heading for heading in free if _may_hold(text[heading], heading, sign)))
        for field, sign in _SIGNS.items()
        if field not in sent and operation in (None, *sign.operations)
    ]
    return [proposal for proposal in found if proposal.headings]


def proposals_together(proposals: Sequence[ColumnProposal], headings: Sequence[str]) -> list[ColumnProposal]:
    """Put together what is proposed by different leads of the same columns.

    Args:
        proposals: of the leads.
        headings: the columns, in order.

    Returns:
        A proposal for each field, with all columns that any leads speak for, in the order of `column_proposals`.

    Example:
        >>> some = [ColumnProposal("njPriority", ("Prio",)), ColumnProposal("njPriority", ("Priority",))]
        >>> [one.headings for one in proposals_together(some, ["Priority", "Name", "Prio"])]
        [('Priority', 'Prio')]
    """
    named = {(one.field, heading) for one in proposals for heading in one.headings}
    found = [ColumnProposal(field, tuple(one for one in headings if (field, one) in named)) for field in _SIGNS]
    return [proposal for proposal in found if proposal.headings]


def _may_hold(column: pd.Series, heading: str, sign: _Sign) -> bool:
    if len(heading) > _LONGEST_HEADING or not re.fullmatch(sign.heading, " ".join(heading_words(heading))):
        return False
    cells = sampled(column)
    if cells.empty or (sign.unique and cells.nunique() < _DIFFERENT * len(cells)):
        return False
    # The cells of a sample, one by one.
    return sum(map(sign.cell, cells)) > _MOST * len(cells)
