"""Leads that are sent although the check found them not ready: whoever sends them is told."""

import pandas as pd

from noojee_dq.fields import DQ_STATUS
from noojee_dq.journal.format import State
from noojee_dq.words.rows import leads_at


def notes_on_not_ready(to_go: pd.DataFrame, leads: pd.DataFrame, labels: pd.Index) -> list[str]:
    """Say which rows that are to be sent are not ready by the `dq_status` of their leads; of others that is not known.

    Args:
        to_go: the rows of the run that are to be sent.
        leads: all text, the lead of each of these rows.
        labels: what each of these rows is called.

    Returns:
        A sentence, or none.

    Example:
        >>> rows = pd.DataFrame({"state": ["pending", "pending"]})
        >>> notes = notes_on_not_ready(rows, pd.DataFrame({"dq_status": ["ready", "fix"]}), pd.Index([2, 3]))
        >>> [note.partition(";")[0] for note in notes]
        ['1 lead (row 3): not ready by its dq_status (1 fix), and sent all the same']
    """
    if DQ_STATUS not in leads.columns:
        return []
    status = leads[DQ_STATUS].reset_index(drop=True)
    # Of one in doubt it is asked first whether it is in, whatever a later check makes of it.
    is_new = to_go["state"].ne(State.UNKNOWN).to_numpy()
    found = status[is_new & ~status.isin(["", "ready"])]
    if found.empty:
        return []
    kinds = ", ".join(f"{count:,} {name}" for name, count in found.value_counts().items())
    whose = "its" if len(found) == 1 else "their"
    return [
        f"{leads_at(labels[found.index])}: not ready by {whose} dq_status ({kinds}), and sent all the same; "
        "to send only leads that are ready, give report.ready, or leave out --all"
    ]
