"""What became of each check: how many leads passed it and failed it, or why it did not run."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import pandas as pd

from noojee_dq.checks.coverage import Applied
from noojee_dq.checks.evaluate import NotChecked
from noojee_dq.errors import CampaignError
from noojee_dq.words.suggest import did_you_mean

#: The columns of `Report.checks`.
COLUMNS: Final = ("check", "code", "severity", "checked", "passed", "failed", "share", "why_not")


def check_results(
    applied: Sequence[Applied], summary: pd.DataFrame, not_checked: Iterable[NotChecked], leads: int
) -> pd.DataFrame:
    """Return one line per check of the operation, whatever it found.

    Args:
        applied: the checks, with the leads that each looked at.
        summary: as `Report.summary`.
        not_checked: what could not run, or not in full.
        leads: how many there are; an error of the whole file is one of each of them.

    Example:
        >>> found = pd.DataFrame({"check": ["no-phone"], "leads": [1]})
        >>> check_results([Applied("no-phone", 102, "error", 4)], found, [], 4)[list(COLUMNS[3:7])]
           checked  passed  failed  share
        0        4       3       1   0.25
    """
    lines = pd.DataFrame(applied, columns=list(Applied._fields)).astype({"code": "Int64", "checked": "int64"})
    failed = summary.groupby("check")["leads"].sum().replace(0, leads)
    reasons = {one.check: one.unasked for one in applied} | {one.check: one.reason for one in not_checked}
    lines["failed"] = lines["check"].map(failed).fillna(0).astype("int64")
    lines["passed"] = lines["checked"] - lines["failed"]
    lines["share"] = lines["failed"] / lines["checked"].where(lines["checked"] > 0)
    lines["why_not"] = pd.Series([reasons.get(check, "") for check in lines["check"]], dtype="str")
    return lines[list(COLUMNS)].astype({"check": "str", "severity": "str"})


def refuse_unfit(check: str, results: pd.DataFrame, operation: str) -> None:
    """Refuse to say which leads fail a check that is none, or that did not run: no lead would look like all is well.

    Args:
        check: its id.
        results: from `check_results`.
        operation: of the report.

    Raises:
        CampaignError: there is no such check of the operation, or it did not run.

    Example:
        >>> results = pd.DataFrame({"check": ["no-phone"], "checked": [4], "why_not": [""]})
        >>> refuse_unfit("no-phones", results, "insert")
        Traceback (most recent call last):
        ...
        noojee_dq.errors.CampaignError: 'no-phones' is no check of an insert; did you mean 'no-phone'?
    """
    known: Mapping[str, str] = dict(zip(results["check"], results["why_not"], strict=True))
    if check not in known:
        an = "an update" if operation == "update" else "an insert"
        raise CampaignError(f"{check!r} is no check of {an}{did_you_mean(str(check), known)}")
    ran = results.loc[results["check"].eq(check), "checked"].gt(0).any()
    if known[check] and not ran:
        raise CampaignError(f"{check} did not run: {known[check]}")
