"""`Check`: one rule with its code, severity and wording, declared where its mask is computed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, get_args

import pandas as pd

from noojee_dq.arrow.columns import Mask, Positions
from noojee_dq.batch.batch import PHONE_FIELDS, Batch
from noojee_dq.campaign import Campaign
from noojee_dq.codes import GRAVITY, Remedy, ResultCode
from noojee_dq.fields import OPERATIONS, Operation

Severity = Literal["error", "warning"]

#: What a check looks at: `cell` and `row` need one lead alone, `cross` compares leads, `file` concerns them all.
Scope = Literal["cell", "row", "cross", "file"]
SCOPES: Final[tuple[Scope, ...]] = get_args(Scope)
SEVERITIES: Final[tuple[Severity, ...]] = get_args(Severity)

NO_PHONES = "the file has none of the campaign's phone fields"


class FileProblem(NamedTuple):
    """One problem that concerns the whole file: the column it lies in ("" = none), the message and the hint."""

    column: str
    message: str
    hint: str


def no_need(batch: Batch) -> str | None:
    """Return the need of a check that can always run."""
    return None


def no_column(batch: Batch, field: str) -> str | None:
    """Say that the file has no column that is sent as a field; None = it has one."""
    return None if batch.heading(field) else f"the file has no column {field!r}"


def nothing_said(_: Campaign, __: str) -> str:
    """Say nothing of what a campaign allows."""
    return ""


@dataclass(frozen=True, kw_only=True, eq=False)
class Check:
    """One rule, declared beside the function that computes its mask.

    Args:
        id: name, in kebab case.
        scope: what it looks at.
        fields: of a cell check: the field (of any column of the file), `batch.PHONE_FIELDS` or `batch.ALL_FIELDS`; of
            others the field it is about, or "".
        title: the rule, as a statement about good leads.
        message: what is wrong with a lead that fails; `detail` can say it more closely.
        hint: what to do about it; likewise.
        code: the code that the API answers; None = it would accept the lead.
        severity: "error" = do not send; "warning" = have a look.
        remedy: of an error: what a person does about a lead that fails, one of `codes.GRAVITY`; None = what follows
            from the code, and without a code `Remedy.FIX`.
        operations: the API calls that it applies to.
        unasked: why nobody asks for the check, by a setting, a list or a column that it is about, or None where
            somebody does. It then does not run, which is no gap: it does not stand under `not_checked`.
        needs: why the check cannot run on a batch, or None where it can.
        limits: what remains unchecked although the check runs, or None.
        mask: of cell checks (batch, heading), of row and cross checks (batch, ""): True where a lead fails.
        problems: of file checks: what is wrong.
        detail: for the positions that fail a frame with any of the columns `column`, `message` and `hint`.
        for_supplier: of a warning: only the supplier of the list can clear it up.
        tells_supplier: the supplier may read what is wrong with each lead (`message` of `detail`): no value is in it.
        supplier_hint: what the supplier should do, where that differs from `hint`.
        allowed: says for a campaign and a column what may stand there, for the supplier.
        within_file: of a check across leads: how the message of a lead begins that has its like in the file itself,
            which the supplier can mend, and may know.

    Example:
        >>> check = Check(id="adult", scope="cell", fields="Age", title="a lead is of age",
        ...               mask=lambda batch, heading: batch.text[heading].str.len().lt(2).to_numpy())
        >>> check.label, check.severity
        ('no code', 'error')
    """

    id: str
    scope: Scope
    title: str
    message: str = ""
    hint: str = ""
    fields: str = ""
    code: ResultCode | None = None
    severity: Severity = "error"
    remedy: Remedy | None = None
    operations: tuple[Operation, ...] = OPERATIONS
    unasked: Callable[[Batch], str | None] = no_need
    needs: Callable[[Batch], str | None] = no_need
    limits: Callable[[Batch], str | None] = no_need
    mask: Callable[[Batch, str], Mask] | None = None
    problems: Callable[[Batch], Sequence[FileProblem]] | None = None
    detail: Callable[[Batch, str, Positions], pd.DataFrame] | None = None
    for_supplier: bool = False
    tells_supplier: bool = False
    supplier_hint: str = ""
    allowed: Callable[[Campaign, str], str] = nothing_said
    within_file: str = ""

    def __post_init__(self) -> None:
        if (self.scope == "file") != (self.problems is not None) or (self.scope == "file") == (self.mask is not None):
            raise ValueError(f"check {self.id!r}: a check of the file has `problems`, any other a `mask`")
        for name, values, known in (
            ("scope", [self.scope], SCOPES),
            ("severity", [self.severity], SEVERITIES),
            ("operations", self.operations, OPERATIONS),
        ):
            if unknown := [value for value in values if value not in known]:
                raise ValueError(f"check {self.id!r}: {name} {unknown[0]!r} is none of {', '.join(known)}")
        if not isinstance(self.code, ResultCode | None):
            raise ValueError(f"check {self.id!r}: code={self.code!r} is no ResultCode, such as ResultCode.DNC")
        if self.remedy is not None and self.remedy not in GRAVITY:
            raise ValueError(f"check {self.id!r}: the remedy of a lead is {', '.join(GRAVITY)}")

    @property
    def of_lead_alone(self) -> bool:
        """Whether one lead by itself decides about it."""
        return self.scope in ("cell", "row")

    @property
    def label(self) -> str:
        """The code with its name, or "no code"."""
        return f"{self.code.value} {self.code.name}" if self.code is not None else "no code"

    def why_not(self, batch: Batch) -> str | None:
        """Say why the check does not run on this batch, or None where it does."""
        if unasked := self.unasked(batch):
            return unasked
        if self.scope == "cell" and not batch.headings(self.fields):
            return f"the file has no column {self.fields!r}" if self.fields != PHONE_FIELDS else NO_PHONES
        return self.needs(batch)
