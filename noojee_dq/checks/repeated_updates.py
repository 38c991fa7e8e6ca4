"""Rows of an update that are meant for one lead: they are sent in file order, each one triggering its disposition.

No code is expected of them: 110 means that a *user* was editing the lead at that moment, which no file can tell.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from noojee_dq.arrow.cells import trimmed
from noojee_dq.arrow.columns import Mask, Positions, column_of
from noojee_dq.arrow.repeats import repeated
from noojee_dq.batch.batch import Batch
from noojee_dq.batch.external_ids import ids_of
from noojee_dq.batch.payload import sent_cells
from noojee_dq.checks.base import Check, no_column
from noojee_dq.codes import Remedy
from noojee_dq.fields import DISPOSITION, EXTERNAL_ID


class Repeats(NamedTuple):
    """What the rows of a file that share an id have to do with each other.

    Attributes:
        kept: of each row the position of the one that stays of those that would be sent alike; its own where there is
            no other.
        again: rows that are to be taken out, since another one is sent alike.
        varied: rows of a lead that is updated in several ways.
        disputed: rows of a lead that is given different dispositions.
    """

    kept: Positions
    again: Mask
    varied: Mask
    disputed: Mask


def repeats(batch: Batch) -> Repeats:
    """Return what the rows that share an id have to do with each other, worked out once.

    Args:
        batch: leads of an update, of which `refused_alone` and `faulty_alone` are known.
    """
    return batch.cached(("repeated updates",), lambda: _found(batch))


def _found(batch: Batch) -> Repeats:
    ids = ids_of(batch)
    at = np.flatnonzero(repeated(column_of(ids)))
    found = Repeats(np.arange(len(batch)), *np.zeros((3, len(batch)), dtype=bool))
    if len(at):
        faulty = batch.no_lead if batch.faulty_alone is None else batch.faulty_alone
        rows = pd.DataFrame({"row": at, "id": ids.iloc[at].array, "body": _bodies(batch, at), "faulty": faulty[at]})
        # Between two rows that are alike, another one may change what the later of them changes back; but not one that
        # is not to be sent.
        lead = ["id", "faulty"]
        turns = rows["body"].ne(rows.groupby(lead)["body"].shift()).groupby([rows[name] for name in lead]).cumsum()
        found.kept[at] = rows.groupby([*lead, turns])["row"].transform(batch.keep)
        found.again[at] = found.kept[at] != at
        updates = rows["body"].mask(rows["faulty"]).groupby(rows["id"]).transform("nunique")
        found.varied[at] = updates.gt(1) & ~rows["faulty"]
        found.disputed[at] = given_dispositions(batch, at).groupby(rows["id"]).transform("nunique").gt(1)
    return found


def _bodies(batch: Batch, at: Positions) -> pd.Series:
    """Return a number for each row, the same for rows that would be sent alike."""
    sent = sent_cells(batch, at)
    return sent.groupby(list(sent.columns), sort=False).ngroup()


def given_dispositions(batch: Batch, at: Positions) -> pd.Series:
    """Return the disposition that each of some rows sets; missing where it sets none.

    Args:
        batch: leads of an update, of which `refused_alone` is known.
        at: positions in the batch.
    """
    heading = batch.heading(DISPOSITION)
    if heading is None:
        return pd.Series(None, index=range(len(at)), dtype="str")
    # A row in error that the API would take counts too: once it is corrected, both would be sent.
    refused = batch.no_lead if batch.refused_alone is None else batch.refused_alone
    return trimmed(batch.cells(heading, at)).where((batch.filled(heading) & ~refused)[at])


def _again(batch: Batch, _: str) -> Mask:
    return repeats(batch).again


def _again_detail(batch: Batch, _: str, at: Positions) -> pd.DataFrame:
    return pd.DataFrame({"message": "the same update as row " + batch.row_texts(repeats(batch).kept[at])})


def _disputed(batch: Batch, _: str) -> Mask:
    return repeats(batch).disputed


def _in_turn(batch: Batch, heading: str) -> Mask:
    return repeats(batch).varied & ~repeats(batch).disputed & ~_again(batch, heading)


def _needs_ids(batch: Batch) -> str | None:
    return no_column(batch, EXTERNAL_ID)


def _needs_dispositions(batch: Batch) -> str | None:
    return _needs_ids(batch) or no_column(batch, DISPOSITION)


CHECKS = (
    Check(
        id="updated-alike",
        remedy=Remedy.DROP,
        scope="cross",
        fields=EXTERNAL_ID,
        operations=("update",),
        title="no row of a file would be sent just like the one of the same lead before it",
        message="another row updates the lead in the very same way",
        hint="take the row out: its disposition would trigger its actions once more",
        needs=_needs_ids,
        mask=_again,
        detail=_again_detail,
    ),
    Check(
        id="disputed-disposition",
        remedy=Remedy.REVIEW,
        scope="cross",
        fields=DISPOSITION,
        operations=("update",),
        title="a file gives each lead one disposition (neither blank nor <No Change>)",
        message="the file gives this lead different dispositions, and each would trigger its actions",
        hint="decide which of the rows counts, and take the others out",
        needs=_needs_dispositions,
        mask=_disputed,
    ),
    Check(
        id="updated-twice",
        severity="warning",
        scope="cross",
        fields=EXTERNAL_ID,
        operations=("update",),
        title="a file updates each lead once",
        message="the file updates this lead more than once: the last row wins, each disposition triggers its actions",
        hint="make sure that all of the rows are meant, in this order",
        needs=_needs_ids,
        mask=_in_turn,
    ),
)
