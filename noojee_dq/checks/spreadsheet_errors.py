"""What a spreadsheet shows where a formula failed: no value, though it is text."""

from functools import partial
from typing import Final

from noojee_dq.arrow.cells import fully_matches
from noojee_dq.arrow.columns import Mask
from noojee_dq.batch.batch import ALL_FIELDS, Batch
from noojee_dq.checks.base import Check
from noojee_dq.fields import SYSTEM_FIELDS

#: Of Excel and Google Sheets.
_NAMED: Final = (
    r" *#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|UNKNOWN!|BUSY!|PYTHON!"
    r"|EXTERNAL!|GETTING_DATA|ERROR!) *"
)
#: Of LibreOffice.
_NUMBERED: Final = r" *Err:5[0-9]{2} *"
_MESSAGE: Final = "a formula has failed in this cell: a spreadsheet's error is no value"
_HINT: Final = "put the value into the cell, or blank it"


def _is_sent(batch: Batch, heading: str) -> bool:
    """Say whether the API takes this column for a field of the lead."""
    field, of_template = batch.campaign.field_of(heading), batch.campaign.fields
    return not of_template or field in {*SYSTEM_FIELDS, *batch.campaign.phone_fields, *of_template}


def _errors(batch: Batch, heading: str, *, sent: bool) -> Mask:
    if _is_sent(batch, heading) is not sent:
        return batch.no_lead
    cells = batch.text[heading]
    # Times hold colons, and names an E, but hardly any cell both.
    return fully_matches(cells, _NAMED, needs=b"#") | fully_matches(cells, _NUMBERED, needs=(b":", b"E"))


def _all_are_sent(batch: Batch) -> str | None:
    return None if batch.campaign.fields else "the campaign names no fields of its template: any column may be one"


CHECKS = (
    Check(
        id="spreadsheet-error",
        scope="cell",
        fields=ALL_FIELDS,
        title="no value is the error of a formula (#N/A, #REF!)",
        message=_MESSAGE,
        hint=_HINT,
        mask=partial(_errors, sent=True),
    ),
    Check(
        id="spreadsheet-error-beside",
        severity="warning",
        scope="cell",
        fields=ALL_FIELDS,
        title="nor is one in a column that is no field of the campaign template (where `fields` lists them)",
        message=_MESSAGE,
        hint=_HINT,
        unasked=_all_are_sent,
        mask=partial(_errors, sent=False),
    ),
)
