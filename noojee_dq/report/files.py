"""The leads of a report as files: those ready to be sent, and those that go back to a person."""

from os import PathLike
from pathlib import Path

import pandas as pd

from noojee_dq.fields import DQ_COLUMNS, DQ_PREFIX, DQ_ROW
from noojee_dq.leads import write_leads
from noojee_dq.report.findings import Findings
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
    ready = found.ready
    write_leads(ready.loc[:, ~ready.columns.astype(str).str.startswith(DQ_PREFIX)], path)
    return len(ready)


def write_rejected(found: Findings, path: str | PathLike[str]) -> int:
    """Write the leads that are not ready, with their row (`dq_row`), verdict and reasons at the left.

    Args:
        found: what a pre-flight found.
        path: the file; .xlsx is meant for people: a workbook as by `Report.to_excel`.

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
        write_excel(found, path, rejected_only=True)
        return len(found.rejected)
    rejected = found.rejected
    own = rejected.drop(columns=[DQ_ROW, *DQ_COLUMNS], errors="ignore")
    rows = exact_labels(rejected.index).rename(DQ_ROW)
    write_leads(pd.concat([rows, rejected[list(DQ_COLUMNS)], own], axis="columns"), path)
    return len(rejected)
