"""How pandera runs a `LeadSchema`: one batch for all rules, errors that stay errors, codes beside the failure cases."""

from collections.abc import Iterable
from copy import copy
from typing import Any

import numpy as np
import pandas as pd
from pandera.backends.pandas.container import DataFrameSchemaBackend
from pandera.errors import FailureCaseMetadata, SchemaDefinitionError, SchemaError

from noojee_dq.validators.lead_check import LeadCheck
from noojee_dq.validators.quiet_check import WholeFile
from noojee_dq.validators.shared_batch import current_run, one_run


class LeadSchemaBackend(DataFrameSchemaBackend):
    """The backend of `noojee_dq.schema.LeadSchema` for pandas."""

    def collect_schema_components(self, check_obj: pd.DataFrame, schema: Any, column_info: Any) -> list[Any]:
        """The columns to validate, those too whose heading is no text: it is sent as text."""
        labels = {str(label): label for label in check_obj.columns if not isinstance(label, str)}
        others = [copy(column).set_name(labels[name]) for name, column in schema.columns.items() if name in labels]
        return [*super().collect_schema_components(check_obj, schema, column_info), *others]

    def run_checks_and_handle_errors(
        self,
        error_handler: Any,
        schema: Any,
        check_obj: pd.DataFrame,
        column_info: Any,
        sample: Any,
        components: list[Any],
        *part_and_mode: Any,
    ) -> Any:
        """Run all checks on one batch; raise where one of them has no verdict, instead of calling the leads bad."""
        with one_run(shares=not any(component.parsers for component in components)):
            return super().run_checks_and_handle_errors(
                error_handler, schema, check_obj, column_info, sample, components, *part_and_mode
            )

    def run_checks(self, check_obj: pd.DataFrame, schema: Any) -> Any:
        """Run the checks of whole leads, which come last: no parser of a column changes anything any more."""
        current_run().shares = True
        return super().run_checks(check_obj, schema)

    def drop_invalid_rows(self, check_obj: pd.DataFrame, error_handler: Any) -> pd.DataFrame:
        """Drop the leads that fail, by their labels.

        Raises:
            SchemaDefinitionError: labels repeat, so that good leads would be dropped with the bad ones.
        """
        if not check_obj.index.is_unique:
            raise SchemaDefinitionError(
                "drop_invalid_rows goes by row labels, and here some repeat: validate leads.reset_index(drop=True), "
                "or take noojee_dq.check(...).ready"
            )
        return super().drop_invalid_rows(check_obj, error_handler)

    def failure_cases_metadata(self, schema_name: Any, schema_errors: list[SchemaError]) -> FailureCaseMetadata:
        """pandera's failure cases with the columns `code`, `result` and `severity`."""
        errors = [_by_line(error) for error in schema_errors]
        found = super().failure_cases_metadata(schema_name, errors)
        # Their index says where each stood before pandera sorted them: tables first, single values behind them.
        tables = [error for error in errors if isinstance(error.failure_cases, pd.DataFrame)]
        values = [error for error in errors if not isinstance(error.failure_cases, pd.DataFrame)]
        counts = [len(error.failure_cases) for error in tables] + [1] * len(values)
        which = np.repeat(np.arange(len(errors)), counts)[found.failure_cases.index]
        return found._replace(failure_cases=found.failure_cases.assign(**_facts([*tables, *values], which)))


def _by_line(error: SchemaError) -> SchemaError:
    """The error of a whole file with a failure case for each of its problems."""
    if not isinstance(error.failure_cases, WholeFile):
        return error
    return SchemaError(
        error.schema,
        None,
        str(error),
        failure_cases=error.failure_cases.lines,
        check=error.check,
        check_index=error.check_index,
        reason_code=error.reason_code,
    )


def _facts(errors: Iterable[SchemaError], which: Any) -> dict[str, Any]:
    """Code, name of the code and severity of each failure case; of other checks than ours no code, and an error."""
    rules = [error.check.declared if _is_verdict(error) else None for error in errors]
    codes = [rule.code if rule else None for rule in rules]
    return {
        "code": pd.array([None if code is None else code.value for code in codes], dtype="Int64").take(which),
        "result": pd.array(["" if code is None else code.name for code in codes], dtype="str").take(which),
        "severity": pd.array([rule.severity if rule else "error" for rule in rules], dtype="str").take(which),
    }


def _is_verdict(error: SchemaError) -> bool:
    return isinstance(error.check, LeadCheck) and isinstance(error.failure_cases, pd.DataFrame)
