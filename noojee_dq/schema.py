"""The checks as pandera schemas: `insert_schema` and `update_schema`."""

from datetime import datetime
from functools import partial
from typing import Any, Literal, Self

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaDefinitionError

from noojee_dq.batch.batch import ALL_FIELDS, PHONE_FIELDS, Keep
from noojee_dq.campaign import Campaign
from noojee_dq.checks.base import Check, Severity
from noojee_dq.checks.evaluate import applicable, why_not_checked
from noojee_dq.checks.phones import require_phone_fields
from noojee_dq.fields import Operation
from noojee_dq.lists import KnownLeads, Lists, NumberList, moment, read_lists
from noojee_dq.schema_backend import LeadSchemaBackend
from noojee_dq.validators import LeadCheck
from noojee_dq.validators.lead_check import ListName
from noojee_dq.validators.probe import known_fields, probe
from noojee_dq.words.arguments import refuse_unknown

_ALONE = "it looks at all leads together, and the schema judges each alone (across_leads=False)"


class LeadSchema(pa.DataFrameSchema):
    """A pandera schema of leads; made by `insert_schema` and `update_schema`.

    All that pandera does with a schema it does with this one. Beyond that, `SchemaErrors.failure_cases` has the columns
    `code`, `result` and `severity`; no text of an error holds a value of a lead, which stands in `failure_case` alone;
    and a rule that cannot be judged raises `NoojeeError` instead of counting as a failure.

    `PANDERA_VALIDATION_ENABLED=False` and `PANDERA_VALIDATION_DEPTH=SCHEMA_ONLY` switch this schema off like any other
    of pandera: they are pandera's own rule. `noojee_dq.check` and the command line do not look at them.
    """

    def validate(self, check_obj: pd.DataFrame, *args: Any, **kwargs: Any) -> pd.DataFrame:
        """Validate leads as `pandera.DataFrameSchema.validate` does.

        Args:
            check_obj: the leads, with columns of any dtype, or a Dask frame of them, which pandera validates by
                partition when it is computed.
            *args: as for pandera.
            **kwargs: as for pandera: with `lazy=True` all failures are collected; of `head`, `tail` and `sample` only
                those leads are judged, and compared with each other.

        Returns:
            The leads.

        Raises:
            pandera.errors.SchemaErrors: some lead fails (`lazy=True`).
            pandera.errors.SchemaError: the first rule that fails.
            pandera.errors.SchemaDefinitionError: a Dask frame, and some rule needs all leads together.
            NoojeeError: there is no verdict: headings are ambiguous, or a check itself failed (`CheckCrashedError`).

        Example:
            >>> schema = insert_schema(Campaign(phone_fields=["Phone"]))
            >>> len(schema.validate(pd.DataFrame({"Phone": ["0491 570 006"]}), lazy=True))
            1
        """
        if hasattr(check_obj, "dask") and self._rules_across_leads():
            raise SchemaDefinitionError(
                "Dask validates each partition by itself, which does not find duplicates across them: make the schema "
                f"with across_leads=False, without {', '.join(self._rules_across_leads())}"
            )
        return super().validate(check_obj, *args, **kwargs)

    def _rules_across_leads(self) -> list[str]:
        checks = [*self.checks, *(check for column in self.columns.values() for check in column.checks)]
        return [check.rule for check in checks if isinstance(check, LeadCheck) and not check.declared.of_lead_alone]

    @classmethod
    def from_yaml(cls, yaml_schema: Any) -> Self:
        """Read a schema that `to_yaml` wrote, as a `LeadSchema`.

        Args:
            yaml_schema: the path of a YAML file, or its text.

        Example:
            >>> schema = insert_schema(Campaign(phone_fields=["Phone"]))
            >>> LeadSchema.from_yaml(schema.to_yaml()).checks == schema.checks
            True
        """
        return cls._of(super().from_yaml(yaml_schema))

    @classmethod
    def from_json(cls, source: Any) -> Self:
        """Read a schema that `to_json` wrote, as a `LeadSchema`.

        Args:
            source: the path of a JSON file, its text, or a stream of it.
        """
        return cls._of(super().from_json(source))

    def to_script(self, *args: Any, script_type: Literal["schema", "model"] = "schema", **kwargs: Any) -> str | None:
        """Write the schema as a script, which is to be run after `import noojee_dq.validators`.

        Args:
            *args: as for pandera.
            script_type: "schema"; pandera leaves rules out of a "model".
            **kwargs: as for pandera.

        Raises:
            pandera.errors.SchemaDefinitionError: a model is asked for.

        Example:
            >>> 'rule="no-phone"' in insert_schema(Campaign(phone_fields=["Phone"])).to_script()
            True
        """
        if script_type == "model":
            raise SchemaDefinitionError(
                "pandera leaves registered checks out of a model, so that every lead would pass: write a script of "
                "type 'schema', or YAML"
            )
        return super().to_script(*args, **kwargs)

    @classmethod
    def _of(cls, schema: pa.DataFrameSchema) -> Self:
        # pandera's readers make a schema of its own class, whatever class they are called on.
        lead_schema = cls()
        vars(lead_schema).update(vars(schema))
        return lead_schema


# pandera looks backends up by the very class of a schema.
LeadSchema.register_backend(pd.DataFrame, LeadSchemaBackend)


def insert_schema(
    campaign: Campaign,
    *,
    known: KnownLeads | None = None,
    dnc: NumberList | None = None,
    keep: Keep = "first",
    now: datetime | None = None,
    fail_on: Severity = "error",
    across_leads: bool = True,
) -> LeadSchema:
    """Make the pandera schema of leads to be inserted.

    It holds one check for each check of `noojee_dq.checks.CHECKS` that campaign and lists allow, as
    `pa.Check.lead(rule=...)`: those of one column on that column, the others in `checks`. What was left out, wholly or
    in part, stands in `schema.metadata["not_checked"]`, by rule with its reason. A column that the leads do not have
    is not checked: `schema.update_column("njPriority", required=True)` demands it.

    Args:
        campaign: what the campaign expects.
        known: the leads that the campaign already holds, as for `noojee_dq.check`. Lists are read once, here, and are
            pickled with the schema; they are never written out as YAML, JSON or a script, and a rule that needs one
            and was read back fails.
        dnc: numbers not to be called, likewise.
        keep: "first" or "last": which of several leads that share a number or an id survives.
        now: the moment against which callbacks are judged, with its zone; None = that of each validation.
        fail_on: "error" = warnings only give a `pandera.errors.SchemaWarning`; "warning" = they fail.
        across_leads: whether leads are compared with each other; False = each is judged alone, as Dask needs it, but
            for how the numbers of a column are written (`excel-repairable`), which is seen from each partition.

    Returns:
        A schema for `validate(leads, lazy=True)`.

    Raises:
        CampaignError: the campaign names no phone fields, or an option or a list is wrong.
        LeadsError: a file cannot be read.

    Example:
        >>> schema = insert_schema(Campaign(phone_fields=["Phone"]))
        >>> schema.metadata["not_checked"]["do-not-call"]
        'no do-not-call list was given (dnc=)'
        >>> try:
        ...     schema.validate(pd.DataFrame({"Phone": ["0491 570 006", ""]}), lazy=True)
        ... except pa.errors.SchemaErrors as errors:
        ...     print(errors.failure_cases[["index", "check", "code", "result"]].to_numpy().tolist())
        [[1, 'no-phone', 102, 'NO_PHONE_FIELDS']]
    """
    return _schema(campaign, "insert", known, dnc, keep, now, fail_on, across_leads)


def update_schema(
    campaign: Campaign,
    *,
    known: KnownLeads | None = None,
    dnc: NumberList | None = None,
    keep: Keep = "first",
    now: datetime | None = None,
    fail_on: Severity = "error",
    across_leads: bool = True,
) -> LeadSchema:
    """Make the pandera schema of leads to be updated; arguments, result and errors as of `insert_schema`.

    Example:
        >>> schema = update_schema(Campaign(phone_fields=["Phone"], dispositions=["Sale"]))
        >>> [check.rule for check in schema.columns["njDisposition"].checks]
        ['disposition-unknown']
    """
    return _schema(campaign, "update", known, dnc, keep, now, fail_on, across_leads)


def _schema(
    campaign: Campaign,
    operation: Operation,
    known: KnownLeads | None,
    dnc: NumberList | None,
    keep: Keep,
    now: datetime | None,
    fail_on: Severity,
    across_leads: bool,
) -> LeadSchema:
    refuse_unknown("fail_on", fail_on, ("error", "warning"))
    require_phone_fields(campaign)
    lists = read_lists(known, dnc, campaign, moment(now))
    empty = probe(campaign, partial(lists.batch, campaign=campaign, operation=operation))
    reasons = {check.id: check.unasked(empty) or why_not_checked(empty, check) for check in applicable(empty)}
    not_checked = {rule: reason for rule, reason in reasons.items() if reason}
    rules = [check for check in applicable(empty) if check.why_not(empty) is None]
    if not across_leads:
        not_checked |= {check.id: _ALONE for check in rules if not check.of_lead_alone}
        rules = [check for check in rules if check.of_lead_alone]
    make = partial(_lead_check, campaign=campaign, operation=operation, keep=keep, now=now, lists=lists)
    return LeadSchema(
        _columns(campaign, rules, partial(make, fail_on=fail_on)),
        checks=[make(check, fail_on=fail_on) for check in rules if not _of_one_column(check)],
        name=f"{operation} leads",
        metadata={"not_checked": not_checked},
    )


def _of_one_column(check: Check) -> bool:
    return check.scope == "cell" and check.fields != ALL_FIELDS


def _lead_check(check: Check, *, lists: Lists, fail_on: Severity, **settings: Any) -> LeadCheck:
    names: list[ListName] = ["dnc"] if lists.dnc is not None else []
    if lists.has_known:
        names.insert(0, "known")
    warns = check.severity == "warning" and fail_on == "error"
    return LeadCheck(check.id, **settings, lists=names, given=lists if names else None, raise_warning=warns)


def _columns(campaign: Campaign, rules: list[Check], make: Any) -> dict[str, pa.Column]:
    """Make an optional column for each heading that campaign and rules know, with the rules of its field."""
    fields = known_fields(campaign)
    renamed = [heading for heading, field in campaign.columns.items() if field in fields]
    headings = dict.fromkeys([*fields, *renamed, *([campaign.region_column] if campaign.region_column else [])])
    return {heading: _column(campaign, heading, rules, make) for heading in headings}


def _column(campaign: Campaign, heading: str, rules: list[Check], make: Any) -> pa.Column:
    field = campaign.field_of(heading)
    of_field = {field, PHONE_FIELDS} if field in campaign.phone_fields else {field}
    own = [make(check) for check in rules if _of_one_column(check) and check.fields in of_field]
    return pa.Column(checks=own, required=False, nullable=True)
