"""`QuietCheck`: a pandera check whose texts hold no value of any lead, as pandera's own do."""

import warnings
from collections.abc import Hashable
from typing import Any, NamedTuple

import pandas as pd
import pandera.pandas as pa
from pandera.api.base.checks import CheckResult
from pandera.errors import SchemaError, SchemaWarning

from noojee_dq.arrow.columns import Positions


class WholeFile(str):
    """What is wrong with a file as a whole, as failure case: pandera drops no row for a text, and raises.

    Attributes:
        lines: the failure cases, one for each problem.
    """

    lines: pd.DataFrame

    @classmethod
    def of(cls, columns: pd.Series, messages: pd.Series) -> "WholeFile":
        """The failure case of some problems.

        Args:
            columns: which column each lies in; "" = none.
            messages: what is wrong.

        Example:
            >>> WholeFile.of(pd.Series([""]), pd.Series(["campaign_id is no positive whole number"]))
            'campaign_id is no positive whole number'
        """
        case = cls("; ".join(messages))
        case.lines = pd.DataFrame({"column": columns, "index": None, "failure_case": messages})
        return case


class Failing(NamedTuple):
    """What fails: a text without any value, and pandera's failure cases.

    Attributes:
        text: what is wrong, and how many leads it concerns.
        cases: columns `column`, `index`, `failure_case`, a line per failing lead; a text = it concerns all of them.
        may_warn: whether it is a verdict, which a check of `raise_warning` only warns of.
    """

    text: str
    cases: pd.DataFrame | str
    may_warn: bool = True


def no_verdict(text: str) -> Failing:
    """What fails where nothing can be judged: it is never a warning, and no lead passes.

    Args:
        text: why not.

    Example:
        >>> no_verdict("the list cannot be read").may_warn
        False
    """
    return Failing(text, text, may_warn=False)


class QuietCheck(pa.Check):
    """A check that raises pandera's `SchemaError` itself, with failure cases ready made.

    pandera writes all failing values into the text of an error: personal data, and megabytes of it. The values stand
    in the column `failure_case` alone.
    """

    #: The name under which it is registered: `pa.Check.<name>`.
    registered: str

    @property
    def registry_name(self) -> str:
        """The name under which pandera writes it out, whatever `name=` says."""
        return self.registered

    @property
    def statistics(self) -> dict[str, Any]:
        """The arguments, which pandera writes out; a copy, as pandera adds its own to it."""
        return dict(self._statistics)

    @statistics.setter
    def statistics(self, arguments: dict[str, Any] | None) -> None:
        self._statistics = dict(arguments or {})

    def failing(self, data: pd.DataFrame | pd.Series, column: Hashable | None) -> Failing | None:
        """What fails of some data; None = nothing.

        Args:
            data: a frame, or a column.
            column: the column of the frame that the check stands on; None = the check stands on the whole.
        """
        raise NotImplementedError

    def __call__(self, check_obj: Any, column: Hashable | None = None) -> CheckResult:
        """Judge some data, as pandera does with any check.

        Args:
            check_obj: a frame, or a column.
            column: the column of the frame that the check stands on; None = the check stands on the whole.

        Raises:
            SchemaError: something fails.
        """
        failing = self.failing(check_obj, column)
        if failing is None:
            return _passed(check_obj)
        if self.raise_warning and failing.may_warn:
            warnings.warn(failing.text, SchemaWarning, stacklevel=2)
            return _passed(check_obj)
        raise SchemaError(None, None, failing.text, failure_cases=failing.cases, check=self)


def _passed(data: Any) -> CheckResult:
    return CheckResult(check_output=True, check_passed=True, checked_object=data, failure_cases=None)


def failure_cases(index: pd.Index, at: Positions, columns: Any, values: Any) -> pd.DataFrame:
    """The failure cases of some rows in pandera's form.

    Args:
        index: the labels of all rows.
        at: the positions of those that fail.
        columns: the column that each is about, or one for all.
        values: what stands there.

    Returns:
        Columns `column`, `index` (of a multi-level index the labels as one text, as pandera has it), `failure_case`.

    Example:
        >>> import numpy as np
        >>> failure_cases(pd.Index(["a", "b"]), np.array([1]), "Phone", ["none"]).to_dict("records")
        [{'column': 'Phone', 'index': 'b', 'failure_case': 'none'}]
    """
    labels: Any = index.take(at)
    if isinstance(labels, pd.MultiIndex):
        labels = [str(label) for label in labels.tolist()]
    return pd.DataFrame({"column": columns, "index": labels, "failure_case": values}, columns=_COLUMNS)


_COLUMNS = ["column", "index", "failure_case"]
