"""The checks as pandera schemas: the only place that knows pandera.

`insert_schema` and `update_schema` are ordinary pandera schemas; `failures` is how `check` runs them.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple

import pandas as pd
import pandera.pandas as pa
from pandera.backends.pandas.container import DataFrameSchemaBackend
from pandera.config import ValidationDepth, config_context
from pandera.errors import SchemaErrorReason, SchemaErrors

from noojee_dq.campaign import Campaign
from noojee_dq.checks import CHECKS, SYSTEM_FIELDS, Batch, Check, Operation
from noojee_dq.checks.base import ALL_FIELDS, PHONE_FIELDS, Mask
from noojee_dq.errors import CampaignError, CheckCrashedError

#: A regular expression for the columns of pandera, which no heading is likely to spell.
_ANY_HEADING = r"(?s:.*)"

#: The batch that is being validated: the pandera checks of one run share what was computed for it.
_batch: ContextVar[Batch | None] = ContextVar("noojee_dq_batch", default=None)


class LeadSchema(pa.DataFrameSchema):
    """A pandera schema of leads; made by `insert_schema` and `update_schema`.

    It validates whatever `PANDERA_VALIDATION_ENABLED` says: a gate must not open because of a variable.
    """

    campaign: Campaign
    operation: Operation

    def validate(self, check_obj: pd.DataFrame, *args: Any, **kwargs: Any) -> pd.DataFrame:
        """Validate leads as `pandera.DataFrameSchema.validate` does.

        Args:
            check_obj: the leads; columns of any dtype.
            *args: as for pandera.
            **kwargs: as for pandera; with `lazy=True` all failures are collected.

        Returns:
            The leads.

        Raises:
            CampaignError: a part of the leads is asked for, against which duplicates cannot be judged.
            pandera.errors.SchemaErrors: some lead fails; each failure names the API's result code.
        """
        if any(kwargs.get(part) is not None for part in ("head", "tail", "sample")):
            raise CampaignError("leads are validated whole: give the part to validate instead of head, tail or sample")
        batch = _batch.get()
        if batch is None:
            batch = Batch(check_obj, self.campaign, operation=self.operation)
        with _validating(batch):
            return super().validate(check_obj, *args, **kwargs)


# pandera looks backends up by the very class of a schema.
LeadSchema.register_backend(pd.DataFrame, DataFrameSchemaBackend)


class Failure(NamedTuple):
    """A check that failed: in which column ("" = none) and which leads (None = it concerns the whole file)."""

    check: Check
    heading: str
    mask: Mask | None


def insert_schema(campaign: Campaign) -> LeadSchema:
    """The pandera schema of leads to be inserted.

    Checks that need a reference list (`known=`, `dnc=`) or a setting that the campaign lacks pass here; `check`
    lists them under `not_checked`.

    Args:
        campaign: what the campaign expects.

    Returns:
        A schema for `validate(leads, lazy=True)`.

    Example:
        >>> schema = insert_schema(Campaign(phone_fields=["Phone"]))
        >>> try:
        ...     schema.validate(pd.DataFrame({"Phone": ["0491 570 006", ""]}), lazy=True)
        ... except SchemaErrors as errors:
        ...     print(errors.failure_cases.at[0, "check"].split(":")[0])
        102 NO_PHONE_FIELDS
    """
    return _schema(campaign, "insert")


def update_schema(campaign: Campaign) -> LeadSchema:
    """The pandera schema of leads to be updated; see `insert_schema`.

    Args:
        campaign: what the campaign expects.

    Returns:
        A schema for `validate(leads, lazy=True)`.

    Example:
        >>> update_schema(Campaign(phone_fields=["Phone"])).columns["njDisposition"].required
        False
    """
    return _schema(campaign, "update")


def failures(batch: Batch) -> list[Failure]:
    """Run the schema of the batch's operation over it.

    Args:
        batch: the leads, with known leads and do-not-call list where there are any.

    Returns:
        What failed, in the order of `CHECKS`, then of columns.

    Raises:
        CheckCrashedError: a check itself failed, so there is no verdict.
    """
    schema = _schema(batch.campaign, batch.operation, verdict_only=True)
    with _validating(batch):
        try:
            # pandera gets the text on a range index: it needs labels that do not repeat.
            schema.validate(batch.text, lazy=True, inplace=True)
        except SchemaErrors as errors:
            failed = {_failed_check(error) for error in errors.schema_errors}
        else:
            return []
    return [failure for check in CHECKS if check in failed for failure in _failures_of(batch, check)]


@contextmanager
def _validating(batch: Batch) -> Iterator[None]:
    token = _batch.set(batch)
    try:
        with config_context(validation_enabled=True, validation_depth=ValidationDepth.SCHEMA_AND_DATA):
            yield
    finally:
        _batch.reset(token)


def _schema(campaign: Campaign, operation: Operation, verdict_only: bool = False) -> LeadSchema:
    checks = [check for check in CHECKS if operation in check.operations]
    wide = [_pandera_check(check, verdict_only) for check in checks if check.scope != "cell"]
    schema = LeadSchema(_columns(campaign, checks, verdict_only), checks=wide, name=f"{operation} leads")
    schema.campaign, schema.operation = campaign, operation
    return schema


def _columns(campaign: Campaign, checks: list[Check], verdict_only: bool) -> dict[str, pa.Column]:
    columns = {}
    for heading in _headings(campaign):
        field = campaign.field_of(heading)
        own = [
            _pandera_check(check, verdict_only)
            for check in checks
            if check.scope == "cell"
            and (check.fields == field or (check.fields == PHONE_FIELDS and field in campaign.phone_fields))
        ]
        columns[heading] = pa.Column(checks=own, required=False, nullable=True)
    everywhere = [_pandera_check(check, verdict_only) for check in checks if check.fields == ALL_FIELDS]
    return columns | {_ANY_HEADING: pa.Column(checks=everywhere, required=False, nullable=True, regex=True)}


def _headings(campaign: Campaign) -> list[str]:
    """Headings under which a field that some check knows can stand in a file."""
    known = [*campaign.phone_fields, *SYSTEM_FIELDS]
    renamed = [heading for heading, field in campaign.columns.items() if field in known]
    return list(dict.fromkeys([*known, *renamed]))


def _pandera_check(check: Check, verdict_only: bool) -> pa.Check:
    # pandera shows `error` in place of `name`, so it names code and check.
    error = f"{check.label}: {check.title} [{check.id}]"
    return pa.Check(_passes(check, verdict_only), name=check.id, error=error, ignore_na=False)


def _passes(check: Check, verdict_only: bool) -> Callable[[Any], Any]:
    def passes(data: pd.DataFrame | pd.Series) -> pd.Series | bool:
        batch = _batch.get()
        if batch is None:
            raise TypeError("the checks of a LeadSchema run only through its validate()")
        if check.problems is not None:
            return check.needs(batch) is not None or not check.problems(batch)
        heading = str(data.name) if isinstance(data, pd.Series) else ""
        if check.scope == "cell" and heading not in batch.text.columns:
            return True
        failing = check.failing(batch, heading)
        # pandera lists the cells of a column of verdicts, which takes longer than most checks.
        return not failing.any() if verdict_only else pd.Series(~failing, index=data.index)

    return passes


def _failed_check(error: Any) -> Check:
    check = next(check for check in CHECKS if check.id == error.check.name)
    if error.reason_code == SchemaErrorReason.CHECK_ERROR:
        # The original text can hold phone numbers, so only the kind of the error is repeated.
        kind = re.search(r"check function: (\w+)", str(error))
        raise CheckCrashedError(
            f"the check {check.id!r} failed itself{f' ({kind[1]})' if kind else ''}: please report this defect"
        ) from None
    return check


def _failures_of(batch: Batch, check: Check) -> list[Failure]:
    # Columns that share a schema share its name in pandera's errors, so the columns are asked of the batch.
    if check.scope == "file":
        return [Failure(check, "", None)]
    own = batch.headings(check.fields) if check.scope == "cell" else []
    headings = [heading for heading in batch.text.columns if heading in own] if check.scope == "cell" else [""]
    found = [Failure(check, heading, check.failing(batch, heading)) for heading in headings]
    return [failure for failure in found if failure.mask is not None and failure.mask.any()]
