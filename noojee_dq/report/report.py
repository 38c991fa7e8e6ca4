"""`Report`: the findings of a pre-flight, and everything that follows from them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from noojee_dq.campaign import Campaign
from noojee_dq.checks import CHECKS
from noojee_dq.codes import GRAVITY, ResultCode, expected_code, preflight_remedy
from noojee_dq.phones.re2 import column_of

if TYPE_CHECKING:
    from noojee_dq.report.since import Since

#: Most different messages of one check that a summary lists.
_MOST_MESSAGES = 5

Positions = NDArray[np.int64]

#: Columns that a report adds to the leads.
DQ_COLUMNS = ("dq_status", "dq_expected_code", "dq_codes", "dq_reasons")


class NotChecked(NamedTuple):
    """A check that did not run, with its result code (None = a check without code) and the reason."""

    check: str
    code: int | None
    reason: str


@dataclass(frozen=True, eq=False, repr=False)
class Report:
    """What the API would say to each lead; made by `noojee_dq.check`.

    Args:
        leads: the caller's frame, as it was given.
        findings: one line per problem, in file order; columns `row` (index label), `column`, `value`, `code`
            (null where the API would accept), `result`, `check`, `severity` ("error" or "warning"), `message`,
            `hint`. Values stand here as they are: `to_html` and the other forms mask them.
        positions: for each finding the position of its lead; -1 = it concerns the whole file.
        operation: "insert" or "update".
        not_checked: checks that could not run, and why.
        phone_columns: headings whose cells are masked wherever a report is shown.
        checked_at: when, with its zone.
        source: name of the file; "" = a frame.
        notes: how the file was read.
        campaign: what the leads were checked against.
        recheck: the same check of other leads, against the same lists and at the same moment.

    Example:
        >>> import noojee_dq as nj
        >>> leads = pd.DataFrame({"Phone": ["0491 570 006", "none"]})
        >>> report = nj.check(leads, nj.Campaign(phone_fields=["Phone"]))
        >>> report.ok, report.counts["ready"], report.by_code
        (False, 1, {'102': 1})
    """

    leads: pd.DataFrame
    findings: pd.DataFrame
    positions: Positions
    operation: str
    not_checked: tuple[NotChecked, ...]
    phone_columns: tuple[str, ...]
    checked_at: datetime
    source: str = ""
    notes: tuple[str, ...] = ()
    campaign: Campaign | None = None
    recheck: "Callable[[pd.DataFrame], Report] | None" = None

    @property
    def ok(self) -> bool:
        """Whether there is no error; warnings may stand."""
        return not (self.findings["severity"] == "error").any()

    @cached_property
    def counts(self) -> dict[str, int]:
        """Number of leads: all, those that can be sent, and the others by `dq_status`.

        An error of the whole file (a wrong id of the campaign) leaves none to be sent.
        """
        statuses = self.annotated["dq_status"].value_counts()
        others = {name: int(statuses.get(name, 0)) for name in ("fix", "drop", "review")}
        return {"leads": len(self.leads), "ready": int(self.is_ready.sum())} | others

    @cached_property
    def by_code(self) -> dict[str, int]:
        """Result code as text -> number of leads for which it holds; codes of the whole file count as 1."""
        coded = self.findings.assign(lead=self.positions).dropna(subset="code")
        counts = coded.groupby("code")["lead"].nunique()
        return {str(code): int(count) for code, count in counts.items()}

    @cached_property
    def summary(self) -> pd.DataFrame:
        """One line per check that found something; errors first, then the most leads.

        Columns: `check, code, result, severity, leads, findings, message, hint`.
        """
        grouped = self.findings.assign(lead=self.positions).groupby(["check", "severity"], sort=False)
        general = {check.id: check for check in CHECKS}
        summary = grouped.agg(
            code=("code", "first"),
            result=("result", "first"),
            leads=("lead", lambda leads: leads[leads >= 0].nunique()),
            findings=("lead", "size"),
            message=("message", _in_short),
            hint=("hint", lambda hints: hints.fillna("").mode().iat[0]),
        )
        # Where every lead has a wording of its own, the check's stands for all.
        words = pd.Series([general[one].message if one in general else "" for one, _ in summary.index], summary.index)
        summary["message"] = summary["message"].mask(summary["message"].eq(""), words)
        order = ["check", "code", "result", "severity", "leads", "findings", "message", "hint"]
        return summary.reset_index()[order].sort_values(
            ["severity", "leads"], ascending=[True, False], kind="stable", ignore_index=True
        )

    @cached_property
    def annotated(self) -> pd.DataFrame:
        """The leads with `dq_status`, `dq_expected_code`, `dq_codes`, `dq_reasons`; own columns and index kept."""
        kept = self.leads.drop(columns=[name for name in DQ_COLUMNS if name in self.leads.columns])
        return kept.assign(**_verdicts(self.findings, self.positions, len(kept)))

    @property
    def ready(self) -> pd.DataFrame:
        """The annotated leads that the API is expected to accept, warnings or not."""
        return self.annotated[self.is_ready]

    @property
    def rejected(self) -> pd.DataFrame:
        """The annotated leads that are not to be sent as they are."""
        return self.annotated[~self.is_ready]

    @cached_property
    def repairs(self) -> pd.DataFrame:
        """What `noojee_dq.repair` could do: one line per fix that would change something.

        Columns: `fix`, `title`, `asked_for` (bool: it is made only when asked for by name), `checks` (ids of the
        checks whose findings it answers, "; " between them), `cells`, `leads_unlocked` (leads that would be ready
        and are not), `leads_refused` (leads that are ready and would not be: their number turns out to be a
        duplicate). Both are counted by a check of the repaired leads.
        """
        from noojee_dq.report.repairs import repairs_of

        return repairs_of(self)

    @cached_property
    def is_ready(self) -> NDArray[np.bool_]:
        """Leads without an error of their own; none where an error concerns the whole file."""
        whole_file = self.positions[self.findings["severity"].eq("error").to_numpy()] < 0
        return self.annotated["dq_status"].eq("ready").to_numpy(dtype=bool) & ~whole_file.any()

    def to_json(self, path: str | PathLike[str] | None = None, *, show_values: bool = False) -> str | None:
        """The report as JSON: `schema_version, source, operation, counts, by_code, not_checked, findings`.

        Args:
            path: a file to write; None = return the text.
            show_values: show phone numbers as they are instead of masked.

        Returns:
            The text, or None where a file was written.

        Example:
            >>> import json, noojee_dq as nj
            >>> leads = pd.DataFrame({"Phone": ["0491 570 006"]})
            >>> report = nj.check(leads, nj.Campaign(phone_fields=["Phone"]))
            >>> json.loads(report.to_json())["counts"]["ready"]
            1
        """
        from noojee_dq.report.render_json import render_json

        return deliver(render_json(self, show_values=show_values), path)

    def to_markdown(
        self,
        path: str | PathLike[str] | None = None,
        *,
        show_values: bool = False,
        audience: Literal["team", "supplier"] = "team",
    ) -> str | None:
        """The report as Markdown, for a ticket or an e-mail.

        Args:
            path: a file to write; None = return the text.
            show_values: show phone numbers as they are instead of masked.
            audience: "team" = the whole report; "supplier" = a note to the supplier of the list, with the rows and
                columns to correct and no value of any lead.

        Returns:
            The text, or None where a file was written.
        """
        from noojee_dq.report.render_markdown import render_markdown
        from noojee_dq.report.render_supplier import render_supplier

        if audience == "supplier":
            return deliver(render_supplier(self), path)
        return deliver(render_markdown(self, show_values=show_values), path)

    def to_csv(self, path: str | PathLike[str] | None = None, *, show_values: bool = False) -> str | None:
        """The findings as CSV, one line each; arguments and result as `to_json`."""
        from noojee_dq.report.render_csv import render_csv

        return deliver(render_csv(self, show_values=show_values), path)

    def to_html(
        self,
        path: str | PathLike[str] | None = None,
        *,
        show_values: bool = False,
        results: pd.DataFrame | None = None,
    ) -> str | None:
        """The report as one self-contained HTML page without scripts.

        Args:
            path: a file to write; None = return the text.
            show_values: show phone numbers as they are instead of masked.
            results: after a run, the leads with the API's answers: the page then shows them as well.

        Returns:
            The text, or None where a file was written.
        """
        from noojee_dq.report.render_html import render_html

        return deliver(render_html(self, show_values=show_values, results=results), path)

    def to_excel(self, path: str | PathLike[str]) -> None:
        """The leads as a workbook to be put right by hand: a sheet for each action, a summary, values as they are.

        `noojee_dq.read_leads` reads it back: all its leads, in the original order.

        Args:
            path: the file, .xlsx; it is replaced if it exists.

        Raises:
            LeadsError: the file cannot be written, or a value is longer than a cell can hold.
        """
        from noojee_dq.report.render_excel import write_excel

        write_excel(self, path)

    def since(self, before: "Report | str | PathLike[str]") -> "Since":
        """What became of the leads that an earlier report refused; its text is a line such as "3 of 4 fixed, 0 new".

        Args:
            before: the earlier report, or the file that it wrote with `to_excel` or of the leads not ready.

        Returns:
            The numbers; leads are matched by their row (index label).

        Raises:
            LeadsError: the file cannot be read, or a report did not write it.
        """
        from noojee_dq.report.since import since

        return since(self, before)

    def _repr_html_(self) -> str:
        from noojee_dq.report.render_html import render_html_fragment

        return render_html_fragment(self)

    def __repr__(self) -> str:
        from noojee_dq.report.render_text import render_text

        return render_text(self)


def _in_short(messages: pd.Series) -> str:
    """The distinct messages with their counts; "" where there are too many to list."""
    counts = messages.value_counts()
    if len(counts) == 1:
        return str(counts.index[0])
    listed = "; ".join(f"{message} ({count:,})" if count > 1 else str(message) for message, count in counts.items())
    return listed if len(counts) <= _MOST_MESSAGES else ""


def deliver(text: str, path: str | PathLike[str] | None) -> str | None:
    """The text itself, or nothing where it is written to a file."""
    if path is None:
        return text
    Path(path).write_text(text, "utf-8", newline="\n")
    return None


def _verdicts(findings: pd.DataFrame, positions: Positions, leads: int) -> dict[str, Any]:
    """The four `dq_*` columns: the verdict follows from a lead's errors, the reasons name warnings as well."""
    of_a_lead = positions >= 0
    errors = of_a_lead & findings["severity"].eq("error").to_numpy()
    # Leads share few sets of codes: one bit per code makes each set a number, judged once.
    codes, distinct = pd.factorize(findings["code"][errors], use_na_sentinel=False)
    sets = np.zeros(leads, dtype=np.int64)
    np.bitwise_or.at(sets, positions[errors], np.int64(1) << codes)
    which, distinct_sets = pd.factorize(sets)
    verdicts = [
        _verdict([code for bit, code in enumerate(distinct) if one >> bit & 1]) for one in distinct_sets.tolist()
    ]
    status, expected, texts = zip(*verdicts, strict=True) if verdicts else ((), (), ())
    return {
        "dq_status": pd.array(status, dtype="str").take(which),
        "dq_expected_code": np.array(expected, dtype=np.int64)[which],
        "dq_codes": pd.array(texts, dtype="str").take(which),
        "dq_reasons": _reasons(findings[of_a_lead], positions[of_a_lead], leads),
    }


def _verdict(codes: list[Any]) -> tuple[str, int, str]:
    """Status, expected code and all codes as text, for one set of error codes (NA = an error without one)."""
    if not codes:
        return "ready", int(ResultCode.OK), ""
    known = sorted(int(code) for code in codes if not pd.isna(code))
    remedies = {preflight_remedy(None if pd.isna(code) else int(code)) for code in codes}
    status = next((remedy for remedy in GRAVITY if remedy in remedies), GRAVITY[-1])
    return status.value, int(expected_code(known)), ";".join(map(str, known))


def _reasons(findings: pd.DataFrame, positions: Positions, leads: int) -> "pd.api.extensions.ExtensionArray":
    """For each lead its messages joined by "; ", errors before warnings."""
    order = np.lexsort((findings["severity"].ne("error").to_numpy(), positions))
    column, message = (column_of(findings[name].iloc[order]) for name in ("column", "message"))
    texts = pc.if_else(pc.equal(column, ""), message, pc.binary_join_element_wise(column, message, _text(": ")))
    offsets = np.zeros(leads + 1, dtype=np.int64)
    np.cumsum(np.bincount(positions, minlength=leads), out=offsets[1:])
    lists = pa.LargeListArray.from_arrays(offsets, texts)
    return pd.Series(pc.binary_join(lists, _text("; ")).to_pandas(), dtype="str").array


def _text(separator: str) -> Any:
    # Arrow joins only texts of one type, and takes a plain str for another.
    return pa.scalar(separator, pa.large_string())
