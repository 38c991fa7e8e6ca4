"""What repairs could do for the leads of a report: worked out by making them, and checking again."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from noojee_dq.campaign import Campaign
from noojee_dq.checks import Batch
from noojee_dq.checks.accepted import claimed_keys
from noojee_dq.repairs import FIXES, Fix, Repaired, repair_with_each

if TYPE_CHECKING:
    from noojee_dq.report.report import Report

Mask = NDArray[np.bool_]

_COLUMNS = {
    "fix": "str",
    "title": "str",
    "asked_for": "bool",
    "checks": "str",
    "cells": "int64",
    "leads_unlocked": "int64",
    "leads_refused": "int64",
}


def repairs_of(report: "Report") -> pd.DataFrame:
    """Count what each fix, made alone, would change and unlock.

    Args:
        report: the report of a pre-flight.

    Returns:
        `Report.repairs`.

    Example:
        >>> import noojee_dq as nj
        >>> report = nj.check(pd.DataFrame({"Phone": ["491570006.0"]}), nj.Campaign(phone_fields=["Phone"]))
        >>> repairs_of(report)[["fix", "cells", "leads_unlocked"]].values.tolist()
        [['decimal-tail', 1, 1]]
    """
    if report.campaign is None or report.recheck is None:
        raise ValueError("this report was not made by noojee_dq.check")
    keys = _keys(report.leads, report.campaign, np.arange(len(report.leads)))
    keys = keys.assign(shared=keys["key"].duplicated(keep=False))
    lines = []
    fixes = [fix for fix in FIXES if report.operation in fix.operations]
    for fix, repaired in repair_with_each(report.leads, report.campaign, fixes):
        if len(repaired.changes):
            concerned = _concerned(repaired, report.campaign, keys)
            now_ready = report.recheck(repaired.leads.iloc[concerned]).is_ready
            lines.append(_line(fix, len(repaired.changes), report.is_ready[concerned], now_ready))
    return pd.DataFrame(lines, columns=list(_COLUMNS)).astype(_COLUMNS)


def _line(fix: Fix, cells: int, was_ready: Mask, now_ready: Mask) -> tuple[object, ...]:
    unlocked, refused = (now_ready & ~was_ready).sum(), (was_ready & ~now_ready).sum()
    return fix.id, fix.title, fix.asked_for, "; ".join(fix.answers), cells, unlocked, refused


def _concerned(repaired: Repaired, campaign: Campaign, keys: pd.DataFrame) -> NDArray[np.int64]:
    """The leads whose verdict can change: the repaired ones, and all that share a number or an id with another.

    Of the others, nobody stands in the way before or after the repair.
    """
    changed = np.unique(repaired.positions)
    new_keys = _keys(repaired.leads.iloc[changed], campaign, changed)
    shared = keys["lead"][keys["shared"] | keys["key"].isin(new_keys["key"])]
    return np.union1d(changed, shared.to_numpy(dtype=np.int64))


def _keys(leads: pd.DataFrame, campaign: Campaign, positions: NDArray[np.int64]) -> pd.DataFrame:
    """What leads may share: a line for each number and external id (`key`) of a lead (`lead`, its position)."""
    keys = claimed_keys(Batch(leads, campaign))
    return pd.DataFrame({"lead": positions[keys["position"]], "key": keys["kind"].astype("str") + " " + keys["key"]})
