"""What the checks looked at: how many leads each was applied to, whether it found something or not."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from noojee_dq.arrow.cells import is_blank
from noojee_dq.arrow.columns import Mask
from noojee_dq.batch.batch import Batch
from noojee_dq.checks.base import SCOPES, Check, Scope
from noojee_dq.checks.evaluate import Failure, applicable, crashes_of


class Applied(NamedTuple):
    """A check of an operation, and to how many leads it was applied.

    Attributes:
        check: its id.
        code: its result code; None = a check without code.
        severity: "error" or "warning".
        checked: leads that it looked at; none where it did not run.
        unasked: why nobody asks for it; "" = somebody does.
    """

    check: str
    code: int | None
    severity: str
    checked: int
    unasked: str = ""


def leads_checked(batch: Batch, failed: Sequence[Failure], scopes: Collection[Scope] = SCOPES) -> dict[str, int]:
    """Count the leads that each check looked at.

    A check of cells looks at leads that hold something in one of its columns, or that fail it because they hold nothing
    there; any other looks at all leads.

    Args:
        batch: the leads.
        failed: from `evaluate`, of these checks.
        scopes: of the checks that are counted.

    Returns:
        The number of leads by the id of each check that could run.

    Raises:
        CheckCrashedError: a check itself failed.

    Example:
        >>> import pandas as pd
        >>> from noojee_dq.campaign import Campaign
        >>> from noojee_dq.checks.evaluate import evaluate
        >>> leads = pd.DataFrame({"Phone": ["0491 570 006", "", "12"], "njPriority": ["", "1", ""]})
        >>> batch = Batch(leads, Campaign(phone_fields=["Phone"]))
        >>> found = leads_checked(batch, evaluate(batch))
        >>> found["no-phone"], found["undialable-number"], found["priority-range"], "do-not-call" in found
        (3, 2, 1, False)
    """
    checks = [check for check in applicable(batch) if check.scope in scopes and _runs(check, batch)]
    held: dict[str, Mask] = {}
    return {
        check.id: _cells_checked(batch, check, failed, held) if check.scope == "cell" else batch.total
        for check in checks
    }


def _runs(check: Check, batch: Batch) -> bool:
    with crashes_of(check):
        return check.why_not(batch) is None


def _cells_checked(batch: Batch, check: Check, failed: Sequence[Failure], held: dict[str, Mask]) -> int:
    if check.fields not in held:
        held[check.fields] = _holds_something(batch, batch.headings(check.fields))
    blank = ~held[check.fields]
    failing = [one.mask[blank] for one in failed if one.check is check and one.mask is not None]
    return int(np.count_nonzero(held[check.fields])) + int(np.count_nonzero(np.logical_or.reduce(failing)))


def _holds_something(batch: Batch, headings: Sequence[str]) -> Mask:
    """Say which leads hold something in one of some columns; most have it in the first."""
    found = np.zeros(len(batch), dtype=bool)
    for heading in headings:
        found |= ~is_blank(batch.text[heading])
        if found.all():
            break
    return found


def checks_applied(batch: Batch, checked: Mapping[str, int]) -> tuple[Applied, ...]:
    """Return the checks of the batch's operation, in their order, with the leads that each looked at.

    Args:
        batch: the leads.
        checked: the number of leads by the id of each check that could run.
    """
    return tuple(_applied(batch, check, checked.get(check.id, 0)) for check in applicable(batch))


def _applied(batch: Batch, check: Check, checked: int) -> Applied:
    with crashes_of(check):
        unasked = check.unasked(batch) or ""
    return Applied(check.id, None if check.code is None else check.code.value, check.severity, checked, unasked)
