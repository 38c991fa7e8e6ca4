"""`PreparedLeads`: the leads of one call to `submit`, and what is known of the rows of its run."""

from typing import NamedTuple, Self

import numpy as np
import pandas as pd

from noojee_dq.arrow.columns import Mask
from noojee_dq.batch.batch import Batch
from noojee_dq.batch.reference import SentBefore
from noojee_dq.lists import Lists
from noojee_dq.sending.bodies import Bodies
from noojee_dq.sending.kin import OwnAnswers, TakenOver, held_back
from noojee_dq.sending.matching import Match
from noojee_dq.sending.other_folder import OpenThere
from noojee_dq.sending.start import Told, to_withhold


class PreparedLeads(NamedTuple):
    """The leads of a call, and what is known of the rows of the run, which can stand in another order."""

    #: The caller's leads, in their order.
    batch: Batch
    #: What is sent for each row, and what it claims.
    bodies: Bodies
    keys: pd.DataFrame
    #: What `known=` tells of that.
    told: Told
    lists: Lists
    #: Which of the leads are which rows.
    match: Match
    #: What other runs have done with these very leads.
    elsewhere: tuple[SentBefore, ...] = ()
    #: The rows of which runs that were made from this one have other leads.
    over: tuple[TakenOver, ...] = ()
    #: The leads that runs which could not see this one still have to send.
    open_there: tuple[OpenThere, ...] = ()
    #: What there is to say of the runs from which the leads come back.
    came_back: tuple[str, ...] = ()

    @property
    def own(self) -> OwnAnswers:
        """What the leads' own columns say of the rows."""
        return OwnAnswers.of(self.batch, self.match)

    @property
    def sent(self) -> Mask:
        """The rows whose leads another run has brought in."""
        return np.logical_or.reduce([self.own.accepted, *(one.accepted for one in self.elsewhere)])

    @property
    def listed(self) -> Mask:
        """The rows that must not be sent."""
        return self.match.of_rows(to_withhold(self.batch))

    def held_back(self, rows: pd.DataFrame) -> Mask:
        """Find the rows of the run that are not sent now, whatever is open: their leads are not there, or not ours."""
        held = self.match.absent | held_back(rows, self.elsewhere, self.over, self.own)
        return np.logical_or.reduce([held, *(one.open(rows) for one in self.open_there)])

    def in_order(self, match: Match) -> Self:
        """Return the same in the order of the run."""
        return self._replace(
            bodies=self.bodies.in_order(match.leads),
            keys=_keys_in_order(self.keys, match),
            match=match,
            elsewhere=tuple(_in_order(one, match) for one in self.elsewhere),
            open_there=tuple(one.in_order(match) for one in self.open_there),
        )


def _in_order(before: SentBefore, match: Match) -> SentBefore:
    """Return what became of the leads of a run in its order; of those that are not there nothing is said."""
    return SentBefore(before.journal, match.of_rows(before.accepted), match.of_rows(before.in_doubt))


def _keys_in_order(keys: pd.DataFrame, match: Match) -> pd.DataFrame:
    """Return what the rows of a run claim, in its order; other leads claim nothing in it."""
    moved = keys.assign(position=match.rows[keys["position"]])
    return moved[moved["position"].ge(0)].sort_values("position", kind="stable", ignore_index=True)
