"""`check`: the API's verdict on every lead, before anything is sent."""

import os
from collections.abc import Callable, Collection
from datetime import UTC, datetime
from functools import partial
from typing import Any, get_args

import numpy as np
import pandas as pd

from noojee_dq.campaign import Campaign, did_you_mean
from noojee_dq.checks import CHECKS, Batch, Keep, Known, Operation, known_leads, listed_numbers
from noojee_dq.checks.accepted import accepted_before
from noojee_dq.checks.check import Check, Mask
from noojee_dq.errors import CampaignError, LeadsError
from noojee_dq.journal_format import is_sqlite
from noojee_dq.leads import as_text, read_leads
from noojee_dq.report import NotChecked, Report
from noojee_dq.schema import Failure, failures

Reference = pd.DataFrame | str | os.PathLike[str]

_FINDING = ("row", "column", "value", "code", "result", "check", "severity", "message", "hint")


def check(
    leads: pd.DataFrame,
    campaign: Campaign,
    *,
    operation: Operation = "insert",
    known: Reference | None = None,
    dnc: Reference | pd.Series | Collection[str] | None = None,
    keep: Keep = "first",
    now: datetime | None = None,
) -> Report:
    """Say what the Noojee lead API would answer to each lead. Nothing is sent.

    Args:
        leads: one lead per row; any index, columns of any dtype. The frame is not changed.
        campaign: what the campaign expects.
        operation: "insert" or "update".
        known: the leads that the campaign already holds: a frame, the path of a lead file, or the journal of an
            earlier run, whose accepted leads are found by their salted hashes (which can be undone by trying all
            phone numbers, so only the owner can read a journal).
        dnc: numbers not to be called: a frame or file with the column `Phone` and, optionally, `Expires`, or a
            Series or list of numbers.
        keep: "first" or "last": which of several leads that share a number or an id survives.
        now: the moment against which callbacks and do-not-call entries are judged, with its zone; None = now.

    Returns:
        The findings and all that follows from them.

    Raises:
        CampaignError: an option or a reference list is wrong.
        LeadsError: the headings of the frame are ambiguous, or a reference file cannot be read.
        CheckCrashedError: a check itself failed; there is no verdict.

    Example:
        >>> leads = pd.DataFrame({"Phone": ["0491 570 006", "0491570006", "9234 1234"]})
        >>> report = check(leads, Campaign(phone_fields=["Phone"]))
        >>> report.annotated[["dq_status", "dq_expected_code"]]
          dq_status  dq_expected_code
        0     ready                 0
        1      drop               105
        2       fix                 0
    """
    _refuse_no_frame(leads)
    _refuse_unknown("operation", operation, get_args(Operation))
    _refuse_unknown("keep", keep, get_args(Keep))
    moment = _moment(now)
    batch = Batch(
        leads,
        campaign,
        operation=operation,
        known=_known(known, leads, campaign, operation),
        dnc=None if dnc is None else listed_numbers(_dnc_frame(dnc), campaign, moment),
        keep=keep,
        now=moment,
    )
    return _report(batch)


def _report(batch: Batch) -> Report:
    findings, positions = _findings(batch, failures(batch))
    leads = batch.leads
    return Report(
        leads=leads.copy(deep=False),
        findings=findings,
        positions=positions,
        operation=batch.operation,
        not_checked=_not_checked(batch),
        phone_columns=tuple(batch.phone_headings),
        checked_at=batch.now,
        source=str(leads.attrs.get("source", "")),
        notes=tuple(leads.attrs.get("notes", ())),
        campaign=batch.campaign,
        recheck=_recheck(batch),
    )


def _recheck(batch: Batch) -> Callable[[pd.DataFrame], Report]:
    """The same check of other leads: against the same lists, at the same moment."""
    return partial(
        _check_again,
        campaign=batch.campaign,
        operation=batch.operation,
        known=batch.known,
        dnc=batch.dnc,
        keep=batch.keep,
        now=batch.now,
    )


def _check_again(leads: pd.DataFrame, campaign: Campaign, **options: Any) -> Report:
    return _report(Batch(leads, campaign, **options))


def _refuse_no_frame(leads: object) -> None:
    if not isinstance(leads, pd.DataFrame):
        raise LeadsError("leads must be a frame: nj.check(nj.read_leads(path), campaign)")


def _refuse_unknown(option: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise CampaignError(f"{option} is {' or '.join(map(repr, known))}{did_you_mean(str(value), known)}")


def _moment(now: datetime | None) -> datetime:
    if now is None:
        return datetime.now(UTC)
    if now.tzinfo is None:
        raise CampaignError("now needs a time zone, such as datetime(2026, 3, 4, tzinfo=UTC)")
    return now


def _known(known: Reference | None, leads: pd.DataFrame, campaign: Campaign, operation: Operation) -> Known:
    if known is None:
        return Known()
    if not isinstance(known, pd.DataFrame) and is_sqlite(known):
        # A journal is no export: of an update's lead it cannot say that the campaign does not hold it.
        return accepted_before(known, Batch(leads, campaign)) if operation == "insert" else Known()
    frame = as_text(known) if isinstance(known, pd.DataFrame) else read_leads(known)
    return known_leads(frame.reset_index(drop=True), campaign)


def _dnc_frame(dnc: Reference | pd.Series | Collection[str]) -> pd.DataFrame:
    if isinstance(dnc, str | os.PathLike):
        frame = read_leads(dnc)
    elif isinstance(dnc, pd.DataFrame):
        frame = as_text(dnc)
    else:
        frame = as_text(pd.DataFrame({"Phone": list(dnc)}))
    return frame.reset_index(drop=True)


def _findings(batch: Batch, failed: list[Failure]) -> "tuple[pd.DataFrame, np.ndarray]":
    """The findings in file order, those of the whole file first, and the position of each one's lead."""
    tables = [_of_file(batch, one.check) if one.mask is None else _of_leads(batch, one, one.mask) for one in failed]
    lines = pd.concat([_lines(np.array([], dtype=np.int64)), *tables], ignore_index=True)
    order = np.argsort(lines["position"].to_numpy(), kind="stable")
    which = np.repeat(np.arange(len(failed)), [len(table) for table in tables])[order]
    findings = lines.take(order).reset_index(drop=True).assign(**_of_checks([one.check for one in failed], which))
    positions = findings["position"].to_numpy()
    findings["row"] = _labels(batch.leads.index, positions)
    return findings[list(_FINDING)], positions


def _lines(positions: "np.ndarray", column: str = "", message: str = "", hint: str = "") -> pd.DataFrame:
    """A line for each position, all of them with the same texts."""
    texts = {"column": column, "message": message, "hint": hint, "value": ""}
    return pd.DataFrame({"position": positions} | {name: _taken([text], positions * 0) for name, text in texts.items()})


def _of_file(batch: Batch, check: Check) -> pd.DataFrame:
    problems = check.problems(batch) if check.problems else ()
    return pd.concat([_lines(np.array([-1]), *problem) for problem in problems])


def _of_leads(batch: Batch, failure: Failure, mask: Mask) -> pd.DataFrame:
    check, at = failure.check, np.flatnonzero(mask)
    lines = _lines(at, failure.heading or _column(batch, check.fields), check.message, check.hint)
    if check.detail is not None:
        detail = check.detail(batch, failure.heading, at).astype("str")
        lines = lines.assign(**{name: detail[name].array for name in detail.columns})
    return lines.assign(value=_values(batch, failure.heading, lines))


def _of_checks(checks: list[Check], which: "np.ndarray") -> dict[str, Any]:
    """What each finding takes from its check, by the place of that check."""
    codes = pd.array([None if check.code is None else check.code.value for check in checks], dtype="Int64")
    return {
        "code": codes.take(which),
        "result": _taken(["" if check.code is None else check.code.name for check in checks], which),
        "check": _taken([check.id for check in checks], which),
        "severity": _taken([check.severity for check in checks], which),
    }


def _taken(texts: list[str], which: "np.ndarray") -> pd.Series:
    """One of some texts for each line, by its place among them."""
    return pd.Series(pd.array(texts, dtype="str").take(which))


def _column(batch: Batch, field: str) -> str:
    return batch.heading(field) or ""


def _values(batch: Batch, heading: str, lines: pd.DataFrame) -> Any:
    """The cell that each finding is about; "" where it concerns the lead as a whole."""
    if heading:
        return batch.text[heading].array.take(lines["position"].to_numpy())
    values = lines["value"].copy()
    for column, rows in lines.groupby("column").groups.items():
        if column:
            values[rows] = batch.text[column].iloc[lines["position"][rows]].to_numpy()
    return values


def _labels(index: pd.Index, positions: "np.ndarray") -> pd.Series:
    """The index label of each lead; null where the finding concerns the whole file."""
    labels = pd.Series(index.to_flat_index().take(np.maximum(positions, 0)) if len(index) else positions)
    if pd.api.types.is_signed_integer_dtype(labels.dtype):
        return labels.astype("Int64").mask(positions < 0)
    return labels.astype(object).where(positions >= 0, None)


def _not_checked(batch: Batch) -> tuple[NotChecked, ...]:
    checks = [check for check in CHECKS if batch.operation in check.operations]
    reasons = [(check, check.why_not(batch) or check.limits(batch)) for check in checks]
    return tuple(
        NotChecked(check.id, None if check.code is None else check.code.value, reason)
        for check, reason in reasons
        if reason
    )
