"""Numbers that a program reads otherwise than people: with a power of ten, or with letters for digits."""

from collections.abc import Iterator

import numpy as np

from noojee_dq.batch.batch import Batch
from noojee_dq.phones.misread import lookalikes_as_digits, written_out
from noojee_dq.repairs.fix import BAD_NUMBER, Doubt, Edit, Fix
from noojee_dq.repairs.phones import proposed, rewritten
from noojee_dq.repairs.readings import readings


def _exponent(batch: Batch) -> Iterator[Edit | Doubt]:
    for heading in batch.phone_headings:
        at = np.flatnonzero(readings(batch, heading)["problem"].eq("excel_exponent"))
        edit, right = proposed(batch, heading, at, rewritten(batch.cells(heading, at), written_out))
        yield edit
        yield Doubt(heading, at[~right], "written out it is no valid number")


def _letters_for_digits(batch: Batch) -> Iterator[Edit | Doubt]:
    for heading in batch.phone_headings:
        at = np.flatnonzero(readings(batch, heading)["problem"].eq("lookalike_letters"))
        edit, right = proposed(batch, heading, at, rewritten(batch.cells(heading, at), lookalikes_as_digits))
        yield edit
        yield Doubt(heading, at[~right], "with digits in the place of its letters it is no valid number")


FIXES = (
    Fix(
        id="exponent",
        title="a number that a spreadsheet shows with a power of ten is written out, where its digits are all there",
        example="`4.91570006E+08` becomes `491570006`; not where digits are lost",
        answers=("excel-repairable", *BAD_NUMBER),
        scope="cell",
        work=_exponent,
    ),
    Fix(
        id="letters-for-digits",
        title="letters O, I and l among the digits of a number become 0 and 1",
        example="`O491 57O OO6` becomes `0491 570 006`",
        answers=BAD_NUMBER,
        scope="cell",
        asked_for=True,
        work=_letters_for_digits,
    ),
)
