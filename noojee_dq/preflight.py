"""`check`: the API's verdict on every lead, before anything is sent."""

import os
from datetime import UTC, datetime
from typing import get_args

import numpy as np
import pandas as pd

from noojee_dq.campaign import Campaign, did_you_mean
from noojee_dq.checks import CHECKS, Batch, Keep, Known, Operation, known_leads, listed_numbers
from noojee_dq.errors import CampaignError, LeadsError
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
    dnc: Reference | pd.Series | None = None,
    keep: Keep = "first",
    now: datetime | None = None,
) -> Report:
    """Say what the Noojee lead API would answer to each lead. Nothing is sent.

    Args:
        leads: one lead per row; any index, columns of any dtype. The frame is not changed.
        campaign: what the campaign expects.
        operation: "insert" or "update".
        known: the leads that the campaign already holds: a frame, or the path of a lead file.
        dnc: numbers not to be called: a frame or file with the column `Phone` and, optionally, `Expires`, or a
            Series of numbers.
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
        known=Known() if known is None else _known(known, campaign),
        dnc=None if dnc is None else listed_numbers(_dnc_frame(dnc), campaign, moment),
        keep=keep,
        now=moment,
    )
    findings, positions = _findings(batch, failures(batch))
    return Report(
        leads=leads.copy(deep=False),
        findings=findings,
        positions=positions,
        operation=operation,
        not_checked=_not_checked(batch),
        phone_columns=tuple(batch.phone_headings),
        checked_at=moment,
        source=str(leads.attrs.get("source", "")),
        notes=tuple(leads.attrs.get("notes", ())),
    )


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


def _known(known: Reference, campaign: Campaign) -> Known:
    frame = as_text(known) if isinstance(known, pd.DataFrame) else read_leads(known)
    return known_leads(frame.reset_index(drop=True), campaign)


def _dnc_frame(dnc: Reference | pd.Series) -> pd.DataFrame:
    if isinstance(dnc, pd.Series):
        dnc = dnc.to_frame(name="Phone")
    frame = as_text(dnc) if isinstance(dnc, pd.DataFrame) else read_leads(dnc)
    return frame.reset_index(drop=True)


def _findings(batch: Batch, failed: list[Failure]) -> "tuple[pd.DataFrame, np.ndarray]":
    """The findings in file order, those of the whole file first, and the position of each one's lead."""
    tables = [_table(batch, failure) for failure in failed]
    empty = pd.DataFrame({name: [] for name in ("position", *_FINDING)})
    lines = pd.concat(tables or [empty], ignore_index=True)
    lines = lines.sort_values("position", kind="stable", ignore_index=True)
    positions = lines["position"].to_numpy(dtype=np.int64)
    lines["row"] = _labels(batch.leads.index, positions)
    typed = lines.astype({"code": "Int64"} | dict.fromkeys(set(_FINDING) - {"row", "code"}, "str"))
    return typed[list(_FINDING)], positions


def _table(batch: Batch, failure: Failure) -> pd.DataFrame:
    check = failure.check
    if failure.mask is None:
        problems = check.problems(batch) if check.problems else ()
        table = pd.DataFrame(problems, columns=["column", "message", "hint"]).assign(position=-1, value="")
    else:
        at = np.flatnonzero(failure.mask)
        table = pd.DataFrame({"position": at, "column": failure.heading or _column(batch, check.fields)})
        table = table.assign(message=check.message, hint=check.hint)
        if check.detail is not None:
            detail = check.detail(batch, failure.heading, at)
            table = table.assign(**{name: detail[name].to_numpy() for name in detail.columns})
        table["value"] = _values(batch, table)
    return table.assign(
        code=pd.array([None if check.code is None else check.code.value], dtype="Int64").repeat(len(table)),
        result="" if check.code is None else check.code.name,
        check=check.id,
        severity=check.severity,
    )


def _column(batch: Batch, field: str) -> str:
    return batch.heading(field) or ""


def _values(batch: Batch, table: pd.DataFrame) -> pd.Series:
    """The cell that each finding is about; "" where it concerns the lead as a whole."""
    values = pd.Series("", index=table.index, dtype="str")
    for heading, lines in table.groupby("column").groups.items():
        if heading:
            values[lines] = batch.text[heading].iloc[table["position"][lines]].to_numpy()
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
