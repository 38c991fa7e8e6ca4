"""Fixes made one after the other, and again on what they have changed, until none changes anything more."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from noojee_dq.arrow.columns import Positions
from noojee_dq.batch.batch import Batch
from noojee_dq.errors import EndlessRepairError
from noojee_dq.repairs.fix import Doubt, Edit, Fix
from noojee_dq.repairs.readings import make_edit, part_of
from noojee_dq.words.crashes import crash_named

#: Many more than any chain of fixes takes: only fixes that undo each other come so far.
_MOST_ROUNDS: Final = 25


class Made(NamedTuple):
    """What fixes have done, as parts of logs of cells.

    Args:
        changes: frames with `position`, `column`, `before`, `after` and `fix`, in the order in which they were made.
        doubts: frames with `position`, `column`, `value`, `fix` and `reason`, in the order of the fixes.
    """

    changes: list[pd.DataFrame]
    doubts: list[pd.DataFrame]


class _Cells(NamedTuple):
    """The cells of some leads, by position, under some headings."""

    at: Positions
    headings: Sequence[str]


class _Part(NamedTuple):
    """Some of the leads as a batch of their own, and their positions among all."""

    batch: Batch
    at: Positions


def make_fixes(batch: Batch, fixes: Sequence[Fix]) -> Made:
    """Make fixes in their order, then again wherever cells have changed, until none of them changes anything.

    So a fix may leave work to one that stands before it, and each doubt is about a cell as it is in the end: made on
    the repaired leads, the same fixes would change nothing and doubt the same.

    Args:
        batch: the leads; it holds the repaired ones afterwards.
        fixes: the fixes, in their order.

    Raises:
        EndlessRepairError: the fixes undo each other.

    Example:
        >>> from noojee_dq.campaign import Campaign
        >>> from noojee_dq.repairs.phones import FIXES
        >>> batch = Batch(pd.DataFrame({"Phone": ["+610491570006.0"]}), Campaign(phone_fields=["Phone"]))
        >>> made = make_fixes(batch, FIXES)
        >>> batch.text["Phone"].tolist(), pd.concat(made.changes)["fix"].tolist()
        (['+61491570006'], ['decimal-tail', 'trunk-zero'])
    """
    changes: list[pd.DataFrame] = []
    doubts: dict[Fix, list[pd.DataFrame]] = {}
    cells = _all_cells(batch)
    for _ in range(_MOST_ROUNDS):
        made = _round(batch, fixes, cells, doubts)
        if not made:
            return Made(changes, list(chain.from_iterable(doubts.values())))
        changes += made
        cells = _changed_cells(batch, made)
    names = ", ".join(dict.fromkeys(part["fix"].iloc[0] for part in made))
    raise EndlessRepairError(
        f"these fixes change the same cells for ever: {names}; leave one of them out of fixes=[...]"
    )


def _round(
    batch: Batch, fixes: Iterable[Fix], cells: _Cells, doubts: dict[Fix, list[pd.DataFrame]]
) -> list[pd.DataFrame]:
    """Return the changes that the fixes make when asked about some cells; their doubts about these are renewed."""
    every = _all_cells(batch)
    seen = {"cell": cells, "row": _Cells(cells.at, every.headings), "file": every}
    parts: dict[str, _Part] = {}
    changes: list[pd.DataFrame] = []
    for fix in fixes:
        if fix.scope not in parts:
            parts[fix.scope] = _part(batch, seen[fix.scope])
        with crash_named(f"the fix {fix.id!r}"):
            made, new_doubts = _make(batch, fix, parts[fix.scope])
        if made:
            # The other parts do not know of these changes.
            parts = {fix.scope: parts[fix.scope]}
        changes += made
        doubts[fix] = [*_doubts_elsewhere(doubts.get(fix, []), seen[fix.scope]), *new_doubts]
    return changes


def _part(batch: Batch, cells: _Cells) -> _Part:
    if len(cells.at) < len(batch):
        return _Part(part_of(batch, cells.at, cells.headings), cells.at)
    if len(cells.headings) < len(batch.text.columns):
        return _Part(part_of(batch, slice(None), cells.headings), cells.at)
    return _Part(batch, cells.at)


def _make(batch: Batch, fix: Fix, part: _Part) -> tuple[list[pd.DataFrame], list[pd.DataFrame]]:
    """Make a fix on a part of the leads, and on all of them alike; its changes and its doubts."""
    changes, doubts = [], []
    for step in fix.work(part.batch):
        if not len(step.at):
            continue
        if isinstance(step, Doubt):
            doubts.append(_doubts(part, fix, step))
        elif len((edit := _without_idle_cells(part.batch, step)).at):
            changes.append(_changes(part, fix, edit))
            make_edit(part.batch, edit)
            if part.batch is not batch:
                make_edit(batch, edit._replace(at=part.at[edit.at]))
    return changes, doubts


def _without_idle_cells(batch: Batch, edit: Edit) -> Edit:
    new = batch.cells(edit.column, edit.at).ne(edit.after.reset_index(drop=True)).to_numpy()
    if new.all():
        return edit
    return Edit(edit.column, edit.at[new], edit.after[new], None if edit.readings is None else edit.readings[new])


def _changes(part: _Part, fix: Fix, edit: Edit) -> pd.DataFrame:
    before, after = part.batch.cells(edit.column, edit.at), edit.after.to_numpy()
    return pd.DataFrame(
        {"position": part.at[edit.at], "column": edit.column, "before": before, "after": after, "fix": fix.id}
    )


def _doubts(part: _Part, fix: Fix, doubt: Doubt) -> pd.DataFrame:
    reason = doubt.reason if isinstance(doubt.reason, str) else doubt.reason.to_numpy()
    value = part.batch.cells(doubt.column, doubt.at)
    position = part.at[doubt.at]
    return pd.DataFrame({"position": position, "column": doubt.column, "value": value, "fix": fix.id, "reason": reason})


def _doubts_elsewhere(doubts: Iterable[pd.DataFrame], cells: _Cells) -> Iterator[pd.DataFrame]:
    for part in doubts:
        yield part[~(part["position"].isin(cells.at) & part["column"].isin(cells.headings))]


def _all_cells(batch: Batch) -> _Cells:
    return _Cells(np.arange(len(batch)), list(batch.text.columns))


def _changed_cells(batch: Batch, changes: Iterable[pd.DataFrame]) -> _Cells:
    """Find the cells that another look may judge differently, and others where leaving them out costs more."""
    changed = {part["column"].iloc[0] for part in changes}
    every = _all_cells(batch)
    # All phone cells of a lead are read in its country.
    headings = (
        every.headings
        if batch.campaign.region_column in changed
        else [heading for heading in every.headings if heading in changed]
    )
    at = np.unique(np.concatenate([part["position"].to_numpy() for part in changes]))
    return _Cells(at if len(at) < len(batch) / 2 else every.at, headings)
