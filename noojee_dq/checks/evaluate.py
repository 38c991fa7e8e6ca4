"""`evaluate`: the checks run over a batch; what fails, and what could not be checked."""

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from functools import partial
from typing import NamedTuple

import numpy as np

from noojee_dq.arrow.columns import Mask
from noojee_dq.arrow.threads import side_by_side
from noojee_dq.batch.batch import Batch
from noojee_dq.checks.base import SCOPES, SEVERITIES, Check, FileProblem, Scope, Severity
from noojee_dq.checks.catalogue import CHECKS, SHIPPED
from noojee_dq.words.crashes import crash_named


class Failure(NamedTuple):
    """A check that failed.

    Attributes:
        check: which.
        heading: in which column; "" = in none, or in one that its detail names.
        mask: which leads; None = it concerns the whole file.
        problems: of a check of the whole file: what is wrong.
    """

    check: Check
    heading: str
    mask: Mask | None
    problems: Sequence[FileProblem] = ()


class NotChecked(NamedTuple):
    """A check that did not run in full, with its result code (None = a check without code) and the reason."""

    check: str
    code: int | None
    reason: str
    in_part: bool = False

    @property
    def named(self) -> str:
        """The check, with its code, and whether it ran in part.

        Example:
            >>> NotChecked("do-not-call", 104, "the list is empty", in_part=True).named
            'do-not-call (104, in part)'
        """
        more = [*([str(self.code)] if self.code else []), *(["in part"] if self.in_part else [])]
        return f"{self.check} ({', '.join(more)})" if more else self.check


def evaluate(
    batch: Batch, scopes: Collection[Scope] = SCOPES, severities: Collection[Severity] = SEVERITIES
) -> list[Failure]:
    """Run the checks of the batch's operation over it.

    Args:
        batch: the leads, with known leads and do-not-call list where there are any.
        scopes: of the checks that run; a batch that holds some leads of many cannot compare them by itself.
        severities: of the checks that run.

    Returns:
        What failed, in the order of `CHECKS`, then of columns.

    Raises:
        CheckCrashedError: a check itself failed, so there is no verdict.
        ValueError: two checks have the same id.

    Example:
        >>> import pandas as pd
        >>> from noojee_dq.campaign import Campaign
        >>> leads = pd.DataFrame({"Phone": ["0491 570 006", ""]})
        >>> [(one.check.id, one.mask.tolist()) for one in evaluate(Batch(leads, Campaign(phone_fields=["Phone"])))]
        [('no-phone', [False, True])]
    """
    checks = [check for check in applicable(batch) if check.scope in scopes and check.severity in severities]
    threaded = [check for check in checks if check.of_lead_alone and check in SHIPPED]
    if threaded:
        _run_side_by_side(batch, threaded)
    return [failure for check in checks for failure in failures_of(batch, check)]


def _run_side_by_side(batch: Batch, checks: Sequence[Check]) -> None:
    # Many checks need the phone columns, which take longest: the others would wait for whoever is first.
    with crash_named("the reading of phone columns"):
        side_by_side(batch.phones, batch.phone_headings, len(batch))
    # The batch keeps where a check fails: it is found there when the turn comes.
    side_by_side(partial(failures_of, batch), checks, len(batch))


def ready_leads(batch: Batch) -> Mask:
    """Find the leads without an error of their own; none where an error concerns the whole file.

    Args:
        batch: the leads.

    Raises:
        CheckCrashedError: a check itself failed.

    Example:
        >>> import pandas as pd
        >>> from noojee_dq.campaign import Campaign
        >>> ready_leads(Batch(pd.DataFrame({"Phone": ["0491 570 006", ""]}), Campaign(phone_fields=["Phone"]))).tolist()
        [True, False]
    """
    errors = [failure.mask for failure in evaluate(batch, severities=["error"])]
    of_leads = [mask for mask in errors if mask is not None]
    if len(of_leads) < len(errors):
        return batch.no_lead
    return ~np.logical_or.reduce([batch.no_lead, *of_leads])


def applicable(batch: Batch) -> list[Check]:
    """Return the checks of the batch's operation, in the order of `CHECKS`.

    Args:
        batch: the leads.

    Raises:
        ValueError: two checks have the same id.
    """
    ids = [check.id for check in CHECKS]
    repeated = next((one for one in ids if ids.count(one) > 1), None)
    if repeated:
        raise ValueError(f"two checks are called {repeated!r}: give each an id of its own, or take one out of CHECKS")
    return [check for check in CHECKS if batch.operation in check.operations]


def failures_of(batch: Batch, check: Check) -> list[Failure]:
    """Find where one check fails, as far as it can run: at most one failure for each of its columns.

    Args:
        batch: the leads.
        check: one that applies to the batch's operation.

    Raises:
        CheckCrashedError: the check itself failed.
    """
    with crashes_of(check):
        if check.problems is not None:
            problems = check.problems(batch) if check.why_not(batch) is None else ()
            return [Failure(check, "", None, problems)] if problems else []
        headings = batch.headings(check.fields) if check.scope == "cell" else [""]
        if len(headings) > 1:
            headings.sort(key=list(batch.text.columns).index)
        failures = [Failure(check, heading, _failing(batch, check, heading)) for heading in headings]
        return [failure for failure in failures if failure.mask is not None and failure.mask.any()]


def not_checked(batch: Batch) -> tuple[NotChecked, ...]:
    """List the checks of the batch's operation that could not run, or not in full, and why.

    A check that nobody asks for, such as of a setting that the campaign does not have, is no gap.

    Args:
        batch: the leads.

    Raises:
        CheckCrashedError: a check itself failed.
    """
    reasons = [(check, why_not_checked(batch, check)) for check in applicable(batch)]
    return tuple(
        NotChecked(check.id, None if check.code is None else check.code.value, reason, check.why_not(batch) is None)
        for check, reason in reasons
        if reason
    )


def why_not_checked(batch: Batch, check: Check) -> str | None:
    """Say why a check cannot run on a batch, or what of it remains unchecked; None = in full, or nobody asks for it."""
    with crashes_of(check):
        return None if check.unasked(batch) else check.why_not(batch) or check.limits(batch)


def _failing(batch: Batch, check: Check, heading: str) -> Mask:
    """Find the leads that fail, as far as the check can run; computed once per batch."""
    if check.scope == "cross":
        find_refused_alone(batch)
    return batch.cached(("fails", heading, check), lambda: _computed_mask(batch, check, heading))


def _computed_mask(batch: Batch, check: Check, heading: str) -> Mask:
    if check.mask is None or check.why_not(batch) is not None:
        return batch.no_lead
    mask = np.asarray(check.mask(batch, heading))
    if mask.shape != (len(batch),) or mask.dtype != bool:
        raise ValueError("a mask has True or False for each lead")
    return batch.shared_if_empty(mask)


def find_refused_alone(batch: Batch) -> None:
    """Find leads that the API would refuse, or that are not ready, whatever other leads there are, where not known yet.

    Those that it refuses claim no number and no id.

    Args:
        batch: the leads; its `refused_alone` and `faulty_alone` are set.

    Raises:
        CheckCrashedError: a check itself failed.
    """
    if batch.refused_alone is not None:
        return
    refused, faulty = np.zeros((2, len(batch)), dtype=bool)
    for check in applicable(batch):
        if check.of_lead_alone and check.severity == "error":
            for failure in failures_of(batch, check):
                faulty |= failure.mask
                if check.code is not None:
                    refused |= failure.mask
    batch.refused_alone, batch.faulty_alone = refused, faulty


def crashes_of(check: Check) -> AbstractContextManager[None]:
    """Say which check failed itself, as `CheckCrashedError`."""
    return crash_named(f"the check {check.id!r}")
