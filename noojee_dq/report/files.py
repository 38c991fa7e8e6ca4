"""The leads of a report as files: those ready to be sent, and those that go back to a person."""

from os import PathLike
from pathlib import Path

import pandas as pd

from noojee_dq.fields import DQ_COLUMNS, DQ_PREFIX, DQ_ROW, DQ_SOURCE
from noojee_dq.leads import write_leads
from noojee_dq.report.findings import Findings
from noojee_dq.report.going_on import CommandLine
from noojee_dq.report.render_excel import write_excel
from noojee_dq.words.rows import exact_labels


def write_ready(found: Findings, path: str | PathLike[str]) -> int:
    """Write the leads that are ready, under their own columns alone.

    Args:
        found: what a pre-flight found.
        path: the file; its suffix (.csv, .tsv, .xlsx, .parquet) says the kind.

    Returns:
        Number of leads written.

    Raises:
        LeadsError: the file cannot be written.

    Example:
        >>> import tempfile, noojee_dq as nj
        >>> report = nj.check(pd.DataFrame({"Phone": ["0491 570 006"]}), nj.Campaign(phone_fields=["Phone"]))
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     write_ready(report, f"{folder}/ready.csv")
        1
    """
    write_leads(as_ready(found.ready), path)
    return len(found.ready)


def write_rejected(found: Findings, path: str | PathLike[str], *, given: CommandLine | None = None) -> int:
    """Write the leads that are not ready, with their row (`dq_row`), verdict and reasons at the left.

    Args:
        found: what a pre-flight found.
        path: the file; .xlsx is meant for people: a workbook as by `Report.to_excel`.
        given: what the command line gave, for the command that the workbook names; None = the check was made in Python.

    Returns:
        Number of leads written.

    Raises:
        LeadsError: the file cannot be written.

    Example:
        >>> import tempfile, noojee_dq as nj
        >>> report = nj.check(pd.DataFrame({"Phone": [""]}), nj.Campaign(phone_fields=["Phone"]))
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     write_rejected(report, f"{folder}/rejected.xlsx")
        1
    """
    if Path(path).suffix.lower() == ".xlsx":
        write_excel(found, path, rejected_only=True, given=given)
        return len(found.rejected)
    write_leads(as_rejected(found.rejected), path)
    return len(found.rejected)


def as_ready(ready: pd.DataFrame) -> pd.DataFrame:
    """Return annotated leads that are ready with their own columns alone.

    Example:
        >>> as_ready(pd.DataFrame({"Phone": ["0491 570 006"], "dq_status": "ready"})).columns.tolist()
        ['Phone']
    """
    return ready.loc[:, ~ready.columns.astype(str).str.startswith(DQ_PREFIX)]


def as_rejected(rejected: pd.DataFrame) -> pd.DataFrame:
    """Return annotated leads that are not ready with their row, verdict and reasons at the left.

    Example:
        >>> lead = {"Phone": [""], "dq_status": "fix", "dq_expected_code": 102, "dq_codes": "102", "dq_reasons": "none"}
        >>> as_rejected(pd.DataFrame(lead, index=[7])).columns[:2].tolist()
        ['dq_row', 'dq_status']
    """
    first = [name for name in (DQ_SOURCE, *DQ_COLUMNS) if name in rejected.columns]
    own = rejected.drop(columns=[DQ_ROW, *first], errors="ignore")
    rows = exact_labels(rejected.index).rename(DQ_ROW)
    return pd.concat([rows, rejected[first], own], axis="columns")
