"""`pa.Check.lead(rule=..., campaign=...)`: one check of ours as a check of pandera."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd

from noojee_dq.batch.batch import Batch, Keep
from noojee_dq.campaign import Campaign
from noojee_dq.checks.base import Check
from noojee_dq.checks.catalogue import CHECKS, check_of
from noojee_dq.checks.evaluate import Failure, crashes_of, failures_of
from noojee_dq.checks.failures import failure_lines
from noojee_dq.errors import CampaignError, CheckCrashedError, NoojeeError
from noojee_dq.fields import OPERATIONS, Operation
from noojee_dq.lists import Lists, moment
from noojee_dq.validators.probe import probe
from noojee_dq.validators.quiet_check import Failing, QuietCheck, WholeFile, failure_cases, no_verdict
from noojee_dq.validators.shared_batch import current_validation
from noojee_dq.words.arguments import refuse_unknown
from noojee_dq.words.counts import counted

ListName = Literal["known", "dnc"]


class _MissingListError(CheckCrashedError):
    """A rule asked for a list that the schema was made with, and that is not written out with it."""


class _MissingList:
    """Stands for a list that was not written out: whatever rule looks into it cannot be judged."""

    def __init__(self, name: ListName) -> None:
        self._name = name

    def __getattr__(self, part: str) -> Any:
        raise _MissingListError(
            f"the schema was made with {self._name}=, and lists are never written out: make the schema anew with it"
        )


def _lead(leads: pd.DataFrame) -> None:
    """Stands for the function of a check; `LeadCheck` judges by itself."""


class LeadCheck(QuietCheck):
    """One check of ours, by its id, as `pa.Check.lead`.

    On a column it judges that column, with the rest of the lead beside it; in `checks=` of a frame all columns that
    the check is about. What is blank is decided as in `noojee_dq.check`. Where the leads have no column to judge it
    passes, as a column that is not required does.

    Args:
        rule: the id of a check of `noojee_dq.checks.CHECKS`.
        campaign: what the campaign expects, or its settings.
        operation: "insert" or "update".
        keep: "first" or "last": which of several leads that share a number or an id survives.
        now: the moment against which callbacks are judged, with its zone, or as ISO text; None = that of each
            validation.
        lists: the lists ("known", "dnc") that it was made with. They are never written out, so that a rule which
            needs one and was read back fails.
        given: those lists.
        **options: as for `pandera.Check`.

    Raises:
        CampaignError: there is no such rule for the operation, or an argument is wrong.

    Example:
        >>> import pandera.pandas as pa
        >>> rule = pa.Check.lead(rule="no-phone", campaign={"phone_fields": ["Phone"]})
        >>> try:
        ...     pa.DataFrameSchema(checks=rule).validate(pd.DataFrame({"Phone": ["", "0491 570 006"]}))
        ... except pa.errors.SchemaError as error:
        ...     print(str(error)[:55])
        102 NO_PHONE_FIELDS [no-phone]: 1 of 2 leads failed the
    """

    registered = "lead"

    def __init__(
        self,
        rule: str,
        campaign: Campaign | Mapping[str, Any],
        operation: Operation = "insert",
        keep: Keep = "first",
        now: datetime | str | None = None,
        lists: Sequence[ListName] = (),
        *,
        given: Lists | None = None,
        **options: Any,
    ) -> None:
        self.rule = rule
        self.campaign = campaign if isinstance(campaign, Campaign) else Campaign(**campaign)
        self.operation = operation
        self.keep = keep
        self.now = moment(_from_iso(now) if isinstance(now, str) else now) if now else None
        self.lists = tuple(lists)
        self.given = given
        _refuse_wrong(rule, operation, keep, self.lists)
        super().__init__(_lead, **{"name": self.registered, "error": rule} | options)
        self.statistics = self._arguments()

    def _arguments(self) -> dict[str, Any]:
        """Return the arguments as plain values, without those that have their defaults."""
        settings = self.campaign.model_dump(mode="json", exclude_defaults=True)
        arguments = {"rule": self.rule, "campaign": settings, "operation": self.operation}
        optional = {
            "keep": self.keep if self.keep != "first" else None,
            "now": self.now.isoformat() if self.now else None,
            "lists": list(self.lists) or None,
        }
        return arguments | {name: value for name, value in optional.items() if value is not None}

    @property
    def declared(self) -> Check:
        """The check of ours.

        Raises:
            CampaignError: there is none of this id in this process.
        """
        check = check_of(self.rule)
        if check is None:
            raise CampaignError(f"there is no check {self.rule!r}: it was not appended to CHECKS in this process")
        return check

    def failing(self, data: pd.DataFrame | pd.Series, column: Hashable | None) -> Failing | None:
        """Which leads fail; as `QuietCheck.failing`."""
        try:
            check = self.declared
            with crashes_of(check):
                return self._judged(check, data, column)
        except _MissingListError as error:
            return no_verdict(f"[{self.rule}] {error}")
        except NoojeeError as error:
            current_validation().error = error
            return no_verdict(f"[{self.rule}] {error}")

    def _judged(self, check: Check, data: pd.DataFrame | pd.Series, column: Hashable | None) -> Failing | None:
        if isinstance(data, pd.Series):
            data = data.to_frame()
            column = data.columns[0]
        batch = self._batch(data)
        if why_not := self._why_never(batch, column):
            return no_verdict(f"[{self.rule}] {why_not}")
        failures = failures_of(batch, check)
        if check.scope == "cell" and column is not None:
            failures = [failure for failure in failures if failure.heading == str(column)]
        return _failing(batch, check, failures) if failures else None

    def _batch(self, leads: pd.DataFrame) -> Batch:
        # The lists themselves stand in the key by their identity, which lasts as long as this check does.
        key = (self.campaign.model_dump_json(), self.operation, self.keep, self.now, self.lists, id(self.given))
        return current_validation().batch(leads, key, lambda: self._new_batch(leads))

    def _new_batch(self, leads: pd.DataFrame) -> Batch:
        lists = self.given or Lists()
        known: Any = lists.held(leads, self.campaign, self.operation)
        dnc: Any = lists.dnc
        if self.given is None:
            known = _MissingList("known") if "known" in self.lists else known
            dnc = _MissingList("dnc") if "dnc" in self.lists else dnc
        return Batch(
            leads,
            self.campaign,
            operation=self.operation,
            known=known,
            dnc=dnc,
            keep=self.keep,
            now=self.now,
        )

    def _why_never(self, batch: Batch, column: Hashable | None) -> str | None:
        """Why the rule can judge no leads at all, or not those of this column."""
        check = self.declared
        if check.scope == "cell" and column is not None and str(column) not in batch.headings(check.fields):
            return f"the campaign does not send column {str(column)!r} as {check.fields}: map it under [columns]"
        if check.why_not(batch) is None:
            return None
        # Leads without the column have nothing to be judged; a campaign or a list that is missing is another matter.
        return check.why_not(probe(self.campaign, self._new_batch))


def _from_iso(now: str) -> datetime:
    try:
        return datetime.fromisoformat(now)
    except ValueError:
        raise CampaignError(f"now={now!r} is no moment, such as 2026-03-04T00:00:00+00:00") from None


def _refuse_wrong(rule: str, operation: Operation, keep: Keep, lists: Collection[str]) -> None:
    refuse_unknown("operation", operation, OPERATIONS)
    refuse_unknown("keep", keep, get_args(Keep))
    for name in lists:
        refuse_unknown("each of lists", name, get_args(ListName))
    refuse_unknown(f"rule of {operation}", rule, [check.id for check in CHECKS if operation in check.operations])


def _failing(batch: Batch, check: Check, failures: list[Failure]) -> Failing:
    lines = failure_lines(batch, failures)
    if check.scope == "file":
        return Failing(f"{check.label} [{check.id}]: {check.title}", WholeFile.of(lines["column"], lines["message"]))
    at = lines["position"].to_numpy()
    count = len(np.unique(at)) if len(failures) > 1 else len(at)
    text = f"{check.label} [{check.id}]: {count:,} of {counted(len(batch), 'lead')} failed the rule: {check.title}"
    return Failing(text, failure_cases(batch.leads.index, at, lines["column"].array, lines["value"].array))
