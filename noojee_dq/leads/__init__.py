"""Lead files in and out: every value is text, every row has the number that a spreadsheet shows."""

from noojee_dq.leads.other_rows import TOO_FEW_CELLS, TOO_MANY_CELLS
from noojee_dq.leads.read_problems import HIDDEN_ROW, is_misread, says
from noojee_dq.leads.reading import read_leads, read_verdicts
from noojee_dq.leads.sheet import LONG_NUMBER
from noojee_dq.leads.text import as_text
from noojee_dq.leads.writing import write_leads

__all__ = [
    "HIDDEN_ROW",
    "LONG_NUMBER",
    "TOO_FEW_CELLS",
    "TOO_MANY_CELLS",
    "as_text",
    "is_misread",
    "read_leads",
    "read_verdicts",
    "says",
    "write_leads",
]
