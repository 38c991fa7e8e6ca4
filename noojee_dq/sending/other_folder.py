"""Named runs that could not see this one, as its journal lies in another folder, and still have leads of it to send."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np
import pandas as pd

from noojee_dq.arrow.columns import Mask
from noojee_dq.batch.batch import Batch
from noojee_dq.journal.format import State
from noojee_dq.sending.kin import is_made_from
from noojee_dq.sending.matching import Match, states_in
from noojee_dq.sending.next_commands import resume_of
from noojee_dq.words.rows import leads_at

_OPEN = (State.PENDING, State.WAITING)


class OpenThere(NamedTuple):
    """A run that still has leads of this one to send.

    Attributes:
        journal: of that run.
        leads: for each lead, whether it is such a one.
    """

    journal: Path
    leads: Mask

    def in_order(self, match: Match) -> Self:
        """Return the same in the order of a run."""
        return self._replace(leads=match.of_rows(self.leads))

    def open(self, rows: pd.DataFrame) -> Mask:
        """Find the rows, in the same order, that are open here too."""
        return self.leads & rows["state"].isin(_OPEN).to_numpy()

    def note(self, rows: pd.DataFrame, labels: pd.Index) -> str:
        """Say which rows, by their labels, wait for that run, and what to do; "" = none does."""
        mask = self.open(rows)
        if not mask.any():
            return ""
        return (
            f"{leads_at(labels[mask])}: not sent, as {self.journal.name} still has these very leads to "
            "send, and could not see that they went with this run, whose journal is in another folder: "
            f"{resume_of(self.journal)}"
        )


def open_in_other_folders(journals: Iterable[Path], own: Path, batch: Batch) -> tuple[OpenThere, ...]:
    """Find the inserts that a named run, of another folder than this one's, still has to send.

    When such a run is taken up it looks beside itself for runs that were made from it, so it would send them again. One
    that was made from this run looks at this one, and is not waited for: the two would wait for each other.

    Args:
        journals: of the runs that were named.
        own: where the journal of this run is, or will be.
        batch: the leads.

    Raises:
        JournalError: one is no journal.

    Example:
        >>> from noojee_dq.campaign import Campaign
        >>> open_in_other_folders([], Path("run.sqlite"), Batch(pd.DataFrame({"Phone": ["1"]}), Campaign()))
        ()
    """
    if batch.operation != "insert":
        return ()
    beside = own.resolve().parent
    found = []
    for journal in journals:
        if journal.resolve().parent != beside and not is_made_from(journal, own):
            states = states_in(journal, batch.leads, batch.campaign, batch.operation)
            found.append(OpenThere(journal, np.asarray(states.isin(_OPEN), dtype=bool)))
    return tuple(one for one in found if one.leads.any())
