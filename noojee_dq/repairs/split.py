"""Two numbers in one cell: the second goes to another phone field of the lead."""

from collections.abc import Iterator

import numpy as np

from noojee_dq.arrow.cells import extract_groups, is_blank
from noojee_dq.batch.batch import Batch
from noojee_dq.phones.written_marks import BETWEEN_NUMBERS
from noojee_dq.repairs.fix import Doubt, Edit, Fix
from noojee_dq.repairs.readings import read_cells, readings

_NUMBER = r"\+?[0-9 \t\x{A0}.()\-\x{2010}-\x{2015}]+?"
_TWO_NUMBERS = rf"^\s*(?P<first>{_NUMBER})\s*(?:{BETWEEN_NUMBERS})\s*(?P<second>{_NUMBER})\s*$"

_NOT_TWO = "it does not hold two complete numbers and nothing else"
_NO_FIELD = "the lead has no empty phone field for the second number"


def _split_numbers(batch: Batch) -> Iterator[Edit | Doubt]:
    for heading in batch.phone_headings:
        now = readings(batch, heading)
        at = np.flatnonzero(now["problem"].eq("several_numbers"))
        if not len(at):
            continue
        parts = extract_groups(batch.cells(heading, at), _TWO_NUMBERS)
        first, second = (read_cells(batch, parts[name].fillna(""), at)["reached"] for name in ("first", "second"))
        reached = now["reached"].iloc[at].reset_index(drop=True)
        kept = reached.eq("") | reached.eq(first) | reached.eq(second)
        two = (first.ne("") & second.ne("") & kept).to_numpy()
        yield Doubt(heading, at[~two], _NOT_TWO)
        at, parts = at[two], parts[two].reset_index(drop=True)
        waiting = np.ones(len(at), dtype=bool)
        for other in batch.phone_headings:
            placed = waiting & is_blank(batch.cells(other, at))
            yield Edit(heading, at[placed], parts["first"][placed])
            yield Edit(other, at[placed], parts["second"][placed])
            waiting &= ~placed
        yield Doubt(heading, at[waiting], _NO_FIELD)


FIXES = (
    Fix(
        id="split-numbers",
        title="of two numbers in a cell the second goes to an empty phone field of the lead",
        example="`02 5550 1234 / 0491 570 006`",
        answers=("odd-writing", "undialable-number", "bad-number-beside-good"),
        scope="row",
        asked_for=True,
        work=_split_numbers,
    ),
)
